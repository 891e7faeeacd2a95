"""Her page over HTTP: nobody else sees it, and every button does what it says."""

from __future__ import annotations

import json
import re
import sqlite3

import pytest

from shopkeeper.flow.knowing import current_ids
from shopkeeper.say.tokens import page_token, unsubscribe_token
from tests.builders.her_page import (
    COOKIE,
    Browser,
    code_in,
    facts_on,
    her_shop,
    new_link,
)
from tests.builders.server import running


PERSONAL = ("Ann", "Omar", "Jen", "Dark roast", "@", "Hello,", "letter")


@pytest.fixture(scope="module", name="shop")
def _shop(tmp_path_factory):
    return her_shop(tmp_path_factory.mktemp("hers") / "shop")


@pytest.fixture(scope="module", name="server")
def _server(shop):
    with running(shop.folder, "--no-rounds") as server:
        yield server


def at_home(server, who: str) -> Browser:
    """Return the browser of somebody who came in to her page."""
    address = f"{who}@corner.example"
    browser = Browser(server, new_link(server.folder, address))
    browser.come_in(address)
    return browser


def fact_with(browser: Browser, words: str) -> str:
    """Return the id of the fact by which *words* stand on the page."""
    found = facts_on(browser.look().text)
    return next(key for text, key in found.items() if words in text)


def books(folder) -> list[tuple]:
    """Return how many rows each table of the ledger has, and its newest."""
    line = sqlite3.connect(folder / ".shopkeeper" / "ledger.sqlite3")
    try:
        names = line.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        tables = sorted(name for (name,) in names if not name.startswith("sqlite"))
        return [
            (one, *line.execute(f"SELECT count(*) FROM {one}").fetchone())  # noqa: S608
            for one in tables
        ]
    finally:
        line.close()


def hers(server, who: str) -> dict:
    """Return what `export` gives of somebody, read beside the server."""
    browser = at_home(server, who)
    return json.loads(browser.send("copy", **{"as": "json"}).text)


def test_a_forwarded_link_shows_nothing_personal(server) -> None:
    """Whoever has it sees the shop's name and a button, however often."""
    mine, other = at_home(server, "ann"), at_home(server, "bea")
    strangers = [Browser(server, mine.path), Browser(server, mine.path, other.cookie)]
    strangers.append(Browser(server, mine.path, f"{COOKIE}={'0' * 64}"))
    for stranger in strangers:
        page = stranger.look()
        assert page.status == 200
        assert "Corner Shop" in page.text
        assert "Send me a code" in page.text
        assert [one for one in PERSONAL if one in page.text] == []
        assert len(page.text) < 3000
    assert mine.look().text.count("Hello Ann.") == 1


@pytest.mark.slow
def test_two_hundred_forwarded_links_show_nothing_personal(server) -> None:
    """Each opened by another browser; no two people's differ but in the address."""
    seen = set()
    for number in range(200):
        who = ("ann", "bea", "cleo", "omar")[number % 4]
        path = new_link(server.folder, f"{who}@corner.example")
        page = Browser(server, path, f"{COOKIE}={number:064x}").look()
        seen.add(page.text.replace(path, "PATH"))
    assert len(seen) == 1
    (shown,) = seen
    assert [one for one in PERSONAL if one in shown] == []


@pytest.mark.parametrize("rounds", [5, pytest.param(50, marks=pytest.mark.slow)])
def test_scanners_change_nothing(shop, server, rounds) -> None:
    """GET and HEAD of every path that is there, and of what is not."""
    path = new_link(server.folder, "cleo@corner.example")
    links = (shop.folder / ".shopkeeper" / "links").read_bytes()
    before, out = books(shop.folder), len(list((shop.folder / "out").iterdir()))
    deeds = ("code", "in", "out", "fact", "like", "no-more", "write", "copy", "leave")
    for _ in range(rounds):  # of twenty requests each
        for method in ("GET", "HEAD"):
            assert server.ask(path, method=method).status == 200
            for deed in deeds:
                asked = server.ask(f"{path}/{deed}?sure=yes", method=method)
                assert asked.status == 405
    assert books(shop.folder) == before
    assert len(list((shop.folder / "out").iterdir())) == out
    assert (shop.folder / ".shopkeeper" / "links").read_bytes() == links


