"""Names that stand in another column are no second person."""

from __future__ import annotations

import pytest

from shopkeeper.recognise import name_of
from shopkeeper.recognise.first_names import first_names_clash
from tests.unit.recognise.people import node, persons_of


def name(text: str):
    """Return the name in "given/family"."""
    given, _, family = text.partition("/")
    return name_of(given=given, family=family)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Graham", "Quayle/Graham"),  # the columns of the one were swapped
        ("Sam", "Gow/Samantha"),
        ("Roebrt/Imrie", "Imrie/Robert"),  # with a slip of the pen
        ("Thomas", "Keith/Thomas"),  # typed where the first name belongs
        ("Fin", "Finlay/Spence"),
        ("Ben", "Benjamin/Muir"),
    ],
)
def test_one_name_in_two_places_is_one_name(one, other):
    """Either way round."""
    assert not first_names_clash(name(one), name(other))
    assert not first_names_clash(name(other), name(one))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Graham/Quayle", "Stuart/Quayle"),
        ("Ann", "Tom/Oak"),
        ("Joan/Muir", "Joanne/Muir"),  # both are names of their own
        ("Finlay/Macrae", "Fiona/Macrae"),
        ("Keith/Thomas", "Thomas/Young"),  # who has a family name of his own
    ],
)
def test_two_first_names_are_two(one, other):
    """And a family name in common makes them a household."""
    assert first_names_clash(name(one), name(other))
    assert first_names_clash(name(other), name(one))


def test_a_card_with_swapped_columns_does_not_split_a_mailbox():
    """Then her nameless letters would be nobody's."""
    box = "graham@oak.example"
    nodes = (
        node("a", email=box, full="Graham Quayle"),
        node("b", email=box, full="Quayle Graham"),
        node("c", email=box, full="Graham"),
        node("d", email=box),
    )
    assert persons_of(*nodes) == {frozenset("abcd")}
