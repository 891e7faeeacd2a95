"""Who was forgotten does not come back with an event: each is asked as it arrives.

By the same keyed hashes as the rows of a file (`door`). What a visitor's page claims
identifies nobody, but it can tell that an event is about somebody who was forgotten:
such an event is refused, too.
"""

from __future__ import annotations

import json

from collections import OrderedDict
from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from shopkeeper.flow.door import Cells, Door, Refuses
from shopkeeper.flow.house import House
from shopkeeper.flow.intake import map_columns
from shopkeeper.flow.segment import (
    RECEIVED,
    VISITOR,
    BadEvent,
    decode_object,
    lay_flat,
)
from shopkeeper.recognise import RowReader, reader_of
from shopkeeper.recognise.books import Event
from shopkeeper.recognise.nodes import Node, key_of
from shopkeeper.recognise.prints import print_of
from shopkeeper.vocabulary import Holds, Shop, Source


_MOST_SHAPES = 500
_ESCAPE = "\\"


class _Asks(Struct, frozen=True):
    """How events with the same columns are asked."""

    refuses: Refuses
    reader: RowReader


class WireDoor:
    """
    Asks events whether they are somebody's who was forgotten.

    Kept as long as its shop is open: what the columns of an event mean is found out
    once for events with the same columns.
    """

    def __init__(self, house: House) -> None:
        self._house = house
        self._sources = {one.name: one for one in house.shop.sources}
        self._door = Door(house)
        self._shapes: OrderedDict[tuple[str, ...], _Asks] = OrderedDict()

    def look_again(self) -> None:
        """Ask by what is known now: somebody may just have been forgotten."""
        self._door = Door(self._house)
        self._shapes.clear()

    def let_in(self, source: str, events: Sequence[Event]) -> list[Event | None]:
        """
        Return events that may come in; None for each that may not.

        Out of the others the addresses and numbers of people who were forgotten are
        taken, letter for letter.
        """
        mine = self._sources.get(source)
        if self._door.open or mine is None:
            return list(events)
        return [self._one(mine, event) for event in events]

    def refuses_raw(self, source: str, raw: str) -> bool:
        """Say whether what could not be read is about somebody who was forgotten."""
        if self._door.open:
            return False
        plain = _plain(raw)
        if self._door.refuses_raw(source, raw) or self._door.refuses_raw(source, plain):
            return True
        mine = self._sources.get(source)
        said: dict[str, str] = {}
        try:
            lay_flat(decode_object(raw.encode()), said)
        except BadEvent:
            return False
        return mine is not None and self._is_hers(mine, "", said, anew=True)

    def _one(self, source: Source, event: Event) -> Event | None:
        cells = dict(event.cells)
        cells[RECEIVED] = _plain(cells.get(RECEIVED, ""))
        clean = {name: self._door.masked(cell)[0] for name, cell in cells.items()}
        told = clean != cells
        for said in (event.cells, claimed(event.cells)):
            # Where an address of hers stands, its column's meaning is asked anew.
            if said and self._is_hers(source, event.key, said, anew=told):
                return None
        return replace(event, cells=clean) if told else event

    def _is_hers(
        self, source: Source, key: str, said: Mapping[str, str], *, anew: bool
    ) -> bool:
        names = tuple(name for name in said if name != RECEIVED)
        cells = [said[name] for name in names]
        shape = (source.name, *names)
        asks = None if anew else self._shapes.get(shape)
        if asks is None:
            asks = self._asks(source, names, cells)
        if not anew:
            self._shapes[shape] = asks
            self._shapes.move_to_end(shape)
            if len(self._shapes) > _MOST_SHAPES:
                self._shapes.popitem(last=False)
        if asks.refuses(key, cells):
            return True
        node = asks.reader.node(key, cells)
        return any(self._door.knows(one) for one in _elsewhere(self._house, node))

    def _asks(self, source: Source, names: Sequence[str], cells: Cells) -> _Asks:
        house = self._house
        sample = [[one or "" for one in cells]]
        mapping = map_columns(source, house.shop, names, sample)
        return _Asks(
            self._door.of_table(source, mapping, keyed=True),
            reader_of(mapping, source=source.name, country=house.shop.country),
        )


def claimed(cells: Mapping[str, str]) -> dict[str, str]:
    """Return what a visitor's page claims of her, by the names a server gives it."""
    return {
        name.removeprefix(VISITOR): cell
        for name, cell in cells.items()
        if name.startswith(VISITOR)
    }


def _elsewhere(house: House, node: Node) -> list[tuple[str, ...]]:
    """Return her ids as the lists of the same department count people."""
    lists = lists_beside(house.shop, node.source)
    return [
        print_of(key_of(replace(one, namespace=name)))
        for one in node.identifiers
        if one.namespace == node.source
        for name in lists
    ]


def lists_beside(shop: Shop, source: str) -> list[str]:
    """Name the lists of people of a source's department."""
    mine = next((one for one in shop.sources if one.name == source), None)
    if mine is None:
        return []
    return [
        one.name
        for one in shop.sources
        if one.holds is Holds.PEOPLE and one.department == mine.department
    ]


def _plain(raw: str) -> str:
    """Write JSON without escapes: in `\\u0040` nobody finds an address."""
    if _ESCAPE not in raw:
        return raw
    try:
        return json.dumps(json.loads(raw), ensure_ascii=False)
    except (ValueError, RecursionError):
        return raw
