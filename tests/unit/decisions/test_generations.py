"""What can be rebuilt lies in generations; the ledger alone is enough to rebuild."""

from __future__ import annotations

import shutil

from pathlib import Path

import pyarrow as pa

from shopkeeper.adapters.duckdb.warehouse import ParquetWarehouse
from shopkeeper.flow.finding import find_person
from shopkeeper.flow.telling import person_json
from tests.unit.decisions.conftest import NOW, Shop
from tests.unit.decisions.test_row_keys import ANN, BEN, HEAD, SOURCE


def numbered(number: int) -> dict[str, pa.Table]:
    return {"one": pa.table({"number": [number]})}


def test_the_last_two_generations_are_kept_and_the_current_one_is_read(
    tmp_path: Path,
) -> None:
    """A reader of the one before is not disturbed."""
    warehouse = ParquetWarehouse(tmp_path)
    for number in (1, 2, 3):
        assert warehouse.write(numbered(number)) == number
    assert sorted(one.name for one in tmp_path.iterdir()) == ["2", "3", "CURRENT"]
    table = warehouse.read("one")
    assert table is not None
    assert table.column("number").to_pylist() == [3]


def test_a_generation_that_was_never_finished_is_never_read(tmp_path: Path) -> None:
    """What a killed run left behind is written over."""
    warehouse = ParquetWarehouse(tmp_path)
    warehouse.write(numbered(1))
    (tmp_path / "2").mkdir()
    (tmp_path / "2" / "half.parquet").write_bytes(b"PAR1")
    assert warehouse.names() == ["one"]
    assert warehouse.write(numbered(2)) == 2
    assert warehouse.names() == ["one"]


def test_a_deleted_warehouse_is_made_again_from_the_ledger(shop: Shop) -> None:
    """The same people, the same facts."""
    shop.write({"orders.csv": HEAD + ANN + BEN}, SOURCE)

    def told() -> object:
        with shop.open() as house:
            return person_json(house, find_person(house, "ann lee", now=NOW), now=NOW)

    shop.work()
    before = told()
    shutil.rmtree(shop.folder / ".shopkeeper" / "warehouse")
    shop.work()
    assert told() == before
