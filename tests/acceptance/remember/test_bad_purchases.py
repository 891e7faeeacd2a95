"""Bad purchases: an answer that says what it rests on, or "cannot tell"; no hole."""

from __future__ import annotations

import json

from contextlib import suppress

import numpy as np
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq
import pytest

from shopkeeper.cli import app
from shopkeeper.cli.remember import remember
from shopkeeper.vocabulary import BadInput
from tests.unit.remember.histories import START, day, rhythms


_LISTS = ("regulars", "new", "due", "alive")


class _Answer:
    """What the command wrote and said; every number in it is one."""

    def __init__(self, folder, said):
        self.said = said
        self.fit = json.loads((folder / "fit.json").read_text("utf-8"))
        self.tables = {
            path.stem: pq.read_table(path) for path in sorted(folder.glob("*.parquet"))
        }
        for name, table in self.tables.items():
            for column in table.columns:
                assert column.null_count == 0, name
                if pa.types.is_floating(column.type):
                    assert np.isfinite(column.to_numpy()).all(), name
        assert "NaN" not in json.dumps(self.fit)

    def __getitem__(self, name):
        return self.tables[name]


@pytest.fixture(name="ask")
def _ask(tmp_path, capsys):
    """Write a table, ask the command about it, read all that came of it."""

    def ask(table, *options, name="orders", until=200):
        path = tmp_path / f"{name}.parquet"
        pq.write_table(table, path)
        return ask_file(path, *options, until=until)

    def ask_file(path, *options, until=200):
        out = tmp_path / f"out-{path.stem}"
        with suppress(SystemExit):  # cyclopts leaves that way when all is done
            app(["remember", str(path), "--as-of", str(day(until)), "--out", str(out),
                 *options])  # fmt: skip
        return _Answer(out, capsys.readouterr().err)

    ask.file, ask.folder = ask_file, tmp_path
    return ask


@pytest.fixture(name="rows", scope="module")
def _rows():
    return [row for row in rhythms(60, 200, seed=3) if row[1] <= 200]


def _table(rows, **columns):
    named = {
        "person": [row[0] for row in rows],
        "at": [day(row[1]).isoformat() for row in rows],
        "item": [row[2] for row in rows],
    }
    return pa.table(named | columns)


def _same(one, other):
    return all(one[name].equals(other[name]) for name in _LISTS)


def test_a_second_form_of_dates_is_said_with_its_share_and_an_example(ask, rows):
    """
    Every fourth line has its day in another form: never a calm count alone.
    """
    days = [day(row[1]) for row in rows]
    written = [
        one.strftime("%d.%m.%Y") if place % 4 == 0 else one.isoformat()
        for place, one in enumerate(days)
    ]

    found = ask(_table(rows, at=written))

    assert f"such as {written[0]!r}" in found.said
    assert "25% of the lines have a time in another form" in found.said


def test_of_a_lone_customer_it_says_that_it_cannot_tell(ask):
    """
    One who came on four days: nobody else's habits are known.
    """
    found = ask(_table([("Ann", 10 * n, "tea") for n in range(4)]), until=40)

    assert "only 1 came on two days or more" in found.said
    assert "cannot tell" in found.said


def test_nothing_is_likelier_due_than_she_is_there(ask, rows):
    """
    Who buys a thing in fourteen days comes in ninety.
    """
    found = ask(_table(rows), "--within", "30", "--days", "30")

    alive = {one["person"]: one["alive"] for one in found["alive"].to_pylist()}
    due = found["due"].to_pylist()
    assert due
    assert all(one["probability"] <= alive[one["person"]] for one in due)


def test_duplicate_lines_change_nothing_and_are_counted(ask, rows):
    """
    Each line three times.
    """
    plain = ask(_table(rows), name="plain")

    thrice = ask(_table(rows * 3))

    assert _same(plain, thrice)
    again = thrice.fit["rests_on"]["left_out"]["again of the same person, item and day"]
    assert 3 * len(rows) - thrice.fit["rests_on"]["purchases"] == again
    assert f"left out: {again} again of the same person" in thrice.said


