"""Reads mail: an mbox or a Maildir, one row a message."""

from __future__ import annotations

import hashlib
import html
import mailbox
import re

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import getaddresses, parseaddr, parsedate_to_datetime
from pathlib import Path

from shopkeeper.adapters.files.held_rows import HeldRows
from shopkeeper.adapters.files.opening import check_file, refuse
from shopkeeper.listen.mail_in import MailIn, MailKind, read_mail_in
from shopkeeper.recognise.columns import MAIL_COLUMNS
from shopkeeper.recognise.ports import BadRow


_MARKUP = re.compile(
    r"<(?P<unseen>style|script|title)\b|<!--"
    r"|<(?P<quote>/?blockquote)\b[^<>]{0,2000}>|<[^<>]{0,2000}>",
    re.IGNORECASE,
)
_BREAK = re.compile(r"</?(?:br|p|div|li|tr|h[1-6]|table)\b", re.IGNORECASE)
_DEEPEST_QUOTE = 20
_MOST_TEXT = 1 << 20
_MOST_MARKUP = 1 << 23
# RecursionError: brackets or parts nested a thousand deep.
_UNREADABLE = (MessageError, ValueError, LookupError, TypeError, RecursionError)
# Codecs of Python that no mail is written in, slow or with tricks of their own.
_NOT_FOR_MAIL = {"idna", "punycode", "unicode_escape", "raw_unicode_escape"}


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

    `email` and `name` are of the one at the other end, whether she wrote it or one of
    ours did (`sender`): the address that most mails of a box come to or from is ours.
    `outcome` says what a mail is that is no new word of somebody's (`hard_bounce`,
    `soft_bounce`, `complaint`, `receipt`, `auto_reply`), and `email` of whom; an
    answer to a message of ours is a `reply`. A report on several has a row for each.
    `answers` is our message, `returned_to` what in it bears a mark of ours.

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
    mails: list[_Mail] = []
    numbers: list[int] = []
    bad: list[BadRow] = []
    try:
        for number, place in enumerate(sorted(box.keys()), start=1):
            try:
                mail = _mail_of(box[place])
            except _UNREADABLE as error:
                raw = box.get_bytes(place)[:2000].decode("utf-8", "replace")
                bad.append(BadRow(number, raw, f"cannot be read as mail: {error}"))
                continue
            mails.append(mail)
            numbers.append(number)
    finally:
        box.close()
    if not mails and not bad:
        refuse(path, "holds no message; export it again")
    return _held(path.stem, mails, numbers, bad, ours=_ours(mails))


def read_one_mail(raw: bytes, *, name: str, ours: Collection[str]) -> HeldRows:
    """
    Read one message as it came over the wire, as one of a box is read.

    Without a Message-ID its own bytes name it: the same again is the same.

    Args:
        raw: The message, headers and all.
        name: Of the source it came to.
        ours: Addresses that the shop writes from, in lower case.
    """
    try:
        mail = _mail_of(message_from_bytes(raw))
    except _UNREADABLE as error:
        text = raw[:2000].decode("utf-8", "replace")
        bad = [BadRow(1, text, f"cannot be read as mail: {error}")]
        return _held(name, [], [], bad, ours=ours)
    if not mail.message_id:
        digest = hashlib.blake2b(raw, digest_size=16).hexdigest()
        mail = replace(mail, message_id=f"{digest}@without-an-id")
    if not mail.writer[1] and mail.says.kind is MailKind.REPLY:
        text = raw[:2000].decode("utf-8", "replace")
        bad = [BadRow(1, text, "is no mail: it has no `From`")]
        return _held(name, [], [], bad, ours=ours)
    return _held(name, [mail], [1], [], ours=ours)


