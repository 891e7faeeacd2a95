"""She confirms, corrects, denies, or wants a thing forgotten: her word outranks all."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.acceptance.shop.conftest import CRM
from tests.builders.shop import NOW, SmallShop


DAY = timedelta(days=1)


def facts(shop: SmallShop, who: str, about: str, now=NOW) -> list[dict]:
    """Return her facts of one predicate."""
    return [one for one in shop.person(who, now=now)["facts"] if one["about"] == about]


def answer(shop: SmallShop, *words: str, now=NOW) -> dict:
    """Give an answer, and return what it came to."""
    ran = shop.command(*words, "--json", now=now)
    assert ran.code == 0, ran.err
    (found,) = ran.json()["answers"]
    return found


def test_a_correction_is_told_outranks_all_and_points_at_what_it_corrects(shop):
    """The list keeps saying otherwise, visibly, and never gets its way again."""
    shop.work(send=False)
    (was,) = facts(shop, "C1", "person.called")
    done = answer(shop, "correct", "C1", "person.called", "Annie", "--by", "tilda")
    assert done["told"]["answers"] == was["id"]
    found = {one["value"]: one for one in facts(shop, "C1", "person.called")}
    assert (found["Annie"]["standing"], found["Annie"]["may_be_said"]) == ("told", True)
    assert found["Annie"]["author"] == "tilda"
    assert not found["Ann"]["may_be_said"]
    person = shop.person("C1")
    assert person["called"] == "Annie"
    assert [sorted([found["Ann"]["id"], found["Annie"]["id"]])] == person["conflicts"]


def test_a_correction_leads_back_to_her_words(shop):
    """Span, utterance, and the words themselves."""
    shop.work(send=False)
    done = answer(shop, "correct", "C2", "event.moved", "We moved to Leith in May")
    (found,) = facts(shop, "C2", "event.moved")[:1]
    assert found["words"] == "We moved to Leith in May"
    assert found["evidence"] == [done["id"]]
    assert found["span"] == [0, len(found["words"])]


def test_what_she_corrected_herself_is_gone_and_not_overwritten(shop):
    """Her own earlier word gives way; the ledger still has both."""
    shop.work(send=False)
    first = answer(shop, "correct", "C1", "person.called", "Annie")
    second = answer(shop, "correct", "C1", first["told"]["id"], "Nancy")
    assert first["told"]["id"] in second["withdrawn"]
    shop.work(send=False)
    said = {one["value"] for one in facts(shop, "C1", "person.called")}
    assert said == {"Ann", "Nancy"}
    with shop.looked_at() as house:
        assert house.facts.find([first["told"]["id"]])
        assert house.records.counts()["answer"] == 2


def test_confirming_makes_it_her_own_word(shop):
    """The same value, told."""
    shop.work(send=False)
    done = answer(shop, "confirm", "C2", "event.moved")
    assert (done["told"]["standing"], done["withdrawn"]) == ("told", [])
    assert done["told"]["value"] == done["value"]


def sure_of(shop: SmallShop, who: str, now) -> float:
    """Return how sure the list of people is of her name."""
    (found,) = [
        one
        for one in facts(shop, who, "person.called", now=now)
        if one["standing"] == "recorded"
    ]
    return found["confidence"]


def test_a_source_earns_trust_by_her_yes_and_loses_it_by_her_no(shop):
    """(confirmed + 40) / (confirmed + denied + 40) x .95, from the next round on."""
    shop.work(send=False)
    answer(shop, "confirm", "C2", "person.called")
    answer(shop, "correct", "C3", "person.called", "--not-hers")
    shop.work(send=False)
    # One yes and one no: 41/42 of the start value, for everybody in that list.
    assert sure_of(shop, "C4", NOW) == pytest.approx(0.95 * 41 / 42, abs=1e-6)
    answer(shop, "confirm", "C5", "person.called")
    shop.work(send=False)
    assert sure_of(shop, "C4", NOW) == pytest.approx(0.95 * 42 / 43, abs=1e-6)


def test_what_she_denied_stays_out_whoever_repeats_it(shop):
    """A new export with the same name in it changes nothing; her own word would."""
    shop.work(send=False)
    answer(shop, "correct", "C3", "person.called", "--not-hers")
    assert not facts(shop, "C3", "person.called")
    assert shop.person("C3")["called"] is None
    shop.write("exports/crm.csv", CRM + "C9,Cleo,Park,cleo@post.example,\n")
    shop.work(send=False, now=NOW + DAY)
    assert not facts(shop, "cleo@post.example", "person.called", now=NOW + DAY)
    text = (shop.folder / "exports/desk.csv").read_text()
    said = "cleo@post.example,2026-11-05T09:00:00+00:00,customer,email,"
    shop.write("exports/desk.csv", f"{text}{said}Please call me Cleo.\n")
    later = NOW + 4 * DAY
    shop.work(send=False, now=later)
    values = [one["value"] for one in facts(shop, "C3", "person.called", now=later)]
    assert values == ["Cleo"]


def test_the_words_of_a_button_are_ours_and_nothing_is_heard_in_them(shop):
    """To have one thing forgotten is no wish to be left alone."""
    shop.work(send=False)
    answer(shop, "correct", "C2", "event.moved", "--forget")
    shop.work(send=False, now=NOW + DAY)
    assert shop.person("C2", now=NOW + DAY)["suppressed"] == []


def test_forgetting_one_fact_leaves_the_source_its_trust(shop):
    """True or not, it is not used, said or shown; nobody was wrong."""
    shop.work(send=False)
    done = answer(shop, "correct", "C2", "event.moved", "--forget")
    assert done["withdrawn"]
    shop.work(send=False)
    assert not facts(shop, "C2", "event.moved")
    assert sure_of(shop, "C4", NOW) == 0.95


def test_a_stop_in_a_correction_holds(shop):
    """Never miss one."""
    shop.work(send=False)
    words = "We moved to Leith. Please stop calling me"
    done = answer(shop, "correct", "C2", "event.moved", words)
    assert done["stopped"] == ["phone"]
    assert "phone" in shop.person("C2")["suppressed"]


def test_the_same_answer_again_changes_nothing(shop):
    """Same words, same moment."""
    shop.work(send=False)
    (was,) = facts(shop, "C1", "person.called")
    first = answer(shop, "correct", "C1", was["id"], "Annie")
    again = answer(shop, "correct", "C1", was["id"], "Annie")
    assert (first["new"], again["new"]) == (True, False)
    assert len(facts(shop, "C1", "person.called")) == 2


def test_what_she_says_of_something_sensitive_stays_apart(shop):
    """A correction does not make it sayable."""
    text = (shop.folder / "exports/desk.csv").read_text()
    said = (
        "edie@post.example,2026-10-20T09:00:00+00:00,customer,email,I have diabetes.\n"
    )
    shop.write("exports/desk.csv", text + said)
    shop.work(send=False)
    (was,) = facts(shop, "C5", "problem.current")
    answer(shop, "correct", "C5", was["id"], "it is only a headache")
    (found,) = facts(shop, "C5", "problem.current")
    assert (found["sensitive"], found["may_be_said"]) == (True, False)


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("confirm", "C1"), 2, "which fact"),
        (("confirm", "C1", "nothing.such"), 1, "No fact of hers"),
        (("correct", "C1", "person.called"), 2, "one of them"),
        (("correct", "C1", "person.called", "{{name}}"), 2, "cannot be kept"),
        (("correct", "C1", "usual.due_on", "31.12.2026"), 2, "as 2026-12-31"),
        (("correct", "C1", "person.called", "Jo", "--forget"), 2, "one of them"),
        (("confirm", "C1", "person.called", "--by", "nobody"), 2, "member of staff"),
    ],
)
def test_what_is_no_answer_is_refused_in_one_sentence(shop, words, code, says):
    """And what to do instead."""
    shop.work(send=False)
    ran = shop.command(*words)
    assert (ran.code, ran.err.count("\n")) == (code, 1), ran.err
    assert says in ran.err


def test_nobody_answers_for_another(shop):
    """A fact of Ann's is none of Bea's."""
    shop.work(send=False)
    (hers,) = facts(shop, "C1", "person.called")
    ran = shop.command("confirm", "C2", hers["id"])
    assert ran.code == 1
    assert "No fact of hers" in ran.err


def test_an_impression_of_ours_is_not_hers_to_confirm(shop):
    """Nobody reads it to her; she may still say that it is not so."""
    shop.work(send=False)
    shop.command("note", "C1", "v cheerful today", "--by", "tilda", "--yes")
    assert shop.command("confirm", "C1", "impression.mood").code == 2
    answer(shop, "correct", "C1", "impression.mood", "--not-hers")
    assert not facts(shop, "C1", "impression.mood")
