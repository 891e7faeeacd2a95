"""From scored pairs to persons, with what speaks against being heard.

Connected components would join all that any chain of pairs connects. Here two groups
become one only while all pairs between them, those that speak against it included,
are for it: half their best, half their mean.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from shopkeeper.recognise.linking.arrays import Array, Bools, Floats, Rows


LINK_AT = 0.0
"""Score from which a pair is looked at at all: even odds."""

JOIN_AT = 3.32
"""Linkage from which two groups are one person: ten to one."""

DOUBT_AT = -1.2
"""Score from which a human should look: .3."""

TOGETHER = 400
"""Records looked at together, at most: a component of more is cut at its weak links."""

_MOST = 12.0
_LEAST = -25.0
_CHUNK = 1 << 19
_HARDER = 4.0
_LOUDEST = 80.0
_FORBIDDEN = -500.0
_TIE = 1e-6
RIVAL = 2.0
"""Where a vague record fits somebody else nearly as well, it is nobody's."""


class Scorer(Protocol):
    """Scores pairs of records."""

    def __call__(self, left: Array, right: Array, /) -> tuple[Floats, Bools]:
        """
        Score pairs of rows.

        Returns:
            (n,) scores, and (n,) whether the two say too little about each other for
            their score to speak against anything.
        """


@dataclass(slots=True)
class Groups:
    """
    Which records are one person.

    Attributes:
        label: (n,) int64: the smallest row of the record's person.
        best: (n,) float: score of the record's best pair within its person; -inf
            where it is alone.
        partner: (n,) int64: the other record of that pair; -1 where it is alone.
    """

    label: Rows
    best: Floats
    partner: Rows


