"""Who asks for Spark without having it is told what to do."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from shopkeeper.bootstrap import recognise_engine
from shopkeeper.vocabulary import BadInput


def test_who_has_no_spark_is_told_what_to_install(monkeypatch) -> None:
    """
    It is an extra: most shops do without.
    """
    monkeypatch.setitem(sys.modules, "pyspark", None)

    with pytest.raises(BadInput, match=r"pyspark.*'shopkeeper\[spark\]'.*Java 17"):
        recognise_engine("spark")


@pytest.mark.parametrize("name", ["flink", "", "duckdb:x", "sparkle"])
def test_an_engine_that_is_not_there_is_refused(name) -> None:
    """
    Instead of another one doing the work unasked.
    """
    with pytest.raises(BadInput, match="write duckdb, spark or spark:URL"):
        recognise_engine(name)


@pytest.mark.spark
@pytest.mark.parametrize(
    ("engine", "settings"),
    [
        pytest.param("spark", {"JAVA_HOME": "/nowhere"}, id="no Java"),
        pytest.param("spark:nowhere", {}, id="no master"),
    ],
)
def test_what_spark_lacks_to_start_is_said_in_one_sentence(engine, settings) -> None:
    """
    Pip installs Spark, but not the Java that runs it; and URLs are long.
    """
    pytest.importorskip("pyspark")
    ask = f"from shopkeeper.bootstrap import recognise_engine as of; of('{engine}')"

    # A process of its own: in this one Java may run already.
    done = subprocess.run(
        [sys.executable, "-c", ask],
        env={"PATH": os.defpath, **settings},
        capture_output=True,
        text=True,
        check=False,
    )

    said = done.stderr.splitlines()[-1]
    master = engine.removeprefix("spark:").replace("spark", "local[2]")
    assert f"BadInput: Spark does not start at {master} (" in said
    assert "it needs Java 17" in said
