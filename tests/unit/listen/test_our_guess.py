"""Her private side is kept as she tells it, and not as we guess it (vision.md, A5)."""

from __future__ import annotations

import pytest

from shopkeeper.listen import becomes, hear, say_back
from shopkeeper.vocabulary import Speaker, Utterance
from tests.builders import utc


NOW = utc("2026-11-02 09:00")


def understood(text: str, speaker: Speaker = Speaker.REP_NOTE):
    said = Utterance(id="n:1", text=text, speaker=speaker, said_at=NOW, author="zoe")
    heard = hear(said)
    found = becomes(
        heard, said, person="p", source="n", record_id="n:1", received_at=NOW
    )
    return found, say_back(said, heard, found)


@pytest.mark.parametrize(
    "text",
    [
        "I think she is getting divorced.",
        "Seems to be into rowing.",
        "She probably moved house last week.",
        "Came in at ten. Looks like she loves rowing.",
    ],
)
def test_a_guess_of_ours_about_her_private_side_is_not_kept(text) -> None:
    """And whoever wrote it is told why."""
    found, lines = understood(text)

    private = ("event.", "interest.", "preference.")
    assert not [one for one in found.facts if one.about.startswith(private)]
    guesses = [one for one in lines if "our guess" in one.because]
    assert guesses


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("She has just moved house.", "event.moved"),
        ("Loves rowing.", "interest.rowing"),
        ("I think we should call. She has just moved house.", "event.moved"),
    ],
)
def test_what_she_told_a_colleague_is_kept(text, about) -> None:
    """A note of her words is her telling; a guess elsewhere in it does not matter."""
    found, _ = understood(text)

    assert about in [one.about for one in found.facts]


def test_what_she_says_of_herself_is_never_our_guess() -> None:
    """ "I think" in her own letter is hers."""
    found, _ = understood("I think I moved too early: we have just moved house.",
                          Speaker.CUSTOMER)  # fmt: skip

    assert "event.moved" in [one.about for one in found.facts]
