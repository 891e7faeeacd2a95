"""What `docs/privacy.md` promises and no verb's own test shows."""

from __future__ import annotations

import sqlite3

from pathlib import Path

import pytest

from shopkeeper import bootstrap
from shopkeeper.cli.shop import run
from shopkeeper.flow.finding import find_person
from shopkeeper.flow.knowing import gather
from shopkeeper.flow.reaching import recipients_of
from shopkeeper.flow.sending import send_due
from shopkeeper.vocabulary import Channel, TouchState
from tests.unit.decisions.conftest import NOW, Shop
from tests.unit.decisions.test_list_flags import LIST, SOURCES


WISH = """\
id,email,text,speaker,at
1,ann@lee.example,Please delete all the data you have about me.,customer,2026-10-30
"""
DESK = """
[[sources]]
name = "desk"
department = "help desk"
read = "messages.csv"
holds = "messages"
"""


@pytest.fixture(name="asked")
def _asked(tmp_path: Path) -> Shop:
    """Return a shop in which Ann has asked to be forgotten."""
    shop = Shop(tmp_path)
    shop.write({"list.csv": LIST, "messages.csv": WISH}, SOURCES + DESK)
    return shop


def test_a_round_tells_counts_and_no_people(
    asked: Shop, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whoever reads the terminal's history learns nothing of anybody."""
    run(asked.folder, now=NOW.isoformat(), json=True)
    run(asked.folder, now=NOW.isoformat())
    printed = "".join(capsys.readouterr()).casefold()
    assert "3 people" in printed
    for word in ("ann", "lee", "okoro", "cleo", "@", "delete"):
        assert word not in printed.split(), word
    assert ".example" not in printed


def test_only_the_owner_reads_the_keys_and_git_reads_nothing(asked: Shop) -> None:
    """A shop's folder may be kept in git; its secrets and books are not."""
    asked.work()
    state = asked.folder / ".shopkeeper"
    assert (state / "keys").stat().st_mode & 0o077 == 0
    assert (state / ".gitignore").read_text(encoding="utf-8") == "*\n"


def test_a_wish_to_be_forgotten_closes_every_channel_and_deletes_nothing(
    asked: Shop,
) -> None:
    """At once, for service too; a human has to confirm what is more."""
    asked.work()
    with asked.open() as house:
        ann = find_person(house, "ann lee", now=NOW)
        known = gather(house, now=NOW, only=[ann])[ann]
        assert {one.scope for one in known.suppressions} == {"all"}
        closed = recipients_of(house, known, now=NOW)[Channel.EMAIL].suppressed
        assert closed == ("all",)
        assert house.records.counts() == {"desk": 1, "newsletter": 3}


def test_a_stopped_address_is_kept_as_a_keyed_hash(asked: Shop) -> None:
    """The list of the stopped is no list of addresses."""
    asked.work()
    ledger = sqlite3.connect(asked.folder / ".shopkeeper" / "ledger.sqlite3")
    rows = ledger.execute("SELECT address_hash, body FROM suppressions").fetchall()
    ledger.close()
    hashes = [digest for digest, _ in rows if digest]
    assert hashes
    assert all(len(digest) == 64 for digest in hashes)
    assert not any("lee.example" in body for _, body in rows)


def test_a_channel_that_is_no_folder_has_nobody_to_carry_it(asked: Shop) -> None:
    """This version sends nothing over a network."""
    settings = asked.folder / "shop.toml"
    text = settings.read_text(encoding="utf-8")
    real = '\n[channels.email]\nsend = "smtp://mail.example"\n'
    settings.write_text(text + real, encoding="utf-8")
    with bootstrap.shop_at(asked.folder) as house:
        assert Channel.EMAIL not in house.carriers
        assert Channel.SMS in house.carriers  # its default is a folder


def test_a_dry_run_over_real_people_makes_no_consent_up_and_sends_nothing(
    tmp_path: Path,
) -> None:
    """Its figures name nobody; its messages are held, each with that reason."""
    days = ("05-09", "06-07", "07-06", "08-04", "09-02", "10-02")
    orders = [f"Ann,Lee,ann@lee.example,Earl Grey tea,2026-{day}" for day in days]
    orders.append("Cleo,Marsh,cleo@marsh.example,Green tea,2026-10-30")
    file = tmp_path / "orders.csv"
    head = "first_name,last_name,email,item,ordered_on"
    file.write_text("\n".join([head, *orders]) + "\n", encoding="utf-8")
    folder = tmp_path / "dry"
    story = bootstrap.walk_own_file(
        file, folder, seed=1, progress=lambda *_: None, now=None
    )
    assert (story.figures["would_write"], story.figures["may_write"]) == (1, 0)
    figures = (folder / "demo.json").read_text(encoding="utf-8").casefold()
    assert not [word for word in ("lee", "cleo", "@", "grey") if word in figures]
    with bootstrap.shop_at(folder) as house:
        assert house.consents.consents() == []
        assert {touch.state for touch in house.outbox.all()} == {TouchState.HELD}
        assert send_due(house, now=NOW).sent == 0
