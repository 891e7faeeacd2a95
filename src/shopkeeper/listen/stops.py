"""What does she no longer want to get from us?

Source: data/listen/RULES.md, (b). Only her own words count; a wish is known by
its verb, and its scope by the nouns behind it.
"""

from __future__ import annotations

import re

from collections.abc import Iterator, Sequence

from rapidfuzz.distance import DamerauLevenshtein

from shopkeeper.listen import stop_wishes as wishes
from shopkeeper.listen import stop_words as w
from shopkeeper.listen.foreign_stops import foreign_scopes
from shopkeeper.listen.function_words import is_function_word
from shopkeeper.listen.pauses import pause_in
from shopkeeper.listen.reading import Reading
from shopkeeper.listen.singular import singular
from shopkeeper.listen.text import squeezed
from shopkeeper.listen.tongues import READ, english_words, tongue_of
from shopkeeper.vocabulary import Calendar, Speaker


NONE = ("none",)
_CHANNELS = ("email", "sms", "phone", "post", "push")
_ORDER = ("all", "erase", "marketing", "frequency", *_CHANNELS)
_OF_CHANNEL = {
    "email": "email", "mail": "email", "e-mail": "email", "sms": "sms", "text": "sms",
    "whatsapp": "sms", "messenger": "sms", "phone": "phone", "call": "phone",
    "voice": "phone", "post": "post", "letter": "post", "push": "push", "app": "push",
}  # fmt: skip
_ONLY = {
    "email": "email", "e-mail": "email", "mail": "email", "emails": "email",
    "e-mails": "email", "text": "sms", "texts": "sms", "sms": "sms", "whatsapp": "sms",
    "whats app": "sms", "phone": "phone", "telephone": "phone", "call": "phone",
    "ring": "phone", "post": "post", "letter": "post", "letters": "post",
    "write to": "post", "push": "push",
}  # fmt: skip
_SHORT = 60  # a message that is a keyword and courtesy is no longer than this


def hear_stops(reading: Reading, calendar: Calendar) -> tuple[str, ...]:
    """
    Find the scopes she wants to be left alone in.

    Returns:
        Scopes in a fixed order, or exactly `("none",)`.
    """
    if reading.utterance.speaker is Speaker.AGENT:
        return NONE
    return whole_of(reading, scopes_of_sentences(reading, calendar))


def whole_of(reading: Reading, found: Sequence[set[str]]) -> tuple[str, ...]:
    """Put the scopes of her sentences together; one word of leaving is `all`."""
    return ("all",) if is_one_word(reading) else tidy(set().union(*found))


def is_one_word(reading: Reading) -> bool:
    """Tell whether all she says is one word of leaving, courtesies aside."""
    text = reading.utterance.text
    written = [text[one.start : one.end] for one in reading.sentences if not one.staff]
    return sum(map(len, written)) <= _SHORT and _is_keyword(" ".join(written))


def scopes_of_sentences(reading: Reading, calendar: Calendar) -> list[set[str]]:
    """Return the scopes wished in each sentence of hers, as the grammar hears it."""
    found = []
    before = ""
    for one in reading.sentences:
        if one.staff:
            continue
        words = reading.utterance.text[one.start : one.end]
        low = squeezed(words).strip()
        found.append(_Sentence(reading, calendar, words, low, before).scopes())
        before = low
    return found


def tidy(scopes: set[str]) -> tuple[str, ...]:
    """Put scopes in order; `all` swallows channels and kinds, but not `erase`."""
    if "all" in scopes:
        scopes = {"all"} | (scopes & {"erase"})
    if any(scope.startswith("pause:") for scope in scopes):
        scopes = scopes - {"all"}
    ordered = [scope for scope in _ORDER if scope in scopes]
    ordered += sorted(scopes - set(_ORDER))
    return tuple(ordered) or NONE


def _is_keyword(text: str) -> bool:
    """Tell whether a message is one word of leaving, its courtesies aside."""
    if w.SIGNS.match(text.strip()):
        return True
    words = re.findall(r"[^\W\d_]+", squeezed(text))
    if len(words) > 1 and all(len(word) == 1 for word in words[-4:]):
        words = [*[one for one in words if len(one) > 1],
                 "".join(one for one in words if len(one) == 1)]  # fmt: skip
    if any("?" in text for _ in words) and "stop" not in words:
        return False
    core = list(dict.fromkeys(word for word in words if word not in w.POLITE))
    joined = _ascii("".join(core))
    if joined in w.KEYWORDS or (core and all(one in w.KEYWORDS for one in core)):
        return True
    longest_typo = 2
    return len(joined) >= len("optout") and any(
        DamerauLevenshtein.distance(joined, word, score_cutoff=longest_typo)
        <= (longest_typo if len(word) > len("optout") + 2 else 1)
        for word in w.LONG_KEYWORDS
    )


