"""A crowd is like the people of a country, and its truth is known."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from shopkeeper.town.crowd import Crowd, make_crowd
from shopkeeper.vocabulary import BadInput


PERSONS = 12_000


@pytest.fixture(scope="module")
def crowd() -> Crowd:
    """Return a crowd with the usual trouble."""
    return make_crowd(PERSONS, seed=7)


@pytest.fixture(scope="module")
def calm() -> Crowd:
    """Return a crowd in whose records nothing is wrong."""
    return make_crowd(PERSONS, seed=7, trouble=0)


def said(crowd: Crowd, column: str) -> dict[str, set[str]]:
    """Return all that the records say of each person in a column."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    people, values = (
        crowd.truth["person"].to_pylist(),
        crowd.records[column].to_pylist(),
    )
    for person, value in zip(people, values, strict=True):
        if value is not None:
            found[person].add(value)
    return found


def merged(crowd: Crowd) -> list[dict[str, Any]]:
    """Return what a calm crowd's records know of each person together."""
    people: defaultdict[str, dict[str, Any]] = defaultdict(dict)
    owners = crowd.truth["person"].to_pylist()
    for person, row in zip(owners, crowd.records.to_pylist(), strict=True):
        people[person] |= {name: value for name, value in row.items() if value}
    return list(people.values())


def homes(crowd: Crowd) -> list[list[dict[str, Any]]]:
    """Return the known inhabitants of each known address."""
    found: defaultdict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for person in merged(crowd):
        if {"street", "city"} <= set(person):
            found[person["street"], person["city"]].append(person)
    return list(found.values())


def share_that_differ(one: dict[str, set[str]]) -> float:
    """Return of how many people with a value the records disagree."""
    return sum(len(values) > 1 for values in one.values()) / len(one)


def test_the_same_seed_makes_the_same_bytes(crowd: Crowd) -> None:
    """A benchmark can be run again."""
    again = make_crowd(PERSONS, seed=7)
    for one, other in ((crowd.records, again.records), (crowd.truth, again.truth)):
        assert one.equals(other)
        assert str(one.to_pydict()) == str(other.to_pydict())


def test_another_seed_makes_another_crowd(crowd: Crowd) -> None:
    """The seed is really used."""
    assert not make_crowd(PERSONS, seed=8).records.equals(crowd.records)


def test_the_columns_are_strings_as_the_departments_keep_them(crowd: Crowd) -> None:
    """The same columns as the traps have, so that both can be put together."""
    columns = "record_id silo first last suffix dob email phone street city postcode"
    assert " ".join(crowd.records.column_names) == columns
    assert crowd.truth.column_names == ["record_id", "person"]
    types = {*crowd.records.schema.types, *crowd.truth.schema.types}
    assert types == {pa.string()}
    silos = {"crm", "till", "webshop", "newsletter", "orders"}
    assert set(crowd.records["silo"].to_pylist()) == silos
    dobs = crowd.records["dob"].drop_null()
    assert pc.all(pc.match_substring_regex(dobs, r"^\d{4}-\d\d-\d\d$")).as_py()


def test_the_truth_covers_each_record_once_and_everybody(crowd: Crowd) -> None:
    """In the order of the records; each person has one to four of them."""
    assert crowd.truth["record_id"].equals(crowd.records["record_id"])
    assert len(set(crowd.truth["record_id"].to_pylist())) == len(crowd.truth)
    counts = pc.value_counts(crowd.truth["person"]).field("counts").to_pylist()
    assert len(counts) == PERSONS
    assert 1 == min(counts) < max(counts) == 4
    assert sum(counts) / PERSONS == pytest.approx(1.6, abs=0.03)


def test_records_stand_in_no_order(crowd: Crowd) -> None:
    """So that no method can read the truth off it."""
    people = crowd.truth["person"].to_pylist()
    neighbours = sum(a == b for a, b in pairwise(people))
    assert neighbours < 10


def test_without_trouble_the_records_of_a_person_agree(calm: Crowd) -> None:
    """No typo, no move, no maiden name: only blanks, and numbers written otherwise."""
    for column in calm.records.column_names[2:]:
        if column != "phone":
            assert share_that_differ(said(calm, column)) == 0