def _held(
    name: str,
    mails: Sequence[_Mail],
    numbers: Sequence[int],
    bad: Sequence[BadRow],
    *,
    ours: Collection[str],
) -> HeldRows:
    rows: list[list[str]] = []
    keys: list[str] = []
    places: list[int] = []
    for mail, number in zip(mails, numbers, strict=True):
        key = mail.message_id or str(number)
        for count, row in enumerate(_rows_of(mail, ours), start=1):
            rows.append(row)
            keys.append(key if count == 1 else f"{key}#{count}")
            places.append(number)
    return HeldRows(
        name=name, kind="mbox", columns=tuple(MAIL_COLUMNS), rows=rows, numbers=places,
        keys=keys, bad=list(bad),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Mail:
    """
    A message as its headers have it.

    Attributes:
        message_id: Its own name, or empty.
        writer: Name and address of who wrote it.
        readers: Names and addresses of those it went to.
        rest: When, subject, words, thread, automatic or not.
        says: What it is, and of which addresses.
    """

    message_id: str
    writer: tuple[str, str]
    readers: tuple[tuple[str, str], ...]
    rest: tuple[str, ...]
    says: MailIn


def _mail_of(message: Message) -> _Mail:
    told = [_header(message, name) for name in ("To", "Cc", "Delivered-To")]
    thread = _header(message, "References") or _header(message, "In-Reply-To")
    own = _header(message, "Message-ID").strip("<> ")
    says = read_mail_in(message)
    subject = _header(message, "Subject")
    text = _text_of(message, quoted=says.kind is not MailKind.REPLY)
    return _Mail(
        own,
        parseaddr(_header(message, "From")),
        tuple((name, address) for name, address in getaddresses(told) if address),
        (
            _moment(_header(message, "Date")),
            subject,
            text or (subject if _says_it_there(message, says) else ""),
            (thread.split() or [own])[0].strip("<> "),
            _header(message, "Auto-Submitted"),
        ),
        says,
    )


def _says_it_there(message: Message, says: MailIn) -> bool:
    """Tell whether a mail is nothing but a subject: "unsubscribe", and no more."""
    return says.kind is MailKind.REPLY and not message.is_multipart()


def _rows_of(mail: _Mail, ours: Collection[str]) -> Iterator[list[str]]:
    by_us = mail.writer[1].lower() in ours
    says = mail.says
    for about in says.about[: 1 if by_us else None]:
        name, address = mail.writer
        outcome = str(about.kind)
        if about.kind is MailKind.REPLY and (by_us or not says.message_id):
            outcome = ""
        if by_us and about.kind is not MailKind.REPLY:
            outcome = "" if about.kind is MailKind.AUTO_REPLY else outcome
        if about.kind.is_report:
            name, address = "", about.address
        elif by_us:
            others = [one for one in mail.readers if one[1].lower() not in ours]
            name, address = others[0] if others else ("", "")
        sender = "agent" if by_us else "customer"
        yield [
            mail.message_id, address, name, sender, *mail.rest, outcome,
            says.message_id if outcome else "",
            " ".join(says.returned_to) if outcome else "",
        ]  # fmt: skip


def _ours(mails: Sequence[_Mail]) -> Collection[str]:
    """Return the address that this box is of, or none where none stands out."""
    ends = Counter(
        address
        for mail in mails
        for address in {mail.writer[1].lower(), *(to.lower() for _, to in mail.readers)}
        if address
    )
    if not ends:
        return ()
    (best, count), *others = ends.most_common(2)
    alone = not others or others[0][1] < count
    return (best,) if alone and 2 * count > len(mails) > 1 else ()


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


def _text_of(message: Message, *, quoted: bool) -> str:
    """
    Return the plain part, or the words of the HTML part.

    What is forwarded as an attachment is kept as quoted, where nothing else is said:
    it is not the sender's own word. So is what a robot answers in her place.
    """
    own = "> " if quoted else ""
    for parts, mark in ((list(_own_parts(message)), own), (list(message.walk()), "> ")):
        shown = [one for one in parts if one.get_content_disposition() != "attachment"]
        for kind in ("text/plain", "text/html"):
            for part in shown:
                if part.get_content_type() != kind:
                    continue
                text = _decoded(part).replace("\r\n", "\n")
                text = _words(text) if kind == "text/html" else text
                if text := text[:_MOST_TEXT].strip():
                    return mark + text.replace("\n", "\n" + mark)
    return ""


def _own_parts(message: Message) -> Iterator[Message]:
    """Yield the leaves of a message, but for those of mails attached to it."""
    waiting: list[Message] = [message]
    while waiting:
        part = waiting.pop()
        payload = part.get_payload()
        if part.get_content_maintype() == "message":
            continue
        if isinstance(payload, list):
            waiting += [one for one in payload[::-1] if isinstance(one, Message)]
        else:
            yield part


def _decoded(part: Message) -> str:
    data = part.get_payload(decode=True)
    data = data if isinstance(data, bytes) else b""
    data = data[:_MOST_MARKUP]
    for charset in (part.get_content_charset() or "ascii", "utf-8", "cp1252"):
        if charset in _NOT_FOR_MAIL:
            continue
        try:
            text = data.decode(charset)
        except (UnicodeError, LookupError):
            continue
        # Half characters, which utf-7 and utf-16 can hold, cannot be written.
        return text.encode("utf-8", "replace").decode("utf-8")
    return data.decode("latin-1")


def _words(markup: str) -> str:
    """Return what is read on the page; quoted mail keeps its sign, a line each."""
    lines = []
    for depth, stretch in _stretches(markup):
        mark = "> " * min(depth, _DEEPEST_QUOTE)
        said = (" ".join(one.split()) for one in html.unescape(stretch).split("\n"))
        lines += [mark + words for words in said if words]
    return "\n".join(lines)


def _stretches(markup: str) -> Iterator[tuple[int, str]]:
    """Yield how deeply quoted, and the words there, with line ends for breaks."""
    depth, place, words = 0, 0, [""]
    while found := _MARKUP.search(markup, place):
        words.append(markup[place : found.start()])
        place = found.end()
        tag = found.group()
        if found["unseen"] or tag == "<!--":
            place = _end_of_unseen(markup, found)
        elif found["quote"]:
            yield depth, "".join(words)
            words = []
            depth = max(0, depth + (-1 if tag[1] == "/" else 1))
        elif _BREAK.match(tag):
            words.append("\n")
    words.append(markup[place:])
    yield depth, "".join(words)


def _end_of_unseen(markup: str, found: re.Match[str]) -> int:
    """Return where the style, script or comment ends; at the page's end if nowhere."""
    sign = f"</{found['unseen']}" if found["unseen"] else "-->"
    end = re.compile(re.escape(sign) + "[^>]{0,100}>?", re.IGNORECASE).search(
        markup, found.end()
    )
    return end.end() if end else len(markup)
