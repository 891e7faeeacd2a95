"""The parts of a mail: its headers, its own words, and what is attached to it."""

from __future__ import annotations

import html
import re

from collections.abc import Iterator
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import getaddresses, parseaddr


_MOST = 60_000
_UNSEEN = re.compile(r"<(style|script|title)\b|<!--", re.IGNORECASE)
_BREAK = re.compile(
    r"</?(?:br|p|div|li|tr|td|h[1-6]|table|pre)\b[^<>]{0,2000}>", re.IGNORECASE
)
_TAG = re.compile(
    r"<[^<>\s@][^<>@]{0,2000}>|<[a-z][a-z0-9]{0,10} [^<>]{0,2000}>", re.IGNORECASE
)
_ADDRESS = re.compile(
    r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}"
)
_NOT_FOR_MAIL = {"idna", "punycode", "unicode_escape", "raw_unicode_escape"}


def header(message: Message, name: str) -> str:
    """Return a header in one line of readable text, or nothing."""
    raw = message.get(name)
    if raw is None:
        return ""
    try:
        text = str(make_header(decode_header(str(raw)[:4000])))
    except (ValueError, LookupError, MessageError):
        text = str(raw)[:4000]
    text = text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return " ".join(text.split())


def sender(message: Message) -> tuple[str, str]:
    """Return name and address of whom a mail is from; the address in lower case."""
    name, address = parseaddr(header(message, "From")[:1000])
    return name, address.lower()


def readers(message: Message) -> list[str]:
    """Return the addresses that a mail went to, in lower case."""
    told = [
        header(message, name)[:4000]
        for name in ("Delivered-To", "X-Original-To", "Envelope-To", "To", "Cc")
    ]
    return [address.lower() for _, address in getaddresses(told) if "@" in address]


def parts_of(message: Message) -> Iterator[Message]:
    """Yield all leaves and attached messages, without looking into those."""
    waiting, left = [message], 500
    while waiting and left:
        part = waiting.pop()
        left -= 1
        payload = part.get_payload()
        multipart = part.get_content_maintype() == "multipart"
        if isinstance(payload, list) and multipart:
            waiting += [one for one in payload[::-1] if isinstance(one, Message)]
        else:
            yield part


def words_of(message: Message) -> str:
    """Return the words of a mail's own text parts, pages as they are read."""
    found = {"text/plain": "", "text/html": ""}
    for part in parts_of(message):
        kind = part.get_content_type()
        if kind in found and part.get_content_disposition() != "attachment":
            found[kind] += decoded(part) + "\n"
    plain = found["text/plain"].strip()
    return plain or read_page(found["text/html"]).strip()


def decoded(part: Message) -> str:
    """Return the text of a leaf, whatever its charset claims."""
    data = part.get_payload(decode=True)
    data = data[:_MOST] if isinstance(data, bytes) else b""
    for charset in (part.get_content_charset() or "ascii", "utf-8", "cp1252"):
        if charset in _NOT_FOR_MAIL:
            continue
        try:
            text = data.decode(charset)
        except (UnicodeError, LookupError):
            continue
        return text.encode("utf-8", "replace").decode("utf-8").replace("\r\n", "\n")
    return data.decode("latin-1").replace("\r\n", "\n")


def read_page(markup: str) -> str:
    """Return what is read on a page, an address in angle brackets included."""
    shown = "".join(_seen(markup[:_MOST]))
    return html.unescape(_TAG.sub("", _BREAK.sub("\n", shown)))


def _seen(markup: str) -> Iterator[str]:
    """Yield what lies outside of styles, scripts and comments."""
    place = 0
    while found := _UNSEEN.search(markup, place):
        yield markup[place : found.start()]
        ends = markup.lower().find(f"</{found[1].lower()}" if found[1] else "-->",
                                   found.end())  # fmt: skip
        if ends < 0:
            return
        place = markup.find(">", ends) + 1 or len(markup)
    yield markup[place:]


def inner_message(part: Message) -> Message | None:
    """Return the message attached in a part, or the headers of one, or None."""
    payload = part.get_payload()
    kind = part.get_content_type()
    if isinstance(payload, list) and payload and isinstance(payload[0], Message):
        return payload[0] if part.get_content_maintype() == "message" else None
    if kind in ("text/rfc822-headers", "message/rfc822", "message/global-headers"):
        return _headers_in(decoded(part))
    return None


def _headers_in(text: str) -> Message:
    found = Message()
    for line in re.sub(r"\n[ \t]+", " ", text.lstrip()[:20_000]).split("\n"):
        name, colon, value = line.partition(":")
        if not colon or " " in name.strip():
            break
        found[name.strip()] = value.strip()
    return found


def addresses_in(text: str) -> list[str]:
    """Return the addresses in a text, in order, each once, in lower case."""
    found = (one.lower().strip(".'") for one in _ADDRESS.findall(text[:_MOST]))
    return list(dict.fromkeys(found))


def blocks_of(part: Message) -> list[dict[str, str]]:
    """Return the blocks of fields of a report, names in lower case (RFC 3464, 2.1)."""
    payload = part.get_payload()
    found = []
    for block in payload if isinstance(payload, list) else [payload]:
        if isinstance(block, Message):
            text = "".join(f"{name}: {value}\n" for name, value in block.items())
            text += "\n" + str(block.get_payload() or "")
        else:
            text = decoded(part)
        text = re.sub(r"\r?\n[ \t]+(?=\S)", " ", text[:_MOST])
        for lines in re.split(r"\n\s*\n", text):
            fields: dict[str, str] = {}
            for line in lines.splitlines():
                name, colon, value = line.partition(":")
                if colon:
                    fields.setdefault(name.strip().lower(), value.strip())
            if fields:
                found.append(fields)
    return found
