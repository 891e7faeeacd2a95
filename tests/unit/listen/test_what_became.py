"""What became of a promise: by time, by words, by records and by people."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import msgspec
import pytest

from shopkeeper.listen import Deed, is_superseded, promise_states, said_of
from shopkeeper.vocabulary import (
    DAY_IS_PAST,
    NotAllowed,
    Promise,
    PromiseState,
    PromiseStep,
    Utterance,
)
from tests.builders import utc
from tests.unit.listen.saying import said


LONDON, SAMOA = "Europe/London", "Pacific/Pago_Pago"  # 11 hours behind UTC
MADE = utc("2026-03-03 10:00")
PART = Promise(
    id="f1", person="p1", what="send you the part for order K4711", owner="us",
    made_by="mo", deadline=date(2026, 3, 6), state=PromiseState.OPEN, utterance="u1",
    made_at=MADE,
)  # fmt: skip
P = PromiseState


def change(**fields) -> Promise:
    return msgspec.structs.replace(PART, **fields)


def became(promise=PART, *, now: datetime, words=(), zone=LONDON, **more) -> Promise:
    (found,) = promise_states([promise], words, now, time_zone=zone, **more)
    return found


def by_mo(state: PromiseState, at: datetime, until: date | None = None):
    step = PromiseStep(
        promise="f1", person="p1", state=state, at=at, by="mo", because="so",
        deadline=until,
    )  # fmt: skip
    return {"f1": [step]}


def word(text: str, at: datetime, speaker: str = "customer") -> Utterance:
    return msgspec.structs.replace(said(text, speaker, at=at), id=f"u-{at:%d%H}")


@pytest.mark.parametrize(
    ("now", "zone", "state"),
    [
        ("2026-03-06 23:59", LONDON, P.OPEN),
        ("2026-03-07 00:00", LONDON, P.BROKEN),
        ("2026-03-07 10:59", SAMOA, P.OPEN),
        ("2026-03-07 11:00", SAMOA, P.BROKEN),
    ],
)
def test_its_day_is_included_in_the_time_of_the_shop(now, zone, state):
    """The day is over when it is over at the shop, not in Greenwich."""
    found = became(now=utc(now), zone=zone)
    assert state is found.state
    assert (DAY_IS_PAST if state is P.BROKEN else "") == found.because


def test_a_moment_is_included_too():
    """By noon is noon."""
    noon = change(deadline=utc("2026-03-06 12:00"))
    assert P.OPEN is became(noon, now=utc("2026-03-06 12:00")).state
    assert P.BROKEN is became(noon, now=utc("2026-03-06 12:01")).state


def test_summer_time_begins_in_the_shop_and_not_elsewhere():
    """On 29 March 2026 London's clocks go forward: the day ends at 23:00 UTC."""
    day = change(deadline=date(2026, 3, 29))
    assert P.OPEN is became(day, now=utc("2026-03-29 22:59")).state
    assert P.BROKEN is became(day, now=utc("2026-03-29 23:00")).state


@pytest.mark.parametrize(
    "promise",
    [change(owner="hers"), change(conditional=True), change(deadline=None)],
)
def test_time_breaks_nothing_of_hers_nor_what_hangs_on_an_if_or_has_no_day(promise):
    """Nothing is guessed, and nobody nags her."""
    assert P.OPEN is became(promise, now=utc("2027-01-01 00:00")).state


def deed(number="k4711", status="Shipped", at="2026-03-05 09:00") -> Deed:
    return Deed(number=number, status=status, at=utc(at), record_id="orders:K4711")


def test_a_record_of_the_very_order_keeps_it():
    """The promise names the number and what is done with it; so does the row."""
    found = became(now=utc("2026-03-20 09:00"), deeds=[deed()])
    assert (P.KEPT, utc("2026-03-05 09:00")) == (found.state, found.at)
    assert "orders:K4711" in found.because


@pytest.mark.parametrize(
    "other",
    [
        deed(number="K4712"),
        deed(status="cancelled"),
        deed(status="on its way to be looked at"),
        deed(at="2026-03-03 09:00"),
        deed(at="2026-03-21 09:00"),
    ],
)
def test_another_order_deed_or_time_keeps_nothing(other):
    """Nothing is guessed."""
    assert P.BROKEN is became(now=utc("2026-03-20 09:00"), deeds=[other]).state


def test_a_number_too_short_to_name_one_order_keeps_nothing():
    """Part 12 and order 12 are two things."""
    short = change(what="send you part 12")
    found = became(short, now=utc("2026-03-20 09:00"), deeds=[deed(number="12")])
    assert P.BROKEN is found.state


