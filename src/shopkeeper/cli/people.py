"""`people`: doubtful pairs, what a human says of them, and joins taken back."""

from __future__ import annotations

from pathlib import Path
from typing import Any


_WIDEST = 200  # letters of a row that are shown


def undo(
    decision: int, *, by: str, shop: Path = Path(), now: str | None = None
) -> None:
    """
    Take a join back: both sides are as they were, and stay two.

    Args:
        decision: Number of the decision; `people doubts --every` lists them.
        by: Staff id of who says so.
        shop: The shop's folder.
        now: The moment; else the shop's own, else the clock.
    """
    from shopkeeper import bootstrap
    from shopkeeper.cli import showing
    from shopkeeper.flow.undoing import undo_join

    with bootstrap.shop_at(shop) as house:
        undo_join(
            house, decision, by=by, now=bootstrap.moment_or_clock(now, house.shop)
        )
    showing.tell(
        f"Decision {decision} is taken back; `shopkeeper run` settles the rest."
    )


def settle(
    one: str,
    other: str,
    *,
    by: str,
    same: bool = False,
    apart: bool = False,
    shop: Path = Path(),
    json: bool = False,
    now: str | None = None,
) -> None:
    """
    Say of two whether they are one person: stronger than any rule, and for good.

    Both sides are shown before. What humans say also teaches the rules a little.

    Args:
        one: An id, a record id (<source>:<row>), an address or a name.
        other: The same of the other.
        by: Staff id of who says so.
        same: They are one person.
        apart: They are two.
        shop: The shop's folder.
        json: Print both sides, and the numbers of what was decided, as JSON.
        now: The moment; else the shop's own, else the clock.
    """
    from shopkeeper import bootstrap
    from shopkeeper.cli import showing
    from shopkeeper.flow import settling
    from shopkeeper.flow.planning import staff_of
    from shopkeeper.flow.telling import as_json
    from shopkeeper.vocabulary import BadInput

    if same == apart:
        message = "Say --same or --apart; `people doubts` shows both sides."
        raise BadInput(message)
    with bootstrap.shop_at(shop) as house:
        moment = bootstrap.moment_or_clock(now, house.shop)
        staff_of(house.shop, by)  # before anything is shown
        pair = settling.own_ids(house, one, other, now=moment)
        (sides,) = settling.side_by_side(house, [pair], now=moment)
        if not json:
            _show_sides(showing.out(), sides)
        before = settling.said_before(house, *pair)
        numbers = settling.settle(house, *pair, same=same, by=by, now=moment)
    if json:
        print(as_json({"decisions": numbers, "same": same, **_sides(sides)}))  # noqa: T201
    words = "one person" if same else "two people"
    for one_before in before:
        showing.tell(f"Before: {one_before}.")
    showing.tell(
        f"They are {words} (decision {', '.join(map(str, numbers))}); "
        "`shopkeeper run` settles the rest."
    )


def doubts(
    *,
    shop: Path = Path(),
    most: int = 20,
    every: bool = False,
    json: bool = False,
    now: str | None = None,
) -> None:
    """
    List the pairs that wait for a human, both sides of each side by side.

    Args:
        shop: The shop's folder.
        most: So many are shown, the likeliest first; JSON has all.
        every: List all decisions instead, joins and partings, too: one line each.
        json: Print them as JSON.
        now: The moment; else the shop's own, else the clock.
    """
    from shopkeeper import bootstrap
    from shopkeeper.cli import showing
    from shopkeeper.flow import settling
    from shopkeeper.flow.telling import as_json

    with bootstrap.shop_at(shop, writable=False) as house:
        moment = bootstrap.moment_or_clock(now, house.shop)
        if every:
            _show_decisions(house.identity.decisions(), json=json)
            return
        waiting = settling.open_doubts(house)
        shown = waiting if json else waiting[: max(most, 0)]
        ends = [(one.left, one.right) for one in shown]
        sides = settling.side_by_side(house, ends, now=moment)
    both = list(zip(shown, sides, strict=True))
    if json:
        print(as_json([{**_fields(one), **_sides(two)} for one, two in both]))  # noqa: T201
        return
    for one, two in both:
        _show_doubt(one, two)
    waits = "waits" if len(waiting) == 1 else "wait"
    pairs = showing.counted(len(waiting), "pair")
    more = f"; the likeliest {most} are shown (--most)" if len(waiting) > most else ""
    showing.tell(f"{pairs} {waits} for a human{more}.")


def _show_decisions(decisions: Any, *, json: bool) -> None:
    from shopkeeper.cli import showing
    from shopkeeper.flow.telling import as_json

    if json:
        print(as_json(decisions))  # noqa: T201
        return
    console = showing.out()
    for one in decisions:
        console.print(
            f"{one.sequence}: {one.verdict} {one.left} and {one.right}, "
            f"{one.confidence:.2f}; {one.because}",
            markup=False,
        )


def _show_doubt(one: Any, sides: Any) -> None:
    from shopkeeper.cli import showing

    console = showing.out()
    console.print(
        f"{one.confidence:.0%} sure that they are one person: {one.because}",
        markup=False,
    )
    _show_sides(console, sides)
    console.print(
        f"  {showing.command()} people settle {one.left} {one.right} "
        "--same (or --apart) --by …\n",
        markup=False,
    )


def _fields(decision: Any) -> dict[str, Any]:
    return {name: getattr(decision, name) for name in decision.__struct_fields__}


def _sides(sides: Any) -> dict[str, Any]:
    return {
        "sides": [sides.left, sides.right],
        "evidence": {"same": sides.same, "other": sides.other},
    }


def _show_sides(console: Any, sides: Any) -> None:
    from shopkeeper.cli import showing

    left, right = _lines(sides.left), _lines(sides.right)
    words = [word for word in {**left, **right} if left.get(word) or right.get(word)]
    console.print(
        showing.table(
            ("", sides.left.own, sides.right.own),
            [(word, left.get(word, ""), right.get(word, "")) for word in words],
        )
    )
    for line in (*sides.same, *sides.other):
        console.print(f"  {line}", markup=False)


def _lines(side: Any) -> dict[str, str]:
    """Return what there is to compare of one side, by a word for it."""
    from shopkeeper.cli.showing import short

    found = {"person": side.person_id, "name": "; ".join(side.names[:2])}
    for one in side.identifiers:
        word = one["kind"].replace("_", " ")
        sure = f"{one['value']} (verified)" if one["verified"] else one["value"]
        found[word] = f"{found[word]}, {sure}" if word in found else sure
    found["town"] = ", ".join(side.places[:2])
    rows = [f"{count} in {source}" for source, count in side.sources.items()]
    found["rows"] = ", ".join(rows)
    for row in side.rows[:1]:
        cells = "; ".join(f"{name}: {text}" for name, text in row["fields"].items())
        found["one row"] = f"{row['record_id']}: {cells}"
    return {word: short(text, _WIDEST) for word, text in found.items()}
