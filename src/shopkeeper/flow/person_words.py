"""What is known of a person in words: one place for the terminal and the page."""

from __future__ import annotations

import re
import unicodedata

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from shopkeeper.vocabulary import written_day


_SAYS = {
    "person.called": "likes to be called",
    "person.register": "is addressed",
    "job.title": "works as",
    "job.company": "works at",
    "usual.item": "the usual",
    "usual.last_item": "took last",
    "usual.due_on": "comes again about",
    "order.late": "waits for",
    "order.status": "order",
    "need.current": "a need:",
    "problem.current": "a problem:",
    "journey.stage": "where she is",
    "impression.mood": "mood",
    "impression.interest": "interest",
}
_FAMILIES = {"interest": "enjoys", "preference": "prefers", "event": "told us of"}

# In this order; whatever is in none of them is in "Who she is".
NEEDS, WHERE, WHO, PRIVATE = "What she needs", "Where she is", "Who she is", "Her side"
_PLACES = (
    (NEEDS, ("need.", "problem.", "usual.item", "usual.due_on", "order.late")),
    (WHERE, ("order.", "usual.", "journey.")),
    (PRIVATE, ("event.", "interest.", "preference.")),
)
_OPTION = re.compile(r"^([\w-]+)/[\w-]+/\w+ is out:")
_NAMED = {
    "usual.due_on": "her next visit is due", "event.moved": "she moved",
    "order.late is known": "an order of hers is late",
    "need.current is known": "she needs something",
    "problem.current is known": "she has a problem",
}  # fmt: skip
_OWN = ("promise.open", "journey.stage")  # shown where they belong, not as facts
_INK = {
    "told": "told", "recorded": "recorded", "observed": "inferred",
    "inferred": "inferred", "impression": "impression",
}  # fmt: skip
_HER_WORDS = ("need.current", "problem.current")
_INKS = ("told", "recorded", "inferred", "impression")
_WHOSE = {"observed": "seen in", "inferred": "our guess from"}


@dataclass(frozen=True)
class Said:
    """
    One statement about her, and the facts that carry it, the one that counts first.

    Attributes:
        says: What it is about: `enjoys`.
        value: As people write it.
        ink: How sure: `told`, `recorded`, `inferred`, `impression`.
        fading: Is it old?
        facts: As `person --json` has them.
        quoted: Is the value her own words?
        against: Other values for the same, where we have two answers.
        because: The rule that settled it, or that nothing does.
        open: Is it unsettled?
    """

    says: str
    value: str
    ink: str
    fading: bool
    facts: tuple[Mapping[str, Any], ...]
    quoted: bool = False
    against: tuple[Said, ...] = ()
    because: str = ""
    open: bool = False


def sections(found: Mapping[str, Any]) -> dict[str, list[Said]]:
    """
    Sort what is known into four places.

    In none of them is what is sensitive, and what counts for nothing at present: what
    expired, or a "null" for a name.
    """
    shown = [
        one
        for one in found["facts"]
        if one["counts"] and not one["sensitive"] and one["about"] not in _OWN
    ]
    settled = {one["about"]: one for one in found["settled"]}
    many: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for fact in sorted(shown, key=_order):
        many.setdefault((fact["about"], _alike(fact["value"])), []).append(fact)
    places: dict[str, list[Said]] = {NEEDS: [], WHERE: [], WHO: [], PRIVATE: []}
    done = set()
    for (about, _), facts in many.items():
        if about in done:
            continue
        if about in settled:
            done.add(about)
            rivals = [group for key, group in many.items() if key[0] == about]
            places[_place(about)].append(_two_answers(rivals, settled[about]))
        else:
            places[_place(about)].append(_said(facts))
    pressing = [key for need in found["moment"]["needs"] for key in need["facts"]]
    for place in places.values():
        place.sort(key=lambda one: (_rank(one, pressing), _INKS.index(one.ink)))
    return places


def _rank(said: Said, pressing: list[str]) -> int:
    """Put first what presses most: the problem above any trait (vision.md, C3)."""
    ranks = [pressing.index(one["id"]) for one in said.facts if one["id"] in pressing]
    return min(ranks, default=len(pressing))


def evidence_of(said: Said) -> list[str]:
    """Return the ids of the rows a statement stands on, those that count first."""
    ids = dict.fromkeys(row for fact in said.facts for row in fact["evidence"])
    return list(ids)


def shows_words(said: Said) -> bool:
    """Say whether her words tell more than the value does."""
    words = said.facts[0]["words"]
    return bool(words) and not said.quoted


