"""DKIM: our name under every header that says who wrote, to whom, and how to leave.

Source: RFC 6376; RFC 8058, section 4: both headers of the one-click link have to be
inside the signature. Named twice where absent or present once (8.15), so that nobody
adds another one on the way.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from shopkeeper.vocabulary import BadInput


SIGNED = (
    b"from", b"from", b"to", b"to", b"subject", b"subject", b"date", b"message-id",
    b"reply-to", b"reply-to", b"mime-version", b"content-type", b"auto-submitted",
    b"list-id", b"list-unsubscribe", b"list-unsubscribe-post",
)  # fmt: skip
_TWICE = {b"from", b"to", b"subject", b"reply-to"}


def signer(name: str, key: Path) -> Callable[[bytes], bytes]:
    """
    Return what signs a mail.

    Args:
        name: `<selector>._domainkey.<domain>`, where the public key is published.
        key: File with the private key, PEM.

    Raises:
        BadInput: If the key cannot be read, or is none.
    """
    import dkim  # noqa: PLC0415 an extra: a shop of folders does not need it

    selector, _, domain = name.partition("._domainkey.")
    try:
        private = key.read_bytes()
    except OSError as error:
        msg = f"{key}, the key that signs mails, cannot be read: {error.strerror}."
        raise BadInput(msg) from None

    def sign(mail: bytes) -> bytes:
        head = mail.partition(b"\r\n\r\n")[0].lower()
        names = {line.partition(b":")[0] for line in head.split(b"\r\n")}
        wanted = [
            one for one in dict.fromkeys(SIGNED) if one in names or one in _TWICE
        ] + [one for one in sorted(_TWICE) if one in names]
        made: bytes = dkim.sign(
            mail, selector.encode(), domain.encode(), private, include_headers=wanted,
            canonicalize=(b"relaxed", b"relaxed"),
        )  # fmt: skip
        return made + mail

    try:
        sign(b"From: a@b.example\r\n\r\n\r\n")
    except (ValueError, dkim.DKIMException) as error:
        msg = f"{key} is no private key that signs mails ({error}): make one of RSA."
        raise BadInput(msg) from None
    return sign
