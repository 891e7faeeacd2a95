"""A copy comes back: whoever was forgotten since is forgotten again before it opens.

Nothing of it is sent by itself: everything is stopped until a human has looked, and
what waited to go is held, because it may have gone since the copy was made. What was
refused since is carried over from the books that the copy replaces.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from shopkeeper.flow.belongings import Every, every_row
from shopkeeper.flow.door import Door
from shopkeeper.flow.forgetting import Hands, forget
from shopkeeper.flow.house import House
from shopkeeper.flow.knowing import current_ids
from shopkeeper.flow.recognising import signature_of_profile
from shopkeeper.recognise import reader_of
from shopkeeper.recognise.prints import blanked_print
from shopkeeper.vocabulary import (
    Consent,
    ConsentState,
    Decision,
    Suppression,
    Touch,
    TouchState,
)


RESTORE = "restore"
_OPEN = (TouchState.APPROVED, TouchState.ATTEMPTING)
_WENT = (TouchState.SENT, TouchState.IN_DOUBT, TouchState.COMMITTING)
_REFUSED = (ConsentState.DENIED, ConsentState.REVOKED)


class CarriedOver(Struct, frozen=True, kw_only=True):
    """
    What the books that are replaced know and an older copy cannot.

    Attributes:
        suppressions: Where nothing may go.
        consents: What was refused.
        touches: What went.
        decisions: Those that these follow from.
    """

    suppressions: tuple[Suppression, ...] = ()
    consents: tuple[Consent, ...] = ()
    touches: tuple[Touch, ...] = ()
    decisions: tuple[Decision, ...] = ()


class Restored(Struct, frozen=True, kw_only=True):
    """
    What a restored shop came to.

    Attributes:
        forgotten: How many people were forgotten again.
        held: How many messages that waited are held.
        refusals: How many refusals were carried over.
        went: How many messages were carried over that went since.
    """

    forgotten: int = 0
    held: int = 0
    refusals: int = 0
    went: int = 0


def carried_over(house: House) -> CarriedOver:
    """Take from the books that are to be replaced what must not be lost."""
    touches = tuple(one for one in house.outbox.all() if one.state in _WENT)
    wanted = {one.decision_id for one in touches}
    return CarriedOver(
        suppressions=tuple(house.consents.suppressions()),
        consents=tuple(
            one for one in house.consents.consents() if one.state in _REFUSED
        ),
        touches=touches,
        decisions=tuple(one for one in house.decisions.all() if one.id in wanted),
    )


def settle_restored(
    house: House,
    hands: Hands,
    hashes: Sequence[str],
    before: CarriedOver,
    *,
    made_at: datetime,
    by: str,
    now: datetime,
) -> Restored:
    """
    Make a copy fit to be opened.

    Args:
        house: The copy's, which nobody else has opened yet.
        hands: Of the copy.
        hashes: The list of the forgotten, as it is today.
        before: What the books had that it replaces.
        made_at: When the copy was made.
        by: Who of ours restores it.
        now: The moment.
    """
    house.forgotten.keep_hashes(hashes, at=now)
    persons, names = _forgotten_here(house)
    for person in persons:
        forget(house, hands, person, by=None, now=now, opened=lambda _: (), names=names)
    with house.together():
        refusals = _refuse(house, before)
        went = _went(house, before)
        held = _hold(house, made_at=made_at, now=now)
        house.plan_book.stop_all(by=by, at=now)
        house.audit.note(
            "restored", made_at.isoformat(), actor=by, at=now,
            detail=f"{len(persons)} forgotten again, {held} held",
        )  # fmt: skip
    hands.eraser.settle(whole=True)
    return Restored(forgotten=len(persons), held=held, refusals=refusals, went=went)


def _forgotten_here(house: House) -> tuple[list[str], bool]:
    """Return who of the copy was forgotten since; and was a name taken out, too?"""
    door = Door(house)
    if door.open:
        return [], False
    current = current_ids(house)
    profiles = house.identity.profiles()
    found: dict[str, None] = {}
    for entry in house.identity.identifiers(list(current)):
        if door.is_forgotten(entry.identifier) and entry.person in current:
            found.setdefault(current[entry.person])
    names = False
    for rows in every_row(house):
        own, blanked = _owners(house, door, rows, profiles)
        names = names or blanked
        for one in own:
            if one in current:
                found.setdefault(current[one])
    return list(found), names


def _owners(
    house: House, door: Door, rows: Every, profiles: Mapping[str, str]
) -> tuple[list[str], bool]:
    name = rows.source.name
    keyed = bool(house.records.key_column(name))
    refuses = door.of_table(rows.source, rows.mapping, keyed=keyed)
    reader = reader_of(rows.mapping, source=name, country=house.shop.country)
    namespaced = reader_of(
        rows.mapping, source=rows.namespace, country=house.shop.country
    )
    owners, blanked = [], False
    for key, record, cells in rows.each():
        if door.knows(blanked_print(name, cells)):
            blanked = True
        elif refuses(key, cells):
            for one in (namespaced, reader):
                owner = profiles.get(
                    signature_of_profile(name, one.node(record, cells))
                )
                if owner is not None:
                    owners.append(owner)
    return owners, blanked


def _refuse(house: House, before: CarriedOver) -> int:
    """Strictest wins: what was refused since is refused."""
    here = house.identity.seniority()
    stops = [
        one if one.person in here or not one.person else replace(one, person="")
        for one in before.suppressions
        if one.person in here or one.address_hash is not None
    ]
    denied = [one for one in before.consents if one.person in here]
    return house.consents.suppress(stops) + house.consents.state(denied)


def _went(house: House, before: CarriedOver) -> int:
    """What went since is not sent again."""
    here = house.identity.seniority()
    new = [
        one
        for one in before.touches
        if one.person in here and house.outbox.touch(one.message.message_id) is None
    ]
    wanted = {one.decision_id for one in new}
    house.decisions.record(one for one in before.decisions if one.id in wanted)
    return house.outbox.put(new)


def _hold(house: House, *, made_at: datetime, now: datetime) -> int:
    because = (
        f"restored from a copy of {made_at:%Y-%m-%d %H:%M}: it may have gone since"
    )
    waiting = [one for one in house.outbox.all() if one.state in _OPEN]
    for one in waiting:
        house.outbox.advance(
            one.message.message_id, to=TouchState.HELD, because=because, at=now
        )
    return len(waiting)
