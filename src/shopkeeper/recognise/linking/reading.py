"""Rows to records: what each column of a table says of the person in the row.

A table is read column by column, each different cell once; a single row by the same
functions. Both give the same record.
"""

from __future__ import annotations

import re

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache, partial

import numpy as np
import pyarrow as pa

from shopkeeper.recognise.columns import ColumnProfile, Meaning, TableMapping
from shopkeeper.recognise.columns.naming import tokens
from shopkeeper.recognise.linking import cells
from shopkeeper.recognise.linking.arrays import Array
from shopkeeper.recognise.linking.columnwise import Cells, Single, Whole
from shopkeeper.recognise.linking.lexicon import Lexicon
from shopkeeper.recognise.linking.records import (
    GIVEN_NAMES,
    SEVERAL,
    SUFFIXES,
    Records,
    Texts,
    empty,
)
from shopkeeper.recognise.normalise import namespace_of
from shopkeeper.vocabulary import IdentifierKind


_MARKS = {
    Meaning.USER_ID: IdentifierKind.USER_ID,
    Meaning.CUSTOMER_NUMBER: IdentifierKind.CUSTOMER_NUMBER,
    Meaning.PERSON: IdentifierKind.CUSTOMER_NUMBER,
    Meaning.CARD_NUMBER: IdentifierKind.CARD_NUMBER,
    Meaning.DEVICE: IdentifierKind.DEVICE,
    Meaning.NATIONAL_ID: IdentifierKind.NATIONAL_ID,
}
_TRAITS = frozenset(
    {
        Meaning.GENDER,
        Meaning.BIRTH_PLACE,
        Meaning.JOB_TITLE,
        Meaning.REGION,
        Meaning.COUNTRY,
        Meaning.COMPANY,
        Meaning.UNKNOWN,
    }
)
_MOST_WORDS = 4.0
_OLDEST = 125
_BIRTH_PARTS = (
    (Meaning.BIRTH_YEAR, 10_000, 9999),
    (Meaning.BIRTH_MONTH, 100, 12),
    (Meaning.BIRTH_DAY, 1, 31),
)
_FIRST_YEAR = 10_000_000  # the year 1000, as yyyymmdd