def whose(fact: Mapping[str, Any]) -> str:
    """Say on whose word a fact stands, in a few words."""
    source = (fact["source"] or "our books").replace("_", " ")
    standing = fact["standing"]
    if standing == "told":
        return f"she said so · {fact['author'] or source}"
    if standing == "impression":
        return f"impression of {fact['author'] or 'a colleague'}"
    if standing in _WHOSE:
        rows = len(fact["evidence"])
        return f"{_WHOSE[standing]} {rows} row{'' if rows == 1 else 's'} of {source}"
    return f"{fact['author']} wrote it down" if fact["author"] else source


def written(value: object, about: str = "") -> str:
    """Write a value as people do: a day in words, a mood with its sign."""
    text = str(value)
    try:
        day = date.fromisoformat(text[:10]) if len(text) >= len("2026-01-01") else None
    except ValueError:
        day = None
    if day is not None:
        return written_day(day)
    if about.startswith("impression.") and not isinstance(value, str):
        return f"{value:+}".replace("-", "\N{MINUS SIGN}")
    return text


def says(about: str) -> str:
    """Say a predicate's name in words."""
    if about in _SAYS:
        return _SAYS[about]
    family, _, word = about.partition(".")
    if family in _FAMILIES:
        return f"{_FAMILIES[family]} ({word.replace('_', ' ')})"
    return about.replace(".", ": ").replace("_", " ")


def without(unknown: str) -> str:
    """Say what is not known, as one would after "We do not know"."""
    return {
        "problem.current": "why she stays away",
        "need.current": "what she came for",
        "person.called": "what she likes to be called",
        "usual.due_on": "when she will come again",
        "consent.marketing": "whether she wants to hear of offers",
        "preference.*": "how she likes to be served",
    }.get(unknown, says(unknown))


def not_known(found: Mapping[str, Any]) -> tuple[list[str], list[str]]:
    """Say what nothing is known of, and what we have heard and are not sure of."""
    heard = {fact["about"] for fact in found["facts"]}
    asked = [one["about"] for one in found["unknown"]]
    return (
        [without(about) for about in asked if about not in heard],
        [without(about) for about in asked if about in heard],
    )


def next_in_words(following: Mapping[str, Any]) -> str:
    """Say what would be done next, as a heading."""
    key = following["option"]
    if key == "silence":
        if following["because"].startswith("human is out"):
            return "she needs a person, and nobody is free"
        return "leave her in peace"
    if key == "human" or key.endswith("/human"):
        return "a person of ours speaks with her"
    plan, _, rest = key.partition("/")
    channel = rest.rpartition("/")[2]
    return f"“{plan.replace('-', ' ')}”, by {channel}"


def because_in_words(because: str) -> str:
    """Say why, without the names and the numbers that only programs need."""
    words, _, _ = because.partition("; worth ")
    if words.startswith("human is out: "):
        return words.rpartition(": ")[2]
    words = _OPTION.sub(lambda one: f"“{one[1].replace('-', ' ')}” does not go:", words)
    for about, said in _NAMED.items():
        words = words.replace(about, said)
    return words


def _order(fact: Mapping[str, Any]) -> tuple[Any, ...]:
    sure = fact["confidence_now"] or fact["confidence"]
    return fact["about"], -sure, fact["learned_at"], fact["id"]


def _alike(value: object) -> str:
    return unicodedata.normalize("NFKC", str(value)).strip().casefold()


def _place(about: str) -> str:
    for place, names in _PLACES:
        if about.startswith(names):
            return place
    return WHO


def _said(facts: Iterable[Mapping[str, Any]]) -> Said:
    ranked = tuple(facts)
    first = min(ranked, key=lambda one: list(_INK).index(one["standing"]))
    fresh = first["freshness"]
    return Said(
        says=says(first["about"]),
        value=written(first["value"], first["about"]),
        ink=_INK[first["standing"]],
        fading="fades" in fresh or "faded" in fresh,
        quoted=first["about"] in _HER_WORDS,
        facts=(first, *(one for one in ranked if one is not first)),
    )


def _two_answers(
    rivals: list[list[Mapping[str, Any]]], settled: Mapping[str, Any]
) -> Said:
    sides = [_said(facts) for facts in rivals]
    chosen = settled["chosen"]
    sides.sort(key=lambda one: all(fact["id"] != chosen for fact in one.facts))
    first, *others = sides
    return Said(
        says=first.says, value=first.value, ink=first.ink, fading=first.fading,
        facts=first.facts, against=tuple(others), because=settled["because"],
        open=chosen is None,
    )  # fmt: skip
