"""`channel`: let a channel reach people, or shut it."""

from __future__ import annotations

from pathlib import Path


def open_(
    channel: str, *, by: str, shop: Path = Path(), now: str | None = None
) -> None:
    """
    Say that a channel may reach people, as `shop.toml` has it now. It takes two.

    Whoever changes where it sends, or whom it is from, has to ask again.

    Args:
        channel: email, sms, push, …
        by: Staff id of who says so.
        shop: The shop's folder.
        now: The moment; else the shop's own, else the clock.
    """
    from shopkeeper import bootstrap
    from shopkeeper.cli import showing
    from shopkeeper.flow.agreeing import open_channel

    with bootstrap.shop_at(shop, beside=True) as house:
        moment = bootstrap.moment_or_clock(now, house.shop)
        left = open_channel(house, bootstrap.channel_of(channel), by=by, now=moment)
    showing.tell(
        f"{by} has said so. Yet {left}."
        if left
        else f"{channel} reaches people from now on."
    )


def shut(channel: str, *, by: str, shop: Path = Path(), now: str | None = None) -> None:
    """
    Let a channel reach nobody any more, at once.

    Args:
        channel: email, sms, push, …
        by: Staff id of who says so; anybody on staff may.
        shop: The shop's folder.
        now: The moment; else the shop's own, else the clock.
    """
    from shopkeeper import bootstrap
    from shopkeeper.cli import showing
    from shopkeeper.flow.agreeing import shut_channel

    with bootstrap.shop_at(shop, beside=True) as house:
        moment = bootstrap.moment_or_clock(now, house.shop)
        shut_channel(house, bootstrap.channel_of(channel), by=by, now=moment)
    showing.tell(f"{channel} reaches nobody any more.")