class Reader:
    """
    Reads rows of one table as records.

    Args:
        mapping: What the table's columns mean.
        texts: Where values get their codes; shared by all tables compared.
        source: Name of the table, where no column names the silo.
        country: ISO 3166 code, for phone numbers without a country.
        namespace: Whose numbers its customer numbers are; the table's own by default.
    """

    def __init__(
        self,
        mapping: TableMapping,
        texts: Texts,
        *,
        source: str,
        country: str = "GB",
        namespace: str = "",
    ) -> None:
        self.mapping = mapping
        self._texts = texts
        self._source = source
        self._namespace = namespace or source
        self._phones = lru_cache(maxsize=1 << 16)(cells.PhoneReader(country))
        self._given = [
            *mapping.all(Meaning.GIVEN_NAME),
            *mapping.all(Meaning.CALLED),
            *mapping.all(Meaning.MIDDLE_NAME),
        ]
        self._full = list(mapping.all(Meaning.FULL_NAME))
        self._family = list(mapping.all(Meaning.FAMILY_NAME))
        self._silo = mapping.first(Meaning.SILO)
        lines = [*mapping.all(Meaning.STREET), *mapping.all(Meaning.ADDRESS)]
        self._addresses = [*lines[:1], *mapping.all(Meaning.PO_BOX)]
        self._traits = dict(_traits_of(mapping))
        for place, column in enumerate(lines[1:], start=2):
            self._traits[f"address_{place}"] = column
        self._marks = [
            (kind, column)
            for meaning, kind in _MARKS.items()
            for column in mapping.all(meaning)
        ]

    def used(self) -> tuple[int, ...]:
        """Return the places of the columns that say something of the person."""
        firsts = (
            Meaning.SUFFIX, Meaning.BIRTH_YEAR, Meaning.BIRTH_MONTH, Meaning.BIRTH_DAY,
            Meaning.HOUSE_NUMBER, Meaning.UNIT, Meaning.POSTCODE, Meaning.CITY,
        )  # fmt: skip
        asked = self.mapping.first(Meaning.OTHER_DATE, Meaning.AT)
        aged = self.mapping.first(Meaning.AGE)
        columns = [
            *self._given, *self._full, *self._family, *self._addresses,
            *(column for _, column in self._marks), *self._traits.values(),
            *self.mapping.all(Meaning.EMAIL), *self.mapping.all(Meaning.PHONE),
            *self.mapping.all(Meaning.BIRTH_DATE),
            *(one for one in map(self.mapping.first, firsts) if one),
            *([aged, asked] if aged and asked else []),
            *([self._silo] if self._silo else []),
        ]  # fmt: skip
        return tuple(sorted({column.index for column in columns}))

    def read(self, table: pa.Table) -> Records:
        """Read a whole table: as many records as it has rows."""
        return self._build(Whole(table))

    def read_row(self, row: Sequence[str | None]) -> Records:
        """Read one row, as wide as the table: one record."""
        return self._build(Single(row))

    def _build(self, rows: Cells) -> Records:
        texts = self._texts
        records = empty(rows.count)
        self._names(rows, records)
        self._birth(rows, records)
        records.emails = self._several(
            rows, Meaning.EMAIL, cells.emails_in, texts.emails.code
        )
        records.phones = self._several(
            rows, Meaning.PHONE, self._phones, texts.phones.code
        )
        self._places(rows, records)
        for kind, column in self._marks:
            self._mark(rows, records, kind, column)
        for name, column in self._traits.items():
            read = _coded(texts.trait(name), cells.plain_text)
            records.traits[name] = rows.one(column, read)
        source = texts.sources.code(self._source)
        if self._silo is None:
            records.source[:] = source
        else:
            silos = rows.one(self._silo, texts.sources.code)
            records.source = np.where(silos < 0, source, silos).astype(np.int32)
        return records

    def _names(self, rows: Cells, records: Records) -> None:
        code = self._texts.names.code

        def given(text: str) -> list[int]:
            words = cells.given_words(text)
            suffix = [one for one in words if one[0] == "#"]
            names = [code(word) for word in words if word[0] != "#"][: GIVEN_NAMES - 1]
            return [*_padded(names, GIVEN_NAMES - 1), _suffix(suffix)]

        def family(text: str) -> list[int]:
            word, _, suffix = cells.family_word(text).partition("#")
            return [code(word), _suffix([f"#{suffix}"] if suffix else [])]

        def full(text: str) -> list[int]:
            name = cells.full_name(text)
            names = [code(word) for word in name.given][: GIVEN_NAMES - 1]
            suffix = [f"#{name.suffix}"] if name.suffix else []
            return [
                *_padded(names, GIVEN_NAMES - 1), _suffix(suffix), code(name.family),
            ]  # fmt: skip

        slots = [rows.many(column, given, GIVEN_NAMES) for column in self._given]
        families = [rows.many(column, family, 2) for column in self._family]
        whole = [rows.many(column, full, GIVEN_NAMES + 1) for column in self._full]
        records.family = _first([one[:, 0] for one in families], rows.count)
        records.family = _first(
            [records.family, *(one[:, GIVEN_NAMES] for one in whole)], rows.count
        )
        suffix = np.zeros(rows.count, np.int8)
        column = self.mapping.first(Meaning.SUFFIX)
        ends = [one[:, GIVEN_NAMES - 1] for one in (*slots, *whole)]
        ends += [one[:, 1] for one in families]
        if column is not None:
            ends.append(
                rows.one(column, lambda text: _suffix([f"#{cells.suffix_code(text)}"]))
            )
        for end in ends:
            suffix = np.where((suffix == 0) & (end > 0), end, suffix).astype(np.int8)
        records.suffix = suffix
        if slots or whole:
            records.given = self._given_names(slots, whole, records.family)

    def _given_names(
        self, slots: list[Array], whole: list[Array], family: Array
    ) -> Array:
        """Put the name she is called by first, and all others behind it."""
        width = GIVEN_NAMES - 1
        middle = len(self.mapping.all(Meaning.MIDDLE_NAME))
        called = [one[:, :width] for one in slots[: len(slots) - middle]]
        seconds = [one[:, :width] for one in slots[len(slots) - middle :]]
        fulls = []
        for one in whole:
            names = one[:, :width]
            twice = names == family[:, None]
            lone = (names >= 0).sum(axis=1) == twice.sum(axis=1)
            fulls.append(np.where(twice & ~lone[:, None], -1, names))
        firsts = [*called, *fulls]
        count = len(family)
        first = _first([one[:, 0] for one in firsts], count)[:, None]
        rest = np.concatenate([*firsts, *seconds], axis=1)
        rest = np.where(rest == first, -1, rest)
        return np.concatenate([first, _compact(rest, width)], axis=1)

    def _birth(self, rows: Cells, records: Records) -> None:
        born = np.zeros(rows.count, np.int32)
        for column in self.mapping.all(Meaning.BIRTH_DATE):
            read = partial(cells.birth_number, form=column.dates)
            born = np.where(born == 0, rows.one(column, read, none=0), born)
        parts = np.zeros(rows.count, np.int32)
        for meaning, scale, most in _BIRTH_PARTS:
            for column in self.mapping.all(meaning)[:1]:
                number = partial(_number, most=most)
                parts += scale * rows.one(column, number, none=0)
        parts = np.where(parts >= _FIRST_YEAR, parts, 0)  # no year: no birth date
        parts = np.where(parts // 100 % 100 == 0, parts // 10_000 * 10_000, parts)
        born = np.where(born == 0, parts, born)
        records.born = np.where(born == 0, self._from_age(rows), born).astype(np.int32)

    def _from_age(self, rows: Cells) -> Array:
        """Return the year of birth as yyyy0000, where an age and a date are known."""
        age = self.mapping.first(Meaning.AGE)
        asked = self.mapping.first(Meaning.OTHER_DATE, Meaning.AT)
        if age is None or asked is None:
            return np.zeros(rows.count, np.int32)
        ages = rows.one(age, _age, none=-1)
        read = partial(cells.birth_number, form=asked.dates)
        years = rows.one(asked, read, none=0) // 10_000
        known = (ages >= 0) & (years > 0)
        return np.where(known, (years - ages) * 10_000, 0)

    def _places(self, rows: Cells, records: Records) -> None:
        texts = self._texts

        def line(text: str, *, whole: bool) -> list[int]:
            house, street, unit, postcode, city = (
                cells.address_parts(text)
                if whole
                else (*cells.street_parts(text), "", "")
            )
            return [
                texts.houses.code(house), texts.streets.code(street),
                texts.units.code(unit), texts.postcodes.code(postcode),
                texts.cities.code(city),
            ]  # fmt: skip

        lines = [
            rows.many(column, partial(line, whole=column.meaning is Meaning.ADDRESS), 5)
            for column in self._addresses
        ]

        def own(meaning: Meaning, read: Callable[[str], int]) -> list[Array]:
            return [rows.one(column, read) for column in self.mapping.all(meaning)[:1]]

        houses = own(Meaning.HOUSE_NUMBER, _coded(texts.houses, cells.house_word))
        units = own(Meaning.UNIT, _coded(texts.units, cells.unit_word))
        postcodes = own(Meaning.POSTCODE, _coded(texts.postcodes, cells.postcode_word))
        cities = own(Meaning.CITY, _coded(texts.cities, cells.plain_text))
        count = rows.count
        records.house = _first([*houses, *(one[:, 0] for one in lines)], count)
        records.street = _first([one[:, 1] for one in lines], count)
        records.unit = _first([*units, *(one[:, 2] for one in lines)], count)
        records.postcode = _first([*postcodes, *(one[:, 3] for one in lines)], count)
        records.city = _first([*cities, *(one[:, 4] for one in lines)], count)

    def _several(
        self,
        rows: Cells,
        meaning: Meaning,
        read: Callable[[str], tuple[str, ...]],
        code: Callable[[str], int],
    ) -> Array:
        columns = self.mapping.all(meaning)
        parts = [
            rows.many(
                column,
                lambda text: _padded([code(one) for one in read(text)], SEVERAL),
                SEVERAL,
            )
            for column in columns
        ]
        if not parts:
            return np.full((rows.count, SEVERAL), -1, np.int32)
        return _compact(np.concatenate(parts, axis=1), SEVERAL)

    def _mark(
        self, rows: Cells, records: Records, kind: IdentifierKind, column: ColumnProfile
    ) -> None:
        space = namespace_of(kind, column.namespace or self._namespace)
        lexicon = self._texts.mark((kind, space))

        def read(text: str) -> int:
            # Many shops use the mailbox as a login; it is then the same mailbox.
            return -1 if "@" in text else lexicon.code(cells.mark_value(kind, text))

        found = rows.one(column, read)
        known = records.marks.get((kind, space))
        records.marks[kind, space] = (
            found if known is None else np.where(known < 0, found, known)
        )
        if kind in {IdentifierKind.USER_ID, IdentifierKind.CUSTOMER_NUMBER}:
            code = self._texts.emails.code

            def mailbox(text: str) -> list[int]:
                boxes = cells.emails_in(text) if "@" in text else ()
                return _padded([code(one) for one in boxes], SEVERAL)

            boxes = rows.many(column, mailbox, SEVERAL)
            both = np.concatenate([records.emails, boxes], axis=1)
            records.emails = _compact(both, SEVERAL)


def _street_alone(text: str) -> tuple[str, str, str, str, str]:
    return *cells.street_parts(text), "", ""


def _traits_of(mapping: TableMapping) -> Mapping[str, ColumnProfile]:
    """Name the other columns that may tell people apart."""
    found: dict[str, ColumnProfile] = {}
    for column in mapping.columns:
        if column.meaning not in _TRAITS or not _may_tell(column):
            continue
        alone = len(mapping.all(column.meaning)) == 1
        known = column.meaning is not Meaning.UNKNOWN and alone
        name = str(column.meaning) if known else "_".join(tokens(column.name))
        found.setdefault(name or column.name, column)
    return found


def _may_tell(column: ColumnProfile) -> bool:
    """Free text, sums and times are no traits of a person."""
    words = [len(text.split()) for text in column.examples]
    long = bool(words) and sum(words) / len(words) > _MOST_WORDS
    sums = any(re.fullmatch(r"-?\d+[.,]\d+", text) for text in column.examples)
    times = any(re.search(r"\d[-/:]\d\d[-/:]", text) for text in column.examples)
    return not (long or sums or times)


def _coded(lexicon: Lexicon, write: Callable[[str], str]) -> Callable[[str], int]:
    def read(text: str) -> int:
        return lexicon.code(write(text))

    return read


def _padded(codes: list[int], width: int) -> list[int]:
    return [*codes[:width], *[-1] * (width - len(codes))]


def _suffix(found: list[str]) -> int:
    word = found[0][1:] if found else ""
    return SUFFIXES.index(word) if word in SUFFIXES else 0


def _age(text: str) -> int:
    try:
        years = int(float(text))
    except (ValueError, OverflowError):
        return -1
    return years if 0 <= years <= _OLDEST else -1


def _number(text: str, most: int) -> int:
    try:
        number = int(float(text))
    except (ValueError, OverflowError):
        return 0
    return number if 0 < number <= most else 0


def _first(columns: Sequence[Array], count: int) -> Array:
    found = np.full(count, -1, np.int32)
    for codes in columns:
        found = np.where(found < 0, codes, found).astype(np.int32)
    return found


def _compact(codes: Array, width: int) -> Array:
    """Move what is known to the left, each value once; at most *width*."""
    codes = codes.copy()
    for place in range(1, codes.shape[1]):
        again = (codes[:, :place] == codes[:, place : place + 1]).any(axis=1)
        codes[again, place] = -1
    order = np.argsort(codes < 0, axis=1, kind="stable")
    found = np.take_along_axis(codes, order, axis=1)[:, :width]
    if found.shape[1] < width:
        pad = np.full((len(found), width - found.shape[1]), -1, found.dtype)
        found = np.concatenate([found, pad], axis=1)
    return np.ascontiguousarray(found, np.int32)
