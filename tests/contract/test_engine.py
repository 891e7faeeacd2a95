"""What every engine promises: the same features from the same purchases."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from hypothesis import given, settings
from hypothesis import strategies as st

from shopkeeper.adapters.duckdb.engine import DuckEngine
from shopkeeper.adapters.memory.engine import MemoryEngine
from shopkeeper.remember import queries
from shopkeeper.remember.history import History


_LINE_SCHEMA = pa.schema(
    [
        ("person", pa.int32()),
        ("item", pa.int32()),
        ("day", pa.int32()),
        ("at_us", pa.int64()),
        ("quantity", pa.float64()),
        ("record_id", pa.string()),
    ]
)
_DAY_SCHEMA = pa.schema(
    [("person", pa.int32()), ("item", pa.int32()), ("day", pa.int32())]
)

_names = st.one_of(st.none(), st.integers(0, 5))
_lines = st.lists(
    st.fixed_dictionaries(
        {
            "person": _names,
            "item": _names,
            "day": st.integers(-3, 12),
            "at_us": st.integers(0, 5),
            "quantity": st.sampled_from([None, -1.0, 0.0, 1.0, 2.5, float("nan")]),
            "record_id": st.one_of(st.none(), st.sampled_from(["s:1", "s:2", "s:10"])),
        }
    ),
    max_size=30,
)
_days = st.lists(
    st.tuples(st.integers(0, 3), st.integers(0, 3), st.integers(-40, 40)),
    unique=True,
    max_size=40,
)


@pytest.fixture(name="duck", scope="module")
def _duck():
    engine = DuckEngine(memory="200MB", threads=1)
    yield engine
    engine.close()


@settings(max_examples=60, deadline=None)
@given(lines=_lines)
def test_engines_agree_on_what_a_purchase_is(duck, lines):
    """
    Once a person, item and day; no returns, and nobody without a name.
    """
    tables = {"lines": pa.Table.from_pylist(lines, schema=_LINE_SCHEMA)}

    plain, fast = (
        engine.run(queries.PURCHASE_DAYS, tables) for engine in (MemoryEngine(), duck)
    )
    order = [(name, "ascending") for name in ("person", "item", "day")]
    assert plain.equals(fast.sort_by(order))
    plain, fast = (
        engine.run(queries.RETURN_DAYS, tables) for engine in (MemoryEngine(), duck)
    )
    assert plain.equals(fast)


@settings(max_examples=60, deadline=None)
@given(days=_days, until=st.integers(-41, 41))
def test_engines_agree_on_what_was_known_by_a_day(duck, days, until):
    """
    Counts, first and last days, gaps; of pairs, persons and items.
    """
    columns = list(zip(*days, strict=True)) or [(), (), ()]
    known = pa.table(
        [pa.array(column, pa.int32()) for column in columns], schema=_DAY_SCHEMA
    )
    moment = pa.table({"until_day": pa.array([until], pa.int32())})
    tables = {"days": known, "until": moment}

    for sql in (queries.PAIRS, queries.PERSONS, queries.ITEMS):
        assert MemoryEngine().run(sql, tables).equals(duck.run(sql, tables)), sql


@settings(max_examples=200, deadline=None)
@given(days=_days, until=st.integers(-41, 41))
def test_gathering_in_memory_equals_the_engines(days, until):
    """
    The same features to the last digit, in the same order.
    """
    days = sorted(days)
    columns = list(zip(*days, strict=True)) or [(), (), ()]
    known = pa.table(
        [pa.array(column, pa.int32()) for column in columns], schema=_DAY_SCHEMA
    )
    moment = pa.table({"until_day": pa.array([until], pa.int32())})
    tables = {"days": known, "until": moment}
    history = History(
        persons=list("abcd"), items=list("abcd"), table=known,
        record_ids=pa.nulls(len(days)), at_us=np.zeros(len(days), dtype=np.int64),
        returned=known, until=until, has_items=True, time_zone="UTC",
        engine=MemoryEngine(),
    )  # fmt: skip

    for sql, gathered in (
        (queries.PAIRS, history.pairs(until)),
        (queries.PERSONS, history.shoppers(until)),
    ):
        plain = MemoryEngine().run(sql, tables)
        names = {"first_day": "first", "last_day": "last", "median_gap": "gap"}
        for name in plain.column_names:
            ours = getattr(gathered, names.get(name, name))
            assert plain[name].to_pylist() == ours.tolist(), name
    items = MemoryEngine().run(queries.ITEMS, tables).to_pylist()
    goods = history.goods(until)
    for name in ("persons", "again", "days", "lately"):
        plain = {row["item"]: row[name] for row in items}
        assert [plain.get(n, 0) for n in range(4)] == getattr(goods, name).tolist()


def test_a_table_of_one_task_is_not_seen_by_the_next(duck):
    """
    What was registered for a question is gone with its answer.
    """
    duck.run("SELECT * FROM mine", {"mine": pa.table({"x": [1]})})

    with pytest.raises(Exception, match="mine"):
        duck.run("SELECT * FROM mine", {})
