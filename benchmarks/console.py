"""How soon a page of the console is there, in a large shop and for a busy person.

    python benchmarks/console.py [--people 100000] [--shop FOLDER]

One person has 20,000 events: orders and looks at pages. Pages are asked for one after
another over a real server, by somebody logged in; the first look opens the books.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import re
import tempfile
import time

from collections.abc import Callable
from pathlib import Path

import serving  # noqa: F401 puts the package and its tests on the path

from run import RESULTS, SECTION, page, setting

from shopkeeper import bootstrap
from tests.builders.console import AtTheConsole
from tests.builders.server import Answer, running
from tests.builders.shop import HEAD, NOW, SmallShop


BUSY = 20_000
_SYLLABLES = re.findall(
    "..[a-z]?",
    "kalomiravendortisbelcordufengalharjokinlenmornalpetquinrossiltamvicwenyorzan",
)
_TOWNS = ("Leith", "Perth", "Oban", "Dundee")
_SAID = (
    "My parcel is broken and nobody answers.",
    "Do you open on Sundays?",
    "Thank you for the lovely book.",
    "Please call me Jo.",
)


def large_shop(folder: Path, people: int) -> None:
    """Make a shop of so many people, one of them with 20,000 events, work a round."""
    dice = random.Random(5)  # noqa: S311 a benchmark's own

    def name() -> str:
        return "".join(dice.choices(_SYLLABLES, k=dice.choice((2, 2, 3)))).title()

    firsts, lasts = [name() for _ in range(1_500)], [name() for _ in range(12_000)]
    mails, rows = [], ["id,first name,last name,email,phone,town"]
    for at in range(people):
        first, last = dice.choice(firsts), dice.choice(lasts)
        mails.append(f"{first}.{last}{at}@post.example".lower())
        town = dice.choice(_TOWNS)
        rows.append(f"{at},{first},{last},{mails[at]},07{700000000 + at:09d},{town}")
    orders, looks = ["id,email,ordered_at,item,quantity"], []
    begins = dt.datetime(2016, 1, 1, 8, tzinfo=dt.UTC)
    for at in range(BUSY):
        when = (begins + dt.timedelta(hours=4.7 * at)).isoformat()
        item = f"Item {dice.randrange(400)}"
        if at % 5 < 3:  # three of five are orders
            orders.append(f"o{at},{mails[0]},{when},{item},1")
        else:
            looks.append(f"e{at},{mails[0]},{when},Product Viewed,{item}")
    for at in range(people * 6 // 10):
        when = (NOW - dt.timedelta(days=dice.random() * 500)).isoformat()
        orders.append(f"x{at},{dice.choice(mails)},{when},Item {dice.randrange(400)},1")
    said = ["id,ticket,email,said_at,speaker,text"]
    for at in range(people * 3 // 100):
        when = (NOW - dt.timedelta(days=dice.random() * 90)).isoformat()
        words = dice.choice(_SAID)
        said.append(f"m{at},t{at},{dice.choice(mails)},{when},customer,{words}")
    country = f'country = "GB"\nnow = {NOW.isoformat()}\n'
    shop = SmallShop(folder, head=HEAD.replace('country = "GB"\n', country))
    shop.has("accounts", "people", "\n".join(rows) + "\n")
    shop.has("orders", "orders", "\n".join(orders) + "\n")
    head = "messageId,email,timestamp,event,item\n"
    shop.has("looks", "events", head + "\n".join(looks) + "\n")
    shop.has("letters", "messages", "\n".join(said) + "\n")
    shop.plans(
        "hello", need="problem.current", audience="stage in (new, regular, drifting)"
    )
    shop.opens()
    print(shop.work(send=False).counts, flush=True)


def measure(folder: Path) -> tuple[list[str], float, int]:
    """Return a line for each page, what the first look took, and megabytes."""
    word = bootstrap.set_password(folder, "tilda", None)[1]
    with running(folder, "--no-rounds", "--no-send") as server:
        at = AtTheConsole(server)
        answer = at.send("/login", who="tilda", password=word, to="/today")
        at.cookie = answer.headers["set-cookie"].partition(";")[0]
        began = time.perf_counter()
        _patiently(at, "/people?q=x")
        opened = time.perf_counter() - began
        busy = at.person("07700000000")
        others = [
            path
            for name in ("hard", "corl", "kalo", "vendor", "quin", "ros", "fengal")
            for path in re.findall(
                r'href="(/people/p\w+)"', at.get(f"/people?q={name}").text
            )
        ]
        dice = random.Random(1)  # noqa: S311 a benchmark's own
        typed = ("hardorn+corlo", "kalo+vendr", "07700000123", "quinros", "tamul")
        lines = [
            _line("a person of 20,000 events", at, lambda _: busy, 100),
            _line("an earlier page of hers", at, lambda _: f"{busy}?until=2018-03", 40),
            _line("any person", at, lambda _: dice.choice(others), 100),
            _line("a search, misspelt", at, lambda n: f"/people?q={typed[n % 5]}", 100),
            _line("Today", at, lambda _: "/today", 40),
            _line("Messages", at, lambda _: "/messages?shelf=held", 20),
            _line("Plans", at, lambda _: "/plans", 20),
            _line("Doubts", at, lambda _: "/doubts", 20),
            _line("Results", at, lambda _: "/results", 20),
            _line("Mirror", at, lambda _: "/mirror", 20),
        ]
        status = Path(f"/proc/{server.process.pid}/status").read_text("utf-8")
        memory = re.search(r"VmRSS:\s+(\d+)", status)
        return lines, opened, int(memory[1]) // 1024 if memory else 0


def _patiently(at: AtTheConsole, path: str) -> Answer:
    """Ask until it answers: the builder gives up after a minute, not the server."""
    while True:
        try:
            return at.get(path)
        except TimeoutError:
            continue


def _line(name: str, at: AtTheConsole, path: Callable[[int], str], times: int) -> str:
    took, size = [], 0
    for number in range(times):
        began = time.perf_counter()
        answer = _patiently(at, path(number))
        took.append((time.perf_counter() - began) * 1000)
        assert answer.status == 200, (name, answer.status)  # noqa: S101
        size = max(size, len(answer.text.encode()))
    took.sort()
    line = (
        f"| {name} | {times} | {took[times // 2]:.0f} | {took[times * 95 // 100]:.0f} "
        f"| {took[-1]:,.0f} | {size / 1024:.0f} |"
    )
    print(line, flush=True)
    return line


def main() -> None:
    """Measure, and put it into the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--shop", type=Path, help="made by an earlier run, and kept")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        folder = given.shop or Path(home) / "shop"
        if not folder.exists():
            folder.mkdir(parents=True)
            large_shop(folder, given.people)
        lines, opened, memory = measure(folder)
    text = "\n".join(
        [
            "## console: how soon a page is there",
            "",
            (
                f"{given.people:,} people, one of them with {BUSY:,} events; one after "
                "another over a real server, in milliseconds. The slowest of a page "
                "that goes over everybody is the first: its answer is kept a while."
            ),
            "",
            "| page | times | median | p95 | slowest | KB |",
            "|---|--:|--:|--:|--:|--:|",
            *lines,
            "",
            (
                f"Bar: 200 ms at p95. The first look opens the books: {opened:.0f} s, "
                "begun while somebody types her password. Memory at the end: "
                f"{memory:,} MB."
            ),
            "",
            f"{setting()}",
        ]
    )
    sections = dict(SECTION.findall(RESULTS.read_text(encoding="utf-8")))
    sections["console"] = text + "\n"
    RESULTS.write_text(page(sections), encoding="utf-8")


if __name__ == "__main__":
    main()
