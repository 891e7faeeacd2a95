"""The secrets of one shop."""

from __future__ import annotations

from msgspec import Struct


class Keys(Struct, frozen=True, kw_only=True):
    """
    Secrets of 32 bytes each; never shown, never logged.

    Attributes:
        pepper: For keyed hashes of identifiers and addresses.
        token: For links given to people.
        wrap: Wraps the key that each person has.
        audit: For what in the audit log belongs to nobody in particular.
        ids: Makes person ids opaque.
    """

    pepper: bytes
    token: bytes
    wrap: bytes
    audit: bytes
    ids: bytes

    def __repr__(self) -> str:
        return "Keys(…)"
