"""Wishes to be left alone as the small models hear them, with the grammar's scopes.

Source: data/listen/RULES.md, (b).
"""

from __future__ import annotations

import re

import numpy as np

from shopkeeper.listen.ear import Ear
from shopkeeper.listen.hashed import Floats, rows_of
from shopkeeper.listen.reading import Reading
from shopkeeper.listen.stop_wishes import HOURS
from shopkeeper.listen.stops import NONE, is_one_word, pause_in, tidy, topics_in
from shopkeeper.listen.tongues import READ, tongue_of
from shopkeeper.listen.wish_signs import SCOPES, WishRow, wish_rows
from shopkeeper.vocabulary import Calendar


_OF_HOURS = 3.0
# What the rules name as no wish, however much it sounds like one; and texts that
# speak to machines.
_NONE = re.compile(
    r"(?:no|nope|nah|k|ok|okay|yes|please|start|no thanks?|no thank you"
    r"|not today|not now|(?:i'm |we're )?not interested)"
    r"(?:,? (?:thanks?|thank you|ta|sorry))?[.!]*$"
    r"|.*\bleave (?:me|us) (?:a )?(?:message|voicemail|note)\b"
    r"|.*\bcall(?:ing|ed)? (?:me|us|him|her) (?:mr|mrs|ms|miss|mx|dr|sir|madam|by)\b"
    r"|.*\baccount holder\b|.*[<>{}|\\]|system\b|ignore (?:all|any|the|your|previous)\b"
    r"|(?!.*\b(?:not?|never|n't|withdr\w+|revok\w+|object\w*)\b)"
    r".*\b(?:agree|consent|opt(?:ed|ing)? in|sign (?:me|us) up)\b"
)
_PLAIN = tuple(scope for scope in SCOPES if scope not in ("topic", "pause"))


def wishes_of(reading: Reading, calendar: Calendar, ear: Ear) -> tuple[str, ...]:
    """
    Return the scopes she wants to be left alone in, or exactly `("none",)`.

    Args:
        reading: The message made ready.
        calendar: The shop's working days.
        ear: What was learned.
    """
    rows = wish_rows(reading, calendar, ear.words)
    if not rows:
        return NONE
    if is_one_word(reading):
        return ("all",)
    counts = rows_of(row.signs for row in rows)
    sure = ear.weights["wish"].scores(counts)[:, 0]
    least = np.array([_least(row, ear) for row in rows])
    wished = np.flatnonzero(sure >= least)
    if not len(wished):
        return NONE
    ruled = any(rows[place].ruled for place in wished)
    scores = ear.weights["scopes"].scores(counts)
    scopes: set[str] = set()
    for place in wished:
        if ruled and not rows[place].ruled and sure[place] < 0:
            continue  # one sentence says it plainly: the other only sounds like it
        found = _scopes(rows[place], scores[place], reading, calendar, ear)
        if ruled and not rows[place].ruled:
            found -= {"all"}
        scopes |= found
    return tidy(scopes)


def _least(row: WishRow, ear: Ear) -> float:
    """Return the score from which a sentence is a wish; hours alone are not."""
    if tongue_of(row.low) != READ:
        # The models learned English: of the rest, rules alone decide.
        return -np.inf if row.ruled else np.inf
    least = ear.thresholds["wish"]
    if not row.ruled and _NONE.match(row.low):
        return np.inf
    return least + _OF_HOURS if not row.ruled and HOURS.search(row.low) else least


def _scopes(
    row: WishRow, scores: Floats, reading: Reading, calendar: Calendar, ear: Ear
) -> set[str]:
    if row.ruled:
        return set(row.ruled)  # a rule that fits names its scopes better than an ear
    sure = dict(zip(SCOPES, scores.tolist(), strict=True))
    found = {scope for scope in _PLAIN if sure[scope] > ear.thresholds["scope"]}
    if sure["topic"] > ear.thresholds["topic"]:
        found |= topics_in(row.low)
    if sure["pause"] > ear.thresholds["pause"]:
        until = pause_in(row.low, reading.utterance.said_at, calendar)
        found |= {until} if until else set()
    if not found:
        found = {max(_PLAIN, key=lambda scope: sure[scope])}
    return found
