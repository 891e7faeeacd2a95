"""Is a text the name somebody is called by, and how is it written?

Source: contracts.md, section 2, rule 5, the part on `person.called`.
"""

from __future__ import annotations

import re
import unicodedata

from msgspec import Struct

from shopkeeper.remember.name_lists import (
    ALSO_NAMES,
    BEFORE_CAPITALS,
    BETWEEN_TWO,
    BETWEEN_TWO_SMALL,
    CERTAIN_NAMES,
    COMPANY_MARKS,
    COMPANY_WORDS,
    GONE,
    GREETINGS,
    HOUSEHOLDS,
    MAILBOXES,
    PLACEHOLDERS,
    SENTENCE_WORDS,
    TITLES,
    TRIAL_WORDS,
)


PLACEHOLDER = "its name is a placeholder"
MAILBOX = "its name is a mailbox or a handle"
TITLE_ALONE = "its name is a title alone"
DIGITS = "its name holds digits"
GONE_FOREVER = "its name says that somebody died, or adds a note"
COMPANY = "its name is a company"
TWO_PEOPLE = "its name is two people"

_MAILBOX = re.compile(r"[@_]|\w\.\w{2,}|\w{2,}\.\w")
_TWO_PEOPLE = re.compile(r"[&+/;,|\u3001]|\s[-\u2013\u2014]\s")
_PART = re.compile(r"[^\W\d_]+")
_SAME_LETTER = re.compile(r"(\w)\1*")
_SUSPECT = (
    PLACEHOLDERS | TRIAL_WORDS | GONE | TITLES | COMPANY_WORDS | MAILBOXES
    | BETWEEN_TWO | HOUSEHOLDS
)  # fmt: skip
_ALLOWED = frozenset(
    "'\u2019\u2018\u02bc\u02bb\u00b7\u30fb`\u00b4.-\u2010\u2011\u2013\u0f0b \u00a0"
)
# A line through letters, or a ring around them, is a joke with marks.
_STRUCK = re.compile("[\u0334-\u0338\u0488\u0489\u20d0-\u20f0]|[\u0300-\u036f]{4}")
_EDGES = re.compile(r"[-.'\u00b7`\u00b4]|.*(?:[-\u00b7]|\.\.)$", re.DOTALL)
_SENTENCE_ENDS = re.compile(r"\w{5,}[.!?]\s")
MOST_WORDS = 6  # of what somebody is called
_EAST_ASIAN_FIRM = re.compile(r"会社|有限公司|公司$|集团|集團|\(株\)|주식회사|유한회사")
# "And" between two, さくらと太郎, 小明和小红; inside of one name, さとみ, it is none.
_EAST_ASIAN_TWO = re.compile(
    r"\w{2,}と[一-龥]|[一-龥]{2,}和[一-龥]{2,}|[가-힣]{2,}[와과]\s"
)
_ONE_LETTER = re.compile(r"[^\W\d_]\.?")
_NO_ONE_LETTER = frozenset("xmn")
_ALSO_WRITTEN = frozenset({"JR"})  # not the younger of two: J. R.
_BEFORE_NAMES = "\u02bb\u02bc"  # \u02bbAna: its first letter is no capital in itself
_INITIALS = re.compile(r"(?:[^\W\d_]\.[ -]?){2,}|[B-DF-HJ-NP-TV-XZ]{2}|[AEO]J")
# One letter twice is mostly a finger on a key; these are names all the same.
_TWICE = re.compile(r"JJ|CC|([A-MO-WYZ])\.[ -]?\1\.")


class Greeting(Struct, frozen=True, kw_only=True):
    """
    How somebody may be greeted.

    Attributes:
        words: The name, cleanly written; None where that is not certain.
        unfit: Why the text is surely no name; empty where it may be one.
    """

    words: str | None
    unfit: str = ""


def greeting_of(text: str, *, told: bool = False) -> Greeting:
    """
    Read a trimmed, single-line *text* as the name that somebody is called by.

    Args:
        text: As it was told or stored.
        told: Did she say so herself? Then `Christopher Null` is his name.

    Example:
        >>> greeting_of("JENNY").words, greeting_of("MACKENZIE").words
        ('Jenny', None)
        >>> greeting_of("Jenny & Tom").unfit
        'its name is two people'
    """
    if text.isascii() and text.isalpha() and text.istitle():
        # Most names: one capital, small letters. One look at the lists is enough.
        folded = text.casefold()
        if folded not in _SUSPECT and len(set(folded)) > 1:
            return Greeting(words=text)
    plain = unicodedata.normalize("NFKC", text)
    unfit = _surely_no_name(plain, told=told)
    if unfit:
        return Greeting(words=None, unfit=unfit)
    return Greeting(words=_clean(text))


