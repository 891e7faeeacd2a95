"""The picture of one person's history in the docs is drawn from that history.

Made by `python -m tests.unit.remember.test_history_picture`.
"""

from __future__ import annotations

import itertools
import re

from datetime import date, timedelta
from pathlib import Path
from statistics import median


PICTURE = Path(__file__).parents[3] / "docs" / "how-to" / "jenny.svg"

TODAY = date(2026, 10, 31)
BOUGHT = {
    "coffee beans": [0, 13, 27, 41, 56, 69, 84, 98, 111, 126, 140, 153, 168, 182],
    "honey": [13, 56, 98, 140],
    "a tea pot": [69],
}
"""Days from 20 April on which she bought each; a tea pot is bought once."""
START = date(2026, 4, 20)

_WIDE, _ROW, _LEFT, _AHEAD = 720, 34, 120, 14


def picture() -> str:
    """Draw a stroke for each purchase, today, and the fortnight after it."""
    span = (TODAY - START).days
    scale = (_WIDE - _LEFT - 10) / (span + _AHEAD)

    def x(day: int) -> float:
        return _LEFT + day * scale

    high = _ROW * (len(BOUGHT) + 1) + 24
    parts = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDE} {high}" '
            'role="img" font-family="sans-serif" font-size="13">'
        ),
        "<title>Half a year of Jenny: a stroke is a day with a purchase</title>",
        f'<rect width="{_WIDE}" height="{high}" fill="#faf8f4"/>',
        (
            f'<rect x="{x(span):.1f}" y="0" width="{_AHEAD * scale:.1f}" '
            f'height="{high - 22}" fill="#e4ded2"/>'
        ),
    ]
    for row, (item, days) in enumerate(BOUGHT.items()):
        middle = _ROW * row + 22
        parts.append(f'<text x="8" y="{middle + 4}" fill="#23201b">{item}</text>')
        parts.append(
            f'<line x1="{_LEFT}" x2="{x(span):.1f}" y1="{middle}" y2="{middle}" '
            'stroke="#e4ded2"/>'
        )
        parts += [
            f'<line x1="{x(day):.1f}" x2="{x(day):.1f}" y1="{middle - 9}" '
            f'y2="{middle + 9}" stroke="#1f5c4d" stroke-width="2.5"/>'
            for day in days
        ]
        parts.append(
            f'<text x="{_LEFT}" y="{middle + 20}" font-size="10" fill="#6b6459">'
            f"{_says(days, span)}</text>"
        )
    foot = high - 6
    for day in range(span + 1):
        when = START + timedelta(days=day)
        if when.day == 1:
            parts.append(
                f'<text x="{x(day):.1f}" y="{foot}" font-size="11" fill="#6b6459">'
                f"{when:%b}</text>"
            )
    parts.append(
        f'<text x="{x(span):.1f}" y="{foot}" font-size="11" fill="#23201b" '
        f'text-anchor="end">today</text></svg>'
    )
    return "\n".join(parts) + "\n"


def _says(days: list[int], span: int) -> str:
    silent = f"{span - days[-1]} days ago"
    if len(days) == 1:
        return f"once, {silent}: no rhythm"
    gaps = [later - one for one, later in itertools.pairwise(days)]
    return f"about every {median(gaps):.0f} days, last {silent}"


def test_the_picture_is_drawn_from_the_history() -> None:
    """A stroke for each purchase, and nothing else by hand."""
    assert PICTURE.read_text(encoding="utf-8") == picture()
    strokes = re.findall(r'stroke-width="2.5"', picture())
    assert len(strokes) == sum(map(len, BOUGHT.values()))


if __name__ == "__main__":
    PICTURE.write_text(picture(), encoding="utf-8")
