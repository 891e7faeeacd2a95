"""Bounces in words: what servers write that know no report, or write one badly.

A bounce is known by several signs together: who it is from, an empty return path, how
its subject and its first lines begin. One sign alone is what a person may write, too:
"Re: Undeliverable: your order" with a question in it is hers.
"""
# ruff: noqa: RUF001  # these letters are meant

from __future__ import annotations

import re

from email.message import Message

from shopkeeper.listen.mail_in.kinds import About, MailKind
from shopkeeper.listen.mail_in.parts import (
    addresses_in,
    header,
    inner_message,
    parts_of,
    sender,
    words_of,
)
from shopkeeper.listen.mail_in.verdicts import verdict_of


_DAEMON = re.compile(
    r"mailer-?daemon|^postmaster|mail ?delivery (?:sub)?system|mail (?:administrator|"
    r"router|system)|^(?:mdaemon|majordomo|mailsystem|mail-?admin|bounce|mmdf|uucp|"
    r"maildelivery|mta|postfix|qmail|exim|smtp|gateway|mailgate)\b|system "
    r"administrator|"
    r"systemadministrator|microsoft outlook|administrat\w+ (?:du système|del sistema|"
    r"di "
    r"sistema)|internet mail (?:delivery|service)|email ?delivery|delivery[- "
    r"](?:status|"
    r"failure|report|notif)|undeliver|nondeliver|mailbox-?daemon|no-?reply@.{0,20}"
    r"(?:bounce|delivery)|mail-?daemon|mailmaster|mxgate|mail ?gateway",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"^\W{0,4}(?:undeliver(?:able|ed)|undelivery|mail (?:delivery )?(?:failed|failure|"
    r"error|system error|could not)|returned (?:e-?)?mail|failure notice|failed mail|"
    r"delivery[ -](?:status notification|failure|failed|report|error|problem|has "
    r"failed|"
    r"has been delayed|delay|unsuccessful|incomplete|notif)|(?:non|un)-?deliver|ndn\b|"
    r"message (?:status|delivery|undeliver|not delivered|could not|you sent|delayed|"
    r"blocked|rejected|returned)|mail (?:delivery|status|not delivered|returned|"
    r"undeliver|"
    r"was not|delayed)|your (?:message|e-?mail|mail) .{0,40}(?:could ?n.t|not|wasn.t|"
    r"bounced|was (?:not|rejected|returned))|warning: (?:could not send|message|mail)|"
    r"could not (?:send|deliver)|cannot send|unable to deliver|e-?mail (?:could not|"
    r"delivery|not delivered|was not|returned|undeliver)|(?:re)?bounced? mail|"
    r"nondeliver|"
    r"user unknown|no such user|address (?:not found|error|unknown)|problem delivering|"
    r"notification d.(?:échec|état)|mail system error|recipient (?:not|unknown)|"
    r"(?:permanent|temporary) delivery|there was an error sending|sorry, we (?:could|"
    r"can)|"
    r"undeliverable mail|smtp error|error: |rejected mail|automatically rejected|"
    r"error (?:sending|delivering|while|in )|"
    r"considered (?:unsolicited|spam)|mail rejected|"
    r"unzustell|nicht zustell|zustell(?:ung|fehler|bericht)|unzugestellt|fehler bei "
    r"der|"
    r"(?:ihre |die )?(?:nachricht|e-?mail|mail) .{0,40}(?:nicht|unzustell|zurück)|"
    r"non[ -]?remis|échec|non délivr|message non|retour de|avis de non|impossible de|"
    r"notification .{0,20}(?:échec|non)|courrier|no se (?:puede|pudo|ha podido)|"
    r"no entregad|sin entregar|error (?:de|en la) (?:env|entrega)|correo (?:no|"
    r"devuelto)|"
    r"mensaje (?:no|devuelto)|notificación|non recapita|mancat[ao] |recapito|"
    r"errore (?:di|nella) |messaggio non|posta non|onbestelbaar|niet (?:af|be)|"
    r"(?:bericht|e-?mail) (?:niet|kon)|não (?:entreg|foi)|mensagem (?:não|devol)|falha|"
    r"e-?mail não|devolvid|devolu|niedostarcz|nie (?:można|dostarcz|udało)|"
    r"(?:wiadomość|poczta) nie|zwrot|olever|ej lever|kan inte|kunde inte|leverans|"
    r"ikke[ -]?lever|uleveret|kan ikke|kunne ikke|leveringsfeil|toimittamaton|"
    r"viestiä ei|nedoruč|doručen|kézbesít|не ?(?:доставлен|удалось)|недоставлен|"
    r"сообщение не|ошибка|ваше (?:письмо|сообщение) не|возврат|退信|无法(?:投递|送达)|"
    r"系统退信|投递(?:失败|状态)|未(?:配信|送|達)|配信(?:不能|できま|エラー)|送信(?:エラー|できま)|"
    r"メールが|配送|반송|배달|전송|teslim edil|iletilem)",
    re.IGNORECASE,
)
_INTRO = re.compile(
    r"this (?:message|report|e-?mail|notice|is|notification) (?:was (?:created|"
    r"generated)|"
    r"is (?:an )?(?:automatically|auto)|is (?:a )?(?:system|"
    r"computer))[^.]{0,60}(?:mail|"
    r"generat|delivery|notif)|this is the (?:mail system|qmail|postfix|mail delivery|"
    r"machine generated|mail server|e-?mail system|\w+ program)|hi\. this is the|"
    r"delivery (?:to|has failed|failed|of)|(?:was|were|has|have) (?:not|been) (?:able "
    r"to )?"
    r"(?:deliver|undeliver|reject|return)|could(?:n['’]t| not) (?:be )?deliver|"
    r"(?:unable|failed|impossible|not able) to (?:be )?(?:deliver|send|relay)|"
    r"undeliver(?:able|ed)|did not reach|not (?:be |been )?(?:delivered|sent|"
    r"transmitted)|"
    r"wasn['’]t (?:able|delivered)|permanent (?:fatal )?error|transcript of (?:the )?"
    r"session|(?:following|these) (?:address|recipient|destination)|returned to (?:you|"
    r"sender)|delivery (?:error|fail|report|status)|failure notice|bounced|"
    r"non-?deliver|"
    r"nicht (?:zugestellt|ausgeliefert|übermittelt|zustell)|konnte nicht|unzustellbar|"
    r"zustellung|n['’](?:a|ont) (?:pas )?(?:pu|été)|non (?:remis|délivr)|échec|"
    r"no (?:se )?(?:ha )?(?:podido|pudo|puede)|no (?:fue|ha sido) entreg|non (?:è "
    r"stato|"
    r"può|ha potuto|recapit)|impossibile|niet (?:worden )?(?:af|be|gezonden)|bezorgd|"
    r"não (?:pôde|foi|pode)|entregue|nie (?:została?|można|mog|udało)|dostarcz|"
    r"kunde inte|kunne ikke|kan ikke|levere|не (?:было|удалось|может|доставлен)|"
    r"доставл|"
    r"(?:无法|未能|不能)(?:投递|送达|发送)|退回|(?:配信|送信|配送|届け)|배달|전송",
    re.IGNORECASE,
)
_COPY = re.compile(
    r"\n[ \t>]*(?:-{2,} ?(?:this is a copy|below this line|copy of|original message|"
    r"returned message|the original|undelivered message|message header|returned mail|"
    r"included is|message text|original mail|unsent message|the header|header of|"
    r"ursprüng|"
    r"mensaje original|message d.origine|messaggio originale|oorspronkelijk)|-{5,} ?\n"
    r"(?:return-path|received|from|date|message-id): |(?:return-path|received): |"
    r"original message (?:headers|follows|header)|the original message|message "
    r"headers? "
    r"follow|copy of (?:the )?(?:original )?message|your (?:original )?message "
    r"(?:follows|"
    r"was|header|reads)|received: from|\+{5,} original|={4,}.{0,20}original|unsent "
    r"message|"
    r"(?:here|below) is (?:a copy|the original)|the (?:header|first|text) of (?:the|"
    r"your) "
    r"(?:original )?message|ursprüngliche nachricht|originalnachricht|"
    r"x-message-[a-z]+:)",
    re.IGNORECASE,
)
_LATE = re.compile(
    r"delay|warning: (?:could not send|message|mail)|still (?:being )?(?:tr|undeliv)|"
    r"not yet (?:been )?deliver|will (?:keep|continue|retry|be retried|try)|"
    r"do not need to resend|no action is required|verzöger|retard|retras|ritard|"
    r"vertrag|"
    r"atras|opóźni|försen|forsink|задерж|延迟|遅れ|遅延",
    re.IGNORECASE,
)
_OF_HER_OWN = re.compile(
    r"^\s*(?:re|aw|sv|antw|antwort|rv|ris|r|odp|vs|回复)\s*:", re.IGNORECASE
)
_CODE = re.compile(r"(?<![\d.])[45][0-5]\d(?=[ \-\]):;,\n])|[#( ][45]\.\d\.\d{1,3}\b")
_ENOUGH = 4


