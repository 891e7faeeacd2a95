"""What is known of one row, or of all rows that say the very same."""

from __future__ import annotations

import unicodedata

from datetime import date

from msgspec import Struct

from shopkeeper.recognise.junk import junk_because
from shopkeeper.recognise.names import NAMELESS, Agreement, Name
from shopkeeper.recognise.normalise import joining_value, namespace_of
from shopkeeper.vocabulary import Identifier, IdentifierKind, hash_of


Key = tuple[IdentifierKind, str, str]
"""Kind, namespace and joining value: what two nodes may have in common."""

_FILLED_IN = frozenset({date(1900, 1, 1), date(1901, 1, 1), date(1970, 1, 1)})


class Node(Struct, frozen=True, kw_only=True):
    """
    One identity signature: what one row, or several equal ones, say of a person.

    Rows may share a node only if an identifier in it joins people; two rows with
    the same name and nothing else are two nodes.

    Attributes:
        key: Its own name: a record id, or in a shop its own person id.
        age: Its place in the ledger's sequence; lower is older. Files have none.
        source: Where it is from; two customer numbers count within one source.
        identifiers: As read; junk among them joins nobody.
        name: For comparing.
        birth_date: Where known.
        postcode: Without blanks, upper case, or empty.
        address: Street and number, lower case words, or empty.
        town: Lower case words, or empty.
    """

    key: str
    age: int = 0
    source: str = ""
    identifiers: tuple[Identifier, ...] = ()
    name: Name = NAMELESS
    birth_date: date | None = None
    postcode: str = ""
    address: str = ""
    town: str = ""

    @property
    def rank(self) -> tuple[int, str]:
        """Order nodes from the oldest; files: text order of their keys."""
        return self.age, self.key


def keys_of(node: Node) -> tuple[Key, ...]:
    """Return what may join *node* to others, junk left out, each once."""
    return tuple(
        dict.fromkeys(
            key_of(one)
            for one in node.identifiers
            if junk_because(one.kind, one.value) is None
        )
    )


def signature_of(node: Node, row: str) -> str:
    """
    Name what *node* says, so that rows which say the very same share one node.

    Args:
        node: As read from the row.
        row: The row's record id.

    Returns:
        A hash that leaves out the node's key and age. A row without an identifier
        that may join has a signature of its own: namesakes are not one person.
    """
    if not keys_of(node):
        return hash_of("row", row)
    ids = sorted(f"{key}{one.verified}{one.one_per_person}"
                 for one in node.identifiers for key in [key_of(one)])  # fmt: skip
    return hash_of(
        "node", node.source, *ids, repr(node.name), str(node.birth_date),
        node.postcode, node.address, node.town,
    )  # fmt: skip


def key_of(identifier: Identifier) -> Key:
    """Return what *identifier* is compared by."""
    kind = identifier.kind
    return (
        kind,
        namespace_of(kind, identifier.namespace),
        joining_value(kind, identifier.value),
    )


def verified_of(node: Node) -> dict[tuple[IdentifierKind, str], str]:
    """Return the node's verified one-per-person values by kind and namespace."""
    return {
        key_of(one)[:2]: key_of(one)[2]
        for one in node.identifiers
        if one.verified
        and one.one_per_person
        and junk_because(one.kind, one.value) is None
    }


def birth_agreement(left: date | None, right: date | None) -> Agreement:
    """
    Compare birth dates.

    Day and month the wrong way round, one wrong digit, and the first of January of
    the same year (nobody knew the day) are `LIKE`.
    """
    if left is None or right is None:
        return Agreement.UNKNOWN
    if left == right:
        return Agreement.SAME
    first, second = f"{left:%Y%m%d}", f"{right:%Y%m%d}"
    swapped = first[:4] + first[6:] + first[4:6] == second
    slips = sum(a != b for a, b in zip(first, second, strict=True))
    unsure = first[:4] == second[:4] and "0101" in {first[4:], second[4:]}
    return Agreement.LIKE if swapped or slips == 1 or unsure else Agreement.CONFLICT


def birth_date_or_none(day: date | None) -> date | None:
    """Leave out the days that systems fill in where they know none."""
    return None if day in _FILLED_IN else day


def plain_words(text: str) -> str:
    """Write *text* as lower case words without punctuation, for comparing."""
    spread = unicodedata.normalize("NFKC", text).casefold()
    return " ".join("".join(c if c.isalnum() else " " for c in spread).split())


def plain_postcode(text: str) -> str:
    """Write a postcode without blanks, in upper case; zeros only are none."""
    bare = "".join(c for c in text.upper() if c.isalnum())
    return "" if set(bare) <= {"0"} else bare
