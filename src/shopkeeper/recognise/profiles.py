"""Several nodes of one person as one: what they say of her together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from typing import TypeVar

from msgspec.structs import replace

from shopkeeper.recognise.names import NAMELESS, Name
from shopkeeper.recognise.nodes import Key, Node, key_of, keys_of
from shopkeeper.vocabulary import Identifier, IdentifierKind


T = TypeVar("T", bound=Hashable)

_SEVERAL = 2
"""So many mailboxes and phones of a person are compared; one number of each kind."""

_OF_SEVERAL = frozenset({IdentifierKind.EMAIL, IdentifierKind.PHONE})


def profile_of(nodes: Sequence[Node]) -> Node:
    """
    Put together what several nodes of one person say.

    Args:
        nodes: One or more, in any order.

    Returns:
        A node under the key, age and source of the one that says most. Of each field
        the value most of them have; the parts of an address stay together.
    """
    speaker = speaker_of(nodes)
    names = [node.name for node in nodes if node.name.given]
    whole = [name for name in names if name.family] or names
    family = [node.name for node in nodes if node.name.family]
    homes = [(n.postcode, n.address, n.town) for n in nodes if n.address]
    homes = homes or [(n.postcode, "", n.town) for n in nodes if n.postcode]
    homes = homes or [("", "", n.town) for n in nodes if n.town]
    postcode, address, town = _usual(homes, ("", "", ""))
    name: Name = _usual(whole or family, NAMELESS)
    return replace(
        speaker,
        identifiers=_usual_identifiers(nodes),
        name=name,
        birth_date=_usual([n.birth_date for n in nodes if n.birth_date], None),
        postcode=postcode,
        address=address,
        town=town,
    )


def speaker_of(nodes: Iterable[Node]) -> Node:
    """Return the node that says most; the same whenever each of them came."""
    return min(nodes, key=lambda node: (-_says(node), content_of(node), node.rank))


def content_of(node: Node) -> tuple[str, ...]:
    """Return what a node says, to put nodes in an order that no arrival decides."""
    return (
        node.source, repr(node.name), *map(repr, keys_of(node)), str(node.birth_date),
        node.postcode, node.address, node.town,
    )  # fmt: skip


def _says(node: Node) -> int:
    fields = (node.name.given, node.name.family, node.birth_date, node.address)
    return sum(map(bool, fields)) + len(keys_of(node))


def _usual_identifiers(nodes: Iterable[Node]) -> tuple[Identifier, ...]:
    counted: dict[tuple[IdentifierKind, str], Counter[Key]] = {}
    written: dict[Key, Identifier] = {}
    for node in nodes:
        known = set(keys_of(node))
        for one in node.identifiers:
            key = key_of(one)
            if key in known:
                counted.setdefault(key[:2], Counter())[key] += 1
                written.setdefault(key, one)
    found = []
    for (kind, _), keys in sorted(counted.items()):
        often = sorted(keys, key=lambda key: (-keys[key], key))
        most = _SEVERAL if kind in _OF_SEVERAL else 1
        found += [written[key] for key in often[:most]]
    return tuple(found)


def _usual(values: Sequence[T], nothing: T) -> T:
    counted = Counter(values)
    return min(counted, key=lambda one: (-counted[one], repr(one)), default=nothing)
