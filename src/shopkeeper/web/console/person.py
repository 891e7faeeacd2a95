"""One person: what is next and why, what we know, what happened, what one may do."""

from __future__ import annotations

import datetime as dt

from collections.abc import Mapping
from typing import Any

from shopkeeper.flow.answering import answer_of, give_answers
from shopkeeper.flow.behind import fact_why_json
from shopkeeper.flow.noting import keep, noted_json, understand_note
from shopkeeper.flow.person_room import demand_person, joins_json, room_of
from shopkeeper.flow.person_words import (
    NEEDS,
    PRIVATE,
    WHERE,
    WHO,
    because_in_words,
    next_in_words,
    not_known,
    says,
    sections,
    shows_words,
    whose,
    written,
)
from shopkeeper.flow.undoing import undo_join
from shopkeeper.remember.answers import Verdict
from shopkeeper.vocabulary import BadInput, NotFound
from shopkeeper.web.console.frame import (
    back_to,
    deed_way,
    in_house,
    look,
    named_in_path,
    note_look,
    page_way,
    query_of,
    show,
)
from shopkeeper.web.console.words import LOOPS, STAGES
from shopkeeper.web.pages.forms import read_form
from shopkeeper.web.problems import Reply
from shopkeeper.web.ways import Asked, Way


_MONTH = len("2026-11")
_BOUGHT = 3  # visits of a month that are named; the others are rolled up
_VERDICTS = {
    "confirmed": Verdict.CONFIRMED,
    "corrected": Verdict.CORRECTED,
    "not_hers": Verdict.NOT_HERS,
    "forget": Verdict.FORGET,
}
_NOTE_LASTS = dt.timedelta(hours=2)


def ways() -> list[Way]:
    """List the routes."""
    return [
        page_way("/people/{id}", _page, "One person."),
        page_way("/people/{id}/joins", _joins, "What made her one person."),
        deed_way("/people/{id}/joins", _undo, "Take a join back."),
        page_way("/people/{id}/facts/{fact}", _fact, "What a fact stands on."),
        deed_way(
            "/people/{id}/facts/{fact}", _answer, "Take down what she says of it."
        ),
        deed_way("/people/{id}/note", _note, "Show what a note says; then keep it."),
    ]


async def _page(asked: Asked) -> Reply:
    name, until = named_in_path(asked), query_of(asked).get("until")
    until = until if until and len(until) == _MONTH else None

    def read(seen: Any) -> Any:
        return room_of(
            seen.house, seen.faces, seen.plans, name, now=seen.now, until=until
        )

    room = await look(asked, read)
    found = room.found
    note_look(asked, found["person_id"])
    places = sections(found)
    unknown, unsure = not_known(found)
    return await show(
        asked, "person.html", "/people", room=room, found=found,
        places={"who": _beyond_her_name(places[WHO], found), "where": places[WHERE],
                "needs": places[NEEDS], "private": places[PRIVATE]},
        next=next_in_words(found["next"]),
        because=because_in_words(found["next"]["because"]),
        unknown=unknown, unsure=unsure, months=_months(room.timeline),
        whose=whose, shows_words=shows_words, stages=STAGES, loops=LOOPS, until=until,
        consents=_consents(found), joined=_rows_of_joins(room),
    )  # fmt: skip


def _beyond_her_name(said: list[Any], found: Mapping[str, Any]) -> list[Any]:
    """Leave out the name that the page opens with, unless there are two answers."""
    top = found["called_by"]
    return [
        one
        for one in said
        if one.against or top is None or one.facts[0]["about"] != "person.called"
    ]


def _months(timeline: Any) -> list[dict[str, Any]]:
    """Group by month; what is common is rolled up."""
    found: dict[str, dict[str, Any]] = {}
    for one in timeline.entries:
        month = found.setdefault(
            one["at"][:_MONTH], {"day": one["at"], "entries": [], "more": 0, "seen": 0}
        )
        if one["kind"] == "bought":
            month["seen"] += 1
            if month["seen"] > _BOUGHT:
                month["more"] += 1
                continue
        month["entries"].append(one)
    for name, month in found.items():
        month["looked"] = timeline.looked.get(name, 0)
    return list(found.values())