def test_quantities_of_zero_are_no_purchases(ask, rows):
    """
    Every third is 0: as if those lines were not there; all 0: cannot tell.
    """
    kept = [row for place, row in enumerate(rows) if place % 3]
    quantity = [float(place % 3) for place in range(len(rows))]

    some = ask(_table(rows, quantity=quantity))
    none = ask(_table(rows, quantity=[0.0] * len(rows)), name="none")

    assert _same(ask(_table(kept), name="kept"), some)
    assert f"left out: {len(rows) - len(kept)} with a quantity of 0" in some.said
    assert "cannot tell anything: nobody bought anything" in none.said
    assert [0] * 4 == [none[name].num_rows for name in _LISTS]


def test_missing_prices_change_nothing(ask, rows):
    """
    Every other price is not there; what she buys does not hang on it.
    """
    price = [None if place % 2 else 2.5 for place in range(len(rows))]

    priced = ask(_table(rows, price=pa.array(price, pa.float64())))

    assert _same(ask(_table(rows), name="plain"), priced)
    assert f"rests on {priced.fit['rests_on']['purchases']} purchases" in priced.said


def test_returns_before_purchases_are_no_purchases_and_are_named(ask, rows):
    """
    One of a thing she buys later, one of a thing that nobody ever bought.
    """
    first = [(rows[0][0], -30, rows[0][2]), ("ghost", -20, "a thing nobody bought")]
    quantity = [-1.0, -2.0, *[1.0] * len(rows)]

    found = ask(_table([*first, *rows], quantity=quantity))

    assert _same(ask(_table(rows), name="plain"), found)
    assert "ghost" not in found["alive"]["person"].to_pylist()
    assert "left out: 2 brought back" in found.said
    assert (
        "2 things were brought back that nobody is known to have bought" in found.said
    )


def test_dates_before_1970_count_and_are_doubted(ask, rows, tmp_path):
    """
    1899 is a day like others, the year 1 as well or it is left out; both are said.
    """
    path = tmp_path / "old.csv"
    old = [("old", "1899-12-31", "tea"), ("old", "1969-07-20", "tea"),
           ("older", "0001-01-01", "tea")]  # fmt: skip
    lines = [*old, *((row[0], day(row[1]).isoformat(), row[2]) for row in rows)]
    text = "\n".join(",".join(line) for line in [("person", "at", "item"), *lines])
    path.write_text(text + "\n", encoding="utf-8")

    found = ask.file(path)

    assert "old" in found["alive"]["person"].to_pylist()
    assert "purchases are dated before 1970, the first 1899-12-31" in found.said
    assert "1 without a time that could be read" in found.said


def test_dates_in_the_future_are_not_looked_at(ask, rows):
    """
    2099 changes nothing; if all are of then, cannot tell.
    """
    ahead = [("later", 30_000, "tea"), (rows[0][0], 30_001, "jam")]

    found = ask(_table([*rows, *ahead]))
    none = ask(_table(ahead), name="ahead")

    assert _same(ask(_table(rows), name="plain"), found)
    assert "left out: 2 after the day asked about" in found.said
    assert "cannot tell anything" in none.said


def test_clocks_that_changed_lose_no_purchase(ask, rows):
    """
    The hour that is not there in spring, the hour that is twice in autumn, offsets.
    """
    hours = ["2024-10-27T01:30:00", "2025-03-30T01:30:00", "2025-03-30T02:30:00"]
    local = pa.table(
        {
            "person": ["night"] * 3 + [row[0] for row in rows],
            "at": hours + [f"{day(row[1])}T10:00:00" for row in rows],
            "item": ["tea"] * 3 + [row[2] for row in rows],
        }
    )
    offset = pa.table(
        {
            "person": ["twice", "twice"],
            "at": ["2024-10-27T01:30:00+01:00", "2024-10-27T01:30:00+00:00"],
            "item": ["tea", "tea"],
        }
    )

    spring = ask(local, "--time-zone", "Europe/London")
    autumn = ask(offset, "--time-zone", "Europe/London", name="autumn")

    assert "night" in spring["alive"]["person"].to_pylist()
    because = dict(
        zip(*(spring["regulars"][name].to_pylist() for name in ("person", "because")),
            strict=True)
    )  # fmt: skip
    assert because["night"].startswith("bought on 2 days, last on 2025-03-30")
    assert 1 == autumn.fit["rests_on"]["purchases"]


