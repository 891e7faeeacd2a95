"""What every warehouse promises. Each adapter runs every test here."""

import pyarrow as pa
import pytest

from shopkeeper.adapters.duckdb.held import HeldWarehouse
from shopkeeper.adapters.duckdb.warehouse import ParquetWarehouse
from shopkeeper.adapters.memory.warehouse import MemoryWarehouse


@pytest.fixture(name="warehouse", params=["memory", "parquet", "held"])
def _warehouse(request, tmp_path):
    if request.param == "memory":
        yield MemoryWarehouse()
    elif request.param == "held":
        yield _Loading(ParquetWarehouse(tmp_path / "warehouse"), ("bought",))
    else:
        yield ParquetWarehouse(tmp_path / "warehouse")


class _Loading(HeldWarehouse):
    """Reads a generation as soon as it is written, as its owner does."""

    def write(self, tables):
        number = super().write(tables)
        self.load()
        return number


def numbers(*values):
    return pa.table({"n": pa.array(values, pa.int64())})


def test_an_empty_warehouse_has_generation_nought_and_no_tables(warehouse):
    """Asking makes nothing."""
    assert 0 == warehouse.current()
    assert [] == warehouse.names()
    assert warehouse.read("people") is None


def test_a_generation_replaces_the_one_before_as_a_whole(warehouse):
    """A table that is not in it is gone, not left over."""
    assert 1 == warehouse.write({"people": numbers(1), "old": numbers(9)})
    assert 2 == warehouse.write({"people": numbers(1, 2)})

    assert 2 == warehouse.current()
    assert ["people"] == warehouse.names()
    assert [1, 2] == warehouse.read("people")["n"].to_pylist()
    assert warehouse.read("old") is None


def test_types_and_nulls_come_back_as_they_were(warehouse):
    """Lists and moments included."""
    table = pa.table(
        {
            "at": pa.array([1, None], pa.timestamp("us", "UTC")),
            "names": pa.array([["a", "b"], []], pa.list_(pa.string())),
        }
    )
    warehouse.write({"traits": table})

    assert table.to_pylist() == warehouse.read("traits").to_pylist()


def test_only_the_last_two_generations_are_kept(tmp_path):
    """A reader of the one before can finish; older ones are not hoarded."""
    warehouse = ParquetWarehouse(tmp_path)
    for n in range(4):
        warehouse.write({"people": numbers(n)})

    folders = {path.name for path in tmp_path.iterdir() if path.is_dir()}
    assert {"3", "4"} == folders


def test_a_generation_that_was_never_finished_is_written_over(tmp_path):
    """A run that was killed leaves the one before in force."""
    warehouse = ParquetWarehouse(tmp_path)
    warehouse.write({"people": numbers(1)})
    (tmp_path / "2").mkdir()
    (tmp_path / "2" / "people.parquet").write_bytes(b"half")

    assert [1] == warehouse.read("people")["n"].to_pylist()
    assert 2 == warehouse.write({"people": numbers(2)})
    assert [2] == warehouse.read("people")["n"].to_pylist()


def test_the_part_of_some_people_is_theirs_alone(warehouse):
    """As a table, empty where nothing is theirs, None where there is no table."""
    who = ["b", "a", None, "b", "c"]
    warehouse.write({"bought": pa.table({"person": who, "n": [1, 2, 3, 4, 5]})})

    assert [1, 4] == sorted(warehouse.part("bought", {"b"})["n"].to_pylist())
    assert [2, 5] == sorted(warehouse.part("bought", {"a", "c", "x"})["n"].to_pylist())
    assert 0 == warehouse.part("bought", {"x"}).num_rows
    assert 0 == warehouse.part("bought", set()).num_rows
    assert ["person", "n"] == warehouse.part("bought", {"x"}).column_names
    assert warehouse.part("sold", {"a"}) is None
