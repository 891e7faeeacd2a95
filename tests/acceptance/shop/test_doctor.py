"""`doctor` names what is broken, says what to do, and changes nothing."""

from __future__ import annotations

import shutil
import sqlite3

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from shopkeeper import bootstrap
from tests.builders.server import new_served_shop, running
from tests.builders.shop import HEAD, STAFF, SmallShop


NOW = bootstrap.read_clock()  # files are written by the clock of this machine


REAL = """
[channels.sms]
send = "https://sms.example/send"
"""
MAIL = """
[channels.email]
send = "smtp://mail.example:587"
from = "Corner Shop <hello@corner.example>"
dkim = "s1._domainkey.corner.example"
dkim_key = "dkim.pem"
"""
LEDGER = ".shopkeeper/ledger.sqlite3"


@pytest.fixture(name="made", scope="module")
def _made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a shop in which a round was worked and a copy made."""
    folder = tmp_path_factory.mktemp("doctor")
    shop = SmallShop(folder / "corner")
    shop.folder.mkdir(exist_ok=True)
    text = HEAD + STAFF + '\n[audit]\nanchor = "../outside.anchor"\n'
    (shop.folder / "shop.toml").write_text(text, encoding="utf-8")
    assert shop.command("backup", now=NOW).code == 0
    assert shop.command("run", now=NOW).code == 0
    return folder


@pytest.fixture(name="shop")
def _shop(made: Path, tmp_path: Path) -> SmallShop:
    """Return a copy of it to oneself."""
    return SmallShop(shutil.copytree(made, tmp_path / "all") / "corner")


def _files(folder: Path) -> dict[Path, bytes]:
    """Return what a shop keeps; SQLite makes its lock files for every reader."""
    found = [one for one in folder.rglob("*") if one.is_file()]
    return {p: p.read_bytes() for p in found if p.name[-4:] not in ("-shm", "-wal")}


def _doctor(shop: SmallShop, *more: str, now=None) -> dict[str, tuple[str, str]]:
    """Return health and words by what they are about; the worst of each."""
    now = now or bootstrap.read_clock()  # later than any file, however late it runs
    ran = shop.command("doctor", "--json", *more, now=now)
    found = ran.json()
    assert ran.code == (1 if found["health"] == "broken" else 0), ran.err
    told: dict[str, tuple[str, str]] = {}
    order = ["ok", "look", "broken"]
    for one in found["found"]:
        before = told.get(one["about"], ("ok", ""))
        if order.index(one["health"]) >= order.index(before[0]):
            told[one["about"]] = (one["health"], one["says"])
        assert (one["health"] == "ok") == (one["do"] == ""), one
    return told


def _sql(*texts: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        line = sqlite3.connect(folder / LEDGER)
        with line:
            for text in texts:
                line.execute(text)
        line.close()

    return change


def _write(name: str, text: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        (folder / name).write_text(text, encoding="utf-8")

    return change


def _settings(more: str, *, without: str = "") -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        path = folder / "shop.toml"
        text = path.read_text(encoding="utf-8").replace(without, "")
        path.write_text(text + more, encoding="utf-8")

    return change


def _garble(folder: Path) -> None:
    path = folder / LEDGER
    path.write_bytes(path.read_bytes()[:5000] + b"\0" * 9000)


EMAIL_OF_HEAD = HEAD[HEAD.index("[channels.email]") : HEAD.index("[quiet]")]
BROKEN: dict[str, tuple[Callable[[Path], object], str, str]] = {
    "settings": (_settings("\n[nonsense]\n"), "shop.toml", "broken"),
    "no keys": (lambda f: (f / ".shopkeeper/keys").unlink(), "keys", "broken"),
    "keys for all": (lambda f: (f / ".shopkeeper/keys").chmod(0o644), "keys", "broken"),
    "damaged keys": (_write(".shopkeeper/keys", "{}"), "keys", "broken"),
    "http keys": (_write(".shopkeeper/access", "{]\n"), "HTTP", "broken"),
    "damaged": (_garble, "ledger", "broken"),
    "version": (_sql("UPDATE alembic_version SET version_num = '0001'"), "ledger",
                "broken"),
    "chain": (_sql("UPDATE audit SET actor = 'eve' WHERE sequence = 1"), "audit",
              "broken"),
    "cut off": (_sql("DELETE FROM audit"), "anchor", "broken"),
    "no dkim key": (_settings(MAIL, without=EMAIL_OF_HEAD), "DKIM of email", "broken"),
    "two people": (_settings(REAL), "two people", "look"),
    "quarantine": (
        _sql(
            "INSERT INTO sources (source_no, name, department, owner, holds) "
            "VALUES (1, 'till', '', '', 'orders')",
            "INSERT INTO quarantine (source_no, place, raw, because, at_us) "
            "VALUES (1, 'x:1', 'x', 'y', 1)"
        ),
        "quarantine", "look",
    ),
    "stopped": (_sql("INSERT INTO stops (stopped, by_staff, at_us) VALUES (1, 'm', 1)"),
                "switch", "look"),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_each_broken_set_up_is_named(shop: SmallShop, name: str) -> None:
    """The line it belongs to, and how bad it is; all was well before."""
    harm, about, expected = BROKEN[name]
    before = _doctor(shop)
    assert before.get(about, ("ok", ""))[0] == "ok", before
    harm(shop.folder)
    after = _doctor(shop)
    assert after[about][0] == expected, after


def test_a_shop_that_is_well_has_nothing_broken_and_nothing_is_changed(
    shop: SmallShop,
) -> None:
    """Not one byte of the folder."""
    before = _files(shop.folder)
    told = _doctor(shop)
    assert not {one: what for one, what in told.items() if what[0] == "broken"}
    for about in ("fsync", "disk", "ledger", "audit", "anchor", "queue", "clock"):
        assert told[about][0] != "broken"
    assert told["anchor"][0] == "ok"
    assert before == _files(shop.folder)


def test_a_clock_that_was_set_back_is_named(shop: SmallShop) -> None:
    """Files of the shop are of today; the clock says another year."""
    assert _doctor(shop, now=NOW - timedelta(days=900))["clock"][0] == "broken"


def test_a_copy_gets_old_and_so_does_a_round(shop: SmallShop) -> None:
    """Nobody has to remember either."""
    told = _doctor(shop, now=NOW + timedelta(days=30))
    assert told["backup"][0] == told["rounds"][0] == "look"


def test_a_head_on_paper_tells_of_a_chain_that_was_cut_off(shop: SmallShop) -> None:
    """Without any file outside."""
    head = shop.command("audit", "head").out.strip()
    assert _doctor(shop, "--head", head)["anchor"][0] == "ok"
    other = head.split(":")[0] + ":" + "0" * 64
    assert _doctor(shop, "--head", other)["anchor"][0] == "broken"
    ran = shop.command("doctor", "--head", "12")
    assert (ran.code, "audit head" in ran.err) == (2, True)


def test_rounds_keep_the_head_outside_and_never_over_a_changed_chain(
    shop: SmallShop,
) -> None:
    """What was cut off stays visible, however many rounds follow."""
    anchor = shop.folder.parent / "outside.anchor"
    kept = anchor.read_text(encoding="utf-8")
    assert kept.count("\n") == 1
    assert shop.command("stop", now=NOW).code == 0
    assert shop.command("run", now=NOW + timedelta(days=1)).code == 0
    assert anchor.read_text(encoding="utf-8").count("\n") == 2
    _sql("DELETE FROM audit WHERE sequence > 1")(shop.folder)
    for day in (2, 3):
        assert shop.command("run", now=NOW + timedelta(days=day)).code == 0
        assert shop.command("stop", "--take-back", now=NOW).code == 0
    assert anchor.read_text(encoding="utf-8").count("\n") == 2
    assert _doctor(shop)["anchor"][0] == "broken"
    assert shop.command("audit", "head", "--keep").code == 2


def test_it_looks_beside_a_running_server(tmp_path: Path) -> None:
    """A server that runs is not held up, and holds nothing up."""
    folder = new_served_shop(tmp_path / "served")
    with running(folder, "--no-rounds") as server:
        told = _doctor(SmallShop(folder), now=None)
        assert not {one: what for one, what in told.items() if what[0] == "broken"}
        assert server.ask("/readyz").status == 200


def test_a_folder_in_memory_keeps_nothing(tmp_path: Path) -> None:
    """A real one, where this machine has one."""
    memory = Path("/dev/shm")  # noqa: S108 the very thing
    if not memory.is_dir():
        pytest.skip("no /dev/shm here")
    folder = memory / f"shopkeeper-{tmp_path.parent.name}-{tmp_path.name}"
    try:
        new_served_shop(folder)
        assert SmallShop(folder).command("run").code == 0
        assert _doctor(SmallShop(folder), now=None)["fsync"][0] == "broken"
    finally:
        shutil.rmtree(folder, ignore_errors=True)
