"""What is true between the shop and its people: yes, no, promises, troubles."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import numpy as np

from msgspec import Struct

from shopkeeper.town.dice import between, chance, pick, stream
from shopkeeper.town.model import (
    NOW,
    Consenting,
    Event,
    No,
    Person,
    Promise,
    Trouble,
)


class Life(Struct, frozen=True, kw_only=True):
    """
    Everything that happened beside the buying.

    Attributes:
        consents: Statements about being written to, by time.
        noes: Wishes to be left alone, said in free words.
        promises: Made by the shop.
        troubles: Problems people have now.
        events: What happened in their lives.
        interests: Person and the thing she is drawn to, in one word.
    """

    consents: tuple[Consenting, ...]
    noes: tuple[No, ...]
    promises: tuple[Promise, ...]
    troubles: tuple[Trouble, ...]
    events: tuple[Event, ...]
    interests: tuple[tuple[str, str], ...]


TROUBLES: tuple[str, ...] = (
    "The Salt Lantern arrived with pages missing",
    "my loyalty points have vanished from the card",
    "the parcel was left in the rain and the books are soaked",
    "I cannot log in to my account any more",
    "I was charged twice for the same order",
    "the voucher code you gave me does not work",
    "the coffee bag arrived torn open",
)

PROMISES: tuple[tuple[str, str], ...] = (
    ("ring you", "ring you about the signed copy by {day}"),
    ("send you a replacement", "send you a replacement by {day}"),
    ("refund the postage", "refund the postage by {day}"),
    ("put the book aside for you", "put the book aside for you by {day}"),
)

EVENT_WORDS: tuple[str, ...] = ("new_baby", "retired", "new_baby", "retired", "exam")

INTERESTS: tuple[str, ...] = (
    "rowing", "birdwatching", "knitting", "chess", "gardening", "cycling", "baking",
)  # fmt: skip


# Up to which luck (0..1) each fate goes; beyond the last: never asked.
_FATES = (("denied", 0.14), ("revoked", 0.19), ("granted", 0.92))
_COLD = 0.04  # share of people who want no letters that sell nothing


def life_of(seed: int, people: Sequence[Person]) -> Life:
    """Let life happen to the *people* of a town."""
    rng = stream(seed, 10)
    consents: list[Consenting] = []
    for person in people:
        consents.extend(_consents(rng, person))
    return Life(
        consents=tuple(sorted(consents, key=lambda c: (c.at, c.person, c.purpose))),
        noes=tuple(_noes(stream(seed, 11), people)),
        promises=tuple(_promises(stream(seed, 12), people)),
        troubles=tuple(_troubles(stream(seed, 13), people)),
        events=tuple(_events(stream(seed, 14), people)),
        interests=tuple(_interests(stream(seed, 15), people)),
    )


def _consents(rng: np.random.Generator, person: Person) -> list[Consenting]:
    """
    Return her statements about being written to, each heard by one silo only.

    About two people in three have said yes to marketing and not taken it back.
    """
    early = between(rng, NOW - timedelta(days=700), NOW - timedelta(days=400))
    later = between(rng, NOW - timedelta(days=380), NOW - timedelta(days=20))
    fate, cold = _fate(person, rng.random()), chance(rng, _COLD)
    here = "webshop" if person.customer_no else "loyalty"
    ticked = early + timedelta(days=9)
    said: list[tuple[str, str, datetime, str]] = []
    if person.newsletter:
        said.append(("marketing", "granted", early, "newsletter"))
    if fate in {"unsubscribed", "granted", "revoked"}:
        said.append(("marketing", "granted", ticked, here))
    if fate == "unsubscribed":
        said.append(("marketing", "revoked", later, "newsletter"))
    if fate == "revoked":
        said.append(("marketing", "revoked", later, here))
    if fate == "denied":
        said.append(("marketing", "denied", ticked, here))
    if cold and (person.customer_no or person.card_no):
        said.append(("relationship", "denied", later + timedelta(hours=1), here))
    if person.died_on:
        at = NOW - timedelta(days=80)
        said += [(p, "revoked", at, here) for p in ("marketing", "relationship")]
    return [
        Consenting(person=person.id, purpose=purpose, state=state, at=at, heard_by=silo)
        for purpose, state, at, silo in said
    ]


def _fate(person: Person, luck: float) -> str:
    """Say what became of her yes to marketing."""
    if "unsubscribed" in person.traits:
        return "unsubscribed"
    if person.role == "child" or not (person.customer_no or person.card_no):
        return "never asked"
    for fate, share in _FATES:
        # Her other address stands alone: a no there would be found by nobody.
        if luck < share and not (fate != "granted" and "plus_address" in person.traits):
            return fate
    return "never asked"


def _noes(rng: np.random.Generator, people: Sequence[Person]) -> list[No]:
    noes = []
    for person in people:
        at = between(rng, NOW - timedelta(days=150), NOW - timedelta(days=5))
        scope = pick(rng, ("marketing", "marketing", "email", "all"))
        if "stop_mail" in person.traits:
            noes.append(No(person=person.id, scope=scope, at=at))
        if person.died_on:
            at = NOW - timedelta(days=80)
            noes.append(No(person=person.id, scope="all", at=at))
    return noes


def _promises(rng: np.random.Generator, people: Sequence[Person]) -> list[Promise]:
    made = []
    for person in people:
        what, _ = pick(rng, PROMISES)
        state = pick(rng, ("open", "kept", "broken"))
        days = int(rng.integers(4, 6)) if state == "open" else int(rng.integers(9, 40))
        at = (NOW - timedelta(days=days)).replace(hour=11, minute=20)
        due = NOW + timedelta(days=3) if state == "open" else at + timedelta(days=5)
        if "promise" in person.traits:
            made.append(
                Promise(
                    person=person.id, what=what, made_at=at, due=due.date(), state=state
                )
            )
    return made


def _troubles(rng: np.random.Generator, people: Sequence[Person]) -> list[Trouble]:
    troubles = []
    for person in people:
        since = between(rng, NOW - timedelta(days=24), NOW - timedelta(days=4))
        text = pick(rng, TROUBLES)
        if "trouble" in person.traits:
            troubles.append(Trouble(person=person.id, text=text, since=since))
    return troubles


def _events(rng: np.random.Generator, people: Sequence[Person]) -> list[Event]:
    events = []
    for person in people:
        word = pick(rng, EVENT_WORDS)
        on = (NOW - timedelta(days=int(rng.integers(20, 170)))).date()
        if person.moved_on:
            events.append(Event(person=person.id, word="moved", on=person.moved_on))
        if "event" in person.traits:
            events.append(Event(person=person.id, word=word, on=on))
    return events


def _interests(
    rng: np.random.Generator, people: Sequence[Person]
) -> list[tuple[str, str]]:
    found = []
    for person in people:
        interest, told = pick(rng, INTERESTS), chance(rng, 0.08)
        if told and person.role == "adult" and person.customer_no and not person.traits:
            found.append((person.id, interest))
    return found
