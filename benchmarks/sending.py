"""Mails a second to a real SMTP server on loopback, with DKIM, beside bare libraries.

The other side uses the same libraries with nothing around them: `email` builds text and
page, dkimpy signs, aiosmtplib sends over one connection. It keeps no ledger, asks
nobody's consent, and cannot say afterwards what became of a mail. The page is made of
MJML once, on both sides.

    python benchmarks/sending.py [--mails 300]
"""

from __future__ import annotations

import argparse
import asyncio
import subprocess
import sys
import tempfile
import time

from email.message import EmailMessage
from email.policy import SMTP as LINES
from pathlib import Path

import aiosmtplib
import dkim

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from shopkeeper import bootstrap
from shopkeeper.adapters.smtp.page import page_maker
from shopkeeper.adapters.smtp.signing import SIGNED
from shopkeeper.flow.sending import send_due


sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.faults.stage import NOW, Stage, set_stage


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


def main() -> None:
    """Send both ways, and say how they compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mails", type=int, default=300)
    wanted = parser.parse_args().mails
    server = subprocess.Popen(
        [sys.executable, "-c", SERVER],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[1],
    )
    assert server.stdout is not None  # noqa: S101
    port = int(server.stdout.readline())
    try:
        with tempfile.TemporaryDirectory() as place:
            stage = set_stage(Path(place) / "shop", wanted, port=port)
            key = a_key(stage.folder)
            settings = stage.folder / "shop.toml"
            text = settings.read_text(encoding="utf-8")
            told = 'dkim = "s1._domainkey.corner.example"\ndkim_key = "key.pem"\n'
            settings.write_text(
                text.replace("tasks = 1\n", "tasks = 1\n" + told), encoding="utf-8"
            )
            stage.agree()
            addresses = list(stage.states())
            private = key.read_bytes()
            first = _timed(addresses[: len(addresses) // 2], port, private)
            took = ours(stage)
            second = _timed(addresses[len(addresses) // 2 :], port, private)
    finally:
        server.kill()
        server.wait()
    mails = len(addresses)
    alone = first[0] + second[0]
    cpu = first[1] + second[1]
    print(f"{mails} mails, one connection, RSA 2048, text and page, loopback")
    print(f"bare libraries: {mails / alone:7.1f} mails a second")
    print(f"shopkeeper:     {mails / took[0]:7.1f} mails a second")
    print(f"shopkeeper takes {took[0] / alone:.2f} times as long (bar: 2)")
    print(
        f"and {took[1] / cpu:.2f} times the CPU: {1000 * took[1] / mails:.1f} ms a mail"
    )


def _timed(addresses: list[str], port: int, key: bytes) -> tuple[float, float]:
    begun, cpu = time.perf_counter(), time.process_time()
    asyncio.run(bare(addresses, port, key))
    return time.perf_counter() - begun, time.process_time() - cpu


if __name__ == "__main__":
    main()
