"""
Spark finds the persons that DuckDB finds, with as many hands as it likes.

It needs Java 17, and takes one minute for 20,000 records, three for 200,000:

    uv run --extra spark pytest -m "spark and not slow"
    uv run --extra spark pytest -m spark
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pyarrow as pa
import pytest

from shopkeeper.bootstrap import recognise_engine
from shopkeeper.recognise.linking.link import Linked, link
from shopkeeper.recognise.linking.reading import Reader
from shopkeeper.recognise.linking.records import Texts
from shopkeeper.recognise.rows import mapping_of
from shopkeeper.town.crowd import make_crowd


pytestmark = [
    pytest.mark.spark,
    pytest.mark.parametrize(
        "many", [20_000, pytest.param(200_000, marks=pytest.mark.slow)]
    ),
]


def crowd_of(many: int) -> pa.Table:
    """Make so many records."""
    return make_crowd(many * 2 // 3, seed=5).records[:many]


@lru_cache(maxsize=4)
def linked_by(engine: str, many: int) -> Linked:
    """Find the persons behind so many records of a crowd."""
    table = crowd_of(many)
    texts = Texts()
    records = Reader(mapping_of(table), texts, source="crowd").read(table)
    assert len(records) == many
    if engine == "duckdb":
        blocker, scorer = recognise_engine("duckdb")
        return link(records, texts, blocker=blocker, scorer=scorer)
    sql = pytest.importorskip("pyspark.sql")
    blocker, scorer = recognise_engine(engine)
    session = sql.SparkSession.getActiveSession()
    try:
        assert session.sparkContext.master == engine.removeprefix("spark:")
        return link(records, texts, blocker=blocker, scorer=scorer)
    finally:
        session.stop()


def test_spark_finds_the_persons_that_duckdb_finds(many) -> None:
    """
    The engine is a matter of size, not of the answer.
    """
    duck, spark = linked_by("duckdb", many), linked_by("spark:local[2]", many)

    same = np.mean(duck.groups.label == spark.groups.label)

    assert len(np.unique(duck.groups.label)) < 0.9 * many
    assert same >= 0.9999


def test_one_hand_and_two_find_the_same(many) -> None:
    """
    A run can be repeated, pair by pair and score by score.
    """
    one, two = linked_by("spark:local[1]", many), linked_by("spark:local[2]", many)

    for name in ("left", "right", "scores"):
        assert np.array_equal(getattr(one, name), getattr(two, name)), name
    assert np.array_equal(one.groups.label, two.groups.label)
