"""Two taps after a call: shown first, kept on a yes, and then it counts at once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.builders.shop import NOW, SmallShop


DAY = timedelta(days=1)
CALL = (
    "Rang her - needs a bigger tent before Easter. v cheerful. Owe her a quote by Fri. "
    "Her husband is allergic to nuts. Likes to be called Annie"
)


def note(shop: SmallShop, who: str, text: str, *more: str, now=NOW) -> dict:
    """Keep a note, and return what `note --json` prints."""
    ran = shop.command(
        "note", who, text, "--by", "tilda", "--yes", "--json", *more, now=now
    )
    assert ran.code == 0, ran.err
    return ran.json()


def facts(shop: SmallShop, who: str, about: str, now=NOW) -> list[dict]:
    """Return her facts of one predicate."""
    return [one for one in shop.person(who, now=now)["facts"] if one["about"] == about]


def test_a_note_becomes_facts_of_its_author_at_once(shop):
    """What she said is recorded, what the colleague thought is an impression."""
    shop.work(send=False)
    shown = note(shop, "C1", CALL)
    standings = {one["about"]: one["standing"] for one in shown["facts"]}
    assert standings == {
        "need.current": "recorded",
        "impression.mood": "impression",
        "promise.open": "recorded",
        "person.called": "recorded",
    }
    person = shop.person("C1")
    mine = [one for one in person["facts"] if one["source"] == "note"]
    assert {one["id"] for one in mine} == {one["id"] for one in shown["facts"]}
    assert {one["author"] for one in mine} == {"tilda"}
    (promise,) = person["promises"]
    assert promise["what"].endswith("a quote")
    assert promise["deadline"] == "2026-11-06"
    assert (promise["made_by"], promise["state"]) == ("tilda", "open")


def test_a_note_is_said_back_with_what_was_left_out(shop):
    """Each thing that was heard has a line with the very words, kept or not."""
    shop.work(send=False)
    shown = note(shop, "C1", CALL)
    for one in shown["heard"]:
        start, end = one["span"]
        assert CALL[start:end].strip() == one["words"]
        assert bool(one["because"]) == (one["became"] == "nothing")
    left = {one["words"]: one["because"] for one in shown["heard"] if one["because"]}
    assert "somebody else" in left["Her husband is allergic to nuts"]
    plain = shop.command("note", "C1", CALL, "--by", "tilda", "--yes")
    assert "a quote, by Friday 6 November 2026" in plain.out
    assert "Left out:" in plain.out
    assert "used, never said to her" in plain.out


def test_without_a_yes_nothing_is_kept_and_it_says_how(shop):
    """No terminal, no --yes: it is only shown."""
    shop.work(send=False)
    ran = shop.command("note", "C1", CALL, "--by", "tilda", "--json")
    assert (ran.code, ran.json()["kept"]) == (0, False)
    assert "--yes" in ran.err
    assert not [one for one in shop.person("C1")["facts"] if one["source"] == "note"]
    with shop.looked_at() as house:
        assert not house.records.knows("note")


def test_the_same_note_again_changes_nothing(shop):
    """Same words, author and moment: one note; another moment: another."""
    shop.work(send=False)
    first = note(shop, "C1", CALL)
    again = note(shop, "C1", CALL)
    assert (first["new"], again["new"]) == (True, False)
    assert first["utterance"] == again["utterance"]
    later = note(shop, "C1", CALL, now=NOW + DAY)
    assert later["new"]
    with shop.looked_at() as house:
        assert house.records.counts()["note"] == 2


def test_rounds_and_a_lost_warehouse_keep_what_a_note_said(shop):
    """It is a row of the ledger: heard again it is the same facts, and no others."""
    shop.work(send=False)
    note(shop, "C1", CALL)
    before = shop.person("C1")
    done = shop.work(send=False)
    assert (done.counts["facts_new"], done.counts["facts_gone"]) == (0, 0)
    after = shop.person("C1")
    assert after["facts"] == before["facts"]
    assert after["promises"] == before["promises"]
    for path in sorted(
        (shop.folder / ".shopkeeper/warehouse").rglob("*"), reverse=True
    ):
        path.rmdir() if path.is_dir() else path.unlink()
    shop.work(send=False)
    assert shop.person("C1")["facts"] == before["facts"]
    found = shop.person(note(shop, "C1", CALL)["utterance"])
    assert found["person_id"] == before["person_id"]


def test_a_stop_in_a_note_holds_at_once_with_its_sentence(shop):
    """The letter was decided this morning; she said no on the phone at ten."""
    shop.work(send=False)
    note(shop, "C1", "Rang her about the tent. She doesn't want any more emails.")
    shop.command("send")
    assert "ann@post.example" not in {one.address for one in shop.sent()}
    person = shop.person("C1")
    assert "email" in person["suppressed"]
    (stop,) = person["stops"]
    assert "any more emails" in stop["words"]
    assert stop["record_id"].startswith("note:")


def test_who_asks_to_be_forgotten_on_the_phone_is_asked_again_by_a_human(shop):
    """Nothing is deleted by hearing alone, by whomever it was written down."""
    shop.work(send=False)
    note(shop, "C1", "Please delete all my data, she said. Was calm about it.")
    person = shop.person("C1")
    assert person["suppressed"] == ["all"]
    assert person["facts"]
    (asked,) = [
        one
        for one in shop.command("desk", "--json").json()
        if one["person_id"] == person["person_id"]
    ]
    assert "asks that her data be deleted" in asked["reason"]
    assert asked["due"] is not None


def test_an_impression_fades_and_is_never_said(shop):
    """Half as sure after sixty days."""
    shop.work(send=False)
    note(shop, "C1", CALL)
    (now,) = facts(shop, "C1", "impression.mood")
    (later,) = facts(shop, "C1", "impression.mood", now=NOW + 60 * DAY)
    assert later["confidence_now"] == pytest.approx(now["confidence"] / 2, rel=1e-4)
    assert not now["may_be_said"]


def test_several_or_nobody_are_answered_as_person_does(shop):
    """Exit 1, candidates or the nearest, and nothing written down."""
    shop.work(send=False)
    several = shop.command("note", "Ann", CALL, "--yes", "--json")
    assert (several.code, len(several.json()["candidates"])) == (1, 2)
    nobody = shop.command("note", "zoe@else.example", CALL, "--yes", "--json")
    assert (nobody.code, len(nobody.json()["nearest"])) == (1, 3)
    with shop.looked_at() as house:
        assert not house.records.knows("note")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("note", "C1", "  ", "--yes"), "is empty"),
        (
            ("note", "C1", "She called.", "--by", "nobody", "--yes"),
            "no member of staff",
        ),
        (("note", "C1", "x" * 20_001, "--yes"), "at most"),
    ],
)
def test_what_is_no_note_is_refused_in_one_sentence(shop, words, says):
    """Exit 2, and what to do."""
    shop.work(send=False)
    ran = shop.command(*words)
    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert says in ran.err


def test_a_source_may_not_take_the_name_of_the_notes(tmp_path):
    """Record ids of both would run into each other."""
    made = SmallShop(tmp_path / "other").has("note", "people", "a\n1\n")
    made.write("shop.toml", made.head + made.staff + "".join(made.sources))
    ran = made.command("status")
    assert ran.code == 2
    assert "is the shop's own" in ran.err
