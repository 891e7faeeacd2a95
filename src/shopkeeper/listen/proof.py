"""Which sentence says that she wants to be left alone?

A wish not to be written to is kept with the sentence as its proof. `hear` says what
she wants; where she says it is found here, by hearing her sentences one by one.
"""

from __future__ import annotations

from msgspec.structs import replace

from shopkeeper.listen.ear import shipped_ear
from shopkeeper.listen.heard_wishes import wishes_of
from shopkeeper.listen.reading import read
from shopkeeper.vocabulary import Calendar, Utterance


# A wish may need the sentence before it: "Your quiz mails. No more of those."
_AT_MOST = 2


def proof_of(utterance: Utterance, scope: str) -> tuple[int, int]:
    """
    Return the stretch of an utterance that says *scope*.

    Args:
        utterance: In which `hear` found it.
        scope: As `hear` names it.

    Returns:
        `[start, end)` of one sentence of hers, or of two; of all her own words where
        the wish lies in the whole.

    Example:
        >>> said = Utterance(id="1", text="The tea was good. Please do not call me.")
        >>> start, end = proof_of(said, "phone")
        >>> said.text[start:end]
        'Please do not call me'
    """
    own = [one for one in read(utterance).sentences if not one.staff]
    if not own:
        return 0, len(utterance.text)
    for width in range(1, _AT_MOST + 1):
        for first, last in zip(own, own[width - 1 :], strict=False):
            start, end = first.start, last.end
            if _says(utterance, start, end, scope):
                return start, end
    return own[0].start, own[-1].end


def _says(utterance: Utterance, start: int, end: int, scope: str) -> bool:
    part = replace(utterance, text=utterance.text[start:end])
    kind = scope.partition(":")[0]
    heard = wishes_of(read(part), Calendar(), shipped_ear())
    # When a pause ends may hang on the shop's holidays; that it is one does not.
    return scope in heard or (
        kind == "pause" and any(one.startswith("pause:") for one in heard)
    )
