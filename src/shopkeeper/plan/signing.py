"""Who may sign a plan, and which signatures still stand.

Source: contracts.md, section 3: all five roles sign, and a change of the plan
or its content revokes the signatures it touches. Here that is all of them: one
hash is over the whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from msgspec import Struct

from shopkeeper.plan.canonical import signature_hash
from shopkeeper.vocabulary import NotAllowed, Plan, Signature, SigningRole, Staff


class SignatureCheck(Struct, frozen=True, kw_only=True):
    """A signature, whether it stands, and why."""

    role: SigningRole
    person: str
    at: datetime
    valid: bool
    because: str


def sign(
    plan: Plan,
    contents: Mapping[str, str],
    *,
    role: SigningRole,
    person: Staff,
    now: datetime,
) -> Signature:
    """
    Sign the plan and its content as they stand, for one role.

    Raises:
        NotAllowed: If this person may not sign for this role.
    """
    reason = _may_not_sign(plan, role, person)
    if reason is not None:
        msg = f"{person.id} cannot sign {plan.key} as {role.value}: {reason}"
        raise NotAllowed(msg)
    over = signature_hash(plan, contents)
    return Signature(role=role, person=person.id, at=now, over=over)


def check_signatures(
    plan: Plan, contents: Mapping[str, str], staff: Iterable[Staff], now: datetime
) -> tuple[SignatureCheck, ...]:
    """Look at each signature of a plan, in the order of the file."""
    over = signature_hash(plan, contents)
    by_id = {person.id: person for person in staff}
    return tuple(
        _check(plan, one, by_id.get(one.person), over, now) for one in plan.signatures
    )


def _check(
    plan: Plan, one: Signature, person: Staff | None, over: str, now: datetime
) -> SignatureCheck:
    reason = _not_valid(plan, one, person, over, now)
    return SignatureCheck(
        role=one.role,
        person=one.person,
        at=one.at,
        valid=reason is None,
        because=reason or "it covers the plan and its content as they stand",
    )


def _not_valid(
    plan: Plan, one: Signature, person: Staff | None, over: str, now: datetime
) -> str | None:
    if person is None:
        return f"nobody of the staff has the id {one.person}"
    if one.at > now:
        return "it is dated in the future"
    if one.over != over:
        return "the plan or its content has changed since"
    return _may_not_sign(plan, one.role, person)


def _may_not_sign(plan: Plan, role: SigningRole, person: Staff) -> str | None:
    if role.value not in {held.value for held in person.roles}:
        return f"{person.id} does not hold the role {role.value}"
    if role is SigningRole.SPONSOR and person.id != plan.sponsor:
        return f"the sponsor of this plan is {plan.sponsor or 'not named yet'}"
    if role is SigningRole.SPONSOR and person.id == plan.owner:
        return "the owner cannot be the sponsor, too"
    return None
