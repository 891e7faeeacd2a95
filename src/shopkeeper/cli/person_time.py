"""What happened between her and us, on one column of a page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from shopkeeper.cli.page import Html, el, section, value


_LONG = 200
_MONTHS = 6  # that are shown, the rest is said in one line
_BOUGHT = 3  # visits of a month that are named; the others are rolled up
_INKS = {
    "said": "desk", "answered": "shop", "noted": "rep", "bought": "web",
    "sent": "post", "will_go": "post", "held": "post",
}  # fmt: skip
_TAGS = {"sent": "sent", "will_go": "will go", "held": "held"}
_MONTH = len("2026-11")


def timeline_section(entries: Sequence[Mapping[str, Any]]) -> Html:
    """Write it, month by month, newest first."""
    return section("time", "What happened", _timeline(entries))


def _timeline(entries: Sequence[Mapping[str, Any]]) -> Iterator[Html]:
    if not entries:
        yield el("p", "Nothing yet: what she says, buys and gets will stand here.",
                 class_="soft")  # fmt: skip
        return
    months = [
        (month, list(found))
        for month, found in groupby(entries, key=lambda one: one["at"][:_MONTH])
    ]
    for month, found in months[:_MONTHS]:
        first = date.fromisoformat(f"{month}-01")
        yield el("h3", f"{first:%B %Y}")
        yield el("ul", *_month(found), class_="time")
    rest = sum(len(found) for _, found in months[_MONTHS:])
    if rest:
        since = entries[-1]["at"][:10]
        yield el("p", f"… and {rest:,} earlier, since {since}.", class_="soft")


def _month(found: Sequence[Mapping[str, Any]]) -> Iterator[Html]:
    bought = 0
    for one in found:
        bought += one["kind"] == "bought"
        if one["kind"] == "bought" and bought > _BOUGHT:
            continue
        yield _entry(one)
    if bought > _BOUGHT:
        more = bought - _BOUGHT
        words = f"and {more} other visit{'s' if more > 1 else ''} this month"
        yield el("li", el("time", ""), el("span", ""), el("span", words, class_="soft"))


def _entry(one: Mapping[str, Any]) -> Html:
    day = date.fromisoformat(one["at"][:10])
    what = value(one["what"], _LONG)
    words = el("q", what) if one["quoted"] else what
    end = {
        "held": " was not sent", "will_go": " will go", "sent": " went to her",
    }.get(one["kind"], "")  # fmt: skip
    below = [el("span", value(one["because"], _LONG), class_="from")]
    return el(
        "li",
        el("time", f"{day.day} {day:%b}", datetime=one["at"]),
        el("span", value(_TAGS.get(one["kind"], one["by"] or "us"), 24),
           class_=f"tag {_INKS[one['kind']]}"),
        el("div", words, end, *(below if one["because"] else [])),
    )  # fmt: skip
