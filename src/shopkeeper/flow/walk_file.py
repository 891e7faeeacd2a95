"""The same walk over a real purchase history, as of its own last day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from msgspec import Struct

from shopkeeper.flow.deciding import programme
from shopkeeper.flow.dry_run import DryRun, dry_run
from shopkeeper.flow.explaining import why_json
from shopkeeper.flow.house import House
from shopkeeper.flow.intake import TakenIn, take_in
from shopkeeper.flow.judging import GOING, claims_not_carried, count_rungs
from shopkeeper.flow.knowing import KnownPerson, gather
from shopkeeper.flow.learning import learn_from_rows
from shopkeeper.flow.rounds import floored_us
from shopkeeper.flow.touching import settled
from shopkeeper.recognise.columns import Meaning, TableMapping, describe, time_parser
from shopkeeper.recognise.ports import RowSource
from shopkeeper.remember.backtest import backtest
from shopkeeper.remember.history import read_history
from shopkeeper.vocabulary import BadInput, Shop, Source, Touch, round_key


_SAMPLE = 10
_SHOWN = 3

CONTENT = """\
+++
key = "the-usual"
purpose = "marketing"
channels = ["email"]
subject = '{% say %}{{ usual.item }}, before it runs out{% or %}Before it runs out{% endsay %}'
+++
{% say %}Hello {{ person.called }},{% or %}Hello,{% endsay %}

{% say about: "usual.due_on" %}You often take {{ usual.item }}, and by your own rhythm a \
visit is about due. Shall we put some aside for you?{% or %}You often take {{ usual.item }}. \
Shall we put some aside for you?{% or %}Last time you took {{ usual.last_item }}. Shall \
we put some aside for you again?{% or about: "usual.due_on" %}By your own rhythm it is \
about time for your next order. Shall we have it ready?{% or %}Is there something you \
would like us to put aside for you?{% endsay %}

{{ shop.name }}
"""  # noqa: E501 a subject is one line

PLAN = """\
key = "the-usual"
owner = "owner"
sponsor = "sponsor"
intent = "save her a trip, and sell what she would buy anyway"
sells = true
brand_promise = "we remember, so you need not"
starts = {starts}
ends = {ends}
review_by = {review}
holdout = 0.1

