"""Why she reads these words, told to herself: what we know, and from whom."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from shopkeeper.flow.house import House
from shopkeeper.flow.knowing import KnownPerson
from shopkeeper.vocabulary import Message, Standing, written_day


OWN_WORDS = "These words are the same for everybody."
_FROM = {
    Standing.TOLD: "you told us",
    Standing.RECORDED: "it is in our records",
    Standing.OBSERVED: "we saw it in what you buy and do",
    Standing.INFERRED: "we take it to be so from what you buy and do",
}


def why_of_words(
    house: House, person: KnownPerson, message: Message, *, now: datetime
) -> str:
    """
    Say to her why she reads what she reads: of each phrase where it comes from.

    Nothing stands here that is not in the words themselves: a reason of ours for
    choosing them may be nothing to be said to her.
    """
    by_id = {fact.id: fact for fact in person.facts}
    zone = ZoneInfo(house.shop.time_zone)
    found = []
    for claim in message.claims:
        text = (message.body or "")[claim.start : claim.end]
        for fact in (by_id[key] for key in claim.facts if key in by_id):
            day = written_day(min(fact.learned_at, now).astimezone(zone).date())
            source = _FROM.get(fact.standing, "somebody of ours noted it")
            found.append(f"\u201c{text}\u201d: {source} ({day}).")
    return " ".join(dict.fromkeys(found)) or OWN_WORDS
