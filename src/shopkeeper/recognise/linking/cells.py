"""What one cell says, written the one way in which it is compared."""

from __future__ import annotations

import re

from shopkeeper.recognise.columns.dates import DateForm, DateStyle, read_moment
from shopkeeper.recognise.junk import is_placeholder, junk_because
from shopkeeper.recognise.names import Name, name_of
from shopkeeper.recognise.nodes import plain_postcode, plain_words
from shopkeeper.recognise.normalise import joining_value, normalise
from shopkeeper.vocabulary import IdentifierKind


_STREET_WORDS = {
    "st": "street", "str": "street", "ave": "avenue", "av": "avenue", "rd": "road",
    "dr": "drive", "ln": "lane", "ct": "court", "crt": "court", "pl": "place",
    "cres": "crescent", "crs": "crescent", "cr": "circle", "cir": "circle",
    "blvd": "boulevard", "bvd": "boulevard", "hwy": "highway", "pkwy": "parkway",
    "sq": "square", "ter": "terrace", "tce": "terrace", "trl": "trail", "wy": "way",
    "gdns": "gardens", "grn": "green", "gr": "grove", "cl": "close", "mt": "mount",
    "n": "north", "s": "south", "e": "east", "w": "west", "ne": "northeast",
    "nw": "northwest", "se": "southeast", "sw": "southwest",
    "strasse": "strasse", "straße": "strasse",
}  # fmt: skip
_UNIT_TEXT = """
apt apartment unit suite ste number no flat room lot trlr bldg fl floor
"""
_UNIT_WORDS = frozenset(_UNIT_TEXT.split())
_NUMBER_WORDS = frozenset(["no", "number"])
_PLAIN_ADDRESS = re.compile(
    r"[\w.+-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+", re.ASCII
)
_DIGITS = re.compile(r"\d+")
_CLOCK = re.compile(r"(?:T|\s+)\d{1,2}:\d\d.*$", re.DOTALL)
_POST_BOX = re.compile(r"\bp\.?\s*o\.?\s*box\b", re.IGNORECASE)
_UK_POSTCODE = re.compile(
    r"\b[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}\s*(?=$|[,;\n])", re.IGNORECASE
)
# `10115 Berlin`, `1012 AB Amsterdam`; `Salem, OR 97301`.
_LAST_POSTCODE = re.compile(
    r"^(.*\d.*)[,;\n]\s*(\d{4,5}(?:\s?[A-Z]{2})?)\s+(\D+)$", re.DOTALL
)
_ZIP_CODE = re.compile(r"(?<=[A-Za-z,])\s+(\d{5}(?:-\d{4})?)\s*$")
_NUMBERED = re.compile(r"(?:^|\s)(\d+\s?[a-z]?)(?=\s|$|,)")
_LONGEST = 200


_TITLES_TEXT = """
sir dame lady baronet bt viscount viscountess countess duchess baroness
marquess marquis rev revd reverend dr prof mr mrs ms miss hon
"""
_TITLES = frozenset(_TITLES_TEXT.split())
# Names too: Earl Wilson, and the Earl of Wilton.
_PERHAPS = frozenset(
    [
        "bart",
        "lord",
        "earl",
        "duke",
        "count",
        "baron",
        "captain",
        "capt",
        "major",
        "colonel",
        "of",
    ]
)
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)")


def _named(words: tuple[str, ...]) -> tuple[str, ...]:
    """Leave out titles and the numbers of peers: `sir` is nobody's name."""
    names = tuple(
        one for one in words if one not in _TITLES and not _ORDINAL.fullmatch(one)
    )
    return tuple(one for one in names if one not in _PERHAPS) or names


def given_words(text: str) -> tuple[str, ...]:
    """Return the given names in a cell."""
    name = name_of(given=text[:_LONGEST])
    return (*_named(name.given), *((f"#{name.suffix}",) if name.suffix else ()))


def family_word(text: str) -> str:
    """Return the family name in a cell, with its suffix after a `#`."""
    name = name_of(family=text[:_LONGEST])
    family = " ".join(_named(tuple(name.family.split())))
    return f"{family}#{name.suffix}" if name.suffix else family


def full_name(text: str) -> Name:
    """Return the parts of a whole name."""
    words = [
        w
        for w in text[:_LONGEST].replace(",", ", ").split()
        if _named((w.strip(".,").casefold(),))
    ]
    # Of `N/A` or `-, Jr` nothing is left that could be cut into names.
    parts = [one for one in " ".join(words).split(",") if family_word(one)]
    name = name_of(full=",".join(parts))
    return Name(_named(name.given), name.family, name.suffix)


