"""Build the whole town."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

from shopkeeper.town.book import Book
from shopkeeper.town.buying import buys_of, habits_of
from shopkeeper.town.consent_books import log, outcomes, register
from shopkeeper.town.event_book import events
from shopkeeper.town.folk import people_of
from shopkeeper.town.life import life_of
from shopkeeper.town.model import NOW, Person, TownFile
from shopkeeper.town.order_books import orders, receipts
from shopkeeper.town.people_lists import accounts, cards, newsletter, web_names
from shopkeeper.town.talk import help_desk, notes
from shopkeeper.town.truth import Truth
from shopkeeper.vocabulary import BadInput


FEWEST = 40
"""Below this many people not every kind of mishap finds somebody to happen to."""


class Town(Struct, frozen=True, kw_only=True):
    """
    A town: what its departments keep, and what is really so.

    Attributes:
        seed: It was made with.
        now: The moment it is told at. UTC.
        people: Everybody who lives there, known to the shop or not.
        files: What the departments keep, one file a silo.
        truth: What is really so. The product never sees it.
    """

    seed: int
    now: datetime
    people: tuple[Person, ...]
    files: tuple[TownFile, ...]
    truth: Truth

    def file(self, name: str) -> TownFile:
        """Return the file of one source."""
        return next(f for f in self.files if f.name == name)


def build(seed: int, people: int = 480) -> Town:
    """
    Make a town, the same one for the same seed.

    Args:
        seed: Of all its dice. Any whole number from 0.
        people: How many live there.

    Raises:
        BadInput: If the town is too small, or the seed below nought.
    """
    if people < FEWEST or seed < 0:
        msg = f"A town needs at least {FEWEST} people and a seed of 0 or more."
        raise BadInput(msg)
    folk = people_of(seed, people)
    habits = habits_of(seed, folk)
    buys = buys_of(seed, folk, habits)
    life, web = life_of(seed, folk), web_names(seed, folk)
    by_id = {p.id: p for p in folk}
    order_book, order_of = orders(buys, by_id, web)
    books = (
        accounts(seed, folk, life, web),
        cards(seed, folk, life),
        newsletter(seed, folk, life),
        order_book,
        receipts(seed, buys, by_id),
        events(seed, folk, buys, order_of),
        help_desk(seed, by_id, life, buys),
        notes(seed, by_id),
        register(seed, by_id, life, web),
        log(by_id, life),
        outcomes(seed, folk),
    )
    truth = Truth(
        people=folk,
        habits=habits,
        buys=buys,
        life=life,
        behind={r: b for book in books for r, b in book.behind.items()},
        aliases={a: r for book in books for a, r in book.aliases.items()},
        statements=[s for book in books for s in book.statements],
        slips=[s for book in books for s in book.slips],
    )
    return Town(seed=seed, now=NOW, people=folk, files=_closed(books), truth=truth)


def files(town: Town) -> list[TownFile]:
    """Return what the departments of a town keep, for an adapter to write."""
    return list(town.files)


def _closed(books: Sequence[Book]) -> tuple[TownFile, ...]:
    return tuple(book.file() for book in books)
