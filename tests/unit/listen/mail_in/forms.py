"""The letters that servers write: a form each, into which a case puts what was said."""

from __future__ import annotations

from dataclasses import dataclass


US = "bounces@corner.example"
OURS = """Return-Path: <bounces@corner.example>
Received: from mail.corner.example (mail.corner.example [192.0.2.25])
        by mx.far.example with ESMTPS id 4XyZ; Tue, 10 Mar 2026 10:00:00 +0000
From: Corner Shop <hello@corner.example>
To: {to}
Subject: Your tea is back
Message-ID: <m0123456789abcdefghjkmnpqrs@corner.example>
Date: Tue, 10 Mar 2026 10:00:00 +0000

It is in stock again. The user guide does not exist yet, and the mailbox is full of
ideas; please do not reply to this message if you are out of office.
"""


@dataclass(frozen=True)
class Case:
    """
    A mail and what it is.

    Attributes:
        family: Which server, or which kind of sender, wrote it.
        kind: What it is, as `MailKind` says it.
        address: Whom it is about; empty where that is not asked.
        raw: As it arrives.
    """

    family: str
    kind: str
    address: str
    raw: str


def plain(from_: str, subject: str, body: str, *, to: str = US, **more: str) -> str:
    """Write a mail of one plain part; `more`: other headers, with _ for -."""
    heads = {"Return-Path": "<>", "From": from_, "To": to, "Subject": subject}
    heads |= {name.replace("_", "-"): value for name, value in more.items()}
    lines = [f"{name}: {value}" for name, value in heads.items() if value != "no"]
    lines += ["Date: Tue, 10 Mar 2026 10:00:05 +0000", "MIME-Version: 1.0"]
    lines += ['Content-Type: text/plain; charset="utf-8"']
    lines += ["Content-Transfer-Encoding: 8bit"]
    return "\n".join(lines) + "\n\n" + body


def person(subject: str, body: str, *, from_: str = "Ann Lee <ann@far.example>",
           **more: str) -> str:  # fmt: skip
    """Write a mail of a person, with her own return path."""
    more = {"Return_Path": "<ann@far.example>", **more}
    return plain(from_, subject, body, to="hello@corner.example", **more)


def report(
    from_: str,
    subject: str,
    prose: str,
    fields: str,
    *,
    to: str,
    kind: str = "message/delivery-status",
    mta: str = "Reporting-MTA: dns; mx.far.example\n\n",
    prose_kind: str = "text/plain",
    original: bool = True,
    **more: str,
) -> str:
    """Write a `multipart/report` of two or three parts."""
    heads = {"Return-Path": "<>", "From": from_, "To": US, "Subject": subject}
    heads |= {name.replace("_", "-"): value for name, value in more.items()}
    lines = [f"{name}: {value}" for name, value in heads.items() if value != "no"]
    lines += ["Date: Tue, 10 Mar 2026 10:00:05 +0000", "MIME-Version: 1.0"]
    lines += ["Auto-Submitted: auto-replied"]
    what = "feedback-report" if "feedback" in kind else "delivery-status"
    what = "disposition-notification" if "disposition" in kind else what
    lines += [
        f'Content-Type: multipart/report; report-type={what};\n\tboundary="=_b"',
        "", "This is a MIME-encapsulated message.", "", "--=_b",
        f"Content-Type: {prose_kind}; charset=utf-8",
        "Content-Transfer-Encoding: 8bit", "", prose, "--=_b", f"Content-Type: {kind}",
        "", mta + fields, "",
    ]  # fmt: skip
    if original:
        lines += ["--=_b", "Content-Type: message/rfc822", "", OURS.format(to=to)]
    return "\n".join([*lines, "--=_b--", ""])


def postfix(to: str, action: str, status: str, says: str) -> str:
    """Write as Postfix does."""
    late = action == "delayed"
    subject = (
        "Delayed Mail (still being retried)"
        if late
        else "Undelivered Mail Returned to Sender"
    )
    prose = (
        "This is the mail system at host mail.corner.example.\n\n"
        + (
            "####################################################################\n"
            "# THIS IS A WARNING ONLY.  YOU DO NOT NEED TO RESEND YOUR MESSAGE. #\n"
            "####################################################################\n\n"
            "Your message could not be delivered for more than 4 hour(s).\n"
            "It will be retried until it is 5 day(s) old.\n\n"
            if late
            else "I'm sorry to have to inform you that your message could not\n"
            "be delivered to one or more recipients. It's attached below.\n\n"
        )
        + "For further assistance, please send mail to postmaster.\n\n"
        "If you do so, please include this problem report. You can\n"
        "delete your own text from the attached returned message.\n\n"
        f"                   The mail system\n\n<{to}>: {says}\n"
    )
    fields = (
        f"Final-Recipient: rfc822; {to}\nOriginal-Recipient: rfc822;{to}\n"
        f"Action: {action}\nStatus: {status}\nRemote-MTA: dns; mx.far.example\n"
        f"Diagnostic-Code: smtp; {says}\n"
    )
    mta = (
        "Reporting-MTA: dns; mail.corner.example\nX-Postfix-Queue-ID: 4XyZ\n"
        "X-Postfix-Sender: rfc822; bounces@corner.example\n"
        "Arrival-Date: Tue, 10 Mar 2026 10:00:00 +0000 (UTC)\n\n"
    )
    return report(
        "MAILER-DAEMON@mail.corner.example (Mail Delivery System)", subject, prose,
        fields, to=to, mta=mta,
    )  # fmt: skip


