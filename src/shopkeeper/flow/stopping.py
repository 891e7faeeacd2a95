"""A wish to be left alone, put where every message to her passes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from shopkeeper.flow.house import House
from shopkeeper.vocabulary import IdentifierKind, Suppression


def everywhere(
    house: House, suppressions: Iterable[Suppression]
) -> Iterator[Suppression]:
    """Stop the person, and each address under which she said so."""
    wanted = list(suppressions)
    lifted = {
        _name(one): one.until
        for one in house.consents.suppressions()
        if one.address_hash is None and one.until is not None
    }
    # What she took back stays taken back, under an address that she gets later, too.
    wanted = [
        msgspec.structs.replace(one, until=lifted.get(_name(one), one.until))
        for one in wanted
    ]
    known = house.identity.identifiers(list({one.person for one in wanted}))
    addresses: dict[str, list[str]] = {}
    for entry in known:
        if entry.identifier.kind in (IdentifierKind.EMAIL, IdentifierKind.PHONE):
            digest = house.consents.hash_of_address(entry.identifier.value)
            addresses.setdefault(entry.person, []).append(digest)
    for one in wanted:
        yield one
        for digest in dict.fromkeys(addresses.get(one.person, ())):
            yield msgspec.structs.replace(one, address_hash=digest)


def _name(one: Suppression) -> tuple[object, ...]:
    """Name a wish by where and when it was said."""
    return one.person, one.scope, one.at, one.record_id, one.start
