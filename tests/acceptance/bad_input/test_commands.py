"""Bad input ends in one clear sentence, exit 2, and nothing half-written."""

from __future__ import annotations

import io
import subprocess

from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.builders.shop import (
    NOW,
    Ran,
    SmallShop,
    command,
    content,
    in_process,
    photograph,
    plan,
)


WHEN = ("--now", NOW.isoformat())
CRM = "customer_no,first_name,email\nC1,Ann,ann@post.example\n"


def cut_parquet() -> bytes:
    """Return a Parquet file that was cut off half-way."""
    whole = io.BytesIO()
    pq.write_table(pa.table({"a": list(range(500)), "b": ["x"] * 500}), whole)
    return whole.getvalue()[: whole.tell() // 2]


FILES: dict[str, tuple[str, bytes]] = {
    "empty": ("empty.csv", b""),
    "header only": ("header.csv", b"customer_no,first_name,email\n"),
    "one column": ("one.csv", b"email\na@post.example\nb@post.example\n"),
    "truncated": ("cut.parquet", cut_parquet()),
    "a NUL": ("nul.csv", b"id,name,email\n1,An\0n,a@post.example\n"),
    "not there": ("gone.csv", b""),
}


def refused(ran: Ran, *says: str) -> None:
    """Demand one sentence that names what is wrong, exit 2, and no traceback."""
    assert ran.code == 2, ran
    assert "Traceback" not in ran.err + ran.out
    lines = [line for line in ran.err.splitlines() if line.strip()]
    assert len(lines) == 1, ran.err
    assert len(lines[0]) < 500
    for word in says:
        assert word in lines[0]


def lay(folder: Path, kind: str) -> Path:
    """Write a bad file, and return where it lies."""
    name, data = FILES[kind]
    path = folder / name
    folder.mkdir(parents=True, exist_ok=True)
    if kind != "not there":
        path.write_bytes(data)
    return path


COMMANDS: dict[str, Callable[[Path, Path], list[str]]] = {
    "init": lambda bad, out: ["init", str(out / "shop"), "--from", str(bad)],
    "demo": lambda bad, out: ["demo", "--on", str(bad), "--into", str(out / "shop")],
    "remember": lambda bad, out: [
        "remember", str(bad), "--as-of", "2026-01-01", "--out", str(out / "made"),
    ],
    "recognise": lambda bad, out: ["recognise", str(bad), "--out", str(out / "p.csv")],
}  # fmt: skip


@pytest.mark.parametrize("kind", FILES)
@pytest.mark.parametrize("verb", COMMANDS)
def test_a_bad_table_is_refused_by_each_command_that_reads_one(tmp_path, verb, kind):
    """The file is named, and nothing is made."""
    bad = lay(tmp_path / "in", kind)
    out = tmp_path / "out"
    out.mkdir()
    refused(command(*COMMANDS[verb](bad, out)), bad.name)
    assert photograph(out) == {}
    assert not list(out.iterdir())


@pytest.mark.parametrize("kind", FILES)
def test_a_run_over_a_bad_table_keeps_nothing_of_it(tmp_path, kind):
    """The shop's folder is as it was, and the next run is a whole one."""
    shop = SmallShop(tmp_path / "corner").has("crm", "people", CRM * 1)
    name = FILES[kind][0]
    shop.sources.append(
        f'\n[[sources]]\nname = "bad"\nread = "exports/{name}"\nholds = "people"\n'
    )
    shop.opens(start=False)
    lay(shop.folder / "exports", kind)
    ran = command("run", str(shop.folder), *WHEN)
    refused(ran, name)
    assert not list(shop.folder.glob("out/*"))
    # Once the file is mended, nothing of the failed run stands in the way.
    mended = shop.folder / "exports" / name
    if name.endswith(".parquet"):
        rows = {"customer_no": ["C2", "C3"], "email": ["b@p.example", "c@p.example"]}
        pq.write_table(pa.table(rows), mended)
    else:
        mended.write_text(CRM.replace("C1", "C2").replace("Ann", "Bea"))
    again = command("run", str(shop.folder), *WHEN)
    assert again.code == 0, again.err


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("empty.jsonl", "", "empty"),
        ("prose.jsonl", "Dear all,\n", "prose.jsonl"),
        ("half.jsonl", '{"id": "1", "text": "hello"}\n{"id": "2", "te', "line 2"),
        ("field.jsonl", '{"id": "1"}\n', "text"),
        ("gone.jsonl", None, "gone.jsonl"),
    ],
)
def test_bad_lines_are_refused_by_listen(tmp_path, name, data, says):
    """File and line are named."""
    path = tmp_path / name
    if data is not None:
        path.write_text(data)
    out = tmp_path / "heard.jsonl"
    ran = command("listen", str(path), "--out", str(out))
    refused(ran, name, says)
    assert not out.exists()


