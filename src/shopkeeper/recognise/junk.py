"""Values that stand in a field for people and yet tell nobody.

`null`, `info@…`, `0000000`: whoever typed them, they join no two records. The
lists hold what forms, exports and tracking libraries are known to leave behind
(reliability.md B2; the reserved ids that Segment and PostHog refuse).
"""

from __future__ import annotations

import re
import unicodedata

from functools import lru_cache

from shopkeeper.vocabulary import IdentifierKind


_WORDS_TEXT = """
null nil none nan na n/a n.a. n.a #n/a #ref! #value! #name? undefined unknown
anonymous anon guest visitor nobody noone no-one test tests testing tester test1
test123 test_user testuser dummy sample example demo temp tmp placeholder default
empty blank missing void invalid deleted removed redacted withheld tbc tba tbd todo
user users username user_id userid id uid distinct_id distinctid not_authenticated
customer client member person name firstname lastname email e-mail mail phone tel
mobile number string text value true false yes no x xx xxx xxxx xxxxx y z abc abcd
abc123 asd asdf asdfgh qwe qwerty qwertz foo bar baz foobar aaa aaaa ... .. . - --
--- _ __ ? ?? ??? ! * # + / \\n \\\\n \\0 0x0 [object_object] (none) (null)
(not_set) (not_provided) <null> <none> <empty> not_set not_available not_applicable
not_provided not_given not_known not_specified no_email noemail no-email nomail
no_mail no_phone nophone no_name noname no_value no_data not_a_number refused
declined private walk-in walk_in walkin cash cash_sale cash_customer counter
self-service staff house_account unbekannt keine kein keiner k.a. k.a ohne leer
inconnu aucun aucune vide desconocido ninguno ninguna anonimo sin_datos onbekend
geen sconosciuto nessuno okänd ingen okendt ukjent brak nieznany device device_id
deviceid cookie session pending new -1 none@none null@null
"""
_WORDS = frozenset(_WORDS_TEXT.split())

# Mailboxes of a role, not of a person (RFC 2142 and custom).
_ROLES_TEXT = """
info information sales admin administrator noreply no-reply no.reply no_reply
donotreply do-not-reply do_not_reply support help helpdesk service services
customerservice customer.service customerservices customercare contact contacts
contactus contact-us office hello hi mail email webmaster postmaster hostmaster
root abuse security privacy billing accounts accounting invoices invoice finance
payments orders order bookings booking reservations reception enquiries enquiry
inquiries inquiry shop store team staff hr jobs careers recruitment marketing press
media news newsletter feedback returns warehouse purchasing procurement it
mailer-daemon bounce bounces unsubscribe subscribe list everyone all kontakt buero
büro bestellung vertrieb rechnung einkauf verkauf anfrage empfang comercial ventas
contacto administracion commercial compta accueil bonjour verkoop boekhouding
"""
_ROLES = frozenset(_ROLES_TEXT.split())

# The first part of an address that stands for "an address goes here".
_PLACEHOLDER_LOCALS = (_WORDS - {"new", "private", "z", "y", "counter", "house"}) | {
    "your", "you", "yourname", "your.name", "youremail", "your.email", "someone",
    "somebody", "me", "myemail", "my.email", "first.last", "firstname.lastname",
    "vorname.nachname", "john.q.public", "a", "aa", "abc", "asdf", "fake", "spam",
    "notgiven", "notprovided", "declined", "nothanks", "no.thanks",
}  # fmt: skip
_PLACEHOLDER_DOMAINS_TEXT = """
noemail.com nomail.com noemail.co.uk none.com none.none null.com null.null
test.com test.test test.de test.co.uk test.org test.net na.com n.a nowhere.com
noreply.com no.com no.email unknown.com fake.com invalid.com invalid.invalid
mailinator.com yourdomain.com yourcompany.com domain.com dummy.com
"""
_PLACEHOLDER_DOMAINS = frozenset(_PLACEHOLDER_DOMAINS_TEXT.split())

_NO_NAMES_TEXT = """
null nil none n/a undefined unknown anonymous anon test tester testuser dummy sample
noname notset notavailable notapplicable notprovided notgiven notknown firstname
lastname fullname name username customer client visitor walkin houseaccount unbekannt
inconnu desconocido onbekend sconosciuto xxx xxxx tbc tbd tba deleted redacted
guestuser guestcheckout
"""
_NO_NAMES = frozenset(_NO_NAMES_TEXT.split())

_DIGITS = re.compile(r"\D+")
_RUNS_OF_DIGITS = "01234567890123456789", "98765432109876543210"
_TEMPLATE = re.compile(r"\{\{|\}\}|\$\{|<%|%[sd]\b|\[\[")
_IP_ADDRESS = re.compile(
    r"(?:\d{1,3}\.){3}\d{1,3}$|[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}$"
)
_MAC_ADDRESS = re.compile(r"(?:[0-9a-f]{2}:){5}[0-9a-f]{2}$")

# Known to be given to millions of devices at once.
_DEVICES = frozenset({"9774d56d682e549c", "020000000000", "123456789012345"})

