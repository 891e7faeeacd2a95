"""What cannot be read is refused in one sentence that names the file."""

from __future__ import annotations

import os
import zipfile

from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pytest

from shopkeeper.adapters.files import workbook
from shopkeeper.adapters.files.reading import open_tables
from shopkeeper.adapters.files.tables import read_tables
from shopkeeper.adapters.files.writing import write_table
from shopkeeper.vocabulary import BadInput


SHARED = Path(__file__).parents[3].parent / "shared"
BAD_PARQUET = SHARED / "data" / "reliability" / "parquet_bad" / "bad_data"
TABLE = pa.table({"a": list(range(1000)), "b": [str(n) for n in range(1000)]})


def stream(path: Path) -> list[list[str]]:
    """Read every row of a file as text."""
    return [r for table in open_tables(path) for b in table.batches() for r in b.rows]


READERS = pytest.mark.parametrize("read", [read_tables, stream])


def refused(read: Callable[[Path], object], path: Path) -> str:
    """Read a file that must be refused and return the sentence."""
    with pytest.raises(BadInput) as caught:
        read(path)
    says = str(caught.value)
    assert str(path) in says
    assert "\n" not in says
    return says


@READERS
@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("empty.csv", b"", "is empty"),
        ("blank.csv", b"\n \n\n", "nothing but blanks"),
        ("empty.parquet", b"", "is empty"),
        ("empty.jsonl", b"", "is empty"),
        ("empty.xlsx", b"", "is empty"),
        ("header.csv", b"first_name,email\n", "no rows"),
        ("one.csv", b"email\na@b.example\nc@d.example\n", "one column"),
        (
            "prose.txt",
            b"It was a dark night.\nRain.\nNobody came.\n",
            "one column",
        ),
        ("nul.csv", b"id,name\n1,An\0n\n", "NUL byte in line 2"),
        ("picture.csv", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "NUL byte"),
        ("cut.csv", "id,name\n1,Ann\n".encode("utf-16")[:-1], "cut off"),
        ("no.parquet", b"PAR1 and nothing else", "damaged or cut off"),
        ("no.xlsx", b"PK\x03\x04 and nothing else", "no workbook"),
        ("no.jsonl", b"not json\n", "no JSON object"),
        ("array.json", b'[{"a": 1, "b": 2}', "JSON array"),
        ("single.jsonl", b'{"a": 1}\n', "one field"),
        ("no.mbox", b"Dear all,\n", "no mbox"),
        ("table.docx", b"PK", "an ending we do not read"),
    ],
)
def test_what_is_no_table_is_refused_with_its_name(
    tmp_path: Path,
    read: Callable[[Path], object],
    name: str,
    content: bytes,
    says: str,
) -> None:
    """One clear sentence for each way a file can be no table."""
    path = tmp_path / name
    path.write_bytes(content)
    assert says in refused(read, path)


@READERS
def test_a_missing_file_and_a_folder_are_refused(
    tmp_path: Path, read: Callable[[Path], object]
) -> None:
    """Neither is a traceback."""
    assert "no such file" in refused(read, tmp_path / "gone.csv")
    (tmp_path / "folder.csv").mkdir()
    assert "is a folder" in refused(read, tmp_path / "folder.csv")


@READERS
def test_a_pipe_is_refused_and_not_waited_for(
    tmp_path: Path, read: Callable[[Path], object]
) -> None:
    """A file nobody writes to must not hang the reading."""
    path = tmp_path / "pipe.csv"
    os.mkfifo(path)
    assert "no ordinary file" in refused(read, path)


@READERS
@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_forbidden_file_is_refused(
    tmp_path: Path, read: Callable[[Path], object]
) -> None:
    """Permission is the reader's to give."""
    path = tmp_path / "secret.csv"
    path.write_text("a,b\n1,2\n")
    path.chmod(0)
    assert "may not be read" in refused(read, path)


@READERS
@pytest.mark.parametrize("share", [0.2, 0.5, 0.99])
@pytest.mark.parametrize("ending", [".parquet", ".xlsx"])
def test_a_truncated_file_is_refused(
    tmp_path: Path, read: Callable[[Path], object], share: float, ending: str
) -> None:
    """Wherever a copy was cut off, it is said so."""
    path = tmp_path / f"cut{ending}"
    write_table(path, TABLE)
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * share)])
    assert "damaged" in refused(read, path)


@READERS
@pytest.mark.skipif(not BAD_PARQUET.exists(), reason="the bad files are not here")
@pytest.mark.parametrize(
    "path", sorted(BAD_PARQUET.glob("*.parquet")), ids=lambda path: path.stem
)
def test_damaged_parquet_is_read_or_refused(
    read: Callable[[Path], object], path: Path
) -> None:
    """Files that broke other readers end in rows or in one sentence."""
    try:
        read(path)
    except BadInput as problem:
        assert str(path) in str(problem)  # noqa: PT017


@READERS
def test_a_zip_bomb_is_refused(
    tmp_path: Path, read: Callable[[Path], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A workbook that unpacks beyond the limit is refused before it is opened."""
    monkeypatch.setattr(workbook, "_MOST_INFLATED", 1 << 22)
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b" " * (1 << 23))
    assert "unpacks to more" in refused(read, path)


def test_a_quotation_mark_never_closed_is_found(tmp_path: Path) -> None:
    """A cell of more than 16 MiB is an open quotation mark, not a cell."""
    path = tmp_path / "open.csv"
    rows = "".join(f"{n},tea\n" for n in range(1000))
    path.write_text("id,item\n" + rows + '7,"tea\n' + "x" * (1 << 24))
    assert "never closed" in refused(stream, path)
