"""Is a letter kind, and does it say what she needs to know?"""

from shopkeeper.say.tone.context import Answer, Context, Finding, Open
from shopkeeper.say.tone.judge import (
    Advice,
    Findings,
    check_letter,
    not_checked,
    waits_for,
)
from shopkeeper.say.tone.rulebook import (
    CHECKS,
    KEYS,
    HouseRules,
    Rule,
    Rulebook,
    changed,
    packaged_rules,
    rule_of,
    rulebook_of,
)


__all__ = [
    "CHECKS",
    "KEYS",
    "Advice",
    "Answer",
    "Context",
    "Finding",
    "Findings",
    "HouseRules",
    "Open",
    "Rule",
    "Rulebook",
    "changed",
    "check_letter",
    "not_checked",
    "packaged_rules",
    "rule_of",
    "rulebook_of",
    "waits_for",
]
