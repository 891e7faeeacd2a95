"""Several senders on one PostgreSQL ledger, and people who leave while they send.

Source: reliability.md, C3, C7, C12. Skipped with a plain word where no server is
installed.
"""

from __future__ import annotations

import os
import random
import signal
import time

import pytest

from shopkeeper import bootstrap
from shopkeeper.flow.leaving import answer_one_click, stop_everything
from shopkeeper.say.tokens import ONE_CLICK, unsubscribe_token
from shopkeeper.vocabulary import TouchState
from tests.builders.postgres import server
from tests.faults.sink import Sink, sink
from tests.faults.stage import NOW, Senders, Stage, later, senders, set_stage


SLOW = pytest.mark.slow
LEASE = 1.5  # seconds, so that outliving one does not take minutes


@pytest.fixture(name="warm", scope="module")
def _warm():
    with senders() as made:
        yield made


@pytest.fixture(name="postgres", scope="module")
def _postgres():
    with server() as running:
        yield running


def to_the_end(stage: Stage, warm: Senders, start: int = 1) -> None:
    """Send until nothing waits; leases of the dead have to pass first."""
    for number in range(start, start + 12):
        time.sleep(LEASE)
        pid = warm.start(stage, later(number * 4), lease=LEASE)
        assert warm.wait(pid, 600)
        if not stage.waiting():
            return
    pytest.fail(f"{stage.waiting()} letters still wait")


def eight(
    stage: Stage, warm: Senders, out: Sink, *, stops: int, seed: int, twin: str = ""
) -> None:
    """Let eight senders work; stop some for longer than their lease, and go on."""
    dice = random.Random(seed)
    pids = [warm.start(stage, later(0), lease=LEASE, twin=twin) for _ in range(8)]
    for _ in range(stops):
        alive = [pid for pid in pids if not warm.ended(pid)]
        if not alive:
            pids += [warm.start(stage, later(0), lease=LEASE, twin=twin)]
            alive = pids[-1:]
        before = len(out.arrived)
        while len(out.arrived) == before and not warm.ended(alive[0]):
            time.sleep(0.002)
        pid = dice.choice(alive)
        os.kill(pid, signal.SIGSTOP)
        time.sleep(LEASE * 1.3)
        # Another takes over what it had in hand, and then it wakes.
        other = warm.start(stage, later(0), lease=LEASE, twin=twin)
        time.sleep(0.5)
        os.kill(pid, signal.SIGCONT)
        pids.append(other)
    for pid in pids:
        assert warm.wait(pid, 600)


@pytest.mark.parametrize(
    ("people", "stops"), [(400, 1), pytest.param(5000, 50, marks=SLOW)]
)
def test_eight_senders_of_which_some_sleep_longer_than_their_lease(
    tmp_path, warm, postgres, people, stops
):
    """C3: a key in the database decides, not a lock, and no clock."""
    with sink(seed=6) as out:
        stage = set_stage(
            tmp_path / "shop", people, port=out.port, ledger=postgres.url()
        )
        stage.agree()
        eight(stage, warm, out, stops=stops, seed=6)
        to_the_end(stage, warm)
        states, copies = stage.states(), out.copies()
    doubts = sum(one is TouchState.IN_DOUBT for one in states.values())
    print(f"seed 6: {len(states)} people, {doubts} doubt, {out.doubles()} doubles")
    assert out.doubles() == 0
    assert doubts <= stops
    assert all(copies[to] or states[to] is TouchState.IN_DOUBT for to in states)


@pytest.mark.parametrize(
    ("twin", "people"),
    [("no claim", 60), pytest.param("lease by the clock", 400, marks=SLOW)],
)
def test_senders_without_a_claim_or_without_a_fence_are_caught(
    tmp_path, warm, postgres, twin, people
):
    """The controls: each of them sends doubles, and this harness sees them."""
    with sink(seed=6, slow=0.01) as out:
        stage = set_stage(
            tmp_path / "shop", people, port=out.port, ledger=postgres.url()
        )
        stage.agree()
        eight(stage, warm, out, stops=2, seed=6, twin=twin)
        print(f"seed 6: {twin}: {out.doubles()} doubles, as there must be")
    assert out.doubles() > 0


