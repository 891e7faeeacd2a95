"""Which stretches of a message are things told, and of which kind?

A linear-chain conditional random field (Lafferty, McCallum and Pereira, 2001):
each token is outside, or begins or goes on with a stretch of one kind.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from shopkeeper.listen.hashed import Floats
from shopkeeper.listen.tokens import BUCKETS, Ints, Tokens


_HEARD_AT_ONCE = 48  # sentences: more of them differ more in length
NEVER = -30.0  # of a transition: a stretch goes on only where it began


@dataclass(frozen=True, slots=True)
class Tagged:
    """
    A stretch found: code points `[start, end)`, its kind, and how sure, 0..1.

    `sentence` is its sentence's number in the reading.
    """

    start: int
    end: int
    kind: str
    sure: float
    sentence: int


def counts_of(tokens: Sequence[Tokens]) -> csr_matrix:
    """Return the features of all tokens of all messages: `(n_tokens, BUCKETS)`."""
    kept = [one for one in tokens if len(one)]
    if not kept:
        return csr_matrix((0, BUCKETS))
    templates = kept[0].features.shape[1]
    sizes = np.concatenate([
        templates + np.bincount(one.bag_rows, minlength=len(one)) for one in kept
    ])  # fmt: skip
    places = np.concatenate([[0], np.cumsum(sizes)])
    columns = np.empty(places[-1], np.int64)
    before = 0
    for one in kept:
        starts = places[before : before + len(one)]
        columns[starts[:, None] + np.arange(templates)] = one.features
        order = np.argsort(one.bag_rows, kind="stable")
        row = one.bag_rows[order]
        within = np.arange(len(row)) - np.searchsorted(row, row)
        columns[starts[row] + templates + within] = one.bag[order]
        before += len(one)
    ones = np.ones(len(columns), np.float32)
    return csr_matrix((ones, columns, places), shape=(before, BUCKETS))


def in_batches(lengths: Ints, size: int = 400) -> Iterator[tuple[Ints, Ints]]:
    """
    Put sentences of like lengths together.

    Yields:
        `(n, longest)` places of their tokens and the same of which are there (0, 1).
    """
    starts = np.concatenate([[0], np.cumsum(lengths)[:-1]]).astype(np.int64)
    order = np.argsort(lengths, kind="stable")
    for first in range(0, len(order), size):
        some = order[first : first + size]
        longest = int(lengths[some].max())
        step = np.arange(longest)[None]
        there = step < lengths[some][:, None]
        places = np.where(there, starts[some][:, None] + step, 0)
        yield places, there.astype(np.int64)


def allowed(kinds: int) -> Floats:
    """Return `(1 + 2 kinds + 1, 1 + 2 kinds)`: 0 where a step may be, else `NEVER`."""
    steps = np.zeros((2 * kinds + 2, 2 * kinds + 1))
    for kind in range(kinds):
        goes_on = 2 + 2 * kind
        steps[:, goes_on] = NEVER
        steps[goes_on, goes_on] = 0.0
        steps[goes_on - 1, goes_on] = 0.0
    return steps


def likeliest(likely: Floats) -> Ints:
    """
    Take the likeliest tag of each token by itself.

    A stretch that goes on without having begun begins there: `stretches` sees to it.
    """
    return np.asarray(np.argmax(likely, axis=1))


@dataclass(frozen=True, slots=True)
class Swept:
    """
    One batch of sentences, summed over all paths from both ends.

    Attributes:
        places: `(n, longest)` places of their tokens.
        here: `(longest, n)` which are there.
        local: `(n, longest, n_tags)` what each token says for each tag, rescaled.
        ahead: `(longest, n, n_tags)` shares of the tags, by what stands before.
        behind: `(longest, n, n_tags)` the same by what stands behind.
        size: `(longest, n)` by what `ahead` was divided.
        top: `(n, longest)` what `local` was rescaled by, as a logarithm.
    """

    places: Ints
    here: NDArray[np.bool_]
    local: Floats
    ahead: Floats
    behind: Floats
    size: Floats
    top: Floats


def sweep(scores: Floats, places: Ints, there: Ints, steps: Floats) -> Swept:
    """
    Go through a batch of sentences forwards and back (Rabiner, 1989).

    Args:
        scores: `(n_tokens, n_tags)`.
        places: As `in_batches` yields them.
        there: The same.
        steps: `(n_tags + 1, n_tags)` from tag to tag; the last row begins a sentence.
    """
    count = scores.shape[1]
    move, begin = np.exp(steps[:count]), np.exp(steps[count])
    rows, longest = places.shape
    local = scores[places]
    top = local.max(axis=2, keepdims=True)
    local = np.exp(local - top)
    here = there.T == 1
    ahead, size = np.zeros((longest, rows, count)), np.zeros((longest, rows))
    now = begin[None] * local[:, 0]
    for step in range(longest):
        if step:
            now = (ahead[step - 1] @ move) * local[:, step]
        size[step] = now.sum(axis=1)
        ahead[step] = now / size[step][:, None]
    behind = np.ones((longest, rows, count))
    for step in range(longest - 1, 0, -1):
        rest = (local[:, step] * behind[step] / size[step][:, None]) @ move.T
        behind[step - 1] = np.where(here[step][:, None], rest, 1.0)
    return Swept(places, here, local, ahead, behind, size, top[:, :, 0])


def marginals(scores: Floats, lengths: Ints, steps: Floats) -> Floats:
    """Return `(n_tokens, n_tags)`: how likely each tag is, all else summed out."""
    found = np.zeros_like(scores)
    for places, there in in_batches(lengths, _HEARD_AT_ONCE):
        put_likely(sweep(scores, places, there, steps), found)
    return found


def put_likely(swept: Swept, found: Floats) -> None:
    """Write how likely each tag is to the places of a batch."""
    likely = swept.ahead * swept.behind
    found[swept.places.T[swept.here]] = likely[swept.here]


def stretches(
    tokens: Tokens, tags: Ints, likely: Floats, kinds: Sequence[str]
) -> Iterator[Tagged]:
    """Yield the stretches that tags make, each within one sentence."""
    place = 0
    while place < len(tokens):
        tag = int(tags[place])
        if tag == 0:
            place += 1
            continue
        kind = (tag - 1) // 2
        last = place + 1  # with a "goes on" alone, it begins here
        while (
            last < len(tokens)
            and tags[last] == 2 + 2 * kind
            and tokens.sentence[last] == tokens.sentence[place]
        ):
            last += 1
        both = likely[place:last, [1 + 2 * kind, 2 + 2 * kind]].sum(axis=1)
        yield Tagged(
            int(tokens.start[place]),
            int(tokens.end[last - 1]),
            kinds[kind],
            float(both.mean()),
            int(tokens.sentence[place]),
        )
        place = last
