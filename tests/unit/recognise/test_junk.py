"""Junk joins nobody: 60 values, 7 kinds, 50 people each (reliability.md B2)."""

from __future__ import annotations

import pytest

from shopkeeper.recognise import junk_because, resolve
from shopkeeper.recognise.junk import is_no_name
from shopkeeper.vocabulary import IdentifierKind
from tests.builders import utc
from tests.unit.recognise.people import ident, node, persons_of


JUNK = [
    "null", "NULL", "None", "nil", "NaN", "n/a", "N/A", "#N/A", "na", "undefined",
    "unknown", "Unknown", "anonymous", "Anonymous", "guest", "GUEST", "visitor", "test",
    "TEST", "test123", "tester", "dummy", "example", "sample", "default", "empty",
    "deleted", "redacted", "tbc", "-", "--", "---", ".", "?", "???", "_", "x", "xxx",
    "0", "00", "0000000", "00000000000", "0000000000", "1111111", "9999999999",
    "1234567", "12345678", "123456789", "1234567890", "0123456789", "-1", "true",
    "false", "[object Object]", "{{user_id}}", "${email}", "distinct_id",
    "not_authenticated", "00000000-0000-0000-0000-000000000000", "no email",
    "info@oak.example", "sales@oak.example", "noreply@oak.example",
    "no-reply@oak.example", "admin@oak.example", "support@oak.example",
    "test@test.com", "none@none.com", "noemail@noemail.com", "a@a.a", "na@na.com",
]  # fmt: skip
GIVEN = ("Ann", "Kim", "Lee", "Joy", "Max", "Una", "Ivo")
FAMILY = ("Oak", "Ash", "Elm", "Fir", "Bay", "Yew", "Box")
NAMES = ["", *(f"{first} {last}" for first in GIVEN for last in FAMILY)]


@pytest.mark.parametrize("value", JUNK)
def test_junk_joins_none_of_50_people(value):
    """Whatever kind of identifier it stands in."""
    for kind in IdentifierKind:
        people = [
            node(f"r{number:02}", ident(kind, value), full=name)
            for number, name in enumerate(NAMES)
        ]
        assert len(people) == 50
        assert len(persons_of(*people)) == 50, (kind, value)


@pytest.mark.parametrize("value", JUNK)
def test_junk_joins_nobody_even_without_names(value):
    """Two nameless rows with the same junk are two."""
    for kind in IdentifierKind:
        pair = [node(key, ident(kind, value)) for key in ("a", "b")]
        assert len(persons_of(*pair)) == 2, (kind, value)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("email", "jenny@oak.example"), ("email", "will.null@oak.example"),
        ("email", "guest.anna@oak.example"), ("email", "jon@example.com"),
        ("phone", "07700 900000"), ("phone", "07120361140"),
        ("customer_number", "12346"), ("customer_number", "1000"),
        ("user_id", "u1"), ("user_id", "testarossa"), ("device", "a81bc81b-dead"),
        ("device", "02:42:ac:11:00:02"),
    ],
)  # fmt: skip
def test_ordinary_values_are_no_junk(kind, value):
    """The lists must not swallow real people."""
    assert junk_because(IdentifierKind(kind), value) is None


def test_network_addresses_are_no_devices():
    """A whole street may share one (mautic#2950)."""
    assert junk_because(IdentifierKind.DEVICE, "203.0.113.7")
    assert junk_because(IdentifierKind.DEVICE, "2001:db8::7")


@pytest.mark.parametrize("value", ["1", "12345", "1111", "123"])
def test_a_number_that_may_be_a_filler_joins_equal_names_or_bare_lines(value):
    """Somebody is customer 12345, and many type it."""
    ann = [node(k, customer_number=value, full="Ann Oak") for k in ("a", "b")]
    assert len(persons_of(*ann)) == 1
    nameless = [
        node(k, customer_number=value, email=f"{k}{k}@oak.example") for k in ("a", "b")
    ]
    assert len(persons_of(*nameless)) == 2
    lines = [node(k, customer_number=value) for k in ("a", "b")]
    assert len(persons_of(*lines)) == 1  # of an order: nothing else is known


def test_a_value_on_six_people_joins_nobody_and_is_reported_once():
    """B2: joined 0, reported 1."""
    names = ["Ann Oak", "Kim Ash", "Lee Elm", "Joy Fir", "Max Bay", "Una Yew"]
    people = [
        node(f"p{n}", phone="07120361140", full=name) for n, name in enumerate(names)
    ]
    people.append(node("p7", phone="07120361140", full="Ann Oak"))
    found = resolve(people, [], now=utc("2026-03-02 10:00"))
    assert found.joins == ()
    assert [(one.people, one.nodes) for one in found.shared] == [(6, 7)]


def test_a_value_on_six_nameless_people_joins_nobody():
    """Six mailboxes on one phone are not one person's."""
    people = [
        node(f"p{n}", phone="07120361140", email=f"c{n}{n}@oak.example")
        for n in range(6)
    ]
    assert len(persons_of(*people)) == 6


def test_people_called_cash_have_names():
    """Fewer words are no names than are no ids."""
    assert is_no_name("N/A")
    assert not is_no_name("Cash")
    assert not is_no_name("Guest")
