"""Joins ports to adapters. The only module that may import adapters."""

from __future__ import annotations

import datetime as dt
import importlib.resources
import importlib.util
import os

from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec

from shopkeeper.adapters.duckdb.engine import DuckEngine
from shopkeeper.adapters.duckdb.warehouse import ParquetWarehouse
from shopkeeper.adapters.files.carriers import FileCarrier
from shopkeeper.adapters.files.content_folder import read_contents
from shopkeeper.adapters.files.keys import (
    new_keys,
    read_keys,
    write_keys,
)
from shopkeeper.adapters.files.lines import (
    read_json_lines,
    read_text,
    write_json_lines,
    write_text,
)
from shopkeeper.adapters.files.owner import owning
from shopkeeper.adapters.files.plan_toml import (
    find_plan,
    read_plan,
    read_plans,
    write_signature,
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
from shopkeeper.adapters.files.tables import read_tables, write_table
from shopkeeper.adapters.files.tone_folder import read_house_rules
from shopkeeper.adapters.files.town_files import write_town_file
from shopkeeper.adapters.files.variants import find_variant
from shopkeeper.adapters.onnx.sentences import MiniLm, is_installed
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
from shopkeeper.adapters.sql.facts import SqlFactBook
from shopkeeper.adapters.sql.heard import SqlHeardBook
from shopkeeper.adapters.sql.identity import SqlIdentityBook
from shopkeeper.adapters.sql.loops import SqlLoopBook
from shopkeeper.adapters.sql.migrate import HEAD, migrate, version_of
from shopkeeper.adapters.sql.outbox import SqlOutbox
from shopkeeper.adapters.sql.outcomes import SqlOutcomeBook
from shopkeeper.adapters.sql.plans import SqlAudit, SqlPlanBook
from shopkeeper.adapters.sql.promises import SqlPromiseBook
from shopkeeper.adapters.sql.records import SqlRecords
from shopkeeper.decide import zones_of
from shopkeeper.flow.beginning import (
    SAMPLE_CONTENT,
    SAMPLE_PLAN,
    Found,
    guess_shop,
    guess_source,
    notes_of,
)
from shopkeeper.flow.house import House, Progress, no_progress
from shopkeeper.flow.planning import Drafts
from shopkeeper.flow.telling import as_json
from shopkeeper.flow.walk import Story, sign_all, start_all, walk_town
from shopkeeper.flow.walk_file import CONTENT, PLAN, FileStory, last_day, walk_file
from shopkeeper.listen.ports import SentenceEncoder
from shopkeeper.listen.sentence_vectors import SentenceVectors, unpacked
from shopkeeper.recognise.linking.blocking import Blocker, InEngine, Sorting
from shopkeeper.recognise.linking.link import PairScorer
from shopkeeper.recognise.ports import RowSource
from shopkeeper.say.ports import Carrier, Writer
from shopkeeper.town import build, contents_and_plans
from shopkeeper.town import files as town_files
from shopkeeper.vocabulary import (
    BadInput,
    Channel,
    ChannelSettings,
    Holds,
    Keys,
    Predicates,
    Shop,
    SigningRole,
    Source,
)


__all__ = [
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
    "write_shop_toml",
    "write_signature",
    "write_table",
    "write_text",
]


def read_clock() -> dt.datetime:
    """Return the moment it is: the only place where the clock is read."""
    return dt.datetime.now(dt.UTC)


def now_of(shop: Shop, now: dt.datetime | None) -> dt.datetime:
    """Return `--now`, else the shop's own, else the clock's."""
    return now or shop.now or read_clock()


def moment_or_clock(text: str | None, shop: Shop) -> dt.datetime:
    """
    Return the moment of `--now`, else the shop's own, else the clock's.

    Args:
        text: As given: ISO 8601; without an offset on the shop's clock.
        shop: Its settings.

    Raises:
        BadInput: If the text is no moment.
    """
    if text is None:
        return now_of(shop, None)
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        msg = f"--now {text}: write a moment such as 2026-11-02T09:00:00+00:00"
        raise BadInput(msg) from None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=ZoneInfo(shop.time_zone))
    return moment.astimezone(dt.UTC)


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
) -> Generator[House]:
    """
    Open the shop in *folder*, as its owner or as a reader.

    Args:
        folder: Holds `shop.toml`.
        writable: Own the shop while the block runs; else only look.
        seed: Of the dice.
        progress: Told how far long work has come.

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
    prepare_state(state)
    with owning(state / "owner"):
        database = open_database(shop.ledger, folder)
        try:
            keys = _keys_of(state, new_shop=version_of(database) is None)
            migrate(database)
            yield _house(shop, folder, database, keys, seed, progress)
        finally:
            database.close()


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


def zones_of_country(country: str) -> tuple[str, ...]:
    """List the time zones of a country, from the tz database."""
    package = importlib.resources.files("tzdata") / "zoneinfo" / "zone.tab"
    return zones_of(country, package.read_text(encoding="utf-8"))


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
        carriers=_carriers(shop, folder),
        zones=zones_of_country(shop.country),
        salt=keys.token.hex(),
        seed=seed,
        progress=progress,
        together=database.transaction,
    )


def _carriers(shop: Shop, folder: Path) -> Mapping[Channel, Carrier]:
    found: dict[Channel, Carrier] = {}
    for channel in Channel:
        settings = shop.channels.get(channel, ChannelSettings())
        scheme, _, rest = settings.send.partition(":")
        if scheme != "file":
            # A demonstration never reaches anybody; this version nobody at all.
            continue
        sender = settings.from_ or f"{shop.name} <shop@shopkeeper.invalid>"
        found[channel] = FileCarrier(folder / (rest or "out"), sender=sender)
    return found
