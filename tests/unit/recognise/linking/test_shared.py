"""How many people use a mailbox is seen by the names beside it."""

from __future__ import annotations

import pytest

from shopkeeper.recognise.linking import fields
from shopkeeper.recognise.linking.shared import Shared, shared_values
from tests.unit.recognise.linking.made import read, said


BOX = "oak@oak.example"
NAMES = ["Ann", "Bob", "Una", "Tom", "Kim", "Lee", "Max"]


def found(*rows: dict[str, str]) -> Shared:
    """Return what several people have among rows."""
    return shared_values(*read(*rows))


def beside(*names: str) -> int:
    """Return how many people stand beside one mailbox: 1 if it is not told."""
    one = found(*({"first": name, "email": BOX} for name in names))
    return one.people[fields.EMAIL].get(0, 1)


@pytest.mark.parametrize(
    ("names", "people"),
    [
        (["Ann", "Ann"], 1), (["Ann", "Bob"], 2), (["Ann", "Bob", "Ann", "Una"], 3),
        (["Bob", "Robert", "Rob", "Ann"], 2), (["Sue", "Susan"], 1),
        (["Bill", "William", "Wiliam"], 1), (["Ann", "A."], 1), (["Ann", ""], 1),
        (["Mary Ann", "Mary"], 1),
    ],
)  # fmt: skip
def test_people_are_counted_by_their_given_names(names, people):
    """Nicknames and slips count once, an initial may be anybody."""
    assert beside(*names) == people


def test_a_familys_mailbox_is_told():
    """And her own is not."""
    rows = [{"first": "Ann", "email": BOX}, {"first": "Bob", "email": BOX},
            {"first": "Ann", "email": "ann@oak.example"}]  # fmt: skip
    shared = found(*rows, *rows)
    assert shared.boxes[fields.EMAIL].tolist() == [0]
    assert shared.stopped[fields.EMAIL].tolist() == []


@pytest.mark.parametrize(
    ("column", "value", "field"),
    [
        ("email", BOX, fields.EMAIL), ("phone", "07120361140", fields.PHONE),
        ("number", "C881", fields.mark("customer_number", "shop")),
    ],
)  # fmt: skip
@pytest.mark.parametrize("people", [5, 6])
def test_what_more_than_a_few_people_have_joins_nobody(column, value, field, people):
    """It is taken out of every record; all else stays."""
    records, texts = read(
        *({"first": name, column: value} for name in NAMES[:people]),
        {"first": "Ann", column: {"phone": "07120361149"}.get(column, "z" + value)},
    )
    shared = shared_values(records, texts)
    left = said(shared.without_stopped(records), texts)
    stops = people == 6
    assert (len(shared.stopped[field]) == 1) is stops
    assert [len(one) for one in left] == [2 if stops else 3] * people + [3]
    assert [len(one) for one in said(records, texts)] == [3] * (people + 1)


def test_her_second_mailbox_stays_where_the_first_is_stopped():
    """It still tells her."""
    rows = [{"first": name, "email": BOX} for name in NAMES]
    records, texts = read(*rows, {"first": "Ann", "email": f"{BOX}; ann@elm.example"})
    last = said(shared_values(records, texts).without_stopped(records), texts)[-1]
    assert last["emails"] == ("", "ann@elm.example")
