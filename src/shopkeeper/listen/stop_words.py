"""The words by which a wish to be left alone is known; data for `stops`.

Source: data/listen/RULES.md, (b).
"""

from __future__ import annotations

import re


# A message that is nothing but this.
KEYWORDS = frozenset(
    ["stop", "stopp", "stopall", "unsubscribe", "unsub", "end", "quit", "cancel", "revoke", "optout", "remove", "removeme", "halt", "cease", "desist", "arret", "alto", "basta", "parar", "abmelden", "desinscription", "desabonner", "baja", "uitschrijven", "cancella", "stopit", "stopthis", "stopnow", "stopplease", "optmeout", "stopallmessages", "unsubscribeme", "leavemealone", "makeitstop", "enoughalready", "goaway", "cancelall", "stoppen", "abbestellen", "austragen", "pararya", "stoppls", "nomore", "enough", "stopmessages"]
)
LONG_KEYWORDS = ("unsubscribe", "unsubscribeme", "optout", "stopall", "desabonner")
POLITE = frozenset(
    ["please", "pls", "plz", "thanks", "thank", "you", "thx", "ta", "now", "hi", "hello", "hey", "ok", "okay", "just", "already", "guys", "dear", "kind", "regards", "sorry", "kindly", "immediately", "today", "sir", "madam", "team", "cheers", "bitte", "danke", "merci", "svp", "por", "favor", "gracias", "i", "said", "will", "u", "ya", "right", "yes"]
)
SIGNS = re.compile("^[\\s!.]*[\U0001f6d1\u26d4\U0001f6ab\u270b\U0001f645][^\\w]*$")

_ME = r"(?:me|us|her|him|them|my|our|this|here|either of us|mum|dad|anyone)"
_CALLS = r"(?:call|ring|phone|telephone|cold[- ]?call|dial|voicemail)"
_TEXTS = r"(?:text|txt|sms|whats ?app|message me on whats ?app|imessage)"
_MAILS = r"(?:e-?mail|mail)"
_ANY = (
    r"(?:contact|write(?: to)?|message|bother|disturb|pester|harass|bug|spam|ping|hassle"
    r"|reach(?: out)?(?: to)?|get in touch(?: with)?|approach|notify|nag|annoy|bombard|badger"
    r"|chase|hound)"
)
CONTACT = rf"(?:{_CALLS}|{_TEXTS}|{_MAILS}|{_ANY})"
CONTACTING = (
    r"(?:contacting|writing|messaging|bothering|disturbing|pestering|harassing|bugging"
    r"|spamming|pinging|hassling|reaching out|approaching|notifying|nagging|annoying"
    r"|bombarding|calling|ringing|phoning|telephoning|cold[- ]?calling|texting|sms-?ing"
    r"|whats ?app?ing|e-?mailing|mailing|badgering|chasing|hounding)"
)

