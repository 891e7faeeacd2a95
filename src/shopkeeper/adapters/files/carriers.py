"""Messages as files in a folder: what would have left, for everybody to look at."""

from __future__ import annotations

import html
import os
import re

from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import format_datetime
from pathlib import Path

from shopkeeper.vocabulary import BadInput, Channel, Touch


# Control and line-breaking characters, and encoded words: Python's own e-mail
# package can be talked into making headers of them (reliability.md, section 0).
_UNSAFE = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]|=\?")
_ENDINGS = {Channel.EMAIL: "eml", Channel.WEB: "html", Channel.POST: "html"}


class FileCarrier:
    """
    A `Carrier` that writes each message into *folder*.

    Args:
        folder: Made when first written to.
        sender: From line of mails, for example `Shop <hello@shop.example>`.
        language: The shop's, for words whose content names none.
    """

    def __init__(self, folder: Path, *, sender: str, language: str = "en") -> None:
        self._folder = folder
        self._language = language
        self._sender = sender

    def carry(self, touch: Touch) -> str:
        """
        Write the message, and return the file's name.

        Raises:
            BadInput: If a header would hold what it must not, or would read back
                as something else.
        """
        ending = _ENDINGS.get(touch.channel, "txt")
        if ending == "eml":
            data = _as_mail(touch, self._sender)
        elif ending == "html":
            data = _as_page(touch, touch.language or self._language).encode()
        else:
            _demand_plain(touch.message.message_id, "To", touch.address)
            data = f"To: {touch.address}\n\n{touch.message.body}\n".encode()
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._folder / f"{touch.message.message_id}.{ending}"
        fresh = path.with_suffix(".part")
        fresh.write_bytes(data)
        os.replace(fresh, path)  # noqa: PTH105 as atomic as it gets
        return f"{self._folder.name}/{path.name}"


def _as_mail(touch: Touch, sender: str) -> bytes:
    message = touch.message
    headers = {
        "From": sender,
        "To": touch.address,
        "Subject": message.subject or "",
        "Date": format_datetime(touch.at),
        "Message-ID": f"<{message.message_id}@shopkeeper.invalid>",
        "Auto-Submitted": "auto-generated",
    }
    for name, value in headers.items():
        _demand_plain(message.message_id, name, value)
    mail = EmailMessage(policy=policy.SMTP)
    for name, value in headers.items():
        mail[name] = value
    mail.set_content(message.body or "")
    data = mail.as_bytes()
    _read_back(data, headers, message.message_id)
    return data


def _demand_plain(message_id: str, name: str, value: str) -> None:
    if _UNSAFE.search(value):
        msg = f"{message_id}: the {name} line holds what no header may."
        raise BadInput(msg)


def _read_back(data: bytes, headers: dict[str, str], message_id: str) -> None:
    read = BytesParser(policy=policy.SMTP).parsebytes(data)
    added = {"Content-Type", "Content-Transfer-Encoding", "MIME-Version"}
    recipients = [
        one.addr_spec for one in read["To"].addresses if one.username and one.domain
    ]
    same = all(str(read[name]) == value for name, value in headers.items())
    # Not a group, not two, not a name in brackets: the very address, alone.
    alone = recipients == [headers["To"]]
    if set(read.keys()) - added != set(headers) or not alone or not same:
        msg = f"{message_id} would read back with other headers; it was not written."
        raise BadInput(msg)


def _as_page(touch: Touch, language: str) -> str:
    message = touch.message
    title = html.escape(message.subject or "")
    paragraphs = "\n".join(
        f"<p>{html.escape(part)}</p>"
        for part in re.split(r"\n\s*\n", message.body or "")
        if part.strip()
    )
    return (
        f'<!doctype html><html lang="{html.escape(language)}"><meta charset="utf-8">'
        f"<title>{title}</title>\n{paragraphs}\n</html>\n"
    )
