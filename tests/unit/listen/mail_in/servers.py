"""Bounces of the servers that carry most mail: what was looked at while it was made."""

from __future__ import annotations

from collections.abc import Iterator

from tests.unit.listen.mail_in.forms import (
    OURS,
    Case,
    exchange,
    exim,
    gmail,
    plain,
    postfix,
    qmail,
    report,
    sendmail,
)


HARD, SOFT, RECEIPT = "hard_bounce", "soft_bounce", "receipt"
TO = "ann.lee@far.example"
_MX = "host mx.far.example[192.0.2.26] said:"

POSTFIX = [
    (HARD, "failed", "5.1.1", f"{_MX} 550 5.1.1 <{TO}>: Recipient address rejected: User unknown in virtual mailbox table (in reply to RCPT TO command)"),
    (HARD, "failed", "5.1.1", 'unknown user: "ann.lee"'),
    (HARD, "failed", "5.1.1", f"{_MX} 550-5.1.1 The email account that you tried to reach does not exist. Please try 550-5.1.1 double-checking the recipient's email address for typos or 550-5.1.1 unnecessary spaces. Learn more at 550 5.1.1 https://support.example/answer/6596 z9-20 - gsmtp (in reply to RCPT TO command)"),
    (HARD, "failed", "5.4.4", "Host or domain name not found. Name service error for name=far.example type=AAAA: Host not found"),
    (HARD, "failed", "5.1.0", "Domain far.example does not accept mail (nullMX)"),
    (HARD, "failed", "5.1.10", f"{_MX} 550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient {TO} not found by SMTP address lookup (in reply to RCPT TO command)"),
    (HARD, "failed", "5.2.1", f"{_MX} 550 5.2.1 The email account that you tried to reach is disabled. (in reply to RCPT TO command)"),
    (HARD, "failed", "5.0.0", f"{_MX} 550 No such user here (in reply to RCPT TO command)"),
    (HARD, "failed", "5.1.1", f"{_MX} 550 5.1.1 <{TO}>: Recipient address rejected: undeliverable address: unknown user (in reply to RCPT TO command)"),
    (HARD, "failed", "5.1.2", f"{_MX} 550 5.1.2 bad destination system address"),
    (HARD, "failed", "5.0.0", f"{_MX} 550 Requested action not taken: mailbox unavailable (in reply to RCPT TO command)"),
    (HARD, "failed", "5.5.0", f"{_MX} 550 5.5.0 Requested action not taken: mailbox unavailable. (in reply to RCPT TO command)"),
    (HARD, "failed", "5.4.1", f"{_MX} 550 5.4.1 Recipient address rejected: Access denied. AS(201806281) (in reply to RCPT TO command)"),
    (HARD, "failed", "5.0.0", f"{_MX} 553 sorry, that domain isn't in my list of allowed rcpthosts; no valid recipient here"),
    (HARD, "failed", "5.1.6", f"{_MX} 551 5.1.6 ann.lee has moved to ann@new.example (in reply to RCPT TO command)"),
    (SOFT, "failed", "5.2.2", f"{_MX} 552 5.2.2 <{TO}>: Mailbox full (in reply to end of DATA command)"),
    (SOFT, "failed", "4.2.2", f"{_MX} 452 4.2.2 The email account that you tried to reach is over quota. Please direct the recipient to https://support.example/?p=OverQuotaTemp (in reply to RCPT TO command)"),
    (SOFT, "failed", "5.7.1", f"{_MX} 554 5.7.1 Service unavailable; Client host [192.0.2.25] blocked using zen.spamhaus.example (in reply to RCPT TO command)"),
    (SOFT, "failed", "5.7.1", f"{_MX} 550 5.7.1 Message rejected as spam by Content Filtering. (in reply to end of DATA command)"),
    (SOFT, "failed", "5.3.4", "message size 31457280 exceeds size limit 20971520 of server mx.far.example[192.0.2.26]"),
    (SOFT, "failed", "4.4.1", "connect to mx.far.example[192.0.2.26]:25: Connection timed out"),
    (SOFT, "failed", "5.7.26", f"{_MX} 550-5.7.26 This mail has been blocked because the sender is unauthenticated. 550-5.7.26 Gmail requires all senders to authenticate with either SPF or DKIM. (in reply to end of DATA command)"),
    (SOFT, "failed", "5.4.6", "mail for far.example loops back to myself"),
    (SOFT, "failed", "5.1.8", f"{_MX} 553 5.1.8 <bounces@corner.example>: Sender address rejected: Domain not found (in reply to MAIL FROM command)"),
    (SOFT, "failed", "5.7.1", f"{_MX} 554 5.7.1 <{TO}>: Relay access denied (in reply to RCPT TO command)"),
    (SOFT, "delayed", "4.4.1", "connect to mx.far.example[192.0.2.26]:25: Connection refused"),
    (SOFT, "delayed", "4.2.0", f"{_MX} 450 4.2.0 <{TO}>: Recipient address rejected: Greylisted, see http://postgrey.example/ (in reply to RCPT TO command)"),
    (SOFT, "delayed", "4.4.3", "Host or domain name not found. Name service error for name=far.example type=MX: Host not found, try again"),
    (SOFT, "delayed", "4.1.1", f"{_MX} 450 4.1.1 <{TO}>: Recipient address rejected: unverified address: Address verification in progress (in reply to RCPT TO command)"),
    (RECEIPT, "delivered", "2.0.0", "250 2.0.0 Ok: queued as 4XyZ"),
]  # fmt: skip
EXIM = [
    (HARD, "Unrouteable address", False),
    (HARD, "SMTP error from remote mail server after RCPT TO:<ann.lee@far.example>:\n    550 5.1.1 <ann.lee@far.example>: Recipient address rejected: User unknown", False),
    (HARD, "all relevant MX records point to non-existent hosts", False),
    (HARD, "host mx.far.example [192.0.2.26]\n    SMTP error from remote mail server after RCPT TO:<ann.lee@far.example>:\n    550 Unknown user", False),
    (HARD, "SMTP error from remote mail server after RCPT TO:<ann.lee@far.example>:\n    553 5.3.0 <ann.lee@far.example>... No such user here", False),
    (HARD, "host mx.far.example [192.0.2.26]\n    SMTP error from remote mail server after end of data:\n    554 delivery error: dd This user doesn't have a far.example account (ann.lee@far.example) [0]", False),
    (HARD, "no immediate delivery: the mail server does not accept mail for this domain: 556 5.1.10 null MX", False),
    (HARD, "SMTP error from remote mail server after RCPT TO:<ann.lee@far.example>:\n    550-Callout verification failed:\n    550 550 no such mailbox", False),
    (HARD, "(generated from ann@corner.example)\n    SMTP error from remote mail server after RCPT TO:<ann.lee@far.example>:\n    550 Invalid recipient <ann.lee@far.example> (#5.1.1)", False),
    (SOFT, "mailbox is full: retry timeout exceeded", False),
    (SOFT, "SMTP error from remote mail server after RCPT TO:<ann.lee@far.example>:\n    552 5.2.2 Over quota", False),
    (SOFT, "retry timeout exceeded", False),
    (SOFT, "SMTP error from remote mail server after end of data:\n    550 5.7.1 This message was classified as SPAM and may not be delivered", False),
    (SOFT, "SMTP error from remote mail server after MAIL FROM:<bounces@corner.example> SIZE=40000000:\n    552 5.3.4 Message size exceeds fixed limit", False),
    (SOFT, "host lookup did not complete: retry timeout exceeded", False),
    (SOFT, "SMTP error from remote mail server after initial connection:\n    554-mx.far.example\n    554 Your access to this mail system has been rejected due to the sending MTA's poor reputation.", False),
    (SOFT, "SMTP error from remote mail server after RCPT TO:<ann.lee@far.example>:\n    550-Verification failed for <bounces@corner.example>\n    550 Sender verify failed", False),
    (SOFT, "SMTP error from remote mail server after RCPT TO:<ann.lee@far.example>:\n    451 Temporary local problem - please try later", True),
    (SOFT, "Connection timed out", True),
    (SOFT, "SMTP error from remote mail server after RCPT TO:<ann.lee@far.example>:\n    451 4.7.1 Greylisting in action, please come back in 00:05:00", True),
]  # fmt: skip
SENDMAIL = [
    (HARD, "5.1.1", "550 5.1.1 <ann.lee@far.example>... User unknown"),
    (HARD, "5.1.2", "550 5.1.2 <ann.lee@far.example>... Host unknown (Name server: far.example: host not found)"),
    (HARD, "5.0.0", "550 Administrative prohibition: unknown user ann.lee"),
    (HARD, "5.1.1", "550 <ann.lee@far.example> is not a valid mailbox"),
    (HARD, "5.2.1", "550 5.2.1 <ann.lee@far.example>... Mailbox disabled for this recipient"),
    (HARD, "5.1.3", "501 5.1.3 Bad recipient address syntax"),
    (HARD, "5.1.1", "550 ann.lee@far.example... We would love to have gotten this email to ann.lee@far.example. But, your recipient never logged onto their free account. No such user."),
    (SOFT, "5.2.2", "552 5.2.2 <ann.lee@far.example>... Mailbox full"),
    (SOFT, "5.7.1", "550 5.7.1 Access denied: your mail was refused by our policy"),
    (SOFT, "4.4.7", "451 4.4.7 Message could not be delivered for 5 days; message will be deleted from queue"),
    (SOFT, "5.6.1", "554 5.6.1 Body type not supported by remote host"),
    (SOFT, "5.3.0", "554 5.3.0 unknown mailer error 255"),
    (SOFT, "5.2.3", "552 5.2.3 Message is too large; 20 MB max"),
    (SOFT, "4.7.1", "421 4.7.1 Too many connections from your host; try again in an hour"),
    (SOFT, "5.5.0", "503 5.5.0 Need MAIL before RCPT; protocol error"),
]  # fmt: skip
QMAIL = [
    (HARD, "Sorry, no mailbox here by that name. (#5.1.1)"),
    (HARD, "192.0.2.26 does not like recipient.\nRemote host said: 550 5.1.1 User unknown\nGiving up on 192.0.2.26."),
    (HARD, "Sorry, I couldn't find any host named far.example. (#5.1.2)"),
    (HARD, "This address no longer accepts mail."),
    (HARD, "Sorry, I couldn't find a mail exchanger or IP address. (#5.4.4)"),
    (HARD, "192.0.2.26 failed after I sent the message.\nRemote host said: 554 delivery error: dd Sorry your message to ann.lee@far.example cannot be delivered. This account has been disabled or discontinued [#102]."),
    (HARD, "Sorry, that address is not in our directory. Remote host said: 550 Address unknown"),
    (HARD, "The user does not exist. (vpopmail: no user with that name here) #5.1.1"),
    (SOFT, "user is over quota"),
    (SOFT, "Mail quota exceeded. The recipient's mailbox is full (#5.2.2)"),
    (SOFT, "192.0.2.26 failed after I sent the message.\nRemote host said: 550 5.7.1 Blocked: your message looks like spam"),
    (SOFT, "Connected to 192.0.2.26 but connection died. (#4.4.2)\nI'm not going to try again; this message has been in the queue too long."),
    (SOFT, "Connected to 192.0.2.26 but sender was rejected.\nRemote host said: 550 5.7.1 sender IP is on a blacklist"),
    (SOFT, "CNAME lookup failed temporarily. (#4.4.3)\nI'm not going to try again; this message has been in the queue too long."),
]  # fmt: skip
EXCHANGE = [
    (HARD, "5.1.1", "550 5.1.1 RESOLVER.ADR.RecipNotFound; not found", "Undeliverable: Your tea is back", "The e-mail address you entered couldn't be found. Please check the recipient's e-mail address and try to resend the message.\n\n"),
    (HARD, "5.1.10", "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient ann.lee@far.example not found by SMTP address lookup", "Unzustellbar: Ihr Tee ist wieder da", "Fehler bei der Nachrichtenzustellung an folgende Empfänger oder Gruppen:\n\n"),
    (HARD, "5.1.1", "550 5.1.1 User unknown", "Non remis : Votre thé est de retour", "Échec de la remise à ces destinataires ou groupes :\n\n"),
    (HARD, "5.1.1", "550 5.1.1 RESOLVER.ADR.ExRecipNotFound; not found", "No se puede entregar: Su té", "No se pudo realizar la entrega a estos destinatarios o grupos:\n\n"),
    (HARD, "5.4.310", "550 5.4.310 DNS domain far.example does not exist [Message=InfoDomainNonexistent]", "Non recapitabile: Il suo tè", "Impossibile recapitare il messaggio ai seguenti destinatari o gruppi:\n\n"),
    (HARD, "5.1.351", "550 5.1.351 Remote server returned unknown recipient or mailbox unavailable -> 550 5.1.1 mailbox not found", "Onbestelbaar: Uw thee", "Bezorging aan deze geadresseerden of groepen is mislukt:\n\n"),
    (HARD, "5.4.1", "550 5.4.1 Recipient address rejected: Access denied. [AMS0EPF.eop-eur05.prod.protection.example]", "Undeliverable: Your tea is back", "Your message to ann.lee@far.example couldn't be delivered.\nann.lee wasn't found at far.example.\n\n"),
    (HARD, "5.1.1", "550 5.1.1 The email address you entered couldn't be found", "Não é possível entregar: Seu chá", "Falha na entrega a estes destinatários ou grupos:\n\n"),
    (HARD, "5.1.0", "#< #5.1.0 smtp;550 5.1.0 Address rejected. No such user> #SMTP#", "Nie można dostarczyć: herbata", "Dostarczenie do następujących adresatów lub grup nie powiodło się:\n\n"),
    (HARD, "5.1.1", "#550 5.1.1 RESOLVER.ADR.RecipNotFound; not found ##", "Olevererbart: Ditt te", "Leverans till följande mottagare eller grupper misslyckades:\n\n"),
    (HARD, "5.1.1", "#550 5.1.1 RESOLVER.ADR.RecipNotFound; not found ##", "配信不能: お茶", "次の受信者またはグループに配信できませんでした:\n\n"),
    (HARD, "5.1.1", "550 5.1.1 RESOLVER.ADR.RecipNotFound; not found", "Не доставлено: Ваш чай", "Сбой доставки следующим получателям или группам:\n\n"),
    (SOFT, "5.2.2", "554 5.2.2 mailbox full; STOREDRV.Deliver.Exception:QuotaExceededException.MapiExceptionShutoffQuotaExceeded; Failed to process message", "Undeliverable: Your tea is back", "The recipient's mailbox is full and can't accept messages now. Please try resending your message later.\n\n"),
    (SOFT, "5.7.1", "550 5.7.1 TRANSPORT.RULES.RejectMessage; the message was rejected by organization policy", "Undeliverable: Your tea is back", "Your message wasn't delivered because of security policies.\n\n"),
    (SOFT, "5.7.133", "550 5.7.133 RESOLVER.RST.SenderNotAuthenticatedForGroup; authentication required", "Unzustellbar: Ihr Tee", "Die Gruppe akzeptiert nur Nachrichten von Personen in ihrer Organisation.\n\n"),
    (SOFT, "5.2.3", "550 5.2.3 RESOLVER.RST.RecipSizeLimit; message too large for this recipient", "Non remis : Votre thé", "Ce message est trop volumineux pour ce destinataire.\n\n"),
    (SOFT, "4.4.7", "#550 4.4.7 QUEUE.Expired; message expired ##", "Undeliverable: Your tea is back", "Delivery of this message was attempted repeatedly, and has failed. The server has tried to deliver this message without success and has stopped trying.\n\n"),
    (SOFT, "5.4.14", "554 5.4.14 Hop count exceeded - possible mail loop ATTR34", "Undeliverable: Your tea is back", "A mail loop was detected.\n\n"),
    (SOFT, "5.7.606", "550 5.7.606 Access denied, banned sending IP [192.0.2.25]. To request removal from this list please visit https://sender.example/", "Undeliverable: Your tea is back", "Your message couldn't be delivered.\n\n"),
    (SOFT, "5.4.316", "550 5.4.316 Message expired, connection refused(Socket error code 10061)", "Unzustellbar: Ihr Tee", "Die Zustellung wurde wiederholt versucht.\n\n"),
]  # fmt: skip
GMAIL = [
    (HARD, "5.1.1", "Address not found", "550-5.1.1 The email account that you tried to reach does not exist. Please try 550-5.1.1 double-checking the recipient's email address for typos or 550 5.1.1 unnecessary spaces.", "failed"),
    (HARD, "5.2.1", "Address not found", "550 5.2.1 The email account that you tried to reach is inactive. For more information, go to https://support.example/?p=DisabledUser", "failed"),
    (HARD, "5.1.2", "Address not found", "DNS Error: DNS type 'mx' lookup of far.example responded with code NXDOMAIN Domain name not found: far.example", "failed"),
    (HARD, "5.0.0", "Address not found", "550 #5.1.0 Address rejected.", "failed"),
    (HARD, "5.4.1", "Message blocked", "550 5.4.1 Recipient address rejected: Access denied.", "failed"),
    (HARD, "5.1.1", "Address not found", "550 permanent failure for one or more recipients (ann.lee@far.example:550 5.1.1 unknown user)", "failed"),
    (SOFT, "4.2.2", "Recipient inbox full", "452-4.2.2 The recipient's inbox is out of storage space. Please direct the 452-4.2.2 recipient to 452 4.2.2 https://support.example/?p=OverQuotaTemp", "delayed"),
    (SOFT, "5.2.2", "Recipient inbox full", "552-5.2.2 The email account that you tried to reach is over quota and inactive. Please direct 552 5.2.2 the recipient to https://support.example/?p=OverQuotaPerm", "failed"),
    (SOFT, "5.7.0", "Message blocked", "552-5.7.0 This message was blocked because its content presents a potential 552-5.7.0 security issue.", "failed"),
    (SOFT, "5.7.1", "Message blocked", "550-5.7.1 [192.0.2.25 12] Our system has detected that this message is 550-5.7.1 likely unsolicited mail. To reduce the amount of spam sent, 550 5.7.1 this message has been blocked.", "failed"),
    (SOFT, "4.4.1", "Delivery incomplete", "The recipient server did not accept our requests to connect. Learn more. [mx.far.example 192.0.2.26: timed out]", "delayed"),
    (SOFT, "5.0.0", "Message not delivered", "There was a problem delivering your message. timed out while waiting for the server, message expired", "failed"),
    (SOFT, "5.3.4", "Message too large", "552 5.3.4 Your message is larger than the size limit of the recipient's server", "failed"),
]  # fmt: skip
YAHOO = [
    (HARD, "554: delivery error: dd This user doesn't have a far.example account (ann.lee@far.example) [-14] - mta1.mail.far.example"),
    (HARD, "554: delivery error: dd Requested mail action aborted, mailbox unavailable - mta1.mail.far.example"),
    (HARD, "550: relaying denied for a user that does not exist: no such user <ann.lee@far.example>"),
    (HARD, "No MX or A records for far.example"),
    (SOFT, "554: delivery error: dd ann.lee@far.example is over the quota (0) [-5] - mta1.mail.far.example"),
    (SOFT, "552: 1 Requested mail action aborted, exceeded storage allocation"),
    (SOFT, "421: 4.7.0 [TSS04] Messages from 192.0.2.25 temporarily deferred due to unexpected volume or user complaints"),
    (SOFT, "554: 5.7.9 Message not accepted for policy reasons. See https://senders.example/error-codes"),
]  # fmt: skip
OLD_EXCHANGE = [
    (HARD, "The e-mail account does not exist at the organization this message was sent to.  Check the e-mail address, or contact the recipient directly to find out the correct address.\n            <mail.corner.example #5.1.1>"),
    (HARD, "Der Empfänger ist in der Organisation unbekannt. Prüfen Sie die Adresse.\n      <mail.corner.example #5.1.1 smtp;550 unknown>"),
    (HARD, "There was a SMTP communication problem with the recipient's email server.  Please contact your system administrator.\n            <mail.corner.example #5.5.0 smtp;550 no such recipient here>"),
    (SOFT, "The recipient's mailbox is full and is unable to accept messages at this time.\n      <mail.corner.example #5.2.2>"),
    (SOFT, "Could not deliver the message in the time limit specified.  Please retry or contact your administrator.\n            <mail.corner.example #4.4.7>"),
    (SOFT, "You do not have permission to send to this recipient.  For assistance, contact your system administrator.\n            <mail.corner.example #5.7.1 smtp;550 5.7.1 Unable to relay>"),
]  # fmt: skip


