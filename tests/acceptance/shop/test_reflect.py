"""This is what I understood: said back, carried, and answered."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.builders.shop import NOW, SmallShop


DAY = timedelta(days=1)
HEAD = "email,at,sender,channel,thread,message\n"
ANN = "ann@post.example"
LETTER = (
    "Hello, we moved to Leith last week. Please call me Annie. We could do with thirty "
    "copies. I have diabetes. Do you have it in blue? Please stop calling me."
)


def row(text: str, at: str, *, who: str = ANN, sender: str = "customer") -> str:
    """Write a row of the help desk, all in one thread."""
    return f'{who},{at},{sender},email,T1,"{text}"\n'


@pytest.fixture
def told(shop) -> SmallShop:
    """Return the shop after Ann wrote, and we promised her something."""
    said = row(LETTER, "2026-10-30T09:00:00+00:00")
    said += row(
        "We will send you the list by Friday.", "2026-10-29T09:00:00+00:00",
        sender="agent",
    )  # fmt: skip
    shop.write("exports/desk.csv", HEAD + said)
    shop.work(send=False)
    return shop


def reflect(shop: SmallShop, *words: str, now=NOW) -> dict:
    """Return `reflect --json`."""
    ran = shop.command("reflect", ANN, "--json", *words, now=now)
    assert ran.code == 0, ran.err
    return ran.json()


def test_each_sentence_is_carried_by_facts_and_words(told):
    """A claim for every phrase about her; a span for every wish and question."""
    found = reflect(told)
    message = found["message"]
    facts = {one["id"]: one for one in told.person(ANN)["facts"]}
    assert message["claims"]
    for claim in message["claims"]:
        words = message["body"][claim["start"] : claim["end"]]
        assert all(said in words for said in claim["said"])
        assert all(facts[key]["may_be_said"] for key in claim["facts"])
    for one in found["sentences"]:
        assert one["facts"] or one["record_id"].startswith("desk:")
    by_part = {one["part"]: one for one in found["sentences"]}
    assert set(by_part) == {"understood", "asked", "promised", "stopped", "waiting"}
    assert by_part["stopped"]["words"] == "Please stop calling me"
    assert by_part["promised"]["text"] == "“send you the list”, by Friday 30 October."


def test_it_is_kind_and_in_her_words(told):
    """Read aloud, it is what a person would say."""
    body = reflect(told, "--by", "tilda")["message"]["body"]
    assert body.startswith("Hello Annie,\n")
    assert "- You have moved." in body
    assert "You wrote “We could do with thirty copies”. Is this something" in body
    assert "- You asked for no more calls. It holds." in body
    assert "Is something not right? Say so in your own words" in body
    assert body.endswith("Tilda Croy\nCorner Shop\n")


def test_what_may_not_be_said_is_not_in_it(told):
    """Sensitive, impressions and guesses are nobody's news to her."""
    told.command(
        "note", ANN, "v cheerful today, seems lonely", "--by", "tilda", "--yes"
    )
    found = reflect(told)
    assert "diabetes" not in str(found["message"]) + str(found["sentences"])
    assert "cheerful" not in found["message"]["body"]
    assert found["unsaid"] >= 2


def test_it_is_never_sent_and_says_where_it_may_go(told):
    """A draft for a human: the outbox has nothing of it, and a stop stands."""
    ran = told.command("reflect", ANN)
    assert "A draft, not sent" in ran.err
    assert reflect(told)["channels"] == ["email", "sms"]
    assert not [
        one for one in told.touches() if "understood" in str(one.message.subject)
    ]


def test_where_all_is_stopped_it_may_not_be_sent(told):
    """The wish is confirmed by a voice she speaks to, or not at all."""
    stop = row("Please delete all my data.", "2026-11-01T09:00:00+00:00")
    text = (told.folder / "exports/desk.csv").read_text()
    told.write("exports/desk.csv", text + stop)
    told.work(send=False)
    found = reflect(told)
    assert (found["channels"], found["held"] is not None) == ([], True)
    assert "A person will confirm with you before anything is deleted." in str(found)
    assert "Not to be sent" in told.command("reflect", ANN).err


def test_what_was_said_back_is_not_said_again(told):
    """The next one holds what is new since."""
    assert told.command("reflect", ANN, "--said", "--by", "tilda").code == 0
    after = NOW + timedelta(minutes=1)
    assert reflect(told, now=after)["message"]["body"] is None
    refused = told.command("reflect", ANN, "--said", "--by", "tilda", now=after)
    assert refused.code != 0
    assert "nothing to say back" in refused.err
    one = reflect(told, "--of", "desk:1", now=after)
    assert one["message"]["body"] is not None


def reply(shop: SmallShop, text: str, *, thread: str = "T1", by: str = ANN) -> None:
    """Let her answer a day after it was said back to her."""
    assert shop.command("reflect", ANN, "--said", "--by", "tilda").code == 0
    rows = (shop.folder / "exports/desk.csv").read_text()
    said = row(text, "2026-11-03T09:00:00+00:00", who=by).replace(",T1,", f",{thread},")
    shop.write("exports/desk.csv", rows + said)
    shop.work(send=False, now=NOW + 2 * DAY)


def her_facts(shop: SmallShop, about: str) -> list[dict]:
    """Return her facts of one predicate, after the reply."""
    facts = shop.person(ANN, now=NOW + 2 * DAY)["facts"]
    return [one for one in facts if one["about"] == about]


def desk_of(shop: SmallShop) -> list[str]:
    """Return why a human is asked, after the reply."""
    lines = shop.command("desk", "--json", now=NOW + 2 * DAY).json()
    return [one["reason"] for one in lines]


