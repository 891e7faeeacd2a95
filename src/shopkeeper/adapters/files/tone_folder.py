"""`tone/*.toml` beside a `shop.toml`: what a shop changes in the rules of tone.

[[rules]]
key = "house.no-guys"            # a key of its own adds a rule
check = "register"
looks_for = ['you guys']
says = "We say neighbours."

[[rules]]
key = "pressure.upsell"          # a key that is shipped changes that rule
unless = ['gift wrap']

[[rules]]
key = "register.shouting"
off = true                       # or switches it off
"""

from __future__ import annotations

from pathlib import Path

from shopkeeper.adapters.files.toml_table import TomlTable, read_toml
from shopkeeper.adapters.files.toml_values import flag, text
from shopkeeper.say.tone import (
    KEYS,
    HouseRules,
    Rule,
    changed,
    packaged_rules,
    rule_of,
)
from shopkeeper.vocabulary import BadInput


def read_house_rules(folder: Path) -> HouseRules:
    """
    Read the rules of tone of a shop, in the order of its files' names.

    Args:
        folder: Of the shop; its folder `tone` may be missing.

    Raises:
        BadInput: Naming file, line and what to do.
    """
    shipped = {rule.key: rule for rule in packaged_rules()}
    rules: dict[str, Rule] = {}
    off: set[str] = set()
    seen: dict[str, str] = {}
    for path in sorted((folder / "tone").glob("*.toml")):
        outer, _ = read_toml(path)
        outer.refuse_unknown(("rules",))
        for table in outer.tables("rules"):
            table.refuse_unknown(KEYS)
            key = table.need("key", text)
            if key in seen:
                msg = f"the rule {key!r} stands in {seen[key]}, too: keep one of them"
                raise table.error(msg, "key")
            seen[key] = path.name
            if table.read("off", flag, False):  # noqa: FBT003 a default, not a switch
                _demand_shipped(table, key, shipped)
                off.add(key)
            else:
                rules[key] = _rule(table, key, shipped)
    return HouseRules(tuple(rules.values()), frozenset(off))


def _demand_shipped(table: TomlTable, key: str, shipped: dict[str, Rule]) -> None:
    if key not in shipped:
        msg = f"there is no rule {key!r} to switch off: take this table out"
        raise table.error(msg, "key")


def _rule(table: TomlTable, key: str, shipped: dict[str, Rule]) -> Rule:
    data = {name: value for name, value in table.data.items() if name != "off"}
    line = table.lines.get(table.path, 1)
    for name in ("looks_for", "unless", "says", "check", "is", "register"):
        line_of = table.lines.get((*table.path, name))
        if line_of is None:
            continue
        # Read once with this key alone in doubt, so that an error names its line.
        try:
            _read(key, data, shipped, f"{table.where}, line {line_of}", only=name)
        except BadInput as problem:
            if f"`{name}`" in str(problem) or "is no pattern" in str(problem):
                raise
    return _read(key, data, shipped, f"{table.where}, line {line}", only=None)


def _read(
    key: str,
    data: dict[str, object],
    shipped: dict[str, Rule],
    where: str,
    *,
    only: str | None,
) -> Rule:
    if key in shipped:
        given = data if only is None else {"key": key, only: data[only]}
        return changed(shipped[key], given, where=where)
    if only is not None:
        base: dict[str, object] = {
            "key": key, "check": "register", "looks_for": ["x"], "says": "x",
        }  # fmt: skip
        return rule_of({**base, only: data[only]}, where=where)
    return rule_of(data, where=where)
