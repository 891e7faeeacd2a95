"""`audit`: who did what, in a chain; and where the chain stands, to keep elsewhere."""

from __future__ import annotations

from pathlib import Path


def show(shop: Path = Path(), *, last: int = 50, json: bool = False) -> None:
    """
    List who did what, by ids.

    Args:
        shop: The shop's folder.
        last: So many of the newest; 0 for all.
        json: Print them as JSON.
    """
    import msgspec

    from shopkeeper import bootstrap
    from shopkeeper.flow.telling import as_json, iso

    with bootstrap.shop_at(shop, writable=False) as house:
        entries = house.audit.entries()[-last:]
    if json:
        print(as_json(msgspec.to_builtins(entries)))  # noqa: T201
        return
    for one in entries:
        about = f" {one.subject}" if one.subject else ""
        print(f"{one.sequence:>6}  {iso(one.at)}  {one.actor}: {one.action}{about}")  # noqa: T201


def head(shop: Path = Path(), *, keep: bool = False, now: str | None = None) -> None:
    """
    Print where the chain stands, `<entries>:<hash>`: keep it outside of the shop.

    `doctor --head` tells later whether that is still in the chain.

    Args:
        shop: The shop's folder.
        keep: Append it to the anchor that shop.toml names, too, as each round does.
        now: The moment; else the shop's own, else the clock.
    """
    from shopkeeper import bootstrap
    from shopkeeper.cli import showing
    from shopkeeper.flow.anchoring import head_text, keep_head
    from shopkeeper.vocabulary import BadInput

    with bootstrap.shop_at(shop, writable=False) as house:
        found = house.audit.head()
        if keep:
            if house.anchor is None:
                msg = 'State a file elsewhere: [audit], anchor = "/elsewhere/x.anchor"'
                raise BadInput(msg)
            moment = bootstrap.moment_or_clock(now, house.shop)
            if found is not None and keep_head(house, now=moment) is None:
                msg = (
                    f"{house.anchor.place} was not written to: it cannot be, or the "
                    "chain has departed from it. `shopkeeper doctor` says which."
                )
                raise BadInput(msg)
    if found is None:
        showing.tell("The audit has no entry yet.")
    else:
        print(head_text(found))  # noqa: T201
