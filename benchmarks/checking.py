"""One fixed letter, written with claims and looked at by the reply check."""

from __future__ import annotations

import time

import numpy as np

from figures import Figure, Table, alternate
from letter import FRONT, say, settled, some_readers
from letter import LETTER as LETTER_SAID

from shopkeeper.say import read_content
from shopkeeper.say.tone import Context, Open, check_letter
from shopkeeper.vocabulary import Predicates


SEED = 7
NAMES = ("Wren", "Bee", "Mrs Ito", "Gem", "Robbie", "Dr Mbatha", "Jo", "Mr Holm")
# About 180 words, as `benchmarks/saying.py` would compose them; what is told of each
# differs in name, amount and day, all else is one content.
LETTER = """Hello {name},

I am sorry that your machine came back a week late, and that you had to finish the
dress by hand because of it. That was our doing: we fitted the wrong motor and had
to start again.

The right motor is in now, and I have sent £{amount}.50, everything you paid us,
back to your card on {day} May. You can check both for yourself: the motor's number
stands on the yellow label inside the lid, and the refund shows on your statement as
"Bobbin".

The second lid comes by {later} May; our driver rings before he leaves the yard, and
if the hour does not suit you, he comes when you say.

You asked what next year's service costs: £48, and nothing renews by itself. Come if
you like, and if you don't, the machine will run well enough without us. The oil in
the small bottle is for the shuttle, one drop each month, and no more than that.

Thank you for telling me so plainly what went wrong, {name}.

Warmly,
Solveig Marsh
(reply to this mail, I read it)"""


def some_letters(count: int) -> list[tuple[str, Context]]:
    """Write the letter to many people."""
    dice = np.random.default_rng(SEED)
    written = []
    for _ in range(count):
        name = NAMES[dice.integers(len(NAMES))]
        amount, day = int(dice.integers(20, 90)), int(dice.integers(1, 12))
        later = day + int(dice.integers(2, 15))
        text = LETTER.format(name=name, amount=amount, day=day, later=later)
        context = Context(
            preferred_name=name,
            register="informal",
            suffered="machine a week late, dress finished by hand",
            done=("new motor fitted", f"refund of £{amount}.50 on {day} May"),
            open=(Open("second lid", f"{later} May"),),
            terms={"price": "next year's service costs £48", "renewal": "none"},
        )
        written.append((text, context))
    return written


def measure(*, runs: int, letters: int = 4_000) -> Table:
    """
    Look at letters of one content, as a round sends them.

    Args:
        runs: How often.
        letters: How many in a run.
    """
    some = some_letters(letters)
    words = len(some[0][0].split())
    slowest: list[float] = []
    predicates = Predicates()
    content = read_content(FRONT + LETTER_SAID, name="m.md", predicates=predicates)
    readers = some_readers(letters)

    def said_and_checked() -> None:
        for one, facts in readers:
            message = say(content, one, settled(one, facts, predicates))
            known = next((f.value for f in facts if f.about == "person.called"), None)
            context = Context(preferred_name=known, terms=None)
            check_letter(message.body or "", context, five_h=False)

    def check() -> None:
        each = np.empty(letters)
        for number, (text, context) in enumerate(some):
            start = time.process_time()
            check_letter(text, context, five_h=False)
            each[number] = time.process_time() - start
        slowest.append(1000 * float(np.quantile(each, 0.99)))

    def with_five() -> None:
        for text, context in some:
            check_letter(text, context)

    taken = alternate(runs, check=check, with_five=with_five, said=said_and_checked)
    return Table(
        title="check: one fixed letter, to many people",
        says=(
            f"A letter of {words} words with context, {letters:,} times, seed {SEED}: "
            "name, amount and days differ. The first run reads each sentence for the "
            "first time, later runs have seen them."
        ),
        figures=[
            Figure(name="the letter of `letter`: gate, claims, check",
                   unit="letters", count=letters, cpu=taken["said"],
                   bar="2,000 a CPU s, aim 5,000"),
            Figure(name="eleven checks", unit="letters", count=letters,
                   cpu=taken["check"]),
            Figure(name="and the five H", unit="letters", count=letters,
                   cpu=taken["with_five"]),
        ],
        notes=[
            "99th of 100 letters: "
            + ", ".join(f"{one:.2f}" for one in slowest)
            + " ms in the runs, the first run first",
        ],
    )  # fmt: skip