def _ascii(word: str) -> str:
    return word.translate(str.maketrans("àâäéèêëîïôöûüùç", "aaaeeeeiioouuuc"))


class _Sentence:
    """One sentence of hers, asked for each kind of wish."""

    def __init__(
        self, reading: Reading, calendar: Calendar, written: str, low: str, before: str
    ) -> None:
        self._reading = reading
        self._calendar = calendar
        self._written = written
        self._low = low
        self._before = before

    def scopes(self) -> set[str]:
        low = self._low
        tongue = tongue_of(low)
        if tongue != READ or not english_words(low):
            for scope in foreign_scopes(low, tongue):
                return {scope}
        if wishes.KEEP.search(low) and not re.search(
            r"\bplease (?:stop|remove|take)", low
        ):
            return self._frequency() if "stop" not in low else set()
        found: set[str] = set()
        if wishes.ERASE.search(low) and not _negated(low, wishes.ERASE):
            found.add("erase")
        wished = [self._scope_of(wish, stretch) for wish, stretch in self._wishes()]
        found = found.union(*wished)
        only = self._only()
        # "Just text me, don't call" names its one channel itself.
        if not found or "only" in low or "marketing" in only:
            found |= only
        found |= self._gone() if found <= {"erase"} else set()
        often = self._frequency()
        if often and not (found & {"erase", "marketing"}):
            return often | {s for s in found if s.startswith("topic:")}
        return found

    def _wishes(self) -> Iterator[tuple[str, str]]:
        """Yield each wish with the stretch that tells its scope."""
        low = self._low
        for match in wishes.WISH.finditer(low):
            if _names_her(self._written, low, match):
                continue
            fine = wishes.FINE.search(low, match.end())
            end = fine.start() if fine else len(low)
            yield match.group(), low[match.start() : end]
        fed_up = wishes.FED_UP.search(low)
        if fed_up and _names_contact(fed_up.group()) and not wishes.OFTEN.search(low):
            yield "stop", fed_up.group()
        again = wishes.AGAIN.search(low)
        if again and not wishes.WISH.search(low):
            yield "stop", again.group()

    def _scope_of(self, wish: str, stretch: str) -> set[str]:
        if _about_goods(wish, stretch) or wishes.HOURS.search(stretch):
            return set()
        erases = wishes.ERASE.search(stretch)
        if erases and re.match(r"(?:delete|erase|wipe|remove|scrub)", wish):
            return set()  # already heard as `erase`
        pause = pause_in(stretch, self._reading.utterance.said_at, self._calendar)
        named = {scope for scope, pattern in w.CHANNELS if pattern.search(stretch)}
        if named == {"email", "post"} and "junk mail" not in stretch:
            named = {"email"} if "post" not in stretch else named
        marketing = bool(w.MARKETING.search(stretch))
        if re.search(r"\bmy (?:e-?mail|mail|number|phone|mobile)\b", stretch) and (
            re.search(r"\b(?:from|off)\b", stretch)
        ):
            named -= {"phone", "email"}
        topics = set() if marketing else topics_in(stretch)
        scopes = named | topics | ({"marketing"} if marketing else set())
        if pause:
            return {pause} | (scopes - {"all"})
        return scopes or {"all"}

    def _only(self) -> set[str]:
        """Read "only by post" (the other four) and "only about my order"."""
        low = self._low
        if w.ABOUT_HER.search(low) and re.search(
            rf"\b(?:{w.CONTACT}|send|hear|want|get|receive)\b", low
        ):
            return {"marketing"}
        only = wishes.ONLY_BY.search(low)
        if only is None or re.search(r"\b(?:why|can you only|is it only)\b", low):
            return set()
        by = next(filter(None, only.groups()))
        kept = _ONLY.get(by) or _ONLY.get(by.rstrip("s")) or "email"
        return set(_CHANNELS) - {kept}

    def _frequency(self) -> set[str]:
        low = self._low
        often = wishes.OFTEN.search(low)
        if often is None or self._low.endswith("working"):
            return set()
        wanted = wishes.OFTEN_ENOUGH.search(low)
        about_goods = re.search(
            r"\b(?:questions|errors|people|bugs|steps|problems|calories|items"
            r"|deliver\w*"
            r"|crash\w*|times (?:do|have) i|fees|charges|options|choices|forms)\b", low
        )  # fmt: skip
        if not wanted or about_goods:
            return set()
        if re.fullmatch(r"daily|every (?:day|single day|morning|hour)", often.group()):
            # Told as an annoyance only beside a wish to have less of it.
            return {"frequency"} if wishes.WISH.search(low) else set()
        return {"frequency"}

    def _gone(self) -> set[str]:
        """A wrong number or a person who left stops the channel it came by."""
        gone = wishes.GONE.search(self._low)
        if gone is None or re.search(r"\b(?:order|item|parcel|delivered)\b", self._low):
            return set()
        said = {scope for scope, pattern in w.CHANNELS if pattern.search(self._low)}
        channel = _OF_CHANNEL.get((self._reading.utterance.channel or "").lower())
        if "number" in gone.group() and channel not in ("sms", "phone"):
            return (said & {"phone", "sms"}) or {"phone"}
        return {channel} if channel else said or {"all"}


