"""How much speaks for two nodes being one person, and what against.

Weights are logarithms to base 2 of likelihood ratios (Fellegi and Sunter 1969): a
score of 3 is eight to one. The prior is one match for each node: -log2(n). An
identifier weighs log2(n / people on it), the log of 1 / its frequency, plus the
stated trust in its kind. A name, birth date or place weighs log2(1 / its frequency).
"""

from __future__ import annotations

import math

from collections import Counter
from collections.abc import Mapping
from math import log2

from msgspec import Struct

from shopkeeper.recognise.first_names import first_names_clash
from shopkeeper.recognise.names import (
    Agreement,
    family_agreement,
    given_agreement,
    is_initial,
    middle_conflict,
    suffix_conflict,
)
from shopkeeper.recognise.nodes import Node, birth_agreement, key_of, verified_of
from shopkeeper.recognise.shared import Shared
from shopkeeper.vocabulary import IdentifierKind


JOIN_AT = 2.0
"""Score from which two nodes are joined: four to one, .8."""

DOUBT_AT = -1.2
"""Score from which a human should look: .3."""

KEEP_AT = 0.0
"""Score from which an earlier join is kept: even odds."""

CANNOT = -100.0
"""Weight of what forbids a join: two verified one-per-person values."""

SETTLED = 1000.0
"""Weight of a human's word, for or against."""

SHARE_RIGHT: Mapping[IdentifierKind, float] = {
    IdentifierKind.EMAIL: 0.98,
    IdentifierKind.PHONE: 0.93,
    IdentifierKind.USER_ID: 0.99,
    IdentifierKind.CUSTOMER_NUMBER: 0.99,
    IdentifierKind.CARD_NUMBER: 0.98,
    IdentifierKind.DEVICE: 0.85,
    IdentifierKind.NATIONAL_ID: 0.97,
}
"""
Of 100 pairs of records with one such value so many are one person's.

Our own start values, for a value that is neither junk nor on too many people.
"""

_SHARE_RIGHT_VERIFIED = 0.9995

# Two different values where each has one. People have two mailboxes, not two births.
_DIFFERENT = {
    IdentifierKind.EMAIL: -2.0,
    IdentifierKind.PHONE: -1.0,
    IdentifierKind.USER_ID: -3.0,
    IdentifierKind.CUSTOMER_NUMBER: -2.0,
    IdentifierKind.CARD_NUMBER: -1.0,
    IdentifierKind.NATIONAL_ID: -12.0,
}
_OTHER_GIVEN_NAME = -20.0
_OTHER_SUFFIX = -20.0
_OTHER_BIRTH_DATE = -14.0
_OTHER_FAMILY_NAME = -6.0
_OTHER_SECOND_NAME = -6.0
_OTHER_POSTCODE = -1.0

HELD = "held for a human: "
DECIDED = "decided by a member of staff"

_MOST_FOR_A_FIELD = 12.0
_HELD_AT = 1.0  # what a human has to look at stays below JOIN_AT

# What is common in the world counts as a thousand nodes more, so that a table of two
# rows knows that a birth date is rare and a first name is not.
_WORLD = 1000.0
_COMMON = {
    "given name": 1 / 300,
    "family name": 1 / 2000,
    "birth date": 1 / 20_000,
    "postcode": 1 / 5000,
    "address": 1 / 10_000,
    "town": 1 / 200,
}


class Part(Struct, frozen=True):
    """One thing that speaks for (above 0) or against; `a` and `b` as compared."""

    field: str
    a: str
    b: str
    weight: float


class Evidence(Struct, frozen=True):
    """
    All that speaks for and against two nodes being one person.

    Attributes:
        prior: Before anything was looked at.
        parts: What was found; prior and weights add up to the score.
    """

    prior: float
    parts: tuple[Part, ...]

    @property
    def score(self) -> float:
        """Return the log of the odds, base 2."""
        return self.prior + sum(part.weight for part in self.parts)

    @property
    def because(self) -> str:
        """Say in one line what decided it."""
        best = sorted(self.parts, key=lambda part: -abs(part.weight))[:3]
        words = [_in_words(part) for part in best if part.weight]
        return ", ".join(words) or "nothing in common"


