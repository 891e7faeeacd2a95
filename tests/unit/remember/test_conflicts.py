"""Two answers stand side by side, and the rule that chose one is said."""

from __future__ import annotations

from shopkeeper.remember.conflicts import Conflict, conflicts_in
from shopkeeper.remember.precedence import present
from shopkeeper.vocabulary import Fact, Predicates, Standing
from tests.builders import utc


NOW = utc("2026-11-02 09:00")


def fact(id_: str, value: str, standing: Standing, at: str = "2026-10-01") -> Fact:
    return Fact(
        id=id_, person="p", about="job.title", value=value, standing=standing,
        confidence=0.95, learned_at=utc(f"{at} 09:00"),
    )  # fmt: skip


def conflict(*facts: Fact) -> tuple[Conflict, ...]:
    found = present(facts, predicates=Predicates(), now=NOW)
    return conflicts_in(found, facts)


def test_two_records_stay_open_until_she_says() -> None:
    """The newer of two lists is not the truer one."""
    old = fact("a", "Baker", Standing.RECORDED, "2025-01-01")
    (found,) = conflict(old, fact("b", "Nurse", Standing.RECORDED))

    assert (found.about, found.facts, found.chosen) == ("job.title", ("a", "b"), None)
    assert "until she does" in found.because


def test_her_word_settles_it_and_the_records_stay_visible() -> None:
    """Told beats recorded, however many lists repeat the other."""
    rows = [fact(f"r{n}", "Nurse", Standing.RECORDED) for n in range(5)]
    (found,) = conflict(fact("t", "Baker", Standing.TOLD, "2020-01-01"), *rows)

    assert found.chosen == "t"
    assert len(found.facts) == 6
    assert found.because == "her own word counts more than a record"


def test_of_her_own_words_the_later_counts() -> None:
    """People change; what she said last is what she says."""
    first = fact("a", "Nurse", Standing.TOLD, "2026-01-01")
    (found,) = conflict(first, fact("b", "Baker", Standing.TOLD))

    assert (found.chosen, found.because) == (
        "b", "of her own words the later one counts",
    )  # fmt: skip


def test_an_impression_never_outweighs_anything() -> None:
    """It is said to be one."""
    view = fact("i", "Boss", Standing.IMPRESSION)
    (found,) = conflict(fact("o", "Nurse", Standing.OBSERVED), view)

    assert found.because == "what she does counts more than an impression of ours"


def test_the_same_value_twice_is_no_conflict() -> None:
    """Written in capitals or not."""
    rows = fact("a", "nurse ", Standing.RECORDED), fact("b", "Nurse", Standing.TOLD)
    assert conflict(*rows) == ()
