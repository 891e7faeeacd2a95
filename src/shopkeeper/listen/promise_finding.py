"""Where a sentence may hold a promise: the subject, the verb, and whose it is."""

from __future__ import annotations

import re

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from shopkeeper.listen import promise_words as w
from shopkeeper.listen.subjects import subject_of


class Voice(Enum):
    """Who is speaking: one of ours to her, she, or one of ours about her."""

    US = auto()
    HER = auto()
    NOTE = auto()


@dataclass(frozen=True, slots=True)
class Found:
    """
    A possible promise in a sentence.

    Attributes:
        start: Where its span begins.
        verb: Where its act begins.
        end: Where its words end, time and reason not yet cut off.
        owner: `us` or `hers`.
        needs_time: Is it one only if it has a deadline?
        keeps_time: Does its span hold the time ("takes ten working days")?
        reported: Is it told by her of what we said?
        preparing: Is it only a step towards another act?
        first: Is it the first act behind its verb?
        again: Does it speak of "it", so of an act told before in the sentence?
    """

    start: int
    verb: int
    end: int = 0
    owner: str = "us"
    needs_time: bool = False
    keeps_time: bool = False
    reported: bool = False
    preparing: bool = False
    first: bool = True
    again: bool = False


_MODAL = re.compile(
    r"(?P<modal>'ll\b|\bwill\b|\bshall\b|\bwon't\b|\bshan't\b|(?:'m|'re|'s|\bam|\bare"
    r"|\bis)"
    r" (?:now )?(?:going to|gonna|about to|due to|set to|scheduled to|expected to)\b"
    r"|\bshould\b|\bcan expect to\b|\bgonna\b|\b(?:am|are|is) to\b)\s*"
    r"(?P<neg>(?:not|never)\b\s*)?"
)
_ADVERBS = re.compile(
    r"(?:(?:also|then|now|just|still|gladly|certainly|definitely|personally|both|of"
    r" course"
    r"|always|therefore|probably|all|each|then|simply|soon|shortly|hereby"
    r"|currently)\s+)+"
)
_INFINITIVE = re.compile(
    r"\b(?P<who>i|we|he|she|they)?(?:'m|'re| am| are| have|'ve|'d)?\s*(?:now |also )?"
    r"(?P<verb>promise|promised|undertake|aim|plan|intend|expect|commit|guarantee|vow"
    r"|pledge"
    r"|agreed|agree|arranged|try|trying|planning|aiming|hoping|working|committed|due"
    r"|expecting)(?: you| her| him| them| cust(?:omer)?)?(?: faithfully)?"
    r" (?P<to>not to|to) (?!you\b|your\b|the\b)"
)
_ASKED = re.compile(
    r"\b(?:i|we)(?:'ve| have)?\s(?:also |now |just |already )*(?:asked|instructed"
    r"|requested"
    r"|arranged for|told|got|arranged with)\s(?:[\w'-]+\s){1,5}?to\s(?=[a-z])"
)
GOING = re.compile(
    r"(?:\b(?P<who>i|we|he|she|they|someone|somebody)|(?P<np>\b[a-z]+))"
    r"(?:'m|'re|'s| am| are| is)\s(?:also |now |just |already |currently"
    r" )*(?P<verb>(?:sending"
    r"|posting|shipping|coming|delivering|calling|ringing|phoning|emailing|e-mailing"
    r"|bringing"
    r"|dispatching|crediting|refunding|issuing|arranging|ordering|escalating|forwarding"
    r"|passing|writing|putting|returning|replacing|visiting|paying|collecting|dropping"
    r"|picking|fitting|installing|repairing|fixing|transferring|mailing|texting|getting"
    r"|popping|settling|giving)\b)"
)
_SURE_GOING = re.compile(
    r"(?:send|post|ship|com|deliver|dispatch|bring|return|forward)ing"
)
_PRESENT = re.compile(
    r"\b(?P<verb>goes|leaves|ships|arrives|comes|starts|begins|lands|gets|takes|stays"
    r"|remains"
    r"|holds|runs|reaches|ends|lasts|departs|opens|resumes|follows|applies|is (?:now "
    r"|all "
    r"|currently |still |already )?(?:due|booked|scheduled|expected|set|confirmed"
    r"|arranged"
    r"|reserved|guaranteed|held|on|at|for|planned|valid|yours|covered|fixed for|coming"
    r"|arriving|going|leaving|in|frozen|locked)\b|are (?:now |all |currently |still )?"
    r"(?:due|booked|scheduled|expected|set|reserved|held|confirmed|covered|arriving"
    r"|going)\b)"
    r"(?: in\b(?= for| on| at| the diary)| down\b)?"
)
_MOVING = re.compile(r"\b(?:com|arriv|go|leav)ing\b")
_BE = re.compile(r"(?:is|are|'s|'re)\s")
_SIMPLE = re.compile(rf"\b(?:we|i)\s(?=(?:{w.ACTS})\b(?! (?:that|to see|see)))")
_UNDER_WAY = re.compile(
    r"\b(?:is|are|'s|'re) (?:now |already |currently |still |both |all )*(?P<state>on"
    r" (?:its|the"
    r"|their) way(?: to (?:you|me|us))?|in the (?:post|mail)|out for delivery|being"
    r" (?:processed|prepared|shipped|packed|dispatched|refunded|repaired|replaced|made"
    r"|fixed"
    r"|reviewed|arranged|sent|returned|credited|investigated)|underway|under way|in"
    r" transit"
    r"|in production|on order)"
)
_BOOKED = re.compile(
    r"\b(?:(?:i|we)(?:'ve| have)?|you(?:'re| are)|he's|she's|has|have|they've)\s"
    r"(?:also |now |just |already |all |been |provisionally )*(?P<what>(?:re)?(?:booked"
    r"|scheduled|arranged|reserved|slotted|moved|pencilled|penciled|confirmed|organised"
    r"|down|set)\b)(?! (?:to|the meeting room))"
)
_EXPECT = re.compile(
    r"(?:^|[,;.]\s|\bplease |\byou can |\byou may |\byou should |\bso |\bto )"
    r"(?P<verb>expect|look out for|watch out for)\s"
    r"(?:a |an |the |your |my |our )?(?P<what>[a-z])"
)
_ALLOW = re.compile(
    r"\ballow\s(?:up to |us )?[^,;]{1,40}?\sfor\s(?:the |your |our |this |a"
    r" )?(?P<what>[a-z])"
)


