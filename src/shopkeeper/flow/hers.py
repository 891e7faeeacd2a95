"""Is every word about her still about her? Asked last, before a message leaves.

Between deciding and sending people are joined and parted, and facts are taken back:
what was hers when it was written may be another's by now. Source: contracts.md,
section 2, rule 1; reliability.md, B4.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from shopkeeper.vocabulary import Fact, Touch


ANOTHERS = "a fact it states is not about her any more"
TAKEN_BACK = "a fact it states was taken back"


def claimed_facts(touches: Iterable[Touch]) -> list[str]:
    """Return the ids of all facts that messages state or rely on."""
    return list(
        dict.fromkeys(
            fact
            for touch in touches
            for claim in touch.message.claims
            for fact in claim.facts
        )
    )


def not_hers(
    touch: Touch, facts: Mapping[str, Fact], own: Collection[str]
) -> str | None:
    """
    Say why a message may not go to the person it is for, or None where it may.

    Args:
        touch: The message, on its way.
        facts: By id, those that its claims name; one that is not there was erased.
        own: All person ids that are hers today.
    """
    for claim in touch.message.claims:
        for name in claim.facts:
            fact = facts.get(name)
            if fact is None or fact.erased:
                return TAKEN_BACK
            if fact.person not in own:
                return ANOTHERS
    return None
