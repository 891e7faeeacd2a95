"""What linking makes of the persons that identifiers made.

Linking weighs all that two records say together and learns from the shop itself what
each field is worth (`linking`). It is given one record for each person that has a
name: what her nodes say together. So it finds who has no identifier in common; and it
is asked whether two names on one mailbox or phone can be one person's at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from msgspec import Struct
from msgspec.structs import replace

from shopkeeper.recognise.apart import Apart, apart_on, doubts_on
from shopkeeper.recognise.book import Book
from shopkeeper.recognise.linked_nodes import (
    evidence_of,
    records_of,
    weigher_of,
)
from shopkeeper.recognise.linking import fields
from shopkeeper.recognise.linking.arrays import Bools
from shopkeeper.recognise.linking.compare import Compared, Value
from shopkeeper.recognise.linking.explain import line_of
from shopkeeper.recognise.linking.learn import first_model
from shopkeeper.recognise.linking.link import Linked, link, vague
from shopkeeper.recognise.linking.records import Texts
from shopkeeper.recognise.linking.weigh import Model, Weighed
from shopkeeper.recognise.links import Opinion, Words
from shopkeeper.recognise.profiles import content_of, profile_of
from shopkeeper.recognise.teaching import taught
from shopkeeper.recognise.weigh import DOUBT_AT


MORE_THAN_A_NAME = 3.0
"""
So much besides the names must speak for a join: namesakes are not one person.

Where the first names are merely alike, so much besides house and phone: Robin and
Robyn may be brother and sister.
"""

FEWEST = 50
"""From fewer people nothing is learned, and nobody is joined by it."""

SEEN_AT = 10
"""So many joined by humans show that people are here twice whom no identifier joins."""

LEAST_TWICE = 0.02
"""Of so many people we believe that they may be here twice, whatever is learned."""

_TOO_FEW = "too few people to learn from"
_NAME_ONLY = "too little besides the name"
_SPEAKS_AGAINST = "her other records speak against it"
_UNSEEN = "next to nobody here is known to be here twice"
_TWO = 2
_CALLED = frozenset({fields.GIVEN, fields.FAMILY})
_AT_HOME = frozenset({fields.PLACE, fields.PHONE})


class SecondLook(Struct, frozen=True, kw_only=True):
    """
    What linking says.

    Attributes:
        opinions: On two persons each, whoever may be one or should be looked at.
        apart: Names that are two people's although they share a value.
        model: What it learned of the shop, and of humans' answers.
    """

    opinions: tuple[Opinion, ...] = ()
    apart: Apart = {}
    model: Model | None = None


def look_again(
    book: Book,
    groups: Iterable[Sequence[int]],
    words: Words,
    *,
    before: SecondLook | None = None,
) -> SecondLook:
    """
    Ask linking.

    Args:
        book: All nodes.
        groups: The persons that identifiers make of them.
        words: What was decided before: humans' answers teach.
        before: What it said before, where the groups heed by now what it told apart;
            asked about that again, it might say something else each time.

    Returns:
        The same whatever the order in which nodes were added.
    """
    index_of = {node.key: index for index, node in enumerate(book.nodes)}
    profiles = [
        profile_of([book.nodes[index] for index in group])
        for group in groups
        if any(book.nodes[index].name.given for index in group)
    ]
    if len(profiles) < _TWO:
        return SecondLook()
    profiles.sort(key=lambda node: (content_of(node), node.rank))
    texts = Texts()
    records = records_of(profiles, texts)
    if before is not None:
        linked = link(records, texts, model=before.model)
    else:
        few = first_model(records, texts, seed=0) if len(profiles) < FEWEST else None
        linked = _taught(book, link(records, texts, model=few), words)
    places = [index_of[node.key] for node in profiles]
    opinions = _opinions(book, linked, places)
    doubting = _doubting(linked.weigher.scales.model)
    if doubting is not None:
        heard = {(one.left, one.right) for one in opinions}
        again = _taught(book, link(records, texts, model=doubting), words)
        seen = _joined_without_an_id(book, words) >= SEEN_AT
        opinions += [
            one if seen else replace(one, held=one.held or _UNSEEN)
            for one in _opinions(book, again, places)
            if one.held != _NAME_ONLY and (one.left, one.right) not in heard
        ]
    if before is None:
        apart = apart_on(book, linked, words)
    else:
        apart = before.apart
        opinions += doubts_on(book, apart, linked)
    model = linked.weigher.scales.model
    return SecondLook(opinions=tuple(opinions), apart=apart, model=model)


def _taught(book: Book, linked: Linked, words: Words) -> Linked:
    """Link again by what humans' answers teach."""
    answers = sorted(
        [(*pair, True) for pair in words.joined]
        + [(*pair, False) for pair in words.parted],
        key=lambda one: (
            content_of(book.nodes[one[0]]),
            content_of(book.nodes[one[1]]),
        ),
    )
    if not answers:
        return linked
    weigher, row = weigher_of(book, linked, [i for *both, _ in answers for i in both])
    compared, weighed = weigher.explain(
        np.array([row[left] for left, _, _ in answers]),
        np.array([row[right] for _, right, _ in answers]),
    )
    same = np.array([one for _, _, one in answers])
    model = taught(linked.weigher.scales.model, compared, weighed.score, same)
    return link(linked.weigher.records, linked.weigher.texts, model=model)


