"""A batch of letters for whoever prints them: once, and found by its page."""

from __future__ import annotations

import csv
import io
import threading

import msgspec
import pytest

from shopkeeper.adapters.files.forgetting import FolderTraces
from shopkeeper.adapters.typst.press import Press
from shopkeeper.adapters.typst.wire import PrintWire
from shopkeeper.say.letter import Letterhead
from shopkeeper.say.letter_forms import FORMS
from shopkeeper.vocabulary import Channel, TouchState
from tests.adapters.typst.test_press import AT
from tests.contract.test_ledger_books import a_touch


pytest.importorskip("typst", reason="the extra `post` is not installed")
from tests.adapters.typst.reading import pages_of


class Gate:
    """Lets all pass but some, and keeps what became of them."""

    def __init__(self, *, refuses: str = "", dies_after: int = 10**6) -> None:
        self.refuses = refuses
        self.dies_after = dies_after
        self.became: dict[str, object] = {}

    def open(self, touches, became=()):
        """Write down what is known, and let them pass."""
        self.note(became)
        if len(self.became) >= self.dies_after:
            raise KeyboardInterrupt
        names = {one.message.message_id for one in touches}
        return frozenset(names - {self.refuses})

    def note(self, became):
        """Keep what became of them."""
        for touch, carried in became:
            self.became[touch.message.message_id] = carried

    def states(self) -> dict[str, str]:
        """Return where each stands."""
        return {name: str(one.state) for name, one in self.became.items()}


def touches(*numbers: int, words: str = "Good to know, {}.", lines: int = 1):
    """Return letters to so many people."""
    found = []
    for number in numbers:
        touch = a_touch(f"m{number}")
        body = "\n\n".join([words.format(f"Person{number}x")] * lines)
        message = msgspec.structs.replace(touch.message, claims=(), body=body)
        address = f"Person{number}x Lee\n{number} Shore\nEDINBURGH\nEH6 6QW"
        found.append(
            msgspec.structs.replace(
                touch, message=message, address=address, channel=Channel.POST, at=AT
            )
        )
    return found


@pytest.fixture(name="wire")
def _wire(tmp_path) -> PrintWire:
    return a_wire(tmp_path)


def a_wire(folder) -> PrintWire:
    """Return a wire that lays its batches into a folder."""
    head = Letterhead(sender=("Corner Shop",), form=FORMS["UK"])
    return PrintWire(folder / "letters", Press(head), clock=lambda: AT)


def batches(folder) -> list:
    """Return the folders that are bound."""
    return sorted(one.parent for one in (folder / "letters").glob("*/batch.pdf"))


def rows_of(batch) -> list[dict[str, str]]:
    """Read what the table of a batch says."""
    text = (batch / "batch.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text)))


def test_a_run_makes_one_batch_and_its_table_says_whose_letter_is_on_which_page(
    wire, tmp_path
):
    """All deliveries of a run are one batch; each letter lies there alone, too."""
    gate = Gate()
    wire.deliver(touches(1, 2), gate)
    wire.deliver(touches(3, lines=60), gate)
    wire.deliver(touches(4), gate)
    wire.finish()

    (batch,) = batches(tmp_path)
    assert batch.name == "2026-11-02-100000"
    assert set(gate.states().values()) == {"handed_over"}
    assert "letters/2026-11-02-100000" in gate.became["m3"].because
    pages = pages_of((batch / "batch.pdf").read_bytes())
    seen = []
    for row in rows_of(batch):
        first, count = int(row["first_page"]), int(row["pages"])
        number = row["message_id"].removeprefix("m")
        seen += range(first, first + count)
        assert all(
            f"Person{number}x" in pages[at - 1] for at in range(first, first + count)
        )
        alone = pages_of((batch / row["file"]).read_bytes())
        assert alone == pages[first - 1 : first - 1 + count]
    assert seen == list(range(1, len(pages) + 1))


def test_what_the_gate_refuses_is_in_no_batch(wire, tmp_path):
    """Whoever said stop a moment ago is not printed."""
    wire.deliver(touches(1, 2, 3), Gate(refuses="m2"))
    wire.finish()
    (batch,) = batches(tmp_path)
    assert [one["message_id"] for one in rows_of(batch)] == ["m1", "m3"]
    assert not list(batch.rglob("m2*"))


def test_what_cannot_be_printed_is_held_with_the_reason(wire, tmp_path):
    """And the others go all the same."""
    gate = Gate()
    wire.deliver([*touches(1), *touches(2, words="王 {}"), *touches(3)], gate)
    wire.finish()
    assert gate.became["m2"].state is TouchState.HELD
    assert "no font here has the sign '王'" in gate.became["m2"].because
    (batch,) = batches(tmp_path)
    assert len(rows_of(batch)) == 2


def test_a_run_that_dies_leaves_its_letters_to_the_next_and_none_is_in_two_batches(
    wire, tmp_path
):
    """What was handed over is bound by whoever comes next."""
    with pytest.raises(KeyboardInterrupt):
        wire.deliver(touches(1, 2, 3), Gate(dies_after=2))
    assert batches(tmp_path) == []

    again = a_wire(tmp_path)
    again.deliver(touches(3, 4), Gate())
    again.finish()
    again.deliver(touches(5), Gate())
    again.finish()
    again.finish()
    names = [
        [one["message_id"] for one in rows_of(batch)] for batch in batches(tmp_path)
    ]
    assert names == [["m1", "m2", "m3", "m4"], ["m5"]]


def test_two_senders_at_a_time_lose_nothing(tmp_path):
    """Each lays down and binds; every letter is in exactly one batch."""

    def run(first: int) -> None:
        wire = a_wire(tmp_path)
        for number in range(first, first + 10):
            wire.deliver(touches(number), Gate())
            wire.finish()

    threads = [threading.Thread(target=run, args=(first,)) for first in (10, 20)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    found = [row["message_id"] for batch in batches(tmp_path) for row in rows_of(batch)]
    assert sorted(found) == [f"m{number}" for number in range(10, 30)]


def test_whoever_is_forgotten_is_in_no_batch_and_the_others_are_bound_anew(
    wire, tmp_path
):
    """Her own file, her data, the bound file and its table go."""
    wire.deliver(touches(1, 2), Gate())
    wire.finish()
    (batch,) = batches(tmp_path)
    gone = FolderTraces(tmp_path, [tmp_path / "letters"], tmp_path / "no").remove(
        ["m1"]
    )
    assert len(gone) == 4
    assert batches(tmp_path) == []

    wire.finish()
    assert [one["message_id"] for one in rows_of(batch)] == ["m2"]
    assert "Person1x" not in "".join(pages_of((batch / "batch.pdf").read_bytes()))
    assert not list(batch.rglob("m1*"))


def test_a_preview_is_marked_and_in_no_batch(wire, tmp_path):
    """It is looked at, and posted to nobody."""
    carried = wire.preview(touches(1)[0], "tilda@corner.example")
    wire.finish()
    assert batches(tmp_path) == []
    assert carried.state is TouchState.SENT
    (path,) = (tmp_path / "letters").rglob("*.pdf")
    assert "PREVIEW" in pages_of(path.read_bytes())[0]
