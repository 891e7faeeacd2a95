"""`people`: doubtful pairs, and joins taken back."""

from __future__ import annotations

from pathlib import Path


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


def doubts(*, shop: Path = Path(), every: bool = False, json: bool = False) -> None:
    """
    List the pairs that wait for a human.

    Args:
        shop: The shop's folder.
        every: List joins and partings, too.
        json: Print them as JSON.
    """
    from shopkeeper import bootstrap
    from shopkeeper.cli import showing
    from shopkeeper.flow.telling import as_json
    from shopkeeper.vocabulary import Verdict

    with bootstrap.shop_at(shop, writable=False) as house:
        found = [
            one
            for one in house.identity.decisions()
            if every or one.verdict is Verdict.DOUBT
        ]
    if json:
        print(as_json(found))  # noqa: T201
        return
    console = showing.out()
    for one in found:
        console.print(
            f"{one.sequence}: {one.verdict} {one.left} and {one.right}, "
            f"{one.confidence:.2f}; {one.because}",
            markup=False,
        )
