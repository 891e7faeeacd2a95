"""What a fact says in few words, whose it is, and how it is meant.

Source: data/listen/RULES.md, (c): `value`, `polarity`, `side`, `sensitive`.
"""

from __future__ import annotations

import re
import unicodedata

from functools import lru_cache

from shopkeeper.listen import fact_signs as signs
from shopkeeper.listen import fact_words as w
from shopkeeper.listen.singular import singular


_FRAMES: dict[str, re.Pattern[str]] = {
    "need": re.compile(
        r"^(?:(?:i|we|she|he|they|please|pls|can|could|would|will|you|u|also|just"
        r"|really"
        r"|still|do|don't|doesn't|not|like|love|need|needs|needed|want|wants|wanted|'d"
        r"|should|looking|for|to|asked|asks|quote|send|get|have|me|us|thinking|of|about"
        r"|considering|might|wondering|if|order|a|an|the|some|after|is|am|are|i'm|we're"
        r"|we'd|i'd|her|him|require|requires|give|find|book|my)\s+)+"
    ),
    "interest": re.compile(
        r"^(?:(?:i|we|she|he|they|also|still|really|love|loves|enjoy|enjoys|play|plays"
        r"|collect|collects|keep|keeps|like|likes|keen|on|into|am|is|are|i'm|not|big"
        r"|fan"
        r"|of|used|to|in|interested|mad|about|passion|for|hobby|have|has|a|an|the|fires"
        r"|you|do|don't|follow|follows|support|supports|just|mostly|we're|she's"
        r"|he's)\s+)+"
    ),
    "preference": re.compile(
        r"^(?:(?:i|we|she|he|they|prefer|prefers|would|'d|rather|likes?|always|please"
        r"|pls"
        r"|have|has|it|the|by|only|is|are|her|his|my|i'd|we'd|pays?|ring|call|deliver"
        r"|sit"
        r"|him|no|not|don't|do|me|us|in|on|at|a|an)\s+)+"
    ),
    "thanks": re.compile(
        r"^(?:(?:thanks?|thank|you|u|ta|cheers|for|the|your|so|much|very|many|said"
        r"|loved?"
        r"|really|a|i|we|appreciate|grateful)\s+)+"
    ),
    "question": re.compile(r"^(?:(?:also|and|so|just|asked|asks)\s+)+"),
    "idea": re.compile(
        r"^(?:(?:you|should|could|why|not|don't|how|about|what|maybe|perhaps|it|would"
        r"|be"
        r"|nice|great|good|if|suggests?|we|i|wish|bring|back|the|a|an)\s+)+"
    ),
    "form_of_address": re.compile(
        r"^(?:(?:please|call|me|her|him|use|prefers?|to|be|called|address|as|it's"
        r"|that's|my"
        r"|sur|first|last|name|surname|is|i|go|goes|by|just|everyone|calls|actually|now"
        r"|known|not|don't|us)\s+)+"
    ),
    "contact_detail": re.compile(
        r"^(?:(?:my|our|her|his|the|new|mail|e-?mail|address|number|phone|mobile|is|now"
        r"|from"
        r"|it|at|me|reach|on|use|has|changed|to)[:,]?\s+)+"
    ),
}
# Whatever stands before the asking itself ("You can …", "Do …") is no part of a name.
_ASKED = re.compile(
    r".*\b(?:(?:call|calls|calling|address|know) (?:me|her|him|us)|called|goe?s? by"
    r"|known as)\s+(?:(?:as|by|just|only|now)\s+)*"
)
_AGAINST = re.compile(r"\b(?:please )?(?:no|not|don't|do not)\b")
_FILLER = re.compile(
    r"\s+(?:please|pls|again|from now on|now|instead|too|as well|though|tho|thanks)$"
)
_ABOUT_OTHER = re.compile(
    rf"^(?:and |but |so |also |though )?(?:my|his|her|our|their|the|a)\s(?:\w+"
    rf" )?{signs.RELATIVE}"
    rf"(?:'s|s')?\b|^{signs.RELATIVE}(?:'s)?\s|\bfor (?:my|his|her|our)"
    rf" {signs.RELATIVE}'s\b"
)
_LOST = re.compile(r"\b(?:lost|buried|late|death of|passed|died|dying|funeral)\b")
_FEELING_WORDS = {"finally": "relieved", "mad": "angry", "cross": "angry"}
_SURE_PREFERENCE = {"preference", "complaint", "problem", "thanks", "question", "idea"}


