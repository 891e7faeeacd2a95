"""`reflect`: what was understood, said back to her."""

from __future__ import annotations

from pathlib import Path
from typing import Any


def reflect(
    who: str,
    *,
    of: str | None = None,
    said: bool = False,
    by: str | None = None,
    html: Path | None = None,
    shop: Path = Path(),
    json: bool = False,
    now: str | None = None,
) -> None:
    """
    Draft what is said back to her: what was understood, promised and stopped.

    It is a draft: you read it, and say or send it yourself. Then write down that you
    did, with --said.

    Args:
        who: Her id, an address, a number, a record id or a name.
        of: Record id of one message or note; else all that is new since the last time.
        said: You said it to her, by your own voice or hand.
        by: Staff id or name of who signs it, and of who said it.
        html: Also write it as a page.
        shop: The shop's folder.
        json: Print it as JSON.
        now: The moment; else the shop's own, else the clock.
    """
    from shopkeeper import bootstrap
    from shopkeeper.cli import showing
    from shopkeeper.cli.finding import found_person
    from shopkeeper.cli.reflect_page import write_reflection
    from shopkeeper.flow import reflecting
    from shopkeeper.flow.finding import face_of
    from shopkeeper.flow.telling import as_json
    from shopkeeper.vocabulary import BadInput

    if said and by is None:
        msg = "--by is missing: say which human said it to her."
        raise BadInput(msg)
    with bootstrap.shop_at(shop, writable=said) as house:
        moment = bootstrap.moment_or_clock(now, house.shop)
        person = found_person(house, who, now=moment, json=json)
        found = reflecting.reflect(house, person, of=of, by=by, now=moment)
        noted = (
            reflecting.note_said(house, found, by=by or "", now=moment)
            if said
            else None
        )
        face = face_of(house, person, now=moment)
        shown = reflecting.reflection_json(found, noted)
        shop_name = house.shop.name
    if html is not None:
        write_reflection(html, shown, called=face["called"], shop=shop_name)
        showing.tell(f"The page is {html}.")
    if json:
        print(as_json(shown))  # noqa: T201
    else:
        show_reflection(shown)
    showing.tell(_ending(shown))


def _ending(shown: dict[str, Any]) -> str:
    if shown["message"]["body"] is None:
        return "There is nothing to say back."
    if shown["said"] is not None:
        return f"Written down: said back by {shown['said']['by']}."
    if shown["held"] is not None:
        return f"Not to be sent: {shown['held']}."
    by = ", ".join(shown["channels"]) or "no channel that we may use"
    return f"A draft, not sent. She may be reached by {by}."


def show_reflection(shown: dict[str, Any]) -> None:
    """Print the words, and how many things were heard and are not in them."""
    from shopkeeper.cli import showing

    console = showing.out()
    body = shown["message"]["body"]
    if body is not None:
        console.print(f"[bold]{shown['message']['subject']}[/bold]\n")
        console.print(body.rstrip(), markup=False)
    if shown["unsaid"]:
        count = showing.counted(shown["unsaid"], "thing")
        console.print(
            f"\n{count} we heard may not be said to her: `shopkeeper person` shows it.",
            markup=False, style="dim",
        )  # fmt: skip
