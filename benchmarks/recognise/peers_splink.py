"""An expert's Splink 5 model for each set: records in, people out.

python peers_splink.py SET OUT FILE [FILE ...]   with splink>=5,<6 installed
python peers_splink.py --version

It is written as somebody would who knows Splink and has looked at the data and at the
pairs it joined: dates and telephones in one form, names with term frequencies, several
blocking rules, u from random pairs, m by EM, clusters at .99. `table.py` installs
Splink and runs this.
"""

from __future__ import annotations

import argparse
import importlib.metadata

from collections.abc import Sequence
from pathlib import Path

import duckdb

from splink import DuckDBAPI, Linker, SettingsCreator
from splink_models import MODELS, Model


SEED = 5
THRESHOLD = 0.99
PAIRS_FOR_U = 1e7
PAIRS_FOR_EM = 1e7  # a million rows give more than an EM session needs


def main() -> None:
    """Read the command line and write the people."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("set", nargs="?", help=", ".join(MODELS))
    parser.add_argument("out", nargs="?", type=Path)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--version", action="store_true", help="of Splink, and stop")
    wanted = parser.parse_args()
    if wanted.version:
        print(importlib.metadata.version("splink"))
        return
    if wanted.set not in MODELS or not wanted.files:
        parser.error("name a set, a people file to write, and its records")
    link(wanted.set, wanted.out, wanted.files)


def link(name: str, out: Path, files: Sequence[Path]) -> None:
    """
    Train the model of a set on its own records and write who is who.

    Args:
        name: Which model.
        out: Where record_id, person_id go, as Parquet.
        files: The records.
    """
    database = duckdb.connect()
    database.execute(read(files))
    model = MODELS[name](database)
    database.execute(f"CREATE TABLE prepared AS {model.select}")
    api = DuckDBAPI(connection=database)
    linker = Linker(
        api.register("prepared"),
        SettingsCreator(
            link_type="dedupe_only",
            unique_id_column_name="record_id",
            comparisons=list(model.comparisons),
            blocking_rules_to_generate_predictions=list(model.blocking),
            retain_matching_columns=False,
        ),
    )
    train(linker, model)
    pairs = linker.inference.predict(threshold_match_probability=THRESHOLD)
    people = linker.clustering.cluster_pairwise_predictions_at_threshold(
        pairs, threshold_match_probability=THRESHOLD
    )
    database.execute(
        f"""COPY (SELECT record_id, cluster_id AS person_id FROM {people.physical_name}
            ORDER BY record_id) TO '{out}' (FORMAT parquet)"""  # noqa: S608  # our own
    )


def read(files: Sequence[Path]) -> str:
    """Return the SQL that puts all files under each other, with the name of each."""
    names = ", ".join(f"'{file}'" for file in files)
    return f"""CREATE TABLE rows AS SELECT *, parse_filename(filename, true) AS form
        FROM read_parquet([{names}], union_by_name = true, filename = true)"""  # noqa: S608  # our own


def train(linker: Linker, model: Model) -> None:
    """Estimate the prior, then u from random pairs, then m on each training block."""
    training = linker.training
    training.estimate_probability_two_random_records_match(
        list(model.certain), recall=model.recall
    )
    training.estimate_u_using_random_sampling(max_pairs=PAIRS_FOR_U, seed=SEED)
    for rule in model.training:
        training.estimate_parameters_using_expectation_maximisation(
            rule, max_pairs=PAIRS_FOR_EM
        )


if __name__ == "__main__":
    main()