PEOPLE = '{"person": "p1", "channel": "email", "address": "a@post.example"}\n'
GOOD = content("hello", "{% say %}Hi {{ person.called }}{% or %}Hi{% endsay %}")
BAD_CONTENTS = {
    "an unknown variable": ("{{ person.caled }}", "person.caled"),
    "a fact outside a ladder": ("Hello {{ person.called }}", "person.called"),
    "a ladder left open": ("{% say %}Hello", "say"),
    "if on a fact": ("{% if person.called %}Hello{% endif %}", "person.called"),
    "a last rung on a fact": ("{% say %}{{ person.called }}{% endsay %}", "rung"),
    "never said": ("{% say %}{{ person.register }}{% or %}x{% endsay %}", "register"),
}


@pytest.mark.parametrize("kind", BAD_CONTENTS)
def test_a_bad_content_is_refused_with_its_line(tmp_path, kind):
    """By `say`, by `plan check`, and by `run`, before anything is decided."""
    body, says = BAD_CONTENTS[kind]
    text = content("hello", body)
    (tmp_path / "hello.md").write_text(text)
    (tmp_path / "people.jsonl").write_text(PEOPLE)
    (tmp_path / "facts.jsonl").write_text("")
    out = tmp_path / "m.jsonl"
    words = ("--people", str(tmp_path / "people.jsonl"))
    words += ("--facts", str(tmp_path / "facts.jsonl"), "--out", str(out))
    refused(command("say", str(tmp_path / "hello.md"), *words), "hello.md", says)
    assert not out.exists()
    shop = SmallShop(tmp_path / "corner").has("crm", "people", CRM).plans("hello")
    shop.opens()
    shop.write("content/hello.md", text)
    refused(shop.command("plan", "check", "hello"), "hello.md", "line", says)
    refused(command("run", str(shop.folder), "--send", *WHEN), "hello.md", says)
    assert not shop.touches()
    assert not list(shop.folder.glob("out/*"))


def test_the_good_content_is_said(tmp_path):
    """What the bad ones are compared with."""
    (tmp_path / "hello.md").write_text(GOOD)
    (tmp_path / "people.jsonl").write_text(PEOPLE)
    (tmp_path / "facts.jsonl").write_text("")
    words = ("--people", str(tmp_path / "people.jsonl"))
    words += ("--facts", str(tmp_path / "facts.jsonl"))
    ran = command("say", str(tmp_path / "hello.md"), *words, "--out",
                  str(tmp_path / "m.jsonl"))  # fmt: skip
    assert ran.code == 0, ran.err


BAD_PLANS = {
    "a missing content": (plan("hello", content="helo"), "hello"),
    "an unknown name": (plan("hello", audience="stge in (new)"), "stage"),
    "an unknown stage": (plan("hello", audience="stage in (nwe)"), "new"),
    "an unknown key": (plan("hello").replace("intent", "intnt"), "intent"),
    "a broken day": (plan("hello", starts="2026-13-01"), "plans/hello.toml"),
    "no TOML": ("key = \n", "line 1"),
}


