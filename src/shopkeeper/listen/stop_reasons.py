"""Why we no longer write, in one sentence, from a scope of a wish.

Source: data/listen/RULES.md, (b), the scopes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from shopkeeper.vocabulary import Channel


def is_erase(because: str) -> bool:
    """Tell whether a reason is that she wants to be forgotten."""
    return because == reason_of("erase")


def narrowed(stops: Sequence[str]) -> list[str]:
    """
    Return the scopes that belong to each other where they stand in one sentence.

    A pause or fewer messages may be meant of one channel or kind; being left alone and
    being forgotten are meant of all.
    """
    return [one for one in stops if one not in ("all", "erase", "none")]


def confirmed_by(stops: Mapping[str, str]) -> str:
    """
    Say how a human confirms to her what she asked for.

    Args:
        stops: What is stopped, as suppressions have it, to what she asked for.

    Example:
        >>> confirmed_by({"email": reason_of("email")})
        'She asked for no more email. It holds. Tell her so, and not by email.'
    """
    channels = [scope for scope in stops if scope in set(Channel)]
    if "all" in stops:
        how = "Tell her so while she is speaking with you; else leave her in peace."
    elif any(scope.startswith("pause:") for scope in stops):
        how = "Tell her so when it is over, or when she speaks to us."
    elif channels:
        how = f"Tell her so, and not by {' or '.join(channels)}."
    else:
        how = "Tell her so in one sentence that sells nothing."
    return f"{' '.join(stops.values())} It holds. {how}"


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
