"""The family of docs/explanation/family.svg comes out as it is drawn."""

from __future__ import annotations

import pyarrow as pa
import pytest

from shopkeeper.flow.recognise_files import people_table, recognise_tables
from shopkeeper.recognise.ports import FileTable
from shopkeeper.town.crowd import make_crowd


HOME = {"street": "933 Hunt Road", "city": "Ashby", "postcode": "W8 9EP"}
BOX, LANDLINE, MOBILE = "themarshes@oak.example", "01632 960118", "07700 900123"
ROWS = {
    "c1": {"first": "Jane", "last": "Marsh", "dob": "1968-04-02", "email": BOX,
           "phone": LANDLINE, **HOME},
    "c2": {"first": "John", "last": "Marsh", "dob": "1966-11-30", "email": BOX,
           "phone": LANDLINE, **HOME},
    "c3": {"first": "John", "last": "Marsh", "dob": "1994-07-21",
           "email": "j.marsh@oak.example", **HOME},
    "c4": {"first": "Emma", "last": "Marsh", "dob": "1996-02-14", "phone": MOBILE,
           **HOME},
    "t1": {"first": "J.", "last": "Marsh", "phone": LANDLINE, "postcode": "W8 9EP"},
    "t2": {"first": "Emma", "last": "Marsch", "phone": MOBILE},
    "t3": {"first": "Jane", "last": "Marsh", "postcode": "W8 9EP"},
    "n1": {"first": "Johnny", "last": "Marsh", "email": "J.Marsh@oak.example"},
    "n2": {"first": "Jane", "last": "Marsh", "email": BOX},
}  # fmt: skip
SILOS = {"c": "crm", "t": "till", "n": "newsletter"}
DRAWN = [{"c1", "t3", "n2"}, {"c2"}, {"c3", "n1"}, {"c4", "t2"}, {"t1"}]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_family_is_four_people_and_one_doubt(seed):
    """Among fifteen hundred others, whoever they are."""
    others = make_crowd(1500, seed=seed).records
    rows = [
        {"record_id": key, "silo": SILOS[key[0]], **dict.fromkeys(["suffix"]), **row}
        for key, row in ROWS.items()
    ]
    family = pa.Table.from_pylist(rows, schema=others.schema)
    table = FileTable(
        name="town",
        kind="parquet",
        first_row=1,
        data=pa.concat_tables([others, family]),
    )
    found = recognise_tables([("town.parquet", table)])
    people: dict[str, set[str]] = {}
    for row in people_table(found).to_pylist():
        people.setdefault(row["person_id"], set()).add(row["record_id"])
    ours = [one for one in people.values() if one & ROWS.keys()]
    assert sorted(map(sorted, ours)) == sorted(map(sorted, DRAWN))
    doubts = {
        frozenset((one.record_id_a, one.record_id_b)) for one in found.persons.doubts()
    }
    assert any("t1" in pair and pair <= ROWS.keys() for pair in doubts)
