"""A shop's settings, as `shop.toml` states them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from types import MappingProxyType

from msgspec import Struct, field

from shopkeeper.vocabulary.closed_sets import (
    AccessRole,
    Channel,
    Holds,
    IdentifierKind,
    Purpose,
)
from shopkeeper.vocabulary.facts import Predicate


OWN_SOURCES: frozenset[str] = frozenset({"note", "answer", "reflection", "her_page"})
"""Sources of the shop's own: what was said to it directly, and what it said back."""


class Attention(Struct, frozen=True, kw_only=True):
    """How much of a person's attention may be used, over all channels and people."""

    most: float = 4.0
    per: timedelta = timedelta(days=30)
    weights: Mapping[Channel, float] = {}
    service_counts: bool = True
    service_blocked: bool = False

    def weight(self, channel: Channel) -> float:
        """Return the cost of one touch on *channel*: stated, else 1 (web: 0)."""
        return self.weights.get(channel, 0.0 if channel is Channel.WEB else 1.0)


class IdentityRule(Struct, frozen=True, kw_only=True):
    """
    How far one kind of identifier says who somebody is.

    Attributes:
        people: On more people than this a value joins nobody, and is reported.
        values: So many different values may one person have; None: any number. A
            join that would give her more is not made.
        priority: Kinds of a higher one join first. Where two joins exclude each other,
            what a lower one would have joined stays apart.
    """

    people: int = 5
    values: int | None = None
    priority: int = 0


IDENTITY: Mapping[IdentifierKind, IdentityRule] = MappingProxyType(
    {
        IdentifierKind.NATIONAL_ID: IdentityRule(values=1, priority=70),
        IdentifierKind.USER_ID: IdentityRule(values=10, priority=60),
        IdentifierKind.CUSTOMER_NUMBER: IdentityRule(values=10, priority=60),
        IdentifierKind.CARD_NUMBER: IdentityRule(values=10, priority=50),
        IdentifierKind.EMAIL: IdentityRule(values=20, priority=40),
        IdentifierKind.PHONE: IdentityRule(values=20, priority=30),
        IdentifierKind.DEVICE: IdentityRule(values=100, priority=10),
    }
)
"""What holds where `shop.toml` says nothing: a device never outranks an account."""


class Quiet(Struct, frozen=True, kw_only=True):
    """
    Hours in which nobody is disturbed, on the person's own clock.

    Attributes:
        from_: When they begin.
        to: When they end.
        weekend: Are Saturday and Sunday quiet?
        otherwise: The hour at which those are written to whose habit nobody knows,
            where the shop's people have none either; None: at once.
    """

    from_: time = time(20)
    to: time = time(9)
    weekend: bool = False
    otherwise: time | None = None


class Calendar(Struct, frozen=True, kw_only=True):
    """When the shop works. `working_days`: 0 is Monday; `holidays` may be `none`."""

    working_days: tuple[int, ...] = (0, 1, 2, 3, 4)
    opens: time = time(9)
    closes: time = time(17)
    holidays: str = "none"


class Staff(Struct, frozen=True, kw_only=True):
    """A member of staff. `minutes_per_day` is her time for the desk."""

    id: str
    name: str
    email: str | None = None
    department: str | None = None
    roles: tuple[AccessRole, ...] = ()
    minutes_per_day: float = 0.0


class ColumnPin(Struct, frozen=True, kw_only=True):
    """
    What a column is, declared by the shop.

    Attributes:
        is_: Its meaning.
        of: Name of the source whose numbers it holds, for a number that another
            source gave out, or what a `fact` is about; empty: the source's own.
        verified: Declared to be checked.
        one_per_person: Declared: nobody has two.
    """

    is_: str
    of: str = ""
    verified: bool = False
    one_per_person: bool = False