def test_a_late_record_keeps_it_after_all():
    """Its day was past and nobody knew better."""
    late = deed(at="2026-03-10 09:00")
    assert P.BROKEN is became(now=utc("2026-03-09 09:00"), deeds=[late]).state
    assert P.KEPT is became(now=utc("2026-03-11 09:00"), deeds=[late]).state


def test_what_a_human_says_outranks_what_was_known_before():
    """She was there."""
    now = utc("2026-03-20 09:00")
    said_so = by_mo(P.KEPT, utc("2026-03-09 09:00"))
    found = became(now=now, steps=said_so)
    assert (P.KEPT, "mo", "so") == (found.state, found.by, found.because)

    cannot = by_mo(P.BROKEN, utc("2026-03-09 09:00"))
    assert P.BROKEN is became(now=now, steps=cannot, deeds=[deed()]).state


def test_she_may_say_otherwise_after_a_human_of_ours_did():
    """Kept by our word, and it never came."""
    words = [word("You never sent me the part for order K4711!", MADE + 9 * DAY)]
    steps = by_mo(P.KEPT, MADE + 4 * DAY)
    assert P.BROKEN is became(now=MADE + 10 * DAY, words=words, steps=steps).state


DAY = timedelta(days=1)


def test_kept_after_somebody_said_it_was_not_is_repaired():
    """Not kept: she had to wait."""
    late = deed(at="2026-03-10 09:00")
    words = [word("You never sent me the part for order K4711!", MADE + 5 * DAY)]
    found = became(now=utc("2026-03-20 09:00"), words=words, deeds=[late])
    assert P.REPAIRED is found.state


def test_a_new_day_agreed_in_time_is_the_day_that_counts():
    """Open until it is past."""
    new = by_mo(P.OPEN, MADE + DAY, date(2026, 3, 12))
    assert P.OPEN is became(now=utc("2026-03-12 23:00"), steps=new).state
    assert P.BROKEN is became(now=utc("2026-03-13 00:00"), steps=new).state
    kept = became(now=utc("2026-03-20 09:00"), steps=new, deeds=[deed()])
    assert P.KEPT is kept.state


def test_a_new_day_agreed_too_late_leaves_it_broken_until_it_is_made_good():
    """The first day was not kept, whatever was agreed after it."""
    new = by_mo(P.BROKEN, MADE + 5 * DAY, date(2026, 3, 12))
    assert P.BROKEN is became(now=utc("2026-03-09 09:00"), steps=new).state
    late = deed(at="2026-03-11 09:00")
    found = became(now=utc("2026-03-20 09:00"), steps=new, deeds=[late])
    assert P.REPAIRED is found.state


def again(**fields) -> Promise:
    new = change(id="f2", utterance="u2", made_at=MADE + 5 * DAY, deadline=None)
    return msgspec.structs.replace(new, **fields)


def test_a_promise_in_its_place_that_was_kept_repairs_it():
    """And one that was not repairs nothing."""
    now = utc("2026-03-20 09:00")
    late = deed(at="2026-03-11 09:00")
    words = [word("You never sent me the part for order K4711!", MADE + 5 * DAY)]
    both = promise_states([PART, again()], words, now, time_zone=LONDON, deeds=[late])
    assert [P.REPAIRED, P.KEPT] == [one.state for one in both]

    other = again(what="ring you back")
    both = promise_states([PART, other], words, now, time_zone=LONDON)
    assert [P.BROKEN, P.OPEN] == [one.state for one in both]


def test_only_the_last_of_the_same_promises_is_asked_for():
    """Nobody is asked twice for one thing."""
    assert is_superseded(PART, [PART, again()])
    assert not is_superseded(again(), [PART, again()])
    assert not is_superseded(PART, [again(what="ring you back")])
    assert not is_superseded(PART, [again(owner="hers")])


@pytest.mark.parametrize(
    ("state", "to", "says"),
    [
        (P.KEPT, P.REPAIRED, "can become broken"),
        (P.OPEN, P.REPAIRED, "can become broken, kept"),
        (P.REPAIRED, P.KEPT, "can become broken"),
    ],
)
def test_a_wrong_move_is_an_error_that_says_what_is_possible(state, to, says):
    """Only what was broken can be repaired."""
    with pytest.raises(NotAllowed, match=says):
        said_of(change(state=state), to, by="mo", because="so", at=MADE)


def test_what_is_kept_needs_no_new_day():
    """And gets none."""
    with pytest.raises(NotAllowed, match="needs no new day"):
        said_of(
            change(state=P.KEPT), P.OPEN, by="mo", because="", at=MADE,
            until=date(2026, 4, 1),
        )  # fmt: skip


def test_a_round_told_at_an_earlier_moment_knows_less():
    """Replaying gives the same answer."""
    assert P.OPEN is became(now=MADE, deeds=[deed()]).state
    assert UTC is MADE.tzinfo
