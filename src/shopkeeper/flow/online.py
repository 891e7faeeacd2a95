"""What now, for this person, on this page: a round's decision for a batch of one.

The same functions as a round's, `gather_some`, `case_of`, `decide` and `touch_of`: no
second way to know her or to choose. What differs is stated here: she is here, so the
page reaches her; a slot of a page is filled by words or left alone, and no human is
drawn by lot for it; and as long as what may be said and why stays the same, so does
the decision.
"""

from __future__ import annotations

import dataclasses

from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from msgspec import Struct
from msgspec.structs import replace

from shopkeeper.decide import Candidate, PersonCase, decide, forget_fates
from shopkeeper.flow.deciding import (
    LookedAt,
    Programme,
    by_address,
    case_of,
    look_at,
    offered_to,
    programme,
    to_housemates,
)
from shopkeeper.flow.explaining import why_decided_json
from shopkeeper.flow.house import House
from shopkeeper.flow.knowing import (
    Aliases,
    KnownPerson,
    by_person,
    gather_some,
    joined_ids,
)
from shopkeeper.flow.reaching import here_on_the_page
from shopkeeper.flow.rounds import floored_us
from shopkeeper.flow.saying_why import OWN_WORDS, why_of_words
from shopkeeper.flow.since_round import (
    NOTHING,
    Reading,
    Since,
    added,
    kept_later,
    who_did,
)
from shopkeeper.flow.touching import SPECIFIC_ONLY, step_of, touch_of
from shopkeeper.flow.whose import Named, who_has, who_have
from shopkeeper.vocabulary import (
    Channel,
    Decision,
    Handover,
    IdentifierKind,
    Moment,
    NotFound,
    TouchState,
    round_key,
)


NOT_KNOWN = "we do not know her: the page keeps its own words"
NOT_A_SLOT = "there is no content of this name for pages"
_LOOK_AGAIN = timedelta(seconds=60)  # time passes: what was held may be free now
_MOST_HELD = 10_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_USER, _DEVICE = IdentifierKind.USER_ID, IdentifierKind.DEVICE


_MOST_UNREAD = 200


class Visitor(Struct, frozen=True, kw_only=True):
    """
    Who is on the page, as the page or the shop's server names her.

    Attributes:
        person: Her id here, where a program of the shop knows it.
        source: Whose ids the next two are.
        user_id: As the source calls her.
        anonymous_id: Of her browser.
    """

    person: str | None = None
    source: str | None = None
    user_id: str | None = None
    anonymous_id: str | None = None


class Offer(Struct, frozen=True, kw_only=True):
    """
    What is offered for one slot.

    Attributes:
        slot: Key of a content for pages.
        decision_id: None where nobody was decided for.
        option: What was chosen; None with the decision's id.
        value: The words; None: the page keeps its own.
        propensity: Exact chance with which it was chosen; None where nothing was.
        because: Why, for staff.
        why: Why, for her.
    """

    slot: str
    decision_id: str | None = None
    option: str | None = None
    value: str | None = None
    propensity: float | None = None
    because: str
    why: str


class Ready(Struct, frozen=True):
    """
    What is the same for all who ask, until the next round or change.

    Attributes:
        plans: What the shop means to do.
        slots: Contents for pages, by key.
        by_slot: What plans mean to say in each slot.
        nothing: A programme that offers nothing.
        aliases: Who is whom.
        handovers: By current id.
        until: When it has to be made anew: plans begin, end and pause by the day.
    """

    plans: Programme
    slots: frozenset[str]
    by_slot: Mapping[str, Programme]
    nothing: Programme
    aliases: Aliases
    handovers: Mapping[str, Sequence[Handover]]
    until: datetime


class _Held(Struct):
    """What is in hand of one person: she, as she is decided for, and what was."""

    person: KnownPerson
    looked: LookedAt
    at: datetime
    case: PersonCase
    until: datetime
    offers: dict[str, Offer]


