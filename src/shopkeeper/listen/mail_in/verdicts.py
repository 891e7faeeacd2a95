"""Is an address gone for good, or was it only this once? From codes and words.

Hard is what will be the same tomorrow because of the address itself: nobody there by
that name, closed, moved away, no such domain, a domain that takes no mail. A full
mailbox, a refusal of what was written or of who wrote it, and all that a machine calls
temporary is soft: she is there.

Sources: RFC 5321, section 4.2; RFC 3463 and its registry; RFC 7505 (null MX). Servers
write the same code for both, so their words go before their codes.
"""
# ruff: noqa: RUF001  # these letters are meant

from __future__ import annotations

import re

from collections.abc import Mapping

from msgspec import Struct


class Verdict(Struct, frozen=True, kw_only=True):
    """Hard or soft, why, and whether words or codes said so (`sure`)."""

    hard: bool
    because: str
    status: str = ""
    sure: bool = True


_MOST = 20_000
_STATUS = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d]|\.\d)")
_REPLY = re.compile(r"(?<![\d.:/-])([45][0-5]\d)(?=[ \-#:<,)\n]|$)")
_CONTINUED = re.compile(r"(?<![\d.])[45][0-5]\d-(?:[245]\.\d{1,3}\.\d{1,3}\s)?")


def _one_of(*words: str) -> re.Pattern[str]:
    return re.compile("|".join(words))


_FULL = _one_of(
    r"(?:mail ?box|in-?box|mail ?folder|mail ?drop|account|maildir|postbox)(?:'s)?"
    r"(?: \S{0,40})? (?:is |was |has |are |quota )?(?:currently |too |now )?"
    r"(?:full|over|at its limit)",
    r"over ?-?quota", r"quota.{0,30}(?:exceed|full|violat|reached|limit|exhaust)",
    r"(?:exceed|over|reached|beyond|violat)\w*.{0,40}(?:quota|storage|allocat|mailbox)",
    r"(?:disk|mail) ?(?:quota|space)", r"not enough (?:\w+ )?(?:space|storage)",
    r"out of (?:disk |storage )?(?:space|storage)", r"mailbox size", r"\bmbox full",
    r"insufficient (?:\w+ )?(?:storage|space|disk)", r"no space left", r"storage limit",
    r"too many messages in (?:the |this )?(?:mailbox|folder)", r"too much mail",
    r"full mailbox", r"(?:in-?box|mailbox) full", r"mbx full", r"5\.2\.2|4\.2\.2",
    r"(?:postfach|mailbox|briefkasten).{0,40}(?:voll|überfüllt|kontingent|speicher)",
    r"speicherplatz", r"kontingent",
    r"(?:boîte|bal\b|messagerie).{0,50}(?:pleine|satur|quota|capacit)",
    r"buz[oó]n.{0,40}(?:llen|cuota|espacio|capacidad)", r"cuota",
    r"casella.{0,50}(?:piena|spazio|quota|limite)",
    r"(?:postvak|mailbox|postbus).{0,40}\bvol\b",
    r"caixa.{0,40}(?:cheia|lotada|espaço|cota)", r"\bcota\b",
    r"skrzynk\w*.{0,40}(?:pełn|przepełnion|limit)", r"przepełnion",
    r"(?:postlåda|inkorg|brevlåda|postkasse|innboks)\w*.{0,30}(?:full|fyldt)",
    r"переполнен", r"квот", r"邮箱(?:已)?满|容量|空间不足|已满",
    r"メールボックス.{0,20}(?:いっぱい|満杯|一杯)", r"容量", r"용량|가득",
)  # fmt: skip

