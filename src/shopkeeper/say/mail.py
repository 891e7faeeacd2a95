"""A touch as an e-mail: what is on the wire, byte by byte, before anybody signs it.

Sources: RFC 5322, RFC 2045 to 2047, RFC 8058, RFC 3834 (Auto-Submitted), RFC 2919
(List-Id); reliability.md, section 0, item 5, and C15, C16. Python's own e-mail package
can be talked into adding headers: what goes into one is looked at first, and what was
built is read back and compared before anybody sends it.
"""

from __future__ import annotations

import re

from collections.abc import Callable, Mapping
from datetime import datetime
from email import policy
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import format_datetime, getaddresses, parseaddr
from typing import Any

from msgspec import Struct

from shopkeeper.say.tokens import page_token, return_address, unsubscribe_token
from shopkeeper.vocabulary import BadInput, Purpose, Touch


# Line-breaking and other control characters, encoded words, and what turns the
# direction of the words behind it: none of it is ever part of a line of ours.
_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]|=\\?"
)
_ADDRESS = re.compile(r"[^\s<>()\[\],;:\\\"@]+@[^\s<>()\[\],;:\\\"@]+")
_GROUP = re.compile(r"^[^\"<]*[:;]")  # RFC 5322, 3.4: a name, a colon, and a list
_QUOTED = re.compile(r"[().,:;<>@\[\]]")  # RFC 5322, 3.2.3: only between quotes
_LONGEST = 254  # RFC 5321, 4.5.3.1.3, less the brackets
_ADDED = {"Content-Type", "Content-Transfer-Encoding", "MIME-Version"}
# An address of ours in a header is one word, and a word is not to be folded.
_HEADS = policy.SMTP.clone(max_line_length=300)
# The one line that is ours and not the author's, in her language.
LEAVE = {
    "en": "No more of these", "de": "Nichts mehr davon", "fr": "Ne plus en recevoir",
    "es": "No recibir más", "it": "Non riceverne più", "nl": "Hier niets meer van",
    "pt": "Não receber mais", "pl": "Nie chcę ich więcej", "sv": "Inga fler sådana",
    "da": "Ikke flere af disse",
}  # fmt: skip
HER_PAGE = {
    "en": "Your page", "de": "Ihre Seite", "fr": "Votre page", "es": "Su página",
    "it": "La sua pagina", "nl": "Uw pagina", "pt": "A sua página",
    "pl": "Twoja strona", "sv": "Din sida", "da": "Din side",
}  # fmt: skip


class Envelope(Struct, frozen=True, kw_only=True):
    """A mail ready to be signed: its bytes, and the two addresses of the envelope."""

    sender: str
    recipient: str
    data: bytes


class Stationery(Struct, frozen=True, kw_only=True):
    """
    What all mails of a channel have in common.

    Attributes:
        from_: Whom they are from.
        key: The shop's for tokens.
        reply_to: A human's address, or None: whom it is from.
        return_path: Where bounces go, or None: whom it is from.
        unsubscribe: Address of the one-click page, or None: by a mail that says stop.
        her_page: Address of people's own pages, or None: no mail leads to one.
        way_out: Whether a mail says how to leave; a preview to our own staff does not.
        language: The shop's.
    """

    from_: str
    key: bytes
    reply_to: str | None = None
    return_path: str | None = None
    unsubscribe: str | None = None
    her_page: str | None = None
    way_out: bool = True
    language: str = "en"


#: Words (title, preheader, body, the link to leave by and its words) and their
#: language to a page.
AsPage = Callable[[str, str, str, str, str, str], str]


def as_mail(
    touch: Touch, paper: Stationery, *, now: datetime, page: AsPage | None = None
) -> Envelope:
    """
    Put a touch into an envelope.

    Args:
        touch: What is said, and to whom.
        paper: What all mails of the channel have in common.
        now: Its date.
        page: Makes the other half, for mail programs that show pages, of the same
            words; None: there is none.

    Raises:
        BadInput: If a header would hold what it must not, the address is not exactly
            one, or it would read back as anything else.
    """
    name = touch.message.message_id
    recipient = _one_address(name, touch.address)
    sender = _one_address(name, parseaddr(paper.from_)[1])
    domain = sender.rpartition("@")[2]
    leave = _link_to_leave(touch, paper)
    headers = {
        "From": _mailbox(paper.from_),
        "To": recipient,
        "Subject": touch.message.subject or "",
        "Date": format_datetime(now),
        "Message-ID": f"<{name}@{domain}>",
        "Auto-Submitted": "auto-generated",
    }
    if paper.reply_to:
        headers["Reply-To"] = _mailbox(paper.reply_to)
    if leave:
        headers["List-Unsubscribe"] = f"<{leave}>"
        if paper.unsubscribe is not None:
            headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    if touch.purpose is not Purpose.SERVICE:
        headers["List-Id"] = f"<{_label(touch.plan)}.{domain}>"
    for header, value in headers.items():
        many = header in ("From", "Reply-To") and len(getaddresses([value])) != 1
        group = header in ("From", "Reply-To") and _GROUP.search(value)
        if _UNSAFE.search(value) or many or group:
            msg = f"{name}: the {header} line holds what no header may."
            raise BadInput(msg)
    try:
        data = _built(headers, touch, paper, leave, page)
    except UnicodeEncodeError:
        msg = f"{name} holds half a character, which nobody could read."
        raise BadInput(msg) from None
    _read_back(data, headers, name)
    return Envelope(
        sender=return_address(paper.key, paper.return_path, name)
        if paper.return_path
        else sender,
        recipient=recipient,
        data=data,
    )