def leave_just_ahead(
    stage: Stage, warm: Senders, out: Sink, *, wanted: int, kills: int, seed: int,
    twin: str = "",
) -> dict[str, float]:  # fmt: skip
    """Leave just ahead of the head of the queue; return who was answered when."""
    dice = random.Random(seed)
    answered: dict[str, float] = {}
    dead = 0
    with bootstrap.shop_at(stage.folder, beside=True) as house:
        queue = [one for one in house.outbox.all() if one.state == "approved"]
        queue.sort(key=lambda one: one.address)
        order = {one.address: one for one in queue}
        pid = warm.start(stage, later(0), lease=LEASE, twin=twin)
        number = 0
        while len(answered) < wanted:
            if warm.ended(pid):
                number += 1
                pid = warm.start(stage, later(number), lease=LEASE, twin=twin)
            came = out.copies()
            ahead = [to for to in order if not came[to] and to not in answered]
            if not ahead:
                break
            touch = order[dice.choice(ahead[:6])]
            token = unsubscribe_token(house.token, touch.message.message_id)
            answer = answer_one_click(
                house, "POST", token, ONE_CLICK, now=NOW,
                pause=lambda: time.sleep(0.002),
            )  # fmt: skip
            assert answer.status == 200
            answered[touch.address] = time.time()
            if dead < kills and dice.random() < kills / wanted * 1.3:
                if not warm.ended(pid):
                    warm.kill(pid)
                dead += 1
    if not warm.ended(pid):
        assert warm.wait(pid, 600)
    return answered


def late(out: Sink, answered: dict[str, float]) -> int:
    """Count what came to somebody behind the answer that nothing would."""
    return sum(at > answered.get(to, at) for to, at in out.arrived)


@pytest.mark.parametrize(
    ("people", "wanted", "kills"),
    [(250, 100, 2), pytest.param(2500, 1000, 20, marks=SLOW)],
)
def test_nothing_comes_behind_the_answer_that_nothing_will(
    tmp_path, warm, postgres, people, wanted, kills
):
    """C7: people leave just ahead of the queue's head, and senders are killed."""
    with sink(seed=7, slow=0.002) as out:
        stage = set_stage(
            tmp_path / "shop", people, port=out.port, ledger=postgres.url()
        )
        stage.agree()
        answered = leave_just_ahead(
            stage, warm, out, wanted=wanted, kills=kills, seed=7
        )
        to_the_end(stage, warm)
    print(
        f"seed 7: {len(answered)} left, {len(out.arrived)} arrived, "
        f"{late(out, answered)} late, {out.doubles()} doubles"
    )
    assert len(answered) >= wanted * 0.9
    assert late(out, answered) == 0
    assert out.doubles() == 0


def test_a_sender_that_asks_at_the_start_is_caught(tmp_path, warm, postgres):
    """The control: asked when it is taken in hand, and not at the last byte."""
    behind = 0
    for seed in (7, 17, 27, 37):  # one run of it may be lucky
        with sink(seed=seed, slow=0.002) as out:
            folder = tmp_path / f"shop{seed}"
            stage = set_stage(folder, 300, port=out.port, ledger=postgres.url())
            stage.agree()
            answered = leave_just_ahead(
                stage, warm, out, wanted=60, kills=0, seed=seed,
                twin="asked at the start",
            )  # fmt: skip
        behind = late(out, answered)
        print(f"seed {seed}: {behind} late, as there must be")
        if behind:
            break
    assert behind > 0


@pytest.mark.parametrize(
    ("people", "flips"), [(100, 2), pytest.param(2000, 50, marks=SLOW)]
)
def test_the_switch_stops_everything_before_it_answers(
    tmp_path, warm, postgres, people, flips
):
    """C12: mails behind the acknowledgement of a stop: none."""
    with sink(seed=8) as out:
        stage = set_stage(
            tmp_path / "shop", people, port=out.port, ledger=postgres.url()
        )
        stage.agree()
        behind = 0
        with bootstrap.shop_at(stage.folder, beside=True) as house:
            for number in range(flips):
                pids = [warm.start(stage, later(number), lease=60) for _ in range(2)]
                goal = len(out.arrived) + people // (flips + 4)
                while len(out.arrived) < goal and not all(map(warm.ended, pids)):
                    time.sleep(0.002)
                stop_everything(
                    house, by="mara", now=NOW, pause=lambda: time.sleep(0.002)
                )
                acknowledged = len(out.arrived)
                time.sleep(0.05)
                behind += len(out.arrived) - acknowledged
                for pid in pids:
                    assert warm.wait(pid, 60)
                house.plan_book.go_on(by="mara", at=NOW)
        to_the_end(stage, warm, flips)
        copies, states = out.copies(), stage.states()
    print(f"seed 8: {flips} flips, {behind} behind a stop, {out.doubles()} doubles")
    assert behind == 0
    assert out.doubles() == 0
    assert all(copies[to] == 1 for to in states)
