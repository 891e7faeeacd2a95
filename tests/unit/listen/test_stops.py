"""Wishes to be left alone: data/listen/RULES.md, (b), in our own sentences."""

from __future__ import annotations

import pytest

from shopkeeper.listen.pauses import pause_in
from shopkeeper.vocabulary import Calendar
from tests.unit.listen.saying import heard


@pytest.mark.parametrize(
    ("text", "scopes"),
    [
        ("Please stop the phone calls, I work nights.", {"phone"}),
        ("I get far too many of your mails, weekly is enough.", {"email", "frequency"}),
        ("Could you take my name off the mailing list?", {"all"}),
        ("no more adverts", {"marketing"}),
        ("I'm sick of your sales calls", {"marketing", "phone"}),
        ("Pls stop sending me whatsapps", {"sms"}),
        ("No calls, no post", {"phone", "post"}),
        ("Skip the quiz mails please.", {"topic:quiz", "email"}),
        ("Please don't send me anything until September", {"pause:2026-09-01"}),
        ("Leave me in peace for three months please", {"pause:P3M"}),
        ("Only contact me by post.", {"email", "sms", "phone", "push"}),
        ("Write to me only about my orders", {"marketing"}),
        ("My mother died in May, please stop writing to her.", {"all"}),
        ("Turn off the push notifications please", {"push"}),
        ("Erase everything you hold about me", {"erase"}),
        ("Delete my personal data and stop contacting me", {"all", "erase"}),
        ("unsubscibe", {"all"}),
        ("s t o p", {"all"}),
        ("s\u200bt\u200bo\u200bp", {"all"}),
        ("Keine E-Mails mehr bitte", {"email"}),
        ("Ne m'appelez plus", {"phone"}),
        ("No me llamen más", {"phone"}),
    ],
)
def test_a_wish_is_read_with_every_scope_named(text: str, scopes: set[str]) -> None:
    """The words behind the wish tell its scopes."""
    assert set(heard(text).stops) == scopes


@pytest.mark.parametrize(
    "text",
    [
        "Please close my account",
        "Stop the direct debit please",
        "Can you stop the parcel? I moved",
        "Call me only after lunch",
        "Please do not call me before 6pm",
        "I am fed up with you lot",
        "How does the mailing list work?",
        "Please add me to the list",
        "Your last mail made me laugh, never stop!",
        "Don't call me Mrs Hale, Jo will do.",
        "Thanks but no thanks",
    ],
)
def test_other_stops_are_no_wish_to_be_left_alone(text: str) -> None:
    """Orders, contracts, hours, names and anger stop no contact."""
    assert heard(text).stops == ("none",)


def test_a_footer_or_quoted_mail_never_stops_anything() -> None:
    """Only what she writes counts."""
    text = (
        "Thanks, that works.\n\nOn Monday Harbour Books wrote:\n"
        "> Reply STOP to unsubscribe\n> no more emails? click here"
    )
    result = heard(text, channel="email")
    assert result.stops == ("none",)
    assert result.quoted
    below = "Great!\n\n-----Original Message-----\nFrom: us\nPlease stop calling me"
    assert heard(below).stops == ("none",)


@pytest.mark.parametrize(
    "text",
    ["The voucher code you gave me does not work.", "My card no longer works."],
)
def test_a_thing_that_does_not_work_is_no_person_who_left(text: str) -> None:
    """A broken voucher is a problem to mend, no wish to be left alone."""
    assert heard(text).stops == ("none",)


def test_a_wrong_number_stops_the_channel_it_came_by() -> None:
    """The address reaches somebody else."""
    assert heard("This isn't Karen's phone", channel="sms").stops == ("sms",)
    assert heard("She no longer works here.", channel="email").stops == ("email",)


def test_what_staff_say_is_no_wish_of_hers() -> None:
    """An agent who confirms a stop does not ask for one."""
    text = "Noted, we'll stop sending you text messages."
    assert heard(text, "agent").stops == ("none",)


@pytest.mark.parametrize("text", ["do not email!", "Do not email", "dont email"])
def test_no_topic_is_a_word_that_only_holds_the_sentence_together(text: str) -> None:
    """The channel is named; "not" is nothing we write about."""
    assert heard(text, "rep_note").stops == ("email",)


def test_a_channel_she_prefers_is_not_one_she_stops() -> None:
    """What stands behind "I prefer" is no longer about the stop."""
    assert heard("Please stop calling me, I prefer email.").stops == ("phone",)


@pytest.mark.parametrize(
    ("text", "pause"),
    [
        ("nothing for ninety days please", "pause:P90D"),
        ("leave me in peace for half a year", "pause:P6M"),
        ("spare me for a fortnight", "pause:P2W"),
        ("no calls over the next 7 weeks", "pause:P7W"),
        ("hush for a quarter", "pause:P3M"),
        ("two emails a week", None),
    ],
)
def test_a_length_of_time_is_a_pause_where_it_is_asked_for(
    text: str, pause: str | None
) -> None:
    """In figures and in words."""
    assert pause_in(text, None, Calendar()) == pause


def test_where_a_pause_is_known_to_be_asked_any_length_is_its() -> None:
    """The ear hears that it is one; how long it is stands anywhere."""
    text = "two weeks no wine pics, i'm on antibiotics"
    assert pause_in(text, None, Calendar()) is None
    assert pause_in(text, None, Calendar(), sure=True) == "pause:P2W"
    assert pause_in("two weeks ago you rang", None, Calendar(), sure=True) is None


@pytest.mark.parametrize(
    ("text", "scopes"),
    [
        ("No more emails please, but texts are fine.", {"email"}),
        ("Email is enough, please stop the post.", {"post"}),
        ("No calls. Email or text is fine.", {"phone"}),
        ("Take me off the SMS list but keep the newsletter.", {"sms"}),
    ],
)
def test_a_channel_that_is_fine_is_not_stopped(text: str, scopes: set[str]) -> None:
    """Though it stands beside one that is."""
    assert set(heard(text).stops) == scopes


@pytest.mark.parametrize(
    "text",
    [
        "Please don't stop texting me, I love the offers!",
        "I stopped getting your texts, can you switch them on again?",
    ],
)
def test_who_wants_to_go_on_is_not_stopped(text: str) -> None:
    """The word is there, and it is the opposite of a wish to be left alone."""
    assert heard(text).stops == ("none",)