@pytest.mark.parametrize(
    ("column", "least", "most"),
    [
        ("dob", 0.01, 0.03),
        ("street", 0.02, 0.07),
        ("first", 0.06, 0.16),
        ("last", 0.04, 0.12),
    ],
)
def test_the_usual_trouble_is_as_common_as_in_life(
    crowd: Crowd, calm: Crowd, column: str, least: float, most: float
) -> None:
    """Slips, moves, short names and maiden names: seen beside the same people, calm."""
    right = {p: {v.lower() for v in vs} for p, vs in said(calm, column).items()}
    people, values = (
        crowd.truth["person"].to_pylist(),
        crowd.records[column].to_pylist(),
    )
    wrong = [
        value.lower() not in right[person]
        for person, value in zip(people, values, strict=True)
        if value and person in right
    ]
    assert least < sum(wrong) / len(wrong) < most


def test_more_trouble_is_more_trouble(crowd: Crowd) -> None:
    """The one number turns all of it."""
    worse = make_crowd(PERSONS, seed=7, trouble=4)
    for column in ("dob", "street", "last"):
        assert share_that_differ(said(worse, column)) > share_that_differ(
            said(crowd, column)
        )


def test_households_share_home_and_mostly_surname(calm: Crowd) -> None:
    """Which is what makes them hard to tell apart."""
    shared = [home for home in homes(calm) if len(home) > 1]
    people = sum(map(len, homes(calm)))
    assert 0.4 < sum(map(len, shared)) / people < 0.9
    alike = sum(len({p.get("last") for p in home}) < len(home) for home in shared)
    assert 0.6 < alike / len(shared) < 0.95


def test_there_are_twins(calm: Crowd) -> None:
    """Born on one day, at one address, and two people."""
    twins = 0
    for home in homes(calm):
        days = [person["dob"] for person in home if "dob" in person]
        twins += len(days) - len(set(days))
    assert 1 <= twins < PERSONS / 100


def test_there_are_fathers_and_sons_of_one_name(calm: Crowd) -> None:
    """A few, told apart by Sr and Jr in some records only."""
    marked = said(calm, "suffix")
    assert 0.0005 < len(marked) / PERSONS < 0.006
    namesakes = 0
    for home in homes(calm):
        names = [(p["first"], p["last"]) for p in home if {"first", "last"} <= set(p)]
        namesakes += len(names) - len(set(names))
    assert 1 <= namesakes < PERSONS / 100


def test_a_mailbox_is_one_persons_or_one_familys(calm: Crowd) -> None:
    """Dots do not make two mailboxes, as with the largest provider."""
    owners: defaultdict[str, set[str]] = defaultdict(set)
    for person, boxes in said(calm, "email").items():
        for box in boxes:
            local, _, host = box.partition("@")
            owners[f"{local.replace('.', '')}@{host}"].add(person)
    shared = {box for box, people in owners.items() if len(people) > 1}
    assert shared
    assert all("family" in box for box in shared)
    assert len(shared) / len(owners) < 0.05


def test_a_phone_number_is_one_persons_or_one_households(calm: Crowd) -> None:
    """However it is written, a mobile number is nobody else's."""
    owners: defaultdict[str, set[str]] = defaultdict(set)
    for person, numbers in said(calm, "phone").items():
        for number in numbers:
            owners["".join(filter(str.isdigit, number))[-10:]].add(person)
    assert all(len(people) == 1 for n, people in owners.items() if n.startswith("7"))
    assert any(len(people) > 1 for n, people in owners.items() if n.startswith("1"))


def test_names_are_as_unequal_as_in_a_country(calm: Crowd) -> None:
    """One person in a hundred is a Smith, and most surnames are rare."""
    last = calm.records["last"].drop_null()
    counts = pc.value_counts(last).field("counts").to_pylist()
    assert 0.005 < max(counts) / len(last) < 0.03
    assert len(counts) > 2000
    assert len(set(calm.records["first"].drop_null().to_pylist())) > 300


@pytest.mark.parametrize(
    "wrong",
    [
        {"persons": 0},
        {"seed": -1},
        {"records_per_person": 0.9},
        {"records_per_person": 4.1},
        {"records_per_person": float("nan")},
        {"trouble": -0.1},
        {"trouble": float("inf")},
    ],
)
def test_an_argument_outside_its_range_is_refused(wrong: dict[str, Any]) -> None:
    """With what would be right."""
    with pytest.raises(BadInput, match="at least 1 person"):
        make_crowd(**{"persons": 10, "seed": 1} | wrong)


@pytest.mark.parametrize("persons", [1, 2, 3, 17])
def test_a_handful_of_people_is_a_crowd_too(persons: int) -> None:
    """Nothing needs a town's worth of people."""
    crowd = make_crowd(persons, seed=3, records_per_person=4, trouble=3)
    assert len(crowd.records) == 4 * persons
    crowd.records.validate(full=True)
