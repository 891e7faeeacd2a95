"""Is she told all that it binds her to: price, term, renewal, use of data?"""

from __future__ import annotations

import re

from shopkeeper.say.tone.amounts import bare
from shopkeeper.say.tone.context import PASSED, Context, Finding, Span, failed
from shopkeeper.say.tone.moments import agree
from shopkeeper.say.tone.reading import Letter, Said, said
from shopkeeper.say.tone.rulebook import Rulebook
from shopkeeper.say.tone.stems import concepts_in


_FREE = re.compile(
    r"\b(?:free|no (?:\w+ )?(?:charge|fee|cost|price|payment)|nothing (?:to pay|more to pay|due|extra|at all)|costs? (?:you )?nothing|without (?:charge|cost|fee)|gratis|on (?:us|the house)|not cost|won't cost|doesn't cost|no extra|no more to pay|nowt|owt to pay|no (?:bill|invoice|deduction)|not (?:be )?(?:billed|charged|invoiced)|(?:don't|do not|needn't|need not|won't|will not|nor) (?:have to )?(?:pay|owe)|(?:you|u) do not pay|(?:not|without) (?:one|a single|a) (?:\w+ )?(?:penny|pence|cent|farthing|rupee|shilling|euro|pound|dollar|coin|kobo|krone?)|(?:my|our) treat|on (?:me|our account)|at our (?:own )?(?:cost|expense)|forgiven|waived|no further charge|nothing (?:\w+ )?(?:more|further|after|else)|(?:pay|paid|owe|owed|charged?|costs?) (?:us |you )?nothing|nothing (?:is )?(?:to be )?(?:paid|owed|charged|owing|to pay|kept)|not a penny|without cost|isn't a charge|zero|£0|€0|\$0|0 (?:pounds|euros))\b|[£€$]0\b"
)
_NONE_RENEW = re.compile(
    r"\b(?:no(?:thing|ne)?|not|never|n't|doesn't|does not|won't|will not|without)\b[^.,;:!?]{0,40}\b(?:renew\w*|roll\w*|automatic\w*|itself|again|continue\w*|carr(?:y|ies) on|repeat\w*|start over|after that|follows?|extend\w*|prolong\w*|come again|goes? on|runs? on)\b"
    r"|\b(?:it|this|that|which|membership|plan|pass|subscription|contract|and|all) (?:\w+ )?(?:ends?|stops?|lapses?|expires?|runs out|is over)\b|\bone[- ]off\b|\bno contract\b|\bone (?:job|time)\b|\bnothing (?:\w+ )?(?:after|more|further|else)\b|\bnothing to renew\b|\bonce (?:only|and)|\bjust (?:the )?once\b|\bthat's it\b|\bno strings\b|\bnothing (?:comes|renews|follows|happens|rolls)\b|\bno renewal\b|\buntil you (?:close|end|stop|say)\b|\bthat's the end\b|\bover it's over\b|\b(?:it|that)'s over\b|\bno (?:subscription|membership|contract)\b|\bunless you (?:ask|tell|say|want|order|write|come)\b"
)
_RENEWS = re.compile(
    r"\b(?:renew\w*|roll\w* (?:over|on)|automatic\w*|by itself|goes on|go on|carr(?:y|ies) on|continue\w*|runs? on|keeps? (?:going|on|coming|running)|again (?:each|every|next)|each (?:year|month|season|quarter)|every (?:year|month|season|quarter|\w+ (?:weeks|months))|starts? again|extend\w*|until (?:you|she|he|cancel\w*|stopped|told)|till you|unless you|month by month|one month at a time|month at a time|monthly|come one day|nothing to tie|not tied|year by year|yearly|from (?:month|year) to)\b"
)
_STOP = re.compile(
    r"\b(?:cancel\w*|stop\w*|end(?:ed|s|ing)? it|leave|quit|give (?:it )?(?:up|back|notice)|say (?:so|no|stop|when)|tell (?:us|me)|drop (?:it|out)|write to|notice|walk away|call (?:it )?off|step out|out of it|let (?:us|me) know|ring (?:us|me)|word from you|change your mind|return\w*|send (?:it )?back|bring (?:it )?back)\b"
)
_ANY_TIME = re.compile(
    r"\b(?:any ?time|at any|any day|any (?:month|week)|when(?:ever)? you (?:like|please|want|wish)|the day you|as you (?:like|please)|at will|until (?:you|cancel\w*|stopped|told)|till you|unless you|no (?:term|minimum|tie|contract|commitment|notice)|not tied|day to day|from day to day|month by month|week by week|no fixed|whatever day|each (?:month|week)|nothing (?:binds|ties)|not bound|no end date|open[- ]ended|for as long as|as long as you)\b"
)
_SHARING = re.compile(
    r"\b(?:share[ds]?|pass(?:ed)? (?:it |them |on)?|sell|sold|give[ns]?|hand(?:ed)?|third|anyone|nobody|no one|others|partner\w*|somebody|goes to|shown|see[ns]?|between us|with us|stays?|to nobody|outside|else)\b"
)
_HIDDEN = "terms.fog"


