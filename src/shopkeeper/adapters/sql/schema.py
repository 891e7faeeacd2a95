"""The ledger's tables: one schema for every database.

What has a history is appended; the present is a view on it (design.md, section 2).
Moments are integers, microseconds since 1970-01-01 00:00 UTC: SQLite has no time
type, and text sorts wrongly as soon as one writer forgets the offset. Ids are
text. Values that only this code reads back are JSON.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# SQLite hands out row numbers by itself only to a column of exactly INTEGER.
_Serial = BigInteger().with_variant(Integer, "sqlite")


def _serial(name: str = "sequence") -> Column[int]:
    return Column(name, _Serial, primary_key=True, autoincrement=True)


def _moment(name: str, *, nullable: bool = False) -> Column[int]:
    return Column(name, BigInteger, nullable=nullable)


def _text(name: str, *, nullable: bool = False) -> Column[str]:
    return Column(name, Text, nullable=nullable)


# --- intake: rows as received -------------------------------------------------

sources = Table(
    "sources", metadata,
    _serial("source_no"),
    Column("name", Text, nullable=False, unique=True),
    _text("department"), _text("owner"), _text("holds"),
    # Which column names the rows; empty: their number; None: not decided yet.
    _text("key_column", nullable=True),
)  # fmt: skip

# The header of a row is kept once, not with each row.
layouts = Table(
    "layouts", metadata,
    _serial("layout_no"),
    Column("columns", Text, nullable=False, unique=True),  # JSON list of names
)  # fmt: skip

records = Table(
    "records", metadata,
    _serial(),
    Column("source_no", Integer, nullable=False),
    _text("row_key"),
    Column("content", LargeBinary, nullable=False),  # 16 bytes of BLAKE2b of fields
    Column("layout_no", Integer, nullable=False),
    _moment("received_us"),
    _moment("happened_us", nullable=True),
    _text("fields"),  # JSON list of texts, in the layout's order
    UniqueConstraint("source_no", "row_key", "content"),
)  # fmt: skip

quarantine = Table(
    "quarantine", metadata,
    _serial(),
    Column("source_no", Integer, nullable=False),
    _text("place"),  # file and row
    _text("raw"), _text("because"), _moment("at_us"),
    UniqueConstraint("source_no", "place", "raw"),
)  # fmt: skip

# --- recognise ----------------------------------------------------------------

people = Table(
    "people", metadata,
    _serial("person_no"),
    Column("id", Text, nullable=False, unique=True),  # opaque, made of person_no
    Column("wrapped_key", LargeBinary, nullable=True),  # None once she is erased
    _moment("created_us"),
)  # fmt: skip

# A profile is what the rows of one source show of one identity.
profiles = Table(
    "profiles", metadata,
    Column("signature", Text, primary_key=True),
    _text("person"), _text("source"),
)  # fmt: skip

identifiers = Table(
    "identifiers", metadata,
    _serial(),
    _text("person"), _text("source"), _text("kind"), _text("namespace"),
    _text("value"), _text("as_written"),
    Column("keyed_hash", LargeBinary, nullable=False),  # outlives an erasure
    Column("verified", Integer, nullable=False),
    Column("one_per_person", Integer, nullable=False),
    UniqueConstraint("person", "source", "kind", "namespace", "value"),
    Index(None, "keyed_hash"),
)  # fmt: skip

identity_decisions = Table(
    "identity_decisions", metadata,
    _serial(),
    _text("verdict"), _text("left_person"), _text("right_person"),
    _text("because"), _text("decided_by"), _moment("at_us"),
    Column("undoes", BigInteger, nullable=True),
    Column("confidence", Float, nullable=False),
    Index(None, "undoes"),
)  # fmt: skip

# Keyed hashes of identifiers whose person asked to be forgotten: a re-import of
# them is refused.
forgotten = Table(
    "forgotten", metadata,
    Column("keyed_hash", LargeBinary, primary_key=True),
    _moment("at_us"),
)  # fmt: skip

# --- listen -------------------------------------------------------------------

heard = Table(
    "heard", metadata,
    Column("content_key", Text, primary_key=True),
    _text("heard"),  # JSON of vocabulary.Heard
)  # fmt: skip

loops = Table(
    "loops", metadata,
    _serial(),
    Column("id", Text, nullable=False, unique=True),
    _text("person"), _text("body"),  # JSON of vocabulary.Loop as it was opened
    Index(None, "person"),
)  # fmt: skip

loop_states = Table(
    "loop_states", metadata,
    _serial(),
    _text("loop"), _text("person"), _text("state"),
    Column("by_staff", Text, nullable=True),
    _text("because"), _moment("at_us"),
    Index(None, "loop"), Index(None, "person"),
)  # fmt: skip

promises = Table(
    "promises", metadata,
    Column("id", Text, primary_key=True),
    _text("person"), _text("body"),  # JSON of vocabulary.Promise as it was made
    _moment("made_us", nullable=True),
    Column("holds", Integer, nullable=False),  # 0: no record says so any more
    Index(None, "person"),
)  # fmt: skip

promise_states = Table(
    "promise_states", metadata,
    _serial(),
    _text("promise"), _text("person"), _text("state"),
    Column("by_staff", Text, nullable=True),
    _text("because"), _moment("at_us"),
    Column("deadline", Text, nullable=True),  # a new day, ISO 8601
    Index(None, "promise"), Index(None, "person"),
)  # fmt: skip

# --- remember -----------------------------------------------------------------

facts = Table(
    "facts", metadata,
    Column("id", Text, primary_key=True),
    _text("person"), _text("about"), _text("body"),  # JSON of vocabulary.Fact
    Column("given", Integer, nullable=False),  # 1: told to us, 0: derived from rows
    _moment("added_us"),
    Index(None, "person"),
)  # fmt: skip

# Appended each time a fact begins or ceases to hold; the last one counts.
fact_states = Table(
    "fact_states", metadata,
    _serial(),
    _text("fact"),
    Column("holds", Integer, nullable=False),
    _text("because"), _moment("at_us"),
    Index(None, "fact"),
)  # fmt: skip

# --- decide -------------------------------------------------------------------

consents = Table(
    "consents", metadata,
    _serial(),
    Column("key", Text, nullable=False, unique=True),
    _text("person"), _text("body"), _moment("at_us"),
    Index(None, "person"),
)  # fmt: skip

suppressions = Table(
    "suppressions", metadata,
    _serial(),
    Column("key", Text, nullable=False, unique=True),
    _text("person"), _text("scope"),
    Column("address_hash", Text, nullable=True),
    _moment("until_us", nullable=True),
    _text("body"), _moment("at_us"),
    Index(None, "person"), Index(None, "address_hash"),
)  # fmt: skip

rounds = Table(
    "rounds", metadata,
    Column("key", Text, primary_key=True),
    _moment("at_us"),
    Column("seed", BigInteger, nullable=False),
    Column("summary", Text, nullable=True),  # JSON of counts; None while it works
)  # fmt: skip

decisions = Table(
    "decisions", metadata,
    _serial(),
    Column("id", Text, nullable=False, unique=True),
    _text("round"), _text("person"), _text("body"), _moment("at_us"),
    Index(None, "round"), Index(None, "person"),
)  # fmt: skip

arms = Table(
    "arms", metadata,
    Column("plan", Text, primary_key=True),
    Column("person", Text, primary_key=True),
    _text("arm"), _moment("at_us"),
)  # fmt: skip

# --- say ----------------------------------------------------------------------

outbox = Table(
    "outbox", metadata,
    _serial(),
    Column("message_id", Text, nullable=False, unique=True),
    _text("person"), _text("address_hash"), _text("plan"), _text("step"),
    _text("round"), _text("channel"), _text("body"), _moment("put_us"),
    # Where it stands now: what a statement must be able to check and move at once.
    # How it got there is in outbox_states.
    _text("purpose"), _text("state"), _text("because"), _moment("state_us"),
    _moment("until_us", nullable=True),
    Column("claim", BigInteger, nullable=True),  # number of the sender that has it
    Column("tries", Integer, nullable=False),
    Index(None, "person"), Index(None, "address_hash"), Index(None, "state"),
    Index(None, "plan", "state"), Index(None, "channel", "state_us"),
)  # fmt: skip

# Reliability C6: one touch of a step and round goes to one address.
Index(
    "uq_outbox_step_address", outbox.c.plan, outbox.c.step, outbox.c.round,
    outbox.c.address_hash, unique=True,
)  # fmt: skip
Index(
    "uq_outbox_step_person", outbox.c.plan, outbox.c.step, outbox.c.round,
    outbox.c.person, unique=True,
)  # fmt: skip

outbox_states = Table(
    "outbox_states", metadata,
    _serial(),
    _text("message_id"), _text("state"), _text("because"), _moment("at_us"),
    _moment("until_us", nullable=True),
    Index(None, "message_id"),
)  # fmt: skip

# Who sends: a number each time one begins, so that one that was away too long is
# known from one that took its place.
senders = Table(
    "senders", metadata,
    _serial(), _text("name"), _moment("until_us"),  # its lease
)  # fmt: skip

# How a channel fares: troubles, and that it works again behind them.
channel_results = Table(
    "channel_results", metadata,
    _serial(), _text("channel"),
    Column("went", Integer, nullable=False),  # 0: trouble
    _text("because"),  # of what kind: nothing that a server said of anybody
    _moment("at_us"),
    Index(None, "channel"),
)  # fmt: skip

# Who said that a channel may reach people, with which settings.
openings = Table(
    "openings", metadata,
    _serial(), _text("channel"),
    _text("settings"),  # hash of where it sends and from whom
    Column("opens", Integer, nullable=False),  # 0: shut it
    _text("by_staff"), _moment("at_us"),
    Index(None, "channel"),
)  # fmt: skip

# That a second person saw how many a plan reaches, and ten of the messages.
approvals = Table(
    "approvals", metadata,
    _serial(), _text("plan"),
    Column("up_to", BigInteger, nullable=False),  # the last of the outbox she saw
    Column("people", Integer, nullable=False),
    _text("by_staff"), _moment("at_us"),
    Index(None, "plan"),
)  # fmt: skip

# --- handover -----------------------------------------------------------------

handovers = Table(
    "handovers", metadata,
    _serial(),
    Column("id", Text, nullable=False, unique=True),
    _text("person"), _text("body"),
)  # fmt: skip

handover_states = Table(
    "handover_states", metadata,
    _serial(),
    _text("handover"), _text("state"),
    Column("by_staff", Text, nullable=True),
    Column("proof", Text, nullable=True),
    _moment("at_us"),
    Index(None, "handover"),
)  # fmt: skip

# --- plan ---------------------------------------------------------------------

plan_states = Table(
    "plan_states", metadata,
    _serial(), _text("plan"), _text("state"), _text("by_staff"), _moment("at_us"),
)  # fmt: skip

# The switch that stops everything: the last row counts.
stops = Table(
    "stops", metadata,
    _serial(), Column("stopped", Integer, nullable=False), _text("by_staff"),
    _moment("at_us"),
)  # fmt: skip

audit = Table(
    "audit", metadata,
    _serial(),
    _moment("at_us"), _text("actor"), _text("action"), _text("subject"),
    Column("person", Text, nullable=True),
    Column("detail", LargeBinary, nullable=False),  # encrypted with her key
    Column("hash", LargeBinary, nullable=False),  # over the hash before and this row
)  # fmt: skip

# --- measure ------------------------------------------------------------------

outcomes = Table(
    "outcomes", metadata,
    _serial(),
    Column("id", Text, nullable=False, unique=True),
    _text("person"), _text("outcome"), _text("body"), _moment("at_us"),
)  # fmt: skip