@pytest.mark.parametrize("kind", BAD_PLANS)
def test_a_bad_plan_is_refused_with_what_was_meant(tmp_path, kind):
    """By `plan check`, `plan sign` and `run`; nothing is signed or decided."""
    text, says = BAD_PLANS[kind]
    shop = SmallShop(tmp_path / "corner").has("crm", "people", CRM)
    shop.says("hello")
    shop.opens(start=False)
    shop.write("plans/hello.toml", text)
    before = photograph(shop.folder)
    refused(shop.command("plan", "check", "hello"), says)
    assert photograph(shop.folder) == before
    by = ("--role", "content", "--by", "mara")
    refused(shop.command("plan", "sign", "hello", *by), says)
    refused(command("run", str(shop.folder), *WHEN), says)
    assert (shop.folder / "plans/hello.toml").read_text() == text


BAD_SETTINGS = {
    "a typo": ('country = "GB"', 'contry = "GB"', "country"),
    "a zone that is none": ("Europe/London", "Europe/Leith", "Europe/Leith"),
    "an unknown holds": ('holds = "people"', 'holds = "peple"', "people"),
    "broken TOML": ('name = "Corner Shop"', 'name = "Corner', "line"),
    "an unknown role": ('"front_line"', '"frontline"', "front_line"),
}


@pytest.mark.parametrize("kind", BAD_SETTINGS)
def test_a_bad_shop_toml_is_refused_by_every_command(tmp_path, kind):
    """With file, line and nearest known key, and nothing touched."""
    was, becomes, says = BAD_SETTINGS[kind]
    shop = SmallShop(tmp_path / "corner").has("crm", "people", CRM).plans("hello")
    shop.opens()
    shop.work(send=False)
    text = (shop.folder / "shop.toml").read_text()
    assert was in text
    shop.write("shop.toml", text.replace(was, becomes, 1))
    before = photograph(shop.folder)
    for words in (
        ("run",), ("status", "--json"), ("send",), ("stop",), ("person", "C1"),
        ("why", "m1"), ("desk",), ("plan", "check", "hello"), ("people", "doubts"),
    ):  # fmt: skip
        now = None if words == ("people", "doubts") else NOW
        refused(shop.command(*words, now=now), "shop.toml", "line", says)
    assert photograph(shop.folder) == before


def test_a_folder_that_is_no_shop_is_refused_by_every_command(tmp_path):
    """With what to do, and nothing made in it."""
    (tmp_path / "notes.txt").write_text("not a shop\n")
    shop = SmallShop(tmp_path)
    for words in (
        ("run",), ("status",), ("send",), ("stop",), ("person", "C1"), ("why", "m1"),
        ("desk",), ("plan", "check", "hello"),
        ("plan", "start", "hello", "--by", "rosa"), ("people", "doubts"),
        ("people", "undo", "1", "--by", "rosa"),
    ):  # fmt: skip
        now = None if words == ("people", "doubts") else NOW
        refused(shop.command(*words, now=now), "is no shop", "shopkeeper init")
        refused(SmallShop(tmp_path / "gone").command(*words, now=now), "gone")
    assert photograph(tmp_path) == {"notes.txt": b"not a shop\n"}


def test_a_shop_without_a_round_says_what_to_do_first(tmp_path):
    """Looking makes no ledger."""
    shop = SmallShop(tmp_path / "corner").has("crm", "people", CRM)
    shop.opens(start=False)
    for words in (("status",), ("person", "C1"), ("why", "m1"), ("desk",)):
        refused(shop.command(*words), "shopkeeper run")
    assert not (shop.folder / ".shopkeeper/ledger.sqlite3").exists()


