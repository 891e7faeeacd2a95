"""What is written opens, is the same bytes twice, and comes back as it was."""

from __future__ import annotations

import csv
import unicodedata
import zipfile

from datetime import date, datetime
from pathlib import Path

import pyarrow as pa
import pytest

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shopkeeper.adapters.files.formulas import guard, unguard
from shopkeeper.adapters.files.tables import read_tables, write_table
from shopkeeper.vocabulary import BadInput


ENDINGS = [".csv", ".tsv", ".parquet", ".jsonl", ".xlsx"]
TABLE = pa.table(
    {
        "record_id": ["a", "b"],
        "name": ["Zoé, “the\nfirst”", None],
        "count": [3, -1],
        "share": [0.25, 1.0],
        "day": [date(2020, 1, 2), None],
        "at": pa.array([datetime(2020, 1, 2, 3, 4), None], pa.timestamp("us", "UTC")),
    }
)


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_table_comes_back_from_every_ending(tmp_path: Path, ending: str) -> None:
    """Names, texts and numbers survive; nulls stay null."""
    path = tmp_path / f"out{ending}"
    write_table(path, TABLE)
    [back] = read_tables(path)
    assert back.data.column_names == TABLE.column_names
    for name in ("record_id", "name"):
        assert back.data.column(name).to_pylist() == TABLE.column(name).to_pylist()
    counts = [int(str(cell)) for cell in back.data.column("count").to_pylist()]
    assert counts == [3, -1]
    assert str(back.data.column("day")[0]).startswith("2020-01-02")


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_same_table_is_the_same_bytes(tmp_path: Path, ending: str) -> None:
    """No clock and no dice get into a file."""
    one, two = tmp_path / f"one{ending}", tmp_path / f"two{ending}"
    write_table(one, TABLE)
    write_table(two, TABLE)
    assert one.read_bytes() == two.read_bytes()


def test_a_workbook_is_not_dated_by_the_clock(tmp_path: Path) -> None:
    """The day it was made is the same in every workbook."""
    path = tmp_path / "out.xlsx"
    write_table(path, TABLE)
    with zipfile.ZipFile(path) as packed:
        assert b"2000-01-01T00:00:00Z" in packed.read("docProps/core.xml")


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_failed_writing_leaves_the_old_file(
    tmp_path: Path, ending: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file is replaced whole or not at all, and no part is left behind."""
    path = tmp_path / f"out{ending}"
    path.write_text("old")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(BadInput, match="No space left"):
        write_table(path, TABLE)
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_place_that_cannot_be_written_to_is_said(tmp_path: Path) -> None:
    """A missing folder or an unknown ending is one sentence."""
    with pytest.raises(BadInput, match="cannot be written"):
        write_table(tmp_path / "no" / "out.csv", TABLE)
    with pytest.raises(BadInput, match=r"take one of \.csv, \.jsonl"):
        write_table(tmp_path / "out.docx", TABLE)


TRIGGERS = [
    "=1+1",
    "+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    " =1",
    "\uff1d1",
    "\uff0b1",
]


@pytest.mark.parametrize("cell", TRIGGERS)
def test_no_cell_of_a_csv_runs_as_a_formula(tmp_path: Path, cell: str) -> None:
    """After NFKC and trimming no cell begins with a trigger (OWASP)."""
    path = tmp_path / "out.csv"
    write_table(path, pa.table({"a": [cell], "b": ["x"], cell: ["y"]}))
    with path.open(newline="", encoding="utf-8") as file:
        for row in csv.reader(file):
            for one in row:
                plain = unicodedata.normalize("NFKC", one).strip()
                assert not plain.startswith(("=", "+", "-", "@"))
                assert not one.startswith(("\t", "\r", "\n"))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.one_of(
            st.sampled_from([*TRIGGERS, "'=1", "''", "'tis", "-3.5", "+44 20 7946"]),
            st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=8),
        ),
        min_size=1,
        max_size=6,
    )
)
def test_guarded_cells_come_back_as_they_were(tmp_path: Path, cells: list[str]) -> None:
    """Writing and reading again changes no cell, whatever stands in it."""
    path = tmp_path / "out.csv"
    keys = [f"k{place}" for place in range(len(cells))]
    write_table(path, pa.table({"record_id": keys, "name": cells}))
    [back] = read_tables(path)
    assert [cell or "" for cell in back.data.column("name").to_pylist()] == cells


@given(st.text())
def test_guarding_is_undone_exactly(cell: str) -> None:
    """Even where a cell begins with apostrophes of its own."""
    assert unguard(guard(cell)) == cell
