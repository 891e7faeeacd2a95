"""What goes in and comes out over HTTP, as types: the description is made of them."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from msgspec import UNSET, Meta, Struct, UnsetType, field


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

    `stored + duplicate + len(quarantined)` is how many were sent.
    """

    success: bool = True
    stored: int
    duplicate: int
    quarantined: list[Aside]


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
