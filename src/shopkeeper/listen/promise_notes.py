"""Promises in shorthand: "cb Thu", "owe her a quote", "told him refund 5 bd"."""

from __future__ import annotations

import re

from collections.abc import Iterator

from shopkeeper.listen import promise_words as w
from shopkeeper.listen.promise_finding import Found


_NOTE_VERBS = (
    r"cb|call ?back|call|ring|phone|e-?mail|text|send|post|quote|chase|follow ?up|f/?u"
    r"|deliver|book|order|invoice|visit|check in|get back|refund|replace|drop|bring"
    r"|arrange"
    r"|collect|pick up|write|update|credit|fix|repair|ship|return|speak|meet|let (?:her"
    r"|him"
    r"|them)|find out|confirm|forward|swap|waive|reserve|hold|price up|price"
)
_HERS = r"(?:she|he|they|cust(?:omer)?|client|clt|caller|guest|buyer)"
_TO_DO = re.compile(
    rf"(?:^|[,;.]\s?|\s-\s|\b(?:and|so|then)\s)(?:(?P<who>[a-z]+)\s)?(?:to|2)\s"
    rf"(?P<what>(?:{_NOTE_VERBS})\b)"
)
_OWED = re.compile(
    r"\b(?:i |we )?(?:(?:still )?owe[sd]?|promised|told|said|agreed(?: to)?"
    r"|quoted)\s(?:(?:her|him"
    r"|them|cust(?:omer)?|client|mr|mrs|ms)\s)?(?:(?:that )?(?:we|i|it|tom)(?:'d|'ll|"
    r" will"
    r"| would) )?(?:to )?(?:a |an |the |his |her |their )?(?P<what>[a-z][\w/]*)"
)
_DUTY = re.compile(
    rf"(?:^|[,;.]\s?|\b)(?:i |we )?(?:need to|must|have to|gotta|remember to|pls|please"
    rf"|will"
    rf"|to-?do:?|action:?|next step:?|i'll|we'll|ill)\s(?P<what>(?:{_NOTE_VERBS})\b)"
)
_BARE = re.compile(
    rf"(?:^|[,;.]\s?|\b(?:and|so|then)\s)(?P<what>(?:{_NOTE_VERBS})\b)(?!s\b)(?!:)"
)
_SHE_WILL = re.compile(
    rf"\b{_HERS}(?:'ll| will|'s going to| is going to| promised to| to| agreed to)\s"
)
_HEARSAY = re.compile(r"\btold (?:me|us)\b|\bsaid (?:she|he|they|ta|thanks|thank)\b")


def in_note(low: str) -> Iterator[Found]:
    """
    Find the promises of a sentence of a note.

    What the rep or the firm owes is ours; what she said she would do is hers.
    """
    if w.HEDGE.search(low):
        return
    for match in _SHE_WILL.finditer(low):
        if w.HERS.match(low[match.end() :]):
            yield Found(match.end(), match.end(), owner="hers")
    for pattern, needs_time in (
        (_TO_DO, False),
        (_OWED, True),
        (_DUTY, False),
        (_BARE, True),
    ):
        for match in pattern.finditer(low):
            if pattern is _OWED and _HEARSAY.search(match.group()):
                continue
            who = match.groupdict().get("who")
            owner = "hers" if who and re.fullmatch(_HERS, who) else "us"
            start = match.start("what")
            needs = needs_time and not (
                low.startswith("cb", start) or re.search(r"\bowe", match.group())
            )
            yield Found(start, start, owner=owner, needs_time=needs)
