"""Addresses that were heard: taken for hers only where they are nobody else's.

"My new mail is …" is a word of hers, and a word that anybody could put there. It is
never verified, joins nobody, and where the address is already another person's, it
is not taken: what is meant for one would go to the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from shopkeeper.flow.door import Door
from shopkeeper.flow.house import House
from shopkeeper.recognise.books import KnownIdentifier


def nobody_elses(
    house: House, heard: Iterable[KnownIdentifier], current: Mapping[str, str]
) -> list[KnownIdentifier]:
    """
    Leave out of heard addresses those that are another person's.

    Args:
        house: The shop.
        heard: Identifiers, each with the own id of whoever named it.
        current: Own person id to current person id, everybody.
    """
    door = Door(house)
    wanted = [one for one in heard if not door.is_forgotten(one.identifier)]
    if not wanted:
        return []
    values = {(one.identifier.kind, one.identifier.value) for one in wanted}
    owners: dict[tuple[str, str], set[str]] = {}
    for known in house.identity.identifiers(list(current)):
        key = (known.identifier.kind, known.identifier.value)
        if key in values:
            owner = current.get(known.person, known.person)
            owners.setdefault(key, set()).add(owner)
    return [
        one
        for one in wanted
        if owners.get((one.identifier.kind, one.identifier.value), set())
        <= {current.get(one.person, one.person)}
    ]
