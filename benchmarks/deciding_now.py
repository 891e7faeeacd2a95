"""What a decision on a page costs: in process, over HTTP with its log, and at rest.

    python benchmarks/deciding_now.py [--people 1000000] [--seconds 10]

The load asks for one slot for people drawn from all that are known, so that nearly
every answer is of somebody who was not in hand, and is a new decision in the log; then
for visits of ten pages, of which the first has to be decided. The bare endpoint is
Starlette with a durable write of as many bytes and nothing else.
"""

from __future__ import annotations

import argparse
import datetime as dt
import multiprocessing
import random
import re
import shutil
import sqlite3
import sys
import tempfile
import time
import timeit

from pathlib import Path

import msgspec
import pyarrow as pa
import serving  # puts the package and its tests on the path

from run import RESULTS, SECTION, page, setting

from shopkeeper import bootstrap
from shopkeeper.decide import decide
from shopkeeper.decide.cases import Candidate, PersonCase, PlanTerms, Rules
from shopkeeper.recognise.books import KnownIdentifier
from shopkeeper.vocabulary import (
    Channel,
    ConsentState,
    Evidence,
    Fact,
    Identifier,
    IdentifierKind,
    Moment,
    Need,
    Option,
    PlanState,
    Purpose,
    Recipient,
    Stage,
    Standing,
    fact_id,
)
from tests.builders.pages import NOW, page_shop
from tests.builders.server import basic, new_key


OPTIONS = 100
CHUNK = 50_000
MAIN = "from shopkeeper.cli import main; main()"


def options_case(met: int) -> tuple[PersonCase, Rules]:
    """Offer a hundred options of twenty plans, *met* of ten of them for her."""
    offered = []
    for number in range(OPTIONS):
        plan, is_met = f"plan-{number // 5}", number % 10 < met
        option = Option(
            key=f"{plan}/s{number}/web", channel=Channel.WEB, plan=plan,
            step=f"s{number}", content="hero", purpose=list(Purpose)[number % 3],
        )  # fmt: skip
        because = "her stage is regular" if is_met else "nothing is known of need.x"
        offered.append(
            # As plans offer them: what is not for her stands on no fact of hers.
            Candidate(
                option=option,
                met=is_met,
                because=because,
                facts=("f-due",) if is_met else (),
            )
        )
    due = Need(
        what="her usual is due", facts=("f-due",), about="usual.due_on", pressure=0.4
    )
    plans = {
        one.option.plan: PlanTerms(
            key=one.option.plan, state=PlanState.STARTED, starts=dt.date(2026, 1, 1),
            ends=dt.date(2027, 1, 1), holdout=0.1,
        )
        for one in offered
        if one.option.plan
    }  # fmt: skip
    case = PersonCase(
        moment=Moment(
            person="ada", at=NOW, stage=Stage.REGULAR, stage_because="she buys",
            needs=(due,), evidence=("f-stage",),
        ),
        candidates=tuple(offered),
        recipients={
            Channel.WEB: Recipient(
                person="ada", channel=Channel.WEB, address="",
                consents={Purpose.MARKETING: ConsentState.GRANTED},
            )
        },
        arms=dict.fromkeys(plans, "treated"),
    )  # fmt: skip
    return case, Rules(plans=plans, salt="salt", time_zone="Europe/London")


def cpu_of_one(met: int) -> float:
    """Return microseconds of one decision, the best of many hundreds."""
    case, rules = options_case(met)

    def one() -> None:
        decide([case], rules, round_key="r", seed=1, drawn=(), slot="hero")

    return min(timeit.repeat(one, number=50, repeat=20)) / 50 * 1e6


