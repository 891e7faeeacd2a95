"""Do two names speak against each other?

Names here are for comparing, never for addressing anybody: nothing cut out of a
full name in this module may be said to a person.
"""

from __future__ import annotations

import re
import unicodedata

from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache

from msgspec import Struct
from rapidfuzz.distance import OSA

from shopkeeper.recognise.junk import is_no_name
from shopkeeper.recognise.nicknames import FORMAL, KNOWN


class Agreement(StrEnum):
    """How two values of one field stand to each other."""

    SAME = "same"
    LIKE = "like"
    UNKNOWN = "unknown"
    CONFLICT = "conflict"


class Name(Struct, frozen=True):
    """
    A name for comparing: lower case, without accents and titles.

    Attributes:
        given: Given names in order; initials are single letters.
        family: Family name, words joined by blanks.
        suffix: `jr`, `sr`, `ii` and so on, or empty.
    """

    given: tuple[str, ...] = ()
    family: str = ""
    suffix: str = ""


NAMELESS = Name()

_TITLES_TEXT = """
mr mrs ms miss mx dr prof professor sir dame lord lady rev revd fr herr frau hr fru
mme mlle m monsieur madame sr. sra srta senor senora signor signora dhr mevr drs ing
dipl phd md mba bsc msc esq capt col maj sgt mister doctor
"""
_TITLES = frozenset(_TITLES_TEXT.split())
# Names too, where they come last; and a single letter is more often an initial.
_NAMES_TOO = frozenset(["lord", "lady", "m", "fr", "sir", "dame", "master", "miss"])
_PARTICLES_TEXT = """
van von der den de del della dei di da das do dos du la le lo ten ter te zu zum zur
bin ibn al el st saint san af av
"""
_PARTICLES = frozenset(_PARTICLES_TEXT.split())
_SUFFIXES = {
    "jr": "jr", "junior": "jr", "jnr": "jr", "sr": "sr", "senior": "sr", "snr": "sr",
    "ii": "ii", "iii": "iii", "iv": "iv", "2nd": "ii", "3rd": "iii",
}  # fmt: skip
_TWO_PEOPLE = re.compile(r"\s(?:and|und|et|och|og)\s|[&+]", re.IGNORECASE)
_NOT_A_LETTER = re.compile(r"[^\w]+|_+")
_APOSTROPHES = re.compile(r"['\u2019`\u00b4]")

_SHORTEST_GIVEN = 4
_SHORTEST_FAMILY = 5
_LONG = 8


def name_of(
    *, given: str = "", family: str = "", full: str = "", suffix: str = ""
) -> Name:
    """
    Read a name from the fields a record has.

    Args:
        given: Given names.
        family: Family name.
        full: The whole name, used where *given* is not there.
        suffix: Jr, Sr and the like.

    Returns:
        The name, or `NAMELESS` where there is none, it is a placeholder, or two
        people share the field.

    Example:
        >>> name_of(full="O'Hara, Jenny").given
        ('jenny',)
    """
    if not given.strip() and full.strip():
        given, family, suffix = _parts(full, family, suffix)
    if _TWO_PEOPLE.search(f" {given} "):
        given = ""
    first, last = _words(given), _words(family)
    ends = [_SUFFIXES[word] for word in _words(suffix) if word in _SUFFIXES]
    while len(last) > 1 and last[-1] in _SUFFIXES:
        ends.append(_SUFFIXES[last.pop()])
    while len(first) > 1 and first[-1] in _SUFFIXES:
        ends.append(_SUFFIXES[first.pop()])
    return Name(tuple(first), " ".join(last), ends[0] if ends else "")


def given_agreement(left: Name, right: Name) -> Agreement:
    """
    Compare given names; columns that were swapped are seen.

    Nicknames, initials and slips of the pen are `LIKE`; `CONFLICT` is only what is
    clearly another name.
    """
    if _swapped(left, right):
        return Agreement.SAME
    return _given(left.given, right.given)


def family_agreement(left: Name, right: Name) -> Agreement:
    """Compare family names; an initial or one half of a double name is `LIKE`."""
    if _swapped(left, right):
        return Agreement.SAME
    return _family(left.family, right.family)


def middle_conflict(left: Name, right: Name) -> bool:
    """Do both have a second given name, with different first letters?"""
    second, other = left.given[1:2], right.given[1:2]
    return bool(second and other) and second[0][0] != other[0][0]


def suffix_conflict(left: Name, right: Name) -> bool:
    """Are they told apart by Jr and Sr, or by II and III?"""
    return bool(left.suffix and right.suffix and left.suffix != right.suffix)


