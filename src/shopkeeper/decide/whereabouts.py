"""Where she is, as far as the clock goes: from what is on record, never from one guess.

A zone on record is hers. Else every country that an address or a number of hers names
gives its zones, and quiet in any of them is quiet: a wrong guess then costs an hour of
ours, and never one of her sleep. Nothing on record: the shop's own country
(contracts.md, section 1).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import phonenumbers


# Names people write that the table of countries does not have.
_WRITTEN = {
    "uk": "GB", "united kingdom": "GB", "great britain": "GB", "england": "GB",
    "scotland": "GB", "wales": "GB", "northern ireland": "GB", "eire": "IE",
    "usa": "US", "u.s.a.": "US", "united states of america": "US", "america": "US",
    "deutschland": "DE", "österreich": "AT", "schweiz": "CH", "suisse": "CH",
    "españa": "ES", "italia": "IT", "nederland": "NL", "holland": "NL",
    "the netherlands": "NL", "belgië": "BE", "belgique": "BE", "polska": "PL",
    "sverige": "SE", "danmark": "DK", "norge": "NO", "suomi": "FI", "brasil": "BR",
    "россия": "RU", "czech republic": "CZ", "republic of ireland": "IE",
}  # fmt: skip


def country_of(written: str, names: Mapping[str, str]) -> str | None:
    """
    Return the ISO 3166 code of a country as it is written, or None.

    Args:
        written: A code or a name.
        names: Name in lower case to code.
    """
    word = " ".join(written.split())
    if len(word) == 2 and word.isalpha():  # noqa: PLR2004 a code has two letters
        code = word.upper()
        return "GB" if code == "UK" else code
    folded = word.casefold()
    return _WRITTEN.get(folded) or names.get(folded)


def zones_for(
    stated: Iterable[str],
    countries: Iterable[str],
    numbers: Iterable[str],
    *,
    zones_in: Mapping[str, tuple[str, ...]],
    names: Mapping[str, str] | None = None,
) -> tuple[str, ...]:
    """
    List the zones she may be in; empty where nothing says so.

    Args:
        stated: Zones on record; what is no IANA zone is passed over.
        countries: Countries of addresses of hers, as written.
        numbers: Her telephone numbers with the country's prefix.
        zones_in: Zones by ISO 3166 code.
        names: Name of a country in lower case to its code.
    """
    known = tuple(dict.fromkeys(zone for zone in stated if _is_zone(zone)))
    if known:
        return known
    codes = [country_of(one, names or {}) for one in countries if one.strip()]
    codes += [_country_of_number(one) for one in numbers]
    return tuple(
        dict.fromkeys(
            zone
            for code in codes
            if code is not None
            for zone in zones_in.get(code, ())
        )
    )


def _country_of_number(number: str) -> str | None:
    if not number.startswith("+"):
        return None
    try:
        return phonenumbers.region_code_for_number(phonenumbers.parse(number))
    except phonenumbers.NumberParseException:
        return None


def _is_zone(zone: str) -> bool:
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True