[[steps]]
key = "first"
content = "the-usual"
channels = ["email"]
audience = "stage in (new, regular, drifting, returned)"
need = "usual.due_on within 7 days"
measure = {{outcome = "purchase", within = "30 days", better = "more"}}
fallback = "silence"
needs_specific = false
again_after = "21 days"
"""


class FileStory(Struct, frozen=True, kw_only=True):
    """
    What a walk over a file found.

    Attributes:
        figures: What goes into `demo.json` (contracts.md, section 5).
        mapping: Column, meaning, how sure, why.
        cannot: What cannot be done with this file, one line each.
        people: Three people's usual, one line each.
        stages: Stage to number of people.
        due: How many are due within seven days.
        messages: Three messages, as `why --json`.
        silent: Reason to number of people who would get nothing.
    """

    figures: Mapping[str, Any]
    mapping: tuple[tuple[str, str, str, str], ...]
    cannot: tuple[str, ...]
    people: tuple[str, ...]
    stages: Mapping[str, int]
    due: int
    messages: tuple[Mapping[str, Any], ...]
    silent: Mapping[str, int]


def last_day(
    tables: Sequence[RowSource], mapping: TableMapping, shop: Shop, name: str
) -> datetime:
    """
    Return the end of the last day on which something was bought.

    Raises:
        BadInput: If the file does not tell who bought, or when.
    """
    column, person = mapping.first(Meaning.AT), mapping.person
    if column is None or person is None:
        missing = "when something was bought" if person else "who bought"
        msg = (
            f"{name}: no column says {missing}; name one `at` or `person`, or see what "
            "was understood with `shopkeeper init DIR --from` this file."
        )
        raise BadInput(msg)
    parse = time_parser(column, shop.time_zone)
    newest: datetime | None = None
    for table in tables:
        for batch in table.batches():
            for cell in {row[column.index] for row in batch.rows}:
                at = parse(cell) if cell else None
                if at is not None and (newest is None or at > newest):
                    newest = at
    if newest is None:
        msg = f"{name}: no time in the column {column.name!r} could be read."
        raise BadInput(msg)
    day = newest.astimezone(ZoneInfo(shop.time_zone)).date() + timedelta(days=1)
    midnight = datetime.combine(day, time(), ZoneInfo(shop.time_zone))
    return midnight.astimezone(UTC) - timedelta(seconds=1)


def walk_file(
    house: House,
    open_source: Callable[[Source], Sequence[RowSource]],
    *,
    now: datetime,
) -> FileStory:
    """Take the file in, make people and their usual, and write as a dry run."""
    (source,) = house.shop.sources
    key = round_key(house.shop.name, floored_us(now, house.shop.rounds_every))
    house.rounds.begin(key, at=now, seed=house.seed)
    taken = take_in(house, source, open_source(source), now=now)
    counts = learn_from_rows(house, now=now)
    people = gather(house, now=now)
    tested = _tested(house, now=now)
    dry = dry_run(house, now=now)
    house.rounds.finish(key, summary=counts)
    claims = [claim for one in dry.touches for claim in one.message.claims]
    facts = house.facts.find([key for claim in claims for key in claim.facts])
    mapping = taken.mapping
    figures = {
        "seed": house.seed,
        "as_of": now.isoformat(),
        "people": counts["people"],
        "records": counts["rows"],
        "quarantined": taken.quarantined,
        "silos": 1,
        "messages": len(dry.touches),
        "rungs": _rungs(house, dry, people, now=now),
        "held": dict(Counter(one.because for one in dry.touches)),
        "messages_sample": [one.message.message_id for one in dry.touches[:_SAMPLE]],
        "people_sample": [one.person for one in dry.touches[:_SAMPLE]]
        or list(people)[:_SAMPLE],
        "claims": {
            "all": len(claims),
            "not_carried": claims_not_carried(dry.touches, facts, people),
            "false": None,
            "could_have_known": None,
        },
        "mapping": {}
        if mapping is None
        else {column.name: str(column.meaning) for column in mapping.columns},
        **tested,
        # Nobody knows the truth about a real file: only what needs none is counted.
        "shopkeeper": {
            "after_a_no": sum(touch.state in GOING for touch in dry.touches),
            "wrong_name": None,
            "false_claim": None,
            "two_as_one": None,
            "doubles": len(dry.touches) - len({one.person for one in dry.touches}),
        },
        "would_write": len(dry.touches),
        "may_write": dry.may_write,
    }
    return FileStory(
        figures=figures,
        mapping=() if mapping is None else tuple(describe(mapping)),
        cannot=_cannot(taken),
        people=_usual_of(people),
        stages=dict(
            sorted(Counter(str(one.stage.stage) for one in people.values()).items())
        ),
        due=_due(people, now),
        messages=tuple(
            why_json(house, one.message.message_id) for one in _different(dry.touches)
        ),
        silent=dry.silent,
    )


def _tested(house: House, *, now: datetime) -> dict[str, Any]:
    purchases = house.warehouse.read("purchases")
    assert purchases is not None  # noqa: S101 learn_from_rows has just written it
    house.progress("asking the past how often the usual was right", 0, 0)
    history = read_history(
        purchases, engine=house.engine, as_of=now, time_zone=house.shop.time_zone
    )
    return dict(backtest(history))


def _rungs(
    house: House, dry: DryRun, people: Mapping[str, KnownPerson], *, now: datetime
) -> dict[str, int]:
    """Count ladders; without a truth, what is known well enough to be said counts."""
    return count_rungs(
        programme(house, now=now).contents,
        dry.touches,
        lambda touch: settled(house, people[touch.person], now=now).facts.keys(),
    )


def _cannot(taken: TakenIn) -> tuple[str, ...]:
    mapping, found = taken.mapping, []
    if mapping is None:
        return ()
    at = mapping.first(Meaning.AT)
    if at is not None and at.dates is not None and not at.dates.settled:
        found.append(
            f"Nothing in {at.name} tells days from months: {at.because}. If that is "
            "wrong, write the dates as 2026-10-31 and start again."
        )
    if mapping.first(Meaning.ITEM, Meaning.ITEM_NAME) is None:
        found.append(
            "No column says what was bought: nobody's usual can be told, only when "
            "somebody is due and who is drifting away."
        )
    if mapping.first(Meaning.GIVEN_NAME, Meaning.CALLED) is None:
        found.append(
            "No column of its own has a given name: nobody is greeted by name."
        )
    if mapping.first(Meaning.EMAIL) is None:
        found.append("No column has an address: nobody could be reached.")
    if taken.quarantined:
        found.append(f"{taken.quarantined} rows could not be read; they are set aside.")
    return tuple(found)


def _usual_of(people: Mapping[str, KnownPerson]) -> tuple[str, ...]:
    """Say what three people buy, those we are surest of."""
    lines = []
    ranked = sorted(
        people.values(),
        key=lambda one: (-sum(f.confidence for f in one.facts), one.id),
    )
    for person in ranked[:_SHOWN]:
        surest = sorted(person.facts, key=lambda one: -one.confidence)
        items = [str(f.value) for f in surest if f.about == "usual.item"]
        due = [str(f.value) for f in person.facts if f.about == "usual.due_on"]
        usual = f"usually {', '.join(items[:_SHOWN])}" if items else "no usual known"
        when = f"; due on {due[0]}" if due else ""
        lines.append(f"{person.id}: {person.stage.because}; {usual}{when}")
    return tuple(lines)


def _due(people: Mapping[str, KnownPerson], now: datetime) -> int:
    until = (now + timedelta(days=7)).date().isoformat()
    since = now.date().isoformat()
    return sum(
        any(
            f.about == "usual.due_on" and since <= str(f.value) <= until
            for f in p.facts
        )
        for p in people.values()
    )


def _different(touches: Sequence[Touch]) -> list[Touch]:
    """Return up to three messages that climb their ladders differently."""
    found: dict[tuple[int, ...], Touch] = {}
    for touch in sorted(touches, key=lambda one: -len(one.message.claims)):
        found.setdefault(touch.message.rungs, touch)
    return list(found.values())[:_SHOWN]
