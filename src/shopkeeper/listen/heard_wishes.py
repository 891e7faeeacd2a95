"""Wishes to be left alone as the small models hear them, with the grammar's scopes.

Source: data/listen/RULES.md, (b).
"""

from __future__ import annotations

import re

import numpy as np

from shopkeeper.listen.ear import Ear
from shopkeeper.listen.hashed import Floats
from shopkeeper.listen.pauses import pause_in
from shopkeeper.listen.reading import Reading
from shopkeeper.listen.singular import singular
from shopkeeper.listen.stop_wishes import HOURS
from shopkeeper.listen.stop_words import CHANNELS
from shopkeeper.listen.stops import NONE, is_one_word, tidy
from shopkeeper.listen.tongues import READ, tongue_of
from shopkeeper.listen.topic_signs import topics_of
from shopkeeper.listen.wish_signs import SCOPES, WishRows, wish_rows
from shopkeeper.vocabulary import Calendar


_OF_HOURS = 3.0
_RULED = 1.5  # what the grammar adds to the score of a scope it hears
# What the rules name as no wish, however much it sounds like one; and texts that
# speak to machines.
_NONE = re.compile(
    r"(?:no|nope|nah|k|ok|okay|yes|please|start|no thanks?|no thank you"
    r"|not today|not now|(?:i'm |we're )?not interested)"
    r"(?:,? (?:thanks?|thank you|ta|sorry))?[.!]*$"
    r"|(?:e-?mails?|texts?|sms|calls?|letters?|post)(?: (?:and|or) [\w-]+)? (?:is|are)"
    r" (?:still |perfectly |quite )?(?:fine|ok|okay|welcome|all right|alright)[.!]*$"
    r"|.*\b(?:don'?t|do not|never) (?:ever )?stop (?:texting|e-?mailing|mailing|calling"
    r"|ringing|writing|sending)\b"
    r"|.*\bstopped (?:getting|receiving) (?!.*\b(?:stop|no more)\b)"
    r"|.*\bleave (?:me|us) (?:a )?(?:message|voicemail|note)\b"
    r"|.*\bcall(?:ing|ed)? (?:me|us|him|her) (?:mr|mrs|ms|miss|mx|dr|sir|madam|by)\b"
    r"|.*\baccount holder\b|.*[<>{}|\\]|system\b|ignore (?:all|any|the|your|previous)\b"
    r"|(?!.*\b(?:not?|never|n't|withdr\w+|revok\w+|object\w*)\b)"
    r".*\b(?:agree|consent|opt(?:ed|ing)? in|sign (?:me|us) up)\b"
)
_KEEP = re.compile(r"\bkeep (?:(?:the|my|your|those|these) )?([^\W\d_]+)")
_FINE = re.compile(
    r"\b[\w-]+(?: (?:and|or) [\w-]+)? (?:is|are|'s) (?:still |perfectly |quite )?"
    r"(?:fine|ok|okay|welcome|all right|alright|enough)\b"
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
    if not len(rows):
        return NONE
    if is_one_word(reading):
        return ("all",)
    sure = ear.weights["wish"].scores(rows.counts)[:, 0]
    wished = np.array([
        place for place in range(len(rows)) if _is_wish(rows, place, sure[place], ear)
    ], np.int64)  # fmt: skip
    if not len(wished):
        return NONE
    ruled = any(rows.ruled[place] for place in wished)
    scores = ear.weights["scopes"].scores(rows.counts[wished])
    scopes: set[str] = set()
    for place, its_scores in zip(wished.tolist(), scores, strict=True):
        if ruled and not rows.ruled[place] and sure[place] < 0:
            continue  # one sentence says it plainly: the other only sounds like it
        found = _scopes(rows, place, its_scores, reading, calendar, ear)
        if ruled and not rows.ruled[place]:
            found -= {"all"}
        scopes |= found
    return tidy(scopes)


def _is_wish(rows: WishRows, place: int, sure: float, ear: Ear) -> bool:
    """Tell whether a sentence is a wish; hours alone are not."""
    low, ruled = rows.low[place], rows.ruled[place]
    if tongue_of(low) != READ:
        # The models learned English: of the rest, rules alone decide.
        return bool(ruled)
    least = ear.thresholds["wish"]
    if sure < least or ruled:
        return sure >= least
    least += _OF_HOURS if HOURS.search(low) else 0
    return sure >= least and not _NONE.match(low)


def _scopes(
    rows: WishRows,
    place: int,
    scores: Floats,
    reading: Reading,
    calendar: Calendar,
    ear: Ear,
) -> set[str]:
    low, ruled = rows.low[place], set(rows.ruled[place])
    if tongue_of(low) != READ:
        return ruled
    sure = dict(zip(SCOPES, scores.tolist(), strict=True))
    least = ear.thresholds["scope"]
    found = {scope for scope in _PLAIN if sure[scope] + _vote(scope, ruled) > least}
    found -= _kept(low)
    topics = topics_of(
        low,
        reading.utterance.channel,
        ear.words,
        ear.weights["topics"],
        least=ear.thresholds["topic"],
    )
    kept = _KEEP.findall(low)
    topics -= {f"topic:{singular(word)}" for word in kept}
    if topics:
        found = (found | topics) - {"all"}
    if sure["pause"] > ear.thresholds["pause"] or any(map(_is_pause, ruled)):
        until = pause_in(low, reading.utterance.said_at, calendar, sure=True)
        found |= {until} if until else set()
    return found or ruled or {max(_PLAIN, key=lambda scope: sure[scope])}


def _vote(scope: str, ruled: set[str]) -> float:
    """Return what the grammar has to say for a scope, or against it."""
    if not ruled:
        return 0.0
    return _RULED if scope in ruled else -_RULED


def _kept(low: str) -> set[str]:
    """Return the channels of which she says only that they are fine."""
    kept: set[str] = set()
    for match in _FINE.finditer(low):
        rest = f"{low[: match.start()]} {low[match.end() :]}"
        kept |= {
            scope
            for scope, named in CHANNELS
            if named.search(match.group()) and not named.search(rest)
        }
    return kept


def _is_pause(scope: str) -> bool:
    return scope.startswith("pause:")
