"""Is she called what she likes to be called?"""

from __future__ import annotations

import re
import unicodedata

from shopkeeper.say.tone.context import (
    NOT_ASKED,
    PASSED,
    Context,
    Finding,
    Span,
    failed,
)
from shopkeeper.say.tone.reading import Letter


_OPENERS = re.compile(
    r"^\W*(?:(?:my |oh,? |well,? |ah,? )*(?:dear(?:est)?|hello|hi there|hi|hey there|hey|hiya|greetings|good (?:morning|afternoon|evening|day)"
    r"|morning|evening|afternoon|to|welcome(?: back)?|salut|bonjour|hallo|ahoy|wotcha|oi oi|oi|yo|alright|right you are|ey up"
    r"|all done|thank you|thanks|sorry|most esteemed|esteemed|honou?red|respected)\b[ ,:!]*)+",
    re.IGNORECASE,
)
_TITLES = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "miss",
        "mx",
        "dr",
        "prof",
        "professor",
        "sir",
        "dame",
        "lord",
        "lady",
        "madame",
        "madam",
        "monsieur",
        "herr",
        "frau",
        "father",
        "fr",
        "sister",
        "brother",
        "rev",
        "reverend",
        "pastor",
        "canon",
        "captain",
        "capt",
        "colonel",
        "col",
        "major",
        "sergeant",
        "señor",
        "señora",
        "signor",
        "signora",
        "auntie",
        "aunt",
        "uncle",
        "rabbi",
        "imam",
        "judge",
        "councillor",
    ]
)
_NEUTRAL = frozenset(
    [
        "customer",
        "sir",
        "madam",
        "friend",
        "friends",
        "neighbour",
        "neighbours",
        "reader",
        "readers",
        "all",
        "there",
        "everyone",
        "both",
        "colleague",
        "guest",
        "guests",
        "visitor",
        "member",
        "patient",
        "parent",
        "client",
        "passenger",
        "tenant",
        "resident",
        "traveller",
        "subscriber",
        "listener",
        "gardener",
        "musician",
        "valued",
        "and",
        "or",
        "you",
        "from",
        "us",
        "again",
        "folks",
        "good",
        "morning",
        "evening",
        "day",
        "afternoon",
        "dear",
        "our",
        "the",
        "whom",
        "it",
        "may",
        "concern",
        "owner",
        "householder",
        "student",
        "supporter",
        "buyer",
        "hello",
        "hi",
        "team",
        "user",
        "shopper",
        "caller",
        "lover",
    ]
)
_BROKEN = re.compile(
    r"\{\{|\}\}|\{%|%\w+%|\[\w*name\w*\]|<\w*name\w*>|\$\{|\*\|\w+\|\*|\b(?:none|null|(?-i:NaN)|n/a|undefined"
    r"|first[_ ]?name|last[_ ]?name|firstname|lastname)\b|\w+@\w|[a-z]\w*_\w+|\b[A-Za-z]+\d+\b",
    re.IGNORECASE,
)
_NAME = re.compile(r"[^\W\d_](?:[^\W_]|['’.-](?=[^\W_]))*\.?")
_SHORT_CHANNELS = ("chat", "sms")


def greets_by_name(letter: Letter, context: Context) -> Finding:
    """Compare the greeting with what she likes to be called."""
    start, end = letter.greeting
    greeting = letter.text[start:end]
    broken = _BROKEN.search(_called(letter, greeting))
    preferred = (context.preferred_name or "").strip()
    if broken and broken[0].casefold() not in preferred.casefold():
        return failed(
            "This is no name. Call her by her name, or greet without one.",
            (start + broken.start(), start + broken.end()),
        )
    if not preferred:
        return _unknown(letter, context, start, greeting)
    where = _found(greeting, preferred)
    if where is None and not letter.alone:
        where = _near(letter, preferred)
        if where is not None:
            return PASSED
    if where is None:
        return _other(letter, context, start, greeting, preferred)
    longer = _longer(greeting, where, preferred, context.full_name)
    if longer is not None:
        return failed(
            f"Longer than she likes: she is called {preferred}.",
            (start + longer[0], start + longer[1]),
        )
    return PASSED


def _called(letter: Letter, greeting: str) -> str:
    """Return the words that call her: in a chat, what stands before the matter."""
    if letter.alone:
        return greeting
    opener = _OPENERS.match(greeting)
    begin = opener.end() if opener else 0
    stop = re.search(r"[,!?:;\n]\s|[.!?]$|\s[-–—]\s", greeting[begin:])
    return greeting[: begin + stop.start()] if stop else greeting[: begin + _SHORT]


_SHORT = 40


def _near(letter: Letter, preferred: str) -> Span | None:
    """Find the name in the sentence after a greeting such as "Good morning!"."""
    if len(letter.sentences) < 2 or len(letter.sentences[0].said.words) > 3:
        return None
    return _found(letter.sentences[1].said.text, preferred)


def _plain(text: str) -> str:
    flat = unicodedata.normalize("NFD", text.replace("’", "'"))
    return "".join(one for one in flat if not unicodedata.combining(one))


