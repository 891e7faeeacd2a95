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

from msgspec import Struct
from msgspec.structs import replace

from shopkeeper.recognise.book import Book
from shopkeeper.recognise.guarded import Groups, forbidden_between
from shopkeeper.recognise.linking.groups import JOIN_AT as LINK_AT
from shopkeeper.recognise.links import Link, Opinion, Words
from shopkeeper.recognise.nodes import verified_of
from shopkeeper.recognise.weigh import (
    CANNOT,
    DOUBT_AT,
    HELD,
    JOIN_AT,
    KEEP_AT,
    SETTLED,
    Evidence,
    Part,
)


__all__ = [
    "Begun",
    "Clustering",
    "Link",
    "Opinion",
    "Words",
    "begin",
    "best_links",
    "finish",
    "forbidden_between",
]

RIVAL = 2.0
"""Where somebody else fits nearly as well, a human has to say who it is."""

_OTHERS = "others fit nearly as well"
_TORN = "it names two whom verified ids keep apart"


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


class Begun(Struct, kw_only=True):
    """
    What identifiers made, before linking is heard.

    Attributes:
        groups: The persons so far.
        links: The joins that made them, the surest first.
        refused: Links that would have joined, but for what forbids it.
        doubts: Links too weak to join.
    """

    groups: Groups
    links: list[Link]
    refused: list[Link]
    doubts: list[Link]


def begin(book: Book, *, words: Words) -> Begun:
    """
    Find persons: let humans join first, then identifiers.

    They are the same whatever the order of the nodes.

    Who is linked to two persons whom verified ids keep apart, and has no verified id
    of her own, is neither's: her row claims what it cannot show (reliability.md, B1).
    """
    links = _by_strength(book, words)
    torn: set[int] = set()
    while True:
        begun = _begun(book, words, links, torn)
        more = _torn(book, begun, words) - torn
        if not more:
            return begun
        torn |= more


def _begun(
    book: Book,
    words: Words,
    by_strength: Iterable[Link],
    torn: Collection[int],
) -> Begun:
    groups = Groups(book, words.parted)
    links = _human_joins(book, groups, words)
    refused: list[Link] = []
    doubts: list[Link] = []
    for link in by_strength:
        if groups.one(link.left, link.right):
            continue
        pair = (link.left, link.right)
        enough = KEEP_AT if pair in words.kept else JOIN_AT
        if link.evidence.score < enough:
            doubts.append(link)
            continue
        if link.left in torn or link.right in torn:
            doubts.append(_held(link, _TORN, below=JOIN_AT))
            continue
        held = Link(*pair, link.evidence, groups.forbidden(link))
        if held.score >= enough:
            groups.join(*pair)
            links.append(held)
        else:
            (doubts if held.score >= DOUBT_AT else refused).append(held)
    return Begun(groups=groups, links=links, refused=refused, doubts=doubts)


def _torn(book: Book, begun: Begun, words: Words) -> set[int]:
    """Return who was joined to one of two that verified ids keep apart, unverified."""
    sworn = {index for pair in words.joined for index in pair}
    return {
        index
        for link in begun.refused
        if any(part.weight == CANNOT for part in link.against)
        for index in (link.left, link.right)
        if index not in sworn and not verified_of(book.nodes[index])
    }


def finish(
    book: Book, begun: Begun, opinions: Sequence[Opinion], *, words: Words
) -> Clustering:
    """
    Hear what linking says of the persons that identifiers made.

    Args:
        book: All nodes.
        begun: Those persons; they grow.
        opinions: What linking says. Who shares no identifier is doubted by it alone.
        words: Earlier decisions.
    """
    groups = begun.groups
    begun.doubts = [one for one in begun.doubts if one.shares_an_id]
    for held in _heard(book, groups, opinions, words):
        if groups.one(held.left, held.right):
            begun.links.append(held)
        else:
            sure = held.score >= DOUBT_AT
            (begun.doubts if sure else begun.refused).append(held)
    return _ended(begun)


def _ended(begun: Begun) -> Clustering:
    one = begun.groups.one
    return Clustering(
        groups=begun.groups.all(),
        links=tuple(begun.links),
        refused=tuple(x for x in begun.refused if not one(x.left, x.right)),
        doubts=tuple(x for x in begun.doubts if not one(x.left, x.right)),
    )


def _human_joins(book: Book, groups: Groups, words: Words) -> list[Link]:
    links = []
    for left, right in sorted(
        words.joined, key=lambda pair: (book.rank(pair[0]), book.rank(pair[1]))
    ):
        if not groups.one(left, right):
            groups.join(left, right)
            links.append(Link(left, right, book.evidence(left, right, SETTLED)))
    return links


def _by_strength(book: Book, words: Words) -> Iterable[Link]:
    found = []
    for pair in (book.pairs() | words.kept) - words.joined:
        evidence = book.evidence(*pair, words.settled(pair))
        if evidence.score >= DOUBT_AT:
            found.append(Link(*pair, evidence))
    return _surest_first(book, found)


def _surest_first(book: Book, links: Iterable[Link]) -> list[Link]:
    return sorted(
        links,
        key=lambda link: (
            -link.priority(book.limits),
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
        elif not was and said[link.left, link.right].held:
            yield _held(held, said[link.left, link.right].held)
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


def _held(link: Link, because: str, *, below: float = LINK_AT) -> Link:
    """Leave it to a human: put it below what joins."""
    part = Part(f"{HELD}{because}", "", "", min(0.0, below - 1.0 - link.score))
    evidence = Evidence(link.evidence.prior, (*link.evidence.parts, part))
    says = f"{HELD}{because}; {link.says}" if link.says else ""
    return replace(link, evidence=evidence, says=says)


def best_links(clustering: Clustering) -> Mapping[int, Link]:
    """Return for each node in company the surest link that holds it there."""
    found: dict[int, Link] = {}
    for link in sorted(clustering.links, key=lambda link: -round(link.score, 9)):
        for index in (link.left, link.right):
            found.setdefault(index, link)
    return found