def topics_in(stretch: str) -> set[str]:
    """Return the kinds of message a stretch names, as scopes."""
    topics = set()
    for match in w.TOPIC.finditer(stretch):
        word = match["word"]
        if word in w.NO_TOPIC or w.CONTACT_WORD.fullmatch(word):
            continue
        if len(word) > len("it") and not is_function_word(word):
            topics.add(f"topic:{singular(word)}")
    if not topics:
        alone = w.LONE_TOPIC.search(stretch)
        if alone:
            topics.add("topic:" + singular(alone["word"].split()[0]))
    return topics


def _negated(low: str, pattern: re.Pattern[str]) -> bool:
    match = pattern.search(low)
    start = match.start() if match else 0
    return bool(
        re.search(
            r"\b(?:don't|do not|didn't|did not|never|not|please don't) $", low[:start]
        )
        or re.search(
            r"\b(?:did you|have you|will you|you(?:'ve)?|why did you) $", low[:start]
        )
    )


def _names_her(written: str, low: str, match: re.Match[str]) -> bool:
    """Tell "don't call me Mr Iqbal" from "don't call me"."""
    called = re.match(
        r"(?:.*\b)?call(?:ing)? (?:me|us|him|her|my \w+) (?P<next>[\w'-]+)",
        low[match.start() : match.end() + 40],
    )
    if called is None or len(written) != len(low):
        return bool(
            called and called["next"] in ("mr", "mrs", "ms", "miss", "dr", "sir")
        )
    place = match.start() + called.start("next")
    word = called["next"]
    if word in ("mr", "mrs", "ms", "miss", "dr", "sir", "madam", "mx", "love", "dear"):
        return True
    return written[place : place + 1].isupper() and not written.isupper()


def _about_goods(wish: str, stretch: str) -> bool:
    """Tell a stop of an order, a plan or a wrong delivery from one of contact."""
    behind = stretch.removeprefix(wish)
    contact = re.search(
        rf"\b(?:{w.CONTACTING}|e-?mails?|texts?|messages?|calls?|letters?|marketing"
        rf"|offers"
        r"|adverts?|ads|newsletters?|mailings?|mailing list|list|sms|notifications?"
        r"|contact"
        r"|promotion\w*|junk|spam|post)\b",
        stretch,
    )
    if re.match(
        r"(?:un-?sub|unsub|opt|sign|deregister|cancel|unlist|unregister)", wish
    ):
        goods = re.search(
            r"\b(?:from|of|out of)\b.{0,40}?\b(?:plan|insurance|premium|trial"
            r"|subscription"
            r"|membership|policy|warranty|magazine|box|scheme|programme|program|service"
            r"|account|contract|cover|package|checkout"
            r"|renewal)\b", stretch)  # fmt: skip
        return goods is not None and not re.search(
            r"\b(?:e-?mails?|newsletters?|messages|texts|marketing|list)\b", stretch
        )
    if re.match(r"(?:take|remove|delete|drop|strike|get|scrub|cross|pull|wipe)", wish):
        return bool(re.search(
            r"\b(?:account holder|as (?:the|an?) |basket|cart|order|wish ?list|shopping"
            r" list"
            r"|waiting list|guest list|item|policy|lease|contract|booking|credit"
            r"|here)\b",
            behind))  # fmt: skip
    return bool(w.GOODS.search(behind)) and not (contact and _contact_first(stretch))


def _contact_first(stretch: str) -> bool:
    contact = re.search(
        rf"\b(?:{w.CONTACTING}|{w.CONTACT}|e-?mails?|texts?|messages?|calls?|letters?"
        r"|marketing|offers|adverts?|ads|newsletters?|sms|notifications?"
        r"|promotion\w*)\b",
        stretch,
    )
    goods = w.GOODS.search(stretch)
    return contact is not None and (goods is None or contact.start() < goods.start())


def _names_contact(stretch: str) -> bool:
    return bool(w.MARKETING.search(stretch)) or any(
        pattern.search(stretch) for _, pattern in w.CHANNELS
    )
