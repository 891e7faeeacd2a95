"""Takes a person out of the ledger: every row, index page and byte of the log.

Deleting is not erasing (reliability.md, section 0, item 7): deleted rows are
overwritten because `secure_delete` is on, the write-ahead log is truncated, and
where asked the whole file is written anew.

What becomes of each table is said in one place, here: `OF_HER` tells by which column
a row is hers, `EMPTIED` which tables keep an empty row for counts, and `NOBODYS` which
hold nothing of anybody. A test fails where a table is in none of them.
"""

from __future__ import annotations

import hashlib
import re

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec

from sqlalchemy import JSON, Column, Table, Text, cast, delete, func, select, update

from shopkeeper.adapters.sql.anew import written_anew
from shopkeeper.adapters.sql.database import Database, chunks, to_us
from shopkeeper.adapters.sql.schema import (
    approvals,
    arms,
    audit,
    channel_results,
    consents,
    decisions,
    fact_states,
    facts,
    forgotten,
    handover_states,
    handovers,
    heard,
    identifiers,
    identity_decisions,
    layouts,
    loop_states,
    loops,
    metadata,
    openings,
    outbox,
    outbox_states,
    outcomes,
    people,
    plan_states,
    profiles,
    promise_states,
    promises,
    quarantine,
    records,
    rounds,
    senders,
    sources,
    stops,
    suppressions,
)
from shopkeeper.recognise.prints import MASK
from shopkeeper.vocabulary import (
    BadInput,
    Decision,
    Option,
    Suppression,
    Touch,
    TouchState,
    hash_of,
)


FORGOTTEN = "forgotten"
"""Stands where a reason or a text of hers stood."""

OF_HER: Mapping[Table, tuple[str, ...]] = {
    arms: ("person",),
    consents: ("person",),
    facts: ("person",),
    handovers: ("person",),
    identifiers: ("person",),
    identity_decisions: ("left_person", "right_person"),
    loops: ("person",),
    loop_states: ("person",),
    profiles: ("person",),
    promises: ("person",),
    promise_states: ("person",),
}
"""Tables whose rows are deleted where one of these columns holds an id of hers."""

EMPTIED = (decisions, outbox, outbox_states, outcomes, people, suppressions)
"""Tables that keep a row of hers with nothing in it but what is counted."""

BY_OTHERS = (fact_states, handover_states, heard, quarantine, records)
"""Tables without a person: their rows are found by what they belong to."""

NOBODYS = (
    approvals, audit, channel_results, forgotten, layouts, openings, plan_states,
    rounds, senders, sources, stops,
)  # fmt: skip
"""Tables with nothing of anybody in the clear."""

_DIGEST = 16
_AT_ONCE = 500  # values in one IN (…)
_TEXTS_AT_ONCE = 50
_WENT = (
    TouchState.SENT,
    TouchState.HANDED_OVER,
    TouchState.IN_DOUBT,
    TouchState.FAILED,
)
_encode = msgspec.json.Encoder().encode


