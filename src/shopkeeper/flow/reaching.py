"""How a person can be reached, and what she allows there."""

from __future__ import annotations

import re

from collections.abc import Iterable
from datetime import datetime

from shopkeeper.flow.ages import may_be_minor
from shopkeeper.flow.at_home import letters_go_to
from shopkeeper.flow.house import House
from shopkeeper.flow.knowing import KIND_OF, KnownPerson, addresses_of
from shopkeeper.say.postal import Unusable
from shopkeeper.vocabulary import (
    Channel,
    ConsentState,
    Purpose,
    Recipient,
    Suppression,
)


# Scopes that stop everything, whatever the channel or purpose.
_ALL = frozenset({"all", "erase"})
TOPIC_STOPPED = "she does not want this topic"
_REFUSED = (ConsentState.DENIED, ConsentState.REVOKED)


# As people write it behind a name, in the languages of the lists we have seen.
_DIED = re.compile(
    r"\b(?:deceased|decd|dec'd|verstorben|d[ée]c[ée]d[ée]e?|fallecid[oa]|overleden"
    r"|decedut[oa]|falecid[oa]|estate of|the late|r\.?i\.?p)\b|[†✝]",
    re.IGNORECASE,
)


def may_have_died(names: Iterable[str]) -> bool:
    """
    Tell whether a record says behind her name that she has died.

    Example:
        >>> may_have_died(["Mary O'Brien-Smith (deceased)"]), may_have_died(["Ann Dec"])
        (True, False)
    """
    return any(_DIED.search(name) for name in names)


def recipients_of(
    house: House, person: KnownPerson, *, now: datetime
) -> dict[Channel, Recipient]:
    """Say how a person can be reached, with her consents as they hold there."""
    found = {}
    for channel in Channel:
        address = _address(house, person, channel)
        if address is None or isinstance(address, Unusable):
            continue
        found[channel] = Recipient(
            person=person.id,
            channel=channel,
            address=address,
            language=person.language,
            time_zone=person.time_zone,
            suppressed=scopes_of(house, person, address, now=now),
            consents=_at_address(person, channel, address, now=now),
            minor=may_be_minor(person.born, now.date()),
            died=may_have_died(person.names),
        )
    return found


def here_on_the_page(house: House, person: KnownPerson, now: datetime) -> Recipient:
    """Say what she allows on a page that she has open: there we reach her."""
    return Recipient(
        person=person.id,
        channel=Channel.WEB,
        address="",
        language=person.language,
        time_zone=person.time_zone,
        suppressed=scopes_of(house, person, "", now=now),
        consents=consent_states(person, Channel.WEB, now=now),
        minor=may_be_minor(person.born, now.date()),
        died=may_have_died(person.names),
    )


def why_not_reached(house: House, person: KnownPerson) -> dict[Channel, str]:
    """Say of channels why an address of hers cannot be used, where more is known."""
    found = _address(house, person, Channel.POST)
    return {Channel.POST: found.because} if isinstance(found, Unusable) else {}


def _at_address(
    person: KnownPerson, channel: Channel, address: str, *, now: datetime
) -> dict[Purpose, ConsentState]:
    """
    Say what may be written to an address: her word, and every "no" of it.

    Who opens a shared mailbox nobody knows: what was refused at an address is
    refused for everybody there.
    """
    states = consent_states(person, channel, now=now)
    for mate in person.housemates:
        if address in addresses_of(mate.identifiers):
            for purpose, state in consent_states(mate, channel, now=now).items():
                if state in _REFUSED:
                    states[purpose] = state
    return states


def scopes_of(
    house: House, person: KnownPerson, address: str, *, now: datetime
) -> tuple[str, ...]:
    """Say which channels, or `all`, are closed to an address of a person."""
    if not person.suppressions:
        return ()
    here = house.consents.hash_of_address(address)
    scopes = set()
    for one in person.suppressions:
        elsewhere = one.address_hash is not None and one.address_hash != here
        if elsewhere or (one.until is not None and one.until <= now):
            continue
        if one.scope in _ALL or one.scope.startswith("pause:"):
            scopes.add("all")
        elif one.scope in set(Channel):
            scopes.add(one.scope)
    return tuple(sorted(scopes))


