"""Who was forgotten does not come back with the next file: rows are asked at the door.

Her source files are the shop's own, and may still hold her. A row of hers is told by
keyed hashes alone (`recognise.prints`) and not taken in; her address or number in
somebody else's words is taken out of them, letter for letter.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from shopkeeper.flow.house import House
from shopkeeper.recognise import junk_because, reader_of
from shopkeeper.recognise.columns import Meaning, TableMapping
from shopkeeper.recognise.nodes import Node, key_of
from shopkeeper.recognise.normalise import normalise
from shopkeeper.recognise.prints import (
    Print,
    blanked_print,
    cells_print,
    key_print,
    likely_prints,
    masked,
    number_print,
    print_of,
    sure_prints,
)
from shopkeeper.vocabulary import Holds, Identifier, IdentifierKind, Source


Cells = Sequence[str | None]
Refuses = Callable[[str, Cells], bool]
"""Given a row's key and its cells: is it somebody's who was forgotten?"""


class Door:
    """
    Asks each row that arrives whether it is somebody's who was forgotten.

    Args:
        house: The shop.

    Attributes:
        open: Was nobody ever forgotten? Then there is nothing to ask.
    """

    def __init__(self, house: House) -> None:
        self._house = house
        self.open = house.forgotten.is_empty()
        self._asked: dict[Print, bool] = {}

    def of_table(
        self, source: Source, mapping: TableMapping, *, keyed: bool
    ) -> Refuses:
        """
        Return what asks the rows of one table.

        Args:
            source: Where they are from.
            mapping: What the columns mean.
            keyed: Have the rows keys of their own, or only numbers in a file?
        """
        if self.open:
            return lambda _key, _cells: False
        reader = reader_of(
            mapping, source=source.name, country=self._house.shop.country
        )

        def refuses(key: str, cells: Cells) -> bool:
            found = [cells_print(source.name, cells), blanked_print(source.name, cells)]
            if keyed:
                found.append(key_print(source.name, key))
            node = reader.node(key, cells)
            return self.knows_her(source, mapping, node, cells, besides=found)

        return refuses

    def knows_her(
        self,
        source: Source,
        mapping: TableMapping,
        node: Node,
        cells: Cells,
        *,
        besides: Sequence[Print],
    ) -> bool:
        """
        Say whether a row is about somebody forgotten.

        Args:
            source: Where it is from.
            mapping: What its columns mean.
            node: What it says of her.
            cells: The row.
            besides: What else would tell her.
        """
        person = mapping.person
        found = [*besides, *sure_prints(node)]
        if person is not None and source.holds is not Holds.PEOPLE:
            found += numbers_of(source, person.name, cells[person.index])
        if any(map(self.knows, found)):
            return True
        return any(map(self.knows, likely_prints(node))) and not self._another(node)

    def refuses_raw(self, source: str, raw: str) -> bool:
        """Say whether what could not be read is hers: its text, or an address in it."""
        if self.open:
            return False
        return self.knows(("bad", source, raw)) or bool(self.masked(raw)[1])

    def masked(self, text: str) -> tuple[str, list[str]]:
        """Take her addresses and numbers out of words; see `prints.masked`."""
        if self.open:
            return text, []
        return masked(text, country=self._house.shop.country, is_hers=self.knows)

    def masked_row(self, cells: Cells) -> list[str]:
        """Return a row of somebody else's without her addresses and numbers."""
        return [self.masked(one)[0] if one else "" for one in cells]

    def is_forgotten(self, one: Identifier) -> bool:
        """Say whether an identifier is one of somebody forgotten."""
        return not self.open and self.knows(print_of(key_of(one)))

    def knows(self, one: Print) -> bool:
        """Say whether a print is one of somebody forgotten."""
        if one not in self._asked:
            if len(self._asked) > _MOST_REMEMBERED:
                self._asked.clear()
            (self._asked[one],) = self._house.forgotten.knows([one])
        return self._asked[one]

    def knows_now(self, prints: Sequence[Print]) -> bool:
        """Say whether any of these is of somebody forgotten, and remember none."""
        return not self.open and any(self._house.forgotten.knows(prints))

    def _another(self, node: Node) -> bool:
        """Say whether a row names somebody who is here: then it is hers."""
        others = [
            (one.kind, one.value)
            for one in node.identifiers
            if junk_because(one.kind, one.value) is None and not self.is_forgotten(one)
        ]
        return bool(others) and self._house.identity.someone_has(others)


_MOST_REMEMBERED = 100_000


def numbers_of(source: Source, column: str, cell: str | None) -> list[Print]:
    """Return what tells a person by the number that her department counts her by."""
    written = (cell or "").strip()
    if not written or not source.department:
        return []
    value = normalise(IdentifierKind.CUSTOMER_NUMBER, written).value
    if junk_because(IdentifierKind.CUSTOMER_NUMBER, value) is not None:
        return []
    return [number_print(source.department, column, value)]


def words_among(mapping: TableMapping) -> list[int]:
    """Return the places of columns with free words in them."""
    columns = (mapping.first(Meaning.TEXT), mapping.first(Meaning.SUBJECT))
    return [one.index for one in columns if one is not None]
