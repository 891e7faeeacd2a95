"""A sentence cut into clauses, and the addresses and numbers in it."""

from __future__ import annotations

import re

from collections.abc import Iterator

from shopkeeper.listen import fact_words as w
from shopkeeper.listen.text import Stretch


_CUT = re.compile(
    r"[,;:]\s+|\s-+\s|\s\+\s|\s(?:but|because|bc|cos|though|although|whereas|otherwise"
    r"|while|and so|so that)\s|\s(?:and|so)\s(?=(?:i|i'm|i'd|i've|we|we're|we'd|my|our"
    r"|the|he"
    r"|she|they|it|it's|would|need|needs|want|wants|please|is|could|can|still|have|has"
    r"|there"
    r"|no|now|also|don't|maybe|keen|love|loves|you|your|deliver|am|was|like|likes"
    r"|prefer"
    r"|prefers|thank|thanks|too|very|really|hates?|works?|looking|if|what|why|how|when"
    r"|who|do"
    r"|does|pdfs)\b)|\n"
)
_OPENING = re.compile(
    r"(?:(?:hello|hi|hey|dear|good (?:morning|afternoon|evening)|and|but|so|also|ok"
    r"|okay|well|oh"
    r"|omg|because|bc|anyway|otherwise|though|just|btw|ps|p\.s|yes|yeah|no worries|as"
    r" you know"
    r"|sirs?|madam|listen|look|look here|to be honest|tbh|honestly|fyi|note|nb|then"
    r"|now)[\s,!:]+)+"
)
_CLOSING = re.compile(
    r"[\s,]+(?:please|pls|plz|thanks|thank you|thx|ta|lol|haha|though|tho|too|as well"
    r"|ok|okay"
    r"|rn|right now|to be honest|tbh|cheers|anyway|x+|otherwise)$"
)


def clauses_of(sentence: Stretch) -> Iterator[Stretch]:
    """Cut a sentence where one thing told ends and the next begins."""
    low = sentence.low
    places = [0]
    for match in _CUT.finditer(low):
        places += [match.start(), match.end()]
    places.append(len(low))
    for start, end in zip(places[::2], places[1::2], strict=True):
        clause = without_courtesies(sentence.part(start, end))
        if clause.low:
            yield clause


def without_courtesies(clause: Stretch) -> Stretch:
    """Leave out what opens and closes a clause and says nothing."""
    opening = _OPENING.match(clause.low)
    if opening and opening.end() < len(clause.low):
        clause = clause.part(opening.end(), len(clause.low))
    while (closing := _CLOSING.search(clause.low)) is not None and closing.start():
        clause = clause.part(0, closing.start())
    return clause


def details_of(sentence: Stretch) -> Iterator[Stretch]:
    """Find new addresses, mail addresses and numbers."""
    low = sentence.low
    for pattern in (w.MAIL, w.PHONE):
        for match in pattern.finditer(low):
            around = low[max(0, match.start() - 60) : match.end() + 20]
            digits = sum(c.isdigit() for c in match.group())
            few, many = 6, 15
            if pattern is w.PHONE and not few <= digits <= many:
                continue
            if re.search(
                r"\b(?:order|ref|reference|invoice|ticket|account|case) ?(?:no|nr"
                r"|number|#|id)?"
                         r"[.:# ]*$", low[: match.start()]):  # fmt: skip
                continue
            if pattern is w.MAIL or w.CONTACT_CUE.search(around):
                yield sentence.part(match.start(), match.end())
    address = w.ADDRESS.search(low)
    if (
        address
        and w.ADDRESS_SIGN.search(address["value"])
        and "@" not in address["value"]
    ):
        yield sentence.part(address.start("value"), address.end("value"))


def shortened(clause: Stretch, kind: str) -> Stretch:
    """Cut off the words that carry nothing of a fact's own."""
    strip = _STRIP.get(kind)
    match = strip.match(clause.low) if strip else None
    if match and match.end() < len(clause.low):
        clause = clause.part(match.end(), len(clause.low))
    return clause


_STRIP = {
    "question": re.compile(
        r"(?:(?:she |he |they |cust )?(?:asked|asks|asking|wants to know|wonders?"
        r"|q:)\s(?:me )?)"
    ),
    "need": re.compile(r"(?:can|could|may) (?:i|we) (?:please |just |also )?"),
    "idea": re.compile(r"(?:suggests?(?: that)? (?:we |you )?|idea: ?)"),
    "preference": re.compile(
        r"(?:(?:i|we) (?:would|'d) (?:rather|prefer to) (?:have it )?|(?:i|we) prefer )"
    ),
    "problem": re.compile(r"(?:says?(?: that)?|said(?: that)?|tells me) "),
    "complaint": re.compile(r"(?:says?(?: that)?|said(?: that)?|tells me) "),
}
