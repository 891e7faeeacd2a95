"""`shopkeeper recognise` as contracts.md, section 4 has it."""

from __future__ import annotations

import json
import subprocess
import sys

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from shopkeeper.bootstrap import write_table
from tests.acceptance.recognise.command import people_of, run, table


SHARED = Path(__file__).parents[3].parent / "shared"


CRM = [
    {"record_id": "c1", "name": "Ann Oak", "email": "ann@oak.example"},
    {"record_id": "c2", "name": "Kim Ash", "email": "kim@oak.example"},
]
ORDERS = [
    {"record_id": "o1", "email": "ANN@oak.example", "item": "tea"},
    {"record_id": "o2", "email": "null", "item": "tea"},
    {"record_id": "o3", "email": "null", "item": "milk"},
]


def test_people_have_one_row_for_each_record_of_all_files(tmp_path):
    """In the order given, with the contract's columns; alone is sure."""
    crm, orders = table(tmp_path / "crm.parquet", CRM), tmp_path / "orders.parquet"
    table(orders, ORDERS)
    out = tmp_path / "people.parquet"
    _, said = run(crm, orders, "--out", out)
    found = pq.read_table(out)
    assert found.column_names == ["record_id", "person_id", "confidence"]
    assert found["record_id"].to_pylist() == ["c1", "c2", "o1", "o2", "o3"]
    assert found["person_id"].to_pylist() == ["c1", "c2", "c1", "o2", "o3"]
    sure = {row["record_id"]: row["confidence"] for row in found.to_pylist()}
    assert sure["c2"] == sure["o2"] == 1.0
    assert 0.8 < sure["c1"] == sure["o1"] < 1.0
    assert "5 records, 4 persons" in said


def test_rows_without_ids_are_named_by_file_and_row(tmp_path):
    """From 1."""
    rows = [
        {"email": one, "item": "tea"} for one in ("ann@oak.example", "kim@oak.example")
    ]
    out = tmp_path / "people.parquet"
    run(table(tmp_path / "crm.parquet", rows), "--out", out)
    assert list(people_of(out)) == ["crm:1", "crm:2"]


def test_rows_of_a_workbook_are_named_by_sheet_and_the_sheets_own_row(tmp_path):
    """The first row below the header is row 2."""
    rows = [
        {"email": one, "item": "tea"} for one in ("a1@oak.example", "b@oak.example")
    ]
    book, out = tmp_path / "crm.xlsx", tmp_path / "people.parquet"
    write_table(book, pa.Table.from_pylist(rows))
    run(book, "--out", out)
    (first, second) = people_of(out)
    assert first.startswith("crm/")
    assert (first[-2:], second[-2:]) == (":2", ":3")


def test_a_value_that_stops_joining_is_reported_without_telling_it(tmp_path):
    """Six people, one phone: joined 0, reported 1, and no whole number in the log."""
    names = ["Ann Oak", "Kim Ash", "Lee Elm", "Joy Fir", "Max Bay", "Una Yew"]
    rows = [{"name": name, "phone": "07120361140"} for name in names]
    out = tmp_path / "people.parquet"
    _, said = run(table(tmp_path / "crm.parquet", rows), "--out", out)
    assert len(set(people_of(out).values())) == 6
    assert said.count("Joins nobody: phone") == 1
    assert "7120361140" not in said.replace(" ", "")


def test_an_id_in_two_files_names_every_row_by_its_file(tmp_path):
    """All rows of all files."""
    crm = table(tmp_path / "crm.parquet", CRM)
    other = table(tmp_path / "web.parquet", [{**CRM[0], "email": "una@oak.example"}])
    out = tmp_path / "people.parquet"
    run(crm, other, "--out", out)
    assert list(people_of(out)) == ["crm:c1", "crm:c2", "web:c1"]


def test_an_id_twice_in_one_file_is_an_error(tmp_path):
    """It names file, row and id."""
    crm = table(tmp_path / "crm.parquet", [CRM[0], CRM[1], CRM[0]])
    _, said = run(crm, "--out", tmp_path / "people.parquet", code=2)
    assert "crm.parquet, row 3: record_id 'c1' stands there already" in said
    assert not (tmp_path / "people.parquet").exists()


def test_previous_keeps_the_ids(tmp_path):
    """A smaller record id comes in and changes nothing."""
    out, later = tmp_path / "people.parquet", tmp_path / "later.parquet"
    run(table(tmp_path / "crm.parquet", CRM), "--out", out)
    more = [{"record_id": "a0", "name": "Ann Oak", "email": "ann@oak.example"}, *CRM]
    crm = table(tmp_path / "crm.parquet", more)
    run(crm, "--out", later, "--previous", out)
    assert people_of(later) == {"a0": "c1", "c1": "c1", "c2": "c2"}


def test_doubts_are_written_as_contracted(tmp_path):
    """Nearly one name in one town, and nothing else is known: for a human."""
    names = ["Ann Oak", "Anne Oak", "Kim Ash", "Lee Elm", "Joy Fir", "Max Bay"]
    rows = [
        {"record_id": key, "full_name": name, "city": "Leith"}
        for key, name in zip("abcdef", names, strict=True)
    ]
    doubts = tmp_path / "doubts.parquet"
    out = tmp_path / "people.parquet"
    run(table(tmp_path / "crm.parquet", rows), "--out", out, "--doubts", doubts)
    written = pq.read_table(doubts)
    columns = ["record_id_a", "record_id_b", "confidence", "because"]
    assert written.column_names == columns
    (found,) = written.to_pylist()
    assert (found["record_id_a"], found["record_id_b"]) == ("a", "b")
    assert 0.3 <= found["confidence"] < 0.9
    assert "family name" in found["because"]
    assert people_of(out)["a"] != people_of(out)["b"]


