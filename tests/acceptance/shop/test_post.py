"""Letters on paper: to whom a mail would go, by the same gate, and to no wrong door."""

from __future__ import annotations

import csv
import io

from datetime import timedelta

import pytest

from shopkeeper.vocabulary import TouchState
from tests.builders.shop import NOW, SmallShop


pytest.importorskip("typst", reason="the extra `post` is not installed")
from tests.adapters.typst.reading import pages_of


CRM = """\
customer_no,first_name,last_name,email,street,postcode,city
C1,Ann,Lee,ann@post.example,12 Shore,EH6 6QW,Edinburgh
C2,Bea,Moss,bea@post.example,3 Quay,EH6 6QX,Edinburgh
C3,Cleo,Park,cleo@post.example,,,
C4,Dora,Quill,dora@post.example,4 Lane,EH6 6QY,Edinburgh
C5,Edie,Rose,edie@post.example,5 Lane,,Edinburgh
C6,Fay,Stone,fay@post.example,6 Lane,EH6 6QZ,Edinburgh
C7,Gwen,Tait,gwen@post.example,7 Lane,EH6 6RA,Edinburgh
"""
CLUB = """\
customer_no,first_name,last_name,email,street,postcode,city
K7,Gwen,Tait,gwen@post.example,99 Elsewhere,G1 1AA,Glasgow
"""
DESK = """\
email,at,sender,channel,message
bea@post.example,{later},customer,email,We have just moved house.
dora@post.example,2026-10-20T09:00:00+00:00,customer,email,Please send me no more \
letters.
"""
CONSENTS = """\
email,purpose,channel,state,at
fay@post.example,relationship,post,denied,2026-09-01T09:00:00+00:00
"""
LETTER = """\
+++
key = "letter"
purpose = "relationship"
channels = ["post"]
+++
{% say %}Dear {{ person.called }},{% or %}Good day,{% endsay %}

It is good to know you.
"""
POST = """
[channels.post]
send = "print:letters"
from = "Corner Shop, 3 Shore, Edinburgh EH6 6QW"
reply_to = "0131 555 0100"
"""


def a_shop(folder, *, post: str = "", need: str = "") -> SmallShop:
    """Tell a shop that writes letters; its people differ in why one has none."""
    shop = SmallShop(folder / "corner")
    desk = DESK.format(later=(NOW - timedelta(minutes=5)).isoformat())
    shop.has("crm", "people", CRM).has("club", "people", CLUB)
    shop.has("desk", "messages", desk).has("register", "consents", CONSENTS)
    shop.plans("letter", again="60 days", **({"need": need} if need else {}))
    shop.write("content/letter.md", LETTER)
    path = shop.folder / "plans" / "letter.toml"
    path.write_text(path.read_text().replace('["email"]', '["post"]'))
    shop.settings += post
    return shop


def reasons(shop: SmallShop) -> dict[str, str]:
    """Say of each person why she has no letter, as `person` shows it."""
    found = {}
    for who in ("bea", "cleo", "dora", "edie", "fay", "gwen"):
        ran = shop.command("person", f"{who}@post.example", "--json")
        found[who] = ran.out
    return found


def test_a_letter_goes_where_a_mail_would_and_to_no_wrong_door(tmp_path):
    """Each of the others has a reason that somebody can act on."""
    shop = a_shop(tmp_path).opens()
    shop.work(NOW - timedelta(days=3), send=False)
    shop.work()

    assert [one.address.split("\n") for one in shop.sent()] == [
        ["Ann Lee", "12 Shore", "Edinburgh", "EH6 6QW"]
    ]
    (path,) = shop.folder.glob("out/*.pdf")
    (page,) = pages_of(path.read_bytes())
    assert "Dear Ann," in page
    assert "12 Shore" in page
    why = reasons(shop)
    assert "she moves, and her address was written down before" in why["bea"]
    assert "no postal address of hers is known" in why["cleo"]
    assert "suppressed" in why["dora"]
    assert "her postal address has no postcode" in why["edie"]
    assert "denied" in why["fay"]
    assert "two postal addresses" in why["gwen"]


