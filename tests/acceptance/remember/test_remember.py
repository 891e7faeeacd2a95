"""`shopkeeper remember` as its users run it: files in, contracted files out."""

from __future__ import annotations

import json
import subprocess
import sys

from contextlib import suppress

import numpy as np
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq
import pytest

from shopkeeper.cli import app
from shopkeeper.vocabulary import BadInput
from tests.unit.remember.histories import START, day, rhythms


def _remember(*args):
    with suppress(SystemExit):  # cyclopts leaves that way when all is done
        app(["remember", *map(str, args)])


@pytest.fixture(name="rows", scope="module")
def _rows():
    return rhythms(60, 250, seed=3)


def _pairs(table):
    names = table["person"].to_pylist(), table["item"].to_pylist()
    return set(zip(*names, strict=True))


def _write(path, rows, *, seed=None):
    order = np.arange(len(rows))
    if seed is not None:
        order = np.random.default_rng(seed).permutation(len(rows))
    rows = [rows[place] for place in order]
    table = pa.table(
        {
            "person": [row[0] for row in rows],
            "at": [day(row[1]).isoformat() for row in rows],
            "item": [row[2] for row in rows],
            "category": [row[2][-1] for row in rows],
        }
    )
    pa.csv.write_csv(table, path)
    return path


def test_the_files_are_as_contracted(tmp_path, rows):
    """
    Names, columns, ranks from 1, everybody once in `alive`, probabilities.
    """
    path = _write(tmp_path / "orders.csv", rows)

    _remember(path, "--as-of", day(200), "--out", tmp_path / "out", "--top", 3)

    read = {
        name: pq.read_table(tmp_path / "out" / f"{name}.parquet")
        for name in ("regulars", "new", "due", "alive")
    }
    lists = ["person", "item", "rank", "score", "because"]
    assert lists == read["regulars"].column_names
    assert lists == read["new"].column_names
    assert ["person", "item", "probability"] == read["due"].column_names
    assert ["person", "alive", "expected"] == read["alive"].column_names
    known = [row for row in rows if row[1] <= 200]
    pairs = {(row[0], row[2]) for row in known}
    regulars = set(
        zip(*(read["regulars"][n].to_pylist() for n in lists[:2]), strict=True)
    )
    new = set(zip(*(read["new"][n].to_pylist() for n in lists[:2]), strict=True))
    assert regulars <= pairs
    assert not new & pairs
    assert set(read["regulars"]["rank"].to_pylist()) <= {1, 2, 3}
    assert sorted({row[0] for row in known}) == read["alive"]["person"].to_pylist()
    for name, column in (("due", "probability"), ("alive", "alive")):
        assert all(0 <= value <= 1 for value in read[name][column].to_pylist())
    model = json.loads((tmp_path / "out/fit.json").read_text("utf-8"))["models"][0]
    assert "bg/nbd" == model["name"]
    assert {"r", "alpha", "a", "b"} == set(model["parameters"])
    assert "weeks" == model["unit"]
    assert model["rows"] == read["alive"].num_rows


def test_shuffled_rows_and_a_changed_future_give_the_same_files(tmp_path, rows):
    """
    Nothing after the day is looked at, and no order is.
    """
    one = _write(tmp_path / "orders.csv", rows)
    (tmp_path / "other").mkdir()
    future = [(f"x{n}", 240, f"thing {n}") for n in range(50)]
    other = _write(tmp_path / "other/orders.csv", [*rows, *future], seed=5)

    for path, out in ((one, "a"), (other, "b")):
        _remember(path, "--as-of", day(220), "--out", tmp_path / out)

    files = [f"{name}.parquet" for name in ("regulars", "new", "due", "alive")]
    for name in (*files, "fit.json"):
        one, other = ((tmp_path / out / name).read_bytes() for out in ("a", "b"))
        assert one == other, name


def test_due_can_be_about_categories(tmp_path, rows):
    """
    With --by category the column is `category`, in the format asked for.
    """
    path = _write(tmp_path / "orders.csv", rows)

    _remember(path, "--as-of", day(200), "--out", tmp_path / "out", "--by", "category",
              "--format", "csv")  # fmt: skip

    due = pa.csv.read_csv(tmp_path / "out/due.csv")
    assert ["person", "category", "probability"] == due.column_names


def test_a_file_without_items_is_remembered_by_person(tmp_path, capsys):
    """
    Blanks between columns, days as numbers, no header: the old CDNOW way.
    """
    lines = [
        f"{1000 + n % 40:05} {day(n * 3 % 200):%Y%m%d}  {1 + n % 3}  {11.5 + n % 7:.2f}"
        for n in range(400)
    ]
    (tmp_path / "cds.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")

    _remember(tmp_path / "cds.txt", "--as-of", day(150), "--out", tmp_path / "out")

    files = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert ["alive.parquet", "due.parquet", "fit.json"] == files
    due = pq.read_table(tmp_path / "out/due.parquet")
    assert ["person", "probability"] == due.column_names
    assert "no items" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--as-of", "yesterday"], "--as-of yesterday: write a day"),
        ([], "--as-of is missing"),
        (["--as-of", START, "--top", "0"], "--top 0: write a number"),
        (["--as-of", START, "--time-zone", "Mars/Base"], "IANA name"),
    ],
)
def test_wrong_usage_is_one_sentence(tmp_path, rows, options, says):
    """
    What to do, and nothing is written.
    """
    path = _write(tmp_path / "orders.csv", rows)

    with pytest.raises(BadInput, match=says):
        _remember(path, "--out", tmp_path / "out", *options)

    assert not (tmp_path / "out").exists()


def test_a_file_in_which_nobody_buys_is_refused(tmp_path):
    """
    Exit 2, one sentence that names the file and the columns, no traceback.
    """
    path = tmp_path / "colours.csv"
    path.write_text("colour,shade\nred,dark\nblue,light\nred,light\n", encoding="utf-8")
    command = "from shopkeeper.cli import main; main()"

    done = subprocess.run(
        [sys.executable, "-c", command, "remember", str(path), "--as-of", str(START),
         "--out", str(tmp_path / "out")],
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert 2 == done.returncode
    assert "colours.csv" in done.stderr
    assert "`person` and `at`" in done.stderr
    assert "Traceback" not in done.stderr
