"""Why two records are one person, or why they are not."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

from msgspec import Struct

from shopkeeper.recognise.book import Book
from shopkeeper.recognise.cluster import Clustering, Link, forbidden_between
from shopkeeper.recognise.weigh import JOIN_AT, Part, probability


class Why(Struct, frozen=True, kw_only=True):
    """
    The answer to `--why A B`; contracts.md, section 4, recognise.

    Attributes:
        same: Are they one person?
        confidence: Probability that they are.
        score: Log to base 2 of the odds; prior and weights add up to it.
        prior: Before anything was looked at.
        for_: What speaks for it.
        against: What speaks against it, and what was looked at and weighs nothing.
        path: Node keys from one to the other, each joined to the next; empty if
            they are two.
    """

    same: bool
    confidence: float
    score: float
    prior: float
    for_: tuple[Part, ...]
    against: tuple[Part, ...]
    path: tuple[str, ...]


def why(book: Book, clustering: Clustering, left: int, right: int) -> Why:
    """
    Explain what was made of two nodes.

    Args:
        book: All nodes.
        clustering: What was made of them.
        left: Index of one.
        right: Index of the other; the same where both rows say the same.

    Returns:
        The evidence. Two that are one person only by way of others have what the
        weakest link between them is worth as a part of its own.
    """
    evidence = book.evidence(left, right)
    parts = list(evidence.parts)
    score = evidence.score
    path = _path(clustering.links, left, right)
    if len(path) > 1:
        weakest = min(path, key=lambda link: link.score)
        direct = [link for link in path if {link.left, link.right} == {left, right}]
        if direct:
            parts = list(direct[0].evidence.parts)
        elif score < JOIN_AT:
            ways = _steps(path, left)[1:-1]
            keys = ", ".join(book.nodes[index].key for index in ways)
            parts.append(Part(f"by way of {keys}", "", "", weakest.score - score))
    elif path:
        parts = [*path[0].evidence.parts, *path[0].against]
    same = left == right or bool(path)
    if not same:
        parts.extend(_between(book, clustering, left, right))
    rounded = [Part(p.field, p.a, p.b, round(p.weight, 6)) for p in parts]
    prior = round(evidence.prior, 6)
    total = round(prior + sum(part.weight for part in rounded), 6)
    steps = _steps(path, left) if path else ([left] if same else [])
    return Why(
        same=same,
        confidence=probability(total),
        score=total,
        prior=prior,
        for_=tuple(part for part in rounded if part.weight > 0),
        against=tuple(part for part in rounded if part.weight <= 0),
        path=tuple(book.nodes[index].key for index in steps),
    )


def _between(
    book: Book, clustering: Clustering, left: int, right: int
) -> tuple[Part, ...]:
    groups = {index: group for group in clustering.groups for index in group}
    link = Link(left, right, book.evidence(left, right))
    return forbidden_between(book, link, groups[left], groups[right])


def _path(links: Sequence[Link], left: int, right: int) -> list[Link]:
    """Return the links from *left* to *right*, in order; none if they are two."""
    beside: dict[int, list[tuple[int, Link]]] = {}
    for link in links:
        beside.setdefault(link.left, []).append((link.right, link))
        beside.setdefault(link.right, []).append((link.left, link))
    came: dict[int, tuple[int, Link]] = {}
    queue, seen = deque([left]), {left}
    while queue:
        here = queue.popleft()
        for there, link in beside.get(here, []):
            if there not in seen:
                seen.add(there)
                came[there] = (here, link)
                queue.append(there)
    path = []
    here = right
    while here in came:
        here, link = came[here]
        path.append(link)
    return path[::-1]


def _steps(path: Sequence[Link], start: int) -> list[int]:
    steps = [start]
    for link in path:
        steps.append(link.right if link.left == steps[-1] else link.left)
    return steps
