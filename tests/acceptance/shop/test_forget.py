"""Erased means erased: no byte left, nobody else touched, and no way back in."""

from __future__ import annotations

import mailbox
import re
import shutil
import sqlite3

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest

from sqlalchemy import create_engine

from shopkeeper.vocabulary import TouchState
from tests.builders.canaries import hits
from tests.builders.postgres import Server, dumped, server
from tests.builders.shop import NOW, SmallShop


#: Everything of hers, each a word that nobody else has.
HERS = {
    "number": "C90417",
    "given": "Zoraphine",
    "family": "Quillonby",
    "called": "Zozofee",
    "email": "zoraphine.q@kestrelmail.example",
    "other_email": "zq-second@kestrelmail.example",
    "heard_email": "zq-third@kestrelmail.example",
    "phone": "+447700900417",
    "street": "417 Vexillum Crescent",
    "postcode": "ZX41 7QQ",
    "company": "Obsidianworks Ltd",
    "title": "Chief Lanternist",
    "remark": "walks with the blue parrotlet",
    "order": "OZ-77821-QX",
    "item": "Moonflax teapot",
    "gift": "Wrapped for grandmother Peregrina",
    "said": "My Thundersnail kettle arrived broken",
    "asked": "When is the Gossamerine catalogue coming",
    "staff_said": "We promise to send Zoraphine a Flintwhisker lid",
    "note": "Prefers the Umbraquill corner table",
    "told": "Zozette",
    "text": "I agree to letters about Nightjarberry",
    "proof": "scan-of-form-889417.pdf",
    "event": "looked-at-Brindlemoss",
    "device": "b7c0417e-aaaa-4bbb-8ccc-0417deadbeef",
    "attached": "Attachment about her Wolfsbanetta allergy",
    "subject": "About the Cinderfen parcel",
    "unread": "Larkspindle of Zoraphine Quillonby",
    "proof_of_staff": "rang her about the Thistledownet",
}
PEOPLE = (
    "customer_no,first_name,last_name,called,email,phone,street,postcode,city,"
    "company,job_title,remark\n"
    f"{HERS['number']},{HERS['given']},{HERS['family']},{HERS['called']},"
    f"{HERS['email']},{HERS['phone']},{HERS['street']},{HERS['postcode']},Leeds,"
    f"{HERS['company']},{HERS['title']},{HERS['remark']}\n"
    "C2,Bea,Moss,,bea@post.example,+447700900102,2 High Street,LS1 2AA,Leeds,,,\n"
    "C3,Cleo,Park,,cleo@post.example,+447700900103,3 High Street,LS1 2AB,Leeds,,,\n"
    "C4,Dora,Quill,,dora@post.example,+447700900104,4 High Street,LS1 2AC,Leeds,,,\n"
)
FIRST = date(2026, 5, 4)
ORDERS = "order_id,customer_no,item,ordered_at,quantity,message_on_card\n" + "".join(
    f"{who}{week:02d},{number},{item},{FIRST + timedelta(weeks=week)}T09:00:00Z,1,"
    f"{card}\n"
    for week in range(20)
    for who, number, item, card in (
        (HERS["order"], HERS["number"], HERS["item"], HERS["gift"]),
        ("OB", "C2", "Assam tea", ""),
    )
)
MESSAGES = (
    "email,at,sender,channel,message\n"
    f"{HERS['email']},2026-10-20T09:00:00+00:00,customer,email,{HERS['said']}. My new "
    f"mail is {HERS['heard_email']}.\n"
    f"{HERS['other_email']},2026-10-21T09:00:00+00:00,customer,email,"
    f"{HERS['asked']}?\n"
    f"{HERS['email']},2026-10-21T10:00:00+00:00,agent,email,{HERS['staff_said']} by "
    "Friday.\n"
    "bea@post.example,2026-10-22T09:00:00+00:00,customer,email,Please send it to my "
    f"friend at {HERS['email']} or {HERS['phone']}. My teapot arrived broken.\n"
    "cleo@post.example,2026-10-22T10:00:00+00:00,customer,email,Do you have oolong?\n"
)
ALIAS = (
    f"name,email,phone\n{HERS['given']} {HERS['family']},{HERS['other_email']},"
    f"{HERS['phone']}\n"
)
CONSENTS = (
    "email,purpose,state,at,text,version,proof\n"
    f"{HERS['email']},marketing,granted,2026-09-01T09:00:00+00:00,{HERS['text']},3,"
    f"{HERS['proof']}\n"
    f"{HERS['email']},marketing,perhaps,2026-09-02T09:00:00+00:00,{HERS['text']},3,\n"
    "bea@post.example,marketing,granted,2026-09-01T09:00:00+00:00,Yes,3,\n"
)
EVENTS = (
    "event,at,customer_no,anonymous_id,page\n"
    f"page,2026-10-23T09:00:00Z,{HERS['number']},{HERS['device']},{HERS['event']}\n"
    "page,2026-10-23T10:00:00Z,C2,0d9c0102-aaaa-4bbb-8ccc-0102deadbeef,teapots\n"
)
NOTES = (
    "author,at,customer_no,text\n"
    f"tilda,2026-10-24T09:00:00Z,{HERS['number']},{HERS['note']}. Call her "
    f"{HERS['told']}.\n"
    "tilda,2026-10-24T10:00:00Z,C2,Likes the window seat.\n"
)
LETTER = """{% say %}Hello {{ person.called }},{% or %}Hello,{% endsay %}

{% say %}You often take {{ usual.item }} home.{% or %}Good to know you.{% endsay %}

{% say about: "problem.current" %}We are sorry about {{ problem.current }}.\
{% or %}{% endsay %}
"""
#: Words that others have, too, or that are ours: no canary of hers.
CANARIES = [*HERS.values()]


