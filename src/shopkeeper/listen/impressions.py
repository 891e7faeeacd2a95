"""What does the writer of a note think of her interest and her mood?

Source: data/listen/RULES.md, (c), "Staff only".
"""

from __future__ import annotations

import re

from shopkeeper.listen import fact_signs as signs
from shopkeeper.listen import fact_words as w


def impression_in(low: str) -> tuple[str, float] | None:
    """Name the view of her that a clause of a note holds, and how sure it is."""
    hobby = re.search(
        r"\b(?:keen on|interested in|into|curious about) (?!the|our|a\b|an\b|it\b)", low
    )
    if not hobby and not re.search(r"\b(?:interest rate)\b", low):
        for pattern, _ in signs.KEENNESS:
            if pattern.search(low):
                return "impression_interest", 0.7
    for pattern, _ in signs.MOOD:
        match = pattern.search(low)
        if match and _of_mood(low, match):
            return "impression_mood", 0.7
    return None


def _of_mood(low: str, match: re.Match[str]) -> bool:
    short = 4
    if re.search(r"\b(?:she|he|they) (?:said|says)|\b(?:i'm|i am)\b", low):
        return False
    framed = signs.MOOD_FRAME.search(low) is not None
    if w.FEELING.search(match.group()):
        return bool(
            re.search(
                r"\b(?:seem\w*|sound\w*|came across|look(?:s|ed)|v|very|w/ us)\b", low
            )
        ) or (match.group() in ("steaming", "fuming", "furious", "livid", "raging"))
    return framed or len(low.split()) <= short


def strength_of(kind: str, low: str) -> int:
    """Say how interested (or cheerful) the writer found her, -2 to 2."""
    table = {"impression_interest": signs.KEENNESS, "impression_mood": signs.MOOD}.get(
        kind, ()
    )
    for pattern, value in table:
        if pattern.search(low):
            return value
    return 0
