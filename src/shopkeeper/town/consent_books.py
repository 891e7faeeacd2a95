"""The consent register, the newsletter's log, and what came of earlier letters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from zoneinfo import ZoneInfo

from shopkeeper.town.book import Book, Habit
from shopkeeper.town.dice import between, pick, stream
from shopkeeper.town.life import Life
from shopkeeper.town.model import NOW, ZONE, Person
from shopkeeper.town.people_lists import WebName


REGISTER = Habit(
    name="consent_register",
    path="exports/consent_register.csv",
    holds="consents",
    department="privacy office",
    format="csv",
    encoding="utf-8",
    delimiter="|",
    columns=(
        "customer", "card", "email", "name", "purpose", "state", "at", "wording",
        "version", "proof",
    ),
)  # fmt: skip
LOG = Habit(
    name="newsletter_log",
    path="exports/newsletter_log.csv",
    holds="consents",
    department="marketing",
    format="csv",
    encoding="utf-8",
    delimiter=",",
    columns=("Email Address", "state", "at"),
)
OUTCOMES = Habit(
    name="outcomes",
    path="exports/outcomes.parquet",
    holds="outcomes",
    department="analysis",
    format="parquet",
    columns=("outcome", "at", "email", "value"),
)

_WORDING = {
    "marketing": "You may write to me about things to buy",
    "relationship": "You may write to me now and then",
}


def register(
    seed: int,
    people: Mapping[str, Person],
    life: Life,
    web: Mapping[str, WebName],
) -> Book:
    """
    Write down what people ticked in the webshop and on the card's form.

    The webshop hands on the name of the account, mistakes included.
    """
    rng, book = stream(seed, 40), Book(REGISTER)
    for consent in life.consents:
        version = f"v{int(rng.integers(1, 4))}"
        if consent.heard_by == "newsletter":
            continue
        person = people[consent.person]
        by_web = consent.heard_by == "webshop"
        typed = web[person.id]
        name = f"{typed.first} {typed.last}".strip() if by_web else person.full_name
        book.add(
            person.id,
            (
                person.customer_no if by_web else "",
                "" if by_web else person.card_no,
                _register_email(person, consent.heard_by), name,
                consent.purpose, consent.state, consent.at.isoformat(),
                _WORDING[consent.purpose], version, f"form {consent.heard_by}",
            ),
            says={} if by_web and typed.first not in name_like(person) else
            {"name.full": name},
        )  # fmt: skip
    return book


def name_like(person: Person) -> tuple[str, ...]:
    """Return what in a name column would be a true witness of her name."""
    return (person.given, person.given.upper(), *person.goes_by)


def _register_email(person: Person, heard_by: str) -> str:
    if not person.emails:
        return ""
    return person.emails[-1 if heard_by == "loyalty" else 0]


def log(people: Mapping[str, Person], life: Life) -> Book:
    """Write what the newsletter's tool saw: nobody else ever reads it."""
    book, zone = Book(LOG), ZoneInfo(ZONE)
    mates = {p.household: p.id for p in people.values() if "shared_second" in p.traits}
    for consent in life.consents:
        person = people[consent.person]
        if consent.heard_by != "newsletter" or person.newsletter is None:
            continue
        shared = "shared_first" in person.traits
        book.add(
            person.id,
            (
                person.newsletter, consent.state,
                f"{consent.at.astimezone(zone):%Y-%m-%d %H:%M}",
            ),
            also=(mates[person.household],) if shared else (),
        )  # fmt: skip
    return book


def outcomes(seed: int, people: Sequence[Person]) -> Book:
    """Write what came of the letters of the last half year."""
    rng, book = stream(seed, 41), Book(OUTCOMES)
    rows = []
    for person in people:
        for _ in range(int(rng.integers(0, 4))):
            at = between(rng, NOW - timedelta(days=180), NOW - timedelta(days=6))
            kind = pick(rng, ("visit", "visit", "click", "purchase", "purchase"))
            value = round(float(rng.uniform(4, 40)), 2) if kind == "purchase" else None
            if person.customer_no and person.emails and not person.died_on:
                rows.append((at, person.id, kind, person.emails[0], value))
    for at, who, kind, email, value in sorted(rows, key=lambda r: (r[0], r[1], r[2])):
        book.add(who, (kind, at, email, value))
    return book