def _consents(found: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the newest statement of each purpose, channel and topic."""
    newest: dict[tuple[Any, ...], dict[str, Any]] = {}
    for one in found["consents"]:
        newest[one["purpose"], one["topic"], one["channel"]] = one
    return list(newest.values())


def _rows_of_joins(room: Any) -> list[tuple[str, int]]:
    counts: dict[str, int] = {}
    for one in room.records:
        kept = one["department"] or one["source"].replace("_", " ")
        counts[kept] = counts.get(kept, 0) + one["rows"]
    return sorted(counts.items(), key=lambda one: (-one[1], one[0]))


async def _joins(asked: Asked) -> Reply:
    name = named_in_path(asked)

    def read(seen: Any) -> Any:
        person = demand_person(seen.faces, name)
        names = seen.faces.names.get(person, ())
        return (
            person,
            names[0] if names else "Somebody without a name",
            joins_json(seen.house, seen.faces, person, now=seen.now),
        )

    person, called, joins = await look(asked, read)
    note_look(asked, person)
    return await show(
        asked, "joins.html", "/people", person=person, name=called, joins=joins
    )


async def _undo(asked: Asked) -> Reply:
    form, by = read_form(asked), in_house(asked).staff
    number = form.get("sequence", most=12)
    if not number.isdigit():
        msg = "Say which join is to be taken back."
        raise BadInput(msg)
    await asked.room.serving.staff.act_widely(
        lambda house, now: undo_join(house, int(number), by=by, now=now)
    )
    return back_to(f"/people/{named_in_path(asked)}", "undone")


async def _fact(asked: Asked) -> Reply:
    name, fact_id = named_in_path(asked), named_in_path(asked, "fact")

    def read(seen: Any) -> Any:
        person = demand_person(seen.faces, name)
        facts = seen.house.facts.find([fact_id])
        if fact_id not in facts or (
            seen.faces.aliases.current(facts[fact_id].person) != person
        ):
            msg = "There is no such fact of hers: it may have been taken back."
            raise NotFound(msg)
        names = seen.faces.names.get(person, ())
        why = fact_why_json(seen.house, fact_id)
        return person, names[0] if names else "her", why

    person, called, why = await look(asked, read)
    note_look(asked, person)
    fact = why["fact"]
    return await show(
        asked, "fact.html", "/people", person=person, name=called, why=why, fact=fact,
        says=says(fact["about"]), value=written(fact["value"], fact["about"]),
    )  # fmt: skip


async def _answer(asked: Asked) -> Reply:
    form, by = read_form(asked), in_house(asked).staff
    name, fact_id = named_in_path(asked), named_in_path(asked, "fact")
    verdict = _VERDICTS.get(form.get("says"))
    if verdict is None:
        msg = "Say what she says of it: that it is right, otherwise, or not hers."
        raise BadInput(msg)
    words = form.get("words", most=2_000)

    def read(seen: Any) -> tuple[str, frozenset[str]]:
        person = demand_person(seen.faces, name)
        return person, frozenset(seen.faces.aliases.owns(person))

    person, owns = await look(asked, read)

    def work(house: Any, now: dt.datetime) -> bool:
        fact = house.facts.find([fact_id]).get(fact_id)
        if fact is None or fact.person not in owns:
            msg = "There is no such fact of hers: it may have been taken back."
            raise NotFound(msg)
        wanted = answer_of(house, person, fact, verdict, words=words, by=by, at=now)
        (done,) = give_answers(house, [wanted])
        return done.new

    new = await asked.room.serving.staff.act(work, person=person)
    return back_to(f"/people/{person}", "answered" if new else "answered-before")


async def _note(asked: Asked) -> Reply:
    form, by = read_form(asked), in_house(asked).staff
    name, text = named_in_path(asked), form.get("text", most=20_000)
    serving = asked.room.serving
    at = _moment(form.get("at", most=40), serving.now())
    person = await look(asked, lambda seen: demand_person(seen.faces, name))
    if form.get("keep") == "yes" and at is not None:

        def work(house: Any, now: dt.datetime) -> bool:
            noted = understand_note(house, person, text, by=by, now=at)
            return keep(house, noted, now=now).new

        new = await serving.staff.act(work, person=person)
        return back_to(f"/people/{person}", "noted" if new else "noted-before")

    def read(seen: Any) -> Any:
        noted = understand_note(seen.house, person, text, by=by, now=seen.now)
        names = seen.faces.names.get(person, ())
        found = noted_json(seen.house, noted, now=seen.now)
        return found, names[0] if names else "her", seen.now

    found, called, moment = await look(asked, read)
    return await show(
        asked, "note.html", "/people", person=person, name=called, found=found,
        text=text, at=moment.isoformat(),
    )  # fmt: skip


def _moment(text: str, now: dt.datetime) -> dt.datetime | None:
    """Read the moment of a note that was shown a while ago: so it is kept once."""
    try:
        at = dt.datetime.fromisoformat(text)
    except ValueError:
        return None
    if at.tzinfo is None or not now - _NOTE_LASTS <= at <= now:
        return None
    return at
