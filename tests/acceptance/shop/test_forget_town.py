"""In a town of people who share names, houses and mailboxes, only she is gone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from shopkeeper import bootstrap
from shopkeeper.flow.forgetting import forget
from shopkeeper.flow.knowing import gather
from shopkeeper.flow.telling import person_json
from shopkeeper.town import build
from tests.builders.canaries import hits
from tests.builders.shop import SmallShop, town_shop


SEED = 11
GONE = 4


@pytest.fixture(name="town", scope="module")
def _town(tmp_path_factory: pytest.TempPathFactory) -> SmallShop:
    """Return the shop of a town after a round."""
    town = build(SEED)
    shop = town_shop(tmp_path_factory.mktemp("town") / "harbour", town)
    shop.work(town.now)
    return shop


def _all(house: Any, now: Any, persons: list[str]) -> dict[str, dict[str, Any]]:
    return {one: person_json(house, one, now=now) for one in persons}


def _said(told: dict[str, Any]) -> set[tuple[str, str]]:
    """Return what was said and recorded: what is reckoned from all rows moves a bit."""
    return {
        (one["about"], str(one["value"]))
        for one in told["facts"]
        if one["standing"] != "observed"
    }


@pytest.mark.slow
def test_forgetting_some_changes_nothing_of_the_others(town: SmallShop) -> None:
    """Facts, moments, promises, consents and touches of everybody else are equal."""
    now = build(SEED).now
    dice = np.random.default_rng(SEED)
    with bootstrap.shop_in_hand(town.folder) as (house, hands):
        people = sorted(gather(house, now=now))
        gone = [str(one) for one in dice.choice(people, GONE, replace=False)]
        known = gather(house, now=now, only=gone)
        # Whoever shares nothing with somebody else can be looked for in bytes.
        alone = [
            entry.identifier.value
            for one in known.values()
            if not one.housemates
            for entry in one.identifiers
            if "@" in entry.identifier.value
        ]
        watched = [one for one in people if one not in gone][::12]
        before = _all(house, now, watched)
        took: set[str] = set()
        for one in gone:
            done = forget(
                house, hands, one, by=None, now=now,
                opened=lambda source: bootstrap.tables_with_paths(town.folder, source),
            )  # fmt: skip
            assert not done.left, done.left
            assert not done.pending
            took |= set(done.others)
        after = _all(house, now, watched)
        assert house.audit.broken_at() is None
    touched = {
        person
        for person, told in before.items()
        if took & {row["record_id"] for row in told["records"]}
    }
    for person in watched:
        if person in touched:
            continue
        for name, value in before[person].items():
            # Of a namesake she need not be told apart any more, and who shared a
            # mailbox with her has it alone.
            if name not in ("told_apart_by", "next", "called"):
                assert after[person][name] == value, (person, name)
    assert alone
    assert hits(Path(town.folder / ".shopkeeper"), alone, "keys") == []
    again = town.work(now, send=False)
    assert again.counts["new_rows"] == 0
    assert hits(Path(town.folder / ".shopkeeper"), alone, "keys") == []
    with town.looked_at() as house:
        left = sorted(gather(house, now=now))
        assert not set(gone) & set(left)
        later = _all(house, now, watched)
    for person in watched:
        if person not in touched:
            assert later[person]["records"] == before[person]["records"]
            assert _said(later[person]) == _said(before[person])
