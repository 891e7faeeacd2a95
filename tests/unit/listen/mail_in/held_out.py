"""Mails of servers that were never looked at: written last, looked at by totals only.

Whoever changes the reader leaves these alone, and looks at `figures` without --wrong.
"""

from __future__ import annotations

from collections.abc import Iterator

from tests.unit.listen.mail_in.forms import OURS, Case, feedback, person, plain, report


HARD, SOFT, RECEIPT = "hard_bounce", "soft_bounce", "receipt"
COMPLAINT, AUTO, REPLY = "complaint", "auto_reply", "reply"
TO = "kim.berg@away.example"
_COPY = "\n\n" + OURS.format(to=TO)

# family, kind, from, subject, words: bounces without a report
WORDS = [
    ("domino", HARD, "Postmaster@away.example", "DELIVERY FAILURE: User kim.berg (kim.berg@away.example) not listed in Domino Directory", "Your message\n\n  Subject: Your tea is back\n\nwas not delivered to:\n\n  kim.berg@away.example\n\nbecause:\n\n  User kim.berg (kim.berg@away.example) not listed in Domino Directory\n"),
    ("domino", HARD, "Administrator@away.example", "ZUSTELLUNGSFEHLER: Benutzer kim.berg nicht im Domino-Verzeichnis aufgeführt", "Ihr Dokument: Your tea is back\nkonnte nicht zugestellt werden an: kim.berg@away.example\nwegen: Benutzer kim.berg (kim.berg@away.example) nicht gefunden im Domino-Verzeichnis\n"),
    ("domino", SOFT, "Postmaster@away.example", "DELIVERY FAILURE: Error delivering to KIM BERG/AWAY; Database disk quota exceeded", "Your message was not delivered to:\n\n  kim.berg@away.example\n\nbecause:\n\n  Error delivering to KIM BERG/AWAY mail.nsf; Database disk quota exceeded\n"),
    ("domino", SOFT, "Postmaster@away.example", "DELIVERY FAILURE: Maximum hop count exceeded. Message probably in a routing loop.", "was not delivered to:\n\n  kim.berg@away.example\n\nbecause:\n\n  Maximum hop count exceeded.  Message probably in a routing loop.\n"),
    ("courier", HARD, '"Courier mail server at away.example" <MAILER-DAEMON@away.example>', "NOTICE: mail delivery status.", "This is a delivery status notification from away.example,\nrunning the Courier mail server, version 0.75.\n\nThe original message was received from mail.corner.example.\n\n                           UNDELIVERABLE MAIL\n\nYour message to the following recipients cannot be delivered:\n\n<kim.berg@away.example>:\n     550 User unknown.\n"),
    ("courier", SOFT, '"Courier mail server at away.example" <MAILER-DAEMON@away.example>', "WARNING: delayed mail.", "This is a delivery status notification from away.example.\n\nYour message to the following recipients has not yet been delivered:\n\n<kim.berg@away.example>:\n     Connection refused; 4.4.1\n\nThe delivery of your message will be retried.\n"),
    ("opensmtpd", HARD, "Mailer Daemon <MAILER-DAEMON@mail.corner.example>", "Delivery status notification: error", "    Hi!\n\n    This is the MAILER-DAEMON, please DO NOT REPLY to this email.\n\n    An error has occurred while attempting to deliver a message for\n    the following list of recipients:\n\nkim.berg@away.example: 550 5.1.1 <kim.berg@away.example>: Recipient address rejected: User unknown\n\n    Below is a copy of the original message:\n"),
    ("opensmtpd", SOFT, "Mailer Daemon <MAILER-DAEMON@mail.corner.example>", "Delivery status notification: warning", "    This is the MAILER-DAEMON, please DO NOT REPLY to this email.\n\n    A message is delayed for more than 4 hours for the following list of recipients:\n\nkim.berg@away.example: Network error on destination MXs\n\n    Please note that this is only a temporary failure report.\n"),
    ("zimbra", HARD, "MAILER-DAEMON (Mail Delivery System) <MAILER-DAEMON@away.example>", "Undelivered Mail Returned to Sender", "This is the mail system at host zimbra.away.example.\n\nI'm sorry to have to inform you that your message could not be delivered.\n\n<kim.berg@away.example>: unknown user: \"kim.berg\"\n"),
    ("mdaemon", HARD, "MDaemon@away.example", "Permanent Delivery Failure", "The attached message had PERMANENT fatal delivery errors!\n\nAfter one or more unsuccessful delivery attempts the attached message has been removed from the mail queue on this server.\n\nSession Transcript:\n  --> RCPT To:<kim.berg@away.example>\n  <-- 550 <kim.berg@away.example>, Recipient unknown\n"),
    ("mdaemon", SOFT, "MDaemon@away.example", "Temporary Delivery Failure", "The following message had TEMPORARY delivery problems to kim.berg@away.example.\n\nThis is a warning only. It will be tried again every 60 minutes.\n  <-- 452 insufficient system storage\n"),
    ("groupwise", HARD, "Mailer-Daemon@away.example", "Mail System Error - Returned Mail", "The message that you sent was undeliverable to the following:\n\tkim.berg (user not found)\n\nkim.berg@away.example\n"),
    ("groupwise", SOFT, "Mailer-Daemon@away.example", "Message status - undeliverable", "The message that you sent was undeliverable to the following:\n\tkim.berg@away.example (mailbox full)\n"),
    ("imail", HARD, "Postmaster <postmaster@away.example>", "Undeliverable Mail", "Unknown user: kim.berg@away.example\nRCPT TO generated following response:\n550 Invalid recipient kim.berg@away.example\n\nOriginal message follows.\n"),
    ("imail", SOFT, "Postmaster <postmaster@away.example>", "Undeliverable Mail", "User mailbox exceeds allowed size: kim.berg@away.example\n\nOriginal message follows.\n"),
    ("sun", HARD, "Internet Mail Delivery <postmaster@away.example>", "Delivery Notification: Delivery has failed", "This report relates to a message you sent with the following header fields:\n\n  Subject: Your tea is back\n\nYour message cannot be delivered to the following recipients:\n\n  Recipient address: kim.berg@away.example\n  Reason: Remote SMTP server has rejected address\n  Diagnostic code: smtp;550 5.1.1 unknown or illegal alias: kim.berg@away.example\n"),
    ("sun", SOFT, "Internet Mail Delivery <postmaster@away.example>", "Delivery Notification: Delivery has been delayed", "Your message has been enqueued and undeliverable for 4 hours to the following recipients:\n\n  Recipient address: kim.berg@away.example\n  Reason: unable to deliver this message after 4 hours\n\nThe mail system will continue to try to deliver your message for an additional 116 hours.\n"),
    ("mailru", HARD, "mailer-daemon@corp.post.example", "Mail failure.", "This message was created automatically by the mail system (mPOP Web-Mail 2.19).\n\nA message that you sent could not be delivered to one or more of its recipients. The following address(es) failed:\n\n**********************\nkim.berg@away.example: user not found\n**********************\n"),
    ("yandex", HARD, "mailer-daemon@ya.post.example", "Недоставленное сообщение", "Это письмо отправлено почтовым сервером.\n\nК сожалению, мы вынуждены сообщить Вам о том, что Ваше письмо не может быть отправлено одному или нескольким адресатам.\n\n<kim.berg@away.example>: host mx.away.example said: 550 5.7.1 No such user!\n"),
    ("mailru", SOFT, "mailer-daemon@corp.post.example", "Mail failure.", "A message that you sent could not be delivered:\n\nkim.berg@away.example: mailbox is full\n"),
    ("qq", HARD, "PostMaster@qq.post.example", "来自邮箱的退信/Systems bounce", "退信原因: 收件人邮箱账号不存在，请检查邮箱地址。\n收件人: kim.berg@away.example\nhost mx.away.example said: 550 Mailbox not found.\n"),
    ("netease", SOFT, "Postmaster@163.post.example", "系统退信/Systems bounce", "抱歉，您的邮件被退回来了……\n收件人邮箱已满 kim.berg@away.example\nSMTP error, DATA: 552 Mailbox space not enough\n"),
    ("gmx", HARD, "GMX Mailer Daemon <mailer-daemon@gmx.post.example>", "Mail delivery failed: returning message to sender", "This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of its recipients. This is a permanent error. The following address failed:\n\nkim.berg@away.example:\nSMTP error from remote server for RCPT TO command, host: mx.away.example\n550 Requested action not taken: mailbox unavailable\n\n--- The header of the original message is following. ---\n"),
    ("webde", SOFT, "mailer-daemon@web.post.example", "Mail delivery failed: returning message to sender", "This message was created automatically by mail delivery software.\n\nkim.berg@away.example:\nSMTP error from remote server for TEXT command, host: mx.away.example\nreason: 552 5.2.2 Mailbox quota exceeded\n\n--- The header of the original message is following. ---\n"),
    ("t-online", HARD, "Mail Delivery System <mailer-daemon@t.post.example>", "Zustellung fehlgeschlagen: E-Mail nicht zustellbar", "Ihre E-Mail konnte nicht zugestellt werden.\n\nkim.berg@away.example:\n550 5.1.1 Empfänger unbekannt\n"),
    ("orange", HARD, "Mail Delivery System <MAILER-DAEMON@opme.post.example>", "Echec de remise de votre message", "Votre message n'a pas pu être remis à son destinataire.\n\n<kim.berg@away.example>: Adresse d'au moins un destinataire invalide. Invalid recipient. OFR_416 [416]\n"),
    ("free", SOFT, "MAILER-DAEMON@free.post.example", "Message non remis", "Votre message n'a pas pu être délivré à <kim.berg@away.example> :\nla boîte aux lettres du destinataire est pleine.\n"),
    ("libero", HARD, "Mail Delivery Service <mailadm@libero.post.example>", "Messaggio non recapitato", "Il messaggio non è stato recapitato a:\n<kim.berg@away.example>\nMotivo: utente sconosciuto (550)\n"),
    ("libero", SOFT, "Mail Delivery Service <mailadm@libero.post.example>", "Messaggio non recapitato", "Il messaggio non è stato recapitato a:\n<kim.berg@away.example>\nMotivo: la casella del destinatario è piena.\n"),
    ("terra", HARD, "MAILER-DAEMON@terra.post.example", "Mensagem não entregue", "A mensagem não pôde ser entregue ao destinatário:\n<kim.berg@away.example>: o endereço não existe (550)\n"),
    ("uol", SOFT, "MAILER-DAEMON@uol.post.example", "Falha na entrega da mensagem", "Não foi possível entregar sua mensagem a kim.berg@away.example:\na caixa postal está cheia (552)\n"),
    ("telefonica", HARD, "Mail Delivery System <postmaster@telefonica.post.example>", "Correo no entregado", "No se ha podido entregar su mensaje a:\n<kim.berg@away.example>\nUsuario desconocido (550)\n"),
    ("wp", HARD, "MAILER-DAEMON@wp.post.example", "Zwrot wiadomości", "Wiadomość nie mogła zostać dostarczona do:\n<kim.berg@away.example>\n550 Nieznany użytkownik\n"),
    ("docomo", HARD, "mail_delivery_subsystem@docomo.post.example", "User unknown", "The user(s) account is disabled or unknown.\nUnknown address: kim.berg@away.example (550)\n"),
    ("kddi", HARD, "Mail Administrator <postmaster@kddi.post.example>", "Mail System Error - Returned Mail", "Your mail sent on: Tue, 10 Mar 2026 could not be delivered.\nkim.berg@away.example\nUser unknown: 550\n"),
    ("nifty", HARD, "MAILER-DAEMON@nifty.post.example", "配信エラーのお知らせ", "次のあて先へのメッセージはエラーのため送信できませんでした。\nkim.berg@away.example\n宛先不明 (550 Unknown user)\n"),
    ("facebook", HARD, "Mail <mailer-daemon@mx.fb.example>", "Sorry, your message could not be delivered", "This message was created automatically by Facebook. Your message could not be delivered to kim.berg@away.example:\n550 5.1.1 RCP-P2 Recipient does not exist\n"),
    ("hotmail", HARD, "postmaster@hot.post.example", "Delivery Status Notification (Failure)", "This is an automatically generated Delivery Status Notification.\n\nDelivery to the following recipients failed.\n\n       kim.berg@away.example\n\n550 Requested action not taken: mailbox unavailable\n"),
    ("hotmail", SOFT, "postmaster@hot.post.example", "Delivery Status Notification (Delay)", "This is an automatically generated Delivery Status Notification.\n\nTHIS IS A WARNING MESSAGE ONLY.\n\nYOU DO NOT NEED TO RESEND YOUR MESSAGE.\n\nDelivery to the following recipients has been delayed.\n\n       kim.berg@away.example\n"),
    ("mmdf", HARD, "Mail Router <mmdf@away.example>", "Failed mail  (msg.a0123)", "    Your message could not be delivered to\n    'kim.berg@away.example (host: away.example) (queue: smtp)' for the following\n    reason:  '<kim.berg@away.example>... User unknown'\n"),
    ("smail", HARD, "<MAILER-DAEMON@away.example>", "mail failed, returning to sender", "|------------------------- Message log follows: -------------------------|\n no valid recipients were found for this message\n|------------------------- Failed addresses follow: ---------------------|\n <kim.berg@away.example> ... unknown user\n|------------------------- Message text follows: ------------------------|\n"),
    ("smail", HARD, "<MAILER-DAEMON@away.example>", "mail failed, returning to sender", "|------------------------- Failed addresses follow: ---------------------|\n <kim.berg@away.example> ... unknown host\n|------------------------- Message text follows: ------------------------|\n"),
    ("notes old", HARD, "Notes Gateway <postmaster@away.example>", "NDN: Your tea is back", "Sorry. Your message could not be delivered to:\n\nkim.berg@away.example (The name was not found at the remote site. Check that the name has been entered correctly.)\n"),
    ("mimecast", SOFT, "Mimecast <postmaster@mimecast.example>", "[Postmaster] Email Delivery Failure", "This is a delivery failure notification message indicating that an email you addressed to email address :\n--  kim.berg@away.example\n\ncould not be delivered. The problem appears to be :\n-- Recipient email server rejected the message\n\nAdditional information follows :\n-- 554 Email rejected due to security policies - MCSpamSignature\n"),
    ("mimecast", HARD, "Mimecast <postmaster@mimecast.example>", "[Postmaster] Email Delivery Failure", "This is a delivery failure notification message indicating that an email you addressed to email address :\n--  kim.berg@away.example\n\ncould not be delivered. The problem appears to be :\n-- Recipient email address is possibly incorrect\n\nAdditional information follows :\n-- 5.1.1 User email address is unknown\n"),
    ("mailmarshal", SOFT, "MailMarshal <mailmarshal@away.example>", "Message blocked: Your tea is back", "MailMarshal (an automated content monitoring gateway) has stopped the following message sent to kim.berg@away.example, because it may contain unacceptable content.\nYour message was not delivered.\n"),
    ("mailmarshal", HARD, "MailMarshal <postmaster@away.example>", 'Undeliverable Mail: "Your tea is back"', "Your message:\n   From: bounces@corner.example\n   Subject: Your tea is back\nCould not be delivered because of\n\n550 5.1.1 User unknown\n\nThe following recipients were affected:\n    kim.berg@away.example\n"),
    ("interscan", HARD, "InterScan Notification <postmaster@away.example>", "Mail could not be delivered", "Sent <<< RCPT TO:<kim.berg@away.example>\nReceived >>> 550 5.1.1 <kim.berg@away.example>... user unknown\n\nThe message could not be delivered.\n"),
    ("sophos", SOFT, "postmaster@gateway.away.example", "Your message was rejected", "Your message to kim.berg@away.example was rejected. Reason: attachment type banned by policy (554).\n"),
]  # fmt: skip
# family, kind, status, what the far server said: reports
REPORTS = [
    ("ses", HARD, "5.1.1", "smtp; 550 5.1.1 <kim.berg@away.example>... User unknown"),
    ("ses", SOFT, "5.3.0", "Amazon SES has suppressed sending: smtp; 554 5.3.0 message content rejected"),
    ("ses", SOFT, "4.4.7", "smtp; 550 4.4.7 Message expired: unable to deliver in 840 minutes. <421 4.4.0 Unable to lookup DNS for away.example>"),
    ("sendgrid", HARD, "5.1.1", "550 5.1.1 The email account that you tried to reach does not exist."),
    ("sendgrid", SOFT, "5.7.1", "550 5.7.1 Message blocked due to content"),
    ("proofpoint", HARD, "5.1.1", "smtp; 550 5.1.1 User Unknown - proofpoint"),
    ("proofpoint", SOFT, "5.7.0", "smtp; 554 5.7.0 Blocked - see https://ipcheck.example/?ip=192.0.2.25"),
    ("ironport", HARD, "5.1.0", "smtp; 5.1.0 - Unknown address error 550-'5.1.1 <kim.berg@away.example>: Recipient address rejected: User unknown in relay recipient table' (delivery attempts: 0)"),
    ("ironport", HARD, "5.1.2", "smtp; 5.1.2 - Bad destination host 'DNS Hard Error looking up away.example (MX):  NXDomain' (delivery attempts: 0)"),
    ("ironport", SOFT, "5.4.7", "smtp; 5.4.7 - Delivery expired (message too old) 'timeout' (delivery attempts: 43)"),
    ("ironport", SOFT, "5.3.0", "smtp; 5.3.0 - Other mail system problem 554-'Your access to this mail system has been rejected due to poor reputation' (delivery attempts: 0)"),
    ("barracuda", SOFT, "5.7.1", "smtp; 550 permanent failure for one or more recipients (kim.berg@away.example:blocked)"),
    ("barracuda", HARD, "5.1.1", "smtp; 550 5.1.1 <kim.berg@away.example>: Recipient address rejected: No such domain at this location"),
    ("icloud", HARD, "5.1.1", "smtp; 550 5.1.1 unknown or illegal alias: kim.berg@away.example"),
    ("icloud", SOFT, "5.2.2", "smtp; 552 5.2.2 kim.berg@away.example: user is over quota"),
    ("icloud", SOFT, "5.7.1", "smtp; 550 5.7.1 [CS01] Message rejected due to local policy. Please visit https://support.example/"),
    ("comcast", HARD, "5.1.1", "smtp; 550 5.1.1 Not our Customer"),
    ("comcast", SOFT, "4.2.0", "smtp; 452 4.1.1 too many recipients"),
    ("cox", HARD, "5.1.1", "smtp; 550 5.1.1 <kim.berg@away.example> recipient rejected - mailbox does not exist"),
    ("att", HARD, "5.5.1", "smtp; 550 5.5.1 Recipient rejected - ecelerity: invalid user"),
    ("verizon", HARD, "5.1.1", "smtp; 550 4.2.1 mailbox temporarily disabled: no, 550 5.1.1 Email address could not be found, or was misspelled"),
    ("laposte", HARD, "5.5.0", "smtp; 550 5.5.0 Service refuse. Veuillez verifier l'adresse: compte inconnu. LPN007_510"),
    ("laposte", SOFT, "4.5.0", "smtp; 421 4.5.0 Service refuse, veuillez essayer plus tard. LPN007_405"),
    ("orange", HARD, "5.1.1", "smtp; 550 5.1.1 Adresse d'au moins un destinataire invalide. Invalid recipient. OFR_416"),
    ("seznam", HARD, "5.1.1", "smtp; 550 5.1.1 Sorry, no mailbox here by that name."),
    ("rambler", HARD, "5.1.1", "smtp; 550 5.1.1 <kim.berg@away.example> Invalid mailbox"),
    ("yandex", SOFT, "5.7.1", "smtp; 554 5.7.1 Message rejected under suspicion of SPAM; https://ya.example/"),
    ("fastmail", HARD, "5.1.1", "smtp; 550 5.1.1 <kim.berg@away.example>: Recipient address rejected: User unknown"),
    ("fastmail", SOFT, "4.7.0", "smtp; 451 4.7.1 <unknown[192.0.2.25]>: Client host rejected: Please try again slower"),
    ("rackspace", HARD, "5.1.1", "smtp; 550 5.1.1 kim.berg@away.example: Recipient address rejected: away.example"),
    ("zoho", HARD, "5.1.1", "smtp; 553 5.1.1 Relaying disallowed. Invalid Domain - away.example; unknown recipient"),
    ("zoho", SOFT, "5.7.1", "smtp; 554 5.7.1 Email cannot be delivered. Reason: Email detected as Spam by spam filters."),
    ("naver", HARD, "5.1.1", "smtp; 550 5.1.1 No such user - nsmtp"),
    ("naver", SOFT, "5.2.2", "smtp; 552 5.2.2 Mailbox full - nsmtp"),
    ("netvigator", HARD, "5.0.0", "smtp; 550 Recipient kim.berg@away.example does not exist"),
    ("telia", HARD, "5.1.1", "smtp; 550 5.1.1 Adressen finns inte: kim.berg@away.example"),
    ("kpn", SOFT, "5.2.2", "smtp; 550 5.2.2 Postvak van de ontvanger is vol"),
    ("bt", HARD, "5.2.1", "smtp; 550 5.2.1 This account has been closed by its owner"),
    ("sky", SOFT, "5.0.0", "smtp; 554 Denied [CS] [6c5fa0a5.0] (Mode: normal) by policy"),
    ("messagelabs", HARD, "5.1.1", "smtp; 550 Invalid recipient <kim.berg@away.example> (#5.1.1)"),
    ("messagelabs", SOFT, "5.3.0", "smtp; 501 Connection rejected by policy [7.7]: 38, please visit http://labs.example/"),
    ("trend", HARD, "5.7.1", "smtp; 550 5.7.1 <kim.berg@away.example>: Recipient address rejected: user kim.berg@away.example does not exist"),
    ("haraka", SOFT, "5.0.0", "smtp; 550 I cannot deliver mail for a message that has been in the queue for more than 72 hours"),
    ("kerio", HARD, "5.1.1", "smtp; 550 5.1.1 User does not exist"),
    ("dovecot", SOFT, "5.2.2", "<kim.berg@away.example> Quota exceeded (mailbox for user is full)"),
    ("axigen", HARD, "5.0.0", "smtp; 550 kim.berg@away.example: account locked permanently, recipient no longer on server"),
    ("stalwart", SOFT, "5.7.1", "smtp; 550 5.7.1 DMARC policy violation"),
    ("james", HARD, "5.1.2", "dns; Host away.example unknown: no such domain"),
]  # fmt: skip
COMPLAINTS = [
    ("Feedback-Type: abuse\nUser-Agent: Rackspace/1.0\nVersion: 1\nOriginal-Rcpt-To: kim.berg@away.example\n", "fbl@rack.example"),
    ("Feedback-Type: abuse\nUser-Agent: ReturnPathFBL/2.0\nVersion: 1\nOriginal-Mail-From: bounces@corner.example\nOriginal-Rcpt-To: <kim.berg@away.example>\n", "feedbackloop@rp.example"),
    ("User-Agent: Mail.Ru/1.0\nFeedback-Type: ABUSE\nVersion: 1\nOriginal-Rcpt-To: kim.berg@away.example\n", "fbl@corp.post.example"),
    ("Feedback-Type: miscategorized\nUser-Agent: X\nVersion: 1\nOriginal-Rcpt-To: kim.berg@away.example\n", "fbl@x.example"),
    ("Version: 1\nUser-Agent: Synacor\nFeedback-Type: abuse\nRemoval-Recipient: kim.berg@away.example\n", "fbl@cloudfilter.example"),
    ("Feedback-Type: abuse\nVersion: 1\nUser-Agent: Seznam-FBL\nArrival-Date: Tue, 10 Mar 2026 10:00:00 +0000\nSource-IP: 192.0.2.25\n", "fbl@seznam.example"),
    ("Feedback-Type: opt-out-list\nVersion: 1\nUser-Agent: Y\nOriginal-Rcpt-To: kim.berg@away.example\n", "fbl@y.example"),
]  # fmt: skip
ROBOTS = [
    ("Kim Berg <kim.berg@away.example>", "Automatisch svar: Te", "Jeg er på ferie til 20. mars.", {"Auto_Submitted": "auto-generated"}),
    ("kim.berg@away.example", "Automatikus válasz: tea", "Szabadságon vagyok 20-ig.", {"X_Auto_Response_Suppress": "All", "Auto_Submitted": "auto-generated"}),
    ("kim.berg@away.example", "Otomatik yanıt: çay", "20 Mart'a kadar ofis dışındayım.", {"Auto_Submitted": "auto-replied"}),
    ("kim.berg@away.example", "Răspuns automat: ceai", "Sunt în concediu până pe 20 martie. Urgent: Bea.", {}),
    ("kim.berg@away.example", "Αυτόματη απάντηση: τσάι", "Είμαι εκτός γραφείου έως 20/3.", {"Precedence": "auto_reply"}),
    ("kim.berg@away.example", "자동 회신: 차", "3월 20일까지 부재중입니다. 급한 일은 동료에게 연락하세요.", {"Auto_Submitted": "auto-replied"}),
    ("kim.berg@away.example", "OOO Re: Your tea is back", "I'm on parental leave until 1 September. Please contact Bea Moss for anything urgent.", {}),
    ("kim.berg@away.example", "Away from my desk", "I will be away from 9 to 13 March, and will answer your e-mail when I am back on 16 March.", {}),
    ("support@away.example", "Case 00123456: Your tea is back", "Your case number is 00123456. Please do not reply to this email.", {"X_Autoreply": "true"}),
    ("kim.berg@away.example", "Re: Your tea is back", "Kim Berg has left the company. For all matters please contact info@away.example. This mailbox is not monitored.", {"Auto_Submitted": "auto-replied"}),
    ("confirm@choicemail.example", "Verify your e-mail to kim.berg", "kim.berg uses anti-spam software. Please click here to verify that you are a person so that your message is delivered.", {"Precedence": "bulk"}),
    ("kim.berg@away.example", "Absence du bureau", "Bonjour, je suis absent du 9 au 13 mars. En cas d'urgence, contactez Bea Moss.", {"X_Mailer": "Autorespond 2.1"}),
    ("kim.berg@away.example", "Fuori sede", "Sarò assente dal 9 al 13 marzo. Per urgenze chiamare la sede.", {}),
    ("kim.berg@away.example", "Afwezigheid: thee", "Ik ben met vakantie tot 20 maart; bij dringende zaken kunt u Bea bellen.", {}),
    ("kim.berg@away.example", "Your tea is back", "Ich bin derzeit nicht im Büro und ab dem 16.3. zurück am Platz. Dringendes an meine Vertretung.", {"X_FC_MachineGenerated": "true"}),
]  # fmt: skip
PEOPLE = [
    ("Re: Your tea is back", "Two packets please. I'm away until Friday so leave them with my neighbour."),
    ("Undelivered", "My order 55012 is still undelivered. Where is it?"),
    ("Re: DELIVERY FAILURE", "I tried to write to sales@ and got this. Please forward my question.\n\n> was not delivered to: sales@corner.example\n> User not listed in Domino Directory"),
    ("Mail returned", "Your letter came back to you, I suppose: the street number was wrong. It is 14, not 41."),
    ("Re: Ihr Tee", "Danke, aber ich bin nicht mehr im Büro unter dieser Nummer erreichbar. Bitte auf dem Handy anrufen."),
    ("Out of office chairs?", "Are you out of office chairs or do you still have the blue one?"),
    ("Re: Votre thé", "Je suis désolée, j'étais en vacances. C'est encore possible de commander ?"),
    ("vacation rental", "Do you deliver to the vacation rentals at the harbour?"),
    ("Re: Your tea is back", "STOP SENDING ME THIS. I have asked three times."),
    ("Failure", "The kettle is a failure, it does not work at all. I want my money back."),
    ("Re: Your case", "Your case number does not exist on the page. What now?"),
    ("Unknown", "I found an unknown charge of 12.90 on my card from you. What is it?"),
    ("Re: té", "No existe esa talla en la página, ¿la tienen?"),
    ("Antw: Uw thee", "Het adres is onbekend bij de bezorger. Kunt u het controleren?"),
    ("Sv: Ditt te", "Tack! Jag hämtar det på lördag."),
    ("Returned mail order", "I would like to return a mail order. How does it work?"),
]  # fmt: skip


def cases() -> Iterator[Case]:
    """Yield every case."""
    for family, kind, from_, subject, words in WORDS:
        yield Case(family, kind, TO, plain(from_, subject, words + _COPY))
    for family, kind, status, says in REPORTS:
        yield Case(
            family,
            kind,
            TO,
            report(
                f"Mail Delivery System <mailer-daemon@{family}.example>",
                "Delivery Status Notification",
                "Your message was not delivered.",
                f"Final-Recipient: rfc822; {TO}\nAction: failed\nStatus: {status}\n"
                f"Diagnostic-Code: {says}\n",
                to=TO,
            ),
        )
    for fields, from_ in COMPLAINTS:
        yield Case("feedback", COMPLAINT, TO, feedback(fields, from_=from_, to=TO))
    for from_, subject, words, heads in ROBOTS:
        more = {"Return_Path": "<>", **heads}
        raw = plain(from_, subject, words, to="hello@corner.example", **more)
        yield Case("robot", AUTO, "", raw)
    for subject, words in PEOPLE:
        yield Case(
            "person",
            REPLY,
            "kim@away.example",
            person(subject, words, from_="Kim Berg <kim@away.example>"),
        )
