"""What to decide now about who is whom, given what was decided before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from msgspec import Struct

from shopkeeper.recognise.book import Book
from shopkeeper.recognise.cluster import Clustering, begin, best_links, finish
from shopkeeper.recognise.decisions import HUMAN, Standing, persons, standing
from shopkeeper.recognise.links import LINKING, Link, Words
from shopkeeper.recognise.nodes import Node
from shopkeeper.recognise.second_look import look_again
from shopkeeper.recognise.shared import Reach, Shared
from shopkeeper.recognise.teaching import rights_of
from shopkeeper.vocabulary import (
    IDENTITY,
    IdentifierKind,
    IdentityDecision,
    IdentityRule,
    Verdict,
)


_LINKED = f"rule:{LINKING}"


class Resolution(Struct, frozen=True, kw_only=True):
    """
    What to append to the ledger, in this order, and what it comes to.

    Attributes:
        parts: Earlier joins by rule that nothing carries any more, or that a guard
            now forbids; each `undoes` its join.
        joins: New joins; `left` is the older own id.
        doubts: New pairs for a human, one for each two persons.
        persons: Own id to current person id, once all this is appended.
        confidence: Own id to the probability that it belongs with the person's
            others; 1 if alone.
        shared: Values that join nobody, or join only within a household.
    """

    parts: tuple[IdentityDecision, ...]
    joins: tuple[IdentityDecision, ...]
    doubts: tuple[IdentityDecision, ...]
    persons: Mapping[str, str]
    confidence: Mapping[str, float]
    shared: tuple[Shared, ...]


def resolve(
    nodes: Iterable[Node],
    decisions: Sequence[IdentityDecision],
    *,
    now: datetime,
    limits: Mapping[IdentifierKind, IdentityRule] = IDENTITY,
) -> Resolution:
    """
    Decide who is whom.

    Args:
        nodes: All nodes of the shop, in any order; `key` is the own person id and
            `age` its place in the ledger's sequence.
        decisions: All decisions so far, in the ledger's order.
        now: When the new ones are made. UTC.
        limits: How far each kind of identifier is trusted.

    Returns:
        New decisions. The same nodes and decisions give the same; run again after
        they are appended, there is nothing more to decide.
    """
    book = Book(sorted(nodes, key=lambda node: node.rank), limits=limits)
    index_of = {node.key: index for index, node in enumerate(book.nodes)}
    before = standing(decisions)
    words = _words(before, index_of, book)
    found = _clustered(book, words)
    parts, kept = _taken_back(before, found, index_of, now)
    joins = _new_joins(book, found, kept, index_of, now)
    ages = {node.key: node.age for node in book.nodes}
    current = persons(ages, [*kept, *joins])
    best = best_links(found)
    return Resolution(
        parts=tuple(parts),
        joins=tuple(joins),
        doubts=tuple(_new_doubts(book, found, before, current, now)),
        persons=current,
        confidence={
            key: best[index].confidence if index in best else 1.0
            for key, index in index_of.items()
        },
        shared=tuple(
            one
            for one in book.shared_values()
            if one.reach in {Reach.STOPPED, Reach.SEVERAL}
        ),
    )


def _clustered(book: Book, words: Words) -> Clustering:
    """Let identifiers make persons, ask linking, and join what it joins."""
    book.rights = rights_of(book, words)
    begun = begin(book, words=words)
    look = look_again(book, begun.groups.all(), words)
    if look.apart:
        book.tell_apart(look.apart)
        begun = begin(book, words=words)
        look = look_again(book, begun.groups.all(), words, before=look)
    return finish(book, begun, look.opinions, words=words)


def _words(before: Standing, index_of: Mapping[str, int], book: Book) -> Words:
    def pairs(ids: Iterable[Iterable[str]]) -> frozenset[tuple[int, int]]:
        known = (
            [index_of[one] for one in pair if one in index_of] for pair in map(set, ids)
        )
        ordered = (book.by_rank(pair) for pair in known if len(pair) == 2)  # noqa: PLR2004 -- a pair
        return frozenset((left, right) for left, right in ordered)

    human = [one for one in before.joins if one.by.startswith(HUMAN)]
    rules = [one for one in before.joins if not one.by.startswith(HUMAN)]
    return Words(
        joined=pairs((one.left, one.right) for one in human),
        parted=pairs(before.parted),
        kept=pairs((o.left, o.right) for o in rules if o.by != _LINKED),
        linked=pairs((o.left, o.right) for o in rules if o.by == _LINKED),
    )


def _taken_back(
    before: Standing,
    found: Clustering,
    index_of: Mapping[str, int],
    now: datetime,
) -> tuple[list[IdentityDecision], list[IdentityDecision]]:
    """Return the parts to append, and the earlier joins that go on standing."""
    group_of = {index: n for n, group in enumerate(found.groups) for index in group}
    parts, kept = [], []
    for one in before.joins:
        ends = [index_of.get(end) for end in (one.left, one.right)]
        here = [group_of[end] for end in ends if end is not None]
        apart = len(set(here)) > 1
        if apart and not one.by.startswith(HUMAN):
            parts.append(
                IdentityDecision(
                    verdict=Verdict.PART,
                    left=one.left,
                    right=one.right,
                    because=f"no longer carried: {one.because}",
                    by="rule:evidence",
                    at=now,
                    undoes=one.sequence,
                    confidence=1 - one.confidence,
                )
            )
        else:
            kept.append(one)
    return parts, kept


def _new_joins(
    book: Book,
    found: Clustering,
    kept: Sequence[IdentityDecision],
    index_of: Mapping[str, int],
    now: datetime,
) -> list[IdentityDecision]:
    ages = {key: book.nodes[index].age for key, index in index_of.items()}
    current = persons(ages, kept)
    # Persons so far are few, large things: only links between two of them are new.
    root: dict[str, str] = {}

    def of(one: str) -> str:
        while root.get(one, one) != one:
            one = root[one]
        return one

    joins = []
    for link in found.links:
        left, right = book.nodes[link.left], book.nodes[link.right]
        first, second = sorted((of(current[left.key]), of(current[right.key])))
        if first != second:
            root[second] = first
            joins.append(_decision(Verdict.JOIN, book, link, now))
    return joins


def _new_doubts(
    book: Book,
    found: Clustering,
    before: Standing,
    current: Mapping[str, str],
    now: datetime,
) -> Iterable[IdentityDecision]:
    """Doubt each two persons once, unless they were doubted or parted before."""
    known = {
        frozenset(current.get(one, one) for one in pair)
        for pair in before.doubts | before.parted
    }
    ordered = sorted(
        found.doubts,
        key=lambda link: (-link.score, book.rank(link.left), book.rank(link.right)),
    )
    for link in ordered:
        ends = (book.nodes[link.left].key, book.nodes[link.right].key)
        pair = frozenset(current[one] for one in ends)
        if pair not in known:
            known.add(pair)
            yield _decision(Verdict.DOUBT, book, link, now)


def _decision(
    verdict: Verdict, book: Book, link: Link, now: datetime
) -> IdentityDecision:
    left, right = book.by_rank((link.left, link.right))
    return IdentityDecision(
        verdict=verdict,
        left=book.nodes[left].key,
        right=book.nodes[right].key,
        because=link.because,
        by=f"rule:{link.rule}",
        at=now,
        confidence=link.confidence,
    )
