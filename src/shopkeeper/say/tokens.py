"""What is signed into addresses: who may unsubscribe with a link, what came back.

Sources: RFC 8058 (one click), RFC 2369 (List-Unsubscribe), RFC 5321 section 4.5.3.1.1
(a local part has 64 characters), RFC 3834. A token names a message, which is a hash:
no address, no name, and nobody else can make one. reliability.md, C9 and C10.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re

from msgspec import Struct


_TOKEN = re.compile(r"(m[0-9a-z]{26})-?\.?([a-z2-7]{16})")
_MARK = 10  # bytes: 80 bits, 16 characters
ONE_CLICK = "List-Unsubscribe=One-Click"


def _signed(key: bytes, use: str, message_id: str) -> str:
    mark = hmac.digest(key, f"{use}\x1f{message_id}".encode(), hashlib.sha256)[:_MARK]
    return base64.b32encode(mark).decode().lower()


def unsubscribe_token(key: bytes, message_id: str) -> str:
    """
    Make the last part of the address that ends what a message belongs to.

    Args:
        key: The shop's for tokens.
        message_id: Which message.
    """
    return f"{message_id}-{_signed(key, 'unsubscribe', message_id)}"


def message_to_end(key: bytes, token: str) -> str | None:
    """Return the message whose unsubscribe token this is, or None if it is none."""
    return _read(key, "unsubscribe", token, "-")


def page_token(key: bytes, message_id: str) -> str:
    """Make the last part of the address of her page, as a message to her has it."""
    return f"{message_id}-{_signed(key, 'her page', message_id)}"


def message_with_page(key: bytes, token: str) -> str | None:
    """Return the message in which a page's token stood, or None if it is none."""
    return _read(key, "her page", token, "-")


def return_address(key: bytes, mailbox: str, message_id: str) -> str:
    """
    Make the address that bounces of one message come back to.

    Example:
        >>> return_address(b"k" * 32, "b@shop.example", "m" + "0" * 26)
        'b+m00000000000000000000000000.mnada74wjxpqzk3b@shop.example'
    """
    local, _, domain = mailbox.rpartition("@")
    mark = _signed(key, "return", message_id)
    return f"{local}+{message_id}.{mark}@{domain}"


def message_returned(key: bytes, address: str) -> str | None:
    """
    Return the message that came back to *address*, or None.

    Only what bears our own signature counts: anybody can write a report that says
    somebody's mail bounced.
    """
    local, _, _ = address.strip().strip("<>").rpartition("@")
    _, _, token = local.lower().rpartition("+")
    return _read(key, "return", token, ".")


def _read(key: bytes, use: str, token: str, between: str) -> str | None:
    message_id, found, mark = token.partition(between)
    if not found or not _TOKEN.fullmatch(f"{message_id}{between}{mark}"):
        return None
    right = hmac.compare_digest(mark.encode(), _signed(key, use, message_id).encode())
    return message_id if right else None


class OneClick(Struct, frozen=True, kw_only=True):
    """
    What a request to an unsubscribe address means.

    Attributes:
        ends: The message whose kind is to end; None: nothing changes.
        status: What HTTP answers: 200 done, 404 no such address, 405 not this way.
        page: Is a person looking, who is to be shown a page with a button?
    """

    ends: str | None
    status: int
    page: bool = False


def one_click(key: bytes, method: str, token: str, body: str) -> OneClick:
    """
    Say what a request to an unsubscribe address means. It touches nothing.

    RFC 8058, 3.2: only POST with exactly this body ends anything, without login,
    cookie or redirect; whoever looks, looks (3.1: scanners follow every link).

    Args:
        key: The shop's for tokens.
        method: As in the request.
        token: Last part of its path.
        body: As sent, form-encoded.
    """
    message = message_to_end(key, token)
    if message is None:
        return OneClick(ends=None, status=404)
    if method in ("GET", "HEAD"):
        return OneClick(ends=None, status=200, page=True)
    fields = re.split(r"[&\r\n]+", body.strip())
    if method == "POST" and ONE_CLICK in fields:
        return OneClick(ends=message, status=200)
    return OneClick(ends=None, status=400 if method == "POST" else 405)
