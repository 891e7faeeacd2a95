"""When a shop's people write: many people, on many days, and no import's noon."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from shopkeeper.decide import Word
from shopkeeper.flow.knowing import KnownPerson
from shopkeeper.flow.rounds import usual_hour_of
from shopkeeper.vocabulary import Shop, Speaker


SHOP = Shop(name="Corner Shop", time_zone="Europe/London")
START = datetime(2026, 11, 2, 19, 7, 30, tzinfo=UTC)


def people(
    count: int = 40,
    *,
    days: int = 20,
    start: datetime = START,
    zone: str | None = None,
    by: Speaker = Speaker.CUSTOMER,
) -> list[KnownPerson]:
    """Let people write in turn, a word a day."""
    return [
        KnownPerson(
            id=f"p{n}", own=(f"p{n}",), time_zone=zone,
            words=(Word(at=start + timedelta(days=n % days), by=by),),
        )
        for n in range(count)
    ]  # fmt: skip


def test_many_people_on_many_days_are_a_habit_on_their_own_clocks() -> None:
    """Seven in the evening is where they are."""
    assert usual_hour_of(people(), SHOP) == 19
    assert usual_hour_of(people(zone="Europe/Berlin"), SHOP) == 20
    assert usual_hour_of(people(zone="no zone"), SHOP) is None


def test_few_people_few_days_and_our_own_words_are_none() -> None:
    """Chance, a campaign's echo, and our own office hours."""
    assert usual_hour_of(people(29), SHOP) is None
    assert usual_hour_of(people(days=13), SHOP) is None
    assert usual_hour_of(people(by=Speaker.AGENT), SHOP) is None


def test_what_stands_on_the_full_hour_is_a_lists_and_not_theirs() -> None:
    """A list that knows the day alone says nine o'clock of everybody."""
    nine = START.replace(hour=9, minute=0, second=0)
    assert usual_hour_of(people(start=nine), SHOP) is None
    assert usual_hour_of([*people(), *people(200, start=nine)], SHOP) == 19