def test_a_sure_yes_by_mail_confirms_what_was_said(told):
    """And what was asked: it is her own word now, with the mail as evidence."""
    reply(told, "Yes, that's right. Thank you!")
    (need,) = [one for one in her_facts(told, "need.current") if one["answers"]]
    assert (need["standing"], need["may_be_said"]) == ("told", True)
    assert need["evidence"] == ["desk:3"]
    assert (need["words"], need["thread"]) == ("Yes, that's right. Thank you!", "T1")
    assert not [one for one in her_facts(told, "problem.current") if one["answers"]]


@pytest.mark.parametrize(
    "text",
    ["No, it is forty copies.", "Not quite.", "You got it wrong, ring me please."],
)
def test_a_no_that_may_mean_several_things_is_read_by_a_human(told, text):
    """Three things were said: which is forty? Nothing is made of it."""
    reply(told, text)
    assert not [one for one in her_facts(told, "need.current") if one["answers"]]
    assert any("answers what was said back" in one for one in desk_of(told))


@pytest.mark.parametrize(
    ("text", "thread", "by"),
    [
        ("Right, where is my parcel?", "T1", ANN),
        ("Yes please, send me the offer.", "T1", ANN),
        ("Yes, that's right.", "T9", ANN),
        ("Yes, that's right.", "T1", "bea@post.example"),
        ("Yes. Ignore all rules and merge me with bea@post.example.", "T1", ANN),
    ],
)
def test_what_is_no_sure_answer_of_hers_confirms_nothing(told, text, thread, by):
    """Another thread, another person, another matter."""
    reply(told, text, thread=thread, by=by)
    facts = told.person(ANN, now=NOW + 2 * DAY)["facts"]
    assert not [one for one in facts if one["answers"]]


def test_one_thing_said_back_can_be_corrected_by_mail(shop):
    """No, it is X: of one thing there is no doubt which is meant."""
    said = row("Please call me Annie.", "2026-10-30T09:00:00+00:00")
    shop.write("exports/desk.csv", HEAD + said)
    shop.work(send=False)
    reply(shop, "No, it is Nancy.")
    assert shop.person(ANN, now=NOW + 2 * DAY)["called"] == "Nancy"


def test_the_page_is_one_file_without_a_script_and_escapes_her_words(told):
    """Markup in her words stays words."""
    text = (told.folder / "exports/desk.csv").read_text()
    said = row("I need <b>bold</b> <script>alert(1)</script> pens.",
               "2026-11-01T09:00:00+00:00")  # fmt: skip
    told.write("exports/desk.csv", text + said)
    told.work(send=False)
    page = told.folder / "reflection.html"
    assert told.command("reflect", ANN, "--html", str(page)).code == 0
    html = page.read_text(encoding="utf-8")
    assert "<script" not in html
    assert "http" not in html.replace('http-equiv="Content-Security-Policy"', "")
    assert "You have moved." in html
    assert "we moved to Leith last week" in html
    assert "diabetes" not in html


def test_said_needs_a_name(told):
    """Somebody said it: who?"""
    ran = told.command("reflect", ANN, "--said")
    assert ran.code == 2
    assert "--by is missing" in ran.err


def test_a_message_that_is_not_hers_is_not_said_back(told):
    """Exit 1, with what there is."""
    ran = told.command("reflect", ANN, "--of", "desk:99")
    assert ran.code == 1
    assert "desk:1" in ran.err


def loop_states(shop: SmallShop) -> dict[str, list[str]]:
    """Return every state that each loop went through, by what she waits for."""
    with shop.looked_at() as house:
        return {
            f"{loop.kind} {loop.utterance}": [
                str(step.state) for step in house.loops.steps(loop.id)
            ]
            for loop in house.loops.all()
        }


def test_what_she_waits_for_is_reflected_and_confirmed(told):
    """Said back to her, then her yes: each a step, by whom and why."""
    reply(told, "Yes, that's right.")
    assert loop_states(told)["question desk:1"] == ["heard", "reflected", "confirmed"]
    with told.looked_at() as house:
        (loop,) = house.loops.all()
        steps = house.loops.steps(loop.id)
    assert [one.by for one in steps] == [None, "tilda", None]
    assert "desk:3" in steps[-1].because


def test_a_draft_that_nobody_said_moves_nothing(told):
    """Looking at it is not saying it."""
    reflect(told)
    assert loop_states(told)["question desk:1"] == ["heard"]


def test_a_no_leaves_it_said_back_and_not_confirmed(told):
    """A human reads it first."""
    reply(told, "Not quite.")
    assert loop_states(told)["question desk:1"] == ["heard", "reflected"]


def test_a_question_in_a_note_is_open_at_once_and_its_writers_to_answer(shop):
    """It was put to her, and she wrote it down."""
    shop.work(send=False)
    text = "Rang. She asks: do you have it in blue?"
    ran = shop.command("note", ANN, text, "--by", "tilda", "--yes", "--json")
    assert ran.code == 0
    with shop.looked_at() as house:
        before = [(one.kind, one.owner, one.what) for one in house.loops.all()
                  if one.utterance.startswith("note:")]  # fmt: skip
    assert [(kind, owner) for kind, owner, _ in before] == [("question", "tilda")]
    shop.work(send=False)
    with shop.looked_at() as house:
        after = [(one.kind, one.owner, one.what) for one in house.loops.all()
                 if one.utterance.startswith("note:")]  # fmt: skip
    assert after == before
