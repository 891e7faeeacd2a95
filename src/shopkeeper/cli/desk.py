"""`desk`: what waits for a human, and who did it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter


def desk(
    *,
    take: str | None = None,
    give_back: Annotated[str | None, Parameter(name="--return")] = None,
    complete: str | None = None,
    by: str | None = None,
    proof: str | None = None,
    mine: Annotated[str | None, Parameter(name="--for")] = None,
    shop: Path = Path(),
    json: bool = False,
    now: str | None = None,
) -> None:
    """
    Show what waits for a human; take it, return it, or complete it with a name.

    Args:
        take: Id of a handover to take.
        give_back: Id of a handover to return.
        complete: Id of a handover that is done.
        by: Staff id or name of the human; nothing else can complete.
        proof: What was done, in the human's own words.
        mine: Show only what waits for this member of staff, or for anybody.
        shop: The shop's folder.
        json: Print the desk as JSON.
        now: The moment; else the shop's own, else the clock.
    """
    from shopkeeper import bootstrap
    from shopkeeper.cli import showing
    from shopkeeper.flow.desk import move_handover
    from shopkeeper.flow.planning import staff_of
    from shopkeeper.flow.telling import as_json, desk_lines
    from shopkeeper.vocabulary import BadInput, HandoverState

    moves = [
        (take, HandoverState.TAKEN),
        (give_back, HandoverState.RETURNED),
        (complete, HandoverState.DONE),
    ]
    asked = [(name, to) for name, to in moves if name is not None]
    if len(asked) > 1:
        msg = "Take, return or complete: one at a time."
        raise BadInput(msg)
    if asked and by is None:
        msg = "--by is missing: say which human it is; nothing else can move this."
        raise BadInput(msg)
    with bootstrap.shop_at(shop, writable=bool(asked)) as house:
        moment = bootstrap.moment_or_clock(now, house.shop)
        for name, to in asked:
            moved = move_handover(house, name, to, by=by or "", proof=proof, now=moment)
            showing.tell(f"{moved.id} is {moved.state} by {moved.by}.")
        lines = desk_lines(house)
        if mine is not None:
            staff = staff_of(house.shop, mine)
            lines = [one for one in lines if one["for"] in ("", staff.id)]
    if json:
        print(as_json(lines))  # noqa: T201
    elif not asked:
        _show(lines)


def _show(lines: list[dict[str, Any]]) -> None:
    from shopkeeper.cli import showing

    console = showing.out()
    open_ones = [one for one in lines if one["state"] not in ("done", "expired")]
    if not open_ones:
        console.print("The desk is clear.")
    for one in open_ones:
        whose = f", for {one['for']}" if one["for"] else ""
        console.print(
            f"{one['id']}  {one['state']}, {one['minutes']:.0f} minutes{whose}",
            markup=False,
        )
        brief = one["brief"]
        console.print(f"  {brief['title']}", markup=False)
        for line in brief["lines"]:
            console.print(f"    {line}", markup=False)