class SqlEraser:
    """An `Eraser` of the ledger's database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def erase(
        self,
        owns: Sequence[str],
        *,
        rows: Collection[int],
        record_ids: Collection[str],
        set_aside: Collection[tuple[str, str]] = (),
        heard_of_others: Collection[tuple[str, str, str]] = (),
        open_plans: Collection[str] = (),
        at: datetime,
    ) -> Mapping[str, int]:
        """Delete what is hers, and empty what has to stay for counts."""
        done: Counter[str] = Counter()
        with self._database.transaction() as connection:
            hers = list(owns)
            fact_ids = self._ids(facts.c.id, facts.c.person, hers)
            handover_ids = self._ids(handovers.c.id, handovers.c.person, hers)
            done += self._empty(hers, open_plans, at)
            for table, columns in OF_HER.items():
                for name in columns:
                    done[table.name] += self._delete(table.c[name], hers)
            done["fact_states"] += self._delete(fact_states.c.fact, fact_ids)
            done["handover_states"] += self._delete(
                handover_states.c.handover, handover_ids
            )
            done["records"] += self._delete(records.c.sequence, [*rows])
            done["heard"] += self._unhear(record_ids)
            done["quarantine"] += self._delete(quarantine.c.place, [*record_ids])
            for person, kind, value in heard_of_others:
                gone = connection.execute(
                    delete(identifiers).where(
                        identifiers.c.person == person,
                        identifiers.c.kind == kind,
                        identifiers.c.value == value,
                    )
                )
                done["identifiers"] += gone.rowcount
            for place, raw in set_aside:
                gone = connection.execute(
                    delete(quarantine).where(
                        quarantine.c.place == place, quarantine.c.raw == raw
                    )
                )
                done["quarantine"] += gone.rowcount
            # Her key last: without it the audit's words about her are noise.
            for part in chunks(hers):
                connection.execute(
                    update(people).where(people.c.id.in_(part)).values(wrapped_key=None)
                )
        return {name: count for name, count in sorted(done.items()) if count}

    def rewrite(self, rows: Mapping[int, Mapping[str, str]]) -> None:
        """Write some received rows anew: by sequence, and of each cell by column."""
        with self._database.transaction() as connection:
            for sequence, changed in rows.items():
                row = connection.execute(
                    select(records, layouts.c.columns)
                    .join_from(
                        records, layouts, layouts.c.layout_no == records.c.layout_no
                    )
                    .where(records.c.sequence == sequence)
                ).one()
                names = msgspec.json.decode(row.columns, type=list[str])
                cells = msgspec.json.decode(row.fields, type=list[str | None])
                both = zip(names, cells, strict=False)
                fields = _encode([changed.get(name, cell) for name, cell in both])
                digest = hashlib.blake2b(fields, digest_size=_DIGEST).digest()
                twin = connection.execute(
                    select(records.c.sequence).where(
                        records.c.source_no == row.source_no,
                        records.c.row_key == row.row_key,
                        records.c.content == digest,
                    )
                ).first()
                which = records.c.sequence == sequence
                if twin is not None and twin.sequence != sequence:
                    # It says the same as an earlier one now: the later stays.
                    lower = min(sequence, twin.sequence)
                    connection.execute(
                        delete(records).where(records.c.sequence == lower)
                    )
                    which = records.c.sequence == max(sequence, twin.sequence)
                connection.execute(
                    update(records)
                    .where(which)
                    .values(fields=fields.decode(), content=digest)
                )

    def blank(self, texts: Collection[str]) -> Mapping[str, int]:
        """Take texts out of all that is kept, letter for letter."""
        done: Counter[str] = Counter()
        written = {form for text in texts for form in (text, _escaped(text)) if form}
        if not written:
            return {}
        longest = sorted(written, key=lambda one: (-len(one), one))
        pattern = re.compile("|".join(map(re.escape, longest)), re.IGNORECASE)
        with self._database.transaction() as connection:
            for table in metadata.sorted_tables:
                if table in NOBODYS or table is records:
                    continue
                for column in _texts_of(table):
                    for key, found in self._holding(table, column, longest):
                        clean = pattern.sub(lambda one: MASK * len(one[0]), found)
                        connection.execute(
                            update(table).where(key).values({column.name: clean})
                        )
                        done[table.name] += 1
        return dict(sorted(done.items()))

    def reopen(self, address_hashes: Collection[str]) -> int:
        """Open addresses that were closed because their owner was forgotten."""
        found = self._database.all(
            select(suppressions.c.sequence, suppressions.c.body).where(
                suppressions.c.address_hash.in_(list(address_hashes)),
                suppressions.c.person == "",
            )
        )
        closed = [
            row.sequence
            for row in found
            if msgspec.json.decode(row.body, type=Suppression).because == FORGOTTEN
        ]
        with self._database.transaction():
            return self._delete(suppressions.c.sequence, closed)

    def copy_to(self, path: str) -> None:
        """
        Write the whole ledger, as it is now, to a file that is not there yet.

        Raises:
            BadInput: If the ledger is no file.
        """
        connection = self._database.connection
        if connection.dialect.name != "sqlite":
            msg = "The ledger is in PostgreSQL: back it up with pg_dump."
            raise BadInput(msg)
        if connection.in_transaction():
            connection.commit()
        driver: Any = connection.connection.driver_connection
        if not self._database.writable:
            # One that may only read keeps from making another file, too.
            driver.execute("PRAGMA query_only=OFF")
        driver.execute("VACUUM INTO ?", (path,))

    def settle(self, *, whole: bool = False) -> bool:
        """Let nothing of what was deleted stand in the file or its log."""
        connection = self._database.connection
        if connection.in_transaction():
            connection.commit()
        # Past SQLAlchemy, which would begin a transaction around it.
        driver: Any = connection.connection.driver_connection
        if connection.dialect.name != "sqlite":
            return written_anew(driver, [*OF_HER, *EMPTIED, *BY_OTHERS])
        if whole:
            driver.execute("VACUUM")
        (busy, *_) = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return not busy

    def search(self, texts: Collection[str]) -> Mapping[str, int]:
        """
        Count of each table the rows in which any of *texts* stands.

        Of a ledger in a file every byte is looked at from outside.
        """
        wanted = sorted({form for one in texts for form in (one, _escaped(one)) if one})
        if self._database.connection.dialect.name == "sqlite" or not wanted:
            return {}
        found: Counter[str] = Counter()
        for table in metadata.sorted_tables:
            for column in _texts_of(table):
                found[table.name] += len(self._holding(table, column, wanted))
        return {name: count for name, count in sorted(found.items()) if count}

    def _empty(
        self, hers: Sequence[str], open_plans: Collection[str], at: datetime
    ) -> Counter[str]:
        done: Counter[str] = Counter()
        for part in chunks(hers):
            done["decisions"] += self._empty_decisions(part, hers[0], open_plans)
            done["outbox"] += self._empty_touches(part, at)
            done["outcomes"] += self._delete(outcomes.c.person, part)
            done["suppressions"] += self._unname(part)
        return done

    def _empty_decisions(
        self, part: Sequence[str], current: str, open_plans: Collection[str]
    ) -> int:
        query = select(decisions.c.sequence, decisions.c.body)
        found = self._database.all(query.where(decisions.c.person.in_(part)))
        for row in found:
            one = msgspec.json.decode(row.body, type=Decision)
            body = _encode(_emptied(one, current, open_plans)).decode()
            self._database.connection.execute(
                update(decisions)
                .where(decisions.c.sequence == row.sequence)
                .values(body=body, person=current)
            )
        return len(found)

    def _empty_touches(self, part: Sequence[str], at: datetime) -> int:
        """Keep that something went, and how; what had not gone never will."""
        query = select(outbox.c.sequence, outbox.c.message_id, outbox.c.body)
        found = self._database.all(query.where(outbox.c.person.in_(part)))
        connection = self._database.connection
        for row in found:
            touch = msgspec.json.decode(row.body, type=Touch)
            last = self._last_state(row.message_id)
            state = TouchState.IN_DOUBT if last is TouchState.COMMITTING else last
            if state not in _WENT:
                state = TouchState.DECLINED
            values: dict[str, Any] = {
                "body": _encode(_wordless(touch, state)).decode(),
                "because": FORGOTTEN, "state": str(state), "until_us": None,
            }  # fmt: skip
            there = {key: one for key, one in values.items() if key in outbox.c}
            connection.execute(
                update(outbox).where(outbox.c.sequence == row.sequence).values(**there)
            )
            connection.execute(
                update(outbox_states)
                .where(outbox_states.c.message_id == row.message_id)
                .values(because=FORGOTTEN, until_us=None)
            )
            if state is not last:
                connection.execute(
                    outbox_states.insert().values(
                        message_id=row.message_id, state=str(state),
                        because=FORGOTTEN, at_us=to_us(at), until_us=None,
                    )
                )  # fmt: skip
        return len(found)

    def _last_state(self, message_id: str) -> TouchState:
        query = select(outbox_states.c.state).where(
            outbox_states.c.message_id == message_id
        )
        newest = query.order_by(outbox_states.c.sequence.desc()).limit(1)
        found = self._database.connection.execute(newest).scalar()
        return TouchState(found) if found else TouchState.DECLINED

    def _unname(self, part: Sequence[str]) -> int:
        """Keep where nothing may go, by keyed hash alone; drop what has none."""
        connection = self._database.connection
        query = select(suppressions.c.sequence, suppressions.c.body)
        found = self._database.all(query.where(suppressions.c.person.in_(part)))
        for row in found:
            one = msgspec.json.decode(row.body, type=Suppression)
            which = suppressions.c.sequence == row.sequence
            bare = msgspec.structs.replace(
                one, person="", because=FORGOTTEN, record_id=None, start=None, end=None
            )
            body = _encode(bare).decode()
            key = hash_of(body)
            twin = select(suppressions.c.sequence).where(suppressions.c.key == key)
            if one.address_hash is None or self._database.all(twin):
                connection.execute(delete(suppressions).where(which))
                continue
            connection.execute(
                update(suppressions)
                .where(which)
                .values(key=key, person="", body=body, scope=bare.scope)
            )
        return len(found)

    def _unhear(self, record_ids: Collection[str]) -> int:
        said: Any = func.json_extract(heard.c.heard, "$.id")
        if self._database.connection.dialect.name == "postgresql":
            said = func.json_extract_path_text(cast(heard.c.heard, JSON), "id")
        return self._delete(said, [*record_ids], heard)

    def _ids(self, column: Any, person: Any, hers: Sequence[str]) -> list[str]:
        found: list[str] = []
        for part in chunks(hers):
            rows = self._database.all(select(column).where(person.in_(part)))
            found += [row[0] for row in rows]
        return found

    def _delete(
        self, column: Any, values: Sequence[Any], table: Table | None = None
    ) -> int:
        home = column.table if table is None else table
        gone = 0
        for start in range(0, len(values), _AT_ONCE):
            part = values[start : start + _AT_ONCE]
            done = self._database.connection.execute(
                delete(home).where(column.in_(part))
            )
            gone += done.rowcount
        return gone

    def _holding(
        self, table: Table, column: Column[Any], texts: Sequence[str]
    ) -> list[tuple[Any, str]]:
        """Return key and text of each row in which one of *texts* stands."""
        keys = list(table.primary_key.columns)
        found = {}
        low = func.lower(column)
        for start in range(0, len(texts), _TEXTS_AT_ONCE):
            part = texts[start : start + _TEXTS_AT_ONCE]
            where = [func.instr(low, _lower(one)) > 0 for one in part]
            if self._database.connection.dialect.name != "sqlite":
                where = [func.strpos(low, one.lower()) > 0 for one in part]
            held = where[0]
            for one in where[1:]:
                held = held | one
            for row in self._database.all(select(*keys, column).where(held)):
                found[tuple(row[:-1])] = row[-1]
        return [(_key(keys, one), text) for one, text in found.items()]


def _emptied(one: Decision, current: str, open_plans: Collection[str]) -> Decision:
    """Keep what results are made of: which option, by which dice, in which arm."""
    return Decision(
        id=one.id, round=one.round, person=current, slot=one.slot, at=one.at,
        policy=one.policy, seed=one.seed, chosen=one.chosen,
        propensity=one.propensity, because=FORGOTTEN,
        arms={key: arm for key, arm in one.arms.items() if key not in open_plans},
        options=tuple(
            Option(
                key=option.key, channel=option.channel, content=option.content,
                purpose=option.purpose, plan=option.plan, step=option.step,
                attention=option.attention, minutes=option.minutes,
                out_because=None if option.out_because is None else FORGOTTEN,
            )
            for option in one.options
        ),
    )  # fmt: skip


def _wordless(touch: Touch, state: TouchState) -> Touch:
    message = msgspec.structs.replace(
        touch.message, subject=None, preheader=None, body=None, claims=(), rungs=(),
        held=None,
    )  # fmt: skip
    return msgspec.structs.replace(
        touch, message=message, address="", because=FORGOTTEN, until=None, state=state
    )


def _texts_of(table: Table) -> list[Column[Any]]:
    keys = set(table.primary_key.columns)
    return [
        one for one in table.columns if isinstance(one.type, Text) and one not in keys
    ]


def _key(keys: Iterable[Column[Any]], values: Sequence[Any]) -> Any:
    both = [column == value for column, value in zip(keys, values, strict=True)]
    which = both[0]
    for one in both[1:]:
        which = which & one
    return which


def _escaped(text: str) -> str:
    """Return *text* as it stands inside of JSON."""
    return msgspec.json.encode(text).decode()[1:-1]


def _lower(text: str) -> str:
    """Fold as SQLite does: ASCII alone."""
    return "".join(one.lower() if one.isascii() else one for one in text)