def people_shop(folder: Path, people: int) -> Path:
    """Make a shop that knows so many, each by a user id, a name and an address."""
    shop = page_shop(folder)
    with bootstrap.shop_at(folder) as house:
        owns: list[str] = []
        for first in range(0, people, CHUNK):
            part = range(first, min(first + CHUNK, people))
            made = house.identity.enrol({f"s{n}": "website" for n in part}, at=NOW)
            ids = [made[f"s{n}"] for n in part]
            owns += ids
            house.identity.identify(
                KnownIdentifier(
                    person=own, source="website",
                    identifier=Identifier(
                        kind=kind, namespace=namespace, value=value, as_written=value,
                    ),
                )
                for own, n in zip(ids, part, strict=True)
                for kind, namespace, value in (
                    (IdentifierKind.USER_ID, "website", f"u{n}"),
                    (IdentifierKind.EMAIL, "", f"u{n}@corner.example"),
                )
            )  # fmt: skip
            print(f"  {first + len(part):,} people", flush=True)
        count = len(owns)
        text = pa.array(owns, pa.string())
        none = pa.nulls(count, pa.string())
        lists = pa.array([[]] * count, pa.list_(pa.string()))
        house.warehouse.write(
            {
                name: table
                for name in house.warehouse.names()
                if (table := house.warehouse.read(name)) is not None
            }
            | {
                "stages": pa.table(
                    {
                        "person": text, "stage": pa.array(["regular"] * count),
                        "because": pa.array(["she buys again and again"] * count),
                        "evidence": lists,
                    }
                ),
                "traits": pa.table(
                    {
                        "person": text, "names": lists, "places": lists,
                        "language": none, "time_zone": none, "countries": lists,
                        "zones": lists, "born": lists,
                    }
                ),
                "bought": pa.table(
                    {
                        "person": text,
                        "at": pa.array([NOW] * count, pa.timestamp("us", "UTC")),
                    }
                ),
            }
        )  # fmt: skip
    _write_facts(shop.folder, owns)
    return shop.folder


def _write_facts(folder: Path, owns: list[str]) -> None:
    """Write facts past the book, which looks for what is there already."""
    line = sqlite3.connect(folder / ".shopkeeper" / "ledger.sqlite3")
    us = int(NOW.timestamp()) * 1_000_000
    with line:
        facts = (_called(own, n) for n, own in enumerate(owns))
        line.executemany(
            "INSERT INTO facts (id, person, about, body, given, added_us)"
            " VALUES (?, ?, ?, ?, 0, ?)",
            (
                (one.id, one.person, one.about, msgspec.json.encode(one).decode(), us)
                for one in facts
            ),
        )
        line.execute(
            "INSERT INTO fact_states (fact, holds, because, at_us)"
            " SELECT id, 1, 'the records say so', added_us FROM facts WHERE id NOT IN"
            " (SELECT fact FROM fact_states)"
        )
    line.close()


def _called(own: str, number: int) -> Fact:
    evidence = (Evidence(source="website", record_id=f"website:{number}"),)
    return Fact(
        id=fact_id(evidence, "person.called", "Ann"), person=own,
        about="person.called", value="Ann", standing=Standing.RECORDED,
        confidence=0.95, learned_at=NOW, evidence=evidence, source="website",
    )  # fmt: skip