def cases() -> Iterator[Case]:
    """Yield every case."""
    for kind, action, status, says in POSTFIX:
        yield Case("postfix", kind, TO, postfix(TO, action, status, says))
    for kind, says, late in EXIM:
        yield Case("exim", kind, TO, exim(TO, says, late=late))
    for kind, status, says in SENDMAIL:
        yield Case("sendmail", kind, TO, sendmail(TO, status, says))
    for kind, says in QMAIL:
        yield Case("qmail", kind, TO, qmail(TO, says))
    for number, (kind, status, says, subject, prose) in enumerate(EXCHANGE):
        raw = exchange(
            TO, status, says, subject=subject, prose=prose, html=number % 2 == 0
        )
        yield Case("exchange", kind, TO, raw)
    for kind, status, title, says, action in GMAIL:
        raw = gmail(TO, status, title, says, action=action)
        yield Case("gmail", kind, TO, raw)
    for kind, says in YAHOO:
        yield Case("yahoo", kind, TO, _yahoo(says))
    for kind, says in OLD_EXCHANGE:
        yield Case("exchange 2003", kind, TO, _old_exchange(says))
    yield from _odd()


def _yahoo(says: str) -> str:
    return plain(
        "MAILER-DAEMON@mta.far.example", "Failure Notice",
        "Sorry, we were unable to deliver your message to the following address.\n\n"
        f"<{TO}>:\n{says}\n\n--- Below this line is a copy of the message.\n\n"
        + OURS.format(to=TO),
    )  # fmt: skip