def stopped_topics(person: KnownPerson, *, now: datetime | None = None) -> set[str]:
    """Return the shop's own topics that she wants to hear no more about."""
    states = topic_states(person, now=now)
    return {topic for topic, (_, state) in states.items() if state in _REFUSED}


def topic_states(
    person: KnownPerson, *, now: datetime | None = None
) -> dict[str, tuple[datetime, ConsentState]]:
    """
    Say what she wants of each topic that she ever spoke of, and since when.

    Her latest statement counts, of two at one moment the stricter; a wish in her own
    words holds until she takes it back herself.
    """
    found: dict[str, tuple[datetime, int, ConsentState]] = {}
    for one in person.consents:
        if one.topic is None or (now is not None and one.at > now):
            continue
        over = now is not None and one.expires is not None and one.expires <= now
        state = ConsentState.UNKNOWN if over else one.state
        entry = (one.at, int(state in _REFUSED), state)
        if one.topic not in found or entry[:2] >= found[one.topic][:2]:
            found[one.topic] = entry
    for stop in person.suppressions:
        if stop.scope.startswith("topic:"):
            topic = stop.scope.removeprefix("topic:")
            found[topic] = (stop.at, 1, ConsentState.REVOKED)
    return {topic: (at, state) for topic, (at, _, state) in found.items()}


def at_most(suppressions: Iterable[Suppression]) -> int | None:
    """Return how many touches in the shop's period she wants at most, or None."""
    numbers = (
        one.scope.removeprefix("frequency:")
        for one in suppressions
        if one.scope.startswith("frequency:")
    )
    return min((int(one) for one in numbers if one.isdigit()), default=None)


def consent_states(
    person: KnownPerson, channel: Channel | None, *, now: datetime
) -> dict[Purpose, ConsentState]:
    """
    Say what she allows on a channel today, purpose by purpose.

    Her latest statement counts; of two at the same moment the stricter. A refusal of
    one channel is lifted only by a word about that channel. A wish to get no
    marketing, heard in her own words, is a statement too.
    """
    states: dict[Purpose, ConsentState] = {}
    if not person.consents and not person.suppressions:
        return states  # most never said a word about it
    for purpose in Purpose:
        general = _latest(person, purpose, None, now)
        own = _latest(person, purpose, channel, now) if channel else None
        found = [one for one in (general, own) if one is not None]
        refused = [one for one in found if one in _REFUSED]
        if refused:
            states[purpose] = refused[-1]
        elif found:
            granted = ConsentState.GRANTED in found
            states[purpose] = ConsentState.GRANTED if granted else ConsentState.UNKNOWN
    return states


def _latest(
    person: KnownPerson, purpose: Purpose, channel: Channel | None, now: datetime
) -> ConsentState | None:
    """Return her latest statement about exactly this purpose and channel."""
    latest: tuple[datetime, int, ConsentState] | None = None
    for one in person.consents:
        applies = one.purpose is purpose and one.channel is channel
        if not applies or one.at > now or one.topic is not None:
            continue
        over = one.expires is not None and one.expires <= now
        state = ConsentState.UNKNOWN if over else one.state
        entry = (one.at, int(state is not ConsentState.GRANTED), state)
        if latest is None or entry[:2] >= latest[:2]:
            latest = entry
    if purpose is Purpose.MARKETING and channel is None:
        for stop in person.suppressions:
            if stop.scope == "marketing" and (
                latest is None or (stop.at, 1) >= latest[:2]
            ):
                latest = (stop.at, 1, ConsentState.REVOKED)
    return None if latest is None else latest[2]


def _address(
    house: House, person: KnownPerson, channel: Channel
) -> str | Unusable | None:
    if channel is Channel.POST:
        return letters_go_to(house, person)
    kind = KIND_OF.get(channel)
    values = [
        known.identifier.value
        for known in person.identifiers
        if known.identifier.kind is kind
    ]
    return values[-1] if values else None
