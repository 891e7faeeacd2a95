"""One round over everyone: from what arrived to what is done about it.

A round is keyed by the shop and the moment, floored to the length of rounds. The same
round worked again changes nothing: people who have a decision keep it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec

from shopkeeper.decide import decide_round, is_human, shop_hour
from shopkeeper.flow.acting import act
from shopkeeper.flow.anchoring import keep_head
from shopkeeper.flow.asking import ask_colleagues
from shopkeeper.flow.deciding import (
    by_address,
    case_of,
    programme,
    to_housemates,
)
from shopkeeper.flow.deferring import end_of_waiting
from shopkeeper.flow.house import House
from shopkeeper.flow.intake import TakenIn, take_in
from shopkeeper.flow.knowing import KnownPerson, by_person, gather
from shopkeeper.flow.learning import learn_from_rows
from shopkeeper.flow.one_letter import keep_one_letter
from shopkeeper.flow.touching import (
    chosen_option,
    once_an_address,
)
from shopkeeper.recognise.ports import RowSource
from shopkeeper.vocabulary import (
    Decision,
    Handover,
    Shop,
    Source,
    Speaker,
    Touch,
    TouchState,
    round_key,
)


_LEAST_DAYS = 14  # on which people wrote, for a habit of theirs
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# What a round did; the other counts say how things stand behind it.
_ADDED = frozenset(
    {
        "new_rows", "quarantined", "facts_new", "facts_gone", "joins", "parts",
        "asked_for_a_human", "doubts", "decisions", "touches", "handovers",
        "consents_unread", "messages", "loops_opened", "colleagues_asked",
        "withdrawn", "reports_unused",
    }
)  # fmt: skip


class RoundDone(msgspec.Struct, frozen=True, kw_only=True):
    """
    What a round came to.

    Attributes:
        key: Its key.
        taken_in: Per source what was read.
        counts: For `status`: people, facts, decisions and so on.
    """

    key: str
    taken_in: tuple[TakenIn, ...]
    counts: Mapping[str, int]


def work_round(
    house: House,
    open_source: Callable[[Source], Sequence[RowSource]],
    *,
    now: datetime,
) -> RoundDone:
    """
    Take in what arrived, and decide anew for everyone.

    Args:
        house: The shop.
        open_source: Opens the tables of a source.
        now: The moment of the round.
    """
    key = round_key(house.shop.name, floored_us(now, house.shop.rounds_every))
    house.rounds.begin(key, at=now, seed=house.seed)
    taken = tuple(
        take_in(house, source, open_source(source), now=now)
        for source in house.shop.sources
    )
    counts = learn_from_rows(house, now=now)
    with house.together():
        counts |= decide_for_all(house, key, now=now)
        counts["new_rows"] = sum(one.new for one in taken)
        counts["refused"] = sum(one.refused for one in taken)
        set_aside = counts["consents_unread"] + counts["reports_unused"]
        counts["quarantined"] = set_aside + sum(one.quarantined for one in taken)
        house.rounds.finish(key, summary=_with_earlier(house, key, counts))
    keep_head(house, now=now)
    return RoundDone(key=key, taken_in=taken, counts=counts)


def _with_earlier(house: House, key: str, counts: dict[str, int]) -> dict[str, int]:
    """Add what this round came to when it was worked before."""
    last = house.rounds.last()
    if last is None or last[0] != key:
        return counts
    earlier = last[2]
    return {
        name: count + earlier.get(name, 0) if name in _ADDED else count
        for name, count in counts.items()
    }


def floored_us(now: datetime, every: timedelta) -> int:
    """Return the beginning of the round that *now* is in, microseconds UTC."""
    step = every // timedelta(microseconds=1)
    return (now - _EPOCH) // timedelta(microseconds=1) // step * step


def usual_hour_of(people: Iterable[KnownPerson], shop: Shop) -> int | None:
    """
    Return the hour about which the shop's people write, each on her own clock.

    What stands on the full hour was rounded, or stamped by a list that knows the day
    alone: that is nobody's habit. Nor are fewer days than a fortnight's.
    """
    zones: dict[str, ZoneInfo] = {}
    days: set[date] = set()

    def hours(person: KnownPerson) -> list[int]:
        name = person.time_zone or shop.time_zone
        try:
            zone = zones.setdefault(name, ZoneInfo(name))
        except (ValueError, KeyError, OSError):  # rows hold all sorts of text
            return []
        wrote = [
            word.at.astimezone(zone)
            for word in person.words
            if word.by is Speaker.CUSTOMER
        ]
        mean = [at for at in wrote if (at.minute, at.second) != (0, 0)]
        days.update(at.date() for at in mean)
        return [at.hour for at in mean]

    found = shop_hour([hours(person) for person in people if person.words])
    return found if len(days) >= _LEAST_DAYS else None


def decide_for_all(house: House, key: str, *, now: datetime) -> dict[str, int]:
    """Decide for everyone who has no decision in this round yet."""
    plans = programme(house, now=now)
    people = gather(house, now=now)
    now_of = {own: person.id for person in people.values() for own in person.own}
    outbox = house.outbox.all()
    touches = by_person(outbox, now_of)
    written_to = by_address(outbox)
    handovers = by_person(house.desk.all(), now_of)
    arms = _arms(house, people)
    done = house.decisions.of_round(key)
    decided = {now_of.get(person, person) for person in done}
    cases = {}
    for person in people.values():
        if person.id in decided:
            continue
        case = case_of(
            house,
            person,
            plans,
            now=now,
            touches=touches.get(person.id, ()),
            nearby=to_housemates(person, written_to),
            handovers=handovers.get(person.id, ()),
            arms=arms.get(person.id, {}),
            zones=house.zones,
        )
        if case.moment.needs or any(one.met for one in case.candidates):
            cases[person.id] = case
    made = decide_round(
        list(cases.values()),
        msgspec.structs.replace(
            plans.rules, usual_hour=usual_hour_of(people.values(), house.shop)
        ),
        round_key=key,
        seed=house.seed,
        capacity_minutes=_capacity(house, done),
    )
    house.progress("deciding", len(made), len(made))
    out: list[Touch] = []
    desk: list[Handover] = []
    for decision in made:
        act(house, plans, decision, cases[decision.person], people, out, desk)
    house.decisions.record(made)
    for plan in house.plans:
        fixed = {one.person: one.arms[plan] for one in made if plan in one.arms}
        house.decisions.fix_arms(plan, fixed, at=now)
    kept, withdrawn = keep_one_letter(
        house, once_an_address(out, house), outbox, made, cases, now_of, now=now
    )
    put = house.outbox.put(kept)
    going = sum(touch.state is TouchState.APPROVED for touch in kept)
    end_of_waiting(house, outbox, made, now_of, now=now)
    laid = house.desk.lay(desk)
    asked = ask_colleagues(house, people, now=now)
    return {
        "decisions": len(made),
        "messages": going,
        "touches": put,
        "withdrawn": withdrawn,
        "handovers": laid,
        "colleagues_asked": asked,
    }


def _capacity(house: House, done: Mapping[str, Decision]) -> float:
    """Minutes our humans have in a round, less those given out in it already."""
    days = house.shop.rounds_every / timedelta(days=1)
    minutes = sum(one.minutes_per_day for one in house.shop.people) * days
    used = sum(
        chosen_option(one).minutes
        for one in done.values()
        if is_human(chosen_option(one))
    )
    return max(0.0, minutes - used)


def _arms(house: House, people: Mapping[str, KnownPerson]) -> dict[str, dict[str, str]]:
    """Return the stored arms; a joined person keeps the older id's."""
    found: dict[str, dict[str, str]] = {}
    for plan in house.plans:
        stored = house.decisions.arms(plan)
        for person in people.values():
            for own in person.own:
                if own in stored:
                    found.setdefault(person.id, {}).setdefault(plan, stored[own])
    return found