def nothing_left_out(letter: Letter, context: Context, rules: Rulebook) -> Finding:
    """Look for the content of each term, in any wording."""
    body = letter.text[letter.greeting[1] if letter.alone else 0 :]
    whole = said(body)
    says: list[str] = []
    spans: list[Span] = []
    for name, value in (context.terms or {}).items():
        missing = _missing(name, str(value), letter, context)
        if missing:
            says.append(f"Left out: {_NAMES.get(name, name)}, {missing}.")
            spans += _hints(letter, rules, name, whole.low)
    if not says:
        return PASSED
    return failed(" ".join(says), *dict.fromkeys(spans))


_NAMES = {"data_use": "use of data"}


def _hints(letter: Letter, rules: Rulebook, name: str, low: str) -> list[Span]:
    """Return where a term is softened or hidden."""
    return [
        (one.start, one.end)
        for one in letter.sentences[letter.body :]
        if _HIDDEN in rules.keys(one.said.low)
    ][:1]


def _missing(name: str, value: str, letter: Letter, context: Context) -> str | None:
    """Return the part of a term that the letter does not tell, or None."""
    for part in _parts(value):
        if not _told(name, part, letter, context):
            return part
    return None


_ASIDE = re.compile(
    r"as .*|same .*|once|more|each|in all|together|all in|in total|only|flat|per \w+|a \w+|of which",
    re.IGNORECASE,
)


def _parts(value: str) -> list[str]:
    """Cut a term into what must each be told: "£4, then £9" are two."""
    value = re.sub(r"(?<=\d),(?=\d{3})", "", value)
    pieces = [
        one.strip()
        for one in re.split(
            r"[;,]| then | and (?=[£€$\d])|\(|\)| or (?=[£€$\d])", value
        )
        if one.strip() and not _ASIDE.fullmatch(one.strip())
    ]
    # "the evening's bill, $64" is one thing and its figure.
    pieces = [
        one
        for one, after in zip(pieces, [*pieces[1:], ""], strict=False)
        if said(one).amounts
        or said(one).moments
        or _NO.search(one.lower())
        or not re.match(r"\W?[£€$₹₦₱₩¥]?\d", after)
    ]
    return pieces or [value]


def _told(name: str, part: str, letter: Letter, context: Context) -> bool:
    want = said(part)
    sentences = [one.said for one in letter.sentences[letter.body :]]
    # "The rest stands in our terms" tells nothing of them.
    low = " ".join(
        one.low
        for one in sentences
        if one.amounts or one.moments or not _ELSEWHERE.search(one.low)
    )
    amounts = [a for one in sentences for a in one.amounts]
    if want.amounts:
        zero = any(a.value == 0 for a in want.amounts)
        if not all(
            any(a.same(b) for b in amounts) or bare(a, low) for a in want.amounts
        ):
            return zero and bool(_FREE.search(low))
        return _moments_told(want, sentences)
    small = part.lower()
    free = _FREE.search(small) and "includ" not in small
    if free and (name == "price" or not re.search(r"renew|after", small)):
        return bool(_FREE.search(low)) or _denied(part, sentences)
    if want.moments and not _moments_told(want, sentences):
        return _any_time(part, low)
    if want.moments:
        return True
    return _words_told(name, part, low, letter)


