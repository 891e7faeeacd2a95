"""What waits has a reason, a day and an end; who does not answer is let go kindly."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

from shopkeeper.vocabulary import TouchState
from tests.builders.shop import NOW, SmallShop


ANN = "ann@post.example"
DAY = timedelta(days=1)
ROWS = f"email,first_name,country\n{ANN},Ann,GB\n"


def test_what_had_no_room_waits_for_its_day_and_is_decided_anew(tmp_path) -> None:
    """Not dropped, and not sent behind her back: it says what became of it."""
    shop = SmallShop(tmp_path).has("crm", "people", ROWS)
    shop.settings = "\n[attention]\nmost = 1\nper = '10 days'\n"
    shop.plans("hello", again="1 day").opens()
    shop.work()
    shop.work(NOW + DAY)
    (held,) = [one for one in shop.touches() if one.state is TouchState.HELD]
    assert "attention is used up" in held.because
    assert held.until is not None
    shop.work(held.until + DAY)
    after = {one.message.message_id: one for one in shop.touches()}
    closed = after[held.message.message_id]
    assert closed.state is TouchState.DECLINED
    assert "decided anew: hello/first/email" in closed.because
    assert [one.address for one in shop.sent()] == [ANN, ANN]


def test_she_does_not_answer_and_is_let_go_with_a_last_word(tmp_path) -> None:
    """Three as planned, then ever longer pauses, then one goodbye, then nothing."""
    shop = SmallShop(tmp_path).has("crm", "people", ROWS)
    shop.settings = "\n[attention]\nmost = 99\nper = '30 days'\n"
    late = {"ends": "2028-01-31", "review_by": "2028-01-01"}
    shop.plans("hello", again="7 days", **late)
    shop.plans(
        "goodbye", "We will not write again; come by any time.", again="1 day",
        audience="silence = last_word", need="silence = last_word", **late,
    ).opens()  # fmt: skip
    for week in range(60):
        shop.work(NOW + 7 * week * DAY)
    sent = sorted(shop.sent(), key=lambda one: one.at)
    assert [one.plan for one in sent] == ["hello"] * 6 + ["goodbye"]
    pauses = [(b.at - a.at).days for a, b in pairwise(sent)]
    assert pauses == sorted(pauses)
    assert pauses[:2] == [7, 7]
    assert pauses[-1] >= 56
    assert any("we let her go" in one.because for one in shop.touches())


def test_what_meets_quiet_hours_waits_for_their_end_and_goes(tmp_path) -> None:
    """Decided in the day, sent in the evening: kept, with the reason and the hour."""
    shop = SmallShop(tmp_path).has("crm", "people", ROWS)
    shop.plans("hello").opens()
    shop.work(send=False)
    evening = NOW.replace(hour=21)
    told = shop.command("send", now=evening).err
    assert "1 waits until 03 November 09:00 UTC, and goes then" in told
    (kept,) = shop.touches()
    assert kept.state is TouchState.APPROVED
    assert kept.until == NOW.replace(day=3, hour=9)
    assert kept.because.startswith("it waits: ")
    assert kept.tries == 0
    shop.work(evening)  # a round between decides nothing anew about it
    assert shop.sent() == []
    shop.command("send", now=NOW.replace(day=3, hour=9))
    (went,) = shop.sent()
    assert went.message.message_id == kept.message.message_id


def test_it_is_quiet_where_she_is_by_her_country(tmp_path) -> None:
    """Ten in the morning in London is the evening in Tokyo."""
    rows = f"email,first_name,country\n{ANN},Ann,Japan\nbea@post.example,Bea,GB\n"
    shop = SmallShop(tmp_path).has("crm", "people", rows)
    shop.plans("hello").opens()
    shop.work(NOW.replace(hour=11))  # 20:00 in Tokyo
    assert [one.address for one in shop.sent()] == ["bea@post.example"]
    hers = next(one for one in shop.touches() if one.address == ANN)
    assert hers.until == NOW + 14 * timedelta(hours=1)  # nine in the morning there
