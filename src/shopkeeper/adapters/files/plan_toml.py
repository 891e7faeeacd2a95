"""`plans/<key>.toml`: what a company means to do, and who signed it.

Source: contracts.md, section 3. A plan may be read before it is finished: what
is not there yet arrives empty, and `plan.check` says who has to add it.
"""

from __future__ import annotations

import os
import re

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from shopkeeper.adapters.files.shop_toml_text import write_value
from shopkeeper.adapters.files.toml_table import (
    TomlTable,
    nearest,
    parse_toml,
    read_toml,
)
from shopkeeper.adapters.files.toml_values import (
    choice,
    choices,
    day,
    duration,
    flag,
    long_text,
    moment,
    share,
    text,
)
from shopkeeper.plan import parse
from shopkeeper.vocabulary import (
    BadInput,
    Channel,
    Measure,
    Plan,
    Predicates,
    Signature,
    SigningRole,
    Step,
)


PLAN_KEYS = (
    "key", "owner", "sponsor", "intent", "sells", "brand_promise", "starts", "ends",
    "review_by", "holdout", "steps", "signatures",
)  # fmt: skip
STEP_KEYS = (
    "key", "content", "channels", "audience", "need", "measure", "fallback",
    "needs_specific", "again_after", "needs_check",
)  # fmt: skip
MEASURE_KEYS = ("outcome", "within", "better", "target")
SIGNATURE_KEYS = ("role", "person", "at", "over")

_NOT_STATED = Measure(outcome="", within=timedelta(0))
_USUAL_HOLDOUT = 0.1  # the share in contracts.md, section 3


def read_plan(path: Path, predicates: Predicates | None = None) -> Plan:
    """
    Read a plan.

    Args:
        path: The file.
        predicates: If given, audiences and needs are read, too, so that their
            mistakes are named with the line of the file.

    Raises:
        BadInput: If there is no such file, or it has a mistake; naming file,
            line and what to do.
    """
    table, _ = read_toml(path)
    return _plan(table, predicates)


def read_plans(folder: Path, predicates: Predicates | None = None) -> tuple[Plan, ...]:
    """
    Read the plans of a shop, by key. A shop without the folder has none.

    Raises:
        BadInput: As `read_plan`, and if two files have one key.
    """
    files: dict[str, Path] = {}
    plans = []
    for path in sorted((folder / "plans").glob("*.toml")):
        plan = read_plan(path, predicates)
        if plan.key in files:
            msg = (
                f"{path} has the key of {files[plan.key]}, `{plan.key}`: give each its "
                "own"
            )
            raise BadInput(msg)
        files[plan.key] = path
        plans.append(plan)
    return tuple(sorted(plans, key=lambda plan: plan.key))


def find_plan(folder: Path, key: str) -> Path:
    """
    Find the file of a plan of a shop by its key.

    Raises:
        BadInput: If there is none; naming the nearest.
    """
    paths = sorted((folder / "plans").glob("*.toml"))
    keys = {read_plan(path).key: path for path in paths}
    if key not in keys:
        near = f": did you mean `{nearest(key, keys)}`?" if keys else ": write it first"
        msg = f"{folder / 'plans'} has no plan `{key}`{near}"
        raise BadInput(msg)
    return keys[key]


def write_signature(path: Path, signature: Signature) -> Plan:
    """
    Append a signature; every other character of the file stays as it is.

    Returns:
        The plan as it now stands in the file.

    Raises:
        BadInput: If the file cannot take it; it is then unchanged.
    """
    table, written = read_toml(path)
    before = _plan(table, None)
    if not re.search(r"^\s*\[\[\s*signatures\s*\]\]", written, re.MULTILINE):
        _refuse_inline(table)
    after = written + _signature_text(signature, written)
    plan = _plan(parse_toml(after, where=str(path)), None)
    if plan.signatures != (*before.signatures, signature):
        msg = f"{path}: the signature cannot be added: check the end of the file"
        raise BadInput(msg)
    _replace(path, after)
    return plan


def _refuse_inline(table: TomlTable) -> None:
    if "signatures" in table.data:
        msg = "`signatures` is written by `plan sign`: take this line out"
        raise table.error(msg, "signatures")


