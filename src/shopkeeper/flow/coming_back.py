"""What came back: bounces and complaints end what goes to an address, at once.

Hard bounces and complaints do, soft ones and robots' answers do not (reliability.md,
C10). A report in a mailbox counts only where it bears our signed return address, if
the shop signs them: anybody can write that somebody's mail bounced. Of a complaint less
is asked, as providers cut our address out and strictest wins: the signed link by which
she could have left, or the name of a message that went to the very address.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta

from msgspec import Struct

from shopkeeper.flow.house import House
from shopkeeper.flow.rows import SourceRows
from shopkeeper.flow.stopping import everywhere
from shopkeeper.listen.mail_in import MailKind, verdict_of
from shopkeeper.recognise.columns import MAIL_COLUMNS, Meaning
from shopkeeper.say.tokens import message_to_end
from shopkeeper.vocabulary import (
    Channel,
    Consent,
    ConsentState,
    Outcome,
    Purpose,
    Suppression,
    Touch,
)


HARD = frozenset(
    {
        "hard_bounce", "hardbounce", "hard-bounce", "hard", "bounce", "bounced",
        "permanent_fail", "permanent_failure", "permanent_bounce", "invalid_email",
        "invalid_address", "invalid",
    }
)  # fmt: skip
SOFT = frozenset(
    {
        "soft_bounce", "softbounce", "soft-bounce", "soft", "temporary_fail",
        "temporary_failure", "transient", "transient_bounce", "deferred",
        "mailbox_full",
    }
)  # fmt: skip
# What shows that somebody is there after all: what came back before counts no more.
_THERE = frozenset({"delivered", "delivery", str(MailKind.REPLY), "replied"})
COMPLAINT = frozenset(
    {
        "complaint", "complained", "spam", "spam_complaint", "spamreport",
        "spam_report", "abuse", "marked_as_spam", "feedback_loop", "junk",
    }
)  # fmt: skip
# Rows of a mailbox that say something of a mail of ours, and are nobody's words.
NO_WORD = frozenset(str(kind) for kind in MailKind if kind is not MailKind.REPLY)
_NOBODY_THERE = "what goes to this address comes back: nobody is there"
_FORGED = "a report without our own mark: nothing is made of it"
_NOBODYS = "a complaint that does not say whose: ask the provider"


class Returned(Struct, frozen=True, kw_only=True):
    """
    What came back in one row.

    Attributes:
        outcome: What happened.
        address: Of whom the row says it; empty where it does not.
        marks: What in the report bears a mark of ours, by blanks.
        by_mail: Does a mail say so, which anybody may have written?
    """

    outcome: Outcome
    address: str
    marks: str
    by_mail: bool


class Ends(Struct, frozen=True, kw_only=True):
    """What ends by what came back; `bad`: rows that nothing is made of, and why."""

    suppressions: tuple[Suppression, ...] = ()
    consents: tuple[Consent, ...] = ()
    bad: tuple[tuple[str, str, str], ...] = ()


def is_mail(rows: SourceRows) -> bool:
    """Tell whether rows are mails, which may be words, reports or both."""
    there = {one.name for one in rows.mapping.columns}
    return set(MAIL_COLUMNS) <= there


def returned_in(rows: SourceRows, outcomes: Iterable[Outcome]) -> list[Returned]:
    """Put beside each outcome of a source what its row says of whom it is about."""
    places = {record: at for at, record in enumerate(rows.record_ids)}
    addresses = rows.cells(Meaning.EMAIL)
    by_mail = is_mail(rows)
    marks: list[str | None] = [None] * len(rows)
    if by_mail:
        column = next(one for one in rows.mapping.columns if one.name == "returned_to")
        marks = rows.data.column(column.index).to_pylist()
    return [
        Returned(
            outcome=one,
            address=(addresses[places[one.id]] or "").strip(),
            marks=marks[places[one.id]] or "",
            by_mail=by_mail,
        )
        for one in outcomes
    ]


def ends_of(house: House, returned: Iterable[Returned]) -> Ends:
    """
    Say what ends by what came back.

    A hard bounce closes the address, whoever is reached there; a complaint closes
    e-mail to the person at every address of hers, and is a "no" to marketing.
    """
    mattering = [one for one in returned if one.outcome.outcome in HARD | COMPLAINT]
    if not mattering:
        return Ends()
    sent = {
        touch.message.message_id: touch for touch in house.outbox.all() if touch.address
    }
    suppressions: list[Suppression] = []
    consents: list[Consent] = []
    bad: list[tuple[str, str, str]] = []
    for one in mattering:
        touch = _touch_of(house, one, sent)
        if touch is None and one.by_mail and house.returned is not None:
            bad.append((one.outcome.id, one.outcome.outcome, _FORGED))
            continue
        address = touch.address if touch is not None else one.address
        person = touch.person if touch is not None else one.outcome.person
        complaint = one.outcome.outcome in COMPLAINT
        if not address and not person:
            bad.append((one.outcome.id, one.outcome.outcome, _NOBODYS))
            continue
        channel = touch.channel if touch is not None else Channel.EMAIL
        suppressions += _closed(
            house, one.outcome, address, person, channel, complaint=complaint
        )
        if complaint and person:
            consents.append(_no(one.outcome, person))
    return Ends(
        suppressions=tuple(suppressions), consents=tuple(consents), bad=tuple(bad)
    )


def _touch_of(house: House, one: Returned, sent: Mapping[str, Touch]) -> Touch | None:
    """Return the message of ours it is about; as its mark says, where we sign."""
    marks = one.marks.split()
    complains = one.by_mail and one.outcome.outcome in COMPLAINT
    signed: list[str | None] = []
    if one.by_mail and house.returned is not None:
        signed = [house.returned(mark) for mark in marks]
    if complains:
        signed += [message_to_end(house.token, mark) for mark in marks]
    found = next((sent[name] for name in signed if name and name in sent), None)
    if found is not None or (one.by_mail and house.returned is not None):
        return found or (_named_to(one, sent) if complains else None)
    return sent.get(one.outcome.message_id or "")


def _named_to(one: Returned, sent: Mapping[str, Touch]) -> Touch | None:
    """Return the message that it names, if that went to the address that it names."""
    touch = sent.get(one.outcome.message_id or "")
    same = touch is not None and touch.address.casefold() == one.address.casefold()
    return touch if same and one.address else None


def _closed(
    house: House,
    outcome: Outcome,
    address: str,
    person: str,
    channel: Channel,
    *,
    complaint: bool,
) -> Iterator[Suppression]:
    because = (
        "she told her provider that what we write is unwanted"
        if complaint
        else _NOBODY_THERE
    )
    here = Suppression(
        person="", scope=str(channel), because=because, at=outcome.at,
        address_hash=house.consents.hash_of_address(address) if address else None,
        record_id=outcome.id,
    )  # fmt: skip
    if address:
        yield here
    if person and (complaint or not address):
        hers = Suppression(
            person=person, scope=str(channel), because=because, at=outcome.at,
            record_id=outcome.id,
        )  # fmt: skip
        if complaint:
            yield from everywhere(house, [hers])
        else:
            yield from (
                one for one in everywhere(house, [hers]) if one.address_hash is not None
            )


def _no(outcome: Outcome, person: str) -> Consent:
    return Consent(
        person=person, purpose=Purpose.MARKETING, state=ConsentState.REVOKED,
        at=outcome.at, record_id=outcome.id,
    )  # fmt: skip


def closed_at_the_door(
    house: House, touch: Touch, words: str, *, at: datetime
) -> list[Suppression]:
    """
    Close an address that its own server refused while we were still talking with it.

    The same rule as for a report by mail (RFC 3464): nobody there by that name, or no
    such domain. A refusal by policy (5.7.x, RFC 3463) is no word about the address.

    Args:
        house: The shop; nothing is written in it.
        touch: What was to go there.
        words: What the server said, code and all.
        at: When.
    """
    found = verdict_of(words)
    if not found.hard or found.status.startswith("5.7."):
        return []
    return [
        Suppression(
            person="", scope=str(touch.channel), because=_NOBODY_THERE, at=at,
            address_hash=house.consents.hash_of_address(touch.address),
        )
    ]  # fmt: skip


def tired_of(house: House, returned: Iterable[Returned]) -> list[Suppression]:
    """
    Close the addresses to which so much came back for now that it is for good.

    So many *messages* as the shop says, each counted once however many reports there
    are of it, within so long; an arrival or an answer between begins the count anew.
    Of a report that names no message, those of one day are one.
    """
    most, within = house.shop.soft_bounces, house.shop.soft_within
    heard = [one for one in returned if one.outcome.outcome in SOFT | _THERE]
    if not most or not any(one.outcome.outcome in SOFT for one in heard):
        return []
    sent = {
        touch.message.message_id: touch for touch in house.outbox.all() if touch.address
    }
    at_address: dict[tuple[str, Channel], list[tuple[Returned, str]]] = {}
    for one in heard:
        touch = _touch_of(house, one, sent)
        if touch is None and one.by_mail and house.returned is not None:
            continue  # anybody can write that somebody's mailbox is full
        address = touch.address if touch is not None else one.address
        channel = touch.channel if touch is not None else Channel.EMAIL
        day = one.outcome.at.date().isoformat()
        which = touch.message.message_id if touch is not None else day
        if address:
            place = house.consents.hash_of_address(address), channel
            at_address.setdefault(place, []).append((one, which))
    found = []
    for (here, channel), ones in at_address.items():
        last = _worn_out(ones, most, within)
        if last is None:
            continue
        because = (
            f"what goes to this address came back {most} times within "
            f"{within.days} days: nobody empties it"
        )
        found.append(
            Suppression(
                person="", scope=str(channel), because=because, at=last.at,
                address_hash=here, record_id=last.id,
            )
        )  # fmt: skip
    return found


def _worn_out(
    ones: list[tuple[Returned, str]], most: int, within: timedelta
) -> Outcome | None:
    """Return the soft bounce that was one too many, or None."""
    seen: dict[str, datetime] = {}
    for one, which in sorted(ones, key=lambda pair: (pair[0].outcome.at, pair[1])):
        outcome = one.outcome
        if outcome.outcome in _THERE:
            seen.clear()
            continue
        seen.setdefault(which, outcome.at)
        recent = [at for at in seen.values() if outcome.at - at <= within]
        if len(recent) >= most:
            return outcome
    return None


def was_answered(outcomes: Iterable[Outcome]) -> dict[str, datetime]:
    """Return the messages that she answered herself, and when."""
    return {
        one.message_id: one.at
        for one in outcomes
        if one.message_id and one.outcome == str(MailKind.REPLY)
    }
