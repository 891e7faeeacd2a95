"""What a mail that came in can be."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class MailKind(StrEnum):
    """
    What a mail is. Only a `reply` is a word of hers.

    `hard_bounce` and `complaint` end all mail to an address; nothing else does.
    """

    REPLY = "reply"
    AUTO_REPLY = "auto_reply"
    HARD_BOUNCE = "hard_bounce"
    SOFT_BOUNCE = "soft_bounce"
    COMPLAINT = "complaint"
    RECEIPT = "receipt"

    @property
    def is_report(self) -> bool:
        """Is it about a mail of ours, and not a word of whoever it names?"""
        return self not in (MailKind.REPLY, MailKind.AUTO_REPLY)


class About(Struct, frozen=True, kw_only=True):
    """
    What a mail says about one address.

    Attributes:
        address: Whose; empty where it is not told.
        kind: What is said of it.
        because: Why it was taken for that, for people.
        status: Enhanced status code (RFC 3463) as the report has it, or empty.
    """

    address: str
    kind: MailKind
    because: str
    status: str = ""


class MailIn(Struct, frozen=True, kw_only=True):
    """
    What a mail says.

    Attributes:
        about: Each address that something is said of, most serious first; of a reply
            and a robot's answer the one it is from.
        message_id: The message of ours that it belongs to, as it names it, or empty.
        returned_to: What in it bears a mark of ours, an address or what ends a
            letter with one click; whoever has the key can say whether it is true.
    """

    about: tuple[About, ...]
    message_id: str = ""
    returned_to: tuple[str, ...] = ()

    @property
    def kind(self) -> MailKind:
        """Return what the mail is: the most serious of what it says."""
        return self.about[0].kind
