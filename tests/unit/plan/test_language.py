"""The audience and need language: what it reads, refuses and means."""

from __future__ import annotations

import unicodedata

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from hypothesis import given, settings
from hypothesis import strategies as st

from shopkeeper import plan
from shopkeeper.plan.tree import (
    And,
    Compare,
    Comparison,
    Expression,
    Known,
    Not,
    OneOf,
    Or,
    Unit,
    Value,
    Within,
)
from shopkeeper.vocabulary import (
    BadInput,
    Channel,
    ConsentState,
    Fact,
    Predicate,
    Predicates,
    Purpose,
    Stage,
    Standing,
    ValueType,
)
from tests.builders import utc


KNOWN = Predicates()
NOW = utc("2026-03-10 12:00")
VALUE, SINCE = "value", "since"


def of(**about: object) -> plan.View:
    """Make a view: `usual_item="tea"`, or a list of values; all known since today."""
    present = {}
    for name, value in about.items():
        values = value if isinstance(value, list) else [value]
        present[name.replace("_", ".", 1)] = tuple(
            plan.Present(value=one, fact=f"f{number}", at=NOW)
            for number, one in enumerate(values)
        )
    return plan.View(present=present)


def true(text: str, view: plan.View, now: datetime = NOW) -> bool:
    """Read and evaluate."""
    return plan.holds(plan.parse(text, KNOWN), view, now)


def test_the_contracted_audience_reads_as_a_typed_tree() -> None:
    """contracts.md, section 3: the audience of `running-low`."""
    text = "stage in (regular, drifting) and not problem.current"
    stages = OneOf("stage", (Stage.REGULAR, Stage.DRIFTING))
    assert plan.parse(text, KNOWN) == And((stages, Not(Known("problem.current"))))


def test_and_binds_closer_than_or_and_not_closest() -> None:
    """As everybody reads it."""
    a, b, c = (Known(f"interest.{letter}") for letter in "abc")
    text = "not interest.a or interest.b and interest.c"
    assert plan.parse(text, KNOWN) == Or((Not(a), And((b, c))))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("stge = new", "line 1, column 1: unknown name `stge`: did you mean `stage`?"),
        ("stage = new and\n  last_tuch", r"line 2, column 3: .* `last_touch`\?"),
        ("event.movd", r"column 1: unknown name `event.movd`: .*`event.moved`"),
        ("consent.marketting", "unknown name .*`consent.marketing`"),
        ("last_touch.mail", "unknown name .*`last_touch.email`"),
        ("interest.*", r"column 9: `\.` has no meaning|column 10"),
        ("stage = regluar", "column 9: `stage` is never `regluar`: .*`regular`"),
        ("stage in (new, gone)", "column 16: `stage` is never `gone`"),
        ("stage < new", "`stage` has no order"),
        ("stage within 7 days", "column 7: `stage` happens at no time"),
        ("consent.marketing = yes", "is never `yes`"),
        ("usual.due_on = soon", "compared with a day, such as 2026-03-01"),
        ("usual.due_on < 2026-02-30", "there is no day 2026-02-30"),
        ("usual.item = 3", "compared with words in quotes"),
        ('usual.item > "tea"', "words have no order"),
        ("impression.interest > high", "words have no order"),
        ('impression.interest = "high"', "compared with a number"),
        ("last_touch = 3", "compared with a day"),
        ("stage == new", r"column 8: expected a value, found `=` \(equal is a single"),
        ("stage = new stage = left", "column 13: expected `and`, `or` or the end"),
        (
            "stage = new AND stage = left",
            "expected `and`, `or` or the end, found `AND`",
        ),
        ("(stage = new", r"column 13: expected `\)`, found the end"),
        ("stage = new)", r"column 12: expected `and`, `or` or the end, found `\)`"),
        ("stage in regular", r"column 10: expected `\(`, found `regular`"),
        ("stage in ()", r"expected a value, found `\)`"),
        ("usual.item not within 7 days", "column 12: `in` may follow `not` here"),
        ("last_touch within days", "such as 7 days"),
        ("last_touch within 7", "such as 7 days"),
        ("last_touch within 1.5 days", "such as 7 days"),
        ("last_touch within 0 days", "from 1 day to 100 years"),
        ("last_touch within 101 years", "from 1 day to 100 years"),
        ("not", "expected a name, found the end"),
        ("and stage", "column 1: expected a name, found `and`"),
        ("stage = and", "expected a value, found `and`"),
        ('usual.item = "tea', 'column 14: `"` has no meaning'),
        ("stage; drop", "column 6: `;` has no meaning here"),
        ("", "this says nothing"),
        ("  ", "this says nothing"),
        ("(" * 5000, "nested too deeply"),
        ("not " * 5000 + "stage", "nested too deeply"),
        ("impression.interest > 1e999", "too large"),
    ],
)
def test_a_mistake_is_named_by_line_and_column(text: str, says: str) -> None:
    """And an unknown name with the nearest known one."""
    with pytest.raises(BadInput, match=says):
        plan.parse(text, KNOWN)


