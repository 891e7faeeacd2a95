"""Senders are killed while they send: nobody gets anything twice, and all is known.

Source: reliability.md, C1, C2, C4, C12. `pytest tests/faults` runs a fifth of each;
`pytest tests/faults -m "slow or not slow"` all of it. Seeds are printed.
"""

from __future__ import annotations

import random
import time

from collections import Counter

import pytest

from shopkeeper import bootstrap
from shopkeeper.flow.leaving import stop_everything
from shopkeeper.vocabulary import TouchState
from tests.faults.sink import Sink, sink
from tests.faults.stage import NOW, Senders, Stage, copied, later, senders, set_stage


SLOW = pytest.mark.slow


@pytest.fixture(name="warm", scope="module")
def _warm():
    with senders() as made:
        yield made


@pytest.fixture(name="small", scope="module")
def _small(tmp_path_factory):
    return set_stage(tmp_path_factory.mktemp("small") / "shop", 300)


@pytest.fixture(name="large", scope="module")
def _large(tmp_path_factory):
    return set_stage(tmp_path_factory.mktemp("large") / "shop", 3000)


def kill_again_and_again(
    stage: Stage, warm: Senders, out: Sink, *, kills: int, seed: int, twin: str = ""
) -> int:
    """Kill senders at work, each after some mails; return the number of starts."""
    dice = random.Random(seed)
    people = len(stage.states())
    for number in range(kills):
        goal = len(out.arrived) + dice.randint(1, max(2, people // kills))
        pid = warm.start(stage, later(number), twin=twin)
        until = time.monotonic() + 30
        while len(out.arrived) < goal and time.monotonic() < until:
            if warm.ended(pid):
                break
            time.sleep(dice.random() * 0.004)
        if not warm.ended(pid):
            warm.kill(pid)
    return kills


def go_to_the_end(stage: Stage, warm: Senders, start: int, *, twin: str = "") -> None:
    """Send until nothing waits any more."""
    for number in range(start, start + 12):
        # What failed once waits twice as long the next time.
        pid = warm.start(stage, later(number * 4), twin=twin)
        assert warm.wait(pid, 600)
        if not stage.waiting():
            return
    pytest.fail(f"{stage.waiting()} letters still wait")


@pytest.mark.parametrize(
    ("size", "kills", "seed"),
    [
        ("small", 10, 1),
        pytest.param("large", 100, 1, marks=SLOW),
        pytest.param("large", 100, 2, marks=SLOW),
        pytest.param("large", 100, 3, marks=SLOW),
    ],
)
def test_killed_senders_send_nothing_twice_and_claim_nothing_that_never_came(
    request, tmp_path, warm, size, kills, seed
):
    """C1 and C2: kills, 5 % 451, 5 % of the replies behind the dot are lost."""
    stage = copied(request.getfixturevalue(size), tmp_path / "shop")
    with sink(seed=seed, later=0.05, lost=0.05) as out:
        stage.settings(port=out.port)
        stage.agree()
        starts = kill_again_and_again(stage, warm, out, kills=kills, seed=seed)
        go_to_the_end(stage, warm, starts)
        states, copies = stage.states(), out.copies()
    counts = Counter(states.values())
    never_came = [
        to for to, one in states.items() if one is TouchState.SENT and not copies[to]
    ]
    print(
        f"seed {seed}: {len(states)} people, {kills} kills, {out.refused} 451, "
        f"{out.lost_replies} lost replies: {out.doubles()} doubles, "
        f"{len(never_came)} sent that never came, {counts}"
    )
    assert out.doubles() == 0
    assert never_came == []
    assert counts[TouchState.IN_DOUBT] <= kills + out.lost_replies
    assert counts[TouchState.SENT] + counts[TouchState.IN_DOUBT] > 0.97 * len(states)
    # And everybody who has none is known to have none.
    without = {to for to in states if not copies[to]}
    known = {TouchState.FAILED, TouchState.IN_DOUBT}
    assert {states[to] for to in without} <= known


def test_a_sender_that_marks_behind_sending_is_caught(small, tmp_path, warm):
    """The control: the usual way sends doubles, and this harness sees them."""
    stage = copied(small, tmp_path / "shop")
    with sink(seed=1, later=0.05, lost=0.05) as out:
        stage.settings(port=out.port)
        stage.agree()
        twin = "send then mark"
        starts = kill_again_and_again(stage, warm, out, kills=8, seed=1, twin=twin)
        pid = warm.start(stage, later(starts), twin=twin)
        warm.wait(pid, 600)
        pid = warm.start(stage, later(starts + 1), twin=twin)
        warm.wait(pid, 600)
        print(f"seed 1: {out.doubles()} doubles, as there must be")
    assert out.doubles() > 0


@pytest.mark.parametrize(
    ("size", "pauses", "restarts"),
    [("small", 6, 1), pytest.param("large", 50, 10, marks=SLOW)],
)
def test_paused_resumed_and_restarted_each_gets_exactly_one(
    request, tmp_path, warm, size, pauses, restarts
):
    """C4: state is a person's, there is no cursor to lose."""
    stage = copied(request.getfixturevalue(size), tmp_path / "shop")
    dice = random.Random(4)
    with sink(seed=4) as out:
        stage.settings(port=out.port)
        stage.agree()
        people = len(stage.states())
        for number in range(pauses):
            goal = len(out.arrived) + max(1, people // (pauses + restarts + 2))
            pid = warm.start(stage, later(number))
            while len(out.arrived) < goal and not warm.ended(pid):
                time.sleep(0.002)
            if number < restarts:
                warm.kill(pid)  # a restart in the middle
            else:
                # Paused: its process ends behind the message it is at.
                _end_between_messages(pid, warm)
            with bootstrap.shop_at(stage.folder) as house:
                stop_everything(house, by="mara", now=NOW, pause=lambda: None)
                before = len(out.arrived)
            assert warm.wait(warm.start(stage, later(number)), 60)
            assert len(out.arrived) == before, "something left while all was stopped"
            with bootstrap.shop_at(stage.folder) as house:
                house.plan_book.go_on(by="mara", at=NOW)
            time.sleep(dice.random() * 0.01)
        go_to_the_end(stage, warm, pauses)
        states, copies = stage.states(), out.copies()
    doubts = sum(one is TouchState.IN_DOUBT for one in states.values())
    print(f"seed 4: {people} people, {doubts} in doubt, {out.doubles()} doubles")
    assert out.doubles() == 0
    assert doubts <= restarts
    assert all(copies[to] == 1 or states[to] is TouchState.IN_DOUBT for to in states)


def _end_between_messages(pid: int, warm: Senders) -> None:
    import os  # noqa: PLC0415
    import signal  # noqa: PLC0415

    if not warm.ended(pid):
        os.kill(pid, signal.SIGINT)
        assert warm.wait(pid, 30)


@SLOW
def test_eight_tasks_of_one_sender_send_each_letter_once(small, tmp_path, warm):
    """C3 on SQLite: one owner, eight connections, one gate."""
    stage = copied(small, tmp_path / "shop")
    with sink(seed=5, later=0.05) as out:
        stage.settings(port=out.port, tasks=8)
        stage.agree()
        starts = kill_again_and_again(stage, warm, out, kills=4, seed=5)
        go_to_the_end(stage, warm, starts)
        states, copies = stage.states(), out.copies()
    doubts = sum(one is TouchState.IN_DOUBT for one in states.values())
    print(f"seed 5: {len(states)} people, {doubts} in doubt, {out.doubles()} doubles")
    assert out.doubles() == 0
    assert doubts <= 4 * 8
    assert all(copies[to] for to, one in states.items() if one is TouchState.SENT)