def _surely_no_name(text: str, *, told: bool) -> str:
    folded = " ".join(text.casefold().split())
    if folded in ALSO_NAMES or text in _ALSO_WRITTEN or _is_one_letter(text):
        return ""
    words = folded.split()
    bare = [word.strip(".,;:!?'\"()[]<>-*") for word in words]
    if not _TWICE.fullmatch(text) and _is_placeholder(text, folded, bare, told=told):
        return PLACEHOLDER
    if any(unicodedata.category(sign).startswith("N") for sign in text):
        return DIGITS
    if "(" in text or "[" in text or "†" in text or GONE & {*words, *bare}:
        return GONE_FOREVER
    if all(word in TITLES or word in BETWEEN_TWO or not word for word in bare):
        return TITLE_ALONE
    return _surely_no_person(text, folded, bare)


def _is_one_letter(text: str) -> bool:
    """Tell whether she is called by one letter: `J`, `Ø`, `O.`; X marks a gap."""
    if not _ONE_LETTER.fullmatch(text) or not text[0].isupper():
        return False
    return text[0].casefold() not in _NO_ONE_LETTER


def _surely_no_person(text: str, folded: str, bare: list[str]) -> str:
    if _is_company(text, folded.split(), bare) or _EAST_ASIAN_FIRM.search(text):
        return COMPANY
    if folded in MAILBOXES or _MAILBOX.search(text):
        return MAILBOX
    joined = _TWO_PEOPLE.search(text) or _EAST_ASIAN_TWO.search(text)
    if HOUSEHOLDS & {*folded.split(), *bare} or joined or _joins_two(text.split()):
        return TWO_PEOPLE
    return ""


def _is_sentence(bare: list[str], text: str) -> bool:
    """Tell whether words are there that stand in sentences, and in no name."""
    if bare[:2] == ["i", "am"]:
        return True
    as_written = {word.strip(".,;:!?") for word in text.split()}
    return bool(SENTENCE_WORDS & as_written) or len(SENTENCE_WORDS & set(bare)) > 1


def _is_placeholder(text: str, folded: str, bare: list[str], *, told: bool) -> bool:
    if folded in PLACEHOLDERS or " ".join(bare) in PLACEHOLDERS:
        return True
    trial = TRIAL_WORDS & set(bare)
    if told and trial == {"null"} and "Null" in text.split():
        trial = frozenset()  # with a name beside it, and by their own word
    if trial or all(word in PLACEHOLDERS for word in bare):
        return True
    if len(bare) > 1 and (bare[0] in GREETINGS or _is_sentence(bare, text)):
        return True
    letters = "".join(sign for sign in folded if sign.isalnum())
    if not letters:
        return True  # "-", "?", "..."
    return len(letters) > 1 and bool(_SAME_LETTER.fullmatch(letters))


def _is_company(text: str, words: list[str], bare: list[str]) -> bool:
    if COMPANY_WORDS & {*words, *bare}:
        return True
    if any(sign in text for sign in "®™©"):
        return True
    as_written = text.split()
    if len(as_written) > 1 and COMPANY_MARKS & set(as_written[1:]):
        return True
    return bool(re.search(r"&\s*(?:sons?|co|cie|söhne|partners?)\b", text.casefold()))


def _joins_two(words: list[str]) -> bool:
    inner = words[1:-1]
    return any(
        (word if len(word) == 1 else word.casefold()) in BETWEEN_TWO
        or word in BETWEEN_TWO_SMALL
        for word in inner
    )


def _clean(text: str) -> str | None:
    """Return the name as it is surely written, else None."""
    if not _reads_as_name(text):
        return None
    capitals = any(sign.isupper() or sign.istitle() for sign in text)
    smalls = any(sign.islower() for sign in text)
    if capitals and smalls:
        words = [part.lstrip(_BEFORE_NAMES) for part in _PART.findall(text)]
        return text if all(_well_written(word) for word in words) else None
    if not capitals and not smalls:
        # A script without case; one sign alone may well be a name in it.
        return text
    if capitals and (_INITIALS.fullmatch(text) or _is_one_letter(text)):
        return text
    parts = _PART.findall(text)
    if parts and all(part.casefold() in CERTAIN_NAMES for part in parts):
        return _PART.sub(lambda part: part.group().capitalize(), text)
    return None


def _reads_as_name(text: str) -> bool:
    """Tell whether signs and shape are those of a name, in whatever script."""
    if any(not (sign.isalpha() or sign in _ALLOWED or _is_mark(sign)) for sign in text):
        return False
    if _EDGES.match(text) or _STRUCK.search(text) or _SENTENCE_ENDS.search(text):
        return False
    return not _is_mark(text[0]) and len(text.split()) <= MOST_WORDS


def _is_mark(sign: str) -> bool:
    return unicodedata.category(sign) in {"Mn", "Mc"} or sign == "\u200c"


def _well_written(word: str) -> bool:
    """Tell whether the capitals of a word of letters are where names have them."""
    capitals = [at for at, sign in enumerate(word) if sign.isupper()]
    if not capitals or capitals == [0]:
        return True
    if len(word) <= 2:  # noqa: PLR2004 initials beside a name: "AJ Smith"
        return True
    inner = [at for at in capitals if at]
    if len(inner) > 1 or inner[0] == len(word) - 1:
        return False
    return capitals[0] == 0 and word[: inner[0]].casefold() in BEFORE_CAPITALS
