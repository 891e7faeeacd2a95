"""Make the sets that no file holds: run by table.py and scale.py, in its own process.

python sets.py traps FOLDER PERSONS OUT       traps mixed into a crowd
python sets.py unique FOLDER OUT              one record a person
python sets.py crowd ROWS OUT                 a crowd of so many records
python sets.py joins PEOPLE                   prints how many pairs were joined

FOLDER is a set of the data, OUT a folder for records.parquet (or the files of the
same names) and truth.parquet.
"""

from __future__ import annotations

import shutil
import sys

from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from shopkeeper.town.crowd import make_crowd


SEED = 17
RECORDS_PER_PERSON = 1.6


def traps(folder: str, persons: str, out: str) -> None:
    """Mix invented hard cases into a crowd of ordinary people."""
    crowd = make_crowd(int(persons), seed=SEED, records_per_person=RECORDS_PER_PERSON)
    hard = pq.read_table(Path(folder) / "records.parquet")
    whose = pq.read_table(Path(folder) / "truth.parquet")
    records = pa.concat_tables([hard, crowd.records.select(hard.column_names)])
    truth = pa.concat_tables([whose, crowd.truth], promote_options="default")
    write(Path(out), truth.sort_by("record_id"), {"records": shuffled(records)})


def shuffled(records: pa.Table) -> pa.Table:
    """Put records in an order that tells nothing and is always the same."""
    backwards = pc.utf8_reverse(records["record_id"])
    return records.take(pc.sort_indices(backwards))


def unique(folder: str, out: str) -> None:
    """Keep the first record of each person, so that every join is wrong."""
    truth = pq.read_table(Path(folder) / "truth.parquet")
    first = truth.group_by("person").aggregate([("record_id", "min")])
    kept = first["record_id_min"]
    tables = {}
    for file in sorted(Path(folder).glob("*.parquet")):
        if file.stem != "truth":
            table = pq.read_table(file)
            of_these = table.filter(pc.is_in(table["record_id"], kept))
            if of_these.num_rows:
                tables[file.stem] = of_these
    write(Path(out), truth.filter(pc.is_in(truth["record_id"], kept)), tables)


def crowd(rows: str, out: str) -> None:
    """Make exactly so many records of a crowd."""
    persons = int(int(rows) / RECORDS_PER_PERSON * 1.05) + 10
    made = make_crowd(persons, seed=SEED, records_per_person=RECORDS_PER_PERSON)
    if made.records.num_rows < int(rows):
        message = f"{made.records.num_rows} records are not {rows}"
        raise SystemExit(message)
    records = made.records.slice(0, int(rows))
    write(Path(out), made.truth.slice(0, int(rows)), {"records": records})


def write(out: Path, truth: pa.Table, tables: dict[str, pa.Table]) -> None:
    """Write a set as the data's own folders hold it, truth last: then it is whole."""
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    for name, table in tables.items():
        pq.write_table(table, out / f"{name}.parquet")
    pq.write_table(truth, out / "truth.parquet")


def joins(people: str) -> None:
    """Print how many pairs of records stand for one person."""
    sizes = pq.read_table(people)["person_id"].value_counts().field("counts")
    print(sum(size * (size - 1) // 2 for size in sizes.to_pylist()))


if __name__ == "__main__":
    {"traps": traps, "unique": unique, "crowd": crowd, "joins": joins}[sys.argv[1]](
        *sys.argv[2:]
    )
