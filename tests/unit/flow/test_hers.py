"""The last question before a message leaves: is it still about her?"""

from __future__ import annotations

from datetime import timedelta

import pytest

from msgspec.structs import replace

from shopkeeper.flow.hers import ANOTHERS, TAKEN_BACK, claimed_facts, not_hers
from shopkeeper.flow.sending import send_due
from shopkeeper.vocabulary import TouchState
from tests.builders.shop import NOW, SmallShop


ROWS = "customer_no,first_name,email\n" + "".join(
    f"C{n},{name},{name.lower()}@post.example\n"
    for n, name in enumerate(("Ann", "Bea", "Cy", "Dot", "Eve", "Flo"))
)


@pytest.fixture
def shop(tmp_path):
    """A shop with six people, and letters to them that are due."""
    made = SmallShop(tmp_path)
    made.has("crm", "people", ROWS).plans("hello").opens()
    made.work(send=False)
    return made


def approved(shop):
    return [one for one in shop.touches() if one.state is TouchState.APPROVED]


def test_what_is_hers_goes(shop):
    """Each of the letters states her name, and goes."""
    assert len(approved(shop)) == 6
    with shop.looked_at() as house:
        facts = house.facts.find(claimed_facts(approved(shop)))
    for touch in approved(shop):
        assert not_hers(touch, facts, [touch.person]) is None


def test_a_fact_of_another_or_taken_back_keeps_a_message_back(shop):
    """Parted, erased by her, or erased from the books."""
    touch = approved(shop)[0]
    with shop.looked_at() as house:
        facts = house.facts.find(claimed_facts([touch]))
    assert not_hers(touch, facts, ["p-other"]) == ANOTHERS
    assert not_hers(touch, {}, [touch.person]) == TAKEN_BACK
    erased = {key: replace(fact, erased=True) for key, fact in facts.items()}
    assert not_hers(touch, erased, [touch.person]) == TAKEN_BACK


def test_the_sender_asks_it_just_before(shop):
    """A claim that leads to somebody else's fact never leaves."""
    from shopkeeper.bootstrap import shop_at  # noqa: PLC0415 this test alone owns it

    one, other = approved(shop)[:2]
    with shop_at(shop.folder) as house:
        swapped = replace(
            one,
            message=replace(
                one.message,
                message_id="m-swapped",
                claims=tuple(
                    replace(claim, facts=other.message.claims[0].facts)
                    for claim in one.message.claims
                ),
            ),
            step="another",
            address=one.address,
        )
        house.outbox.put([swapped])
        send_due(house, now=NOW + timedelta(minutes=1))
        kept = house.outbox.touch("m-swapped")
        sent = house.outbox.touch(other.message.message_id)
    assert kept is not None
    assert (kept.state, kept.because) == (TouchState.HELD, ANOTHERS)
    assert sent is not None
    assert sent.state is TouchState.SENT
