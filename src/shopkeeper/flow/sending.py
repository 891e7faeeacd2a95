"""The outbox's due messages, one by one, at most once each."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from shopkeeper.decide import Candidate, mask_at_sending
from shopkeeper.flow.deciding import by_address, case_of, programme, to_housemates
from shopkeeper.flow.hers import claimed_facts, not_hers
from shopkeeper.flow.house import House
from shopkeeper.flow.knowing import by_person, gather
from shopkeeper.flow.reaching import TOPIC_STOPPED, stopped_topics
from shopkeeper.vocabulary import BadInput, Option, Touch, TouchState


class Sent(Struct, frozen=True, kw_only=True):
    """
    What became of the due messages.

    Attributes:
        sent: How many went.
        held: How many were held back, because something said no since.
        failed: How many could not be written.
    """

    sent: int = 0
    held: int = 0
    failed: int = 0


def send_due(house: House, *, now: datetime) -> Sent:
    """
    Send what is due, each message in two steps.

    Every mask is asked again just before: a "no", a stop or a word with her may have
    come since it was decided. Then `attempting` is written, which may be retried;
    then `committing`, whose very statement checks suppression and the stop switch;
    then it is carried, and nothing retries it (reliability.md, section 0, item 1).

    A touch left in `committing` by a process that died is shown as in doubt, and
    counts as sent.
    """
    for touch in house.outbox.all():
        if touch.state is TouchState.COMMITTING:
            house.outbox.advance(
                touch.message.message_id,
                to=TouchState.IN_DOUBT,
                because="the sender stopped while this was on its way",
                at=now,
            )
    due = house.outbox.due(now=now)
    refusals = _refusals(house, due, now=now)
    counts = {TouchState.SENT: 0, TouchState.HELD: 0, TouchState.FAILED: 0}
    for number, touch in enumerate(due, start=1):
        counts[_send(house, touch, refusals, now=now)] += 1
        house.progress("sending", number, len(due))
    return Sent(
        sent=counts[TouchState.SENT],
        held=counts[TouchState.HELD],
        failed=counts[TouchState.FAILED],
    )


def _refusals(
    house: House, due: list[Touch], *, now: datetime
) -> dict[str, tuple[str, datetime | None]]:
    """Say which due messages something forbids by now, and until when."""
    plans = programme(house, now=now)
    people = gather(house, now=now)
    now_of = {own: one.id for one in people.values() for own in one.own}
    outbox = house.outbox.all()
    touches = by_person(outbox, now_of)
    written_to = by_address(outbox)
    handovers = by_person(house.desk.all(), now_of)
    facts = house.facts.find(claimed_facts(due))
    found: dict[str, tuple[str, datetime | None]] = {}
    for touch in due:
        person = people.get(now_of.get(touch.person, ""))
        name = touch.message.message_id
        if person is None:
            found[name] = ("she is not known any more", None)
            continue
        case = case_of(
            house,
            person,
            plans,
            now=now,
            touches=[
                one for one in touches[person.id] if one.message.message_id != name
            ],
            handovers=handovers.get(person.id, ()),
            nearby=to_housemates(person, written_to),
            arms={},
            zones=house.zones,
        )
        option = Option(
            key=f"{touch.plan}/{touch.step}/{touch.channel}",
            channel=touch.channel,
            content=touch.content,
            purpose=touch.purpose,
            plan=touch.plan,
            step=touch.step,
            attention=house.shop.attention.weight(touch.channel),
        )
        out = mask_at_sending(
            Candidate(option=option, survey=touch.survey), case, plans.rules
        )
        moved = case.recipients.get(touch.channel)
        content = plans.contents.get(touch.content)
        if out is not None:
            found[name] = (out.because, out.until)
        elif content is not None and content.topic in stopped_topics(person):
            found[name] = (TOPIC_STOPPED, None)
        elif moved is None or moved.address != touch.address:
            found[name] = ("her address has changed since", None)
        else:
            anothers = not_hers(touch, facts, person.own)
            found |= {name: (anothers, None)} if anothers else {}
    return found


def _send(
    house: House,
    touch: Touch,
    refusals: dict[str, tuple[str, datetime | None]],
    *,
    now: datetime,
) -> TouchState:
    name = touch.message.message_id
    outbox, carrier = house.outbox, house.carriers.get(touch.channel)
    if name in refusals or carrier is None:
        settings = house.shop.channels.get(touch.channel)
        where = settings.send if settings else "nowhere"
        nobody = f"{touch.channel} is to go by {where}, and this version writes files"
        because, until = refusals.get(name, (nobody, None))
        outbox.advance(name, to=TouchState.HELD, because=because, at=now, until=until)
        return TouchState.HELD
    outbox.advance(name, to=TouchState.ATTEMPTING, because="its moment came", at=now)
    if not outbox.advance(
        name, to=TouchState.COMMITTING, because="nothing forbids it", at=now
    ):
        because = "she said stop, or everything is stopped"
        outbox.advance(name, to=TouchState.HELD, because=because, at=now)
        return TouchState.HELD
    try:
        where = carrier.carry(touch)
    except BadInput as error:
        outbox.advance(name, to=TouchState.FAILED, because=str(error), at=now)
        return TouchState.FAILED
    outbox.advance(name, to=TouchState.SENT, because=f"written to {where}", at=now)
    return TouchState.SENT
