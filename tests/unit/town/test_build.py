"""What the town is made of, and that it is always the same one."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys

from pathlib import Path

import pytest

import shopkeeper

from shopkeeper import town
from shopkeeper.vocabulary import BadInput, Holds


def fingerprint(built: town.Town) -> str:
    """Hash everything about a town that anybody can see."""
    seen = (
        built.files,
        built.people,
        built.truth.recorded_errors,
        town.mail_merge(built),
        sorted(town.contents_and_plans(built).all.items()),
    )
    return hashlib.sha256(repr(seen).encode()).hexdigest()


def test_the_same_seed_builds_the_same_town(harbour: town.Town) -> None:
    """Two builds are equal down to the last cell."""
    assert fingerprint(town.build(1)) == fingerprint(harbour)


def test_another_seed_builds_another_town(harbour: town.Town) -> None:
    """The seed is really used."""
    assert fingerprint(town.build(2)) != fingerprint(harbour)


@pytest.mark.parametrize("hash_seed", ["1", "4711"])
def test_the_town_does_not_hang_on_pythons_hash_seed(
    harbour: town.Town, hash_seed: str
) -> None:
    """Another process with another hash seed builds the same town."""
    program = (
        "from tests.unit.town.test_build import fingerprint\n"
        "from shopkeeper import town\n"
        "print(fingerprint(town.build(1)))\n"
    )
    source = Path(shopkeeper.__file__).parents[1]
    found = subprocess.run(
        [sys.executable, "-c", program],
        env={
            "PYTHONHASHSEED": hash_seed,
            "PYTHONPATH": f"{source}:{Path(__file__).parents[3]}",
        },
        capture_output=True,
        check=True,
        text=True,
    )
    assert found.stdout.strip() == fingerprint(harbour)


def test_at_least_400_people_are_known_to_the_shop(harbour: town.Town) -> None:
    """People who stand in no silo do not count."""
    truth = harbour.truth
    known = {truth.person_of(r) for r in truth.record_ids} - {None}
    assert len(known) >= 400


def test_there_is_a_silo_for_each_kind_of_holds(harbour: town.Town) -> None:
    """Six silos at the least, in at least five formats."""
    assert {f.holds for f in harbour.files} == {h.value for h in Holds}
    assert len(harbour.files) >= 6
    assert {f.format for f in harbour.files} == {
        "csv",
        "xlsx",
        "jsonl",
        "parquet",
        "txt",
    }
    assert len({f.delimiter for f in harbour.files if f.format == "csv"}) == 4


def test_there_are_two_years_of_order_lines(harbour: town.Town) -> None:
    """Between 8,000 and 15,000 of them, and habits of people who are due."""
    lines = sum(len(f.rows) for f in harbour.files if f.holds == "orders")
    assert 8_000 <= lines <= 15_000
    now = harbour.now.date()
    truth = harbour.truth
    due = [p for p in truth.people if truth.is_true(p, "usual.due_on", str(now))]
    assert len(due) > 100


def test_about_60_percent_of_the_people_may_be_sent_offers(
    harbour: town.Town,
) -> None:
    """Counted by what they said, not by what a silo thinks."""
    truth = harbour.truth
    agreed = {
        c.person
        for c in truth.life.consents
        if c.purpose == "marketing" and c.state == "granted"
    }
    willing = {p for p in agreed if not truth.said_no(p, "marketing", harbour.now)}
    assert 0.5 <= len(willing) / len(harbour.people) <= 0.7


def test_text_files_keep_to_their_encoding_and_columns(harbour: town.Town) -> None:
    """Every text can be written as stated, every row has every column."""
    for file in harbour.files:
        assert all(len(row) == len(file.columns) for row in file.rows)
        assert len(file.keys) == len(file.rows)
        assert (file.text is None) == (file.format in {"xlsx", "parquet"})
        if file.text is not None:
            assert file.text.encode(file.encoding).decode(file.encoding) == file.text


def test_row_keys_name_one_row_each(harbour: town.Town) -> None:
    """A key stands once in its file."""
    for file in harbour.files:
        assert len(set(file.keys)) == len(file.keys)


def test_json_lines_hold_what_the_rows_hold(harbour: town.Town) -> None:
    """Dotted columns are nested, empty cells are left out."""
    file = harbour.file("site_events")
    first = json.loads((file.text or "").splitlines()[0])
    assert first["messageId"] == file.keys[0]
    assert "" not in first.values()
    assert None not in first.values()


def test_no_address_of_the_town_can_exist(harbour: town.Town) -> None:
    """All live under reserved names (RFC 2606), telephones in the fictional range."""
    for person in harbour.people:
        assert all(address.endswith(".example") for address in person.emails)
        assert all(p.startswith(("07700 900", "0131 496 0")) for p in person.phones)


@pytest.mark.parametrize(("seed", "people"), [(-1, 480), (1, 5)])
def test_a_town_too_small_or_without_a_seed_is_refused(seed: int, people: int) -> None:
    """One clear sentence."""
    with pytest.raises(BadInput, match="at least 40 people"):
        town.build(seed, people)


def test_a_small_town_has_the_same_mishaps(harbour: town.Town) -> None:
    """Tests may use a small one."""
    small = town.build(3, people=60)
    cast = {trait for p in small.people for trait in p.traits}
    assert {"wrong_name_alone", "unsubscribed", "shared_first", "late"} <= cast
    assert len(small.people) == 60 < len(harbour.people)
