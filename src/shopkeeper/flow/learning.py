"""What all rows say of everybody, written down as facts and as a new generation."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import msgspec
import pyarrow as pa

from shopkeeper.flow.ages import births_in, births_told
from shopkeeper.flow.at_home import homes_in, newest
from shopkeeper.flow.coming_back import (
    Returned,
    ends_of,
    is_mail,
    returned_in,
    tired_of,
)
from shopkeeper.flow.consenting import consents_of_rows, opt_outs_of
from shopkeeper.flow.heads import COLUMNS as HEAD_COLUMNS
from shopkeeper.flow.heads import HEADS, heads_of
from shopkeeper.flow.heard_addresses import nobody_elses
from shopkeeper.flow.hearing import (
    HeardHere,
    asked_handovers,
    hear_rows,
)
from shopkeeper.flow.house import House
from shopkeeper.flow.knowing import BOUGHT, ORDERED
from shopkeeper.flow.recognising import Whose, recognise_rows_of, whose_table
from shopkeeper.flow.remembering import (
    facts_of_rows,
    outcomes_of_rows,
    purchases_of_rows,
)
from shopkeeper.flow.replied import replies_in, without_names
from shopkeeper.flow.replying import read_replies
from shopkeeper.flow.rows import SourceRows, present_rows
from shopkeeper.flow.seen import SEEN, seen_table
from shopkeeper.flow.spoken import SPOKEN, spoken_table
from shopkeeper.flow.stopping import everywhere
from shopkeeper.flow.told_us import answers as answers_of_hers
from shopkeeper.flow.told_us import directly_said
from shopkeeper.flow.trusting import TRUST, UNJUDGED, trust_table
from shopkeeper.flow.waiting import keep_loops, keep_promises, said_no_more
from shopkeeper.listen import is_read
from shopkeeper.recognise.columns import Meaning
from shopkeeper.recognise.names import Agreement, Name, given_agreement, name_of
from shopkeeper.remember.answers import denied_in, refused_by, told_in
from shopkeeper.remember.gifts import GIFT, of_her_own
from shopkeeper.remember.history import History, read_history
from shopkeeper.remember.ordered import is_order
from shopkeeper.remember.precedence import comparable
from shopkeeper.remember.stage import stages_of
from shopkeeper.remember.trust import Trust, trust_of
from shopkeeper.remember.usual import usual_facts
from shopkeeper.vocabulary import (
    Fact,
    Holds,
    Outcome,
    Predicates,
    Utterance,
)


CALLED = "person.called"
# Another row has clearly another given name: one of the two is wrong.
_DOUBTED = 0.5


def learn_from_rows(house: House, *, now: datetime) -> dict[str, int]:
    """Recognise, listen and remember over all rows, and write a new generation."""
    everything = [present_rows(house, source) for source in house.shop.sources]
    replies = replies_in(house, everything)
    everything = [without_names(rows, replies) for rows in everything]
    with house.together():
        whose = recognise_rows_of(house, everything, now=now)
        there = {at: own for at, own in replies.items() if own in whose.current}
        whose = replace(whose, own={**whose.own, **there, **_directly(house, whose)})
        heard = hear_rows(house, everything, whose.own, now=now)
        house.identity.identify(nobody_elses(house, heard.identifiers, whose.current))
        unread, unused = _keep_consents(house, everything, whose, heard, now=now)
        purchases = _purchases(everything, whose)
        history = read_history(
            purchases, engine=house.engine, as_of=now, time_zone=house.shop.time_zone
        )
        opened = keep_loops(
            house, heard.loops, heard.said, heard.content, whose.current, now=now
        )
        keep_promises(
            house, heard.promises, heard.said, everything, whose.own, whose.current,
            now=now,
        )  # fmt: skip
        asking = heard.asks_human + read_replies(
            house, heard.said, whose.current, now=now
        )
        asked = house.desk.lay(asked_handovers(asking, whose.current, now=now))
        house.progress("remembering", 0, 0)
        usual = usual_facts(history, taste=_taste(house, purchases, history, now))
        stages = stages_of(history, facts=usual)
        said = answers_of_hers(house, now=now)
        refused = refused_by(said, house.predicates, whose.current)
        told = [one for one in (*heard.facts, *told_in(said)) if not refused(one)]
        recorded, trust = _row_facts(
            everything, whose, told, denied_in(said, whose.current), house.predicates
        )
        facts = [
            *said_no_more(told, house.promises.all()),
            *recorded,
            *usual,
            *(one.fact for one in stages.values() if one.fact is not None),
        ]
        unique = {
            fact.id: fact
            for fact in facts
            if fact.learned_at <= now and not refused(fact)
        }
        added, gone = house.facts.settle(unique.values(), at=now)
    house.warehouse.write(
        {
            "whose": whose_table(whose, everything, _directly(house, whose)),
            "purchases": purchases,
            "stages": _table(
                ("person", "stage", "because", "evidence"),
                [
                    (one.person, str(one.stage), one.because, list(one.evidence))
                    for one in stages.values()
                ],
                evidence=pa.list_(pa.string()),
            ),
            "words": _words(whose, heard),
            SEEN: seen_table(everything, whose.persons_of, now=now),
            HEADS: _table(
                HEAD_COLUMNS,
                heads_of(heard.said, everything, whose.own, whose.current, now=now),
                at=pa.timestamp("us", "UTC"),
            ),
            "traits": _traits(house, everything, whose, heard.said),
            BOUGHT: purchases.select(["person", "at"])
            .drop_null()
            .group_by("person")
            .aggregate([("at", "max")])
            .rename_columns({"at_max": "at"}),
            ORDERED: _ordered(everything, whose, now),
            TRUST: trust_table(trust),
            SPOKEN: spoken_table((whose.current[own], one) for own, one in heard.said),
        }
    )
    return {
        "rows": sum(len(rows) for rows in everything),
        "people": len(whose.named()),
        "visitors": len(set(whose.current.values())) - len(whose.named()),
        "facts_new": added,
        "facts_gone": gone,
        "asked_for_a_human": asked,
        "loops_opened": opened,
        "consents_unread": unread,
        "reports_unused": unused,
        "words_not_read": sum(not is_read(said.text) for _, said in heard.said),
        **whose.joined,
        "stopped_values": len(whose.resolution.shared),
    }


def _directly(house: House, whose: Whose) -> dict[str, str]:
    """Return whose each row is that was told to us directly."""
    return {
        record: own
        for record, own in directly_said(house).items()
        if own in whose.current
    }


def _keep_consents(
    house: House,
    everything: Sequence[SourceRows],
    whose: Whose,
    heard: HeardHere,
    *,
    now: datetime,
) -> tuple[int, int]:
    """
    Keep what was allowed and refused.

    Returns:
        How many rows were set aside: of consents, and of what came back.
    """
    outcomes: list[Outcome] = []
    returned: list[Returned] = []
    unread = unused = 0
    for rows in everything:
        own = whose.own_of(rows)
        stated, bad = consents_of_rows(rows, own, shop=house.shop)
        house.consents.state(stated)
        unread += house.records.quarantine(rows.source.name, bad, at=now)
        if rows.source.holds is Holds.OUTCOMES or is_mail(rows):
            here = outcomes_of_rows(rows, own)
            outcomes += here
            came_back = returned_in(rows, here)
            returned += came_back
            ends = ends_of(house, came_back)
            house.consents.suppress(ends.suppressions)
            house.consents.state(ends.consents)
            unused += house.records.quarantine(rows.source.name, ends.bad, at=now)
    house.outcomes.note(outcomes)
    house.consents.state(opt_outs_of(outcomes))
    house.consents.suppress(tired_of(house, returned))
    house.consents.suppress(everywhere(house, heard.suppressions))
    return unread, unused


def _row_facts(
    everything: Sequence[SourceRows],
    whose: Whose,
    told: Sequence[Fact],
    denied: Collection[tuple[str, str, str]],
    predicates: Predicates,
) -> tuple[list[Fact], dict[tuple[str, str], Trust]]:
    """Return what the rows say, as sure as their sources are trusted; and the trust."""
    plain = [
        fact
        for rows in everything
        for fact in facts_of_rows(rows, whose.own_of(rows), predicates)
    ]
    trust = trust_of(
        plain,
        told,
        whose.current,
        denies=_denies,
        denied=lambda fact: (
            (whose.current[fact.person], fact.about, comparable(fact.value)) in denied
        ),
    )
    whole = _whole_names(everything, whose)
    found = []
    for fact in plain:
        sure = (
            fact.confidence * trust.get((fact.source or "", fact.about), UNJUDGED).value
        )
        names = whole.get(whose.current[fact.person], ())
        if fact.about == CALLED and any(_is_another(fact, name) for name in names):
            sure *= _DOUBTED
        found.append(msgspec.structs.replace(fact, confidence=sure))
    return found, trust


def _denies(fact: Fact, word: str) -> bool:
    """Say whether another word of hers makes a recorded fact wrong."""
    return fact.about != CALLED or _is_another(fact, name_of(given=word))


def _is_another(fact: Fact, name: Name) -> bool:
    """Say whether a given name is clearly not the one of *name*."""
    mine = name_of(given=str(fact.value))
    return given_agreement(mine, name) is Agreement.CONFLICT


def _whole_names(
    everything: Sequence[SourceRows], whose: Whose
) -> dict[str, tuple[Name, ...]]:
    """
    Return the whole names on each person's rows.

    No name is ever made of one by cutting it; but one that clearly has another given
    name in it is a reason to doubt the given name that some list has.
    """
    found: dict[str, dict[str, None]] = {}
    for rows in everything:
        cells = rows.cells(Meaning.FULL_NAME)
        for person, cell in zip(whose.persons_of(rows), cells, strict=True):
            if person and cell:
                found.setdefault(person, {}).setdefault(" ".join(cell.split()))
    return {
        person: tuple(name_of(full=name) for name in names)
        for person, names in found.items()
    }


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
                    GIFT: pa.array([], pa.bool_()),
                }
            )
        ]
    return pa.concat_tables(tables).combine_chunks()


def _ordered(everything: Sequence[SourceRows], whose: Whose, now: datetime) -> pa.Table:
    """Return when events last said that each person ordered."""
    last: dict[str, datetime] = {}
    for rows in everything:
        if rows.source.holds is not Holds.EVENTS:
            continue
        told = zip(
            whose.persons_of(rows), rows.cells(Meaning.EVENT), rows.times(), strict=True
        )
        for person, event, at in told:
            if person and at <= now and is_order(event):
                last[person] = max(at, last.get(person, at))
    return _table(("person", "at"), list(last.items()), at=pa.timestamp("us", "UTC"))


def _taste(
    house: House, purchases: pa.Table, history: History, now: datetime
) -> History:
    """Return the history without what was bought for somebody else."""
    hers = of_her_own(purchases)
    if hers.num_rows == purchases.num_rows:
        return history
    return read_history(
        hers, engine=house.engine, as_of=now, time_zone=house.shop.time_zone
    )


def _words(whose: Whose, heard: HeardHere) -> pa.Table:
    """Return the words exchanged with each person."""
    return _table(
        ("person", "at", "by", "channel"),
        [
            (
                whose.current[own], one.at, str(one.by),
                one.channel and str(one.channel),
            )
            for own, words in heard.words.items()
            for one in words
        ],
        at=pa.timestamp("us", "UTC"),
    )  # fmt: skip


def _traits(
    house: House,
    everything: Sequence[SourceRows],
    whose: Whose,
    said: Iterable[tuple[str, Utterance]],
) -> pa.Table:
    """Return names, places, homes, language, zone and birth as rows have them."""
    found: dict[str, dict[str, dict[str, None]]] = {}
    meanings = {
        "names": (Meaning.FULL_NAME,),
        "places": (Meaning.CITY,),
        "language": (Meaning.LANGUAGE,),
        "time_zone": (Meaning.TIME_ZONE,),
        "countries": (Meaning.COUNTRY,),
        "homes": (),
    }
    for rows in everything:
        columns = {name: rows.cells(*kinds) for name, kinds in meanings.items()}
        columns["homes"] = homes_in(house, rows)
        columns["born"] = list(births_in(rows))
        given = rows.cells(Meaning.GIVEN_NAME, Meaning.CALLED)
        family = rows.cells(Meaning.FAMILY_NAME)
        columns["names"] = [
            full or " ".join(part for part in (first, last) if part) or None
            for full, first, last in zip(columns["names"], given, family, strict=True)
        ]
        for at, person in enumerate(whose.persons_of(rows)):
            if person:
                traits = found.setdefault(person, {name: {} for name in columns})
                for name, cells in columns.items():
                    if cells[at]:
                        traits[name].setdefault(" ".join(str(cells[at]).split()))
    for own, born in births_told(said):
        hers = found.get(whose.current.get(own, own))
        if hers is not None:
            hers["born"].setdefault(born)
    return _table(
        (
            "person", "names", "places", "language", "time_zone", "countries",
            "zones", "born", "homes",
        ),
        [
            (
                person, list(traits["names"]), list(traits["places"]),
                _only(traits["language"]), _only(traits["time_zone"]),
                list(traits["countries"]), list(traits["time_zone"]),
                list(traits["born"]), newest(traits["homes"]),
            )
            for person, traits in found.items()
        ],
        names=pa.list_(pa.string()),
        places=pa.list_(pa.string()),
        countries=pa.list_(pa.string()),
        zones=pa.list_(pa.string()),
        born=pa.list_(pa.string()),
        homes=pa.list_(pa.string()),
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
