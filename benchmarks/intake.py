"""Rows of a plain CSV into the durable ledger, beside a bare `executemany`."""

from __future__ import annotations

import csv
import hashlib
import sqlite3
import tempfile

from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

import msgspec
import numpy as np

from figures import Figure, Table, alternate

from shopkeeper import bootstrap
from shopkeeper.flow.intake import take_in


SEED = 11
BATCH = 10_000
NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
HEADER = ("order_id", "order_date", "email", "item", "quantity", "price", "city")
ITEMS = ("Tide tables", "Sea charts", "Harbour walks", "Knots", "The long swim", "Kelp")
CITIES = ("Leith", "Hull", "Cork", "Oban", "Whitby", "Deal")

SHOP = """[shop]
name = "Benchmark"
[[sources]]
name = "orders"
department = "e-commerce"
owner = "benchmark"
read = "orders.csv"
holds = "orders"
"""

# The ledger's own table of records, so that both keep the same index.
RECORDS = """CREATE TABLE records (
  sequence INTEGER PRIMARY KEY, source_no INTEGER NOT NULL, row_key TEXT NOT NULL,
  content BLOB NOT NULL, layout_no INTEGER NOT NULL, received_us BIGINT NOT NULL,
  happened_us BIGINT, fields TEXT NOT NULL, UNIQUE (source_no, row_key, content))"""
INSERT = """INSERT INTO records (source_no, row_key, content, layout_no, received_us,
  happened_us, fields) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"""


def measure(*, runs: int, rows: int = 200_000) -> Table:
    """
    Take the same file in: by the product, and by the least code that keeps it.

    Args:
        runs: How often.
        rows: Rows of each file.
    """
    figures = []
    with tempfile.TemporaryDirectory() as place:
        for name, lines in (("order lines", 3), ("orders", 1)):
            file = Path(place) / f"{lines}.csv"
            write_export(file, rows=rows, lines=lines)
            taken = _side_by_side(file, Path(place), runs)
            bar = "50,000 rows; aim 100,000"
            bare_name = f"bare executemany, {name}"
            figures += [
                Figure(
                    name=f"shopkeeper, {name}", unit="rows", count=rows,
                    cpu=taken["ours"], bar=bar, peer=bare_name,
                ),
                Figure(name=bare_name, unit="rows", count=rows, cpu=taken["bare"]),
                Figure(
                    name=f"shopkeeper, the same {name} again, nothing new",
                    unit="rows", count=rows, cpu=taken["again"], peer=bare_name,
                ),
            ]  # fmt: skip
    return Table(
        title="intake: a CSV of 7 columns into the durable ledger",
        says=(
            f"{rows:,} rows, seed {SEED}, in batches of {BATCH:,}, each one durable "
            "commit (WAL, synchronous=FULL). *Order lines* repeat their order number, "
            "so rows are named by their number; *orders* have a number each, which "
            "the product finds out by reading the whole file first. The bare peer "
            "does the same parsing (csv, date, JSON, BLAKE2b) into the same table with "
            "`executemany`, and is told beforehand what each column is."
        ),
        figures=figures,
    )


def write_export(file: Path, *, rows: int, lines: int) -> None:
    """
    Write what a shop's till would export.

    Args:
        file: Where.
        rows: How many below the header.
        lines: Rows of one order number.
    """
    dice = np.random.default_rng(SEED)
    minutes = np.sort(dice.integers(0, 60 * 24 * 365, rows))
    people = dice.integers(0, rows // 8 + 1, rows)
    items, cities = dice.integers(0, len(ITEMS), rows), people % len(CITIES)
    quantities, cents = dice.integers(1, 6, rows), dice.integers(299, 9999, rows)
    start = datetime(2025, 11, 1)  # noqa: DTZ001  # a till writes no offset
    with file.open("w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target)
        writer.writerow(HEADER)
        for row in range(rows):
            at = start + timedelta(minutes=int(minutes[row - row % lines]))
            writer.writerow(
                (
                    f"A{100_000 + row // lines}", f"{at:%Y-%m-%d %H:%M}",
                    f"reader{people[row]}@example.org", ITEMS[items[row]],
                    quantities[row], f"{cents[row] / 100:.2f}", CITIES[cities[row]],
                )
            )  # fmt: skip


def _side_by_side(file: Path, place: Path, runs: int) -> dict[str, tuple[float, ...]]:
    ours_at = [_shop(place / f"{file.stem}-ours-{run}", file) for run in range(runs)]
    bare_at = [_shop(place / f"{file.stem}-bare-{run}", file) for run in range(runs)]
    first, second, peer = iter(ours_at), iter(ours_at), iter(bare_at)
    return alternate(
        runs,
        ours=lambda: take(next(first)),
        bare=lambda: bare(next(peer)),
        again=lambda: take(next(second), new=False),
    )


def _shop(folder: Path, file: Path) -> Path:
    folder.mkdir()
    (folder / "shop.toml").write_text(SHOP, encoding="utf-8")
    (folder / "orders.csv").hardlink_to(file)
    return folder


def take(folder: Path, *, new: bool = True) -> None:
    """Take the orders in by the product's own intake."""
    with bootstrap.shop_at(folder) as house:
        (source,) = house.shop.sources
        tables = bootstrap.table_readers(folder, source)
        done = take_in(house, source, tables, now=NOW)
    if bool(done.new) is not new or bool(done.known) is new or done.quarantined:
        message = f"{done.new} new, {done.known} known: this is not what is measured"
        raise RuntimeError(message)


def bare(folder: Path) -> None:
    """Take the orders in by the least code that parses and keeps them."""
    encode, blake2b = msgspec.json.Encoder().encode, hashlib.blake2b
    received = _microseconds(NOW)
    database = sqlite3.connect(folder / "bare.sqlite3", isolation_level=None)
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("PRAGMA synchronous=FULL")
    database.execute("PRAGMA cache_size=-65536")
    database.execute(RECORDS)
    with (folder / "orders.csv").open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        next(reader)
        number = 0
        while rows := list(islice(reader, BATCH)):
            bound = []
            for row in rows:
                number += 1
                at = datetime.fromisoformat(row[1]).replace(tzinfo=UTC)
                fields = encode(row)
                digest = blake2b(fields, digest_size=16).digest()
                bound.append(
                    (1, str(number), digest, 1, received, _microseconds(at),
                     fields.decode())
                )  # fmt: skip
            database.execute("BEGIN IMMEDIATE")
            database.executemany(INSERT, bound)
            database.execute("COMMIT")
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()


def _microseconds(moment: datetime) -> int:
    return (moment - EPOCH) // timedelta(microseconds=1)