def suffix_code(text: str) -> str:
    """Return `jr`, `sr` and so on, or nothing."""
    return name_of(suffix=text[:_LONGEST], given="x").suffix


def birth_number(text: str, form: DateForm | None) -> int:
    """
    Return a birth date as yyyymmdd, as written.

    Days that no calendar has (`1765-01-81`) stay, for a slip of the pen still says
    most of the date. 0 where nothing can be read.
    """
    text = text.strip()
    if not text or is_placeholder(text):
        return 0
    form = form or DateForm(style=DateStyle.ISO)
    found = read_moment(text, form)
    if found is not None:
        number = found.year * 10_000 + found.month * 100 + found.day
    else:
        number = _as_written(text, form.style)
    possible = number // 10_000 in _YEARS and number not in _FILLED_IN
    return number if possible else 0


_YEARS = range(1000, 2151)
_FILLED_IN = frozenset({19000101, 19010101, 19700101})


def _as_written(text: str, style: DateStyle) -> int:
    parts = _DIGITS.findall(_CLOCK.sub("", text))
    if len(parts) == 1 and len(parts[0]) == 8:  # noqa: PLR2004
        eight = parts[0]
        if style is DateStyle.EIGHT_MDY:
            parts = [eight[4:], eight[:2], eight[2:4]]
        elif style is DateStyle.EIGHT_DMY:
            parts = [eight[4:], eight[2:4], eight[:2]]
        else:
            parts = [eight[:4], eight[4:6], eight[6:]]
    elif len(parts) == 1 and len(parts[0]) == 4:  # noqa: PLR2004
        parts = [parts[0], "0", "0"]
    elif len(parts) == 2:  # noqa: PLR2004 -- a year and a month
        parts = [*sorted(parts, key=len, reverse=True), "0"]
    elif len(parts) == 3 and style is DateStyle.YEAR_DAY_MONTH:  # noqa: PLR2004
        parts = [parts[0], parts[2], parts[1]]
    elif len(parts) == 3 and len(parts[0]) != 4:  # noqa: PLR2004
        first, second, year = parts
        swap = style in {DateStyle.MONTH_FIRST, DateStyle.EIGHT_MDY}
        parts = [year, first, second] if swap else [year, second, first]
    if len(parts) != 3 or len(parts[0]) != 4:  # noqa: PLR2004
        return 0
    year, month, day = (int(part[:4]) for part in parts)
    if month > 99 or day > 99:  # noqa: PLR2004
        return 0
    return year * 10_000 + month * 100 + day


def emails_in(text: str) -> tuple[str, ...]:
    """Return the mailboxes in a cell that may tell somebody."""
    if _PLAIN_ADDRESS.fullmatch(text) and "xn--" not in text:
        return _mailbox(text.casefold())
    if len(text) > _LONGEST:
        return ()
    found: list[str] = []
    for part in re.split(r"[;,|\s]+", text):
        known = normalise(IdentifierKind.EMAIL, part) if part else None
        if known:
            found += _mailbox(known.value)
    return tuple(dict.fromkeys(found))


def _mailbox(address: str) -> tuple[str, ...]:
    if junk_because(IdentifierKind.EMAIL, address):
        return ()
    return (joining_value(IdentifierKind.EMAIL, address),)


_DIFFERENT = 5  # a number of fewer different digits may be made up
_RUNS = "01234567890123456789 98765432109876543210"
_RUN = re.compile(
    "|".join({one for at in range(32) if " " not in (one := _RUNS[at : at + 8])})
)
_USUAL = range(9, 14)  # digits
_PREFIX = 4
_ABROAD = 8  # 00, the longest country code, and what may follow it


