"""Is a heard fact about somebody else after all?

What a third person is told to be or to like is not hers, and nobody asked them. The
ear marks most of it (`about_another_person`); this is the last look before a fact is
made, for subjects that name another beyond doubt. Where it is in doubt it says no.
"""

from __future__ import annotations

import re

from shopkeeper.vocabulary import HeardFact, Speaker


_KIN = (
    "neighbour|neighbor|sister|brother|husband|wife|partner|fianc[eé]e?|mum|mom|dad"
    "|mother|father|parents|son|daughter|child|kid|friend|colleague|boss|manager|aunt"
    "|uncle|cousin|nephew|niece|grand(?:ma|pa|mother|father|son|daughter)|flatmate"
    "|housemate|landlord|landlady|client|assistant|secretary|girlfriend|boyfriend"
)
_THEIRS = re.compile(rf"(?i)(?:my|our|her|his|their|the|a) (?:\w+ )?(?:{_KIN})s?\b")
_TITLED = re.compile(r"(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof)\.? [A-Z]\w+ \w")
_PRONOUN = re.compile(r"(?i)(?:he|she)(?:'s|'ll|'d)? \w")
_NAMED = re.compile(
    r"(?P<name>[A-Z][\w'-]+)(?: [A-Z][\w'-]+)? "
    r"(?:just |has |had |is |was |would |also )*"
    r"(?:moved|had|has|is|was|loves|likes|needs|wants|prefers|enjoys|hates|collects"
    r"|plays|retired|got|died|married|started|retiring|moving|asks?)\b"
)
# Words that begin a sentence and name nobody.
_NOBODY = re.compile(
    r"(?i)(?:i|we|you|it|this|that|these|those|there|here|my|our|your|the|a|an|who|what"
    r"|which|just|also|then|now|still|only|never|already|soon|and|but|so|as|if|when"
    r"|since|after|before|have|has|had|is|was|everything|everyone|everybody|nobody"
    r"|nothing|all|both|some|today|yesterday|tomorrow|\w+ly|\w+ing|\w+ed)"
)
# A death, a birth or a wedding in the family is a life event of hers, too.
_SHARED = frozenset({"life_event"})


def is_about_another(one: HeardFact, speaker: Speaker) -> bool:
    """
    Tell whether what was heard is plainly said of somebody else.

    Args:
        one: As heard.
        speaker: Who said it; in a note of ours "she" is the one it is about.

    Example:
        >>> heard = HeardFact(kind="interest", span="Bea Moss loves rowing", start=0,
        ...     end=21, polarity="asserted", value="rowing", side="private",
        ...     speaker="customer", sensitive=False, confidence=0.7)
        >>> is_about_another(heard, Speaker.CUSTOMER)
        True
    """
    words = one.span.strip()
    if _THEIRS.match(words) and one.kind not in _SHARED:
        return True
    if speaker != Speaker.CUSTOMER:
        return False
    if _PRONOUN.match(words) or _TITLED.match(words):
        return True
    named = _NAMED.match(words)
    return named is not None and not _NOBODY.fullmatch(named["name"])
