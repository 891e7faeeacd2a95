"""`shopkeeper preview`: the words, the evidence of each phrase, what was not said."""

from __future__ import annotations

import re

import pytest

from shopkeeper.flow.finding import find_person
from shopkeeper.flow.previewing import preview_json
from tests.builders.shop import NOW, SmallShop


NAMES = ("Ann", "Bea", "Cy", "Dot", "Eve", "GhostRider567")
ROWS = "customer_no,first_name,email\n" + "".join(
    f"C{n},{name},{name.lower()}@post.example\n" for n, name in enumerate(NAMES)
)
BODY = """{% say %}Hello {{ person.called }},{% or %}Hello,{% endsay %}

{% say about: "event.moved" %}You have moved.{% or %}
As you told us, all is well.{% endsay %}
"""


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    """A shop with six people, one of them with a handle for a name."""
    made = SmallShop(tmp_path_factory.mktemp("preview"))
    made.has("crm", "people", ROWS).plans("hello", BODY).opens()
    made.work(send=False)
    made.command("note", "dot@post.example", "stop all emails to her", "--yes")
    return made


def seen(shop, *people, **more):
    with shop.looked_at() as house:
        ids = [find_person(house, one, now=NOW) for one in people] or None
        return preview_json(house, "hello", ids, now=NOW, **more)


def test_each_phrase_stands_over_its_evidence(shop):
    """Words, span, fact, whose word, which row."""
    (ann,) = seen(shop, "ann@post.example")["people"]
    (phrase,) = ann["phrases"]
    body = ann["message"]["body"]
    assert body[phrase["start"] : phrase["end"]] == phrase["words"] == "Hello Ann,"
    (fact,) = phrase["facts"]
    assert (fact["about"], fact["value"], fact["standing"]) == (
        "person.called", "Ann", "recorded",
    )  # fmt: skip
    assert (fact["record_id"], fact["department"]) == ("crm:C0", "crm")
    assert ann["state"] == "partly specific"


def test_a_rung_that_was_not_taken_says_why(shop):
    """The value that is no name, and what nobody knows."""
    (ghost,) = seen(shop, "ghostrider567@post.example")["people"]
    assert ghost["state"] == "vague"
    reasons = {
        one["about"]: (one["value"], one["because"])
        for ladder in ghost["ladders"]
        for rung in ladder["not_taken"]
        for one in rung["because"]
    }
    assert reasons["event.moved"] == (None, "nothing is known about it")
    value, because = reasons["person.called"]
    assert value == "GhostRider567"
    assert because.startswith("its name")


def test_claims_in_plain_words_are_shown_before_anything(shop):
    """With file, line and column, as whoever signs needs them."""
    (one,) = seen(shop, "ann@post.example")["hidden_claims"]
    assert (one["file"], one["words"]) == ("content/hello.md", "As you told us")
    assert one["line"] == 10


def test_people_are_picked_from_the_most_specific_to_the_held(shop):
    """And the label counts those who get the same words but for their name."""
    found = seen(shop)
    assert found["looked_at"] == 6
    states = [one["state"] for one in found["people"]]
    assert states == sorted(states, key=["partly specific", "vague", "held"].index)
    assert len(seen(shop, most=2)["people"]) == 2
    assert "personalised, not personal" in found["label"]
    ghost = next(one for one in found["people"] if one["state"] == "vague")
    assert ghost["label"] is None


def test_a_checker_that_is_passed_in_sees_each_message(shop):
    """There the reply check runs; its findings stand beside the words."""

    def check(message, content):
        return [{"check": "length", "says": f"{content.key} {len(message.body)}"}]

    (ann,) = seen(shop, "ann@post.example", check=check)["people"]
    assert ann["findings"][0]["says"].startswith("hello ")


def test_the_command_prints_underlines_and_writes_a_page(shop, tmp_path):
    """For the terminal, for programs, and for people who would rather look."""
    ran = shop.command("preview", "hello", "--for", "ann@post.example")
    assert ran.code == 0
    assert "Hello Ann,[1]" in ran.out
    assert "[1] person.called, recorded in crm (crm)" in ran.out
    assert "not said: “You have moved.”" in ran.out
    both = ("--for", "ann@post.example", "--for", "bea@post.example")
    found = shop.command("preview", "hello", *both, "--json").json()
    assert [one["called"] for one in found["people"]] == ["Ann", "Bea"]
    page = tmp_path / "p.html"
    assert shop.command("preview", "hello", "--html", str(page)).code == 0
    text = page.read_text("utf-8")
    assert re.search(r"<u><bdi>Hello Ann,</bdi></u><sup>1</sup>", text)
    assert "Side by side" in text
    assert "<script" not in text


def test_what_does_not_exist_is_named_with_the_nearest(shop):
    """A wrong key, nobody of that name, nobody to pick."""
    ran = shop.command("preview", "helo", "--for", "ann@post.example")
    assert ran.code == 2
    assert "did you mean 'hello'?" in ran.err
    assert shop.command("preview", "hello", "--for", "zoe@post.example").code == 1
    assert shop.command("preview", "hello", "--people", "0").code == 2


def test_whoever_signs_or_checks_a_plan_is_shown_the_words(shop):
    """At the words, on stderr; it stops nothing."""
    ran = shop.command("plan", "check", "hello")
    assert "look: content/hello.md, line 10, column" in ran.err
    signed = shop.command("plan", "sign", "hello", "--role", "content", "--by", "mara")
    assert signed.code == 0
    assert "“As you told us” says that she told us something" in signed.err


def test_a_person_with_something_sensitive_looks_as_if_it_were_not_there(shop):
    """The rung above says no value of it, only that it is never said."""
    shop.command(
        "note", "eve@post.example", "She is pregnant and tells nobody", "--yes"
    )
    shop.work(send=False)
    (eve,) = seen(shop, "eve@post.example")["people"]
    assert "pregnan" not in str(eve)


def test_the_command_says_what_the_reply_check_finds(shop):
    """What hurries her and is signed by nobody is told so, and shown all the same."""
    shop.says("hurry", "Hello,\n\nOnly 3 left: buy now or you will miss out!\n")

    ran = shop.command("preview", "hurry", "--for", "ann@post.example", "--json")

    (ann,) = ran.json()["people"]
    found = {one["check"]: one for one in ann["findings"]}
    assert {"no_pressure", "thanks_and_is_signed"} <= set(found)
    hurried = found["no_pressure"]
    assert ann["message"]["body"][hurried["start"] : hurried["end"]].strip()


HURRIED = (
    "{% say %}Hello {{ person.called }},{% or %}Hello,{% endsay %}\n\n"
    "Only 3 left: buy now or you will miss out!\n\nThank you.\n\nAda Holm\n"
)


def test_what_is_found_in_every_letter_is_said_once(shop, tmp_path):
    """Twenty letters with the same fault are one fault, and it is named in words."""
    shop.says("hurry", HURRIED)
    told = shop.command("preview", "hurry").out
    page = tmp_path / "p.html"
    ran = shop.command("preview", "hurry", "--html", str(page))
    line = "“Only 3 left: buy now or you will miss out!” presses her."
    assert told.count(line) == 1
    assert told.startswith("Look, in every letter: ")
    assert "no_pressure" not in told
    assert page.read_text("utf-8").count("presses her") == 1
    assert f"{page}: " in ran.err
    assert "side by side" in ran.err
