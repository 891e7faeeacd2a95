"""Whose an id of a source is, asked one by one or many at once."""

from __future__ import annotations

from collections.abc import Sequence

from shopkeeper.flow.house import House
from shopkeeper.flow.knowing import Aliases
from shopkeeper.flow.wire_door import lists_beside
from shopkeeper.recognise import identifiers_in
from shopkeeper.recognise.books import KnownIdentifier
from shopkeeper.vocabulary import IdentifierKind


Named = tuple[str, IdentifierKind, str]
"""A source, and how it calls her."""


def who_has(
    house: House, aliases: Aliases, source: str, kind: IdentifierKind, text: str
) -> str | None:
    """Return whose an id of a source is; None where nobody is it, or several are."""
    return who_have(house, aliases, [(source, kind, text)]).get((source, kind, text))


def who_have(
    house: House, aliases: Aliases, asked: Sequence[Named]
) -> dict[Named, str]:
    """Return whose ids of sources are: those whose they are for sure."""
    beside = {
        one.name: {"", one.name, *lists_beside(house.shop, one.name)}
        for one in house.shop.sources
        if any(one.name == source for source, _, _ in asked)
    }
    wanted = {
        who: identifiers_in(
            who[1], who[2], namespace=who[0], country=house.shop.country
        )
        for who in asked
        if who[0] in beside
    }
    values = {(one.kind, one.value) for ones in wanted.values() for one in ones}
    holders: dict[tuple[IdentifierKind, str], list[KnownIdentifier]] = {}
    for one in house.identity.holders(list(values)):
        key = (one.identifier.kind, one.identifier.value)
        holders.setdefault(key, []).append(one)
    found: dict[Named, str] = {}
    for who, ones in wanted.items():
        theirs = {
            aliases.current(holder.person)
            for one in ones
            for holder in holders.get((one.kind, one.value), ())
            if holder.identifier.namespace in beside[who[0]]
        }
        # Of two people at one browser nobody knows who is there now.
        if len(theirs) == 1:
            found[who] = theirs.pop()
    return found
