"""Everything is stopped at once, whatever the writer is at."""

from __future__ import annotations

import asyncio
import threading

import pytest

from shopkeeper import bootstrap
from shopkeeper.flow.house import House
from tests.builders.server import new_served_shop


@pytest.fixture(name="serving")
def _serving(tmp_path):
    folder = new_served_shop(tmp_path / "shop")
    with bootstrap.serving_at(folder, rounds=False, send=False) as serving:
        yield serving


async def _is_stopped(serving) -> bool:
    return await serving.looker.look(lambda seen: seen.house.plan_book.stopped())


def test_a_stop_is_on_disk_when_the_page_says_so(serving):
    """And so is taking it back."""

    async def some():
        before = await _is_stopped(serving)
        await serving.staff.stop_all(by="tilda")
        during = await _is_stopped(serving)
        await serving.staff.go_on(by="rosa")
        return before, during, await _is_stopped(serving)

    assert asyncio.run(some()) == (False, True, False)


def test_a_stop_does_not_wait_behind_a_round_that_sends(serving):
    """It comes between two batches, and every page says so until then."""
    started, go = threading.Event(), threading.Event()
    sent = []

    def sending(house: House) -> None:
        started.set()
        for batch in range(1000):
            serving.staff.stop_if_asked(house)
            if house.plan_book.stopped():
                return
            sent.append(batch)
            go.wait(20)

    async def some():
        work = asyncio.ensure_future(serving.staff.write(sending))
        await asyncio.to_thread(started.wait, 20)
        stop = asyncio.ensure_future(serving.staff.stop_all(by="tilda"))
        await asyncio.sleep(0.2)
        meanwhile = serving.staff.is_stopping
        go.set()
        await stop
        await work
        return meanwhile, serving.staff.is_stopping, await _is_stopped(serving)

    assert asyncio.run(some()) == (True, False, True)
    assert len(sent) == 1


def test_who_stopped_it_stands_in_the_audit_once(serving):
    """Whichever way the stop came."""

    async def some():
        await serving.staff.stop_all(by="tilda")
        entries = await serving.looker.look(lambda seen: seen.house.audit.entries())
        return [one.actor for one in entries if one.action == "stopped everything"]

    assert asyncio.run(some()) == ["tilda"]
