"""Which language is this, as far as hearing needs to know: English, a known one, none.

The small models learned English. In any other language they guess, so a sentence that
is not English is left to the patterns of `foreign_stops`. Few words prove nothing:
what tells no language is taken for English.
"""

from __future__ import annotations

import re
import unicodedata

from collections import Counter
from functools import lru_cache


READ = "en"
UNKNOWN = "unknown"
STOPS_ONLY = ("de", "fr", "es", "it", "pl", "ru", "uk", "ro", "tr", "nl", "pt")
_WORD = re.compile(r"[^\W\d_]+")
# Letters of other alphabets than the Latin one.
_STRANGE = re.compile(r"[^\W\d_\u0000-\u024f\u1e00-\u1eff\ufb00-\ufb06\uff21-\uff5a]")
_FEW = 3  # words: so short a sentence is told by one
_SIGNS = 4_000  # of a message, from its start, are enough to tell
_LETTERS = str.maketrans("łıøßæœ", "lioeao")

_COMMON: dict[str, frozenset[str]] = {
    tongue: frozenset(words.split())
    for tongue, words in {
        "en": "the a an and of to in is it you that for on with as are this be at"
        " have has had was were not but they we he she me my your our us if"
        " will would can could do does did don please thanks thank hi hello"
        " what when where who how from by or so just no yes any all get stop"
        " there their which about i im its know been am again still more than"
        " up out now after before because want need see ok new site line open"
        " last first next call ring email text order him her them some really"
        " very too never ve ll",
        "de": "der die das und ist nicht ich sie wir ein eine einen mir mich bitte"
        " auf mit fur von zu den dem des ihr ihnen ihre ihren mein meine"
        " meinen aus bei es haben habe hat kein keine keinen mehr danke sehr"
        " noch nie uns auch wenn aber wie oder am im vom zur zum schon wieder"
        " nur sind war werden wird nichts horen anrufen loschen konnen mochte"
        " senden alle",
        "fr": "le la les et est ne pas je vous nous un une des du de moi me mon ma"
        " mes votre vos pour dans que qui sur avec plus merci ce cette il elle"
        " au aux tout toutes tous si mais ou bien tres beaucoup jamais s'il"
        " plait svp suis ai avez ete veux voudrais arretez cessez laissez",
        "es": "el la los las y es no yo usted ustedes un una unos de del mi mis su"
        " sus me por favor para que en con mas gracias muy pero si se lo le"
        " les nos ya esta este todo todos quiero han hay al como nunca mucho"
        " he dejen llamen llamarme",
        "it": "il lo la gli le e non io lei voi un una di del della mi mio miei mia"
        " per che in con piu grazie molto ma se si ci vi ho avete sono questo"
        " questa tutti tutto vorrei voglio lasciatemi pace dal dalla alla"
        " nella basta mai favore anche come",
        "pl": "nie jest i w na z do sie to ze mnie mi moj moje pan pani prosze"
        " dziekuje dajcie spokoj jak ale czy chce juz wiecej za po od dla"
        " bardzo zadnego nigdy ja wszystkie mam przestancie",
        "ro": "nu este si in la cu pe de sa mai ma mi imi va rog multumesc pentru"
        " ca din un o am ati au al ale mea mele meu toate vreau voi nici"
        " niciun dar foarte lasati",
        "tr": "bir ve bu icin beni bana ben benim lutfen artik degil cok ne daha"
        " siz sizin ile da de mi tum tesekkurler istemiyorum istiyorum etmek"
        " olarak hic",
        "nl": "de het een en is niet ik u jullie wij van voor op met mij me mijn"
        " geen meer alstublieft aub dank bedankt maar als dat die te uw aan"
        " uit bij hartelijk wil nog nooit heb hebben naar om zijn niets al ook",
        "pt": "o a os as e nao eu voce voces um uma de do da dos meu minha meus me"
        " por favor para que em com mais obrigado obrigada muito mas se ja sem"
        " este esta tudo quero nunca no na",
    }.items()
}

_TONGUES: dict[str, tuple[str, ...]] = {
    word: tuple(name for name, own in _COMMON.items() if word in own)
    for own in _COMMON.values()
    for word in own
}


def bare(low: str) -> str:
    """Return lower-case words without marks: `ł` as `l`, `ç` as `c`; й stays й."""
    if low.isascii():
        return low
    if re.search("[\u0400-\u04ff]", low):
        return low.replace("\u0451", "\u0435")
    apart = unicodedata.normalize("NFKD", low.casefold())
    kept = "".join(one for one in apart if not unicodedata.combining(one))
    return kept.translate(_LETTERS)


@lru_cache(maxsize=1024)  # asked for each sentence by the grammar and by the ear
def tongue_of(text: str) -> str:
    """
    Tell the language of a sentence or a message.

    Returns:
        `en` (also where nothing tells), one of `STOPS_ONLY`, or `unknown`.

    Example:
        >>> tongue_of("Rufen Sie mich nicht mehr an."), tongue_of("ok")
        ('de', 'en')
    """
    low = text[:_SIGNS].casefold()
    strange = 0 if low.isascii() else len(_STRANGE.findall(low))
    if strange * 2 > sum(map(str.isalpha, low)):
        if not re.search("[\u0400-\u04ff]", low):
            return UNKNOWN
        return "uk" if re.search("[іїєґ]", low) else "ru"
    words = [one for one in _WORD.findall(bare(low)) if len(one) > 1]
    found = Counter(name for word in set(words) for name in _TONGUES.get(word, ()))
    best = max(_COMMON, key=lambda name: found[name])
    marked = not low.isascii() and any(
        one.isalpha() and not one.isascii() for one in low
    )
    # Shorthand has few words of any language; one word alone proves it with a mark.
    least = 1 if marked or len(words) <= _FEW else 2
    if found[best] >= least and found[best] > found[READ]:
        return best
    return UNKNOWN if marked and not found[READ] and not found[best] else READ


def is_read(text: str) -> bool:
    """Tell whether a text is in the language that is read; stops hold in others."""
    return tongue_of(text) == READ


def english_words(text: str) -> int:
    """Count the common English words in a sentence."""
    return sum(
        word in _COMMON[READ] for word in _WORD.findall(text[:_SIGNS].casefold())
    )
