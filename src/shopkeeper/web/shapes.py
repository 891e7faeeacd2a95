"""What goes in and comes out over HTTP, as types: the description is made of them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from msgspec import UNSET, Meta, Struct, UnsetType, field

from shopkeeper.vocabulary import Channel, Purpose


Moment = Annotated[datetime, Meta(tz=True)]


class SegmentCall(Struct, kw_only=True, rename="camel", omit_defaults=True):
    """One call of the Segment tracking API. Other fields are kept as they come."""

    type: Literal["identify", "track", "page", "screen", "group", "alias"] | None = None
    message_id: str | None = None
    user_id: str | int | None = None
    anonymous_id: str | int | None = None
    previous_id: str | int | None = None
    group_id: str | int | None = None
    event: str | None = None
    name: str | None = None
    timestamp: str | None = None
    sent_at: str | None = None
    properties: dict[str, Any] | None = None
    traits: dict[str, Any] | None = None
    context: dict[str, Any] | None = None
    write_key: str | None = None


class SegmentBatch(Struct, kw_only=True, rename="camel", omit_defaults=True):
    """Several calls at once."""

    batch: list[SegmentCall]
    sent_at: str | None = None
    write_key: str | None = None


class CloudEvent(Struct, kw_only=True, omit_defaults=True):
    """A CloudEvent 1.0. The person: the extension `userid`, or `userId` in the data."""

    specversion: Literal["1.0"]
    id: str
    source: str
    type: str
    time: str | None = None
    subject: str | None = None
    datacontenttype: str | None = None
    dataschema: str | None = None
    userid: str | None = None
    anonymousid: str | None = None
    data: Any = None
    data_base64: str | None = None


class Person(Struct, kw_only=True):
    """
    Who is asked for: by her id, or as a source calls her.

    With a page's key only a `user_id` counts whose `user_hash` the shop has signed.
    """

    id: str | None = None
    source: str | None = None
    user_id: str | None = None
    anonymous_id: str | None = None
    user_hash: str | None = None


class DecideOrder(Struct, kw_only=True, omit_defaults=True):
    """Which slots of a page are to be filled, and for whom."""

    person: Person
    slots: list[str]
    writeKey: str | None = None  # noqa: N815 as with events


class OfferGiven(Struct, frozen=True, kw_only=True):
    """
    What is said in a slot; without `value` the page keeps its own words.

    `because` is for staff, `why` for her; a page's key is told hers alone.
    """

    slot: str
    decision_id: str | None
    option: str | None
    value: str | None
    propensity: float | None
    because: str
    why: str
    why_url: str | None


class NeedNow(Struct, frozen=True):
    """What she needs, and what says so."""

    what: str
    facts: list[str]
    about: str
    pressure: float


class PersonMoment(Struct, frozen=True, kw_only=True):
    """Who she is, where she is, what she needs now, and what is not known."""

    person: str
    at: str
    stage: str
    because: str
    needs: list[NeedNow]
    evidence: list[str]
    unknown: list[str]


class ForgetReceipt(Struct, frozen=True, kw_only=True):
    """
    What was forgotten, in numbers and ids; nothing in it tells who she was.

    `done`: nothing of hers is left. `source_rows` are rows of the shop's own files
    that still hold her: they are the shop's to delete, and are not taken in again.
    """

    receipt: str
    person_id: str
    at: str
    by: str
    done: bool
    already: bool
    pending: str
    erased: dict[str, int]
    left_out_of_warehouse: int
    files_removed: list[str]
    stays: list[str]
    hashes: int
    source_rows: list[dict[str, Any]]
    taken_out_of_rows_of_others: list[str]
    named_in_rows_of_others: list[str]
    learned_anew: list[str]
    backups_that_hold_her: list[dict[str, Any]]
    searched: dict[str, int]
    found: dict[str, int]


class PreferenceChange(Struct, kw_only=True, forbid_unknown_fields=True):
    """What she changes; what is not named stays. A yes needs `proof`."""

    purposes: dict[Purpose, bool] = {}
    channels: dict[Channel, bool] = {}
    topics: dict[str, bool] = {}
    pause_until: Moment | None = None
    resume: bool = False
    frequency: str | None = None
    called: str | None = None
    register: str | None = None
    text: str | None = None
    version: str | None = None
    expires: Moment | None = None
    proof: str | None = None
    by: str | None = None


class ConsentMade(Struct, kw_only=True, forbid_unknown_fields=True):
    """A statement of hers: the words, their version, and where its proof is kept."""

    purpose: Purpose
    granted: bool
    topic: str | None = None
    text: str | None = None
    version: str | None = None
    expires: Moment | None = None
    proof: str | None = None
    by: str | None = None


class Statement(Struct, frozen=True, kw_only=True):
    """A statement as it is kept; a later one outweighs it, nothing overwrites it."""

    purpose: str
    state: str
    at: str
    channel: str | None
    topic: str | None
    expires: str | None
    text: str | None
    version: str | None
    proof: str | None
    record_id: str | None


class WantedNow(Struct, frozen=True, kw_only=True):
    """Yes, no, or null where she never said; since when, and by which word."""

    wanted: bool | None
    since: str | None
    because: str


class PreferencesNow(Struct, frozen=True, kw_only=True):
    """How she wants to be written to."""

    person_id: str
    called: str | None
    register: str | None
    purposes: dict[str, WantedNow]
    channels: dict[str, WantedNow]
    topics: dict[str, WantedNow]
    paused_until: str | None
    frequency: str
    consents: list[Statement]


class FlagContext(Struct, kw_only=True, omit_defaults=True):
    """OFREP's context: `targetingKey` is a user id, or an anonymous id."""

    targeting_key: str | None = field(name="targetingKey", default=None)
    source: str | None = None
    user_hash: str | None = None


