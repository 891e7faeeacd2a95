"""The shop's papers are what the contracts ask for."""

from __future__ import annotations

from pathlib import Path

import pytest

from shopkeeper import town
from shopkeeper.bootstrap import read_plan, read_shop
from shopkeeper.plan import parse
from shopkeeper.say import read_content
from shopkeeper.vocabulary import Predicates, Purpose, SigningRole


@pytest.fixture
def shop_folder(harbour: town.Town, tmp_path: Path) -> Path:
    """Return a folder with the papers in it."""
    for path, text in town.contents_and_plans(harbour).all.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    return tmp_path


def test_the_settings_are_read_and_name_every_silo(
    harbour: town.Town, shop_folder: Path
) -> None:
    """With the town's fixed moment, and e-mail that goes to files."""
    shop = read_shop(shop_folder)
    assert shop.now == harbour.now
    assert {(s.name, s.read, s.holds.value) for s in shop.sources} == {
        (f.name, f.path, f.holds) for f in harbour.files
    }
    assert [c.send for c in shop.channels.values()] == ["file:out"]


def test_every_signing_role_is_held_by_somebody(
    harbour: town.Town, shop_folder: Path
) -> None:
    """And there are an owner and a front line with minutes."""
    shop = read_shop(shop_folder)
    staff = {person.id: person for person in shop.people}
    signers = town.contents_and_plans(harbour).signers
    assert set(signers) == {role.value for role in SigningRole}
    for role, who in signers.items():
        assert role in {r.value for r in staff[who].roles}
    held = {role.value for person in shop.people for role in person.roles}
    assert {"owner", "front_line"} <= held
    assert sum(person.minutes_per_day for person in shop.people) > 0


def test_the_plans_are_read_and_name_contents_that_exist(
    harbour: town.Town, shop_folder: Path
) -> None:
    """Their audience and need parse, their days include the town's moment."""
    shop = read_shop(shop_folder)
    staff = {person.id for person in shop.people}
    plans = [read_plan(path) for path in sorted((shop_folder / "plans").iterdir())]
    assert len(plans) >= 2
    for plan in plans:
        assert {plan.owner, plan.sponsor} <= staff
        assert plan.owner != plan.sponsor
        assert plan.starts <= harbour.now.date() < plan.review_by <= plan.ends
        for step in plan.steps:
            assert (shop_folder / f"content/{step.content}.md").is_file()
            parse(step.audience, Predicates())
            parse(step.need, Predicates())


def test_the_contents_are_read_one_for_each_purpose(shop_folder: Path) -> None:
    """Ladders and all."""
    contents = [
        read_content(path.read_text("utf-8"), name=path.name, predicates=Predicates())
        for path in sorted((shop_folder / "content").iterdir())
    ]
    assert {content.purpose for content in contents} == set(Purpose)
