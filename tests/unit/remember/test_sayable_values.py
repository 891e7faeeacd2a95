"""Which values are fit to be spoken, and how a name is written."""

from __future__ import annotations

import pytest

from shopkeeper.remember.fit_to_speak import fit
from shopkeeper.vocabulary import Predicates
from tests.acceptance.say.hostile import HOSTILE_NAMES
from tests.acceptance.say.world_names import SAFE_NAMES


def spoken(about: str, value: object) -> object:
    predicate = Predicates().find(about)
    assert predicate is not None
    return fit(value, predicate).spoken


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("JENNY", "Jenny"), ("anne-marie", "Anne-Marie"), ("MARY ANN", "Mary Ann"),
        ("McDonald", "McDonald"), ("de la Cruz", "de la Cruz"), ("JP", "JP"),
        ("O'Brien", "O'Brien"), ("J.R.", "J.R."), ("美咲", "美咲"), ("Bo", "Bo"),
        ("MCDONALD", None), ("de la cruz", None), ("O'BRIEN", None), ("J", "J"),
        ("jENNY", None), ("SuperCat", None), ("AL", None), ("İPEK", None),
        ("Ann ❤", None), ("RenÃ©e", None), ("Je\u200bnny", None),
    ],
)  # fmt: skip
def test_a_name_is_written_as_is_certain_or_not_at_all(written, said):
    """Capitals where names have them; scripts without case are fine."""
    assert spoken("person.called", written) == said


@pytest.mark.parametrize(
    "value", ["Dean", "Earl", "Grace", "Christian", "Guy", "Angel", "Max", "Nan Wu",
              "Kai", "Mr Kai", "Anna Kai Berg", "Phil", "Nat", "Con", "Charity", "Or",
              "JJ", "J.J.", "C. C.", "AJ", "RoseMary", "Jean\u2013Luc"]
)  # fmt: skip
def test_names_that_are_also_words_are_names(value):
    """No list may be so long that it eats people."""
    assert spoken("person.called", value) == value


@pytest.mark.parametrize(
    "value", ["Dr. phil.", "Mr & Mrs", "Mr and Mrs", "XX", "x.x.", "N.N.", "hh", "aaa",
              "Anna Con Tom", "Bread Charity", "and"]
)  # fmt: skip
def test_what_only_resembles_such_a_name_is_none(value):
    """A title, a couple, a finger on a key: nobody is called so."""
    assert spoken("person.called", value) is None


@pytest.mark.parametrize(
    ("about", "value", "said"),
    [
        ("usual.item", " tea ", "tea"), ("usual.item", "x" * 120, "x" * 120),
        ("usual.item", "x" * 121, None), ("usual.due_on", "2026-12-01", "2026-12-01"),
        ("usual.due_on", "20261201", None), ("usual.due_on", "2026-W49-2", None),
        ("usual.due_on", "soon", None), ("event.moved", "soon", "soon"),
        ("event.moved", 3, None), ("usual.item", "see http://x.example", None),
        ("usual.item", "null", None), ("usual.item", "tea: green", "tea: green"),
        ("usual.item", "tea:", None), ("usual.item", True, None),
        ("usual.item", "tea (green", None), ("usual.item", "tea,", None),
        ("event.moved", "2026-05-01T10:00:00Z", None), ("usual.item", "No data", None),
    ],
)  # fmt: skip
def test_a_value_is_said_if_its_type_and_its_words_are_right(about, value, said):
    """Contracts, section 2, rule 5."""
    assert spoken(about, value) == said


def test_null_is_a_name_where_they_say_so_themselves():
    """Christopher Null is a real person; "Jenny null" is a broken join of columns."""
    called = Predicates().find("person.called")
    assert called is not None
    assert fit("Christopher Null", called, told=True).spoken == "Christopher Null"
    for value, told in (
        ("Christopher Null", False), ("Jenny null", True), ("Null", True),
        ("Null Test", True),
    ):  # fmt: skip
        assert fit(value, called, told=told).spoken is None, value


@pytest.mark.parametrize("value", SAFE_NAMES)
def test_people_of_the_whole_world_are_called_by_their_names(value):
    """Several hundred, letter by letter."""
    assert spoken("person.called", value) == value


@pytest.mark.parametrize("value", HOSTILE_NAMES, ids=ascii)
def test_nobody_is_called_by_what_forms_and_exports_leave(value):
    """More than a thousand, by hand: placeholders, handles, firms, notes, jokes."""
    assert spoken("person.called", value) is None
