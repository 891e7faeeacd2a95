"""Opens Spark: in this process, or on a cluster. Needs the extra `spark`, and Java."""

from __future__ import annotations

import os
import sys
import tempfile

from importlib.util import find_spec
from typing import Any

from shopkeeper.vocabulary import BadInput


Session = Any
"""A `pyspark.sql.SparkSession`; pyspark is not there for everybody."""

LOCAL = "local[2]"

_PACKAGES = ("pandas", "pyspark", "sqlglot")
_INSTALL = "`pip install 'shopkeeper[spark]'` brings it, and Java 17 is needed, too."
_BATCH = 1 << 16
"""Rows handed to Python at once, which are one task, too."""

_ALWAYS = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "ERROR",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.execution.arrow.maxRecordsPerBatch": str(_BATCH),
    # Else each row of a table below 48 MB becomes an object in the heap, thrice.
    "spark.sql.execution.arrow.localRelationThreshold": "0",
}
# On this machine alone, nothing listens to others; people's data stay here.
_ALONE = {
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.sql.shuffle.partitions": "8",
}


def open_session(master: str = LOCAL, *, memory: str = "2g") -> Session:
    """
    Open the one session of this process.

    Args:
        master: Spark's URL of who does the work: `local[2]` is two threads here,
            `spark://host:7077` a cluster, on whose machines this package is
            installed, too.
        memory: The most memory that the part of this process takes, as Spark writes
            it.

    Raises:
        BadInput: If a package or Java is missing, or nobody works under that URL.
    """
    missing = [name for name in _PACKAGES if find_spec(name) is None]
    if missing:
        msg = f"Spark needs {' and '.join(missing)}: {_INSTALL}"
        raise BadInput(msg)
    from pyspark.sql import SparkSession  # noqa: PLC0415 -- an extra

    settings = {**_ALWAYS, "spark.driver.memory": memory}
    if master.startswith("local"):
        # Else it would be the first `python3` of the path, with other packages.
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        settings |= _ALONE
        # Nothing is kept there, but Spark makes it, in the working folder by default.
        settings["spark.sql.warehouse.dir"] = tempfile.gettempdir()
    builder = SparkSession.builder.master(master).appName("shopkeeper")
    for name, value in settings.items():
        builder = builder.config(name, value)
    try:
        return builder.getOrCreate()
    except Exception as error:  # noqa: BLE001 -- its own and py4j's have no one base
        why = str(getattr(error, "java_exception", error)).splitlines()[0].strip(".")
        msg = (
            f"Spark does not start at {master} ({why}): it needs Java 17, under "
            "JAVA_HOME or on the path, and a master such as local[2]."
        )
        raise BadInput(msg) from None