# Which channel a word names.
CHANNELS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "email",
        re.compile(
            r"\b(?:e-?mail(?:s|ed|ing)?|mails|mailing(?! list)s?|(?:by|via|per) mail"
            r"|inbox|mail me|mailing me|courriels?|correos?(?: electr.nicos?)?|mailtjes"
            r"|e-?mailtjes|mails?(?= mehr| plus| m.s| pi.)|newsletter(?= mails?))\b"
        ),
    ),
    (
        "sms",
        re.compile(
            r"\b(?:texts?(?: messages?| msgs?)?|texting|texted|txts?|sms(?:es)?|sms-?ing"
            r"|whats ?app(?:s|ing)?|messenger|telegram|signal messages|imessages?)\b"
            r"(?! book)"
        ),
    ),
    (
        "phone",
        re.compile(
            r"\b(?:(?:cold[- ])?call(?:s|ed|ing|ers?)?(?! (?:it|myself))|ring(?:ing|s)?|rang"
            r"|phone(?:s|d)?(?: ?calls?)?|phoning|telephon\w*|voicemails?|anruf\w*|anzurufen"
            r"|appels?|appeler|t.l.phon\w*|llamad\w*|llamar\w*|chiamat\w*|chiamar\w*|bellen)\b"
        ),
    ),
    (
        "post",
        re.compile(
            r"\b(?:post(?:al)?(?: mail)?|letters?|leaflets?|catalogu?es?|brochures?|flyers?"
            r"|junk mail|snail mail|paper mail|by mail|letterbox|letter ?box|mailshots?"
            r"|postcards?|briefe?|courrier|doormat|through (?:my|the) door)\b"
            r"(?! (?:office|code))"
        ),
    ),
    (
        "push",
        re.compile(r"\b(?:push(?: ?(?:notifications?|messages?|alerts?|es))?|pop-?ups?"
                   r"|(?:app )?notifications?|app alerts?|phone notifications?)\b"),
    ),
)  # fmt: skip
MARKETING = re.compile(
    r"\b(?:marketing|mktg|adverts?|advertis\w+|ads|promo(?:s|tion|tions|tional)?|offers?"
    r"|deals|sales (?:pitch(?:es)?|calls?|messages?|e-?mails?|stuff|talk|letters?)|selling"
    r"|sales|discounts?|commercial|werbung|werbe\w+|pub(?:licit.s?)?|publicidad|pubblicit."
    r"|reclame|reklam\w*|propaganda|special offers|upsell\w*|campaigns?|bargains"
    r"|vouchers?|coupons?|solicit\w+|things to buy)\b"
)
GOODS = re.compile(
    r"\b(?:order|orders?(?= )|plan|contract|renewal|renew|subscription|membership|payments?"
    r"|direct debit|standing order|delivery|deliveries|parcels?|box(?:es)?|magazines?|policy"
    r"|insurance|account|card|warranty|trial|auto-?renew\w*|package|premium|basic|broadband"
    r"|wrong|broken|damaged|size|item|items|invoice|invoices|bills?|charging|charges|samples?"
    r"|milk|paper|booking|appointment|reservation|cart|basket|wish ?list|product)\b"
)
ABOUT_HER = re.compile(
    r"\b(?:only|just)\b.{0,40}\b(?:about|regarding|concerning|for|re|on|with|if)\b.{0,25}"
    r"\b(?:orders?|deliver(?:y|ies)|purchases?|account|bookings?|appointments?|repairs?"
    r"|service|parcels?|invoices?|bookings?|reservations?|essential|important|necessary"
    r"|urgent|safety|recalls?|problem|case|ticket|something i (?:bought|ordered))\b"
)
TOPIC_NOUN = (
    r"(?:e-?mails?|mails?|mailings?|texts?|messages?|newsletters?|updates?|alerts?|reminders?"
    r"|notifications?|tips|bulletins?|digests?|letters?|calls?|posts?|invitations?|invites?"
    r"|requests?|announcements?|news|notices?|mailshots?|ones|stuff|series|push(?:es)?)"
)
TOPIC = re.compile(rf"(?P<word>[^\W\d_]+(?:-[^\W\d_]+)*)\s+(?P<noun>{TOPIC_NOUN})\b")
LONE_TOPIC = re.compile(
    r"\b(?P<word>newsletters?|surveys?|questionnaires?|reminders?|quizzes|quiz|horoscopes?"
    r"|birthday|recipes?|webinars?|review requests?|competitions?|blog|digests?|tips"
    r"|event invitations?|invitations?|bulletins?|feedback requests?|polls?|wine club"
    r"|loyalty (?:points )?updates?|prize draws?)\b"
)
NO_TOPIC = frozenset(
    ["the", "your", "these", "those", "this", "that", "any", "more", "all", "no", "of", "me", "us", "my", "our", "such", "further", "other", "unwanted", "endless", "constant", "daily", "weekly", "monthly", "annoying", "stupid", "bloody", "damn", "text", "phone", "e-mail", "email", "mail", "sms", "push", "voice", "postal", "app", "junk", "spam", "marketing", "promotional", "advertising", "advert", "sales", "sale", "promo", "commercial", "cold", "so", "many", "many", "too", "few", "fewer", "less", "only", "just", "unsolicited", "automated", "automatic", "repeated", "same", "direct", "with", "and", "or", "getting", "sending", "receiving", "get", "send", "receive", "to", "from", "paper", "online", "whatsapp", "by", "stop", "want", "fucking", "pointless", "random", "silly", "their", "her", "his", "new", "regular", "future", "please", "it", "out", "service", "general", "these", "ad", "ads", "marketing", "telephone", "about", "for", "you", "every", "single", "personal", "group", "mass", "bulk", "such", "another", "offer", "offers", "deal", "deals", "promotion", "promotions", "discount", "discounts", "like", "past", "one", "extra"]
)

