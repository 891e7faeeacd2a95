"""Plans: who signed, is it ready, may it run."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from difflib import get_close_matches
from zoneinfo import ZoneInfo

from msgspec import Struct

from shopkeeper.flow.deciding import read_all
from shopkeeper.flow.house import House
from shopkeeper.plan import Readiness, check, sign
from shopkeeper.say import read_content
from shopkeeper.say.foreign_tags import words_to_look_at
from shopkeeper.vocabulary import (
    BadInput,
    NotAllowed,
    Plan,
    PlanState,
    Predicates,
    Shop,
    Signature,
    SigningRole,
    Staff,
)


class Drafts(Struct, frozen=True, kw_only=True):
    """A shop's plans and contents as their files state them."""

    shop: Shop
    predicates: Predicates
    contents: Mapping[str, str]
    plans: Mapping[str, Plan]


def drafts_of(house: House) -> Drafts:
    """Return the plans and contents of an open shop."""
    return Drafts(
        shop=house.shop,
        predicates=house.predicates,
        contents=house.contents,
        plans=house.plans,
    )


def readiness_of(drafts: Drafts, key: str, *, now: datetime) -> Readiness:
    """
    Say how far a plan is.

    Raises:
        BadInput: If there is no such plan, or it or a content cannot be read.
    """
    channels = {
        name: read_content(
            text, name=f"content/{name}.md", predicates=drafts.predicates
        ).channels
        for name, text in drafts.contents.items()
    }
    return check(
        plan_of(drafts, key),
        drafts.contents,
        drafts.shop.people,
        now.astimezone(ZoneInfo(drafts.shop.time_zone)),
        predicates=drafts.predicates,
        content_channels=channels,
    )


def hidden_claims_of(drafts: Drafts, key: str) -> list[str]:
    """
    Say what the contents of a plan claim in plain words, for whoever signs it.

    Raises:
        BadInput: If there is no such plan, or a content cannot be read.
    """
    contents = read_all(drafts.contents, drafts.predicates)
    named = {step.content for step in plan_of(drafts, key).steps}
    return [
        f"{content.name}, line {one.line}, column {one.column}: {one.advice()}."
        for name, content in contents.items()
        if name in named or name.rpartition(".")[0] in named
        for one in words_to_look_at(content, language=drafts.shop.language)
    ]


def plan_of(drafts: Drafts, key: str) -> Plan:
    """
    Return a plan.

    Raises:
        BadInput: If there is none of this key; the nearest is named.
    """
    if key not in drafts.plans:
        raise BadInput(_no_such("plan", key, drafts.plans))
    return drafts.plans[key]


def staff_of(shop: Shop, who: str) -> Staff:
    """
    Return a member of staff by id, name or address.

    Raises:
        BadInput: If there is none; the nearest is named.
    """
    for one in shop.people:
        if who in (one.id, one.name, one.email):
            return one
    raise BadInput(_no_such("member of staff", who, {one.id for one in shop.people}))


def signature_for(
    house: House, key: str, *, role: str, by: str, now: datetime
) -> Signature:
    """
    Sign a plan and the content it names.

    Raises:
        BadInput: If plan, role or person are unknown, or the plan cannot be read.
        NotAllowed: If this person may not sign for this role.
    """
    if role not in set(SigningRole):
        raise BadInput(_no_such("signing role", role, set(SigningRole)))
    drafts = drafts_of(house)
    readiness_of(drafts, key, now=now)
    return sign(
        plan_of(drafts, key),
        house.contents,
        role=SigningRole(role),
        person=staff_of(house.shop, by),
        now=now,
    )


def start_plan(house: House, key: str, *, by: str, now: datetime) -> None:
    """
    Start a plan.

    Raises:
        NotAllowed: If something is missing, or *by* does not own it.
    """
    drafts = drafts_of(house)
    plan, starter = plan_of(drafts, key), staff_of(house.shop, by)
    if starter.id != plan.owner:
        msg = f"{key} is started by its owner, {plan.owner}; {by} does not own it."
        raise NotAllowed(msg)
    readiness = readiness_of(drafts, key, now=now)
    if not readiness.ready:
        missing = "; ".join(one.says for one in readiness.missing[:3])
        msg = f"{key} is not ready: {missing} (`shopkeeper plan check {key}`)."
        raise NotAllowed(msg)
    house.plan_book.note(key, PlanState.STARTED, by=starter.id, at=now)
    house.audit.note("plan started", key, actor=starter.id, at=now)


def stop_plan(house: House, key: str, *, by: str, now: datetime) -> None:
    """Stop a plan; anybody on staff may."""
    plan_of(drafts_of(house), key)
    stopper = staff_of(house.shop, by)
    house.plan_book.note(key, PlanState.STOPPED, by=stopper.id, at=now)
    house.audit.note("plan stopped", key, actor=stopper.id, at=now)


def _no_such(what: str, given: str, known: object) -> str:
    names = sorted(str(one) for one in known)  # type: ignore[attr-defined]
    near = get_close_matches(given, names, n=1, cutoff=0.0)
    hint = f" Did you mean {near[0]!r}?" if near else ""
    return f"There is no {what} {given!r}.{hint}"
