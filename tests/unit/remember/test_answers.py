"""What follows from her answers: told facts, what holds no more, and trust."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from msgspec.structs import replace

from shopkeeper.remember.answers import (
    Answer,
    Verdict,
    denied_in,
    refused_by,
    told_in,
)
from shopkeeper.remember.trust import Trust, trust_of
from shopkeeper.vocabulary import Fact, Predicates, Standing


NOW = datetime(2026, 11, 2, 10, tzinfo=UTC)
HOUR = timedelta(hours=1)
PREDICATES = Predicates()
CURRENT = {"ann": "ann", "ann2": "ann", "bea": "bea"}


def fact(about="person.called", value="Ann", **change) -> Fact:
    """Return a recorded fact of Ann's."""
    made = Fact(
        id="f1", person="ann", about=about, value=value, standing=Standing.RECORDED,
        confidence=0.95, learned_at=NOW - HOUR, source="crm",
    )  # fmt: skip
    return replace(made, **change)


def answered(verdict: Verdict, one: Fact, **change) -> Answer:
    """Return an answer of hers to a fact."""
    made = Answer(
        record_id="answer:1", person="ann", at=NOW, verdict=verdict, fact=one.id,
        about=one.about, value=one.value, standing=one.standing, words="So it is.",
    )  # fmt: skip
    return replace(made, **change)


def holds(one: Fact, *answers: Answer) -> bool:
    """Say whether a fact still holds after her answers."""
    return not refused_by(answers, PREDICATES, CURRENT)(one)


def test_what_she_confirms_or_corrects_is_told_and_names_what_it_answers() -> None:
    """The evidence is her words, whole."""
    name = fact()
    yes = answered(Verdict.CONFIRMED, name)
    no = answered(Verdict.CORRECTED, name, new_about="person.called", new_value="Annie")
    confirmed, corrected = told_in([yes, no])
    assert (confirmed.value, corrected.value) == ("Ann", "Annie")
    for one in (confirmed, corrected):
        assert (one.standing, one.answers, one.confidence) == ("told", "f1", 0.98)
        (evidence,) = one.evidence
        assert (evidence.record_id, evidence.start, evidence.end) == ("answer:1", 0, 9)
    assert told_in([answered(Verdict.NOT_HERS, name)]) == []
    assert told_in([answered(Verdict.FORGET, name)]) == []


def test_what_was_read_in_a_mail_leads_back_to_the_mail() -> None:
    """Not to the row in which we wrote it down."""
    one = answered(Verdict.CONFIRMED, fact(), heard_in="desk:7", start=4)
    (told,) = told_in([one])
    assert [one.record_id for one in told.evidence] == ["desk:7"]
    assert (told.evidence[0].start, told.source) == (4, "desk")


@pytest.mark.parametrize("verdict", [Verdict.NOT_HERS, Verdict.FORGET])
def test_a_no_takes_out_every_fact_that_says_so_whoever_repeats_it(verdict) -> None:
    """Any source, any later row, either half of a joined person; and nobody else's."""
    no = answered(verdict, fact())
    for repeated in (
        fact(),
        fact(id="f2", source="till", learned_at=NOW + 9 * HOUR),
        fact(id="f3", person="ann2", value=" ANN "),
        fact(id="f4", standing=Standing.TOLD),
    ):
        assert not holds(repeated, no)
    assert holds(fact(person="bea"), no)
    assert holds(fact(value="Bea"), no)
    assert holds(fact(about="job.title"), no)


def test_she_may_say_it_again_herself() -> None:
    """Only her own later word brings it back."""
    no = answered(Verdict.NOT_HERS, fact())
    later = NOW + HOUR
    assert holds(fact(standing=Standing.TOLD, learned_at=later), no)
    assert not holds(fact(standing=Standing.OBSERVED, learned_at=later), no)


def test_a_correction_leaves_the_list_that_is_wrong_standing_as_a_loser() -> None:
    """Of one value there is precedence; of many there is none, so it goes."""
    name = fact()
    no = answered(Verdict.CORRECTED, name, new_about="person.called", new_value="Annie")
    assert holds(name, no)
    need = fact("need.current", "a tent")
    other = answered(
        Verdict.CORRECTED, need, new_about="need.current", new_value="a small tent"
    )
    assert not holds(need, other)
    rowing = fact("interest.rowing", "rowing")
    sailing = answered(
        Verdict.CORRECTED, rowing, new_about="interest.sailing", new_value="sailing"
    )
    assert not holds(rowing, sailing)


def test_a_correction_replaces_her_own_earlier_word() -> None:
    """Of two words of one moment nothing else would settle it."""
    name = fact(standing=Standing.TOLD, learned_at=NOW)
    no = answered(Verdict.CORRECTED, name, new_about="person.called", new_value="Annie")
    assert not holds(name, no)


def test_a_promise_is_not_made_twice_by_a_yes() -> None:
    """It is kept or broken by what becomes of it."""
    assert told_in([answered(Verdict.CONFIRMED, fact("promise.open", "call"))]) == []


def trust(told: list[Fact], *answers: Answer) -> float:
    """Return the trust in the crm's names, after her answers."""
    denied = denied_in(answers, CURRENT)
    found = trust_of(
        [fact(), fact(id="f9", person="bea", value="Bea")],
        told,
        CURRENT,
        denies=lambda _, __: True,
        denied=lambda one: (
            (CURRENT[one.person], one.about, "ann") in denied and one.value == "Ann"
        ),
    )
    return found.get(("crm", "person.called"), Trust()).value


def test_trust_rises_by_a_yes_and_falls_by_a_no_and_not_by_forgetting() -> None:
    """(confirmed + 40) / (confirmed + denied + 40)."""
    yes, no = answered(Verdict.CONFIRMED, fact()), answered(Verdict.NOT_HERS, fact())
    assert trust([]) == 1.0
    assert trust(told_in([yes]), yes) == 41 / 41
    assert trust([], no) == 40 / 41
    assert trust([], answered(Verdict.FORGET, fact())) == 1.0
    bea = replace(told_in([yes])[0], person="bea", value="Bea")
    assert trust([bea], no) == 41 / 42