def test_one_person_with_a_million_rows(ask, rows):
    """
    She has a row like everybody, and that most of it is hers is said.
    """
    count = 1_000_000
    dice = np.random.default_rng(0)
    at = np.datetime64(START, "s") + dice.integers(0, 200 * 86_400, count)
    things = pa.array([f"thing {n:03}" for n in range(200)])
    busy = pa.table(
        {
            "person": pa.array(["busy"]).take(pa.array(np.zeros(count, dtype=int))),
            "at": pa.array(at),
            "item": things.take(pa.array(dice.integers(0, 200, count))),
        }
    )
    others = _table(rows)
    moments = pa.array([np.datetime64(at, "s") for at in others["at"].to_pylist()])
    others = others.set_column(1, "at", moments)

    found = ask(pa.concat_tables([busy, others]))

    assert 61 == found["alive"].num_rows
    alive = dict(zip(*(c.to_pylist() for c in found["alive"].columns[:2]), strict=True))
    assert alive["busy"] > 0.9
    assert "of the purchases are one person's" in found.said


@pytest.mark.parametrize(
    "count", [20_000, pytest.param(1_000_000, marks=pytest.mark.slow)]
)
def test_many_persons_with_one_row_each(ask, count):
    """
    Each has her row; who comes back cannot be told, and that is said.
    """
    dice = np.random.default_rng(1)
    at = np.datetime64(START, "s") + dice.integers(0, 200 * 86_400, count)
    things = pa.array([f"thing {n:03}" for n in range(50)])
    table = pa.table(
        {
            "person": [f"p{number:07}" for number in range(count)],
            "at": pa.array(at),
            "item": things.take(pa.array(dice.integers(0, 50, count))),
        }
    )

    found = ask(table)

    assert count == found["alive"].num_rows
    assert found["alive"]["expected"].to_numpy().mean() < 0.1
    assert 0 == found["due"].num_rows
    assert "cannot tell who comes back" in found.said
    assert "cannot tell what is due" in found.said


def test_items_renamed_half_way_are_noticed(ask, rows):
    """
    From day 100 on every item has another name; without that, nothing is said.
    """
    renamed = [
        (person, when, name if when < 100 else f"NEW {name}")
        for person, when, name in rows
    ]

    found, plain = ask(_table(renamed)), ask(_table(rows), name="plain")

    items = len({row[2] for row in rows})
    assert f"{items} items were never bought again from" in found.said
    assert f"and {items} were never bought before it" in found.said
    assert "renamed" not in plain.said


def test_a_file_of_one_day_tells_no_rhythm(ask, rows):
    """
    Everybody stands in `alive`, by what is usual elsewhere; nothing is due.
    """
    day_of_all = (day(200) - START).days

    found = ask(_table([(row[0], day_of_all, row[2]) for row in rows]))

    assert "cannot tell who comes back and how often: the history is of one day" in (
        found.said
    )
    assert len({row[0] for row in rows}) == found["alive"].num_rows
    assert 0 == found["due"].num_rows
    assert 1 == found.fit["rests_on"]["days"]


def test_lines_without_a_person_are_nobodys(ask, rows):
    """
    Half of them: the others' answers are as if those were not there.
    """
    half = len(rows) // 2
    nobody = _table(rows[:half], person=pa.nulls(half, pa.string()))

    found = ask(pa.concat_tables([nobody, _table(rows[half:])]))

    assert _same(ask(_table(rows[half:]), name="half"), found)
    assert f"left out: {half} without a person" in found.said


def test_numbers_that_are_none_do_not_spread(ask, rows):
    """
    A quantity of NaN or infinity is one that is not known.
    """
    strange = [float("nan"), float("inf"), 1.0]
    quantity = [strange[place % 3] for place in range(len(rows))]

    found = ask(_table(rows, quantity=pa.array(quantity, pa.float64())))

    assert _same(ask(_table(rows), name="plain"), found)


def test_the_last_day_far_behind_is_said(ask, rows):
    """
    What was known a year ago is told as that.
    """
    found = ask(_table(rows), until=900)

    assert "the day asked about is far from what is known" in found.said


