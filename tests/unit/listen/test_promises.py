"""What was promised: the rules of data/listen/RULES.md, (a), in our own sentences."""

from __future__ import annotations

import pytest

from tests.unit.listen.saying import heard, promised


@pytest.mark.parametrize(
    ("text", "promise"),
    [
        (
            "We'll have a replacement kettle with you by Thursday.",
            "have a replacement kettle with you by 2026-03-12",
        ),
        (
            "Your refund will be processed within 3 working days.",
            "refund will be processed by 2026-03-13",
        ),
        (
            "Our plumber will come on Monday between 9 and 1.",
            "come by 2026-03-16T13:00",
        ),
        (
            "Your case goes to our complaints team today.",
            "case goes to our complaints team by 2026-03-10",
        ),
        ("Your rate holds until 30 June.", "rate holds by 2026-06-30"),
        ("No fee will be taken.", "No fee will be taken"),
        ("Leave it with me.", "Leave it with me"),
        ("The swap takes up to four days.", "swap takes up to four days by 2026-03-14"),
        (
            "You'll be contacted by our surveyor before the end of next week.",
            "be contacted by our surveyor by 2026-03-20",
        ),
        (
            "Maria from accounts will email you a corrected invoice by noon tomorrow.",
            "email you a corrected invoice by 2026-03-11T12:00",
        ),
        (
            "I have asked the warehouse to look for it and will update you by Friday.",
            "update you by 2026-03-13",
        ),
    ],
)
def test_what_we_leave_her_expecting_is_our_promise(text: str, promise: str) -> None:
    """Acts, states, bookings and expectations with a bound are ours."""
    assert promised(text) == [promise]


@pytest.mark.parametrize(
    "text",
    [
        "Orders over 50 pounds ship free.",
        "We are open until six today.",
        "I could send a courier if that suits.",
        "Shall I book you in for Friday?",
        "Perhaps we can find you another one.",
        "I've posted your documents today.",
        "Delivery normally takes two to three days.",
        "Unless you pay by Friday your account will be closed.",
        "Please send us the serial number by Monday.",
        "We can't say when it will be back in stock.",
        "I'm afraid we won't be able to deliver on Sunday.",
        "Thanks for your patience, one second.",
        "Happy to help with anything else.",
    ],
)
def test_rules_offers_refusals_and_what_is_done_are_no_promise(text: str) -> None:
    """Nothing still to come was promised to her."""
    assert promised(text) == []


@pytest.mark.parametrize(
    ("text", "promise"),
    [
        (
            "I will return the shoes next week.",
            "return the shoes (hers) by 2026-03-20",
        ),
        (
            "We'll transfer the deposit by the end of the month.",
            "transfer the deposit (hers) by 2026-03-31",
        ),
        (
            "Your agent promised me a call back within 24 hours.",
            "call back",
        ),
        (
            "He told me somebody would come on Thursday.",
            "come by 2026-03-12",
        ),
    ],
)
def test_she_may_commit_herself_or_tell_of_ours(text: str, promise: str) -> None:
    """Her own acts are hers; what she was told is ours."""
    assert promised(text, "customer") == [promise]


@pytest.mark.parametrize(
    "text",
    [
        "I'm going to leave you a bad review.",
        "I will be on holiday until Monday.",
        "I want my money back by Friday.",
        "When will the engineer come?",
        "You said you'd send me the invoice and you did, thanks.",
    ],
)
def test_threats_demands_questions_and_kept_words_are_no_promise(text: str) -> None:
    """A demand is never hers, and a kept promise is not open."""
    assert promised(text, "customer") == []


@pytest.mark.parametrize(
    ("text", "promise"),
    [
        ("cb Thurs am", "cb by 2026-03-12T12:00"),
        ("need to send him samples by Fri", "send him samples by 2026-03-13"),
        ("she will pay on the 20th", "pay (hers) by 2026-03-20"),
        ("promised delivery on Tuesday", "delivery by 2026-03-17"),
    ],
)
def test_a_reps_shorthand_is_read(text: str, promise: str) -> None:
    """What a note says that we owe is ours."""
    assert promised(text, "rep_note") == [promise]


def test_a_condition_about_her_case_makes_it_conditional() -> None:
    """If, once and as soon as are told; an undated event gives no deadline."""
    (one,) = heard("As soon as we get the part, I'll ring you.", "agent").promises
    assert one.conditional
    assert one.deadline is None


def test_a_span_is_verbatim_even_behind_signs_of_two_units() -> None:
    """Places are code points of the text as given."""
    text = "😀 İstanbul: we will send you the “blue” cup on Friday."
    (one,) = heard(text, "agent").promises
    assert text[one.start : one.end] == one.what == "send you the “blue” cup"
