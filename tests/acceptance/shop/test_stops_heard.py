"""What she no longer wants acts at once, with its sentence, and is confirmed to her."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from shopkeeper import bootstrap
from shopkeeper.flow.sending import send_due
from shopkeeper.vocabulary import Channel
from tests.builders.shop import NOW, SmallShop


ANN = "ann@post.example"
DAY = timedelta(days=1)
HEAD = "email,at,sender,channel,thread,message\n"


def says(shop: SmallShop, text: str, *, sender: str = "customer", now=NOW) -> None:
    """Let Ann write in a thread, and work a round."""
    said = f'{ANN},2026-11-02T09:00:00+00:00,{sender},email,T7,"{text}"\n'
    shop.write("exports/desk.csv", HEAD + said)
    shop.work(send=False, now=now)


def asked(shop: SmallShop, now=NOW) -> list[dict]:
    """Return what lies on the desk about Ann."""
    person = shop.person(ANN, now=now)["person_id"]
    lines = shop.command("desk", "--json", now=now).json()
    return [one for one in lines if one["person_id"] == person]


STOPS = [
    ("The kettle was fine. Please do not e-mail me any more.", "email",
     "Please do not e-mail me any more", "not by email"),
    ("Thanks for the tea! No more calls please.", "phone",
     "No more calls please", "not by phone"),
    ("The tea is lovely. Please write less often.", "frequency",
     "Please write less often", "sells nothing"),
    ("Lovely shop. No more adverts, please.", "marketing",
     "No more adverts, please", "sells nothing"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "scope", "sentence", "how"), STOPS)
def test_a_stop_walks_back_to_sentence_message_and_thread(
    shop, text, scope, sentence, how
):
    """Suppression, span, utterance, thread; and a human is asked to confirm it."""
    says(shop, text)
    person = shop.person(ANN)
    assert scope in person["suppressed"]
    stop = next(one for one in person["stops"] if one["scope"] == scope)
    start, end = stop["span"]
    assert text[start:end] == stop["words"] == sentence
    assert (stop["record_id"], stop["thread"]) == ("desk:1", "T7")
    (confirm,) = [one for one in asked(shop) if "It holds." in one["reason"]]
    assert how in confirm["reason"]
    assert confirm["minutes"] == 2


def test_one_message_with_several_stops_is_confirmed_once(shop):
    """One sentence of a human, not five."""
    says(shop, "No more calls, no more post, and no more adverts please.")
    assert {"phone", "post", "marketing"} <= set(shop.person(ANN)["suppressed"])
    assert len([one for one in asked(shop) if "It holds." in one["reason"]]) == 1


def test_a_pause_ends_by_itself(shop):
    """Nothing goes before its day, and then it may."""
    says(shop, "Please leave me in peace until 20 November.")
    (stop,) = [one for one in shop.person(ANN)["stops"] if one["until"]]
    assert stop["until"] == "2026-11-20T00:00:00+00:00"
    before = datetime(2026, 11, 19, 10, tzinfo=UTC)
    after = datetime(2026, 11, 20, 10, tzinfo=UTC)
    for moment, expected in ((NOW, False), (before, False), (after, True)):
        shop.work(now=moment)
        assert (ANN in {one.address for one in shop.sent()}) is expected
    assert shop.person(ANN, now=after)["suppressed"] == []
    assert shop.person(ANN, now=after)["stops"] == []


def test_fewer_is_fewer_and_not_none(shop):
    """Her budget shrinks; she is not silenced."""
    says(shop, "Please write less often.")
    shop.work(now=NOW + 4 * DAY)
    assert ANN in {one.address for one in shop.sent()}
    with shop.looked_at() as house:
        (stop,) = [
            one
            for one in house.consents.suppressions()
            if one.scope == "frequency" and one.address_hash is None
        ]
        assert stop.until is None


def test_a_topic_stops_that_topic_alone(shop):
    """The letter of another topic still goes."""
    text = (shop.folder / "content/letter.md").read_text()
    shop.write("content/letter.md", text.replace("+++\n", '+++\ntopic = "quiz"\n', 1))
    shop.plans("other", "Hello.", again="1 day").opens()
    says(shop, "I do not want to hear about the quiz any more.")
    assert "topic:quiz" in shop.person(ANN)["suppressed"]
    shop.work(now=NOW + 4 * DAY)
    hers = [one for one in shop.touches() if one.address == ANN]
    assert {one.content for one in hers if one.state == "sent"} == {"other"}


def test_a_topic_stopped_between_deciding_and_sending_holds_it(shop):
    """It is asked again in the moment of sending, as every other wish is."""
    text = (shop.folder / "content/letter.md").read_text()
    shop.write("content/letter.md", text.replace("+++\n", '+++\ntopic = "quiz"\n', 1))
    shop.opens()
    shop.work(send=False)
    words = "She does not want to hear about the quiz any more."
    shop.command("note", ANN, words, "--by", "tilda", "--yes")
    assert "topic:quiz" in shop.person(ANN)["suppressed"]
    shop.command("send")
    assert ANN not in {one.address for one in shop.sent()}
    assert shop.sent()


def test_a_stop_heard_by_a_colleague_needs_no_second_confirmation(shop):
    """Who wrote the note was there; it acts at once all the same."""
    shop.work(send=False)
    ran = shop.command(
        "note", ANN, "Rang. Doesn't want any more emails.", "--by", "tilda", "--yes"
    )
    assert ran.code == 0
    assert "email" in shop.person(ANN)["suppressed"]
    assert not [one for one in asked(shop) if "It holds." in one["reason"]]
    with bootstrap.shop_at(shop.folder) as house:
        send_due(house, now=NOW)
    assert ANN not in {one.address for one in shop.sent()}


def test_erase_is_confirmed_by_a_human_and_deletes_nothing(shop):
    """One item with a day, no second one that says it holds."""
    shop.work(send=False)
    before = shop.person(ANN)["facts"]
    says(shop, "Delete everything you hold on me.")
    (item,) = asked(shop)
    assert item["due"] == "2026-12-02T09:00:00+00:00"
    assert shop.person(ANN)["suppressed"] == ["all"]
    kept = {one["id"] for one in shop.person(ANN)["facts"]}
    assert {one["id"] for one in before} <= kept
    with shop.looked_at() as house:
        assert house.records.counts()["crm"] == 6


def test_our_footer_quoted_below_her_reply_is_no_stop(shop):
    """And neither is what an agent writes."""
    quoted = "Thank you!\n\n> To stop these mails click here. STOP\n> unsubscribe"
    says(shop, quoted)
    assert shop.person(ANN)["suppressed"] == []
    says(shop, "Please do not e-mail me any more.", sender="agent")
    assert shop.person(ANN)["suppressed"] == []


def test_a_stopped_channel_is_not_used_for_anything_not_even_service(shop):
    """The confirmation must find another way, too."""
    says(shop, "Please do not e-mail me any more.")
    found = shop.command("reflect", ANN, "--json").json()
    assert str(Channel.EMAIL) not in found["channels"]
    assert "You asked for no more e-mail. It holds." in found["message"]["body"]
    assert shop.person("C2")["suppressed"] == []


def test_what_is_not_english_stops_and_is_said_to_be_unread(shop) -> None:
    """Somebody has to read it who can; nothing is guessed from it meanwhile."""
    text = "Proszę nie dzwonić. Czekam na paczkę od trzech tygodni, jestem zła."
    says(shop, text)
    ran = shop.command("run")
    assert "Not in English, so not read but for stops, which hold: 1 of" in ran.err
    found = shop.person(ANN)
    assert [one["scope"] for one in found["stops"]] == ["phone"]
    assert not [one for one in found["facts"] if one["standing"] == "told"]
    says(shop, "The parcel came, thank you.")
    assert "not in English" not in shop.command("run").err


ROOIBOS = "The kettle was fine. Please stop emailing me about Rooibos."


def with_topic(shop: SmallShop, topic: str) -> None:
    """Give the shop one more content, of a topic."""
    shop.write(
        "content/leaf.md",
        f'+++\nkey = "leaf"\npurpose = "marketing"\nchannels = ["email"]\n'
        f'subject = "Leaves"\ntopic = "{topic}"\n+++\nHello.\n',
    )


@pytest.mark.parametrize("topic", ["rooibos", "Rooibos", "Rooibos tea"])
def test_a_topic_of_ours_is_closed_and_her_mail_stays_open(shop, topic):
    """She reads the rest gladly: to close it all would be deaf the other way."""
    with_topic(shop, topic)
    says(shop, ROOIBOS)
    person = shop.person(ANN)
    assert person["suppressed"] == [f"topic:{topic}"]
    wanted = shop.command("preferences", ANN, "--json").json()
    assert wanted["topics"][topic]["wanted"] is False
    assert wanted["channels"]["email"]["wanted"] is not False


def test_where_nothing_of_ours_is_called_so_the_wider_stop_holds_and_says_so(shop):
    """Her word as she wrote it, not cut down to a singular that is none."""
    says(shop, ROOIBOS)
    person = shop.person(ANN)
    assert person["suppressed"] == ["email", "topic:rooibos"]
    stop = next(one for one in person["stops"] if one["scope"] == "email")
    assert "she names “Rooibos”, and no topic of ours is called so" in stop["because"]
    assert "until somebody asks her" in stop["because"]


def test_a_word_that_is_not_what_the_mails_are_about_narrows_nothing(shop):
    """In doubt it is the wider stop."""
    with_topic(shop, "rooibos")
    says(shop, "Please stop emailing me. I never liked rooibos adverts anyway.")
    assert "email" in shop.person(ANN)["suppressed"]
