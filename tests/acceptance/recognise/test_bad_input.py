"""Tables as nobody should keep them: an answer within bounds, never a merged crowd."""

from __future__ import annotations

import json

from collections import Counter
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.acceptance.recognise.command import people_of, run, table


MANY = 10_000
ANN = {"first_name": "Ann", "last_name": "Oakhurst", "birth_date": "1980-04-03",
       "email": "ann@oak.example", "phone": "07120361140"}  # fmt: skip
OTHERS = [
    {"first_name": first, "last_name": last, "birth_date": f"19{60 + n}-0{n}-1{n}",
     "email": f"{first.lower()}@{last.lower()}.example", "phone": f"0712036115{n}"}
    for n, (first, last) in enumerate(
        [("Kim", "Ash"), ("Lee", "Elm"), ("Joy", "Fir"), ("Max", "Bay"),
         ("Una", "Yew"), ("Bob", "Rowan"), ("Ivy", "Larch"), ("Ned", "Alder")], start=1
    )
]  # fmt: skip


def recognised(tmp_path: Path, *tables: pa.Table) -> tuple[dict[str, str], str]:
    """Return record to person, and what was said, of one or more tables."""
    files = []
    for number, one in enumerate(tables, start=1):
        files.append(tmp_path / f"t{number}.parquet")
        pq.write_table(one, files[-1])
    out = tmp_path / "people.parquet"
    _, said = run(*files, "--out", out)
    found = people_of(out)
    assert len(found) == sum(one.num_rows for one in tables)
    return found, said


def largest(people: dict[str, str]) -> int:
    """Return how many records the largest person has."""
    return max(Counter(people.values()).values())


def rows(*more: dict[str, object]) -> pa.Table:
    """Return ordinary people and *more* rows, numbered."""
    columns = dict.fromkeys(name for row in (*OTHERS, *more) for name in row)
    return pa.Table.from_pylist(
        [
            {"record_id": f"r{n}", **dict.fromkeys(columns), **row}
            for n, row in enumerate((*OTHERS, *more))
        ]
    )


def test_no_column_of_names(tmp_path):
    """The mailbox tells who is who, and strangers stay strangers."""
    box = {"email": "ann@oak.example", "phone": "07120361140"}
    without = [{"email": one["email"], "phone": one["phone"]} for one in OTHERS]
    found, _ = recognised(tmp_path, pa.Table.from_pylist([box, *without, box]))
    assert largest(found) <= 2
    assert len(set(found.values())) >= len(OTHERS) + 1


@pytest.mark.parametrize("column", ["first_name", "city", "colour", "amount", "note"])
def test_one_column_that_tells_nobody(tmp_path, column):
    """Nobody is anybody by a first name, a town, a colour or a sum."""
    values = ["Ann", "Leeds", "blue", "17.50", "rang twice", "Ann", "Leeds", "blue"]
    keys = [f"r{number}" for number in range(400)]
    people, _ = recognised(tmp_path, pa.table({"id": keys, column: values * 50}))
    assert largest(people) == 1


def test_one_column_of_mailboxes(tmp_path):
    """It is enough to be found by; a filler is not."""
    boxes = ["ann@oak.example", "kim@ash.example", "n/a", "n/a", "ann@oak.example", ""]
    people, _ = recognised(
        tmp_path, pa.table({"record_id": [*"abcdef"], "email": boxes})
    )
    assert people["c"] != people["d"]
    assert people["a"] == people["e"]
    assert len(set(people.values())) == 5


@pytest.mark.parametrize("values", [["Ann", "Bo"], []])
def test_one_column_and_nothing_else_is_refused_with_what_to_do(tmp_path, values):
    """The file is named, and nothing is written."""
    file = tmp_path / "names.parquet"
    pq.write_table(pa.table({"name": pa.array(values, pa.string())}), file)
    _, said = run(file, "--out", tmp_path / "people.parquet", code=2)
    assert "names.parquet: has" in said
    assert not (tmp_path / "people.parquet").exists()


def test_ten_thousand_equal_rows_of_a_whole_person(tmp_path):
    """She may have bought ten thousand times; those beside her are others."""
    table_ = pa.Table.from_pylist([ANN] * MANY + OTHERS)
    people, _ = recognised(tmp_path, table_)
    count = Counter(people.values())
    assert sum(one == 1 for one in count.values()) >= len(OTHERS)


@pytest.mark.slow
def test_a_million_equal_rows(tmp_path):
    """Of a name and a town, which are not one person: within a minute or so."""
    row = {"name": "Ann Oak", "city": "Leeds"}
    table_ = pa.table({key: [value] * 1_000_000 for key, value in row.items()})
    people, _ = recognised(tmp_path, table_)
    assert largest(people) == 1


