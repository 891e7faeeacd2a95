"""Which words promise something, by the grammar: one sign among those an ear hears by.

Source: data/listen/RULES.md, (a). A promise is found by its verb ("we *will*
send", "is *going to* ring", "promised *to*"), told apart from rules, offers,
courtesies and hedges by the words around it, and cut to its shortest span. By when it
is due is read in `promise_times`.
"""

from __future__ import annotations

import re

from collections.abc import Iterator
from dataclasses import dataclass, replace

from shopkeeper.listen import promise_words as w
from shopkeeper.listen.deadlines import When, find_times
from shopkeeper.listen.promise_finding import Found, Voice, apart, ours
from shopkeeper.listen.promise_notes import in_note
from shopkeeper.listen.promise_reported import told_by_her
from shopkeeper.listen.reading import Reading
from shopkeeper.listen.text import Stretch
from shopkeeper.listen.tokens import Hit
from shopkeeper.vocabulary import Calendar, Speaker


_TAIL = " \t\n.,;:!?-\"'()[]*"
_TAIL_WORDS = re.compile(
    r"(?:\s(?:and|or|by|on|at|for|to|the|of|with|from|within|you by|until|before|later"
    r"|is|re|then|this|next|around|about|too|also|that|again by|no|up to|w/|latest"
    r"|cust)"
    r")+$"
)
_SPLIT = re.compile(
    rf"(?:,\s|\s)(?:and|&|\+|then|or else|plus)(?: then| also| i'll| we'll| i will| we"
    rf" will"
    rf"| will| he'll| she'll| they'll)*\s(?=(?:{w.ACTS})\b(?! (?:of|number|address"
    rf"|date)))"
)
_LEADING = re.compile(
    r"(?:(?:also|then|now|just|still|gladly|certainly|definitely|happily|personally"
    r"|again"
    r"|first|quickly|be sure to|make sure to|make sure that|try to|try and|do (?:my"
    r"|our)"
    r" (?:very )?best to|endeavour to|aim to|of course|always|be able to|absolutely"
    r"|simply"
    r"|immediately|go ahead and|come back and|therefore|only|get someone to|have"
    r" someone"
    r"|get (?:him|her|them) to|all|have (?:him|her|them|tom) |probably|need to|have to"
    r"|most likely|shortly|soon|indeed|automatically|promptly|be going to|all be)\s+)+"
)


def hear_promises(reading: Reading, calendar: Calendar) -> list[Hit]:
    """
    Find the open promises of a message, each named by its owner: `us` or `hers`.

    Args:
        reading: The message made ready; `said_at` in the zone it is meant in.
        calendar: The shop's working days.
    """
    heard: list[Hit] = []
    for sentence in reading.sentences:
        for one in _Listener(reading, sentence, calendar).promises():
            place = one.start, one.end
            if not any(
                old.name == one.name
                and is_again(place, (old.start, old.end), reading.low)
                for old in heard
            ):
                heard.append(one)
    return sorted(heard, key=lambda one: one.start)


def is_again(one: tuple[int, int], other: tuple[int, int], low: str) -> bool:
    """Tell whether two stretches `(start, end)` are one act, told twice."""
    overlap = one[0] < other[1] and other[0] < one[1]
    return overlap or same_act(low[slice(*one)], low[slice(*other)])


def same_act(one: str, other: str) -> bool:
    """Tell whether two spans are of the same words, small ones left out."""
    small = {"you", "your", "the", "a", "an", "to", "it", "be", "with", "for", "us"}
    left, right = set(one.split()) - small, set(other.split()) - small
    return bool(left) and len(left & right) * 2 > len(left | right)


