"""Complaints, robots that answer, and people: what was looked at while it was made."""

from __future__ import annotations

from collections.abc import Iterator

from tests.unit.listen.mail_in.forms import OURS, Case, feedback, person, plain


COMPLAINT, AUTO, REPLY, RECEIPT = "complaint", "auto_reply", "reply", "receipt"
TO = "ann.lee@far.example"

FEEDBACK = [
    (COMPLAINT, "staff@hot.example", "complaint about message from 192.0.2.25", "Feedback-Type: abuse\nUser-Agent: Hot FBL/0.1\nVersion: 1\nOriginal-Rcpt-To: ann.lee@far.example\nSource-IP: 192.0.2.25\n"),
    (COMPLAINT, "feedback@arf.mail.yahoo.example", "Yahoo! Feedback", "Feedback-Type: abuse\nUser-Agent: Yahoo!-Mail-Feedback/2.0\nVersion: 0.1\nOriginal-Mail-From: <bounces@corner.example>\nOriginal-Rcpt-To: ann.lee@far.example\nReported-Domain: corner.example\n"),
    (COMPLAINT, "scomp@aol.example", "Email Feedback Report for IP 192.0.2.25", "Feedback-Type: abuse\nUser-Agent: AOL SComp\nVersion: 0.1\nReceived-Date: Tue, 10 Mar 2026 05:00:00 -0500\nSource-IP: 192.0.2.25\nReported-Domain: corner.example\nRedacted-Address: redacted\n"),
    (COMPLAINT, "feedback@comcast.example", "FBL report", "Feedback-Type: abuse\nVersion: 1\nUser-Agent: Fbl/1.0\nOriginal-Mail-From: bounces@corner.example\nRemoval-Recipient: <ann.lee@far.example>\n"),
    (COMPLAINT, "fbl@provider.example", "Fraud report", "Feedback-Type: fraud\nUser-Agent: SomeGenerator/1.0\nVersion: 1\nOriginal-Rcpt-To: <ann.lee@far.example>\n"),
    (COMPLAINT, "fbl@provider.example", "Report", "Version: 1\nUser-Agent: X/1\nFeedback-Type: Abuse\nOriginal-Rcpt-To: rfc822;ann.lee@far.example\n"),
    (COMPLAINT, "optout@provider.example", "Unsubscribe", "Feedback-Type: opt-out\nVersion: 1\nUser-Agent: X/1\nOriginal-Rcpt-To: ann.lee@far.example\n"),
    (COMPLAINT, "fbl@provider.example", "virus", "Feedback-Type: virus\nVersion: 1\nUser-Agent: X/1\nOriginal-Rcpt-To: ann.lee@far.example\n"),
    (COMPLAINT, "fbl@provider.example", "other", "Feedback-Type: other\nVersion: 1\nUser-Agent: X/1\nOriginal-Rcpt-To: ann.lee@far.example\n"),
    (RECEIPT, "fbl@provider.example", "Not spam", "Feedback-Type: not-spam\nVersion: 1\nUser-Agent: X/1\nOriginal-Rcpt-To: ann.lee@far.example\n"),
    (RECEIPT, "noreply-dmarc@provider.example", "FW: Your tea is back", "Feedback-Type: auth-failure\nVersion: 1\nUser-Agent: X/1\nAuth-Failure: dmarc\nOriginal-Rcpt-To: ann.lee@far.example\n"),
]  # fmt: skip
DESKS = [
    ("staff@hot.example", "complaint about message from 192.0.2.25", "", ""),
    ("SpamCop robot <123456@reports.spamcop.example>", "[SpamCop (192.0.2.25) id:123456]Your tea is back", "[ SpamCop V5.3.0 ]\nThis message is brief for your comfort. Please use links below for details.\n\nEmail from 192.0.2.25 / Tue, 10 Mar 2026\n", ""),
    ("abuse@provider.example", "Abuse report for your network", "One of our customers has reported the attached mail as spam.\nRecipient: ann.lee@far.example\n", ""),
    ("feedback-loop@web-provider.example", "Spam-Beschwerde", "Ein Nutzer hat die folgende E-Mail als Spam markiert.\nEmpfänger: ann.lee@far.example\n", ""),
    ("fbl@fournisseur.example", "Plainte pour spam", "Un de nos abonnés a signalé comme spam le message joint.\nDestinataire: ann.lee@far.example\n", ""),
    ("postmaster@antispam.example", "Spam report", "Feedback-Type: abuse\nOriginal-Rcpt-To: ann.lee@far.example\nSource-IP: 192.0.2.25\n", ""),
]  # fmt: skip

