"""The lists of people that three departments keep, each in its own habit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from shopkeeper.town import names
from shopkeeper.town.book import Book, Habit
from shopkeeper.town.dice import between, chance, pick, stream
from shopkeeper.town.life import Life
from shopkeeper.town.model import NOW, Person


ACCOUNTS = Habit(
    name="webshop_accounts",
    path="exports/webshop_accounts.csv",
    holds="people",
    department="e-commerce",
    format="csv",
    encoding="latin-1",
    delimiter=";",
    key="Kundennr",
    columns=(
        "Kundennr", "first", "last", "EMail Addr", "Tel.", "Street", "Postcode", "Town",
        "registered", "Mailings",
    ),
)  # fmt: skip
CARDS = Habit(
    name="loyalty_cards",
    path="exports/loyalty cards.xlsx",
    holds="people",
    department="shop floor",
    format="xlsx",
    key="Card No",
    columns=(
        "Card No", "Full name", "Mobile", "E-mail", "Address", "Postcode", "Joined",
        "Web customer no", "Letters OK",
    ),
    sheet="Cards",
    title=("Harbour Books loyalty cards", "from the till in the front shop"),
)  # fmt: skip
NEWSLETTER = Habit(
    name="newsletter_list",
    path="exports/newsletter_list.csv",
    holds="people",
    department="marketing",
    format="csv",
    encoding="utf-8",
    delimiter=",",
    columns=("Email Address", "First Name", "Subscribed", "Status"),
)


@dataclass(frozen=True)
class WebName:
    """The name a webshop account carries, and whether its first column is true."""

    first: str
    last: str
    wrong: bool


_PLACEHOLDERS = ("Customer", "N/A", "test", "null", "xxx", "Guest")
_NOT_KEPT = frozenset({"no_name", "placeholder", "firm_as_name"})


def web_names(seed: int, people: Sequence[Person]) -> dict[str, WebName]:
    """Say what stands in the name columns of each webshop account, by person."""
    rng = stream(seed, 20)
    return {p.id: _web_name(rng, p) for p in people}


def _web_name(rng: np.random.Generator, person: Person) -> WebName:
    traits = set(person.traits)
    misheard = pick(rng, names.MISHEARD)
    placeholder, firm = pick(rng, _PLACEHOLDERS), pick(rng, names.FIRMS)[0]
    if traits & {"wrong_name_alone", "wrong_name_seen"}:
        if misheard == person.given:
            misheard = "Marjorie"
        return WebName(misheard, person.family, wrong=True)
    if traits & {"swapped_alone", "swapped_seen"}:
        return WebName(person.family, person.given, wrong=True)
    if "typo_seen" in traits:
        return WebName(_typo(person.given), person.family, wrong=True)
    if "caps" in traits:
        return WebName(person.given.upper(), person.family.upper(), wrong=False)
    empty = {
        "placeholder": WebName(placeholder, "Customer", wrong=True),
        "firm_as_name": WebName(firm, "", wrong=True),
        "no_name": WebName("", "", wrong=False),
    }
    kept = WebName(person.given, person.family, wrong=False)
    return next((empty[trait] for trait in person.traits if trait in empty), kept)


def _typo(name: str) -> str:
    """Swap two letters inside a name, or double one of a short name."""
    middle = len(name) // 2
    if len(name) > 3 and name[middle] != name[middle - 1]:  # noqa: PLR2004
        return name[: middle - 1] + name[middle] + name[middle - 1] + name[middle + 1 :]
    return name + name[-1]


def accounts(
    seed: int, people: Sequence[Person], life: Life, web: Mapping[str, WebName]
) -> Book:
    """Write the webshop's accounts: semicolons, latin-1, the day before the month."""
    rng, book = stream(seed, 21), Book(ACCOUNTS)
    noes = _own_noes(life, "webshop")
    for person in people:
        since = between(rng, NOW - timedelta(days=900), NOW - timedelta(days=720))
        in_capitals, spaced = chance(rng, 0.15), chance(rng, 0.5)
        if person.customer_no is None:
            continue
        name = web[person.id]
        email = person.emails[0].title() if in_capitals else person.emails[0]
        phone = person.phones[0] if spaced else person.phones[0].replace(" ", "")
        says = {} if set(person.traits) & _NOT_KEPT else {"person.called": name.first}
        record_id = book.add(
            person.id,
            (
                person.customer_no, name.first, name.last, email, phone,
                person.home.street, person.home.postcode, person.home.town,
                f"{since:%d/%m/%Y}", "N" if person.id in noes else "Y",
            ),
            says=says,
        )  # fmt: skip
        if name.wrong and says:
            book.slip(record_id, "person.called", name.first, person.given)
    _test_accounts(book)
    return book


