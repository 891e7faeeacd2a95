"""What is believed of a field before any data is seen is in order."""

from __future__ import annotations

import pytest

from shopkeeper.recognise.linking import fields


NUMBER = fields.mark("customer_number", "shop")
FIELDS = [
    fields.GIVEN, fields.SECOND, fields.FAMILY, fields.BORN, fields.SUFFIX,
    fields.PLACE, fields.EMAIL, fields.PHONE, NUMBER, fields.trait("gender"),
    fields.trait("birth_place"),
]  # fmt: skip


@pytest.mark.parametrize("field", FIELDS)
def test_the_start_values_of_a_field_make_sense(field):
    """Shares of as many levels, all possible; the same speaks for one person."""
    prior = fields.prior_of(field)
    for shares in (prior.same, prior.chance, prior.household or prior.same):
        assert len(shares) == prior.top + 1
        assert all(share > 0 for share in shares)
        assert sum(shares) == pytest.approx(1, abs=0.03)
    assert prior.same[-1] > prior.chance[-1]
    assert prior.same[0] < prior.chance[0]
    assert fields.start(field).sum() == pytest.approx(1)


def test_only_identifiers_are_trusted():
    """A state's or a system's number more than a mailbox, that more than a phone."""
    trusted = {one: fields.trust(one) for one in FIELDS if fields.trust(one)}
    assert sorted(trusted, key=trusted.__getitem__) == [
        fields.PHONE, fields.EMAIL, NUMBER,
    ]  # fmt: skip


def test_a_trait_a_suffix_and_a_second_name_do_not_tell():
    """Of two records that share only those, nothing is known."""
    silent = [one for one in FIELDS if not fields.tells(one)]
    assert silent == [
        fields.SECOND, fields.SUFFIX, fields.trait("gender"),
        fields.trait("birth_place"),
    ]  # fmt: skip


def test_fields_have_names_for_people():
    """No colon, no underscore."""
    words = [fields.in_words(one) for one in (NUMBER, "trait:birth_place", fields.BORN)]
    assert words == ["customer number", "birth place", "birth date"]
