"""Put a content into words for one person, with what carries every word."""

from __future__ import annotations

import re

from collections.abc import Mapping, Sequence
from datetime import date

from liquid.exceptions import LiquidError
from msgspec import Struct
from msgspec.structs import replace

from shopkeeper.say.content import Content, Part, trouble
from shopkeeper.say.dates import spoken_day
from shopkeeper.say.filters import Day
from shopkeeper.say.speech import MOST_SIGNS, Sheet, Speaking, Speech
from shopkeeper.say.typesetting import SetPart, set_part
from shopkeeper.vocabulary import (
    Channel,
    Claim,
    Fact,
    Held,
    Message,
    Recipient,
)


_NOTHING = Held(until=None, because="there is nothing to say to her")
_LINE_ENDS = re.compile(r"[\x00\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")
# Blank lines behind the first one, and those that stand before everything.
_GAP = re.compile(
    r"(?<=\n\n)(?:[ \t]*\n)+|(?<=\n)(?:[ \t]+\n)+(?=[ \t]*\n)|\A(?:[ \t]*\n)+"
)
_MOST_SETTINGS = 32  # of a part, by day and language


class ShopVariables(Struct, frozen=True, kw_only=True):
    """The variables that say nothing about her. `today` is a day of the shop's."""

    name: str = "our shop"
    country: str = "GB"
    language: str = "en"
    currency: str = "GBP"
    today: date


def compose(
    content: Content,
    *,
    recipient: Recipient,
    sayable: Mapping[str, Sequence[Fact]],
    shop_variables: ShopVariables,
    message_id: str,
    plainly: bool = False,
) -> Message:
    """
    Say *content* to *recipient*: each ladder's first rung that may be said.

    Args:
        content: What to say.
        recipient: To whom. Whether she may be contacted is not looked at here.
        sayable: Predicate to the facts that may be said to her, best first.
        shop_variables: The impersonal variables.
        message_id: Its name.
        plainly: Let Liquid render every word for her: slower, and the judge of what
            is done otherwise.

    Returns:
        Subject and preheader for e-mail alone, and `rungs` of what is said.

    Raises:
        NotAllowed: If a fact that would be claimed is about somebody else.
        BadInput: If the text grows beyond a message.
    """
    language = content.language or shop_variables.language
    texts: dict[str, str] = {}
    rungs: list[int] = []
    claims: list[Claim] = []
    for part in content.parts:
        if part.name != "body" and recipient.channel is not Channel.EMAIL:
            continue
        chosen = [_first_rung(ladder, sayable) for ladder in part.ladders]
        speech = Speech(
            part.name, sayable=sayable, chosen=chosen, language=language,
            person=recipient.person, currency=shop_variables.currency,
        )  # fmt: skip
        ready = None if plainly else _set(part, shop_variables, language)
        text = "" if ready is None else ready.say(speech)
        if ready is None or len(text) > MOST_SIGNS:
            text = _say(content, part, speech, _variables(shop_variables, language))
        text, told = _without_gaps(text, speech.claims)
        texts[part.name] = text
        rungs += chosen
        claims += told
    if not texts["body"].strip():
        return held_message(message_id, recipient, _NOTHING)
    return Message(
        message_id=message_id,
        person=recipient.person,
        subject=texts.get("subject"),
        preheader=texts.get("preheader"),
        body=texts["body"],
        rungs=tuple(rungs),
        claims=tuple(claims),
    )


def _without_gaps(text: str, claims: Sequence[Claim]) -> tuple[str, Sequence[Claim]]:
    """
    Close the gap that a paragraph leaves of which no rung was said.

    Between two paragraphs one line is blank, and none before the first.
    """
    if "\n" not in text or not _GAP.search(text):
        return text, claims
    kept: list[str] = []
    cuts: list[tuple[int, int]] = []
    at = 0
    for gap in _GAP.finditer(text):
        kept.append(text[at : gap.start()])
        cuts.append(gap.span())
        at = gap.end()
    kept.append(text[at:])

    def moved(place: int) -> int:
        return place - sum(
            max(0, min(place, end) - start) for start, end in cuts if start < place
        )

    told = [replace(one, start=moved(one.start), end=moved(one.end)) for one in claims]
    return "".join(kept), told


def held_message(message_id: str, recipient: Recipient, held: Held) -> Message:
    """Make the message that does not go: no words, and the reason."""
    return Message(
        message_id=message_id,
        person=recipient.person,
        subject=None,
        preheader=None,
        body=None,
        held=held,
    )


def channel_not_named(content: Content, recipient: Recipient) -> Held | None:
    """Say why *content* does not go to her by her channel, or None where it does."""
    if recipient.channel in content.channels:
        return None
    named = ", ".join(content.channels)
    because = f"the content goes by {named}, not by {recipient.channel}"
    return Held(until=None, because=because)


def _first_rung(
    ladder: tuple[frozenset[str], ...], sayable: Mapping[str, Sequence[Fact]]
) -> int:
    for at, needs in enumerate(ladder):
        for about in needs:
            if about not in sayable:
                break
        else:
            return at
    msg = "a ladder has no last rung; its content was not read by read_content"
    raise AssertionError(msg)


def _set(part: Part, shop: ShopVariables, language: str) -> SetPart | None:
    """Return the part with its common words set, once for each day and language."""
    key = (shop, language)
    known = part.typeset
    if key not in known:
        if len(known) >= _MOST_SETTINGS:
            known.clear()
        try:
            known[key] = set_part(part.template, _variables(shop, language), language)
        except LiquidError:
            known[key] = None  # the plain way names the place of the trouble
    return known[key]


def _say(
    content: Content, part: Part, speech: Speech, variables: Mapping[str, object]
) -> str:
    context = Speaking(part.template, speech, variables)
    sheet = Sheet()
    try:
        for node in part.template.nodes:
            node.render(context, sheet)
    except LiquidError as problem:
        raise trouble(part, content.name, problem) from None
    return sheet.getvalue()


def _variables(shop: ShopVariables, language: str) -> dict[str, object]:
    return {
        "shop": {
            "name": _LINE_ENDS.sub(" ", shop.name),
            "country": shop.country,
            "language": shop.language,
        },
        "today": Day(shop.today, spoken_day(shop.today, language), language),
    }
