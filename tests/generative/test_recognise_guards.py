"""Guards of recognise on random graphs, and undoing on random histories."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from shopkeeper.recognise import Node, build_index, keys_of, persons, resolve
from shopkeeper.recognise.junk import junk_because
from shopkeeper.recognise.nodes import verified_of
from shopkeeper.recognise.shared import MOST_PEOPLE
from shopkeeper.vocabulary import IdentityDecision, Verdict
from tests.builders import utc
from tests.unit.recognise.people import ident, node


NOW = utc("2026-03-02 10:00")
NAMES = ["", "", "Ann Oak", "Annie Oak", "A. Oak", "Tom Oak", "Kim Ash", "Lee Elm"]
VALUES = st.lists(st.integers(0, 5), max_size=2)


@st.composite
def people(draw, most: int = 14) -> list[Node]:
    """Draw nodes that share mailboxes, phones, devices, verified ids at random."""
    nodes = []
    for number in range(draw(st.integers(1, most))):
        ids = [
            *(ident("email", f"m{n}m@oak.example") for n in draw(VALUES)),
            *(ident("phone", f"0712036114{n}") for n in draw(VALUES)),
            *(ident("device", f"tablet-{n}") for n in draw(VALUES)),
        ]
        verified = draw(st.sampled_from(["", "", "u-ann", "u-tom", "u-kim"]))
        if verified:
            ids.append(ident("user_id", verified, verified=True))
        known = {}
        if draw(st.booleans()):
            known["born"] = draw(st.sampled_from(["1947-03-14", "1980-07-22"]))
        full = draw(st.sampled_from(NAMES))
        nodes.append(
            node(f"n{number:02}", *dict.fromkeys(ids), full=full, age=number, **known)
        )
    return nodes


def groups(found) -> list[set[str]]:
    """Return the persons as sets of own ids."""
    by_person: dict[str, set[str]] = {}
    for own, person in found.persons.items():
        by_person.setdefault(person, set()).add(own)
    return list(by_person.values())


@settings(max_examples=300, deadline=None)
@given(people())
def test_verified_ids_veto_under_any_graph(nodes):
    """Whatever links them: no person has two verified values of one kind."""
    by_key = {one.key: one for one in nodes}
    for group in groups(resolve(nodes, [], now=NOW)):
        values: dict[object, set[str]] = {}
        for own in group:
            for place, value in verified_of(by_key[own]).items():
                values.setdefault(place, set()).add(value)
        assert all(len(one) == 1 for one in values.values())


@settings(max_examples=150, deadline=None)
@given(people(), st.randoms(use_true_random=False))
def test_the_order_of_nodes_makes_no_difference(nodes, dice):
    """Shuffled input gives the same resolution."""
    shuffled = list(nodes)
    dice.shuffle(shuffled)
    assert resolve(shuffled, [], now=NOW) == resolve(nodes, [], now=NOW)


@settings(max_examples=150, deadline=None)
@given(people())
def test_a_round_run_again_decides_nothing(nodes):
    """Appended once, there is nothing left to append; and replaying agrees."""
    first = resolve(nodes, [], now=NOW)
    new = [*first.parts, *first.joins, *first.doubts]
    history = [replace(one, sequence=n) for n, one in enumerate(new, start=1)]
    again = resolve(nodes, history, now=NOW)
    assert (again.parts, again.joins, again.doubts) == ((), (), ())
    ages = {one.key: one.age for one in nodes}
    assert persons(ages, history) == dict(again.persons) == dict(first.persons)


@settings(max_examples=150, deadline=None)
@given(people(), st.data())
def test_what_a_human_undid_stays_undone(nodes, data):
    """Each night, whatever else is known; and nothing loops."""
    first = resolve(nodes, [], now=NOW)
    if not first.joins:
        return
    history = [replace(one, sequence=n) for n, one in enumerate(first.joins, start=1)]
    undone = data.draw(st.sampled_from(history))
    history.append(part_of(undone, len(history) + 1))
    for _ in range(3):
        found = resolve(nodes, history, now=NOW)
        assert found.persons[undone.left] != found.persons[undone.right]
        for one in (*found.parts, *found.joins):
            history.append(replace(one, sequence=len(history) + 1))
    last = resolve(nodes, history, now=NOW)
    assert (last.parts, last.joins) == ((), ())


def part_of(join: IdentityDecision, sequence: int) -> IdentityDecision:
    """Return the human's decision that takes a join back."""
    return replace(
        join,
        sequence=sequence,
        verdict=Verdict.PART,
        by="human:priya",
        undoes=join.sequence,
    )


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=25),
    st.data(),
)
def test_joins_undone_equal_joins_never_made(pairs, data):
    """A human's joins in any order, some taken back: as if they had never been."""
    ages = {f"p{n}": n for n in range(10)}
    joins = [
        IdentityDecision(
            sequence=n, verdict=Verdict.JOIN, left=f"p{min(pair)}",
            right=f"p{max(pair)}", because="", by="human:priya", at=NOW,
        )
        for n, pair in enumerate(pairs, start=1)
        if pair[0] != pair[1]
    ]  # fmt: skip
    taken = {
        one.sequence
        for one in joins
        if data.draw(st.booleans(), label=f"undo {one.sequence}")
    }
    history: list[IdentityDecision] = []
    for one in joins:
        history.append(one)
        if one.sequence in taken:
            # Some at once, some at the end: the place makes no difference.
            late = data.draw(st.booleans())
            history.insert(len(history) if late else history.index(one) + 1,
                           part_of(one, 1000 + one.sequence))  # fmt: skip
    never = [one for one in joins if one.sequence not in taken]
    assert persons(ages, history) == persons(ages, never)


