"""How things get their names: hashes of what they are made of.

The same thing made twice has the same id, so making it twice is making it once.
"""

from __future__ import annotations

import hashlib

from collections.abc import Sequence
from typing import NewType

from shopkeeper.vocabulary.facts import Evidence


PersonId = NewType("PersonId", str)

_SEPARATOR = b"\x1f"


def hash_of(*parts: str) -> str:
    """
    Name a thing by its parts, in order.

    Returns:
        26 characters of base 32 (128 bits of BLAKE2b), lower case.

    Example:
        >>> hash_of("round", "person") == hash_of("round", "person")
        True
        >>> hash_of("ab", "c") == hash_of("a", "bc")
        False
    """
    digest = hashlib.blake2b(digest_size=16)
    for part in parts:
        data = part.encode("utf-8", "surrogatepass")
        digest.update(len(data).to_bytes(4, "big") + _SEPARATOR + data)
    return _base32(digest.digest())


def fact_id(evidence: Sequence[Evidence], about: str, value: object) -> str:
    """Name a fact by its evidence, predicate and value, and by nobody's person id."""
    rows = sorted(
        f"{one.record_id}\x1e{one.start}\x1e{one.end}\x1e{one.source}"
        for one in evidence
    )
    return "f" + hash_of(*rows, about, str(value))


def round_key(shop: str, at_us: int) -> str:
    """Name a round by its shop and its moment (microseconds), floored by the caller."""
    return "r" + hash_of("round", shop, str(at_us))


def decision_id(round_: str, person: str, slot: str) -> str:
    """Name a decision by its round, person and slot."""
    return "d" + hash_of("decision", round_, person, slot)


def message_id(plan: str, step: str, person: str, round_: str) -> str:
    """Name a message by its plan, step, person and round."""
    return "m" + hash_of("message", plan, step, person, round_)


_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford: no i, l, o, u
_PAIRS = [one + two for one in _ALPHABET for two in _ALPHABET]


def _base32(data: bytes) -> str:
    number = int.from_bytes(data, "big") << 2
    return "".join([_PAIRS[(number >> shift) & 1023] for shift in _SHIFTS])


_SHIFTS = range(120, -1, -10)