# What is refused is who sent it, or how: said of us, in the words for "unknown".
_OURS = _one_of(
    r"sender (?:address |domain |e?-?mail |verify |ip )?(?:\S{0,60} )?(?:rejected|"
    r"denied|"
    r"verif|does not|domain|not exist|unknown|invalid|refused|blocked|not allowed)",
    r"(?:mail from|return path|envelope from|from address|from domain)\W.{0,40}"
    r"(?:does not|not exist|invalid|unknown|resolve|reject|refus|fail)",
    r"(?:client host|your host|client address|helo|ehlo|reverse ?dns|reverse lookup|"
    r"rdns|"
    r"ptr\b|hostname.{0,20}resolve)",
    r"(?:domain|address) of (?:the )?sender", r"sender'?s (?:domain|address|ip)",
    r"(?:cannot|could not|unable to) (?:verify|resolve) (?:your|sender)",
    r"(?:sender|sending|client|source|connecting)(?:'s)? (?:ip|server|host|mta|mail "
    r"server)",
    r"listed (?:at|in|on|by) \S{0,40}(?:bl\b|bl\.|rbl|list|spam|abuse)",
)  # fmt: skip

_THIS_ONCE = _one_of(
    r"grey-?list", r"gray-?list", r"temporar", r"transient", r"\bdefer", r"throttl",
    r"rate.?limit", r"too (?:many|fast|frequent|quickly)", r"exceeded the rate",
    r"timed? ?out", r"time-?out", r"message expired", r"delivery (?:time )?expired",
    r"retry (?:time|limit)",
    r"could not (?:be delivered|deliver\w*)? ?(?:for|within) (?:the )?"
    r"(?:last |past )?\d+ ?(?:hour|day|minute)", r"(?:for|over|within|past|last) \d+"
    r"(?:\.\d)? (?:hour|day|minute)s?", r"connection (?:was )?(?:refused|reset|lost|"
    r"dropped|closed|died)", r"network (?:is )?(?:error|unreachable)",
    r"no route to host",
    r"server (?:is )?(?:busy|down|unavailable|not available)",
    r"system (?:load|resources)",
    r"resources? (?:temporarily|unavailable)", r"lost connection",
    r"in the queue too long",
    r"too long in (?:the )?queue", r"been in the queue", r"been in (?:the )?queue",
    r"(?:mail|routing|forwarding) loop", r"loop(?:s|ed)? (?:back|detected)",
    r"loop detected", r"too many hops", r"hop count",
    r"try (?:it )?again (?:later|in \d)",
    r"retry (?:later|again)", r"come back later", r"still (?:trying|being retried)",
    r"will (?:continue|keep|be retried|retry|try again)",
    r"not (?:yet )?been delivered yet",
    r"local error in processing", r"internal (?:server )?error", r"maintenance",
    r"vorübergehend", r"zeitweilig", r"später (?:noch ?mal|erneut)", r"momentanément",
    r"provisoire", r"réessay", r"temporal(?:mente)?\b",
    r"intentar\w* (?:más|mas) tarde",
    r"temporane", r"riprova", r"tijdelijk", r"chwilow", r"tymczasow", r"tillfällig",
    r"midlertidig", r"временн", r"稍后|暂时|一時的|일시적",
)  # fmt: skip