@settings(max_examples=60, deadline=None)
@given(people(most=10), st.integers(1, 9))
def test_one_by_one_and_repaired_equals_all_at_once(nodes, start):
    """The nightly pass makes of what came one by one the persons of a whole table."""
    rows = [row_of(one) for one in nodes]
    whole = index_of(rows)
    index = index_of(rows[:start])
    for row in rows[start:]:
        index.add(row)
    index.repair()
    assert parts(index) == parts(whole)
    assert not index.repair()


def row_of(one: Node) -> dict[str, str]:
    """Return a node as a record with columns."""
    row = {"record_id": one.key, "first_name": " ".join(one.name.given)}
    row |= {"last_name": one.name.family, "email": "", "phone": "", "device_id": ""}
    for own in one.identifiers:
        column = {"device": "device_id"}.get(own.kind, own.kind)
        if column in row:
            row[column] = own.as_written
    return row


def index_of(rows: list[dict[str, str]]):
    """Return an index whose columns are understood whatever the rows hold."""
    import pyarrow as pa  # noqa: PLC0415 -- only here

    typical = [
        {"record_id": f"z{n}", "first_name": "Zoe", "last_name": "Zander",
         "email": f"z{n}z@elm.example", "phone": f"0780036114{n}",
         "device_id": f"a8b1c81b-dead-4bee-8f00-00000000abc{n}"}
        for n in range(5)
    ]  # fmt: skip
    return build_index(pa.Table.from_pylist([*typical, *rows]))


def parts(index) -> set[frozenset[str]]:
    """Return the persons of an index as sets of record ids."""
    found: dict[str, set[str]] = {}
    for row in index.people().to_pylist():
        found.setdefault(row["person_id"], set()).add(row["record_id"])
    return {frozenset(one) for one in found.values()}


@settings(max_examples=200, deadline=None)
@given(people())
def test_no_value_joins_more_people_than_the_most(nodes):
    """Of the clearly different names on a value at most five are one person's."""
    found = resolve(nodes, [], now=NOW)
    stopped = {one.key for one in found.shared if one.people > MOST_PEOPLE}
    for one in found.joins:
        left, right = (
            next(node for node in nodes if node.key == key)
            for key in (one.left, one.right)
        )
        both = set(keys_of(left)) & set(keys_of(right))
        assert both - stopped
        assert not any(junk_because(kind, value) for kind, _, value in both)
