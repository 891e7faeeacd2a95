"""By when a promise is due, once its words are known."""

from __future__ import annotations

import pytest

from shopkeeper.listen.promise_times import Due, due_of
from shopkeeper.listen.reading import read
from shopkeeper.vocabulary import Calendar
from tests.unit.listen.saying import SAID_AT, said


def due(text: str, what: str, *, reported: bool = False) -> Due:
    """Date the promise *what* in a text of 10 March 2026, a Tuesday."""
    reading = read(said(text))
    start = text.index(what)
    number = next(
        place for place, one in enumerate(reading.sentences)
        if one.start <= start < one.end
    )  # fmt: skip
    sentence = reading.sentences[number]
    behind = reading.sentences[number + 1 : number + 2]
    return due_of(
        sentence,
        start - sentence.start,
        start + len(what) - sentence.start,
        others=[],
        after=behind[0] if behind else None,
        said_at=SAID_AT,
        calendar=Calendar(),
        reported=reported,
    )


@pytest.mark.parametrize(
    ("text", "what", "when"),
    [
        ("I'll drop it off tomorrow arvo.", "drop it off", "2026-03-11T17:00"),
        ("You're down for Friday at ten past nine.", "down", "2026-03-13T09:10"),
        ("I'll have the list with you by four.", "have the list", "2026-03-10T16:00"),
        ("Nobody will knock before eleven tomorrow.", "knock", "2026-03-11T11:00"),
        ("Meeting on the 12th 0930 at theirs", "Meeting", "2026-03-12T09:30"),
        ("Sorted for 7.30 Thursday morning.", "Sorted", "2026-03-12T07:30"),
        ("Her box is up in 2-4 biz days.", "box is up", "2026-03-16"),
        ("The board meets on the 26th and I'll write the next day.", "write",
         "2026-03-27"),
        ("It's set for the 07:40 to Crewe on Saturday.", "set for the 07:40 to Crewe",
         "2026-03-14T07:40"),
        ("We won't lose more than an hour.", "lose more than an hour", None),
        ("The swap takes up to four days.", "swap takes up to four days", "2026-03-14"),
        ("Adverts stop hereafter.", "Adverts stop", "2026-03-10"),
    ],
)  # fmt: skip
def test_a_time_is_found_where_it_stands(
    text: str, what: str, when: str | None
) -> None:
    """Behind the words, else within them, else before."""
    found = due(text, what).deadline
    assert (found.isoformat()[: len(when)] if found and when else found) == when


@pytest.mark.parametrize(
    ("text", "what", "when"),
    [
        ("Your man said on the 2nd that it comes within five working days.",
         "comes", "2026-03-09"),
        ("On Friday you told me it takes three days.", "takes three days",
         "2026-03-09"),
        ("The quota would be raised within two working days. That was on Friday.",
         "quota would be raised", "2026-03-10"),
        ("You said I'd get it in five days.", "get it", None),
        ("You promised to call me yesterday.", "call me", "2026-03-09"),
        ("You said he passes on the 15th.", "passes", "2026-03-15"),
    ],
)  # fmt: skip
def test_what_was_told_counts_from_the_day_it_was_told(
    text: str, what: str, when: str | None
) -> None:
    """A length of time that began on a day nobody named has no end."""
    found = due(text, what, reported=True).deadline
    assert (found.isoformat() if found else None) == when


@pytest.mark.parametrize(
    ("text", "what", "conditional", "when"),
    [
        ("If the part is faulty we'll swap it within a week.", "swap it", True,
         "2026-03-17"),
        ("Once it arrives we'll ring you the same day.", "ring you", True, None),
        ("If it comes Friday I'll pay by Monday.", "pay", True, "2026-03-16"),
        ("I'll ring you tonight when the kids are down.", "ring you", False,
         "2026-03-10T21:00:00+00:00"),
        ("We'll ring you three days after we get it.", "ring you", True, None),
    ],
)  # fmt: skip
def test_a_condition_is_told_from_a_time(
    text: str, what: str, *, conditional: bool, when: str | None
) -> None:
    """The times of a condition are not those of the promise."""
    found = due(text, what)
    assert found.conditional is conditional
    assert (found.deadline.isoformat() if found.deadline else None) == when
