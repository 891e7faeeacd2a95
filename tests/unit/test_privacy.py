"""What `docs/privacy.md` promises and no verb's own test shows."""

from __future__ import annotations

import sqlite3

from pathlib import Path

import pytest

from shopkeeper import bootstrap
from shopkeeper.cli.shop import run
from shopkeeper.flow.finding import find_person
from shopkeeper.flow.knowing import gather, recipients_of
from shopkeeper.vocabulary import Channel
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
