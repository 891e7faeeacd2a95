"""What tells that a sentence asks us to leave her alone, and in what.

Source: data/listen/RULES.md, (b). Each sentence of hers becomes a row of features
for small linear models; what the grammar hears in it is one of them.
"""

from __future__ import annotations

import re

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from scipy.sparse import csr_matrix

from shopkeeper.listen.reading import Reading
from shopkeeper.listen.stops import NONE, scopes_of_sentences, whole_of
from shopkeeper.listen.text import Stretch, squeezed
from shopkeeper.listen.tokens import (
    BUCKETS,
    COARSE,
    FINE,
    HEAD,
    MIDDLE,
    TAIL,
    WORD,
    Hashes,
    Ints,
    Words,
    both,
    bucket_of,
    crc,
    mixed,
)
from shopkeeper.vocabulary import Calendar, Speaker


SCOPES = ("all", "marketing", "email", "sms", "phone", "post", "push", "frequency",
          "erase", "topic", "pause")  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?|\d+|[?!]|\N{OCTAGONAL SIGN}")
_NEAR = 3  # words between two classes that stand together
_REACH = 5  # classes behind that one is paired with
_LONG = 12  # words from which a sentence counts as long


CLASSES: dict[str, str] = {
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
_NUMBER = {
    name: number for number, name in enumerate(dict.fromkeys(CLASSES.values()), 1)
}


@dataclass(frozen=True, slots=True)
class WishRows:
    """
    The sentences of hers in a message.

    Attributes:
        counts: `(n_sentences, BUCKETS)` their features, ones.
        ruled: The scopes the grammar hears in each.
        low: Their plain words.
    """

    counts: csr_matrix
    ruled: tuple[frozenset[str], ...]
    low: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.low)


_NO_ROWS = WishRows(csr_matrix((0, BUCKETS)), (), ())


def wish_rows(reading: Reading, calendar: Calendar, words: Words) -> WishRows:
    """
    Make each sentence of hers a row; none where one of ours speaks.

    Args:
        reading: The message made ready.
        calendar: The shop's working days.
        words: What is known of words.
    """
    utterance = reading.utterance
    if utterance.speaker is Speaker.AGENT:
        return _NO_ROWS
    own = [one for one in reading.sentences if not one.staff]
    if not own:
        return _NO_ROWS
    ruled = scopes_of_sentences(reading, calendar)
    low = [squeezed(utterance.text[one.start : one.end]).strip() for one in own]
    said = [
        ["0" if word[0].isdigit() else word for word in _WORD.findall(words_of)]
        for words_of in low
    ]
    places, buckets = [], []
    named = _named(reading, own, ruled, said)
    for number, signs in enumerate(named):
        places += [number] * len(signs)
        buckets += [bucket_of(sign) for sign in signs]
    spoken = _Spoken.of(said, words, str(utterance.channel))
    keys = [np.array(places, np.int64) * BUCKETS + np.array(buckets, np.int64)]
    keys += [
        rows * BUCKETS + (mixed(values, number) % np.uint64(BUCKETS)).astype(np.int64)
        for number, (rows, values) in enumerate(spoken.signs())
    ]
    row, bucket = np.divmod(np.unique(np.concatenate(keys)), BUCKETS)
    counts = csr_matrix(
        (
            np.ones(len(row), np.float32),
            bucket,
            np.searchsorted(row, np.arange(len(own) + 1)),
        ),
        shape=(len(own), BUCKETS),
    )
    return WishRows(counts, tuple(map(frozenset, ruled)), tuple(low))


def _named(
    reading: Reading,
    own: Sequence[Stretch],
    ruled: Sequence[set[str]],
    said: Sequence[list[str]],
) -> Iterator[list[str]]:
    """Yield what is known of each sentence beside its words."""
    whole = whole_of(reading, ruled)
    common = [
        f"v {reading.utterance.speaker}",
        f"ch {reading.utterance.channel}",
        f"n {min(len(own), 4)}",
        f"whole {whole != NONE}",
    ]
    for number, (one, scopes) in enumerate(zip(own, ruled, strict=True)):
        signs = [*common, f"len {min(len(said[number]), _LONG) // 2}"]
        signs += [f"g {_kind(scope)}" for scope in scopes]
        signs += [f"g {bool(scopes)}", f"asks {one.asks}", f"first {number == 0}"]
        signs += [f"last {number == len(own) - 1}"]
        if len(own) == 1 and len(said[0]) <= len(("please", "stop", "now")):
            signs += [f"keyword {whole == ('all',)}"]
        yield signs


def _kind(scope: str) -> str:
    return scope.partition(":")[0]


@dataclass(frozen=True, slots=True)
class _Spoken:
    """
    The words of all sentences one after the other, each sentence framed by `<` and `>`.

    Attributes:
        row: `(n,)` sentence of each word.
        looks: `(n, 7)` as `Words.looks`.
        inner: `(n,)` whether it is a word, not the frame.
        kind: `(n,)` number of its class of word, 0 for none.
        count: Sentences.
        channel: A number for the channel it came by.
    """

    row: Ints
    looks: Ints
    inner: Ints
    kind: Ints
    count: int
    channel: int

    @classmethod
    def of(cls, said: Sequence[list[str]], words: Words, channel: str) -> _Spoken:
        framed = [("<", *one, ">") for one in said]
        flat = [word for one in framed for word in one]
        return cls(
            np.repeat(np.arange(len(said)), [len(one) for one in framed]),
            np.array([words.looks(word, word) for word in flat], np.int64),
            np.array([word not in "<>" for word in flat]),
            np.array([_NUMBER.get(CLASSES.get(word, ""), 0) for word in flat]),
            len(said),
            crc(channel),
        )

    def signs(self) -> Iterator[tuple[Ints, Ints | Hashes]]:
        """Yield, for each template, the sentences and the values found in them."""
        for column in (WORD, TAIL, HEAD, COARSE, MIDDLE, FINE):
            yield self.row[self.inner], self.looks[self.inner, column]
        word, middle = self.looks[:, WORD], self.looks[:, MIDDLE]
        near = self.row[1:] == self.row[:-1]
        two = both(word[:-1], word[1:])
        yield self.row[1:][near], two[near]
        yield self.row[1:][near], both(middle[:-1], middle[1:])[near]
        far = self.row[2:] == self.row[:-2]
        yield self.row[2:][far], both(two[:-1], word[2:])[far]
        yield self.row[2:][far], both(word[:-2], word[2:])[far]
        yield from self._of_classes()

    def _of_classes(self) -> Iterator[tuple[Ints, Ints | Hashes]]:
        """Yield which classes of word stand near which, in their order."""
        place = np.flatnonzero(self.kind)
        row, kind = self.row[place], self.kind[place]
        yield row, kind
        yield row, both(kind, self.channel)
        # "You texted me again. Please stop." says by the sentence before what to stop.
        later = row + 1 < self.count
        yield row[later] + 1, kind[later]
        last = row + 2 < self.count
        yield row[last] + 2, kind[last]
        pairs, close = [], []
        for step in range(1, _REACH + 1):
            same = row[step:] == row[:-step]
            pair = both(kind[:-step], kind[step:])
            pairs.append((row[step:][same], pair[same]))
            same &= place[step:] - place[:-step] <= _NEAR
            close.append((row[step:][same], pair[same]))
        for found in (pairs, close):
            yield (
                np.concatenate([r for r, _ in found]),
                np.concatenate([value for _, value in found]),
            )
        same = row[2:] == row[:-2]
        three = both(both(kind[:-2], kind[1:-1]), kind[2:])
        yield row[2:][same], three[same]
