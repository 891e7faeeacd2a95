"""One walk through the whole house, over a town whose truth is known."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct

from shopkeeper.flow.deciding import programme
from shopkeeper.flow.explaining import why_json
from shopkeeper.flow.house import House
from shopkeeper.flow.judging import (
    GOING,
    claims_not_carried,
    held_reasons,
    joins_of,
    judged,
    rungs_of,
    sent_of,
)
from shopkeeper.flow.knowing import gather
from shopkeeper.flow.planning import signature_for, start_plan
from shopkeeper.flow.rounds import RoundDone, work_round
from shopkeeper.flow.telling import person_json
from shopkeeper.recognise.ports import RowSource
from shopkeeper.town import Finding, Judgement, Sent, Town, mail_merge
from shopkeeper.vocabulary import Signature, Source, Touch, Verdict


_NO_SOURCE = "No source knew."
_KNEW = "Another record said otherwise."
_SAMPLE = 10
_SHOWN = 3


class Row(Struct, frozen=True, kw_only=True):
    """One row of the story's person, as her department keeps it."""

    source: str
    department: str
    read: str
    cells: tuple[tuple[str, str], ...]


class Story(Struct, frozen=True, kw_only=True):
    """
    What a walk through a town found.

    Attributes:
        figures: What goes into `demo.json` (contracts.md, section 5).
        person: The story's person, as `person --json`.
        rows: One row of hers from each silo.
        joins: Why her rows are one person, one line each.
        messages: Three messages, as `why --json`.
        held: Reason to number of messages that did not go.
        merged_wrong: Three things a plain mail merge would have said wrongly.
        false: What ours said wrongly, names included, and whether a record knew.
        desk: Title of the first briefs.
        done: The round.
    """

    figures: Mapping[str, Any]
    person: Mapping[str, Any]
    rows: tuple[Row, ...]
    joins: tuple[str, ...]
    messages: tuple[Mapping[str, Any], ...]
    held: Mapping[str, int]
    merged_wrong: tuple[str, ...]
    false: tuple[str, ...]
    desk: tuple[str, ...]
    done: RoundDone


def sign_all(
    house: House,
    signers: Mapping[str, str],
    write: Callable[[str, Signature], object],
    *,
    now: datetime,
) -> None:
    """Let everybody sign every plan; starting them takes reading them again."""
    for key in sorted(house.plans):
        for role, who in signers.items():
            write(key, signature_for(house, key, role=role, by=who, now=now))


def start_all(house: House, *, now: datetime) -> None:
    """Let the owner of each plan start it."""
    for key, plan in sorted(house.plans.items()):
        start_plan(house, key, by=plan.owner, now=now)


def walk_town(
    house: House,
    town: Town,
    open_source: Callable[[Source], Sequence[RowSource]],
    *,
    now: datetime,
) -> Story:
    """Work one round over the town, and hold what came of it against the truth."""
    done = work_round(house, open_source, now=now)
    touches = house.outbox.all()
    going = [touch for touch in touches if touch.state in GOING]
    facts = house.facts.find(
        [key for touch in touches for one in touch.message.claims for key in one.facts]
    )
    people = gather(house, now=now)
    ours, theirs = _heap(sent_of(going, facts), town), _heap(mail_merge(town), town)
    contents = programme(house, now=now)
    heroine = _heroine(going, house)
    figures = {
        "seed": town.seed,
        "people": done.counts["people"],
        "visitors": done.counts["visitors"],
        "records": done.counts["rows"],
        "silos": len(house.shop.sources),
        "joins": joins_of(_whose(house), town),
        "messages": len(going),
        "rungs": rungs_of(house, contents, going, people, town, now=now),
        "held": held_reasons(touches),
        **_compared(ours, theirs),
        "messages_sample": [one.message.message_id for one in going[:_SAMPLE]],
        "people_sample": list(dict.fromkeys(one.person for one in going))[:_SAMPLE],
        "claims": {
            "all": sum(len(one.message.claims) for one in going),
            "not_carried": claims_not_carried(going, facts, people),
            "false": len(ours.wrong),
            "could_have_known": sum(
                one.could_have_known for one in ours.judgement.findings
            ),
        },
    }
    return Story(
        figures=figures,
        person=person_json(house, heroine, now=now),
        rows=_rows_of(house, heroine),
        joins=_joins_of(house, people[heroine].own),
        messages=tuple(
            why_json(house, one.message.message_id) for one in _three(going, heroine)
        ),
        held=figures["held"],
        merged_wrong=_examples(theirs),
        false=tuple(
            f"{one.because} {_KNEW if one.could_have_known else _NO_SOURCE}"
            for one in ours.wrong
        ),
        desk=tuple(one.brief.title for one in house.desk.all()[:_SHOWN]),
        done=done,
    )


