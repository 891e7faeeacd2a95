"""`link`: a link to the page of one person."""

from __future__ import annotations

from pathlib import Path


HERE = "http://127.0.0.1:8420"


def link(
    who: str,
    shop: Path = Path(),
    *,
    days: int = 90,
    by: str | None = None,
    at: str | None = None,
    revoke: bool = False,
    json: bool = False,
) -> None:
    """
    Make a link to somebody's own page, to be sent to her.

    The link alone shows nothing: the page sends a code to an address of hers. It is
    shown this once, and kept as a hash.

    Args:
        who: Whatever tells who: an id, an address, a number, a name.
        shop: The shop's folder.
        days: For so many days it leads there.
        by: Staff id or name of who has it made.
        at: Where the pages are, as people reach them; without it, as the address to
            unsubscribe says, or this machine.
        revoke: Let every link to her page lead nowhere instead.
        json: Print it as JSON.
    """
    from datetime import timedelta
    from urllib.parse import urlsplit

    from shopkeeper import bootstrap
    from shopkeeper.cli import showing
    from shopkeeper.cli.finding import found_person
    from shopkeeper.flow.telling import as_json
    from shopkeeper.vocabulary import Channel

    with bootstrap.shop_at(shop, writable=False) as house:
        moment = bootstrap.moment_or_clock(None, house.shop)
        person = found_person(house, who, now=moment, json=json)
        if revoke:
            ended = bootstrap.revoke_page_links(shop, house, person)
            told = {"person_id": person, "revoked": ended}
            says = f"{ended} links to her page lead nowhere any more."
        else:
            token, made = bootstrap.new_page_link(
                shop, house, person, by=by, lasts=timedelta(days=days)
            )
            mail = house.shop.channels.get(Channel.EMAIL)
            known = urlsplit((mail and mail.unsubscribe) or "")
            place = at or (f"{known.scheme}://{known.netloc}" if known.netloc else HERE)
            address = f"{place.rstrip('/')}/you/{token}"
            told = {"person_id": person, "link": address, "until": made.until}
            says = (
                f"It leads to her page until {made.until[:10]}; it is not shown again."
            )
    if json:
        print(as_json(told))  # noqa: T201
        return
    if not revoke:
        print(told["link"])  # noqa: T201
    showing.tell(says)
