"""How a wish to be left alone is put; data for `stops`.

Source: data/listen/RULES.md, (b).
"""

from __future__ import annotations

import re

from shopkeeper.listen.stop_words import CONTACT, CONTACTING, ME


WISH = re.compile(
    r"(?:"
    rf"\b(?:stop|quit|cease|discontinue|halt|refrain from|desist(?: from)?|knock off"
    rf"|end)\s"
    rf"(?:with |all |ever |all the |these |those |this |the |your )*(?:{CONTACTING}\b"
    rf"|sending\b"
    r"|the constant\b|(?:e-?mails?|texts?|calls?|messages?|letters?|adverts?|ads|offers"
    r"|post"
    r"|mailings?|marketing|promotions?|newsletters?|notifications?|sms|spam|junk"
    r"|contact"
    r"|communications?|push|phone calls|text messages|whatsapps?|catalogues?|leaflets?"
    r"|flyers"
    r"|surveys?|\w+ (?:e-?mails?|texts?|calls?|messages?|letters?|alerts?|reminders?"
    r"|newsletters?|mails|notifications?|updates))\b)"
    rf"|\b(?:do not|don't|dont|don t|never|not|can you not|please no|pls no|mustn't"
    rf"|must not"
    rf"|shouldn't)\s(?:ever |be |you |please |dare |to |try to |have to |need to )*"
    rf"(?:{CONTACT}(?:ed)?\b(?=\s*(?:$|[,.!;]|\b(?:{ME}|or|and|again|any ?more|back"
    r"|at|on|by|before|after|until|while|in|about|with|ever|for|to|the|unless|please"
    r"|so)\b))"
    r"|(?:send|post|push|leave|put)(?:ing)?\b(?:\s(?:me|us|her|him|them|my|any|out"
    r"|messages"
    r"|things|anything|letters|leaflets|flyers|stuff|through|\w+ to (?:me|us))\b))"
    r"|\b(?:do not|don't|dont|doesn't|no longer|not|never|didn't)\s(?:really "
    r"|particularly"
    r" |ever )?(?:want|wish|need|care|like|fancy|agree|consent|ask)(?:s|ed)?\s(?:to "
    r"|for |any"
    r" |your |you |these |those |the |more |further |being |it |getting |getting any "
    r"|receiving"
    r" )*(?:hear|receive|get|be (?:contacted|called|e-?mailed|texted|phoned|rung|on"
    r" (?:your|the"
    r"|any)|bothered|disturbed|spammed|messaged|written)|contact|contacted|called|see"
    r"|calls?\b"
    r"|e-?mails?|texts?|letters?|messages?|marketing|adverts?|advertising|ads|offers"
    r"|mail\b"
    r"|promotions?|newsletters?|notifications?|contact|post\b|sms|communications?|spam"
    r"|anything"
    r"|updates|reminders|surveys|catalogues?|leaflets?|\w+ (?:e-?mails|mails|texts"
    r"|calls"
    r"|messages|letters|newsletters?|alerts|reminders|notifications|updates))\b"
    r"|\bno (?:more|further|longer any|additional)\s(?:of )?(?:your |these |those |the "
    r"|any )*"
    r"(?=(?:\w+[ -]){0,2}(?:e-?mails?|texts?|calls?|messages?|letters?|adverts?|ads"
    r"|offers|post"
    r"|mail|mailings?|marketing|promotions?|promos?|newsletters?|notifications?|sms"
    r"|spam|junk"
    r"|contact|communications?|push|whatsapps?|catalogues?|leaflets?|flyers|surveys?"
    r"|alerts?"
    r"|reminders?|updates|tips|mails|deals|sales|quizzes|phone)\b)"
    r"|(?:^|[,;.!]\s?|\band |\bplease |\bpls |\bwants |\bthanks,? )no (?:(?:e-?mails?"
    r"|texts?"
    r"|calls?|phone calls?|messages|letters?|adverts?|ads|marketing|mktg|post|sms"
    r"|contact|junk"
    r" mail|promotions|promos|newsletters?|push notifications|notifications|cold calls"
    r"|advertising|spam|text messages|sales calls|leaflets|catalogues)\b)"
    r"|\b(?:take|taken?|removed?|deleted?|drop|strike|get|scrub|cross|scratch|pull|wipe"
    r"|unlist|leave)\s"
    r"(?:me|us|her|him|them|(?:my|our|this|his|her) (?:e-?mail|mail|phone|mobile|name"
    r"|number"
    r"|address|contact)[\w -]{0,30}?)\s(?:off|from|out of|of)\b"
    r"|\b(?:un-?subs?c?ri?bed?|un-?subscibe|unsuscribe|unsubcribe|unsubscrib"
    r"|opt(?:ing)?[- ]?"
    r"(?:me |us |her )?out|deregister|unlist|sign (?:me|us) off|unregister)\b"
    r"|\b(?:want|like|wish|trying|how (?:do|can) i|can i|could i|please let me)\s(?:to"
    r" )?(?:stop"
    r"|quit)\s(?:getting|receiving|hearing|being (?:called|e-?mailed|texted"
    r"|contacted))\b"
    rf"|\b(?:rather|prefer|appreciate(?: it)?(?: if)?|grateful|mind|better|thank"
    rf" you)\s(?:it |if"
    rf" |that |you |we |i |for |were |could )*(?:didn't|did not|don't|not|wouldn't"
    rf"|stopped|no"
    rf" longer)\s(?:to )?(?:be )?(?:{CONTACT}(?:ed)?|{CONTACTING}|get|receive"
    rf"|send(?:ing)?"
    r"|hear(?:ing)?)\b"
    r"|\b(?:leave (?:me|us|her|him) (?:alone|be|in peace)|lose (?:my|this|our)"
    r" (?:number|address"
    r"|e-?mail)|stay away|go away|get lost|never (?:contact|write|call|text|e-?mail)"
    r"|forget (?:my|this) (?:number|address|e-?mail)|(?:take|keep) your hands off"
    r"|(?:i(?:'ve| have)?"
    r" had|that's|that is) enough of (?:your|these|the|all)|i'?m done with (?:your"
    r"|these|the)"
    r" (?:e-?mails?|texts?|messages?|calls?|newsletters?)|enough with the|enough of the"
    r"|skip the|(?:take|have|give me|i need|like) a break from|give it a rest"
    r"|spare me (?:the|your|any)|hold (?:the|your|all|any)|pause (?:the|your|all|any"
    r"|my)|keep your"
    r" (?:offers|ads|adverts|e-?mails|marketing)|withdraw (?:my|all) (?:marketing"
    r" )?consent"
    r"|revoke my (?:marketing )?(?:consent|permission)|(?:turn|switch) off (?:the|your"
    r"|all|these"
    r"|my|those)|mute (?:the|all)|do without (?:the|your|these|all)|ditch the|drop the"
    r"|lay off"
    r"|ease off altogether|cut out the|not to be (?:contacted|called|e-?mailed|texted)"
    r"|asked not to|take me out of|off your (?:mailing )?list|don't need (?:these|the"
    r"|your))\b"
    r")"
)
FED_UP = re.compile(
    r"\b(?:sick|tired|fed up|had enough)(?: to death)? (?:of|with)(?: all)? (?:your"
    r"|these"
    r"|those|the|getting|receiving|being)\b[^,;.]*"
)
HOURS = re.compile(
    r"\b(?:before|after|between|during|until|outside|past|at)\s(?:my |the |office "
    r"|work(?:ing)?"
    r" |school )*(?:\d{1,2}(?::\d\d)?(?:\s?[ap]m\b| o'clock|\b(?!\d|[/.-]\d| (?:may"
    r"|june|july"
    r"|january|february|march|april|august|september|october|november|december|days"
    r"|weeks"
    r"|months)))|noon|lunch\w*|dark|hours|the (?:morning|evening|night|day)|breakfast"
    r"|dinner"
    r"|weekends?|night|mealtimes?)\b|\b(?:so (?:early|late)|in the (?:mornings?"
    r"|evenings?"
    r"|afternoons?)|at (?:night|weekends?)|on (?:sundays?|saturdays?|weekends?))\b"
)
AGAIN = re.compile(
    rf"\b(?:if|the next time) (?:you|i|u|your \w+|anyone|somebody|(?:one more"
    rf"|another)(?: of your \w+| \w+)?)\s(?:ever |dare |get |receive"
    rf" |send me |see )*(?P<how>{CONTACT}|(?:another|one more|any more|yet another)"
    rf" [\w -]{1, 60}?)\b"
    r".{0,40}?\b(?:again|once more|one more time|another time|i will|i'll|i'm|we'll"
    r"|and)\b"
)
KEEP = re.compile(
    r"\b(?:(?:do not|don't|dont|never|please don't) (?:ever )?(?:stop|quit|unsubscribe"
    r"|remove me"
    r"|take me off|opt me out|cancel)|(?:don't|do not|dont|never) hesitate|(?:didn't"
    r"|did not"
    r"|never|haven't) (?:asked? to |want to |mean to )?(?:be )?(?:unsubscrib\w+"
    r"|opt(?:ed)? out)"
    r"|by (?:mistake|accident)|accidentally|re-?subscribe|why (?:was|am|were|did) (?:i"
    r"|you)"
    r" (?:un|remove|taken|stop)|opt(?:ed)? (?:back )?in|sign me (?:back )?up|put me"
    r" back"
    r"|what happens if|does (?:that|it|this) mean|can't wait|won't stop|couldn't stop"
    r"|stop (?:by|over|in|at|worrying|working|off)|how (?:does|do) (?:your|the) (?:list"
    r"|mailing"
    r"|unsubscrib)|before you stop|i never (?:got|get|received|saw|had)|haven't (?:got"
    r"|had"
    r"|received)|not (?:got|received|had) (?:any|the|your|my)|did(?:n't| not) (?:get"
    r"|receive)"
    r"|why (?:don't|didn't|do|did|am|have)|still waiting)\b"
)
GONE = re.compile(
    r"\b(?:wrong (?:number|person|address|guy|woman|man|customer|e-?mail)|not (?:the"
    r"|that) person"
    r"|(?:no longer|doesn't|does not|never) (?:(?:works?|worked)(?: here| there| at\b"
    r"| for\b| with us)|lives?|lived|with us|employed)(?: here| at this| for)?"
    r"|left the (?:company|firm|business)|not my (?:name|account|order)"
    r"|i(?:'m| am)"
    r" not (?:mr|mrs|ms|miss|dr|called)\b|(?:you have|you've got|got) the wrong|nobody"
    r" (?:of"
    r"|by|called) (?:that|this)|no one (?:of|by|called) (?:that|this)|this (?:isn't|is"
    r" not) (?:his"
    r"|her|their|\w+'s) (?:number|phone|address|e-?mail)|don't know (?:who|any)(?:one"
    r"|body)?"
    r" (?:that is|called|named|\w+ is))\b"
)
ERASE = re.compile(
    r"\b(?:delete|erase|wipe|destroy|remove|purge|scrub|get rid of|shred"
    r"|forget)\s(?:all |of |any"
    r" |every |everything |the |whatever |each |and |both )*(?:(?:(?:of )?my|our|her"
    r"|his|the|about"
    r" (?:me|us)|personal|private|customer|stored|held|any|that) )*(?:personal |private"
    r" |customer"
    r" |contact )?(?:data|details|information|info|records?|file|profile|(?:you|that"
    r" you) (?:hold"
    r"|have|store|keep|know)|traces?|history|about me)\b"
    r"|\b(?:right to (?:be forgotten|erasure)|be forgotten|article 17|art\.? ?17|gdpr"
    r" (?:request"
    r"|deletion|erasure)|forget (?:me|us|i ever)\b(?! not)|(?:delete|erase|wipe|purge)"
    r" (?:me|us"
    r"|everything)\b|data (?:deletion|erasure)|(?:have|want) (?:my|all my) (?:data"
    r"|details"
    r"|information|records) (?:deleted|erased|removed|wiped|destroyed|gone)|remove"
    r" (?:me|us)"
    r" (?:completely |entirely )?from (?:your|all your) (?:database|records|systems?"
    r"|files)"
    r"|(?:my|all) (?:data|details|information|records) (?:to be |must be |should be |be"
    r" )?(?:deleted"
    r"|erased|removed|wiped|destroyed)|keep (?:nothing|no data|no record)|daten l.schen"
    r"|l.schen sie (?:bitte )?(?:alle )?meine daten|supprime[rz] (?:toutes )?mes"
    r" donn.es"
    r"|effacer mes donn.es|borr(?:ar|en|e) (?:todos )?mis datos|elimin(?:ar|en|e) mis"
    r" datos"
    r"|cancella(?:re|te) i miei dati|verwijder mijn gegevens)\b"
)
OFTEN = re.compile(
    r"\b(?:too (?:many|much|often|frequent\w*)|so (?:many|often)|less (?:often"
    r"|frequent\w*|mail"
    r"|e-?mail|of)|fewer|not so (?:many|often|much)|cut (?:down|back) on|cut it down"
    r"|slow (?:it )?"
    r"down (?:on|with)|reduce (?:the )?(?:number|frequency|amount)|tone (?:it )?down"
    r"|ease (?:up|off)"
    r"|(?:once|twice|one|1) (?:a|per|every|each|an?) (?:day|week|month|quarter|year"
    r"|fortnight)"
    r"(?: \w+)? (?:is|would be|will|should be|would|suits)|(?:daily|weekly|monthly"
    r"|quarterly|yearly)"
    r" (?:is|would be|will|would)(?: do| suffice| be)? ?(?:enough|plenty|fine|do|ok"
    r"|okay|better"
    r"|good|sufficient)?|(?:maximum|at most|no more than|not more than|max)(?: of)?"
    r" (?:once|one"
    r"|two|twice|1|2|three)|every (?:day|single day|morning|hour|other day|few (?:days"
    r"|hours))"
    r"|daily|(?:three|four|five|six|seven|ten|\d+) (?:times|e-?mails|texts|messages"
    r"|mails|calls) (?:a"
    r"|per|in one|every|this|in a) (?:day|week|month)|dial (?:it )?down|switch (?:me"
    r" )?to (?:weekly"
    r"|monthly)|more than (?:once|one|twice)|less would be|spread (?:them|it) out|keep"
    r" it to)\b"
)
OFTEN_ENOUGH = re.compile(
    r"\b(?:enough|plenty|fine|do|sufficient|max(?:imum)?|better|nice|e-?mails?|mails?"
    r"|texts?"
    r"|messages?|calls?|letters?|contact|write|hear|newsletters?|post|notifications?"
    r"|from you"
    r"|adverts?|ads|offers|of them|reminders|mailings?|often|suits|updates)\b"
)
ONLY_BY = re.compile(
    r"\b(?:(?:only|just|exclusively|solely)(?: ever)? (?:contact|reach|write to|get"
    r" hold of|speak to"
    r"|get in touch with|message|use)?\s?(?:me |us |her |him )?(?:by|via|through|per|on"
    r"|using|my)?"
    r"\s?(?P<by>e-?mail|text|sms|whats ?app|phone|telephone|post|letter|mail|push)"
    r"(?! (?:me )?(?:about|regarding|for|if|when|on|of|with|my|i|to))"
    r"|(?P<by2>e-?mail|texts?|sms|whats ?app|phone|post|letters?|mail|push) only\b"
    r"|(?:by|via|through) (?P<by3>e-?mail|text|sms|whats ?app|phone|post|letter|mail"
    r"|push)"
    r"(?: and)? (?:only|alone|and nothing else|exclusively|or not at all)"
    r"|nothing (?:but|except|other than) (?P<by4>e-?mails?|texts?|sms|phone|post"
    r"|letters?)"
    r"|(?:only|just) (?P<by5>e-?mail|text|phone|call|ring|write to|post|letters"
    r"|e-?mails|texts)"
    r" (?:me |us |please|from now|in future|$))"
)
FINE = re.compile(
    r"(?:,|;|\.|-|\bbut\b|\band\b|\bthough\b)?\s*(?:\b(?:i|we|she|he)(?:'d| would)?"
    r" prefers?\b(?! (?:it |that )?(?:you|not|no)\b)|(?:the |your |my |an?"
    r" )?[\w -]{2,25}\s(?:is|are|'s"
    r"|remains?) (?:fine|ok|okay|good|welcome|all right|alright|enough|better|great"
    r"|different"
    r"|perfectly fine|still fine|useful|the way)|\bkeep\b|\bbut (?:do|please do|still"
    r"|continue)\b"
    r"|\bexcept\b|\bapart from\b|\bother than\b|\bunless\b|\binstead\b|\bi(?:'d|"
    r" would)? (?:still"
    r" )?(?:want|like|love) (?:the|your|to keep)|\bonly (?:by|via)\b|\bjust (?:e-?mail"
    r"|text|call"
    r"|ring|write|phone|post|send)\b|\b(?:use|try) (?:e-?mail|text|sms|post|the"
    r" phone)\b|, (?:please"
    r" )?(?:e-?mail|text|write|call|ring|phone) (?:me )?(?:instead|if|please|$))"
)

