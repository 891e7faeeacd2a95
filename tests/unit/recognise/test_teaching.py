"""What humans' answers teach: something, beyond the pair, and not much."""

from __future__ import annotations

import numpy as np
import pytest

from shopkeeper.recognise.book import Book
from shopkeeper.recognise.linked_nodes import records_of
from shopkeeper.recognise.linking.link import Weigher, link
from shopkeeper.recognise.linking.records import Texts
from shopkeeper.recognise.linking.weigh import Scales
from shopkeeper.recognise.links import Words
from shopkeeper.recognise.profiles import profile_of, speaker_of
from shopkeeper.recognise.teaching import MOST, rights_of, taught
from shopkeeper.recognise.weigh import SHARE_RIGHT
from shopkeeper.vocabulary import IdentifierKind
from tests.unit.recognise.people import crowd, node


HOME = {"postcode": "EH75XQ", "address": "78 ropewalk lane", "town": "leith"}
ALIKE = (
    node("a", full="Priya Tennant", phone="07120361140", **HOME),
    node("b", full="Priya Tennant", phone="01314960819", **HOME),
)


def score_after(answers: int, *, same: bool) -> float:
    """Return the score of `ALIKE` once so many humans have said so of its like."""
    texts = Texts()
    linked = link(records_of(crowd(100), texts), texts)
    weigher = Weigher(records_of(ALIKE, texts), texts, linked.weigher.scales)
    left, right = np.zeros(answers, int), np.ones(answers, int)
    compared, weighed = weigher.explain(left, right)
    model = taught(
        linked.weigher.scales.model, compared, weighed.score, np.full(answers, same)
    )
    scales = Scales(model, linked.weigher.scales.rarity, {})
    again = Weigher(weigher.records, texts, scales)
    return float(again(np.array([0]), np.array([1]))[0][0])


def test_an_answer_moves_pairs_like_it_a_little():
    """Whoever said it may have been mistaken once."""
    before = score_after(0, same=True)
    assert abs(before) < 1  # it may be, or not
    assert before < score_after(1, same=True) < before + 0.5
    assert before - 0.5 < score_after(1, same=False) < before


def test_many_answers_move_them_more_and_never_without_bounds():
    """Twenty say more than five; a thousand are held."""
    steps = [score_after(number, same=True) for number in (0, 1, 5, 20, 1000)]
    assert steps == sorted(steps)
    assert steps[3] > steps[0] + 1
    fields = 8
    assert steps[4] <= steps[0] + MOST * (fields + 1)


def test_nothing_is_learned_from_nobody():
    """Without answers the model stays as it is."""
    texts = Texts()
    linked = link(records_of(crowd(60), texts), texts)
    model = linked.weigher.scales.model
    nothing = np.zeros(0, int)
    compared, weighed = linked.weigher.explain(nothing, nothing)
    assert taught(model, compared, weighed.score, nothing > 0) is model


@pytest.mark.parametrize(("said", "share"), [("joined", 39.2 + 3), ("parted", 39.2)])
def test_a_kind_of_identifier_gains_or_loses_trust(said, share):
    """As a source does: (confirmed + 40) to (all + 40)."""
    pairs = frozenset((2 * n, 2 * n + 1) for n in range(3))
    nodes = [
        node(f"{n}{side}", email=f"m{n}@oak.example") for n in range(3) for side in "ab"
    ]
    found = rights_of(Book(nodes), Words(**{said: pairs}))
    assert found[IdentifierKind.EMAIL] == pytest.approx(share / 43)
    assert found[IdentifierKind.PHONE] == SHARE_RIGHT[IdentifierKind.PHONE]


def test_a_mailbox_of_two_first_names_teaches_nothing_about_mailboxes():
    """No rule would have joined the two."""
    box = "home@oak.example"
    nodes = [node("a", email=box, full="Ann Oak"), node("b", email=box, full="Tom Oak")]
    found = rights_of(Book(nodes), Words(parted=frozenset({(0, 1)})))
    assert found == SHARE_RIGHT


def test_a_profile_has_of_each_field_what_most_nodes_say():
    """Under the name of the node that says most, whatever their order."""
    full = node("x", full="Ann Oak", born="1980-02-03", email="ann@oak.example", **HOME)
    nodes = [
        full,
        node("y", full="Ann Oak", email="ann@oak.example", phone="07120361140"),
        node("z", full="Anne Oak", email="ann@elm.example"),
        node("w", email="ann@oak.example"),
    ]
    found = profile_of(nodes)
    assert found.key == speaker_of(nodes).key == "x"
    assert found.name == full.name
    assert found.address == "78 ropewalk lane"
    assert [one.value for one in found.identifiers] == [
        "ann@oak.example", "ann@elm.example", "+447120361140"
    ]  # fmt: skip
    assert profile_of(nodes[::-1]) == found
