"""Rows to nodes: what the columns of a table say of the person in each row."""

from __future__ import annotations

import re

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date

import pyarrow as pa

from msgspec import Struct
from msgspec.structs import replace

from shopkeeper.recognise.columns import (
    ColumnProfile,
    Meaning,
    TableMapping,
    as_texts,
    day_parser,
    profile,
    sample_rows,
)
from shopkeeper.recognise.junk import is_placeholder
from shopkeeper.recognise.names import name_of
from shopkeeper.recognise.nodes import (
    Node,
    birth_date_or_none,
    keys_of,
    plain_postcode,
    plain_words,
)
from shopkeeper.recognise.normalise import identifiers_in
from shopkeeper.vocabulary import Identifier, IdentifierKind


_KINDS = {
    Meaning.EMAIL: IdentifierKind.EMAIL,
    Meaning.PHONE: IdentifierKind.PHONE,
    Meaning.USER_ID: IdentifierKind.USER_ID,
    Meaning.CUSTOMER_NUMBER: IdentifierKind.CUSTOMER_NUMBER,
    Meaning.PERSON: IdentifierKind.CUSTOMER_NUMBER,
    Meaning.CARD_NUMBER: IdentifierKind.CARD_NUMBER,
    Meaning.DEVICE: IdentifierKind.DEVICE,
    Meaning.NATIONAL_ID: IdentifierKind.NATIONAL_ID,
    # An alias: what she was called before, when she was signed in or when she was not.
    Meaning.PREVIOUS_ID: IdentifierKind.USER_ID,
}
_GIVEN_TO_BROWSERS = re.compile(
    r"[0-9a-f]{8}(-?)(?:[0-9a-f]{4}\1){3}[0-9a-f]{12}", re.IGNORECASE
)
_TEXTS = (
    Meaning.GIVEN_NAME, Meaning.MIDDLE_NAME, Meaning.FAMILY_NAME, Meaning.FULL_NAME,
    Meaning.CALLED, Meaning.SUFFIX, Meaning.BIRTH_DATE, Meaning.BIRTH_YEAR,
    Meaning.BIRTH_MONTH, Meaning.BIRTH_DAY, Meaning.BIRTH_PLACE, Meaning.POSTCODE,
    Meaning.ADDRESS, Meaning.HOUSE_NUMBER, Meaning.STREET, Meaning.UNIT,
    Meaning.PO_BOX, Meaning.CITY, Meaning.SILO,
)  # fmt: skip


class RowReader(Struct, frozen=True, kw_only=True):
    """
    Reads the rows of one table.

    Attributes:
        source: Name of the table, the namespace of its own numbers.
        country: ISO 3166 code, for phone numbers.
        ids: Columns with identifiers, and their kinds.
        texts: For each other meaning its surest column.
        day: Reads a birth date.
        width: How many columns a row has.
    """

    source: str
    country: str
    ids: tuple[tuple[IdentifierKind, ColumnProfile], ...]
    texts: Mapping[Meaning, ColumnProfile]
    day: Callable[[str], date | None]
    width: int

    def node(self, key: str, cells: Sequence[str | None]) -> Node:
        """
        Read one row.

        Args:
            key: Its record id.
            cells: As many as the table has columns; None or empty where unknown.
        """

        def text(meaning: Meaning) -> str:
            column = self.texts.get(meaning)
            return (cells[column.index] or "").strip() if column else ""

        return Node(
            key=key,
            source=text(Meaning.SILO) or self.source,
            identifiers=self._identifiers(cells, text(Meaning.SILO) or self.source),
            name=name_of(
                given=" ".join(
                    [
                        text(Meaning.GIVEN_NAME) or text(Meaning.CALLED),
                        text(Meaning.MIDDLE_NAME),
                    ]
                )
                if text(Meaning.GIVEN_NAME) or not text(Meaning.FULL_NAME)
                else "",
                family=text(Meaning.FAMILY_NAME),
                full=text(Meaning.FULL_NAME),
                suffix=text(Meaning.SUFFIX),
            ),
            birth_date=birth_date_or_none(self._birth_date(text)),
            postcode=plain_postcode(text(Meaning.POSTCODE)),
            address=_address(text),
            town=plain_words(text(Meaning.CITY) or text(Meaning.BIRTH_PLACE)),
        )

    def columns(self) -> tuple[int, ...]:
        """Return the places of the columns that say something of the person."""
        used = [column.index for _, column in self.ids]
        return tuple(sorted({*used, *(one.index for one in self.texts.values())}))

    def _identifiers(
        self, cells: Sequence[str | None], source: str
    ) -> tuple[Identifier, ...]:
        found: list[Identifier] = []
        for kind, column in self.ids:
            written = (cells[column.index] or "").strip()
            if not written:
                continue
            found += identifiers_in(
                _kind_of(column, kind, written),
                written,
                namespace=column.namespace or source,
                country=self.country,
                verified=column.verified,
                one_per_person=column.one_per_person,
            )
        return tuple(dict.fromkeys(found))

    def _birth_date(self, text: Callable[[Meaning], str]) -> date | None:
        whole = text(Meaning.BIRTH_DATE)
        if whole:
            return self.day(whole)
        parts = [
            text(part)
            for part in (Meaning.BIRTH_YEAR, Meaning.BIRTH_MONTH, Meaning.BIRTH_DAY)
        ]
        try:
            return date(*(int(float(part)) for part in parts))
        except ValueError:
            return None


