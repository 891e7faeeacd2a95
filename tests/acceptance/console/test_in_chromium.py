"""The console in a browser: for everybody, by keyboard, and among hostile words."""

import json
import re
import shutil
import subprocess

from pathlib import Path
from urllib.parse import quote

import pytest

from shopkeeper import bootstrap
from shopkeeper.web.console.frame import ROOMS
from tests.builders.console import (
    PEOPLE,
    AtTheConsole,
    console_shop,
    open_console,
)
from tests.builders.server import running
from tests.builders.shop import SmallShop


JS = Path(__file__).parents[2] / "browser"
NODE, CHROMIUM = shutil.which("node"), shutil.which("chromium")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        NODE is None
        or CHROMIUM is None
        or not (JS / "node_modules" / "axe-core").is_dir(),
        reason="needs node, chromium, and `npm ci --prefix tests/browser`",
    ),
]
PAYLOADS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'><svg onload=alert(1)>",
    "javascript:alert(1)",
    "</textarea><script>alert(1)</script>",
    "</title><script src=https://evil.example/x.js></script>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<a href=javascript:alert(1)>x</a>",
    "<img src=https://evil.example/p.png>",
    "{{ 7*7 }} {% raw %}",
    "${alert(1)}",
    "<style>@import 'https://evil.example/x.css'</style>",
    "<base href=https://evil.example/>",
    "<meta http-equiv=refresh content='0;url=https://evil.example/'>",
    "<form action=https://evil.example><button autofocus>",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<details open ontoggle=alert(1)>",
    "\u202egnp.exe <b onmouseover=alert(1)>",
    'x" autofocus onfocus=alert(1) y="',
)


def _in_chromium(mode, url, password, paths):
    done = subprocess.run(
        [str(NODE), "console.mjs", mode, url, str(CHROMIUM), "rosa", password,
         json.dumps(paths)],
        cwd=JS, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(name="open_shop")
def _open_shop(tmp_path):
    shop = console_shop(tmp_path)
    with open_console(shop.folder) as (server, staff):
        # Anew, as the other one was used up: for the browser.
        word = bootstrap.set_password(shop.folder, "rosa", None)[1]
        yield server.url, word, staff["tilda"]


def _everything(at) -> list[str]:
    """List a page of each kind."""
    paths = [path for _, path in ROOMS]
    paths += ["/login", "/stop", "/loops", "/people?q=okafor", "/people?q=zzz"]
    person = at.person("jenny@post.example")
    page = at.get(person).text
    paths += [person, f"{person}/joins", f"{person}/preview", "/plans/hello"]
    paths += ["/messages?shelf=held", "/plans/unsigned"]
    paths += re.findall(rf'href="({person}/facts/\w+)"', page)[:1]
    paths += re.findall(r'href="(/messages/\w+)"', at.get("/messages?shelf=held").text)[
        :1
    ]
    return paths


def test_no_page_bars_anybody(open_shop):
    """WCAG 2.2 AA by axe: wide and at 360 pixels, light and dark, all unfolded."""
    url, word, at = open_shop
    assert _in_chromium("axe", url, word, _everything(at)) == {"found": []}


def test_the_console_is_worked_by_keyboard_alone(open_shop):
    """Log in, find, note, stop, go on; whatever has the focus is seen to have it."""
    url, word, _ = open_shop
    told = _in_chromium("keys", url, word, [])
    assert told["skip"] == "#main"
    assert "Your note is kept" in told["said"]
    assert told["stopped"] == "Everything is stopped."
    assert told["unseen"] == []


def test_hostile_words_stay_words_on_every_page(tmp_path):
    """In names, towns, letters, notes, searches and errors; a planted one is caught."""
    shop = _hostile_shop(tmp_path)
    words = {
        who: bootstrap.set_password(shop.folder, who, None)[1] for who in ("rosa",)
    }
    with running(shop.folder, "--no-rounds", "--no-send") as server:
        at = AtTheConsole(server)
        answer = at.send("/login", who="rosa", password=words["rosa"], to="/today")
        at.cookie = answer.headers["set-cookie"].partition(";")[0]
        paths = [path for _, path in ROOMS] + ["/loops"]
        for number, text in enumerate(PAYLOADS):
            paths.append(f"/people?q={quote(text)}")
            paths.append(f"/people/{quote(text, safe='')}")
            paths.append(f"/messages?shelf=held&because={quote(text)}")
            person = at.person(f"p{number}@post.example")
            shown = at.post(f"{person}/note", text=f"She likes {text}")
            moment = re.search(r'name="at" value="([^"]+)"', shown.text)
            assert moment is not None
            at.post(f"{person}/note", text=f"She likes {text}", at=moment[1],
                    keep="yes")  # fmt: skip
            paths += [person, f"{person}/joins", f"{person}/preview"]
            paths += re.findall(rf'href="({person}/facts/\w+)"', at.get(person).text)[
                :3
            ]
        told = _in_chromium("hostile", server.url, words["rosa"], paths)
    pages = told["pages"]
    assert pages == {
        "dialogs": 0, "elsewhere": [], "reports": [], "pages": len(paths)
    }  # fmt: skip
    assert told["planted"]["dialogs"] == 0
    assert len(told["planted"]["reports"]) == 1
    assert told["without"]["dialogs"] == 1  # so the count counts


def _hostile_shop(folder: Path) -> SmallShop:
    shop = SmallShop(folder)

    def cell(text: str) -> str:
        return '"' + text.replace('"', '""') + '"'

    head = PEOPLE.splitlines()[0] + "\n"
    people = "".join(
        f"{at},{cell(text)},{cell('O ' + text)},p{at}@post.example,,{cell(text)}\n"
        for at, text in enumerate(PAYLOADS)
    )
    said = "id,ticket,email,said_at,speaker,text\n" + "".join(
        f"m{at},{cell(text)},p{at}@post.example,2026-10-28T10:00:00+00:00,customer,"
        f"{cell('My parcel is broken. Can you call me? ' + text)}\n"
        for at, text in enumerate(PAYLOADS)
    )
    orders = "id,email,ordered_at,item,quantity\n" + "".join(
        f"{at}{month},p{at}@post.example,2026-{month:02}-05T10:00:00+00:00,"
        f"{cell(text)},1\n"
        for at, text in enumerate(PAYLOADS)
        for month in range(4, 11)
    )
    shop.has("accounts", "people", head + people)
    shop.has("letters", "messages", said)
    shop.has("orders", "orders", orders)
    shop.plans("hello")
    shop.opens()
    shop.work(send=False)
    return shop
