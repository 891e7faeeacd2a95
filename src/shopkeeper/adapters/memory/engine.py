"""The judge of every engine: the same features, slowly and plainly, in Python."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from itertools import pairwise
from statistics import median
from typing import Any

import pyarrow as pa

from shopkeeper.remember import queries


_Tables = Mapping[str, pa.Table]

_GAPS = [
    ("days", pa.int64()),
    ("first_day", pa.int32()),
    ("last_day", pa.int32()),
    ("gap_squares", pa.int64()),
    ("median_gap", pa.float64()),
]
_LATELY_DAYS = 30


class MemoryEngine:
    """Knows each query of `remember.queries` by heart, and no other."""

    def run(self, sql: str, tables: Mapping[str, pa.Table]) -> pa.Table:
        """
        Answer *sql*, which must be one of the named queries.

        Raises:
            KeyError: If it is another one.
        """
        return _ANSWERS[sql](tables)


def _purchase_days(tables: _Tables) -> pa.Table:
    seen: dict[tuple[int, int, int], list[dict[str, Any]]] = defaultdict(list)
    for line in tables["lines"].to_pylist():
        returned = line["quantity"] is not None and line["quantity"] <= 0
        if None not in (line["person"], line["item"]) and not returned:
            seen[line["person"], line["item"], line["day"]].append(line)
    rows = [
        (*key, max(x["at_us"] for x in lines), _least(x["record_id"] for x in lines))
        for key, lines in sorted(seen.items())
    ]
    return _table(
        [("person", pa.int32()), ("item", pa.int32()), ("day", pa.int32()),
         ("at_us", pa.int64()), ("record_id", pa.string())],
        rows,
    )  # fmt: skip


def _return_days(tables: _Tables) -> pa.Table:
    last: dict[tuple[int, int], int] = {}
    for line in tables["lines"].to_pylist():
        returned = line["quantity"] is not None and line["quantity"] < 0
        if None not in (line["person"], line["item"]) and returned:
            key = line["person"], line["item"]
            last[key] = max(last.get(key, line["day"]), line["day"])
    return _table(
        [("person", pa.int32()), ("item", pa.int32()), ("day", pa.int32())],
        [(*key, day) for key, day in sorted(last.items())],
    )


def _least(texts: Iterable[str | None]) -> str | None:
    return min((text for text in texts if text is not None), default=None)


def _known(tables: _Tables) -> list[tuple[int, int, int]]:
    until = tables["until"]["until_day"][0].as_py()
    rows = tables["days"].select(["person", "item", "day"]).to_pylist()
    return [
        (row["person"], row["item"], row["day"]) for row in rows if row["day"] <= until
    ]


def _gaps(days: set[int] | list[int]) -> tuple[int, int, int, int, float]:
    ordered = sorted(days)
    gaps = [later - earlier for earlier, later in pairwise(ordered)]
    squares = sum(gap * gap for gap in gaps)
    return (
        len(ordered),
        ordered[0],
        ordered[-1],
        squares,
        float(median(gaps)) if gaps else 0.0,
    )


def _pairs(tables: _Tables) -> pa.Table:
    days: dict[tuple[int, int], list[int]] = defaultdict(list)
    for person, item, day in _known(tables):
        days[person, item].append(day)
    return _table(
        [("person", pa.int32()), ("item", pa.int32()), *_GAPS],
        [(*pair, *_gaps(when)) for pair, when in sorted(days.items())],
    )


def _persons(tables: _Tables) -> pa.Table:
    days: dict[int, set[int]] = defaultdict(set)
    for person, _, day in _known(tables):
        days[person].add(day)
    return _table(
        [("person", pa.int32()), *_GAPS],
        [(person, *_gaps(when)) for person, when in sorted(days.items())],
    )


def _items(tables: _Tables) -> pa.Table:
    until = tables["until"]["until_day"][0].as_py()
    bought: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    lately: dict[int, int] = defaultdict(int)
    for person, item, day in _known(tables):
        bought[item][person] += 1
        lately[item] += day > until - _LATELY_DAYS
    names = ("persons", "again", "days", "lately")
    return _table(
        [("item", pa.int32()), *((name, pa.int64()) for name in names)],
        [
            (
                item,
                len(times),
                sum(count > 1 for count in times.values()),
                sum(times.values()),
                lately[item],
            )
            for item, times in sorted(bought.items())
        ],
    )


def _table(fields: list[tuple[str, pa.DataType]], rows: list[Any]) -> pa.Table:
    columns = list(zip(*rows, strict=True)) or [()] * len(fields)
    schema = pa.schema(fields)
    arrays = [
        pa.array(column, kind)
        for column, (_, kind) in zip(columns, fields, strict=True)
    ]
    return pa.table(arrays, schema=schema)


_ANSWERS: dict[str, Callable[[_Tables], pa.Table]] = {
    queries.PURCHASE_DAYS: _purchase_days,
    queries.RETURN_DAYS: _return_days,
    queries.PAIRS: _pairs,
    queries.PERSONS: _persons,
    queries.ITEMS: _items,
}
