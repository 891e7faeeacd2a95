"""Is a plan finished, and who has to do what before it may run?

Source: vision.md, H1 to H4; contracts.md, section 3.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime

from msgspec import Struct

from shopkeeper.plan.canonical import HUMAN, SILENCE, contents_of
from shopkeeper.plan.grammar import parse
from shopkeeper.plan.names import nearest
from shopkeeper.plan.signing import SignatureCheck, check_signatures
from shopkeeper.plan.tree import CONSENT, names_in
from shopkeeper.vocabulary import (
    BadInput,
    Channel,
    Plan,
    Predicates,
    SigningRole,
    Staff,
    Step,
)


# What says nothing of her situation or behaviour: that she has a name, and may be
# written to.
_NOT_HERS = frozenset({"person", CONSENT})


class Missing(Struct, frozen=True, kw_only=True):
    """What is not there yet, whose move it is, and what to do."""

    what: str
    role: str
    says: str


class Readiness(Struct, frozen=True, kw_only=True):
    """
    How far a plan is.

    Attributes:
        ready: Nothing is missing: it may be started, or go on.
        finished: Share of what has to be there that is there, 0..1.
        missing: What is not, in the order of the plan.
        signatures: Each signature, and whether it stands.
        review_by: Day by which somebody must look again. Included.
    """

    ready: bool
    finished: float
    missing: tuple[Missing, ...]
    signatures: tuple[SignatureCheck, ...]
    review_by: date


class _Item(Struct, frozen=True):
    what: str
    role: str
    lacks: str | None  # what to do; None where it is there


def check(
    plan: Plan,
    contents: Mapping[str, str],
    staff: Sequence[Staff],
    now: datetime,
    *,
    predicates: Predicates,
    content_channels: Mapping[str, Collection[Channel]] | None = None,
) -> Readiness:
    """
    Say how far a plan is, and what is missing.

    Args:
        plan: The plan.
        contents: Key to full text of every content of the shop; versions in
            other languages by `<key>.<language>`.
        staff: Everybody who may own, sponsor or sign.
        now: The moment, on the shop's clock, by which days are meant.
        predicates: Names the audience and need may use.
        content_channels: Key to the channels a content is written for, where
            the caller knows; else channels are not compared.

    Raises:
        BadInput: If it names a content that is not there, or an audience or
            need cannot be read.
    """
    _demand_contents(plan, contents)
    _demand_expressions(plan, predicates)
    signatures = check_signatures(plan, contents, staff, now)
    items = [
        *_of_plan(plan, {person.id: person for person in staff}, now.date()),
        *(
            item
            for step in plan.steps
            for item in _of_step(step, content_channels or {}, predicates)
        ),
        *(_of_role(plan, role, signatures) for role in SigningRole),
    ]
    missing = tuple(
        Missing(what=item.what, role=item.role, says=item.lacks)
        for item in items
        if item.lacks is not None
    )
    return Readiness(
        ready=not missing,
        finished=1 - len(missing) / len(items),
        missing=missing,
        signatures=signatures,
        review_by=plan.review_by,
    )


def readiness_json(readiness: Readiness) -> dict[str, object]:
    """Return what `plan check PLAN --json` prints: contracts.md, section 3."""
    return {
        "ready": readiness.ready,
        "finished": round(readiness.finished, 4),
        "missing": [
            {"what": one.what, "role": one.role, "says": one.says}
            for one in readiness.missing
        ],
        "signatures": [
            {
                "role": one.role.value,
                "person": one.person,
                "at": one.at.isoformat(),
                "valid": one.valid,
                "because": one.because,
            }
            for one in readiness.signatures
        ],
        "review_by": readiness.review_by.isoformat(),
    }


def _demand_contents(plan: Plan, contents: Mapping[str, str]) -> None:
    for step in plan.steps:
        for key in contents_of(step):
            if key not in contents:
                near = f" or name `{nearest(key, contents)}`" if contents else ""
                msg = (
                    f"plan {plan.key}, step {step.key} names the content `{key}`, "
                    f"which is not there: write content/{key}.md{near}"
                )
                raise BadInput(msg)


def _demand_expressions(plan: Plan, predicates: Predicates) -> None:
    for step in plan.steps:
        for what, text in (("audience", step.audience), ("need", step.need)):
            if text.strip():
                where = f"plan {plan.key}, step {step.key}, {what}"
                parse(text, predicates, where=where)


def _of_plan(plan: Plan, staff: Mapping[str, Staff], today: date) -> Iterator[_Item]:
    yield _Item("owner", "owner", _lacks_person("owner", plan.owner, staff))
    yield _Item("sponsor", "sponsor", _lacks_sponsor(plan, staff))
    yield _Item("intent", "owner", _lacks(plan.intent, "say why: intent = …"))
    promise = "say what it keeps: brand_promise = …"
    yield _Item("brand_promise", "owner", _lacks(plan.brand_promise, promise))
    yield _Item("dates", "owner", _lacks_order(plan))
    steps = "a plan needs a step: add [[steps]]"
    yield _Item("steps", "owner", _lacks(plan.steps, steps))
    overdue = (
        f"paused: the review was due by {plan.review_by}; look again and set a new "
        "review_by"
    )
    yield _Item("review", "owner", overdue if today > plan.review_by else None)


def _lacks(value: Sequence[object], says: str) -> str | None:
    present = value.strip() if isinstance(value, str) else value
    return None if present else says


def _lacks_person(role: str, person: str, staff: Mapping[str, Staff]) -> str | None:
    if not person:
        return f"name one: {role} = the id of one of [[people]]"
    if person not in staff:
        near = f": did you mean `{nearest(person, staff)}`?" if staff else ""
        return f"`{person}` is not among [[people]] of shop.toml{near}"
    return None


def _lacks_sponsor(plan: Plan, staff: Mapping[str, Staff]) -> str | None:
    says = _lacks_person("sponsor", plan.sponsor, staff)
    if says is None and plan.sponsor == plan.owner:
        return f"{plan.owner} owns the plan: somebody else has to sponsor it"
    return says


def _lacks_order(plan: Plan) -> str | None:
    if plan.ends < plan.starts:
        return f"it ends ({plan.ends}) before it starts ({plan.starts})"
    if plan.review_by < plan.starts:
        return f"the review ({plan.review_by}) is before the start ({plan.starts})"
    return None


def _of_step(
    step: Step,
    content_channels: Mapping[str, Collection[Channel]],
    predicates: Predicates,
) -> Iterator[_Item]:
    def item(what: str, role: str, lacks: str | None) -> _Item:
        return _Item(f"steps.{step.key}.{what}", role, lacks)

    audience = "say whom it is for: audience = …"
    yield item("audience", "analysis", _lacks(step.audience, audience))
    need = "say what she must need: need = …"
    yield item("need", "analysis", _lacks(step.need, need))
    yield item("content", "content", _lacks(step.content, "name it: content = …"))
    yield item("channels", "experience", _lacks_channels(step, content_channels))
    measure = "say how it is judged: measure = {outcome = …, within = …}"
    yield item("measure", "analysis", _lacks(step.measure.outcome, measure))
    yield item("fallback", "experience", _lacks_fallback(step))
    if Channel.POST in step.channels:
        yield item("situation", "analysis", _lacks_situation(step, predicates))


def _lacks_channels(
    step: Step, content_channels: Mapping[str, Collection[Channel]]
) -> str | None:
    if not step.channels:
        return 'say where: channels = ["email"]'
    written_for = content_channels.get(step.content)
    if written_for is None:
        return None
    others = [one.value for one in step.channels if one not in written_for]
    if not others:
        return None
    return f"content {step.content} is not written for {', '.join(others)}"


def _lacks_situation(step: Step, predicates: Predicates) -> str | None:
    """Say that a letter would be chosen by a name alone (vision.md, D4)."""
    names = {
        name
        for text in (step.audience, step.need)
        if text.strip()
        for name in names_in(parse(text, predicates))
    }
    if any(name.partition(".")[0] not in _NOT_HERS for name in names):
        return None
    return (
        "a letter is chosen by what she does or needs, not by her name alone: name a "
        "stage, something usual, a need, a problem or an event in audience or need"
    )


def _lacks_fallback(step: Step) -> str | None:
    if not step.fallback:
        return f'say what else: fallback = "{SILENCE}", "{HUMAN}" or a content'
    if step.fallback == step.content:
        return f"{step.content} cannot stand in for itself: name another"
    return None


def _of_role(
    plan: Plan, role: SigningRole, signatures: Sequence[SignatureCheck]
) -> _Item:
    own = [one for one in signatures if one.role is role]
    what = f"signatures.{role.value}"
    if any(one.valid for one in own):
        return _Item(what, role.value, None)
    sign = f"sign with `shopkeeper plan sign {plan.key} --role {role} --by WHO`"
    if own:
        latest = max(own, key=lambda one: one.at)
        says = f"the signature of {latest.person} does not stand: {latest.because}"
        return _Item(what, role.value, f"{says}; {sign}")
    return _Item(what, role.value, f"{role.value} has not signed: {sign}")
