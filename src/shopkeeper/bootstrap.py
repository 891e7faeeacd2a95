"""Joins ports to adapters. The only module that may import adapters."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import datetime as dt
import importlib.resources
import importlib.util
import os
import secrets
import shutil
import tempfile
import time

from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache, partial
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec
import pyarrow as pa

from sqlalchemy.exc import DatabaseError

from shopkeeper.adapters.argon2.passwords import Argon2idPasswords
from shopkeeper.adapters.duckdb.engine import DuckEngine
from shopkeeper.adapters.duckdb.held import HeldWarehouse
from shopkeeper.adapters.duckdb.warehouse import ParquetWarehouse
from shopkeeper.adapters.files.access import FileKeyRing
from shopkeeper.adapters.files.anchor import FileAnchor
from shopkeeper.adapters.files.backups import (
    FORGOTTEN,
    KEYS,
    LEDGER,
    papers_in,
    unpack_backup,
    write_backup,
)
from shopkeeper.adapters.files.carriers import FileCarrier
from shopkeeper.adapters.files.content_folder import read_contents
from shopkeeper.adapters.files.forgetting import (
    FolderJournal,
    FolderTraces,
    read_forgotten,
    write_private,
)
from shopkeeper.adapters.files.keys import (
    new_keys,
    read_keys,
    write_keys,
)
from shopkeeper.adapters.files.left_notes import LeftNote, leave_note, take_notes
from shopkeeper.adapters.files.lines import (
    read_json_lines,
    read_text,
    write_json_lines,
    write_text,
)
from shopkeeper.adapters.files.links import FileLinkBook
from shopkeeper.adapters.files.mail import read_one_mail
from shopkeeper.adapters.files.owner import owning
from shopkeeper.adapters.files.plan_toml import (
    find_plan,
    read_plan,
    read_plans,
    write_signature,
)
from shopkeeper.adapters.files.probing import (
    file_system_of,
    fsync_seconds,
    newest_in,
    open_to_others,
    room_at,
)
from shopkeeper.adapters.files.reading import open_tables
from shopkeeper.adapters.files.shop_folder import (
    STATE,
    clear_demo,
    files_of,
    is_demo,
    make_demo_state,
    prepare_state,
    read_path,
    refuse_shop,
    write_papers,
)
from shopkeeper.adapters.files.shop_toml import read_shop
from shopkeeper.adapters.files.shop_toml_text import write_shop_toml
from shopkeeper.adapters.files.staff import FileStaffBook
from shopkeeper.adapters.files.tables import read_tables, write_table
from shopkeeper.adapters.files.tone_folder import read_house_rules
from shopkeeper.adapters.files.town_files import write_town_file
from shopkeeper.adapters.files.variants import find_variant
from shopkeeper.adapters.onnx.sentences import MiniLm, is_installed
from shopkeeper.adapters.smtp.record import signing_key
from shopkeeper.adapters.smtp.wire import SmtpWire, smtp_wire
from shopkeeper.adapters.spark.engine import SparkEngine
from shopkeeper.adapters.spark.scorer import SparkScorer
from shopkeeper.adapters.spark.session import LOCAL, open_session
from shopkeeper.adapters.sql.database import Database, open_database
from shopkeeper.adapters.sql.decisions import (
    SqlConsentBook,
    SqlDecisionBook,
    SqlRoundBook,
)
from shopkeeper.adapters.sql.desk import SqlDesk
from shopkeeper.adapters.sql.erasing import SqlEraser
from shopkeeper.adapters.sql.facts import SqlFactBook
from shopkeeper.adapters.sql.forgotten import SqlForgottenBook
from shopkeeper.adapters.sql.heard import SqlHeardBook
from shopkeeper.adapters.sql.identity import SqlIdentityBook
from shopkeeper.adapters.sql.loops import SqlLoopBook
from shopkeeper.adapters.sql.migrate import HEAD, migrate, version_of
from shopkeeper.adapters.sql.outbox import SqlOutbox
from shopkeeper.adapters.sql.outcomes import SqlOutcomeBook
from shopkeeper.adapters.sql.plans import SqlAudit, SqlPlanBook
from shopkeeper.adapters.sql.probing import linked_sqlite, settings_of_engine
from shopkeeper.adapters.sql.promises import SqlPromiseBook
from shopkeeper.adapters.sql.records import SqlRecords
from shopkeeper.adapters.threads.serving import Looking, Opens, Reception, Serving
from shopkeeper.adapters.threads.writer import Busy
from shopkeeper.adapters.typst.carriers import LetterCarrier
from shopkeeper.adapters.typst.press import Press
from shopkeeper.adapters.typst.wire import PrintWire
from shopkeeper.adapters.webhook.wire import webhook_wire
from shopkeeper.decide import zones_of
from shopkeeper.flow.access import AccessKey, KeyKind, make_key, revoke_key
from shopkeeper.flow.beginning import (
    SAMPLE_CONTENT,
    SAMPLE_PLAN,
    Found,
    guess_shop,
    guess_source,
    notes_of,
)
from shopkeeper.flow.examining import (
    Finding,
    broken,
    examine_clock,
    examine_disk,
    examine_dkim,
    examine_postgres,
    examine_sqlite,
    look,
    ok,
)
from shopkeeper.flow.examining_house import examine_house
from shopkeeper.flow.forgetting import (
    BACKED_UP,
    OPERATOR,
    Hands,
    finish_what_was_begun,
)
from shopkeeper.flow.her_door import LINK_BYTES, HerDoor, PageLink, new_link
from shopkeeper.flow.house import Checker, House, Progress, no_progress
from shopkeeper.flow.knowing import BY_PERSON, BY_PERSON_ON_PAGES, current_ids
from shopkeeper.flow.mailing import shop_addresses
from shopkeeper.flow.planning import Drafts, staff_of
from shopkeeper.flow.previewed_tone import looks_at_tone
from shopkeeper.flow.restoring import (
    CarriedOver,
    Restored,
    carried_over,
    settle_restored,
)
from shopkeeper.flow.staff_door import Door, StaffAccount, demand_password
from shopkeeper.flow.telling import as_json
from shopkeeper.flow.tracking import Replayed, open_wires
from shopkeeper.flow.walk import Story, sign_all, start_all, walk_town
from shopkeeper.flow.walk_file import CONTENT, PLAN, FileStory, last_day, walk_file
from shopkeeper.flow.wires import wired_source
from shopkeeper.listen.ports import SentenceEncoder
from shopkeeper.listen.sentence_vectors import SentenceVectors, unpacked
from shopkeeper.plan.ports import Head
from shopkeeper.recognise.linking.blocking import Blocker, InEngine, Sorting
from shopkeeper.recognise.linking.link import PairScorer
from shopkeeper.recognise.ports import RowSource
from shopkeeper.say import Content
from shopkeeper.say.letter import Letterhead, sender_lines
from shopkeeper.say.letter_forms import form_of
from shopkeeper.say.ports import Carrier, Gate, Wire, Writer
from shopkeeper.say.tokens import message_returned
from shopkeeper.town import build, contents_and_plans
from shopkeeper.town import files as town_files
from shopkeeper.vocabulary import (
    BadInput,
    Carried,
    Channel,
    ChannelSettings,
    Holds,
    Keys,
    Message,
    NotAllowed,
    NotFound,
    Predicates,
    Shop,
    ShopBusy,
    SigningRole,
    Source,
    Touch,
)


__all__ = [
    "Busy",
    "Serving",
    "embedded_engine",
    "find_plan",
    "find_variant",
    "is_demo",
    "make_demo_state",
    "moment_or_clock",
    "open_any",
    "open_tables",
    "read_house_rules",
    "read_json_lines",
    "read_path",
    "read_plan",
    "read_plans",
    "read_shop",
    "read_tables",
    "read_text",
    "refuse_shop",
    "sentence_encoder",
    "sentence_vectors",
    "write_json_lines",
    "write_private",
    "write_shop_toml",
    "write_signature",
    "write_table",
    "write_text",
]


def read_clock() -> dt.datetime:
    """Return the moment it is: the only place where the clock is read."""
    return dt.datetime.now(dt.UTC)


def pause_a_little() -> None:
    """Wait for others to finish what takes them milliseconds."""
    time.sleep(0.005)


def now_of(shop: Shop, now: dt.datetime | None) -> dt.datetime:
    """Return `--now`, else the shop's own, else the clock's."""
    return now or shop.now or read_clock()


def moment_or_clock(
    text: str | None, shop: Shop, *, option: str = "--now"
) -> dt.datetime:
    """
    Return the moment of `--now`, else the shop's own, else the clock's.

    Args:
        text: As given: ISO 8601; without an offset on the shop's clock.
        shop: Its settings.
        option: Whose value it is.

    Raises:
        BadInput: If the text is no moment.
    """
    if text is None:
        return now_of(shop, None)
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        shape = "moment such as 2026-11-02T09:00:00+00:00"
        if option != "--now":
            shape = "day such as 2026-12-24"
        msg = f"{option} {text}: write a {shape}"
        raise BadInput(msg) from None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=ZoneInfo(shop.time_zone))
    return moment.astimezone(dt.UTC)


def channel_of(word: str) -> Channel:
    """
    Read the name of a channel.

    Raises:
        BadInput: If there is none of this name.
    """
    if word not in set(Channel):
        msg = f"There is no channel {word!r}; there are {', '.join(Channel)}."
        raise BadInput(msg)
    return Channel(word)


def embedded_engine() -> DuckEngine:
    """Return the engine that answers questions about everyone in this process."""
    return DuckEngine()


def recognise_engine(name: str) -> tuple[Blocker, PairScorer | None]:
    """
    Return what finds candidate pairs, and what scores them if not this process.

    Args:
        name: `duckdb`, `spark`, or `spark:` and the URL of Spark's master.

    Raises:
        BadInput: If it is none of these, or Spark is not there; with what to do.
    """
    engine, _, master = name.partition(":")
    if name == "duckdb":
        # Sorting finds the pairs that DuckDB finds, in half the time, on one machine.
        return Sorting(), None
    if engine == "spark":
        session = open_session(master or LOCAL)
        return InEngine(SparkEngine(session)), SparkScorer(session)
    msg = f"There is no engine {name}: write duckdb, spark or spark:URL of its master."
    raise BadInput(msg)


@contextmanager
def shop_at(
    folder: Path,
    *,
    writable: bool = True,
    seed: int = 0,
    progress: Progress = no_progress,
    beside: bool = False,
) -> Generator[House]:
    """
    Open the shop in *folder*, as its owner or as a reader.

    Args:
        folder: Holds `shop.toml`.
        writable: Own the shop while the block runs; else only look.
        seed: Of the dice.
        progress: Told how far long work has come.
        beside: What is done may be done by several at a time, as sending is; that
            takes PostgreSQL. On SQLite there is one owner, whatever is done.

    Raises:
        BadInput: If it is no shop, or something in it cannot be read.
        ShopBusy: If another process owns it.
    """
    shop = read_shop(folder)
    state = folder / STATE
    demo = (state / "demo").exists()
    shop = msgspec.structs.replace(shop, demo=demo)
    if not writable:
        keys = read_keys(state / "keys")
        database = open_database(shop.ledger, folder, writable=False)
        try:
            demand_version(database)
            yield _house(shop, folder, database, keys, seed, progress)
        finally:
            database.close()
        return
    found = shop_in_hand(folder, seed=seed, progress=progress, beside=beside)
    with found as (house, _):
        yield house


@contextmanager
def shop_in_hand(
    folder: Path,
    *,
    seed: int = 0,
    progress: Progress = no_progress,
    beside: bool = False,
) -> Generator[tuple[House, Hands]]:
    """
    Open the shop in *folder* as its owner, with what forgetting does its work with.

    Whoever was to be forgotten when a process died is forgotten before anything else.

    Raises:
        BadInput: If it is no shop, or something in it cannot be read.
        ShopBusy: If another process owns it.
    """
    shop = read_shop(folder)
    state = folder / STATE
    shop = msgspec.structs.replace(shop, demo=is_demo(folder))
    prepare_state(state)
    with _owning(shop, state, beside=beside):
        shutil.rmtree(state / _RESTORING, ignore_errors=True)  # one was broken off
        database = open_database(shop.ledger, folder)
        try:
            keys = _keys_of(state, new_shop=version_of(database) is None)
            migrate(database)
            house = _house(shop, folder, database, keys, seed, progress)
            hands = _hands(shop, folder, database)
            hands.journal.remember([], at=now_of(shop, None))
            finish_what_was_begun(house, hands, now=now_of(shop, None))
            take_left_notes(house, folder)
            yield house, hands
        finally:
            database.close()


_NOTES = "notes"

_RESTORING = "restoring"
"""Folder in `.shopkeeper` in which a copy is made fit before it takes its place."""


def back_up(
    folder: Path, path: Path | None, *, with_keys: bool, by: str | None, now: str | None
) -> tuple[Path, int]:
    """
    Write a copy of a shop's books and papers, and return where and how large it is.

    It works beside a server, too: then the copy is of one moment, and the server takes
    the note of it into the audit.

    Raises:
        BadInput: If it cannot be written; with what to do.
    """
    shop = read_shop(folder)
    moment, state = moment_or_clock(now, shop), folder / STATE
    name = f"{folder.resolve().name}-{moment:%Y%m%d-%H%M%S}.zip"
    target = folder / "backups" / name if path is None else path
    actor = OPERATOR if by is None else staff_of(shop, by).id
    with _to_copy(folder) as (house, hands):
        if house is not None:
            house.audit.note(BACKED_UP, str(target), actor=actor, at=moment)
        else:
            # First, so that no copy is ever unknown to whoever forgets somebody.
            note = LeftNote(BACKED_UP, str(target), actor, moment.isoformat())
            leave_note(state / _NOTES, note)
        with tempfile.TemporaryDirectory(dir=state, prefix="backup.") as scratch:
            copy = Path(scratch) / LEDGER
            hands.eraser.copy_to(str(copy))
            books = {LEDGER: copy, FORGOTTEN: state / FORGOTTEN}
            if with_keys:
                books[KEYS] = state / KEYS
            size = write_backup(target, folder, books, shop=shop.name, at=moment)
    return target, size


@contextmanager
def _to_copy(folder: Path) -> Generator[tuple[House | None, Hands]]:
    """Own the shop to copy it; where another process does, only look, beside it."""
    with contextlib.ExitStack() as stack:
        try:
            owned = stack.enter_context(shop_in_hand(folder))
        except ShopBusy:
            shop = read_shop(folder)
            database = open_database(shop.ledger, folder, writable=False)
            stack.callback(database.close)
            demand_version(database)
            yield None, _hands(shop, folder, database)
        else:
            yield owned


def take_left_notes(house: House, folder: Path) -> int:
    """Take into the audit what others did beside the shop's owner."""

    def keep(note: LeftNote) -> None:
        at = dt.datetime.fromisoformat(note.at)
        house.audit.note(note.action, note.subject, actor=note.actor, at=at)

    return take_notes(folder / STATE / _NOTES, keep)


