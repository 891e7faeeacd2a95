"""Names speak against each other only where they are clearly different."""

from __future__ import annotations

import pytest

from shopkeeper.recognise.names import (
    Agreement,
    family_agreement,
    given_agreement,
    name_of,
    suffix_conflict,
)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Jenny Berry", "Jennifer Berry"), ("J. Berry", "Jennifer Berry"),
        ("Mike Sutton", "Michael Sutton"), ("Mare Iqbal", "Mary Iqbal"),
        ("Jhon Hall", "John Hall"), ("Anna Maria Roth", "Maria Roth"),
        ("José Gil", "Jose Gil"), ("Rhodes Mohamed", "Mohamed Rhodes"),
        ("Dr. Ann Oak", "Ann Oak"), ("Oak, Ann", "Ann Oak"), ("Bob Fir", "Robert Fir"),
    ],
)  # fmt: skip
def test_forms_of_one_name_do_not_conflict(left, right):
    """Nicknames, initials, slips, accents, titles and order."""
    found = given_agreement(name_of(full=left), name_of(full=right))
    assert found in {Agreement.SAME, Agreement.LIKE}


@pytest.mark.parametrize(
    ("left", "right"),
    [("John Oak", "Joan Oak"), ("Julia Oak", "Julie Oak"), ("Terry Oak", "Bethan Oak"),
     ("J Oak", "Bethan Oak"), ("Samuel Oak", "Samantha Oak")],
)  # fmt: skip
def test_two_names_conflict(left, right):
    """One letter apart is two people where both are names."""
    found = given_agreement(name_of(full=left), name_of(full=right))
    assert found is Agreement.CONFLICT


@pytest.mark.parametrize("text", ["", "N/A", "test", "Unknown", "Ann & Bob", "Ann+Bob"])
def test_no_name_is_unknown(text):
    """A placeholder, or two people in one field, compares with nothing."""
    ann = name_of(given="Ann", family="Oak")
    other = name_of(given=text, family="Oak")
    assert given_agreement(ann, other) is Agreement.UNKNOWN


def test_an_initial_after_the_name_is_not_two_people():
    """`Rebecca E` is Rebecca; an `e` between names is no `and` here."""
    assert name_of(given="Rebecca E", family="French").given == ("rebecca", "e")


def test_junior_and_senior_conflict():
    """Wherever the suffix is written."""
    assert suffix_conflict(name_of(full="Al Oak Jr."), name_of(full="Al Oak, Sr"))
    assert not suffix_conflict(name_of(full="Al Oak"), name_of(full="Al Oak Jr"))


def test_half_a_double_name_is_like():
    """Garcia, and Garcia Figueroa."""
    left, right = name_of(family="Garcia"), name_of(family="Garcia Figueroa")
    assert family_agreement(left, right) is Agreement.LIKE


@pytest.mark.parametrize(
    ("full", "given", "family"),
    [
        ("M. Smith", ("m",), "smith"),
        ("M. Jean Dupont", ("jean",), "dupont"),
        ("Jenny Lord", ("jenny",), "lord"),
        ("Lord Percy Oak", ("percy",), "oak"),
        ("Ann Oak-Ash", ("ann",), "oak ash"),
        ("Anne-Marie Oak", ("anne", "marie"), "oak"),
        ("Jan van der Berg", ("jan",), "van der berg"),
        ("van Gogh", ("van",), "gogh"),
        ("Al Pacino", ("al",), "pacino"),
        ("Ann & Bob Oak", (), "oak"),
        ("Mr and Mrs Oak", (), "oak"),
    ],
)
def test_a_whole_name_is_cut_where_people_cut_it(full, given, family):
    """Titles that are names, double names, particles, two people on one line."""
    found = name_of(full=full)
    assert (found.given, found.family) == (given, family)
