"""Which column names the rows of a source?"""

from __future__ import annotations

from pathlib import Path

from shopkeeper.adapters.files.reading import open_tables
from shopkeeper.recognise.row_keys import unique_column


def test_an_id_column_names_the_rows_only_if_it_is_unique_to_the_end(
    tmp_path: Path,
) -> None:
    """A double at the end of the file sends all rows back to their numbers."""
    lines = [f"L{n},2020-01-02,tea" for n in range(20_000)]
    head = "line_id,at,item\n"
    path = tmp_path / "orders.csv"
    path.write_text(head + "\n".join(lines) + "\n")
    assert unique_column(open_tables(path), ["item", "line_id"]) == "line_id"

    path.write_text(head + "\n".join([*lines, "L7,2020-01-03,tea"]) + "\n")
    assert unique_column(open_tables(path), ["item", "line_id"]) is None


def test_an_empty_cell_names_no_row(tmp_path: Path) -> None:
    """A key is filled in every row."""
    path = tmp_path / "orders.csv"
    path.write_text("id,at,item\n1,2020-01-02,tea\n,2020-01-03,rope\n")

    assert unique_column(open_tables(path), ["id"]) is None


def test_a_key_is_unique_over_all_files_of_a_source(tmp_path: Path) -> None:
    """Two exports with the same numbers are not two lists of different rows."""
    for name, first in (("a", 1), ("b", 2)):
        rows = "".join(f"{n},2020-01-02,tea\n" for n in (first, first + 1))
        (tmp_path / f"{name}.csv").write_text("id,at,item\n" + rows)
    tables = [
        table for name in ("a", "b") for table in open_tables(tmp_path / f"{name}.csv")
    ]

    assert unique_column(tables, ["id"]) is None
    assert unique_column(tables[:1], ["id"]) == "id"
