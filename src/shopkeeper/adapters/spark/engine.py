"""Runs relational expressions on Spark."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa

from shopkeeper.adapters.spark.session import Session


class SparkEngine:
    """
    The distributed engine.

    Args:
        session: From `open_session`; its owner stops it.
    """

    def __init__(self, session: Session) -> None:
        self._session = session

    def run(self, sql: str, tables: Mapping[str, pa.Table]) -> pa.Table:
        """
        Run *sql*, in DuckDB's dialect, over *tables* and return all of its rows.

        Raises:
            sqlglot.errors.SqlglotError: If Spark has no words for the expression;
                that is a defect of ours, as what Spark itself says of it.
        """
        import sqlglot  # noqa: PLC0415 -- an extra

        strict = sqlglot.ErrorLevel.RAISE
        (words,) = sqlglot.transpile(
            sql, read="duckdb", write="spark", unsupported_level=strict
        )
        # One session a task, of the same Spark: its tables are seen by nobody else.
        session = self._session.newSession()
        for name, table in tables.items():
            # Spark 4.3, as others set it up, loses all rows after an empty chunk.
            whole = session.createDataFrame(table.combine_chunks())
            whole.createOrReplaceTempView(name)
        found: pa.Table = session.sql(words).toArrow()
        return found