def _joined_without_an_id(book: Book, words: Words) -> int:
    """Count what humans joined although the two share no identifier."""
    keys = book.keys
    return sum(not set(keys[left]) & set(keys[right]) for left, right in words.joined)


def _doubting(model: Model) -> Model | None:
    """
    Return what we believe where the shop shows next to nobody twice.

    Then nobody is joined, and nobody doubted either: not even two of one name in one
    house, of whom one gave her mobile number and the other her telephone at home.
    That two numbers differ says nothing here: equal ones would have joined the two.

    Returns:
        None where the shop shows enough.
    """
    least = LEAST_TWICE * 2 / max(model.n, _TWO)
    if model.otherwise >= least:
        return None
    same = dict(model.same)
    for field in same:
        if field in {fields.EMAIL, fields.PHONE} or fields.is_mark(field):
            same[field] = (model.chance[field][Value.OTHER], *same[field][1:])
    matches = {key: max(share, least) for key, share in model.matches.items()}
    return replace(model, same=same, matches=matches, otherwise=least)


def _opinions(book: Book, linked: Linked, places: Sequence[int]) -> list[Opinion]:
    records, texts = linked.weigher.records, linked.weigher.texts
    rows = np.flatnonzero(linked.scores >= DOUBT_AT)
    left, right = linked.left[rows], linked.right[rows]
    if not len(rows):
        return []
    label, nameless = linked.groups.label, vague(records, texts)
    compared, weighed = linked.weigher.explain(left, right)
    likely = _more_than_a_name(compared, weighed) & ~nameless[left] & ~nameless[right]
    held = np.where(label[left] == label[right], "", _SPEAKS_AGAINST)
    held = np.where(likely, held, _NAME_ONLY)
    if len(places) < FEWEST:
        held = np.where(likely, _TOO_FEW, held)
    found = []
    for place, (one, other) in enumerate(
        zip(left.tolist(), right.tolist(), strict=True)
    ):
        older, younger = book.by_rank((places[one], places[other]))
        found.append(
            Opinion(
                left=older,
                right=younger,
                evidence=evidence_of(weighed, place),
                because=line_of(compared, weighed, place),
                held=str(held[place]),
            )
        )
    return found


def _more_than_a_name(compared: Compared, weighed: Weighed) -> Bools:
    """Say of each pair whether more than the names speaks for it, (n,)."""
    found = np.zeros((2, len(weighed.score)))
    for field, weight in weighed.parts.items():
        if fields.tells(field) and field not in _CALLED:
            found[0] += weight.clip(0.0)
            found[1] += weight.clip(0.0) if field not in _AT_HOME else 0.0
    same = compared.levels[fields.GIVEN] == fields.prior_of(fields.GIVEN).top
    enough: Bools = np.where(same, found[0], found[1]) >= MORE_THAN_A_NAME
    return enough
