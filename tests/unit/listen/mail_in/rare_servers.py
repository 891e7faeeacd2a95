"""Bounces of servers one meets once a year: looked at, so that the forms are many."""

from __future__ import annotations

from collections.abc import Iterator

from tests.unit.listen.mail_in.forms import OURS, Case, plain, report


HARD, SOFT = "hard_bounce", "soft_bounce"
TO = "lou.hay@remote.example"

# family, kind, from, subject, words
WORDS = [
    ("hmailserver", HARD, "mailer-daemon@remote.example", "Message undeliverable: Your tea is back", "Your message did not reach some or all of the intended recipients.\n\n   Sent: Tue, 10 Mar 2026\n   Subject: Your tea is back\n\nThe following recipient(s) could not be reached:\n\nlou.hay@remote.example\n   Error Type: SMTP\n   Remote server (192.0.2.30) issued an error.\n   hMailServer sent: RCPT TO:<lou.hay@remote.example>\n   Remote server replied: 550 Unknown user\n\nhMailServer\n"),
    ("smartermail", HARD, "System Administrator <postmaster@remote.example>", "Delivery Failure", "Could not deliver message to the following recipient(s):\n\nFailed Recipient: lou.hay@remote.example\nReason: Remote host said: 550 lou.hay@remote.example No such user here\n\n   -- The header and top 20 lines of the message follows --\n"),
    ("smartermail", SOFT, "System Administrator <postmaster@remote.example>", "Delivery Failure", "Could not deliver message to the following recipient(s):\n\nFailed Recipient: lou.hay@remote.example\nReason: User has exceeded their storage limit\n"),
    ("icewarp", HARD, "MAILER-DAEMON@remote.example", "Message delivery failure", "The following message could not be delivered.\n\nlou.hay@remote.example; Unknown user\n"),
    ("communigate", HARD, "<MAILER-DAEMON@remote.example>", "Undeliverable mail: Your tea is back", "Failed to deliver to '<lou.hay@remote.example>'\nLOCAL module(account lou.hay) reports:\n account is not in the directory\n"),
    ("communigate", SOFT, "<MAILER-DAEMON@remote.example>", "Undeliverable mail: Your tea is back", "Failed to deliver to '<lou.hay@remote.example>'\nLOCAL module(account lou.hay) reports:\n account is full (quota exceeded)\n"),
    ("surgemail", HARD, "postmaster@remote.example", "Delivery Failure (lou.hay@remote.example)", "Your message could not be delivered to its destination:\n[lou.hay@remote.example]\nThe server said: 550 No local mailbox lou.hay@remote.example\n"),
    ("mercury", HARD, "Mail Administrator <postmaster@remote.example>", "Postmaster notify: delivery failure.", "The following recipient(s) could not be found on this system:\n\nlou.hay@remote.example (no matching local user)\n"),
    ("xmail", HARD, "PostMaster@remote.example", "Error sending message [1.2.3] from [remote.example]", "[<00>] XMail bounce: Rcpt=[lou.hay@remote.example];Error=[The mail account is disabled or removed: 550]\n[<01>] Error sending message.\n"),
    ("post.office", HARD, "Mail Administrator <Postmaster@remote.example>", "Mail System Error - Returned Mail", "This Message was undeliverable due to the following reason:\n\nThe user(s) listed below are not known by this mail server:\n\n   lou.hay@remote.example\n\nPlease reply to Postmaster if you feel this message to be in error.\n"),
    ("post.office", SOFT, "Mail Administrator <Postmaster@remote.example>", "Mail System Error - Returned Mail", "This Message was undeliverable due to the following reason:\n\nThe user(s) account is temporarily over quota.\n\n   <lou.hay@remote.example>\n"),
    ("openwave", HARD, "Mail Administrator <Postmaster@remote.example>", "Mail System Error - Returned Mail", "Your message was not delivered because the destination computer was not found. Carefully check that it was spelled correctly.\n\nHost remote.example not found\n\nThe following recipients did not receive this message:\n\n   <lou.hay@remote.example>\n"),
    ("firstclass", HARD, "Mail Delivery Agent <postmaster@remote.example>", "NDN: Your tea is back", "Sorry. Your message could not be delivered to:\n\nlou.hay,Remote (Mailbox or Conference is unknown)\nlou.hay@remote.example\n"),
    ("firstclass", SOFT, "Mail Delivery Agent <postmaster@remote.example>", "NDN: Your tea is back", "Sorry. Your message could not be delivered to:\n\nlou.hay@remote.example (Mailbox or Conference is full.)\n"),
    ("eims", HARD, "MAILER-DAEMON@remote.example", "Undeliverable Mail", "The mail you sent was undeliverable because the address was unknown:\n    lou.hay@remote.example\n"),
    ("earthlink", HARD, "Mail Delivery Subsystem <MAILER-DAEMON@earth.example>", "Returned mail: User unknown", "The original message was received at Tue, 10 Mar 2026\n\n----- The following addresses had delivery problems -----\n<lou.hay@remote.example>  (unrecoverable error)\n\n550 lou.hay... User account not found\n"),
    ("biglobe", HARD, "postmaster@biglobe.example", "Returned mail: User unknown", "   ----- The following addresses had delivery problems -----\n<lou.hay@remote.example>   (unrecoverable error)\n\n   ----- Non-delivered information -----\nNo such recipient\n"),
    ("ezweb", HARD, "Postmaster@ezweb.example", "Mail System Error - Returned Mail", "The user(s) account is disabled.\n\n<lou.hay@remote.example>: 550 user does not exist\n"),
    ("softbank", SOFT, "MAILER-DAEMON@softbank.example", "Undelivered Mail Returned to Sender", "<lou.hay@remote.example>: host mx said: 550 Invalid recipient? No: mailbox full. The mailbox is temporarily unable to take mail (452)\n"),
    ("sapo", HARD, "MAILER-DAEMON@sapo.example", "Mensagem não entregue: Seu chá", "Não foi possível entregar a mensagem ao destinatário <lou.hay@remote.example>.\nMotivo: utilizador desconhecido\n"),
    ("freenet", HARD, "Mailer-Daemon@freenet.example", "Unzustellbare E-Mail", "Ihre Nachricht konnte an folgende Adresse nicht zugestellt werden:\n\nlou.hay@remote.example\n\nGrund: Der Empfänger existiert nicht.\n"),
    ("bluewin", SOFT, "postmaster@bluewin.example", "Nachricht konnte nicht zugestellt werden", "Die Nachricht an <lou.hay@remote.example> konnte nicht zugestellt werden: Das Postfach des Empfängers ist voll.\n"),
    ("sfr", HARD, "MAILER-DAEMON@sfr.example", "Message non distribué", "Le message n'a pas pu être distribué au destinataire suivant :\n<lou.hay@remote.example>\nCe destinataire n'existe pas.\n"),
    ("tiscali", HARD, "mailer-daemon@tiscali.example", "Avviso di mancata consegna", "Il messaggio non è stato consegnato a lou.hay@remote.example\nMotivo: 550 account inesistente\n"),
    ("ziggo", HARD, "MAILER-DAEMON@ziggo.example", "Bericht niet afgeleverd", "Uw bericht kon niet worden afgeleverd bij:\n<lou.hay@remote.example>\nDeze ontvanger bestaat niet.\n"),
    ("onet", SOFT, "mailer-daemon@onet.example", "Niedostarczona wiadomość", "Wiadomość nie została dostarczona do <lou.hay@remote.example>.\nSkrzynka odbiorcy jest pełna.\n"),
    ("ukr", HARD, "mailer-daemon@ukr.example", "Mail delivery failed: returning message to sender", "Ваше сообщение не доставлено:\n\n  lou.hay@remote.example\n    Пользователь не найден\n"),
    ("plesk", HARD, "MAILER-DAEMON@remote.example", "failure notice", "Hi. This is the qmail-send program at remote.example.\n\n<lou.hay@remote.example>:\n5.1.1 - Sorry, no mailbox here by that name.\n"),
    ("cpanel", HARD, "Mail Delivery System <Mailer-Daemon@remote.example>", "Mail delivery failed: returning message to sender", 'This message was created automatically by mail delivery software.\n\n  lou.hay@remote.example\n    No Such User Here"\n'),
    ("google group", HARD, "Mail Delivery Subsystem <mailer-daemon@google.example>", "Delivery Status Notification (Failure)", "Hello bounces@corner.example,\n\nWe're writing to let you know that the group you tried to contact (lou.hay) may not exist, or you may not have permission to post messages to the group.\n\nlou.hay@remote.example\n"),
    ("forwarder", HARD, "MAILER-DAEMON@remote.example", "Undelivered mail", "The forwarding address lou.hay@remote.example has expired and is no longer valid.\n"),
    ("gateway", SOFT, "postmaster@remote.example", "Mail rejected: lou.hay@remote.example", "Your mail to lou.hay@remote.example has been rejected by our anti-virus gateway. It was not delivered.\n"),
    ("amavis", SOFT, '"Content-filter at remote.example" <postmaster@remote.example>', "Considered UNSOLICITED BULK EMAIL, apparently from you", "A message from <bounces@corner.example> to:\n-> lou.hay@remote.example\n\nwas considered unsolicited bulk e-mail (UBE).\n\nDelivery of the email was stopped!\n"),
    ("spam gateway", SOFT, "MAILER-DAEMON@remote.example", "Mail delivery failed", "Delivery to lou.hay@remote.example failed: sender IP 192.0.2.25 is listed at bl.example\n550 rejected\n"),
    ("late", SOFT, "MAILER-DAEMON@remote.example", "Warning: could not send message for past 4 hours", "    **********************************************\n    **      THIS IS A WARNING MESSAGE ONLY      **\n    **  YOU DO NOT NEED TO RESEND YOUR MESSAGE  **\n    **********************************************\n\n   ----- The following addresses had transient non-fatal errors -----\n<lou.hay@remote.example>\n\n   ----- Transcript of session follows -----\n451 lou.hay@remote.example: remote.example: Name server timeout\n"),
    ("closed", HARD, "MAILER-DAEMON@remote.example", "Returned mail: mailbox unavailable", "<lou.hay@remote.example>: 550 this account is inactive since 2024 and was removed\n"),
    ("no words", HARD, "MAILER-DAEMON@remote.example", "Returned mail", "Undeliverable: <lou.hay@remote.example>\n550\n"),
    ("no reason", SOFT, "MAILER-DAEMON@remote.example", "Returned mail", "Delivery to lou.hay@remote.example has failed.\n"),
]  # fmt: skip
# family, kind, status, what the far server said
REPORTS = [
    ("odd status", HARD, "5.0.0", "X-Unix; 67 addressee unknown"),
    ("odd status", SOFT, "5.0.0", "X-Unix; 75 temporary failure, user is invited to retry"),
    ("odd status", HARD, "5.1.1 (bad destination mailbox address)", "smtp; 550 #5.1.1 bad address"),
    ("wrong status", HARD, "5.7.1", "smtp; 550 5.7.1 <lou.hay@remote.example>... User not known here"),
    ("wrong status", HARD, "5.3.0", "smtp; 550 5.3.0 <lou.hay@remote.example>: User does not exist"),
    ("wrong status", SOFT, "5.1.1", "smtp; 552 5.1.1 over quota"),
    ("wrong status", SOFT, "5.0.0", "smtp; 421 come back later"),
    ("vague", HARD, "5.1.1", "smtp; 550 rejected"),
    ("vague", HARD, "5.0.0", "smtp; 550 5.0.0 failed"),
    ("vague", SOFT, "5.0.0", "smtp; 554 5.0.0 transaction failed"),
    ("closed", HARD, "5.2.1", "smtp; 550 5.2.1 mailbox closed"),
    ("closed", HARD, "5.2.0", "smtp; 550 5.2.0 account lou.hay is gone, closed by owner"),
    ("moved", HARD, "5.1.6", "smtp; 550 5.1.6 recipient no longer on server"),
    ("not allowed", SOFT, "5.7.1", "smtp; 550 5.7.1 recipient only accepts mail from known senders"),
    ("not allowed", SOFT, "5.7.1", "smtp; 571 delivery not authorized, message refused"),
    ("expired", SOFT, "5.4.7", "smtp; 554 5.4.7 delivery expired, last error 450 host busy"),
    ("dns", HARD, "5.4.4", "dns; remote.example has no MX and no A record"),
    ("dns", SOFT, "5.4.3", "dns; directory server failure, lookup timed out"),
    ("dns", HARD, "5.1.2", "smtp; 550 Host unknown"),
    ("address", HARD, "5.1.3", "smtp; 553 5.1.3 mailbox name not allowed"),
    ("refused", SOFT, "5.7.1", "smtp; 550 5.7.1 Mail from corner.example is refused by user's own rule"),
    ("german", HARD, "5.0.0", "smtp; 550 Empfaenger unbekannt"),
    ("french", HARD, "5.0.0", "smtp; 550 Destinataire inconnu"),
    ("spanish", HARD, "5.0.0", "smtp; 550 El usuario no existe"),
    ("italian", SOFT, "5.0.0", "smtp; 552 Casella di posta piena"),
    ("czech", HARD, "5.0.0", "smtp; 550 Uzivatel neexistuje"),
]  # fmt: skip


def cases() -> Iterator[Case]:
    """Yield every case."""
    for family, kind, from_, subject, words in WORDS:
        back = f"{words}\n\n{OURS.format(to=TO)}"
        yield Case(family, kind, TO, plain(from_, subject, back))
    for family, kind, status, says in REPORTS:
        yield Case(
            family,
            kind,
            TO,
            report(
                "postmaster@mx.remote.example",
                "Delivery report",
                "It was not delivered.",
                f"Final-Recipient: rfc822; {TO}\nAction: failed\nStatus: {status}\n"
                f"Diagnostic-Code: {says}\n",
                to=TO,
            ),
        )
