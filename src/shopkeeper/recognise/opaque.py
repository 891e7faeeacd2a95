"""Person ids: stable, never re-used, and telling nothing.

A person id is the ledger's running number put through a small Feistel cipher
under the shop's key. So ids do not show how many customers a shop has, or who
came before whom, and the number never has to be stored beside them to be unique.
"""

from __future__ import annotations

import hashlib

from shopkeeper.vocabulary import PersonId


_HALF_BITS = 25  # 50 bits in all: 10 letters of 5 bits
_HALF_MASK = (1 << _HALF_BITS) - 1
_ROUNDS = 6
_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford: no i, l, o, u


def opaque_id(number: int, key: bytes) -> PersonId:
    """
    Make the id of person *number*.

    Args:
        number: From 1; below 2**50.
        key: The shop's id key, 32 bytes.

    Raises:
        ValueError: If *number* is out of range.

    Source:
        Luby and Rackoff (1988): a balanced Feistel network is a permutation
        whatever its round function, so two numbers never share an id.

    Example:
        >>> len(opaque_id(1, bytes(32)))
        11
        >>> opaque_id(1, bytes(32)) == opaque_id(2, bytes(32))
        False
    """
    if not 0 < number < 1 << (2 * _HALF_BITS):
        msg = f"{number} is no person number."
        raise ValueError(msg)
    left, right = number >> _HALF_BITS, number & _HALF_MASK
    for turn in range(_ROUNDS):
        mixed = hashlib.blake2b(
            right.to_bytes(4, "big"), key=key, digest_size=4, salt=bytes([turn])
        ).digest()
        left, right = right, left ^ (int.from_bytes(mixed, "big") & _HALF_MASK)
    both = left << _HALF_BITS | right
    letters = (_ALPHABET[both >> shift & 31] for shift in range(45, -1, -5))
    return PersonId("p" + "".join(letters))
