"""CSV is read as departments write it, and no row is dropped silently."""

from __future__ import annotations

import csv
import io

from pathlib import Path

import pytest

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shopkeeper.adapters.files.reading import open_tables
from shopkeeper.adapters.files.tables import read_tables
from shopkeeper.recognise.ports import BadRow


ROWS = [
    ["customer_id", "name", "note", "at"],
    ["1", "Ann Müller", "likes tea; and cake, too", "2020-01-02"],
    ["2", "Zoé", 'says "hello"\nand goodbye', "2020-01-03"],
    ["3", "Jo", "", "2020-01-04"],
]


def written(rows: list[list[str]], delimiter: str, line_end: str = "\r\n") -> str:
    """Write rows as CSV."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator=line_end)
    writer.writerows(rows)
    return out.getvalue()


def cells_of(path: Path) -> list[list[str]]:
    """Read all rows of a file, header first, as a stream."""
    [table] = open_tables(path)
    return [list(table.columns)] + [row for b in table.batches() for row in b.rows]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252", "latin-1"]
)
def test_any_usual_delimiter_and_encoding_is_found_out(
    tmp_path: Path, delimiter: str, encoding: str
) -> None:
    """Quotes, embedded line ends and umlauts survive each of them."""
    path = tmp_path / "list.csv"
    path.write_bytes(written(ROWS, delimiter).encode(encoding))
    assert cells_of(path) == [[cell.replace("\r\n", "\n") for cell in r] for r in ROWS]


def test_runs_of_blanks_part_cells(tmp_path: Path) -> None:
    """The layout of old research files is a table, too."""
    path = tmp_path / "cdnow.txt"
    path.write_text(" customer_id  date n\n 00001 19970101  1\n 00002 19970112  5\n")
    assert cells_of(path) == [
        ["customer_id", "date", "n"],
        ["00001", "19970101", "1"],
        ["00002", "19970112", "5"],
    ]


def test_decimal_commas_do_not_part_cells_of_semicolons(tmp_path: Path) -> None:
    """`1,5;2,5` has two cells."""
    path = tmp_path / "sums.csv"
    path.write_text("a;b\n1,5;2,5\n3,5;4,5\n")
    assert cells_of(path) == [["a", "b"], ["1,5", "2,5"], ["3,5", "4,5"]]
    path.write_text("2020-01-02;1,5\n2020-01-03;2,5\n")
    assert cells_of(path)[1:] == [["2020-01-02", "1,5"], ["2020-01-03", "2,5"]]


def test_without_a_header_columns_are_numbered(tmp_path: Path) -> None:
    """A first row that looks like the others is data."""
    path = tmp_path / "bare.csv"
    path.write_text("1,2020-01-02,3.5\n2,2020-01-03,4.5\n")
    assert cells_of(path)[:2] == [
        ["column_1", "column_2", "column_3"],
        ["1", "2020-01-02", "3.5"],
    ]


def test_lines_above_the_header_are_set_aside_and_named(tmp_path: Path) -> None:
    """A report's title is no row, and is kept with the reason."""
    path = tmp_path / "report.csv"
    path.write_text("Sales of May\n\nid,at,price\n1,2020-05-01,3\n2,2020-05-02,4\n")
    [table] = open_tables(path)
    batches = list(table.batches())
    assert table.columns == ("id", "at", "price")
    assert batches[0].bad == [BadRow(0, "Sales of May", "stands above the header")]
    assert sum(len(batch.rows) for batch in batches) == 2


def test_rows_of_another_length_are_quarantined_with_their_number(
    tmp_path: Path,
) -> None:
    """Too many or too few cells: kept apart with the reason, the others are read."""
    lines = [f"{n},2020-01-02,tea" for n in range(1, 101)]
    lines[9] = "10,2020-01-02,tea,with milk"
    lines[19] = "20,2020"
    path = tmp_path / "ragged.csv"
    path.write_text("id,at,item\n" + "\n".join(lines) + "\n")
    [table] = open_tables(path)
    batches = list(table.batches(30))
    bad = [row for batch in batches for row in batch.bad]
    keys = [key for batch in batches for key in batch.keys]
    assert bad == [
        BadRow(10, lines[9], "has 4 cells where the header has 3"),
        BadRow(20, lines[19], "has 2 cells where the header has 3"),
    ]
    assert keys == [str(n) for n in range(1, 101) if n not in {10, 20}]


