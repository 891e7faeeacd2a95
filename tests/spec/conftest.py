"""The town both ways of writing are judged on: a plain mail merge's, and ours."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from shopkeeper.flow.judging import GOING, sent_of
from shopkeeper.town import Judgement, Sent, Town, build, judge, mail_merge
from shopkeeper.vocabulary import Touch
from tests.builders.shop import SmallShop, town_shop


SEED, PEOPLE = 3, 80


@dataclass(frozen=True)
class BothWays:
    """
    One town, written to twice.

    Attributes:
        town: With its truth.
        shop: Ours, after one round with everything sent.
        touches: What went out of it.
        ours: The same in the neutral form in which the town judges.
        merge: What the departments' mail merges would have sent.
    """

    town: Town
    shop: SmallShop
    touches: list[Touch]
    ours: list[Sent]
    merge: list[Sent]

    def of_ours(self) -> Judgement:
        """Judge what we sent."""
        return judge(self.ours, self.town.truth)

    def of_the_merge(self) -> Judgement:
        """Judge what the mail merge would have sent."""
        return judge(self.merge, self.town.truth)


@pytest.fixture(scope="session")
def both_ways(tmp_path_factory) -> BothWays:
    """Write to the town by mail merge and by the real flow."""
    town = build(SEED, people=PEOPLE)
    shop = town_shop(tmp_path_factory.mktemp("town"), town)
    shop.work(now=town.now)
    touches = [one for one in shop.touches() if one.state in GOING]
    claimed = [key for one in touches for c in one.message.claims for key in c.facts]
    with shop.looked_at() as house:
        facts = house.facts.find(claimed)
    # Who writes to nobody makes no mistakes: that is no way to pass.
    assert len(touches) >= 5
    return BothWays(town, shop, touches, sent_of(touches, facts), mail_merge(town))


@pytest.fixture
def shop(tmp_path) -> SmallShop:
    """Return a shop with nothing in it yet."""
    return SmallShop(tmp_path / "corner")
