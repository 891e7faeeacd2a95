"""Make the people of the town: names, homes, addresses, accounts."""

from __future__ import annotations

import unicodedata

from datetime import date, timedelta

import numpy as np

from msgspec.structs import replace

from shopkeeper.town import names
from shopkeeper.town.cast import cast, memberships
from shopkeeper.town.dice import chance, pick, shuffled, stream
from shopkeeper.town.model import NOW, Home, Person


def people_of(seed: int, wanted: int) -> tuple[Person, ...]:
    """
    Make *wanted* people, deterministically.

    Args:
        seed: Of the whole town.
        wanted: How many people live there.

    Returns:
        Them, in the order of their ids. Households stand together.
    """
    people = _households(stream(seed, 1), wanted)
    people = cast(people, stream(seed, 2))
    people = _namesakes(people)
    people = _contacts(people, stream(seed, 3))
    return tuple(_circumstances(people, stream(seed, 4)))


def _households(rng: np.random.Generator, wanted: int) -> list[Person]:
    people: list[Person] = []
    taken: set[tuple[str, str]] = set()
    household = 0
    while len(people) < wanted:
        household += 1
        adults = 1 if chance(rng, 0.45) else 2
        children = int(rng.integers(1, 3)) if chance(rng, 0.15) else 0
        family, home = pick(rng, names.FAMILY), _home(rng)
        for member in range(min(adults + children, wanted - len(people))):
            if member == 1 and chance(rng, 0.25):
                family = pick(rng, names.FAMILY)  # a partner keeps her own name
            given, short = pick(rng, names.GIVEN)
            while (given, family) in taken:
                given, short = pick(rng, names.GIVEN)
            taken.add((given, family))
            child = member >= adults
            people.append(
                Person(
                    id=f"p{len(people) + 1:04d}",
                    given=given,
                    family=family,
                    title="Mr" if given in names.MALE else "Ms",
                    goes_by=short[:1],
                    role="child" if child else "adult",
                    household=f"h{household:04d}",
                    born=int(rng.integers(2012, 2020) if child else
                             rng.integers(1942, 2003)),
                    home=home,
                )
            )  # fmt: skip
    return people


def _home(rng: np.random.Generator) -> Home:
    letters = "ABDEFGHJLNPQRSTUWXYZ"
    unit = pick(rng, letters) + pick(rng, letters)
    return Home(
        street=f"{int(rng.integers(1, 120))} {pick(rng, names.STREETS)}",
        postcode=f"{pick(rng, names.POSTCODES)}{unit}",
    )


def _namesakes(people: list[Person]) -> list[Person]:
    """Let every second namesake take the name of the one before her."""
    alike = [n for n, person in enumerate(people) if "namesake" in person.traits]
    for turn, (one, other) in enumerate(zip(alike[::2], alike[1::2], strict=False)):
        model = people[one]
        firm = names.FIRMS[turn % len(names.FIRMS)][0] if turn % 2 == 0 else None
        job = "surveyor" if firm else None
        people[one] = replace(model, company=firm, job=job)
        people[other] = replace(
            people[other],
            given=model.given,
            family=model.family,
            title=model.title,
            goes_by=model.goes_by,
            company=firm,
            job=job,
        )
    return people


def _contacts(people: list[Person], rng: np.random.Generator) -> list[Person]:
    mailboxes: set[str] = set()
    numbers = shuffled(rng, range(1000))
    landlines: dict[str, str] = {}
    spare = shuffled(rng, range(1000))
    shared: dict[str, str] = {}
    guardians: dict[str, Person] = {}
    result = []
    for person in people:
        web, card, news = memberships(person, rng)
        mobile = f"07700 900{numbers.pop():03d}"
        if person.role == "child":
            elder = guardians.get(person.household)
            emails = elder.emails[:1] if elder else ()
            phones = elder.phones[:1] if elder else (mobile,)
        else:
            emails = _emails(person, rng, mailboxes, shared)
            phones = (mobile,)
            if chance(rng, 0.25) or "unlinked_card" in person.traits:
                at_home = f"0131 496 0{spare.pop():03d}"
                phones = (mobile, landlines.setdefault(person.household, at_home))
        place = int(person.id[1:])
        person = replace(  # noqa: PLW2901 the same person, better known
            person,
            emails=emails,
            phones=phones,
            customer_no=f"K-{10000 + 7 * place}" if web else None,
            card_no=f"77{40000 + 13 * place:07d}" if card else None,
            newsletter=_newsletter(person, emails) if news else None,
        )
        guardians.setdefault(person.household, person)
        result.append(person)
    return result


def _newsletter(person: Person, emails: tuple[str, ...]) -> str:
    if "plus_address" in person.traits:
        local, _, host = emails[0].partition("@")
        return f"{local}+books@{host}"
    return emails[-1]


def _emails(
    person: Person,
    rng: np.random.Generator,
    taken: set[str],
    shared: dict[str, str],
) -> tuple[str, ...]:
    host = pick(rng, names.MAIL_HOSTS)
    family, given = _ascii(person.family), _ascii(person.given)
    if "role_mailbox" in person.traits:
        return (f"info@{pick(rng, names.FIRMS)[1]}",)
    if {"shared_first", "shared_second"} & set(person.traits):
        fallback = f"the.{family}s.{person.household}@{host}"
        return (shared.setdefault(person.household, fallback),)
    styles = (
        f"{given}.{family}@{host}",
        f"{given[0]}{family}{person.born % 100:02d}@{host}",
        f"{family}.{given}@{host}",
        f"bookworm{int(rng.integers(10, 99))}.{given[:2]}{family[:2]}@{host}",
    )
    first = _unused(styles[int(rng.integers(4))], taken)
    if "two_addresses" not in person.traits:
        return (first,)
    return (first, _unused(f"{given}{family}.work@{host}", taken))


def _unused(address: str, taken: set[str]) -> str:
    local, _, host = address.partition("@")
    number = 1
    while address in taken:
        number += 1
        address = f"{local}{number}@{host}"
    taken.add(address)
    return address


def _ascii(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.replace("ł", "l"))
    return "".join(c for c in plain.lower() if c.isascii() and c.isalpha())


def _circumstances(people: list[Person], rng: np.random.Generator) -> list[Person]:
    """Moves, jobs, a death: what changes about people who stay the same."""
    result = []
    for person in people:
        known_job = chance(rng, 0.15)
        job, firm = pick(rng, names.JOBS), pick(rng, names.FIRMS)[0]
        moved = (NOW - timedelta(days=int(rng.integers(20, 170)))).date()
        home = _home(rng)
        traits = set(person.traits)
        if known_job and person.role == "adult" and not person.job:
            person = replace(person, job=job, company=firm)  # noqa: PLW2901
        if "moved" in traits:
            person = replace(  # noqa: PLW2901
                person, home=home, old_home=person.home, moved_on=moved
            )
        if "deceased" in traits:
            person = replace(person, died_on=date(2026, 8, 3))  # noqa: PLW2901
        if "asked_nick" in traits and chance(rng, 0.5):
            person = replace(person, only_goes_by=True)  # noqa: PLW2901
        result.append(person)
    return result