def _built(
    headers: Mapping[str, str],
    touch: Touch,
    paper: Stationery,
    leave: str,
    page: AsPage | None,
) -> bytes:
    mail = EmailMessage(policy=policy.SMTP)
    for header, value in headers.items():
        try:
            mail[header] = value
        except (AttributeError, IndexError, TypeError):  # Python's reader stumbles
            msg = f"{touch.message.message_id}: the {header} line cannot be read back."
            raise BadInput(msg) from None
    language = touch.language or paper.language
    words = LEAVE.get(language[:2].lower(), LEAVE["en"])
    body = touch.message.body or ""
    hers = _link_to_her_page(touch, paper)
    below = [*hers, *([f"{words}: {leave}"] if leave else [])]
    plain = "\n".join([body.rstrip(), "", "-- ", *below, ""]) if below else body
    mail.set_content(_one_kind_of_line(plain), cte="quoted-printable")
    if page is not None:
        title = touch.message.subject or ""
        preheader = touch.message.preheader or ""
        whole = "\n\n".join([body.rstrip(), *hers]) if hers else body
        shown = page(title, preheader, whole, leave, words, language)
        # The same message makes the same bytes, whoever builds it again.
        mail.make_alternative(boundary=f"={touch.message.message_id}=")
        mail.add_alternative(
            _one_kind_of_line(shown), subtype="html", cte="quoted-printable"
        )
    return mail.as_bytes(policy=_HEADS)


def _one_kind_of_line(text: str) -> str:
    return re.sub(r"\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]", "\n", text)


def _link_to_leave(touch: Touch, paper: Stationery) -> str:
    if touch.purpose is Purpose.SERVICE or not paper.way_out:
        return ""
    if paper.unsubscribe is None:  # no server yet: a word in reply is enough
        to = parseaddr(paper.reply_to or paper.from_)[1]
        return f"mailto:{to}?subject=stop&body=stop%20writing%20to%20me"
    return paper.unsubscribe + unsubscribe_token(paper.key, touch.message.message_id)


def _link_to_her_page(touch: Touch, paper: Stationery) -> list[str]:
    """Return the line that leads to her page; none in a code for it, or a preview."""
    if paper.her_page is None or not paper.way_out or not touch.plan:
        return []
    words = HER_PAGE.get(paper.language[:2], HER_PAGE["en"])
    token = page_token(paper.key, touch.message.message_id)
    return [f"{words}: {paper.her_page}{token}"]


def _mailbox(value: str) -> str:
    """Quote a name that needs it ("J. Lee"), as RFC 5322 has it; else as it is."""
    shown, address = parseaddr(value)
    plain = value == f"{shown} <{address}>" and shown.isprintable()
    if not plain or not _QUOTED.search(shown):
        return value
    try:
        return str(Address(shown, addr_spec=address))
    except (ValueError, HeaderParseError, IndexError):
        return value


def _one_address(name: str, address: str) -> str:
    """Return the address as SMTP takes it, if it is exactly one."""
    if not _ADDRESS.fullmatch(address) or _UNSAFE.search(address):
        msg = f"{name}: {address!r} is not exactly one address."
        raise BadInput(msg)
    local, _, domain = address.rpartition("@")
    try:
        plain = f"{local}@{domain.encode('idna').decode()}"
        plain.encode("ascii")
    except UnicodeError:
        msg = f"{name}: {address!r} cannot be written on an envelope in ASCII."
        raise BadInput(msg) from None
    if len(plain) > _LONGEST:
        msg = f"{name}: the address has more than {_LONGEST} characters."
        raise BadInput(msg)
    return plain


def _label(plan: str) -> str:
    return re.sub(r"[^a-z0-9-]+", "-", plan.lower()).strip("-") or "messages"


def _read_back(data: bytes, headers: Mapping[str, str], name: str) -> None:
    """Refuse what a mail program would read differently than it was meant."""
    head, _, _ = data.partition(b"\r\n\r\n")
    read = BytesParser(policy=policy.SMTP).parsebytes(head + b"\r\n\r\n", True)  # noqa: FBT003
    found = [(key.lower(), value) for key, value in read.items()]
    by_key: dict[str, Any] = dict(found)
    wanted = {key.lower() for key in (*headers, *_ADDED)}
    extra = len(found) != len(by_key) or not set(by_key) <= wanted
    same = not extra and all(
        str(by_key.get(key.lower())) == value for key, value in headers.items()
    )
    # One mailbox each, without a group around it, whatever a name pretends to be.
    alone = same and all(
        len(by_key[key].addresses) == 1 and not by_key[key].groups[0].display_name
        for key in ("to", "from", "reply-to")
        if key in by_key
    )
    if not alone or by_key["to"].addresses[0].addr_spec != headers["To"]:
        msg = f"{name} would read back with other headers; it was not sent."
        raise BadInput(msg)
    if re.search(rb"(?<!\r)\n|\r(?!\n)", data):
        msg = f"{name} has lines that end in two ways; it was not sent."
        raise BadInput(msg)