def test_an_error_begins_with_where_it_stands() -> None:
    """So that the reader finds the plan and the step."""
    with pytest.raises(BadInput, match=r"^plan a, step b, need, line 1, column 1: "):
        plan.parse("x", KNOWN, where="plan a, step b, need")


def test_a_shops_own_predicate_is_a_name() -> None:
    """And compares by its own type."""
    own = Predicates([Predicate(name="club.seat", value=ValueType.NUMBER)])
    assert plan.parse("club.seat >= 3", own) == Compare(
        "club.seat", Comparison.AT_LEAST, 3
    )
    with pytest.raises(BadInput, match=r"unknown name `club\.seat`"):
        plan.parse("club.seat >= 3", KNOWN)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("problem.current", False),
        ("not problem.current", True),
        ('job.title = "teacher"', False),
        ('job.title != "teacher"', False),
        ('job.title in ("teacher")', False),
        ('job.title not in ("teacher")', False),
        ('not job.title = "teacher"', True),
        ("usual.due_on within 7 days", False),
        ("usual.due_on > 2026-01-01", False),
        ("last_touch", False),
        ("last_touch within 7 days", False),
        ("not last_touch within 7 days", True),
        ("last_touch.email < 2026-01-01", False),
        ("stage = new", False),
        ("stage != new", False),
        ("consent.marketing", False),
        ("consent.marketing = granted", False),
        ("consent.marketing = unknown", True),
        ("consent.relationship != denied", True),
    ],
)
def test_nothing_known_is_false(text: str, expected: bool) -> None:  # noqa: FBT001 a table
    """Only `not` turns it round; a consent nobody stated is `unknown`."""
    assert true(text, plan.View()) is expected


def test_a_bare_consent_is_a_yes() -> None:
    """A known "no" is known, and must not let anybody in."""
    for state in ConsentState:
        view = plan.View(consents={Purpose.MARKETING: state})
        assert true("consent.marketing", view) is (state is ConsentState.GRANTED)


def test_text_is_compared_as_facts_are() -> None:
    """Trimmed, NFKC, without regard to capitals: contracts.md, section 2, rule 4."""
    view = of(job_title=" Teacher\N{NO-BREAK SPACE}")
    assert true('job.title = "TEACHER"', view)
    assert not true('job.title != "teacher"', view)


def test_one_of_several_values_is_enough_and_unlike_means_none() -> None:
    """For what a person may have several of."""
    view = of(usual_item=["tea", "jam"])
    assert true('usual.item = "jam"', view)
    assert true('usual.item in ("milk", "jam")', view)
    assert not true('usual.item != "jam"', view)
    assert true('usual.item not in ("milk", "bread")', view)


