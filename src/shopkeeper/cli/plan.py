"""`plan`: check, sign, start, approve, stop."""

from __future__ import annotations

from pathlib import Path
from typing import Any


def check(
    plan: str, *, shop: Path = Path(), json: bool = False, now: str | None = None
) -> None:
    """
    Say how far a plan is and what is missing; exit 1 while it is not ready.

    Args:
        plan: Its key.
        shop: The shop's folder.
        json: Print it as JSON.
        now: The moment; else the shop's own, else the clock.
    """
    from shopkeeper import bootstrap
    from shopkeeper.flow.planning import hidden_claims_of, readiness_of
    from shopkeeper.flow.telling import as_json
    from shopkeeper.plan import readiness_json

    with bootstrap.drafts_at(shop) as (settings, drafts):
        moment = bootstrap.moment_or_clock(now, settings)
        readiness = readiness_of(drafts, plan, now=moment)
        hidden = hidden_claims_of(drafts, plan)
    found = readiness_json(readiness)
    if json:
        print(as_json(found))  # noqa: T201
    else:
        _show(plan, found)
        _show_hidden(hidden)
    if not readiness.ready:
        raise SystemExit(1)


def sign(
    plan: str,
    *,
    role: str,
    by: str,
    shop: Path = Path(),
    now: str | None = None,
) -> None:
    """
    Sign a plan and the content it names, as they stand, for one role.

    Args:
        plan: Its key.
        role: sponsor, content, experience, analysis or development.
        by: Staff id of who signs.
        shop: The shop's folder.
        now: The moment; else the shop's own, else the clock.
    """
    from shopkeeper import bootstrap
    from shopkeeper.cli import showing
    from shopkeeper.flow.planning import drafts_of, hidden_claims_of, signature_for

    with bootstrap.shop_at(shop) as house:
        moment = bootstrap.moment_or_clock(now, house.shop)
        signature = signature_for(house, plan, role=role, by=by, now=moment)
        same = [
            one
            for one in house.plans[plan].signatures
            if (one.role, one.person, one.over)
            == (signature.role, signature.person, signature.over)
        ]
        if not same:
            bootstrap.write_signature(bootstrap.find_plan(shop, plan), signature)
            house.audit.note(f"signed as {role}", plan, actor=by, at=moment)
        hidden = hidden_claims_of(drafts_of(house), plan)
    _show_hidden(hidden)
    if same:
        showing.tell(
            f"{plan} was signed by {signature.person} as {role} on "
            f"{same[0].at:%d %B %Y} already, as it stands: nothing has changed."
        )
        return
    showing.tell(f"{plan} is signed by {by} as {role}.")


def start(plan: str, *, by: str, shop: Path = Path(), now: str | None = None) -> None:
    """
    Start a plan that every role has signed.

    Args:
        plan: Its key.
        by: Staff id of who starts it: its owner.
        shop: The shop's folder.
        now: The moment; else the shop's own, else the clock.
    """
    from shopkeeper import bootstrap
    from shopkeeper.cli import showing
    from shopkeeper.flow.planning import start_plan

    with bootstrap.shop_at(shop) as house:
        start_plan(house, plan, by=by, now=bootstrap.moment_or_clock(now, house.shop))
    showing.tell(f"{plan} is started.")


def stop(plan: str, *, by: str, shop: Path = Path(), now: str | None = None) -> None:
    """
    Stop a plan.

    Args:
        plan: Its key.
        by: Staff id of who stops it; anybody on staff may.
        shop: The shop's folder.
        now: The moment; else the shop's own, else the clock.
    """
    from shopkeeper import bootstrap
    from shopkeeper.cli import showing
    from shopkeeper.flow.planning import stop_plan

    with bootstrap.shop_at(shop) as house:
        stop_plan(house, plan, by=by, now=bootstrap.moment_or_clock(now, house.shop))
    showing.tell(f"{plan} is stopped.")


def approve(
    plan: str,
    *,
    by: str | None = None,
    people: int | None = None,
    shop: Path = Path(),
    now: str | None = None,
) -> None:
    """
    See whom a plan is about to reach, as a second person, and say yes to it.

    Without --by it only shows: how many people, and ten of the messages.

    Args:
        plan: Its key.
        by: Staff id of who has looked: not the one who started it.
        people: How many it reaches, as you were shown.
        shop: The shop's folder.
        now: The moment; else the shop's own, else the clock.
    """
    from shopkeeper import bootstrap
    from shopkeeper.cli import showing
    from shopkeeper.flow.agreeing import about_to_reach
    from shopkeeper.flow.agreeing import approve as say_yes

    if by is not None and people is not None:
        with bootstrap.shop_at(shop, beside=True) as house:
            moment = bootstrap.moment_or_clock(now, house.shop)
            say_yes(house, plan, by=by, people=people, now=moment)
        showing.tell(f"{plan} may reach these {people:,} people; {by} has looked.")
        return
    with bootstrap.shop_at(shop, writable=False) as house:
        moment = bootstrap.moment_or_clock(now, house.shop)
        found = about_to_reach(house, plan, now=moment)
    console = showing.out()
    for one in found.samples:
        console.print(
            f"--- {one.channel} to {one.address}\n{one.message.subject or ''}\n"
            f"{one.message.body or ''}\n",
            markup=False,
        )
    showing.tell(
        f"{plan} is about to reach {found.people:,} people. If that is right: "
        f"`shopkeeper plan approve {plan} --people {found.people} --by WHO`."
    )


def _show(plan: str, found: dict[str, Any]) -> None:
    from shopkeeper.cli import showing

    console = showing.out()
    ready = "ready" if found["ready"] else f"{found['finished']:.0%} finished"
    console.print(f"{plan}: {ready}; look again by {found['review_by']}", markup=False)
    for one in found["missing"]:
        console.print(f"  {one['role'] or 'owner'}: {one['says']}", markup=False)
    for one in found["signatures"]:
        valid = "valid" if one["valid"] else one["because"]
        console.print(
            f"  {one['role']} signed by {one['person']}: {valid}", markup=False
        )


def _show_hidden(findings: list[str]) -> None:
    """Show whoever signs what plain words claim; it is advice, and stops nothing."""
    from shopkeeper.cli import showing

    for line in findings:
        showing.tell(f"look: {line}")
