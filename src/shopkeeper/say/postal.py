"""Where a letter finds a person: the lines on its envelope, or why there are none.

A letter to a wrong door is read by somebody else. What is not surely one whole address
of hers is none: then she gets no letter, and the reason is shown. Sources: the order of
lines by country as in the Universal Postal Union's addressing sheets.
"""

from __future__ import annotations

import re
import unicodedata

from collections.abc import Mapping, Sequence
from datetime import datetime

from msgspec import Struct

from shopkeeper.say.letter_forms import LetterForm


NO_HOME = "no postal address of hers is known"
NO_NAME = "no whole name of hers stands beside her address, and an envelope needs one"
TWO_HOMES = "her lists have two postal addresses, and nobody knows which is the old one"
MOVED = "she has said that she moves, and her address was written down before"

_PARTS = 3  # of an address in one cell: a street, a town, a postcode or a county
LONGEST = 55
"""Signs of a line; a longer one does not show in the window in a legible size."""

# Where the postcode stands behind the town, or on a line of its own; else before it.
_BEHIND = frozenset({"US", "CA", "AU", "NZ", "IN"})
_BELOW = frozenset({"GB", "IE", "GG", "JE", "IM", "GI"})
# Where an address has no postcode, or many lack one.
_WITHOUT = frozenset({"HK", "AE", "IE", "QA", "PA", "FJ", "JM", "BS", "AG", "KE", "ZW"})
_NUMBER_FIRST = frozenset({"GB", "IE", "US", "CA", "AU", "NZ", "FR", "IN", "ZA"})
_UNFIT = re.compile(
    r"^(?:n/?a|null|none|test|unknown|x+|-+|\.+|\?+|tbd|nil)$", re.IGNORECASE
)
_NEITHER = re.compile(r"[\W_]+")


class Home(Struct, frozen=True, kw_only=True):
    """
    A postal address as one row has it.

    Attributes:
        who: The whole name in the same row, or empty.
        street: With house number and flat; lines by line break.
        postcode: Or empty.
        town: Or empty.
        region: State or county, or empty.
        country: ISO 3166 code, or empty: the shop's.
        at: When it was written down. UTC.
        dated: Does the row itself say when, or is it when it came to us?
        whole: Does `street` hold all of it, line by line, as one cell had it?
    """

    who: str = ""
    street: str
    postcode: str = ""
    town: str = ""
    region: str = ""
    country: str = ""
    at: datetime
    dated: bool = False
    whole: bool = False


class Unusable(Struct, frozen=True, kw_only=True):
    """That nothing can be sent there, and why."""

    because: str


def home_of(homes: Sequence[Home], *, moved_at: datetime | None) -> Home | Unusable:
    """
    Say which address is hers now.

    Args:
        homes: As her rows have them.
        moved_at: When she said that she moves, or None.
    """
    if not homes:
        return Unusable(because=NO_HOME)
    doors: dict[tuple[str, ...], list[Home]] = {}
    for one in homes:
        doors.setdefault(_door(one), []).append(one)
    if len(doors) > 1 and not all(one.dated for one in homes):
        return Unusable(because=TWO_HOMES)
    newest = max(homes, key=lambda one: (one.at, bool(one.who), one.street))
    last_of_others = [one for one in homes if _door(one) != _door(newest)]
    if any(one.at == newest.at for one in last_of_others):
        return Unusable(because=TWO_HOMES)
    if moved_at is not None and moved_at >= newest.at:
        return Unusable(because=MOVED)
    return newest


def lines_of(
    home: Home, who: str, *, shop_country: str, names: Mapping[str, str],
    form: LetterForm,
) -> tuple[str, ...] | Unusable:  # fmt: skip
    """
    Write the lines of an envelope.

    Args:
        home: Where to.
        who: To whom: her whole name.
        shop_country: ISO 3166 code; within it no country is written.
        names: Name of each country, by its code.
        form: Of the letter.
    """
    country = home.country or shop_country
    streets = [part.strip(" ,") for part in re.split(r"[\r\n]+", home.street)]
    lacking = _lacking(home, streets, country)
    if lacking is not None:
        return Unusable(because=lacking)
    last = [] if home.whole else _last_lines(home, country)
    lines = [who, *(one for one in streets if one), *last]
    if country != shop_country:
        lines.append(names.get(country, country).upper())
    for line in lines:
        if any(unicodedata.category(sign) in _UNWRITTEN for sign in line):
            return Unusable(because="her postal address holds signs nobody can print")
        if len(line) > LONGEST:
            because = f"a line of her postal address has more than {LONGEST} signs"
            return Unusable(because=because)
    if len(lines) > form.lines:
        because = (
            f"her postal address has {len(lines)} lines, and {form.lines} show in the "
            "window"
        )
        return Unusable(because=because)
    return tuple(lines)


# Control, format (turns of direction are among them), surrogate, private, unassigned,
# and what ends a line.
_UNWRITTEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def street_of(street: str, number: str, unit: str, country: str) -> str:
    """
    Join the parts of a street as they are written in a country.

    Example:
        >>> street_of("Hafenstr.", "12", "", "DE")
        'Hafenstr. 12'
        >>> street_of("Shore", "3", "Flat 2", "GB")
        'Flat 2\\n3 Shore'
    """
    parts = [number, street] if country in _NUMBER_FIRST else [street, number]
    whole = " ".join(part for part in parts if part)
    return f"{unit}\n{whole}" if unit else whole


def _lacking(home: Home, streets: Sequence[str], country: str) -> str | None:
    if home.whole:
        numbered = sum(any(map(str.isdigit, one)) for one in streets)
        enough = len(streets) >= _PARTS and numbered
        return None if enough else "her postal address has no town"
    for what, text in (
        ("street", " ".join(streets)), ("town", home.town), ("postcode", home.postcode),
    ):  # fmt: skip
        given = text.strip()
        if not given or _UNFIT.match(given):
            if what == "postcode" and country in _WITHOUT:
                continue
            return f"her postal address has no {what}"
    return None


def _last_lines(home: Home, country: str) -> list[str]:
    town, postcode, region = home.town.strip(), home.postcode.strip(), home.region
    if country in _BELOW:
        return [one for one in (town, postcode.upper()) if one]
    if country in _BEHIND:
        place = f"{town}, {region}" if region and country in ("US", "IN") else town
        if region and country not in ("US", "IN"):
            place = f"{town} {region}".strip()
        return [" ".join(one for one in (place, postcode) if one)]
    return [" ".join(one for one in (postcode, town) if one)]


def _door(home: Home) -> tuple[str, ...]:
    """Return what two spellings of one address share: postcode, and its numbers."""
    street = _plain(home.street)
    numbers = re.findall(r"\d+[a-z]?(?![a-z])", home.street.casefold())
    if home.postcode and numbers:
        return (_plain(home.postcode), *sorted(numbers))
    return (_plain(home.postcode), street)


def _plain(text: str) -> str:
    return _NEITHER.sub("", unicodedata.normalize("NFKD", text).casefold())
