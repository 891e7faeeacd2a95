"""What the variables of a content may be called."""

from __future__ import annotations

from difflib import get_close_matches

from shopkeeper.vocabulary import EVENT_WORDS, Predicates


IMPERSONAL_NAMES = ("shop.name", "shop.country", "shop.language", "today")
_RESERVED = ("shop", "today", "now", "all", "forloop", "tablerowloop")


def reserved_heads(predicates: Predicates) -> frozenset[str]:
    """Return the words that no variable of a content's own may be called."""
    return frozenset({p.name.partition(".")[0] for p in predicates} | {*_RESERVED})


def nearest(word: str, known: tuple[str, ...]) -> str:
    """Return `: did you mean x?`, or what there is."""
    close = get_close_matches(word.casefold(), known, n=1, cutoff=0.5)
    if close:
        return f"; did you mean `{close[0]}`?"
    return f"; there are {', '.join(known)}"


def known_variables(predicates: Predicates) -> tuple[str, ...]:
    """Return the names a content may print, families by one example each."""
    names: list[str] = [*IMPERSONAL_NAMES]
    for predicate in predicates:
        if predicate.never or predicate.sensitive:
            continue
        family = predicate.name.removesuffix("*")
        if family == "event.":
            names += [f"event.{word}" for word in sorted(EVENT_WORDS)]
        elif family == predicate.name:
            names.append(family)
        else:
            names.append(f"{family}<word>")
    return tuple(names)