class Rarity:
    """How often each name, birth date and place stands in the nodes seen."""

    def __init__(self) -> None:
        self._counts = {field: Counter[str]() for field in _COMMON}
        self._totals = Counter[str]()
        self.n = 0

    def add(self, node: Node) -> None:
        """Count *node*."""
        self.n += 1
        for field, value in _fields(node).items():
            if value:
                self._counts[field][value] += 1
                self._totals[field] += 1

    def weight(self, field: str, value: str) -> float:
        """Return log2(1 / frequency) of *value*, at most 12."""
        seen = self._counts[field][value] + _WORLD * _COMMON[field]
        share = seen / (self._totals[field] + _WORLD)
        return min(-log2(share), _MOST_FOR_A_FIELD)

    @property
    def prior(self) -> float:
        """Return the log of the odds that two nodes at random are one person."""
        return -log2(max(self.n, 2))


def probability(score: float) -> float:
    """
    Turn a score (log of odds, base 2) into a probability.

    Nothing here is certain: it stays below 1.

    Example:
        >>> probability(3.0)
        0.888889
    """
    bounded = max(-60.0, min(60.0, score))
    return min(round(1 / (1 + math.pow(2.0, -bounded)), 6), 0.999999)


def weigh(
    left: Node,
    right: Node,
    *,
    rarity: Rarity,
    shared: list[tuple[Shared, bool, bool]],
    settled: float = 0.0,
    rights: Mapping[IdentifierKind, float] = SHARE_RIGHT,
) -> Evidence:
    """
    Compare two nodes.

    Args:
        left: One.
        right: The other.
        rarity: Frequencies among all nodes.
        shared: The values both have; whether each joins them, and whether it might.
        settled: `SETTLED` or its negative where a human has decided, else 0.
        rights: How often a value of each kind is one person's.

    Returns:
        The evidence. Without a shared identifier only full agreement (given and
        family name, birth date and a place) can reach `JOIN_AT`.
    """
    parts = [
        *_identifiers(left, right, rarity, shared, rights),
        *_different(left, right, shared),
        *_names(left, right, rarity),
    ]
    joined = any(joins for _, joins, _ in shared)
    score = rarity.prior + sum(part.weight for part in parts)
    if not joined and score > _HELD_AT:
        unsure = any(may for _, _, may in shared)
        if unsure or not _all_agree(left, right):
            field = (
                f"{HELD}several people fit" if unsure else f"{HELD}no full agreement"
            )
            parts.append(Part(field, "", "", _HELD_AT - score))
    if settled:
        field = DECIDED
        parts.append(Part(field, left.key, right.key, settled))
    return Evidence(rarity.prior, tuple(parts))


def parts_between(left: Node, right: Node) -> dict[str, Part]:
    """
    Return what forbids the two to be one person although others link them.

    These hold across a whole person: a chain of links joins nobody who could not
    be joined directly.
    """
    found = {}
    hers = verified_of(right)
    for place, value in verified_of(left).items():
        if hers.get(place, value) != value:
            field = f"{place[0].replace('_', ' ')} (verified)"
            found["verified"] = Part(field, value, hers[place], CANNOT)
    if first_names_clash(left.name, right.name):
        names = " ".join(left.name.given), " ".join(right.name.given)
        found["given name"] = Part("given name", *names, _OTHER_GIVEN_NAME)
    if suffix_conflict(left.name, right.name):
        ends = left.name.suffix, right.name.suffix
        found["suffix"] = Part("suffix", *ends, _OTHER_SUFFIX)
    if birth_agreement(left.birth_date, right.birth_date) is Agreement.CONFLICT:
        days = str(left.birth_date), str(right.birth_date)
        found["birth date"] = Part("birth date", *days, _OTHER_BIRTH_DATE)
    return found


def _in_words(part: Part) -> str:
    if part.field.startswith(HELD) or part.field == DECIDED:
        return part.field
    return f"{'same' if part.weight > 0 else 'other'} {part.field}"


def _identifiers(
    left: Node,
    right: Node,
    rarity: Rarity,
    shared: list[tuple[Shared, bool, bool]],
    rights: Mapping[IdentifierKind, float],
) -> list[Part]:
    ours, hers = verified_of(left), verified_of(right)
    parts = []
    for value, joins, may in shared:
        kind, namespace, text = value.key
        field = kind.replace("_", " ")
        weight = 0.0
        place = (kind, namespace)
        if joins and ours.get(place) == text == hers.get(place):
            weight = _identifier_weight(_SHARE_RIGHT_VERIFIED, rarity.n, value.people)
            field += " (verified)"
        elif joins:
            weight = _identifier_weight(rights[kind], rarity.n, value.people)
        elif may:
            weight = log2(max(rarity.n, 2) / value.people)
        if value.people != 1:
            field += f" ({value.because})"
        parts.append(Part(field, text, text, weight))
    return parts