_ELSEWHERE = re.compile(
    r"\b(?:see|consult|find|published|set out|laid down|governed|according to|displayed|refer)\b.*\b(?:terms|rules|conditions|website|tariff|policy|brochure|leaflet)\b"
    r"|\b(?:terms|rules|conditions|tariff|policy)\b.*\b(?:published|website|apply|consult|displayed|see)\b"
)
_DENIES = re.compile(
    r"\b(?:no|not|nor|none|nothing|never|nobody|without|free of|only)\b|n't\b"
)


def _denied(part: str, sentences: list[Said]) -> bool:
    """Is "no interest" told as "without interest", "there's no … in it"?"""
    about = concepts_in(part)
    return any(_DENIES.search(one.low) and about & one.concepts for one in sentences)


def _moments_told(want: Said, sentences: list[Said]) -> bool:
    moments = [
        m
        for m in want.moments
        if not _rate(want.low[m.start : m.end])
        and (
            m.day
            or m.days
            or m.weekday is not None
            or m.month
            or m.hour is not None
            or m.word
        )
    ]
    told = [m for one in sentences for m in one.moments]
    return all(any(agree([m], [t]) for t in told) for m in moments)


def _rate(words: str) -> bool:
    """`a month`, `week`: how often, which may be said as "monthly" or "/wk"."""
    return bool(re.match(r"(?:an?|each|every|per) \w+$|half", words))


def _any_time(part: str, low: str) -> bool:
    return bool(_ANY_TIME.search(part.lower()) and _ANY_TIME.search(low))


_NO = re.compile(
    r"\b(?:none|no|not|nothing|never|doesn't|n't|one[- ]off|once|lapses?|ends?)\b|n't\b"
)
_NOBODY = re.compile(
    r"\b(?:no|not|never|nobody|no one|nothing|only|stays?|n't)\b|n't\b"
)
_FREE_TERM = re.compile(
    r"\b(?:none|any ?time|cancel|stop|no (?:minimum|fixed|term)|open)\b|at a time"
)


def _words_told(name: str, part: str, low: str, letter: Letter) -> bool:
    """Is a part without amount or date told, in other words?"""
    small = part.lower()
    none = bool(_NO.search(small))
    told: bool | None = None
    if name == "renewal":
        told = _renewal_told(small, low, none=none)
    elif name == "term" and (_FREE_TERM.search(small) or _ANY_TIME.search(small)):
        told = any(one.search(low) for one in (_ANY_TIME, _STOP, _NONE_RENEW))
    elif name == "data_use" and none:
        told = bool(_SHARING.search(low) and _NOBODY.search(low))
    elif name == "price" and none:
        told = bool(_FREE.search(low))
    elif name == "term" and none:
        told = bool(_NONE_RENEW.search(low)) or None
    sentences = [one.said for one in letter.sentences[letter.body :]]
    if not told and none:
        told = _denied(part, sentences) or told
    if told is not None and (told or none):
        return told
    words = concepts_in(part)
    body = frozenset().union(*(one.concepts for one in sentences))
    share = len(words & body) + sum(_is_like(word, body) for word in words - body)
    return not words or share / len(words) >= 0.5


_LIKE = 5


def _is_like(word: str, body: frozenset[str]) -> bool:
    """Is there a word of one beginning ("photos", "photographs")?"""
    return len(word) >= _LIKE and any(one[:_LIKE] == word[:_LIKE] for one in body)


def _renewal_told(small: str, low: str, *, none: bool) -> bool | None:
    if none and not re.search(r"\b(?:until|unless)\b", small):
        return bool(_NONE_RENEW.search(low))
    if re.search(r"\b(?:until|unless|cancel)", small):
        stops = _STOP.search(low) or _ANY_TIME.search(low)
        return bool(
            (_RENEWS.search(low) and stops) or (_NONE_RENEW.search(low) and none)
        )
    if re.search(r"\b(?:renew|automatic|itself|roll|continu)", small):
        return bool(_RENEWS.search(low))
    return None