# from, subject, words, headers
ROBOTS = [
    ("Ann Lee <ann.lee@far.example>", "Automatic reply: Your tea is back", "I am out of the office until 20 March with limited access to email.", {"Auto_Submitted": "auto-generated", "X_Auto_Response_Suppress": "All"}),
    ("Ann Lee <ann.lee@far.example>", "Out of Office: Your tea is back", "I'm away until Monday 16 March. In urgent cases please contact Bea Moss.", {}),
    ("Ann Lee <ann.lee@far.example>", "Re: Your tea is back", "Thank you for your mail. I am on annual leave from 9 March to 20 March and will reply when I return.", {"Auto_Submitted": "auto-replied"}),
    ("ann.lee@far.example", "Re: Your tea is back", "I am away from my mail until 1 April.", {"Precedence": "bulk", "X_Mailer": "vacation 1.2.7.0"}),
    ("ann.lee@far.example", "Abwesenheitsnotiz: Ihr Tee", "Ich bin bis zum 20.03. nicht im Büro. In dringenden Fällen wenden Sie sich bitte an Frau Moos.", {"Auto_Submitted": "auto-generated"}),
    ("ann.lee@far.example", "Automatische Antwort: Ihr Tee", "Vielen Dank für Ihre Nachricht. Ich bin im Urlaub und ab dem 23.03. wieder erreichbar.", {}),
    ("ann.lee@far.example", "Réponse automatique : Votre thé", "Je suis absente jusqu'au 20 mars. En cas d'urgence, merci de contacter Bea Moss.", {"X_Auto_Response_Suppress": "DR, OOF, AutoReply"}),
    ("ann.lee@far.example", "Absence", "Je suis en congé du 9 au 20 mars, de retour le 23.", {"X_Autoreply": "yes"}),
    ("ann.lee@far.example", "Respuesta automática: Su té", "Estoy fuera de la oficina hasta el 20 de marzo. Para asuntos urgentes, contacte con Bea.", {}),
    ("ann.lee@far.example", "Risposta automatica: Il suo tè", "Sono fuori ufficio fino al 20 marzo. Per urgenze contattare Bea Moss.", {}),
    ("ann.lee@far.example", "Automatisch antwoord: Uw thee", "Ik ben afwezig tot en met 20 maart. Voor dringende zaken: Bea Moss.", {"Auto_Submitted": "auto-replied"}),
    ("ann.lee@far.example", "Resposta automática: Seu chá", "Estou de férias até 20 de março. Em caso de urgência, contacte a Bea.", {}),
    ("ann.lee@far.example", "Odpowiedź automatyczna: herbata", "Jestem na urlopie do 20 marca. W pilnych sprawach proszę o kontakt z Beą.", {}),
    ("ann.lee@far.example", "Autosvar: Ditt te", "Jag är på semester till 20 mars. Vid brådskande ärenden, kontakta Bea.", {}),
    ("ann.lee@far.example", "Autosvar: Din te er tilbage", "Jeg er på ferie til d. 20. marts. Ved haste, kontakt Bea.", {}),
    ("ann.lee@far.example", "Automaattinen vastaus: Tee", "Olen lomalla 20.3. asti. Kiireellisissä asioissa ota yhteyttä Beaan.", {"Auto_Submitted": "auto-generated"}),
    ("ann.lee@far.example", "Автоответ: Ваш чай", "Я в отпуске до 20 марта. По срочным вопросам обращайтесь к Бее.", {}),
    ("ann.lee@far.example", "自動応答: お茶", "3月20日まで不在にしております。緊急の場合は別の者にご連絡ください。", {"Auto_Submitted": "auto-replied"}),
    ("ann.lee@far.example", "自动回复: 茶", "我正在休假，3月20日回来。如有紧急事情请联系同事。", {}),
    ("ann.lee@far.example", "Automatická odpověď: čaj", "Jsem mimo kancelář do 20. března, v urgentní věci kontaktujte kolegyni.", {"Precedence": "auto_reply"}),
    ("ann.lee@far.example", "Re: Your tea is back", "Ann Lee no longer works at Far Ltd. Your message will not be forwarded; please contact info@far.example.", {}),
    ("ann.lee@far.example", "Auto: Your tea is back", "This mailbox is no longer monitored. Do not reply to this message.", {}),
    ("help@far.example", "[Ticket #48213] Your tea is back", "Thank you for contacting Far Ltd. Your request has been received; ticket number 48213. Please do not reply to this e-mail.", {"Auto_Submitted": "auto-generated"}),
    ("no-reply@far.example", "We have received your message", "This is an automated message. We will get back to you within 2 working days.", {}),
    ("ann.lee@far.example", "Please confirm your message to ann.lee", "Your message is being held. Click on this link to verify that you are a human and have it delivered: https://spamarrest.example/a?b", {"X_Autoreply": "yes"}),
    ("boxtrapper@far.example", "Your email requires verification verify#abc", "The message you sent requires that you verify that you are a real live human being and not a spam source. To complete this verification, simply reply to this message and leave the subject line intact.", {"Precedence": "bulk"}),
    ("antispam@uol.example", "AntiSpam UOL » TO: ann.lee", "Clique no link para confirmar. Click here to confirm your message and have it delivered.", {"X_Autoresponder": "1"}),
    ("tmda@far.example", "Confirmation required: Your tea is back", "This message was created automatically. Your message is being held pending confirmation; reply to release it, to prove you are a person.", {"Auto_Submitted": "auto-replied", "Precedence": "bulk"}),
    ("ann.lee@far.example", "My new address", "I have moved! This is an automatic reply: my new address is ann@new.example. This mailbox is not monitored.", {"X_Autogenerated": "Reply"}),
    ("ann.lee@far.example", "Out of Office", "", {"X_POST_MessageClass": "9; Autoresponder"}),
    ("ann.lee@far.example", "Your tea is back", "I am on maternity leave until September. For anything urgent, please contact Bea Moss on 01234 567890.", {"Delivered_To": "Autoresponder"}),
    ("ann.lee@far.example", "Elternzeit Re: Ihr Tee", "Ich bin in Elternzeit, meine Vertretung ist Frau Moos. Ihre Mail wird nicht weitergeleitet.", {"X_Autorespond": "1"}),
    ("Bea Moss <bea@far.example>", "Re: Your tea is back", "I'm currently out of the office and will return on Thursday 12 March. For emergencies call 01234 567890.", {}),
    ("list-request@far.example", "Your message to tea-lovers awaits moderator approval", "Your mail to 'tea-lovers' is being held until the list moderator can review it.", {"Precedence": "bulk", "X_BeenThere": "tea-lovers@far.example"}),
    ("ann.lee@far.example", "Away", "Hello, this is an automatic reply. I'm travelling until 18 March.", {}),
    ("ann.lee@far.example", "Nicht im Büro", "Guten Tag, ich bin vom 9. bis 13.3. abwesend; dringende Fälle bitte an die Zentrale.", {}),
]  # fmt: skip