def make_ready(house: House, *, now: datetime) -> Ready:
    """Read what is the same for all who ask."""
    plans = programme(house, now=now)
    aliases = Aliases(joined_ids(house))
    here = now.astimezone(ZoneInfo(house.shop.time_zone))
    tomorrow = (here + timedelta(days=1)).replace(hour=0, minute=0, second=0)
    desk = house.desk.all()
    now_of = {one.person: aliases.current(one.person) for one in desk}
    slots = frozenset(
        key
        for key, content in plans.contents.items()
        if Channel.WEB in content.channels and _is_plain(key, plans.contents)
    )
    return Ready(
        plans=plans,
        slots=slots,
        by_slot={slot: _for_slot(plans, slot) for slot in slots},
        nothing=dataclasses.replace(plans, steps=()),
        aliases=aliases,
        handovers=by_person(desk, now_of),
        until=tomorrow.replace(microsecond=0),
    )


def _for_slot(plans: Programme, slot: str) -> Programme:
    steps = tuple(one for one in plans.steps if one.step.content == slot)
    return dataclasses.replace(plans, steps=steps)


def _is_plain(key: str, contents: Mapping[str, object]) -> bool:
    return key.rpartition(".")[0] not in contents


class Online:
    """
    Decides for people who are here, one at a time, by what is known this moment.

    Args:
        house: The shop, to read; each answer sees what is committed.
        ready: What is the same for all.
        name: Of this process, so that no two decide under one name.
    """

    def __init__(self, house: House, ready: Ready, *, name: str) -> None:
        self._house = house
        self._name = name
        self._count = 0
        self._held: OrderedDict[str, _Held] = OrderedDict()
        self._before: OrderedDict[tuple[str, str], tuple[Decision, Offer]] = (
            OrderedDict()
        )
        self._named: dict[Named, str] = {}
        self._since: dict[str, Since] = {}
        self._unread: list[tuple[Named, Since]] = []
        self._reading = Reading(house)
        self._gone: set[str] = set()
        self.ready = ready

    def renew(self, ready: Ready, *, since: datetime | None = None) -> None:
        """
        Take what was made ready anew: nothing that was in hand is trusted.

        Args:
            ready: What is the same for all.
            since: The moment of the round that was worked; None: none was.
        """
        self._read()
        self.ready = ready
        self._held.clear()
        self._named.clear()
        known = self._since if since is None else kept_later(self._since, since)
        self._since = {}
        for person, what in known.items():  # who may be joined to another by now
            added(self._since, [ready.aliases.current(person)], what)

    def happened(self, source: str, cells: Mapping[str, str], *, at: datetime) -> None:
        """Note an event that is on disk: the next answer knows of it."""
        what = self._reading.event(source, cells, at)
        if what == NOTHING:
            return  # nothing that is decided stands on it
        user, device = who_did(cells)
        if user:
            self._unread.append(((source, _USER, user), what))
        elif device:
            self._unread.append(((source, _DEVICE, device), what))
        if len(self._unread) >= _MOST_UNREAD:
            self._read()

    def _read(self) -> None:
        """Find out who did what was noted: for all of it at once, before an answer."""
        if not self._unread:
            return
        unread, self._unread = self._unread, []
        asked = dict.fromkeys(who for who, _ in unread if who not in self._named)
        with self._house.together():
            found = who_have(self._house, self.ready.aliases, list(asked))
        for who, what in unread:
            person = self._named.get(who) or found.get(who)
            if person is not None:
                self._counts([person], what)

    def heard(self, cells: Mapping[str, str], *, at: datetime) -> None:
        """Note a mail that is on disk: the next answer knows that she wrote it."""
        with self._house.together():
            owns, what = self._reading.mail(cells, at)
        self._counts({self.ready.aliases.current(one) for one in owns}, what)

    def _counts(self, persons: Iterable[str], what: Since) -> None:
        there = [one for one in persons if one not in self._gone]
        added(self._since, there, what)
        for one in there:
            self._held.pop(one, None)

    def let_go(self, person: str) -> list[str]:
        """
        Answer nothing about her any more, and drop what is in hand of her.

        Returns:
            All her ids.
        """
        self._read()
        owns = self.ready.aliases.owns(person)
        gone = {person, *owns}
        self._gone |= gone
        for one in gone:
            self._held.pop(one, None)
            self._since.pop(one, None)
        self._named = {key: one for key, one in self._named.items() if one not in gone}
        for key in [key for key in self._before if key[0] in gone]:
            del self._before[key]
        forget_fates()  # a reason may be hers alone
        self._reading = Reading(self._house)
        return sorted(gone)

    def changed(self, person: str) -> None:
        """Know her anew with the next answer: she said how she wants to be reached."""
        self._held.pop(self.ready.aliases.current(person), None)

    def take_up(self, owns: Iterable[str]) -> None:
        """Answer about those again; who was forgotten is in the ledger no more."""
        self._gone.difference_update(owns)

    def person_of(self, visitor: Visitor) -> str | None:
        """Return who a visitor is; None for one who is not known, or not surely."""
        found = self._known_by(visitor)
        if found is None:
            with self._house.together():  # no view of the ledger stays open behind it
                found = self._person_of(visitor)
        return None if found in self._gone else found

    def _known_by(self, visitor: Visitor) -> str | None:
        """Return who she is if she was named so before."""
        if visitor.person is not None or visitor.source is None:
            return None
        if visitor.user_id:
            return self._named.get((visitor.source, _USER, visitor.user_id))
        return self._named.get((visitor.source, _DEVICE, visitor.anonymous_id or ""))

    def knows(self, visitor: Visitor) -> bool:
        """Say whether it is known who a visitor is."""
        return self.person_of(visitor) is not None

    def _person_of(self, visitor: Visitor) -> str | None:
        if visitor.person is not None:
            person = self.ready.aliases.current(visitor.person)
            owns = self.ready.aliases.owns(person)
            return person if self._house.identity.identifiers(owns) else None
        if visitor.source is None:
            return None
        if visitor.user_id:
            return self._named_by(visitor.source, _USER, visitor.user_id)
        if visitor.anonymous_id:
            return self._named_by(visitor.source, _DEVICE, visitor.anonymous_id)
        return None

    def moment(self, person: str, *, now: datetime) -> Moment:
        """
        Say who she is, where she is and what she needs now.

        Raises:
            NotFound: If there is nobody of that id.
        """
        with self._house.together():
            self._read()
            found = self.person_of(Visitor(person=person))
            if found is None:
                msg = f"There is nobody {person!r}: ask by the id of a person."
                raise NotFound(msg)
            return self._in_hand(found, now).case.moment

    def known(self, person: str, *, now: datetime) -> PersonCase:
        """Return her as she is decided for, before any slot is asked for."""
        with self._house.together():
            self._read()
            return self._in_hand(person, now).case

    def why(self, decision_id: str) -> dict[str, Any]:
        """
        Say why it was decided so, for staff.

        Raises:
            NotFound: If there is no such decision.
        """
        with self._house.together():
            return why_decided_json(self._house, decision_id)

    def decide(
        self, visitor: Visitor, slots: Sequence[str], *, now: datetime
    ) -> tuple[list[Offer], list[Decision]]:
        """
        Decide what is said in each slot.

        Returns:
            An offer for each slot, and the decisions that have to be on disk before
            she sees one of them.
        """
        with self._house.together():  # one view of the ledger, as it is now
            self._read()
            person = self.person_of(visitor)
            if person is None:
                return [_nothing(slot, NOT_KNOWN) for slot in slots], []
            held = self._in_hand(person, now)
            new: list[Decision] = []
            for slot in dict.fromkeys(slots):
                if slot not in held.offers:
                    held.offers[slot] = self._offer(held, slot, now, new)
            return [held.offers[slot] for slot in slots], new

    def take_back(self, person: str) -> None:
        """Forget what was decided and could not be kept."""
        self._held.pop(person, None)
        for key in [key for key in self._before if key[0] == person]:
            del self._before[key]

    def _offer(
        self, held: _Held, slot: str, now: datetime, new: list[Decision]
    ) -> Offer:
        if slot not in self.ready.slots:
            return _nothing(slot, NOT_A_SLOT)
        house, person = self._house, held.person
        floor = floored_us(now, house.shop.rounds_every)
        offered = offered_to(
            house, person, self.ready.by_slot[slot], held.looked, now=held.at
        )
        case = in_slot(held.case, offered, slot, now)
        (decision,) = decide(
            [case], self.ready.plans.rules, seed=house.seed, drawn=(), slot=slot,
            round_key=self._round(now),
        )  # fmt: skip
        key = (person.id, f"{slot} {floor}")
        before = self._before.get(key)
        if before is not None and before[0].options == decision.options:
            self._before.move_to_end(key)
            return before[1]  # nothing has changed: no new dice, and no new words
        offer = _in_words(house, self.ready.plans, decision, case, person)
        new.append(decision)
        self._before[key] = (decision, offer)
        if len(self._before) > 2 * _MOST_HELD:
            self._before.popitem(last=False)
        return offer

    def _round(self, now: datetime) -> str:
        """Name what is decided at one moment: a round of its own, never another's."""
        self._count += 1
        shop = f"{self._house.shop.name} online {self._name} {self._count}"
        return round_key(shop, (now - _EPOCH) // _MICROSECOND)

    def _named_by(self, source: str, kind: IdentifierKind, text: str) -> str | None:
        key = (source, kind, text)
        if key in self._named:
            return self._named[key]
        if len(self._named) > 2 * _MOST_HELD:
            self._named.clear()
        found = who_has(self._house, self.ready.aliases, source, kind, text)
        if found is not None:  # who is not known now may be in a moment
            self._named[key] = found
        return found

    def _in_hand(self, person: str, now: datetime) -> _Held:
        held = self._held.get(person)
        if held is not None and now < held.until:
            self._held.move_to_end(person)
            return held
        house = self._house
        since = {person: self._since[person]} if person in self._since else {}
        known = gather_some(house, [person], self.ready.aliases, now=now, since=since)[
            person
        ]
        touches = house.outbox.of_persons(known.own)
        mates = [own for mate in known.housemates for own in mate.own]
        nearby = (
            to_housemates(known, by_address(house.outbox.of_persons(mates)))
            if mates
            else ()
        )
        looked = look_at(house, known, now=now, touches=touches, nearby=nearby)
        case = case_of(
            house,
            known,
            self.ready.nothing,  # each slot asks for what is for it
            now=now,
            touches=touches,
            nearby=nearby,
            handovers=self.ready.handovers.get(person, ()),
            arms=house.decisions.arms_of(list(house.plans), known.own),
            zones=house.zones,
            looked=looked,
        )
        reached = {**case.recipients, Channel.WEB: here_on_the_page(house, known, now)}
        case = replace(case, recipients=reached)
        self._held[person] = held = _Held(
            known, looked, now, case, now + _LOOK_AGAIN, {}
        )
        self._held.move_to_end(person)
        if len(self._held) > _MOST_HELD:
            self._held.popitem(last=False)
        return held


def in_slot(
    case: PersonCase, offered: Iterable[Candidate], slot: str, now: datetime
) -> PersonCase:
    """Leave of what plans offer what is for this slot of a page."""
    return replace(
        case,
        moment=replace(case.moment, at=now),
        candidates=tuple(
            one
            for one in offered
            if one.option.content == slot and one.option.channel is Channel.WEB
        ),
    )


def _nothing(slot: str, because: str) -> Offer:
    return Offer(slot=slot, because=because, why=OWN_WORDS)


def _in_words(
    house: House,
    plans: Programme,
    decision: Decision,
    case: PersonCase,
    person: KnownPerson,
) -> Offer:
    """Put what was decided into words; on any doubt into none."""
    touch = touch_of(house, plans, decision, case, person)
    if touch is not None and touch.because == SPECIFIC_ONLY:
        instead = step_of(plans, touch.plan, touch.step).fallback
        content = plans.contents.get(instead or "")
        if content is not None and Channel.WEB in content.channels:
            touch = touch_of(house, plans, decision, case, person, instead=instead)
    said = touch is not None and touch.state is TouchState.APPROVED
    return Offer(
        slot=decision.slot,
        decision_id=decision.id,
        option=decision.chosen,
        value=touch.message.body if touch is not None and said else None,
        propensity=decision.propensity,
        because=decision.because if touch is None or said else touch.because,
        why=why_of_words(house, person, touch.message, now=decision.at)
        if touch is not None and said
        else OWN_WORDS,
    )
