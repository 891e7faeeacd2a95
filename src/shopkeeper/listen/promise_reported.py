"""Promises in her own words: what she will do, and what she tells that we promised."""

from __future__ import annotations

import re

from collections.abc import Iterator

from shopkeeper.listen import promise_words as w
from shopkeeper.listen.promise_finding import GOING, Found
from shopkeeper.listen.subjects import subject_of, thing_of


_WOULD = re.compile(
    r"(?P<modal>'ll\b|'d\b|\bwould\b|\bwill\b|\bshould\b|\bwouldn't\b|\bwon't\b"
    r"|(?:\bwas|\bwere|'s|'re|\bis|\bare) (?:going to|supposed to|meant to|due"
    r" to)\b)\s*"
    r"(?P<neg>(?:not|never)\b\s*)?"
)
_DEMANDS = re.compile(
    r"^(?:please|pls|kindly|can you|could you|will you|would you|i (?:want|need|expect"
    r"|demand)|you (?:must|need|have to|should))\b"
)


def told_by_her(low: str, written: str) -> list[Found]:
    """
    Find the promises in a sentence of hers: reported ones of ours, else her own.

    Args:
        low: The sentence, plain.
        written: The same as written, for its capitals.
    """
    return list(_reported(low, written)) or list(_hers(low))


def _hers(low: str) -> Iterator[Found]:
    """Find what she commits to do for us."""
    if _DEMANDS.match(low) or w.HEDGE.search(low) or _IN_CASE.search(low):
        return
    for match in _HER_WILL.finditer(low):
        act = match.end()
        lead = re.match(
            r"(?:then|also|just|definitely|try to|try and|be sure to)\s+", low[act:]
        )
        act += lead.end() if lead else 0
        if w.HERS.match(low[act:]) and not _THREAT.search(low):
            yield Found(act, act, owner="hers")
    for match in GOING.finditer(low):
        if match["who"] in ("i", "we"):
            verb = match.start("verb")
            yield Found(verb, verb, owner="hers", needs_time=True)
    for match in _HER_THINGS.finditer(low):
        yield Found(match.start("what"), match.start("verb"), owner="hers")


_HER_WILL = re.compile(
    r"(?:\b(?:i|we|my (?:husband|wife|son|daughter|assistant|colleague|accountant|mum"
    r"|mother"
    r"|dad|father|brother|sister|neighbour|partner|boss|secretary)(?: \w+)?)(?:'ll"
    r"|\s+(?:will"
    r"|shall|am going to|are going to|is going to)|'m (?:going to|gonna)|'re going to)"
    r"|\b(?:i|we)"
    r" (?:promise|intend|plan|agree|undertake) to|^(?:will|shall))\s+(?!not\b|never\b)"
)
_HER_THINGS = re.compile(
    r"\b(?:my|our|the)\s(?P<what>(?:payment|cheque|check|money|transfer|deposit"
    r"|paperwork|form"
    r"s?|photos?|pictures?|parcel|return|signed (?:\w+ )?(?:contract|form|copy))\s"
    r"(?P<verb>will (?:be|reach|arrive|go|come)|goes|is on its way|'ll be|is in the"
    r" post)"
    r"\b)(?= (?:with you|to you|out|sent|paid|made|in your|by|on|tomorrow|today|next"
    r"|there))"
)
_IN_CASE = re.compile(r"\bif (?:there|i|we|you|any)\b.{0,20}\b(?:any|anything|need)\b")
_THREAT = re.compile(
    r"\b(?:lawyer|solicitor|ombudsman|trading standards|court|police|trustpilot"
    r"|reviews?\b"
    r"|bank to (?:reverse|charge)|chargeback|somewhere else|elsewhere|competitor|never"
    r"|or i'll"
    r"|or else|otherwise|last time|my money back|press|newspaper|twitter|facebook)\b"
)


def _reported(low: str, written: str) -> Iterator[Found]:
    """Find what she tells that we promised."""
    if w.KEPT.search(low):
        return
    report = w.REPORTING.search(low)
    if report is None:
        yield from _was_to(low, written)
        return
    if re.match(r"(?:my|her|his|our) ", report.group()):
        return  # her own people promised nothing for us
    behind = report.end()
    to = re.match(
        r"(?: (?:me|us|faithfully|you'd|you would))* (?P<not>not )?to (?=[a-z])",
        low[behind:],
    )
    if to:
        verb = behind + to.end()
        start = behind + to.start("not") if to["not"] else verb
        yield Found(start, verb, reported=True)
        return
    rest = low[behind:]
    modal = _WOULD.search(rest)
    if modal and not re.search(
        r"\b(?:i|we) (?:will|'ll) (?!get|have|hear|receive|be)", rest
    ):
        yield from _told_modal(low, written, behind, modal)
        return
    takes = re.match(
        r"(?: that)? (?:it|this|the [\w ]{2,30}?|my [\w ]{2,30}?) (takes)\b", rest
    )
    if takes:
        yield Found(
            behind + takes.start(1), behind + takes.start(1), reported=True,
            keeps_time=True,
        )  # fmt: skip
        return
    thing = re.match(
        r" (?:me |us )?(?:a|an|the|my|your|our|some|free|full|[\d\u00a3$\u20ac]+)?\s?"
        r"(?P<what>[a-z][\w -]{2,60})", rest
    )  # fmt: skip
    if thing and re.search(r"promised|guaranteed|quoted|assured", report.group()):
        start = behind + thing.start("what")
        yield Found(start, start, reported=True)


def _told_modal(
    low: str, written: str, behind: int, modal: re.Match[str]
) -> Iterator[Found]:
    place = behind + modal.start()
    verb = behind + modal.end()
    start = behind + modal.start("neg") if modal["neg"] else verb
    if "n't" in modal["modal"]:
        start = place
    region = low[behind:place].strip()
    if re.search(
        r"(?:^|\s)(?:i|we|you|he|she|they|someone|somebody|it|this|that)$", region
    ):
        yield Found(start, verb, reported=True)
        return
    last = written[behind:place].split()[-1:]
    named = bool(last) and last[0][:1].isupper()
    if w.HUMAN.search(region) or named or not region:
        yield Found(start, verb, reported=True)
    else:
        thing = thing_of(behind, low[behind:place].rstrip())
        yield Found(thing.start, verb, reported=True)


_WAS_TO = re.compile(
    r"\b(?:was|were|is|are)(?: originally)? (?:supposed|meant|due) to\s|\bwas to\s(?=be"
    r"|come"
    r"|arrive|call|ring|get|have)|\bshould have (?:been )?(?=[a-z]+(?:ed|en|me|ne|nt|ad"
    r"|ung)\b)"
)


def _was_to(low: str, written: str) -> Iterator[Found]:
    match = _WAS_TO.search(low)
    if match is None or (
        re.match(r"(?:i|we) ", low[: match.start()]) is None
        and (
            re.search(r"(?:^|\s)(?:i|we)\s*$", low[: match.start()])
            and not w.RECEIVED.match(low[match.end() :])
        )
    ):
        return
    who = subject_of(low, written, match.start())
    start = who.start if who.kind == "thing" else match.end()
    yield Found(start, match.end(), reported=True)
