"""May this person be contacted for this purpose, on this channel?

Source: contracts.md, section 2, "Consent and purpose"; reliability.md, D11, for minors.
Whether she is asleep, or heard from us too often, is not looked at here.
"""

from __future__ import annotations

from shopkeeper.vocabulary import ConsentState, Held, Purpose, Recipient


# A missing consent is unknown. `service` goes whatever the consents.
FORBIDDING: dict[Purpose, frozenset[ConsentState]] = {
    Purpose.SERVICE: frozenset(),
    Purpose.RELATIONSHIP: frozenset({ConsentState.DENIED, ConsentState.REVOKED}),
    Purpose.MARKETING: frozenset(ConsentState) - {ConsentState.GRANTED},
}

MINOR = "she is, or may be, under 18: service messages alone"
_WORDS: dict[ConsentState, str] = {
    ConsentState.DENIED: "she refused {} messages",
    ConsentState.REVOKED: "she took back her consent to {} messages",
    ConsentState.UNKNOWN: "she has not agreed to {} messages",
}


DIED = "a record says that she has died: let a person look first"


def may_contact(recipient: Recipient, purpose: Purpose) -> Held | None:
    """
    Say why nothing of *purpose* may go to *recipient* now, or None where it may.

    Example:
        >>> from shopkeeper.vocabulary import Channel
        >>> ann = Recipient(person="ann", channel=Channel.EMAIL, address="a@b.example")
        >>> may_contact(ann, Purpose.MARKETING).because
        'she has not agreed to marketing messages'
        >>> may_contact(ann, Purpose.SERVICE) is None
        True
    """
    because = _because(recipient, purpose)
    return Held(until=None, because=because) if because else None


def _because(recipient: Recipient, purpose: Purpose) -> str:
    if recipient.erased:
        return "she was erased"
    if recipient.died:
        return DIED
    if "all" in recipient.suppressed:
        return "she wants no messages at all"
    if recipient.channel in recipient.suppressed:
        return f"she wants no messages by {recipient.channel}"
    if recipient.minor and purpose is not Purpose.SERVICE:
        return MINOR
    state = recipient.consents.get(purpose, ConsentState.UNKNOWN)
    return _WORDS[state].format(purpose) if state in FORBIDDING[purpose] else ""
