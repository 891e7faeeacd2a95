"""What does she ask to be called?"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from shopkeeper.listen import becomes, hear
from shopkeeper.vocabulary import Speaker, Utterance


SAID_AT = datetime(2026, 10, 1, tzinfo=UTC)


def names(text: str, speaker: Speaker = Speaker.CUSTOMER) -> list[str]:
    """Say what somebody who writes *text* is called from then on."""
    said = Utterance(id="u:1", text=text, speaker=speaker, said_at=SAID_AT)
    understood = becomes(
        hear(said), said, person="p", source="u", record_id="u:1", received_at=SAID_AT
    )
    return [str(f.value) for f in understood.facts if f.about == "person.called"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Do call me Meg, everybody does.", "Meg"),
        ("You can call me Bob.", "Bob"),
        ("You could just call me Bobby now.", "Bobby"),
        ("My name is Ann but everybody calls me Nan.", "Nan"),
        ("Don't call me Margaret, call me Meg.", "Meg"),
        ("I go by Kit", "Kit"),
        ("Could you call me Priya please?", "Priya"),
        ("Feel free to call me Tom", "Tom"),
        ("Please call me Andrew", "Andrew"),
        ("I'd like to be called Jo.", "Jo"),
        ("It's Bea, by the way, never Beatrice.", "Bea"),
        ("It's Jo, not Joanne", "Jo"),
    ],
)
def test_the_name_is_what_follows_the_asking(text, name):
    """Not the words before it: nobody is called "Do call"."""
    assert names(text) == [name]


@pytest.mark.parametrize(
    "text",
    [
        "Please don\u2019t call me Maggie.",
        "Please do not call me Mrs Gray",
        "You can't call me Meg",
        "Call me Monday",
        "Could you call me back please?",
        "Could you call me Monday?",
        "Can you call me regarding my order?",
        "Please call me only after 6pm",
        "Please call me June 5th",
        "You promised to call me by Friday",
        "I hate being called Maggie",
        "It's London, not Leeds",
        "It's great, by the way, never had better.",
    ],
)
def test_how_not_to_call_her_is_no_name_of_hers(text):
    """A name she refuses, or a day to ring on, is never said to her."""
    assert names(text) == []


@pytest.mark.parametrize(
    ("text", "called"),
    [
        ("She asked to be called Jen.", ["Jen"]),
        ("Wants to be called Mrs Okafor, not Ngozi.", ["Mrs Okafor"]),
        ("She asked to be called back on Friday.", []),
        ("She asked not to be called Jenny.", []),
        ("asked to be called tomorrow", []),
    ],
)
def test_a_rep_notes_what_she_asked_to_be_called(text, called):
    """The words "to be called" ask for a name, unless it is about a telephone."""
    assert names(text, Speaker.REP_NOTE) == called
