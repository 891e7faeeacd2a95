"""One record at a time gives the same persons as all at once."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from shopkeeper.recognise import build_index
from shopkeeper.town.crowd import make_crowd
from shopkeeper.vocabulary import BadInput


ROWS = [
    {"record_id": "r1", "name": "Ann Oak", "email": "ann@oak.example", "phone": ""},
    {"record_id": "r2", "name": "", "email": "ann@oak.example", "phone": "07120361140"},
    {"record_id": "r3", "name": "Kim Ash", "email": "kim@oak.example", "phone": ""},
    {"record_id": "r4", "name": "Ann Oak", "email": "", "phone": "07120 361140"},
    {"record_id": "r5", "name": "Tom Elm", "email": "tom@oak.example", "phone": ""},
    {"record_id": "r6", "name": "Kim Ash", "email": "kim@oak.example", "phone": ""},
]


def index_of(*rows: dict[str, str]):
    """Return an index of these rows."""
    return build_index(pa.Table.from_pylist(list(rows)))


def persons(index) -> set[frozenset[str]]:
    """Return the persons of an index as sets of record ids."""
    found: dict[str, set[str]] = {}
    for row in index.people().to_pylist():
        found.setdefault(row["person_id"], set()).add(row["record_id"])
    return {frozenset(one) for one in found.values()}


def test_matching_changes_nothing_and_names_the_best_record():
    """Twice the same question, twice the same answer."""
    index = index_of(*ROWS)
    asked = {"name": "Ann Oak", "email": "ANN@oak.example", "phone": ""}
    first = index.match(asked)
    assert (first.person_id, first.record_id) == ("r1", "r1")
    assert first.confidence > 0.9
    assert "same e-mail" in first.because
    assert index.match(asked) == first
    assert index.people().num_rows == len(ROWS)


def test_an_unknown_record_matches_nobody_and_makes_a_person():
    """And the next call sees it."""
    index = index_of(*ROWS)
    new = {"record_id": "r9", "name": "Una Yew", "email": "una@oak.example"}
    assert index.match(new).person_id is None
    assert index.add(new).person_id == "r9"
    assert index.match(new).person_id == "r9"


@pytest.mark.parametrize("start", range(1, 6))
def test_adding_one_by_one_equals_the_whole_table(start):
    """Wherever the table ends and the single records begin."""
    index = index_of(*ROWS[:start])
    for row in ROWS[start:]:
        index.add(row)
    assert persons(index) == persons(index_of(*ROWS))


def test_a_sixth_name_on_a_value_makes_it_say_nothing():
    """With the very record that makes it too many; and a table says the same."""
    rows = [
        {"record_id": f"r{n}", "name": name, "phone": "07120361140"}
        for n, name in enumerate(
            ["Ann Oak", "Kim Ash", "Lee Elm", "Joy Fir", "Max Bay", "Una Yew"]
        )
    ]
    nameless = {"record_id": "r9", "name": "", "phone": "07120361140"}
    few, many = index_of(rows[0], nameless), index_of(*rows, nameless)
    asked = {"record_id": "x", "name": "Ann Oak", "phone": "07120361140"}
    assert "same phone" in few.match(asked).because
    index = index_of(*rows[:-1])
    index.add(rows[-1])
    for one in (index, many):
        assert "phone" not in one.match(asked).because
        assert one.match(nameless).person_id is None
    assert persons(index) == persons(index_of(*rows)) == {
        frozenset({row["record_id"]}) for row in rows
    }  # fmt: skip


def test_a_record_that_links_two_people_makes_them_one_by_the_smaller_id():
    """Her mailbox was known here, her phone there; a table says the same."""
    rows = [
        {"record_id": "b", "name": "Ann Oak", "email": "ann@oak.example", "phone": ""},
        {"record_id": "a", "name": "Ann Oak", "email": "", "phone": "07120361140"},
        {**ROWS[1], "record_id": "c", "name": "Ann Oak"},
    ]
    index = index_of(*rows[:2])
    assert len(persons(index)) == 2
    assert index.add(rows[2]).person_id == "a"
    assert persons(index) == persons(index_of(*rows)) == {frozenset("abc")}


def test_what_cannot_be_taken_in_is_said():
    """A record id twice, a column that is none."""
    index = index_of(*ROWS)
    with pytest.raises(BadInput, match="'r1' is in the index already"):
        index.add(ROWS[0])
    with pytest.raises(BadInput, match="no column 'mail'"):
        index.match({"mail": "ann@oak.example"})
    with pytest.raises(BadInput, match="'r1' stands twice"):
        index_of(ROWS[0], ROWS[0])


def test_a_crowd_arriving_one_by_one_becomes_the_persons_of_the_whole_table():
    """Nearly: what is learned of the table changes a little with every record."""
    table = make_crowd(2500, seed=5).records
    order = np.random.default_rng(6).permutation(table.num_rows)
    table, start = table.take(pa.array(order)), table.num_rows * 9 // 10
    index = build_index(table.slice(0, start))
    for row in table.slice(start).to_pylist():
        said = index.match(row)
        assert index.add(row).person_id == said.person_id or said.person_id is None
    ours, whole = persons(index), persons(build_index(table))
    same = sum(len(one) for one in ours & whole)
    assert same >= 0.99 * table.num_rows
    assert index.repair() <= table.num_rows - same
    assert persons(index) == whole


@pytest.mark.parametrize("table", [None, [], "crm.csv", pa.table({"email": []})])
def test_what_is_no_table_with_rows_is_refused(table):
    """With what makes one."""
    with pytest.raises(BadInput, match="build_index needs a pyarrow"):
        build_index(table)


def test_nobody_known_is_said_with_who_comes_nearest():
    """How sure it is nobody we know, not certainty."""
    index = index_of(*ROWS)
    found = index.match({"name": "Anna Oak", "email": "", "phone": ""})
    assert found.person_id is None
    assert 0.5 <= found.confidence < 1.0
    assert "nearest is" in found.because
    stranger = index.match({"name": "Zed Quince", "email": "z@q.example", "phone": ""})
    assert (stranger.person_id, stranger.because) == (
        None,
        "nobody known says enough of the same",
    )