def _found(greeting: str, preferred: str) -> Span | None:
    """Find the name as a whole; accents may be missing, letters and capitals not."""
    flat, name = _plain(greeting), _plain(preferred)
    if len(flat) != len(greeting):
        flat = greeting
        name = preferred
    words = r"\s+".join(re.escape(one) for one in name.split())
    words = re.sub(r"^(Mr|Mrs|Ms|Dr|St)\b", r"\1\\.?", words)
    match = re.search(
        rf"(?<![^\W_])(?<![^\W_]['-]){words}(?![^\W_]|-[^\W_]|'[^\W_]{{2}})", flat
    )
    if match is None:
        return None
    rest = flat[match.end() :]
    if re.match(
        r"'s\s+(?:mum|mom|dad|mother|father|parents?|owner|family|wife|husband|carer)\b",
        rest,
    ):
        return None
    return match.span()


def _longer(greeting: str, where: Span, preferred: str, full_name: str) -> Span | None:
    """Find more of her name, or a title, right beside the name she likes."""
    record = {
        one.casefold().strip(".,") for one in re.findall(r"[^\W\d_]+\.?", full_name)
    }
    record -= {one.casefold() for one in preferred.split()}
    after = re.match(r"\s+([^\W\d_][\w'’-]*)", greeting[where[1] :])
    if after:
        word = after[1].casefold()
        if word in record or (len(word) > 1 and word.rstrip("s") in record):
            return where[0], where[1] + after.end()
    comma = re.match(r"\s*,\s*([^\W\d_][\w'’-]*)\s*[,.]?\s*$", greeting[where[1] :])
    if comma and comma[1].casefold() in record:
        return where[0], where[1] + comma.end(1)
    before = re.search(r"([^\W\d_][\w'’-]*\.?),?\s+$", greeting[: where[0]])
    if before:
        word = before[1].casefold().strip(".")
        if word in record or word in _TITLES - {"sir", "madam"} or f"{word}." in record:
            return before.start(1), where[1]
        initial = re.fullmatch(r"[^\W\d_]\.", before[1])
        if initial and before[1][0].isupper():
            return before.start(1), where[1]
    return None


def _other(
    letter: Letter, context: Context, start: int, greeting: str, preferred: str
) -> Finding:
    """Point at what stands where her name should."""
    says = f"She likes to be called {preferred}."
    opener = _OPENERS.match(greeting)
    begin = opener.end() if opener else 0
    if letter.alone:
        rest = greeting[begin:].rstrip(" ,.:;!-–—")
        if rest.strip():
            return failed(says, (start + begin, start + begin + len(rest)))
        return failed(says, (start, start + len(greeting.rstrip())))
    names = [one for one in _NAME.finditer(greeting[begin:]) if one[0][0].isupper()]
    if names and (opener or names[0].start() == 0) and names[0].start() < 4:
        last = names[0]
        for one in names[1:]:
            if one.start() - last.end() > 1:
                break
            last = one
        return failed(
            says, (start + begin + names[0].start(), start + begin + last.end())
        )
    if opener:
        return failed(says, (start, start + opener.end()))
    return failed(says)


_NEUTRAL_ENDS = ("member", "holder", "owner", "lover", "goer", "keeper")
_MOST_WORDS = 5


def _unknown(letter: Letter, context: Context, start: int, greeting: str) -> Finding:
    """With no name known, none may be made out of the record."""
    if {"preferred_name", "full_name"} <= context.not_told:
        return NOT_ASKED  # nobody said what is known: any name may be the right one
    opener = _OPENERS.match(greeting)
    begin = opener.end() if opener else 0
    rest = greeting[begin:]
    record = [
        one.casefold()
        for one in re.findall(r"[^\W\d_]{3,}", re.split(r"@", context.full_name)[0])
    ]
    says = "We do not know what she is called: greet her without a name, or ask her for it."
    stop = re.search(r"[,.!?:;\n]|\s[-–—]", rest)
    vocative = rest[: stop.start()] if stop else rest
    if not opener and not letter.alone:
        # A text that begins with the matter: only a name out of the record counts.
        vocative = vocative if stop and len(vocative.split()) <= 2 else ""
    elif opener and not letter.alone and re.search(r"[,:!]\s*$", opener[0]):
        # "Hello, your meter was read": the matter begins, nobody is called.
        begins = re.match(r"[^\W_]+(?:['’][^\W_]+)*", rest)
        first = begins[0] if begins else ""
        long = len(vocative.split()) > _MOST_WORDS
        if long or not first[:1].isupper() or first.split("'")[0] in {"I", "We", "You"}:
            vocative = ""
    for match in _NAME.finditer(vocative):
        word = match[0].casefold().strip(".")
        if word in _NEUTRAL or not match[0][0].isupper():
            continue
        if word.endswith(_NEUTRAL_ENDS):
            continue
        if word in _TITLES and len(vocative.split()) == 1:
            continue
        if letter.alone or opener or any(one.startswith(word[:3]) for one in record):
            at = start + begin + match.start()
            return failed(says, (at, start + begin + len(vocative.rstrip())))
    return PASSED
