"""What a colleague is asked: kindly, and with the line that answers it."""

from __future__ import annotations

from datetime import date

import msgspec

from shopkeeper.handover import ask_about, ask_to_unload
from shopkeeper.vocabulary import DAY_IS_PAST, Asks, Promise, PromiseState
from tests.builders import utc


NOW = utc("2026-03-09 09:00")
PART = Promise(
    id="f1", person="p1", what="send you\n the part", owner="us", made_by="Mo Bell",
    deadline=date(2026, 3, 6), state=PromiseState.BROKEN, utterance="mail:1",
    because=DAY_IS_PAST,
)  # fmt: skip


def asked(promise=PART, **change):
    fields = {
        "who": "Mrs Roy", "for_": "mo", "said_on": date(2026, 3, 3),
        "by_when": date(2026, 3, 6), "due": NOW, "now": NOW,
    }  # fmt: skip
    return ask_about(promise, **fields | change)


def test_it_is_asked_as_one_would_ask_a_colleague():
    """By name, with the day it was said and the day it was for; her words on a line."""
    item = asked()
    assert item.brief.title == (
        "You told Mrs Roy on 3 March 2026: “send you the part”, by 6 March 2026. "
        "Did it work out?"
    )
    assert (item.for_, item.asks, item.brief.facts) == ("mo", Asks.PROMISE, ("f1",))
    assert all("--by mo" in line for line in item.brief.lines[:4])


def test_where_she_said_that_it_was_not_done_nobody_asks_whether_it_was():
    """That would sound as if nobody had listened."""
    heard = msgspec.structs.replace(PART, because="what was said later says so (m:2)")
    assert "Did it work out?" not in asked(heard).reason
    assert "what is the way on?" in asked(heard).reason


def test_a_promise_of_nobody_in_particular_is_asked_of_us():
    """Nobody is told that she said what she did not."""
    ours = msgspec.structs.replace(PART, made_by=None)
    assert asked(ours, for_="", said_on=None).reason.startswith("We told Mrs Roy: ")


def test_one_question_a_promise_and_one_more_for_a_new_day():
    """However often it is asked."""
    new_day = msgspec.structs.replace(PART, deadline=date(2026, 3, 20))
    assert asked().id == asked(now=utc("2026-04-01 09:00")).id
    assert asked().id != asked(new_day).id


def test_to_unload_is_a_line_that_can_be_pasted():
    """With why she is asked, and that nothing is kept unseen."""
    item = ask_to_unload(
        "p1", who="Mrs Roy", for_="mo", because="You spoke with her on 3 March.",
        known_as=("talk", "calls:1"), evidence="calls:1", due=None, now=NOW,
    )  # fmt: skip
    assert item.asks is Asks.UNLOAD
    assert 'shopkeeper note p1 "…"' in item.brief.lines[1]
    assert "before anything is kept" in item.brief.lines[2]
