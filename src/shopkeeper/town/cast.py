"""Who is cast for which of the things that go wrong in real customer data."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from msgspec.structs import replace

from shopkeeper.town.dice import chance, shuffled
from shopkeeper.town.model import Person


FULL_TOWN = 480
"""The size that the numbers below are meant for; smaller towns have fewer of each."""

# At most one of these a person: what the silos do to her name.
NAME_CASTS: dict[str, int] = {
    "wrong_name_alone": 12,  # the only silo that knows her first name has it wrong
    "wrong_name_seen": 10,  # one silo has it wrong, another has it right
    "swapped_alone": 6,  # first and last column swapped, nobody else knows
    "swapped_seen": 6,
    "typo_seen": 10,
    "caps": 12,
    "placeholder": 8,
    "firm_as_name": 6,
    "no_name": 10,
    "two_addresses": 18,
    "plus_address": 8,
    "unlinked_card": 8,
    "role_mailbox": 4,
    "asked_nick": 16,
    "noted_nick": 8,
    "namesake": 12,
}

# At most one of these a person: what happened between her and the shop.
LIFE_CASTS: dict[str, int] = {
    "unsubscribed": 34,
    "stop_mail": 18,
    "late": 16,
    "trouble": 22,
    "promise": 24,
    "moved": 20,
    "event": 14,
    "deceased": 3,
}

# Casts that leave the name alone, so that her life may be eventful as well.
_HARMLESS = frozenset({"caps", "two_addresses", "asked_nick", "noted_nick"})

WEB_ONLY = frozenset({"wrong_name_alone", "swapped_alone"})
"""Nobody else knows these people: their records are wrong and stay alone."""

_WEB_AND_NEWS = frozenset(
    {"wrong_name_seen", "swapped_seen", "typo_seen", "plus_address", "unsubscribed"}
)
_WEB = frozenset(
    {"caps", "placeholder", "firm_as_name", "no_name", "role_mailbox", "late",
     "trouble", "promise", "stop_mail", "asked_nick", "moved", "deceased"}
)  # fmt: skip
_WEB_AND_CARD = frozenset({"two_addresses", "unlinked_card"})


def share_mailboxes(
    people: list[Person], rng: np.random.Generator, wanted: int
) -> list[Person]:
    """Cast *wanted* couples as sharing one mailbox."""
    homes: dict[str, list[int]] = {}
    for place, person in enumerate(people):
        if person.role == "adult":
            homes.setdefault(person.household, []).append(place)
    couples = [places for places in homes.values() if len(places) > 1]
    for first, second, *_ in shuffled(rng, couples)[:wanted]:
        people[first] = _with(people[first], ("shared_first",))
        people[second] = _with(people[second], ("shared_second",))
    return people


def cast(people: list[Person], rng: np.random.Generator) -> list[Person]:
    """
    Give out the casts, names first.

    Returns:
        The same people in the same order, with their `traits`.
    """
    share = len(people) / FULL_TOWN
    people = share_mailboxes(people, rng, max(2, round(16 * share)))
    plain = [n for n, p in enumerate(people) if p.role == "adult" and not p.traits]
    _give_out(people, NAME_CASTS, shuffled(rng, plain), share)
    free = [
        n
        for n in plain
        if not people[n].traits or _HARMLESS.issuperset(people[n].traits)
    ]
    _give_out(people, LIFE_CASTS, shuffled(rng, free), share)
    return people


def _give_out(
    people: list[Person], casts: dict[str, int], places: list[int], share: float
) -> None:
    waiting = list(places)
    for trait, number in casts.items():
        wanted = max(2, round(number * share))
        fit = [n for n in waiting if trait != "asked_nick" or people[n].goes_by]
        fit = [n for n in fit if trait != "noted_nick" or people[n].goes_by]
        for place in fit[:wanted]:
            people[place] = _with(people[place], (trait,))
            waiting.remove(place)


def _with(person: Person, traits: Iterable[str]) -> Person:
    return replace(person, traits=tuple(sorted({*person.traits, *traits})))


def memberships(person: Person, rng: np.random.Generator) -> tuple[bool, bool, bool]:
    """
    Decide where the shop knows her: webshop, loyalty card, newsletter.

    The dice are always thrown, whatever the cast, so that one person's cast does
    not change the next person's luck.
    """
    web, card, news = chance(rng, 0.68), chance(rng, 0.55), chance(rng, 0.5)
    traits = frozenset(person.traits)
    if person.role == "child":
        return False, card, False
    if traits & WEB_ONLY:
        return True, False, False
    if "shared_first" in traits:
        return True, card, True
    if "shared_second" in traits:
        return web, not web, False
    web = web or not traits.isdisjoint(_WEB | _WEB_AND_NEWS | _WEB_AND_CARD)
    news = news or not traits.isdisjoint(_WEB_AND_NEWS)
    card = card or not traits.isdisjoint(_WEB_AND_CARD)
    news = news and traits.isdisjoint({"role_mailbox", "unlinked_card"})
    known = web or card or news
    return web, card or not known, news
