"""Records in one line each, for the tests of linking."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pyarrow as pa

from shopkeeper.recognise.columns import (
    ColumnProfile,
    DateForm,
    DateStyle,
    Meaning,
    TableMapping,
    profile,
    sample_rows,
)
from shopkeeper.recognise.linking.reading import Reader
from shopkeeper.recognise.linking.records import SUFFIXES, Records, Texts
from shopkeeper.town.crowd import make_crowd
from shopkeeper.vocabulary import Holds


SHORT = {
    "name": "full_name", "first": "given_name", "last": "family_name",
    "middle": "middle_name", "born": "birth_date", "number": "customer_number",
}  # fmt: skip
DATES = {Meaning.BIRTH_DATE, Meaning.OTHER_DATE}


def mapping_of(*columns: str, style: DateStyle = DateStyle.ISO) -> TableMapping:
    """Return a mapping of columns named by what they mean: `street`, `phone.2`."""
    means = [Meaning(SHORT.get(one, one)) for one in (c.split(".")[0] for c in columns)]
    found = [
        ColumnProfile(
            name=name, index=place, meaning=meaning, sure=1.0, because="pinned",
            dates=DateForm(style=style) if meaning in DATES else None,
        )
        for place, (name, meaning) in enumerate(zip(columns, means, strict=True))
    ]  # fmt: skip
    return TableMapping(columns=tuple(found), holds=Holds.PEOPLE, holds_because="")


def columns_of(*rows: dict[str, str]) -> tuple[str, ...]:
    """Return all columns that rows name, in the order they come."""
    return tuple(dict.fromkeys(name for row in rows for name in row))


def table_of(*rows: dict[str, str | None]) -> pa.Table:
    """Return rows as a table of texts."""
    return pa.table(
        {
            name: pa.array([row.get(name) for row in rows], pa.string())
            for name in columns_of(*rows)
        }
    )


def read(
    *rows: dict[str, str],
    texts: Texts | None = None,
    style: DateStyle = DateStyle.ISO,
    source: str = "shop",
) -> tuple[Records, Texts]:
    """Return rows as records, and what their codes stand for."""
    texts = texts or Texts()
    mapping = mapping_of(*columns_of(*rows), style=style)
    return Reader(mapping, texts, source=source).read(table_of(*rows)), texts


def said(records: Records, texts: Texts) -> list[dict[str, object]]:
    """Return what each record says, in words; nothing that it does not say."""
    columns = {
        "given": (records.given, texts.names), "family": (records.family, texts.names),
        "emails": (records.emails, texts.emails),
        "phones": (records.phones, texts.phones),
        "house": (records.house, texts.houses),
        "street": (records.street, texts.streets), "unit": (records.unit, texts.units),
        "postcode": (records.postcode, texts.postcodes),
        "city": (records.city, texts.cities), "source": (records.source, texts.sources),
        **{":".join(k): (v, texts.mark(k)) for k, v in records.marks.items()},
        **{name: (v, texts.trait(name)) for name, v in records.traits.items()},
    }  # fmt: skip
    found: list[dict[str, object]] = []
    for row in range(len(records)):
        one: dict[str, object] = {
            "suffix": SUFFIXES[records.suffix[row]],
            "born": int(records.born[row]),
        }
        for name, (codes, lexicon) in columns.items():
            words = [lexicon.text(code) for code in np.atleast_1d(codes[row]).tolist()]
            while len(words) > 1 and not words[-1]:
                words.pop()
            many = tuple(words) if any(words) else ()
            one[name] = many if codes.ndim > 1 else words[0]
        found.append({name: value for name, value in one.items() if value})
    return found


@lru_cache(maxsize=4)
def crowd(
    persons: int, seed: int = 3, trouble: float = 1.0, each: float = 1.6
) -> tuple[Records, Texts, np.ndarray]:
    """Return a crowd as records, what their codes stand for, and whose each is."""
    made = make_crowd(persons, seed=seed, trouble=trouble, records_per_person=each)
    table, texts = made.records, Texts()
    mapping = profile(table.column_names, sample_rows(table))
    whose = made.truth["person"].combine_chunks().dictionary_encode().indices
    return Reader(mapping, texts, source="crowd").read(table), texts, whose.to_numpy()


def persons(label: np.ndarray) -> set[frozenset[int]]:
    """Return the rows of each person."""
    found: dict[int, set[int]] = {}
    for row, one in enumerate(np.asarray(label).tolist()):
        found.setdefault(one, set()).add(row)
    return {frozenset(rows) for rows in found.values()}
