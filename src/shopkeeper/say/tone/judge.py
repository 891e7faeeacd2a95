"""The reply check: eleven questions about one letter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from shopkeeper.say.tone.context import NOT_ASKED, Answer, Context, Finding
from shopkeeper.say.tone.ear import Ear, shipped_ear
from shopkeeper.say.tone.greeting import greets_by_name
from shopkeeper.say.tone.reading import Letter, read_letter
from shopkeeper.say.tone.rulebook import CHECKS, Rulebook, packaged_rulebook
from shopkeeper.say.tone.signing import thanks_and_is_signed
from shopkeeper.say.tone.sorry import apologises_for_the_effect
from shopkeeper.say.tone.telling import says_what_happens_next, says_what_was_done
from shopkeeper.say.tone.terms import nothing_left_out
from shopkeeper.say.tone.voice import (
    Heard,
    blames_nobody_but_us,
    no_pressure,
    plain_voice,
    register,
    says_how_to_verify,
)


@dataclass(frozen=True, slots=True)
class Findings:
    """What the eleven checks found, by check in their order."""

    checks: Mapping[str, Finding]

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
) -> Findings:
    """
    Ask the eleven questions about a letter.

    Args:
        text: The letter.
        context: What is true around it.
        rules: The shop's; else those that are shipped.
        ear: Small models; else those that are shipped.
    """
    book = packaged_rulebook() if rules is None else rules
    letter = read_letter(text)
    heard = Heard(letter, context, shipped_ear() if ear is None else ear)
    return Findings(
        {name: _ask(name, letter, context, book, heard) for name in CHECKS}
    )


def _ask(
    name: str, letter: Letter, context: Context, rules: Rulebook, heard: Heard
) -> Finding:
    if not _applies(name, context):
        return NOT_ASKED
    if name == "greets_by_name":
        return greets_by_name(letter, context)
    if name in _BY_EAR:
        return _BY_EAR[name](letter, context, rules, heard)
    return _BY_RULE[name](letter, context, rules)


def _applies(name: str, context: Context) -> bool:
    return {
        "register": context.register is not None,
        "apologises_for_the_effect": context.suffered is not None,
        "says_how_to_verify": bool(context.done),
        "says_what_happens_next": bool(context.open),
        "nothing_left_out": context.terms is not None,
    }.get(name, True)


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
