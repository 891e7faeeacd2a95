"""What does she ask to be called?"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from shopkeeper.listen import becomes, hear
from shopkeeper.vocabulary import Speaker, Utterance


SAID_AT = datetime(2026, 10, 1, tzinfo=UTC)


def names(text: str) -> list[str]:
    """Say what somebody who writes *text* is called from then on."""
    said = Utterance(id="u:1", text=text, speaker=Speaker.CUSTOMER, said_at=SAID_AT)
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
    ],
)
def test_how_not_to_call_her_is_no_name_of_hers(text):
    """A name she refuses, or a day to ring on, is never said to her."""
    assert names(text) == []
