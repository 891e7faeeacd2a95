"""What she writes on her page is her word like any other, through rounds and after."""

from __future__ import annotations

from datetime import timedelta

import pytest

from shopkeeper import bootstrap
from shopkeeper.flow.her_page import her_page
from shopkeeper.flow.writing_in import write_in
from shopkeeper.vocabulary import BadInput, LoopKind, LoopState
from tests.builders.shop import NOW, SmallShop


@pytest.fixture(name="shop")
def _shop(tmp_path) -> SmallShop:
    shop = SmallShop(tmp_path)
    shop.has("crm", "people", "id,first_name,email\n1,Jenny,jenny@post.example\n")
    shop.opens()
    shop.work()
    return shop


def write(shop: SmallShop, kind: LoopKind, words: str, now=NOW):
    """Write to the shop as she would on her page."""
    person = shop.person("jenny@post.example")["person_id"]
    with bootstrap.shop_at(shop.folder) as house:
        return write_in(house, person, kind, words, now=now)


def test_it_waits_until_it_is_answered_whatever_rounds_come(shop) -> None:
    """A loop with an owner and a day, on the desk once, on her timeline for good."""
    loop = write(shop, LoopKind.IDEA, "Put a bench before the window.")
    again = write(shop, LoopKind.IDEA, "Put a bench before the window.")
    assert (loop.id, loop.kind, loop.owner) == (again.id, LoopKind.IDEA, "tilda")
    assert loop.due > NOW.date()
    for days in (1, 2):
        shop.work(NOW + timedelta(days=days))
    person = shop.person("jenny@post.example", NOW + timedelta(days=2))
    assert [one["kind"] for one in person["open_loops"]] == ["idea"]
    with shop.looked_at() as house:
        found = [one for one in house.desk.all() if "on her page" in one.reason]
        assert len(found) == 1
        assert found[0].due is not None
        asked = her_page(house, person["person_id"], now=NOW + timedelta(days=20)).asked
    assert (asked[0].what, asked[0].is_open, asked[0].late) == (
        "Put a bench before the window", True, True,
    )  # fmt: skip


def test_a_complaint_is_one_whatever_an_ear_makes_of_it(shop) -> None:
    """She said herself as what she means it."""
    loop = write(shop, LoopKind.COMPLAINT, "Lovely weather at your counter, indeed.")
    assert (loop.kind, loop.state) == (LoopKind.COMPLAINT, LoopState.HEARD)
    shop.work(NOW + timedelta(days=1))
    with shop.looked_at() as house:
        kept = house.loops.find(loop.id)
    assert kept is not None
    assert kept.state is LoopState.HEARD


def test_a_wish_in_it_holds_at_once(shop) -> None:
    """No button is needed where she says it."""
    write(shop, LoopKind.QUESTION, "Why do you e-mail me? Please stop e-mailing me.")
    person = shop.person("jenny@post.example")
    assert person["suppressed"]
    assert set(person["suppressed"]) & {"all", "email"}


@pytest.mark.parametrize("words", ["", "  \n ", "x" * 5001])
def test_nothing_and_too_much_are_refused(shop, words) -> None:
    """With what to do."""
    with pytest.raises(BadInput):
        write(shop, LoopKind.QUESTION, words)
