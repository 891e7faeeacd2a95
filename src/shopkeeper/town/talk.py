"""What was said: the help desk's threads and the reps' notebooks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from shopkeeper.town import wording
from shopkeeper.town.book import Book, Habit
from shopkeeper.town.cast import WEB_ONLY
from shopkeeper.town.dice import between, chance, pick, stream
from shopkeeper.town.life import PROMISES, Life
from shopkeeper.town.model import NOW, Buy, Person


HELP_DESK = Habit(
    name="help_desk",
    path="exports/help_desk.jsonl",
    holds="messages",
    department="help desk",
    format="jsonl",
    encoding="utf-8",
    key="id",
    columns=(
        "id", "ticket", "channel", "speaker", "email", "author", "said_at", "text",
    ),
)  # fmt: skip
NOTES = Habit(
    name="rep_notes",
    path="exports/rep_notes.txt",
    holds="notes",
    department="sales",
    format="txt",
    encoding="utf-8",
    columns=("head", "text"),
)


@dataclass(frozen=True)
class Said:
    """One message: who, when, from whom, the words, and what it states."""

    person: Person
    at: datetime
    speaker: str
    text: str
    says: tuple[tuple[str, str], ...] = ()
    denies: tuple[tuple[str, str], ...] = ()


def help_desk(
    seed: int, people: Mapping[str, Person], life: Life, buys: Sequence[Buy]
) -> Book:
    """Write the help desk's threads, one line a message."""
    said = [
        *_names(people),
        *_stops(stream(seed, 51), people, life),
        *_troubles(people, life),
        *_promises(people, life),
        *_events(people, life),
        *_late(people, buys),
        *_never_ordered(stream(seed, 52), people, buys),
        *_chatter(stream(seed, 53), people),
    ]
    said.sort(key=lambda s: (s.at, s.person.id, s.text))
    book, tickets = Book(HELP_DESK), dict[str, int]()
    for number, one in enumerate(said, start=1):
        ticket = tickets.setdefault(one.person.id, len(tickets) + 1)
        author = "" if one.speaker == "customer" else "tilda"
        book.add(
            one.person.id,
            (
                f"m{number:05d}", f"T{ticket:04d}", "email", one.speaker,
                one.person.emails[0], author, one.at.isoformat(), one.text,
            ),
            says=dict(one.says),
            denies=dict(one.denies),
        )  # fmt: skip
    return book


def _mail(person: Person, *lines: str, sign: bool = True) -> str:
    """Return a mail in her words, signed unless nobody is to learn her name."""
    if not sign or WEB_ONLY & set(person.traits):
        return "\n".join(lines)
    return "\n".join((*lines, "", person.signs))


def _signed(person: Person) -> tuple[tuple[str, str], ...]:
    if WEB_ONLY & set(person.traits):
        return ()
    return (("name.full", person.signs),)


def _names(people: Mapping[str, Person]) -> list[Said]:
    """People who ask to be called by another name."""
    found = []
    for place, person in enumerate(people.values()):
        if "asked_nick" not in person.traits:
            continue
        at = NOW - timedelta(days=30 + 11 * (place % 29), hours=3)
        forms = wording.ONLY_NICK if person.only_goes_by else wording.NICK
        words = forms[place % len(forms)].format(
            nick=person.goes_by[0], given=person.given
        )
        found.append(
            Said(
                person,
                at,
                "customer",
                _mail(person, words),
                (("person.called", person.goes_by[0]),),
            )
        )
    return found


def _stops(
    rng: np.random.Generator, people: Mapping[str, Person], life: Life
) -> list[Said]:
    found = []
    for no in life.noes:
        person, words = people[no.person], pick(rng, wording.STOPS[no.scope])
        if person.died_on:
            words = wording.DIED.format(name=person.full_name)
        signed = person.died_on is None
        found.append(Said(person, no.at, "customer", _mail(person, words, sign=signed)))
    return found


def _troubles(people: Mapping[str, Person], life: Life) -> list[Said]:
    found = []
    for place, trouble in enumerate(life.troubles):
        person = people[trouble.person]
        words = wording.TROUBLE[place % len(wording.TROUBLE)].format(what=trouble.text)
        reply = f"Dear {person.signs}, thank you for telling us. We are looking at it."
        found.append(
            Said(
                person,
                trouble.since,
                "customer",
                _mail(person, words),
                (("problem.current", trouble.text), *_signed(person)),
            )
        )
        if place % 2:
            later = trouble.since + timedelta(hours=5)
            found.append(Said(person, later, "agent", reply))
    return found


def _promises(people: Mapping[str, Person], life: Life) -> list[Said]:
    """Promises of ours; those kept are said to be, those broken are missed."""
    found = []
    sentences = dict(PROMISES)
    for promise in life.promises:
        person, what = people[promise.person], sentences[promise.what]
        asked = _mail(person, "Could you help me with my last order?")
        made = what.format(day=f"{promise.due:%A} {promise.due.day} {promise.due:%B}")
        found += [
            Said(person, promise.made_at - timedelta(hours=2), "customer", asked),
            Said(
                person,
                promise.made_at,
                "agent",
                f"Dear {person.signs}, I am sorry about that. I will {made}. Tilda",
                (("promise.open", promise.what),),
            ),
        ]
        after = promise.made_at + timedelta(days=7)
        if promise.state == "kept":
            words = wording.KEPT[promise.what]
            found.append(Said(person, after, "customer", _mail(person, words)))
        if promise.state == "broken" and after < NOW:
            words = wording.BROKEN[promise.what]
            found.append(Said(person, after, "customer", _mail(person, words)))
    return found


