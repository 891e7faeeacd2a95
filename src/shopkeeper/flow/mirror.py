"""The mirror: what our own house looks like from where she stands.

About structure, never about who is better: nothing here is ordered by how many, no
colleague is compared with another, and every finding comes with a next step
(vision.md, I1 to I5).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from shopkeeper.flow.asking import asked_for, is_overdue, named
from shopkeeper.flow.heads import only_one_knows, read_heads
from shopkeeper.flow.house import House
from shopkeeper.flow.knowing import KnownPerson, gather
from shopkeeper.flow.telling import departments, iso
from shopkeeper.flow.trusting import read_trust
from shopkeeper.remember.precedence import comparable
from shopkeeper.remember.precedence import present as present_facts
from shopkeeper.vocabulary import (
    Asks,
    Fact,
    HandoverState,
    LoopState,
    PromiseState,
    Standing,
)


_OURS = frozenset({Standing.TOLD, Standing.RECORDED})  # who knows it is somebody of us


def mirror_json(house: House, *, now: datetime) -> dict[str, Any]:
    """Return what `mirror --json` prints (contracts.md, section 5)."""
    people = gather(house, now=now)
    found: dict[str, Any] = {
        "silos": _silos(house, people.values()),
        "only_in_heads": _only_in_heads(house, people),
        "contradictions": _contradictions(house, people.values(), now=now),
        "trust": _trust(house),
        "promises": _promises(house, people.values(), now=now),
        "open_loops": _open_loops(house, people.values(), now=now),
    }
    return found | {"next_steps": _next_steps(house, found, now=now)}


def _promises(
    house: House, people: Iterable[KnownPerson], *, now: datetime
) -> dict[str, Any]:
    """Count what we promised; what she promised us is hers, and is not counted."""
    counts = dict.fromkeys(("made", "kept", "broken", "repaired"), 0)
    overdue = []
    for person in people:
        for one in person.promises:
            if one.owner != "us":
                continue
            counts["made"] += 1
            if one.state is not PromiseState.OPEN:
                counts[str(one.state)] += 1
            if is_overdue(one, house.shop, now=now) and one.deadline is not None:
                row = {
                    "person_id": person.id, "called": named(house, person, now=now),
                    "promise_id": one.id, "what": one.what,
                    "made_by": one.made_by, "deadline": one.deadline.isoformat(),
                    "asked": asked_for(house.shop, one), "utterance": one.utterance,
                }  # fmt: skip
                overdue.append(row)
    overdue.sort(key=lambda one: (one["deadline"], one["promise_id"]))
    return {**counts, "overdue": overdue}


def _open_loops(
    house: House, people: Iterable[KnownPerson], *, now: datetime
) -> list[dict[str, Any]]:
    """List what she waits for, longest waiting first."""
    today = now.astimezone(ZoneInfo(house.shop.time_zone)).date().isoformat()
    rows = [
        {
            "person_id": person.id, "called": named(house, person, now=now),
            "kind": str(loop.kind), "since": iso(loop.since),
            "utterance": loop.utterance, "owner": loop.owner, "loop_id": loop.id,
            "what": loop.what, "span": [loop.start, loop.end], "thread": loop.thread,
            "state": str(loop.state), "due": loop.due.isoformat(),
            "late": loop.due.isoformat() < today,
        }
        for person in people
        for loop in person.loops
    ]  # fmt: skip
    return sorted(rows, key=lambda one: (one["since"], one["loop_id"]))


def _silos(house: House, people: Iterable[KnownPerson]) -> list[dict[str, Any]]:
    """Count, by kind of fact and department, of how many only that one knows it."""
    kept_by = departments(house)
    everyone = sorted({name for name in kept_by.values() if name})
    alone: dict[tuple[str, str], int] = {}
    for person in people:
        who: dict[str, set[str]] = {}
        for fact in person.facts:
            department = kept_by.get(fact.source or "")
            if department and fact.standing in _OURS and not _sensitive(house, fact):
                who.setdefault(fact.about, set()).add(department)
        for about, known_to in who.items():
            if len(known_to) == 1:
                place = about, next(iter(known_to))
                alone[place] = alone.get(place, 0) + 1
    return [
        {
            "about": about, "department": department, "people": count,
            "unseen_by": [one for one in everyone if one != department],
        }
        for (about, department), count in sorted(alone.items())
        if len(everyone) > 1
    ]  # fmt: skip


def _only_in_heads(
    house: House, people: Mapping[str, KnownPerson]
) -> list[dict[str, Any]]:
    """Say by author, in order of the alphabet, of how many she alone has written."""
    alone = only_one_knows(read_heads(house))
    authors: dict[str, int] = {}
    for person, head in alone.items():
        if person in people:
            authors[head.author] = authors.get(head.author, 0) + 1
    return [
        {"author": author, "people": count} for author, count in sorted(authors.items())
    ]


def _contradictions(
    house: House, people: Iterable[KnownPerson], *, now: datetime
) -> list[dict[str, Any]]:
    kept_by = departments(house)
    found = []
    for person in people:
        facts = {fact.id: fact for fact in person.facts}
        present = present_facts(person.facts, predicates=house.predicates, now=now)
        for ids in present.conflicts:
            sides = [facts[key] for key in ids if key in facts]
            if not sides or any(_sensitive(house, fact) for fact in sides):
                continue
            values = _sides(sides, kept_by)
            if len(values) > 1:
                found.append(
                    {
                        "person_id": person.id, "about": sides[0].about,
                        "values": values, "called": named(house, person, now=now),
                    }
                )  # fmt: skip
    return sorted(found, key=lambda one: (one["about"], one["person_id"]))


def _trust(house: House) -> list[dict[str, Any]]:
    """Say how far each source is trusted: by her own word alone, and no ranking."""
    kept_by = departments(house)
    return [
        {
            "source": source, "department": kept_by.get(source), "about": about,
            "trust": round(one.value, 6), "confirmed": one.confirmed,
            "denied": one.denied,
        }
        for (source, about), one in sorted(read_trust(house).items())
    ]  # fmt: skip


def _sensitive(house: House, fact: Fact) -> bool:
    predicate = house.predicates.find(fact.about)
    return fact.sensitive or (predicate is not None and predicate.sensitive)


def _sides(facts: Iterable[Fact], kept_by: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return each value once a department, in order of department."""
    sides: dict[tuple[str, str], dict[str, Any]] = {}
    for fact in facts:
        department = kept_by.get(fact.source or "", "")
        sides.setdefault(
            (department, comparable(fact.value)),
            {"value": fact.value, "department": department or None},
        )
    return [side for _, side in sorted(sides.items())]


