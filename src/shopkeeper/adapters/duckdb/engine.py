"""Runs relational expressions in an embedded DuckDB, in memory."""

from __future__ import annotations

from collections.abc import Mapping

import duckdb
import pyarrow as pa


class DuckEngine:
    """
    The embedded engine: one process, one database in memory.

    Args:
        memory: The most memory it may take, as DuckDB writes it.
        threads: How many threads it may use.
    """

    def __init__(self, *, memory: str = "1GB", threads: int = 2) -> None:
        self._connection = duckdb.connect(
            ":memory:", config={"memory_limit": memory, "threads": threads}
        )

    def run(self, sql: str, tables: Mapping[str, pa.Table]) -> pa.Table:
        """
        Run *sql* over *tables* and return all of its rows.

        Raises:
            duckdb.Error: If the expression is wrong; that is a defect of ours.
        """
        # One cursor a task: a connection is not safe between threads, and the
        # tables registered here must be seen by nobody else.
        cursor = self._connection.cursor()
        try:
            for name, table in tables.items():
                cursor.register(name, table)
            return cursor.sql(sql).to_arrow_table()
        finally:
            for name in tables:
                cursor.unregister(name)
            cursor.close()

    def close(self) -> None:
        """Give its memory back."""
        self._connection.close()
