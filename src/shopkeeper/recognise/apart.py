"""Two names on one mailbox or phone: can they be one person's at all?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations, product

import numpy as np

from shopkeeper.recognise.book import Book
from shopkeeper.recognise.linked_nodes import evidence_of, weigher_of
from shopkeeper.recognise.linking.link import Linked
from shopkeeper.recognise.links import Opinion, Words
from shopkeeper.recognise.names import (
    Agreement,
    Name,
    family_agreement,
    given_agreement,
)
from shopkeeper.recognise.nodes import Key
from shopkeeper.recognise.profiles import speaker_of
from shopkeeper.recognise.shared import NOBODY
from shopkeeper.recognise.weigh import HELD, Part


APART_AT = -3.0
"""Score below which two names on one value are two people: eight to one against."""

_ASK_AT = -0.5  # of what an identifier joins and linking does not
_TWO = 2
_MOST_NODES = 4  # of one name on one value so many are compared, those that say most

Apart = Mapping[Key, frozenset[frozenset[Name]]]
"""Value to the pairs of names on it that are two people's."""


def apart_on(book: Book, linked: Linked, words: Words) -> Apart:
    """Find the names on one value that linking takes for two people's."""
    human = {
        frozenset((book.nodes[left].name, book.nodes[right].name))
        for left, right in words.joined
    }
    pairs = [pair for pair in _names_on_one_value(book) if pair[1] not in human]
    if not pairs:
        return {}
    weigher, row = weigher_of(
        book, linked, [index for _, _, mine, hers in pairs for index in (*mine, *hers)]
    )
    found: dict[Key, set[frozenset[Name]]] = {}
    for key, names, mine, hers in pairs:
        both = list(product(mine, hers))
        scores, _ = weigher(
            np.array([row[one] for one, _ in both]),
            np.array([row[other] for _, other in both]),
        )
        if scores.max() < APART_AT:
            found.setdefault(key, set()).add(names)
    return {key: frozenset(names) for key, names in found.items()}


_Named = tuple[Key, frozenset[Name], list[int], list[int]]
"""A value, two names on it, and the nodes that bear the one and the other."""


def _names_on_one_value(book: Book) -> Iterable[_Named]:
    for value in book.shared_values():
        called: dict[tuple[int, Name], list[int]] = {}
        for index, group in value.groups.items():
            name = book.nodes[index].name
            if group != NOBODY and name.given:
                called.setdefault((group, name), []).append(index)
        for (group, one), (other_group, other) in combinations(
            sorted(called, key=repr), _TWO
        ):
            if group == other_group and _differ(one, other):
                mine, hers = called[group, one], called[group, other]
                names = frozenset((one, other))
                yield value.key, names, _fullest(book, mine), _fullest(book, hers)


def _differ(one: Name, other: Name) -> bool:
    """
    Are the names so unlike that they may be two people's?

    Where one stands in another column, comparing them field by field says nothing.
    """
    given = given_agreement(one, other)
    return given is Agreement.LIKE or (
        given is Agreement.SAME and family_agreement(one, other) is Agreement.CONFLICT
    )


def _fullest(book: Book, indices: Sequence[int]) -> list[int]:
    left = {book.nodes[index].key: index for index in indices}
    found: list[int] = []
    while left and len(found) < _MOST_NODES:
        speaker = speaker_of(book.nodes[index] for index in left.values())
        found.append(left.pop(speaker.key))
    return found


def doubts_on(book: Book, asked: Apart, linked: Linked) -> list[Opinion]:
    """Have a human look at those whom a value joins and linking does not."""
    pairs: list[tuple[Key, int, int]] = []
    for key, names_on_it in sorted(asked.items()):
        for names in sorted(names_on_it, key=lambda one: sorted(map(repr, one))):
            sides = [
                [i for i in book.holders(key) if book.nodes[i].name == name]
                for name in sorted(names, key=repr)
            ]
            ends = [_fullest(book, side)[0] for side in sides]
            left, right = book.by_rank(ends)
            pairs.append((key, left, right))
    if not pairs:
        return []
    weigher, row = weigher_of(book, linked, [i for _, *both in pairs for i in both])
    _, weighed = weigher.explain(
        np.array([row[left] for _, left, _ in pairs]),
        np.array([row[right] for _, _, right in pairs]),
    )
    found: list[Opinion] = []
    for place, (key, left, right) in enumerate(pairs):
        because_ = f"{HELD}same {key[0].replace('_', ' ')}, and else like two people"
        part = Part(because_, "", "", _ASK_AT - float(weighed.score[place]))
        found.append(
            Opinion(
                left=left,
                right=right,
                evidence=evidence_of(weighed, place, part),
                because=because_,
            )
        )
    return found