@dataclass(frozen=True)
class LivedIn:
    """A shop in which she has left herself everywhere, and where its ledger is."""

    folder: Path
    server: Server | None = None

    def copied(self, folder: Path) -> SmallShop:
        """Take a copy, of the database too where that is no file of the folder."""
        shop = SmallShop(shutil.copytree(self.folder, folder))
        if self.server is not None:
            toml = folder / "shop.toml"
            text = toml.read_text(encoding="utf-8")
            url = _url(folder)
            toml.write_text(text.replace(url, self.server.copied(url)))
        return shop


def _url(folder: Path) -> str:
    text = (folder / "shop.toml").read_text(encoding="utf-8")
    return re.findall(r'ledger = "(.*)"', text)[0]


@pytest.fixture(name="lived_in", scope="module", params=["sqlite", "postgresql"])
def _lived_in(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[LivedIn]:
    """Return a shop in which she has left herself everywhere."""
    folder = tmp_path_factory.mktemp("forget") / "corner"
    if request.param == "sqlite":
        yield LivedIn(fill(folder).folder)
        return
    with server() as running:
        filled = fill(folder, settings=f'\n[stores]\nledger = "{running.url()}"\n')
        yield LivedIn(filled.folder, running)


def fill(folder: Path, *, settings: str = "") -> SmallShop:
    """Make a shop in which she has left herself everywhere, and work in it."""
    shop = SmallShop(folder, settings=settings)
    shop.has("crm", "people", PEOPLE, 'columns = {called = {is = "called"}}')
    shop.has("alias", "people", ALIAS).has("orders", "orders", ORDERS)
    shop.has("desk", "messages", MESSAGES).has("register", "consents", CONSENTS)
    shop.has("clicks", "events", EVENTS).has("reps", "notes", NOTES)
    for name in ("clicks", "reps", "orders"):  # one department counts as the list does
        at = next(i for i, one in enumerate(shop.sources) if f'"{name}"' in one)
        shop.sources[at] = shop.sources[at].replace(
            f'department = "{name}"', 'department = "crm"'
        )
    _mail(shop)
    shop.plans("letter", LETTER, again="10 days").opens(now=NOW - timedelta(days=29))
    with (shop.folder / "exports/crm.csv").open("a", encoding="utf-8") as file:
        file.write(f"{HERS['unread']}" + ",too,many,cells" * 9 + "\n")
    _live(shop)
    return shop


def _mail(shop: SmallShop) -> None:
    box = mailbox.mbox(shop.folder / "exports/box.mbox")
    for sender, subject, text in (
        (HERS["email"], HERS["subject"], f"{HERS['said']}, and nobody wrote."),
        ("cleo@post.example", "Opening hours", "Are you open on Sunday?"),
    ):
        mail = EmailMessage()
        mail["From"], mail["To"] = sender, "hello@corner.example"
        mail["Subject"], mail["Date"] = subject, "Fri, 23 Oct 2026 09:00:00 +0000"
        mail["Message-ID"] = f"<{subject.replace(' ', '.')}@mail.example>"
        mail.set_content(text)
        mail.add_attachment(
            f"{HERS['attached']}\n" if sender == HERS["email"] else "nothing",
            filename="more.txt",
        )
        box.add(mail)
    box.close()
    shop.sources.append(
        '\n[[sources]]\nname = "box"\ndepartment = "box"\n'
        'read = "exports/box.mbox"\nholds = "messages"\n'
    )


def _live(shop: SmallShop) -> None:
    """Work, send, note, correct, undo, hand over, and work again."""
    shop.work(NOW - timedelta(days=28))
    addresses = {HERS["email"], HERS["other_email"], HERS["heard_email"]}
    assert addresses & {one.address for one in shop.sent()}, shop.touches()
    shop.work()
    who = HERS["email"]
    said = f"{HERS['note']}, she says; call her on {HERS['phone']}"
    assert shop.command("note", who, said, "--yes", "--by", "tilda").code == 0
    known = shop.person(who)
    name = next(one for one in known["facts"] if one["about"] == "person.called")
    told = shop.command("correct", who, name["id"], HERS["told"], "--by", "tilda")
    assert told.code == 0, told.err
    promise = known["promises"][0]["id"]
    kept = shop.command(
        "promise", "kept", promise, "--proof", HERS["proof_of_staff"], "--by", "tilda"
    )
    assert kept.code == 0, kept.err
    shop.work(NOW + timedelta(days=1))


@pytest.fixture(name="shop")
def _shop(lived_in: LivedIn, tmp_path: Path) -> SmallShop:
    """Return a copy of that shop to oneself."""
    return lived_in.copied(tmp_path / "corner")


LATER = NOW + timedelta(days=2)


def _forget(shop: SmallShop, who: str = HERS["email"], *more: str):
    ran = shop.command("forget", who, "--by", "tilda", "--json", *more, now=LATER)
    assert ran.code == 0, ran.out + ran.err
    return ran.json()


def _kept(shop: SmallShop, wanted: Sequence[str] = tuple(CANARIES)) -> list[str]:
    """Return where anything of hers stands in what the shop keeps."""
    return [
        *hits(shop.folder / ".shopkeeper", wanted, "keys"),
        *hits(shop.folder / "out", wanted),
        *_in_the_database(shop, wanted),
    ]


def _in_the_database(shop: SmallShop, wanted: Sequence[str]) -> list[str]:
    """Look through all that a database has in the clear, as its own dump tells it."""
    url = _url(shop.folder) if "postgresql" in _toml(shop) else ""
    if not url:
        return []
    dump = shop.folder.with_name(f"{shop.folder.name}-dump")
    dump.mkdir(exist_ok=True)
    (dump / "ledger.sql").write_bytes(dumped(url))
    return hits(dump, wanted)


def _toml(shop: SmallShop) -> str:
    return (shop.folder / "shop.toml").read_text(encoding="utf-8")


def test_she_stands_everywhere_before(shop):
    """The control: what is looked for is there to be found, of every kind."""
    found = _kept(shop)
    missing = [
        name
        for name, value in HERS.items()
        if not any(one.endswith(f": {value}") for one in found)
    ]
    # An attachment is not read, so there is nothing of it to be found.
    assert missing == ["attached"]


def test_not_one_byte_of_hers_is_left(shop, lived_in):
    """In the ledger, its log, the generations of the warehouse, and what went out."""
    receipt = _forget(shop)
    assert _kept(shop) == []
    if lived_in.server is not None:  # and in the very files of its tables
        files = lived_in.server.files_of(_url(shop.folder))
        assert hits(files, CANARIES) == []
    assert receipt["done"] is True
    assert receipt["found"] == {}
    assert receipt["searched"]["values"] > 10


def test_a_plain_delete_leaves_bytes(shop, lived_in):
    """The control of the search: what is only deleted is still there."""
    if lived_in.server is not None:
        url = _url(shop.folder)
        engine = create_engine(url)
        with engine.begin() as connection:
            for table in ("records", "identifiers", "facts", "outbox", "heard"):
                connection.exec_driver_sql(f"DELETE FROM {table}")  # noqa: S608
        engine.dispose()
        assert hits(lived_in.server.files_of(url), CANARIES)
        return
    ledger = sqlite3.connect(shop.folder / ".shopkeeper/ledger.sqlite3")
    ledger.execute("PRAGMA secure_delete=OFF")
    for table in ("records", "identifiers", "facts", "outbox", "heard"):
        ledger.execute(f"DELETE FROM {table}")  # noqa: S608
    ledger.commit()
    ledger.close()
    assert hits(shop.folder / ".shopkeeper", CANARIES, "keys")


def test_whoever_reads_for_long_is_waited_for_by_the_next_command(shop, lived_in):
    """Her rows are gone at once; their bytes when nobody holds the tables any more."""
    if lived_in.server is None:
        pytest.skip("of a file, what others hold is its log")
    engine = create_engine(_url(shop.folder))
    with engine.connect() as reader:
        reader.exec_driver_sql("SELECT count(*) FROM outbox").scalar()
        ran = shop.command("forget", HERS["email"], "--json", now=LATER)
        assert (ran.code, ran.json()["done"]) == (1, False)
        assert _in_the_database(shop, CANARIES) == []
    engine.dispose()
    assert (shop.folder / ".shopkeeper/erasing").exists()
    shop.work(LATER, send=False)
    assert not (shop.folder / ".shopkeeper/erasing").exists()
    assert hits(lived_in.server.files_of(_url(shop.folder)), CANARIES) == []


def test_the_next_run_does_not_bring_her_back(shop):
    """The same files again, and files with the rows in another order or changed."""
    _forget(shop)
    before = shop.work(LATER, send=True)
    assert before.counts["new_rows"] == 0
    assert before.counts["refused"] >= 28
    assert _kept(shop) == []
    crm = shop.folder / "exports/crm.csv"
    head, *rows = crm.read_text(encoding="utf-8").splitlines()
    changed = [one.replace("Chief Lanternist", "Baker") for one in rows]
    crm.write_text("\n".join([head, *reversed(changed)]) + "\n", encoding="utf-8")
    new = f"email,name,city\n{HERS['email'].upper()},Z Q,York\n"
    shop.write("exports/alias.csv", new)
    shop.work(LATER + timedelta(days=1))
    left = [one for one in CANARIES if one != HERS["title"]]
    assert _kept(shop, left) == []
    assert shop.command("person", HERS["email"], now=LATER).code == 1
    with shop.looked_at() as house:
        assert house.records.one("alias:1") is None


def test_everybody_else_is_as_before(shop):
    """Byte for byte, but for the words in which her address stood."""
    others = ("cleo@post.example", "dora@post.example")
    before = [shop.command("person", one, "--json").out for one in others]
    mails = {
        touch.message.message_id: touch
        for touch in shop.touches()
        if touch.address != HERS["email"] and touch.person != _id(shop)
    }
    bea = shop.person("bea@post.example")
    _forget(shop)
    assert [shop.command("person", one, "--json").out for one in others] == before
    assert {one.message.message_id: one for one in shop.touches()
            if one.message.message_id in mails} == mails  # fmt: skip
    after = shop.person("bea@post.example")
    assert after["moment"] == bea["moment"]
    assert after["promises"] == bea["promises"]
    assert [one["id"] for one in after["facts"]] == [one["id"] for one in bea["facts"]]
    work = shop.work(LATER)
    assert work.counts["people"] == 3
    again = shop.person("bea@post.example")
    assert {one["id"] for one in again["facts"]} >= {
        one["id"] for one in after["facts"] if one["about"] == "problem.current"
    }


def _id(shop: SmallShop) -> str:
    found: str = shop.person(HERS["email"])["person_id"]
    return found


def test_results_count_as_before(shop):
    """That somebody was written to and bought is no fact about her."""
    before = shop.command("status", "--json", now=LATER + timedelta(days=40)).json()
    ran = shop.command(
        "forget", HERS["email"], "--json", now=LATER + timedelta(days=40)
    )
    assert ran.code == 0, ran.err
    after = shop.command("status", "--json", now=LATER + timedelta(days=40)).json()
    assert after["results"] == before["results"]


def test_her_addresses_stay_closed(shop):
    """Suppression by keyed hash outlives her: whoever has the address now."""
    _forget(shop)
    with shop.looked_at() as house:
        closed = {one.address_hash for one in house.consents.suppressions()}
        for one in ("email", "other_email", "phone"):
            assert house.consents.hash_of_address(HERS[one]) in closed
        assert all(not one.person for one in house.consents.suppressions()
                   if one.because == "forgotten")  # fmt: skip


def test_what_was_on_its_way_to_her_is_declined(shop):
    """And what went stays counted, without words."""
    person = _id(shop)
    _forget(shop)
    hers = [one for one in shop.touches() if one.person == person]
    assert hers
    for one in hers:
        assert one.state in (TouchState.SENT, TouchState.DECLINED)
        assert (one.address, one.message.body, one.message.claims) == ("", None, ())


def test_forgetting_twice_is_harmless(shop):
    """By any address of hers; the ledger does not change."""
    _forget(shop)
    with shop.looked_at() as house:
        entries = len(house.audit.entries())
    again = _forget(shop, HERS["phone"])
    assert again["already"] is True
    with shop.looked_at() as house:
        assert len(house.audit.entries()) == entries
        assert house.audit.broken_at() is None
    assert shop.command("forget", "nobody@post.example").code == 1


def test_the_receipt_names_rows_to_delete_and_nobody(shop):
    """File and row of the shop's own files; nothing in it tells who she was."""
    receipt = shop.command("forget", HERS["number"], "--json", now=LATER)
    for value in CANARIES:
        assert value.casefold() not in receipt.out.casefold()
    rows = {one["source"]: one["rows"] for one in receipt.json()["source_rows"]}
    assert receipt.json()["files_removed"]
    assert rows["crm"] == ["1"]
    assert rows["desk"] == ["1", "2", "3", "4"]
    assert len(rows["orders"]) == 20
    assert len(rows["box"]) == 1


def test_a_name_in_the_words_of_others_is_named_and_taken_out_only_when_asked(
    shop, lived_in
):
    """A name may be a namesake's, or a thing's."""
    note = f"Asked after {HERS['given']} {HERS['family']}"
    assert shop.command("note", "cleo@post.example", note, "--yes").code == 0
    twin = LivedIn(shop.folder, lived_in.server).copied(shop.folder.with_name("twin"))
    receipt = _forget(shop)
    assert any(one.startswith("note:") for one in receipt["named_in_rows_of_others"])
    name = f"{HERS['given']} {HERS['family']}"
    assert _kept(shop, [name])
    _forget(twin, HERS["email"], "--names")
    assert _kept(twin, [name]) == []


def test_a_dry_run_changes_nothing(shop):
    """It says how much there is."""
    ran = shop.command("forget", HERS["email"], "--dry-run", now=LATER)
    assert ran.code == 0
    assert "Nothing was changed" in ran.err
    assert _kept(shop)


def test_the_export_holds_all_of_her_and_nothing_of_others(shop):
    """What she may ask for is what would be erased."""
    ran = shop.command("export", HERS["email"], "--by", "tilda", now=LATER)
    assert ran.code == 0, ran.err
    for name, value in HERS.items():
        if name not in ("attached", "unread"):
            assert value.casefold() in ran.out.casefold(), name
    for value in ("bea@", "cleo@", "dora@", "C2", "Assam", "oolong", "window seat"):
        assert value not in ran.out, value


def test_an_export_writes_over_nothing(shop, tmp_path):
    """What lies there may be somebody else's."""
    there = tmp_path / "hers.json"
    there.write_text("kept")
    ran = shop.command("export", "ann@post.example", "--out", str(there))
    assert ran.code == 2
    assert "is there already" in ran.err
    assert there.read_text() == "kept"


def test_when_she_comes_back_herself_only_what_she_names_is_opened(shop):
    """Her old rows stay refused; what is new comes in."""
    _forget(shop)
    assert shop.command("forget", "no@post.example", "--returned").code == 1
    ran = shop.command("forget", HERS["other_email"], "--returned", "--by", "tilda")
    assert ran.code == 0, ran.err
    new = f"name,email,city\nZora Q,{HERS['other_email']},York\n"
    shop.write("exports/alias.csv", new)
    shop.work(LATER, send=False)
    again = shop.person(HERS["other_email"], now=LATER)
    assert [one["source"] for one in again["records"]] == ["alias", "desk"]
    assert again["suppressed"] == []
    left = [HERS[one] for one in ("email", "phone", "number", "street", "note")]
    assert _kept(shop, left) == []


def test_a_note_cannot_bring_her_address_back(shop):
    """Nor make it somebody else's."""
    _forget(shop)
    words = f"Her friend's new mail is {HERS['email']}, phone {HERS['phone']}"
    assert shop.command("note", "cleo@post.example", words, "--yes").code == 0
    shop.work(LATER)
    assert _kept(shop) == []