def restore(
    path: Path,
    folder: Path,
    *,
    replace: bool,
    without_forgotten: bool,
    by: str | None,
    now: str | None,
) -> tuple[dt.datetime, Restored]:
    """
    Bring a copy back; who was forgotten since is forgotten again before it opens.

    Raises:
        BadInput: If it cannot be done; with what to do. Then nothing has changed.
        NotAllowed: If there are books that it would replace.
        ShopBusy: If another process owns the shop.
    """
    new = not folder.exists()
    before = None if (folder / "shop.toml").exists() else set(folder.rglob("*"))
    try:
        return _restored(
            path, folder, replace=replace, without_forgotten=without_forgotten, by=by,
            now=now,
        )  # fmt: skip
    except Exception:
        if before is not None:
            _take_away(folder, before, new=new)
        raise


def _take_away(folder: Path, before: set[Path], *, new: bool) -> None:
    """Leave a folder as it was before something was refused."""
    for path in sorted(folder.rglob("*"), reverse=True):
        if path not in before:
            path.rmdir() if path.is_dir() else path.unlink()
    if new:
        folder.rmdir()


def _restored(
    path: Path,
    folder: Path,
    *,
    replace: bool,
    without_forgotten: bool,
    by: str | None,
    now: str | None,
) -> tuple[dt.datetime, Restored]:
    folder.mkdir(parents=True, exist_ok=True)
    state = folder / STATE
    prepare_state(state)
    with owning(state / "owner"):
        scratch = state / _RESTORING
        shutil.rmtree(scratch, ignore_errors=True)
        scratch.mkdir(mode=0o700)
        try:
            manifest = unpack_backup(path, scratch)
            made_at = dt.datetime.fromisoformat(manifest["at"])
            done = _restore(
                folder, scratch, made_at=made_at, replace=replace,
                without_forgotten=without_forgotten, by=by, now=now,
            )  # fmt: skip
        finally:
            shutil.rmtree(scratch, ignore_errors=True)
    return made_at, done