def _test_accounts(book: Book) -> None:
    junk = (
        ("K-99001", "test", "test", "test@test.com", "0000000"),
        ("K-99002", "Test", "Order", "TEST@TEST.COM", "000000000"),
        ("K-99003", "null", "null", "null", "null"),
        ("K-99004", "asdf", "asdf", "noreply@harbour.example", "1234567"),
        ("K-99005", "N/A", "N/A", "none", "0000000"),
    )
    for row in junk:
        book.add(None, (*row, "", "", "", "01/02/2025", "Y"))


def _own_noes(life: Life, silo: str) -> set[str]:
    """Return who told this very silo not to write, and did not change her mind."""
    last = {
        c.person: c.state
        for c in life.consents
        if c.heard_by == silo and c.purpose == "marketing"
    }
    return {person for person, state in last.items() if state != "granted"}


def cards(seed: int, people: Sequence[Person], life: Life) -> Book:
    """Write the loyalty cards: an Excel sheet in capitals, one field for the name."""
    rng, book = stream(seed, 22), Book(CARDS)
    noes = _own_noes(life, "loyalty")
    for person in people:
        joined = between(rng, NOW - timedelta(days=1500), NOW - timedelta(days=735))
        email_known, family_first = chance(rng, 0.65), chance(rng, 0.1)
        number_known, foreign = chance(rng, 0.3), chance(rng, 0.3)
        if person.card_no is None:
            continue
        traits, home = set(person.traits), person.old_home or person.home
        full = f"{person.given} {person.family}".upper()
        if family_first:
            full = f"{person.family} {person.given}".upper()
        if person.died_on:
            full += " (DECEASED)"
        phone, email = person.phones[0], person.emails[-1] if person.emails else ""
        web_no = person.customer_no if number_known or "two_addresses" in traits else ""
        if "unlinked_card" in traits:
            phone, email, web_no = person.phones[-1], "", ""
        elif not (email_known or traits & {"two_addresses", "shared_second"}):
            email = ""
        if foreign:
            phone = "+44 " + phone.removeprefix("0")
        book.add(
            person.id,
            (
                person.card_no, full, phone, email.upper() if family_first else email,
                home.street.upper(), home.postcode, joined.replace(tzinfo=None),
                web_no or "", "N" if person.id in noes else "Y",
            ),
            says={"name.full": full},
        )  # fmt: skip
    book.add(
        None,
        ("0000000", "STAFF TRAINING CARD", "0000000", "", "", "", None, "", "N"),
    )
    return book


def newsletter(seed: int, people: Sequence[Person], life: Life) -> Book:
    """Write the newsletter's list: only what people typed into a small form."""
    rng, book = stream(seed, 23), Book(NEWSLETTER)
    joined = {
        c.person: c.at
        for c in life.consents
        if c.heard_by == "newsletter" and c.state == "granted"
    }
    gone = {
        c.person
        for c in life.consents
        if c.heard_by == "newsletter" and c.state == "revoked"
    }
    mates = {p.household: p for p in people if "shared_second" in p.traits}
    for person in people:
        nameless, short = chance(rng, 0.18), chance(rng, 0.35)
        if person.newsletter is None:
            continue
        traits = set(person.traits)
        also: tuple[str, ...] = ()
        first = person.goes_by[0] if short and person.goes_by else person.given
        if traits & {"wrong_name_seen", "swapped_seen", "typo_seen"}:
            first, nameless = person.given, False
        if nameless or traits & {"no_name", "placeholder", "firm_as_name"}:
            first = ""
        if "shared_first" in traits:
            mate = mates[person.household]
            first, also = f"{person.given} & {mate.given}", (mate.id,)
        says = {} if also else {"person.called": first}
        book.add(
            person.id,
            (
                person.newsletter, first, f"{joined[person.id]:%Y-%m-%d}",
                "unsubscribed" if person.id in gone else "subscribed",
            ),
            also=also,
            says=says,
        )  # fmt: skip
    return book
