"""What is deleted in PostgreSQL stands in its files until its place is used again.

Rows are marked as gone, and the planner keeps samples of columns beside them. Both go
when a table is written anew and looked at anew. Its write-ahead log and the copies that
are made of it are not reached from here: they go as the database's keeper lets them.
"""

from __future__ import annotations

import contextlib

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Table


_PATIENCE = "10s"  # with others who read the ledger


def written_anew(driver: Any, tables: Iterable[Table]) -> bool:
    """
    Write tables anew without what was deleted; False: somebody reads them for long.

    Args:
        driver: A connection of psycopg's, in no transaction.
        tables: Which.
    """
    from psycopg.errors import (  # noqa: PLC0415 an extra
        InsufficientPrivilege,
        LockNotAvailable,
    )

    driver.autocommit = True
    try:
        driver.execute(f"SET lock_timeout = '{_PATIENCE}'")
        for table in tables:
            driver.execute(f"VACUUM (FULL, ANALYZE) {table.name}")
        # Old samples of what stood in them; only the database's owner may.
        with contextlib.suppress(InsufficientPrivilege):
            driver.execute("VACUUM (FULL) pg_statistic")
    except LockNotAvailable:
        return False
    finally:
        driver.execute("RESET lock_timeout")
        driver.autocommit = False
    return True
