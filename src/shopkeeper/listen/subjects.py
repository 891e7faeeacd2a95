"""Who or what a verb of promising is about: one of ours, she, or a thing."""

from __future__ import annotations

import re

from dataclasses import dataclass

from shopkeeper.listen import promise_words as w


_BOUNDARY = re.compile(
    r"[,;:()!?\"]\s*|\s-+\s|\b(?:and|but|so|because|if|once|when|where|as soon as|after"
    r"|while|since|until|unless|then|ensure|confirm|sure|promise|guarantee|word|told"
    r" you)\b"
    r"(?: that)?|\bthat\b(?=\s+(?:the|your|our|my|i|we|he|she|they|you|it|a|an|no)\b)"
)
_SUBJECT = re.compile(
    r"(?:^|\s)(?P<who>i|we|he|she|they|you|u|it|this|that|these|those|there|which|who"
    r"|someone|somebody|nobody|both|all|everything)$"
)
_DETERMINER = re.compile(
    r"(?:^|\s)(?:the|your|our|my|a|an|this|that|these|those|his|her|their|another|each"
    r"|its"
    r"|both|ur|yr)\s+"
)
_NOTHING = re.compile(r"(?:^|\s)no\s+\w+")


@dataclass(frozen=True, slots=True)
class Subject:
    """
    The subject of a verb.

    Attributes:
        kind: `us`, `you`, `thing`, `it` or `none`.
        start: Where a thing's (or a person's) own words begin in the sentence.
    """

    kind: str
    start: int = 0


_PRONOUNS = {
    **dict.fromkeys(("i", "we", "he", "she", "they", "someone", "somebody"), "us"),
    **dict.fromkeys(("you", "u"), "you"),
    **dict.fromkeys(
        ("it", "this", "that", "these", "those", "everything", "all", "both"), "it"
    ),
}


def _subject_start(low: str, modal: int) -> int:
    start = 0
    for match in _BOUNDARY.finditer(low, 0, modal):
        start = match.end()
    return start


def subject_of(low: str, written: str, modal: int) -> Subject:
    """Read the subject in front of a modal verb."""
    start = _subject_start(low, modal)
    region = low[start:modal].rstrip()
    if re.search(r"(?:^|\s)(?:that|which)$", region) and len(region.split()) > 1:
        return thing_of(start, region)
    pronoun = _SUBJECT.search(region)
    if not region:
        return Subject("us") if start == 0 else Subject("none")
    if pronoun:
        return Subject(_PRONOUNS.get(pronoun["who"], "none"))
    if w.HUMAN.search(region) and not re.search(
        r"\b(?:call|visit|reply|email)$", region
    ):
        return Subject("us", thing_of(start, region).start)
    last = written[start:modal].split()[-2:]
    if last and last[-1][:1].isupper() and len(last[-1]) > 1 and not last[-1].isupper():
        named = low[start:modal].split(maxsplit=1)[0] not in (
            "your",
            "the",
            "delivery",
            "refunds",
        )
        if named and len(region.split()) <= len(("Tom", "Reed", "himself")):
            return Subject("us")
    return thing_of(start, region)


def thing_of(start: int, region: str) -> Subject:
    """Read a thing: from behind its last article, or from its "no"."""
    nothing = _NOTHING.search(region)
    if nothing:
        return Subject(
            "thing", start + nothing.start() + (region[nothing.start()] == " ")
        )
    behind = 0
    for match in _DETERMINER.finditer(region):
        if match.end() < len(region):
            behind = match.end()
    if not behind and re.match(r"\w+s\b", region) and len(region.split()) == 1:
        return Subject("none")  # "Refunds will take…": a rule for everyone
    return Subject("thing", start + behind)