def test_what_is_no_link_leads_nowhere(server, shop) -> None:
    """Guessed, cut, ended by its day, revoked: the same page for all."""
    good = new_link(shop.folder, "cleo@corner.example")
    revoked = new_link(shop.folder, "dora@corner.example")
    gone = shop.command("link", "dora@corner.example", "--revoke", now=None)
    assert gone.code == 0, gone.err
    told = set()
    for path in (good[:-1], good + "0", "/you/" + "a" * 48, revoked, "/you/x%00y"):
        page = server.ask(path)
        assert page.status == 404
        told.add(re.sub(r"number \w+", "", page.text))
        assert server.ask(path, method="HEAD").status == 404
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        assert server.ask(f"{path}/code", b"x=1", headers=form).status == 404
    assert len(told) == 1
    assert server.ask(good).status == 200
    never = shop.command("link", "dora@corner.example", "--days", "0", now=None)
    assert never.code != 0


def test_the_link_below_a_message_leads_to_the_page_of_whom_it_went_to(
    server, shop
) -> None:
    """It shows as little as any other; a forged one leads nowhere."""
    touch = next(one for one in shop.sent() if one.address == "bea@corner.example")
    with shop.looked_at() as house:
        good = page_token(house.token, touch.message.message_id)
        other = unsubscribe_token(house.token, touch.message.message_id)
    bea = Browser(server, f"/you/{good}")
    assert "Bea" not in bea.look().text
    assert "Hello Bea." in bea.come_in("bea@corner.example").text
    forged = good[:-1] + ("a" if good[-1] != "a" else "b")
    for token in (other, forged, good[:-1], touch.message.message_id):
        assert server.ask(f"/you/{token}").status == 404


def test_a_code_goes_to_an_address_of_hers_and_opens_one_browser(server) -> None:
    """Five tries, then not even the right one; too often asked is refused."""
    browser = Browser(server, new_link(server.folder, "edna@corner.example"))
    assert browser.send("code").status == 303
    code = code_in(server.folder, "edna@corner.example", not_=None)
    assert code is not None
    for number in range(5):
        assert browser.send("in", code=f"wrong{number}").status == 403
    assert browser.send("in", code=code).status == 403
    assert "Edna" not in browser.look().text
    again = browser.send("code")
    assert again.status == 429
    assert int(again.headers["retry-after"]) > 0

    fresh = Browser(server, new_link(server.folder, "edna@corner.example"))
    assert "Hello Edna." in fresh.come_in("edna@corner.example").text
    guards = fresh.server.ask(fresh.path, headers={"Cookie": fresh.cookie}).headers
    assert guards["cache-control"] == "no-store"
    assert "unsafe" not in guards["content-security-policy"]
    # Once it has let a browser in, a code lets nobody else in.
    assert Browser(server, fresh.path).send("in", code=code or "").status == 403


def test_no_code_goes_where_two_read_or_she_wants_no_mail(server, shop) -> None:
    """And nobody learns it: the page says the same."""
    answers = []
    with shop.looked_at() as house:
        gus = next(
            current_ids(house)[one.person]
            for one in house.identity.identifiers(list(house.identity.seniority()))
            if one.identifier.value == "two@corner.example"
        )
    stops = at_home(server, "fay")
    ticks = {"part": "what", "shown": "channel:email"}
    assert stops.send("like", **ticks).status == 303
    quiet = {one: one.stat().st_mtime_ns for one in (shop.folder / "out").iterdir()}
    for who in (gus, "fay@corner.example", "nameless@corner.example"):
        browser = Browser(server, new_link(server.folder, who))
        answers.append(
            (
                browser.send("code").status,
                browser.look().text.replace(browser.path, "PATH"),
            )
        )
    assert code_in(shop.folder, "nameless@corner.example", not_=None)
    new = {one: one.stat().st_mtime_ns for one in (shop.folder / "out").iterdir()}
    changed = [one for one in new if new[one] != quiet.get(one)]
    assert len(changed) == 1  # of nameless, who has no name, and an address of her own
    assert len(set(answers)) == 1