def _identifier_weight(right: float, n: int, people: int) -> float:
    return log2(max(n, 2) / people) + log2(right / (1 - right))


def _different(
    left: Node, right: Node, shared: list[tuple[Shared, bool, bool]]
) -> list[Part]:
    both = {value.key[:2] for value, _, _ in shared}
    hers = {key_of(one)[:2]: one.value for one in right.identifiers}
    parts = {}
    for one in left.identifiers:
        place = key_of(one)[:2]
        other = hers.get(place)
        weight = _DIFFERENT.get(one.kind, 0.0)
        if place in both or other is None or other == one.value or not weight:
            continue
        parts[place] = Part(one.kind.replace("_", " "), one.value, other, weight)
    return list(parts.values())


def _names(left: Node, right: Node, rarity: Rarity) -> list[Part]:
    parts = list(parts_between(left, right).values())
    given = given_agreement(left.name, right.name)
    family = family_agreement(left.name, right.name)
    mine, hers = left.name.family, right.name.family
    if family is Agreement.CONFLICT and given is not Agreement.CONFLICT:
        parts.append(Part("family name", mine, hers, _OTHER_FAMILY_NAME))
    if given not in {Agreement.SAME, Agreement.LIKE}:
        # Family name, house and a twin's birthday are a household's, not a person's.
        return parts
    weight = _given_weight(left, right, given, rarity)
    names = " ".join(left.name.given), " ".join(right.name.given)
    parts.append(Part("given name", *names, weight))
    if middle_conflict(left.name, right.name):
        parts.append(Part("second given name", *names, _OTHER_SECOND_NAME))
    if family in {Agreement.SAME, Agreement.LIKE}:
        weight = rarity.weight("family name", mine)
        weight = weight if family is Agreement.SAME else weight / 2
        parts.append(Part("family name", mine, hers, weight))
    born = birth_agreement(left.birth_date, right.birth_date)
    if born in {Agreement.SAME, Agreement.LIKE}:
        days = str(left.birth_date), str(right.birth_date)
        weight = rarity.weight("birth date", days[0])
        weight = weight if born is Agreement.SAME else weight / 2
        parts.append(Part("birth date", *days, weight))
    parts.extend(_place(left, right, rarity))
    return parts


def _given_weight(left: Node, right: Node, given: Agreement, rarity: Rarity) -> float:
    weight = rarity.weight("given name", left.name.given[0])
    if is_initial(left.name) or is_initial(right.name):
        return 1.0
    return weight if given is Agreement.SAME else weight / 2


def _place(left: Node, right: Node, rarity: Rarity) -> list[Part]:
    # Postcode, street and town say the same thing three times: the rarest counts.
    same = [
        Part(field, value, value, rarity.weight(field, value))
        for field, value in _places(left)
        if value and _places_of(right)[field] == value
    ]
    if same:
        return [max(same, key=lambda part: part.weight)]
    if left.postcode and right.postcode:
        return [Part("postcode", left.postcode, right.postcode, _OTHER_POSTCODE)]
    return []


def _places(node: Node) -> tuple[tuple[str, str], ...]:
    return (
        ("postcode", node.postcode),
        ("address", node.address),
        ("town", node.town),
    )


def _places_of(node: Node) -> dict[str, str]:
    return dict(_places(node))


def _all_agree(left: Node, right: Node) -> bool:
    return (
        given_agreement(left.name, right.name) is Agreement.SAME
        and not middle_conflict(left.name, right.name)
        and family_agreement(left.name, right.name) is Agreement.SAME
        and birth_agreement(left.birth_date, right.birth_date) is Agreement.SAME
        and any(
            value and _places_of(right)[field] == value
            for field, value in _places(left)
        )
    )


def _fields(node: Node) -> dict[str, str]:
    return {
        "given name": node.name.given[0] if node.name.given else "",
        "family name": node.name.family,
        "birth date": str(node.birth_date) if node.birth_date else "",
        **_places_of(node),
    }
