"""The table of consent and purpose, row by row."""

from __future__ import annotations

import pytest

from shopkeeper.decide.consent import may_contact
from shopkeeper.vocabulary import Channel, ConsentState, Purpose, Recipient


# contracts.md, section 2: which states let a message of a purpose go.
GOES = {
    Purpose.SERVICE: {"granted", "denied", "revoked", "unknown", None},
    Purpose.RELATIONSHIP: {"granted", "unknown", None},
    Purpose.MARKETING: {"granted"},
}


def recipient(**changes: object) -> Recipient:
    fields = {"person": "ann", "channel": Channel.EMAIL, "address": "a@b.example"}
    return Recipient(**{**fields, **changes})


@pytest.mark.parametrize("purpose", Purpose)
@pytest.mark.parametrize("state", [*ConsentState, None])
def test_consent_decides_by_purpose(purpose, state):
    """Service always goes, marketing only if granted, the rest unless refused."""
    consents = {} if state is None else {purpose: state}
    held = may_contact(recipient(consents=consents), purpose)
    assert (held is None) == (state in GOES[purpose])


@pytest.mark.parametrize("purpose", Purpose)
@pytest.mark.parametrize(
    "changes",
    [{"erased": True}, {"suppressed": ("all",)}, {"suppressed": ("sms", "email")}],
)
def test_who_is_erased_or_suppressed_hears_nothing(purpose, changes):
    """Whatever the purpose and the consent."""
    consents = {purpose: ConsentState.GRANTED}
    held = may_contact(recipient(consents=consents, **changes), purpose)
    assert held is not None
    assert held.because.startswith("she ")


def test_another_channel_that_is_suppressed_stops_nothing():
    """Suppression of a channel is of that channel."""
    assert may_contact(recipient(suppressed=("sms",)), Purpose.SERVICE) is None


def test_consent_to_another_purpose_is_none():
    """Consent is asked for by purpose."""
    consents = {Purpose.SERVICE: ConsentState.GRANTED}
    assert may_contact(recipient(consents=consents), Purpose.MARKETING) is not None