@dataclass(frozen=True, slots=True)
class _Listener:
    reading: Reading
    sentence: Stretch
    calendar: Calendar

    @property
    def voice(self) -> Voice:
        if self.sentence.staff:
            return Voice.US
        return {
            Speaker.AGENT: Voice.US,
            Speaker.CUSTOMER: Voice.HER,
            Speaker.REP_NOTE: Voice.NOTE,
        }[self.reading.utterance.speaker]

    def promises(self) -> Iterator[Hit]:
        low = self.sentence.low
        if self.sentence.asks and not re.search(r",? (?:ok|okay|alright|right)$", low):
            return
        written = self.reading.text[self.sentence.start : self.sentence.end]
        found = [
            one for whole in self._candidates(low, written) for one in self._acts(whole)
        ]
        found = list({one.start: one for one in reversed(found)}.values())[::-1]
        if not found:
            return
        times = self._times(low)
        later = [one for one in found if not one.preparing]
        for number, one in enumerate(found):
            if one.preparing and later:
                continue
            if one.again and number:
                continue
            next_start = found[number + 1].start if number + 1 < len(found) else None
            promise = self._promise(one, times, next_start)
            if promise is not None:
                yield promise

    def _candidates(self, low: str, written: str) -> list[Found]:
        if self.voice is Voice.HER:
            return apart(told_by_her(low, written))
        noted = in_note(low) if self.voice is Voice.NOTE else ()
        return apart([*noted, *ours(low, written)])

    def _times(self, low: str) -> list[When]:
        past = self.voice is Voice.HER and bool(w.BEHIND.search(low))
        said_at = self.reading.utterance.said_at
        times = find_times(low, said_at, self.calendar, past=past)
        conditions = [
            (match.start("rest"), match.end("rest"))
            for match in w.CONDITION.finditer(low)
        ]
        return [
            time
            for time in times
            if not any(start <= time.start < end for start, end in conditions)
        ]

    def _acts(self, whole: Found) -> Iterator[Found]:
        """Split "look into it and write to you" into its acts."""
        low = self.sentence.low
        start = whole.start
        lead = _LEADING.match(low, whole.verb)
        verb = lead.end() if lead else whole.verb
        if whole.start == whole.verb:
            start = verb
        stop = w.END.search(low, verb)
        end = stop.start() if stop and stop.start() > verb else len(low)
        if stop and stop.group().startswith(",") and _SPLIT.match(low, stop.start()):
            later = w.END.search(low, stop.end())
            end = later.start() if later else len(low)
        splits = list(_SPLIT.finditer(low, verb, end))
        pieces = [start, *(split.end() for split in splits)]
        ends = [*(split.start() for split in splits), end]
        for number, (piece, last) in enumerate(zip(pieces, ends, strict=True)):
            verb_here = verb if number == 0 else piece
            yield replace(
                whole,
                start=piece,
                verb=verb_here,
                end=last,
                preparing=bool(w.PREPARING.match(low, verb_here)),
                first=number == 0,
            )

    def _promise(
        self, one: Found, times: list[When], next_start: int | None
    ) -> Hit | None:
        low = self.sentence.low
        mine = self._time_of(one, times, next_start)
        end = one.end
        if mine is not None and one.verb < mine.start < end and not one.keeps_time:
            end = mine.start
        elif mine is not None and one.keeps_time:
            end = max(end, mine.end)
        what = low[one.start : end].rstrip(_TAIL)
        tail = _TAIL_WORDS.search(what)
        if tail and tail.start() > 1:
            what = what[: tail.start()].rstrip(_TAIL)
        if len(what) < len("cb") or (one.needs_time and mine is None):
            return None
        start = self.sentence.start + one.start
        return Hit(start, start + len(what), one.owner)

    def _time_of(
        self, one: Found, times: list[When], next_start: int | None
    ) -> When | None:
        """Take the time behind the act and before the next one, else a leading one."""
        behind = [
            time
            for time in times
            if time.start >= one.verb
            and (next_start is None or time.start < next_start)
        ]
        leading = [time for time in times if time.end <= one.start]
        dated = [time for time in behind if time.value is not None]
        if dated:
            return dated[0]
        if behind:
            return behind[0]
        return leading[-1] if leading and not one.reported else None
