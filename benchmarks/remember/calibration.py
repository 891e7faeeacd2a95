"""Of the facts said to be .9 sure: how many hold? By standing and by source.

uv run python benchmarks/remember/calibration.py
    --only town,columns     some of it
    --write                 into RESULTS.md

Two truths. The made-up town's, over several seeds: every fact a shop learns from the
town's files is asked whether it is so. And held-out columns of registers in which the
same people stand several times (`../shared`, beside this checkout): one entry is what a
source has, the others stand for her own word. Half of the people judge the source, as
confirmations do in a shop; what it says of the other half is held against their word.
"""

from __future__ import annotations

import argparse
import math
import os
import sys
import tempfile


os.environ.setdefault("OMP_NUM_THREADS", "1")

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from zlib import crc32

import pyarrow.parquet as pq

from shopkeeper import bootstrap, town
from shopkeeper.flow.remembering import RECORDED
from shopkeeper.remember.fit_to_speak import fit
from shopkeeper.remember.precedence import comparable
from shopkeeper.remember.trust import Trust, trust_of
from shopkeeper.vocabulary import Fact, Predicates, Standing


HERE = Path(__file__).parent
DATA = HERE.parent.parent.parent / "shared" / "data" / "recognise"
PARTS = ("town", "columns")
SEEDS = (11, 12, 13)
LEAST = 20  # facts in a line; fewer say nothing of a share
MOST_SAY = 2  # entries of one file that agree are her word
WORDS = (0, 40, 400)  # confirmations after which a source is looked at
PREDICATES = Predicates()
KNOWN_TO_THE_TOWN = (
    "person.called", "usual.", "order.late", "promise.open", "problem.current", "job.",
    "event.", "interest.",
)  # fmt: skip
COLUMNS = {
    "baseball_half": ("first_name", "last_name", "birth_city", "death_year"),
    "historical50k_half": ("first_name", "surname", "birth_place", "occupation"),
    "febrl3_no_ssn": ("given_name", "surname", "suburb", "postcode"),
}

SAYS = f"""## remember: do facts hold as often as is said?

*Said* is the mean confidence when it was learned, the trust of its source included;
*hold* is the share that is true, with its 95 % interval (Wilson). A line is off where
what is said lies outside of it. The town: seeds {", ".join(map(str, SEEDS))}, the
facts after one round, each judged by the town's truth about the person whose rows they
are (the town and its truth are simulated; 2 in 100 of its rows are wrong on purpose
with no other row that says so, and who was not recognised as one has half a history).
Needs and preferences are left out: the town has no truth about them, and values that
are not used anyway ("null" for a name). Problems and promises are judged by the words
they share with the truth, and one that was kept in silence is not owed any more: lower
bounds both. A name that list and person spell alike may still be one she does not like
to be called: that is no error of the list, and counts as one here. The columns: of
two registers each in turn is the source and the other's entry her word; of one file
her first entry is the source's and what most of her others say (two at least) her
word. Half of the people (by a hash of their name) judge, the other half is counted. A
difference may be the other entry's error, so *hold* is a lower bound. baseball_half is
two registers of real players, historical50k_half real people with synthetic errors,
febrl3 made up. Baseball: chadwickbureau/baseballdatabank, CC BY-SA 3.0; Retrosheet.
"""
HEAD = "| truth | standing | source | about | facts | said | hold | interval | |"
RULE = "|---|---|---|---|--:|--:|--:|--:|---|"


