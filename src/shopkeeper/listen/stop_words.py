"""The words by which a wish to be left alone is known; data for `stops`.

Source: data/listen/RULES.md, (b).
"""

from __future__ import annotations

import re


# A message that is nothing but this.
KEYWORDS = frozenset(
    [
        "stop",
        "stopp",
        "stopall",
        "unsubscribe",
        "unsub",
        "end",
        "quit",
        "cancel",
        "revoke",
        "optout",
        "remove",
        "removeme",
        "halt",
        "cease",
        "desist",
        "arret",
        "annulla",
        "wypisz",
        "dezabonare",
        "afmelden",
        "dur",
        "para",
        "\u0441\u0442\u043e\u043f",  # stop, in Cyrillic
        "alto",
        "basta",
        "parar",
        "abmelden",
        "desinscription",
        "desabonner",
        "baja",
        "uitschrijven",
        "cancella",
        "stopit",
        "stopthis",
        "stopnow",
        "stopplease",
        "optmeout",
        "stopallmessages",
        "unsubscribeme",
        "leavemealone",
        "makeitstop",
        "enoughalready",
        "goaway",
        "cancelall",
        "stoppen",
        "abbestellen",
        "austragen",
        "pararya",
        "stoppls",
        "nomore",
        "enough",
        "stopmessages",
    ]
)
LONG_KEYWORDS = ("unsubscribe", "unsubscribeme", "optout", "stopall", "desabonner")
POLITE = frozenset(
    [
        "please",
        "pls",
        "plz",
        "thanks",
        "thank",
        "you",
        "thx",
        "ta",
        "now",
        "hi",
        "hello",
        "hey",
        "ok",
        "okay",
        "just",
        "already",
        "guys",
        "dear",
        "kind",
        "regards",
        "sorry",
        "kindly",
        "immediately",
        "today",
        "sir",
        "madam",
        "team",
        "cheers",
        "bitte",
        "danke",
        "merci",
        "svp",
        "por",
        "favor",
        "gracias",
        "i",
        "said",
        "will",
        "u",
        "ya",
        "right",
        "yes",
    ]
)
SIGNS = re.compile("^[\\s!.]*[\U0001f6d1\u26d4\U0001f6ab\u270b\U0001f645][^\\w]*$")

