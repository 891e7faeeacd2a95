"""Reads mail: an mbox or a Maildir, one row a message."""

from __future__ import annotations

import html
import mailbox
import re

from collections.abc import Iterable
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime
from pathlib import Path

from shopkeeper.adapters.files.held_rows import HeldRows
from shopkeeper.adapters.files.opening import check_file, refuse
from shopkeeper.recognise.ports import BadRow


COLUMNS = (
    "message_id", "from", "from_name", "to", "at", "subject", "text", "in_reply_to",
    "auto_submitted", "outcome", "recipient",
)  # fmt: skip
_MARKUP = re.compile(
    r"<(style|script)\b.*?</\1\s*>|<[^>]{0,2000}>", re.DOTALL | re.IGNORECASE
)
_BREAKS = re.compile(r"<(?:br|/p|/div|/li|/tr)\b[^>]{0,200}>", re.IGNORECASE)
_MOST_TEXT = 1 << 20


def is_maildir(path: Path) -> bool:
    """Tell whether *path* is a Maildir: a folder with `cur` and `new`."""
    return path.is_dir() and (path / "cur").is_dir() and (path / "new").is_dir()


def is_mbox(path: Path) -> bool:
    """Tell whether a file begins as an mbox does."""
    with path.open("rb") as file:
        return file.read(5) == b"From "


def read_mail(path: Path) -> HeldRows:
    """
    Read the messages of an mbox or Maildir; a message's key is its Message-ID.

    Of a bounce (RFC 3464) or complaint (RFC 5965) the columns `outcome`
    (`hard_bounce`, `soft_bounce`, `complaint`) and `recipient` say what it reports.

    Raises:
        BadInput: It holds no message.
    """
    if not path.is_dir():
        check_file(path)
        if not is_mbox(path):
            refuse(path, "is no mbox: it must begin with 'From '; export it again")
    box: mailbox.mbox | mailbox.Maildir = (
        mailbox.Maildir(path, create=False)
        if path.is_dir()
        else mailbox.mbox(path, create=False)
    )
    rows: list[list[str]] = []
    keys: list[str] = []
    numbers: list[int] = []
    bad: list[BadRow] = []
    try:
        for number, place in enumerate(sorted(box.keys()), start=1):
            try:
                row = _row_of(box[place])
            except (MessageError, ValueError, LookupError, TypeError) as error:
                raw = box.get_bytes(place)[:2000].decode("utf-8", "replace")
                bad.append(BadRow(number, raw, f"cannot be read as mail: {error}"))
                continue
            rows.append(row)
            numbers.append(number)
            keys.append(row[0] or str(number))
    finally:
        box.close()
    if not rows and not bad:
        refuse(path, "holds no message; export it again")
    return HeldRows(
        name=path.stem,
        kind="mbox",
        columns=COLUMNS,
        rows=rows,
        numbers=numbers,
        keys=keys,
        bad=bad,
    )


def _row_of(message: Message) -> list[str]:
    name, address = parseaddr(_header(message, "From"))
    outcome, recipient = _report(message)
    return [
        _header(message, "Message-ID").strip("<> "),
        address,
        name,
        parseaddr(_header(message, "To"))[1],
        _moment(_header(message, "Date")),
        _header(message, "Subject"),
        _text_of(message),
        _header(message, "In-Reply-To").strip("<> "),
        _header(message, "Auto-Submitted"),
        outcome,
        recipient,
    ]


def _header(message: Message, name: str) -> str:
    raw = message.get(name)
    if raw is None:
        return ""
    try:
        text = str(make_header(decode_header(str(raw))))
    except (ValueError, LookupError, MessageError):
        text = str(raw)
    text = text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return " ".join(text.split())


def _moment(text: str) -> str:
    try:
        return parsedate_to_datetime(text).isoformat()
    except (ValueError, TypeError, IndexError):
        return text


def _text_of(message: Message) -> str:
    """Return the plain part, or the words of the HTML part."""
    parts = [one for one in message.walk() if not one.is_multipart()]
    shown = [one for one in parts if one.get_content_disposition() != "attachment"]
    for kind in ("text/plain", "text/html"):
        for part in shown:
            if part.get_content_type() == kind:
                text = _decoded(part)[:_MOST_TEXT].replace("\r\n", "\n")
                return (_words(text) if kind == "text/html" else text).strip()
    return ""


def _decoded(part: Message) -> str:
    data = part.get_payload(decode=True)
    data = data if isinstance(data, bytes) else b""
    for charset in (part.get_content_charset(), "utf-8", "cp1252", "latin-1"):
        try:
            return data.decode(charset) if charset else data.decode("ascii")
        except (UnicodeDecodeError, LookupError):
            continue
    return ""


def _words(markup: str) -> str:
    text = html.unescape(_MARKUP.sub("", _BREAKS.sub("\n", markup)))
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def _report(message: Message) -> tuple[str, str]:
    """Return what a delivery or feedback report says, and about whom."""
    for part in message.walk():
        kind = part.get_content_type()
        if kind == "message/delivery-status":
            return _bounce(_fields(part))
        if kind == "message/feedback-report":
            fields = _fields(part)
            about = fields.get("original-rcpt-to", "")
            return "complaint", about.strip("<> ")
    return "", ""


def _bounce(fields: dict[str, str]) -> tuple[str, str]:
    # RFC 3464, 2.3.3 and 2.3.4: `failed` with a status 5.x.x is permanent.
    about = fields.get("final-recipient", fields.get("original-recipient", ""))
    recipient = about.rpartition(";")[2].strip(" <>")
    if fields.get("action", "").lower() in {"delivered", "relayed", "expanded"}:
        return "", recipient
    hard = fields.get("status", "").startswith("5")
    return ("hard_bounce" if hard else "soft_bounce"), recipient


def _fields(part: Message) -> dict[str, str]:
    payload = part.get_payload()
    blocks: Iterable[object] = payload if isinstance(payload, list) else [payload]
    found: dict[str, str] = {}
    for block in blocks:
        if isinstance(block, Message):
            lines = [f"{name}: {value}" for name, value in block.items()]
            lines += str(block.get_payload() or "").splitlines()
        else:
            lines = str(block).splitlines()
        for line in lines:
            name, colon, value = line.partition(":")
            if colon:
                found.setdefault(name.strip().lower(), value.strip())
    return found
