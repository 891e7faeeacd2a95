"""One owner: of one shop, one process writes at a time."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

from shopkeeper.adapters.files.owner import owning
from shopkeeper.vocabulary import ShopBusy


HOLD = """
import sys, time
from pathlib import Path
from shopkeeper.adapters.files.owner import owning
with owning(Path(sys.argv[1])):
    print("mine", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def other(tmp_path):
    """Start another process that owns the shop, and end it."""
    state = tmp_path / "corner/.shopkeeper"
    state.mkdir(parents=True)
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(state / "owner")],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "mine\n"
    yield process
    process.kill()
    process.communicate()


def test_a_second_process_is_refused_with_the_number_of_the_first(tmp_path, other):
    """One sentence that names it and the shop."""
    owner = tmp_path / "corner/.shopkeeper/owner"
    says = f"Process {other.pid} is at work in {tmp_path / 'corner'}: wait, or stop it"
    with pytest.raises(ShopBusy, match=says) as caught, owning(owner):
        pass
    assert caught.value.exit_code == 2
    # Being refused takes nothing from the first.
    assert owner.read_text() == f"{other.pid}\n"
    with pytest.raises(ShopBusy), owning(owner):
        pass


def test_the_lock_is_gone_with_a_process_that_was_killed(tmp_path, other):
    """kill -9 leaves a file, and no lock."""
    os.kill(other.pid, signal.SIGKILL)
    other.wait()
    owner = tmp_path / "corner/.shopkeeper/owner"
    assert owner.exists()
    with owning(owner):
        assert owner.read_text() == f"{os.getpid()}\n"


def test_the_lock_is_gone_after_the_block_and_after_an_error(tmp_path):
    """Whoever comes next finds the door open."""
    with pytest.raises(ZeroDivisionError), owning(tmp_path / "owner"):
        raise ZeroDivisionError
    for _ in range(2):
        with owning(tmp_path / "owner"):
            pass


def test_one_process_owns_a_shop_once(tmp_path):
    """Also a second time in the same process: nothing owns it twice."""
    with (
        owning(tmp_path / "owner"),
        pytest.raises(ShopBusy),
        owning(tmp_path / "owner"),
    ):
        pass