@pytest.mark.parametrize(
    ("due", "expected"),
    [("2026-03-17", True), ("2026-03-18", False), ("2026-03-10", True),
     ("2025-01-01", True), ("soon", False)],
)  # fmt: skip
def test_due_within_a_week_is_overdue_or_in_the_next_week(
    due: str,
    expected: bool,  # noqa: FBT001 a table
) -> None:
    """contracts.md, section 3."""
    assert true("usual.due_on within 7 days", of(usual_due_on=due)) is expected


@pytest.mark.parametrize(
    ("moved", "expected"),
    [("2026-03-03", True), ("2026-03-02", False), ("2026-03-10", True),
     ("2026-03-11", False)],
)  # fmt: skip
def test_a_dated_past_fact_is_within_the_days_before(
    moved: str,
    expected: bool,  # noqa: FBT001 a table
) -> None:
    """An event to come is not past."""
    assert true("event.moved within 7 days", of(event_moved=moved)) is expected


def test_an_undated_fact_is_as_old_as_when_it_became_true() -> None:
    """Since when it holds, else since it was learned."""
    fact = Fact(
        id="f", person="p", about="problem.current", value="late", confidence=0.9,
        standing=Standing.TOLD, learned_at=utc("2026-03-09 12:00"),
        true_since=utc("2026-03-01 12:00"),
    )  # fmt: skip
    view = plan.View(present=plan.present([fact]))
    assert true("problem.current within 9 days", view)
    assert not true("problem.current within 8 days", view)
    assert not true("problem.current within 9 days", view, utc("2026-02-28 12:00"))


def test_a_last_touch_is_looked_at_by_channel_or_over_all() -> None:
    """`last_touch` is any channel's."""
    view = plan.View(
        last_touch=utc("2026-03-09 23:30"),
        last_touch_by_channel={
            Channel.EMAIL: utc("2026-01-01 09:00"),
            Channel.PHONE: utc("2026-03-09 23:30"),
        },
    )
    assert true("last_touch within 1 day", view)
    assert true("last_touch.email and not last_touch.email within 2 months", view)
    assert not true("last_touch.sms", view)
    assert true("last_touch = 2026-03-09", view)
    # On the shop's clock it was the next day already.
    berlin = NOW.astimezone(ZoneInfo("Europe/Berlin"))
    assert true("last_touch = 2026-03-10", view, berlin)


def test_because_names_what_decided_and_its_facts() -> None:
    """The facts it stood on, and no value of hers but the stage."""
    view = plan.View(
        present={
            "usual.due_on": (plan.Present(value="2026-03-12", fact="fd", at=NOW),),
            "usual.item": (plan.Present(value="tea", fact="ft", at=NOW),),
        },
        stage=Stage.REGULAR,
        stage_facts=("fs",),
    )
    text = "stage in (regular, drifting) and not problem.current"
    answer = plan.because(plan.parse(text, KNOWN), view, NOW)
    assert answer.holds
    assert answer.facts == ("fs",)
    assert answer.says == (
        "her stage is regular, and nothing is known of problem.current"
    )
    need = plan.because(plan.parse("usual.due_on within 7 days", KNOWN), view, NOW)
    assert (need.facts, need.says) == (("fd",), "usual.due_on within 7 days")
    failed = plan.because(
        plan.parse('stage = new and usual.item = "tea"', KNOWN), view, NOW
    )
    assert not failed.holds
    assert failed.says == "her stage is regular"
    wrong = plan.because(plan.parse('usual.item = "milk"', KNOWN), view, NOW)
    assert wrong.says == 'it is not so that usual.item = "milk"'


words = st.text(st.characters(exclude_categories=("Cs",)), max_size=8)
days = st.dates(date(2025, 1, 1), date(2027, 1, 1))
numbers = st.integers(-5, 5) | st.floats(-9, 9, allow_nan=False)
texts = st.sampled_from(["tea", "jam", 'say "tea"', "back\\slash", "", "Tea "]) | words
equality = st.sampled_from([Comparison.IS, Comparison.IS_NOT])
any_order = st.sampled_from(Comparison)