_GONE = _one_of(
    r"(?:user|recipient|mailbox|address|account|addressee|alias|addr|rcpt)(?: name)?"
    r"(?: \S{1,80})?,? (?:is |are |was |has been |have been )?(?:an? )?(?:currently )?"
    r"(?:unknown|invalid|nonexist|non-exist|inactive|disabled|deactivated|closed|"
    r"deleted|"
    r"terminated|suspended|discontinued|removed|locked|cancell?ed|undeliverable|"
    r"no longer|not (?:be )?(?:found|known|exist|valid|listed|recogni[sz]ed|here|local|"
    r"our|active|registered|in (?:the |our )?(?:directory|database|system|list|use)|"
    r"allowed to receive|enabled|a valid|hosted|on (?:this|file|our)|present|"
    r"provisioned|"
    r"an? (?:active|existing|known|valid)|defined|available at this)|"
    r"(?:does|did|do)(?:n't| not) (?:exist|have)|doesn['’]?t (?:exist|have)|"
    r"(?:could|can)(?:n['’]t| ?not) be (?:found|resolved|located|matched)|"
    r"wasn['’]t found|isn['’]t (?:active|valid|here|found)|"
    r"(?:has|had) (?:moved|expired|left|been (?:closed|disabled|deactivated|deleted|"
    r"suspended|removed|terminated|discontinued|inactiv|cancel)))",
    r"(?:unknown|invalid|no such|nonexistent|non-existent|inactive|bad|illegal|"
    r"unrout\w+|"
    r"disabled|obsolete|expired|closed|unrecogni[sz]ed|undefined|incorrect|no valid|no|"
    r"wrong|dead) (?:local |destination |final |e-?mail |mail |recipient'?s? |virtual |"
    r"user |or |to )*(?:user|recipient|mailbox|address|addressee|account|person|name|"
    r"alias|"
    r"username|customer|host|domain|local ?part|id)(?:\b|es\b|s\b)(?! (?:or )?"
    r"(?:temporar|over|quota|specified a))",
    r"user(?:id)? unknown", r"unknown[- ](?:to|by|at) (?:this|the|our)",
    r"unknown rcpt",
    r"recipnotfound", r"adr\.(?:recip|badprim|expansion)",
    r"(?:do|does|did)(?:n['’]t| not) (?:exist|match any|have an? (?:account|mailbox|"
    r"email|\S+ account))", r"(?:this )?(?:user|account|address|recipient) doesn['’]?t",
    r"no (?:mailbox|mail ?drop|user|account|one|body|recipient|such)\b.{0,40}"
    r"(?:here|name|by that|with that|found|called|address)", r"no such",
    r"not a (?:known|valid|recogni[sz]ed|current|local|registered) (?:\w+ )?(?:user|"
    r"recipient|mailbox|address|account|customer|subscriber)", r"not our customer",
    r"(?:is |was |are )?not (?:listed|found|registered|known) in", r"nosuchuser",
    r"(?:address|e-?mail|user|account|mailbox|recipient).{0,60}(?:couldn['’]t|could "
    r"not|"
    r"can['’]?t|cannot|can not) be (?:found|located|resolved)", r"address not found",
    r"recipient not found", r"mailbox (?:not found|unavailable|unknown)",
    r"(?:mailbox|account).{0,30}(?:does(?:n['’]t| not) exist|is unavailable|no longer)",
    r"no longer (?:exist|valid|in use|active|available|accept|monitored by|with|at "
    r"this|"
    r"a customer|has an? |have an? |on server|works)", r"(?:is|been|was) (?:disabled|"
    r"deactivated|discontinued|suspended|terminated)", r"not (?:an )?active (?:user|"
    r"account|mailbox)", r"user not local", r"has left (?:the|our)", r"has moved",
    r"undeliverable address", r"unrout\w+", r"unroute?able", r"permanently (?:closed|"
    r"disabled|removed)",
    r"recipient (?:address )?(?:rejected|refused)(?!.{0,60}(?:spam|"
    r"policy|grey|temporar|blocked|access denied\W{0,3}as\d?\(0|blacklist|relay))",
    r"rejected:? (?:un(?:known|deliverable|verified)|no such|invalid|user|account)",
    r"(?:host|domain|server|name|system)(?: name)?(?: \S{1,80})? (?:is |was |does |"
    r"could |"
    r"did )?(?:unknown|not (?:be )?(?:found|exist|resolve\w*|known|listed|registered|"
    r"accept|recogni[sz]ed|defined)|has no (?:mail|mx)|non-?existent|invalid|lookup "
    r"failed"
    r"|doesn['’]t (?:exist|accept|receive|have)|couldn['’]t be (?:found|resolved))",
    r"name or service not known", r"nxdomain", r"null ?mx", r"no (?:mx|a|dns|mail) "
    r"(?:record|entry|or a|server|exchanger|host)", r"nonexistent host",
    r"does(?:n['’]t| not) (?:accept|receive) (?:any |e-?)?mail",
    r"nodename nor servname",
    r"(?:point|resolve)s? to (?:non-existent|nonexistent|localhost|127)",
    r"(?:cannot|couldn['’]t|could not|unable to|can't) (?:find|resolve|locate) (?:a |"
    r"any |"
    r"the )?(?:host|domain|mail|mx|name|route|server|exchanger|recipient|user|mailbox|"
    r"dns)",
    r"couldn['’]t find any host", r"undeliverable to that address",
    r"closed (?:his|her|this|"
    r"the|down)", r"5\.1\.10|5\.4\.310|5\.1\.351",
    r"unbekannt", r"existiert nicht",
    r"nicht (?:gefunden|vorhanden|bekannt|gültig|mehr "
    r"(?:gültig|aktiv|vorhanden|erreichbar|existent))",
    r"ungültige? (?:empf|adress|e-?mail)",
    r"gelöscht", r"deaktiviert", r"gesperrt",
    r"n['’]existe (?:pas|plus)", r"inconnu", r"introuvable", r"désactivé", r"invalide",
    r"n['’]a pas été trouvé", r"n['’]est (?:pas|plus) (?:valide|actif|active)",
    r"no existe", r"desconocid", r"inexistente", r"no se (?:ha )?encontr", r"inválid",
    r"dada de baja", r"desactivad", r"non (?:esiste|trovat|valid|attiv)",
    r"inesistente",
    r"sconosciut", r"disattivat", r"bestaat niet", r"onbekend", r"niet gevonden",
    r"ongeldig", r"não (?:existe|encontrad|localizad|foi (?:encontrad|localizad))",
    r"desconhecid", r"desativad", r"nie (?:istnieje|został znalezion|znalezion)",
    r"nieznan", r"nieprawidłow", r"finns inte", r"okänd", r"hittades inte",
    r"findes ikke",
    r"ukendt", r"ukjent", r"finnes ikke", r"eksisterer ikke", r"ei ole olemassa",
    r"tuntematon", r"neexistuje", r"neznám", r"nem létezik", r"ismeretlen",
    r"не существует", r"не найден", r"неизвестн", r"заблокирован", r"отключен",
    r"不存在|无此用户|不正确|未找到|没有找到|查无", r"存在しま|見つかりません|宛先不明|"
    r"ユーザー?不明|"
    r"ユーザが見つ", r"존재하지|없는 (?:사용자|계정|주소)|찾을 수 없", r"bulunamad|"
    r"mevcut değil",
)  # fmt: skip

