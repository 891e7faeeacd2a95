"""The words by which people say yes or no to being written to."""

from __future__ import annotations

import re

from collections.abc import Sequence

from shopkeeper.recognise.columns.wordlists import word_set


# Words of permission and of nothing else.
_CLEAR = word_set("""
    granted denied revoked withdrawn optin optout optedin optedout subscribed
    unsubscribed unsubscribe subscribe resubscribed donotcontact donotmail
    donotemail donotcall dnc erteilt widerrufen widersprochen eingewilligt
    zugestimmt abgemeldet angemeldet abbestellt ausgetragen eingetragen
    accordé refusé révoqué abonné désabonné désinscrit inscrit otorgado denegado
    revocado suscrito toegestaan geweigerd ingetrokken aangemeld afgemeld
    uitgeschreven ingeschreven concesso negato revocato iscritto disiscritto""")
# Beginnings that only a refusal has.
_REFUSING = re.compile(r"(?:do not|don'?t|no more|no thanks?|keine?|pas de) .+|dont")
# Words that may say it where the column is one of permissions.
_WEAK = word_set("""
    unknown given yes no y n true false t f 1 0 out accepted declined refused
    rejected agreed allowed allow removed stop stopped never pending cancelled
    complained complaint bounced active inactive abgelehnt ja
    nein j oui non si sí nee""")
_APART = re.compile(r"[\s_\-]+")


def is_clear_permission(text: str) -> bool:
    """
    Tell whether a cell speaks of permission, whatever column it stands in.

    Example:
        >>> [is_clear_permission(one) for one in ("Opt out", "yes", "Leith")]
        [True, False, False]
    """
    word = _APART.sub(" ", text.casefold()).strip(" .!")
    return word.replace(" ", "") in _CLEAR or bool(_REFUSING.fullmatch(word))


def share_allowing(cells: Sequence[str]) -> float:
    """
    Return the share of cells that say yes or no to something, 0..1.

    A bare `in` counts only beside an `out`: else it is Indiana.
    """
    words = [text.casefold() for text in cells]
    known = _WEAK | {"in"} if "out" in words else _WEAK
    said = sum(word in known or is_clear_permission(word) for word in words)
    return said / len(words) if words else 0.0