def _kind_of(
    column: ColumnProfile, kind: IdentifierKind, written: str
) -> IdentifierKind:
    # Many shops use the mailbox as a login; it is then the same mailbox.
    if "@" in written and not column.verified:
        return IdentifierKind.EMAIL
    before = column.meaning is Meaning.PREVIOUS_ID
    if before and _GIVEN_TO_BROWSERS.fullmatch(written):
        return IdentifierKind.DEVICE
    return kind


def mapping_of(table: pa.Table) -> TableMapping:
    """
    Say what the columns of *table* mean.

    Placeholders do not count: a column of mailboxes stays one where most people
    have `null` in it.
    """
    rows = [
        ["" if is_placeholder(cell) else cell for cell in row]
        for row in sample_rows(table)
    ]
    return profile(table.column_names, rows)


def reader_of(mapping: TableMapping, *, source: str, country: str = "GB") -> RowReader:
    """
    Say how the rows of a table are read.

    Args:
        mapping: What its columns mean.
        source: Name of the table.
        country: ISO 3166 code of the shop.
    """
    ids = [
        (kind, column)
        for meaning, kind in _KINDS.items()
        for column in mapping.all(meaning)
    ]
    texts = {meaning: mapping.first(meaning) for meaning in _TEXTS}
    return RowReader(
        source=source,
        country=country,
        ids=tuple(ids),
        texts={
            meaning: column for meaning, column in texts.items() if column is not None
        },
        day=day_parser(mapping.first(Meaning.BIRTH_DATE)),
        width=len(mapping.columns),
    )


def nodes_of_table(
    table: pa.Table, reader: RowReader, record_ids: Sequence[str]
) -> Iterator[tuple[Node, list[str]]]:
    """
    Read a table, rows that say the same of a person together.

    Args:
        table: Its rows.
        reader: How to read them.
        record_ids: One for each row.

    Yields:
        A node named by its smallest record id, and the ids of its rows. Rows without
        an identifier that might join people are one node each.
    """
    used = reader.columns()
    texts = {index: as_texts(table.column(index)).to_pylist() for index in used}
    alike: dict[tuple[str | None, ...], list[str]] = {}
    rows = zip(*texts.values(), strict=True) if used else (() for _ in record_ids)
    for cells, record_id in zip(rows, record_ids, strict=True):
        alike.setdefault(cells, []).append(record_id)
    for cells, ids in alike.items():
        row: list[str | None] = [None] * reader.width
        for index, cell in zip(used, cells, strict=True):
            row[index] = cell
        yield from _together(reader.node(min(ids), row), ids)


def _together(node: Node, ids: list[str]) -> Iterable[tuple[Node, list[str]]]:
    if len(ids) == 1 or keys_of(node):
        return [(node, ids)]
    return [(replace(node, key=one), [one]) for one in ids]


def _address(text: Callable[[Meaning], str]) -> str:
    street = text(Meaning.STREET) or text(Meaning.PO_BOX)
    parts = [text(Meaning.UNIT), text(Meaning.HOUSE_NUMBER), street]
    whole = " ".join(part for part in parts if part) if street else ""
    # A street without a number is no house: many people live there.
    address = plain_words(whole or text(Meaning.ADDRESS))
    return address if any(letter.isdigit() for letter in address) else ""
