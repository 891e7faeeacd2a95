"""One rule says where somebody is, for one person and for everybody at once."""

from __future__ import annotations

import numpy as np

from shopkeeper.remember.due import ENOUGH_DAYS
from shopkeeper.remember.stage import bands_of, silences, stage_of, stages_of
from shopkeeper.vocabulary import Stage
from tests.unit.remember.histories import history_of, rhythms


def test_everybody_is_in_exactly_one_band() -> None:
    """Nobody is lost, and nobody is counted twice."""
    found = history_of(rhythms(40, 250, seed=5), until=230)
    shoppers = found.shoppers(found.until)
    bands = bands_of(shoppers, silences(found, shoppers))

    assert (sum(who.astype(int) for who in bands.values()) == 1).all()


def test_the_bands_agree_with_the_stage_of_each_person() -> None:
    """Two ways to look at one rule."""
    found = history_of(rhythms(40, 250, seed=5), until=230)
    shoppers = found.shoppers(found.until)
    rare = silences(found, shoppers)
    bands = bands_of(shoppers, rare)
    stages = stages_of(found)
    for row, person in enumerate(shoppers.person):
        stage = stages[found.persons[person]].stage
        band = next(name for name, who in bands.items() if who[row])
        assert band == {
            Stage.NEW: "early", Stage.REGULAR: "regular", Stage.DRIFTING: "drifting",
            Stage.LEAVING: "quiet", Stage.LEFT: "quiet",
            Stage.RETURNED: "early" if shoppers.days[row] < ENOUGH_DAYS else "regular",
        }[stage]  # fmt: skip


def test_the_line_between_two_bands_is_the_same_in_both() -> None:
    """At the very edge, too."""
    found = history_of(rhythms(3, 60, seed=1), until=60)
    shoppers = found.shoppers(found.until).take(np.array([0]))
    for rare in (0.2, np.nextafter(0.2, 1), 0.07, np.nextafter(0.07, 1)):
        band = bands_of(shoppers, np.array([rare]))
        stage = stage_of(int(shoppers.days[0]), rare, came_back=False, alive=0.5)
        assert band["drifting"][0] == (stage is Stage.DRIFTING)
        assert band["quiet"][0] == (stage is Stage.LEAVING)
