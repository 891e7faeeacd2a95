"""One page for the human: true, short, and careful with what is not hers to say."""

from __future__ import annotations

import re

from datetime import date
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from shopkeeper import handover
from shopkeeper.vocabulary import (
    Brief,
    Fact,
    FactValue,
    Moment,
    Need,
    Promise,
    PromiseState,
    Stage,
    Standing,
)
from tests.builders import utc


NOW = utc("2026-03-10 12:00")


def fact(id_: str, about: str, value: FactValue, **more: object) -> Fact:
    """Make a fact she told us on 3 March, unless said otherwise."""
    given_ = {"standing": Standing.TOLD, "learned_at": utc("2026-03-03 10:00")} | more
    return Fact(
        id=id_, person="p1", about=about, value=value, confidence=0.95, **given_
    )


MOMENT = Moment(
    person="p1",
    at=NOW,
    stage=Stage.DRIFTING,
    stage_because="usual gap 16 days, now 35",
    needs=(Need(what="the class set, before Friday", facts=("f1",)),),
    evidence=("f9",),
    unknown=("person.called", "preference.*"),
)
FACTS = [
    fact("f1", "problem.current", "thirty copies by the 27th or it is no use"),
    fact("f2", "usual.item", "coffee-table history", standing=Standing.OBSERVED),
    fact("f3", "impression.mood", 2, standing=Standing.IMPRESSION, author="Tom"),
    fact("f4", "interest.chess", "chess", standing=Standing.INFERRED),
    fact("f5", "sensitive.health", "recovering from surgery", sensitive=True),
    fact("f6", "order.late", "88-1204", standing=Standing.RECORDED, source="warehouse"),
]
SAYABLE = {"f1", "f2"}
PROMISE = Promise(
    id="f7", person="p1", what="with you by Wednesday at the latest", owner="us",
    made_by="Sam", deadline=date(2026, 3, 9), state=PromiseState.OPEN,
    utterance="mail:1",
)  # fmt: skip


def page(**changes: object) -> Brief:
    """Write the brief about her late order."""
    given_ = {
        "reason": "her order is nine days late", "now": NOW, "promises": [PROMISE],
        "may_be_said": SAYABLE,
    } | changes  # fmt: skip
    facts = given_.pop("facts", FACTS)
    return handover.brief(given_.pop("moment", MOMENT), facts, **given_)


def test_it_opens_with_something_true_she_would_recognise() -> None:
    """The trouble she is in before what she likes; only what may be said."""
    first = page().lines[0]
    assert first == (
        "Open with what troubles her: “thirty copies by the 27th or it is no use” [1]"
    )
    assert page().facts[0] == "f1"
    usual = page(may_be_said={"f2"}).lines[0]
    assert usual.startswith("Open with her usual: “coffee-table history”")


def test_without_anything_to_open_with_it_says_so() -> None:
    """Vague beats wrong, for humans too."""
    told = page(may_be_said=set())
    assert told.lines[0].startswith("Open with a question:")
    assert "thirty copies" not in told.lines[0]


def test_it_says_what_happened_what_she_needs_and_what_was_promised() -> None:
    """Each line leads to its facts."""
    told = "\n".join(page().lines)
    assert "Where she is: drifting; usual gap 16 days, now 35 [" in told
    assert "What happened: order.late: “88-1204”, recorded by warehouse" in told
    assert "on 3 March 2026 (ask, do not tell) [" in told
    assert "She needs: the class set, before Friday [1]" in told
    assert (
        "We promised (Sam): “with you by Wednesday at the latest”, by 9 March 2026 "
        "(overdue) [" in told
    )


def test_every_statement_leads_to_facts() -> None:
    """Only questions, gaps and the sensitive line stand on nothing."""
    told = page()
    numbers = set()
    for line in told.lines:
        stands_on = re.search(r" \[(\d+(?:, \d+)*)\]$", line)
        if stands_on is None:
            assert line.startswith(("Do not raise", "We do not know", "Worth asking"))
        else:
            numbers |= {int(number) for number in stands_on[1].split(", ")}
    assert numbers == set(range(1, len(told.facts) + 1))
    assert len(set(told.facts)) == len(told.facts)


def test_what_is_sensitive_is_not_shown_at_all() -> None:
    """Neither its value nor its kind nor its id; only that there is something."""
    need = Need(what="rest after surgery", facts=("f5",))
    moment = Moment(
        person="p1", at=NOW, stage=Stage.REGULAR, stage_because="", needs=(need,),
        evidence=(),
    )  # fmt: skip
    told = page(moment=moment, may_be_said={*SAYABLE, "f5"})
    assert "surgery" not in str(told)
    assert "health" not in str(told)
    assert "f5" not in told.facts
    assert any(
        line.startswith("Do not raise: something sensitive") for line in told.lines
    )
    calm = page(facts=[one for one in FACTS if not one.sensitive])
    assert not any(line.startswith("Do not raise") for line in calm.lines)