# Loosely: a mailbox, and soon after it, in the same sentence, that it is not there.
_LOOSELY_GONE = re.compile(
    r"(?:user|recipient|mailbox|addressee?|account|conference|group|name|alias|host|"
    r"domain|"
    r"computer|destination|person|employee|customer|member|subscriber|client|login|"
    r"e-?mail)"
    r"(?:s|es|\(s\))?\b(?:[^.]|\.(?=\S)){0,60}?(?:(?:\bnot|n['’]t|no longer|never|"
    r"cannot be)"
    r"(?: \w+){0,2}? (?:exist|known|found|valid|listed|recogni|active|registered|"
    r"located|"
    r"resolv|match|assigned|on (?:this|the|our)|here|with us)|\bunknown|\bgone\b|"
    r"\bclosed|"
    r"non-?existent|\binvalid|\bretired|\bdeceased|\babandoned|\bdormant|\bcancell?ed)"
    r"|no matching|(?:can|could|did|does)(?:n['’]t| ?not) (?:find|match|recogni)"
)
_REFUSED = _one_of(
    r"\bspam", r"junk", r"black ?-?list", r"block ?-?list", r"deny ?-?list", r"\brbl\b",
    r"dnsbl", r"reputation", r"policy", r"dmarc", r"dkim", r"\bspf\b", r"virus",
    r"malware",
    r"phish", r"content", r"attachment", r"\bbanned", r"blocked", r"unsolicited",
    r"bulk",
)  # fmt: skip
_MAYBE_REFUSED = _one_of(
    r"not (?:allowed|permitted|authori[sz]ed)", r"unauthenticated", r"authenticat",
    r"too (?:large|big|long)", r"(?:size|length).{0,30}(?:exceed|limit|maximum|large)",
    r"exceeds? .{0,30}(?:size|limit)", r"message size", r"relay", r"access denied",
    r"administrative", r"prohibit", r"\btls\b", r"certificate", r"encrypt",
    r"refused by",
    r"complain", r"suspicio", r"score", r"filter", r"protocol", r"syntax", r"violat",
    r"delivery not authori[sz]ed", r"not accepted", r"restrict",
    r"werbung", r"abgelehnt", r"zu groß", r"refusé", r"indésirable", r"rechazad",
    r"rifiutat", r"geweigerd", r"recusad", r"odrzucon", r"отклонен", r"спам",
    r"垃圾|拒绝|拒否",
)  # fmt: skip