def _restore(
    folder: Path,
    scratch: Path,
    *,
    made_at: dt.datetime,
    replace: bool,
    without_forgotten: bool,
    by: str | None,
    now: str | None,
) -> Restored:
    state = folder / STATE
    if not (folder / "shop.toml").exists():
        write_papers(folder, papers_in(scratch))
    shop = msgspec.structs.replace(read_shop(folder), demo=is_demo(folder))
    ledger = folder / shop.ledger.removeprefix("sqlite:///")
    if ledger.exists() and not replace:
        msg = (
            f"{folder} has books of its own: --replace puts the copy in their place. "
            "What was refused and sent since is carried over from them."
        )
        raise NotAllowed(msg)
    if not (state / FORGOTTEN).exists() and not without_forgotten:
        msg = (
            f"{state / FORGOTTEN} is missing: it says who was forgotten since the copy "
            "was made. Put its newest copy there, or say --without-forgotten."
        )
        raise BadInput(msg)
    keys = _keys_for(state, scratch)
    before = CarriedOver()
    if ledger.exists():
        # What is broken has nothing to carry over: that is why a copy comes.
        with (
            contextlib.suppress(BadInput, DatabaseError),
            shop_at(folder, writable=False) as house,
        ):
            before = carried_over(house)
    hashes = [
        *read_forgotten(state / FORGOTTEN), *read_forgotten(scratch / FORGOTTEN)
    ]  # fmt: skip
    database = open_database(f"sqlite:///{LEDGER}", scratch)
    try:
        migrate(database)
        house = _house(shop, folder, database, keys, 0, no_progress)
        house = dataclasses.replace(
            house, warehouse=ParquetWarehouse(scratch / "warehouse")
        )
        hands = Hands(
            eraser=SqlEraser(database),
            traces=FolderTraces(scratch, [folder / "out"], scratch),
            journal=FolderJournal(scratch),
        )
        moment = moment_or_clock(now, shop)
        actor = OPERATOR if by is None else staff_of(shop, by).id
        done = settle_restored(
            house, hands, hashes, before, made_at=made_at, by=actor, now=moment
        )
        known = house.forgotten.hashes()
    finally:
        database.close()
    FolderJournal(state).remember(known, at=moment)
    for ending in ("-wal", "-shm"):
        ledger.with_name(ledger.name + ending).unlink(missing_ok=True)
    # Gone before the copy is in its place: `run` makes it again from what is there.
    shutil.rmtree(_warehouse_of(shop, folder), ignore_errors=True)
    if not (state / KEYS).exists():
        write_keys(state / KEYS, keys)
    (scratch / LEDGER).replace(ledger)
    return done


