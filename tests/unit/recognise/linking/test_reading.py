"""A row becomes a record, whatever columns its table has."""

from __future__ import annotations

import pytest

from shopkeeper.recognise.columns import DateStyle
from shopkeeper.recognise.linking.reading import Reader
from shopkeeper.recognise.linking.records import Texts
from tests.unit.recognise.linking.made import mapping_of, read, said


def record(**row: str) -> dict[str, object]:
    """Return what one row says, but for its source."""
    (one,) = said(*read({name.replace("_2", ".2"): row[name] for name in row}))
    del one["source"]
    return one


ANN = {"given": ("ann",), "family": "oak"}


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"first": "Ann", "last": "Oak"}, ANN),
        ({"name": "Ann Oak"}, ANN),
        ({"name": "Oak, Ann"}, ANN),
        ({"first": "Ann", "last": "Oak", "name": "Mrs A. Oak"},
         {"given": ("ann", "a"), "family": "oak"}),
        ({"first": "Ann Oak", "name": "Ann Oak"},
         {"given": ("ann", "oak"), "family": "oak"}),
        ({"first": "Ann", "middle": "Mary", "last": "Oak"},
         {"given": ("ann", "mary"), "family": "oak"}),
        ({"first": "Al", "last": "Oak Jr."},
         {"given": ("al",), "family": "oak", "suffix": "jr"}),
        ({"first": "Al", "last": "Oak", "suffix": "Senior"},
         {"given": ("al",), "family": "oak", "suffix": "sr"}),
        ({"name": "Al Oak III"},
         {"given": ("al",), "family": "oak", "suffix": "iii"}),
        ({"first": "Ann & Bob", "last": "Oak"}, {"family": "oak"}),
        ({"first": "N/A", "last": "unknown"}, {}),
        ({"first": "Oak", "name": "Oak"}, {"given": ("oak",)}),
    ],
)  # fmt: skip
def test_a_name_is_read_from_parts_or_from_a_whole(row, expected):
    """Each name once, the one she is called by first."""
    assert record(**row) == expected


@pytest.mark.parametrize(
    ("row", "born"),
    [
        ({"born": "1980-04-03"}, 19800403),
        ({"birth_year": "1980"}, 19800000),
        ({"birth_year": "1980.0", "birth_month": "4", "birth_day": "3"}, 19800403),
        ({"birth_month": "4", "birth_day": "3"}, None),
        ({"born": "n/a", "birth_year": "1980"}, 19800000),
        ({"born": "", "born_2": "1980-04-03"}, 19800403),
        ({"age": "40", "other_date": "2020-05-06"}, 19800000),
        ({"age": "40"}, None),
        ({"age": "40", "other_date": "n/a"}, None),
        ({"born": "1979-01-02", "age": "40", "other_date": "2020-05-06"}, 19790102),
    ],
)
def test_a_birth_date_is_whole_in_parts_or_an_age(row, born):
    """A month without a year is none; an age needs the day it was asked."""
    assert record(**row).get("born") == born


def test_each_column_of_dates_has_its_writers_order():
    """The third of April, in Britain and in America."""
    rows = {DateStyle.DAY_FIRST: "03/04/1980", DateStyle.MONTH_FIRST: "04/03/1980"}
    for style, text in rows.items():
        records, _ = read({"born": text}, style=style)
        assert records.born.tolist() == [19800403]


MILL = {"house": "14", "street": "mill road"}


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"street": "14 Mill Road"}, MILL),
        ({"street": "Mill Rd", "house_number": "14"}, MILL),
        ({"address": "Flat 2, 14 Mill Road"}, {**MILL, "unit": "2"}),
        ({"street": "14 Mill Road", "unit": "Apt 2"}, {**MILL, "unit": "2"}),
        ({"street": "14 Mill Road", "address": "West End"},
         {**MILL, "address_2": "west end"}),
        ({"street": "", "po_box": "PO Box 7"}, {"house": "7", "street": "po box"}),
        ({"street": "14 Mill Road", "postcode": "ls1 4ab", "city": "LEEDS"},
         {**MILL, "postcode": "LS14AB", "city": "leeds"}),
        ({"postcode": "0000", "city": "n/a"}, {}),
    ],
)  # fmt: skip
def test_an_address_is_one_line_or_several_columns(row, expected):
    """Its own column of a part comes before the line."""
    assert record(**row) == expected


def test_two_mailboxes_and_two_phones_are_kept_each_once():
    """From one cell or from two columns; a third is one too many."""
    found = record(
        email="ann@oak.example; a.oak@gmail.com", email_2="aoak@googlemail.com",
        phone="07120 361140", phone_2="+447120361140 / 07120361141 / 07120361142",
    )  # fmt: skip
    assert found == {
        "emails": ("ann@oak.example", "aoak@gmail.com"),
        "phones": ("+447120361140", "+447120361141"),
    }


def test_a_mailbox_used_as_a_login_is_the_same_mailbox():
    """A user id is one only where it is no address."""
    assert record(user_id="Ann@Oak.Example") == {"emails": ("ann@oak.example",)}
    assert record(user_id="ann17") == {"user_id:shop": "ann17"}


def test_numbers_belong_to_their_source_and_a_states_to_everybody():
    """Number 17 of the shop is not number 17 of the till."""
    row = {"number": "C-17", "national_id": "QQ 88 12 34 C"}
    texts = Texts()
    shop, till = (read(row, texts=texts, source=one)[0] for one in ("shop", "till"))
    assert set(shop.marks) & set(till.marks) == {("national_id", "")}
    (found,) = said(shop, texts)
    assert found["national_id:"] == "QQ881234C"
    assert found["customer_number:shop"] == "C-17"


def test_other_columns_that_may_tell_people_apart_are_traits():
    """A gender, a birth place, a column that nobody understood."""
    found = record(gender="F", birth_place="York", unknown="blue")
    assert found == {"gender": "f", "birth_place": "york", "unknown": "blue"}


def test_columns_of_somebody_else_are_not_hers():
    """A spouse's name, and what says nothing of a person."""
    found = record(of_another="Tom Oak", title="Mrs", amount="3.20", first="Ann")
    assert found == {"given": ("ann",)}


def test_the_source_is_the_silo_where_a_column_names_it():
    """And the table where the cell is empty."""
    found = said(*read({"silo": "till"}, {"silo": ""}, source="shop"))
    assert [one["source"] for one in found] == ["till", "shop"]


def test_a_column_of_empty_cells_says_nothing():
    """Blanks are no values."""
    row = dict.fromkeys(
        ["first", "last", "born", "age", "other_date", "street", "postcode", "city",
         "email", "phone", "number", "gender", "suffix", "unit", "silo"], "  ",
    )  # fmt: skip
    assert said(*read(row)) == [{"source": "shop"}]


def test_the_columns_that_are_used_are_told():
    """Others may change without a record changing."""
    mapping = mapping_of("title", "name", "amount", "email", "born", "of_another")
    assert Reader(mapping, Texts(), source="shop").used() == (1, 3, 4)
