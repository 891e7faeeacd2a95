"""Facts heard: data/listen/RULES.md, (c), in our own sentences."""

from __future__ import annotations

import pytest

from shopkeeper.vocabulary import HeardFact
from tests.unit.listen.saying import heard


def kinds(text: str, speaker: str = "customer") -> list[str]:
    """Return the kinds heard, in order."""
    return [one.kind for one in heard(text, speaker).facts]


def only(text: str, speaker: str = "customer") -> HeardFact:
    """Return the one fact heard."""
    (one,) = heard(text, speaker).facts
    return one


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("I need a bigger rucksack.", "need"),
        ("The zip is stuck.", "problem"),
        ("You sent the wrong colour.", "complaint"),
        ("I'm so relieved.", "feeling"),
        ("We moved to Leith last week.", "life_event"),
        ("I love sailing.", "interest"),
        ("I prefer the aisle seat.", "preference"),
        ("Thank you for the lovely wrapping.", "thanks"),
        ("It would be nice if you sold gift cards.", "idea"),
        ("What time do you close?", "question"),
        ("My new number is 020 7946 0123.", "contact_detail"),
        ("Please call me Jo.", "form_of_address"),
    ],
)
def test_each_kind_of_fact_is_known_by_its_words(text: str, kind: str) -> None:
    """One plain sentence of each kind."""
    assert kinds(text) == [kind]


@pytest.mark.parametrize(
    "text",
    ["Sorry to trouble you again.", "No trouble at all.", "So sorry to bother you"],
)
def test_a_courtesy_is_no_problem(text: str) -> None:
    """Formulas carry nothing."""
    assert kinds(text) == []


def test_polarity_keeps_what_is_not_from_becoming_what_is() -> None:
    """Negated, past, hypothetical and another person's are told apart."""
    assert only("I don't need a bag.").polarity == "negated"
    assert only("I used to play chess.").polarity == "past"
    assert only("I might need a bigger one.").polarity == "hypothetical"
    assert only("My husband is allergic to nuts.").polarity == "about_another_person"


def test_health_and_faith_are_sensitive() -> None:
    """Article 9 GDPR: flagged wherever they are heard."""
    assert only("I'm allergic to penicillin.").sensitive
    assert only("I prefer halal meat.").sensitive
    assert not only("I prefer the aisle seat.").sensitive


def test_a_reps_view_is_an_impression_with_its_strength() -> None:
    """-2 to 2, and spoken by staff; only in notes."""
    glad = only("v cheerful today", "rep_note")
    assert (glad.kind, glad.value, glad.speaker) == ("impression_mood", 2, "staff")
    cold = only("lukewarm about the new plan", "rep_note")
    assert (cold.kind, cold.value) == ("impression_interest", -1)
    hers = kinds("She was lukewarm about the new plan.", "customer")
    assert not [kind for kind in hers if kind.startswith("impression_")]


def test_sarcasm_is_a_complaint_and_no_thanks() -> None:
    """Great, broken again."""
    assert kinds("Great, the third broken lamp.") == ["complaint"]


def test_formulas_carry_nothing() -> None:
    """Courtesy at both ends of a letter is no fact."""
    assert kinds("Dear Sir,\nhope you are well.\nKind regards,\nAnn") == []


def test_in_a_transcript_only_her_turns_count() -> None:
    """Except what staff state as known about her."""
    text = (
        "Agent: You told us you have two cats. I need a moment.\nMs Ray: I love opera."
    )
    facts = heard(text).facts
    assert [(f.speaker, f.span) for f in facts] == [
        ("staff", "you have two cats"),
        ("customer", "I love opera"),
    ]


def test_every_span_is_verbatim() -> None:
    """`text[start:end]` is the span, whatever stands before it."""
    text = "👋 Ça va? “Hello” — I need a new lamp; I'm thrilled!"
    facts = heard(text).facts
    assert facts
    assert all(text[f.start : f.end] == f.span for f in facts)


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Please stop emailing me about offers.", "customer"),
        ("Can you stop sending me catalogues?", "customer"),
        ("I want you to stop writing to me", "customer"),
        ("Don't send me any more letters please", "customer"),
        ("Please delete my data.", "customer"),
        ("do not email!", "rep_note"),
        ("never phone her", "rep_note"),
        ("no calls!", "rep_note"),
    ],
)
def test_a_wish_to_be_left_alone_is_no_need_and_no_preference(
    text: str, speaker: str
) -> None:
    """It is a stop; said back to her as a need it would be the opposite."""
    result = heard(text, speaker)
    assert result.stops != ("none",)
    assert result.facts == ()


def test_what_is_asked_beside_a_stop_is_still_heard() -> None:
    """A need or a way she likes better stands beside the wish."""
    need = only("Please stop emailing me and send me the invoice.")
    assert (need.kind, need.value) == ("need", "invoice")
    likes = only("Please stop calling me, I prefer email.")
    assert (likes.kind, likes.value) == ("preference", "email")
    assert only("don't ring, email only", "rep_note").value == "email only"


def test_a_preference_against_something_keeps_its_not() -> None:
    """Without it the value would say the opposite."""
    assert only("Never before noon, I sleep late.").value.startswith("Never")
    assert only("Please, no onions.").value == "no onions"


@pytest.mark.parametrize(
    "text",
    [
        "I promised to ring her by Friday about the new teapots",
        "We will text her on Friday",
    ],
)
def test_what_one_of_us_promised_is_no_preference_of_hers(text: str) -> None:
    """The promise is heard as one, and as nothing else."""
    result = heard(text, "rep_note")
    assert len(result.promises) == 1
    assert result.facts == ()


def test_a_value_keeps_her_own_capitals() -> None:
    """Glasgow is a name, whoever reads it back."""
    event = only("She is moving to Glasgow next month", "rep_note")
    assert event.value == "She is moving to Glasgow next month"
    assert only("I love Bach.").value == "Bach"


@pytest.mark.parametrize(
    "text",
    ["My order hasn't arrived.", "the lamp has still not come", "You are all thieves!"],
)
def test_what_did_not_come_is_a_complaint(text: str) -> None:
    """The commonest of all."""
    assert kinds(text) == ["complaint"]


def test_how_she_likes_it_instead_is_no_complaint() -> None:
    """ "Instead of" is one where goods are swapped, not where a channel is."""
    assert "complaint" not in kinds("Please ring instead of mailing me.")