def test_why_is_json_whose_weights_add_up(tmp_path):
    """And no people file is needed for it."""
    crm = table(tmp_path / "crm.parquet", CRM)
    orders = table(tmp_path / "orders.parquet", ORDERS)
    found = json.loads(run(crm, orders, "--why", "c1", "o1")[0])
    weights = [part["weight"] for part in (*found["for"], *found["against"])]
    assert found["score"] == pytest.approx(found["prior"] + sum(weights), abs=1e-5)
    assert (found["same"], found["path"]) == (True, ["c1", "o1"])
    assert set(found["for"][0]) == {"field", "a", "b", "weight"}
    assert json.loads(run(crm, "--why", "c1", "c2")[0])["same"] is False


def test_two_runs_give_the_same_bytes(tmp_path):
    """Nothing depends on clock, dice or order of sets."""
    crm = table(tmp_path / "crm.parquet", CRM)
    outs = [tmp_path / "one.parquet", tmp_path / "two.parquet"]
    for out in outs:
        run(crm, "--out", out)
    assert outs[0].read_bytes() == outs[1].read_bytes()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--out", "people.parquet"], "Name at least one file"),
        (["crm.parquet"], "--out people.parquet"),
        (["crm.parquet", "--out", "p.parquet", "--engine", "splink"],
         "Invalid value"),
        (["crm.parquet", "--out", "p.parquet", "--now", "soon"], "--now soon"),
        (["crm.parquet", "--why", "c1", "nobody"], "no record 'nobody'"),
        (["crm.parquet", "--out", "p.parquet", "--previous", "crm.parquet"],
         "person_id"),
        (["crm.parquet", "crm.parquet", "--out", "p.parquet"], "stands there already"),
    ],
)  # fmt: skip
def test_wrong_use_is_one_sentence(tmp_path, monkeypatch, words, says):
    """Exit 2 and what to do."""
    monkeypatch.chdir(tmp_path)
    table(tmp_path / "crm.parquet", CRM)
    assert says in run(*words, code=2)[1]


def test_spark_that_is_not_installed_is_named_with_what_to_install(
    tmp_path, monkeypatch
):
    """The extra, by its name."""
    monkeypatch.setitem(sys.modules, "pyspark", None)  # as if it were not there
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    crm = table(tmp_path / "crm.parquet", CRM)
    words = [crm, "--out", tmp_path / "p.parquet", "--engine", "spark"]
    assert "shopkeeper[spark]" in run(*words, code=2)[1]


slow = pytest.mark.slow


@pytest.mark.parametrize(
    ("name", "merged", "f1"),
    [
        ("traps", 0.002, 0.99),
        ("febrl1", 0.0, 0.99),
        pytest.param("households_dev", 0.005, 0.96, marks=slow),
        pytest.param("baseball_half", 0.0005, 0.998, marks=slow),
        pytest.param("historical50k_half", 0.007, 0.90, marks=slow),
    ],
)
def test_nearly_nobody_is_falsely_merged_and_most_are_found(name, merged, f1, tmp_path):
    """By the truth of the development sets, and with nothing said about them."""
    folder = SHARED / "data" / "recognise" / name
    ruler = SHARED / "eval" / "recognise.py"
    if not folder.is_dir() or not ruler.is_file():
        pytest.skip("the development data are not beside this checkout")
    truth = folder / "truth.parquet"
    files = sorted(one for one in folder.glob("*.parquet") if one != truth)
    out = tmp_path / "people.parquet"
    run(*files, "--out", out)
    done = subprocess.run(
        [sys.executable, str(ruler), str(out), str(truth)],
        capture_output=True,
        text=True,
        check=True,
    )
    found = json.loads(done.stdout)
    assert found["share_falsely_merged"] <= merged
    assert found["b_cubed"]["f1"] >= f1
    if name == "traps":
        right = found["cases_right"]
        assert right["NOT"]["share"] >= 0.99
        assert right["MIX"]["share"] == 1.0
        assert right["YES"]["share"] >= 0.98


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--out", "crm.parquet"], "is a file that is read"),
        (["--out", "p.parquet", "--doubts", "crm.parquet"], "is a file that is read"),
        (["--out", "p.parquet", "--doubts", "p.parquet"], "are one place"),
        (["--out", "p.parquet", "--html", "p.parquet"], "are one place"),
        (["--out", "p.parquet", "--country", "Britain"], "ISO 3166"),
        (["--out", "p.parquet", "--country", "XX"], "ISO 3166"),
    ],
)
def test_nothing_that_is_read_or_written_is_written_over(
    tmp_path, monkeypatch, words, says
):
    """The file is as it was, and the sentence says what to do."""
    monkeypatch.chdir(tmp_path)
    crm = table(tmp_path / "crm.parquet", CRM)
    before = crm.read_bytes()
    assert says in run("crm.parquet", *words, code=2)[1]
    assert crm.read_bytes() == before


def test_a_doubt_is_not_called_two_people(tmp_path):
    """It says that it cannot tell, and what is likelier."""
    names = ["Ann Oak", "Anne Oak", "Kim Ash", "Lee Elm", "Joy Fir", "Max Bay"]
    rows = [
        {"record_id": key, "full_name": name, "city": "Leith"}
        for key, name in zip("abcdef", names, strict=True)
    ]
    file = table(tmp_path / "crm.parquet", rows)
    why = json.loads(run(file, "--why", "a", "b")[0])
    assert not why["same"]
    assert why["says"].startswith("Cannot tell")
    assert json.loads(run(file, "--why", "a", "c")[0])["says"].startswith("Two people")
