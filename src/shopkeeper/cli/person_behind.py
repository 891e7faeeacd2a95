"""The end of a person's page: the rows and sentences behind it, and how sure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from shopkeeper.cli.page import Html, el, section, table, value
from shopkeeper.flow.person_words import says, written


_LONG, _CELL = 400, 120
_FIELDS = 14  # of a row that are shown
_ROWS = 3  # behind one fact


class Behind:
    """The rows and sentences, each with a place on the page to go to."""

    def __init__(self, evidence: Sequence[Mapping[str, Any]]) -> None:
        self.shown = list(evidence)
        self._places = {
            (one["record_id"], (one["span"] or [None])[0]): f"row-{at}"
            for at, one in enumerate(self.shown, start=1)
        }

    def place(self, one: Mapping[str, Any]) -> str:
        """Return the name of the place where a row or sentence is shown."""
        return self._places[one["record_id"], (one["span"] or [None])[0]]

    def link(self, fact: Mapping[str, Any] | None) -> list[Html]:
        """Lead to what a fact stands on, in one click."""
        if fact is None or not fact["evidence"]:
            return []
        start = (fact["span"] or [None])[0]
        place = self._places.get((fact["evidence"][0], start))
        word = "row" if start is None else "sentence"
        return [] if place is None else [Html(" · "), el("a", word, href=f"#{place}")]


def behind_section(behind: Behind) -> Html:
    """Write the rows and sentences themselves."""
    return section("behind", "The rows and sentences behind this page", _behind(behind))


def _behind(behind: Behind) -> Iterator[Html]:
    if not behind.shown:
        yield el("p", "There are none to show.", class_="soft")
        return
    yield el("div", *(_one(one, behind) for one in behind.shown), class_="grid rows")


def _one(one: Mapping[str, Any], behind: Behind) -> Html:
    kept = one["department"] or "nobody in particular"
    if one["words"]:
        body = el("p", el("q", value(one["words"], _LONG)))
    elif one["fields"]:
        cells = list(one["fields"].items())
        parts = []
        for name, cell in cells[:_FIELDS]:
            parts += [el("dt", value(name, _CELL)), el("dd", value(cell, _CELL))]
        body = el("dl", *parts)
        if len(cells) > _FIELDS:
            more = f"and {len(cells) - _FIELDS} more columns"
            body = el("div", body, el("span", more, class_="from"))
    else:
        body = el("p", "It is not in the books any more.", class_="soft")
    when = f" · {one['at'][:10]}" if one["at"] else ""
    return el(
        "div",
        el("h3", value(one["record_id"])),
        body,
        el("span", "kept by ", value(kept), when, class_="from"),
        class_="card",
        id=behind.place(one),
    )


def how_sure(found: Mapping[str, Any]) -> Iterator[Html]:
    """Write every fact with its numbers: nobody has to read them."""
    shown = [one for one in found["facts"] if not one["sensitive"]]
    rows = [
        el(
            "tr",
            el("th", value(says(one["about"])),
               el("span", value(one["id"]), class_="from"), scope="row"),
            el("td", value(written(one["value"], one["about"]), _CELL)),
            el("td", value(one["source"] or "us"),
               el("span", one["standing"], ", ", value(one["freshness"]),
                  class_="from")),
            el("td", f"{one['confidence']:.2f}", class_="number"),
            el("td", "" if one["confidence_now"] is None
               else f"{one['confidence_now']:.2f}", class_="number"),
            el("td", *_trusted(one["trust"]), class_="number"),
            el("td", "yes" if one["may_be_said"] else "no"),
        )
        for one in sorted(shown, key=lambda one: (one["about"], -one["confidence"]))
    ]  # fmt: skip
    if rows:
        head = ("What", "Value", "On whose word", "Sure then", "Sure now", "List",
                "May be said")  # fmt: skip
        yield el("details", el("summary", "Show the numbers"),
                 table("Every fact", head, rows))  # fmt: skip
    else:
        yield el("p", "Nothing is known yet.", class_="soft")
    hidden = len(found["facts"]) - len(shown)
    if hidden:
        words = f"{hidden} sensitive fact{'s' if hidden > 1 else ''} not shown here."
        yield el("p", words, class_="soft")


def _trusted(trust: Mapping[str, Any] | None) -> list[str]:
    if trust is None:
        return [""]
    counts = f"{trust['confirmed']} yes, {trust['denied']} no"
    return [f"{trust['value']:.2f}", el("span", counts, class_="from")]
