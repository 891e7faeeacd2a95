"""What an offer leaves out that she would ask next: price, term, renewal, use of data.

Only advice, where nobody wrote down what is true (`terms` of the context): the check
`nothing_left_out` needs the truth, a missing word does not.
"""

from __future__ import annotations

import re

from shopkeeper.say.tone.reading import Letter


_OFFER = re.compile(
    r"\b(?:subscri\w+|membership|trial|plan|cover|contract|policy|per month|a month|/ ?month|/ ?mo|monthly|a year|yearly|per year|season pass|sign up|join|renew(?:s|al)?)\b"
)
_SELLS = re.compile(
    r"\b(?:offer|try|start|join|sign up|subscribe|costs?|price|for only|from [£€$]|trial|free (?:month|week|trial)|(?:will|shall) (?:\w+ )?renew|renews)\b"
)
_ASKED = (
    ("the price", re.compile(r"[£€$]\s?\d|\d+ ?(?:pounds|euros?|dollars|p\b|pence)|\bfree\b|\bnothing\b|costs you nothing")),
    ("for how long it binds her", re.compile(r"\b(?:any ?time|any day|months?|weeks?|years?|term|whenever|until|minimum|notice|no tie|once)\b")),
    ("whether it renews by itself", re.compile(r"\b(?:renew\w*|by itself|ends?|lapses?|rolls?|continues?|goes on|stops?|automatic\w*|cancel\w*)\b")),
    ("what becomes of her data", re.compile(r"\b(?:data|address|details|share|pass(?:ed)? on|third part\w+|privacy|nobody else|stays? with us|keep your)\b")),
)  # fmt: skip


def left_out_of_offer(letter: Letter) -> str | None:
    """Say what an offer does not tell, or None where it is none or tells all."""
    low = letter.low
    if not (_OFFER.search(low) and _SELLS.search(low)):
        return None
    missing = [what for what, told in _ASKED if not told.search(low)]
    if not missing:
        return None
    return f"This reads as an offer, and does not say {', '.join(missing)}."
