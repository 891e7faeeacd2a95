"""What sits in one head is asked for, kindly, of the one whose head it is."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.builders.shop import NOW, SmallShop


DAY = timedelta(days=1)
NAMES = ("Ann", "Bea", "Cleo", "Dora", "Edie", "Fay")
PEOPLE = "customer_no,first_name,last_name,email\n" + "".join(
    f"C{n},{name},Roy,{name.lower()}@post.example\n"
    for n, name in enumerate(NAMES, start=1)
)
NOTES = "email,at,author,note\n"
CALLS = "email,at,sender,channel,author,message\n"


def note(number: int, author: str = "Tilda Croy", day: str = "2026-10-20") -> str:
    """Write a note about a customer."""
    who = f"{NAMES[number - 1].lower()}@post.example"
    return f"{who},{day}T09:00:00+00:00,{author},Likes green tea.\n"


def call(who: str, day: str, author: str = "Tilda Croy") -> str:
    """Note that somebody of ours rang her."""
    at = f"{day}T09:00:00+00:00"
    return f"{who}@post.example,{at},agent,phone,{author},Good to hear you.\n"


def asked(shop: SmallShop, now=NOW) -> list[dict]:
    """Return what colleagues are asked to write down, if it still waits."""
    desk = shop.command("desk", "--json", now=now).json()
    return [
        one
        for one in desk
        if "what should a colleague know" in one["reason"] and one["state"] == "waiting"
    ]


@pytest.fixture(name="shop")
def _shop(tmp_path) -> SmallShop:
    """Return a shop of six customers whose names are known."""
    return SmallShop(tmp_path / "corner").has("crm", "people", PEOPLE)


def test_who_alone_has_written_about_her_is_asked_with_a_ready_line(shop):
    """Once; and the mirror says of how many, not of whom more than whom."""
    shop.has("notes", "notes", NOTES + note(1) + note(2) + note(2, "Mara Stein"))
    shop.plans("letter", "Hello,").opens()
    for day in range(3):
        shop.work(now=NOW + day * DAY)
    (item,) = asked(shop)
    assert item["for"] == "tilda"
    assert item["reason"].startswith("Ann Roy")
    assert f"shopkeeper note {item['person_id']}" in "\n".join(item["brief"]["lines"])
    heads = shop.command("mirror", "--json").json()["only_in_heads"]
    assert heads == [{"author": "Tilda Croy", "people": 1}]


def test_nobody_is_asked_for_more_than_three_at_once(shop):
    """Nor for the next three in the same week."""
    everyone = "".join(note(n) for n in range(1, 7))
    shop.has("notes", "notes", NOTES + everyone)
    shop.plans("letter", "Hello,").opens()
    for day in range(3):
        shop.work(now=NOW + day * DAY)
    assert len(asked(shop)) == 3
    (first, *_) = asked(shop)
    shop.command("desk", "--take", first["id"], "--by", "tilda")
    done = ("--complete", first["id"], "--by", "tilda", "--proof", "wrote it down")
    assert shop.command("desk", *done).code == 0
    shop.work(now=NOW + 4 * DAY)
    assert len(asked(shop)) == 2
    shop.work(now=NOW + 10 * DAY)
    assert len(asked(shop)) == 3


def test_a_second_voice_takes_the_question_back(shop):
    """It has answered itself."""
    shop.has("notes", "notes", NOTES + note(1)).plans("letter", "Hello,").opens()
    shop.work()
    assert len(asked(shop)) == 1
    shop.write("exports/notes.csv", NOTES + note(1) + note(1, "Mara Stein"))
    shop.work(now=NOW + DAY)
    assert asked(shop, NOW + DAY) == []


def test_after_a_call_without_a_note_who_rang_is_asked(shop):
    """Two working days later; a note of hers in between is enough."""
    calls = call("ann", "2026-10-26") + call("bea", "2026-10-26")
    calls += call("cleo", "2026-10-30")
    shop.has("calls", "messages", CALLS + calls)
    noted = note(2, day="2026-10-27") + note(2, "Mara Stein")
    shop.has("notes", "notes", NOTES + noted)
    shop.plans("letter", "Hello,").opens()
    shop.work()
    (item,) = asked(shop)
    assert item["reason"].startswith("Ann Roy")
    assert "You spoke with her on 26 October" in item["brief"]["lines"][0]
    shop.write("exports/notes.csv", NOTES + noted + note(1, day="2026-11-02"))
    shop.work(now=NOW + DAY)
    lines = [one["brief"]["lines"][0] for one in asked(shop, NOW + DAY)]
    assert not [one for one in lines if "26 October" in one]
