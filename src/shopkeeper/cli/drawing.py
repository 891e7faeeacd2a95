"""Small drawings in a page: a history as a strip of days."""

from __future__ import annotations

from collections.abc import Iterable

from shopkeeper.cli.page import Html, el


_WIDE, _HIGH = 600, 18


def strip(visits: Iterable[int], *, span: int, ahead: int, says: str) -> Html:
    """
    Draw days with a purchase as strokes, today as a line, the window ahead as a field.

    Args:
        visits: Days counted from the last one known: 0, -7, -14 …
        span: Days that are shown before it.
        ahead: Days that are shown after it.
        says: The same in words, for those who do not see it.
    """
    scale = _WIDE / (span + ahead)
    now, high = span * scale, f"{_HIGH}"
    strokes = [
        el("line", x1=f"{x:.1f}", x2=f"{x:.1f}", y1="3", y2=f"{_HIGH - 3}")
        for day in visits
        if -span <= day <= 0
        for x in (max((span + day) * scale, 1.0),)
    ]
    return el(
        "svg",
        el("rect", x=f"{now:.1f}", y="0", width=f"{_WIDE - now:.1f}", height=high),
        el("line", class_="ground", x1="0", x2=f"{now:.1f}", y1="9", y2="9"),
        *strokes,
        viewBox=f"0 0 {_WIDE} {_HIGH}", preserveAspectRatio="none", role="img",
        aria_label=says, class_="strip",
    )  # fmt: skip