def request(path: str, key: str, body: bytes) -> bytes:
    """Write a request."""
    head = (
        f"POST {path} HTTP/1.1\r\nHost: x\r\nAuthorization: {basic(key)}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def measure(
    folder: Path | None, people: int, given: argparse.Namespace, *, pages: int = 1
) -> dict[str, float]:
    """
    Measure the server over *folder*; the bare endpoint where it is None.

    Args:
        folder: The shop's.
        people: How many are known.
        given: How long, on how many connections.
        pages: How often somebody asks before the next one does.
    """
    elsewhere = Path(tempfile.mkdtemp())
    began = time.perf_counter()
    if folder is None:
        bare = str(elsewhere / "bare.sqlite3")
        script = str(Path(serving.__file__))
        process, port = serving.start([sys.executable, script, "--serve-bare", bare])
        key = "nobody"
        path, padding = "/v1/track", b" " * 900
    else:
        key = new_key(folder, "api")
        began = time.perf_counter()
        process, port = serving.start(
            [sys.executable, "-c", MAIN, "serve", str(folder), "--port", "0",
             "--no-rounds"]
        )  # fmt: skip
        path, padding = "/api/decide", b""
    ready = time.perf_counter() - began
    try:
        before = serving.cpu_seconds(process.pid)
        took = _load(port, path, key, padding, people, given, pages)
        spent = serving.cpu_seconds(process.pid) - before
        status = Path(f"/proc/{process.pid}/status").read_text(encoding="ascii")
        peak = re.search(r"VmHWM:\s+(\d+)", status)
    finally:
        process.terminate()
        process.wait()
        shutil.rmtree(elsewhere)
    assert peak is not None  # noqa: S101
    return {
        "a second": len(took) / given.seconds,
        "p50 ms": took[len(took) // 2] * 1000,
        "p99 ms": took[int(len(took) * 0.99)] * 1000,
        "CPU us": spent / len(took) * 1e6,
        "ready s": ready,
        "GB": int(peak[1]) / 1e6,
    }


def _load(
    port: int, path: str, key: str, padding: bytes, people: int, given, pages: int = 1
) -> list[float]:
    ours, theirs = multiprocessing.Pipe()
    worker = multiprocessing.Process(
        target=_send,
        args=(theirs, port, path, key, padding, people, given.connections,
              given.seconds, pages),
    )  # fmt: skip
    worker.start()
    took = sorted(ours.recv())
    worker.join()
    return took


def _send(pipe, port, path, key, padding, people, connections, seconds, pages) -> None:
    dice = random.Random(port)  # noqa: S311 no secret
    here: dict[str, str] = {}

    def written(name: str) -> bytes:
        line, _, count = name.partition("-")
        if int(count) % pages == 0:
            here[line] = f"u{dice.randrange(people)}"
        asked = {"person": {"user_id": here[line]}, "slots": ["hero"]}
        return request(path, key, msgspec.json.encode(asked) + padding)

    pipe.send(
        serving.uvloop.run(
            serving.load_requests(
                port, written, connections=connections, seconds=seconds
            )
        )
    )


def main() -> None:
    """Measure, print, and write the section."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=1_000_000)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--connections", type=int, default=8)
    parser.add_argument("--turns", type=int, default=2)
    parser.add_argument("--shop", type=Path, help="made by an earlier run, and kept")
    given = parser.parse_args()
    cpu = {met: cpu_of_one(met) for met in (0, 3, 10)}
    print(cpu, flush=True)
    home = Path(tempfile.mkdtemp())
    folder = given.shop or home / "shop"
    if not folder.exists():
        people_shop(folder, given.people)
    best: dict[str, dict[str, float]] = {}
    for _ in range(given.turns):
        for name, at, pages in (
            ("bare Starlette", None, 1),
            ("`/api/decide`, somebody else each time", folder, 1),
            ("`/api/decide`, visits of ten pages", folder, 10),
        ):
            found = measure(at, given.people, given, pages=pages)
            print(name, found, flush=True)
            if found["a second"] > best.get(name, {"a second": 0})["a second"]:
                best[name] = found
    shutil.rmtree(home)
    bare, ours, visits = best.values()
    lines = [
        "## deciding_now: a decision on a page",
        "",
        (
            f"{given.people:,} people known. {given.connections} connections of one "
            f"load process, {given.seconds:.0f} s, the better of {given.turns} turns; "
            "people are drawn at random: *somebody else each time* is read from the "
            "ledger, decided for anew and logged on disk before the answer; of a visit "
            "the first page is. *Bare* is Starlette with a durable write of as many "
            "bytes for each request."
        ),
        "",
        "| endpoint | requests a second | p50 ms | p99 ms | CPU µs a request |",
        "|---|--:|--:|--:|--:|",
        *(
            f"| {name} | {one['a second']:,.0f} | {one['p50 ms']:.1f} | "
            f"{one['p99 ms']:.1f} | {one['CPU us']:,.0f} |"
            for name, one in best.items()
        ),
        "",
        (
            f"Ratio {ours['a second'] / bare['a second']:.2f}, in visits "
            f"{visits['a second'] / bare['a second']:.2f} (bar 0.5). Bar 1,000 a "
            "second, p99 15 ms; aim 3,000, 10 ms. Start to ready "
            f"{ours['ready s']:.1f} s (bar 20, aim 8); memory at its most "
            f"{ours['GB']:.2f} GB (bar 2, aim 1.2)."
        ),
        "",
        (
            f"One decision in process, {OPTIONS} options of twenty plans with every "
            f"reason: {cpu[0]:.0f} µs where none is for her, {cpu[3]:.0f} where 30 "
            f"are, {cpu[10]:.0f} where all are (bar 60, aim 25)."
        ),
        "",
        f"{setting()}",
    ]
    text = "\n".join(lines) + "\n"
    print(text)
    sections = dict(SECTION.findall(RESULTS.read_text(encoding="utf-8")))
    sections["deciding_now"] = text
    RESULTS.write_text(page(sections), encoding="utf-8")


if __name__ == "__main__":
    main()
