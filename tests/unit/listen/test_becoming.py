"""What becomes of what was heard: contracts.md, section 4, "In a shop"."""

from __future__ import annotations

from datetime import UTC, datetime

from shopkeeper.listen import Understood, becomes, hear
from shopkeeper.vocabulary import IdentifierKind, Standing
from tests.unit.listen.saying import SAID_AT, said


RECEIVED = datetime(2026, 4, 1, 12, tzinfo=UTC)


def understood(
    text: str, speaker: str = "customer", *, dated: bool = True
) -> Understood:
    """Hear a text and say what becomes of it."""
    utterance = said(text, speaker, at=SAID_AT if dated else None)
    return becomes(
        hear(utterance),
        utterance,
        person="p1",
        source="mail",
        record_id="mail:1",
        received_at=RECEIVED,
        department="support",
    )


def test_her_own_word_is_told_and_leads_back_to_its_span() -> None:
    """Standing, predicate, time and evidence."""
    text = "Hello, we moved to Leith last week."
    (fact,) = understood(text).facts
    assert (fact.about, fact.standing) == ("event.moved", Standing.TOLD)
    assert fact.learned_at == SAID_AT
    (evidence,) = fact.evidence
    assert evidence.record_id == "mail:1"
    assert text[evidence.start : evidence.end] == "we moved to Leith last week"


def test_a_reps_note_of_her_words_is_recorded_with_its_author() -> None:
    """And a rep's own view is an impression, a number."""
    result = understood("Needs a bigger tent. v cheerful today", "rep_note")
    need, mood = result.facts
    assert (need.about, need.standing, need.author) == (
        "need.current",
        Standing.RECORDED,
        "mo",
    )
    assert (mood.about, mood.standing, mood.value) == (
        "impression.mood",
        Standing.IMPRESSION,
        2,
    )
    assert mood.confidence < need.confidence


def test_only_what_was_asserted_becomes_a_fact() -> None:
    """Negated, past, hypothetical and other people's facts are not hers now."""
    for text in (
        "I don't need a bag.",
        "I used to play chess.",
        "I might need a bigger one.",
        "My husband is allergic to nuts.",
    ):
        assert understood(text).facts == ()


def test_interests_and_preferences_take_their_head_noun() -> None:
    """Lower case, singular, ASCII."""
    (fact,) = understood("I collect old stamps.").facts
    assert fact.about == "interest.stamp"


def test_a_complaint_is_a_problem_that_blames_us_and_an_open_loop() -> None:
    """It waits for the department's answer."""
    result = understood("You sent the wrong colour.")
    (fact,) = result.facts
    assert fact.about == "problem.current"
    assert result.blames_us == (fact.id,)
    (loop,) = result.open_loops
    assert (loop.kind, loop.owner, loop.since) == ("complaint", "support", SAID_AT)


def test_what_to_call_her_is_her_name_alone() -> None:
    """`person.called` takes the name and nothing around it."""
    (fact,) = understood("Please call me Jo from now on.").facts
    assert (fact.about, fact.value) == ("person.called", "Jo")
    assert fact.confidence >= 0.9


def test_a_new_address_is_an_identifier_nobody_verified() -> None:
    """Contact details never become facts."""
    result = understood("My new mail is Ann.Ray@example.org now.")
    (identifier,) = result.identifiers
    assert (identifier.kind, identifier.value) == (
        IdentifierKind.EMAIL,
        "ann.ray@example.org",
    )
    assert not identifier.verified
    assert result.facts == ()


def test_erase_suppresses_everything_at_once_and_asks_a_human() -> None:
    """Nothing is deleted by hearing alone."""
    result = understood("Please delete my data.")
    assert [one.scope for one in result.suppressions] == ["all"]
    assert result.asks_human


def test_a_pause_ends_where_she_is() -> None:
    """Until midnight of that day on her clock; a duration from the day it was said."""
    (until,) = understood("Please don't send me anything until September").suppressions
    assert until.until == datetime(2026, 8, 31, 23, tzinfo=UTC)
    (length,) = understood("Leave me in peace for three months please").suppressions
    assert length.until == datetime(2026, 6, 9, 23, tzinfo=UTC)


def test_a_pause_of_one_channel_stops_that_one_and_comes_to_its_end() -> None:
    """Not everything for a while, and not the mails for good."""
    (mails,) = understood("No emails for two months please.").suppressions
    assert mails.scope == "email"
    assert mails.until == datetime(2026, 5, 9, 23, tzinfo=UTC)


def test_fewer_mails_are_not_none() -> None:
    """What there should be less of is named; it is not stopped."""
    (fewer,) = understood("Fewer emails please.").suppressions
    assert (fewer.scope, fewer.until) == ("frequency", None)
    both = understood("Fewer emails please. And do not ring me.").suppressions
    assert [one.scope for one in both] == ["frequency", "phone"]


def test_our_promise_is_a_fact_and_hers_is_not() -> None:
    """Both are kept as promises."""
    ours = understood("We will send you the invoice by Friday.", "agent")
    assert [fact.about for fact in ours.facts] == ["promise.open"]
    assert ours.promises[0].id == ours.facts[0].id
    hers = understood("I'll pay the invoice on Friday.")
    assert hers.facts == ()
    assert hers.promises[0].owner == "hers"


def test_a_death_is_sensitive_and_asks_a_human() -> None:
    """Nobody writes about it by machine."""
    result = understood("My mother died in May.")
    (fact,) = result.facts
    assert (fact.about, fact.sensitive) == ("event.bereaved", True)
    assert result.asks_human


def test_what_has_no_time_was_learned_when_it_was_received() -> None:
    """`received_at` counts where nobody knows when it was said."""
    (fact,) = understood("I need a bigger tent.", dated=False).facts
    assert fact.learned_at == RECEIVED


def test_feelings_and_thanks_are_of_the_moment() -> None:
    """They go to the timeline, and become no facts."""
    result = understood("I'm so relieved. Thank you for the lovely wrapping.")
    assert [entry.kind for entry in result.timeline] == ["feeling", "thanks"]
    assert result.facts == ()
