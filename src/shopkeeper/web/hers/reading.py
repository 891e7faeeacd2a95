"""Her copy as a page: everything of the export, in parts that a person can read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple


class Part(NamedTuple):
    """A part of her copy: what it is, and its lines, each name and text."""

    title: str
    says: str
    items: list[list[tuple[str, str]]]


_TITLES = {
    "identifiers": ("How we know you by", "addresses, numbers, cards"),
    "facts": ("What we know", "what may be said, and what is only used or kept apart"),
    "earlier_facts": ("What we knew before", "it holds no more"),
    "rows": ("The rows of our books", "as each of our lists and tills sent them"),
    "said": ("What was said", "by you, to you and about you"),
    "messages": ("What we wrote", "and what we decided not to send"),
    "promised": ("What was promised", ""),
    "waits_for": ("What you wait for", ""),
    "statements": ("What you agreed to and refused", ""),
    "stops": ("Where nothing may go", ""),
    "decisions": ("What was decided for you", "with what else was weighed"),
    "outcomes": ("What came of it", ""),
    "desk": ("What our people had to do for you", ""),
    "joined": ("Which records we took for one person", ""),
    "done_by_us": ("Who of ours did what", ""),
    "set_aside": ("What could not be read", ""),
}


def readable(export: Mapping[str, Any]) -> list[Part]:
    """Return the parts of an export that hold anything, in the order of the table."""
    found = []
    for key, (title, says) in _TITLES.items():
        rows = export.get(key) or []
        if rows:
            found.append(Part(title, says, [_lines(one) for one in rows]))
    known = {*_TITLES, "person_id"}
    rest = {key: one for key, one in export.items() if key not in known and one}
    if rest:
        found.append(Part("All else", "as it stands in the file", [_lines(rest)]))
    return found


def _lines(one: Any, before: str = "") -> list[tuple[str, str]]:
    if isinstance(one, Mapping):
        found = []
        for name, value in one.items():
            found += _lines(value, f"{before} {name}".strip().replace("_", " "))
        return found
    if isinstance(one, list | tuple):
        if all(not isinstance(each, Mapping | list | tuple) for each in one):
            text = ", ".join(str(each) for each in one if each not in (None, ""))
            return [(before, text)] if text else []
        found = []
        for number, each in enumerate(one, start=1):
            found += _lines(each, f"{before} {number}")
        return found
    return [] if one in (None, "", False) else [(before, _text(one))]


def _text(value: Any) -> str:
    return "yes" if value is True else str(value)