def test_rows_all_empty(tmp_path):
    """Nobody knows who they are: each stays alone."""
    columns = ["first_name", "last_name", "email", "phone", "birth_date"]
    people, _ = recognised(
        tmp_path,
        pa.table({name: [None, "", " ", "n/a", "-"] * 200 for name in columns}),
    )
    assert largest(people) == 1


@pytest.mark.parametrize("email", ["test@test.com", None, "test@shop.example"])
def test_ten_thousand_people_named_test_test(tmp_path, email):
    """A filler is nobody's name."""
    tests = [{"first_name": "Test", "last_name": "Test", "email": email}] * MANY
    people, _ = recognised(tmp_path, rows(*tests))
    assert largest(people) == 1


def test_ids_that_are_floats(tmp_path):
    """A spreadsheet made them so: 1001.0 is 1001, and they tell nobody."""
    crm = [{"customer_id": 1001.0 + n, **one} for n, one in enumerate([ANN, *OTHERS])]
    web = [{"customer_id": 1001.0 + n, "email": one["email"], "visits": 2.0}
           for n, one in enumerate([ANN, *OTHERS])]  # fmt: skip
    people, _ = recognised(
        tmp_path, pa.Table.from_pylist(crm), pa.Table.from_pylist(web)
    )
    assert largest(people) <= 2
    assert not any(".0" in record for record in people)


def test_names_of_ten_thousand_characters(tmp_path):
    """They are people like others; none is joined for beginning alike."""
    long = [ANN | {"first_name": "Ann" * 3333, "last_name": f"O{'a' * 9990}{n}",
                   "email": f"a{n}@oak.example", "phone": "", "birth_date": ""}
            for n in range(20)]  # fmt: skip
    people, _ = recognised(tmp_path, rows(*long))
    assert largest(people) == 1


def test_right_to_left_marks_and_homoglyphs(tmp_path):
    """What cannot be seen makes no second person; nor does a Cyrillic letter."""
    unseen = ANN | {"first_name": "\u200fAnn\u202c", "last_name": "Oak\u200bhurst"}
    alike = ANN | {"first_name": "\u0410nn", "last_name": "\u041eakhurst"}
    hebrew = ANN | {
        "first_name": "\u05d0\u05e0\u05d4",
        "last_name": "\u05d0\u05dc\u05d5\u05df",
        "email": "anna@alon.example",
        "phone": "07120361199",
        "birth_date": "1971-01-09",
    }
    people, _ = recognised(tmp_path, rows(ANN, unseen, alike, hebrew, hebrew))
    ours = [people[f"r{len(OTHERS) + n}"] for n in range(5)]
    assert ours[0] == ours[1] == ours[2]
    assert ours[3] == ours[4] != ours[0]


def test_two_files_that_share_no_column(tmp_path):
    """Nothing can be said of both: nobody is joined across."""
    names = pa.Table.from_pylist(
        [{"name": f"Ann Oak{n}", "town": "Rye"} for n in range(300)]
    )
    sums = pa.Table.from_pylist([{"till": "3", "amount": n * 1.5} for n in range(300)])
    people, _ = recognised(tmp_path, names, sums)
    assert largest(people) == 1


def test_one_phone_of_three_hundred_people(tmp_path):
    """The reception's: it joins nobody and is reported."""
    many = [
        {"first_name": f"{one['first_name']}{chr(97 + n % 26)}",
         "last_name": f"{one['last_name']}{chr(97 + n // 26)}",
         "phone": "01134960001", "email": f"person{n}@firm.example"}
        for n, one in enumerate((OTHERS * 40)[:300])
    ]  # fmt: skip
    people, said = recognised(tmp_path, rows(*many))
    assert largest(people) == 1
    assert said.count("Joins nobody: phone") == 1


def test_the_order_of_rows_makes_no_difference(tmp_path):
    """Backwards, the same persons."""
    twice = rows(*[one | {"phone": ""} for one in OTHERS], *[ANN] * 2)
    backwards = twice.take(list(range(twice.num_rows))[::-1])
    (tmp_path / "other").mkdir()
    assert (
        recognised(tmp_path, twice)[0] == recognised(tmp_path / "other", backwards)[0]
    )


def test_every_why_adds_up(tmp_path):
    """Prior and parts are the score, for who is one and for who is not."""
    file = table(
        tmp_path / "t.parquet", rows(ANN, ANN | {"first_name": "A"}).to_pylist()
    )
    for one, other in (("r8", "r9"), ("r0", "r9"), ("r0", "r1")):
        why = json.loads(run(file, "--why", one, other)[0])
        parts = sum(part["weight"] for part in (*why["for"], *why["against"]))
        assert why["prior"] + parts == pytest.approx(why["score"], abs=1e-5)
        assert why["same"] is (one == "r8")