@pytest.mark.parametrize("text", ["tomorrow", "2026-13-01", ""])
def test_a_moment_that_is_none_is_refused(tmp_path, text):
    """With an example of one."""
    shop = SmallShop(tmp_path / "corner").has("crm", "people", CRM).opens(start=False)
    ran = command("run", str(shop.folder), "--now", text)
    refused(ran, "2026-11-02T09:00:00+00:00")


def test_init_refuses_a_shop_that_is_there_and_a_file(tmp_path):
    """A shop is never written over."""
    shop = SmallShop(tmp_path / "corner").has("crm", "people", CRM).opens(start=False)
    before = photograph(shop.folder)
    refused(command("init", str(shop.folder)), "a shop already")
    refused(command("init", str(shop.folder / "exports/crm.csv")), "crm.csv")
    assert photograph(shop.folder) == before


def test_a_damaged_ledger_is_refused(tmp_path):
    """By readers and writers, and left as it is for whoever mends it."""
    shop = SmallShop(tmp_path / "corner").has("crm", "people", CRM).opens(start=False)
    ledger = shop.folder / ".shopkeeper/ledger.sqlite3"
    ledger.write_bytes(b"this was a ledger once" * 400)
    refused(shop.command("status"), "ledger.sqlite3")
    refused(command("run", str(shop.folder), *WHEN), "ledger.sqlite3")
    assert ledger.read_bytes() == b"this was a ledger once" * 400


def test_damaged_or_missing_keys_are_refused(tmp_path):
    """Without them no address is recognised, and nothing may be sent."""
    shop = SmallShop(tmp_path / "corner").has("crm", "people", CRM).opens(start=False)
    shop.work(send=False)
    keys = shop.folder / ".shopkeeper/keys"
    keys.write_text('{"pepper": "00"')
    refused(shop.command("status"), "keys")
    refused(command("run", str(shop.folder), *WHEN), "keys")
    keys.unlink()
    refused(shop.command("status"), "keys")
    refused(command("run", str(shop.folder), *WHEN), "keys", "backup")
    assert not keys.exists()


@pytest.fixture
def read_only(tmp_path):
    """Return a folder that nobody may write to, root included."""
    folder = tmp_path / "still"
    folder.mkdir()
    (folder / "crm.csv").write_text(CRM + "C2,Bea,bea@post.example\n")
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "none", str(folder)],  # noqa: S607
        capture_output=True,
        check=False,
    )
    if mounted.returncode:
        pytest.skip("no file system may be mounted here, and root may write anywhere")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)  # noqa: S607


def test_a_folder_nobody_may_write_to_is_refused(read_only):
    """`init`, `run`, `demo` and what writes a file say so, and leave nothing."""
    shop = SmallShop(read_only).has("crm", "people", CRM).opens(start=False)
    remount = ["mount", "-o", "remount,ro", str(read_only)]
    subprocess.run(remount, check=True)
    before = photograph(read_only)
    for words in (
        ["run", str(shop.folder), *WHEN],
        ["init", str(read_only / "new")],
        ["demo", "--into", str(read_only / "new")],
        ["recognise", str(read_only / "exports/crm.csv"), "--out",
         str(read_only / "p.csv")],
    ):  # fmt: skip
        refused(command(*words), "still")
    assert photograph(read_only) == before


def test_proc_is_a_folder_nobody_may_write_to(tmp_path):
    """The kernel's own folder refuses root, too."""
    crm = tmp_path / "crm.csv"
    crm.write_text(CRM + "C2,Bea,bea@post.example\n")
    for words in (
        ["init", "/proc/new"],
        ["init", "/proc/new", "--from", str(crm)],
        ["demo", "--into", "/proc/new"],
        ["recognise", str(crm), "--out", "/proc/people.csv"],
    ):
        refused(command(*words), "/proc")


def test_the_installed_command_ends_without_a_traceback(tmp_path):
    """What is proved above in one process, once in a process of its own."""
    refused(in_process("run", str(tmp_path)), "is no shop")
    refused(in_process("person", "C1", "--shop", str(tmp_path)), "is no shop")