def apart(found: list[Found]) -> list[Found]:
    """Put candidates in order; of two in one place the first and longest stays."""
    kept: list[Found] = []
    for one in sorted(found, key=lambda one: (one.start, one.verb)):
        if not kept or one.start > kept[-1].verb:
            kept.append(one)
    return kept


def ours(low: str, written: str) -> Iterator[Found]:
    """
    Find what one of ours promises in a sentence.

    Args:
        low: The sentence, plain.
        written: The same as written, for its capitals.
    """
    yes = w.SHORT_YES.search(low)
    if yes:
        start = yes.start("what")
        yield Found(start, start)
        return
    if w.COURTESY.search(low) or _general(low):
        return
    for finder in (_modals, _infinitives, _progressives, _states, _bookings, _simple):
        for one in finder(low, written):
            clause = _clause_around(low, one.verb)
            if not w.HEDGE.search(clause) and not w.REFUSAL.search(clause):
                yield one


def _general(low: str) -> bool:
    if w.EVERYONE.search(low) and not re.search(r"\byours?\b", low):
        return True
    return bool(w.GENERAL.search(low)) and not re.search(
        r"\b(?:you|yours?|i'll"
        r"|we'll)\b(?!\s+(?:can|may))",
        low.split(";", maxsplit=1)[0],
    )


def _clause_around(low: str, place: int) -> str:
    """Return the part of the sentence between the `;` and `but` around a place."""
    start = max((m.end() for m in _PARTS.finditer(low, 0, place)), default=0)
    stop = _PARTS.search(low, place)
    return low[start : stop.start() if stop else len(low)]


_PARTS = re.compile(r"[;:]|\bbut\b|\bhowever\b|\s-+\s|, (?:and|so) ")


def _modals(low: str, written: str) -> Iterator[Found]:
    for match in _MODAL.finditer(low):
        verb = match.end()
        adverbs = _ADVERBS.match(low, verb)
        act = adverbs.end() if adverbs else verb
        negative = "n't" in match["modal"] or bool(match["neg"])
        rest = low[act:]
        who = subject_of(low, written, match.start())
        span = match.start() if "n't" in match["modal"] else (
            match.start("neg") if match["neg"] else act
        )  # fmt: skip
        if low[span : span + 1] == " ":
            span += 1
        if who.kind == "us" and _act_of_ours(rest, match["modal"], negative=negative):
            yield Found(span, act)
        elif who.kind == "you" and w.RECEIVED.match(rest) and not _empty_gain(rest):
            soft = match["modal"] == "should" or rest.startswith("be able")
            yield Found(span, act, needs_time=soft and "able" in rest[:8])
        elif who.kind in ("thing", "it") and _thing_happens(
            low, rest, negative=negative
        ):
            start = who.start if who.kind == "thing" else span
            vague = not w.HAPPENS.match(rest)
            again = bool(re.search(r"(?:^|\s)it$", low[: match.start()].rstrip()))
            yield Found(start, act, needs_time=vague, again=again)