def comparisons(
    name: str, values: st.SearchStrategy[Value], how: st.SearchStrategy[Comparison]
) -> st.SearchStrategy[Expression]:
    """Return comparisons of one name."""
    lists = st.lists(values, min_size=1, max_size=3).map(tuple)
    return st.builds(Compare, st.just(name), how, values) | st.builds(
        OneOf, st.just(name), lists, st.booleans()
    )


def windows(name: str, *, dated: bool) -> st.SearchStrategy[Expression]:
    """Return windows on one name."""
    return st.builds(
        Within, st.just(name), st.integers(1, 40), st.sampled_from(Unit), st.just(dated)
    )


NAMES = ["stage", "consent.marketing", "last_touch", "last_touch.email", "usual.item",
         "usual.due_on", "event.moved", "impression.interest"]  # fmt: skip
leaves = st.one_of(
    st.builds(Known, st.sampled_from(NAMES)),
    comparisons("stage", st.sampled_from(Stage), equality),
    comparisons("consent.marketing", st.sampled_from(ConsentState), equality),
    comparisons("last_touch", days, any_order),
    comparisons("usual.item", texts, equality),
    comparisons("usual.due_on", days, any_order),
    comparisons("event.moved", texts, equality),
    comparisons("event.moved", days, any_order),
    comparisons("impression.interest", numbers, any_order),
    windows("last_touch.email", dated=False),
    windows("usual.item", dated=False),
    windows("usual.due_on", dated=True),
    windows("event.moved", dated=True),
)
trees: st.SearchStrategy[Expression] = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds(Not, inner),
        st.builds(And, st.lists(inner, min_size=2, max_size=3).map(tuple)),
        st.builds(Or, st.lists(inner, min_size=2, max_size=3).map(tuple)),
    ),
    max_leaves=8,
)
moments = st.datetimes(datetime(2024, 1, 1), datetime(2027, 1, 1)).map(
    lambda at: utc(at.isoformat())
)


def presents(values: st.SearchStrategy[Value]) -> st.SearchStrategy[object]:
    """Return none to two present values."""
    one = st.builds(plan.Present, value=values, fact=st.sampled_from("abc"), at=moments)
    return st.lists(one, max_size=2).map(tuple)


iso_days = days.map(date.isoformat)
views = st.builds(
    plan.View,
    present=st.fixed_dictionaries(
        {},
        optional={
            "usual.item": presents(texts | iso_days),
            "usual.due_on": presents(iso_days | st.just("soon")),
            "event.moved": presents(iso_days | texts),
            "impression.interest": presents(numbers),
        },
    ),
    stage=st.none() | st.sampled_from(Stage),
    consents=st.dictionaries(
        st.just(Purpose.MARKETING), st.sampled_from(ConsentState), max_size=1
    ),
    last_touch=st.none() | moments,
    last_touch_by_channel=st.dictionaries(st.just(Channel.EMAIL), moments, max_size=1),
)


@settings(deadline=None)
@given(trees)
def test_a_printed_tree_reads_as_itself(tree: Expression) -> None:
    """Brackets, quotes and escapes lose nothing."""
    assert plan.parse(plan.show(tree), KNOWN) == tree


def slow_set(tree: Expression, people: list[plan.View]) -> set[int]:
    """Return the numbers of those for whom it holds: set algebra, leaf by leaf."""
    everyone = set(range(len(people)))
    if isinstance(tree, And):
        return set.intersection(*(slow_set(part, people) for part in tree.parts))
    if isinstance(tree, Or):
        return set.union(*(slow_set(part, people) for part in tree.parts))
    if isinstance(tree, Not):
        return everyone - slow_set(tree.part, people)
    return {number for number in everyone if slow_leaf(tree, people[number])}