def _next_steps(house: House, found: dict[str, Any], *, now: datetime) -> list[str]:
    """Say what would help most, one sentence each, the person first."""
    steps = []
    loops = found["open_loops"]
    complaints = [one for one in loops if one["kind"] == "complaint"]
    if complaints:
        first = complaints[0]
        steps.append(
            f"Begin with {first['called']}, who complained on {first['since'][:10]} "
            f"and waits: “{_short(first['what'])}” ({_whom(first['owner'])})."
        )
    asked = [one for one in loops if one["kind"] != "complaint"]
    if asked:
        first = next((one for one in asked if one["late"]), asked[0])
        steps.append(
            f"Answer {first['called']}, who asked on {first['since'][:10]}: "
            f"“{_short(first['what'])}” ({_whom(first['owner'])})."
        )
    told = [one for one in loops if one["state"] == str(LoopState.ACTED)]
    if told:
        steps.append(
            f"Tell {told[0]['called']} what was done: it was acted on, and nobody "
            "told her (`shopkeeper loop told-back`)."
        )
    steps += _steps_of_promises(house, found, now=now)
    steps += _steps_between_us(found)
    return steps or ["Nothing is open. Work a round again tomorrow: shopkeeper run."]


def _steps_of_promises(
    house: House, found: dict[str, Any], *, now: datetime
) -> list[str]:
    overdue = found["promises"]["overdue"]
    if not overdue:
        return []
    first = overdue[0]
    is_asked = any(
        one.asks is Asks.PROMISE
        and one.state is HandoverState.WAITING
        and first["promise_id"] in one.brief.facts
        and one.at <= now
        for one in house.desk.all()
    )
    asked = " The question lies on the desk." if is_asked else ""
    step = (
        f"Find out whether {first['called']} has what we promised for "
        f"{first['deadline'][:10]}: “{_short(first['what'])}” "
        f"({_whom(first['asked'])}).{asked}"
    )
    return [step]


def _steps_between_us(found: dict[str, Any]) -> list[str]:
    steps = []
    if found["only_in_heads"]:
        author = found["only_in_heads"][0]["author"]
        steps.append(
            f"Give {author} ten quiet minutes to write down what a colleague would "
            'need: shopkeeper note WHO "…".'
        )
    if found["contradictions"]:
        one = found["contradictions"][0]
        where = [str(side["department"] or "nobody") for side in one["values"]]
        steps.append(
            f"Ask {one['called']} about {_what(one['about'])}: "
            f"{' and '.join(dict.fromkeys(where))} have it differently."
        )
    if found["silos"]:
        one = found["silos"][0]
        steps.append(
            f"Let {' and '.join(one['unseen_by'][:2])} see what {one['department']} "
            f"knows of {one['people']} customers ({_what(one['about'])})."
        )
    return steps


def _what(about: str) -> str:
    """Say a predicate's name in words."""
    if about == "person.called":
        return "the name she goes by"
    return about.replace(".", ": ").replace("_", " ")


def _whom(owner: str) -> str:
    return owner or "anybody of the front line"


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= 80 else line[:79].rstrip() + "…"  # noqa: PLR2004
