"""What she bought and would tell nobody is never said, and its absence tells nothing.

Source: reliability.md, D10: 45 telling purchases, five templates.
"""

# ruff: noqa: E501 lists of goods

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime

import pytest

from shopkeeper.remember.sayable import sayable
from shopkeeper.remember.telling_goods import is_telling
from shopkeeper.remember.usual import usual_facts
from shopkeeper.say import ShopVariables, compose
from shopkeeper.vocabulary import Channel, Predicates, Recipient
from tests.unit.remember.histories import history_of
from tests.unit.say.contents import content


TELLING = (
    "Pregnancy test, twin pack", "Ovulation strips", "Maternity tights", "Condoms 12",
    "Nicotine patches 21 mg", "Insulin cool bag", "Incontinence pads", "HIV home test",
    "Hair loss foam", "Head lice comb", "Migraine diary", "Living with Cancer",
    "The Depression Workbook", "Understanding Autism", "Coeliac cookbook",
    "Quit smoking kit", "Menopause: a guide", "Walking stick and crutches", "DNA test kit",
    "Weight-loss shakes", "King James Bible", "Prayer mat, green", "Rosary, olive wood",
    "Hijab, black", "Hanukkah candles", "First communion card", "The Qur'an", "Kosher salt",
    "Lubricant 100 ml", "Rainbow flag", "Coming Out: letters", "Chest binder", "Lingerie set",
    "Trade union badge", "Labour Party mug", "Funeral wreath", "Sympathy card", "Grief diary",
    "Cremation urn", "Divorce, step by step", "Miscarriage: a book", "Memorial candle",
    "Debt advice handbook", "Domestic abuse: getting out", "Schwangerschaftstest",
)  # fmt: skip
HARMLESS = (
    "Earl Grey, 250 g", "Tide tables", "Sea charts", "Harbour walks", "Knots and splices",
    "Coffee beans", "Sourdough crackers", "Wool socks", "Red pen", "Notebook A5",
    "Cross stitch kit", "Sparkling water", "Dog biscuits", "Wedding cake topper",
    "Party hats", "Green apples", "Conservatory blinds", "Republic of tea", "Stone soup",
    "Baby rattle", "Candles, beeswax", "White hanging heart", "Card holder", "Hearing dog mug",
    "Greek olives", "Turnip seeds", "Burning logs", "The Grapes of Wrath", "Gravel 10 kg",
    "Gravy powder", "Studio lamp", "Urban planner", "Pride and Prejudice", "Lupin seeds",
)  # fmt: skip
TEMPLATES = (
    "{% say %}Your {{ usual.item }} is here.{% or %}Come in.{% endsay %}",
    "{% say %}How was {{ usual.last_item }}?{% or %}How are you?{% endsay %}",
    "{% say %}{{ all.usual.item | list }}{% or %}New things{% endsay %}",
    '{% say about: "usual.due_on" %}More {{ usual.item }}?{% or %}More?{% endsay %}',
    "{% say %}By {{ usual.due_on }}?{% or %}Soon?{% endsay %}",
)
NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)


@pytest.mark.parametrize("name", TELLING)
def test_a_telling_thing_is_known_as_one(name):
    """Health, faith, love, politics, loss, trouble."""
    assert is_telling(name)


@pytest.mark.parametrize("name", HARMLESS)
def test_a_harmless_thing_is_not(name):
    """A list that eats the shop is no help."""
    assert not is_telling(name)


def _facts(more: tuple[str, ...]):
    """Facts of 90 people: each second one bought telling things beside the others."""
    rows = []
    for number in range(90):
        for day in range(10, 290, 30 + number % 5):
            rows.append((f"p{number:02}", day, HARMLESS[number % len(HARMLESS)]))
            if number % 2:
                rows.append((f"p{number:02}", day, more[number % len(more)]))
    return usual_facts(history_of(rows, until=300))


def test_no_message_says_them_and_their_absence_tells_nothing():
    """The same rungs for those who bought them as for those who did not."""
    facts = _facts(TELLING)
    # Learned when the message goes: how fresh they are is not what is asked here.
    for template in TEMPLATES:
        rungs: dict[bool, Counter[tuple[int, ...]]] = {
            True: Counter(),
            False: Counter(),
        }
        for number in range(90):
            person = f"p{number:02}"
            mine = [one for one in facts if one.person == person]
            at = max(one.learned_at for one in mine)
            message = compose(
                content(template),
                recipient=Recipient(person=person, channel=Channel.SMS, address="+44"),
                sayable=sayable(
                    mine, person=person, predicates=Predicates(), now=at
                ).facts,
                shop_variables=ShopVariables(today=date(2026, 11, 2)),
                message_id=person,
            )
            assert not [name for name in TELLING if name in (message.body or "")]
            assert not is_telling(message.body or "")
            rungs[bool(number % 2)][message.rungs] += 1
        shares = {
            rung: [rungs[side][rung] / 45 for side in (True, False)]
            for rung in {*rungs[True], *rungs[False]}
        }
        assert all(abs(one - other) <= 0.02 for one, other in shares.values()), shares


def test_the_same_goods_called_otherwise_would_be_said():
    """The test above can fail: harmless things beside the others are said."""
    facts = _facts(tuple(f"Thing {at}" for at in range(45)))
    assert any(str(one.value).startswith("Thing") for one in facts)
