"""Spark answers what DuckDB answers. Run by `uv run --extra spark pytest -m spark`."""

from __future__ import annotations

import pyarrow as pa
import pytest

from shopkeeper.adapters.duckdb.engine import DuckEngine
from shopkeeper.adapters.spark.engine import SparkEngine
from shopkeeper.adapters.spark.session import Session, open_session
from shopkeeper.remember import queries


pytestmark = pytest.mark.spark


class ByOthers:
    """A session that somebody else opened: small tables are lists of rows in it."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def newSession(self) -> Session:  # noqa: N802 -- Spark's word
        session = self._session.newSession()
        session.conf.set("spark.sql.execution.arrow.localRelationThreshold", "48MB")
        return session


@pytest.fixture(name="session", scope="module")
def _session():
    pytest.importorskip("pyspark")
    session = open_session()
    yield session
    session.stop()


@pytest.fixture(name="spark")
def _spark(session):
    return SparkEngine(session)


@pytest.mark.parametrize("opened", [lambda session: session, ByOthers])
def test_rows_after_an_empty_chunk_are_not_lost(session, opened) -> None:
    """
    Spark 4.3 may take an empty chunk for the end; a kind of keys may have no rows.
    """
    spark = SparkEngine(opened(session))
    one = pa.table({"x": [1, 2]})
    table = pa.concat_tables([one, one.slice(0, 0), one])

    found = spark.run("SELECT COUNT(*) AS n FROM mine", {"mine": table})

    assert found.to_pylist() == [{"n": 4}]


def test_a_table_without_rows_is_a_table(spark) -> None:
    """
    Nobody shares a key: no pairs, of the right type.
    """
    none = pa.table({"x": pa.array([], pa.int32())})

    found = spark.run("SELECT x FROM mine", {"mine": none})

    assert found.equals(none)


def test_a_table_of_one_task_is_not_seen_by_the_next(spark) -> None:
    """
    What was registered for a question is gone with its answer.
    """
    spark.run("SELECT * FROM mine", {"mine": pa.table({"x": [1]})})

    with pytest.raises(Exception, match="mine"):
        spark.run("SELECT * FROM mine", {})


def test_spark_answers_what_duckdb_answers_of_what_is_remembered(spark) -> None:
    """
    The dialect is DuckDB's; its translation means the same.
    """
    rows = [(p, i, d) for p in range(5) for i in range(4) for d in range(p, 40, 3 + i)]
    person, item, day = zip(*rows, strict=True)
    days = {"person": person, "item": item, "day": day}
    small = pa.schema([(name, pa.int32()) for name in days])
    until = pa.table({"until_day": pa.array([33], pa.int32())})
    tables = {"days": pa.table(days, schema=small), "until": until}
    duck = DuckEngine()

    for sql in (queries.PAIRS, queries.PERSONS, queries.ITEMS):
        found = duck.run(sql, tables)
        assert len(found) >= 4
        assert spark.run(sql, tables).to_pylist() == found.to_pylist()
    duck.close()