def test_gifts_are_visits_but_not_her_taste(ask, rows):
    """
    A doll sent to another address on four days: she came, and takes no doll.
    """
    dolls = [("giver", 20 + 40 * n) for n in range(4)]
    bread = [("giver", 10 + 30 * n) for n in range(6)]
    table = pa.table(
        {
            "person": [*(row[0] for row in rows), *(row[0] for row in dolls + bread)],
            "at": [day(row[1]).isoformat() for row in [*rows, *dolls, *bread]],
            "item": [*(row[2] for row in rows), *["doll"] * 4, *["bread"] * 6],
            "delivery_address": [*["1 A St"] * len(rows), *["9 Far Lane"] * 4,
                                 *["2 B St"] * 6],
            "billing_address": [*["1 A St"] * len(rows), *["2 B St"] * 10],
        }
    )  # fmt: skip

    found = ask(table)

    def hers(name):
        lines = found[name].to_pylist()
        return {row["item"] for row in lines if row["person"] == "giver"}

    assert hers("regulars") == {"bread"}
    assert hers("due") == {"bread"}
    assert "doll" not in found["new"]["item"].to_pylist()
    said = " ".join(found.fit["rests_on"]["notes"])
    assert "4 lines were bought for somebody else" in said
    alone = ask(table.drop(["delivery_address", "billing_address"]), name="plain")
    assert found["alive"].equals(alone["alive"])


def test_a_calendar_that_nobody_knows_is_an_error(tmp_path, rows):
    """
    It says what to write instead.
    """
    path = tmp_path / "orders.parquet"
    pq.write_table(_table(rows), path)

    with pytest.raises(BadInput, match="such as GB or GB-SCT"):
        remember(path, out=tmp_path / "out", as_of="2025-06-30", holidays="MOON")


def test_what_she_took_back_and_what_is_no_thing_is_none_of_her_usual(ask, rows):
    """
    A coat returned for good, a shawl bought again after; and postage on each order.
    """
    hers = [("eve", 10, "coat", 1), ("eve", 13, "coat", -1), ("eve", 20, "shawl", 1),
            ("eve", 22, "shawl", -1), ("eve", 60, "shawl", 1)]  # fmt: skip
    every = [*((*row, 1) for row in rows), *hers]
    every += [(who, at, "POSTAGE", 1) for who, at, _ in rows]
    table = _table(every, quantity=[row[3] for row in every])

    found = ask(table)

    usual = found["regulars"].to_pylist()
    assert {row["item"] for row in usual if row["person"] == "eve"} == {"shawl"}
    listed = {row["item"] for name in ("regulars", "new") for row in
              found[name].to_pylist()}  # fmt: skip
    assert "POSTAGE" not in listed
    for name in ("regulars", "new"):
        ranks = [row["rank"] for row in found[name].to_pylist() if
                 row["person"] == "p0001"]  # fmt: skip
        assert ranks == list(range(1, len(ranks) + 1))


def test_an_export_of_a_web_shop_is_read_by_its_lines(ask):
    """
    `Name` is the order there; what was refunded or voided was not kept.
    """
    people = [f"a{number}@x.example" for number in range(8)]
    orders = [(who, 20 * n + one, "Tea") for one, who in enumerate(people)
              for n in range(6)]  # fmt: skip
    table = pa.table(
        {
            "Name": [f"#{1000 + n}" for n in range(len(orders) + 1)],
            "Email": [*(row[0] for row in orders), people[0]],
            "Financial Status": [*["paid"] * len(orders), "refunded"],
            "Created at": [f"{day(row[1])} 10:00:00 +0000" for row in orders]
            + [f"{day(100)} 10:00:00 +0000"],
            "Lineitem quantity": ["1"] * (len(orders) + 1),
            "Lineitem name": [*(row[2] for row in orders), "Jam"],
        }
    )

    found = ask(table)

    assert set(found["regulars"]["item"].to_pylist()) == {"Tea"}
    assert "1 with a quantity of 0" in found.said


def test_a_buyers_name_is_not_the_name_of_what_she_bought(ask):
    """
    A German export with `Name` beside `Kundennr` and `Artikel`.
    """
    dice = np.random.default_rng(5)
    orders = [(who, int(at)) for who in range(30) for at in range(who % 9, 200, 17)]
    things = dice.choice(["Brot", "Milch", "Tee"], len(orders))
    table = pa.table(
        {
            "Bestellnr": [f"B{n}" for n in range(len(orders))],
            "Kundennr": [f"K{who}" for who, _ in orders],
            "Name": [f"Kunde {who}" for who, _ in orders],
            "Bestelldatum": [f"{day(at):%d.%m.%Y}" for _, at in orders],
            "Artikel": things,
        }
    )

    found = ask(table, "--html", str(ask.folder / "page.html"))

    assert set(found["regulars"]["item"].to_pylist()) <= {"Brot", "Milch", "Tee"}
    page = (ask.folder / "page.html").read_text("utf-8")
    assert "Kunde 3" not in page.split("What each column was taken for")[0]
