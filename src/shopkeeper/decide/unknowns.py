"""What is not known about a person, and why it would help to know."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from shopkeeper.vocabulary import ConsentState, Fact, Need, Purpose, Stage


# A name, or a family of names ending in a dot. Most helpful first.
_WHY: Mapping[str, str] = {
    "problem.current": (
        "She is drifting away and nobody knows why: a problem may lie behind it."
    ),
    "need.current": "Knowing what she came for, we can help instead of advertise.",
    "person.called": "So that we greet her as she likes, and never guess a name.",
    "usual.due_on": "Knowing her rhythm, we turn up when she needs us, and not before.",
    "consent.marketing": (
        "She has said neither yes nor no to offers: until she does, none may be sent."
    ),
    "preference.": "Knowing how she likes to be served saves her from saying it twice.",
}

_BUYS = frozenset({Stage.NEW, Stage.REGULAR, Stage.DRIFTING, Stage.RETURNED})
_GOES = frozenset({Stage.DRIFTING, Stage.LEAVING, Stage.LEFT})


def unknown(
    stage: Stage,
    facts: Sequence[Fact],
    needs: Sequence[Need],
    consents: Mapping[Purpose, ConsentState],
) -> tuple[str, ...]:
    """
    List what is not known about her and matters at this stage.

    Returns:
        Names of predicates (a family as `preference.*`) and of consents, the
        most helpful question first.
    """
    known = {fact.about for fact in facts}
    missing = []
    for about in _WHY:
        if not _matters(about, stage, needs):
            continue
        if about == "consent.marketing":
            state = consents.get(Purpose.MARKETING, ConsentState.UNKNOWN)
            is_known = state is not ConsentState.UNKNOWN
        elif about.endswith("."):
            is_known = any(name.startswith(about) for name in known)
        else:
            is_known = about in known
        if not is_known:
            missing.append(about + "*" if about.endswith(".") else about)
    return tuple(missing)


def why_it_matters(about: str) -> str:
    """
    Say why it would help to know *about*.

    Example:
        >>> why_it_matters("person.called")
        'So that we greet her as she likes, and never guess a name.'
    """
    return _WHY.get(
        about.removesuffix("*"), "Knowing it, we can be of more use to her."
    )


def _matters(about: str, stage: Stage, needs: Sequence[Need]) -> bool:
    if about == "problem.current":
        return stage in _GOES and not needs
    if about == "need.current":
        return stage in {Stage.PROSPECT, Stage.NEW} and not needs
    if about == "usual.due_on":
        return stage in _BUYS
    return True
