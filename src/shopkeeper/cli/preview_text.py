"""A preview on a terminal: phrases underlined, each with a number and its evidence."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from rich.text import Text

from shopkeeper.cli import showing
from shopkeeper.cli.check_words import FAULTS
from shopkeeper.cli.preview_words import (
    Finding,
    behind,
    findings_of,
    in_every_letter,
    quoted,
    together,
    who_is,
    why_not,
)


def show_preview(found: Mapping[str, Any]) -> None:
    """Print each message, its evidence, and the rungs that were not taken."""
    console = showing.out()
    for one in found["hidden_claims"]:
        where = f"{one['file']}, line {one['line']}, column {one['column']}"
        console.print(f"Look: {where}: {one['says']}.", markup=False)
    everywhere = in_every_letter(found["people"])
    for one in everywhere:
        console.print(f"Look, in every letter: {_found(one)}", markup=False)
    for person in found["people"]:
        _show_person(console, person, everywhere)
    console.print()
    console.print(together(found), markup=False)
    if found["label"]:
        console.print(found["label"], markup=False)


def _found(one: Finding) -> str:
    return f"{quoted(one.words)}{FAULTS[one.check]}. {one.says}"


def _show_person(
    console: Any, person: Mapping[str, Any], everywhere: Collection[Finding]
) -> None:
    console.print()
    head = f"{who_is(person)} ({person['person_id']}), {person['channel']}"
    console.print(Text(f"{head}: {person['state']}", style="bold"))
    message = person["message"]
    if message["held"] is not None:
        console.print(f"  Held: {message['held']['because']}", markup=False)
        return
    numbers = {id(one): at for at, one in enumerate(person["phrases"], start=1)}
    for part in ("subject", "preheader", "body"):
        if message[part]:
            title = "" if part == "body" else f"{part.capitalize()}: "
            text = Text(title, style="dim") + _underlined(person, part, numbers)
            for words in text.split("\n"):
                console.print(Text("  ") + words)
    for line in _below(person, numbers, everywhere):
        console.print(f"  {line}", markup=False)


def _below(
    person: Mapping[str, Any],
    numbers: Mapping[int, int],
    everywhere: Collection[Finding],
) -> Iterator[str]:
    """Go through what stands under a message: evidence, rungs not taken, label."""
    for one in person["phrases"]:
        for fact in one["facts"]:
            yield f"[{numbers[id(one)]}] {behind(fact)}"
    for ladder in person["ladders"]:
        for rung in ladder["not_taken"]:
            reasons = "; ".join(why_not(one) for one in rung["because"])
            yield f"not said: “{showing.short(rung['words'], 48)}” ({reasons})"
    for one in findings_of(person):
        if one not in everywhere:
            yield f"look: {_found(one)}"
    if person["label"]:
        others = showing.counted(person["same_words_for"], "other")
        yield f"{person['label']}: {others} would get these words but for tokens"


def _underlined(
    person: Mapping[str, Any], part: str, numbers: Mapping[int, int]
) -> Text:
    words = person["message"][part]
    text, at = Text(), 0
    for one in person["phrases"]:
        if one["part"] != part:
            continue
        text.append(words[at : one["start"]])
        said = words[
            one["start"] : one["end"]
        ].rstrip()  # its number stands at the words
        text.append(said, style="underline")
        text.append(f"[{numbers[id(one)]}]", style="dim")
        at = one["start"] + len(said)
    return text.append(words[at:])
