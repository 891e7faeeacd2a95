"""Wishes to be left alone in the languages most spoken in Europe, English aside.

Source: data/listen/RULES.md, (b). Words are asked without their marks (`tongues.bare`);
the first pattern that fits names the scope. Orders, bills and rings back are none.
"""
# ruff: noqa: RUF001  # these letters are meant

from __future__ import annotations

import re

from collections.abc import Iterator

from shopkeeper.listen.tongues import bare


_Rules = tuple[tuple[str, tuple[str, ...]], ...]
_TO_END: dict[str, _Rules] = {
    "de": (
        ("frequency", (
            r"(?:im|pro) (?:monat|woche|jahr) .{0,20}(?:reich|genug|genugt)",)),
        ("erase", (r"daten .{0,12}gelosch",
            (r"losch\w* (?:sie )?(?:bitte )?(?:alle )?(?:meine|unsere) (?:\w+"
            r" )?(?:daten|angaben)"),
            r"(?:meine|unsere) (?:\w+ )?daten (?:\w+ )?(?:zu )?losch")),
        ("marketing", (
            r"keine? (?:weiteren? |mehr )?(?:werbung|werbe\w+|angebote)\b",
            r"prospekte?\b.{0,8}mehr",
            r"werbung (?:bitte )?(?:stoppen|einstellen|abbestellen)")),
        ("phone", (
            r"keine? (?:weiteren? )?(?:anrufe?|telefonate)\b.{0,20}(?:mehr|$)",
            r"nicht (?:mehr|wieder|weiter) an(?:zu)?(?:ruf|gerufen)",
            r"ruf\w* (?:sie )?(?:mich|uns) (?:bitte )?(?:nicht|nie)",
            r"hor\w* (?:sie )?(?:bitte |endlich )?auf,? (?:mich|uns) anzurufen")),
        ("sms", (r"keine? (?:weiteren? )?(?:sms|whatsapp)",)),
        ("email", ((r"(?:send|schick|schreib)\w* .{0,25}kein\w* .{0,12}(?:e-?mails?"
            r"|mails)"), (r"keine? (?:weiteren? )?(?:e-?mails?|mails"
            r"|newsletter)\b.{0,25}(?:mehr|wunsch|von ihnen|senden|schicken|bitte)"),
            r"keine weiteren e?-?mails", r"^(?:bitte )?keine (?:e-?)?mails")),
        ("post", ((r"keine? (?:weiteren? )?(?:post|briefe|kataloge)\b.{0,25}(?:mehr"
            r"|senden|schicken)"),)),
        ("all", (r"in ruhe", r"falsche nummer",
            r"schreib\w* (?:sie )?\w+ (?:bitte )?nicht mehr", r"keine nachrichten",
            r"nicht (?:mehr|wieder|weiter) (?:kontakt|an(?:zu)?schreib|schreib)",
            r"kontaktier\w* (?:sie )?(?:mich|uns) (?:bitte )?(?:nicht|nie)",
            r"abmeld", r"meld\w* (?:sie )?(?:mich|uns) .{0,40}\bab\b", r"verteiler",
            r"keinen kontakt", r"schreib\w* (?:sie )?mir (?:bitte )?(?:nicht|nie)",
            r"hor\w* (?:sie )?(?:bitte |endlich )?auf\b",
            r"nichts mehr (?:von|hor)", r"newsletter .{0,12}(?:ab|kundig)",
            r"^es reicht[.!]*$", r"keine (?:weiteren )?nachrichten (?:mehr|von)")),
    ),
    "fr": (
        ("frequency", (r"par (?:mois|semaine|an) .{0,20}suffi",)),
        ("erase", (r"(?:supprim|effac)\w+ .{0,15}(?:donnees|informations)",)),
        ("phone", (r"ne (?:m'|me |nous )?(?:appel|telephon)\w+ (?:plus|pas|jamais)",
            r"ne plus (?:m'|me |nous )?(?:appel|teleph)",
            r"(?:arret|cess)\w+ (?:de |d')(?:m'|me |nous )?(?:appel|telephon)",
            r"plus (?:d'|de )(?:appels|coups? de fil)")),
        ("sms", (r"plus (?:recevoir )?(?:d'|de |vos )(?:sms|textos)",)),
        ("marketing", (r"ne plus etre demarch", r"plus de prospectus",
            (r"(?:plus|pas|stop|aucune?) (?:recevoir )?(?:(?:a la|de|vos|d')"
            r" ?)?(?:pub\b|publicite|promo|offres)"))),
        ("email", (
            r"plus (?:recevoir )?(?:d'|de |vos )(?:e-?mails?|mails|courriels?)",)),
        ("all", (r"trompez de numero", r"desabonn", r"desinscri",
            r"(?:me|nous) retirer de (?:votre|la|vos)", r"retir\w+[- ](?:moi|nous)",
            r"(?:enlev|supprim)\w+-moi",
            r"laissez[- ](?:moi|nous) (?:tranquille|en paix)",
            (r"ne plus (?:me |nous |m')?(?:contact|ecri|envoy|solliciter"
            r"|recevoir)"), r"ne (?:m'|me |nous )?(?:ecri|contact|envoy)\w+ plus",
            (r"(?:arret|cess)\w+ (?:de |d')(?:m'|me |nous )?(?:ecri|contact"
            r"|envoy|harcel|spam)"), r"ca suffit",
            r"plus (?:entendre parler|de messages)")),
    ),
    "es": (
        ("frequency", (r"(?:al mes|a la semana) (?:me )?(?:basta|es suficiente)",
            r"con un \w+ basta")),
        ("erase", (r"(?:borr|elimin|suprim)\w+ .{0,12}(?:mis datos|mi informacion)",)),
        ("phone", (r"(?:dej|par|ces)\w+ (?:ya )?de llamar",
            r"no (?:me|nos) (?:vuelvan? a )?llam(?:en|e|eis|es)\b",
            r"no vuelv\w+ a llamar", r"(?:no|ni una) (?:mas )?llamadas",
            r"basta de llamadas")),
        ("marketing", (
            (r"(?:no|dej\w+|basta|sin)\b.{0,30}(?:publicidad|ofertas|promos\b"
            r"|promociones)"),)),
        ("sms", (r"no .{0,25}(?:sms|whatsapp)",)),
        ("email", ((r"no (?:me |nos )?(?:envien|envie|manden|mande|quiero"
            r"|mas)\b.{0,25}(?:correos?|e-?mails?)"),
            r"(?:dej|par)\w+ de \w+ (?:correos|e-?mails)")),
        ("all", (r"\bpar[ae]n? ya",
            r"(?:dej|par|ces)\w+ de (?:escrib|envi|mand|molest|contact)",
            r"no (?:me |nos )?(?:escriban?|contacten?|envien?|manden?)\b",
            r"no vuelv\w+ a (?:escrib|contact|envi)", r"en paz",
            r"(?:dar\w*|denme|darse) de baja",
            r"(?:quit|borr|sac|elimin)\w+ .{0,6}de (?:su|la|sus|vuestra) lista",
            r"(?:borr|quit)(?:en|e)me", r"cancel\w+ .{0,12}(?:boletin|newsletter)",
            r"no (?:quiero )?(?:recibir )?mas mensajes")),
    ),
    "it": (
        ("frequency", (r"(?:al mese|alla settimana) .{0,20}(?:sufficiente|basta)",)),
        ("erase", (r"(?:cancell|elimin)\w+ .{0,14}(?:miei )?dati",)),
        ("phone", ((r"non (?:mi |ci )?(?:chiamat|telefonat|chiami|telefoni"
            r"|richiamat)\w* ?(?:mai )?piu"),
            r"non (?:chiamat|telefonat)e(?:mi|ci)",
            (r"(?:smett\w+|basta|piantatela) (?:di )?(?:chiamar|telefonar"
            r"|telefonate|chiamate|con le (?:chiamate|telefonate))"))),
        ("marketing", ((r"(?:non|basta|niente|stop|smett\w+)\b.{0,30}(?:pubblicita"
            r"|promozioni|offerte)"),)),
        ("email", ((r"(?:non .{0,25}piu .{0,24}|basta |niente (?:piu )?)(?:e-?mail"
            r"|mail|posta elettronica)\b"),
            r"non (?:inviat|mandat)\w+ .{0,6}e-?mail")),
        ("post", (r"non .{0,25}piu .{0,24}(?:lettere|posta)\b",)),
        ("sms", (r"(?:basta|niente|non .{0,20}piu)(?: piu)? (?:sms|whatsapp)",)),
        ("all", (r"disiscri", r"disabbon", r"cancellarmi", r"cancellatemi",
            r"smett\w+ di", r"in pace", r"toglietemi", r"rimuovetemi",
            r"non (?:mi )?(?:scriv|contatt|mandat|inviat)\w+ (?:mai )?piu",
            r"non (?:scrivet|contattat|mandat|inviat)e(?:mi|ci)", r"basta messaggi",
            r"annullare l'iscrizione")),
    ),
    "pl": (
        ("frequency", (r"raz na \w+ wystarczy",)),
        ("erase", (r"usun\w* .{0,14}(?:moje )?dane", r"usuniecie (?:moich )?danych")),
        ("phone", (r"(?:nie|przestan\w*|prosze nie) .{0,14}(?:dzwon|telefon)",)),
        ("marketing", (r"nie .{0,25}(?:reklam|ofert|promocj)", r"dosc reklam")),
        ("sms", (r"nie .{0,20}(?:sms)",)),
        ("email", (r"nie (?:wysyla|przysyla|chce)\w* .{0,20}(?:e-?mail|maili)",)),
        ("all", (r"wypis", r"usuniecie mojego adresu",
            r"rezygnuje z (?:newsletter|subskrypcj|otrzymyw)", r"spokoj",
            r"(?:usun|wykresl|skresl)\w* (?:mnie|(?:moj )?adres)", r"z (?:\w+ )?listy",
            r"nie (?:pisz|piszcie|pisac|wysyla\w*|przysyla\w*|kontakt\w*)",
            r"wiecej nie (?:kontakt|pis)",
            r"przesta\w* .{0,14}(?:pis|wysyl|kontakt|przysyl)",
            r"nie chce (?:juz )?(?:wiecej )?(?:otrzymywac|dostawac|wiadomosci)")),
    ),
    "ru": (
        ("erase", (r"удал\w+\W.{0,24}(?:мои|персональн\w+|личн\w+) .{0,10}данн",
            r"удал\w+ данные")),
        ("phone", (
            (r"(?:не|перестан\w+|прекрат\w+|хватит)\b.{0,12}(?:звоните|звони\b"
            r"|звонить|названивать)"), r"никаких звонков")),
        ("marketing", (r"не\b.{0,20}(?:реклам|акци|предложени)",
            r"(?:хватит|без) реклам")),
        ("sms", (r"не\b.{0,20}(?:смс|sms)",)),
        ("email", ((r"не (?:присылайте|шлите|отправляйте|хочу).{0,16}(?:писем|писем"
            r"|e-?mail|имейл|почт)"),)),
        ("all", (r"отпи(?:с|ш)", r"ошиблись номером", r"из (?:вашей )?рассылки",
            r"от рассылки", r"в покое",
            (r"не (?:пишите|пиши\b|присылайте|шлите|беспокойте|связывайтесь"
            r"|отправляйте|контактируйте)"),
            (r"(?:прекрат|перестан)\w+ .{0,12}(?:писать|присылать|слать"
            r"|отправлять|беспокоить)"), r"больше не (?:хочу получать|писать)",
            r"хватит (?:мне )?(?:писать|слать|писем)")),
    ),
    "uk": (
        ("erase", (r"видал\w+\W.{0,24}(?:мої|персональн\w+|особист\w+) .{0,10}дан",)),
        ("phone", ((r"(?:не|припин\w+|перестан\w+|досить)\b.{0,12}(?:дзвоніть"
            r"|дзвонити|телефонуйте|телефонувати)"),)),
        ("marketing", (r"не\b.{0,20}(?:реклам|акці|пропозиц)", r"досить реклам")),
        ("sms", (r"не\b.{0,20}(?:смс|sms)",)),
        ("email", (
            (r"не (?:надсилайте|присилайте|шліть|хочу).{0,16}(?:листів|e-?mail"
            r"|пошт)"),)),
        ("all", (r"відпи(?:с|ш)", r"з (?:вашої )?розсилки", r"від розсилки",
            r"спок(?:ій|ої)",
            (r"не (?:пишіть|надсилайте|присилайте|шліть|турбуйте|зв'язуйтесь"
            r"|контактуйте)"),
            (r"(?:припин|перестан)\w+ .{0,12}(?:писати|надсилати|присилати"
            r"|турбувати)"), r"більше не (?:хочу отримувати|писати)")),
    ),
    "ro": (
        ("erase", (r"sterge\w* .{0,14}date",)),
        ("phone", (r"nu (?:ma |ne )?(?:mai )?(?:sunati|suna\b|telefon)",
            r"inceta\w* sa ma suna")),
        ("marketing", (r"nu .{0,30}(?:reclam|oferte|promoti|publicit)",
            r"fara reclame")),
        ("sms", (r"nu .{0,25}(?:sms|whatsapp)",)),
        ("email", (
            r"nu[- ](?:mi |imi )?(?:mai )?(?:trimit|vreau)\w* .{0,16}e-?mail",)),
        ("all", (r"dezabon", r"gata cu", r"in pace", r"scoate\w*-ma",
            r"inceta\w* sa",
            r"nu (?:ma |imi |ne )?mai (?:contact|scrie|scri|deranj|trimit|cauta)",
            r"nu[- ]mi (?:mai )?(?:scrie|scri|trimit)",
            r"nu mai vreau (?:sa primesc )?(?:mesaj|nimic)")),
    ),
    "tr": (
        ("erase", (r"(?:verilerimi|bilgilerimi) .{0,12}sil",)),
        ("phone", (r"aramay(?:in|iniz)", r"aramayi (?:birak|kes)",
            r"telefon etmeyin", r"\barama\b[.!]*$")),
        ("marketing", (
            (r"(?:reklam|kampanya|promosyon).{0,25}(?:istemiyor|gondermeyin"
            r"|atmayin|almak iste?miyor|durdur)"),)),
        ("sms", ((r"(?:mesaj|sms|whatsapp).{0,16}(?:atmayin|gondermeyin|yollamayin"
            r"|istemiyor)"),)),
        ("email", (
            (r"(?:e-?posta|mail|eposta).{0,16}(?:gondermeyin|atmayin|istemiyor"
            r"|yollamayin)"),)),
        ("all", (r"abonelikten", r"abonelig\w+ .{0,12}iptal",
            r"listeniz\w* .{0,8}cikar", r"iletisime gecmeyin", r"rahat birak",
            r"yazmayin", r"bulten\w* .{0,10}(?:cik|iptal)", r"rahatsiz etmeyin",
            r"gondermeyin")),
    ),
    "nl": (
        ("erase", (r"(?:verwijder|wis)\w* .{0,14}(?:gegevens|data)",)),
        ("phone", (r"(?:bel|belt) (?:me|mij|ons) (?:alstublieft )?(?:niet|nooit)",
            r"niet meer (?:te )?(?:bellen|gebeld)",
            r"stop met (?:me |mij |ons )?(?:te )?bellen", r"geen telefoontjes")),
        ("marketing", (
            r"(?:geen|stop) (?:\w+ ){0,3}(?:reclame|aanbiedingen|promoties)",)),
        ("sms", (r"geen (?:sms|whatsapp)",)),
        ("email", (
            (r"(?:stuur|zend|wil)\w* .{0,20}geen (?:\w+ )?(?:e-?mails?|mails?"
            r"|mailtjes)"), r"geen (?:e-?mails?|mails?|mailtjes) meer")),
        ("all", (r"met rust", r"geen (?:\w+ )?nieuwsbrie", r"schrijf me uit",
            r"uitschrijv", r"afmeld", r"meld me .{0,20}af",
            r"van (?:uw|de|jullie) (?:mailing)?lijst", r"geen contact meer",
            r"geen berichten", r"niets meer (?:van|horen)",
            (r"stop met (?:me |mij |ons )?(?:te )?(?:mailen|schrijven|sturen"
            r"|contact)"), r"neem geen contact", r"schrijf (?:me|mij) niet")),
    ),
    "pt": (
        ("erase", (r"(?:apag|elimin|exclu)\w+ .{0,12}(?:meus )?dados",)),
        ("phone", (r"nao (?:me )?(?:liguem?|telefonem?)",
            r"nunca mais me (?:lig|telef)", r"par\w+ de (?:me )?ligar")),
        ("marketing", (r"nao .{0,25}(?:publicidade|ofertas|promocoes)",)),
        ("sms", (r"par\w+ com os? sms", r"nao .{0,20}sms")),
        ("email", (r"nao .{0,20}mais e-?mails?",)),
        ("all", (r"(?:parem?|chega) de",
            r"nao quero (?:receber )?mais (?:mensagens|nada)", r"em paz",
            r"nao (?:me )?(?:contact|contat|envi|mand|escrev)\w+ mais",
            r"cancelar (?:a )?(?:inscricao|subscricao)", r"remov\w+-me")),
    ),
}  # fmt: skip
_RULES = {
    tongue: tuple(
        (scope, re.compile(rf"\b(?:{'|'.join(patterns)})")) for scope, patterns in rules
    )
    for tongue, rules in _TO_END.items()
}

