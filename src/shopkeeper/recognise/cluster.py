"""Nodes to persons: the surest links first, and never across what forbids it.

Not connected components: before two groups become one, every member of the one is
held against every member of the other, so that no chain of links makes one person
of two whom their verified ids, first names or birth dates keep apart.

Identifiers speak first. Of the persons they make, linking may then join those that
no identifier joins; it is asked about persons, not about rows, so that a customer of
many rows is no argument of her own.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain

from msgspec import Struct
from msgspec.structs import replace

from shopkeeper.recognise.book import Book
from shopkeeper.recognise.guarded import Groups, forbidden_between
from shopkeeper.recognise.linking.groups import JOIN_AT as LINK_AT
from shopkeeper.recognise.links import Link, Opinion, Words
from shopkeeper.recognise.weigh import (
    DOUBT_AT,
    HELD,
    JOIN_AT,
    KEEP_AT,
    SETTLED,
    Evidence,
    Part,
)


__all__ = [
    "Clustering",
    "Link",
    "Opinion",
    "Words",
    "best_links",
    "cluster",
    "forbidden_between",
]

RIVAL = 2.0
"""Where somebody else fits nearly as well, a human has to say who it is."""

_OTHERS = f"{HELD}others fit nearly as well"
_SPEAKS_AGAINST = f"{HELD}her other records speak against it"


class Clustering(Struct, frozen=True, kw_only=True):
    """
    Who is one person.

    Attributes:
        groups: Nodes of each person, the oldest first; persons by their oldest.
        links: The joins that made them, the surest first; linking's behind.
        refused: Links that would have joined, but for what forbids it.
        doubts: Links for a human to look at, between different persons.
    """

    groups: tuple[tuple[int, ...], ...]
    links: tuple[Link, ...]
    refused: tuple[Link, ...]
    doubts: tuple[Link, ...]


def cluster(
    book: Book,
    *,
    within: Collection[int] | None = None,
    words: Words | None = None,
    opinions: Sequence[Opinion] | None = None,
) -> Clustering:
    """
    Find the persons among the nodes of *book*.

    Args:
        book: All nodes.
        within: Only these nodes are looked at; all where None.
        words: Earlier decisions.
        opinions: What linking says of the persons that identifiers make; it then
            judges who shares no identifier. None: nobody asked it.

    Returns:
        The persons, the same whatever the order of the nodes.
    """
    decided = words or Words()
    indices = range(len(book.nodes)) if within is None else within
    groups = Groups(book, indices, decided.parted)
    links = _human_joins(book, groups, indices, decided)
    refused: list[Link] = []
    doubts: list[Link] = []
    for link in _by_strength(book, within, decided):
        if groups.one(link.left, link.right):
            continue
        pair = (link.left, link.right)
        enough = KEEP_AT if pair in decided.kept else JOIN_AT
        if link.evidence.score < enough:
            doubts.append(link)
            continue
        held = Link(*pair, link.evidence, groups.forbidden(link))
        if held.score >= enough:
            groups.join(*pair)
            links.append(held)
        else:
            (doubts if held.score >= DOUBT_AT else refused).append(held)
    if opinions is not None:
        doubts = [one for one in doubts if one.shares_an_id]
        for held in _heard(book, groups, opinions, decided):
            if groups.one(held.left, held.right):
                links.append(held)
            else:
                (doubts if held.score >= DOUBT_AT else refused).append(held)
    return Clustering(
        groups=groups.all(),
        links=tuple(links),
        refused=tuple(one for one in refused if not groups.one(one.left, one.right)),
        doubts=tuple(one for one in doubts if not groups.one(one.left, one.right)),
    )


def _human_joins(
    book: Book, groups: Groups, indices: Collection[int], words: Words
) -> list[Link]:
    links = []
    for left, right in sorted(
        words.joined, key=lambda pair: (book.rank(pair[0]), book.rank(pair[1]))
    ):
        here = left in indices and right in indices
        if here and not groups.one(left, right):
            groups.join(left, right)
            links.append(Link(left, right, book.evidence(left, right, SETTLED)))
    return links


def _by_strength(
    book: Book, within: Collection[int] | None, words: Words
) -> Iterable[Link]:
    pairs = book.pairs(within)
    pairs.update(
        pair
        for pair in words.kept
        if within is None or (pair[0] in within and pair[1] in within)
    )
    found = []
    for pair in pairs - words.joined:
        evidence = book.evidence(*pair, words.settled(pair))
        if evidence.score >= DOUBT_AT:
            found.append(Link(*pair, evidence))
    return _surest_first(book, found)


def _surest_first(book: Book, links: Iterable[Link]) -> list[Link]:
    return sorted(
        links,
        key=lambda link: (
            -round(link.score, 9),
            book.rank(link.left),
            book.rank(link.right),
        ),
    )


def _heard(
    book: Book, groups: Groups, opinions: Sequence[Opinion], words: Words
) -> Iterable[Link]:
    """Yield what linking says, the surest first, once the groups are as it says."""
    before = groups.roots()
    kept = {frozenset((before[left], before[right])) for left, right in words.linked}
    said = {(one.left, one.right): one for one in opinions}
    links = [Link(o.left, o.right, o.evidence, says=o.because) for o in opinions]
    near = _beside(links, before)
    for link in _surest_first(book, links):
        if groups.one(link.left, link.right):
            continue
        held = replace(link, against=groups.forbidden(link))
        was = frozenset((before[link.left], before[link.right])) in kept
        if held.score < (KEEP_AT if was else LINK_AT):
            yield held
        elif not was and not said[link.left, link.right].together:
            yield _held(held, _SPEAKS_AGAINST)
        elif not was and _rivals(link, near, before, groups):
            yield _held(held, _OTHERS)
        else:
            groups.join(link.left, link.right)
            yield held


def _beside(links: Sequence[Link], root: Mapping[int, int]) -> dict[int, list[Link]]:
    found: dict[int, list[Link]] = {}
    for link in links:
        for end in (link.left, link.right):
            found.setdefault(root[end], []).append(link)
    return found


def _rivals(
    link: Link,
    near: Mapping[int, Sequence[Link]],
    root: Mapping[int, int],
    groups: Groups,
) -> bool:
    """Does one of the two fit a third nearly as well, who may not be the other?"""
    ends = {root[link.left]: link.right, root[link.right]: link.left}
    for mine, other in ends.items():
        for rival in near[mine]:
            third = rival.right if root[rival.left] == mine else rival.left
            if (
                root[third] != root[other]
                and rival.score > link.score - RIVAL
                and not groups.one(third, other)
                and groups.forbidden(replace(link, left=other, right=third))
            ):
                return True
    return False


def _held(link: Link, because: str) -> Link:
    """Leave it to a human: lift it below what joins."""
    part = Part(because, "", "", min(0.0, LINK_AT - 1.0 - link.score))
    evidence = Evidence(link.evidence.prior, (*link.evidence.parts, part))
    return replace(link, evidence=evidence, says=f"{because}; {link.says}")


def best_links(clustering: Clustering) -> Mapping[int, Link]:
    """Return for each node in company the surest link that holds it there."""
    found: dict[int, Link] = {}
    by_score = sorted(clustering.links, key=lambda link: -round(link.score, 9))
    for link in chain(by_score):
        for index in (link.left, link.right):
            found.setdefault(index, link)
    return found
