"""What stands side by side, which of it counts, and by which rule.

Source: contracts.md, section 2, rule 4, as `precedence` has it; here it is said in
words, so that whoever looks at two answers sees why one of them counts.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from shopkeeper.remember.precedence import Present, comparable
from shopkeeper.vocabulary import Fact, Standing


_WORD = {
    Standing.TOLD: "her own word",
    Standing.RECORDED: "a record",
    Standing.OBSERVED: "what she does",
    Standing.INFERRED: "what we infer",
    Standing.IMPRESSION: "an impression of ours",
}


class Conflict(Struct, frozen=True, kw_only=True):
    """
    Facts of one predicate that hold different values.

    Attributes:
        about: The predicate.
        facts: Their ids; each stays visible, whichever counts.
        chosen: Id of the fact that counts; None until somebody settles it.
        because: The rule that chose it, or why none does, for people.
    """

    about: str
    facts: tuple[str, ...]
    chosen: str | None
    because: str


def conflicts_in(found: Present, facts: Iterable[Fact]) -> tuple[Conflict, ...]:
    """
    Put each conflict into words.

    Args:
        found: What holds about one person, of *facts*.
        facts: All of them about her.
    """
    by_id = {fact.id: fact for fact in facts}
    return tuple(
        _conflict([by_id[key] for key in ids], found) for ids in found.conflicts
    )


def _conflict(sides: list[Fact], found: Present) -> Conflict:
    about = sides[0].about
    chosen = found.current.get(about)
    return Conflict(
        about=about,
        facts=tuple(fact.id for fact in sides),
        chosen=None if chosen is None else chosen.id,
        because=_open(sides) if chosen is None else _rule(chosen, sides),
    )


def _rule(chosen: Fact, sides: list[Fact]) -> str:
    mine = comparable(chosen.value)
    others = [one for one in sides if comparable(one.value) != mine]
    best = max(others, key=lambda one: -one.standing.rank)
    if best.standing is chosen.standing:
        return "of her own words the later one counts"
    return f"{_WORD[chosen.standing]} counts more than {_WORD[best.standing]}"


def _open(sides: list[Fact]) -> str:
    best = max(sides, key=lambda one: -one.standing.rank)
    if best.standing is Standing.TOLD:
        return "she said both at the same moment: ask her which it is"
    return (
        f"each is {_WORD[best.standing]}, and nothing says which is right: "
        "it is open until she does"
    )
