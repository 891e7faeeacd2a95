"""`note`: two taps after a call."""

from __future__ import annotations

from pathlib import Path
from typing import Any


def note(
    who: str,
    text: str,
    *,
    by: str | None = None,
    yes: bool = False,
    channel: str | None = None,
    shop: Path = Path(),
    json: bool = False,
    now: str | None = None,
) -> None:
    """
    Write down what she said, see what was understood, and say yes.

    Nothing is kept without a yes: asked for on a terminal, given with --yes elsewhere.

    Args:
        who: Her id, an address, a number, a record id or a name.
        text: What she said, in a line or two; your shorthand will do.
        by: Staff id or name of who writes it; else the only one on the staff.
        yes: Keep it without asking.
        channel: How she said it: phone, counter, chat or any other word.
        shop: The shop's folder.
        json: Print what was understood as JSON.
        now: The moment; else the shop's own, else the clock.
    """
    from shopkeeper import bootstrap
    from shopkeeper.cli import showing
    from shopkeeper.cli.finding import found_person
    from shopkeeper.flow import noting
    from shopkeeper.flow.finding import face_of
    from shopkeeper.flow.telling import as_json

    # Shown first, looking only: whoever says no has changed nothing.
    with bootstrap.shop_at(shop, writable=False) as house:
        moment = bootstrap.moment_or_clock(now, house.shop)
        person = found_person(house, who, now=moment, json=json)
        noted = noting.understand_note(
            house, person, text, by=by, channel=channel, now=moment
        )
        found = noting.noted_json(house, noted, now=moment)
        face = face_of(house, person, now=moment)
    if not json:
        show_note(found, face)
    if yes or (not json and showing.agreed("Right?")):
        with bootstrap.shop_at(shop) as house:
            noted = noting.keep(house, noted, now=moment)
            found = noting.noted_json(house, noted, now=moment)
    if json:
        print(as_json(found))  # noqa: T201
    showing.tell(_ending(found))


def _ending(found: dict[str, Any]) -> str:
    if not found["kept"]:
        return "Nothing was kept. Say yes with --yes, or write it again in other words."
    if not found["new"]:
        return "This note was there already: nothing has changed."
    author = found["author"]
    return f"Kept as {found['utterance']}, written by {author}."


def show_note(found: dict[str, Any], face: dict[str, str | None]) -> None:
    """Print what was understood, and below it what was left out."""
    from shopkeeper.cli import showing

    console = showing.out()
    names = (face["called"], face["told_apart_by"])
    name = ", ".join(one for one in names if one) or "somebody whose name is not sure"
    console.print(f"About {name}. Understood:", markup=False)
    kept = [one for one in found["heard"] if one["became"] != "nothing"]
    for one in kept:
        console.print(f"  {one['says']}", markup=False)
        good_for = f"; {one['good_for']}" if one["good_for"] else ""
        console.print(f"      “{one['words']}”{good_for}", markup=False, style="dim")
    if not kept:
        console.print("  nothing that could be kept but the note itself")
    left = [one for one in found["heard"] if one["became"] == "nothing"]
    if left:
        console.print("Left out:")
    for one in left:
        console.print(f"  “{one['words']}”: {one['because']}", markup=False)
