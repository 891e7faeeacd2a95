"""Messages: what goes, what was held and why, and what nobody can know."""

from __future__ import annotations

from typing import Any

from shopkeeper.flow.agreeing import about_to_reach, waiting_for_a_word
from shopkeeper.flow.asking import named
from shopkeeper.flow.explaining import why_json
from shopkeeper.flow.outbox_room import settle_in_doubt, shelf_of, touch_line
from shopkeeper.flow.person_room import known_person
from shopkeeper.flow.person_words import because_in_words
from shopkeeper.flow.previewing import preview_json
from shopkeeper.flow.today import names_of
from shopkeeper.vocabulary import BadInput, NotFound
from shopkeeper.web.console.frame import (
    back_to,
    deed_way,
    in_house,
    look,
    may,
    named_in_path,
    note_look,
    page_way,
    query_of,
    show,
)
from shopkeeper.web.console.marking import marked
from shopkeeper.web.console.words import STATES
from shopkeeper.web.pages.forms import read_form
from shopkeeper.web.problems import Reply
from shopkeeper.web.ways import Asked, Way


SHELVES = (
    ("waiting", "Will go"),
    ("held", "Held, and why"),
    ("doubt", "In doubt"),
    ("sent", "Went"),
    ("failed", "Did not arrive"),
)


def ways() -> list[Way]:
    """List the routes."""
    return [
        page_way("/messages", _shelves, "Messages by where they stand."),
        page_way("/messages/{id}", _message, "One message, and why it was written."),
        deed_way("/messages/{id}", _settle, "Say whether a message arrived."),
        page_way("/people/{id}/preview", _preview, "What a content would say to her."),
    ]


async def _shelves(asked: Asked) -> Reply:
    query, serving = query_of(asked), asked.room.serving
    name, because = query.get("shelf", "waiting"), query.get("because")

    def read(seen: Any) -> Any:
        return (
            shelf_of(seen.house, seen.faces, name, now=seen.now, because=because),
            dict(waiting_for_a_word(seen.house, now=seen.now)),
            sorted(key for key in seen.house.contents if "." not in key),
        )

    (shelf, words, contents), at = await serving.looker.look_long(
        f"messages {name} {because}", read
    )
    return await show(
        asked, "messages.html", "/messages", shelf=shelf, name=name, because=because,
        shelves=SHELVES, words=words, at=at, states=STATES, contents=contents,
    )  # fmt: skip


async def _message(asked: Asked) -> Reply:
    name = named_in_path(asked)

    def read(seen: Any) -> Any:
        touch = seen.house.outbox.touch(name)
        if touch is None:
            msg = "There is no such message: it may have been forgotten with her."
            raise NotFound(msg)
        names = names_of(seen.house, seen.faces, [touch.person], now=seen.now)
        line = touch_line(touch, names)
        return line, why_json(seen.house, name)

    line, why = await look(asked, read)
    if line["person"]:
        note_look(asked, line["person"])
    message = why["message"]
    claims = [
        {**one, "words": (message[one["part"]] or "")[one["start"] : one["end"]]}
        for one in why["claims"]
    ]
    return await show(
        asked, "message.html", "/messages", line=line, why=why, claims=claims,
        body=marked(message["body"] or "", why["claims"], "body"),
        subject=marked(message["subject"] or "", why["claims"], "subject"),
        because=because_in_words(why["decision"]["because"]),
        states=STATES,
    )  # fmt: skip


async def _settle(asked: Asked) -> Reply:
    form, by, name = read_form(asked), in_house(asked).staff, named_in_path(asked)
    says = form.get("says")
    if says not in ("arrived", "not-arrived"):
        msg = "Say whether it arrived or did not."
        raise BadInput(msg)
    await asked.room.serving.staff.act(
        lambda house, now: settle_in_doubt(
            house, name, arrived=says == "arrived", by=by, now=now
        )
    )
    return back_to(f"/messages/{name}", says)


async def _preview(asked: Asked) -> Reply:
    name, key = named_in_path(asked), query_of(asked).get("content", "")

    def read(seen: Any) -> Any:
        person = known_person(seen.house, seen.faces, name, now=seen.now)
        contents = sorted(one for one in seen.house.contents if "." not in one)
        chosen = key or (contents[0] if contents else "")
        found = None
        if chosen:
            found = preview_json(
                seen.house, chosen, [person.id], now=seen.now, check=seen.house.tone
            )
        called = named(seen.house, person, now=seen.now)
        return person.id, called, contents, chosen, found

    person, called, contents, chosen, found = await look(asked, read)
    note_look(asked, person)
    shown = []
    for one in found["people"] if found else ():
        message = one["message"]
        shown.append(
            {
                **one,
                "subject": marked(message["subject"] or "", one["phrases"], "subject"),
                "body": marked(message["body"] or "", one["phrases"], "body"),
            }
        )
    return await show(
        asked, "preview.html", "/people", person=person, name=called, shown=shown,
        contents=contents, chosen=chosen, found=found,
    )  # fmt: skip


async def reaching(asked: Asked, plan: str) -> Any:
    """Return whom a plan is about to reach, for whoever may see people."""
    if not may(asked, "GET /messages"):
        return None
    return await look(
        asked, lambda seen: about_to_reach(seen.house, plan, now=seen.now)
    )
