"""The code that opens her page goes to an address that was hers before.

It answers a wish of the same minute, so it belongs to no plan, waits for no round, and
is kept nowhere: what has to hold for it is asked here. Whoever wants no mail gets none,
and what two share is no place for it. A pause alone does not keep it back: she could
not come back from it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from shopkeeper.decide import may_contact
from shopkeeper.flow.agreeing import why_not_open
from shopkeeper.flow.her_door import code_file
from shopkeeper.flow.house import House
from shopkeeper.flow.knowing import Aliases, gathered
from shopkeeper.flow.reaching import recipients_of
from shopkeeper.vocabulary import (
    BadInput,
    Carried,
    Channel,
    Message,
    Purpose,
    Touch,
    TouchState,
    hash_of,
)


_SUBJECT = "Your code for {shop}"
_BODY = """\
Hello,

somebody, we hope you, wants to open your page at {shop}. This code opens it, once, \
within 15 minutes:

    {code}

If that was not you, leave it: without the code nobody sees anything. We never ask you \
to tell it to us.

{shop}
"""


class _OnlyThis:
    """A gate that lets one message through, unless everything was stopped since."""

    def __init__(self, house: House) -> None:
        self._house = house
        self.became: Carried | None = None

    def open(
        self,
        touches: Sequence[Touch],
        became: Sequence[tuple[Touch, Carried]] = (),
    ) -> frozenset[str]:
        """Let it go."""
        self.note(became)
        if self._house.plan_book.stopped():
            return frozenset()
        return frozenset(one.message.message_id for one in touches)

    def note(self, became: Sequence[tuple[Touch, Carried]]) -> None:
        """Remember what became of it."""
        for _, carried in became:
            self.became = carried


def send_code(
    house: House,
    person: str,
    code: str,
    *,
    now: datetime,
    aliases: Aliases | None = None,
) -> str:
    """
    Send a code to her; return what became of it, for the log: never for a page.

    Args:
        house: The shop, to be read.
        person: Her current id.
        code: What lets her in.
        now: The moment.
        aliases: Who is whom, where that is at hand.
    """
    address = _address(house, person, aliases, now=now)
    if address is None:
        return "no address of hers alone may be written to"
    if house.plan_book.stopped():
        return "everything is stopped"
    not_open = why_not_open(house, Channel.EMAIL)
    if not_open is not None:
        return not_open
    in_a_folder = Channel.EMAIL in house.carriers
    name = code_file(person) if in_a_folder else f"m{hash_of('code', code, person)}"
    return _carry(house, _touch(house, person, address, code, name, now=now))


def _carry(house: House, touch: Touch) -> str:
    carrier, wire = house.carriers.get(touch.channel), house.wires.get(touch.channel)
    if carrier is not None:
        try:
            carrier.carry(touch)
        except BadInput as error:
            return str(error)
        return str(TouchState.SENT)
    if wire is None:
        return "nothing here carries e-mail"
    gate = _OnlyThis(house)
    wire.deliver([touch], gate)
    wire.finish()
    return str(gate.became.state) if gate.became else "it may not go now"


def _address(
    house: House, person: str, aliases: Aliases | None, *, now: datetime
) -> str | None:
    known = gathered(house, person, aliases, now=now)
    stops = [one for one in known.suppressions if not one.scope.startswith("pause:")]
    known = replace(known, suppressions=tuple(stops))
    recipient = recipients_of(house, known, now=now).get(Channel.EMAIL)
    if recipient is None or may_contact(recipient, Purpose.SERVICE) is not None:
        return None
    shared = {
        one.identifier.value for mate in known.housemates for one in mate.identifiers
    }
    return None if recipient.address.casefold() in shared else recipient.address


def _touch(
    house: House, person: str, address: str, code: str, name: str, *, now: datetime
) -> Touch:
    shop = house.shop.name
    return Touch(
        message=Message(
            message_id=name, person=person, subject=_SUBJECT.format(shop=shop),
            preheader=None, body=_BODY.format(shop=shop, code=code),
        ),
        decision_id="", person=person, round="", decided_at=now,
        channel=Channel.EMAIL, address=address, purpose=Purpose.SERVICE, plan="",
        step="", content="", state=TouchState.COMMITTING, because="she asks for it",
        at=now,
    )  # fmt: skip