class Source(Struct, frozen=True, kw_only=True):
    """Where rows come from: files (`read` is a path or pattern) or a database."""

    name: str
    holds: Holds
    department: str = ""
    owner: str = ""
    read: str | None = None
    query: str | None = None
    time_zone: str | None = None
    purpose: Purpose | None = None
    columns: Mapping[str, ColumnPin] = {}


class ChannelSettings(Struct, frozen=True, kw_only=True):
    """
    How a channel sends.

    Attributes:
        send: `file:<folder>`, `smtp://user@host:port`, `smtps://…`, the `https://`
            address of a webhook, or `print:<folder>` for batches of letters.
        from_: Whom it is from, for example `Shop <hello@shop.example>`.
        reply_to: A human's own address; answers go there.
        return_path: Where bounces go; a signed part is put into it.
        unsubscribe: Address of the one-click page; a signed part is put behind it.
        her_page: Address of people's own pages; a signed part is put behind it, and
            the link stands below each message.
        dkim: `<selector>._domainkey.<domain>`, as its key is published.
        dkim_key: File with the private key.
        secret: File with the password, or with what webhooks are signed by.
        tasks: So many connections at a time.
        form: Of letters, by the window of their envelope; None: the country's usual.
        sides: Letters are printed on one side of a sheet, or on two.
        font: Name of the font of letters; None: the one that comes with typst.
        fonts: Folder with fonts for letters.
        per_hour: So many messages an hour at most; 0: any number.
    """

    send: str = "file:out"
    from_: str | None = None
    reply_to: str | None = None
    return_path: str | None = None
    unsubscribe: str | None = None
    her_page: str | None = None
    dkim: str | None = None
    dkim_key: str | None = None
    secret: str | None = None
    tasks: int = 1
    form: str | None = None
    sides: int = 1
    font: str | None = None
    fonts: str | None = None
    per_hour: int = 0

    @property
    def real(self) -> bool:
        """Does it reach people, and not a folder?"""
        return not self.send.startswith("file:")


class Shop(Struct, frozen=True, kw_only=True):
    """
    Everything `shop.toml` states, defaults filled in.

    Attributes:
        name: As people call it.
        country: ISO 3166 code.
        language: As it writes.
        currency: ISO 4217 code.
        time_zone: IANA name.
        now: A fixed moment the shop is told at, or None for the clock.
        ledger: Address of the ledger.
        warehouse: `engine:folder`.
        alone_after: Where nobody else is there to ask, one person's second word counts
            as a second person's when so much time has passed; None: two people always.
        soft_bounces: So many soft bounces within `soft_within` close an address as a
            hard one does; 0: none ever do.
        soft_within: The time they are counted in.
        demo: True for a demonstration: real channels are refused.
        rounds_every: Length of a round.
        explore: Share of decisions left to the dice, 0..1, so that learning goes on.
        anchor: File outside of the shop's folder to which each round appends where
            the chain of the audit stands; None: nobody keeps that by itself.
    """

    name: str
    country: str = "GB"
    language: str = "en"
    currency: str = "GBP"
    time_zone: str = "UTC"
    now: datetime | None = None
    ledger: str = "sqlite:///.shopkeeper/ledger.sqlite3"
    warehouse: str = "duckdb:.shopkeeper/warehouse"
    calendar: Calendar = Calendar()
    attention: Attention = Attention()
    identity: Mapping[IdentifierKind, IdentityRule] = field(
        default_factory=lambda: dict(IDENTITY)
    )
    quiet: Quiet = Quiet()
    people: tuple[Staff, ...] = ()
    sources: tuple[Source, ...] = ()
    predicates: tuple[Predicate, ...] = ()
    channels: Mapping[Channel, ChannelSettings] = {}
    rounds_every: timedelta = timedelta(days=1)
    explore: float = 0.05
    alone_after: timedelta | None = None
    soft_bounces: int = 5
    soft_within: timedelta = timedelta(days=14)
    demo: bool = False
    anchor: str | None = None
