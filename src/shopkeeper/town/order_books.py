"""What the webshop and the till wrote down about buying."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from shopkeeper.town.book import Book, Habit
from shopkeeper.town.dice import chance, pick, stream
from shopkeeper.town.model import NOW, ZONE, Buy, Cell, Person
from shopkeeper.town.people_lists import WebName
from shopkeeper.town.shelf import BY_NAME


ORDERS = Habit(
    name="webshop_orders",
    path="exports/webshop_orders.parquet",
    holds="orders",
    department="e-commerce",
    format="parquet",
    key="line_id",
    columns=(
        "line_id", "order_no", "customer_no", "email", "buyer_first", "buyer_last",
        "ordered_at", "sku", "title", "genre", "qty", "unit_price", "status",
        "promised_for", "gift_for",
    ),
)  # fmt: skip
RECEIPTS = Habit(
    name="till_receipts",
    path="exports/till_receipts.tsv",
    holds="orders",
    department="shop floor",
    format="csv",
    encoding="cp1252",
    delimiter="\t",
    key="Receipt",
    columns=(
        "Receipt", "Rung up", "Till", "Card No", "Member", "Member mobile", "Item",
        "Kind", "Qty", "Amount",
    ),
)  # fmt: skip

LATE, SENT, DELIVERED, RETURNED = "delayed", "dispatched", "delivered", "returned"
"""Words of the webshop's status column."""

_DELIVERY = timedelta(days=4)


def orders(
    buys: Sequence[Buy], people: Mapping[str, Person], web: Mapping[str, WebName]
) -> tuple[Book, dict[tuple[str, datetime], str]]:
    """
    Write the webshop's order lines.

    Lines of one person on one day are one order.

    Returns:
        The book, and the order number by person and time of the line.
    """
    book, numbers = Book(ORDERS), dict[tuple[str, str], str]()
    order_of: dict[tuple[str, datetime], str] = {}
    line = 0
    for buy in buys:
        if buy.where != "webshop" or buy.at >= NOW or buy.person is None:
            continue
        line += 1
        person, name = people[buy.person], web[buy.person]
        day = f"{buy.at:%y%m%d}"
        order = numbers.setdefault((person.id, day), f"W{day}-{len(numbers):05d}")
        item = BY_NAME[buy.written_as]
        record_id = book.add(
            person.id,
            (
                f"L{line:06d}", order, person.customer_no, person.emails[0],
                name.first, name.last, buy.at, item.sku, buy.written_as, item.genre,
                buy.quantity, item.price_pence / 100, _status(buy),
                f"{buy.at + _DELIVERY:%Y-%m-%d}", buy.gift_for,
            ),
        )  # fmt: skip
        order_of[person.id, buy.at] = order
        # Her name on an order is a copy of the account's: no second witness.
        if buy.written_as != buy.item:
            book.slip(record_id, "usual.last_item", buy.written_as, buy.item)
    return book, order_of


def _status(buy: Buy) -> str:
    if buy.late:
        return LATE
    if buy.quantity < 0:
        return RETURNED
    return SENT if buy.at + _DELIVERY > NOW else DELIVERED


def receipts(seed: int, buys: Sequence[Buy], people: Mapping[str, Person]) -> Book:
    """Write the till's receipts: tabs, American dates, the shop's own clock."""
    rng, book, zone = stream(seed, 30), Book(RECEIPTS), ZoneInfo(ZONE)
    for number, buy in enumerate(b for b in buys if b.where == "till" and b.at < NOW):
        junk, till = chance(rng, 0.1), pick(rng, ("front", "front", "cafe"))
        item = BY_NAME[buy.written_as]
        cells = (
            f"R{number:06d}", _american(buy.at, zone), till,
            *_member(rng, buy, people, junk=junk), buy.written_as, item.genre,
            buy.quantity, f"£{item.price_pence * buy.quantity / 100:.2f}",
        )  # fmt: skip
        record_id = book.add(buy.person, cells)
        if buy.written_as != buy.item:
            book.slip(record_id, "usual.item", buy.written_as, buy.item)
    return book


def _american(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%m/%d/%Y %H:%M}"


def _member(
    rng: np.random.Generator, buy: Buy, people: Mapping[str, Person], *, junk: bool
) -> tuple[Cell, Cell, Cell]:
    mobile_asked = chance(rng, 0.7)
    if buy.person is None:
        return ("0000000", "STAFF TRAINING CARD", "") if junk else ("", "", "")
    person = people[buy.person]
    phone = person.phones[-1 if "unlinked_card" in person.traits else 0]
    full = f"{person.given} {person.family}".upper()
    return person.card_no, full, phone.replace(" ", "") if mobile_asked else ""
