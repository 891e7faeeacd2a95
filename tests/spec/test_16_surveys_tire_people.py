"""Embarrassment 16, surveys tire people, and ask at the wrong time.

Threads: posthog#31596, #25564, #31243, #17863; chatwoot#8726, #4003, #10628, #12865;
mozilla/testpilot#1621.
"""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest

from tests.builders.shop import NOW, SIGNERS, SmallShop, content, plan, sign_and_start


DAY = timedelta(days=1)
CRM = "customer_no,first_name,email\n" + "".join(
    f"C{n},{name},{name.lower()}@post.example\n"
    for n, name in enumerate(("Ann", "Bea", "Cleo"), start=1)
)
CAP = '\n[attention]\nmost = 3\nper = "30 days"\nservice_counts = false\n'
DESK = "email,at,sender,channel,thread,message\n"
HURT = (
    "ann@post.example,2026-10-20T09:00:00+00:00,customer,email,t1,"
    "Your driver was rude and I am very disappointed with you.\n"
)
ANSWER = (
    "ann@post.example,2026-10-21T09:00:00+00:00,agent,email,t1,"
    "We are sorry: we spoke with him.\n"
)


def asks(shop: SmallShop, key: str, *, purpose: str = "service") -> None:
    """Give the shop a survey with a turn every day."""
    text = content(key, "How was it? Answer in a word.", purpose=purpose)
    shop.write(
        f"content/{key}.md", text.replace("\nsubject", '\nkind = "survey"\nsubject')
    )
    shop.write(f"plans/{key}.toml", plan(key))


@pytest.fixture(name="shop")
def _shop(tmp_path) -> SmallShop:
    """Return a shop of three people, in which two teams ask what they think."""
    shop = SmallShop(tmp_path, settings=CAP).has("crm", "people", CRM)
    asks(shop, "how-was-it")
    asks(shop, "how-are-we", purpose="relationship")
    return shop


def surveys(shop: SmallShop) -> Counter[str]:
    """Count the surveys that went out to each address."""
    return Counter(one.address for one in shop.sent() if one.survey)


def test_a_survey_finds_no_room_where_letters_used_it_up(shop):
    """Called service or not: four things with a turn each day share two."""
    shop.settings = CAP.replace("3", "2", 1)
    shop.plans("hello").plans("news").opens()
    for day in range(5):
        shop.work(now=NOW + day * DAY)
    went = Counter(one.address for one in shop.sent())
    assert (len(went), set(went.values())) == (3, {2})
    assert any("used up: 2 of 2" in one.because for one in shop.touches())


def test_a_letter_finds_no_room_where_a_survey_used_it_up(shop):
    """It counts in full, though the shop does not count service."""
    shop.settings = CAP.replace("3", "1", 1)
    shop.plans("hello", starts="2026-11-03").opens(start=False)
    sign_and_start(shop.folder, SIGNERS, now=NOW)
    shop.work()
    assert set(surveys(shop).values()) == {1}
    for day in (1, 2):
        shop.work(now=NOW + day * DAY)
    assert all(one.survey for one in shop.sent())
    assert len(surveys(shop)) == 3
    assert any("used up: 1 of 1" in one.because for one in shop.touches())


def test_letters_and_one_survey_fill_the_budget_together(shop):
    """Two letters once and two surveys with a turn each day: three in all."""
    shop.plans("hello", again="60 days").plans("news", again="60 days").opens()
    for day in range(5):
        shop.work(now=NOW + day * DAY)
    went = Counter(one.address for one in shop.sent())
    assert set(went.values()) == {3}
    assert set(surveys(shop).values()) == {1}


def test_nobody_is_asked_twice_by_two_teams(shop):
    """With room in the budget, and 31 days later, when it is empty again."""
    shop.opens()
    for day in (0, 1, 2, 31, 32):
        shop.work(now=NOW + day * DAY)
    assert set(surveys(shop).values()) == {1}


def test_who_complained_is_not_asked_until_she_has_her_answer(shop):
    """The others are."""
    shop.has("desk", "messages", DESK + HURT).opens()
    shop.work()
    shop.work(now=NOW + DAY)
    assert set(surveys(shop)) == {"bea@post.example", "cleo@post.example"}
    (ann,) = {one.because for one in shop.touches() if one.address.startswith("ann")}
    assert "complained on 20 October 2026 and has no answer" in ann

    shop.write("exports/desk.csv", DESK + HURT + ANSWER)
    shop.work(now=NOW + 2 * DAY)
    late = [one for one in shop.touches() if one.at > NOW + DAY]
    assert not [one for one in late if "has no answer" in one.because]


def test_a_complaint_between_deciding_and_sending_holds_the_survey(shop):
    """Asked again just before it goes."""
    hello = "bea@post.example,2026-10-01T09:00:00+00:00,customer,email,t0,Hello.\n"
    shop.has("desk", "messages", DESK + hello).opens()
    shop.work(send=False)
    shop.write("exports/desk.csv", DESK + hello + HURT)
    shop.work(now=NOW + timedelta(hours=1))
    assert "ann@post.example" not in surveys(shop)
    assert "bea@post.example" in surveys(shop)


def test_her_answer_is_heard_like_any_word_of_hers(shop):
    """It stands on her timeline, and what it asks is waited for."""
    said = (
        "email,at,channel,message\n"
        "bea@post.example,2026-10-30T09:00:00+00:00,survey,"
        "Fine. What time do you close on Mondays?\n"
    )
    shop.has("answers", "messages", said).opens()
    shop.work()
    (loop,) = shop.person("bea@post.example")["open_loops"]
    assert (loop["kind"], loop["utterance"]) == ("question", "answers:1")


def test_a_kind_of_content_that_there_is_not_is_an_error_with_its_place(shop):
    """A typing error must not make a survey a letter."""
    path = shop.folder / "content/how-was-it.md"
    path.write_text(path.read_text().replace('"survey"', '"survay"'))
    shop.opens(start=False)
    ran = shop.command("run", str(shop.folder), now=None)
    assert ran.code == 2


def test_a_survey_is_nobodys_fallback(shop):
    """What was not fit to be said is not made up for by a question."""
    shop.plans("hello", needs_specific="true", fallback="how-was-it")
    for name in ("how-was-it", "how-are-we"):
        (shop.folder / f"plans/{name}.toml").unlink()
    shop.write("exports/crm.csv", CRM.replace("first_name", "shoe_size"))
    shop.opens()
    shop.work()
    assert not surveys(shop)
