"""`preview`: what a content would say to somebody, and what stands behind it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter


def preview(
    content: str,
    *,
    whom: Annotated[tuple[str, ...], Parameter(name="--for")] = (),
    people: int = 20,
    shop: Path = Path(),
    json: bool = False,
    html: Path | None = None,
    now: str | None = None,
) -> None:
    """
    Show what a content would say to somebody, each phrase with its evidence.

    Nothing is decided, kept or sent. The reply check says what it finds in the words.

    Args:
        content: Its key: the name of its file in content/, without .md.
        whom: Her id, an address, a number, a record id or a name; several times for
            several people. Without it people are picked: the most specific messages,
            the vaguest, and the held.
        people: How many to pick.
        shop: The shop's folder.
        json: Print it as JSON.
        html: Write a page here: the messages side by side.
        now: The moment; else the shop's own, else the clock.
    """
    from shopkeeper import bootstrap
    from shopkeeper.cli import showing
    from shopkeeper.cli.finding import found_person
    from shopkeeper.cli.showing import by_the_shops_clock
    from shopkeeper.flow.previewed_tone import looks_at_tone
    from shopkeeper.flow.previewing import preview_json
    from shopkeeper.flow.telling import as_json
    from shopkeeper.vocabulary import BadInput

    if people < 1:
        msg = f"--people {people}: how many are to be picked, from 1"
        raise BadInput(msg)
    with bootstrap.shop_at(shop, writable=False) as house:
        moment = bootstrap.moment_or_clock(now, house.shop)
        ids = [found_person(house, who, now=moment, json=json) for who in whom]
        found = preview_json(
            house, content, list(dict.fromkeys(ids)) or None, now=moment, most=people,
            check=looks_at_tone(
                bootstrap.read_house_rules(shop), house.shop.language
            ),
        )  # fmt: skip
        shown = by_the_shops_clock(found, house.shop.time_zone)
    if html is not None:
        from shopkeeper.cli.page import write_page
        from shopkeeper.cli.preview_page import preview_page

        write_page(html, f"Preview of {content}", preview_page(shown))
        if not json:
            letters = showing.counted(len(shown["people"]), "letter")
            showing.tell(f"{html}: {letters}, side by side. Nothing was sent.")
    if json:
        print(as_json(found))  # noqa: T201
    elif html is None:
        from shopkeeper.cli.preview_text import show_preview

        show_preview(shown)