_SHORTEST_RUN = 6  # 123456 is nobody's number; 12345 might be
_SHORTEST_REPEAT = 6  # 111111; 11111 may be a customer of a shop with 5 digits
_SHORTEST_PHONE = 7  # digits: ITU-T E.164 leaves shorter ones to networks
_LONGEST_PHONE = 15
_PHONE_REPEAT = 7
_PHONE_RUN = 8
_BARE_WORDS = frozenset(re.sub(r"[\W_]+", "", word) for word in _WORDS) - {"n", "o"}
_MAILBOX = re.compile(r"[^@\s]+@[^@\s.]+(?:\.[^@\s.]+)+")


@lru_cache(maxsize=200_000)
def junk_because(kind: IdentifierKind, value: str) -> str | None:
    """
    Say why *value* tells nobody, or None where it may tell somebody.

    Args:
        kind: What the value is meant to be.
        value: As written or normalised.

    Returns:
        One phrase for people, or None.
    """
    plain = unicodedata.normalize("NFKC", value).strip().strip("\"'`").strip()
    word = plain.casefold()
    if not word:
        return "nothing in it"
    if _is_word(word) or _TEMPLATE.search(word):
        return "a placeholder, nobody's value"
    if kind is IdentifierKind.EMAIL:
        return _junk_mailbox(word)
    if kind is IdentifierKind.PHONE:
        return _junk_phone(word)
    return _junk_id(kind, word)


def is_placeholder(text: str) -> bool:
    """Is *text* a word like `null` or `n/a`, whatever field it stands in?"""
    return _is_word(unicodedata.normalize("NFKC", text).strip().casefold())


def is_no_name(text: str) -> bool:
    """
    Is *text* a word like `N/A`, `null` or `test` where a name should stand?

    Fewer words than for identifiers: there are people called Cash, Guest and Na.
    """
    word = unicodedata.normalize("NFKC", text).strip().casefold()
    return re.sub(r"[\s_.-]+", "", word) in _NO_NAMES


@lru_cache(maxsize=200_000)
def is_suspect(kind: IdentifierKind, value: str) -> bool:
    """
    Might *value* be a filler as well as somebody's own?

    Such a value (1, 123, 12345, 1111) joins only records whose names agree, or lines
    of orders of which nothing else is known.
    """
    if kind in {IdentifierKind.EMAIL, IdentifierKind.PHONE}:
        return False
    bare = re.sub(r"[\W_]+", "", value.casefold())
    return len(bare) <= 1 or (
        bare.isdigit() and (_is_run(bare, 3) or (len(bare) > 1 and len(set(bare)) == 1))
    )


def _is_word(word: str) -> bool:
    joined = re.sub(r"\s+", "_", word)
    bare = _squashed(word)
    return not bare or joined in _WORDS or (bare in _BARE_WORDS and not bare.isdigit())


def _squashed(word: str) -> str:
    return re.sub(r"[\W_]+", "", word)


def _junk_mailbox(word: str) -> str | None:
    local, _, domain = word.partition("@")
    plain = local.partition("+")[0]
    if not _MAILBOX.fullmatch(word) or ".." in local:
        return "not an e-mail address"
    if plain in _ROLES:
        return "a role's mailbox, not a person's"
    digitless = plain.rstrip("0123456789")
    if plain in _PLACEHOLDER_LOCALS or digitless in {"test", "dummy", "guest", "fake"}:
        return "a placeholder, nobody's mailbox"
    if domain in _PLACEHOLDER_DOMAINS:
        return "a placeholder, nobody's mailbox"
    if plain and not any(letter.isalpha() for letter in plain) and _is_filler(plain):
        return "a placeholder, nobody's mailbox"
    return None


def _junk_phone(word: str) -> str | None:
    digits = _DIGITS.sub("", word.partition(";")[0])
    if not _SHORTEST_PHONE <= len(digits) <= _LONGEST_PHONE:
        return "not a phone number"
    for lead in range(min(4, len(digits))):
        rest = digits[lead:]
        if len(rest) >= _PHONE_REPEAT and len(set(rest)) == 1:
            return "one digit repeated"
    if _is_run(digits, _SHORTEST_PHONE) or any(
        run[at : at + _PHONE_RUN] in digits
        for run in _RUNS_OF_DIGITS
        for at in range(10)
    ):
        return "digits in a row"
    return None


def _junk_id(kind: IdentifierKind, word: str) -> str | None:
    bare = re.sub(r"[\W_]+", "", word)
    repeated = len(bare) >= _SHORTEST_REPEAT and len(set(bare)) == 1
    if set(bare) <= {"0"} or repeated:
        return "one character repeated"
    if bare.isdigit() and _is_run(bare, _SHORTEST_RUN):
        return "digits in a row"
    if "@" in word:
        return _junk_mailbox(word)
    return _junk_device(word, bare) if kind is IdentifierKind.DEVICE else None


def _junk_device(word: str, bare: str) -> str | None:
    if bare in _DEVICES:
        return "a device id that many devices share"
    if _IP_ADDRESS.match(word) and not _MAC_ADDRESS.match(word):
        return "a network address, shared by whoever is on it"
    return None


def _is_filler(digits: str) -> bool:
    bare = _DIGITS.sub("", digits)
    return not bare or len(set(bare)) == 1 or _is_run(bare, 3)


def _is_run(digits: str, shortest: int) -> bool:
    return len(digits) >= shortest and any(digits in run for run in _RUNS_OF_DIGITS)