# The wish itself. What stands behind it tells the scope.
WISH = re.compile(
    r"(?:"
    rf"\b(?:stop|quit|cease|discontinue|halt|refrain from|desist(?: from)?|knock off|end)\s"
    rf"(?:with |all |ever |all the |these |those |this |the |your )*(?:{CONTACTING}\b|sending\b"
    r"|the constant\b|(?:e-?mails?|texts?|calls?|messages?|letters?|adverts?|ads|offers|post"
    r"|mailings?|marketing|promotions?|newsletters?|notifications?|sms|spam|junk|contact"
    r"|communications?|push|phone calls|text messages|whatsapps?|catalogues?|leaflets?|flyers"
    r"|surveys?|\w+ (?:e-?mails?|texts?|calls?|messages?|letters?|alerts?|reminders?"
    r"|newsletters?|mails|notifications?|updates))\b)"
    rf"|\b(?:do not|don't|dont|don t|never|not|can you not|please no|pls no|mustn't|must not"
    rf"|shouldn't)\s(?:ever |be |you |please |dare |to |try to |have to |need to )*"
    rf"(?:{CONTACT}(?:ed)?\b(?=\s*(?:$|[,.!;]|\b(?:{_ME}|or|and|again|any ?more|back"
    r"|at|on|by|before|after|until|while|in|about|with|ever|for|to|the|unless|please|so)\b))"
    r"|(?:send|post|push|leave|put)(?:ing)?\b(?:\s(?:me|us|her|him|them|my|any|out|messages"
    r"|things|anything|letters|leaflets|flyers|stuff|through|\w+ to (?:me|us))\b))"
    r"|\b(?:do not|don't|dont|doesn't|no longer|not|never|didn't)\s(?:really |particularly"
    r" |ever )?(?:want|wish|need|care|like|fancy|agree|consent|ask)(?:s|ed)?\s(?:to |for |any"
    r" |your |you |these |those |the |more |further |being |it |getting |getting any |receiving"
    r" )*(?:hear|receive|get|be (?:contacted|called|e-?mailed|texted|phoned|rung|on (?:your|the"
    r"|any)|bothered|disturbed|spammed|messaged|written)|contact|contacted|called|see|calls?\b"
    r"|e-?mails?|texts?|letters?|messages?|marketing|adverts?|advertising|ads|offers|mail\b"
    r"|promotions?|newsletters?|notifications?|contact|post\b|sms|communications?|spam|anything"
    r"|updates|reminders|surveys|catalogues?|leaflets?|\w+ (?:e-?mails|mails|texts|calls"
    r"|messages|letters|newsletters?|alerts|reminders|notifications|updates))\b"
    r"|\bno (?:more|further|longer any|additional)\s(?:of )?(?:your |these |those |the |any )*"
    r"(?=(?:\w+[ -]){0,2}(?:e-?mails?|texts?|calls?|messages?|letters?|adverts?|ads|offers|post"
    r"|mail|mailings?|marketing|promotions?|promos?|newsletters?|notifications?|sms|spam|junk"
    r"|contact|communications?|push|whatsapps?|catalogues?|leaflets?|flyers|surveys?|alerts?"
    r"|reminders?|updates|tips|mails|deals|sales|quizzes|phone)\b)"
    r"|(?:^|[,;.!]\s?|\band |\bplease |\bpls |\bwants |\bthanks,? )no (?:(?:e-?mails?|texts?"
    r"|calls?|phone calls?|messages|letters?|adverts?|ads|marketing|mktg|post|sms|contact|junk"
    r" mail|promotions|promos|newsletters?|push notifications|notifications|cold calls"
    r"|advertising|spam|text messages|sales calls|leaflets|catalogues)\b)"
    r"|\b(?:take|remove|delete|drop|strike|get|scrub|cross|scratch|pull|wipe|unlist|leave)\s"
    r"(?:me|us|her|him|them|(?:my|our|this|his|her) (?:e-?mail|mail|phone|mobile|name|number"
    r"|address|contact)[\w -]{0,30}?)\s(?:off|from|out of|of)\b"
    r"|\b(?:un-?subs?c?ri?bed?|un-?subscibe|unsuscribe|unsubcribe|unsubscrib|opt(?:ing)?[- ]?"
    r"(?:me |us |her )?out|deregister|unlist|sign (?:me|us) off|unregister)\b"
    r"|\b(?:want|like|wish|trying|how (?:do|can) i|can i|could i|please let me)\s(?:to )?(?:stop"
    r"|quit)\s(?:getting|receiving|hearing|being (?:called|e-?mailed|texted|contacted))\b"
    rf"|\b(?:rather|prefer|appreciate(?: it)?(?: if)?|grateful|mind|better|thank you)\s(?:it |if"
    rf" |that |you |we |i |for |were |could )*(?:didn't|did not|don't|not|wouldn't|stopped|no"
    rf" longer)\s(?:to )?(?:be )?(?:{CONTACT}(?:ed)?|{CONTACTING}|get|receive|send(?:ing)?"
    r"|hear(?:ing)?)\b"
    r"|\b(?:leave (?:me|us|her|him) (?:alone|be|in peace)|lose (?:my|this|our) (?:number|address"
    r"|e-?mail)|stay away|go away|get lost|never (?:contact|write|call|text|e-?mail)"
    r"|forget (?:my|this) (?:number|address|e-?mail)|(?:take|keep) your hands off|(?:i(?:'ve| have)?"
    r" had|that's|that is) enough of (?:your|these|the|all)|i'?m done with (?:your|these|the)"
    r" (?:e-?mails?|texts?|messages?|calls?|newsletters?)|enough with the|enough of the|skip the"
    r"|spare me (?:the|your|any)|hold (?:the|your|all|any)|pause (?:the|your|all|any|my)|keep your"
    r" (?:offers|ads|adverts|e-?mails|marketing)|withdraw (?:my|all) (?:marketing )?consent"
    r"|revoke my (?:marketing )?(?:consent|permission)|(?:turn|switch) off (?:the|your|all|these"
    r"|my|those)|mute (?:the|all)|do without (?:the|your|these|all)|ditch the|drop the|lay off"
    r"|ease off altogether|cut out the|not to be (?:contacted|called|e-?mailed|texted)"
    r"|asked not to|take me out of|off your (?:mailing )?list|don't need (?:these|the|your))\b"
    r")"
)
AGAIN = re.compile(
    rf"\b(?:if|the next time) (?:you|i|u|your \w+|anyone|somebody)\s(?:ever |dare |get |receive"
    rf" |send me |see )*(?P<how>{CONTACT}|(?:another|one more|any more|yet another) [\w -]+?)\b"
    r".{0,40}?\b(?:again|once more|one more time|another time|i will|i'll|we'll|and)\b"
)
KEEP = re.compile(
    r"\b(?:(?:do not|don't|dont|never|please don't) (?:ever )?(?:stop|quit|unsubscribe|remove me"
    r"|take me off|opt me out|cancel)|(?:don't|do not|dont|never) hesitate|(?:didn't|did not"
    r"|never|haven't) (?:asked? to |want to |mean to )?(?:be )?(?:unsubscrib\w+|opt(?:ed)? out)"
    r"|by (?:mistake|accident)|accidentally|re-?subscribe|why (?:was|am|were|did) (?:i|you)"
    r" (?:un|remove|taken|stop)|opt(?:ed)? (?:back )?in|sign me (?:back )?up|put me back"
    r"|what happens if|does (?:that|it|this) mean|can't wait|won't stop|couldn't stop"
    r"|stop (?:by|over|in|at|worrying|working|off)|how (?:does|do) (?:your|the) (?:list|mailing"
    r"|unsubscrib)|before you stop|i never (?:got|get|received|saw|had)|haven't (?:got|had"
    r"|received)|not (?:got|received|had) (?:any|the|your|my)|did(?:n't| not) (?:get|receive)"
    r"|why (?:don't|didn't|do|did|am|have)|still waiting)\b"
)
GONE = re.compile(
    r"\b(?:wrong (?:number|person|address|guy|woman|man|customer|e-?mail)|not (?:the|that) person"
    r"|(?:no longer|doesn't|does not|never) (?:works?|worked|lives?|lived|with us|employed)(?: here"
    r"| at this| for)?|left the (?:company|firm|business)|not my (?:name|account|order)|i(?:'m| am)"
    r" not (?:mr|mrs|ms|miss|dr|called)\b|(?:you have|you've got|got) the wrong|nobody (?:of"
    r"|by|called) (?:that|this)|no one (?:of|by|called) (?:that|this)|this (?:isn't|is not) (?:his"
    r"|her|their|\w+'s) (?:number|phone|address|e-?mail)|don't know (?:who|any)(?:one|body)?"
    r" (?:that is|called|named|\w+ is))\b"
)
ERASE = re.compile(
    r"\b(?:delete|erase|wipe|destroy|remove|purge|scrub|get rid of|shred|forget)\s(?:all |of |any"
    r" |every |everything |the |whatever |each |and |both )*(?:(?:(?:of )?my|our|her|his|the|about"
    r" (?:me|us)|personal|private|customer|stored|held|any|that) )*(?:personal |private |customer"
    r" |contact )?(?:data|details|information|info|records?|file|profile|(?:you|that you) (?:hold"
    r"|have|store|keep|know)|traces?|history|about me)\b"
    r"|\b(?:right to (?:be forgotten|erasure)|be forgotten|article 17|art\.? ?17|gdpr (?:request"
    r"|deletion|erasure)|forget (?:me|us|i ever)\b(?! not)|(?:delete|erase|wipe|purge) (?:me|us"
    r"|everything)\b|data (?:deletion|erasure)|(?:have|want) (?:my|all my) (?:data|details"
    r"|information|records) (?:deleted|erased|removed|wiped|destroyed|gone)|remove (?:me|us)"
    r" (?:completely |entirely )?from (?:your|all your) (?:database|records|systems?|files)"
    r"|(?:my|all) (?:data|details|information|records) (?:to be |must be |should be |be )?(?:deleted"
    r"|erased|removed|wiped|destroyed)|keep (?:nothing|no data|no record)|daten l.schen"
    r"|l.schen sie (?:bitte )?(?:alle )?meine daten|supprime[rz] (?:toutes )?mes donn.es"
    r"|effacer mes donn.es|borr(?:ar|en|e) (?:todos )?mis datos|elimin(?:ar|en|e) mis datos"
    r"|cancella(?:re|te) i miei dati|verwijder mijn gegevens)\b"
)
OFTEN = re.compile(
    r"\b(?:too (?:many|much|often|frequent\w*)|so (?:many|often)|less (?:often|frequent\w*|mail"
    r"|e-?mail|of)|fewer|not so (?:many|often|much)|cut (?:down|back) on|cut it down|slow (?:it )?"
    r"down (?:on|with)|reduce (?:the )?(?:number|frequency|amount)|tone (?:it )?down|ease (?:up|off)"
    r"|(?:once|twice|one|1) (?:a|per|every|each|an?) (?:day|week|month|quarter|year|fortnight)"
    r"(?: \w+)? (?:is|would be|will|should be|would|suits)|(?:daily|weekly|monthly|quarterly|yearly)"
    r" (?:is|would be|will|would)(?: do| suffice| be)? ?(?:enough|plenty|fine|do|ok|okay|better"
    r"|good|sufficient)?|(?:maximum|at most|no more than|not more than|max)(?: of)? (?:once|one"
    r"|two|twice|1|2|three)|every (?:day|single day|morning|hour|other day|few (?:days|hours))"
    r"|daily|(?:three|four|five|six|seven|ten|\d+) (?:times|e-?mails|texts|messages|mails|calls) (?:a"
    r"|per|in one|every|this|in a) (?:day|week|month)|dial (?:it )?down|switch (?:me )?to (?:weekly"
    r"|monthly)|more than (?:once|one|twice)|less would be|spread (?:them|it) out|keep it to)\b"
)
OFTEN_ENOUGH = re.compile(
    r"\b(?:enough|plenty|fine|do|sufficient|max(?:imum)?|better|nice|e-?mails?|mails?|texts?"
    r"|messages?|calls?|letters?|contact|write|hear|newsletters?|post|notifications?|from you"
    r"|adverts?|ads|offers|of them|reminders|mailings?|often|suits|updates)\b"
)
ONLY_BY = re.compile(
    r"\b(?:(?:only|just|exclusively|solely)(?: ever)? (?:contact|reach|write to|get hold of|speak to"
    r"|get in touch with|message|use)?\s?(?:me |us |her |him )?(?:by|via|through|per|on|using|my)?"
    r"\s?(?P<by>e-?mail|text|sms|whats ?app|phone|telephone|post|letter|mail|push)"
    r"(?! (?:me )?(?:about|regarding|for|if|when|on|of|with|my|i|to))"
    r"|(?P<by2>e-?mail|texts?|sms|whats ?app|phone|post|letters?|mail|push) only\b"
    r"|(?:by|via|through) (?P<by3>e-?mail|text|sms|whats ?app|phone|post|letter|mail|push)"
    r"(?: and)? (?:only|alone|and nothing else|exclusively|or not at all)"
    r"|nothing (?:but|except|other than) (?P<by4>e-?mails?|texts?|sms|phone|post|letters?)"
    r"|(?:only|just) (?P<by5>e-?mail|text|phone|call|ring|write to|post|letters|e-?mails|texts)"
    r" (?:me |us |please|from now|in future|$))"
)
FINE = re.compile(
    r"(?:,|;|\.|-|\bbut\b|\band\b|\bthough\b)?\s*(?:(?:the |your |my |an? )?[\w -]{2,25}\s(?:is|are|'s"
    r"|remains?) (?:fine|ok|okay|good|welcome|all right|alright|enough|better|great|different"
    r"|perfectly fine|still fine|useful|the way)|\bkeep\b|\bbut (?:do|please do|still|continue)\b"
    r"|\bexcept\b|\bapart from\b|\bother than\b|\bunless\b|\binstead\b|\bi(?:'d| would)? (?:still"
    r" )?(?:want|like|love) (?:the|your|to keep)|\bonly (?:by|via)\b|\bjust (?:e-?mail|text|call"
    r"|ring|write|phone|post|send)\b|\b(?:use|try) (?:e-?mail|text|sms|post|the phone)\b|, (?:please"
    r" )?(?:e-?mail|text|write|call|ring|phone) (?:me )?(?:instead|if|please|$))"
)

