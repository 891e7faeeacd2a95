"""What is left of a message when the values are taken out: its wording.

Two messages of one wording differ in tokens alone. Source: vision.md, E6,
"personalised, not personal".
"""

from __future__ import annotations

import re

from collections import Counter
from collections.abc import Iterable, Mapping

from shopkeeper.vocabulary import Claim, Message


LABEL = "personalised, not personal"
_MARK = "\x00"
_LIST = re.compile(r"\x00(?:[^\x00\w]*(?:\w+[^\x00\w]+)?\x00)+")


def wording(message: Message) -> str:
    """
    Return the words of a message with a mark where it states a value of hers.

    A value once printed in a phrase is a token; so are several in a row, as in a list.
    """
    texts = {
        "subject": message.subject,
        "preheader": message.preheader,
        "body": message.body,
    }
    return "\n".join(
        _without_values(text or "", [one for one in message.claims if one.part == part])
        for part, text in texts.items()
    )


def shared_wordings(messages: Iterable[Message]) -> Mapping[str, int]:
    """
    Say, by message id, how many others get the same words but for tokens.

    Held messages have no words and are left out. A message of whose wording there are
    others is to be labelled `LABEL`: it says her name or her tea, and was not written
    for her.
    """
    wordings = {
        one.message_id: wording(one) for one in messages if one.body is not None
    }
    counts = Counter(wordings.values())
    return {name: counts[words] - 1 for name, words in wordings.items()}


def label_of_all(messages: Iterable[Message], shared: Mapping[str, int]) -> str:
    """
    Say in a line what the messages of a content are to those who get them.

    Args:
        messages: All of them; those that are the same for everybody promise nothing.
        shared: What `shared_wordings` says of them.

    Returns:
        The line; empty where each of them has words of its own.
    """
    claiming = [one for one in messages if one.claims]
    tokens = sum(shared.get(one.message_id, 0) > 0 for one in claiming)
    if not tokens:
        return ""
    of_them = f"{tokens} of {len(claiming)} messages that say something of her"
    return f"{of_them} differ from others in tokens alone: {LABEL}"


def _without_values(text: str, claims: list[Claim]) -> str:
    pieces, at = [], 0
    for claim in sorted(claims, key=lambda one: one.start):
        pieces += [
            text[at : claim.start],
            _blanked(text[claim.start : claim.end], claim),
        ]
        at = claim.end
    pieces.append(text[at:])
    return "".join(pieces)


def _blanked(span: str, claim: Claim) -> str:
    for said in sorted(claim.said, key=len, reverse=True):
        span = span.replace(said, _MARK)
    # However long a list is, it is one token of that wording.
    return _LIST.sub(_MARK, span)
