"""What a page about a file of purchases shows: the usual, the due, the drifting."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from shopkeeper.flow.purchase_files import Purchases
from shopkeeper.flow.remember_files import Question, Remembered, item_names
from shopkeeper.remember.due import ENOUGH_DAYS
from shopkeeper.remember.goods import is_a_thing
from shopkeeper.remember.history import Bools, Gathered, History, Ints, as_date
from shopkeeper.remember.regulars import ranks
from shopkeeper.remember.stage import bands_of, silences


PEOPLE = 12  # of each kind that are shown: more nobody looks at
SHOWN_DAYS = 365
_EACH = 3  # usual things of one person
_LOYAL_DAYS = 5  # who came less often has little rhythm to drift from
_LIKELY = (0.9, 0.7, 0.5, 0.3, 0.1, 0.0)


@dataclass(frozen=True, kw_only=True)
class Visitor:
    """
    One person of the file, as the page speaks of her.

    Attributes:
        name: As the file has it.
        visits: Days with a purchase, counted back from the last day known: 0, -7 …
        days: On how many days she bought in all.
        gap: Days between two of them, in the middle.
        silent: Days since the last.
        rare: How many of her gaps are as long as this silence, 0..1.
        usual: What she buys again and again, most likely first.
        due: Things and how likely she is to want each within the window.
        alive: How likely she is to come at all within the longer window, 0..1.
    """

    name: str
    visits: tuple[int, ...]
    days: int
    gap: float
    silent: int
    rare: float
    usual: tuple[str, ...]
    due: tuple[tuple[str, float], ...]
    alive: float


@dataclass(frozen=True, kw_only=True)
class Report:
    """
    What the page shows.

    Attributes:
        until: Last day that was looked at.
        since: First day with a purchase, None where there is none.
        people: How many bought.
        purchases: How many purchases: a person, a thing, a day.
        things: How many things; 0 where the file names none.
        bands: How many are `early`, `regular`, `drifting`, `quiet`.
        regulars: Those who will come most often.
        drifting: The most loyal of those who are drifting.
        usual: Thing and how many have it among their three most usual.
        with_usual: How many came often enough to have anything usual.
        due: Person, thing (empty where it is about her coming) and probability.
        due_pairs: How many probabilities there are.
        due_expected: How many of them will come true if they hold.
        likely: Lower end of a range of probabilities and how many are in it.
        within: Window of what is due, in days.
        ahead: Window of who comes again, in days.
        mapping: What each column was taken for.
        without_time: Lines that were left out.
        rests_on: What the answers rest on and what cannot be told, in sentences.
    """

    until: date
    since: date | None
    people: int
    purchases: int
    things: int
    bands: dict[str, int]
    regulars: tuple[Visitor, ...]
    drifting: tuple[Visitor, ...]
    usual: tuple[tuple[str, int], ...]
    with_usual: int
    due: tuple[tuple[str, str, float], ...]
    due_pairs: int
    due_expected: float
    likely: tuple[tuple[float, int], ...]
    within: int
    ahead: int
    mapping: tuple[tuple[str, ...], ...]
    without_time: int
    rests_on: tuple[str, ...]


def report_of(found: Remembered, question: Question, read: Purchases) -> Report:
    """
    Gather what the page shows.

    Args:
        found: What was remembered.
        question: What was asked.
        read: The file, as it was understood.
    """
    history, tables = found.history, found.tables
    if history.is_empty:
        return _nothing(found, question, read)
    shoppers = history.shoppers(history.until)
    rare = silences(history, shoppers)
    bands = bands_of(shoppers, rare)
    alive = _by_name(history, shoppers, tables["alive"], "alive")
    expected = _by_name(history, shoppers, tables["alive"], "expected")
    names = item_names(read.table, as_date(history.until))
    tables = {name: _things(_named(table, names)) for name, table in tables.items()}
    looking = _Looking(history, shoppers, rare, alive, tables, question.by)
    due = tables["due"]
    shown = np.asarray(due["probability"].to_numpy(), dtype=np.float64)
    probability = np.asarray(found.tables["due"]["probability"], dtype=np.float64)
    loyal = bands["drifting"] & (shoppers.days >= _LOYAL_DAYS)
    often = shoppers.person[shoppers.days >= ENOUGH_DAYS]
    usual, with_usual = _usual(
        tables.get("regulars"), [history.persons[one] for one in often]
    )
    return Report(
        until=as_date(history.until),
        since=as_date(int(history.day.min())),
        people=len(shoppers.person),
        purchases=history.table.num_rows,
        things=len(history.items) if history.has_items else 0,
        bands={name: int(who.sum()) for name, who in bands.items()},
        regulars=looking.at(_first(expected, bands["regular"])),
        drifting=looking.at(_first(shoppers.days + alive, loyal)),
        usual=usual,
        with_usual=with_usual,
        due=_surest(due, shown),
        due_pairs=len(probability),
        due_expected=float(probability.sum()),
        likely=_likely(probability),
        within=question.within_days,
        ahead=question.days,
        mapping=tuple(tuple(row) for row in read.mapping),
        without_time=read.without_time,
        rests_on=tuple(found.rests_on),
    )


def _nothing(found: Remembered, question: Question, read: Purchases) -> Report:
    return Report(
        until=as_date(found.history.until), since=None, people=0, purchases=0, things=0,
        bands=dict.fromkeys(("early", "regular", "drifting", "quiet"), 0),
        regulars=(), drifting=(), usual=(), with_usual=0, due=(), due_pairs=0,
        due_expected=0.0, likely=(), within=question.within_days, ahead=question.days,
        mapping=tuple(tuple(row) for row in read.mapping),
        without_time=read.without_time, rests_on=tuple(found.rests_on),
    )  # fmt: skip


def _by_name(
    history: History, shoppers: Gathered, table: pa.Table, column: str
) -> np.ndarray:
    """Return a column of `alive` in the order of *shoppers* (n,)."""
    said = dict(
        zip(table["person"].to_pylist(), table[column].to_pylist(), strict=True)
    )
    return np.array([said[history.persons[one]] for one in shoppers.person])


def _named(table: pa.Table, names: Mapping[str, str]) -> pa.Table:
    """Write things as people call them, their code behind where two share a name."""
    if "item" not in table.column_names or not names:
        return table
    twice = {name for name, number in Counter(names.values()).items() if number > 1}
    said = [
        f"{names[code]} ({code})" if names.get(code) in twice else names.get(code, code)
        for code in table["item"].to_pylist()
    ]
    place = table.column_names.index("item")
    return table.set_column(place, "item", pa.array(said, pa.string()))


def _things(table: pa.Table) -> pa.Table:
    """Leave out postage and the like, and rank what is left from 1."""
    if "item" not in table.column_names:
        return table
    named = [is_a_thing(one) for one in table["item"].to_pylist()]
    kept = table.filter(pa.array(named, pa.bool_()))
    if "rank" not in kept.column_names or kept.num_rows == table.num_rows:
        return kept
    kept = kept.sort_by([("person", "ascending"), ("rank", "ascending")])
    whose = kept["person"].combine_chunks().dictionary_encode().indices.to_numpy()
    place = kept.column_names.index("rank")
    return kept.set_column(place, "rank", pa.array(ranks(whose)))


def _first(value: np.ndarray, among: Bools) -> Ints:
    """Return the rows of the highest values, in that order; equals by their names."""
    rows = np.flatnonzero(among)
    return rows[np.argsort(-value[rows], kind="stable")][:PEOPLE]


class _Looking:
    """Looks up what is shown of a few people among all."""

    def __init__(
        self,
        history: History,
        shoppers: Gathered,
        rare: np.ndarray,
        alive: np.ndarray,
        tables: Any,
        by: str,
    ) -> None:
        self._history, self._shoppers = history, shoppers
        self._rare, self._alive = rare, alive
        self._tables, self._by = tables, by

    def at(self, rows: Ints) -> tuple[Visitor, ...]:
        history, shoppers = self._history, self._shoppers
        names = [history.persons[one] for one in shoppers.person[rows]]
        usual = _lists(self._tables.get("regulars"), names, "item", "rank")
        due = _lists(self._tables["due"], names, self._by, "probability")
        return tuple(
            Visitor(
                name=name,
                visits=self._visits(int(shoppers.person[row])),
                days=int(shoppers.days[row]),
                gap=float(shoppers.gap[row]),
                silent=int(history.until - shoppers.last[row]),
                rare=float(self._rare[row]),
                usual=tuple(
                    item for item, rank in usual.get(name, []) if rank <= _EACH
                ),
                due=tuple(due.get(name, [])[:_EACH]),
                alive=float(self._alive[row]),
            )
            for row, name in zip(rows, names, strict=True)
        )

    def _visits(self, person: int) -> tuple[int, ...]:
        history = self._history
        start, end = np.searchsorted(history.person, [person, person + 1])
        days = np.unique(history.day[start:end]) - history.until
        return tuple(int(day) for day in days[days >= -SHOWN_DAYS])


def _lists(
    table: pa.Table | None, names: Sequence[str], thing: str, order: str
) -> dict[str, list[tuple[str, float]]]:
    """Return things and numbers of these people, best first."""
    if table is None or thing not in table.column_names:
        return {}
    kept = table.filter(pc.is_in(table["person"], pa.array(list(names), pa.string())))
    rows = sorted(
        kept.select(["person", thing, order]).to_pylist(),
        key=lambda row: (row[order] if order == "rank" else -row[order], row[thing]),
    )
    found: dict[str, list[tuple[str, float]]] = {}
    for row in rows:
        found.setdefault(row["person"], []).append((row[thing], row[order]))
    return found


def _usual(
    regulars: pa.Table | None, often: Sequence[str]
) -> tuple[tuple[tuple[str, int], ...], int]:
    """Count of each thing how many of those who come often have it as their usual."""
    if regulars is None:
        return (), 0
    hers = pc.is_in(regulars["person"], pa.array(list(often), pa.string()))
    usual = regulars.filter(pc.and_(hers, pc.less_equal(regulars["rank"], _EACH)))
    counts = Counter(usual["item"].to_pylist())
    ordered = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    return tuple(ordered[:PEOPLE]), len(pc.unique(usual["person"]))


def _surest(
    due: pa.Table, probability: np.ndarray
) -> tuple[tuple[str, str, float], ...]:
    """Return what is most likely, of each person the one likeliest thing."""
    things = [name for name in due.column_names if name in ("item", "category")]
    persons = due["person"].to_pylist()
    names = due[things[0]].to_pylist() if things else [""] * len(persons)
    found: dict[str, tuple[str, str, float]] = {}
    for row in np.argsort(-probability, kind="stable"):
        found.setdefault(
            persons[row], (persons[row], names[row], float(probability[row]))
        )
        if len(found) == PEOPLE:
            break
    return tuple(found.values())


def _likely(probability: Iterable[float]) -> tuple[tuple[float, int], ...]:
    counts = Counter(next(low for low in _LIKELY if one >= low) for one in probability)
    return tuple((low, counts[low]) for low in _LIKELY)
