"""Is what a note of ours says of her private life our own guess, and not her telling?

Source: vision.md, A5: the private side, kept only by her telling or consent. "She told
me that she rows" is her telling, written down by us; "I think she is divorced" is a
view of ours about what is none of our business, and nothing is made of it.
"""

from __future__ import annotations

import re

from shopkeeper.vocabulary import HeardFact, Speaker, Utterance


_PRIVATE = frozenset({"life_event", "interest", "preference"})
_HEDGE = re.compile(
    r"(?i)\b(?:i(?:'d)? (?:would )?(?:think|thought|guess|suspect|believe|reckon|assume"
    r"|imagine|bet|say)|my guess|my impression|seem(?:s|ed)?|appear(?:s|ed)? to"
    r"|probably|perhaps|maybe|presumably|apparently|might be|must be|could be"
    r"|looks? like|sounds? like|rumou?r has it|i hear(?:d)? (?:that )?she)\b"
)
_TOLD = re.compile(
    r"(?i)\b(?:she|he|they) (?:just )?(?:told|said|says|mentioned|mentions|wrote|writes"
    r"|confirmed|thinks?|thought|believes?|asked)\b|\btold me\b"
)
_SENTENCE = re.compile(r"[.!?;\n]+\s*")


def is_our_guess(one: HeardFact, utterance: Utterance) -> bool:
    """
    Tell whether a heard fact about her private side is a guess in a note of ours.

    Args:
        one: As heard.
        utterance: What it was heard in; only in a note of ours can it be a guess.
    """
    if utterance.speaker is not Speaker.REP_NOTE or one.kind not in _PRIVATE:
        return False
    start = 0
    for end in _SENTENCE.finditer(utterance.text, 0, one.start):
        start = end.end()
    words = utterance.text[start : one.end]
    if _TOLD.search(words):
        return False
    return one.speaker == "staff" or _HEDGE.search(words) is not None