def slow_known(name: str, view: plan.View) -> list[tuple[object, datetime | None]]:
    """List what is known of a name: (value, since when)."""
    if name == "stage":
        return [(view.stage, None)] if view.stage else []
    if name == "consent.marketing":
        return [(view.consents.get(Purpose.MARKETING, "unknown"), None)]
    if name == "last_touch":
        return (
            [(str(view.last_touch.date()), view.last_touch)] if view.last_touch else []
        )
    if name == "last_touch.email":
        at = view.last_touch_by_channel.get(Channel.EMAIL)
        return [(str(at.date()), at)] if at else []
    return [(one.value, one.at) for one in view.present.get(name, ())]


def slow_day(value: object) -> date | None:
    """Read a day the long way round."""
    try:
        return datetime.strptime(str(value), "%Y-%m-%d").date()  # noqa: DTZ007 a day
    except ValueError:
        return None


def slow_compare(have: object, how: Comparison, want: Value) -> bool:
    """Compare one value by trying each meaning of the sign."""
    if isinstance(want, str):
        plain = [
            unicodedata.normalize("NFKC", str(side)).strip().casefold()
            for side in (have, want)
        ]
        return how is Comparison.IS and plain[0] == plain[1]
    left = slow_day(have) if isinstance(want, date) else have
    if left is None or isinstance(left, str):
        return False
    return {
        "=": left == want, "<": left < want, "<=": left <= want,
        ">": left > want, ">=": left >= want,
    }[how.value]  # fmt: skip


def slow_leaf(leaf: Expression, view: plan.View) -> bool:
    """Answer one leaf from the words of contracts.md, section 3."""
    known = slow_known(leaf.name, view)
    if isinstance(leaf, Known):
        if leaf.name == "consent.marketing":
            return known[0][0] == "granted"
        return known != []
    if isinstance(leaf, Compare):
        if leaf.how is Comparison.IS_NOT:
            same = [slow_compare(v, Comparison.IS, leaf.value) for v, _ in known]
            return known != [] and True not in same
        return True in [slow_compare(v, leaf.how, leaf.value) for v, _ in known]
    if isinstance(leaf, OneOf):
        hit = any(
            slow_compare(have, Comparison.IS, want)
            for have, _ in known
            for want in leaf.values
        )
        return known != [] and hit is not leaf.negated
    return any(slow_within(leaf, value, since) for value, since in known)


def slow_within(leaf: Within, value: object, since: datetime) -> bool:
    """Count days, or time, from now."""
    length = {"day": 1, "week": 7, "month": 30, "year": 365}[leaf.unit.value]
    span = timedelta(days=leaf.count * length)
    day = slow_day(value)
    if leaf.name == "usual.due_on":
        return day is not None and (day - NOW.date()).days <= span.days
    if leaf.name == "event.moved" and day:
        return 0 <= (NOW.date() - day).days <= span.days
    return timedelta(0) <= NOW - since <= span


@settings(deadline=None)
@given(tree=trees, people=st.lists(views, min_size=1, max_size=4))
def test_the_evaluator_agrees_with_set_algebra(
    tree: Expression, people: list[plan.View]
) -> None:
    """The slow, obvious one: who is in, as sets of people."""
    inside = slow_set(tree, people)
    for number, view in enumerate(people):
        assert plan.holds(tree, view, NOW) is (number in inside)
        assert plan.because(tree, view, NOW).holds is (number in inside)


pieces = st.sampled_from(
    ["stage", "new", "and", "or", "not", "in", "within", "7", "days", "(", ")", ",",
     "=", "<", "!=", '"tea"', "usual.item", "usual.due_on", "2026-03-01", "2026-13-01",
     "event.moved", "consent.marketing", "last_touch", "é", "1e999", "\\", "'"]
)  # fmt: skip


@settings(deadline=None)
@given(st.lists(pieces, max_size=12).map(" ".join) | st.text(max_size=20))
def test_whatever_is_written_it_is_read_or_refused(text: str) -> None:
    """And what was read is printed so that it reads the same."""
    try:
        tree = plan.parse(text, KNOWN)
    except BadInput:
        return
    assert plan.parse(plan.show(tree), KNOWN) == tree
    assert plan.holds(tree, plan.View(), NOW) in {True, False}
