"""Everything a journey through the house needs, in one hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from typing import Any

from shopkeeper.decide.ports import ConsentBook, DecisionBook, RoundBook
from shopkeeper.handover.ports import Desk
from shopkeeper.listen.ports import HeardBook, LoopBook, PromiseBook
from shopkeeper.measure.ports import OutcomeBook
from shopkeeper.plan.ports import Anchor, Audit, PlanBook
from shopkeeper.recognise.books import (
    ForgottenBook,
    IdentityBook,
    NobodyForgotten,
    Records,
)
from shopkeeper.remember.ports import Engine, FactBook, Warehouse
from shopkeeper.say import Content
from shopkeeper.say.ports import Carrier, Outbox, Wire
from shopkeeper.vocabulary import Channel, Message, Plan, Predicates, Shop


#: Called with what is being worked on, how much is done, and how much there is.
Progress = Callable[[str, int, int], None]
#: What the reply check finds in a composed message: `check, start, end, says` each.
Checker = Callable[[Message, Content], Sequence[Mapping[str, Any]]]


def no_progress(what: str, done: int, total: int) -> None:
    """Show nothing."""
    del what, done, total


@dataclass(frozen=True, kw_only=True)
class House:
    """
    One shop with its books, engine and files, as `bootstrap` joined them.

    Attributes:
        shop: Its settings.
        predicates: What facts can be about, the shop's own included.
        contents: Text of each content file, by `<key>` or `<key>.<language>`.
        plans: Plans as their files state them, by key.
        carriers: What writes the messages of a channel into a folder.
        wires: What brings the messages of a channel to people.
        token: Signs what is put into addresses; secret.
        zones: Time zones of the shop's country, for people whose own is unknown.
        salt: Seeds the arms of holdouts; secret.
        seed: Of the dice.
        progress: Told how far long work has come.
        together: What happens inside is kept whole or not at all.
        returned: Tells which message came back to an address that we signed; None
            for an address that bears no true mark. Where it is not there, nothing is
            signed, and a report in a mailbox is believed.
        zones_in: The time zones of each country, by its ISO 3166 code.
        country_names: Name of a country in lower case to that code.
        tone: Says what the reply check finds in a message; None where nobody asks.
        anchor: Where the heads of the audit's chain are kept; None: nowhere.
    """

    shop: Shop
    predicates: Predicates
    contents: Mapping[str, str]
    plans: Mapping[str, Plan]
    records: Records
    identity: IdentityBook
    heard: HeardBook
    loops: LoopBook
    promises: PromiseBook
    facts: FactBook
    decisions: DecisionBook
    consents: ConsentBook
    rounds: RoundBook
    outbox: Outbox
    desk: Desk
    plan_book: PlanBook
    audit: Audit
    outcomes: OutcomeBook
    engine: Engine
    warehouse: Warehouse
    forgotten: ForgottenBook = field(default_factory=NobodyForgotten)
    carriers: Mapping[Channel, Carrier] = field(default_factory=dict)
    wires: Mapping[Channel, Wire] = field(default_factory=dict)
    zones: tuple[str, ...] = ()
    salt: str = ""
    token: bytes = b""
    seed: int = 0
    progress: Progress = no_progress
    together: Callable[[], AbstractContextManager[object]] = nullcontext
    returned: Callable[[str], str | None] | None = None
    zones_in: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    country_names: Mapping[str, str] = field(default_factory=dict)
    tone: Checker | None = None
    anchor: Anchor | None = None
