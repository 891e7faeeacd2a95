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
    CERTAIN_NAMES,
    COMPANY_MARKS,
    COMPANY_WORDS,
    GONE,
    HOUSEHOLDS,
    MAILBOXES,
    PLACEHOLDERS,
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
    "'\u2019\u2018\u02bc\u02bb\u00b7\u30fb`\u00b4.-\u2010\u2011\u2013 \u00a0"
)
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


def greeting_of(text: str) -> Greeting:
    """
    Read a trimmed, single-line *text* as the name that somebody is called by.

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
    unfit = _surely_no_name(plain)
    if unfit:
        return Greeting(words=None, unfit=unfit)
    return Greeting(words=_clean(text))


def _surely_no_name(text: str) -> str:
    folded = " ".join(text.casefold().split())
    if folded in ALSO_NAMES:
        return ""
    words = folded.split()
    bare = [word.strip(".,;:!?'\"()[]<>-*") for word in words]
    if not _TWICE.fullmatch(text) and _is_placeholder(folded, bare):
        return PLACEHOLDER
    if any(unicodedata.category(sign).startswith("N") for sign in text):
        return DIGITS
    if "(" in text or "[" in text or "†" in text or GONE & {*words, *bare}:
        return GONE_FOREVER
    if all(word in TITLES or word in BETWEEN_TWO or not word for word in bare):
        return TITLE_ALONE
    return _surely_no_person(text, folded, bare)


def _surely_no_person(text: str, folded: str, bare: list[str]) -> str:
    if _is_company(text, folded.split(), bare):
        return COMPANY
    if folded in MAILBOXES or _MAILBOX.search(text):
        return MAILBOX
    if HOUSEHOLDS & set(bare) or _TWO_PEOPLE.search(text) or _joins_two(text.split()):
        return TWO_PEOPLE
    return ""


def _is_placeholder(folded: str, bare: list[str]) -> bool:
    if folded in PLACEHOLDERS or " ".join(bare) in PLACEHOLDERS:
        return True
    if TRIAL_WORDS & set(bare) or all(word in PLACEHOLDERS for word in bare):
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
        (word if len(word) == 1 else word.casefold()) in BETWEEN_TWO for word in inner
    )


def _clean(text: str) -> str | None:
    """Return the name as it is surely written, else None."""
    if any(not (sign.isalpha() or sign in _ALLOWED or _is_mark(sign)) for sign in text):
        return None
    capitals = any(sign.isupper() or sign.istitle() for sign in text)
    smalls = any(sign.islower() for sign in text)
    if capitals and smalls:
        words = _PART.findall(text)
        return text if all(_well_written(word) for word in words) else None
    if not capitals and not smalls:
        # A script without case; one sign alone may well be a name in it.
        return text
    if capitals and _INITIALS.fullmatch(text):
        return text
    parts = _PART.findall(text)
    if parts and all(part.casefold() in CERTAIN_NAMES for part in parts):
        return _PART.sub(lambda part: part.group().capitalize(), text)
    return None


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
