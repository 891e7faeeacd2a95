"""The sentences of a preview, the same on a terminal and on a page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import Struct

from shopkeeper.cli.check_words import places_of


class Finding(Struct, frozen=True):
    """What the reply check says of words of a letter."""

    check: str
    words: str
    says: str


def findings_of(person: Mapping[str, Any]) -> list[Finding]:
    """Return what was found in a letter, each place once, with its words."""
    body = person["message"]["body"] or ""
    return [
        Finding(check, " ".join(body[place.start : place.end].split()), says)
        for place in places_of(person["findings"])
        for check, says in place.says
    ]


def in_every_letter(people: Iterable[Mapping[str, Any]]) -> list[Finding]:
    """Return what was found in all letters that there are, of two or more."""
    written = [one for one in people if one["message"]["held"] is None]
    if len(written) < 2:  # noqa: PLR2004
        return []
    first, *others = [findings_of(one) for one in written]
    return [one for one in first if all(one in other for other in others)]


def quoted(words: str) -> str:
    """Return words in quotes, and a blank behind; nothing of no words."""
    return f"“{words}” " if words else ""


def behind(fact: Mapping[str, Any]) -> str:
    """
    Say on whose word a fact is, how fresh it is, and where it can be looked up.

    Example:
        >>> behind({"about": "person.called", "standing": "recorded", "source": "crm",
        ...     "department": "sales", "author": None, "words": None,
        ...     "record_id": "crm:C1", "freshness": "fresh, 2 days old"})
        'person.called, recorded in crm (sales), fresh, 2 days old; row crm:C1'
    """
    who = f" by {fact['author']}" if fact["author"] else ""
    where = ""
    if fact["source"]:
        kept = f" ({fact['department']})" if fact["department"] else ""
        where = f" in {fact['source']}{kept}"
    said = f": “{fact['words']}”" if fact["words"] else ""
    row = f"; row {fact['record_id']}" if fact["record_id"] else ""
    heard = f"{fact['standing']}{who}{where}, {fact['freshness']}"
    return f"{fact['about']}, {heard}{said}{row}"


def who_is(person: Mapping[str, Any]) -> str:
    """Name her: how she is called, else by her records, else by her id."""
    name = person["called"] or " or ".join(person["names"][:2])
    return str(name or person["person_id"])


def why_not(reason: Mapping[str, Any], most: int = 60) -> str:
    """Say why a predicate could not be said."""
    value = reason["value"]
    shown = "" if value is None else f" “{str(value)[:most]}”"
    return f"{reason['about']}{shown}: {reason['because']}"


def together(found: Mapping[str, Any]) -> str:
    """Say how many people were looked at, and how many are shown in which state."""
    counts: dict[str, int] = {}
    for one in found["people"]:
        counts[one["state"]] = counts.get(one["state"], 0) + 1
    states = ", ".join(f"{number} {state}" for state, number in counts.items())
    picked = len(found["people"])
    of_all = f" of {found['looked_at']}" if picked < found["looked_at"] else ""
    return f"{picked}{of_all} people: {states}"
