"""One round over everyone: from what arrived to what is done about it.

A round is keyed by the shop and the moment, floored to the length of rounds. The same
round worked again changes nothing: people who have a decision keep it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pyarrow as pa

from shopkeeper.decide import PersonCase, Rules, decide_round, is_human
from shopkeeper.flow.deciding import (
    Programme,
    by_address,
    case_of,
    moment_of,
    programme,
    to_housemates,
    usable_facts,
)
from shopkeeper.flow.hearing import (
    HeardHere,
    answers,
    asked_handovers,
    close_loops,
    hear_rows,
    utterances_of,
)
from shopkeeper.flow.house import House
from shopkeeper.flow.intake import TakenIn, take_in
from shopkeeper.flow.knowing import KnownPerson, gather
from shopkeeper.flow.recognising import Whose, recognise_rows_of, whose_table
from shopkeeper.flow.remembering import (
    consents_of_rows,
    facts_of_rows,
    opt_outs_of,
    outcomes_of_rows,
    purchases_of_rows,
)
from shopkeeper.flow.rows import SourceRows, present_rows
from shopkeeper.flow.touching import (
    SPECIFIC_ONLY,
    chosen_option,
    held_touches,
    once_an_address,
    settled,
    touch_of,
)
from shopkeeper.handover import brief
from shopkeeper.recognise.columns import Meaning
from shopkeeper.recognise.ports import RowSource
from shopkeeper.remember.history import read_history
from shopkeeper.remember.stage import stages_of
from shopkeeper.remember.trust import trust_of
from shopkeeper.remember.usual import usual_facts
from shopkeeper.vocabulary import (
    Decision,
    Fact,
    Handover,
    HandoverState,
    Held,
    Holds,
    IdentifierKind,
    Message,
    Outcome,
    Purpose,
    Source,
    Suppression,
    Touch,
    TouchState,
    message_id,
    round_key,
)


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# What a round did; the other counts say how things stand behind it.
_ADDED = frozenset(
    {
        "new_rows", "quarantined", "facts_new", "facts_gone", "joins", "parts",
        "asked_for_a_human", "doubts", "decisions", "touches", "handovers",
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
        counts["quarantined"] = sum(one.quarantined for one in taken)
        house.rounds.finish(key, summary=_with_earlier(house, key, counts))
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


def learn_from_rows(house: House, *, now: datetime) -> dict[str, int]:
    """Recognise, listen and remember over all rows, and write a new generation."""
    everything = [present_rows(house, source) for source in house.shop.sources]
    with house.together():
        whose = recognise_rows_of(house, everything, now=now)
        heard = hear_rows(house, everything, whose.own, now=now)
        house.identity.identify(heard.identifiers)
        _keep_consents(house, everything, whose, heard, now=now)
        purchases = _purchases(everything, whose)
        history = read_history(
            purchases, engine=house.engine, as_of=now, time_zone=house.shop.time_zone
        )
        asked = house.desk.lay(
            asked_handovers(heard.asks_human, whose.current, now=now)
        )
        house.progress("remembering", 0, 0)
        usual = usual_facts(history)
        stages = stages_of(history, facts=usual)
        facts = [
            *heard.facts,
            *_row_facts(everything, whose, heard.facts),
            *usual,
            *(one.fact for one in stages.values() if one.fact is not None),
        ]
        unique = {fact.id: fact for fact in facts if fact.learned_at <= now}
        added, gone = house.facts.settle(unique.values(), at=now)
    house.warehouse.write(
        {
            "whose": whose_table(whose, everything),
            "purchases": purchases,
            "stages": _table(
                ("person", "stage", "because", "evidence"),
                [
                    (one.person, str(one.stage), one.because, list(one.evidence))
                    for one in stages.values()
                ],
                evidence=pa.list_(pa.string()),
            ),
            **_heard_tables(everything, whose, heard, house),
            "traits": _traits(everything, whose),
        }
    )
    return {
        "rows": sum(len(rows) for rows in everything),
        "people": len(whose.named()),
        "visitors": len(set(whose.current.values())) - len(whose.named()),
        "facts_new": added,
        "facts_gone": gone,
        "asked_for_a_human": asked,
        **whose.joined,
        "stopped_values": len(whose.resolution.shared),
    }


def decide_for_all(house: House, key: str, *, now: datetime) -> dict[str, int]:
    """Decide for everyone who has no decision in this round yet."""
    plans = programme(house, now=now)
    people = gather(house, now=now)
    now_of = {own: person.id for person in people.values() for own in person.own}
    touches = _by_person(house.outbox.all(), now_of)
    written_to = by_address(house.outbox.all())
    handovers = _by_person(house.desk.all(), now_of)
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
        plans.rules,
        round_key=key,
        seed=house.seed,
        capacity_minutes=_capacity(house, done),
    )
    house.progress("deciding", len(made), len(made))
    out: list[Touch] = []
    desk: list[Handover] = []
    for decision in made:
        _act(house, plans, decision, cases[decision.person], people, out, desk)
    house.decisions.record(made)
    for plan in house.plans:
        fixed = {one.person: one.arms[plan] for one in made if plan in one.arms}
        house.decisions.fix_arms(plan, fixed, at=now)
    put = house.outbox.put(once_an_address(out, house))
    laid = house.desk.lay(desk)
    return {"decisions": len(made), "touches": put, "handovers": laid}


def _act(
    house: House,
    plans: Programme,
    decision: Decision,
    case: PersonCase,
    people: Mapping[str, KnownPerson],
    out: list[Touch],
    desk: list[Handover],
) -> None:
    """Say it, hand it over, or note what was held and why."""
    person = people[decision.person]
    option = chosen_option(decision)
    if is_human(option):
        desk.append(_handover(house, decision, person, decision.because))
        return
    touch = touch_of(house, plans, decision, case, person)
    if touch is None:
        out += _held(decision, case, plans)[:1]
        return
    out.append(touch)
    if touch.state is TouchState.DECLINED and touch.because == SPECIFIC_ONLY:
        step = next(
            one.step
            for one in plans.steps
            if (one.plan.key, one.step.key) == (touch.plan, touch.step)
        )
        if step.fallback == "human":
            desk.append(_handover(house, decision, person, SPECIFIC_ONLY))


def _held(decision: Decision, case: PersonCase, plans: Programme) -> list[Touch]:
    found = []
    for option, because in held_touches(decision, case, plans):
        if option.channel is None or option.plan is None or option.content is None:
            continue
        recipient = case.recipients.get(option.channel)
        name = message_id(
            option.plan, option.step or "", decision.person, decision.round
        )
        held = Held(until=option.until, because=because)
        found.append(
            Touch(
                message=Message(
                    message_id=name, person=decision.person, subject=None,
                    preheader=None, body=None, held=held,
                ),
                decision_id=decision.id, person=decision.person,
                round=decision.round, decided_at=decision.at,
                channel=option.channel,
                address=recipient.address if recipient else "",
                purpose=option.purpose or Purpose.SERVICE, plan=option.plan,
                step=option.step or "", content=option.content,
                # It is decided anew in the next round: this one will never go.
                state=TouchState.DECLINED if option.until is None else TouchState.HELD,
                because=because, at=decision.at, until=option.until,
            )
        )  # fmt: skip
    return sorted(found, key=lambda one: (one.plan, one.step))


def _handover(
    house: House, decision: Decision, person: KnownPerson, reason: str
) -> Handover:
    facts = usable_facts(house, person, now=decision.at)
    may = settled(house, person, now=decision.at)
    option = chosen_option(decision)
    return Handover(
        id=decision.id,
        person=decision.person,
        reason=reason,
        minutes=option.minutes or Rules().human_minutes,
        for_="",
        state=HandoverState.WAITING,
        due=None,
        brief=brief(
            moment_of(house, person, now=decision.at),
            facts,
            reason=reason,
            now=decision.at,
            promises=person.promises,
            may_be_said={fact.id for group in may.facts.values() for fact in group},
        ),
        at=decision.at,
    )


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


def _keep_consents(
    house: House,
    everything: Sequence[SourceRows],
    whose: Whose,
    heard: HeardHere,
    *,
    now: datetime,
) -> None:
    outcomes: list[Outcome] = []
    for rows in everything:
        own = whose.own_of(rows)
        stated, bad = consents_of_rows(rows, own, shop=house.shop)
        house.consents.state(stated)
        house.records.quarantine(rows.source.name, bad, at=now)
        if rows.source.holds is Holds.OUTCOMES:
            outcomes += outcomes_of_rows(rows, own)
    house.outcomes.note(outcomes)
    house.consents.state(opt_outs_of(outcomes))
    house.consents.suppress(_everywhere(house, heard.suppressions))


def _everywhere(
    house: House, suppressions: Iterable[Suppression]
) -> Iterator[Suppression]:
    """Stop the person, and each address under which she said so."""
    wanted = list(suppressions)
    known = house.identity.identifiers(list({one.person for one in wanted}))
    addresses: dict[str, list[str]] = {}
    for entry in known:
        if entry.identifier.kind in (IdentifierKind.EMAIL, IdentifierKind.PHONE):
            digest = house.consents.hash_of_address(entry.identifier.value)
            addresses.setdefault(entry.person, []).append(digest)
    for one in wanted:
        yield one
        for digest in dict.fromkeys(addresses.get(one.person, ())):
            yield msgspec.structs.replace(one, address_hash=digest)


def _row_facts(
    everything: Sequence[SourceRows], whose: Whose, told: Sequence[Fact]
) -> list[Fact]:
    plain = [
        fact
        for rows in everything
        for fact in facts_of_rows(rows, whose.own_of(rows), trust={})
    ]
    trust = trust_of(plain, told, whose.current)
    return [
        msgspec.structs.replace(
            fact,
            confidence=fact.confidence
            * trust.get((fact.source or "", fact.about), 1.0),
        )
        for fact in plain
    ]


def _purchases(everything: Sequence[SourceRows], whose: Whose) -> pa.Table:
    tables = [
        purchases_of_rows(rows, whose.persons_of(rows))
        for rows in everything
        if rows.source.holds is Holds.ORDERS
    ]
    if not tables:
        tables = [
            pa.table(
                {
                    "person": pa.array([], pa.string()),
                    "at": pa.array([], pa.timestamp("us", "UTC")),
                    "item": pa.array([], pa.string()),
                    "category": pa.array([], pa.string()),
                    "quantity": pa.array([], pa.float64()),
                    "record_id": pa.array([], pa.string()),
                }
            )
        ]
    return pa.concat_tables(tables).combine_chunks()


def _heard_tables(
    everything: Sequence[SourceRows], whose: Whose, heard: HeardHere, house: House
) -> dict[str, pa.Table]:
    answered: dict[str, datetime] = {}
    for rows in everything:
        if rows.source.holds is Holds.MESSAGES:
            answered |= answers(utterances_of(rows, house))
    moment = pa.timestamp("us", "UTC")
    now_of = whose.current
    return {
        "promises": _table(
            ("person", "id", "what", "owner", "made_by", "deadline", "state",
             "utterance"),
            [
                (
                    now_of[own], one.id, one.what, one.owner, one.made_by,
                    None if one.deadline is None else one.deadline.isoformat(),
                    str(one.state), one.utterance,
                )
                for own, promises in heard.promises.items()
                for one in promises
            ],
        ),
        "loops": _table(
            ("person", "kind", "since", "utterance", "what"),
            [
                (now_of[own], one.kind, one.since, one.utterance, one.what)
                for own, loops in heard.loops.items()
                for one in close_loops(loops, answered)
            ],
            since=moment,
        ),
        "words": _table(
            ("person", "at", "by", "channel"),
            [
                (now_of[own], one.at, str(one.by), one.channel and str(one.channel))
                for own, words in heard.words.items()
                for one in words
            ],
            at=moment,
        ),
    }  # fmt: skip


def _traits(everything: Sequence[SourceRows], whose: Whose) -> pa.Table:
    """Return names, places, language and zone of each person, as rows have them."""
    found: dict[str, dict[str, dict[str, None]]] = {}
    meanings = {
        "names": (Meaning.FULL_NAME,),
        "places": (Meaning.CITY,),
        "language": (Meaning.LANGUAGE,),
        "time_zone": (Meaning.TIME_ZONE,),
    }
    for rows in everything:
        columns = {name: rows.cells(*kinds) for name, kinds in meanings.items()}
        given = rows.cells(Meaning.GIVEN_NAME, Meaning.CALLED)
        family = rows.cells(Meaning.FAMILY_NAME)
        columns["names"] = [
            full or " ".join(part for part in (first, last) if part) or None
            for full, first, last in zip(columns["names"], given, family, strict=True)
        ]
        for at, person in enumerate(whose.persons_of(rows)):
            if person:
                traits = found.setdefault(person, {name: {} for name in meanings})
                for name, cells in columns.items():
                    if cells[at]:
                        traits[name].setdefault(" ".join(str(cells[at]).split()))
    return _table(
        ("person", "names", "places", "language", "time_zone"),
        [
            (
                person, list(traits["names"]), list(traits["places"]),
                _only(traits["language"]), _only(traits["time_zone"]),
            )
            for person, traits in found.items()
        ],
        names=pa.list_(pa.string()),
        places=pa.list_(pa.string()),
    )  # fmt: skip


def _only(values: Mapping[str, None]) -> str | None:
    """Return the one value, or None where sources differ."""
    return next(iter(values)) if len(values) == 1 else None


def _table(
    columns: Sequence[str], rows: Sequence[tuple[Any, ...]], **types: pa.DataType
) -> pa.Table:
    ordered = sorted(rows, key=repr)
    return pa.table(
        {
            name: pa.array([row[at] for row in ordered], types.get(name, pa.string()))
            for at, name in enumerate(columns)
        }
    )


def _by_person(
    things: Iterable[Any], now_of: Mapping[str, str]
) -> dict[str, list[Any]]:
    groups: dict[str, list[Any]] = {}
    for thing in things:
        groups.setdefault(now_of.get(thing.person, thing.person), []).append(thing)
    return groups
