"""What tells that a sentence asks us to leave her alone, and in what.

Source: data/listen/RULES.md, (b). Each sentence of hers becomes a row of features
for small linear models; what the grammar hears in it is one of them.
"""

from __future__ import annotations

import re

from dataclasses import dataclass

from shopkeeper.listen.reading import Reading
from shopkeeper.listen.stops import NONE, scopes_of_sentences, whole_of
from shopkeeper.listen.text import squeezed
from shopkeeper.listen.tokens import Words
from shopkeeper.vocabulary import Calendar, Speaker


SCOPES = ("all", "marketing", "email", "sms", "phone", "post", "push", "frequency",
          "erase", "topic", "pause")  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?|\d+|[?!]|\N{OCTAGONAL SIGN}")
_NEAR = 3  # words between two classes that stand together
_LONG = 12  # words from which a sentence counts as long


_CLASSES: dict[str, str] = {
    word: name
    for name, text in {
        "mail": (
            "email emails e-mail e-mails mail mails mailing mailings mailers "
            "mailer inbox newsletter newsletters digest digests spam emailing "
            "mailed emailed"
        ),
        "text": (
            "text texts txt txts texting txting texted sms msg msgs message "
            "messages messaging whatsapp whatsapps dm dms ping pings pinging"
        ),
        "call": (
            "call calls calling called phone phones phoning ring rings ringing "
            "rang voicemail voicemails robocall robocalls telephone dial "
            "dialling dialing number"
        ),
        "post": (
            "post letter letters leaflet leaflets flyer flyers flier fliers "
            "brochure brochures catalogue catalogues catalog catalogs circular "
            "circulars paper envelope envelopes postcard postcards stamps junk "
            "letterbox mat"
        ),
        "push": (
            "notification notifications notifs notif push alert alerts alarm "
            "banner banners popup popups buzz buzzes buzzing app badge"
        ),
        "advert": (
            "marketing advert adverts ads ad advertising promo promos promotion "
            "promotions promotional offer offers deal deals sales pitch pitches "
            "pitching discount discounts voucher vouchers upsell selling "
            "commercial"
        ),
        "contact": (
            "contact contacts contacting contacted write writes writing written "
            "hear hearing correspondence communication communications send "
            "sends sending sent receive receiving get getting bother bothering "
            "disturb disturbing pester pestering hassle chase chasing reach "
            "reaching approach knocking"
        ),
        "stop": (
            "knock stop stops stopped stopping stp cease end ends quit halt "
            "enough desist discontinue refrain drop lose remove removed strike "
            "unsubscribe unsubscribed unsub opt optout opted off out leave "
            "spare skip basta delete erase erased wipe forget forgotten block "
            "blocked cancel pause hold mute disable unlist cut scrap give "
            "withdraw revoke"
        ),
        "kind": (
            "survey surveys reminder reminders update updates feedback review "
            "reviews rating ratings invitation invitations invite invites "
            "webinar webinars quiz"
        ),
        "no": (
            "stopp no not don't dont do'nt doesn't didn't never none nobody "
            "without neither nor cannot can't won't wouldn't isn't nae nah"
        ),
        "only": (
            "nothing only just solely exclusively except rather prefer instead best"
        ),
        "more": "more further again anymore longer ever another any",
        "much": (
            "many much often daily constant constantly every frequent "
            "frequently twice thrice less fewer once weekly monthly max most "
            "plenty"
        ),
        "list": (
            "list lists database records books system mailing-list register "
            "distribution data details file files information"
        ),
        "fed": (
            "sick tired fed annoyed annoying drowning flooded swamped bombarded "
            "harassment harassed harassing hounded pestered relentless nuisance"
        ),
        "gone": (
            "died dead passed late deceased left retired resigned moved gone "
            "wrong widow funeral"
        ),
        "goods": (
            "order orders delivery deliveries parcel parcels plan contract "
            "policy subscription membership payment payments debit renewal "
            "appointment booking account invoice machine engine item items "
            "refund quote insurance tenancy box basket cart card trial"
        ),
        "please": "please pls plz kindly thanks could would can",
        "me": "me us him her them my our i we mum dad mother father husband wife",
        "you": "you your you're u ur yours youse ye y'all",
    }.items()
    for word in text.split()
}


@dataclass(frozen=True, slots=True)
class WishRow:
    """
    A sentence of hers.

    Attributes:
        signs: Its features.
        ruled: The scopes the grammar hears in it.
        low: Its plain words.
    """

    signs: tuple[str, ...]
    ruled: frozenset[str]
    low: str


def wish_rows(reading: Reading, calendar: Calendar, words: Words) -> list[WishRow]:
    """
    Make each sentence of hers a row; none where one of ours speaks.

    Args:
        reading: The message made ready.
        calendar: The shop's working days.
        words: What is known of words.
    """
    utterance = reading.utterance
    if utterance.speaker is Speaker.AGENT:
        return []
    own = [one for one in reading.sentences if not one.staff]
    ruled = scopes_of_sentences(reading, calendar)
    whole = whole_of(reading, ruled)
    common = {
        f"v {utterance.speaker}",
        f"ch {utterance.channel}",
        f"n {min(len(own), 4)}",
        f"whole {whole != NONE}",
    }
    rows = []
    for number, (one, scopes) in enumerate(zip(own, ruled, strict=True)):
        low = squeezed(utterance.text[one.start : one.end]).strip()
        signs = common | _signs(low, words)
        signs |= {f"g {_kind(scope)}" for scope in scopes}
        signs |= {f"g {bool(scopes)}", f"asks {one.asks}", f"first {number == 0}"}
        signs |= {f"last {number == len(own) - 1}"}
        if len(own) == 1 and len(low.split()) <= len(("please", "stop", "now")):
            signs |= {f"keyword {whole == ('all',)}"}
        rows.append(WishRow(tuple(sorted(signs)), frozenset(scopes), low))
    return rows


def _kind(scope: str) -> str:
    return scope.partition(":")[0]


def _signs(low: str, words: Words) -> set[str]:
    said = ["0" if word[0].isdigit() else word for word in _WORD.findall(low)]
    signs = {f"len {min(len(said), _LONG) // 2}"}
    kinds = [words.kinds(word) for word in said]
    for word, (coarse, middle, fine) in zip(said, kinds, strict=True):
        signs |= {f"w {word}", f"t {word[-3:]}", f"h {word[:4]}"}
        signs |= {f"c {coarse}", f"d {middle}", f"e {fine}"}
    signs |= _of_classes(said)
    framed = ["<", *said, ">"]
    classes = ["<", *(str(middle) for _, middle, _ in kinds), ">"]
    for place in range(len(framed) - 1):
        signs.add(f"b {framed[place]} {framed[place + 1]}")
        signs.add(f"db {classes[place]} {classes[place + 1]}")
    for a, b, c in zip(framed, framed[1:], framed[2:], strict=False):
        signs |= {f"b3 {a} {b} {c}", f"k {a} {c}"}
    return signs


def _of_classes(said: list[str]) -> set[str]:
    """Return which classes of word stand near which, in their order."""
    found = [(place, _CLASSES[word]) for place, word in enumerate(said)
             if word in _CLASSES]  # fmt: skip
    signs = {f"l {name}" for _, name in found}
    for number, (place, name) in enumerate(found):
        for later, other in found[number + 1 : number + 6]:
            signs.add(f"ll {name} {other}")
            if later - place <= _NEAR:
                signs.add(f"ln {name} {other}")
    names = [name for _, name in found]
    for a, b, c in zip(names, names[1:], names[2:], strict=False):
        signs.add(f"l3 {a} {b} {c}")
    return signs