PEOPLE = [
    ("Re: Your tea is back", "Lovely, please keep two packets for me. Ann"),
    ("Re: Your tea is back", "Sorry for the late reply, I was out of office last week. Yes please send it."),
    ("Re: Your tea is back", "I am on holiday until Monday, but could you hold a packet for me?"),
    ("Re: Undeliverable: my order", "Hello, I got this when I wrote to your other address. What is the right one?\n\n> Delivery has failed to these recipients:\n> orders@corner.example\n> 550 5.1.1 User unknown"),
    ("Undeliverable parcel", "The courier says my parcel could not be delivered because the address was unknown. Can you check? It is 4 Mill Lane."),
    ("Mail delivery failed?", "Did you get my last mail? I think my mailbox was full. Ann"),
    ("Fwd: failure notice", "Why does this come back to me? I only wanted to order tea.\n\n---------- Forwarded message ---------\nFrom: MAILER-DAEMON@far.example\nHi. This is the qmail-send program at far.example.\n<orders@corner.example>:\nSorry, no mailbox here by that name. (#5.1.1)"),
    ("unsubscribe", ""),
    ("STOP", "stop"),
    ("Re: Your tea is back", "This is spam. I never signed up. Take me off your list."),
    ("Spam complaint", "I keep getting your spam although I unsubscribed twice. Stop it or I will report you."),
    ("Re: Ihr Tee ist wieder da", "Danke! Ich war bis gestern im Urlaub und habe Ihre Nachricht erst jetzt gelesen. Bitte zwei Päckchen zurücklegen."),
    ("AW: Ihr Tee", "Leider bin ich ab morgen verreist, aber schicken Sie es bitte an meine Nachbarin."),
    ("Re: Votre thé", "Merci, je suis absente demain mais pouvez-vous le livrer jeudi ?"),
    ("RE: Su té", "Gracias, estoy de vacaciones pero me interesa. ¿Cuánto cuesta?"),
    ("R: Il suo tè", "Grazie, passo domani in negozio."),
    ("Thank you for your message", "It was kind of you to write. We are all well again and will come by on Saturday."),
    ("Out of stock", "You wrote that it is out of stock. When will it be back?"),
    ("Change of address", "We have moved. Our new address is 12 Hill Road. Please send the tea there."),
    ("Returned parcel", "My returned mail order has not been refunded yet: order 55012."),
    ("Delivery failure", "Your driver did not find the house again. Third time! The address is not unknown, it is on the map."),
    ("Re: Ticket 48213", "Thanks, that solved it. You can close the ticket."),
    ("Vacation", "I am planning my vacation and need the tea before 12 March. Is that possible?"),
    ("Re: [Ticket #48213] late order", "Still nothing. I was told it would be here on Friday. Please call me."),
    ("Auto parts", "Do you sell tea in auto repair shops? Just kidding. Ann"),
    ("Absent friends", "We drank your tea to absent friends last night. It was wonderful."),
    ("My account", "I cannot log in: it says my account has been disabled. What happened?"),
    ("Error: invalid user", 'When I sign in on your page, it says "Error: invalid user". I have typed it right.'),
    ("Re: Confirmation required", "Yes, I confirm the appointment on Tuesday at ten."),
    ("Re: Your tea is back", "Please do not reply to this address any more, I use bea@far.example now. And yes, two packets."),
    ("Notification", "Please notify me when the green one is back. I am away from 3 to 8 April, any other day is fine."),
    ("Re: Your tea is back", "ok"),
    ("", "Who are you?"),
    ("Re: Your tea is back", "550 grams or 500? The page says both. Thanks"),
    ("Mailbox", "Can you deliver to a mailbox? Ours is full most of the time, the postman says it does not exist on his list."),
    ("Re: Doručení", "Děkuji, čaj dorazil v pořádku."),
    ("Re: お茶", "ありがとうございます。二袋お願いします。"),
    ("Ответ: Ваш чай", "Спасибо, заказ получила. Когда будет зелёный чай?"),
    ("Returned", "I returned the cup on Monday; it was broken when it arrived. Was the refund sent?"),
    ("Re: Automatic reply: my question", "I wrote last week and only got your automatic reply. Is there a person there?\n\n> Thank you for contacting Corner Shop. Your request has been received."),
]  # fmt: skip


