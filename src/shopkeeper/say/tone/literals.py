"""Letters without which a pattern cannot match: most rules need not be tried at all.

After Cox, "Regular expression matching with a trigram index" (2012), on the parse tree
that the standard library itself makes.
"""

from __future__ import annotations

import re

from collections.abc import Iterable


Literals = frozenset[str]
_MANY = 400


def literals_of(pattern: str) -> Literals | None:
    """
    Return texts of which any match holds at least one, or None if there are none.

    Example:
        >>> sorted(literals_of("had you (?:only )?looked"))
        ['had you ']
        >>> sorted(literals_of(r"(?:hue|colou?r)s"))
        ['colo', 'hue']
        >>> literals_of(r"\\d+|x?") is None
        True
    """
    return _of_sequence(re._parser.parse(pattern))  # type: ignore[attr-defined]  # noqa: SLF001


def _of_sequence(nodes: Iterable[tuple[object, object]]) -> Literals | None:
    """Choose the best of what stands one after the other."""
    found: list[Literals] = []
    run = ""
    for kind, value in nodes:
        if str(kind) == "LITERAL" and isinstance(value, int):
            run += chr(value)
            continue
        if run:
            found.append(frozenset({run}))
            run = ""
        below = _of_node(str(kind), value)
        if below is not None:
            found.append(below)
    if run:
        found.append(frozenset({run}))
    good = [one for one in found if len(one) <= _MANY]
    return max(good, key=_worth, default=None)


def _worth(one: Literals) -> tuple[int, int]:
    """The longer the shortest, the better; then the fewer."""
    return min(6, *(len(text) for text in one)), -len(one)


def _of_node(kind: str, value: object) -> Literals | None:
    if kind == "SUBPATTERN" and isinstance(value, tuple):
        return _of_sequence(value[-1])
    if kind in {"MAX_REPEAT", "MIN_REPEAT"} and isinstance(value, tuple):
        return _of_sequence(value[2]) if value[0] else None
    if kind == "BRANCH" and isinstance(value, tuple):
        parts = [_of_sequence(branch) for branch in value[1]]
        known = [part for part in parts if part is not None]
        return frozenset().union(*known) if len(known) == len(parts) else None
    return None
