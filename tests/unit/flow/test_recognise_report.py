"""The figures of `recognise --html`."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from shopkeeper.flow.recognise_examples import DOUBTS, Examples, pieces
from shopkeeper.flow.recognise_files import (
    TablesRead,
    people_table,
    recognise_tables,
)
from shopkeeper.flow.recognise_report import Report, masked, report_of
from shopkeeper.recognise.linking.explain import Part, Why
from shopkeeper.recognise.linking.persons import Doubt
from shopkeeper.recognise.ports import FileTable


FIRST = ("Ann", "Kim", "Lee", "Joy", "Max", "Una", "Ida", "Ben", "Tom", "Eve")
DICE = np.random.default_rng(1)
LAST = ["".join(DICE.choice([*"bdklmnrst"], 3)) + "er" for _ in range(300)]


def made(number: int) -> dict[str, str]:
    """Return a customer; every second one has no mailbox."""
    first, last = str(DICE.choice(FIRST)), str(DICE.choice(LAST)).title()
    year, month, day = DICE.integers((1940, 1, 1), (1999, 13, 29)).tolist()
    return {
        "record_id": f"c{number}",
        "first_name": first,
        "last_name": last,
        "birth_date": f"{year}-{month:02}-{day:02}",
        "email": f"{first}.{last}{number}@post.example" if number % 2 else "n/a",
    }


CRM = [made(number) for number in range(100)]
ORDERS = [
    {"record_id": f"o{number}", "email": CRM[number]["email"], "item": "tea"}
    for number in range(1, 60, 2)
] + [{"record_id": "o99", "email": CRM[1]["email"], "item": "milk"}]


def tables_of(**files: list[dict[str, str]]) -> list[tuple[str, FileTable]]:
    """Return rows as tables, each from a file of its own."""
    return [
        (
            f"{name}.parquet",
            FileTable(
                name=name, kind="parquet", first_row=1, data=pa.Table.from_pylist(rows)
            ),
        )
        for name, rows in files.items()
    ]


def reported(**files: list[dict[str, str]]) -> tuple[Report, TablesRead]:
    """Return the report of some files, and what was found in them."""
    tables = tables_of(**files)
    found = recognise_tables(tables)
    people = people_table(found)
    return report_of(found, tables, people, found.persons.doubts()), found


@pytest.fixture(name="both", scope="module")
def _both():
    return reported(crm=CRM, orders=ORDERS)


def test_persons_are_those_of_the_people_file(both):
    """A page with other numbers than the file would be believed by nobody."""
    report, found = both
    groups = found.persons.groups()

    assert report.records == len(CRM) + len(ORDERS)
    assert report.files == 2
    assert report.persons == len(groups) == len(CRM)
    assert report.joined == sum(len(group) > 1 for group in groups) == 30
    assert report.doubts == len(found.persons.doubts())
    assert sum(step.persons for step in report.steps) == report.persons
    assert [(step.first, step.persons) for step in report.steps] == [
        (1, 70), (2, 29), (3, 1),
    ]  # fmt: skip


def test_complete_is_what_can_be_used(both):
    """A mailbox of n/a reaches nobody."""
    report, _ = both
    crm, orders = report.sources

    assert (crm.name, crm.records, crm.persons, crm.elsewhere) == ("crm", 100, 100, 30)
    assert (orders.records, orders.persons, orders.elsewhere) == (31, 30, 30)
    shares = {one.kind: one.records for one in crm.filled}
    assert shares == {
        "given name": 100, "family name": 100, "birth date": 100, "e-mail": 50,
    }  # fmt: skip
    assert {one.kind: one.records for one in orders.filled}["birth date"] == 0


def test_persons_known_to_both_sources_are_counted_once(both):
    """Two orders of one woman are one woman."""
    crossing = both[0].crossing

    assert crossing.sources == ("crm", "orders")
    assert crossing.persons == ((100, 30), (30, 30))
    assert (crossing.several, crossing.left_out) == (30, 0)


def test_a_column_that_names_the_source_is_the_source():
    """One export of three systems is three sources."""
    rows = [{**row, "silo": "web" if row["email"] == "n/a" else "till"} for row in CRM]
    report, _ = reported(export=rows)

    assert [one.name for one in report.sources] == ["web", "till"]
    assert [one.name for one in report.tables] == ["export"]


def test_what_a_column_was_taken_for_is_said_of_each():
    """Also of those nobody understood."""
    rows = [{**row, "zq17": "x y"[number % 3]} for number, row in enumerate(CRM)]
    (table,) = reported(crm=rows)[0].tables

    assert [one.name for one in table.columns] == [*CRM[0], "zq17"]
    assert {one.name: one.compared for one in table.columns}["email"] is True
    assert {one.name: one.compared for one in table.columns}["record_id"] is False
    assert table.unknown == ("zq17",)


def test_prior_and_lines_add_up_to_the_score(both):
    """What stands side by side is what was weighed, all of it."""
    report, _ = both
    pairs = (*report.least_sure, *report.usual, *report.surest, *report.doubtful)

    assert report.least_sure
    for pair in pairs:
        weights = [line.weight for line in pair.lines if line.weight is not None]
        assert pair.score == pytest.approx(pair.prior + sum(weights), abs=1e-5)


def test_a_join_shows_both_records_as_their_files_have_them(both):
    """The cells, with their columns, and nothing of what is empty."""
    pair = both[0].least_sure[0]

    assert pair.same
    assert set(pair.sources) <= {"crm", "orders"}
    columns = {cell.column: (cell.a, cell.b) for cell in pair.cells}
    assert columns["record_id"] == pair.records
    assert all(a or b for a, b in columns.values())


def test_doubts_shown_are_doubts_of_the_file():
    """With the same confidence: two who moved house, or are two."""
    twice = [
        {"record_id": f"{side}{number}", "first_name": one["first_name"],
         "last_name": one["last_name"] + "x", "street": f"{number} {street}",
         "city": city}
        for number, one in enumerate(CRM[:40])
        for side, street, city in (("a", "High Street", "Leith"),
                                   ("b", "Low Road", "Rye"))
    ]  # fmt: skip
    report, found = reported(crm=[*CRM, *twice])
    doubts = {
        (one.record_id_a, one.record_id_b): one.confidence
        for one in found.persons.doubts()
    }

    assert report.doubts == len(doubts) > 0
    shown = {one.records: one.confidence for one in report.doubtful}
    assert shown.items() <= doubts.items()
    assert len(shown) == min(len(doubts), 20)
    assert not any(pair.same for pair in report.doubtful)


def doubt(left: int, right: int, confidence: float, because: str) -> Doubt:
    """Return a doubt about two customers."""
    return Doubt(f"c{left}", f"c{right}", confidence, because)


def test_few_doubts_of_one_person_and_not_all_for_one_reason(both):
    """Twenty times the same question is one question."""
    _, found = both
    tables = tables_of(crm=CRM, orders=ORDERS)
    _, person = np.unique(
        people_table(found)["person_id"].to_pylist(), return_inverse=True
    )
    crowd = [doubt(0, number, 0.8, "same place") for number in range(1, 40)]
    pairs = [doubt(n, n + 1, 0.7, "same place") for n in range(40, 80, 2)]
    other = [doubt(n, n + 1, 0.4, "same phone") for n in range(80, 90, 2)]
    shown = Examples(found, tables, person).doubtful([*crowd, *pairs, *other])

    assert len(shown) == DOUBTS
    assert sum("c0" in one.records for one in shown) == 2
    assert sum(one.confidence == 0.4 for one in shown) >= 3
    sure = [one.confidence for one in shown]
    assert sure == sorted(sure, reverse=True)


def test_other_records_stand_beside_a_doubt(both):
    """Whoever settles it asks what else is known of both."""
    _, found = both
    person = np.zeros(len(found.record_ids), int)
    person[1:3] = 1
    tables = tables_of(crm=CRM, orders=ORDERS)
    (pair,) = Examples(found, tables, person).doubtful([doubt(0, 1, 0.5, "")])

    assert [side.count for side in pair.others] == [128, 1]
    assert [side.more for side in pair.others] == [119, 0]


def test_what_is_common_is_rolled_up():
    """Forty equal rows are one line, and no record is lost."""
    rows = [dict(CRM[1], record_id=f"r{number}") for number in range(40)]
    (person,) = reported(crm=rows)[0].largest

    (line,) = person.records.alike
    assert (person.records.count, person.records.more, line.count) == (40, 0, 40)
    assert len(line.records) == 3
    assert person.name == " ".join((CRM[1]["first_name"], CRM[1]["last_name"])).lower()


def test_a_value_that_joins_nobody_is_masked():
    """Enough to find it, too little to ring it."""
    rows = [
        {"record_id": str(number), "name": f"{first} Oak", "phone": "07120361140"}
        for number, first in enumerate(FIRST)
    ]
    report, _ = reported(crm=rows)
    (stopped,) = report.stopped

    assert (stopped.field, stopped.people, report.stopped_in_all) == ("phone", 10, 1)
    assert "7120361140" not in stopped.value
    assert report.households == {}


def test_a_short_value_is_masked_too():
    """The ends of eight letters would be all of them."""
    assert masked("12345678") == "1…"
    assert masked("+447120361140") == "+447…40"


def test_a_family_mailbox_is_counted_and_joins_on():
    """Two given names are a household."""
    rows = [
        {"record_id": str(number), "name": f"{first} Oak", "email": "us@oak.example"}
        for number, first in enumerate(FIRST[:2])
    ]
    report, _ = reported(crm=rows)

    assert report.households == {"e-mail": 1}
    assert report.stopped == ()


def test_shares_of_a_field_add_up_and_a_few_records_teach_nothing(both):
    """What was only believed beforehand is said to be so."""
    for report in (both[0], reported(crm=CRM[:3])[0]):
        for one in report.learned.agreements:
            assert one.same + one.partly + one.other == pytest.approx(1.0)
        assert 0 < report.learned.doubt_at < report.learned.join_at < 1
    fields = [one.field for one in both[0].learned.agreements]
    assert fields == ["given name", "family name", "birth date", "e-mail"]
    few = reported(crm=CRM[:3])[0].learned.agreements
    assert not any(one.learned for one in few)


def test_words_are_cut_from_values():
    """A value may be anything, also words of ours."""
    parts = (Part("given name", "same", "same", 3.0), Part("place", "a) b", "(c", 1.0))
    says = "One person: same given name (same), like place (a) b / (c)."
    found = Why(
        same=True, confidence=0.9, score=4.0, prior=0.0, for_=parts, against=(),
        path=(), says=says,
    )  # fmt: skip

    assert "".join(pieces(found)) == says
    assert pieces(found)[1::2] == ("same", "a) b / (c")


@pytest.mark.parametrize("rows", [[], CRM[:1]])
def test_nobody_and_one_alone_are_reported(rows):
    """An empty file is no error."""
    schema = {name: pa.string() for name in CRM[0]}
    data = pa.Table.from_pylist(rows, schema=pa.schema(schema))
    tables = [
        ("crm.csv", FileTable(name="crm", kind="csv", first_row=1, data=data)),
    ]
    found = recognise_tables(tables)
    report = report_of(found, tables, people_table(found), [])

    assert (report.records, report.persons, report.joined) == (len(rows), len(rows), 0)
    assert (*report.least_sure, *report.usual, *report.surest) == ()
    assert report.largest == ()


def test_the_same_files_give_the_same_report(both):
    """Examples are picked, not drawn."""
    assert reported(crm=CRM, orders=ORDERS)[0] == both[0]
