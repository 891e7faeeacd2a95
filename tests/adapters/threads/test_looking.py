"""Looks for pages: short ones are not kept waiting, long ones may be a little old."""

from __future__ import annotations

import asyncio
import threading
import time

import pytest

from shopkeeper import bootstrap
from shopkeeper.adapters.threads.looking import Looker
from tests.builders import utc
from tests.builders.server import new_served_shop


NOW = utc("2026-03-02 09:00")


@pytest.fixture(name="looker")
def _looker(tmp_path):
    folder = new_served_shop(tmp_path / "shop")
    with bootstrap.serving_at(folder, rounds=False, send=False) as serving:
        yield serving.looker


def test_a_long_look_keeps_no_short_one_waiting(looker):
    """They are in threads of their own."""

    async def both():
        going = threading.Event()
        long = asyncio.create_task(
            looker.look_long("all", lambda seen: going.wait(20) and len(seen.faces))
        )
        short = await asyncio.wait_for(
            looker.look(lambda seen: seen.house.shop.name), 10
        )
        going.set()
        return short, (await long)[0]

    assert asyncio.run(both()) == ("Harbour Books", 0)


def test_a_long_answer_is_given_again_until_somebody_does_something(looker):
    """What took a while is not asked for each page; a deed makes it new."""
    asked = []

    def read(seen):
        del seen
        asked.append(1)
        time.sleep(0.1)
        return len(asked)

    async def some():
        first = await looker.look_long("x", read)
        again = await looker.look_long("x", read)
        looker.changed()
        return first[0], again[0], (await looker.look_long("x", read))[0]

    assert asyncio.run(some()) == (1, 1, 2)


def test_what_was_asked_before_a_deed_is_not_kept_after_it(looker):
    """An answer that began before is of before."""

    async def some():
        started, go = threading.Event(), threading.Event()

        def slow(seen):
            del seen
            started.set()
            go.wait(20)
            return "before"

        asking = asyncio.create_task(looker.look_long("x", slow))
        await asyncio.to_thread(started.wait, 20)
        looker.changed()
        go.set()
        await asking
        return (await looker.look_long("x", lambda _: "after"))[0]

    assert asyncio.run(some()) == "after"


def test_what_is_about_the_house_as_a_whole_outlasts_a_deed_and_no_renewal(looker):
    """A mirror that takes a minute is not polished for each note."""
    asked = []

    def read(_):
        asked.append(1)
        time.sleep(0.2)
        return len(asked)

    async def some():
        first = (await looker.look_long("mirror", read, lasting=True))[0]
        looker.changed()
        again = (await looker.look_long("mirror", read, lasting=True))[0]
        await looker.renew(patiently=True)
        return first, again, (await looker.look_long("mirror", read, lasting=True))[0]

    assert asyncio.run(some()) == (1, 1, 2)


def test_renewing_reads_the_papers_anew(looker, tmp_path):
    """A plan's file that was changed shows."""

    async def some():
        before = await looker.look(lambda seen: dict(seen.house.contents))
        content = tmp_path / "shop" / "content"
        content.mkdir()
        (content / "hello.md").write_text("Hello", encoding="utf-8")
        await looker.renew(patiently=True)
        return before, await looker.look(lambda seen: dict(seen.house.contents))

    assert asyncio.run(some()) == ({}, {"hello": "Hello"})


def test_a_failure_is_its_askers_alone(looker):
    """The next one is answered."""

    async def some():
        with pytest.raises(ZeroDivisionError):
            await looker.look(lambda _: 1 / 0)
        return await looker.look(lambda seen: seen.now.year)

    assert asyncio.run(some()) > 2000


def test_nothing_is_opened_before_somebody_looks():
    """A shop that serves no pages pays nothing for them."""

    def never():
        raise AssertionError

    looker = Looker(never, never, lambda: NOW)
    asyncio.run(looker.renew())
    looker.stop()
