"""A mail came over the wire: taken in at once, once, read as one of a mailbox is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from email.utils import parseaddr

from shopkeeper.flow.house import House
from shopkeeper.flow.intake import TakenIn, take_in
from shopkeeper.flow.wires import is_fed_by_mail
from shopkeeper.recognise.ports import RowSource
from shopkeeper.vocabulary import Shop


ReadsMail = Callable[[str, bytes], RowSource]
"""Reads a raw mail that came to the source of that name."""


def take_mail(house: House, source: str, table: RowSource, *, now: datetime) -> TakenIn:
    """
    Keep a mail that came to *source*; when this returns, it is on disk.

    What it says (her words, a bounce, a complaint) is read by the next round, and each
    round comes before anything is sent; on pages, that she wrote or complained counts
    at once.

    Args:
        house: The shop.
        source: Name of a source that is fed by mail.
        table: The mail, read.
        now: When it came.
    """
    mine = next(one for one in house.shop.sources if one.name == source)
    with house.together():
        house.records.open_source(
            mine.name, department=mine.department, owner=mine.owner,
            holds=str(mine.holds),
        )  # fmt: skip
        if house.records.key_column(mine.name) is None:
            house.records.settle_key(mine.name, "")  # its reader names the rows
        return take_in(house, mine, [table], now=now)


def shop_addresses(shop: Shop) -> frozenset[str]:
    """Return the addresses that the shop writes from, and those it is answered at."""
    written = [
        text
        for channel in shop.channels.values()
        for text in (channel.from_, channel.reply_to, channel.return_path)
        if text
    ]
    written += [one.email for one in shop.people if one.email]
    found = (parseaddr(text)[1].lower() for text in written)
    return frozenset(one for one in found if "@" in one)


__all__ = ["ReadsMail", "is_fed_by_mail", "shop_addresses", "take_mail"]