class _Heap(Struct, frozen=True, kw_only=True):
    """A heap of messages, and what was wrong with it."""

    sent: tuple[Sent, ...]
    judgement: Judgement

    @property
    def false(self) -> list[Finding]:
        """What it says that is untrue."""
        return [one for one in self.judgement.findings if one.kind == "false_claim"]

    @property
    def wrong(self) -> list[Finding]:
        """The same, and whom it calls by a name that is not hers: a name is a claim."""
        kinds = ("false_claim", "wrong_name")
        return [one for one in self.judgement.findings if one.kind in kinds]

    @property
    def untrue_of_1000_claims(self) -> float:
        """How many of 1,000 claims are untrue, the names left out on both sides."""
        claims = sum(len(one.claims) for one in self.sent)
        return round(1000 * len(self.false) / max(1, claims), 1)


def _heap(sent: Sequence[Sent], town: Town) -> _Heap:
    return _Heap(sent=tuple(sent), judgement=judged(sent, town))


def _compared(ours: _Heap, theirs: _Heap) -> dict[str, Any]:
    both = {"mail_merge": theirs, "shopkeeper": ours}
    return {
        **{name: heap.judgement.counts for name, heap in both.items()},
        "mail_merge_messages": theirs.judgement.messages,
        "untrue_of_1000_claims": {
            name: heap.untrue_of_1000_claims for name, heap in both.items()
        },
        "per_thousand": {
            name: heap.judgement.per_thousand for name, heap in both.items()
        },
    }


def _whose(house: House) -> dict[str, str]:
    table = house.warehouse.read("whose")
    if table is None:
        return {}
    return dict(
        zip(
            table.column("record_id").to_pylist(),
            table.column("person").to_pylist(),
            strict=True,
        )
    )


def _heroine(going: Sequence[Touch], house: House) -> str:
    """Choose whom the story is about: most silos, then most said, then by id."""
    table = house.warehouse.read("whose")
    silos: dict[str, set[str]] = {}
    if table is not None:
        for row in table.select(["person", "source"]).to_pylist():
            silos.setdefault(row["person"], set()).add(row["source"])
    ranked = sorted(
        going,
        key=lambda one: (
            -len(one.message.claims),
            -len(silos.get(one.person, ())),
            one.person,
        ),
    )
    return ranked[0].person


def _three(going: Sequence[Touch], heroine: str) -> list[Touch]:
    """Return her message, then one of each other plan, the most specific first."""
    hers = [one for one in going if one.person == heroine][:1]
    plans = {one.plan for one in hers}
    for touch in sorted(
        going, key=lambda one: (-len(one.message.claims), one.message.message_id)
    ):
        if len(hers) < _SHOWN and touch.plan not in plans:
            hers.append(touch)
            plans.add(touch.plan)
    return hers


def _rows_of(house: House, person: str) -> tuple[Row, ...]:
    table = house.warehouse.read("whose")
    sources = {source.name: source for source in house.shop.sources}
    found: dict[str, Row] = {}
    for row in [] if table is None else table.to_pylist():
        name = row["source"]
        record = None
        if row["person"] == person and name not in found:
            record = house.records.one(row["record_id"])
        if record is not None:
            found[name] = Row(
                source=name,
                department=sources[name].department,
                read=sources[name].read or "",
                cells=tuple(record.fields.items()),
            )
    return tuple(found.values())


def _joins_of(house: House, own: Sequence[str]) -> tuple[str, ...]:
    counted: dict[str, int] = {}
    for one in house.identity.decisions():
        if one.verdict is Verdict.JOIN and one.left in own:
            counted[one.because] = counted.get(one.because, 0) + 1
    return tuple(
        f"{because} ({count} times)" if count > 1 else because
        for because, count in sorted(counted.items(), key=lambda one: -one[1])
    )


def _examples(heap: _Heap) -> tuple[str, ...]:
    """Return one example of each kind of fault, in the words that were sent."""
    found: dict[str, str] = {}
    for one in heap.judgement.findings:
        found.setdefault(one.kind, f"“{heap.sent[one.message].text}” {one.because}")
    return tuple(found.values())
