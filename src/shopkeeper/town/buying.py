"""What people of the town really buy: habits with a rhythm, and books now and then."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

import numpy as np

from msgspec.structs import replace

from shopkeeper.town.dice import chance, pick, shuffled, stream
from shopkeeper.town.model import NOW, Buy, Habit, Person
from shopkeeper.town.shelf import AGAIN, BOOKS, BY_NAME, sibling


OPENED = date(2024, 11, 4)
"""First day of the records: two years of history."""

LOOK_AHEAD = timedelta(days=200)
"""How far the true future is known, longer than two quarters of a rhythm."""

WRONG_LINES = 0.042
"""Share of all order lines that the till writes wrongly and nobody corrects."""

# Gap in days and how many habits of 100 have it.
_RHYTHMS = ((7, 6), (14, 18), (28, 40), (42, 18), (91, 18))
_ENDED = 0.125  # share of habits that are over
_GAP_SPREAD = 0.13  # of the gap: a person with a rhythm is a day or four off


def habits_of(seed: int, people: Sequence[Person]) -> tuple[Habit, ...]:
    """Give people their habits: most have one or two, a third has none."""
    rng = stream(seed, 5)
    habits: list[Habit] = []
    for person in people:
        number = pick(rng, (0, 0, 0, 1, 1, 1, 1, 2, 2, 3))
        if person.role == "child":
            number = min(number, 1)
        if set(person.traits) & {"wrong_name_alone", "swapped_alone", "late"}:
            number = max(number, 1)
        items = shuffled(rng, AGAIN)[:number]
        habits.extend(
            habit
            for item in items
            if (habit := _habit(rng, person, item.name)) is not None
        )
    return _ring_up_wrongly(habits, stream(seed, 6))


def _habit(rng: np.random.Generator, person: Person, item: str) -> Habit | None:
    places = ["webshop"] * bool(person.customer_no) + ["till"] * bool(person.card_no)
    gap = _rhythm(rng) * float(rng.uniform(0.85, 1.2))
    starts = OPENED + timedelta(days=int(rng.integers(0, 420)))
    fate, last = rng.random(), int(rng.integers(40, 300))
    place = pick(rng, places or ["till"])
    if not places:
        return None
    # One habit in eight has ended, some of them lately: she drifts or has left.
    ends = (NOW - timedelta(days=last)).date() if fate < _ENDED else None
    if person.died_on:
        ends = person.died_on
    return Habit(
        person=person.id, item=item, every_days=gap, starts=starts, ends=ends, at=place
    )


def _rhythm(rng: np.random.Generator) -> int:
    point = int(rng.integers(100))
    for gap, share in _RHYTHMS:
        if point < share:
            return gap
        point -= share
    return _RHYTHMS[-1][0]


def _ring_up_wrongly(
    habits: list[Habit], rng: np.random.Generator
) -> tuple[Habit, ...]:
    """
    Let the till press the wrong button for some habits, always the same one.

    Nobody corrects it: every row of such a habit is wrong, and no other says so.
    """
    lines = [_expected_lines(h) for h in habits]
    budget = WRONG_LINES * (sum(lines) * 1.2)  # books come on top of habits
    wrong: set[int] = set()
    for place in shuffled(rng, range(len(habits))):
        habit = habits[place]
        mates = {h.item for h in habits if h.person == habit.person}
        other = sibling(BY_NAME[habit.item]).name
        if habit.at != "till" or habit.ends or other in mates:
            continue
        if budget <= 0:
            break
        wrong.add(place)
        budget -= lines[place]
    return tuple(
        replace(h, rung_up_as=sibling(BY_NAME[h.item]).name) if n in wrong else h
        for n, h in enumerate(habits)
    )


def _expected_lines(habit: Habit) -> float:
    return max(0, ((habit.ends or NOW.date()) - habit.starts).days) / habit.every_days


def buys_of(
    seed: int, people: Sequence[Person], habits: Sequence[Habit]
) -> tuple[Buy, ...]:
    """
    Say what everybody bought, and what they are going to buy after `NOW`.

    Returns:
        Buys by time, then person, then item.
    """
    rng = stream(seed, 7)
    buys = [buy for habit in habits for buy in _rhythmic(rng, habit)]
    for person in people:
        buys.extend(_books(rng, person))
    buys.extend(_passers_by(rng))
    buys = _with_returns(buys, stream(seed, 8))
    buys = _with_late(buys, people, stream(seed, 9))
    buys = _with_mix_ups(buys, habits, stream(seed, 16))
    return tuple(sorted(buys, key=lambda b: (b.at, b.person or "", b.item)))


def _rhythmic(rng: np.random.Generator, habit: Habit) -> list[Buy]:
    end = habit.ends or (NOW + LOOK_AHEAD).date()
    buys = []
    day = float(rng.uniform(0, habit.every_days))
    while (on := habit.starts + timedelta(days=round(day))) <= end:
        quantity = 2 if chance(rng, 0.1) else 1
        buys.append(
            Buy(
                person=habit.person,
                at=_hour(rng, on, habit.at),
                item=habit.item,
                quantity=quantity,
                where=habit.at,
                written_as=habit.rung_up_as or habit.item,
            )
        )
        gap = habit.every_days * (1 + _GAP_SPREAD * float(rng.standard_normal()))
        day += max(1.0, gap)
    return buys


def _hour(rng: np.random.Generator, day: date, where: str) -> datetime:
    """Return a moment of *day*: the till closes at 17:30, the webshop never."""
    first, last = (9 * 60 + 5, 17 * 60 + 25) if where == "till" else (7 * 60, 21 * 60)
    minute = int(rng.integers(first, last))
    if day == NOW.date():
        first = 9 * 60 + 30  # what happens on the last day happens after `NOW`
        minute = max(minute, first)
    return datetime.combine(day, time(minute // 60, minute % 60), UTC)


def _books(rng: np.random.Generator, person: Person) -> list[Buy]:
    """Books for herself, each once, and the odd gift; some of them still to come."""
    places = ["webshop"] * bool(person.customer_no) + ["till"] * bool(person.card_no)
    number = int(rng.poisson(5))
    if not places:
        return []
    end = (NOW + LOOK_AHEAD).date()
    if person.died_on:
        end = person.died_on
    buys = []
    for book in shuffled(rng, BOOKS)[:number]:
        where = pick(rng, places)
        on = OPENED + timedelta(days=int(rng.integers((end - OPENED).days)))
        friend = pick(rng, ("Aunt May", "Jo", "Sam and Lee", "Gran", "Ollie"))
        gift = chance(rng, 0.2) and where == "webshop"
        buys.append(
            Buy(
                person=person.id,
                at=_hour(rng, on, where),
                item=book.name,
                quantity=1,
                where=where,
                written_as=book.name,
                gift_for=friend if gift else None,
            )
        )
    return buys


def _passers_by(rng: np.random.Generator) -> list[Buy]:
    """Till receipts without a card."""
    things = (*AGAIN, *BOOKS)
    days = (NOW.date() - OPENED).days
    return [
        Buy(
            person=None,
            at=_hour(rng, OPENED + timedelta(days=int(rng.integers(days))), "till"),
            item=(thing := pick(rng, things)).name,
            quantity=1,
            where="till",
            written_as=thing.name,
        )
        for _ in range(300)
    ]


def _with_returns(buys: list[Buy], rng: np.random.Generator) -> list[Buy]:
    """Bring back some of the books bought in the webshop."""
    books = {book.name for book in BOOKS}
    back = [
        replace(buy, at=buy.at + timedelta(days=9), quantity=-buy.quantity)
        for buy in buys
        if buy.where == "webshop"
        and buy.item in books
        and chance(rng, 0.12)
        and buy.at + timedelta(days=9) < NOW
    ]
    return [*buys, *back]


def _with_late(
    buys: list[Buy], people: Sequence[Person], rng: np.random.Generator
) -> list[Buy]:
    """Add an order that should have come by now for everybody cast for it."""
    owned = {(b.person, b.item) for b in buys}
    late = []
    for person in people:
        days, books = int(rng.integers(11, 21)), shuffled(rng, BOOKS)
        if "late" not in person.traits:
            continue
        book = next(b for b in books if (person.id, b.name) not in owned)
        on = (NOW - timedelta(days=days)).date()
        late.append(
            Buy(
                person=person.id,
                at=_hour(rng, on, "webshop"),
                item=book.name,
                quantity=1,
                where="webshop",
                written_as=book.name,
                late=True,
            )
        )
    return [*buys, *late]


def _with_mix_ups(
    buys: list[Buy], habits: Sequence[Habit], rng: np.random.Generator
) -> list[Buy]:
    """
    Let the webshop write down a wrong thing now and then, in the last weeks.

    Unlike the till's mistakes these are seen: the buyer writes to say so.
    """
    steady = {(h.person, h.item) for h in habits if h.ends is None}
    newest: dict[str, int] = {}
    for place, buy in enumerate(buys):
        fits = buy.where == "webshop" and (buy.person, buy.item) in steady
        if fits and NOW - timedelta(days=40) < buy.at < NOW - timedelta(days=7):
            newest[buy.person or ""] = place
    wrong = set(shuffled(rng, sorted(newest.values()))[: max(2, len(newest) // 14)])
    return [
        replace(buy, written_as=sibling(BY_NAME[buy.item]).name) if n in wrong else buy
        for n, buy in enumerate(buys)
    ]
