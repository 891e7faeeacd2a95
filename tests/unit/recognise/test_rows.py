"""Rows to nodes."""

from __future__ import annotations

from datetime import date

import pyarrow as pa

from msgspec.structs import replace

from shopkeeper.recognise import reader_of, signature_of
from shopkeeper.recognise.columns import Meaning
from shopkeeper.recognise.rows import mapping_of, nodes_of_table
from shopkeeper.vocabulary import IdentifierKind
from tests.unit.recognise.people import node


ROWS = [
    {
        "Vorname": "Jenny", "Nachname": "O'Hara", "Geburtsdatum": "03.02.1980",
        "E-Mail": "Jenny@oak.example", "Kundennr": "K17", "PLZ": "10 115",
        "Stra\u00dfe": "Hauptstr. 3", "Ort": "Berlin",
    },
    {
        "Vorname": "Tom", "Nachname": "Elm", "Geburtsdatum": "23.11.1971",
        "E-Mail": "null", "Kundennr": "K18", "PLZ": "20095",
        "Stra\u00dfe": "Am Wall", "Ort": "Hamburg",
    },
]  # fmt: skip


def nodes() -> list:
    """Read the rows."""
    table = pa.Table.from_pylist(ROWS)
    reader = reader_of(mapping_of(table), source="till", country="DE")
    return [one for one, _ in nodes_of_table(table, reader, ["till:1", "till:2"])]


def test_a_row_says_who_she_is_whatever_the_columns_are_called():
    """Name, birth date in the writer's order, place, identifiers with namespaces."""
    jenny, tom = nodes()
    assert jenny.name.given == ("jenny",)
    assert jenny.name.family == "ohara"
    assert jenny.birth_date == date(1980, 2, 3)
    assert (jenny.postcode, jenny.town) == ("10115", "berlin")
    assert jenny.address == "hauptstr 3"
    assert tom.address == ""  # a street without a number is no house
    found = {one.kind: (one.namespace, one.value) for one in jenny.identifiers}
    assert found[IdentifierKind.EMAIL] == ("", "jenny@oak.example")
    assert found[IdentifierKind.CUSTOMER_NUMBER] == ("till", "K17")


def test_placeholders_do_not_hide_what_a_column_is():
    """A column of mailboxes stays one where nearly all people have `null`."""
    rows = [{"record_id": str(n), "email": "null", "item": "tea"} for n in range(50)]
    rows.append({"record_id": "x", "email": "ann@oak.example", "item": "tea"})
    mapping = mapping_of(pa.Table.from_pylist(rows))
    assert mapping.columns[1].meaning is Meaning.EMAIL


def test_rows_that_say_the_same_have_one_signature_if_something_may_join_them():
    """Namesakes without an identifier have one each."""
    ann = node("a", email="ann@oak.example", full="Ann Oak")
    again = replace(ann, key="b", age=7)
    assert signature_of(ann, "r1") == signature_of(again, "r2")
    moved = replace(ann, postcode="AB12CD")
    assert signature_of(ann, "r1") != signature_of(moved, "r1")
    name = node("a", full="Ann Oak", email="null")
    assert signature_of(name, "r1") != signature_of(name, "r2")
