"""Sources that are fed over HTTP: which they are, and what their columns mean."""

from __future__ import annotations

from collections.abc import Sequence

from shopkeeper.flow.segment import RECEIVED, SIGNED, VISITOR
from shopkeeper.vocabulary import BadInput, ColumnPin, Holds, Shop, Source


# The shape is known, so nobody has to guess; and no visitor can make a column mean
# something by what she fills it with.
_MEANINGS = {
    "messageId": "message_id", "type": "unknown", "event": "event", "timestamp": "at",
    "userId": "user_id", "anonymousId": "device", "previousId": "previous_id",
    "name": "unknown", "category": "unknown", "groupId": "unknown",
    "properties.product_id": "item", "properties.sku": "item",
    "properties.name": "item_name", "properties.title": "item_name",
    "properties.category": "category", "properties.price": "price",
    "properties.quantity": "quantity", "properties.currency": "currency",
    "properties.order_id": "basket", "properties.brand": "unknown",
    "properties.variant": "unknown", "properties.value": "unknown",
    "properties.revenue": "unknown", "properties.total": "unknown",
    "properties.path": "unknown", "context.page.path": "unknown",
}  # fmt: skip
_UNKNOWN = ColumnPin(is_="unknown")


def is_fed_by_wire(source: Source) -> bool:
    """Say whether events may come to *source* over HTTP: it holds some, reads none."""
    return source.holds is Holds.EVENTS and source.read is None


def wired_source(shop: Shop, name: str | None) -> Source:
    """
    Return the source of that name, or the only one, that is fed over HTTP.

    Raises:
        BadInput: If there is none, or one has to be named.
    """
    fed = {source.name: source for source in shop.sources if is_fed_by_wire(source)}
    if name is not None and name in fed:
        return fed[name]
    if name is None and len(fed) == 1:
        return next(iter(fed.values()))
    if not fed:
        msg = (
            "No source of this shop is fed over HTTP: add to shop.toml [[sources]] "
            'with name = "website" and holds = "events", and no `read`.'
        )
        raise BadInput(msg)
    msg = f"--source: name one that is fed over HTTP: {', '.join(fed)}."
    raise BadInput(msg)


def wire_pins(source: Source, names: Sequence[str]) -> dict[str, ColumnPin]:
    """
    Say what columns of a source fed over HTTP mean; what the shop pins goes first.

    A visitor's claims mean nothing, whatever they look like.
    """
    pins: dict[str, ColumnPin] = {}
    user = source.columns.get("userId", ColumnPin(is_="user_id"))
    for name in names:
        if name.startswith(VISITOR) or name == RECEIVED:
            pins[name] = _UNKNOWN
        elif name == SIGNED:
            pins[name] = ColumnPin(
                is_=user.is_, of=user.of, verified=True, one_per_person=True
            )
        elif name in source.columns:
            pins[name] = source.columns[name]
        elif name in _MEANINGS:
            pins[name] = ColumnPin(is_=_MEANINGS[name])
    return pins