def value_of(kind: str, span: str, written: str) -> str:
    """
    Say a fact in few words, as if asserted.

    Args:
        kind: Kind of the fact.
        span: Its words, plain.
        written: Its words as written, for names.
    """
    if kind == "feeling":
        feeling = w.FEELING.search(span)
        word = feeling.group() if feeling else span
        return _FEELING_WORDS.get(word, word)
    frame = _FRAMES.get(kind)
    match = frame.match(span) if frame else None
    start = match.end() if match and match.end() < len(span) else 0
    if kind == "form_of_address":
        asked = _ASKED.match(span)
        if asked and start < asked.end() < len(span):
            start = asked.end()
        return _name(written[start:])
    if kind == "contact_detail":
        return _detail(written[start:], span)
    if kind == "preference" and match:
        # "No onions" without its "no" would say the opposite.
        against = _AGAINST.search(span, 0, start)
        start = against.start() if against else start
    words = span[start:]
    while (filler := _FILLER.search(words)) is not None:
        words = words[: filler.start()]
    start = start if words else 0
    return _with_capitals(words or span, written[start:])


def _with_capitals(words: str, written: str) -> str:
    """Give plain words back their writer's own capitals, and nothing else."""
    return "".join(
        own if own.lower() == plain else plain
        for plain, own in zip(words, written, strict=False)
    )


def _name(said: str) -> str:
    said = re.split(
        r"[,;.]|\s(?:not|again|(?:from )?now|instead|please|rather)\b", said
    )[0]
    return said.strip(" '\"") or said


def _detail(said: str, span: str) -> str:
    del span
    for pattern in (w.MAIL, w.PHONE):
        match = pattern.search(said)
        if match:
            return match.group().strip()
    return said.strip(" .,:")


def polarity_of(kind: str, span: str, sentence: str, *, note: bool, name: str) -> str:
    """
    Say how a fact is meant; another person's wins over the others, then negated.

    Args:
        kind: Kind of the fact.
        span: Its words, plain.
        sentence: The sentence around it, plain.
        note: Is it from a rep's note?
        name: A name that opens the span and is not hers, or empty.
    """
    if kind in ("contact_detail", "form_of_address") or kind.startswith("impression"):
        return "asserted"
    if kind not in ("thanks", "complaint", "question", "idea", "feeling") and (
        (_ABOUT_OTHER.search(span) and not _LOST.search(span)) or name
    ):
        return "about_another_person"
    if (
        kind not in _SURE_PREFERENCE
        and signs.NEGATION.search(span)
        and not signs.PAST.search(span)
    ):
        return "negated"
    if kind not in ("thanks", "complaint", "question", "feeling"):
        if signs.PAST.search(span) or (
            note and signs.PAST.search(sentence) and kind == "need"
        ):
            return "past"
        conditional = re.search(r"\bif\b", sentence) and kind == "need"
        hypothetical = kind in ("need", "life_event", "interest") and (
            signs.HYPOTHETICAL.search(span)
            or (conditional and re.search(r"\b(?:would|'d|might|could)\b", span))
        )
        if hypothetical and not re.match(r"(?:can|could|would) (?:you|i|we|u)\b", span):
            return "hypothetical"
    return "asserted"


def is_own_loss(span: str) -> bool:
    """Tell the death of somebody of hers, which is an event of her own life."""
    return bool(_ABOUT_OTHER.search(span) and _LOST.search(span))


@lru_cache(maxsize=256)  # asked of a span by grammar, by ear and of its sentence
def is_sensitive(span: str) -> bool:
    """Tell whether a fact is of a kind the law protects (GDPR, article 9)."""
    return bool(signs.SENSITIVE.search(span)) and not re.search(
        r"\bpain in the|wedding|a pain\b", span
    )


def side_of(span: str, message: str) -> str:
    """Tell whether a fact belongs to her work or to her private life."""
    if signs.JOB.search(span):
        return "job"
    return _side_of_message(message)


@lru_cache(maxsize=4)  # asked for each fact of one message after another
def _side_of_message(message: str) -> str:
    private = re.search(
        rf"\b(?:my|his|her) (?:{signs.RELATIVE}|home|garden|kitchen|house|flat)\b",
        message,
    )
    return "job" if signs.JOB.search(message) and not private else "private"


def head_noun(value: str) -> str:
    """
    Return the word that a value is about: lower case, singular, ASCII.

    Example:
        >>> head_noun("window table"), head_noun("café in Köln")
        ('table', 'cafe')
        >>> head_noun("???")
        ''
    """
    ascii_only = unicodedata.normalize("NFKD", value).encode("ascii", "ignore").decode()
    front = re.split(
        r"\s(?:of|for|with|by|in|on|at|from|without|to|instead|than|after|before|until"
        r"|if"
        r"|because|when|only|please|and|or)\b|[,;:(]|\sw/",
        ascii_only.lower().strip(),
    )[0]
    words = re.findall(r"[a-z0-9]+(?:'[a-z]+)?", front) or re.findall(
        r"[a-z0-9]+", ascii_only.lower()
    )
    return re.sub(r"[^a-z0-9_]", "", singular(words[-1])) if words else ""
