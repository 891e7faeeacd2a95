"""Mails a second to a real SMTP server on loopback, with DKIM, beside bare libraries.

The other side uses the same libraries with nothing around them: `email` builds text and
page, dkimpy signs, aiosmtplib sends over one connection. It keeps no ledger, asks
nobody's consent, and cannot say afterwards what became of a mail. The page is made of
MJML once, on both sides.

    python benchmarks/run.py send                into the table of all
    python benchmarks/sending.py [--mails 300]   by itself
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import subprocess
import sys
import tempfile
import time

from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.policy import SMTP as LINES
from pathlib import Path

import aiosmtplib
import dkim

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from figures import Figure, Table, as_markdown

from shopkeeper import bootstrap
from shopkeeper.adapters.smtp.page import page_maker
from shopkeeper.adapters.smtp.signing import SIGNED
from shopkeeper.flow.sending import send_due


sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.faults.stage import NOW, Stage, copied, set_stage


SERVER = """
import time
from tests.faults.sink import sink
with sink() as out:
    print(out.port, flush=True)
    time.sleep(3600)
"""


def a_key(folder: Path) -> Path:
    """Make a key of 2048 bits that signs mails."""
    path = folder / "key.pem"
    path.write_bytes(
        rsa.generate_private_key(public_exponent=65537, key_size=2048).private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.TraditionalOpenSSL,
            serialization.NoEncryption(),
        )
    )
    return path


async def bare(addresses: list[str], port: int, key: bytes) -> None:
    """Send as few lines as one would write."""
    page = page_maker()
    client = aiosmtplib.SMTP(hostname="127.0.0.1", port=port, start_tls=False)
    await client.connect()
    body = "Hello Ann,\n\nGood to know."
    for number, to in enumerate(addresses):
        mail = EmailMessage(policy=LINES)
        mail["From"] = "Corner Shop <hello@corner.example>"
        mail["To"] = to
        mail["Subject"] = "A word from us"
        mail["Date"] = "Mon, 02 Nov 2026 10:00:00 +0000"
        mail["Message-ID"] = f"<m{number}@corner.example>"
        mail["Reply-To"] = "Tilda Croy <tilda@corner.example>"
        mail["List-Unsubscribe"] = f"<https://corner.example/u/{number}>"
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        mail.set_content(body)
        made = page("A word from us", "", body, "https://corner.example/u/", "Leave")
        mail.add_alternative(made, subtype="html")
        data = mail.as_bytes()
        names = [one for one in dict.fromkeys(SIGNED) if one.decode() in mail]
        signed = dkim.sign(
            data, b"s1", b"corner.example", key, include_headers=names,
            canonicalize=(b"relaxed", b"relaxed"),
        )  # fmt: skip
        await client.sendmail("bounces@corner.example", [to], signed + data)
    await client.quit()


def ours(stage: Stage) -> tuple[float, float]:
    """Send all that waits, and return seconds, by the clock and of CPU."""
    with bootstrap.shop_at(stage.folder) as house:
        begun, cpu = time.perf_counter(), time.process_time()
        done = send_due(house, now=NOW)
        took = time.perf_counter() - begun, time.process_time() - cpu
    assert done.sent == len(stage.states()), done  # noqa: S101
    return took


@contextmanager
def served() -> Iterator[int]:
    """Run a real SMTP server in a process of its own; yield its port."""
    server = subprocess.Popen(
        [sys.executable, "-c", SERVER],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[1],
    )
    assert server.stdout is not None  # noqa: S101
    try:
        yield int(server.stdout.readline())
    finally:
        server.kill()
        server.wait()


def a_stage(folder: Path, mails: int, port: int) -> tuple[Stage, bytes]:
    """Make a shop whose mails wait, signed by a key; return both."""
    stage = set_stage(folder, mails, port=port)
    key = a_key(folder)
    settings = folder / "shop.toml"
    text = settings.read_text(encoding="utf-8")
    told = 'dkim = "s1._domainkey.corner.example"\ndkim_key = "key.pem"\n'
    settings.write_text(
        text.replace("tasks = 1\n", "tasks = 1\n" + told), encoding="utf-8"
    )
    stage.agree()
    return stage, key.read_bytes()


def measure(*, runs: int, mails: int = 300) -> Table:
    """
    Send the same mails both ways.

    Args:
        runs: How often; the bare half before ours, and half behind it.
        mails: How many in a run.
    """
    by_clock: dict[str, list[float]] = {"ours": [], "bare": []}
    by_cpu: dict[str, list[float]] = {"ours": [], "bare": []}
    with served() as port, tempfile.TemporaryDirectory() as place:
        made, key = a_stage(Path(place) / "shop", mails, port)
        addresses = list(made.states())
        half = len(addresses) // 2
        for run in range(runs):
            stage = copied(made, Path(place) / f"run{run}")
            before = _timed(addresses[:half], port, key)
            took = ours(stage)
            behind = _timed(addresses[half:], port, key)
            for name, found in (("ours", (took,)), ("bare", (before, behind))):
                by_clock[name].append(sum(one[0] for one in found))
                by_cpu[name].append(sum(one[1] for one in found))
    ratios = [
        mine / bare_one
        for mine, bare_one in zip(by_clock["ours"], by_clock["bare"], strict=True)
    ]
    rates = {
        name: len(addresses) / statistics.median(seconds)
        for name, seconds in by_clock.items()
    }
    rates_told = (
        f"by the clock: {rates['ours']:.0f} mails a second, the libraries bare "
        f"{rates['bare']:.0f}"
    )
    ratio_told = (
        f"it takes {statistics.median(ratios):.2f} times as long "
        f"({min(ratios):.2f} to {max(ratios):.2f} in the runs; bar: within 2)"
    )
    return Table(
        title="send: mails to a real SMTP server on loopback",
        says=(
            f"{len(addresses)} mails over one connection, text and page, DKIM by RSA "
            "2048; beside it the same libraries bare: `email`, dkimpy, aiosmtplib, "
            "which keep no ledger, ask nobody, and cannot say what became of a mail. "
            "The server is a process of its own."
        ),
        figures=[
            Figure(name="sending", unit="mails", count=len(addresses),
                   cpu=tuple(by_cpu["ours"]), peer="the libraries bare"),
            Figure(name="the libraries bare", unit="mails", count=len(addresses),
                   cpu=tuple(by_cpu["bare"])),
        ],
        notes=(rates_told, ratio_told),
    )  # fmt: skip


def main() -> None:
    """Send both ways, and say how they compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mails", type=int, default=300)
    parser.add_argument("--runs", type=int, default=1)
    wanted = parser.parse_args()
    print(as_markdown(measure(runs=wanted.runs, mails=wanted.mails)))


def _timed(addresses: list[str], port: int, key: bytes) -> tuple[float, float]:
    begun, cpu = time.perf_counter(), time.process_time()
    asyncio.run(bare(addresses, port, key))
    return time.perf_counter() - begun, time.process_time() - cpu


if __name__ == "__main__":
    main()