class FlagOrder(Struct, kw_only=True, omit_defaults=True):
    """What a client of OpenFeature asks with."""

    context: FlagContext | None = None


class Flag(Struct, frozen=True, kw_only=True):
    """One flag: the words, or no value, which says: stay with your own."""

    key: str
    reason: str
    variant: str
    metadata: dict[str, str | float]
    value: str | UnsetType = UNSET


class Flags(Struct, frozen=True):
    """Every content for pages."""

    flags: list[Flag]


class FlagRefusal(Struct, frozen=True, kw_only=True):
    """Why a flag is not evaluated, as OFREP writes it."""

    key: str | UnsetType = UNSET
    errorCode: str  # noqa: N815 OFREP's name
    errorDetails: str  # noqa: N815 OFREP's name


class Aside(Struct, frozen=True, rename="camel"):
    """An event in quarantine: kept as it came, and tried again by a replay."""

    message_id: str
    because: str


class Taken(Struct, frozen=True, kw_only=True):
    """
    What became of the events: all of it is on disk.

    `stored + duplicate + len(quarantined) + refused` is how many were sent. Refused
    are events of people who were forgotten; to a page's key they are told as stored,
    so that nobody learns by it who that is.
    """

    success: bool = True
    stored: int
    duplicate: int
    quarantined: list[Aside]
    refused: int = 0


class Settings(Struct, frozen=True):
    """What a page's client asks for before it begins."""

    integrations: dict[str, dict[str, Any]]
    plan: dict[str, Any]
    edgeFunction: dict[str, Any]  # noqa: N815 the client's name


class Standing(Struct, frozen=True):
    """`ok`, or what is the matter."""

    status: str


class QuarantineRow(Struct, frozen=True):
    """A row that could not be read. Its text is personal data."""

    number: int
    source: str
    place: str
    raw: str
    because: str


class Fix(Struct, frozen=True):
    """The corrected text of a row in quarantine."""

    number: int
    raw: str


class ReplayOrder(Struct, frozen=True):
    """What to try again: everything, some of it corrected."""

    fixed: list[Fix] = []


class StillAside(Struct, frozen=True):
    """A row that stays, and why."""

    number: int
    because: str


class ReplayDone(Struct, frozen=True):
    """What became of the rows that were tried again."""

    stored: int
    duplicate: int
    still: list[StillAside]
    refused: int = 0


class LogIn(Struct, kw_only=True, forbid_unknown_fields=True):
    """Who wants in: her id of shop.toml, and her password."""

    who: Annotated[str, Meta(max_length=100)]
    password: Annotated[str, Meta(max_length=200)]


class NewPassword(Struct, kw_only=True, forbid_unknown_fields=True):
    """Another password for whoever is logged in."""

    old: Annotated[str, Meta(max_length=200)]
    new: Annotated[str, Meta(max_length=200)]


class WhoIsIn(Struct):
    """
    Who is logged in.

    Whatever changes something needs the token as the header X-CSRF-Token.
    """

    staff: str
    roles: list[str]
    token: str
