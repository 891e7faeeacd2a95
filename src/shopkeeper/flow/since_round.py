"""What came since the last round, and counts in the next answer already.

An order; a "no" that her own list of wishes bears in an event; a word of hers by mail,
and a complaint. The rest that comes (a look at a page, a search) changes nothing that
is decided before the next round has read it.
"""

from __future__ import annotations

import re

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import UTC, datetime

from msgspec import Struct
from msgspec.structs import replace

from shopkeeper.decide import Word
from shopkeeper.flow.coming_back import COMPLAINT, NO_WORD
from shopkeeper.flow.consenting import refuses
from shopkeeper.flow.house import House
from shopkeeper.flow.intake import map_columns
from shopkeeper.flow.segment import SIGNED, VISITOR
from shopkeeper.recognise import identifiers_in
from shopkeeper.recognise.columns import Meaning, TableMapping
from shopkeeper.remember.ordered import is_order
from shopkeeper.vocabulary import (
    Channel,
    Consent,
    ConsentState,
    IdentifierKind,
    Purpose,
    Source,
    Speaker,
)


_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
# How a column is called that may say what she wants: only those are looked at closely.
_A_WISH = re.compile(r"opt|subscri|newsletter|consent|marketing|mailing", re.IGNORECASE)
_CUSTOMER = "customer"
_MOST_SHAPES = 500

Cells = Mapping[str, str]


class Since(Struct, frozen=True, kw_only=True):
    """
    What one person did and said, and no round has seen.

    Attributes:
        ordered_at: When she last ordered. UTC.
        words: What she wrote.
        refused: What she refused, under any id of hers.
    """

    ordered_at: datetime | None = None
    words: tuple[Word, ...] = ()
    refused: tuple[Consent, ...] = ()

    def also(self, other: Since) -> Since:
        """Put two together."""
        orders = [at for at in (self.ordered_at, other.ordered_at) if at is not None]
        return Since(
            ordered_at=max(orders, default=None),
            words=tuple(dict.fromkeys((*self.words, *other.words))),
            refused=tuple(dict.fromkeys((*self.refused, *other.refused))),
        )

    def later(self, than: datetime) -> Since:
        """Leave out what a round of that moment has seen."""
        ordered = self.ordered_at
        return Since(
            ordered_at=ordered if ordered is not None and ordered >= than else None,
            words=tuple(one for one in self.words if one.at >= than),
            refused=tuple(one for one in self.refused if one.at >= than),
        )


NOTHING = Since()


class Reading:
    """
    Reads what came for what counts at once.

    Args:
        house: The shop, to read.
    """

    def __init__(self, house: House) -> None:
        self._house = house
        self._sources = {one.name: one for one in house.shop.sources}
        self._mappings: dict[tuple[str, tuple[str, ...]], TableMapping] = {}
        self._shapes: dict[tuple[str, ...], list[str]] = {}

    def event(self, source: str, cells: Cells, at: datetime) -> Since:
        """Say what an event says that counts at once; nothing, nearly always."""
        found = NOTHING
        if is_order(cells.get("event")):
            found = Since(ordered_at=at)
        names = self._wishes(cells)
        mine = self._sources.get(source)
        if names and mine is not None and self._refuses(mine, names, cells):
            found = found.also(Since(refused=(_no(at),)))
        return found

    def _wishes(self, cells: Cells) -> list[str]:
        """Return the columns that may say what she wants, found once for a shape."""
        shape = tuple(cells)
        found = self._shapes.get(shape)
        if found is None:
            if len(self._shapes) > _MOST_SHAPES:
                self._shapes.clear()
            # What a page's visitor claims changes nobody's wishes.
            found = self._shapes[shape] = [
                name
                for name in shape
                if _A_WISH.search(name) and not name.startswith(VISITOR)
            ]
        return found

    def _refuses(self, source: Source, names: list[str], cells: Cells) -> bool:
        shape = (source.name, tuple(names))
        mapping = self._mappings.get(shape)
        row = [cells[name] for name in names]
        if mapping is None:
            if len(self._mappings) > _MOST_SHAPES:
                self._mappings.clear()
            mapping = map_columns(source, self._house.shop, names, [row])
            self._mappings[shape] = mapping
        return any(
            refuses(one.meaning, row[one.index])
            for one in mapping.columns
            if one.meaning in (Meaning.OPT_IN, Meaning.OPT_OUT)
        )

    def mail(self, cells: Cells, at: datetime) -> tuple[list[str], Since]:
        """Say of which own ids a mail is, and what of it counts at once."""
        outcome = cells.get("outcome", "")
        if outcome in COMPLAINT:
            return self._complained(cells), Since(refused=(_no(at),))
        if outcome in NO_WORD or cells.get("sender") != _CUSTOMER:
            return [], NOTHING
        wrote = Word(at=_moment(cells, at), by=Speaker.CUSTOMER, channel=Channel.EMAIL)
        return self._reached_at(cells.get("email", "")), Since(words=(wrote,))

    def _complained(self, cells: Cells) -> list[str]:
        """Return who complained; where returns are signed, by our own mark alone."""
        signed = self._house.returned
        if signed is None:
            return self._reached_at(cells.get("email", ""))
        ours = (signed(one) for one in cells.get("returned_to", "").split())
        touches = (self._house.outbox.touch(one) for one in ours if one)
        return [one.person for one in touches if one is not None]

    def _reached_at(self, address: str) -> list[str]:
        """Return everybody who is reached at an address: any of them may write."""
        wanted = identifiers_in(
            IdentifierKind.EMAIL,
            address,
            namespace="",
            country=self._house.shop.country,
        )
        values = [(one.kind, one.value) for one in wanted]
        return list({one.person: None for one in self._house.identity.holders(values)})


def events_since_round(
    house: House, sources: Collection[str]
) -> Iterator[tuple[str, Cells, datetime]]:
    """
    List what came since the last round: source, cells, and when it was received.

    Args:
        house: The shop.
        sources: Names of those that are fed as things happen.
    """
    last = house.rounds.last()
    since = _BEGINNING if last is None else last[1]
    for source in sorted(sources):
        if house.records.knows(source):
            for cells, at in house.records.received_since(source, since):
                yield source, cells, at


def who_did(cells: Cells) -> tuple[str | None, str | None]:
    """Return user id and anonymous id of an event, as its source calls her."""
    return cells.get(SIGNED) or cells.get("userId"), cells.get("anonymousId")


def added(known: dict[str, Since], persons: Iterable[str], what: Since) -> None:
    """Note of persons what they did."""
    for one in persons:
        known[one] = known.get(one, NOTHING).also(what)


def kept_later(known: Mapping[str, Since], than: datetime) -> dict[str, Since]:
    """Leave out what a round of that moment has seen."""
    left = ((person, one.later(than)) for person, one in known.items())
    return {person: one for person, one in left if one != NOTHING}


def refused_by(since: Since, person: str) -> tuple[Consent, ...]:
    """Return what she refused, under her id."""
    return tuple(replace(one, person=person) for one in since.refused)


def _no(at: datetime) -> Consent:
    return Consent(
        person="", purpose=Purpose.MARKETING, state=ConsentState.REVOKED, at=at
    )


def _moment(cells: Cells, at: datetime) -> datetime:
    """Return when a mail says it was written; never after it came."""
    try:
        said = datetime.fromisoformat(cells.get("at", ""))
    except ValueError:
        return at
    return min(said.astimezone(UTC), at) if said.tzinfo is not None else at