def test_a_file_that_leaves_out_empty_ends_is_read_whole(tmp_path: Path) -> None:
    """Short rows as a habit are rows with empty cells."""
    path = tmp_path / "short.csv"
    path.write_text("id,name,note\n1,Ann\n2,Jo,tea\n3,May\n")
    assert cells_of(path)[1:] == [
        ["1", "Ann", ""],
        ["2", "Jo", "tea"],
        ["3", "May", ""],
    ]


def test_a_whole_table_has_a_row_for_each_row(tmp_path: Path) -> None:
    """Reading whole, short rows end in nulls and the last cell takes the rest."""
    path = tmp_path / "ragged.csv"
    path.write_text("id,at,item\n1,2020-01-02,tea\n2,2020-01-02\n3,2020-01-02,a,b\n")
    [table] = read_tables(path)
    assert table.data.column("item").to_pylist() == ["tea", None, "a,b"]
    assert (table.name, table.kind, table.first_row) == ("ragged", "csv", 1)


def test_bytes_that_are_no_letters_cost_their_row_only(tmp_path: Path) -> None:
    """One broken row in a UTF-8 file is quarantined, the others keep their letters."""
    path = tmp_path / "broken.csv"
    good = "".join(f"{n},Zoé Müller\n" for n in range(50)).encode()
    path.write_bytes(b"id,name\n" + good + b"50,J\xff\n51,Ann\n")
    [table] = open_tables(path)
    [batch] = list(table.batches())
    assert batch.bad == [BadRow(51, "50,J\ufffd", "holds bytes that are no UTF-8")]
    assert batch.rows[-1] == ["51", "Ann"]
    assert batch.rows[0] == ["0", "Zoé Müller"]


def test_a_header_with_broken_bytes_is_still_a_header(tmp_path: Path) -> None:
    """A name that cannot be read whole is shown as far as it can."""
    path = tmp_path / "broken.csv"
    path.write_bytes(b"id,na\xffme\n" + "1,Zoé Müller\n2,Jörg Maß\n".encode())
    [table] = read_tables(path)
    assert table.data.column_names == ["id", "na\ufffdme"]


def test_the_sample_reaches_the_end_of_a_long_file(tmp_path: Path) -> None:
    """Dates sorted by day show their order only late: the sample must see it."""
    path = tmp_path / "log.csv"
    days = [f"{day:02d}/01/2020" for day in range(1, 32)]
    path.write_text(
        "at,item\n"
        + "".join(f"{day},tea number {n}\n" for day in days for n in range(900))
    )
    [table] = open_tables(path)
    seen = [tuple(row) for row in table.sample()]
    assert len({day for day, _ in seen if int(day[:2]) > 12}) > 10
    assert len(set(seen)) == len(seen)


CELLS = st.text(
    st.characters(codec="utf-8", exclude_characters="\0\r\ufeff"), max_size=12
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=8),
    st.sampled_from([",", ";", "\t", "|"]),
)
def test_quoted_rows_come_back_as_they_were(
    tmp_path: Path, rows: list[list[str]], delimiter: str
) -> None:
    """Whatever stands in quoted cells: as many rows, and the same cells."""
    path = tmp_path / "any.csv"
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_ALL)
    keyed = [[f"k{n}", *row] for n, row in enumerate(rows)]
    writer.writerows([["record_id", "email", "city", "note"], *keyed])
    path.write_text(out.getvalue(), encoding="utf-8", newline="")
    [table] = read_tables(path)
    found = [[cell or "" for cell in row.values()] for row in table.data.to_pylist()]
    guarded = [[cell for cell in row if cell.startswith("'")] for row in keyed]
    if not any(guarded):
        assert found == keyed
    assert len(found) == len(keyed)
