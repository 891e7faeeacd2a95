"""GoldenMatch as it comes, without any configuration: records in, people out.

python peers_goldenmatch.py SET OUT FILE [FILE ...]   with goldenmatch==3.22.0
python peers_goldenmatch.py --version

SET is not used: nobody tells it anything about the data. Files of differing columns it
refuses, so several are put under each other first. After --limit seconds it ends itself
by SIGALRM. `table.py` installs it and runs it.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import signal

from collections.abc import Sequence
from pathlib import Path

import goldenmatch
import pyarrow as pa
import pyarrow.parquet as pq


LIMIT_SECONDS = 600


def main() -> None:
    """Read the command line and write the people."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("set", nargs="?")
    parser.add_argument("out", nargs="?", type=Path)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--limit", type=int, default=LIMIT_SECONDS, help="in seconds")
    parser.add_argument("--version", action="store_true", help="and stop")
    wanted = parser.parse_args()
    if wanted.version:
        print(importlib.metadata.version("goldenmatch"))
        return
    if not wanted.files:
        parser.error("name a set, a people file to write, and its records")
    # Without a handler the signal ends the process, inside a native kernel too.
    signal.alarm(wanted.limit)
    pq.write_table(people_of(wanted.files), wanted.out)


def people_of(files: Sequence[Path]) -> pa.Table:
    """Deduplicate *files* and return record_id, person_id: the first of its cluster."""
    records = pa.concat_tables(map(pq.read_table, files), promote_options="default")
    names = records["record_id"].to_pylist()
    person_of = {record: record for record in names}
    for cluster in goldenmatch.dedupe_df(records).clusters.values():
        members = [names[row] for row in cluster["members"]]
        person_of |= dict.fromkeys(members, min(members))
    return pa.table(
        {"record_id": list(person_of), "person_id": list(person_of.values())}
    )


if __name__ == "__main__":
    main()
