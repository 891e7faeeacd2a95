"""An event still to come is never said to have happened: contracts.md, 2 and 4."""

from __future__ import annotations

import pytest

from shopkeeper.listen import becomes, hear
from tests.unit.listen.saying import SAID_AT, said


def events(text: str, speaker: str = "customer") -> list[str]:
    """Return the events of a life that became facts."""
    utterance = said(text, speaker)
    understood = becomes(
        hear(utterance),
        utterance,
        person="p",
        source="s",
        record_id="s:1",
        received_at=SAID_AT,
    )
    return [f.about for f in understood.facts if f.about.startswith("event.")]


@pytest.mark.parametrize(
    "text",
    [
        "She is moving to Glasgow next month",
        "We are getting married in June",
        "I'm having a baby in May",
        "I will retire next year",
        "We're moving house soon",
        "I am going to retire",
        "She is retiring in April.",
        "My wedding is on 5 June",
        "I start a new job on Monday",
        "I have my exams in May",
        "It's my birthday next week",
        "I'll be sixty in two weeks",
        "I'm pregnant",
        "We got engaged",
        "I'm moving to Leeds",
        "He is to be married",
        "New baby due in May",
        "We've bought a house and move in next month",
        "I retire in two weeks",
        "In May, my exams",
        "I will be in hospital on Monday",
    ],
)
def test_what_is_still_to_come_becomes_no_event(text: str) -> None:
    """It stays heard as a life event; a letter must not congratulate on it."""
    assert {one.kind for one in hear(said(text)).facts} == {"life_event"}
    assert events(text) == []
    assert events(text, "rep_note") == []


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("We have just moved house", "event.moved"),
        ("We moved to Leith last week", "event.moved"),
        ("We moved to Leith in January", "event.moved"),
        ("I got married on Saturday", "event.wedding"),
        ("I just had a baby", "event.new_baby"),
        ("I retired two weeks ago", "event.retired"),
        ("I started a new job on Monday", "event.new_job"),
        ("It's my birthday today", "event.feast"),
        ("I'm in hospital until Friday", "event.ill"),
        ("We moved to Leith and will paint the hall next week", "event.moved"),
        ("My mother died, the funeral is next week", "event.bereaved"),
    ],
)
def test_what_has_happened_or_is_so_now_becomes_an_event(text: str, event: str) -> None:
    """A time in the past, or none and no verb that looks ahead."""
    assert set(events(text)) == {event}
