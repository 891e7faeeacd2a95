"""Numbers and money are read as people write them."""

from __future__ import annotations

import pytest

from hypothesis import given
from hypothesis import strategies as st

from shopkeeper.recognise.columns import NumberForm, learn_number_form, read_number


POINT, COMMA = NumberForm(decimal="."), NumberForm(decimal=",")


@pytest.mark.parametrize(
    ("text", "form", "expected"),
    [
        ("1.234,56", COMMA, 1234.56),
        ("1.234,56 €", COMMA, 1234.56),
        ("1 234,50", COMMA, 1234.5),
        ("5,--", COMMA, 5.0),
        ("£12.00", POINT, 12.0),
        ("£1,234.50", POINT, 1234.5),
        ("(5)", POINT, -5.0),
        ("(£5.00)", POINT, -5.0),
        ("-3", POINT, -3.0),
        ("3-", POINT, -3.0),
        ("1'234.50", POINT, 1234.5),
        ("EUR 7", POINT, 7.0),
        ("12 of 13", POINT, None),
        ("r000123", POINT, None),
        ("nan", POINT, None),
        ("1_000", POINT, None),
        ("7\n6.5", POINT, None),
        ("4\t5", COMMA, None),
        ("1,23,4", POINT, None),
        ("", POINT, None),
    ],
)
def test_money_is_read_as_written(
    text: str, form: NumberForm, expected: float | None
) -> None:
    """Currencies, groups, brackets and signs on either side mean what they mean."""
    assert read_number(text, form) == expected


@given(st.text("0123456789.,' -+()\u20ac\u0663\n\t_eE", max_size=8))
def test_no_cell_breaks_the_reader(text: str) -> None:
    """Any mixture of digits and signs is a number or none."""
    for form in (POINT, COMMA):
        found = read_number(text, form)
        assert found is None or isinstance(found, float)


@given(
    st.lists(st.integers(0, 10**9), min_size=5, max_size=30),
    st.sampled_from([(",", "."), (".", ","), ("", "."), ("", ",")]),
)
def test_the_sign_before_the_cents_is_learned(
    cents: list[int], marks: tuple[str, str]
) -> None:
    """Amounts written with cents in either habit come back as they were."""
    group, decimal = marks
    cells = [
        f"{one // 100:,}".replace(",", group) + f"{decimal}{one % 100:02d}"
        for one in cents
    ]
    form = learn_number_form(cells)
    assert [read_number(cell, form) for cell in cells] == [
        pytest.approx(one / 100) for one in cents
    ]