ME = r"(?:me|us|her|him|them|my|our|this|here|either of us|mum|dad|anyone)"
_CALLS = r"(?:call|ring|phone|telephone|cold[- ]?call|dial|voicemail)"
_TEXTS = r"(?:text|txt|sms|whats ?app|message me on whats ?app|imessage)"
_MAILS = r"(?:e-?mail|mail)"
_ANY = (
    r"(?:contact|write(?: to)?|message|bother|disturb|pester|harass|bug|spam|ping"
    r"|hassle"
    r"|reach(?: out)?(?: to)?|get in touch(?: with)?|approach|notify|nag|annoy|bombard"
    r"|badger"
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
            r"\b(?:texts?(?: messages?| msgs?)?|texting|texted|txts?|sms(?:es)?"
            r"|sms-?ing"
            r"|whats ?app(?:s|ing)?|messenger|telegram|signal messages|imessages?)\b"
            r"(?! book)"
        ),
    ),
    (
        "phone",
        re.compile(
            r"\b(?:(?:cold[- ])?call(?:s|ed|ing|ers?)?(?! (?:it|myself))|ring(?:ing|s)?"
            r"|rang"
            r"|phone(?:s|d)?(?: ?calls?)?|phoning|telephon\w*|voicemails?|anruf\w*"
            r"|anzurufen"
            r"|appels?|appeler|t.l.phon\w*|llamad\w*|llamar\w*|chiamat\w*|chiamar\w*"
            r"|bellen)\b"
        ),
    ),
    (
        "post",
        re.compile(
            r"\b(?:post(?:al)?(?: mail)?|letters?|leaflets?|catalogu?es?|brochures?"
            r"|flyers?"
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
    r"\b(?:marketing|mktg|adverts?|advertis\w+|ads|promo(?:s|tion|tions|tional)?"
    r"|offers?"
    r"|deals|sales (?:pitch(?:es)?|calls?|messages?|e-?mails?|stuff|talk|letters?)"
    r"|selling"
    r"|sales|discounts?|commercial|werbung|werbe\w+|pub(?:licit.s?)?|publicidad"
    r"|pubblicit."
    r"|reclame|reklam\w*|propaganda|special offers|upsell\w*|campaigns?|bargains"
    r"|vouchers?|coupons?|solicit\w+|things to buy)\b"
)
GOODS = re.compile(
    r"\b(?:order|orders?(?= )|plan|contract|renewal|renew|subscription|membership"
    r"|payments?"
    r"|direct debit|standing order|delivery|deliveries|parcels?|box(?:es)?|magazines?"
    r"|policy"
    r"|insurance|account|card|warranty|trial|auto-?renew\w*|package|premium|basic"
    r"|broadband"
    r"|wrong|broken|damaged|size|item|items|invoice|invoices|bills?|charging|charges"
    r"|samples?"
    r"|milk|paper|booking|appointment|reservation|cart|basket|wish ?list|product)\b"
)
ABOUT_HER = re.compile(
    r"\b(?:only|just)\b.{0,40}\b(?:about|regarding|concerning|for|re|on|with"
    r"|if)\b.{0,25}"
    r"\b(?:orders?|deliver(?:y|ies)|purchases?|account|bookings?|appointments?|repairs?"
    r"|service|parcels?|invoices?|bookings?|reservations?|essential|important|necessary"
    r"|urgent|safety|recalls?|problem|case|ticket|something i (?:bought|ordered))\b"
)
TOPIC_NOUN = (
    r"(?:e-?mails?|mails?|mailings?|texts?|messages?|newsletters?|updates?|alerts?"
    r"|reminders?"
    r"|notifications?|tips|bulletins?|digests?|letters?|calls?|posts?|invitations?"
    r"|invites?"
    r"|requests?|announcements?|news|notices?|mailshots?|ones|stuff|series|push(?:es)?)"
)
TOPIC = re.compile(rf"(?P<word>[^\W\d_]+(?:-[^\W\d_]+)*)\s+(?P<noun>{TOPIC_NOUN})\b")
LONE_TOPIC = re.compile(
    r"\b(?P<word>newsletters?|surveys?|questionnaires?|reminders?|quizzes|quiz"
    r"|horoscopes?"
    r"|birthday|recipes?|webinars?|review requests?|competitions?|blog|digests?|tips"
    r"|event invitations?|invitations?|bulletins?|feedback requests?|polls?|wine club"
    r"|loyalty (?:points )?updates?|prize draws?)\b"
)
NO_TOPIC = frozenset(
    [
        "the",
        "your",
        "these",
        "those",
        "this",
        "that",
        "any",
        "more",
        "all",
        "no",
        "of",
        "me",
        "us",
        "my",
        "our",
        "such",
        "further",
        "other",
        "unwanted",
        "endless",
        "constant",
        "daily",
        "weekly",
        "monthly",
        "annoying",
        "stupid",
        "bloody",
        "damn",
        "text",
        "phone",
        "e-mail",
        "email",
        "mail",
        "sms",
        "push",
        "voice",
        "postal",
        "app",
        "junk",
        "spam",
        "marketing",
        "promotional",
        "advertising",
        "advert",
        "sales",
        "sale",
        "promo",
        "commercial",
        "cold",
        "so",
        "many",
        "many",
        "too",
        "few",
        "fewer",
        "less",
        "only",
        "just",
        "unsolicited",
        "automated",
        "automatic",
        "repeated",
        "same",
        "direct",
        "with",
        "and",
        "or",
        "getting",
        "sending",
        "receiving",
        "get",
        "send",
        "receive",
        "to",
        "from",
        "paper",
        "online",
        "whatsapp",
        "by",
        "stop",
        "want",
        "fucking",
        "pointless",
        "random",
        "silly",
        "their",
        "her",
        "his",
        "new",
        "regular",
        "future",
        "please",
        "it",
        "out",
        "service",
        "general",
        "these",
        "ad",
        "ads",
        "marketing",
        "telephone",
        "about",
        "for",
        "you",
        "every",
        "single",
        "personal",
        "group",
        "mass",
        "bulk",
        "such",
        "another",
        "offer",
        "offers",
        "deal",
        "deals",
        "promotion",
        "promotions",
        "discount",
        "discounts",
        "like",
        "past",
        "one",
        "extra",
    ]
)

# The wish itself. What stands behind it tells the scope.
# Other languages, whole sentences at most (at most 8 % of messages).
CONTACT_WORD = re.compile(rf"{CONTACT}s?|{CONTACTING}")
