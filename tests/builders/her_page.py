"""A shop whose people have pages, and a browser without scripts that opens them."""

from __future__ import annotations

import html
import json
import re
import time

from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from tests.builders.pages import page_shop
from tests.builders.server import Answer, Server
from tests.builders.shop import EVERYBODY, NOW, SIGNERS, SmallShop, command, plan
from tests.builders.shop import sign_and_start as signed_and_started


CHANNEL = """
[channels.email]
send = "file:out"
from = "Corner Shop <hello@corner.example>"
"""
CARDS = """
[[sources]]
name = "cards"
department = "shop floor"
read = "exports/cards.csv"
holds = "people"
"""
PEOPLE = """\
first_name,last_name,email
Jen,Hill,jenny@corner.example
Ann,Ash,ann@corner.example
Bea,Birch,bea@corner.example
Cleo,Cedar,cleo@corner.example
Dora,Dale,dora@corner.example
Edna,Elm,edna@corner.example
Fay,Firth,fay@corner.example
Gus,Glen,two@corner.example
Hal,Holm,two@corner.example
"""
LETTER = """\
+++
key = "letter"
subject = "Hello"
purpose = "relationship"
channels = ["email"]
+++
{% say %}Hello {{ person.called }}, good to see you.{% or %}Good to see you.{% endsay %}
"""
FORM = "application/x-www-form-urlencoded"
COOKIE = "__Host-shopkeeper-you"


def her_shop(folder: Path, *, more: str = "") -> SmallShop:
    """Make it: people, their orders, a letter that went; *more* for shop.toml."""
    shop = page_shop(folder)
    told = (folder / "shop.toml").read_text(encoding="utf-8")
    shop.write("shop.toml", told + CHANNEL + CARDS + more)
    shop.write("exports/cards.csv", PEOPLE)
    shop.write("content/letter.md", LETTER)
    shop.write(
        "plans/letter.toml",
        plan("letter", content="letter", audience=EVERYBODY, need=EVERYBODY),
    )
    signed_and_started(folder, SIGNERS, now=NOW)
    shop.work(NOW, send=True)
    return shop


def new_link(folder: Path, who: str, *options: str) -> str:
    """Make a link to somebody's page; return its path."""
    done = command("link", who, "--shop", str(folder), "--json", *options)
    assert done.code == 0, done.err
    path: str = urlsplit(json.loads(done.out)["link"]).path
    return path


def code_in(folder: Path, address: str, *, not_: str | None = "") -> str | None:
    """
    Return the code in the newest mail to *address*, or None.

    Args:
        folder: The shop's.
        address: Hers.
        not_: An older code: wait a while for another.
    """
    until = time.monotonic() + (0 if not_ == "" else 10)
    while True:
        mails = [one.read_text(encoding="utf-8") for one in _by_age(folder / "out")]
        codes = [
            found[1]
            for text in mails
            if f"To: {address}" in text
            and (found := re.search(r"^    ([2-9a-z]{8})\s*$", text, re.MULTILINE))
        ]
        if (codes and codes[0] != not_) or time.monotonic() >= until:
            return codes[0] if codes else None
        time.sleep(0.02)


def _by_age(folder: Path) -> list[Path]:
    """Return the mails of a folder, the newest first."""
    return sorted(folder.glob("*.eml"), key=lambda one: -one.stat().st_mtime_ns)


@dataclass
class Browser:
    """Somebody at a page of hers: keeps its cookie, sends its forms."""

    server: Server
    path: str
    cookie: str = ""
    csrf: str = ""
    last: Answer | None = field(default=None)

    def look(self, method: str = "GET") -> Answer:
        """Look at the page."""
        self.last = self.server.ask(self.path, method=method, headers=self._headers())
        found = re.search(r'name="csrf" value="(\w+)"', self.last.text)
        self.csrf = found[1] if found else self.csrf
        return self.last

    def send(self, deed: str, *, origin: str | None = None, **fields: str) -> Answer:
        """Send a form of the page."""
        body = urlencode({"csrf": self.csrf, **fields}).encode()
        headers = {**self._headers(), "Content-Type": FORM}
        if origin is not None:
            headers["Origin"] = origin
        path = f"{self.path}/{deed}"
        said = self.server.ask(path, body, method="POST", headers=headers)
        self.last = said
        if "set-cookie" in said.headers:
            self.cookie = said.headers["set-cookie"].split(";")[0]
        return said

    def come_in(self, address: str) -> Answer:
        """Ask for a code, read it in her mail, and come in."""
        old = code_in(self.server.folder, address)
        assert self.send("code").status == 303
        code = code_in(self.server.folder, address, not_=old)
        assert code is not None
        assert self.send("in", code=code).status == 303
        return self.look()

    def _headers(self) -> dict[str, str]:
        return {"Cookie": self.cookie} if self.cookie else {}


def facts_on(text: str) -> dict[str, str]:
    """Return the ids of the facts of a page by the words that stand with each."""
    found = {}
    for row in re.findall(r'<li class="row">(.*?)</li>', text, re.DOTALL):
        key = re.search(r'name="fact" value="(\w+)"', row)
        words = re.sub(r"<details>.*?</details>|<[^>]+>", " ", row, flags=re.DOTALL)
        if key:
            found[" ".join(html.unescape(words).split())] = key[1]
    return found