def _act_of_ours(rest: str, modal: str, *, negative: bool) -> bool:
    if not rest or w.NO_ACT.match(rest) or modal.endswith("expect to"):
        return False
    if negative:
        return bool(re.match(rf"(?:{w.ACTS}|bother|disturb|spam|trouble)\w*\b", rest))
    in_talk = w.IN_TALK.match(rest)
    later = re.search(
        r"\b(?:and|then|back|tomorrow|today|within|by|let you|monday|tuesday|wednesday"
        r"|thursday|friday|into)\b", rest)  # fmt: skip
    if in_talk and not later:
        return False
    return bool(re.match(r"[a-z]", rest))


def _empty_gain(rest: str) -> bool:
    return bool(
        re.match(
            r"(?:find (?:your|our|all)|have to|need|be able to (?:log|see|find|use"
            r"|access|view)"
            r"(?!.*\b(?:by|from|tomorrow|monday|within|in \w+ (?:hours|days)))|receive"
            r" (?:all"
            r" )?marketing|see (?:that|why|how|what|a (?:button|link|tab|menu))|be"
            r" asked)",
            rest,
        )
    )


def _thing_happens(low: str, rest: str, *, negative: bool) -> bool:
    if w.NO_ACT.match(rest) and not negative:
        return False
    if w.NOTICE.match(rest) and re.search(
        r"\b(?:unless|if you (?:do not|don't|fail)|otherwise)\b", low
    ):
        return False
    return bool(rest)


def _infinitives(low: str, _: str) -> Iterator[Found]:
    for match in _INFINITIVE.finditer(low):
        if match["verb"] in ("working", "hoping") and not re.search(
            r"\d|day|week", low
        ):
            continue
        start = match.start("to") if match["to"] == "not to" else match.end()
        yield Found(start, match.end())
    for match in _ASKED.finditer(low):
        yield Found(match.end(), match.end())


def _progressives(low: str, _: str) -> Iterator[Found]:
    for match in GOING.finditer(low):
        if match["np"] in ("you", "u", "it", "there", "that", "what", "who"):
            continue
        verb = match.start("verb")
        yield Found(verb, verb, needs_time=not _SURE_GOING.match(match["verb"]))


def _states(low: str, written: str) -> Iterator[Found]:
    """Find what is told as a fact and still to come: "your file goes out today"."""
    expect = _EXPECT.search(low)
    if expect:
        you = "you" in expect.group()[: expect.group().find(expect["verb"])]
        place = expect.start("verb") if you else expect.start("what")
        yield Found(place, expect.start("what"))
    allow = _ALLOW.search(low)
    if allow:
        yield Found(allow.start("what"), allow.start("what"))
    for pattern, needs_time in ((_UNDER_WAY, False), (_PRESENT, True)):
        for match in pattern.finditer(low):
            who = subject_of(low, written, match.start())
            owned = re.search(
                r"(?:^|\s)(?:your|the|my|our|this|that|it|he|she|his|her|you|ur"
                r"|\w+'s)\b",
                low[max(0, match.start() - 60) : match.start()],
            )
            if who.kind == "none" or not owned or "?" in low:
                continue
            start = who.start if who.kind == "thing" else match.start()
            if who.kind == "us" and who.start and not _MOVING.search(match.group()):
                start = who.start
            elif who.kind in ("it", "us", "you"):
                start += len(match.group()) - len(_BE.sub("", match.group(), count=1))
            takes = low.startswith("takes", match.start())
            yield Found(
                start, match.end() - 1, needs_time=needs_time,
                keeps_time=takes,
            )  # fmt: skip


def _bookings(low: str, _: str) -> Iterator[Found]:
    for match in _BOOKED.finditer(low):
        start = match.start("what")
        yield Found(start, start, needs_time=True)


def _simple(low: str, _: str) -> Iterator[Found]:
    """Find the plain present: "if it is faulty we swap it", "we deliver on Friday"."""
    for match in _SIMPLE.finditer(low):
        rest = low[match.end() :]
        if w.NO_ACT.match(rest) or re.match(
            r"(?:see|have|hear|find|ask|make|do)\b", rest
        ):
            continue
        condition = w.CONDITION.search(low)
        inside = condition and condition.start("rest") <= match.start() < condition.end(
            "rest"
        )
        if inside:
            continue
        yield Found(match.end(), match.end(), needs_time=condition is None)