def read_bounce(message: Message) -> list[About]:
    """Return whom a bounce in words is about; nothing if it is none."""
    text = words_of(message)
    own = _machines_words(text)
    if _signs_of(message, own) < _ENOUGH:
        return []
    failed = addresses_in(header(message, "X-Failed-Recipients"))
    if not failed:
        failed = _recipient(message, own)
    subject = header(message, "Subject")
    found = verdict_of(_about_it(own))
    if not found.sure:
        in_all = verdict_of(f"{own}\n{subject}")
        found = in_all if in_all.sure else found
    if not found.hard and not found.sure and _LATE.search(f"{subject}\n{own[:1500]}"):
        kind, because = MailKind.SOFT_BOUNCE, "it is late, and still being tried"
    else:
        kind = MailKind.HARD_BOUNCE if found.hard else MailKind.SOFT_BOUNCE
        because = found.because
    return [
        About(address=one, kind=kind, because=because, status=found.status)
        for one in failed[:20] or [""]
    ]


def _signs_of(message: Message, own: str) -> int:
    """Count what speaks for a bounce; `_ENOUGH` make one."""
    subject = header(message, "Subject")
    path = message.get("Return-Path")
    signs = 3 * bool(message.get("X-Failed-Recipients"))
    signs += 2 * bool(_DAEMON.search(" ".join(sender(message)).strip()))
    signs += 2 * bool(_DAEMON.search(sender(message)[1]))
    signs += 2 * (path is not None and str(path).strip() in ("<>", ""))
    signs += 2 * bool(_SUBJECT.search(subject))
    signs += bool(_INTRO.search(own[:1500]))
    signs += bool(_CODE.search(own))
    signs += message.get_content_type() == "multipart/report"
    signs -= 3 * bool(_OF_HER_OWN.search(subject))
    automatic = header(message, "Auto-Submitted").lower().startswith("auto-replied")
    # Whoever says "delivered" of a parcel has no machine's words around it.
    if not _INTRO.search(own[:1500]) and not _CODE.search(own):
        signs -= 2
    robot = automatic and not bool(_SUBJECT.search(subject))
    return signs - 2 * robot