def test_the_print_batch_takes_two_people_and_goes_out_once(tmp_path):
    """Handed over is sent: nothing prints it again; a preview is in no batch."""
    shop = a_shop(tmp_path, post=POST).opens()
    (shop.folder / ".shopkeeper" / "demo").unlink()
    shop.work(send=False)
    letters = shop.folder / "letters"
    ran = shop.command("preview", "letter", "--for", "ann@post.example")
    assert "Dear Ann," in ran.out

    assert shop.command("send").code == 0
    assert not list(letters.glob("*/batch.pdf"))
    held = [one.because for one in shop.touches() if one.message.body]
    assert held
    assert all("two people of the staff" in one for one in held)

    for who in ("mara", "anil"):
        assert shop.command("channel", "open", "post", "--by", who).code == 0
    shop.work(NOW + timedelta(days=1), send=False)
    ran = shop.command("send", now=NOW + timedelta(days=1))
    assert "handed over in print batches" in ran.err
    (batch,) = letters.glob("*/batch.csv")
    rows = list(csv.DictReader(io.StringIO(batch.read_text())))
    done = {
        one.message.message_id: one
        for one in shop.touches()
        if one.state is TouchState.HANDED_OVER
    }
    assert {row["message_id"] for row in rows} == set(done)
    assert "Corner Shop" in pages_of(batch.with_suffix(".pdf").read_bytes())[0]
    assert all("laid into the print batch" in one.because for one in done.values())

    shop.command("send", now=NOW + timedelta(days=2))
    assert len(list(letters.glob("*/batch.pdf"))) == 1


def test_a_preview_of_a_letter_is_for_the_staff_alone(tmp_path):
    """Nothing moves, and it is marked."""
    staff = 'id = "tilda"\nemail = "tilda@corner.example"'
    shop = a_shop(tmp_path, post=POST)
    shop.staff = shop.staff.replace('id = "tilda"', staff)
    shop.opens()
    (shop.folder / ".shopkeeper" / "demo").unlink()
    shop.work(send=False)
    before = shop.touches()
    ran = shop.command("send", "--to", "tilda")
    assert ran.code == 0, ran.err
    assert shop.touches() == before
    (path,) = (shop.folder / "letters").rglob("*.pdf")
    assert "PREVIEW" in pages_of(path.read_bytes())[0]


def test_whoever_is_forgotten_has_no_letter_here_any_more(tmp_path):
    """Not by itself, not in its data, not in the bound file."""
    shop = a_shop(tmp_path, post=POST).opens()
    (shop.folder / ".shopkeeper" / "demo").unlink()
    for who in ("mara", "anil"):
        shop.command("channel", "open", "post", "--by", who)
    shop.work()
    assert list((shop.folder / "letters").glob("*/batch.pdf"))

    ran = shop.command("forget", "ann@post.example", "--by", "mara")
    assert ran.code == 0, ran.err + ran.out
    left = [one for one in (shop.folder / "letters").rglob("*") if one.is_file()]
    assert [one.name for one in left] == [".lock"]
    kept = [one.read_bytes() for one in shop.folder.rglob("*") if one.is_file()]
    # Her own list is the source's, and is not ours to change: it is named.
    assert sum(b"12 Shore" in one for one in kept) == 1


def test_a_letter_is_chosen_by_what_she_does_or_needs_and_not_by_her_name(tmp_path):
    """A plan that asks for a name alone is not finished."""
    shop = a_shop(tmp_path, need="person.called").opens(start=False)
    path = shop.folder / "plans" / "letter.toml"
    told = path.read_text()
    ran = shop.command("plan", "check", "letter", "--json")
    assert not [one for one in ran.json()["missing"] if "situation" in one["what"]]

    lines = [
        'audience = "person.called"' if one.startswith("audience") else one
        for one in told.splitlines()
    ]
    path.write_text("\n".join(lines) + "\n")
    ran = shop.command("plan", "check", "letter", "--json")
    (missing,) = [
        one for one in ran.json()["missing"] if one["what"] == "steps.first.situation"
    ]
    assert "not by her name alone" in missing["says"]


def test_letters_that_differ_in_tokens_alone_are_labelled_so(tmp_path):
    """Personalised, not personal: on paper as in a mail."""
    crm = CRM.splitlines()[0] + "\n" + "".join(
        f"C{n},{name},Lee,p{n}@post.example,{n} Shore,EH6 6QW,Edinburgh\n"
        for n, name in enumerate(("Ann", "Bea", "Cleo", "Dora", "Edie"), start=1)
    )  # fmt: skip
    shop = a_shop(tmp_path)
    shop.has("crm2", "people", crm)
    shop.opens()
    shop.work(send=False)
    ran = shop.command("preview", "letter", "--json")
    assert ran.code == 0, ran.err
    assert "personalised, not personal" in ran.out
