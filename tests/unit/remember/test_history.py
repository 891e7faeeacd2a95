"""What counts as a purchase, and what is known by when."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pyarrow as pa

from shopkeeper.adapters.memory.engine import MemoryEngine
from shopkeeper.remember.history import read_history
from tests.unit.remember.histories import history_of


def _triples(history):
    names = zip(history.person, history.item, history.day, strict=True)
    first = int(history.day.min()) if len(history.day) else 0
    return [
        (history.persons[person], history.items[item], int(day) - first)
        for person, item, day in names
    ]


def test_two_lines_in_a_day_count_once():
    """
    A purchase is a day on which she bought.
    """
    history = history_of([("a", 0, "tea"), ("a", 0, "tea"), ("a", 3, "tea")], until=9)

    assert [("a", "tea", 0), ("a", "tea", 3)] == _triples(history)


def test_a_return_never_counts():
    """
    Nor does a quantity of nothing, nor a line without person or item.
    """
    history = history_of(
        [
            ("a", 0, "tea", 2.0),
            ("a", 1, "tea", -2.0),
            ("a", 2, "tea", 0.0),
            ("a", 3, None),
            (None, 4, "tea"),
            ("b", 5, "tea", -1.0),
        ],
        until=9,
    )

    assert [("a", "tea", 0)] == _triples(history)
    assert ["a"] == history.persons


def test_nothing_after_the_day_is_known_and_the_day_itself_is():
    """
    A bare date includes its day.
    """
    rows = [("a", 0, "tea"), ("a", 5, "tea"), ("a", 6, "jam"), ("b", 6, "tea")]

    history = history_of(rows, until=5)

    assert [("a", "tea", 0), ("a", "tea", 5)] == _triples(history)
    assert ["tea"] == history.items


def test_a_day_is_a_day_of_the_zone():
    """
    23:30 UTC on the 1st of July is the 2nd in London, and then not yet known.
    """
    table = pa.table(
        {
            "person": ["a"],
            "at": pa.array(
                [datetime(2025, 7, 1, 23, 30, tzinfo=UTC)], pa.timestamp("us", "UTC")
            ),
        }
    )

    def known(zone):
        return not read_history(
            table, engine=MemoryEngine(), as_of=date(2025, 7, 1), time_zone=zone
        ).is_empty

    assert known("UTC")
    assert not known("Europe/London")


def test_a_moment_is_known_and_the_microsecond_after_is_not():
    """
    As of a moment, for the shop's rounds.
    """
    at = datetime(2025, 7, 1, 12, tzinfo=UTC)
    table = pa.table(
        {
            "person": ["a", "b"],
            "at": pa.array([at, at.replace(microsecond=1)], pa.timestamp("us", "UTC")),
        }
    )

    history = read_history(table, engine=MemoryEngine(), as_of=at)

    assert ["a"] == history.persons


def test_the_order_of_the_lines_decides_nothing():
    """
    Shuffled twice, and by the plain engine.
    """
    rows = [(f"p{n % 7}", n % 11, f"item {n % 5}") for n in range(60)]

    plain = history_of(rows, until=30, plain=True)

    for seed in (1, 2):
        shuffled = history_of(rows, until=30, shuffled=seed)
        assert plain.table.equals(shuffled.table)
        assert plain.persons == shuffled.persons
        assert plain.record_ids.equals(shuffled.record_ids)


def test_days_too_far_apart_for_one_number_are_in_order_all_the_same(monkeypatch):
    """
    The order on one number and the order on three are one.
    """
    rows = [
        (f"p{n % 7}", n % 11 - 40_000 * (n % 2), f"item {n % 5}") for n in range(60)
    ]
    one = history_of(rows, until=30)

    monkeypatch.setattr("shopkeeper.remember.ordering._LARGEST", 1)
    three = history_of(rows, until=30)

    assert one.table.equals(three.table)
    assert sorted(_triples(one)) == _triples(one)


def test_reading_in_blocks_of_people_gives_the_same_history(monkeypatch):
    """
    Seven lines at a time; lines of nobody and returns among them.
    """
    rows = [(f"p{n % 9}", n % 17, f"item {n % 5}", n % 4 - 0.5) for n in range(80)]
    rows += [(None, 3, "item 1"), ("p3", 4, None)]
    whole = history_of(rows, until=30)

    monkeypatch.setattr("shopkeeper.remember.ordering._BLOCK", 7)
    cut = history_of(rows, until=30, shuffled=2)
    assert len(list(cut._parts())) > 3  # noqa: SLF001 else it was not in blocks

    assert whole.persons == cut.persons
    assert whole.table.equals(cut.table)
    assert whole.record_ids.equals(cut.record_ids)
    assert whole.returned.equals(cut.returned)


def test_gathering_in_parts_is_gathering_at_once(monkeypatch):
    """
    One of the people has more rows than a part holds.
    """
    rows = [(f"p{n % 5}", n % 23, f"item {n % 4}") for n in range(90)]
    rows += [("p2", n, "item 9") for n in range(24)]
    whole = history_of(rows, until=30)
    asked = [whole.until - 4, whole.until]
    at_once = [(whole.pairs(day), whole.shoppers(day)) for day in asked]

    monkeypatch.setattr("shopkeeper.remember.ordering._BLOCK", 6)
    parted = history_of(rows, until=30)

    for day, gathered in zip(asked, at_once, strict=True):
        parts = parted.pairs(day), parted.shoppers(day)
        for one, other in zip(gathered, parts, strict=True):
            for name, values in vars(one).items():
                assert values.tolist() == getattr(other, name).tolist(), name
