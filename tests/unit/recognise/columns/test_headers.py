"""A first row that looks like the others is data."""

from __future__ import annotations

import pytest

from shopkeeper.recognise.columns import column_names, first_row_is_header


HEADED = [
    [["customer_id", "date"], ["1", "19970101"], ["2", "19970102"]],
    [["Kundennr", "Umsatz"], ["17", "1,50"]],
    [["imię", "wiek"], ["Ola", "31"], ["Jan", "40"]],
    [["first_name", "last_name"], ["Ann", "Lee"], ["Jo", "May"]],
    [["name", "2009", "2010"], ["Ann", "3", "4"], ["Jo", "1", "0"]],
]
BARE = [
    [["00004", "19970101", "29.33"], ["00004", "19970118", "29.73"]],
    [["Ann Lee", "ann@b.example"], ["Jo May", "jo@b.example"]],
    [["Ann", "2020-01-02"], ["Jo", "2020-02-03"]],
    [["Ann", "Leith", "red"], ["Jo", "Leith", "blue"], ["May", "Perth", "red"]],
]


@pytest.mark.parametrize("rows", HEADED)
def test_names_above_values_are_a_header(rows: list[list[str]]) -> None:
    """Known names, or words above typed cells, name the columns."""
    assert first_row_is_header(rows)


@pytest.mark.parametrize("rows", BARE)
def test_a_row_like_the_others_is_data(rows: list[list[str]]) -> None:
    """Numbers above numbers, or cells that come again below, are data."""
    assert not first_row_is_header(rows)


def test_every_column_gets_one_name_of_its_own() -> None:
    """Empty and repeated names are told apart, even from each other's repairs."""
    names = column_names(["id", "", "id", "id_2", "id"])
    assert names == ("id", "column_2", "id_2", "id_2_2", "id_3")
