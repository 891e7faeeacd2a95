"""Nothing reaches people until two of the staff have said so."""

from __future__ import annotations

import csv
import json

from datetime import timedelta

import pytest

from shopkeeper import bootstrap
from shopkeeper.vocabulary import TouchState
from tests.builders.shop import NOW, command
from tests.faults.sink import sink
from tests.faults.stage import Stage, address, set_stage


HER_PAGE = 'her_page = "https://corner.example/you/"'


@pytest.fixture(name="shop")
def _shop(tmp_path) -> Stage:
    return set_stage(tmp_path / "shop", 12)


def run(stage: Stage, *words: str, days: float = 0.0):
    """Run a command about the shop so many days later."""
    when = (NOW + timedelta(days=days)).isoformat()
    return command(*words, "--shop", str(stage.folder), "--now", when)


def states(stage: Stage) -> set[str]:
    """Return in which states its letters are."""
    return {str(one) for one in stage.states().values()}


def test_a_channel_reaches_nobody_before_two_have_said_so(shop):
    """One is not enough, nor the same one twice; a third is not needed."""
    with sink() as out:
        shop.settings(port=out.port)
        assert run(shop, "channel", "open", "email", "--by", "mara").code == 0
        again = run(shop, "channel", "open", "email", "--by", "mara")
        assert again.code == 2
        assert "somebody else" in again.err
        assert "a second person" in run(shop, "status").out
        told = run(shop, "send").err
        assert "a second person of the staff must say so" in told
        assert "What waits for it is kept" in told
        assert out.arrived == []
        assert states(shop) == {"approved"}
        with bootstrap.shop_at(shop.folder, writable=False) as house:
            kept = {(one.because, one.tries) for one in house.outbox.all()}
        ((because, tries),) = kept
        assert because.startswith("it waits: email is to reach people: a second person")
        assert tries == 0
        assert run(shop, "channel", "open", "email", "--by", "anil").code == 0
        run(shop, "send")
    assert len(out.arrived) == len(shop.states())


def test_two_have_said_so_and_a_started_plan_suffices_for_a_few(shop):
    """Up to fifty people; each gets one, from us, with a link to leave by."""
    with sink(keep=True) as out:
        shop.settings(port=out.port)
        for who in ("mara", "anil"):
            assert run(shop, "channel", "open", "email", "--by", who).code == 0
        sent = run(shop, "send")
    assert len(out.arrived) == len(shop.states()) > 5
    assert f"{len(out.arrived)} sent" in sent.err
    assert all(b"List-Unsubscribe: <https://corner.example/u/m" in r for r in out.raw)
    sender, to = out.envelopes[0]
    assert sender.startswith("bounces+m")
    assert len(to) == 1


def test_whoever_changes_where_it_goes_has_to_ask_again(shop):
    """What two people agreed to is the very settings."""
    with sink() as first, sink() as second:
        shop.settings(port=first.port)
        shop.agree()
        shop.settings(port=second.port)
        run(shop, "send")
        assert first.arrived == second.arrived == []


@pytest.mark.parametrize("key", ["reply_to", "unsubscribe", "return_path", "her_page"])
def test_whoever_changes_where_answers_go_has_to_ask_again(shop, key):
    """A link to leave by that leads elsewhere is as grave as another server."""
    with sink() as out:
        shop.settings(port=out.port)
        shop.agree()
        settings = shop.folder / "shop.toml"
        text = settings.read_text()
        there = text.splitlines()
        was = next((one for one in there if one.startswith(f"{key} = ")), "")
        new = was.replace("corner.", "coroner.") or HER_PAGE
        before = was or "[channels.email]"
        settings.write_text(text.replace(before, new if was else f"{before}\n{new}"))
        told = run(shop, "send").err
        assert out.arrived == []
        assert "two people of the staff must say so" in told


def test_a_shut_channel_reaches_nobody(shop):
    """At once, by anybody on staff; opening it again takes two again."""
    with sink() as out:
        shop.settings(port=out.port)
        shop.agree()
        assert run(shop, "channel", "shut", "email", "--by", "tilda").code == 0
        run(shop, "channel", "open", "email", "--by", "mara")
        run(shop, "send")
        assert out.arrived == []
    told = run(shop, "status").out
    assert "Channel email was shut by tilda on 02 November 10:00 UTC" in told


def test_above_fifty_a_second_person_sees_the_count_and_ten_samples(tmp_path):
    """Who started the plan is not the second; a number she was not shown is no yes."""
    stage = set_stage(tmp_path / "shop", 80)
    with sink() as out:
        stage.settings(port=out.port)
        for who in ("mara", "anil"):
            run(stage, "channel", "open", "email", "--by", who)
        people = len(stage.states())
        assert people > 50
        assert "a second person" in run(stage, "send").err
        assert out.arrived == []

        shown = run(stage, "plan", "approve", "hello")
        assert f"{people} people" in shown.err
        assert shown.out.count("A word from us") == 10
        yes = ("plan", "approve", "hello", "--people")
        assert run(stage, *yes, str(people), "--by", "rosa").code == 2  # her own plan
        assert run(stage, *yes, str(people - 1), "--by", "mara").code == 2
        assert run(stage, *yes, str(people), "--by", "mara").code == 0
        run(stage, "send")
    assert len(out.arrived) == people


def test_a_shop_of_one_person_may_say_so_and_every_status_shows_it(shop):
    """Her second word counts after a day, not before."""
    with sink() as out:
        shop.settings(port=out.port)
        settings = shop.folder / "shop.toml"
        alone = '\n[sending]\nsecond_person = "after 24 hours"\n'
        settings.write_text(settings.read_text() + alone)
        by = ("channel", "open", "email", "--by", "mara")
        assert run(shop, *by).code == 0
        assert run(shop, *by, days=0.9).code == 2
        assert run(shop, *by, days=1.0).code == 0
        run(shop, "send", days=1.0)
        assert "One person alone" in run(shop, "status").out
    assert len(out.arrived) == len(shop.states())