def _keys_for(state: Path, scratch: Path) -> Keys:
    """Return the keys of a copy: the shop's own, else those that lie in it."""
    here, packed = state / KEYS, scratch / KEYS
    if not here.exists() and not packed.exists():
        msg = (
            f"{here} is missing and not in the copy: bring the shop's keys back first. "
            "Without them no address is known again: not who said no, not who was "
            "forgotten."
        )
        raise BadInput(msg)
    keys = read_keys(here if here.exists() else packed)
    if packed.exists() and read_keys(packed) != keys:
        msg = f"The keys in the copy are not those in {here}: it is of another shop."
        raise BadInput(msg)
    return keys


def _warehouse_of(shop: Shop, folder: Path) -> Path:
    return folder / shop.warehouse.partition(":")[2]


def _hands(shop: Shop, folder: Path, database: Database) -> Hands:
    places = {
        rest or "out"
        for channel in Channel
        for scheme, _, rest in [
            shop.channels.get(channel, ChannelSettings()).send.partition(":")
        ]
        if scheme in ("file", "print")
    }
    outs = [folder / place for place in {*places, "out"}]
    return Hands(
        eraser=SqlEraser(database),
        traces=FolderTraces(folder, outs, folder / STATE),
        journal=FolderJournal(folder / STATE),
    )


def tables_with_paths(folder: Path, source: Source) -> Generator[tuple[str, RowSource]]:
    """Open the tables that a source reads, each with its file; none where none is."""
    try:
        paths = files_of(folder, source) if source.read is not None else []
    except BadInput:
        return
    for path in paths:
        for table in open_tables(path, holds=source.holds):
            inside = path.is_relative_to(folder)
            yield str(path.relative_to(folder) if inside else path), table


@contextmanager
def _owning(shop: Shop, state: Path, *, beside: bool) -> Generator[None]:
    if beside and shop.ledger.startswith("postgresql"):
        yield
    else:
        with owning(state / "owner"):
            yield


@contextmanager
def drafts_at(folder: Path) -> Generator[tuple[Shop, Drafts]]:
    """Read a shop's plans and contents without opening its ledger."""
    shop = read_shop(folder)
    predicates = Predicates(shop.predicates)
    yield (
        shop,
        Drafts(
            shop=shop,
            predicates=predicates,
            contents=read_contents(folder / "content"),
            plans={plan.key: plan for plan in read_plans(folder, predicates)},
        ),
    )


def walk_made_up_town(
    folder: Path, *, seed: int, progress: Progress, now: str | None
) -> Story:
    """
    Make a town in *folder*, work a round over it, and write `demo.json`.

    Raises:
        BadInput: If the folder is not empty and no demonstration of ours, or cannot
            be written to.
    """
    clear_demo(folder, seed)
    town = build(seed)
    papers = contents_and_plans(town)
    write_papers(folder, papers.all)
    for file in town_files(town):
        write_town_file(folder, file, time_zone="Europe/London")
    moment = moment_or_clock(now, read_shop(folder))
    with _plans_started(
        folder, papers.signers, seed=seed, progress=progress, now=moment
    ) as house:
        story = walk_town(
            house, town, lambda source: table_readers(folder, source), now=moment
        )
    (folder / "demo.json").write_text(as_json(story.figures) + "\n", encoding="utf-8")
    return story


def walk_own_file(
    file: Path, folder: Path, *, seed: int, progress: Progress, now: str | None
) -> FileStory:
    """
    Make a shop around a file of purchases, walk through it, and write `demo.json`.

    Raises:
        BadInput: If the file or the folder cannot be used; with what to do.
    """
    tables = open_tables(file, holds=Holds.ORDERS)
    guess = guess_source(
        read_path(folder, file), file.stem, "", tables, set(), holds=Holds.ORDERS
    )
    # Named after the file: ids follow from the name, and the same file has the same.
    named = _named_after(file.stem)
    shop = guess_shop(named, [guess], {guess.source.name: tables})
    last = last_day(tables, guess.mapping, shop, str(file))
    moment = last if now is None else moment_or_clock(now, shop)
    clear_demo(folder, seed)
    told = msgspec.structs.replace(shop, now=moment)
    today = moment.astimezone(ZoneInfo(shop.time_zone)).date()
    write_papers(
        folder,
        {
            "content/the-usual.md": CONTENT,
            "plans/the-usual.toml": _dated(PLAN, today),
            "shop.toml": write_shop_toml(told, notes=notes_of([guess])),
        },
    )
    # The made-up staff of a demonstration sign, so that nothing enters the outbox
    # without a started plan here either.
    signers = dict.fromkeys((str(role) for role in SigningRole), "sponsor")
    with _plans_started(
        folder, signers, seed=seed, progress=progress, now=moment
    ) as house:
        story = walk_file(
            house, lambda source: table_readers(folder, source), now=moment
        )
    (folder / "demo.json").write_text(as_json(story.figures) + "\n", encoding="utf-8")
    return story


