"""A small shop whose console is open, and somebody of the staff who sits at it."""

from __future__ import annotations

import html
import re

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlencode

from shopkeeper import bootstrap
from tests.builders.server import Answer, Server, running
from tests.builders.shop import HEAD, NOW, SmallShop


ADMIN = """
[[people]]
id = "sam"
name = "Sam Flett"
department = "leadership"
roles = ["admin"]
"""
STAFF = ("mara", "rosa", "anil", "tilda", "sam")
PEOPLE = """\
id,first name,last name,email,phone,town
1,Jennifer,Okafor,jenny@post.example,07700 900111,Leith
2,Jennifer,Okafor,j.okafor@marsh.example,07700 900112,Portobello
3,Ilse,Brandt,ilse@post.example,07700 900113,Leith
4,Robert,Adeyemi,robert@post.example,07700 900114,Leith
"""
CARDS = """\
card,first name,last name,email,mobile
77001,Jenny,Okafor,jenny@post.example,07700 900111
77003,Ilse,Brandt,,07700 900990
"""
_SAID = (
    ("jenny", "28T10", "Do you open on Sundays in December?"),
    ("jenny", "29T10", "My parcel is broken and nobody answers. Let somebody call me."),
    ("robert", "29T11", "Please send me no more promotions."),
)
LETTERS = "id,ticket,email,said_at,speaker,text\n" + "".join(
    f"m{at},t{at},{who}@post.example,2026-10-{day}:00:00+00:00,customer,{words}\n"
    for at, (who, day, words) in enumerate(_SAID)
)
ORDERS = "id,email,ordered_at,item,quantity\n" + "".join(
    f"o{at},jenny@post.example,2026-{month:02}-{day:02}T10:00:00+00:00,Sea Charts,1\n"
    for at, (month, day) in enumerate(
        (month, day) for month in range(1, 11) for day in (3, 17)
    )
)


def console_shop(folder: Path) -> SmallShop:
    """Make it, and work a round."""
    head = HEAD.replace(
        'country = "GB"\n', f'country = "GB"\nnow = {NOW.isoformat()}\n'
    )
    shop = SmallShop(folder, head=head)
    shop.staff += ADMIN
    shop.has("accounts", "people", PEOPLE)
    shop.has("cards", "people", CARDS)
    shop.has("orders", "orders", ORDERS)
    shop.has("letters", "messages", LETTERS)
    shop.plans("hello", purpose="marketing")
    shop.opens()
    shop.plans("unsigned")
    shop.work(send=False)
    return shop


@dataclass
class AtTheConsole:
    """Somebody who is logged in, with her browser's cookie."""

    server: Server
    cookie: str = ""

    def get(self, path: str) -> Answer:
        """Open a page."""
        return self.server.ask(path, headers={"Cookie": self.cookie})

    def post(self, path: str, **fields: str) -> Answer:
        """Send a form as a browser does: with the token of the page it stands on."""
        token = fields.pop("csrf", None)
        if token is None:
            found = re.search(r'name="csrf" value="(\w+)"', self.get("/today").text)
            token = found[1] if found else ""
        return self.send(path, csrf=token, **fields)

    def send(self, path: str, **fields: str) -> Answer:
        """Send a form with nothing but these fields."""
        return self.server.ask(
            path, urlencode(fields).encode(), method="POST",
            headers={
                "Cookie": self.cookie,
                "Content-Type": "application/x-www-form-urlencoded",
                "Origin": self.server.url, "Sec-Fetch-Site": "same-origin",
            },
        )  # fmt: skip

    def person(self, text: str) -> str:
        """Search, and return the path of the first who is found."""
        found = re.search(
            r'href="(/people/p\w+)"', self.get(f"/people?q={quote(text)}").text
        )
        assert found is not None, text
        return found[1]

    def follow(self, answer: Answer) -> str:
        """Follow where a form leads, and return what stands there."""
        assert answer.status == 303, (answer.status, plain(answer.text))
        return plain(self.get(answer.headers["location"].partition("#")[0]).text)


def plain(page: str) -> str:
    """Return the words of a page."""
    words = re.sub(r"<(script|style).*?</\1>", " ", page, flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", words)).split())


@contextmanager
def open_console(folder: Path) -> Generator[tuple[Server, dict[str, AtTheConsole]]]:
    """Serve the shop, with everybody on staff logged in."""
    words = {who: bootstrap.set_password(folder, who, None)[1] for who in STAFF}
    with running(folder, "--no-rounds", "--no-send") as server:
        at_it = {}
        for who, password in words.items():
            one = AtTheConsole(server)
            answer = one.send("/login", who=who, password=password, to="/today")
            assert answer.status == 303, plain(answer.text)
            one.cookie = answer.headers["set-cookie"].partition(";")[0]
            at_it[who] = one
        yield server, at_it