class PhoneReader:
    """
    Reads phone numbers fast: numbers that begin and are as long alike, read alike.

    Args:
        country: ISO 3166 code where a number names none.
    """

    def __init__(self, country: str) -> None:
        self._country = country
        self._rules: dict[tuple[str, int], tuple[str, int] | None] = {}

    def __call__(self, text: str) -> tuple[str, ...]:
        """Return the phone numbers in a cell that may tell somebody."""
        if len(text) > _LONGEST:
            return ()
        parts = re.split(r"\s*[;,|\n]\s*|\s+/\s+|\s+or\s+", text)
        return tuple(dict.fromkeys(one for p in parts if p and (one := self._read(p))))

    def _read(self, text: str) -> str:
        plain = re.sub(r"[^\d+]", "", text.removesuffix(".0"))
        digits = plain.lstrip("+")
        if not digits.isdigit() or not digits.isascii():
            return ""
        plainly = (
            len(set(digits)) >= _DIFFERENT
            and len(digits) in _USUAL
            and not _RUN.search(digits)
        )
        if not plainly and junk_because(IdentifierKind.PHONE, digits):
            return ""
        abroad = plain.startswith(("+", "00"))
        key = plain[: _ABROAD if abroad else _PREFIX], len(plain)
        if key not in self._rules:
            self._rules[key] = self._learn(plain)
        rule = self._rules[key]
        return rule[0] + plain[rule[1] :] if rule else digits

    def _learn(self, plain: str) -> tuple[str, int] | None:
        found = normalise(IdentifierKind.PHONE, plain, country=self._country).value
        for cut in range(min(7, len(plain))):
            rest = plain[cut:]
            if found.endswith(rest):
                return found[: len(found) - len(rest)], cut
        return None


def street_parts(text: str) -> tuple[str, str, str]:
    """
    Cut an address line into house number, street and unit.

    Returns:
        Each empty where it is not there.
    """
    if is_placeholder(text):
        return "", "", ""
    words = plain_words(_POST_BOX.sub("po box", text[:_LONGEST])).split()
    house, unit, rest = "", "", []
    skip = False
    for place, word in enumerate(words):
        if skip:
            skip = False
            continue
        if word in _NUMBER_WORDS:
            continue
        if _is_ordinal(word) and words[place + 1 : place + 2] == ["floor"]:
            skip = True
            continue
        if word in _UNIT_WORDS and place + 1 < len(words):
            following = words[place + 1]
            if any(letter.isdigit() for letter in following) or len(following) == 1:
                unit, skip = following, True
                continue
        if not house and word[0].isdigit() and not _is_ordinal(word):
            house = word
            continue
        rest.append(_STREET_WORDS.get(word, word))
    return house, " ".join(rest), unit


def address_parts(text: str) -> tuple[str, str, str, str, str]:
    """
    Cut a whole address into house number, street, unit, postcode and city.

    Returns:
        Each empty where it is not there. A city is what follows after a comma.

    Example:
        >>> address_parts("34 Church Close, Leith, EH6 7EP")
        ('34', 'church close', '', 'EH67EP', 'leith')
    """
    text = text[:_LONGEST]
    if is_placeholder(text):
        return "", "", "", "", ""
    rest, postcode = _without_postcode(text)
    parts = [part for part in re.split(r"[,;\n]", rest) if plain_words(part)]
    numbered = [any(c.isdigit() for c in part) for part in parts]
    last = max((n for n, one in enumerate(numbered) if one), default=len(parts))
    before, after = parts[: last + 1], parts[last + 1 :]
    city = plain_words(after[0]) if after else ""
    house, street, unit = street_parts(" ".join(before))
    if not street:  # `Flat 4, Mill Road`: what comes after is the street
        house, street, unit = street_parts(" ".join([*before, *after[:1]]))
        city = plain_words(after[1]) if len(after) > 1 else ""
    return house, street, unit, plain_postcode(postcode), city


def _without_postcode(text: str) -> tuple[str, str]:
    """Return the rest and the postcode, as some countries write it."""
    if found := _UK_POSTCODE.search(text):
        return text[: found.start()] + ", " + text[found.end() :], found.group()
    if found := _LAST_POSTCODE.search(text):
        begin, code, city = found.groups()
        return f"{begin}, {city}", code
    if found := _ZIP_CODE.search(text):
        return text[: found.start()], found.group(1)
    return text, ""


def unit_word(text: str) -> str:
    """Return the number of a flat, without the word for it."""
    words = plain_words(text[:_LONGEST]).split()
    return "".join(word for word in words if word not in _UNIT_WORDS)


def house_word(text: str) -> str:
    """Return a house number."""
    return "".join(plain_words(text[:_LONGEST]).split())


def postcode_word(text: str) -> str:
    """Return a postcode for comparing."""
    return plain_postcode(text[:_LONGEST])


def plain_text(text: str) -> str:
    """Return any text in plain lower case; nothing for a placeholder."""
    return "" if is_placeholder(text) else plain_words(text[:_LONGEST])


def mark_value(kind: IdentifierKind, text: str) -> str:
    """Return an identifier that may tell somebody, or nothing."""
    known = normalise(kind, text[:_LONGEST])
    return "" if known.joins_nobody else joining_value(kind, known.value)


def _is_ordinal(word: str) -> bool:
    return word.endswith(("st", "nd", "rd", "th")) and word[:-2].isdigit()