@contextmanager
def _plans_started(
    folder: Path,
    signers: Mapping[str, str],
    *,
    seed: int,
    progress: Progress,
    now: dt.datetime,
) -> Generator[House]:
    """Open a demonstration's shop with its plans signed and started."""
    with shop_at(folder, seed=seed) as house:
        sign_all(
            house,
            signers,
            lambda key, signature: write_signature(find_plan(folder, key), signature),
            now=now,
        )
    # Opened again: a plan is started as its file has it, signatures and all.
    with shop_at(folder, seed=seed, progress=progress) as house:
        start_all(house, now=now)
        yield house


def _dated(plan: str, today: dt.date) -> str:
    """Date a sample plan: half a year from today, looked at after two months."""
    return plan.format(
        starts=today,
        ends=today + dt.timedelta(days=180),
        review=today + dt.timedelta(days=60),
    )


def _named_after(file: str) -> str:
    return file.replace("-", " ").replace("_", " ").title()


def write_new_shop(
    folder: Path,
    found: Sequence[Found],
    tables: Mapping[str, Sequence[RowSource]],
    *,
    today: dt.date,
) -> None:
    """
    Write a shop's first papers: settings, one content, one plan; all or nothing.

    Raises:
        BadInput: If the folder cannot be written to.
    """
    name = _named_after(folder.resolve().name)
    shop = guess_shop(name, found, tables)
    write_papers(
        folder,
        {
            "content/thank-you.md": SAMPLE_CONTENT,
            "plans/thank-you.toml": _dated(SAMPLE_PLAN, today),
            ".gitignore": ".shopkeeper/\nout/\n",
            # Last: a folder without it is no shop.
            "shop.toml": write_shop_toml(shop, notes=notes_of(found)),
        },
    )


def open_any(path: Path) -> tuple[list[RowSource], Holds | None]:
    """
    Open a file of which nobody said what it holds.

    Returns:
        Its tables, and `notes` where it is free text and no table.

    Raises:
        BadInput: If it cannot be read as either.
    """
    try:
        return open_tables(path), None
    except BadInput:
        if path.suffix.lower() != ".txt":
            raise
        return open_tables(path, holds=Holds.NOTES), Holds.NOTES


def table_readers(folder: Path, source: Source) -> list[RowSource]:
    """
    Open the tables that a source reads.

    Raises:
        BadInput: If nothing matches, or a file cannot be read.
    """
    if source.read is None:
        return []
    return [
        table
        for path in files_of(folder, source)
        for table in open_tables(path, holds=source.holds)
    ]


def write_rows(
    path: Path, columns: Sequence[str], rows: Sequence[Mapping[str, str]]
) -> None:
    """
    Write rows of text as the ending of the file says.

    Raises:
        BadInput: If the ending is none of ours, or the place cannot be written to.
    """
    cells = {name: [row[name] for row in rows] for name in columns}
    write_table(
        path, pa.table({name: pa.array(cells[name], pa.string()) for name in columns})
    )


def rows_of(path: Path) -> list[Mapping[str, str]]:
    """
    Read all rows of a table as text.

    Raises:
        BadInput: If it cannot be read.
    """
    return [
        {name: cell or "" for name, cell in row.items()}
        for table in read_tables(path)
        for row in table.data.to_pylist()
    ]


def zones_of_country(country: str) -> tuple[str, ...]:
    """List the time zones of a country, from the tz database."""
    package = importlib.resources.files("tzdata") / "zoneinfo" / "zone.tab"
    return zones_of(country, package.read_text(encoding="utf-8"))


def zones_of_the_world() -> dict[str, tuple[str, ...]]:
    """List the time zones of each country, from the tz database."""
    package = importlib.resources.files("tzdata") / "zoneinfo" / "zone.tab"
    found: dict[str, list[str]] = {}
    for line in package.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            country, _, zone = line.split("\t")[:3]
            found.setdefault(country, []).append(zone)
    return {country: tuple(zones) for country, zones in found.items()}


def names_of_countries() -> dict[str, str]:
    """Return each country's name in lower case with its code."""
    package = importlib.resources.files("tzdata") / "zoneinfo" / "iso3166.tab"
    lines = package.read_text(encoding="utf-8").splitlines()
    return {
        name.casefold(): code
        for code, name in (one.split("\t")[:2] for one in lines if one[:1] != "#")
    }


def sentence_vectors() -> SentenceVectors:
    """Open the small encoder of sentences, whose weights are shipped."""
    folder = importlib.resources.files("shopkeeper.listen") / "weights"
    return unpacked(
        (folder / "sentence_vectors.npz").read_bytes(),
        (folder / "vocabulary.txt").read_text(encoding="utf-8"),
    )


def writer_at(endpoint: str, *, model: str, key_in: str) -> Writer:
    """
    Return the writer behind an endpoint.

    Args:
        endpoint: Its base address.
        model: As the endpoint calls it.
        key_in: The environment variable that holds its key; it may be unset.

    Raises:
        BadInput: If the address may not be used, or the extra is not installed.
    """
    if importlib.util.find_spec("urllib3") is None:
        msg = "To ask a model, install the extra: pip install 'shopkeeper[writer]'"
        raise BadInput(msg)
    # Needed by this one command, and by nobody who does not ask for it.
    from shopkeeper.adapters.openai.writer import CompletionsWriter  # noqa: PLC0415

    return CompletionsWriter(endpoint, model=model, key=os.environ.get(key_in))


