"""Records become persons, whatever their order and however strange they are."""

from __future__ import annotations

import numpy as np
import pytest

from shopkeeper.recognise.linking import fields
from shopkeeper.recognise.linking.link import link, vague
from tests.unit.recognise.linking.made import crowd, persons, read


HOME = {"street": "5 Mill Road", "postcode": "LS1 4AB", "city": "Leeds"}
ANN = {"first": "Ann", "last": "Oakhurst", "born": "1980-04-03", **HOME,
       "email": "ann@oak.example", "phone": "07120361140"}  # fmt: skip
UNKNOWN = dict.fromkeys(ANN, "")


def linked(*rows: dict[str, str], **given: frozenset[str]) -> set[frozenset[int]]:
    """Return the persons behind rows."""
    columns = {name: "" for row in rows for name in row}
    records, texts = read(*(columns | row for row in rows))
    return persons(link(records, texts, **given).groups.label)


def test_a_crowd_is_mostly_put_together_rightly():
    """Of the pairs that are joined next to none is wrong, and most are found."""
    records, texts, whose = crowd(1500, each=2.5)
    found = link(records, texts).groups.label
    both = np.unique(np.stack([found, whose]), axis=1, return_counts=True)[1]
    joined, true, right = (
        sum(n * (n - 1) // 2 for n in counts.tolist())
        for counts in (np.bincount(found), np.bincount(whose), both)
    )
    assert right > 0.97 * joined
    assert right > 0.55 * true


@pytest.mark.parametrize(
    "other",
    [
        {"first": "Annie"}, {"first": "A.", "born": ""}, {"last": "Oakhrust"},
        {"first": "Oakhurst", "last": "Ann"}, {"born": "1980-03-04"},
        {"last": "Elm"}, {"street": "9 Fir Row", "postcode": "M1 9ZZ", "city": "Hull"},
        {"email": "", "phone": ""},
    ],
)  # fmt: skip
def test_two_records_of_one_person_are_joined(other):
    """Short form, initial, slip, crossed columns, married, moved."""
    assert linked(ANN, ANN | other) == {frozenset({0, 1})}


@pytest.mark.parametrize(
    "other",
    [
        {"first": "Tom", "born": "1979-10-20", "phone": "07120361449"},
        {"first": "Una", "born": "2011-10-20", "email": "", "phone": ""},
        {"first": "Una", "born": "1980-04-03"},  # a twin
        {"born": "1951-10-20", "email": "", "phone": ""},  # a mother of one name
        UNKNOWN | {"first": "Una", "last": "Elmgrove", "city": "Leeds"},
        UNKNOWN | {"first": "Ann"},
        UNKNOWN | HOME,
        UNKNOWN,
    ],
)
def test_two_people_are_not(other):
    """A household shares its name, house, mailbox and phone."""
    assert linked(ANN, ANN | other) == {frozenset({0}), frozenset({1})}


def test_father_and_son_stay_two():
    """With all the rest the same; and verified ids that differ are two people."""
    both = {frozenset({0}), frozenset({1})}
    assert linked(ANN | {"suffix": "Jr"}, ANN | {"suffix": "Sr"}) == both
    one, other = (ANN | {"number": number} for number in ("C881", "D202"))
    only = frozenset({fields.mark("customer_number", "shop")})
    assert linked(one, other) == {frozenset({0, 1})}
    assert linked(one, other, unique=only) == both


@pytest.mark.parametrize(
    ("names", "joined"), [("Bob", True), ("Bob Una Tom Kim Max", False)]
)
def test_a_mailbox_of_a_few_joins_and_one_of_many_does_not(names, joined):
    """Two called Ann, beside one other or beside five."""
    rows = [{"first": one} for one in ("Ann", "Ann", *names.split())]
    found = linked(*(row | {"email": "oak@oak.example"} for row in rows))
    assert (frozenset({0, 1}) in found) is joined
    assert len(found) == len(rows) - joined


def test_records_without_a_full_given_name_are_vague():
    """No name, or an initial."""
    records, texts = read({"first": "Ann"}, {"first": "A."}, {"first": ""})
    assert vague(records, texts).tolist() == [False, True, True]


@pytest.mark.parametrize(
    ("row", "count"),
    [
        ({"first": "Test", "last": "Test", "email": "test@test.com"}, 10_000),
        ({"first": "Ann", "last": "Oak"}, 10_000),
        (ANN, 1000),
        (UNKNOWN, 1000),
        ({"phone": "07120361140"}, 1000),
    ],
)
def test_a_crowd_of_equal_rows_joins_nobody_and_nobody_else(row, count):
    """A filler on thousands of rows is no person; those beside it are found."""
    records, texts = read(*[UNKNOWN | row] * count, *[ANN | {"last": "Elmgrove"}] * 2)
    found = link(records, texts)
    crowds = {one for one in persons(found.groups.label) if len(one) > 1}
    assert crowds == {frozenset({count, count + 1})}


def test_what_was_learned_before_is_used_again():
    """With one model, the same records give the same scores."""
    records, texts, _ = crowd(300, each=2.5)
    first = link(records, texts)
    again = link(records, texts, model=first.weigher.scales.model)
    assert again.scores.tolist() == first.scores.tolist()
    assert again.groups.label.tolist() == first.groups.label.tolist()


def test_every_person_is_joined_by_pairs_that_say_so():
    """Best pair and partner are within the person, and above even odds."""
    records, texts, _ = crowd(600, each=2.5)
    found = link(records, texts)
    label, best, partner = found.groups.label, found.groups.best, found.groups.partner
    alone = partner < 0
    assert np.array_equal(alone, np.isinf(best))
    assert np.array_equal(alone, np.bincount(label)[label] == 1)
    rows = np.flatnonzero(~alone)
    assert np.array_equal(label[rows], label[partner[rows]])
    assert best[rows].min() > 0
    low, high = np.minimum(rows, partner[rows]), np.maximum(rows, partner[rows])
    assert found.weigher(low, high)[0] == pytest.approx(best[rows])


def test_father_and_son_of_one_name_phone_and_mailbox_are_two():
    """And no third record without a birth date makes them one."""
    son = ANN | {"born": "2008-11-19"}
    found = linked(ANN, son, ANN | {"born": ""})
    assert not any({0, 1} <= one for one in found)
    assert linked(ANN, son) == {frozenset({0}), frozenset({1})}


def test_numbered_mailboxes_are_two_peoples():
    """A number is how namesakes get boxes of their own."""
    one, other = (
        {"first": "Wendy", "last": "Smith", "email": f"wsmith{n}@gmail.com",
         "phone": phone} for n, phone in ((1, "07120361140"), (2, "07855904372"))
    )  # fmt: skip
    assert linked(one, other) == {frozenset({0}), frozenset({1})}
