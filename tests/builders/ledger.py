"""Whole ledgers for a test: every book, in memory or in a file."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from shopkeeper.adapters.memory.decisions import (
    MemoryConsentBook,
    MemoryDecisionBook,
    MemoryRoundBook,
)
from shopkeeper.adapters.memory.desk import MemoryDesk
from shopkeeper.adapters.memory.facts import MemoryFactBook
from shopkeeper.adapters.memory.heard import MemoryHeardBook
from shopkeeper.adapters.memory.identity import MemoryIdentityBook
from shopkeeper.adapters.memory.loops import MemoryLoopBook
from shopkeeper.adapters.memory.outbox import MemoryOutbox
from shopkeeper.adapters.memory.outcomes import MemoryOutcomeBook
from shopkeeper.adapters.memory.plans import MemoryAudit, MemoryPlanBook
from shopkeeper.adapters.memory.promises import MemoryPromiseBook
from shopkeeper.adapters.memory.records import MemoryRecords
from shopkeeper.adapters.sql.database import open_database
from shopkeeper.adapters.sql.decisions import (
    SqlConsentBook,
    SqlDecisionBook,
    SqlRoundBook,
)
from shopkeeper.adapters.sql.desk import SqlDesk
from shopkeeper.adapters.sql.facts import SqlFactBook
from shopkeeper.adapters.sql.heard import SqlHeardBook
from shopkeeper.adapters.sql.identity import SqlIdentityBook
from shopkeeper.adapters.sql.loops import SqlLoopBook
from shopkeeper.adapters.sql.migrate import migrate
from shopkeeper.adapters.sql.outbox import SqlOutbox
from shopkeeper.adapters.sql.outcomes import SqlOutcomeBook
from shopkeeper.adapters.sql.plans import SqlAudit, SqlPlanBook
from shopkeeper.adapters.sql.promises import SqlPromiseBook
from shopkeeper.adapters.sql.records import SqlRecords
from shopkeeper.decide.ports import ConsentBook, DecisionBook, RoundBook
from shopkeeper.handover.ports import Desk
from shopkeeper.listen.ports import HeardBook, LoopBook, PromiseBook
from shopkeeper.measure.ports import OutcomeBook
from shopkeeper.plan.ports import Audit, PlanBook
from shopkeeper.recognise.books import IdentityBook, Records
from shopkeeper.remember.ports import FactBook
from shopkeeper.say.ports import Outbox
from shopkeeper.vocabulary import Keys


KEYS = Keys(
    pepper=b"p" * 32, token=b"t" * 32, wrap=b"w" * 32, audit=b"a" * 32, ids=b"i" * 32
)


@dataclass
class Books:
    """Every port of the ledger, on one kind of adapter."""

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
    plans: PlanBook
    audit: Audit
    outcomes: OutcomeBook


def books_in_memory() -> Books:
    """Build every book in memory."""
    consents, plans = MemoryConsentBook(KEYS), MemoryPlanBook()
    return Books(
        records=MemoryRecords(),
        identity=MemoryIdentityBook(KEYS),
        heard=MemoryHeardBook(),
        loops=MemoryLoopBook(),
        promises=MemoryPromiseBook(),
        facts=MemoryFactBook(),
        decisions=MemoryDecisionBook(),
        consents=consents,
        rounds=MemoryRoundBook(),
        outbox=MemoryOutbox(consents, plans),
        desk=MemoryDesk(),
        plans=plans,
        audit=MemoryAudit(),
        outcomes=MemoryOutcomeBook(),
    )


@contextmanager
def books_in_sqlite(folder):
    """Open every book in one SQLite file in *folder*."""
    with _books(open_database("sqlite:///ledger.sqlite3", folder)) as books:
        yield books


@contextmanager
def books_on_a_server(url):
    """Open every book in a database of a PostgreSQL server."""
    with _books(open_database(url, Path())) as books:
        yield books


@contextmanager
def _books(database):
    migrate(database)
    yield Books(
        records=SqlRecords(database),
        identity=SqlIdentityBook(database, KEYS),
        heard=SqlHeardBook(database),
        loops=SqlLoopBook(database),
        promises=SqlPromiseBook(database),
        facts=SqlFactBook(database),
        decisions=SqlDecisionBook(database),
        consents=SqlConsentBook(database, KEYS),
        rounds=SqlRoundBook(database),
        outbox=SqlOutbox(database, KEYS),
        desk=SqlDesk(database),
        plans=SqlPlanBook(database),
        audit=SqlAudit(database, KEYS),
        outcomes=SqlOutcomeBook(database),
    )
    database.close()
