"""Real tables of several departments are understood without configuration."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from shopkeeper.recognise.columns import Meaning, TableMapping, profile, sample_rows
from shopkeeper.vocabulary import Holds


DATA = Path(__file__).parents[4].parent / "shared" / "data"
pytestmark = pytest.mark.skipif(
    not DATA.exists(), reason="the development data are not beside the checkout"
)


def mapping_of(name: str) -> TableMapping:
    """Profile a Parquet file of the development data."""
    table = pq.read_table(DATA / name)
    return profile(table.column_names, sample_rows(table))


def test_a_gift_shops_order_lines_are_orders() -> None:
    """Codes are items, descriptions their names, and the time is found."""
    found = mapping_of("remember/online_retail_II_year1_dev.parquet")
    assert found.holds is Holds.ORDERS
    assert {one.name: one.meaning.value for one in found.columns} == {
        "t": "at",
        "customer_id": "customer_number",
        "stock_code": "item",
        "desc": "item_name",
        "quantity": "quantity",
        "price": "price",
        "country": "country",
    }


@pytest.mark.parametrize(
    ("silo", "style"),
    [
        ("acs", "month first"),
        ("census", "month first"),
        ("ssa", "yyyymmdd"),
        ("wic", "mmddyyyy"),
    ],
)
def test_each_silo_writes_birth_dates_its_own_way(silo: str, style: str) -> None:
    """The order of day, month and year is learned for each silo."""
    column = mapping_of(f"recognise/households_dev/{silo}.parquet").first(
        Meaning.BIRTH_DATE
    )
    assert column is not None
    assert column.dates is not None
    assert (column.dates.style, column.dates.settled) == (style, True)


@pytest.mark.parametrize(
    "name", ["baseball_half", "historical50k_half", "febrl1", "fake1000", "traps"]
)
def test_lists_of_people_have_names_birth_dates_and_places(name: str) -> None:
    """Whatever the columns are called, who she is is found."""
    found = mapping_of(f"recognise/{name}/records.parquet")
    assert found.holds is Holds.PEOPLE
    for meaning in (Meaning.GIVEN_NAME, Meaning.FAMILY_NAME, Meaning.BIRTH_DATE):
        assert found.first(meaning) is not None
    assert found.first(Meaning.ROW_KEY) is not None