def _signature_text(signature: Signature, written: str) -> str:
    end = "\r\n" if "\r\n" in written else "\n"
    lines = [
        "" if written.endswith("\n") or not written else end,
        f"{end}[[signatures]]{end}",
        f"role = {write_value(signature.role.value)}{end}",
        f"person = {write_value(signature.person)}{end}",
        f"at = {write_value(signature.at.isoformat())}{end}",
        f"over = {write_value(signature.over)}{end}",
    ]
    return "".join(lines)


def _replace(path: Path, text: str) -> None:
    """Put the new text in the old one's place, whole or not at all."""
    fresh = path.with_name(f".{path.name}.new")
    try:
        with fresh.open("w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        fresh.chmod(path.stat().st_mode & 0o777)
        fresh.replace(path)
    except OSError as error:
        fresh.unlink(missing_ok=True)
        msg = f"{path}: {error.strerror}: make the file and its folder writable"
        raise BadInput(msg) from None


def _plan(table: TomlTable, predicates: Predicates | None) -> Plan:
    table.refuse_unknown(PLAN_KEYS)
    return Plan(
        key=table.need("key", _key),
        owner=table.read("owner", text, ""),
        sponsor=table.read("sponsor", text, ""),
        intent=table.read("intent", long_text, ""),
        sells=table.need("sells", flag),
        brand_promise=table.read("brand_promise", long_text, ""),
        starts=table.need("starts", day),
        ends=table.need("ends", day),
        review_by=table.need("review_by", day),
        holdout=table.read("holdout", share, _USUAL_HOLDOUT),
        steps=_steps(table.tables("steps"), predicates),
        signatures=tuple(_signature(one) for one in table.tables("signatures")),
    )


def _key(value: object) -> str:
    # A key is part of a file's name and of an option's: plan/step/channel.
    if not isinstance(value, str) or not re.fullmatch(r"[A-Za-z0-9_][\w-]*", value):
        msg = f'must be a name such as "running-low", not {value!r}'
        raise ValueError(msg)
    return value


def _steps(
    tables: Sequence[TomlTable], predicates: Predicates | None
) -> tuple[Step, ...]:
    seen: set[str] = set()
    steps = []
    for table in tables:
        step = _step(table, predicates)
        if step.key in seen:
            msg = f"the step {step.key!r} stands twice: give each its own key"
            raise table.error(msg, "key")
        seen.add(step.key)
        steps.append(step)
    return tuple(steps)


def _step(table: TomlTable, predicates: Predicates | None) -> Step:
    table.refuse_unknown(STEP_KEYS)
    step = Step(
        key=table.need("key", _key),
        content=table.read("content", _key, ""),
        channels=table.read("channels", choices(Channel), ()),
        audience=table.read("audience", long_text, ""),
        need=table.read("need", long_text, ""),
        measure=_measure(table) if "measure" in table.data else _NOT_STATED,
        fallback=table.read("fallback", _key, ""),
        needs_specific=table.read("needs_specific", flag, default=False),
        again_after=(
            table.need("again_after", duration) if "again_after" in table.data else None
        ),
        needs_check=table.read("needs_check", flag, default=False),
    )
    if predicates is not None:
        _try_expressions(table, step, predicates)
    return step


def _try_expressions(table: TomlTable, step: Step, predicates: Predicates) -> None:
    for key, expression in (("audience", step.audience), ("need", step.need)):
        if expression:
            try:
                parse(expression, predicates)
            except BadInput as error:
                says = f"`{table.name(key)}`, {error}"
                raise table.error(says, key) from None


def _measure(step: TomlTable) -> Measure:
    table = step.table("measure")
    table.refuse_unknown(MEASURE_KEYS)
    return Measure(
        outcome=table.need("outcome", text),
        within=table.need("within", duration),
        better=table.read("better", _better, "more"),
        target=table.read("target", _target, None),
    )


def _better(value: object) -> str:
    if value not in {"more", "less"}:
        msg = f'must be "more" or "less", not {value!r}'
        raise ValueError(msg)
    return str(value)


def _target(value: object) -> str | None:
    # Source: contracts.md, section 3: in % it is relative to the holdout.
    words = text(value)
    if not re.fullmatch(r"[+-]? ?\d+(\.\d+)? ?%?", words):
        msg = f'must be a number or a share such as "+2 %", not {value!r}'
        raise ValueError(msg)
    return words


def _signature(table: TomlTable) -> Signature:
    table.refuse_unknown(SIGNATURE_KEYS)
    return Signature(
        role=table.need("role", choice(SigningRole)),
        person=table.need("person", text),
        at=table.need("at", moment("UTC")),
        over=table.need("over", text),
    )