def test_a_preview_goes_to_a_member_of_staff_and_to_nobody_else(shop):
    """Before anybody has agreed to anything; nothing moves."""
    settings = shop.folder / "shop.toml"
    with sink(keep=True) as out:
        shop.settings(port=out.port)
        text = settings.read_text()
        settings.write_text(
            text.replace('id = "tilda"', 'id = "tilda"\nemail = "tilda@corner.example"')
        )
        before = shop.states()
        ran = run(shop, "send", "--to", "tilda")
        assert ran.code == 0, ran.err
        assert run(shop, "send", "--to", "stranger@else.example").code == 2
        assert run(shop, "send", "--to", "mara").code == 2  # no address
        assert shop.states() == before
    assert [to for to, _ in out.arrived] == ["tilda@corner.example"]
    assert b"Subject: [Preview] A word from us" in out.raw[0]
    assert b"List-Unsubscribe:" not in out.raw[0]


def test_messages_are_handed_over_once_and_count_as_sent(shop, tmp_path):
    """Beside what exists: neither exported twice, nor sent by us as well."""
    table = tmp_path / "out.csv"
    export = ("messages", "export", "--channel", "email", "--out")
    ran = run(shop, *export, str(table))
    assert ran.code == 0, ran.err
    with table.open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["to"] for row in rows} == set(shop.states())
    assert len({row["message_id"] for row in rows}) == len(rows)
    assert states(shop) == {"handed_over"}
    run(shop, *export, str(tmp_path / "again.csv"))
    assert len((tmp_path / "again.csv").read_text().splitlines()) == 1
    assert run(shop, *export, str(table)).code == 2  # it is there already
    run(shop, "run", "--send", days=1)
    assert not [one for one in shop.states().values() if one is TouchState.SENT]


def test_suppressions_come_in_once_and_the_strictest_wins(shop, tmp_path):
    """Whoever is on the list gets nothing, and no list lifts anything."""
    listed = tmp_path / "stopped.csv"
    listed.write_text(
        f"Email,Status\n{address(1).upper()},unsubscribed\n{address(2)},bounced\n,x\n"
    )
    first = run(shop, "suppression", "import", str(listed))
    again = run(shop, "suppression", "import", str(listed))
    assert first.err.startswith("2 addresses stopped, 0 were already, 1 row ")
    assert again.err.startswith("0 addresses stopped, 2 were already")
    listed.write_text(f"email,scope\n{address(1)},subscribed\n{address(2)},marketing\n")
    run(shop, "suppression", "import", str(listed))
    with sink() as out:
        shop.settings(port=out.port)
        shop.agree()
        run(shop, "send")
    assert not {address(1), address(2)} & {to for to, _ in out.arrived}
    assert len(out.arrived) >= 8


def test_a_list_says_what_it_could_not_take_and_what_it_took_for_the_strictest(
    shop, tmp_path
):
    """A misspelt address stops nobody, and a scope of another tool stops all."""
    listed = tmp_path / "stopped.csv"
    listed.write_text(
        f"email,scope\n{address(1)},newsletter\n{address(2)},email\nann(at)x,\n"
        "not an address,marketing\n"
    )
    told = run(shop, "suppression", "import", str(listed)).err
    assert told.startswith("2 addresses stopped")
    assert "nothing was stopped for it: 'ann(at)x', 'not an address'" in told
    assert "1 row with the scope 'newsletter', which is none of ours" in told
    assert "'email'" not in told
    with bootstrap.shop_at(shop.folder, writable=False) as house:
        found = {one.scope for one in house.consents.suppressions()}
    assert found == {"all", "email"}


def test_a_list_without_addresses_is_refused(shop, tmp_path):
    """A wrong file stops nobody, and says so."""
    (tmp_path / "x.csv").write_text("name,why\nAnn,left\n")
    ran = run(shop, "suppression", "import", str(tmp_path / "x.csv"))
    assert ran.code == 2
    assert "no column of addresses" in ran.err


def test_status_tells_what_was_agreed(shop):
    """As JSON, too."""
    with sink() as out:
        shop.settings(port=out.port)
        shop.agree()
        told = json.loads(run(shop, "status", "--json").out)["agreed"]
    assert told["channels"] == {"email": "reaches people"}
    assert told["second_person"] == "always"


def test_a_demonstration_reaches_nobody(tmp_path):
    """Whatever its settings say."""
    stage = set_stage(tmp_path / "shop", 5)
    (stage.folder / ".shopkeeper" / "demo").write_text("7\n")
    with bootstrap.shop_at(stage.folder) as house:
        assert not house.wires
    assert run(stage, "channel", "open", "email", "--by", "mara").code == 2


def test_a_channel_that_cannot_work_stops_nobody_from_looking(shop):
    """Without a sender nothing is sent, with what to do; `status` still answers."""
    settings = shop.folder / "shop.toml"
    shop.agree()
    text = settings.read_text()
    settings.write_text(text.replace('from = "Corner Shop <hello@corner.example>"', ""))
    assert run(shop, "status").code == 0
    for who in ("mara", "anil"):
        run(shop, "channel", "open", "email", "--by", who)
    ran = run(shop, "send")
    assert ran.code == 2
    assert 'write from = "…"' in ran.err
    settings.write_text(text)
    assert {str(one) for one in shop.states().values()} == {"attempting"}
