"""Nobody says which records match, and yet it is learned how much to believe what."""

from __future__ import annotations

from itertools import combinations, product

import numpy as np
import pytest

import shopkeeper.recognise.linking.link as linking

from shopkeeper.recognise.linking import fields
from shopkeeper.recognise.linking.compare import compare
from shopkeeper.recognise.linking.learn import first_model
from shopkeeper.recognise.linking.link import link
from shopkeeper.recognise.linking.similar import Name
from shopkeeper.recognise.linking.weigh import Model
from tests.unit.recognise.linking.made import crowd, persons, read


WORDS = ["".join(one) for one in product("bdfgk", "aeiou", "lmnprstv")]


def model_of(trouble: float) -> Model:
    """Return what is learned from a crowd."""
    records, texts, _ = crowd(1500, trouble=trouble, each=2.5)
    return link(records, texts).weigher.scales.model


@pytest.fixture(scope="module", name="usual")
def _usual() -> Model:
    return model_of(1.0)


def test_shares_are_learned_near_the_truth(usual):
    """Of a crowd in which it is known who is who."""
    records, texts, whose = crowd(1500, trouble=1.0, each=2.5)
    pairs = [pair for rows in persons(whose) for pair in combinations(sorted(rows), 2)]
    left, right = map(np.array, zip(*pairs, strict=True))
    compared = compare(records.take(left), records.take(right), texts)
    for field in (fields.GIVEN, fields.FAMILY, fields.PLACE, fields.EMAIL):
        levels = compared.levels[field]
        true = np.bincount(levels[levels >= 0]) / (levels >= 0).sum()
        assert true == pytest.approx(np.array(usual.same[field]), abs=0.08), field
    every = len(records) * (len(records) - 1) / 2
    assert usual.otherwise * every == pytest.approx(len(pairs), rel=0.35)


def test_more_trouble_is_seen():
    """Where names are often cut to initials, that is learned."""
    calm, troubled = (model_of(trouble).same[fields.GIVEN] for trouble in (0.0, 3.0))
    assert calm[Name.SAME] > 0.95
    assert troubled[Name.SAME] < 0.8
    assert troubled[Name.INITIAL] > 0.1 > calm[Name.INITIAL]


def test_what_is_learned_is_a_distribution(usual):
    """All levels possible, and together everything."""
    for shares in (*usual.same.values(), *usual.chance.values()):
        assert sum(shares) == pytest.approx(1, abs=0.001)
        assert min(shares) > 0
    assert all(0 < trust < 1 for trust in usual.trust.values())
    assert 0 < usual.otherwise < 0.01


def test_a_register_that_knows_nobody_twice_is_seen(usual):
    """Matches within a silo are rarer than between two."""
    silos = {one for pair in usual.matches for one in pair}
    within = [usual.matches[one, one] for one in silos]
    between = [share for (a, b), share in usual.matches.items() if a != b]
    assert np.mean(within) < 0.6 * np.mean(between)


@pytest.mark.parametrize("seed", range(3))
def test_of_people_who_stand_once_nobody_is_joined(seed):
    """However alike some of them are."""
    records, texts, whose = crowd(600, seed=seed)
    _, once = np.unique(whose, return_index=True)
    found = link(records.take(np.sort(once)), texts)
    assert len(persons(found.groups.label)) == 600
    assert found.weigher.scales.model.otherwise * 600 * 599 / 2 < 5


def test_the_same_seed_teaches_the_same():
    """And another one nearly the same."""
    records, texts, _ = crowd(300)
    first, again, other = (link(records, texts, seed=seed) for seed in (1, 1, 2))
    assert first.weigher.scales.model == again.weigher.scales.model
    assert first.groups.label.tolist() == again.groups.label.tolist()
    assert first.weigher.scales.model != other.weigher.scales.model
    same = persons(first.groups.label) & persons(other.groups.label)
    assert len(same) > 0.98 * len(persons(first.groups.label))


@pytest.mark.parametrize("rows", [0, 1, 2])
def test_next_to_no_records_are_no_error(rows):
    """A table may be empty."""
    records, texts, _ = crowd(100)
    few = records.take(np.arange(rows))
    assert first_model(few, texts, seed=0).n == rows
    found = link(few, texts)
    assert found.groups.label.tolist() == list(range(rows))
    assert found.groups.partner.tolist() == [-1] * rows


def test_a_mailbox_of_a_family_teaches_nothing_of_mailboxes_of_one():
    """A hundred couples share one each; a hundred people have one of their own."""
    couples = [
        {"first": first, "last": f"Oak{word}", "email": f"oak{word}@elm.example"}
        for word in WORDS[:100]
        for first in ("Ann", "Tom")
    ]
    alone = [
        {"first": "Kim", "last": f"Ash{word}", "email": f"ash{word}@elm.example"}
        for word in WORDS[100:] for _ in range(2)
    ]  # fmt: skip
    records, texts = read(*couples, *alone)
    model = link(records, texts).weigher.scales.model
    assert model.trust[fields.EMAIL] > 0.9


def test_pairs_to_learn_from_are_as_many_as_wished_and_stand_for_all(monkeypatch):
    """Each as likely as any other; with another seed, others."""
    monkeypatch.setattr(linking, "LEARN_FROM", 1000)
    dice = np.random.default_rng(3)
    left = dice.integers(0, 5000, 20_000)
    right = 5000 + dice.integers(0, 5000, 20_000)
    some, _, times = linking._some((left, right), 10_000, 1)  # noqa: SLF001
    assert 800 < len(some) < 1200
    assert len(some) * times == pytest.approx(20_000)
    other, _, _ = linking._some((left, right), 10_000, 2)  # noqa: SLF001
    assert some.tolist() != other.tolist()
    every = linking._some((left[:900], right[:900]), 10_000, 1)  # noqa: SLF001
    assert (every[0].tolist(), every[2]) == (left[:900].tolist(), 1.0)