def test_impressions_and_guesses_are_marked_as_not_her_word() -> None:
    """E5: used, never said."""
    told = "\n".join(page().lines)
    assert (
        "Do not say (an impression of Tom, 3 March 2026, not her word): "
        "impression.mood: 2 [" in told
    )
    assert "Do not say (our guess, 3 March 2026, not her word): interest.chess" in told


def test_it_names_what_we_do_not_know_and_one_question() -> None:
    """The most helpful question first."""
    told = page().lines
    assert "We do not know: person.called" in told
    assert told[-1] == "Worth asking: What would you like us to call you?"
    trouble = Need(what="late", facts=("f1",), about="problem.current")
    moment = Moment(
        person="p1", at=NOW, stage=Stage.REGULAR, stage_because="", needs=(trouble,),
        evidence=(), unknown=("person.called",),
    )  # fmt: skip
    asked = page(moment=moment).lines[-1]
    assert asked == "Worth asking: What would put this right for you?"


def test_the_title_has_her_name_only_where_it_may_be_said() -> None:
    """A name in a system is not yet a name to greet her by."""
    named = [*FACTS, fact("f8", "person.called", "Jenny")]
    assert page(facts=named, may_be_said={"f8"}).title == (
        "Jenny: her order is nine days late"
    )
    assert page(facts=named, may_be_said=set()).title.startswith("A customer: ")


def test_staff_can_find_her_by_the_name_on_record_and_are_told_it_is_that() -> None:
    """Nobody is left to guess whose page this is, or to greet her by a guess."""
    told = handover.brief(
        MOMENT, FACTS, reason="late", now=NOW, on_record="Jennifer Okafor"
    )

    assert told.title.startswith("Jennifer Okafor, by our records (ask ")


def test_what_is_erased_expired_kept_or_still_to_come_is_not_there() -> None:
    """A brief is about now."""
    gone = [
        fact("a", "event.moved", "one", erased=True),
        fact("b", "event.moved", "two", expires=NOW),
        fact("c", "promise.open", "three", kept_at=utc("2026-03-09 10:00")),
        fact("d", "event.moved", "four", learned_at=utc("2026-03-11 10:00")),
    ]
    told = str(page(facts=gone, may_be_said=set("abcd"), promises=[]))
    assert not any(word in told for word in ("one”", "two", "three", "four"))


def test_a_broken_promise_asks_for_an_apology() -> None:
    """And a kept one is not mentioned."""
    broken = Promise(
        **{k: getattr(PROMISE, k) for k in PROMISE.__struct_fields__}
        | {"state": PromiseState.BROKEN}
    )
    assert "say sorry for what it meant for her" in str(page(promises=[broken]))
    kept = Promise(
        **{k: getattr(PROMISE, k) for k in PROMISE.__struct_fields__}
        | {"state": PromiseState.KEPT}
    )
    assert "Wednesday" not in str(page(promises=[kept]))


def test_days_are_those_of_the_shop() -> None:
    """Half past eleven at night in UTC is the next day in Berlin."""
    late = fact("f1", "problem.current", "x", learned_at=utc("2026-03-03 23:30"))
    berlin = NOW.astimezone(ZoneInfo("Europe/Berlin"))
    told = str(page(facts=[late], now=berlin))
    assert "she told us on 4 March 2026" in told


def test_the_page_prints_with_its_sources() -> None:
    """Title, lines, and where each number leads."""
    text = handover.brief_text(page())
    assert text.startswith("A customer: her order is nine days late\n---")
    assert "\n[1] f1\n" in text


@settings(deadline=None)
@given(st.text(max_size=400))
def test_whatever_she_wrote_the_brief_stays_one_page(words: str) -> None:
    """No line breaks, control or direction characters, and nothing endless."""
    many = [fact(f"f{n}", "event.moved", words) for n in range(40)]
    told = page(facts=many, may_be_said={"f1"}, promises=[PROMISE] * 40, reason=words)
    assert len(told.lines) <= 30
    for line in (told.title, *told.lines):
        assert len(line) < 400
        assert line.isprintable()


def test_what_is_old_says_so_before_she_is_called() -> None:
    """Beside the opener and beside what happened; what has no age there has none."""
    fresh = {"f1": "learned 3 weeks ago, fades", "f6": "learned today"}
    lines = page(fresh=fresh).lines
    assert lines[0].endswith("no use” (learned 3 weeks ago, fades) [1]")
    late = next(one for one in lines if "order.late" in one)
    assert "recorded by warehouse on 3 March 2026 (learned today)" in late
