"""What is old is said to be old, before it is said to her."""

from __future__ import annotations

from datetime import timedelta

import pytest

from shopkeeper.remember.freshness import Fading, freshness
from shopkeeper.vocabulary import Fact, Predicates, Standing
from tests.builders import utc


NOW = utc("2026-11-02 09:00")


def fresh(about: str, days: float) -> tuple[Fading, str]:
    fact = Fact(
        id="f", person="p", about=about, value="x", standing=Standing.TOLD,
        confidence=0.98, learned_at=NOW - timedelta(days=days),
    )  # fmt: skip
    found = freshness(fact, Predicates().find(about), NOW)
    return found.state, found.words


@pytest.mark.parametrize(
    ("days", "state", "words"),
    [
        (0, Fading.FRESH, "learned today"),
        (15, Fading.FRESH, "learned 2 weeks ago"),
        (15.1, Fading.FADES, "learned 2 weeks ago, fades"),
        (21, Fading.FADES, "learned 3 weeks ago, fades"),
        (30, Fading.FADES, "learned 4 weeks ago, fades"),
        (30.1, Fading.FADED, "learned 4 weeks ago, faded: ask again before saying it"),
        (400, Fading.FADED, "learned 13 months ago, faded: ask again before saying it"),
    ],
)
def test_a_need_fades_from_half_its_half_life_and_is_not_said_beyond_it(
    days, state, words
) -> None:
    """A need has 30 days: the last that may be said is the day it is half as sure."""
    assert fresh("need.current", days) == (state, words)


def test_what_has_no_half_life_does_not_fade() -> None:
    """A promise is owed however old it is."""
    assert fresh("promise.open", 900) == (
        Fading.LASTS, "learned 2 years ago, does not fade",
    )  # fmt: skip


def test_a_fact_of_a_clock_that_ran_ahead_was_learned_today() -> None:
    """And never in minus three days."""
    assert fresh("need.current", -3) == (Fading.FRESH, "learned today")


def test_what_the_shop_does_not_know_any_more_has_an_age_and_no_promise() -> None:
    """A predicate that was taken out of shop.toml."""
    assert fresh("no.such", 3)[1].startswith("learned 3 days ago")