# By status code alone, where no words say more; RFC 3463 and what servers make of it.
_HARD_STATUS = frozenset(
    {"1.0", "1.1", "1.2", "1.3", "1.4", "1.6", "1.9", "1.10", "2.1", "4.4", "4.310"}
)
_HARD_REPLY = frozenset({"550", "551", "553", "556"})
_FROM_O365 = re.compile(r"5\.4\.1\W.{0,80}recipient address rejected: access denied")


def verdict_of(words: str, *, status: str = "") -> Verdict:
    """
    Judge what a server said of an address that it did not deliver to.

    Args:
        words: As it said it, in any language, codes and all.
        status: The report's own status code (RFC 3464, 2.3.4), where it has one.

    Returns:
        Hard only where words or a code say that the address itself is at fault.

    Example:
        >>> verdict_of("550 5.1.1 <a@b.example>: user unknown").hard
        True
        >>> verdict_of("552 5.2.2 mailbox full").because
        'the mailbox is full'
    """
    text = " ".join(words[:_MOST].casefold().split())
    code = _status_in(status) or _status_in(text)
    replies = _REPLY.findall(text)
    plain = " ".join(_CONTINUED.sub(" ", text).split())
    found = _by_words(plain, temporary=_temporary(code, replies))
    if found is None:
        found = _by_code(code, replies)
        if _MAYBE_REFUSED.search(plain) and not code.startswith("5.1."):
            found = Verdict(
                hard=False, because="it refused it, for a reason of its own"
            )
    return Verdict(hard=found.hard, because=found.because, status=code, sure=found.sure)


def _by_words(text: str, *, temporary: bool) -> Verdict | None:
    if _FULL.search(text):
        return Verdict(hard=False, because="the mailbox is full")
    if temporary:
        return Verdict(hard=False, because="the server calls it temporary")
    if _FROM_O365.search(text):
        return Verdict(hard=True, because="nobody there by that name")
    for words, hard, because in _IN_ORDER:
        if words.search(text):
            return Verdict(hard=hard, because=because)
    return None


_IN_ORDER = (
    (_OURS, False, "it refused who sent it, not whom it was for"),
    (_THIS_ONCE, False, "it did not work this once"),
    (_GONE, True, "there is no such mailbox, or not any more"),
    (_REFUSED, False, "it refused what was written, or how it came"),
    (_LOOSELY_GONE, True, "there seems to be no such mailbox"),
)


def _by_code(code: str, replies: list[str]) -> Verdict:
    permanent, _, rest = code.partition(".")
    if rest in _HARD_STATUS and permanent == "5":
        return Verdict(hard=True, because=f"status {code}")
    if code and rest != "0.0":
        return Verdict(hard=False, because=f"status {code}", sure=False)
    hard = bool(replies) and replies[-1] in _HARD_REPLY
    if replies:
        return Verdict(hard=hard, because=f"the server said {replies[-1]}", sure=hard)
    if code:
        return Verdict(hard=False, because="it failed, and nobody says why", sure=False)
    return Verdict(hard=False, because="it does not say why", sure=False)


def _temporary(code: str, replies: list[str]) -> bool:
    if code:
        return code.startswith("4")
    return bool(replies) and all(one.startswith("4") for one in replies)


def _status_in(text: str) -> str:
    found: Mapping[bool, str] = {
        one[0] == "5": ".".join(one) for one in _STATUS.findall(text) if one[0] != "2"
    }
    return found.get(True) or found.get(False) or ""
