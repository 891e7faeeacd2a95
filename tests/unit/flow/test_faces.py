"""Everybody by name, however somebody types it."""

from __future__ import annotations

from datetime import UTC, datetime

import pyarrow as pa
import pytest

from shopkeeper.flow.faces import Faces, fold, search
from shopkeeper.recognise.books import KnownIdentifier
from shopkeeper.vocabulary import Identifier, IdentifierKind
from tests.builders.house import house_in_memory


NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
NAMES = {
    "Jennifer Okafor": "Leith",
    "Joséphine Rutherford": "Perth",
    "Ilse Brandt": "Oban",
    "Mohammed Young": "Dundee",
    "Wójcik Lorna": "Leith",
}


@pytest.fixture(name="found")
def _found():
    house = house_in_memory({"accounts": "people"})
    profiles = {f"profile {at}": "accounts" for at in range(len(NAMES) + 1)}
    people = [str(one) for one in house.identity.enrol(profiles, at=NOW).values()]
    names = [*NAMES, "Jennifer Okafor"]
    places = [*NAMES.values(), "Portobello"]
    house.warehouse.write(
        {
            "traits": pa.table(
                {
                    "person": people,
                    "names": [[one] for one in names],
                    "places": [[one] for one in places],
                    "language": pa.nulls(len(people), pa.string()),
                    "time_zone": pa.nulls(len(people), pa.string()),
                }
            )
        }
    )
    house.identity.identify(
        [
            KnownIdentifier(
                person=people[0],
                source="accounts",
                identifier=Identifier(
                    kind=IdentifierKind.PHONE, namespace="", value="+447700900111",
                    as_written="07700 900111",
                ),
            )
        ]
    )  # fmt: skip
    return house, Faces(house), people


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Ilse Brandt", "Ilse Brandt"),
        ("ilse brant", "Ilse Brandt"),
        ("isle brandt", "Ilse Brandt"),
        ("brandt", "Ilse Brandt"),
        ("Brandt, Ilse", "Ilse Brandt"),
        ("josephine ruterford", "Joséphine Rutherford"),
        ("lorna wojcik", "Wójcik Lorna"),
        ("mohamed young", "Mohammed Young"),
        ("muhammed yong", "Mohammed Young"),
    ],
)
def test_a_name_half_remembered_is_enough(found, typed, meant):
    """A letter too many, too few, swapped, without its accent, or the parts turned."""
    house, faces, _ = found
    assert search(house, faces, typed, now=NOW)[0].name == meant


def test_a_number_is_found_as_one_writes_it_and_by_its_end(found):
    """With blanks, with its country, or the last digits alone."""
    _, faces, people = found
    for typed in ("07700 900111", "07700900111", "+447700900111", "0111"):
        assert faces.find(typed)[0][0] == people[0], typed


def test_namesakes_are_told_apart(found):
    """At a glance, in the list itself."""
    house, faces, _ = found
    hits = search(house, faces, "Jennifer Okafor", now=NOW)
    assert {one.apart for one in hits if one.exact} == {"in Leith", "in Portobello"}


@pytest.mark.parametrize("typed", ["", "   ", "xqzzw", "%", "'; drop table", "\u202e"])
def test_what_nobody_is_called_finds_nobody(found, typed):
    """Neither an error nor a guess."""
    house, faces, _ = found
    assert search(house, faces, typed, now=NOW) == []


def test_folding_drops_case_accents_and_commas():
    """So both sides of a comparison look the same."""
    assert fold("  RUTHERFORD,  Joséphine ") == "rutherford josephine"


def test_the_house_may_be_empty():
    """Before the first round there is nobody, and no error."""
    house = house_in_memory({"accounts": "people"})
    assert Faces(house).find("anybody") == []
