"""What pages are made of: the day, a month of her, a message nobody can know of."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pyarrow as pa
import pytest

from shopkeeper.flow.faces import Faces
from shopkeeper.flow.knowing import current_ids, gather
from shopkeeper.flow.outbox_room import settle_in_doubt, shelf_of
from shopkeeper.flow.timeline import timeline_page
from shopkeeper.flow.today import today_of
from shopkeeper.vocabulary import (
    Brief,
    Channel,
    Handover,
    HandoverState,
    Message,
    NotAllowed,
    NotFound,
    PlanState,
    Purpose,
    Touch,
    TouchState,
)
from tests.builders.house import house_in_memory


NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)


@pytest.fixture(name="house")
def _house():
    house = house_in_memory({"accounts": "people"})
    house.identity.enrol({"profile": "accounts"}, at=NOW)
    return house


@pytest.fixture(name="person")
def _person(house):
    return next(iter(current_ids(house)))


def bought(person, *moments):
    """Return the warehouse's table of purchases."""
    count = len(moments)
    return pa.table(
        {
            "person": [person] * count,
            "at": pa.array(moments, pa.timestamp("us", "UTC")),
            "item": ["Sea Charts"] * count,
            "category": pa.nulls(count, pa.string()),
            "quantity": [1.0] * count,
            "record_id": [f"orders:{at}" for at in range(count)],
            "gift": [False] * count,
        }
    )


def test_of_twenty_thousand_events_only_the_newest_months_are_read(house, person):
    """Whole months, the rest is counted; and each older page goes on from there."""
    moments = [NOW - timedelta(hours=4 * at) for at in range(20_000)]
    house.warehouse.write({"purchases": bought(person, *moments)})
    known = gather(house, now=NOW)[person]
    page = timeline_page(house, known, [], now=NOW)
    assert len(page.entries) < 100
    months = {one["at"][:7] for one in page.entries}
    assert page.older not in months
    assert sum(page.bought.values()) + page.rest == 20_000
    older = timeline_page(house, known, [], now=NOW, until=page.older)
    assert {one["at"][:7] for one in older.entries}.isdisjoint(months)
    assert max(one["at"][:7] for one in older.entries) == page.older


def test_pages_of_her_timeline_put_together_are_all_of_it(house, person):
    """Nothing stands twice, nothing is left out, nothing that is yet to come."""
    moments = [NOW - timedelta(days=3 * at) for at in range(-5, 200)]
    house.warehouse.write({"purchases": bought(person, *moments)})
    known = gather(house, now=NOW)[person]
    seen, until = [], None
    while True:
        page = timeline_page(house, known, [], now=NOW, until=until)
        seen += [one["record_id"] for one in page.entries]
        until = page.older
        if until is None:
            break
    assert len(seen) == len(set(seen)) == 200
    assert page.rest == 0


def laid(house, person, name, **more):
    """Lay something on the desk."""
    house.desk.lay(
        [
            Handover(
                id=name, person=person, reason=f"because of {name}", minutes=5,
                state=HandoverState.WAITING, at=NOW,
                brief=Brief(title=name, lines=(), facts=()),
                **{"for_": "", "due": None} | more,
            )
        ]
    )  # fmt: skip


def test_the_day_is_hers_first_and_says_how_much_is_with_others(house, person):
    """What waits for a colleague is counted, and named only on the whole desk."""
    laid(house, person, "anybody's")
    laid(house, person, "hers", for_="tilda", due=NOW + timedelta(hours=3))
    laid(house, person, "mo's", for_="mo")
    faces = Faces(house)
    day = today_of(house, faces, "tilda", now=NOW)
    assert [one["id"] for one in day.desk] == ["hers", "anybody's"]
    assert day.desk_of_others == 1
    assert today_of(house, faces, "tilda", now=NOW, all_desk=True).waiting == 3


def doubtful(house, person):
    """Put a message into the outbox that may have arrived."""
    touch = Touch(
        message=Message(
            message_id="m1", person=person, subject="Hello", preheader=None,
            body="Hello,",
        ),
        decision_id="d", person=person, round="r", decided_at=NOW,
        channel=Channel.EMAIL, address="a@post.example", purpose=Purpose.SERVICE,
        plan="hello", step="first", content="hello", state=TouchState.APPROVED,
        because="chosen in the round", at=NOW,
    )  # fmt: skip
    house.plan_book.note("hello", PlanState.STARTED, by="rosa", at=NOW)
    house.outbox.put([touch])
    for state in (TouchState.ATTEMPTING, TouchState.COMMITTING, TouchState.IN_DOUBT):
        assert house.outbox.advance("m1", to=state, because="the line broke", at=NOW)


@pytest.mark.parametrize(
    ("arrived", "state"), [(True, TouchState.SENT), (False, TouchState.FAILED)]
)
def test_a_human_settles_what_nobody_could_know_once(house, person, arrived, state):
    """In her name; and it is never sent again by it."""
    doubtful(house, person)
    faces = Faces(house)
    assert shelf_of(house, faces, "doubt", now=NOW).counts["doubt"] == 1
    settle_in_doubt(house, "m1", arrived=arrived, by="tilda", now=NOW)
    touch = house.outbox.touch("m1")
    assert touch.state is state
    assert "Tilda Croy says" in touch.because
    assert house.outbox.due(now=NOW) == []
    with pytest.raises(NotAllowed):
        settle_in_doubt(house, "m1", arrived=arrived, by="tilda", now=NOW)


def test_a_shelf_that_is_not_there_is_not_guessed(house):
    """With those there are."""
    with pytest.raises(NotFound, match="waiting"):
        shelf_of(house, Faces(house), "lost", now=NOW)
