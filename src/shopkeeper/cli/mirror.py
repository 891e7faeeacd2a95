"""`mirror`: our own house, as she would see it."""

from __future__ import annotations

from pathlib import Path
from typing import Any


_MOST = 12  # of each kind that a terminal shows; JSON and the page have all


def mirror(
    shop: Path = Path(),
    *,
    json: bool = False,
    html: Path | None = None,
    now: str | None = None,
) -> None:
    """
    Look at ourselves: promises, open questions, what only one of us knows.

    About structure, never about who is better; it ends with what would help most.

    Args:
        shop: The shop's folder.
        json: Print it as JSON.
        html: Write it as a page here.
        now: The moment; else the shop's own, else the clock.
    """
    from shopkeeper import bootstrap
    from shopkeeper.cli.showing import by_the_shops_clock
    from shopkeeper.flow.mirror import mirror_json
    from shopkeeper.flow.telling import as_json

    with bootstrap.shop_at(shop, writable=False) as house:
        moment = bootstrap.moment_or_clock(now, house.shop)
        found = mirror_json(house, now=moment)
        name = house.shop.name
        shown = by_the_shops_clock(found, house.shop.time_zone)
    if html is not None:
        from shopkeeper.cli.mirror_page import mirror_page
        from shopkeeper.cli.page import write_page

        body = mirror_page(shown, name=name, on=moment)
        write_page(html, f"The mirror of {name}", body)
    if json:
        print(as_json(found))  # noqa: T201
    elif html is None:
        show(shown, name)


def show(found: dict[str, Any], name: str) -> None:
    """Print the mirror, what would help most first."""
    from shopkeeper.cli import showing

    console = showing.out()
    console.print(f"[bold]The mirror of {name}[/bold]")
    for step in found["next_steps"]:
        console.print(f"  Next: {step}", markup=False)
    console.print()
    console.print(promises_line(found["promises"]), markup=False)
    for one in _first(found["promises"]["overdue"]):
        console.print(
            f"  Overdue since {one['deadline'][:10]}, to {one['called']}: "
            f"{showing.short(one['what'], 60)} (asked: {one['asked'] or 'anybody'})  "
            f"{one['promise_id']}",
            markup=False,
        )
    loops = found["open_loops"]
    what = showing.counted(len(loops), "question, idea or complaint")
    if len(loops) != 1:
        what = f"{len(loops)} questions, ideas and complaints"
    console.print(f"{what} waiting for an answer.", markup=False)
    for one in _first(loops):
        late = ", late" if one["late"] else ""
        console.print(
            f"  {one['kind']} of {one['called']}, {one['since'][:10]}: "
            f"{showing.short(one['what'], 60)} ({one['owner'] or 'anybody'}, by "
            f"{one['due']}{late}; {one['state'].replace('_', ' ')})  {one['loop_id']}",
            markup=False,
        )
    _show_structure(found, console)


def _show_structure(found: dict[str, Any], console: Any) -> None:
    from shopkeeper.cli import showing

    for one in _first(found["only_in_heads"]):
        people = showing.counted(one["people"], "customer")
        console.print(f"Only {one['author']} has written about {people}.", markup=False)
    for one in _first(found["contradictions"]):
        sides = "; ".join(
            f"{side['value']} ({side['department'] or 'nobody'})"
            for side in one["values"]
        )
        console.print(
            f"Two answers to {one['about']} of {one['called']}: {sides}  "
            f"{one['person_id']}",
            markup=False,
        )
    for one in _first(found["silos"]):
        people = showing.counted(one["people"], "customer")
        console.print(
            f"{one['about']} of {people}: only {one['department']} knows.", markup=False
        )
    for one in _first(found["trust"]):
        console.print(trust_line(one), markup=False)


def trust_line(one: dict[str, Any]) -> str:
    """Say how far a source is trusted, and by how many words of hers."""
    return (
        f"{one['source']} on {one['about']}: trusted {one['trust']:.2f} "
        f"(customers confirmed {one['confirmed']}, denied {one['denied']})."
    )


def promises_line(promises: dict[str, Any]) -> str:
    """Say in a sentence what became of what we promised."""
    return (
        f"We made {promises['made']} promises: {promises['kept']} kept, "
        f"{promises['repaired']} made good later, {promises['broken']} not kept as "
        f"far as we know; of {len(promises['overdue'])} of these we should ask."
    )


def _first(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return rows[:_MOST]
