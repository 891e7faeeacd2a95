"""Promises as the small models hear them, dated by the grammar of time."""

from __future__ import annotations

from collections.abc import Sequence

from shopkeeper.listen.promise_times import Due, due_of, stands_in_condition
from shopkeeper.listen.promises import is_again
from shopkeeper.listen.reading import Reading
from shopkeeper.listen.tagging import Tagged
from shopkeeper.vocabulary import Calendar, HeardPromise, Speaker


_REPORTED = 0.7  # told by her of us, it is less sure


def promises_of(
    reading: Reading, found: Sequence[Tagged], calendar: Calendar
) -> list[HeardPromise]:
    """
    Date each promise, and leave out those told twice.

    Args:
        reading: The message; `said_at` in the zone in which it is meant.
        found: Stretches of it, with an owner each.
        calendar: The shop's working days.
    """
    heard: list[HeardPromise] = []
    for one in found:
        if len(found) > 1 and _is_condition(reading, one):
            continue
        place = one.start, one.end
        if any(
            old.owner == one.kind and is_again(place, (old.start, old.end), reading.low)
            for old in heard
        ):
            continue
        due = _due(reading, one, found, calendar)
        reported = _is_reported(reading, one)
        sure = min(max(one.sure, 0.05), 0.98) * (_REPORTED if reported else 1.0)
        heard.append(
            HeardPromise(
                what=reading.text[one.start : one.end],
                start=one.start,
                end=one.end,
                owner=one.kind,
                deadline=due.deadline,
                conditional=due.conditional,
                confidence=round(sure, 2),
            )
        )
    return heard


def _is_condition(reading: Reading, one: Tagged) -> bool:
    """Tell "once we get the part", on which another promise hangs."""
    sentence = reading.sentences[one.sentence]
    return stands_in_condition(sentence.low, one.start - sentence.start)


def _is_reported(reading: Reading, one: Tagged) -> bool:
    sentence = reading.sentences[one.sentence]
    customer = reading.utterance.speaker is Speaker.CUSTOMER and not sentence.staff
    return customer and one.kind == "us"


def _due(
    reading: Reading, one: Tagged, found: Sequence[Tagged], calendar: Calendar
) -> Due:
    sentence = reading.sentences[one.sentence]
    behind = reading.sentences[one.sentence + 1 : one.sentence + 2]
    return due_of(
        sentence,
        one.start - sentence.start,
        one.end - sentence.start,
        others=[
            (other.start - sentence.start, other.end - sentence.start)
            for other in found
            if other.sentence == one.sentence and other is not one
        ],
        after=behind[0] if behind else None,
        said_at=reading.utterance.said_at,
        calendar=calendar,
        reported=_is_reported(reading, one),
    )
