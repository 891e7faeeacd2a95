"""What a plain mail merge would send: each silo by itself, as well as it can.

No straw man: each silo honours its own opt-outs, uses its own first names, drops
equal addresses and personalises with its own data. It sees no other silo, and it
never sees the truth.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from shopkeeper.town.build import Town
from shopkeeper.town.judge import Sent
from shopkeeper.town.model import Cell, TownFile
from shopkeeper.town.order_books import LATE


REMINDER, SORRY, THANKS = "running-low", "sorry-late", "thank-you"
"""The three occasions, named as the contents of the shop."""

WINDOW = timedelta(days=180)
"""A silo writes to those who bought in this time: it does not mail the long gone."""

Row = dict[str, Cell]
"""A row by its column names, and its own id as `record_id`."""

_ANNIVERSARY = timedelta(days=7)
_TWICE = 2
_LETTER = {
    REMINDER: "Hi {name}, time for another {item}?",
    "no item": "Hi {name}, time for something good to read?",
    SORRY: "Hi {name}, we are sorry that your order of {item} is late.",
    THANKS: "Hi {name}, thank you for another year with us.",
}


def mail_merge(town: Town) -> list[Sent]:
    """
    Return what the departments of a town would have sent on the same occasions.

    Args:
        town: Only its files are read.

    Returns:
        Their messages: the webshop's, the loyalty club's, then the newsletter's.
    """
    return [*_webshop(town), *_late_orders(town), *_club(town), *_newsletter(town)]


def _dicts(file: TownFile) -> list[Row]:
    rows = (dict(zip(file.columns, row, strict=True)) for row in file.rows)
    return [
        row | {"record_id": f"{file.name}:{key}"}
        for row, key in zip(rows, file.keys, strict=True)
    ]


def _by_address(rows: Iterable[Row], column: str) -> dict[str, Row]:
    """Drop what is no address, and all but the first row of an address."""
    kept: dict[str, Row] = {}
    for row in rows:
        address = str(row[column] or "").strip().casefold()
        if "@" in address:
            kept.setdefault(address, row)
    return kept


def _webshop(town: Town) -> list[Sent]:
    """The mail tool's key is the address: so are its totals of what was bought."""
    bought: dict[str, list[Row]] = defaultdict(list)
    for row in _dicts(town.file("webshop_orders")):
        if _recent(row["ordered_at"], town.now) and float(str(row["qty"])) > 0:
            bought[str(row["email"]).casefold()].append(row)
    accounts = _dicts(town.file("webshop_accounts"))
    willing = [row for row in accounts if row["Mailings"] == "Y"]
    sent = []
    for address, row in _by_address(willing, "EMail Addr").items():
        if address in bought:
            item, rows = _favourite(bought[address], "title")
            name = str(row["first"]) or None  # its template has a "there" for them
            sent.append(
                _message(REMINDER, "webshop", address, name, item, [row, *rows])
            )
    return sent


def _late_orders(town: Town) -> list[Sent]:
    accounts = {r["Kundennr"]: r for r in _dicts(town.file("webshop_accounts"))}
    sent = []
    for row in _dicts(town.file("webshop_orders")):
        account = accounts.get(row["customer_no"])
        if row["status"] == LATE and account is not None:
            name, item = str(account["first"]) or None, str(row["title"])
            address = str(account["EMail Addr"]).casefold()
            sent.append(_message(SORRY, "webshop", address, name, item, [account, row]))
    return sent


def _club(town: Town) -> list[Sent]:
    """The card's form has one field for the name: the first word is taken for it."""
    bought: dict[Cell, list[Row]] = defaultdict(list)
    for row in _dicts(town.file("till_receipts")):
        at = datetime.strptime(f"{row['Rung up']} +0000", "%m/%d/%Y %H:%M %z")
        if row["Card No"] and _recent(at, town.now):
            bought[row["Card No"]].append(row)
    willing = [r for r in _dicts(town.file("loyalty_cards")) if r["Letters OK"] == "Y"]
    sent = []
    for address, row in _by_address(willing, "E-mail").items():
        words = str(row["Full name"]).split()
        name = words[0].title() if words else ""
        if bought[row["Card No"]]:
            item, rows = _favourite(bought[row["Card No"]], "Item")
            sent.append(
                _message(REMINDER, "loyalty", address, name, item, [row, *rows])
            )
        if _anniversary(row["Joined"], town.now):
            sent.append(_message(THANKS, "loyalty", address, name, None, [row]))
    return sent


def _newsletter(town: Town) -> list[Sent]:
    """The newsletter knows a first name and nothing of what anybody buys."""
    rows = _dicts(town.file("newsletter_list"))
    willing = [row for row in rows if row["Status"] == "subscribed"]
    sent = []
    for address, row in _by_address(willing, "Email Address").items():
        name = str(row["First Name"] or "")
        sent.append(_message(REMINDER, "newsletter", address, name, None, [row]))
    return sent


def _message(
    occasion: str,
    silo: str,
    address: str,
    name: str | None,
    item: str | None,
    rows: Sequence[Row],
) -> Sent:
    about = "order.late" if occasion == SORRY else "usual.item"
    letter = "no item" if occasion == REMINDER and item is None else occasion
    words = _LETTER[letter].format(name="there" if name is None else name, item=item)
    purposes = {REMINDER: "marketing", SORRY: "service", THANKS: "relationship"}
    return Sent(
        occasion=occasion,
        silo=silo,
        purpose=purposes[occasion],
        address=address,
        called=name,
        claims=((about, item),) if item is not None else (),
        built_from=tuple(str(row["record_id"]) for row in rows),
        text=words,
    )


def _favourite(rows: Sequence[Row], column: str) -> tuple[str | None, list[Row]]:
    """
    Return what was bought most often, the newest of equals, and its rows.

    A thing bought once is nobody's favourite: then no item, and no rows.
    """
    counts = Counter(str(row[column]) for row in rows)
    newest = {str(row[column]): place for place, row in enumerate(rows)}
    item = max(counts, key=lambda name: (counts[name], newest[name]))
    if counts[item] < _TWICE:
        return None, []
    return item, [row for row in rows if row[column] == item]


def _recent(at: Cell, now: datetime) -> bool:
    return isinstance(at, datetime) and now - WINDOW <= at < now


def _anniversary(joined: Cell, now: datetime) -> bool:
    """Is it a whole number of years, within a week, since she joined?"""
    if not isinstance(joined, datetime):
        return False
    days = (now.date() - joined.date()).days % 365
    return min(days, 365 - days) <= _ANNIVERSARY.days
