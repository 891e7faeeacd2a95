"""The outbox's due messages, each at most once, through one gate."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

import msgspec

from msgspec import Struct

from shopkeeper.decide import Candidate, mask_at_sending
from shopkeeper.flow.agreeing import (
    settings_of,
    waiting_for_a_word,
    why_not_open,
)
from shopkeeper.flow.coming_back import closed_at_the_door
from shopkeeper.flow.deciding import (
    PATIENCE,
    by_address,
    case_of,
    programme,
    to_housemates,
)
from shopkeeper.flow.hers import claimed_facts, not_hers
from shopkeeper.flow.house import House
from shopkeeper.flow.knowing import KnownPerson, by_person, current_ids, gather
from shopkeeper.flow.reaching import TOPIC_STOPPED, stopped_topics
from shopkeeper.flow.resting import (
    OPENS_AFTER,
    cap_of,
    has_room,
    trouble_in,
    turns,
)
from shopkeeper.say.ports import Guard, Seen
from shopkeeper.vocabulary import (
    BadInput,
    Carried,
    Channel,
    Option,
    Touch,
    TouchState,
)


# As many are taken in hand at a time: what a sender that dies leaves for others.
BATCH = 100
# reliability.md, C5: failures are a person's, tries are few.
TRIES = 5
# What waited so long for somebody's word, or for a server, has lost its moment.
PATIENT = timedelta(days=3)
_RESTS = "its channel keeps failing, and rests"
_SINCE_LOOKED = "something about her was written since it was looked at"


class Waits(Struct, frozen=True, kw_only=True):
    """So many messages that wait for a moment: the first of theirs."""

    count: int
    until: datetime


class Sent(Struct, frozen=True, kw_only=True):
    """
    What became of the due messages.

    Attributes:
        sent: How many went.
        held: How many were held back, because something said no since.
        failed: How many could not be written.
        in_doubt: How many may have gone, and nobody can know.
        again: How many are tried again later.
        waiting: How many wait for a second person, by plan.
        handed_over: How many are with whoever prints them.
        resting: Channels that are left alone for a while, or shut, and why.
        waits: Why some wait for their moment, soon enough to be kept as they are.
    """

    sent: int = 0
    held: int = 0
    failed: int = 0
    in_doubt: int = 0
    again: int = 0
    waiting: Mapping[str, int] = {}
    handed_over: int = 0
    resting: Mapping[Channel, str] = {}
    waits: Mapping[str, Waits] = {}


def send_due(
    house: House, *, now: datetime, tick: Callable[[], datetime] | None = None
) -> Sent:
    """
    Send what is due, each message in two steps.

    What is due is taken in hand a batch at a time (`attempting`, which may be
    retried). Every mask is asked again: a "no", a stop or a word with her may have
    come since it was decided. What may go is brought to its last byte; then the gate
    writes `committing`, whose very statement asks once more; then the last byte
    leaves, and nothing retries it (reliability.md, section 0, item 1).

    What a sender that died may have sent is shown as in doubt, and counts as sent.

    Args:
        house: The shop.
        now: The moment.
        tick: What the clock shows by now, for long queues; else *now* throughout.
    """
    clock = tick or (lambda: now)
    counts: Counter[str] = Counter()
    counts["in_doubt"] = house.outbox.recover(at=now)
    due = house.outbox.due(now=now)
    total = len(due)
    _say_what_waits(house, due, at=now)
    wait: dict[str, int] = {}
    rest: dict[Channel, str] = {}
    waits: dict[str, Waits] = {}
    # While everything is stopped, what is due stays where it is, and goes on after.
    while not house.plan_book.stopped():
        at = clock()
        wait = dict(waiting_for_a_word(house, now=at))
        real = [channel for channel in Channel if channel in house.wires]
        not_of = [(plan, one) for plan in wait for one in real]
        in_order, rest = turns(house, at=at, most=BATCH)
        # What nobody may send yet stays as it is, until somebody has agreed to it.
        shut = _shut(house)
        rest = {**rest, **shut}
        for turn in in_order:
            batch = house.outbox.claim(
                now=at, most=turn.most, not_of=not_of, not_by=(*turn.not_by, *shut)
            )
            if batch:
                _send_batch(house, batch, counts, waits, at=at, trial=turn.trial)
                break
        else:
            break
        done = min(total, sum(counts.values()))
        house.progress("sending", done, total)
    for wire in house.wires.values():
        wire.finish()
    return Sent(
        sent=counts["sent"],
        held=counts["held"],
        failed=counts["failed"],
        in_doubt=counts["in_doubt"],
        again=counts["approved"],
        waiting=wait,
        handed_over=counts["handed_over"],
        resting=rest,
        waits=waits,
    )


def _shut(house: House) -> dict[Channel, str]:
    return {one: because for one in Channel if (because := why_not_open(house, one))}


def _say_what_waits(house: House, due: Sequence[Touch], *, at: datetime) -> None:
    """Write beside each message of a channel that is not open what it waits for."""
    shut = _shut(house)
    with house.together():
        for touch in due:
            because = f"it waits: {shut.get(touch.channel, '')}"
            if touch.channel not in shut or touch.because == because:
                continue
            name = touch.message.message_id
            if house.outbox.advance(
                name, to=TouchState.ATTEMPTING, because=because, at=at
            ):
                house.outbox.advance(
                    name, to=TouchState.APPROVED, because=because, at=at, in_hand=True
                )


def _send_batch(
    house: House,
    batch: Sequence[Touch],
    counts: Counter[str],
    waits: dict[str, Waits],
    *,
    at: datetime,
    trial: bool = False,
) -> None:
    look = _look(house, batch, at=at)
    going: dict[Channel, list[Touch]] = {}
    for touch in _hold_back(house, batch, look, counts, waits, at=at):
        going.setdefault(touch.channel, []).append(touch)
    for channel, touches in going.items():
        gate = OutboxGate(house, look, counts, at=at, trial=trial)
        if channel in house.wires:
            house.wires[channel].deliver(touches, gate)
        else:
            _into_a_folder(house, touches, gate)


def _hold_back(
    house: House,
    batch: Sequence[Touch],
    look: _Look,
    counts: Counter[str],
    waits: dict[str, Waits],
    *,
    at: datetime,
) -> list[Touch]:
    """
    Hold what something forbids; return the others.

    What has to wait for some hours is kept as it is and goes by itself then; what has
    to wait for longer is decided anew.
    """
    going = []
    with house.together():
        for touch in batch:
            name = touch.message.message_id
            if name not in look.refusals:
                going.append(touch)
                continue
            because, until = look.refusals[name]
            if until is not None and at < until <= at + PATIENCE:
                if house.outbox.advance(
                    name, to=TouchState.APPROVED, because=f"it waits: {because}",
                    at=at, until=until, in_hand=True, tried=False,
                ):  # fmt: skip
                    before = waits.get(because, Waits(count=0, until=until))
                    waits[because] = Waits(
                        count=before.count + 1, until=min(before.until, until)
                    )
                continue
            counts["held"] += house.outbox.advance(
                name, to=TouchState.HELD, because=because, at=at, until=until,
                in_hand=True,
            )  # fmt: skip
    return going


def _into_a_folder(house: House, touches: Sequence[Touch], gate: OutboxGate) -> None:
    for touch in touches:
        if not gate.open([touch]):
            continue
        try:
            where = house.carriers[touch.channel].carry(touch)
        except BadInput as error:
            became = Carried(state=TouchState.FAILED, because=str(error))
        else:
            became = Carried(state=TouchState.SENT, because=f"written to {where}")
        gate.note([(touch, became)])


class Claimed(Struct, frozen=True, kw_only=True):
    """What another tool is to send, what was held back, and what waits for a word."""

    touches: tuple[Touch, ...]
    held: int
    waiting: Mapping[str, int]


def hand_over(house: House, channel: Channel, *, by: str, now: datetime) -> Claimed:
    """
    Take what is due on a channel for another tool to send: through the same gate.

    All or nothing: each is marked as handed over, or nothing has changed.
    """
    house.outbox.recover(at=now)
    waiting = waiting_for_a_word(house, now=now, also=channel)
    not_now = [(plan, channel) for plan in waiting]
    others = [(plan, one) for plan in house.plans for one in Channel if one != channel]
    counts: Counter[str] = Counter()
    gone: list[Touch] = []
    with house.together():
        while batch := house.outbox.claim(
            now=now, most=BATCH, not_of=[*not_now, *others]
        ):
            look = _look(house, batch, at=now, another_tool=True)
            going = _hold_back(house, batch, look, counts, {}, at=now)
            gate = OutboxGate(house, look, counts, at=now, also=(channel,))
            passed = gate.open(going)
            for touch in going:
                if touch.message.message_id in passed:
                    house.outbox.advance(
                        touch.message.message_id, to=TouchState.HANDED_OVER,
                        because=f"handed over to another tool by {by}", at=now,
                    )  # fmt: skip
                    gone.append(touch)
    return Claimed(touches=tuple(gone), held=counts["held"], waiting=waiting)


class _Look(Struct, frozen=True, kw_only=True):
    """What was asked about a batch, and how far the books were written then."""

    seen: Seen
    refusals: Mapping[str, tuple[str, datetime | None]]
    persons: Mapping[str, tuple[str, ...]]


class OutboxGate:
    """What every message passes just before its last byte, and reports to behind."""

    def __init__(
        self,
        house: House,
        look: _Look,
        counts: Counter[str],
        *,
        at: datetime,
        also: tuple[Channel, ...] = (),
        trial: bool = False,
    ) -> None:
        self._house, self._look, self._counts, self._at = house, look, counts, at
        self._also = also
        self._trial = trial
        self._troubles: dict[Channel, int] = {}
        self._real = tuple(dict.fromkeys((*house.wires, *also)))

    def open(
        self,
        touches: Sequence[Touch],
        became: Sequence[tuple[Touch, Carried]] = (),
    ) -> frozenset[str]:
        """Write `committing` for those that may go, on disk; return their ids."""
        passed = set()
        with self._house.together():
            self._note_all(became)
            for touch in touches:
                name = touch.message.message_id
                if self._keeps_failing(touch.channel):
                    self._house.outbox.advance(
                        name, to=TouchState.APPROVED, because=_RESTS, at=self._at,
                        tried=False, in_hand=True,
                    )  # fmt: skip
                elif self._house.outbox.advance(
                    name, to=TouchState.COMMITTING, because="nothing forbids it",
                    at=self._at, guard=self._guard(touch),
                ):  # fmt: skip
                    passed.add(name)
                else:
                    self._refuse(touch)
        return frozenset(passed)

    def note(self, became: Sequence[tuple[Touch, Carried]]) -> None:
        """Write down what became of them."""
        with self._house.together():
            self._note_all(became)

    def _note_all(self, became: Sequence[tuple[Touch, Carried]]) -> None:
        down: set[Channel] = set()
        for touch, carried in became:
            # That nobody is there is one trouble, however many wait.
            if carried.counts or touch.channel not in down:
                self._fares(touch.channel, carried)
            if not carried.counts:
                down.add(touch.channel)
            again = carried.state is TouchState.APPROVED
            if self._trial and again and carried.counts:
                # It stood in for all: that the channel fails still is not her try.
                self._note(touch, msgspec.structs.replace(carried, counts=False))
            else:
                self._note(touch, carried)

    def _guard(self, touch: Touch) -> Guard:
        house = self._house
        return Guard(
            seen=self._look.seen,
            persons=self._look.persons.get(touch.message.message_id, ()),
            attention=house.shop.attention,
            settings=""
            if touch.channel in self._also
            else settings_of(house, touch.channel),
            real=self._real if touch.channel in self._real else (),
            per_hour=0 if touch.channel in self._also else cap_of(house, touch.channel),
        )

    def _keeps_failing(self, channel: Channel) -> bool:
        """Say whether it failed too often in a row by now; the trial is the trial."""
        if channel not in self._house.wires or self._trial:
            return False
        return self._known_troubles(channel) >= OPENS_AFTER

    def _known_troubles(self, channel: Channel) -> int:
        if channel not in self._troubles:
            self._troubles[channel] = len(self._house.outbox.troubles(channel))
        return self._troubles[channel]

    def _fares(self, channel: Channel, carried: Carried) -> None:
        """Note how the channel fares: each trouble, and the first that goes again."""
        if channel not in self._house.wires:
            return
        trouble, known = trouble_in(carried), self._known_troubles(channel)
        went = carried.state in (TouchState.SENT, TouchState.HANDED_OVER)
        if trouble is None and not (went and known):
            return
        self._house.outbox.note_result(
            channel, went=went, because=trouble or "it works again", at=self._at
        )
        self._troubles[channel] = 0 if went else known + 1

    def _refuse(self, touch: Touch) -> None:
        # Whoever lost it to another sender cannot move it: that is no refusal.
        to = TouchState.HELD
        because = "she said stop, or " + _SINCE_LOOKED
        if self._house.plan_book.stopped():
            to, because = TouchState.APPROVED, "everything is stopped"
        elif not has_room(self._house, touch.channel, at=self._at):
            to, because = TouchState.APPROVED, "its channel has had its share this hour"
        if self._house.outbox.advance(
            touch.message.message_id, to=to, because=because, at=self._at,
            in_hand=True, tried=to is TouchState.HELD,
        ):  # fmt: skip
            self._counts["held"] += to is TouchState.HELD

    def _note(self, touch: Touch, carried: Carried) -> None:
        to, because, until = carried.state, carried.because, None
        if to is TouchState.FAILED and carried.of_her:
            closed = closed_at_the_door(self._house, touch, because, at=self._at)
            self._house.consents.suppress(closed)
        if to is TouchState.APPROVED and not carried.counts:
            until = self._at + (carried.again_in or timedelta(minutes=1))
        elif to is TouchState.APPROVED:
            if touch.tries >= TRIES:
                to, because = TouchState.FAILED, f"{because}, {TRIES} times"
            else:
                after = carried.again_in or timedelta(minutes=1)
                until = self._at + after * 2 ** max(0, touch.tries - 1)
        if self._house.outbox.advance(
            touch.message.message_id, to=to, because=because, at=self._at,
            until=until, tried=carried.counts,
        ):  # fmt: skip
            self._counts[str(to)] += 1


def _look(
    house: House, due: Sequence[Touch], *, at: datetime, another_tool: bool = False
) -> _Look:
    """Say which of the touches something forbids by now, and until when."""
    seen = house.outbox.seen()
    plans = programme(house, now=at)
    now_of = current_ids(house)
    whose = {now_of[one.person] for one in due if one.person in now_of}
    people = gather(house, now=at, only=whose, current=now_of)
    outbox = house.outbox.all()
    touches = by_person(outbox, now_of)
    written_to = by_address(outbox)
    handovers = by_person(house.desk.all(), now_of)
    facts = house.facts.find(claimed_facts(due))
    refusals: dict[str, tuple[str, datetime | None]] = {}
    persons: dict[str, tuple[str, ...]] = {}
    for touch in due:
        name = touch.message.message_id
        person = people.get(now_of.get(touch.person, ""))
        because = None if another_tool else _not_at_all(house, touch, at=at)
        if because is not None:
            refusals[name] = (because, None)
            continue
        if person is None:
            refusals[name] = ("she is not known any more", None)
            continue
        persons[name] = _whose_no_counts(person)
        case = case_of(
            house, person, plans, now=at,
            touches=[
                one for one in touches[person.id] if one.message.message_id != name
            ],
            handovers=handovers.get(person.id, ()),
            nearby=to_housemates(person, written_to),
            arms={}, zones=house.zones,
        )  # fmt: skip
        out = mask_at_sending(_candidate(house, touch), case, plans.rules)
        moved = case.recipients.get(touch.channel)
        content = plans.contents.get(touch.content)
        if out is not None:
            refusals[name] = (out.because, out.until)
        elif content is not None and content.topic in stopped_topics(person):
            refusals[name] = (TOPIC_STOPPED, None)
        elif moved is None or moved.address != touch.address:
            refusals[name] = ("her address has changed since", None)
        elif anothers := not_hers(touch, facts, person.own):
            refusals[name] = (anothers, None)
    return _Look(seen=seen, refusals=refusals, persons=persons)


def _not_at_all(house: House, touch: Touch, *, at: datetime) -> str | None:
    """Say why nobody would carry it, or None."""
    channel = touch.channel
    settings = house.shop.channels.get(channel)
    where = settings.send if settings else "nowhere"
    if channel not in house.carriers and channel not in house.wires:
        return f"{channel} is to go by {where}, and nothing here carries that"
    not_open = why_not_open(house, channel)
    if not_open is not None:
        return not_open
    if at - touch.decided_at > PATIENT:
        return "it waited for more than three days: its moment has passed"
    return None


def _candidate(house: House, touch: Touch) -> Candidate:
    option = Option(
        key=f"{touch.plan}/{touch.step}/{touch.channel}",
        channel=touch.channel,
        content=touch.content,
        purpose=touch.purpose,
        plan=touch.plan,
        step=touch.step,
        attention=house.shop.attention.weight(touch.channel),
    )
    return Candidate(option=option, survey=touch.survey)


def _whose_no_counts(person: KnownPerson) -> tuple[str, ...]:
    mates = (own for mate in person.housemates for own in mate.own)
    return (*person.own, *mates)
