"""One thread writes for many that wait: groups, patience, and no odd one out."""

from __future__ import annotations

import asyncio
import time

from contextlib import contextmanager

import pytest

from shopkeeper import bootstrap
from shopkeeper.adapters.threads.writer import MOST_WAITING, Busy, OneWriter
from shopkeeper.flow.tracking import Parcel, open_wires
from shopkeeper.recognise.books import Event
from tests.builders import utc
from tests.builders.server import new_served_shop


NOW = utc("2026-03-02 09:00")


@pytest.fixture(name="writer")
def _writer(tmp_path):
    folder = new_served_shop(tmp_path / "shop")

    @contextmanager
    def opened():
        with bootstrap.shop_at(folder) as house:
            open_wires(house)
            yield house

    writer = OneWriter(opened, lambda: NOW)
    writer.start()
    yield writer
    writer.stop()


def parcel(*keys: str, source: str = "website") -> Parcel:
    """Return a parcel of events."""
    events = [Event(key, {"messageId": key, "received": ""}, None, b"") for key in keys]
    return Parcel(source, "http segment server", events)


def test_many_wait_together_and_each_has_its_own_answer(writer) -> None:
    """In whatever groups they were kept."""

    async def all_of_them():
        parcels = [parcel(f"{n}", f"{n // 2}x") for n in range(100)]
        return await asyncio.gather(
            *(writer.keep(one, patience_s=10) for one in parcels)
        )

    answers = asyncio.run(all_of_them())
    assert sum(one.stored for one in answers) == 150
    assert sum(one.duplicate for one in answers) == 50
    assert writer.waiting == 0


def test_what_has_waited_too_long_is_given_back_and_not_kept(writer) -> None:
    """Then it may be sent again, and is new: it has one fate."""

    async def late():
        slow = asyncio.create_task(writer.run(lambda _house: time.sleep(1.5)))
        await asyncio.sleep(0.1)
        with pytest.raises(Busy):
            await writer.keep(parcel("late"), patience_s=0.2)
        assert writer.waiting == 0
        await slow
        return await writer.keep(parcel("late"), patience_s=5)

    assert asyncio.run(late()).stored == 1


def test_one_parcel_that_cannot_be_kept_sinks_no_other(writer) -> None:
    """Of a source that is not open: the others are kept."""

    async def three():
        slow = asyncio.create_task(writer.run(lambda _house: time.sleep(0.3)))
        await asyncio.sleep(0.1)
        parcels = [parcel("1"), parcel("2", source="nowhere"), parcel("3")]
        found = await asyncio.gather(
            *(writer.keep(one, patience_s=5) for one in parcels), return_exceptions=True
        )
        await slow
        return found

    first, second, third = asyncio.run(three())
    assert isinstance(second, Busy)
    assert (first.stored, third.stored) == (1, 1)
    assert writer.trouble is None


def test_more_than_can_wait_is_refused_at_once(writer) -> None:
    """Memory has an end."""
    many = parcel(*(str(n) for n in range(MOST_WAITING + 1)))
    with pytest.raises(Busy):
        asyncio.run(writer.keep(many, patience_s=5))
    assert writer.waiting == 0
