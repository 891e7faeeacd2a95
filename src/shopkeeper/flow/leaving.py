"""She leaves by the link of a message: kept at once, and answered when nothing comes.

Source: RFC 8058; reliability.md, C7 and C9. What she ends is what the message was for:
marketing everywhere; of what is no marketing, the channel it came by. The answer waits
until no mail to her is between its gate and its last byte, so that nothing comes
behind it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from shopkeeper.flow.house import House
from shopkeeper.say.tokens import OneClick, one_click
from shopkeeper.vocabulary import (
    Consent,
    ConsentState,
    Purpose,
    Suppression,
    Touch,
)


_MOST_PAUSES = 100_000  # it ends by itself when the lease of a dead sender is over


def answer_one_click(
    house: House,
    method: str,
    token: str,
    body: str,
    *,
    now: datetime,
    pause: Callable[[], None],
) -> OneClick:
    """
    Answer a request to an unsubscribe address; do what it asks, if it asks anything.

    Args:
        house: The shop.
        method: As in the request.
        token: Last part of its path.
        body: As sent.
        now: The moment.
        pause: Waits a little, for what is passing its last byte.
    """
    asked = one_click(house.token, method, token, body)
    touch = house.outbox.touch(asked.ends) if asked.ends else None
    if asked.ends is not None and touch is None:
        # Of a shop that was restored, or of a message that was erased.
        return OneClick(ends=None, status=404)
    if touch is not None:
        leave(house, touch, now=now, pause=pause)
    return asked


def leave(
    house: House, touch: Touch, *, now: datetime, pause: Callable[[], None]
) -> None:
    """End what a message was for, for her and at its address, at once."""
    marketing = touch.purpose is Purpose.MARKETING
    because = "she left by the link of a message"
    digest = house.consents.hash_of_address(touch.address)
    scope = "marketing" if marketing else str(touch.channel)
    with house.together():
        house.consents.suppress(
            Suppression(
                person=touch.person, scope=one, because=because, at=now,
                address_hash=digest,
            )
            for one in dict.fromkeys(("marketing", scope))
        )  # fmt: skip
        house.consents.state(
            Consent(
                person=touch.person, purpose=purpose, state=ConsentState.REVOKED,
                at=now, proof=f"one-click of {touch.message.message_id}",
            )
            for purpose in dict.fromkeys((Purpose.MARKETING, touch.purpose))
            if purpose is not Purpose.SERVICE
        )  # fmt: skip
    until_quiet(house, pause, person=touch.person, address=touch.address)


def stop_everything(
    house: House, *, by: str, now: datetime, pause: Callable[[], None]
) -> None:
    """Turn the switch, and come back when nothing is passing its last byte."""
    house.plan_book.stop_all(by=by, at=now)
    until_quiet(house, pause)


def until_quiet(
    house: House,
    pause: Callable[[], None],
    *,
    person: str | None = None,
    address: str | None = None,
) -> None:
    """Wait until nothing is between its gate and its last byte."""
    for _ in range(_MOST_PAUSES):
        if not house.outbox.under_way(person=person, address=address):
            return
        pause()
