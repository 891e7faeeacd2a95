"""Why we no longer write, in one sentence, from a scope of a wish.

Source: data/listen/RULES.md, (b), the scopes.
"""

from __future__ import annotations


def reason_of(scope: str) -> str:
    """
    Say in a sentence what she asked for.

    Example:
        >>> reason_of("topic:quiz")
        'She asked for no more about quiz.'
    """
    if scope == "all":
        return "She asked not to be contacted any more."
    if scope == "erase":
        return "She asked that her data be deleted; a human has to confirm it."
    if scope == "frequency":
        return "She asked to hear from us less often."
    kind, _, rest = scope.partition(":")
    if kind == "pause":
        return f"She asked for a pause ({rest})."
    if kind == "topic":
        return f"She asked for no more about {rest}."
    return f"She asked for no more {scope}."