def sentence_encoder(vectors: SentenceVectors) -> SentenceEncoder | None:
    """Open the large encoder of sentences, if the extra `listen` is installed."""
    return MiniLm(vectors.pieces) if is_installed() else None


def demand_version(database: Database) -> None:
    """Refuse a ledger that is not of this version: a reader cannot upgrade it."""
    if version_of(database) != HEAD:
        msg = "The ledger is of another version: run `shopkeeper run` once first."
        raise BadInput(msg)


def _keys_of(state: Path, *, new_shop: bool) -> Keys:
    # Other keys know no address of an old ledger: who said no would be a stranger.
    if new_shop and not (state / "keys").exists():
        write_keys(state / "keys", new_keys())
    return read_keys(state / "keys")


def _house(
    shop: Shop,
    folder: Path,
    database: Database,
    keys: Keys,
    seed: int,
    progress: Progress,
) -> House:
    predicates = Predicates(shop.predicates)
    engine, _, warehouse = shop.warehouse.partition(":")
    if engine != "duckdb" or "://" in warehouse:
        msg = (
            f"The warehouse {shop.warehouse} is not a folder run by DuckDB; this "
            'version has no other: write warehouse = "duckdb:.shopkeeper/warehouse".'
        )
        raise BadInput(msg)
    return House(
        shop=shop,
        predicates=predicates,
        contents=read_contents(folder / "content"),
        plans={plan.key: plan for plan in read_plans(folder, predicates)},
        records=SqlRecords(database),
        identity=SqlIdentityBook(database, keys, repeatable=shop.demo),
        heard=SqlHeardBook(database),
        loops=SqlLoopBook(database),
        promises=SqlPromiseBook(database),
        facts=SqlFactBook(database),
        decisions=SqlDecisionBook(database),
        consents=SqlConsentBook(database, keys),
        rounds=SqlRoundBook(database),
        outbox=SqlOutbox(database, keys),
        desk=SqlDesk(database),
        plan_book=SqlPlanBook(database),
        audit=SqlAudit(database, keys),
        outcomes=SqlOutcomeBook(database),
        engine=DuckEngine(),
        warehouse=ParquetWarehouse(folder / warehouse),
        forgotten=SqlForgottenBook(database, keys),
        carriers=_carriers(shop, folder),
        wires=_wires(shop, folder, keys),
        zones=zones_of_country(shop.country),
        zones_in=zones_of_the_world(),
        country_names=names_of_countries(),
        tone=_late_check(folder, shop.language),
        # Where bounces go to signed addresses, only those are believed.
        returned=partial(message_returned, keys.token)
        if any(one.return_path for one in shop.channels.values())
        else None,
        salt=keys.token.hex(),
        token=keys.token,
        seed=seed,
        progress=progress,
        together=database.transaction,
        anchor=None if shop.anchor is None else _anchor(shop.anchor, folder),
    )


def _late_check(folder: Path, language: str) -> Checker:
    """Return the reply check by the shop's rules, which are read when it is asked."""

    @cache
    def made() -> Checker:
        return looks_at_tone(read_house_rules(folder), language)

    def look(message: Message, content: Content) -> Sequence[Mapping[str, object]]:
        return made()(message, content)

    return look


def _anchor(path: str, folder: Path) -> FileAnchor:
    return FileAnchor(folder / Path(path).expanduser(), folder)


def _carriers(shop: Shop, folder: Path) -> Mapping[Channel, Carrier]:
    found: dict[Channel, Carrier] = {}
    for channel in Channel:
        settings = shop.channels.get(channel, ChannelSettings())
        scheme, _, rest = settings.send.partition(":")
        if scheme != "file":
            # A demonstration never reaches anybody; who else does is in `_wires`.
            continue
        sender = settings.from_ or f"{shop.name} <shop@shopkeeper.invalid>"
        out = folder / (rest or "out")
        if channel is Channel.POST and importlib.util.find_spec("typst") is not None:
            found[channel] = LetterCarrier(out, _press(shop, settings, folder))
        else:
            found[channel] = FileCarrier(out, sender=sender, language=shop.language)
    return found


@contextmanager
def serving_at(
    folder: Path, *, rounds: bool = True, send: bool = True
) -> Generator[Serving]:
    """
    Serve the shop in *folder* while the block runs; nobody else may write in it.

    Args:
        folder: Holds `shop.toml`.
        rounds: Work rounds when they are due.
        send: Send what is due after each round.

    Raises:
        BadInput: If it is no shop, or something in it cannot be read.
        ShopBusy: If another process owns it.
    """
    shop = read_shop(folder)
    with shop_at(folder):
        pass  # made, or brought up to date, before its keys are asked for
    ours = shop_addresses(shop)
    serving = Serving(
        shop,
        _ring(folder),
        Opens(
            opened=lambda: _opened_with_wires(folder),
            looking=lambda: _looking_at(folder),
            reading=lambda: shop_at(folder, writable=False),
            files=lambda source: tables_with_paths(folder, source),
            mail=lambda name, raw: read_one_mail(raw, name=name, ours=ours),
            tables=lambda source: table_readers(folder, source),
            looking_wide=lambda: _looking_at(folder, BY_PERSON_ON_PAGES),
            papers=lambda house: _with_papers_of_now(house, folder),
            sign=lambda plan, one: write_signature(find_plan(folder, plan), one),
        ),
        rounds=rounds,
        send=send,
        reception=Reception(
            Door(_staff_book(folder), secrets.token_bytes),
            Argon2idPasswords(),
            are_notes=(folder / STATE / _NOTES).exists,
            take_notes=lambda house: take_left_notes(house, folder),
            her_door=HerDoor(_link_book(folder), secrets.token_bytes),
        ),
    )
    serving.start()
    try:
        yield serving
    finally:
        serving.stop()


@contextmanager
def _opened_with_wires(folder: Path) -> Generator[tuple[House, Hands]]:
    with shop_in_hand(folder) as (house, hands):
        open_wires(house)
        yield house, hands