# Other languages, whole sentences at most (at most 8 % of messages).
FOREIGN: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), scope)
    for pattern, scope in (
        (r"\bkeine? (?:weiteren? |mehr )?(?:e-?mails?|mails?|newsletter)\b|nicht mehr per e-?mail",
         "email"),
        (r"\bkeine? (?:weiteren? )?(?:sms|whatsapp|nachrichten per)\b", "sms"),
        ((r"\bkeine? (?:weiteren? )?(?:anrufe?|telefonate)|nicht mehr an(?:zu)?rufen"
         r"|rufen sie (?:mich|uns) (?:bitte )?nicht (?:mehr )?an|ruft mich nicht"), "phone"),
        (r"\bkeine? (?:weiteren? )?(?:post|briefe|kataloge)\b", "post"),
        (r"\bkeine? (?:weitere )?werbung|werbung (?:bitte )?(?:stoppen|einstellen|abbestellen)",
         "marketing"),
        ((r"\b(?:lassen sie|lasst|lass) (?:mich|uns) (?:bitte |endlich )?in ruhe|nicht mehr"
         r" (?:kontaktieren|anschreiben|schreiben)|kontaktieren sie (?:mich|uns) (?:bitte )?nicht"
         r"|(?:ab|aus)(?:zu)?melden (?:vom|von|aus)|aus (?:dem|ihrem) verteiler|es reicht"
         r"|keinen kontakt|schreib(?:t|en sie) mir nicht|h.ren sie auf"), "all"),
        (r"\bplus (?:d'|de )(?:e-?mails?|mails?|courriels?)", "email"),
        (r"\bplus (?:d'|de )(?:sms|textos?)", "sms"),
        ((r"\bplus (?:d'|de )(?:appels?|coups? de fil)|ne (?:m'|me |nous )?(?:appel\w+|t.l.phon\w+)"
         r" plus|arr.te[rz] de (?:m'|me |nous )?(?:appeler|t.l.phoner)"), "phone"),
        (r"\bplus de (?:pub|publicit.s?|promos?|promotions?)\b|pas de (?:pub|publicit.)",
         "marketing"),
        ((r"\b.a suffit\b|arr.te[rz] (?:de|d')\s?(?:m'|me |nous )?(?:.crire|contacter|envoyer"
         r"|harceler|spammer)|ne (?:m'|me |nous )?(?:.criv\w+|contact\w+|envoy\w+) plus|laissez[- ]"
         r"(?:moi|nous) (?:tranquille|en paix)|d.sabonne[rz]|d.sinscri\w+|retire[rz][- ]moi"
         r"|supprime[rz][- ]moi de"), "all"),
        (r"\b(?:no|ning.n) (?:m.s|quiero|env.en|manden)\b.{0,20}\b(?:correos?|e-?mails?)", "email"),
        (r"\bno (?:me |nos )?(?:llam\w+)|(?:no m.s|dejen? de|basta de) llam\w+", "phone"),
        (r"\bno (?:m.s|quiero)\b.{0,20}\b(?:publicidad|ofertas|promociones)", "marketing"),
        ((r"\bpar[ae]n? ya\b|\bdej(?:a|e|en) de (?:escribir\w*|enviar\w*|mandar\w*|molestar\w*)"
         r"|no (?:me |nos )?(?:escrib\w+|contact\w+|env.en|manden) m.s|d.jen?me en paz"
         r"|dar(?:me)? de baja|denme de baja|no m.s mensajes|b.rrenme"), "all"),
        (r"\b(?:non|basta) (?:chiamat\w+|telefonat\w+)|non (?:mi )?chiam\w+", "phone"),
        (r"\bbasta (?:e-?mail|mail)\b", "email"),
        (r"\b(?:basta|niente) (?:pubblicit.|promozioni|offerte)", "marketing"),
        ((r"\bnon (?:mi )?(?:scriv\w+|contatt\w+|mandat\w+|inviat\w+) pi.|lasciate?mi in pace"
         r"|smettete(?:la)? di|cancellatemi|disiscri\w+"), "all"),
        (r"\bgeen (?:e-?mails?|mails?|mailtjes)(?: meer)?", "email"),
        (r"\bgeen reclame|geen (?:aanbiedingen|promoties)", "marketing"),
        (r"\b(?:bel|belt) (?:me|mij|ons) niet|niet meer bellen", "phone"),
        (r"\blaat (?:me|mij|ons) met rust|schrijf me uit|uitschrijven|geen berichten", "all"),
        (r"\bn.o (?:me )?(?:liguem?|telefonem?)", "phone"),
        ((r"\b(?:parem?|chega) de (?:me )?(?:enviar|mandar|escrever)|deixem?[- ]me em paz"
         r"|n.o (?:me )?(?:contactem?|enviem?|mandem?) mais"), "all"),
        ((r"\b(?:prosz.|przesta.cie) .{0,25}(?:pisa.|wysy.a.|kontaktowa.)|nie (?:pisz|piszcie)"
         r"|wypisz"), "all"),
    )
)  # fmt: skip
CONTACT_WORD = re.compile(rf"{CONTACT}s?|{CONTACTING}")
