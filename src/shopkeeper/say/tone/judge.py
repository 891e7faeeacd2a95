"""The reply check: eleven questions about one letter."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from shopkeeper.say.tone.coming import says_what_happens_next
from shopkeeper.say.tone.context import NOT_ASKED, Answer, Context, Finding, Span
from shopkeeper.say.tone.ear import Ear, shipped_ear
from shopkeeper.say.tone.five_h import FIVE_H, score_five
from shopkeeper.say.tone.greeting import greets_by_name
from shopkeeper.say.tone.offers import left_out_of_offer
from shopkeeper.say.tone.reading import Letter, read_letter
from shopkeeper.say.tone.rulebook import CHECKS, Rulebook, packaged_rulebook
from shopkeeper.say.tone.signing import thanks_and_is_signed
from shopkeeper.say.tone.sorry import apologises_for_the_effect
from shopkeeper.say.tone.telling import says_what_was_done
from shopkeeper.say.tone.terms import nothing_left_out
from shopkeeper.say.tone.voice import (
    Heard,
    blames_nobody_but_us,
    faults_of,
    finding_of,
    no_pressure,
    plain_voice,
    register,
    says_how_to_verify,
)


@dataclass(frozen=True, slots=True)
class Advice:
    """What one could do about words of a letter; of none, where something is missing."""

    check: str
    start: int
    end: int
    says: str


@dataclass(frozen=True, slots=True)
class Findings:
    """
    What was found in one letter.

    Attributes:
        checks: The eleven checks, in their order.
        five_h: Five scores from 0 to 1; None where there is nothing to go by.
        advice: What one could do, in the order of the letter.
    """

    checks: Mapping[str, Finding]
    five_h: Mapping[str, float | None]
    advice: tuple[Advice, ...]

    @property
    def failed(self) -> tuple[str, ...]:
        """The checks that fail."""
        return tuple(
            name for name, one in self.checks.items() if one.answer is Answer.FAIL
        )


def check_letter(
    text: str,
    context: Context,
    rules: Rulebook | None = None,
    ear: Ear | None = None,
    *,
    five_h: bool = True,
) -> Findings:
    """
    Ask the eleven questions about a letter.

    Args:
        text: The letter.
        context: What is true around it.
        rules: The shop's; else those that are shipped.
        ear: Small models; else those that are shipped.
        five_h: Score the five H, too? For letters that go by themselves nobody compares.
    """
    book = packaged_rulebook() if rules is None else rules
    letter = read_letter(text)
    if not letter.sentences:
        return not_checked(five_h=five_h)
    heard = Heard(letter, context, shipped_ear() if ear is None else ear)
    checks = {name: _ask(name, letter, context, book, heard) for name in CHECKS}
    scores = score_five(letter, context, heard) if five_h else {}
    return Findings(checks, scores, _advice(letter, context, checks))


def not_checked(*, five_h: bool = True) -> Findings:
    """Answer for a letter that nobody can look at: it is empty, or not English."""
    return Findings(
        dict.fromkeys(CHECKS, NOT_ASKED), dict.fromkeys(FIVE_H) if five_h else {}, ()
    )


def waits_for(findings: Findings, required: Collection[str]) -> str | None:
    """
    Say why an automatic letter must wait, if it must.

    For letters that no person writes: a plan names the checks it requires. A person's
    own letter is never held back; what was found is shown to her.

    Args:
        findings: Of the letter.
        required: Names of checks.

    Returns:
        The reason, or None.
    """
    broken = [name for name in findings.failed if name in required]
    if not broken:
        return None
    return f"the reply check found a fault: {', '.join(broken)}"


def _advice(
    letter: Letter, context: Context, checks: Mapping[str, Finding]
) -> tuple[Advice, ...]:
    found = []
    for name, one in checks.items():
        if one.answer is Answer.FAIL and not one.spans:
            found.append(Advice(name, 0, 0, one.says[0]))
        for number, (start, end) in enumerate(one.spans):
            says = one.says[min(number, len(one.says) - 1)]
            found.append(Advice(name, start, end, says))
    missing = left_out_of_offer(letter) if context.terms is None else None
    if missing is not None:
        found.append(Advice("nothing_left_out", 0, 0, missing))
    return tuple(sorted(found, key=lambda one: (one.start, one.end)))


def _ask(
    name: str, letter: Letter, context: Context, rules: Rulebook, heard: Heard
) -> Finding:
    if not _applies(name, context):
        own = _by_own_rules(letter, context, rules) if name == "register" else []
        return finding_of(own) if own else NOT_ASKED
    if name == "greets_by_name":
        return greets_by_name(letter, context)
    if name in _BY_EAR:
        return _BY_EAR[name](letter, context, rules, heard)
    return _BY_RULE[name](letter, context, rules)


def _applies(name: str, context: Context) -> bool:
    return {
        "register": context.register is not None,
        "says_what_was_done": "done" not in context.not_told,
        "apologises_for_the_effect": context.suffered is not None,
        "says_how_to_verify": bool(context.done),
        "says_what_happens_next": bool(context.open),
        "nothing_left_out": context.terms is not None,
    }.get(name, True)


def _by_own_rules(
    letter: Letter, context: Context, rules: Rulebook
) -> list[tuple[Span, str]]:
    """Ask a house's own rules of manner where nobody knows the manner she likes."""
    return [
        (span, says)
        for span, says, rule in faults_of(letter, context, rules, "register")
        if rule.key in rules.own
    ]


_BY_EAR = {
    "register": register,
    "blames_nobody_but_us": blames_nobody_but_us,
    "says_how_to_verify": says_how_to_verify,
    "no_pressure": no_pressure,
    "plain_voice": plain_voice,
}
_BY_RULE = {
    "apologises_for_the_effect": apologises_for_the_effect,
    "says_what_was_done": says_what_was_done,
    "says_what_happens_next": says_what_happens_next,
    "thanks_and_is_signed": thanks_and_is_signed,
    "nothing_left_out": nothing_left_out,
}