def _machines_words(text: str) -> str:
    ends = _COPY.search(text)
    return text[: ends.start()] if ends and ends.start() > 0 else text


def _about_it(own: str) -> str:
    """Leave out what such letters always say, of us and to us."""
    return _ALWAYS.sub(" ", own)


_ALWAYS = re.compile(
    r"(?:please )?(?:check|retype|verify|correct|double-?check)[^.\n]{0,120}(?:try|"
    r"again|"
    r"resend|address)[^.\n]{0,60}|for further assistance[^.\n]{0,120}|please try "
    r"(?:re)?send"
    r"[^.\n]{0,120}|if the problem (?:continues|persists)[^.\n]{0,80}|your? (?:own "
    r")?text "
    r"from[^.\n]{0,80}|(?:this is a permanent error[;,]? )?i['’]?ve given "
    r"up[^.\n]{0,60}|"
    r"sorry it didn['’]t work out|try to re-?send[^.\n]{0,80}|contact (?:your|the) "
    r"(?:system |network |mail )?administrator[^.\n]{0,60}|please contact[^.\n]{0,80}",
    re.IGNORECASE,
)


def _recipient(message: Message, own: str) -> list[str]:
    """Return the addresses in the machine's words that are neither end's own."""
    ours = set(addresses_in(header(message, "To") + " " + header(message, "Cc")))
    theirs = sender(message)[1]
    found = [
        one
        for one in addresses_in(own)
        if one not in ours
        and one != theirs
        and not re.match(r"postmaster@|mailer-daemon@|abuse@|support@|helpdesk@", one)
        and not re.search(r"\d{6,}.*@|@[\d.]+$|@.*\b(?:local|lan|internal)$", one)
    ]
    if found:
        return found[:1]
    for part in parts_of(message):
        inner = inner_message(part)
        if inner is not None and (told := addresses_in(header(inner, "To"))):
            return told[:1]
    back = re.search(r"(?im)^to: .{0,200}", words_of(message))
    return addresses_in(back.group())[:1] if back else []
