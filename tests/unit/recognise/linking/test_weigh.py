"""What speaks for one person is weighed against what speaks for two."""

from __future__ import annotations

import numpy as np
import pytest

from shopkeeper.recognise.linking import fields
from shopkeeper.recognise.linking.compare import compare
from shopkeeper.recognise.linking.learn import first_model
from shopkeeper.recognise.linking.link import link
from shopkeeper.recognise.linking.rarity import Rarity
from shopkeeper.recognise.linking.records import Records, Texts
from shopkeeper.recognise.linking.shared import shared_values
from shopkeeper.recognise.linking.weigh import (
    CANNOT,
    HOUSEHOLD,
    Scales,
    Weighed,
    probability,
)
from tests.unit.recognise.linking.made import crowd, read


TYPICAL = [
    {"first": first, "last": last, "born": f"19{year}-0{month}-1{month}",
     "phone": f"0712036{month}{year}4", "suffix": "", "gender": "f", "number": "",
     "email": f"{first}.{last}@oak.example", "postcode": f"LS1 {month}AB"}
    for month, (first, last) in enumerate(
        [("Ann", "Oak"), ("Ann", "Ash"), ("Ann", "Elm"), ("Una", "Oak"),
         ("Tom", "Fir")],
        start=1,
    )
    for year in (47, 63, 80)
]  # fmt: skip


def scales(records: Records, texts: Texts, **given: frozenset[str]) -> Scales:
    """Return scales that know what is known of *records* beforehand."""
    model = first_model(records, texts, seed=1)
    shared = shared_values(records, texts).boxes
    return Scales(model, Rarity(records), shared, **given)


def weighed(
    one: dict[str, str], other: dict[str, str], **given: frozenset[str]
) -> Weighed:
    """Weigh a pair of rows among typical ones, with the weight of each field."""
    records, texts = read(*TYPICAL, TYPICAL[0] | one, TYPICAL[0] | other)
    left, right = (records.take(np.array([len(TYPICAL) + at])) for at in (0, 1))
    compared = compare(left, right, texts)
    return scales(records, texts, **given).weigh(compared, left, right, parts=True)


def test_prior_and_parts_add_up_to_the_score():
    """What is shown to people is all there is."""
    records, texts, _ = crowd(300, trouble=3.0, each=2.5)
    found = link(records, texts)
    _, weighed = found.weigher.explain(found.left, found.right)
    total = weighed.prior + sum(weighed.parts.values())
    assert len(found.left) > 100
    assert weighed.score == pytest.approx(total)
    assert found.scores == pytest.approx(weighed.score, rel=1e-5)
    assert np.all(weighed.parts[HOUSEHOLD] <= 0)


@pytest.mark.parametrize(
    ("field", "common", "rare"),
    [
        (fields.GIVEN, {"first": "Ann"}, {"first": "Zenobia"}),
        (fields.FAMILY, {"last": "Oak"}, {"last": "Wadingpole"}),
        (fields.BORN, {"born": "1947-01-11"}, {"born": "1951-10-27"}),
        (fields.PLACE, {"postcode": "LS1 1AB"}, {"postcode": "YO9 7ZZ"}),
    ],
)
def test_a_rarer_value_weighs_more(field, common, rare):
    """Two called Zenobia are sooner one than two called Ann."""
    often, seldom = (weighed(row, row).parts[field][0] for row in (common, rare))
    assert seldom > often > 0


def test_a_mailbox_that_several_use_weighs_less():
    """The household's: two first names stand beside it."""
    own = {"email": "zoe@elm.example"}
    family = {"email": "tom.fir@oak.example"}
    alone, shared = weighed(own, own), weighed(family, family)
    assert alone.parts[fields.EMAIL][0] > shared.parts[fields.EMAIL][0] > 0


def test_what_only_one_says_weighs_nothing():
    """Neither for nor against."""
    found = weighed({"email": "", "born": ""}, {"phone": "", "postcode": ""})
    for field in (fields.EMAIL, fields.BORN, fields.PHONE, fields.PLACE):
        assert field not in found.parts or found.parts[field].tolist() == [0.0]


def test_another_value_speaks_against_and_the_same_for():
    """In each field that tells people."""
    same, other = weighed({}, {}), weighed({}, TYPICAL[-1])
    for field in (fields.GIVEN, fields.FAMILY, fields.BORN, fields.PLACE, fields.EMAIL):
        assert same.parts[field][0] > 0 > other.parts[field][0]
    assert same.score[0] > 10
    assert other.score[0] < -20


def test_people_of_one_household_are_told_apart():
    """Name of the family, house and phone agree together: that is held against it."""
    una = {"first": "Una", "born": "1951-10-27", "email": ""}
    assert weighed({}, una).parts[HOUSEHOLD][0] < -5
    assert weighed({}, una).score[0] < 0


def test_where_nothing_is_shared_a_household_makes_no_difference():
    """Two strangers: nobody asks whether they live together."""
    found = weighed({}, TYPICAL[-1])
    assert found.parts[HOUSEHOLD][0] == pytest.approx(0, abs=0.01)


@pytest.mark.parametrize(("one", "other"), [("Jr", "Sr"), ("II", "III")])
def test_a_suffix_that_differs_is_not_outweighed(one, other):
    """Not by name, birth date, house, mailbox and phone together."""
    assert weighed({}, {}).score[0] > 10
    found = weighed({"suffix": one}, {"suffix": other})
    assert found.parts[fields.SUFFIX].tolist() == [CANNOT]
    assert found.score[0] < -10


def test_two_values_of_what_nobody_has_twice_are_not_outweighed():
    """Two verified ids are two people; without a word of it, two numbers may be one."""
    one, other = {"number": "C881"}, {"number": "D202"}
    only = frozenset({fields.mark("customer_number", "shop")})
    assert weighed(one, other).score[0] > 0
    assert weighed(one, other, unique=only).score[0] < -10


def test_what_may_be_joined_is_joined_less_readily_among_more_records():
    """Matches grow as the records, pairs as their square."""
    records, texts, _ = crowd(100)
    known = scales(records, texts)
    two = np.array([0]), np.array([1])
    left, right = (records.take(row) for row in two)
    compared = compare(left, right, texts)
    before = known.weigh(compared, left, right)
    known.rarity.add(records)
    after = known.weigh(compared, left, right)
    assert after.prior[0] == pytest.approx(before.prior[0] - 1)


def test_many_pairs_are_weighed_as_each_alone():
    """A batch of one is a batch."""
    records, texts, _ = crowd(120, each=3.0)
    known = scales(records, texts)
    left, right = np.triu_indices(40, 1)
    one, other = records.take(left), records.take(right)
    many = known.weigh(compare(one, other, texts), one, other).score
    for at in range(0, len(left), 17):
        here, there = records.take(left[[at]]), records.take(right[[at]])
        alone = known.weigh(compare(here, there, texts), here, there).score
        assert alone[0] == pytest.approx(many[at], abs=1e-9)


def test_odds_are_shown_as_a_probability_that_is_never_certain():
    """Even odds are a half."""
    found = probability(np.array([0.0, 3.0, -3.0, 500.0, -500.0])).tolist()
    assert found == [0.5, 0.888889, 0.111111, 0.999999, 0.0]
