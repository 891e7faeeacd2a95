"""What a human's answers teach beyond the two they are about: a little.

An answer says of one pair what no rule may overrule. It also says something of all
pairs like it. How much is a logistic regression on what linking saw in the answered
pairs, with linking's own score as offset (Cox 1958: what a human says is compared with
what was expected, so that it does no harm that only doubtful pairs are asked about),
and held near nothing by a normal prior: one answer against all expectation moves a
pair that is alike in everything by about half a bit; none moves a weight by more
than `MOST`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from msgspec.structs import replace

from shopkeeper.recognise.book import Book
from shopkeeper.recognise.linking.arrays import Bools, Floats
from shopkeeper.recognise.linking.compare import Compared
from shopkeeper.recognise.linking.weigh import Model
from shopkeeper.recognise.links import Words
from shopkeeper.recognise.weigh import SHARE_RIGHT
from shopkeeper.vocabulary import IdentifierKind


MOST = 2.0
"""As much as any weight is moved by answers, in bits, however many there are."""

BELIEVED = 40.0
"""
Answers that what we believe of a kind of identifier is worth.

As for what we believe of a source (contracts.md, section 2).
"""

_OF_ALL = 0.5  # standard deviations, in bits: of the odds of all pairs,
_OF_LEVEL = 0.25  # and of the weight of one level of one field
_BIT = float(np.log(2.0))
_ROUNDS = 25
_CLOSE = 1e-9


def rights_of(book: Book, words: Words) -> Mapping[IdentifierKind, float]:
    """
    Return how often a value of each kind is one person's, answers counted.

    Args:
        book: All nodes.
        words: What humans decided. It counts for the kinds of all values that would
            join the two.
    """
    said: dict[IdentifierKind, list[int]] = {}
    for pairs, same in ((words.joined, 1), (words.parted, 0)):
        for left, right in pairs:
            for kind in _joining(book, left, right):
                said.setdefault(kind, []).append(same)
    rights = dict(SHARE_RIGHT)
    for kind, answers in said.items():
        believed = SHARE_RIGHT[kind] * BELIEVED + sum(answers)
        rights[kind] = believed / (BELIEVED + len(answers))
    return rights


def _joining(book: Book, left: int, right: int) -> Iterable[IdentifierKind]:
    both = set(book.keys[left]) & set(book.keys[right])
    return {key[0] for key in both if book.shared(key).joins(left, right)}


def taught(model: Model, compared: Compared, scores: Floats, same: Bools) -> Model:
    """
    Let answers move the weights of a model.

    Args:
        model: What was learned of the shop.
        compared: What the two of each answered pair say about each other.
        scores: (n,) what the model makes of them.
        same: (n,) what the humans said.
    """
    if not len(scores):
        return model
    columns = [np.ones(len(scores))]
    names: list[tuple[str, int]] = []
    for field, levels in compared.levels.items():
        if field in model.same:
            for level in sorted(set(levels[levels >= 0].tolist())):
                names.append((field, level))
                columns.append((levels == level).astype(float))
    spread = np.array([_OF_ALL, *[_OF_LEVEL] * len(names)])
    moved = _fitted(np.stack(columns, axis=1), scores, same, spread)
    shares = {field: list(known) for field, known in model.same.items()}
    for (field, level), bits in zip(names, moved[1:].tolist(), strict=True):
        shares[field][level] *= 2.0**bits
    odds = 2.0 ** float(moved[0])
    return replace(
        model,
        same={field: tuple(known) for field, known in shares.items()},
        matches={key: min(share * odds, 0.5) for key, share in model.matches.items()},
        otherwise=min(model.otherwise * odds, 0.5),
    )


def _fitted(seen: Floats, scores: Floats, same: Bools, spread: Floats) -> Floats:
    """Return by how many bits each column of *seen* moves the odds, (k,)."""
    moved = np.zeros(seen.shape[1])
    hold = np.diag(1.0 / np.square(spread * _BIT))
    expected = np.clip(scores, -60.0, 60.0) * _BIT
    for _ in range(_ROUNDS):
        likely = 1.0 / (1.0 + np.exp(-(expected + seen @ moved)))
        slope = seen.T @ (same - likely) - hold @ moved
        bend = (seen * (likely * (1.0 - likely))[:, None]).T @ seen + hold
        step = np.linalg.solve(bend, slope)
        moved += step
        if np.abs(step).max() < _CLOSE:
            break
    bits: Floats = (moved / _BIT).clip(-MOST, MOST)
    return bits
