"""Is what she bought for somebody else kept out of her taste?"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from shopkeeper.recognise.columns import delivered, profile, sample_rows
from shopkeeper.remember.gifts import gifts_of
from shopkeeper.vocabulary import Holds


def _gifts(rows):
    """Rows of (person, day, sent to, her own, marked)."""
    persons, days, to, home, marked = zip(*rows, strict=True)
    return gifts_of(persons, days, to, home, np.array(marked)).tolist()


def test_what_went_to_another_address_than_hers_is_a_gift():
    """
    By the row's own word; where a row names no address to send to, it went to her.
    """
    rows = [
        ("ann", 1, "1highst", "1highst", False),
        ("ann", 2, "9farlane", "1highst", False),
        ("ann", 3, None, "1highst", False),
        ("bob", 3, None, None, True),
    ]

    assert _gifts(rows) == [False, True, False, True]


def test_without_her_own_address_hers_is_where_most_went():
    """
    Who moved has two of her own; a parcel to a friend is one of twelve.
    """
    rows = [("ann", day, "old", None, False) for day in range(5)]
    rows += [("ann", day, "new", None, False) for day in range(10, 14)]
    rows += [("ann", 20, "friend", None, False), ("eve", 1, "only", None, False)]

    assert _gifts(rows) == [False] * 9 + [True, False]


def test_two_addresses_equally_often_are_not_decided_by_the_order_of_rows():
    """
    One of each: no row order may make the one or the other hers.
    """
    rows = [("ann", 1, "a", None, False), ("ann", 2, "b", None, False)]

    assert _gifts(rows) == _gifts(rows[::-1])[::-1]
    assert sum(_gifts(rows)) == 1


@pytest.mark.parametrize(
    ("there", "here"),
    [
        ("shipping_postcode", "billing_postcode"),
        ("Shipping Zip", "Billing Zip"),
        ("deliveryAddress", "address"),
        ("Lieferadresse", "Rechnungsadresse"),
        ("ship_to_street", "street"),
    ],
)
def test_columns_of_delivery_are_found_by_their_names(there, here):
    """
    What is written another way is the same address; a date of delivery is none.
    """
    data = pa.table(
        {
            "customer_id": ["c1", "c1", "c2"],
            there: ["1 High St., AB1 2CD", "9 Far Lane, EH1 1AA", None],
            here: ["1 high st ab1 2cd", "1 High St, AB1 2CD", "2 Low Rd, AB1 3EF"],
            "delivery_date": ["2026-01-02", "2026-01-03", "2026-01-04"],
        }
    )
    mapping = profile(
        data.column_names, sample_rows(data), holds=Holds.ORDERS, time_zone="UTC"
    )

    found = delivered(mapping, lambda column: data.column(column.index))

    assert found is not None
    assert found.to[0] == found.home[0]
    assert found.to[1] != found.home[1] == found.home[0]
    assert found.to[2] is None


def test_a_table_that_names_no_delivery_says_nothing():
    """
    Her own address alone, and costs and days of shipping, are no other address.
    """
    data = pa.table(
        {
            "customer_id": ["c1"], "address": ["1 High St"], "shipping_cost": ["4.50"],
            "delivery_status": ["sent"], "shipped_at": ["2026-01-02"],
        }
    )  # fmt: skip
    mapping = profile(
        data.column_names, sample_rows(data), holds=Holds.ORDERS, time_zone="UTC"
    )

    assert delivered(mapping, lambda column: data.column(column.index)) is None
