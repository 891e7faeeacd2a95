"""What the reply check found, as people are told it: one place, one number."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from msgspec import Struct


ASKS = {
    "greets_by_name": "greets her by name",
    "register": "speaks in her manner",
    "apologises_for_the_effect": "is sorry for what it did to her",
    "blames_nobody_but_us": "blames nobody but us",
    "says_what_was_done": "says what was done",
    "says_how_to_verify": "says where she can see it",
    "says_what_happens_next": "says what comes, and when",
    "no_pressure": "presses her to nothing",
    "thanks_and_is_signed": "thanks, and is signed by somebody she can reach",
    "plain_voice": "speaks plainly",
    "nothing_left_out": "leaves nothing out",
}
FAULTS = {
    "greets_by_name": "not as she likes to be called",
    "register": "not her manner",
    "apologises_for_the_effect": "not sorry for what it did to her",
    "blames_nobody_but_us": "blames somebody",
    "says_what_was_done": "does not say what was done",
    "says_how_to_verify": "does not say where she can see it",
    "says_what_happens_next": "does not say what comes, and when",
    "no_pressure": "presses her",
    "thanks_and_is_signed": "thanks, a name or a way back is missing",
    "plain_voice": "not said plainly",
    "nothing_left_out": "leaves something out",
}


class Place(Struct, frozen=True, kw_only=True):
    """
    Words of a letter, and all that is said about them.

    Attributes:
        start: First code point. Included; of what is missing 0.
        end: Excluded; of what is missing 0.
        says: Check and advice, each check once.
    """

    start: int
    end: int
    says: tuple[tuple[str, str], ...]


def places_of(findings: Iterable[Mapping[str, Any]]) -> list[Place]:
    """
    Put together what is said of the same words, in the order of the letter.

    Rules and ears often hear the same: of one check the fuller advice is kept.

    Args:
        findings: `check, start, end, says` each.

    Returns:
        Places, none of which overlap; first one without words for each that is missing.
    """
    told = sorted(findings, key=lambda one: (one["start"], -one["end"]))
    missing = [one for one in told if one["start"] >= one["end"]]
    groups: list[list[Mapping[str, Any]]] = []
    for one in told:
        if one["start"] >= one["end"]:
            continue
        if groups and one["start"] < max(other["end"] for other in groups[-1]):
            groups[-1].append(one)
        else:
            groups.append([one])
    return [
        *(_place([one]) for one in missing),
        *(_place(group) for group in groups),
    ]


def _place(group: Sequence[Mapping[str, Any]]) -> Place:
    best: dict[str, str] = {}
    for one in group:
        check, says = str(one["check"]), str(one["says"])
        if len(says) > len(best.get(check, "")):
            best[check] = says
    return Place(
        start=min(one["start"] for one in group),
        end=max(one["end"] for one in group),
        says=tuple(best.items()),
    )