# Few words may be told for a neighbour's: its patterns are asked as well.
_NEAR = {
    "ru": ("ru", "uk"), "uk": ("uk", "ru"), "es": ("es", "pt", "it", "fr"),
    "pt": ("pt", "es", "fr", "it"), "it": ("it", "es", "pt", "fr"),
    "fr": ("fr", "pt", "es", "it"), "de": ("de", "nl", "pl"), "nl": ("nl", "de"),
    "pl": ("pl",), "ro": ("ro", "it", "pt"), "tr": ("tr", "fr"),
}  # fmt: skip


def foreign_scopes(low: str, tongue: str) -> Iterator[str]:
    """
    Yield the scope that a sentence in another language than English wishes, if any.

    Args:
        low: The sentence, plain.
        tongue: Of `tongues.STOPS_ONLY`; all of them are asked where it is `unknown`.

    Example:
        >>> list(foreign_scopes("nie dzwońcie do mnie więcej", "pl"))
        ['phone']
    """
    words = bare(low)
    if low.rstrip().endswith("?"):
        return
    own = [_RULES[name] for name in _NEAR.get(tongue, (tongue,)) if name in _RULES]
    own = own or list(_RULES.values())
    for rules in own:
        for scope, pattern in rules:
            if pattern.search(words):
                yield scope
                return
