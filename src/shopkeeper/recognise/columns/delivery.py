"""Where was it sent? What an order says of another address than hers."""

from __future__ import annotations

import re
import unicodedata

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from numpy.typing import NDArray

from shopkeeper.recognise.columns.meanings import ColumnProfile, Meaning, TableMapping
from shopkeeper.recognise.columns.naming import tokens
from shopkeeper.recognise.columns.wordlists import word_set


_TO = word_set("""
    shipping ship shipto delivery deliver deliverto dispatch liefer lieferung versand
    livraison expedition envio entrega consegna spedizione bezorg bezorging verzend
    verzending aflever""")
_HOME = word_set("""
    billing bill invoice home rechnung rechnungs facturation facturacion fatturazione
    factuur""")
_KINDS = {
    Meaning.ADDRESS: word_set("to address addr adresse anschrift direccion indirizzo"),
    Meaning.STREET: word_set("street strasse rue calle via straat line1"),
    Meaning.POSTCODE: word_set("postcode zip plz postal codepostal cap zipcode"),
    Meaning.CITY: word_set("city town ort stadt ville ciudad citta plaats"),
}
_GIFT = word_set("""
    gift isgift asgift isagift giftorder giftwrap giftwrapped present ispresent
    geschenk istgeschenk cadeau estcadeau regalo esregalo""")
_YES = word_set("yes y true t 1 x ja j oui o si vrai verdadero wahr gift present")
_NEITHER = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Delivered:
    """
    Where the orders of a table went; arrays (n,).

    Attributes:
        to: The address it was sent to, without blanks and signs; None where the row
            has none.
        home: Hers by the same row, likewise; None where the row has none.
        marked: Does the row itself call it a gift?
    """

    to: Sequence[str | None]
    home: Sequence[str | None]
    marked: NDArray[np.bool_]


def delivered(
    mapping: TableMapping, cells: Callable[[ColumnProfile], pa.ChunkedArray]
) -> Delivered | None:
    """
    Read where orders went; None where the table does not say.

    Args:
        mapping: What its columns mean.
        cells: Gives a column's cells as text.
    """
    there: dict[Meaning, ColumnProfile] = {}
    here: dict[Meaning, ColumnProfile] = {}
    gift = None
    for column in mapping.columns:
        name = tokens(column.name)
        if "".join(name) in _GIFT:
            gift = column
        if (kind := _kind(column, name, _TO)) is not None:
            there.setdefault(kind, column)
        elif (kind := _kind(column, name, _HOME)) is not None:
            here.setdefault(kind, column)
        elif column.meaning in _KINDS:
            here.setdefault(column.meaning, column)
    if not there and gift is None:
        return None
    shared = [kind for kind in _KINDS if kind in there and kind in here]
    asked = shared or list(there)
    to = _keys([cells(there[kind]) for kind in asked])
    home = _keys([cells(here[kind]) for kind in shared])
    marks = [] if gift is None else cells(gift).to_pylist()
    count = max(len(to), len(home), len(marks))
    return Delivered(
        to=to or [None] * count,
        home=home or [None] * count,
        marked=np.array(
            [_plain(cell or "") in _YES for cell in marks] or [False] * count,
            dtype=bool,
        ),
    )


def is_sent_to(column: ColumnProfile) -> bool:
    """Say whether a column names where something was sent, not where she lives."""
    return _kind(column, tokens(column.name), _TO) is not None


def _kind(
    column: ColumnProfile, name: tuple[str, ...], words: frozenset[str]
) -> Meaning | None:
    """Return what kind of place a column of *words* names, None if it is none."""
    if not name:
        return None
    if name[0] in words and column.meaning in _KINDS:
        return column.meaning
    whole = "".join(name)
    for first in words:
        rest = whole.removeprefix(first)
        if rest != whole:
            for kind, ends in _KINDS.items():
                if rest in ends or rest.removesuffix("1") in ends:
                    return kind
    return None


def _keys(columns: Sequence[pa.ChunkedArray]) -> list[str | None]:
    """Join the cells of each row, without what is written one way or another."""
    lists = [column.to_pylist() for column in columns]
    return [
        "|".join(_plain(cell or "") for cell in row) if any(row) else None
        for row in zip(*lists, strict=True)
    ]


def _plain(cell: str) -> str:
    return _NEITHER.sub("", unicodedata.normalize("NFKD", cell).casefold())