def test_her_word_counts_for_more_than_any_list(server) -> None:
    """She settles a conflict, corrects, denies and wants forgotten."""
    jenny = at_home(server, "jenny")
    assert "Hello." in jenny.look().text
    assert "Jen: It stands in the records of our shop floor" in jenny.last.text
    conflict = re.search(
        r'value="(\w+)">\s*<input type="hidden" name="do" value="right">\s*'
        r'<button class="button" aria-label="Jenny is right"',
        jenny.last.text,
    )
    assert conflict is not None
    said = jenny.send("fact", fact=conflict[1], do="right")
    assert (said.status, said.headers["location"]) == (
        303, f"{jenny.path}?did=right#know",
    )  # fmt: skip
    page = jenny.look().text
    assert "Hello Jenny." in page
    assert "You told us here, on 2 November 2026." in page
    assert "Jen is right" not in page

    roast = fact_with(jenny, "You usually buy Dark roast")
    assert (
        jenny.send("fact", fact=roast, do="correct", words="Light roast").status == 303
    )
    page = jenny.look().text
    assert "Light roast" in page
    assert "You usually buy <b>Dark roast" not in page
    last = fact_with(jenny, "The last time you bought")
    assert jenny.send("fact", fact=last, do="not-me").status == 303
    light = fact_with(jenny, "Light roast")
    assert jenny.send("fact", fact=light, do="forget").status == 303
    page = jenny.look().text
    assert "Light roast" not in page
    assert "The last time you bought" not in page
    told = hers(server, "jenny")
    called = [one for one in told["facts"] if one["about"] == "person.called"]
    assert {one["value"] for one in called if one["standing"] == "told"} == {"Jenny"}


def test_she_sees_why_it_was_written_and_ends_it(server) -> None:
    """From the recorded decision: the claims, whence, what would have changed it."""
    cleo = at_home(server, "cleo")
    page = cleo.last.text
    assert "“Hello”</b>, 2 November 2026, by mail" in page
    assert "“Hello Cleo, good to see you.”: It stands in the records of our" in page
    assert "A computer chose it; Mara Stein wrote it" in page
    assert "we would not have sent it" in page
    message = re.search(r'name="message" value="(\w+)"', page)
    assert message is not None
    assert cleo.send("no-more", message=message[1]).status == 303
    page = cleo.look().text
    assert "You took it back: a friendly word now and then, 2 November 2026" in page
    bea = at_home(server, "bea")
    assert bea.send("no-more", message=message[1]).status == 404


def test_she_says_how_she_likes_it(server) -> None:
    """What is allowed again has its proof; the rest holds by her word."""
    dora = at_home(server, "dora")
    for fields in (
        {"part": "called", "called": "Dory"},
        {"part": "pause", "pause": "month"},
        {"part": "often", "often": "1"},
    ):
        assert dora.send("like", **fields).status == 303, fields
    page = dora.look().text
    assert "Hello Dory." in page
    assert "until <b>2 December 2026</b>" in page
    assert "at most <b>1 time</b> in a month" in page
    # A pause does not lock her out.
    again = at_home(server, "dora")
    assert again.send("like", part="pause", pause="end").status == 303
    yes = {"part": "what", "shown": "purpose:marketing", "yes": "purpose:marketing"}
    assert again.send("like", **yes).status == 303
    page = again.look().text
    assert "No pause" in page
    assert "You said yes: offers and news, 2 November 2026" in page
    statement = hers(server, "dora")["statements"][-1]
    assert statement["state"] == "granted"
    assert "opened by a code sent to her address" in statement["proof"]
    for bad in (
        {"part": "pause", "pause": "until", "until": "2020-01-01"},
        {"part": "pause", "pause": "until", "until": "x"},
        {"part": "often", "often": "-1"}, {"part": "often", "often": "\u00b2"},
        {"part": "everything"}, {},
    ):  # fmt: skip
        assert again.send("like", **bad).status == 400, bad


def test_what_she_writes_reaches_a_named_human_and_shows_its_state(
    server,
) -> None:
    """It is on her timeline, waits as a loop, and lies on the desk with a day."""
    ann = at_home(server, "ann")
    words = "The lamp you sold me hums <b>all night</b>. Nobody rings back."
    assert ann.send("write", kind="complaint", text=words).status == 303
    page = ann.look().text
    assert "You complained, 2 November 2026" in page
    assert "Tilda Croy has it. You hear from us by Tuesday 3 November." in page
    assert "<b>all night" not in page
    told = hers(server, "ann")
    assert [one["text"] for one in told["said"] if "hums" in one["text"]] == [words]
    assert {one["kind"] for one in told["waits_for"]} >= {"complaint"}
    assert "she complains on her page" in {one["reason"] for one in told["desk"]}
    for bad in ({"kind": "complaint", "text": " "}, {"kind": "x", "text": "y"},
                {"kind": "idea", "text": "z" * 5001}):  # fmt: skip
        assert ann.send("write", **bad).status == 400