FOREIGN: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), scope)
    for pattern, scope in (
        ((r"\bkeine? (?:weiteren? |mehr )?(?:e-?mails?|mails?|newsletter)\b|nicht mehr"
         r" per e-?mail"),
         "email"),
        (r"\bkeine? (?:weiteren? )?(?:sms|whatsapp|nachrichten per)\b", "sms"),
        ((r"\bkeine? (?:weiteren? )?(?:anrufe?|telefonate)|nicht mehr an(?:zu)?rufen"
         r"|rufen sie (?:mich|uns) (?:bitte )?nicht (?:mehr )?an|ruft"
         r" mich nicht"), "phone"),
        (r"\bkeine? (?:weiteren? )?(?:post|briefe|kataloge)\b", "post"),
        ((r"\bkeine? (?:weitere )?werbung|werbung (?:bitte )?(?:stoppen|einstellen"
         r"|abbestellen)"),
         "marketing"),
        ((r"\b(?:lassen sie|lasst|lass) (?:mich|uns) (?:bitte |endlich )?in ruhe|nicht"
          r" mehr"
         r" (?:kontaktieren|anschreiben|schreiben)|kontaktieren sie (?:mich|uns)"
         r" (?:bitte )?nicht"
         r"|(?:ab|aus)(?:zu)?melden (?:vom|von|aus)|aus (?:dem|ihrem) verteiler|es"
         r" reicht"
         r"|keinen kontakt|schreib(?:t|en sie) mir nicht|h.ren sie auf"), "all"),
        (r"\bplus (?:d'|de )(?:e-?mails?|mails?|courriels?)", "email"),
        (r"\bplus (?:d'|de )(?:sms|textos?)", "sms"),
        ((r"\bplus (?:d'|de )(?:appels?|coups? de fil)|ne (?:m'|me |nous )?(?:appel\w+"
          r"|t.l.phon\w+)"
         r" plus|arr.te[rz] de (?:m'|me |nous )?(?:appeler|t.l.phoner)"), "phone"),
        ((r"\bplus de (?:pub|publicit.s?|promos?|promotions?)\b|pas de (?:pub"
         r"|publicit.)"),
         "marketing"),
        ((r"\b.a suffit\b|arr.te[rz] (?:de|d')\s?(?:m'|me |nous )?(?:.crire|contacter"
          r"|envoyer"
         r"|harceler|spammer)|ne (?:m'|me |nous )?(?:.criv\w+|contact\w+|envoy\w+) plus"
         r"|laissez[- ]"
         r"(?:moi|nous) (?:tranquille|en paix)|d.sabonne[rz]|d.sinscri\w+"
         r"|retire[rz][- ]moi"
         r"|supprime[rz][- ]moi de"), "all"),
        ((r"\b(?:no|ning.n) (?:m.s|quiero|env.en|manden)\b.{0,20}\b(?:correos?"
         r"|e-?mails?)"), "email"),
        ((r"\bno (?:me |nos )?(?:llam\w+)|(?:no m.s|dejen? de|basta"
         r" de) llam\w+"), "phone"),
        ((r"\bno (?:m.s|quiero)\b.{0,20}\b(?:publicidad|ofertas"
         r"|promociones)"), "marketing"),
        ((r"\bpar[ae]n? ya\b|\bdej(?:a|e|en) de (?:escribir\w*|enviar\w*|mandar\w*"
          r"|molestar\w*)"
         r"|no (?:me |nos )?(?:escrib\w+|contact\w+|env.en|manden) m.s|d.jen?me en paz"
         r"|dar(?:me)? de baja|denme de baja|no m.s mensajes|b.rrenme"), "all"),
        (r"\b(?:non|basta) (?:chiamat\w+|telefonat\w+)|non (?:mi )?chiam\w+", "phone"),
        (r"\bbasta (?:e-?mail|mail)\b", "email"),
        (r"\b(?:basta|niente) (?:pubblicit.|promozioni|offerte)", "marketing"),
        ((r"\bnon (?:mi )?(?:scriv\w+|contatt\w+|mandat\w+|inviat\w+) pi.|lasciate?mi"
          r" in pace"
         r"|smettete(?:la)? di|cancellatemi|disiscri\w+"), "all"),
        (r"\bgeen (?:e-?mails?|mails?|mailtjes)(?: meer)?", "email"),
        (r"\bgeen reclame|geen (?:aanbiedingen|promoties)", "marketing"),
        (r"\b(?:bel|belt) (?:me|mij|ons) niet|niet meer bellen", "phone"),
        ((r"\blaat (?:me|mij|ons) met rust|schrijf me uit|uitschrijven|geen"
         r" berichten"), "all"),
        (r"\bn.o (?:me )?(?:liguem?|telefonem?)", "phone"),
        ((r"\b(?:parem?|chega) de (?:me )?(?:enviar|mandar|escrever)|deixem?[- ]me em"
          r" paz"
         r"|n.o (?:me )?(?:contactem?|enviem?|mandem?) mais"), "all"),
        ((r"\b(?:prosz.|przesta.cie) .{0,25}(?:pisa.|wysy.a.|kontaktowa.)|nie (?:pisz"
          r"|piszcie)"
         r"|wypisz"), "all"),
    )
)  # fmt: skip