def exim(to: str, says: str, *, late: bool = False) -> str:
    """Write as Exim does where it writes no report."""
    if late:
        body = (
            "This message was created automatically by mail delivery software.\n"
            "A message that you sent has not yet been delivered to one or more of its\n"
            "recipients after more than 24 hours on the queue on mail.corner.example.\n\n"
            f"The address to which the message has not yet been delivered is:\n\n  {to}\n"
            f"    Delay reason: {says}\n\n"
            "No action is required on your part. Delivery attempts will continue for\n"
            "some time, and this warning may be repeated at intervals.\n"
        )
        subject = "Warning: message 1abcDE-0000 delayed 24 hours"
    else:
        body = (
            "This message was created automatically by mail delivery software.\n\n"
            "A message that you sent could not be delivered to one or more of its\n"
            "recipients. This is a permanent error. The following address(es) failed:\n\n"
            f"  {to}\n    {says}\n\n"
            "------ This is a copy of the message, including all the headers. ------\n\n"
            + OURS.format(to=to)
        )
        subject = "Mail delivery failed: returning message to sender"
    more = {} if late else {"X_Failed_Recipients": to}
    return plain(
        "Mail Delivery System <Mailer-Daemon@mail.corner.example>", subject, body,
        Auto_Submitted="auto-replied", **more,
    )  # fmt: skip


def sendmail(to: str, status: str, says: str, *, action: str = "failed") -> str:
    """Write as Sendmail does."""
    prose = (
        "The original message was received at Tue, 10 Mar 2026 10:00:00 GMT\n"
        "from mail.corner.example [192.0.2.25]\n\n"
        "   ----- The following addresses had permanent fatal errors -----\n"
        f"<{to}>\n    (reason: {says})\n\n   ----- Transcript of session follows -----\n"
        f"... while talking to mx.far.example.:\n>>> DATA\n<<< {says}\n"
    )
    fields = (
        f"Final-Recipient: RFC822; {to}\nAction: {action}\nStatus: {status}\n"
        f"Remote-MTA: DNS; mx.far.example\nDiagnostic-Code: SMTP; {says}\n"
        "Last-Attempt-Date: Tue, 10 Mar 2026 10:00:02 GMT\n"
    )
    return report(
        "Mail Delivery Subsystem <MAILER-DAEMON@mx.corner.example>",
        "Returned mail: see transcript for details", prose, fields, to=to,
    )  # fmt: skip


def qmail(to: str, says: str) -> str:
    """Write as qmail does: no report at all."""
    return plain(
        "MAILER-DAEMON@mail.corner.example", "failure notice",
        "Hi. This is the qmail-send program at mail.corner.example.\n"
        "I'm afraid I wasn't able to deliver your message to the following addresses.\n"
        "This is a permanent error; I've given up. Sorry it didn't work out.\n\n"
        f"<{to}>:\n{says}\n\n--- Below this line is a copy of the message.\n\n"
        + OURS.format(to=to),
    )  # fmt: skip


def exchange(to: str, status: str, says: str, *, subject: str = "Undeliverable: Your "
             "tea is back", prose: str = "Delivery has failed to these recipients or "
             "groups:\n\n", html: bool = False) -> str:  # fmt: skip
    """Write as Exchange and its online kin do."""
    told = f"{prose}{to}\n{says}\n\nDiagnostic information for administrators:\n"
    told += "\nGenerating server: AM0PR01.prod.exchangelabs.example\n"
    if html:
        told = f"<html><head><style>p{{a:b}}</style></head><body><p>{told}</p></body>"
    fields = (
        f"Final-Recipient: rfc822;{to}\nAction: failed\nStatus: {status}\n"
        f"Diagnostic-Code: smtp;{says}\nX-Display-Name: {to}\n"
    )
    return report(
        "postmaster@corner.example", subject, told, fields, to=to,
        mta="Reporting-MTA: dns;AM0PR01.prod.exchangelabs.example\n"
        "Received-From-MTA: dns;mail.corner.example\n\n",
        prose_kind="text/html" if html else "text/plain",
        X_Auto_Response_Suppress="All",
    )  # fmt: skip


def gmail(
    to: str, status: str, title: str, says: str, *, action: str = "failed"
) -> str:
    """Write as Gmail does."""
    fields = (
        f"Final-Recipient: rfc822; {to}\nAction: {action}\nStatus: {status}\n"
        f"Remote-MTA: dns; gmail-smtp-in.l.example. (192.0.2.26)\n"
        f"Diagnostic-Code: smtp; {says}\nLast-Attempt-Date: Tue, 10 Mar 2026 02:00:05\n"
    )
    word = "Delay" if action == "delayed" else "Failure"
    return report(
        "Mail Delivery Subsystem <mailer-daemon@googlemail.example>",
        f"Delivery Status Notification ({word})",
        f"\n** {title} **\n\nThe response from the remote server was:\n{says}\n", fields,
        to=to, mta="Reporting-MTA: dns; googlemail.example\n\n", X_Failed_Recipients=to,
    )  # fmt: skip


def feedback(fields: str, *, from_: str, to: str, subject: str = "Email Feedback Report",
             prose: str = "This is an email abuse report for an email message.") -> str:  # fmt: skip
    """Write a complaint as providers forward them (RFC 5965)."""
    return report(
        from_, subject, prose, fields, to=to, kind="message/feedback-report", mta="",
        Return_Path="<fbl@far.example>",
    )  # fmt: skip
