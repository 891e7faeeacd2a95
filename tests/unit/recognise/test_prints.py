"""What tells a forgotten person again tells nobody else."""

from __future__ import annotations

from datetime import date

import pytest

from hypothesis import given, settings
from hypothesis import strategies as st

from shopkeeper.recognise import Node, name_of
from shopkeeper.recognise.prints import (
    MASK,
    addresses_in,
    cells_print,
    likely_prints,
    masked,
    sure_prints,
)
from shopkeeper.vocabulary import Identifier, IdentifierKind


def _mail(value: str) -> Identifier:
    return Identifier(
        kind=IdentifierKind.EMAIL, namespace="", value=value, as_written=value,
        verified=False, one_per_person=False,
    )  # fmt: skip


ANN = Node(
    key="1",
    name=name_of(given="Ann", family="Lee"),
    identifiers=(_mail("ann@lee.example"),),
    birth_date=date(1970, 4, 5),
    postcode="LS12AA",
    address="2 high street",
)


def test_what_she_shares_tells_her_only_with_her_name():
    """A family's mailbox stays the family's."""
    key = (IdentifierKind.EMAIL, "", "ann@lee.example")
    assert sure_prints(ANN, shared={key}) == []
    assert len(sure_prints(ANN)) == 1
    assert any(one[0] == "named" for one in likely_prints(ANN))


def test_a_name_alone_tells_nobody():
    """Two people may have it."""
    alone = Node(key="1", name=name_of(given="Ann", family="Lee"))
    assert likely_prints(alone) == []
    initial = Node(
        key="1", name=name_of(given="A", family="Lee"), birth_date=ANN.birth_date
    )
    assert likely_prints(initial) == []


def test_given_and_family_name_the_wrong_way_round_are_the_same_print():
    """As files have them."""
    turned = Node(
        key="2", name=name_of(given="Lee", family="Ann"), birth_date=ANN.birth_date
    )
    assert set(likely_prints(turned)) & set(likely_prints(ANN))


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("Write to Ann@Lee.example. She waits.", "Ann@Lee.example"),
        ("<ann@lee.example>, please", "ann@lee.example"),
        ("call 07700 900417 now", "07700 900417"),
        ("call +44 (0)7700 900417!", "+44 (0)7700 900417"),
        ("(07700) 900-417", "07700) 900-417"),
    ],
)
def test_her_address_is_taken_out_however_it_is_written(text, gone):
    """Letter for letter, so that what points into the words still does."""
    hers = {
        ("id", "email", "", "ann@lee.example"), ("id", "phone", "", "+447700900417")
    }  # fmt: skip
    clean, taken = masked(text, country="GB", is_hers=hers.__contains__)
    assert len(clean) == len(text)
    assert [one.lstrip("(") for one in taken] == [gone]
    assert "417" not in clean
    assert "lee.example" not in clean.casefold()


@settings(deadline=None)  # the machine may be busy
@given(st.text(max_size=200))
def test_words_without_an_address_of_hers_stay_as_they_are(text):
    """Whatever they are."""
    assert masked(text, country="GB", is_hers=lambda _: False) == (text, [])
    clean, taken = masked(text, country="GB", is_hers=lambda _: True)
    assert len(clean) == len(text)
    assert sum(map(len, taken)) <= clean.count(MASK)
    for start, end, _ in addresses_in(text, country="GB"):
        assert set(clean[start:end]) == {MASK}


def test_a_row_is_told_wherever_its_columns_stand():
    """An export with its columns in another order is the same row."""
    assert cells_print("crm", ["a", "", "b "]) == cells_print("crm", ["b", "a", None])
    assert cells_print("crm", ["a"]) != cells_print("desk", ["a"])
