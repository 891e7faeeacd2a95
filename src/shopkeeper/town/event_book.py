"""What the website saw: events in the Segment shape, shared tablets included."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import numpy as np

from shopkeeper.town.book import Book, Habit
from shopkeeper.town.dice import between, chance, pick, stream
from shopkeeper.town.model import NOW, Buy, Cell, Person
from shopkeeper.town.shelf import AGAIN, BOOKS, BY_NAME


EVENTS = Habit(
    name="site_events",
    path="exports/site_events.jsonl",
    holds="events",
    department="e-commerce",
    format="jsonl",
    encoding="utf-8",
    key="messageId",
    columns=(
        "messageId", "type", "event", "timestamp", "userId", "anonymousId",
        "traits.email", "properties.order_id", "properties.title",
        "properties.genre", "context.page.path",
    ),
)  # fmt: skip

_TABLETS = ("shop-tablet-1", "shop-tablet-2", "cafe-tablet")
_NOBODY = ("null", "undefined", "0", "00000000-0000-0000-0000-000000000000")


def events(
    seed: int,
    people: Sequence[Person],
    buys: Sequence[Buy],
    order_of: Mapping[tuple[str, datetime], str],
) -> Book:
    """
    Write the website's events.

    Args:
        seed: Of the town.
        people: Everybody.
        buys: What they bought.
        order_of: Order number by person and time of the line.
    """
    rng = stream(seed, 31)
    found: list[tuple[datetime, str | None, dict[str, Cell]]] = []
    for person in people:
        if person.customer_no is not None:
            found.extend(_visits(rng, person))
    for buy in buys:
        order = order_of.get((buy.person or "", buy.at))
        if order and buy.at > NOW - timedelta(days=90) and buy.quantity > 0:
            found.append(_order_event(rng, buy, order, people))
    found.extend(_strangers(rng))
    found.sort(key=lambda e: (e[0], e[1] or "", str(e[2])))
    book = Book(EVENTS)
    for number, (at, who, cells) in enumerate(found):
        known: dict[str, Cell] = {"messageId": f"e{number:06d}", "timestamp": at}
        book.add(who, [(known | cells).get(name) for name in EVENTS.columns])
    return book


def _device(rng: np.random.Generator, person: Person) -> str:
    """Return what she browses on: her own, the family's, or a tablet in the shop."""
    luck = rng.random()
    if luck < 0.08:  # noqa: PLR2004 a share of visits
        return pick(rng, _TABLETS)
    if {"shared_first", "shared_second"} & set(person.traits) or luck < 0.12:  # noqa: PLR2004
        return f"sofa-{person.household}"
    return f"dev-{int(person.id[1:]) * 7919 % 1000003:06d}"


def _visits(
    rng: np.random.Generator, person: Person
) -> list[tuple[datetime, str | None, dict[str, Cell]]]:
    visits: list[tuple[datetime, str | None, dict[str, Cell]]] = []
    for _ in range(int(rng.integers(1, 5))):
        at = between(rng, NOW - timedelta(days=180), NOW - timedelta(days=1))
        device, item = _device(rng, person), pick(rng, (*AGAIN, *BOOKS))
        known, says_who = chance(rng, 0.7), chance(rng, 0.4)
        if person.died_on and at.date() > person.died_on:
            continue
        if says_who:
            visits.append(
                (
                    at,
                    person.id,
                    {
                        "type": "identify", "userId": person.customer_no,
                        "anonymousId": device, "traits.email": person.emails[0],
                    },
                )
            )  # fmt: skip
        visits.append(
            (
                at + timedelta(minutes=2),
                person.id,
                {
                    "type": "track", "event": "Product Viewed",
                    "userId": person.customer_no if known else None,
                    "anonymousId": device, "properties.title": item.name,
                    "properties.genre": item.genre,
                    "context.page.path": f"/shelf/{item.sku.lower()}",
                },
            )
        )  # fmt: skip
    return visits


def _order_event(
    rng: np.random.Generator, buy: Buy, order: str, people: Sequence[Person]
) -> tuple[datetime, str | None, dict[str, Cell]]:
    person = people[int((buy.person or "p0")[1:]) - 1]
    cells: dict[str, Cell] = {
        "type": "track", "event": "Order Completed", "userId": person.customer_no,
        "anonymousId": _device(rng, person), "properties.order_id": order,
        "properties.title": buy.item, "properties.genre": BY_NAME[buy.item].genre,
    }  # fmt: skip
    return buy.at, person.id, cells


def _strangers(
    rng: np.random.Generator,
) -> list[tuple[datetime, str | None, dict[str, Cell]]]:
    """Visits of nobody in particular, some with the ids that broken code sends."""
    return [
        (
            between(rng, NOW - timedelta(days=180), NOW - timedelta(days=1)),
            None,
            {
                "type": "page", "context.page.path": "/", "userId":
                pick(rng, _NOBODY) if chance(rng, 0.4) else None,
                "anonymousId": pick(rng, _TABLETS) if chance(rng, 0.3)
                else f"passer-{number}",
            },
        )
        for number in range(150)
    ]  # fmt: skip