def is_initial(name: Name) -> bool:
    """Is the given name known by its initial only?"""
    return bool(name.given) and len(name.given[0]) == 1


def _parts(full: str, family: str, suffix: str) -> tuple[str, str, str]:
    last, comma, rest = full.partition(",")
    if comma and rest.strip() and _words(rest)[:1] != [] and not _all_suffix(rest):
        return rest, family or last, suffix
    if comma and _all_suffix(rest):
        full, suffix = last, suffix or rest
    if _TWO_PEOPLE.search(f" {full} "):
        return "", family or (_words(full) or [""])[-1], suffix
    words = _words(full)
    ends = [word for word in words if word in _SUFFIXES]
    words = [word for word in words if word not in _SUFFIXES] or words
    if family:
        own = _words(family)
        words = [word for word in words if word not in own] or words
        return " ".join(words), family, suffix or " ".join(ends)
    if len(words) <= 1:
        return " ".join(words), "", suffix
    cut = len(words) - _in_family(full, words)
    return " ".join(words[:cut]), " ".join(words[cut:]), suffix or " ".join(ends)


def _in_family(full: str, words: list[str]) -> int:
    """Count the words at the end of a whole name that are the family name."""
    double = next((one for one in full.split()[::-1] if words[-1] in _words(one)), "")
    count = min(max(len(_words(double)), 1), len(words) - 1)
    while count < len(words) - 1 and words[-count - 1] in _PARTICLES:
        count += 1
    return count


def _all_suffix(text: str) -> bool:
    words = _words(text)
    return bool(words) and all(word in _SUFFIXES for word in words)


@lru_cache(maxsize=100_000)
def _cleaned(text: str) -> tuple[str, ...]:
    if is_no_name(text):
        return ()
    spread = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", text).casefold())
    plain = "".join(one for one in spread if not unicodedata.combining(one))
    words = [word for word in _NOT_A_LETTER.split(plain) if word]
    named = [
        word
        for place, word in enumerate(words)
        if word not in _TITLES or (word in _NAMES_TOO and not _leads(words, place))
    ]
    return tuple(named or words[:1])


def _leads(words: Sequence[str], place: int) -> bool:
    """Does a title stand before a whole name?"""
    return place == 0 and len(words) > (2 if len(words[0]) == 1 else 1)


def _words(text: str) -> list[str]:
    return list(_cleaned(text))


def _swapped(left: Name, right: Name) -> bool:
    return bool(
        left.given
        and right.given
        and left.family
        and left.family == " ".join(right.given)
        and right.family == " ".join(left.given)
    )


@lru_cache(maxsize=200_000)
def _given(left: tuple[str, ...], right: tuple[str, ...]) -> Agreement:
    if not left or not right:
        return Agreement.UNKNOWN
    first, second = left[0], right[0]
    if "".join(left) == "".join(right) or (first == second and len(first) > 1):
        return Agreement.SAME if len(first) > 1 else Agreement.LIKE
    if len(first) == 1 or len(second) == 1:
        alike = first[0] == second[0]
    else:
        two_names = first in KNOWN and second in KNOWN  # Joan is no slip for John
        alike = bool(_forms(first) & _forms(second)) or (
            not two_names and _slip(first, second, _SHORTEST_GIVEN)
        )
    shared = any(len(word) > 1 and word in right for word in left)
    return Agreement.LIKE if alike or shared else Agreement.CONFLICT


@lru_cache(maxsize=200_000)
def _family(left: str, right: str) -> Agreement:
    if not left or not right:
        return Agreement.UNKNOWN
    if left.replace(" ", "") == right.replace(" ", ""):
        return Agreement.SAME
    mine, hers = left.split(), right.split()
    if any(len(word) > 1 and word in hers for word in mine):
        return Agreement.LIKE
    if len(left) == 1 or len(right) == 1:
        return Agreement.LIKE if left[0] == right[0] else Agreement.CONFLICT
    slip = _slip(left, right, _SHORTEST_FAMILY)
    return Agreement.LIKE if slip else Agreement.CONFLICT


def _forms(word: str) -> frozenset[str]:
    return FORMAL.get(word, frozenset()) | {word}


def _slip(left: str, right: str, shortest: int) -> bool:
    """Is one the other with a slip: a letter, or two neighbours swapped?"""
    longest = max(len(left), len(right))
    apart = OSA.distance(left, right)
    if apart == 1:
        swapped = len(left) == len(right) and sorted(left) == sorted(right)
        return longest >= shortest or swapped
    return apart == 2 and longest >= _LONG and left[0] == right[0]  # noqa: PLR2004
