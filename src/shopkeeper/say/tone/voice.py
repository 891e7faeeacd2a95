"""What is a matter of ear: register, blame, pressure, plain words, proof."""

from __future__ import annotations

import re

from shopkeeper.say.tone.context import PASSED, Context, Finding, Span, failed
from shopkeeper.say.tone.reading import Letter, has_emoji
from shopkeeper.say.tone.rulebook import Rulebook


_LONGEST_PARAGRAPH = 120


def faults(
    letter: Letter, context: Context, rules: Rulebook, check: str
) -> list[tuple[Span, str]]:
    """Return where rules of a check find a fault, with their advice."""
    found: list[tuple[Span, str]] = []
    for one in letter.sentences:
        for hit in rules.hits(one.said.low):
            rule = hit.rule
            if rule.check != check or rule.kind != "fault":
                continue
            if rule.register is not None and rule.register != context.register:
                continue
            if rule.channels and context.channel not in rule.channels:
                continue
            found.append(((one.start + hit.start, one.start + hit.end), rule.says))
    return found


def register(letter: Letter, context: Context, rules: Rulebook) -> Finding:
    """Compare the manner of the letter with hers."""
    found = faults(letter, context, rules, "register")
    if context.register == "formal":
        found += [
            (span, "A picture. This reader likes words.")
            for span in has_emoji(letter.text)
        ]
    return _finding(found)


def blames_nobody_but_us(letter: Letter, context: Context, rules: Rulebook) -> Finding:
    """Look for fault put on somebody else."""
    return _finding(faults(letter, context, rules, "blames_nobody_but_us"))


def no_pressure(letter: Letter, context: Context, rules: Rulebook) -> Finding:
    """Look for a hand on her sleeve."""
    return _finding(faults(letter, context, rules, "no_pressure"))


def plain_voice(letter: Letter, context: Context, rules: Rulebook) -> Finding:
    """Look for words of offices, and for a paragraph that does not end."""
    found = faults(letter, context, rules, "plain_voice")
    for start, end in letter.paragraphs():
        if len(re.findall(r"\w+(?:['’]\w+)*", letter.text[start:end])) > _LONGEST_PARAGRAPH:
            found.append(((start, end), "A paragraph of more than 120 words: cut it."))
    return _finding(found)


def says_how_to_verify(letter: Letter, context: Context, rules: Rulebook) -> Finding:
    """Look for one place where she can see it."""
    instead: list[Span] = []
    for one in letter.sentences[letter.body :]:
        keys = {hit.rule.key for hit in rules.hits(one.said.low)}
        if "proof.look" in keys:
            return PASSED
        if "proof.word-only" in keys:
            instead.append((one.start, one.end))
    return failed("Say where she can see it for herself.", *instead[:1])


def _finding(found: list[tuple[Span, str]]) -> Finding:
    if not found:
        return PASSED
    spans = tuple(dict.fromkeys(span for span, _ in found))
    says = dict(found)
    finding = failed("", *spans)
    return Finding(finding.answer, spans, tuple(says[span] for span in spans))
