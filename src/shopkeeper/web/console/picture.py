"""Pictures drawn on the server: where a line says more than a row of numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct


_WIDE = 320.0  # of a drawing, in its own units
_MARGIN = 1.15  # of the scale beyond what is shown


class Effect(Struct, frozen=True, kw_only=True):
    """
    An effect with its doubt, as places on a line 320 wide.

    Attributes:
        zero: Where "no difference" is.
        low: Where the interval begins.
        high: Where it ends.
        at: Where the effect is.
    """

    zero: float
    low: float
    high: float
    at: float


def effect_picture(arm: Mapping[str, Any]) -> Effect | None:
    """Place an effect on a line; None where there is none yet."""
    effect, low, high = arm["effect"], arm["low"], arm["high"]
    if effect is None or low is None or high is None:
        return None
    most = max(abs(float(one)) for one in (low, high, effect, 1e-9)) * _MARGIN

    def place(value: float) -> float:
        return round(_WIDE / 2 + value / most * _WIDE / 2, 1)

    return Effect(zero=_WIDE / 2, low=place(low), high=place(high), at=place(effect))


_FAMILIES = {
    "person": "what she is called",
    "job": "her work",
    "event": "what happened in her life",
    "interest": "what she enjoys",
    "preference": "how she likes to be served",
    "need": "what she needs",
    "problem": "what troubles her",
    "promise": "what we promised her",
    "order": "orders that are late",
    "usual": "her usual",
}


class SiloMap(Struct, frozen=True, kw_only=True):
    """
    What only one department knows.

    Attributes:
        departments: Columns, in order of the alphabet.
        rows: What is known, and of each department how much it alone knows of it.
        most: The largest number.
    """

    departments: tuple[str, ...]
    rows: tuple[tuple[str, tuple[int, ...]], ...]
    most: int


def silo_map(silos: Sequence[Mapping[str, Any]]) -> SiloMap:
    """
    Lay out what only one department knows.

    Example:
        >>> silo_map([{"about": "need.x", "department": "shop", "people": 3}]).rows
        (('what she needs', (3,)),)
    """
    departments = tuple(sorted({one["department"] for one in silos}))
    rows: dict[str, dict[str, int]] = {}
    for one in silos:
        family = one["about"].partition(".")[0]
        cells = rows.setdefault(_FAMILIES.get(family, family), {})
        cells[one["department"]] = cells.get(one["department"], 0) + one["people"]
    return SiloMap(
        departments=departments,
        rows=tuple(
            (about, tuple(cells.get(one, 0) for one in departments))
            for about, cells in sorted(rows.items())
        ),
        most=max((max(cells.values()) for cells in rows.values()), default=0),
    )