def _events(people: Mapping[str, Person], life: Life) -> list[Said]:
    found = []
    for event in life.events:
        person = people[event.person]
        words = wording.EVENTS[event.word].format(
            street=person.home.street, postcode=person.home.postcode
        )
        at = datetime.combine(event.on, NOW.timetz()) + timedelta(days=6, hours=2)
        says = ((f"event.{event.word}", event.word), *_signed(person))
        found.append(Said(person, at, "customer", _mail(person, words), says))
    for person_id, interest in life.interests:
        person = people[person_id]
        at = NOW - timedelta(days=40 + int(person_id[1:]) % 200, hours=4)
        words = wording.INTEREST.format(interest=interest)
        says = ((f"interest.{interest}", interest), *_signed(person))
        found.append(Said(person, at, "customer", _mail(person, words), says))
    return found


def _late(people: Mapping[str, Person], buys: Sequence[Buy]) -> list[Said]:
    """Every second late order has been asked about."""
    late = [b for b in buys if b.late and b.person]
    found = []
    for buy in late[::2]:
        person = people[buy.person or ""]
        words = wording.WHERE.format(item=buy.item)
        at = min(buy.at + timedelta(days=7), NOW - timedelta(days=4))
        says = (("order.late", buy.item), *_signed(person))
        found.append(Said(person, at, "customer", _mail(person, words), says))
    return found


def _never_ordered(
    rng: np.random.Generator, people: Mapping[str, Person], buys: Sequence[Buy]
) -> list[Said]:
    """Wrong rows that another record contradicts: she says so herself."""
    past = [b for b in buys if b.where == "webshop" and b.at < NOW and b.quantity > 0]
    odd = [b for b in past if b.written_as != b.item and b.person]
    found = []
    for buy in odd:
        person = people[buy.person or ""]
        at = buy.at + timedelta(hours=int(rng.integers(30, 60)))
        words = wording.NOT_MINE.format(wrong=buy.written_as, right=buy.item)
        found.append(
            Said(
                person,
                min(at, NOW - timedelta(days=3, hours=2)),
                "customer",
                _mail(person, words),
                _signed(person),
                (("usual.item", buy.written_as), ("usual.last_item", buy.written_as)),
            )
        )
    return found


def _chatter(rng: np.random.Generator, people: Mapping[str, Person]) -> list[Said]:
    """Thanks, questions and ideas: most mail asks for nothing special."""
    found = []
    for person in people.values():
        at = between(rng, NOW - timedelta(days=300), NOW - timedelta(days=4))
        words, writes = pick(rng, wording.CHATTER), chance(rng, 0.22)
        if not writes or not person.emails or person.role == "child" or person.died_on:
            continue
        text = _mail(person, words)
        found.append(Said(person, at, "customer", text, _signed(person)))
        if "?" in words:
            reply = f"Dear {person.signs}, yes, of course. Kind regards, Tilda"
            found.append(Said(person, at + timedelta(hours=3), "agent", reply))
    # A reply would name people whose wrong name is to stay alone.
    return [
        s
        for s in found
        if s.speaker == "customer" or not WEB_ONLY & set(s.person.traits)
    ]


def notes(seed: int, people: Mapping[str, Person]) -> Book:
    """Write the reps' notebook: entries under dated heads, words as they come."""
    rng, book = stream(seed, 54), Book(NOTES)
    found: list[tuple[datetime, Person, str, dict[str, str]]] = []
    for person in people.values():
        at = between(rng, NOW - timedelta(days=200), NOW - timedelta(days=4))
        met, view = chance(rng, 0.25), pick(rng, wording.IMPRESSIONS)
        remark = pick(rng, wording.REMARKS)
        noted = "noted_nick" in person.traits
        met = met or "namesake" in person.traits
        secret = set(person.traits) & (WEB_ONLY | {"plus_address", "role_mailbox"})
        if not (met or noted) or secret or not person.emails or person.died_on:
            continue
        if person.role == "child":
            continue
        says, parts = {"name.full": person.full_name}, [remark, view]
        if person.job and person.company:
            parts.append(f"Works as a {person.job} at {person.company}.")
            says |= {"job.title": person.job, "job.company": person.company}
        if noted:
            parts.append(f"Prefers to be called {person.goes_by[0]}.")
            says["person.called"] = person.goes_by[0]
        found.append((at, person, " ".join(parts), says))
    for at, person, text, says in sorted(found, key=lambda n: (n[0], n[1].id)):
        writer = pick(rng, ("mo", "mo", "tilda"))
        about = f"{person.full_name} <{person.emails[0]}> (by {writer})"
        book.add(person.id, (f"{at:%Y-%m-%d %H:%M} {about}", text), says=says)
    return book
