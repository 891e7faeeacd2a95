"""A preview as a page: messages side by side, each phrase over its evidence."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from shopkeeper.cli.check_words import FAULTS
from shopkeeper.cli.page import Html, el, section, table, together, value
from shopkeeper.cli.preview_words import (
    Finding,
    behind,
    findings_of,
    in_every_letter,
    quoted,
    who_is,
    why_not,
)
from shopkeeper.cli.preview_words import together as counted_states
from shopkeeper.cli.showing import counted


_LONG = 20_000
_STATES = {
    "specific": "shop", "partly specific": "web", "vague": "rep",
    "held": "desk", "the same for everybody": "web",
}  # fmt: skip
_FEW = 3


def preview_page(found: Mapping[str, Any]) -> Html:
    """Draw a preview: what to look at, everybody in a table, then each message."""
    people = found["people"]
    parts = [
        el("h1", f"What “{found['content']}” would say"),
        el(
            "p",
            f"{found['purpose'].capitalize()}, by {', '.join(found['channels'])}. "
            f"{counted_states(found)}. Nothing here was decided, kept or sent.",
            class_="lead",
        ),
    ]
    if found["label"]:
        parts.append(el("p", el("strong", f"{found['label']}.")))
    everywhere = in_every_letter(people)
    if found["hidden_claims"] or everywhere:
        parts.append(_hidden(found["hidden_claims"], everywhere))
    if len(people) > _FEW:
        parts.append(_everybody(people))
    parts.append(
        section(
            "messages", "Word for word",
            [el("div", *(_person(one, everywhere) for one in people),
                class_="grid letters")],
        )
    )  # fmt: skip
    return together(parts)


def _hidden(found: Iterable[Mapping[str, Any]], everywhere: Iterable[Finding]) -> Html:
    lines = [
        el(
            "p", value(one["says"], 300), ". ",
            el("small", f"{one['file']}, line {one['line']}, column {one['column']}"),
            class_="conflict",
        )
        for one in found
    ]  # fmt: skip
    lines += [
        el(
            "p", value(f"{quoted(one.words)}{FAULTS[one.check]}. {one.says}", 400), " ",
            el("small", "the reply check, in every letter"), class_="conflict",
        )
        for one in everywhere
    ]  # fmt: skip
    return section("look", "Look at these words first", lines)


def _everybody(people: Iterable[Mapping[str, Any]]) -> Html:
    rows = [
        el(
            "tr",
            el("th", el("a", value(who_is(one), 40), href=f"#{one['person_id']}"),
               el("span", value(_by_record(one), 40), class_="from"), scope="row"),
            el("td", _tag(one["state"])),
            el("td", f"{len(one['phrases'])}", class_="number few"),
            el("td", value(_first_words(one), 70), class_="begins"),
        )
        for one in people
    ]  # fmt: skip
    head = ("whom", "how specific", "phrases of hers", "how it begins")
    made = table("Each leads to its letter", head, rows, few=2)
    return section("everybody", "Side by side", [made])


def _by_record(person: Mapping[str, Any]) -> str:
    """Return her whole name, where it tells more than how she is called."""
    whole = next(iter(person["names"]), "")
    return "" if whole == who_is(person) else str(whole)


def _first_words(person: Mapping[str, Any]) -> str:
    message = person["message"]
    if message["held"] is not None:
        return str(message["held"]["because"])
    return " ".join((message["body"] or message["subject"]).split())


def _tag(state: str) -> Html:
    return el("span", state, class_=f"tag {_STATES.get(state, 'web')}")


def _person(person: Mapping[str, Any], everywhere: Collection[Finding]) -> Html:
    message = person["message"]
    parts = [
        el("h3", value(who_is(person), 60), " ", _tag(person["state"])),
        el(
            "small", f"{person['person_id']}, {person['channel']}, {person['language']}"
        ),
    ]
    if message["held"] is not None:
        parts.append(el("p", value(message["held"]["because"], 300), class_="conflict"))
        return el("article", *parts, class_="card", id=person["person_id"])
    parts += [
        el(
            "div",
            *_lines(person, part),
            class_=f"words {part}",
            lang=str(person["language"]),
        )
        for part in ("subject", "preheader", "body")
        if message[part]
    ]
    if person["phrases"]:
        parts.append(_evidence(person))
    not_taken = [one for ladder in person["ladders"] for one in ladder["not_taken"]]
    if not_taken:
        parts.append(_not_said(not_taken))
    own = [one for one in findings_of(person) if one not in everywhere]
    if own:
        lines = [
            el("li", el("b", FAULTS[one.check]), ": ", value(quoted(one.words), 200),
               el("span", one.says, class_="from"))
            for one in own
        ]  # fmt: skip
        title = el("h4", "The reply check")
        parts.append(el("div", title, el("ul", *lines), class_="behind"))
    if person["label"]:
        others = counted(person["same_words_for"], "other")
        parts.append(
            el("p", el("em", person["label"]), f": {others} would get these words but "
               "for tokens.", class_="soft")
        )  # fmt: skip
    return el("article", *parts, class_="card", id=person["person_id"])


def _lines(person: Mapping[str, Any], part: str) -> list[Html]:
    words = person["message"][part]
    made: list[Html] = []
    at = 0
    for number, one in enumerate(person["phrases"], start=1):
        if one["part"] != part:
            continue
        said = words[
            one["start"] : one["end"]
        ].rstrip()  # its number stands at the words
        made += [
            value(words[at : one["start"]], _LONG, lines=True),
            el("u", value(said, _LONG, lines=True)),
            el("sup", f"{number}"),
        ]
        at = one["start"] + len(said)
    return [*made, value(words[at:], _LONG, lines=True)]


def _evidence(person: Mapping[str, Any]) -> Html:
    lines = [
        el("li", el("b", f"{number} "), value(str(fact["value"]), 120), " ",
           el("span", value(behind(fact), 400), class_="from"))
        for number, one in enumerate(person["phrases"], start=1)
        for fact in one["facts"]
    ]  # fmt: skip
    return el("div", el("h4", "What it stands on"), el("ul", *lines), class_="behind")


def _not_said(rungs: Iterable[Mapping[str, Any]]) -> Html:
    lines = [
        el("li", value(one["words"], 120),
           *(el("span", value(why_not(reason), 300), class_="from")
             for reason in one["because"]))
        for one in rungs
    ]  # fmt: skip
    title = f"Not said: {counted(len(lines), 'rung')} above"
    return el("details", el("summary", title), el("ul", *lines), class_="behind")
