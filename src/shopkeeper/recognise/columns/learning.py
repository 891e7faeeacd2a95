"""Learns how a column writes its dates, from its cells."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from shopkeeper.recognise.columns.dates import (
    DateForm,
    DateStyle,
    fits_style,
    read_moment,
    read_style,
)


def learn_form(
    values: Sequence[str], *, day_first: bool, birth: bool = False
) -> tuple[DateForm, float] | None:
    """
    Learn how a column writes its dates.

    Args:
        values: Filled cells, in the file's order.
        day_first: The habit to fall back on.
        birth: Are they birth dates? Two-digit years then lie in the past.

    Returns:
        The form and the share of cells it reads, or None where it reads none.
    """
    pivot = 25 if birth else 69
    counts = {
        style: sum(fits_style(text, style, pivot) for text in values)
        for style in DateStyle
    }
    best = max(counts.values(), default=0)
    if not best:
        return None
    ties = [style for style in DateStyle if counts[style] == best]
    style, settled = _settle(ties, values, pivot, day_first=day_first)
    read = sum(
        read_moment(text, DateForm(style=style, pivot=pivot)) is not None
        for text in values
    )
    form = DateForm(style=style, settled=settled, pivot=pivot)
    return form, read / len(values)


def _settle(
    ties: list[DateStyle], values: Sequence[str], pivot: int, *, day_first: bool
) -> tuple[DateStyle, bool]:
    pairs = (
        (DateStyle.DAY_FIRST, DateStyle.MONTH_FIRST),
        (DateStyle.EIGHT_DMY, DateStyle.EIGHT_MDY),
    )
    for day, month in pairs:
        if day in ties and month in ties and ties[0] in {day, month}:
            if _read_alike(values, day, month, pivot):
                return (day if day_first else month), True
            steps = [_steps(values, one, pivot) for one in (day, month)]
            # A log that jumps by months both ways was written in the other order.
            if min(steps) * 4 < max(steps):
                return (day if steps[0] < steps[1] else month), True
            return (day if day_first else month), False
    return ties[0], True


def _read_alike(
    values: Sequence[str], one: DateStyle, other: DateStyle, pivot: int
) -> bool:
    """Tell whether it makes no difference: all are the fifth of May and the like."""
    return all(
        read_style(text, one, pivot) == read_style(text, other, pivot)
        for text in values
    )


def _steps(values: Sequence[str], style: DateStyle, pivot: int) -> float:
    found = (read_style(text, style, pivot) for text in values)
    days = [one.toordinal() for one in found if one is not None]
    return sum(abs(b - a) for a, b in pairwise(days)) + 1.0