def test_only_a_form_of_her_own_page_changes_anything(server, shop) -> None:
    """Another origin, no token, another's token, another's fact: refused."""
    ann, bea = at_home(server, "ann"), at_home(server, "bea")
    fact = fact_with(ann, "You like to be called")
    theirs = fact_with(bea, "You like to be called")
    before = books(shop.folder)
    evil = ann.send("fact", origin="https://evil.test", fact=fact, do="forget")
    assert evil.status == 403
    assert ann.send("fact", csrf="", fact=fact, do="forget").status == 403
    assert ann.send("fact", csrf=bea.csrf, fact=fact, do="forget").status == 403
    assert ann.send("leave", csrf=bea.csrf, sure="yes").status == 403
    assert Browser(server, ann.path, bea.cookie, bea.csrf).send(
        "leave", sure="yes"
    ).status == 403  # fmt: skip
    assert ann.send("fact", fact=theirs, do="forget").status == 404
    assert ann.send("fact", fact=fact, do="vanish").status == 400
    plain = {"Cookie": ann.cookie, "Content-Type": "text/plain"}
    sent = server.ask(f"{ann.path}/leave", b"csrf=x&sure=yes", headers=plain)
    assert sent.status == 415
    assert books(shop.folder) == before
    assert "Hello Ann." in ann.look().text


HOSTILE = (
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7*7 }}",
    "' or 1=1 --", "javascript:alert(1)", "</title><svg onload=alert(1)>",
)  # fmt: skip


def test_hostile_words_stay_words(server) -> None:
    """In a name, a question, a correction: text, escaped, or refused as no name."""
    bea = at_home(server, "bea")
    for words in HOSTILE:
        assert bea.send("like", part="called", called=words).status in (303, 400)
        assert bea.send("write", kind="question", text=f"Is it {words}?").status == 303
        page = bea.look().text
        assert "49" not in re.sub(r"\d{4,}|[0-9a-f]{20,}", "", page).replace("7*7", "")
        assert "<script" not in page
        assert "<img" not in page
        assert "<svg" not in page
    copied = bea.send("copy", **{"as": "page"}).text
    assert "<script" not in copied
    assert "&lt;script&gt;alert(1)" in copied


def test_a_page_is_light(server) -> None:
    """At most 150 KB over the wire, its stylesheet included."""
    jenny = at_home(server, "jenny")
    sheet = re.search(r'href="(/static/shop-\w+\.css)"', jenny.last.text)
    assert sheet is not None
    style = server.ask(sheet[1])
    assert style.status == 200
    assert "immutable" in style.headers["cache-control"]
    assert len(jenny.last.text) + len(style.text) < 60_000
    assert "<script" not in jenny.last.text
    assert server.ask("/static/shop.css").status == 404
    assert server.ask("/static/..%2fwho.toml").status == 404


def test_she_leaves_with_a_receipt_and_nothing_of_her_is_left(
    tmp_path,
) -> None:
    """Asked once more first; then gone, with her links, sessions and codes."""
    shop = her_shop(tmp_path / "shop")
    with running(shop.folder, "--no-rounds") as server:
        ann = at_home(server, "ann")
        words = "My canary Quillfeather sings at night. What can I do?"
        assert ann.send("write", kind="question", text=words).status == 303
        other = new_link(shop.folder, "ann@corner.example")
        asks = ann.send("leave")
        assert asks.status == 200
        assert "cannot be undone" in asks.text
        assert "Hello Ann." in ann.look().text
        bye = ann.send("leave", sure="yes")
        assert bye.status == 200
        assert "Goodbye" in bye.text
        assert "none found" in bye.text
        assert "Ann" not in bye.text
        assert "Max-Age=0" in bye.headers["set-cookie"]
        assert [server.ask(path).status for path in (ann.path, other)] == [404, 404]
        assert ann.send("code").status == 404
    kept = b"".join(
        one.read_bytes()
        for one in shop.folder.rglob("*")
        if one.is_file() and "exports" not in one.parts
    )
    for hers in (b"ann@corner.example", b"Quillfeather"):
        assert hers not in kept