def _old_exchange(says: str) -> str:
    return plain(
        "System Administrator <postmaster@far.example>", "Undeliverable: Your tea is back",
        "Your message did not reach some or all of the intended recipients.\n\n"
        "      Subject:\tYour tea is back\n      Sent:\t10/03/2026 10:00\n\n"
        f"The following recipient(s) could not be reached:\n\n      {TO} on 10/03/2026\n"
        f"            {says}\n",
    )  # fmt: skip


def _odd() -> Iterator[Case]:
    """Yield forms that stand alone."""
    yield Case(
        "two at once",
        HARD,
        "bea@far.example",
        report(
            "MAILER-DAEMON@mx.far.example",
            "Delivery Status Notification",
            "See below.",
            f"Final-Recipient: rfc822;{TO}\nAction: delivered\nStatus: 2.1.5\n\n"
            "Final-Recipient: rfc822;bea@far.example\nAction: failed\nStatus: 5.1.1\n",
            to=TO,
        ),
    )
    yield Case(
        "no recipient field",
        HARD,
        TO,
        report(
            "postmaster@mx.far.example",
            "Delivery Failure",
            "It failed for good.",
            "Action: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 user unknown\n",
            to=TO,
        ),
    )
    yield Case(
        "report named as text",
        HARD,
        TO,
        report(
            "postmaster@mx.far.example",
            "Delivery Failure",
            "It failed.",
            f"Final-Recipient: rfc822;{TO}\nAction: failed\nStatus: 5.1.1\n",
            to=TO,
            kind="text/plain",
        ),
    )
    yield Case(
        "folded",
        HARD,
        TO,
        report(
            "postmaster@mx.far.example",
            "Returned mail",
            "It failed.",
            f"Final-Recipient: rfc822;\n  {TO}\nAction:\n failed\nStatus: 5.1.1\n"
            "Diagnostic-Code: smtp;\n\t550 5.1.1\n\tuser unknown\n",
            to=TO,
        ),
    )
    yield Case(
        "expanded",
        RECEIPT,
        TO,
        report(
            "postmaster@mx.far.example",
            "Expanded: tea",
            "It was passed on to a list.",
            f"Final-Recipient: rfc822;{TO}\nAction: expanded\nStatus: 2.1.5\n",
            to=TO,
        ),
    )
    yield Case(
        "relayed",
        RECEIPT,
        TO,
        report(
            "postmaster@mx.far.example",
            "Relayed: tea",
            "No further report will come.",
            f"Final-Recipient: rfc822;{TO}\nAction: relayed\nStatus: 2.1.9\n",
            to=TO,
        ),
    )
    yield Case(
        "read receipt",
        RECEIPT,
        TO,
        report(
            "ann.lee@far.example",
            "Read: Your tea is back",
            "Your message was read.",
            f"Final-Recipient: rfc822;{TO}\nDisposition: manual-action/MDN-sent-manually; "
            "displayed\n",
            to=TO,
            kind="message/disposition-notification",
            mta="",
        ),
    )
    yield Case(
        "deleted unread",
        RECEIPT,
        TO,
        report(
            "ann.lee@far.example",
            "Not read: Your tea is back",
            "It was deleted unread.",
            f"Final-Recipient: rfc822;{TO}\nDisposition: automatic-action/"
            "MDN-sent-automatically; deleted\n",
            to=TO,
            kind="message/disposition-notification",
            mta="",
        ),
    )