def cases() -> Iterator[Case]:
    """Yield every case."""
    for kind, from_, subject, fields in FEEDBACK:
        address = "" if kind == RECEIPT else TO
        raw = feedback(fields, from_=from_, to=TO, subject=subject)
        yield Case("feedback", kind, address, raw)
    for from_, subject, words, _ in DESKS:
        yield Case("abuse desk", COMPLAINT, TO, _from_desk(from_, subject, words))
    for from_, subject, words, heads in ROBOTS:
        more = {"Return_Path": "<>", **heads}
        raw = plain(from_, subject, words, to="hello@corner.example", **more)
        yield Case("robot", AUTO, "", raw)
    for subject, words in PEOPLE:
        raw = person(subject, words, In_Reply_To="<x@corner.example>")
        yield Case("person", REPLY, "ann@far.example", raw)


def _from_desk(from_: str, subject: str, words: str) -> str:
    """Write what abuse desks send: some words, and our mail attached."""
    return (
        f"From: {from_}\nTo: abuse@corner.example\nSubject: {subject}\n"
        "Date: Tue, 10 Mar 2026 10:00:05 +0000\nMIME-Version: 1.0\n"
        'Content-Type: multipart/mixed; boundary="=_c"\n\n--=_c\n'
        "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n"
        f"{words}\n--=_c\nContent-Type: message/rfc822\n\n"
        f"X-HmXmrOriginalRecipient: {TO}\n{OURS.format(to=TO)}\n--=_c--\n"
    )