@contextmanager
def _looking_at(folder: Path, names: tuple[str, ...] = BY_PERSON) -> Generator[Looking]:
    with shop_at(folder, writable=False) as house:
        held = HeldWarehouse(house.warehouse, names)
        yield dataclasses.replace(house, warehouse=held), held.load


def _with_papers_of_now(house: House, folder: Path) -> House:
    """Return an open shop with its plans and contents as they are on disk now."""
    plans = {one.key: one for one in read_plans(folder, house.predicates)}
    contents = read_contents(folder / "content")
    return dataclasses.replace(house, plans=plans, contents=contents)


def replay_quarantine(folder: Path, fixed: Path | None) -> Replayed:
    """
    Try events that could not be read again.

    Args:
        folder: The shop's.
        fixed: JSON lines with `number` and `raw`, or None.

    Raises:
        BadInput: If a line is not such a row.
    """
    better: dict[int, str] = {}
    if fixed is not None:
        for line in read_text(fixed).splitlines():
            try:
                row = msgspec.json.decode(line, type=_Fixed)
            except msgspec.MsgspecError:
                msg = f"{fixed}: a line is no object with `number` and `raw`."
                raise BadInput(msg) from None
            better[row.number] = row.raw
    with serving_at(folder, rounds=False, send=False) as serving:
        return asyncio.run(serving.replay(better))


class _Fixed(msgspec.Struct):
    number: int
    raw: str


def examine(
    folder: Path, *, now: dt.datetime | None = None, heads: Sequence[Head] = ()
) -> list[Finding]:
    """
    Look a shop over, beside whoever is at work in it; nothing in it is changed.

    Args:
        folder: The shop's.
        now: The moment; else the clock's.
        heads: Where the audit's chain stood, as somebody has kept it elsewhere.
    """
    moment, state = now or read_clock(), folder / STATE
    try:
        shop = msgspec.structs.replace(read_shop(folder), demo=is_demo(folder))
    except BadInput as error:
        return [broken("shop.toml", str(error), "correct it")]
    found = [ok("shop.toml", f"{shop.name}: every setting is understood")]
    free, total = room_at(folder)
    disk = state if state.exists() else folder
    found += examine_disk(
        free=free, total=total, kind=file_system_of(disk), seconds=fsync_seconds(disk)
    )
    found += _examine_keys(shop, folder)
    if not shop.ledger.startswith("postgresql"):
        path = folder / shop.ledger.removeprefix("sqlite:///")
        if not path.exists():
            says = f"{path} is not there yet"
            return [*found, look("ledger", says, "shopkeeper run, or serve")]
    try:
        found += _examine_ledger(shop, folder, moment, heads)
    except (BadInput, DatabaseError) as error:
        says = str(getattr(error, "orig", error)).strip().splitlines()[0]
        do = "shopkeeper run brings it up to date; if it is damaged: shopkeeper restore"
        found.append(broken("ledger", says, do))
    return found


def _examine_ledger(
    shop: Shop, folder: Path, now: dt.datetime, heads: Sequence[Head]
) -> list[Finding]:
    database = open_database(shop.ledger, folder, writable=False)
    try:
        settings = settings_of_engine(database)
        found = (
            examine_postgres(settings)
            if database.several_writers
            else examine_sqlite(linked_sqlite(), settings)
        )
        demand_version(database)
    finally:
        database.close()
    with shop_at(folder, writable=False) as house:
        entries = house.audit.entries()
        clock = examine_clock(
            now, newest_in(folder / STATE), told_at=shop.now is not None,
            last=entries[-1].at if entries else None,
        )  # fmt: skip
        told = now_of(shop, None) if shop.now else now
        return [*found, clock, *examine_house(house, now=told, heads=heads)]


def _examine_keys(shop: Shop, folder: Path) -> list[Finding]:
    state, found = folder / STATE, []
    path = state / KEYS
    if not path.exists() and not (state / LEDGER).exists():
        found.append(look("keys", "not made yet", "shopkeeper run, or serve"))
    else:
        try:
            read_keys(path)
            found.append(ok("keys", f"{path} is whole, and its owner's alone"))
            if open_to_others(path):
                says = f"other users of this machine may read {path}"
                found[-1] = broken("keys", says, f"chmod 600 {path}")
        except (BadInput, OSError) as error:
            found.append(broken("keys", str(error), "bring them back"))
    try:
        open_ones = [one for one in access_keys(folder) if one.revoked_at is None]
        says = f"{len(open_ones)} keys let in over HTTP"
        found.append(ok("HTTP", says))
    except BadInput as error:
        found.append(broken("HTTP", str(error), "nobody is let in until then"))
    try:
        accounts = {one.id for one in staff_accounts(folder)}
        left = sorted(accounts - {one.id for one in shop.people})
        found.append(ok("log-in", f"{len(accounts)} of the staff can log in"))
        if left:
            says = f"{', '.join(left)} can log in and is no longer in shop.toml"
            found[-1] = look("log-in", says, f"shopkeeper staff remove {left[0]}")
    except BadInput as error:
        found.append(broken("log-in", str(error), "nobody can log in until then"))
    for channel, settings in shop.channels.items():
        if channel is not Channel.EMAIL or not settings.real:
            continue
        key = None
        if settings.dkim and settings.dkim_key:
            place = folder / settings.dkim_key
            shared = place.exists() and open_to_others(place)
            key = signing_key(settings.dkim, place, open_to_others=shared)
        found.append(examine_dkim(channel, key))
    return found


def _ring(folder: Path) -> FileKeyRing:
    """Open the shop's keys; its secrets are made where it has none yet."""
    state = folder / STATE
    if not (state / "keys").exists():
        with shop_at(folder):
            pass
    return FileKeyRing(state / "access", read_keys(state / "keys").wrap)


def _staff_book(folder: Path) -> FileStaffBook:
    return FileStaffBook(folder / STATE / "staff")