def group(
    left: Array, right: Array, scores: Array, score: Scorer, vague: Bools
) -> Groups:
    """
    Find the persons.

    Args:
        left: Rows of candidate pairs.
        right: The other rows.
        scores: Score of each candidate pair.
        score: Scores any pairs; used for those within a component.
        vague: (n,) for all n records: shows no given name, or its initial only.
    """
    count = len(vague)
    linked = scores > LINK_AT
    near = components(count, left[linked], right[linked], scores[linked])
    groups = Groups(np.arange(count), np.full(count, -np.inf), np.full(count, -1))
    order = np.argsort(near, kind="stable")
    starts = np.flatnonzero(np.diff(near[order], prepend=-1))
    sizes = np.diff(starts, append=count)
    for size in np.unique(sizes[sizes > 1]).tolist():
        members = order[starts[sizes == size][:, None] + np.arange(size)]
        step = max(1, _CHUNK // (size * (size - 1) // 2))
        for start in range(0, len(members), step):
            part = np.sort(members[start : start + step], axis=1)
            _group_some(part, score, vague, groups)
    return groups


def linkage(scores: Floats, silent: Bools, vague: Bools) -> list[list[int]]:
    """
    Join the members of one component, best first.

    Args:
        scores: Of all pairs, as `numpy.triu_indices(k, 1)` orders them.
        silent: The same: the two say too little to speak against anything.
        vague: (k,): which members show no full given name.

    Returns:
        The members of each person, from 0.
    """
    size = len(vague)
    one, other = np.triu_indices(size, 1)
    most = np.full((size, size), -np.inf)
    mean = most.copy()
    # What is above the most still breaks ties, so that no order of rows does.
    beyond = _TIE * (scores.clip(-_LOUDEST, _LOUDEST) - _LOUDEST)
    capped = scores.clip(_LEAST, _MOST) + beyond
    most[one, other] = most[other, one] = capped
    heard = _heard(scores, silent)
    mean[one, other] = mean[other, one] = heard
    both = _linked(most, mean)
    weight, vague = np.ones(size), vague.copy()
    members = [[place] for place in range(size)]
    while size > 1:
        at = int(both.argmax())
        a, b = sorted(divmod(at, size))
        if not both[a, b] > JOIN_AT:
            break
        rivals = _rivals(most, mean, vague, (a, b))
        for first, second in rivals:
            both[first, second] = both[second, first] = -np.inf
        if rivals:
            continue
        total = weight[a] + weight[b]
        mean[a] = (weight[a] * mean[a] + weight[b] * mean[b]) / total
        most[a] = np.maximum(most[a], most[b])
        weight[a], vague[a] = total, vague[a] and vague[b]
        members[a] += members[b]
        members[b] = []
        for matrix in (mean, most):
            matrix[a, a] = -np.inf
            matrix[:, a] = matrix[a]
            matrix[b] = matrix[:, b] = -np.inf
        both[a] = both[:, a] = _linked(most[a], mean[a])
        both[b] = both[:, b] = -np.inf
    return [group for group in members if group]


def linkage_of_one(scores: Floats, silent: Bools) -> float:
    """
    Return the linkage of one record with one person.

    Args:
        scores: Its scores with each of her records.
        silent: Where the two say too little to speak against anything.
    """
    most = float(scores.max().clip(_LEAST, _MOST))
    heard = _heard(scores, silent)
    return (most + min(most, float(heard.mean()))) / 2


def components(count: int, left: Array, right: Array, scores: Array) -> Array:
    """
    Return which records hang together by pairs, (n,): at most `TOGETHER` each.

    A larger component is cut where its pairs are weakest.
    """
    at = LINK_AT
    while True:
        ones = np.ones(len(left), np.int8)
        edges = coo_matrix((ones, (left, right)), (count, count))
        _, near = connected_components(edges, directed=False)
        crowded = np.bincount(near, minlength=1) > TOGETHER
        if not crowded.any():
            return np.asarray(near)
        at += _HARDER
        inside = crowded[near[left]]
        # Where nothing but equally loud pairs is left, a crowd is nobody.
        keep = ~inside | ((scores > at) & (at < _LOUDEST))
        left, right, scores = left[keep], right[keep], scores[keep]


def _heard(scores: Floats, silent: Bools) -> Floats:
    """Return what each pair says for or against; what is forbidden, for ever."""
    heard = np.where(silent, scores.clip(0.0, _MOST), scores.clip(_LEAST, _MOST))
    return np.where(scores <= _FORBIDDEN, -np.inf, heard)


def _linked(most: Array, mean: Array) -> Array:
    return np.asarray((most + np.minimum(most, mean)) / 2)


def _rivals(
    most: Floats, mean: Floats, vague: Bools, pair: tuple[int, int]
) -> list[tuple[int, int]]:
    """
    Say where a record that shows only an initial fits two people alike.

    Returns:
        Pairs of groups that may not be joined, for nobody knows which it is.
    """
    found = []
    for mine, hers in (pair, pair[::-1]):
        if vague[mine]:
            near = np.flatnonzero(most[mine] > most[pair] - RIVAL).tolist()
            others = [one for one in near if one not in pair and mean[hers, one] < 0]
            if others:
                found += [(mine, one) for one in (hers, *others)]
    return found


def _group_some(members: Array, score: Scorer, vague: Bools, groups: Groups) -> None:
    """Group components of one size, (k, size) rows each sorted."""
    size = members.shape[1]
    one, other = np.triu_indices(size, 1)
    left, right = members[:, one], members[:, other]
    flat, silent = score(left.ravel(), right.ravel())
    scores, silent = flat.reshape(left.shape), silent.reshape(left.shape)
    whole = (scores > JOIN_AT).all(axis=1)
    groups.label[members[whole]] = members[whole][:, :1]
    for at in np.flatnonzero(~whole).tolist():
        here = members[at]
        for joined in linkage(scores[at], silent[at], vague[here]):
            rows = here[joined]
            groups.label[rows] = rows.min()
    together = groups.label[left.ravel()] == groups.label[right.ravel()]
    _note_best(left.ravel()[together], right.ravel()[together], flat[together], groups)


def _note_best(left: Array, right: Array, scores: Floats, groups: Groups) -> None:
    rows = np.concatenate([left, right])
    others = np.concatenate([right, left])
    both = np.concatenate([scores, scores])
    order = np.lexsort((others, -both, rows))
    rows, others, both = rows[order], others[order], both[order]
    first = np.diff(rows, prepend=-1) != 0
    groups.best[rows[first]] = both[first]
    groups.partner[rows[first]] = others[first]
