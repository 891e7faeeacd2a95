"""`promise` and `loop`: what a colleague says became of what she waits for."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any


def kept(
    promise: str,
    *,
    by: str,
    proof: str = "",
    shop: Path = Path(),
    now: str | None = None,
) -> None:
    """
    Say that a promise of ours was kept: it is not said as open any more.

    Args:
        promise: Its id, or the beginning of it; `mirror` and the desk show it.
        by: Staff id of who says so.
        proof: What was done, in her own words.
        shop: The shop's folder.
        now: The moment; else the shop's own, else the clock.
    """
    _say(promise, "kept", by=by, proof=proof, shop=shop, now=now)


def until(
    promise: str,
    day: str,
    *,
    by: str,
    proof: str = "",
    shop: Path = Path(),
    now: str | None = None,
) -> None:
    """
    Say that a new day was agreed on with her.

    Args:
        promise: Its id, or the beginning of it.
        day: The new last day, such as 2026-03-13; it is included.
        by: Staff id of who says so.
        proof: How she took it, where there is something to say.
        shop: The shop's folder.
        now: The moment; else the shop's own, else the clock.
    """
    from shopkeeper.vocabulary import BadInput

    try:
        new = date.fromisoformat(day)
    except ValueError:
        msg = f"{day!r} is no day: write one such as 2026-03-13."
        raise BadInput(msg) from None
    _say(promise, None, by=by, proof=proof, shop=shop, now=now, day=new)


def repaired(
    promise: str,
    *,
    by: str,
    proof: str = "",
    shop: Path = Path(),
    now: str | None = None,
) -> None:
    """
    Say that a promise that was broken was made good.

    Args:
        promise: Its id, or the beginning of it.
        by: Staff id of who says so.
        proof: How, in her own words.
        shop: The shop's folder.
        now: The moment; else the shop's own, else the clock.
    """
    _say(promise, "repaired", by=by, proof=proof, shop=shop, now=now)


def broken(
    promise: str,
    *,
    by: str,
    proof: str = "",
    shop: Path = Path(),
    now: str | None = None,
) -> None:
    """
    Say that a promise was not kept, or cannot be, and why.

    Args:
        promise: Its id, or the beginning of it.
        by: Staff id of who says so.
        proof: Why, in her own words.
        shop: The shop's folder.
        now: The moment; else the shop's own, else the clock.
    """
    _say(promise, "broken", by=by, proof=proof, shop=shop, now=now)


def _say(
    promise: str,
    to: str | None,
    *,
    by: str,
    proof: str,
    shop: Path,
    now: str | None,
    day: date | None = None,
) -> None:
    from shopkeeper import bootstrap
    from shopkeeper.cli import showing
    from shopkeeper.flow.promising import say_of_promise
    from shopkeeper.vocabulary import PromiseState

    with bootstrap.shop_at(shop) as house:
        after = say_of_promise(
            house,
            promise,
            None if to is None else PromiseState(to),
            by=by,
            because=proof,
            now=bootstrap.moment_or_clock(now, house.shop),
            until=day,
        )
    rest = f"; the day that counts is {after.deadline}" if day else ""
    showing.tell(f"“{showing.short(after.what, 60)}” is {after.state}{rest}.")
    if to == "broken":
        showing.tell("She should hear it from us before she asks.")


def acted(
    loop: str,
    *,
    by: str,
    because: str = "",
    shop: Path = Path(),
    now: str | None = None,
) -> None:
    """
    Say that something was done about it; she still has to be told.

    Args:
        loop: Its id, or the beginning of it; `mirror` and `person` show it.
        by: Staff id of who says so.
        because: What was done.
        shop: The shop's folder.
        now: The moment; else the shop's own, else the clock.
    """
    _move(loop, "acted", by=by, because=because, shop=shop, now=now)


def told_back(
    loop: str,
    *,
    by: str,
    because: str = "",
    shop: Path = Path(),
    now: str | None = None,
) -> None:
    """
    Say that she was answered: something was done, and she knows. This closes it.

    Args:
        loop: Its id, or the beginning of it.
        by: Staff id of who says so.
        because: What she was told.
        shop: The shop's folder.
        now: The moment; else the shop's own, else the clock.
    """
    _move(loop, "told_back", by=by, because=because, shop=shop, now=now)


def settled(
    loop: str,
    *,
    by: str,
    because: str = "",
    shop: Path = Path(),
    now: str | None = None,
) -> None:
    """
    Note that she says it is settled. This closes it.

    Args:
        loop: Its id, or the beginning of it.
        by: Staff id of whom she said it to.
        because: Her words.
        shop: The shop's folder.
        now: The moment; else the shop's own, else the clock.
    """
    _move(loop, "settled", by=by, because=because, shop=shop, now=now)


def again(
    loop: str,
    *,
    by: str,
    because: str = "",
    shop: Path = Path(),
    now: str | None = None,
) -> None:
    """
    Open it again: she came back to it, or it was closed by mistake.

    Args:
        loop: Its id, or the beginning of it.
        by: Staff id of who says so.
        because: Why.
        shop: The shop's folder.
        now: The moment; else the shop's own, else the clock.
    """
    _move(loop, "heard", by=by, because=because, shop=shop, now=now)


def _move(
    loop: str, to: str, *, by: str, because: str, shop: Path, now: str | None
) -> None:
    from shopkeeper import bootstrap
    from shopkeeper.cli import showing
    from shopkeeper.flow.promising import move_loop
    from shopkeeper.vocabulary import LoopState

    with bootstrap.shop_at(shop) as house:
        moved: Any = move_loop(
            house,
            loop,
            LoopState(to),
            by=by,
            because=because,
            now=bootstrap.moment_or_clock(now, house.shop),
        )
    state = str(moved.state).replace("_", " ")
    showing.tell(f"“{showing.short(moved.what, 60)}” is {state}.")
