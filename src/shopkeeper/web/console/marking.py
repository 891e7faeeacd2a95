"""Words with the stretches marked that say something of her."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any


def marked(
    text: str, claims: Iterable[Mapping[str, Any]], part: str
) -> list[tuple[str, int]]:
    """
    Cut a text at what it says of her.

    Args:
        text: Of the part.
        claims: With `part`, `start` and `end`.
        part: `subject` or `body`.

    Returns:
        Stretches in order, each with the number of its claim from 1, or 0.

    Example:
        >>> marked("Dear Jo, hi", [{"part": "body", "start": 5, "end": 7}], "body")
        [('Dear ', 0), ('Jo', 1), (', hi', 0)]
    """
    found: list[tuple[str, int]] = []
    at = 0
    numbered = [
        (one["start"], one["end"], number)
        for number, one in enumerate(claims, start=1)
        if one["part"] == part
    ]
    for start, end, number in sorted(numbered):
        if start < at:
            continue
        if start > at:
            found.append((text[at:start], 0))
        found.append((text[start:end], number))
        at = end
    if at < len(text):
        found.append((text[at:], 0))
    return found
