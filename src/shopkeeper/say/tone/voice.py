"""What is a matter of ear: register, blame, pressure, plain words, proof."""

from __future__ import annotations

import re

from shopkeeper.say.tone.context import PASSED, Context, Finding, Span, failed
from shopkeeper.say.tone.ear import EARS, Ear, around_of, places_of
from shopkeeper.say.tone.reading import Letter, has_emoji
from shopkeeper.say.tone.rulebook import Rule, Rulebook


_LONGEST_PARAGRAPH = 120
_COLUMN = {name: number for number, name in enumerate(EARS)}
_WORD = re.compile(r"\w+(?:['’]\w+)*")


def faults(
    letter: Letter, context: Context, rules: Rulebook, check: str
) -> list[tuple[Span, str]]:
    """Return where rules of a check find a fault, with their advice."""
    return [(span, says) for span, says, _ in faults_of(letter, context, rules, check)]


def faults_of(
    letter: Letter, context: Context, rules: Rulebook, check: str
) -> list[tuple[Span, str, Rule]]:
    """Return where rules of a check find a fault, with their advice, and the rules."""
    found: list[tuple[Span, str, Rule]] = []
    for one in letter.sentences:
        for hit in rules.faults(one.said.low):
            rule = hit.rule
            if rule.check != check:
                continue
            if rule.register is not None and rule.register != context.register:
                continue
            if rule.channels and context.channel not in rule.channels:
                continue
            span = (one.start + hit.start, one.start + hit.end)
            found.append((span, rule.says, rule))
    return found


def register(letter: Letter, context: Context, rules: Rulebook, ear: Heard) -> Finding:
    """Compare the manner of the letter with hers."""
    found = faults(letter, context, rules, "register")
    if context.register == "formal":
        found += [
            (span, "A picture. This reader likes words.")
            for span in has_emoji(letter.text)
        ]
        found += ear.faults("register-formal", "Too free for this reader")
    else:
        found += ear.faults(
            "register-informal", "Ceremony; she likes it plain", but="plain"
        )
    return finding_of(found)


def blames_nobody_but_us(
    letter: Letter, context: Context, rules: Rulebook, ear: Heard
) -> Finding:
    """Look for fault put on somebody else."""
    found = faults(letter, context, rules, "blames_nobody_but_us")
    found += ear.faults("blame", "This puts the fault on somebody else", but="plain")
    return finding_of(found)


def no_pressure(
    letter: Letter, context: Context, rules: Rulebook, ear: Heard
) -> Finding:
    """Look for a hand on her sleeve."""
    found = faults(letter, context, rules, "no_pressure")
    found += ear.faults("pressure", "A hand on her sleeve")
    return finding_of(found)


def plain_voice(
    letter: Letter, context: Context, rules: Rulebook, ear: Heard
) -> Finding:
    """Look for words of offices, and for a paragraph that does not end."""
    found = faults(letter, context, rules, "plain_voice")
    found += ear.faults("plain", "Not as one would say it across the counter")
    for start, end in _long_paragraphs(letter):
        # No word is shorter than two letters with its blank: most need no count.
        if end - start <= 2 * _LONGEST_PARAGRAPH:
            continue
        if len(_WORD.findall(letter.text[start:end])) > _LONGEST_PARAGRAPH:
            found.append(((start, end), "A paragraph of more than 120 words: cut it."))
    return finding_of(found)


def _long_paragraphs(letter: Letter) -> list[Span]:
    """Return the paragraphs, if one is long enough to be counted."""
    rough = letter.text.split("\n\n")
    longest = max(map(len, rough), default=0)
    return letter.paragraphs() if longest > 2 * _LONGEST_PARAGRAPH else []


def says_how_to_verify(
    letter: Letter, context: Context, rules: Rulebook, ear: Heard
) -> Finding:
    """Look for one place or step where she can see it."""
    instead: list[Span] = []
    for number in range(letter.body, len(letter.sentences)):
        one = letter.sentences[number]
        keys = rules.keys(one.said.low)
        heard = ear.score(number, "proof") >= ear.least("proof")
        # The ear alone takes money paid back for a proof: a word of looking must be by.
        seen = "proof.look" in keys or not one.said.amounts
        if "proof.sure" in keys or (heard and seen):
            return PASSED
        if "proof.word-only" in keys:
            instead.append((one.start, one.end))
    return failed("Say where she can see it for herself.", *instead[:1])


class Heard:
    """What the ears hear in one letter."""

    def __init__(self, letter: Letter, context: Context, ear: Ear) -> None:
        self._letter = letter
        self._ear = ear
        around = around_of(context)
        self._scores = ear.letter_scores(
            [one.said for one in letter.sentences],
            places_of(letter, around),
        )

    def score(self, number: int, name: str) -> float:
        """Return the score of a sentence."""
        return self._scores[number][_COLUMN[name]]

    def least(self, name: str) -> float:
        """Return the score from which a sentence counts."""
        return self._ear.thresholds[name]

    def faults(
        self, name: str, says: str, but: str | None = None
    ) -> list[tuple[Span, str]]:
        """
        Return the sentences that count, with the words that weigh most.

        Args:
            name: Of the ear.
            says: The advice.
            but: Another ear, which owns what it hears: a fault is counted once.
        """
        found: list[tuple[Span, str]] = []
        least, column = self.least(name), _COLUMN[name]
        if all(row[column] < least for row in self._scores):
            return found
        for number in range(self._letter.body, len(self._letter.sentences)):
            if but is not None and self.score(number, but) >= self.least(but):
                continue
            if self.score(number, name) >= least:
                one = self._letter.sentences[number]
                words = self._ear.telling(one.said, name)
                tells = f"{says}: {words}." if words else f"{says}."
                found.append(((one.start, one.end), tells))
        return found


def finding_of(found: list[tuple[Span, str]]) -> Finding:
    if not found:
        return PASSED
    spans = tuple(dict.fromkeys(span for span, _ in found))
    says = dict(found)
    finding = failed("", *spans)
    return Finding(finding.answer, spans, tuple(says[span] for span in spans))