def set_password(folder: Path, who: str, password: str | None) -> tuple[str, str]:
    """
    Let somebody on staff log in by a password; return her id, and the password.

    Args:
        folder: The shop's.
        who: Id, name or address.
        password: Hers; None for one that is made.

    Raises:
        BadInput: If there is no such person, or it is guessed soon.
    """
    person = staff_of(read_shop(folder), who)
    text = password or "-".join(secrets.token_hex(3) for _ in range(4))
    demand_password(text, who=person.id)
    prepare_state(folder / STATE)
    now = read_clock().isoformat(timespec="seconds")
    account = StaffAccount(person.id, Argon2idPasswords().hash(text), now)
    _staff_book(folder).put(account)
    return person.id, text


def remove_account(folder: Path, who: str) -> str:
    """
    Let somebody log in no more, and end her sessions; return her id.

    Raises:
        NotFound: If she has no account.
    """
    people = {one.id: one for one in read_shop(folder).people}
    for account in staff_accounts(folder):
        one = people.get(account.id)
        if who in ((account.id,) if one is None else (one.id, one.name, one.email)):
            now = read_clock().isoformat(timespec="seconds")
            _staff_book(folder).remove(account.id, at=now)
            return account.id
    msg = f"{who} has no account: `shopkeeper staff list` shows who has."
    raise NotFound(msg)


def staff_accounts(folder: Path) -> list[StaffAccount]:
    """Return everybody who may log in."""
    read_shop(folder)
    return _staff_book(folder).all()


def _link_book(folder: Path) -> FileLinkBook:
    return FileLinkBook(folder / STATE / "links")


def new_page_link(
    folder: Path, house: House, person: str, *, by: str | None, lasts: dt.timedelta
) -> tuple[str, PageLink]:
    """
    Make a link to the page of a person; return its token, which is kept nowhere.

    Args:
        folder: The shop's.
        house: The shop, to be read.
        person: Her current id.
        by: Who has it made; None: whoever runs the command.
        lasts: For how long it leads there.

    Raises:
        BadInput: If *by* is nobody on the staff, or it would lead there for no time.
    """
    if lasts <= dt.timedelta(0):
        msg = "A link that leads somewhere lasts a day or more: --days 90."
        raise BadInput(msg)
    actor = OPERATOR if by is None else staff_of(house.shop, by).id
    now = moment_or_clock(None, house.shop)
    token, link = new_link(
        person, secrets.token_bytes(LINK_BYTES), by=actor, now=now, lasts=lasts
    )
    _link_book(folder).put(link)
    return token, link


def revoke_page_links(folder: Path, house: House, person: str) -> int:
    """End every link to the page of a person; return how many there were."""
    at = moment_or_clock(None, house.shop).isoformat()
    owns = [own for own, now in current_ids(house).items() if now == person]
    book = _link_book(folder)
    return sum(book.revoke(own, at=at) for own in owns)


def new_access_key(
    folder: Path, kind: str, source: str | None, *, per_second: int | None = None
) -> tuple[AccessKey, str]:
    """
    Make a key, and return it with its text.

    Raises:
        BadInput: If it has to be of a source, and there is none that is fed over HTTP.
    """
    shop = read_shop(folder)
    of = None
    if kind != KeyKind.API:
        of = wired_source(shop, source, mail=kind == KeyKind.WRITE).name
    return make_key(
        _ring(folder), KeyKind(kind), source=of, random=secrets.token_bytes,
        now=read_clock().isoformat(timespec="seconds"), per_second=per_second,
    )  # fmt: skip


def revoke_access_key(folder: Path, key: str) -> AccessKey:
    """
    Take a key back.

    Raises:
        NotFound: If there is no such key.
    """
    read_shop(folder)
    now = read_clock().isoformat(timespec="seconds")
    return revoke_key(_ring(folder), key, now=now)


def access_keys(folder: Path) -> list[AccessKey]:
    """Return every key of a shop."""
    read_shop(folder)
    if not (folder / STATE / "access").exists():
        return []
    return _ring(folder).all()


def _wires(shop: Shop, folder: Path, keys: Keys) -> Mapping[Channel, Wire]:
    found: dict[Channel, Wire] = {}
    for channel, settings in shop.channels.items():
        # A demonstration never reaches anybody.
        if shop.demo or not settings.real:
            continue
        scheme, _, place = settings.send.partition(":")
        if scheme == "print" and channel is Channel.POST:
            press = _press(shop, settings, folder)
            found[channel] = PrintWire(folder / place, press)
        elif scheme in ("smtp", "smtps") and channel is Channel.EMAIL:
            found[channel] = _LateWire(partial(_mail, shop, settings, folder, keys))
        elif scheme in ("http", "https"):
            found[channel] = _LateWire(partial(webhook_wire, settings, folder=folder))
    return found


def _press(shop: Shop, settings: ChannelSettings, folder: Path) -> Press:
    own = folder / "content" / "letter.typ"
    return Press(
        Letterhead(
            sender=sender_lines(settings.from_ or shop.name),
            form=form_of(settings.form, shop.country),
            language=shop.language,
            time_zone=shop.time_zone,
            reply_to=settings.reply_to,
        ),
        sides=settings.sides,
        font=settings.font,
        fonts=folder / settings.fonts if settings.fonts else None,
        template=own if own.exists() else None,
    )


def _mail(shop: Shop, settings: ChannelSettings, folder: Path, keys: Keys) -> SmtpWire:
    if settings.from_ is None:
        msg = 'Mail needs a sender: write from = "…" under [channels.email].'
        raise BadInput(msg)
    return smtp_wire(
        settings, sender=settings.from_, key=keys.token, folder=folder,
        language=shop.language,
    )  # fmt: skip


class _LateWire:
    """A wire that is made when something is to go: whoever only looks needs none."""

    def __init__(self, make: Callable[[], Wire]) -> None:
        self._made = cache(make)

    def deliver(self, touches: Sequence[Touch], gate: Gate) -> None:
        """Deliver by the wire itself."""
        self._made().deliver(touches, gate)

    def preview(self, touch: Touch, to: str) -> Carried:
        """Show by the wire itself."""
        return self._made().preview(touch, to)

    def finish(self) -> None:
        """Do nothing: all that is made late sends each message by itself."""
