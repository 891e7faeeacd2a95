"""Bounced, complained, stopped, imported, joined, parted in any order: a no stays.

Reliability.md, C8: only her own new word lifts it. A fifth of the sequences by default;
`-m slow` works them all.
"""

from __future__ import annotations

import contextlib
import dataclasses

from datetime import datetime, timedelta
from itertools import combinations

import numpy as np
import pytest

from shopkeeper.adapters.memory.decisions import MemoryConsentBook
from shopkeeper.flow.house import House
from shopkeeper.flow.knowing import current_ids, gather
from shopkeeper.flow.learning import learn_from_rows
from shopkeeper.flow.preferring import Change, change
from shopkeeper.flow.reaching import recipients_of
from shopkeeper.flow.settling import settle
from shopkeeper.vocabulary import Channel, NotAllowed, Suppression
from tests.builders import utc
from tests.builders.house import arrive, house_in_memory


START = utc("2026-03-02 10:00")
SOURCES = {"crm": "people", "signups": "consents", "back": "outcomes"}
BOXES = [f"box{number}@post.example" for number in range(4)]
DAYS = 8
KINDS = ("bounce", "complaint", "soft", "yes by list", "list again", "join", "her word")


class ForgetfulBook(MemoryConsentBook):
    """The control: suppressions are lost when a list says yes."""

    def suppress(self, wanted: list[Suppression]) -> int:  # type: ignore[override]
        """Keep nothing."""
        return 0 * len(list(wanted))


def opened() -> House:
    """Open a shop with four people, one mailbox each."""
    house = house_in_memory(SOURCES)
    rows = [
        {"id": f"C{number}", "email": box, "first_name": f"Name{chr(97 + number)}"}
        for number, box in enumerate(BOXES)
    ]
    arrive(house, "crm", rows, key="id", at=START)
    learn_from_rows(house, now=START)
    return house


def told(house: House, source: str, box: str, word: str, at: datetime) -> None:
    """Let a row of consents or outcomes arrive."""
    row = {"no": at.isoformat(), "email": box, "at": at.isoformat()}
    if source == "signups":
        row |= {"purpose": "marketing", "state": word}
    else:
        row |= {"outcome": word}
    arrive(house, source, [row], key="no", at=at, when="at")


def lived(house: House, seed: int) -> list[str]:
    """Let things happen; return every no that was overruled, in a line each."""
    dice = np.random.default_rng(seed)
    closed: set[str] = set()
    wrong = []
    for day in range(1, DAYS):
        now = START + timedelta(days=day)
        box = BOXES[dice.integers(len(BOXES))]
        kind = KINDS[dice.integers(len(KINDS))]
        closed |= happens(house, kind, box, dice, now)
        learn_from_rows(house, now=now)
        if kind == "her word":
            closed -= lifts(house, box, now)
        for person in gather(house, now=now).values():
            found = recipients_of(house, person, now=now).get(Channel.EMAIL)
            if found and found.address in closed and "email" not in found.suppressed:
                wrong.append(f"seed {seed}, day {day}, {kind}: {found.address}")
    return wrong


def happens(
    house: House, kind: str, box: str, dice: np.random.Generator, now: datetime
) -> set[str]:
    """Let one thing happen; return the addresses that it closes."""
    if kind in ("bounce", "complaint", "soft"):
        word = {"bounce": "hard_bounce", "soft": "soft_bounce"}.get(kind, kind)
        told(house, "back", box, word, now)
        return set() if kind == "soft" else {box}
    if kind == "yes by list":
        told(house, "signups", box, "granted", now)
    elif kind == "list again":
        row = {"id": f"N{now.day}", "email": box, "first_name": f"New{now.day}"}
        arrive(house, "crm", [row], key="id", at=now)
    elif kind == "join":
        people = list(dict.fromkeys(current_ids(house).values()))
        pairs = list(combinations(people, 2))
        if pairs:
            one, other = pairs[dice.integers(len(pairs))]
            same = bool(dice.integers(2))
            with contextlib.suppress(NotAllowed):
                settle(house, one, other, same=same, by="tilda", now=now)
    return set()


def lifts(house: House, box: str, now: datetime) -> set[str]:
    """Let her who is reached at a box take her no back; return what it opens."""
    for person in gather(house, now=now).values():
        hers = {one.identifier.value for one in person.identifiers}
        if box in hers:
            wish = Change(channels={Channel.EMAIL: True}, proof="she rang")
            change(house, person.id, wish, now=now)
            return hers
    return set()


@pytest.mark.parametrize("seed", range(40))
def test_a_no_stays_whatever_happens_around_it(seed: int) -> None:
    """Through imports, new lists, joins and partings; until she says otherwise."""
    assert lived(opened(), seed) == []


@pytest.mark.slow
@pytest.mark.parametrize("many", range(20))
def test_a_no_stays_two_thousand_times(many: int) -> None:
    """All sequences of reliability.md, C8."""
    wrong = [
        line
        for seed in range(1000 + 100 * many, 1100 + 100 * many)
        for line in lived(opened(), seed)
    ]
    assert wrong == []


def test_a_book_that_loses_a_no_is_found_out() -> None:
    """The control."""
    wrong = []
    for seed in range(10):
        house = opened()
        keys = house.consents._keys  # type: ignore[attr-defined]  # noqa: SLF001
        wrong += lived(dataclasses.replace(house, consents=ForgetfulBook(keys)), seed)
    assert wrong
