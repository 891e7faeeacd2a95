"""What a person allowed, and where nothing may go."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from shopkeeper.vocabulary.closed_sets import Channel, ConsentState, Purpose


class Consent(Struct, frozen=True, kw_only=True):
    """
    One statement about being contacted. Withdrawing is another statement.

    Attributes:
        person: Whose it is.
        purpose: What it allows or forbids.
        state: `granted`, `denied` or `revoked`.
        at: When it was made. UTC.
        channel: Only this channel, or all where None.
        topic: A shop's own topic below the purpose.
        expires: After this it is unknown again.
        text: The words she agreed to.
        version: Version of those words.
        proof: Where the proof is kept.
        record_id: The row it came from.
    """

    person: str
    purpose: Purpose
    state: ConsentState
    at: datetime
    channel: Channel | None = None
    topic: str | None = None
    expires: datetime | None = None
    text: str | None = None
    version: str | None = None
    proof: str | None = None
    record_id: str | None = None


class Suppression(Struct, frozen=True, kw_only=True):
    """
    Nothing goes to this address, or on this channel, or at all.

    Attributes:
        person: Whose it is, or empty for a bare address.
        scope: `all`, a channel, `marketing`, `frequency`, `topic:…` or `pause:…`.
        because: Why, for people.
        at: When. UTC.
        until: When it ends by itself; None: never.
        address_hash: Keyed hash of the address, hex, so that it outlives her
            erasure; None where it follows the person alone.
        record_id: The row it came from.
        start: First code point of the sentence that says so. Included.
        end: Excluded; None with `start` where no sentence does, but a row.
    """

    person: str
    scope: str
    because: str
    at: datetime
    until: datetime | None = None
    address_hash: str | None = None
    record_id: str | None = None
    start: int | None = None
    end: int | None = None