@dataclass(frozen=True, kw_only=True)
class Line:
    """What some facts of one kind said, and how many of them hold."""

    truth: str
    standing: str
    source: str
    about: str
    facts: int
    said: float
    held: int

    @property
    def interval(self) -> tuple[float, float]:
        """Return the Wilson interval of the share that holds (95 %)."""
        n, z = self.facts, 1.959964
        share = self.held / n
        middle = (share + z * z / (2 * n)) / (1 + z * z / n)
        half = math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
        half *= z / (1 + z * z / n)
        return middle - half, middle + half

    @property
    def verdict(self) -> str:
        """Say whether what is said can be so."""
        low, high = self.interval
        if self.said > high:
            return "too sure"
        return "not sure enough" if self.said < low else ""

    def __str__(self) -> str:
        """Write it as a row of the table."""
        low, high = self.interval
        return (
            f"| {self.truth} | {self.standing} | {self.source} | {self.about} | "
            f"{self.facts:,} | {self.said:.3f} | {self.held / self.facts:.3f} | "
            f"{low:.3f} to {high:.3f} | {self.verdict} |"
        )


def main() -> None:
    """Measure what is asked, print it, and put it into the table if told to."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--only", default=",".join(PARTS), help="default: %(default)s")
    parser.add_argument("--write", action="store_true", help="put it into RESULTS.md")
    wanted = parser.parse_args()
    names = wanted.only.split(",")
    if "columns" in names and not DATA.exists():
        parser.error(f"{DATA} is missing: the sets are kept beside this checkout")
    if wanted.write and set(names) != set(PARTS):
        parser.error("--write wants all parts, or the table has gaps")
    found: list[Line] = []
    print(f"{SAYS}\n{HEAD}\n{RULE}")
    for part, measure in (("town", in_the_town), ("columns", in_columns)):
        if part in names:
            for line in measure():
                print(line, flush=True)
                found.append(line)
    notes = "\n".join(_notes(found))
    print(f"\n{notes}")
    if wanted.write:
        sys.path[:0] = [str(HERE.parent), str(HERE.parent / "recognise")]
        from run import setting  # noqa: PLC0415
        from table import record  # noqa: PLC0415

        rows = "\n".join(map(str, found))
        text = f"{SAYS}\n{HEAD}\n{RULE}\n{rows}\n\n{notes}\n\n{setting()}\n"
        record({"calibration": text})


def _notes(found: Iterable[Line]) -> Iterator[str]:
    by_truth = defaultdict(list)
    for line in found:
        by_truth[line.truth].append(line)
    for truth, lines in by_truth.items():
        facts = sum(one.facts for one in lines)
        gap = sum(one.facts * abs(one.said - one.held / one.facts) for one in lines)
        off = sum(one.facts for one in lines if one.verdict == "too sure")
        yield (
            f"- {truth}: mean gap between said and hold {gap / facts:.3f} over "
            f"{facts:,} facts; {off / facts:.0%} of them stand in lines that are too "
            "sure."
        )


# The town


def in_the_town() -> Iterator[Line]:
    """Judge all that shops learn from some towns."""
    kinds: dict[tuple[str, str, str], list[tuple[float, bool]]] = defaultdict(list)
    for seed in SEEDS:
        for fact, holds in _judged_town(seed):
            key = (str(fact.standing), fact.source or "", _family(fact.about))
            kinds[key].append((fact.confidence, holds))
    for (standing, source, about), judged in sorted(kinds.items(), key=_by_rank):
        for low, high in ((0.0, 0.5), (0.5, 0.8), (0.8, 0.9), (0.9, 1.01)):
            some = [one for one in judged if low <= one[0] < high]
            if len(some) >= LEAST:
                yield Line(
                    truth="town", standing=standing, source=source, about=about,
                    facts=len(some), said=sum(sure for sure, _ in some) / len(some),
                    held=sum(holds for _, holds in some),
                )  # fmt: skip


def _by_rank(item: tuple[tuple[str, str, str], object]) -> tuple[int, str, str]:
    standing, source, about = item[0]
    return Standing(standing).rank, about, source


def _family(about: str) -> str:
    family = about.partition(".")[0]
    return f"{family}.*" if family in {"event", "interest", "preference"} else about


def _judged_town(seed: int) -> Iterator[tuple[Fact, bool]]:
    """Yield each fact of a shop in a town of its own, and whether it is so."""
    with tempfile.TemporaryDirectory() as folder:
        shop = Path(folder) / "town"
        bootstrap.walk_made_up_town(shop, seed=seed, progress=lambda *_: None, now=None)
        with bootstrap.shop_at(shop, writable=False) as house:
            facts = house.facts.present()
            whose = house.warehouse.read("whose")
            rows = [] if whose is None else whose.to_pylist()
        truth = town.build(seed=seed).truth
        behind: dict[str, Counter[str]] = defaultdict(Counter)
        for row in rows:
            try:
                person = truth.person_of(row["record_id"])
            except KeyError:
                continue
            if person is not None:
                behind[row["own"]][person] += 1
                behind[row["person"]][person] += 1
        for fact in facts:
            predicate = PREDICATES.find(fact.about)
            if predicate is None or not fact.about.startswith(KNOWN_TO_THE_TOWN):
                continue
            if not fit(fact.value, predicate).counts:
                continue  # "null" is no name: it is not used, however sure its list is
            known = behind.get(fact.person)
            if known:
                person = known.most_common(1)[0][0]
                yield fact, truth.is_true(person, fact.about, str(fact.value))


# Columns of registers


def in_columns() -> Iterator[Line]:
    """Let half of the people judge each register, and count the other half."""
    for name, columns in COLUMNS.items():
        entries = _entries(name, columns)
        for source in sorted({one[1] for one in entries}):
            for column in columns:
                yield from _register(name, source, column, entries)


Entry = tuple[str, str, Mapping[str, str | None]]


def _entries(name: str, columns: Iterable[str]) -> list[Entry]:
    """Return person, register and cells of each record."""
    records = pq.read_table(DATA / name / "records.parquet")
    truth = pq.read_table(DATA / name / "truth.parquet").to_pylist()
    person_of = {row["record_id"]: row["person"] for row in truth}
    return [
        (
            person_of[row["record_id"]],
            row["silo"],
            {column: row[column] for column in columns},
        )
        for row in records.select(["record_id", "silo", *columns]).to_pylist()
    ]


def _register(
    name: str, source: str, column: str, entries: Sequence[Entry]
) -> Iterator[Line]:
    recorded, told = [], []
    alone = len({silo for _, silo, _ in entries}) == 1
    seen: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for person, silo, cells in entries:
        if cells[column]:
            first = not seen[person]["hers"] if alone else silo == source
            seen[person]["hers" if first else "word"].append(cells[column])
    for person, both in sorted(seen.items()):
        words = Counter(map(comparable, both["word"])).most_common(2)
        if not both["hers"] or not words or (alone and words[0][1] < MOST_SAY):
            continue
        if len(words) > 1 and words[0][1] == words[1][1]:
            continue  # nobody knows which of the two is her word
        recorded.append(_fact(person, column, both["hers"][0], source))
        told.append(_fact(person, column, words[0][0], None))
    judges = [one for one in told if _judges(one.person)]
    judged = [one for one in recorded if not _judges(one.person)]
    truth = {one.person: comparable(one.value) for one in told}
    if len(judged) < LEAST:
        return
    held = sum(truth[one.person] == comparable(one.value) for one in judged)
    for words in WORDS:
        if words > len(judges):
            continue
        trust = trust_of(recorded, judges[:words], {}, denies=lambda *_: True)
        said = RECORDED * trust.get((source, column), Trust()).value
        yield Line(
            truth=name, standing="recorded", source=f"{source}, {words} words",
            about=column, facts=len(judged), said=said, held=held,
        )  # fmt: skip


def _judges(person: str) -> bool:
    return crc32(person.encode()) % 2 == 0


def _fact(person: str, about: str, value: str, source: str | None) -> Fact:
    return Fact(
        id=f"{person} {about} {source}", person=person, about=about, value=value,
        standing=Standing.TOLD if source is None else Standing.RECORDED,
        confidence=RECORDED, learned_at=datetime(2026, 1, 1, tzinfo=UTC), source=source,
    )  # fmt: skip


if __name__ == "__main__":
    main()
