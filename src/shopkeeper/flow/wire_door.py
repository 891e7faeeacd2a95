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

from shopkeeper.flow.door import Cells, Door
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
from shopkeeper.recognise.columns import TableMapping
from shopkeeper.recognise.nodes import Node, key_of
from shopkeeper.recognise.prints import (
    blanked_print,
    key_print,
    print_of,
)
from shopkeeper.vocabulary import Holds, Shop, Source


_MOST_SHAPES = 500
_MOST_VERDICTS = 20_000
_ESCAPE = "\\"


class _Asks(Struct, frozen=True):
    """
    How events with the same columns are asked.

    Attributes:
        mapping: What they mean.
        reader: Reads who one of them is about.
        says: Places of the columns that say something of her.
        verdicts: What was found by what they say.
    """

    mapping: TableMapping
    reader: RowReader
    says: tuple[int, ...]
    verdicts: dict[tuple[str, ...], bool] = {}


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
        # As it was before a name left it, or as hers: it does not come again.
        before = blanked_print(source.name, event.cells.values())
        if self._door.knows_now((key_print(source.name, event.key), before)):
            return None
        cells = dict(event.cells)
        raw = cells[RECEIVED] = _plain(cells.get(RECEIVED, ""))
        is_clean = self._door.masked(raw)[0] == raw
        clean = {
            name: cell
            # What stands in the event's own bytes was looked through with them.
            if is_clean and (name == RECEIVED or cell in raw)
            else self._door.masked(cell)[0]
            for name, cell in cells.items()
        }
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
        if anew:
            return self._found(source, self._asks(source, names, cells), key, cells)
        shape = (source.name, *names)
        asks = self._shapes.get(shape)
        if asks is None:
            asks = self._shapes[shape] = self._asks(source, names, cells)
            if len(self._shapes) > _MOST_SHAPES:
                self._shapes.popitem(last=False)
        self._shapes.move_to_end(shape)
        who = tuple(cells[at] for at in asks.says)
        verdict = asks.verdicts.get(who)
        if verdict is None:
            if len(asks.verdicts) > _MOST_VERDICTS:
                asks.verdicts.clear()
            verdict = asks.verdicts[who] = self._found(source, asks, key, cells)
        return verdict

    def _found(self, source: Source, asks: _Asks, key: str, cells: Cells) -> bool:
        node = asks.reader.node(key, cells)
        return self._door.knows_her(
            source, asks.mapping, node, cells, besides=_elsewhere(self._house, node)
        )

    def _asks(self, source: Source, names: Sequence[str], cells: Cells) -> _Asks:
        house = self._house
        sample = [[one or "" for one in cells]]
        mapping = map_columns(source, house.shop, names, sample)
        reader = reader_of(mapping, source=source.name, country=house.shop.country)
        person = mapping.person
        places = {*reader.columns(), *((person.index,) if person else ())}
        return _Asks(mapping, reader, tuple(sorted(places)))


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
