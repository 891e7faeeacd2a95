"""Equal identifiers look equal, and what is junk says so."""

from __future__ import annotations

import pytest

from shopkeeper.recognise import identifiers_in, normalise
from shopkeeper.recognise.normalise import joining_value
from shopkeeper.vocabulary import IdentifierKind


EMAIL, PHONE = IdentifierKind.EMAIL, IdentifierKind.PHONE
NUMBER, USER = IdentifierKind.CUSTOMER_NUMBER, IdentifierKind.USER_ID


@pytest.mark.parametrize(
    ("kind", "texts", "value"),
    [
        (EMAIL, ["Jenny@Oak.Example", " jenny@oak.example ", "mailto:JENNY@oak.example",
                 "Jenny O <jenny@oak.example>", "jenny\u200b@oak.example"],
         "jenny@oak.example"),
        (EMAIL, ["Ünal@MÜLLER.de", "ünal@xn--mller-kva.de"], "ünal@müller.de"),
        (PHONE, ["07120 361140", "+44 7120 361140", "0044 7120-361140",
                 "+44 (0)7120 361140", "tel:+447120361140", "7120361140.0"],
         "+447120361140"),
        (PHONE, ["07700 900123", "+447700900123"], "+447700900123"),  # fiction's range
        (NUMBER, ["123", " 123 ", "123.0", "\uff11\uff12\uff13"], "123"),
        (NUMBER, ["k-77a", "K-77A"], "K-77A"),
        (IdentifierKind.CARD_NUMBER, ["6335 1100-22", "6335110022"], "6335110022"),
    ],
)  # fmt: skip
def test_ways_to_write_one_identifier_are_one_value(kind, texts, value):
    """Case, blanks, prefixes and spreadsheet floats make no difference."""
    assert {normalise(kind, text).value for text in texts} == {value}
    assert {normalise(kind, text).joins_nobody for text in texts} == {None}


def test_user_ids_keep_their_case():
    """Machines' ids that differ in case may be two."""
    assert normalise(USER, "aB3").value != normalise(USER, "Ab3").value


def test_google_mailboxes_are_one_behind_dots_and_plus():
    """Google ignores dots and what follows a plus; others may not."""
    written = ["jenny.ohara@gmail.com", "jennyohara+shop@googlemail.com"]
    assert len({joining_value(EMAIL, one) for one in written}) == 1
    others = ["jenny.ohara@oak.example", "jennyohara@oak.example"]
    assert len({joining_value(EMAIL, one) for one in others}) == 2


def test_the_address_is_shown_as_given_though_compared_as_a_mailbox():
    """Mail goes to the address she gave."""
    value = normalise(EMAIL, "Jenny.OHara+books@gmail.com").value
    assert value == "jenny.ohara+books@gmail.com"


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (EMAIL, "not an address"), (EMAIL, "a@b"), (EMAIL, "a..b@oak.example"),
        (PHONE, "12345"), (PHONE, "call me"), (PHONE, "12345678901234567890"),
    ],
)  # fmt: skip
def test_what_is_not_of_its_kind_joins_nobody_and_is_kept(kind, text):
    """Nothing is dropped; it only tells nobody."""
    found = normalise(kind, text)
    assert found.value
    assert found.joins_nobody


def test_a_cell_may_hold_two_phones():
    """Two numbers in one cell are two identifiers."""
    found = identifiers_in(PHONE, "07120 361140 / 07120 361141", namespace="shop")
    assert [one.value for one in found] == ["+447120361140", "+447120361141"]
    assert {one.namespace for one in found} == {""}


def test_customer_numbers_belong_to_their_source():
    """Number 17 of the webshop is not number 17 of the till."""
    shop, till = (
        identifiers_in(NUMBER, "17", namespace=source)[0] for source in ("shop", "till")
    )
    assert shop.namespace != till.namespace
