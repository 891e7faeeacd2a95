"""How commands about one person find her: or say who else it may be."""

from __future__ import annotations

from datetime import datetime
from typing import Any


def found_person(house: Any, who: str, *, now: datetime, json: bool) -> str:
    """
    Return the current id of whom *who* names.

    Several or nobody: exit 1, with the candidates or the nearest three; as JSON
    where the command prints JSON.
    """
    from shopkeeper.flow.finding import NobodyMatches, SeveralMatch, find_person
    from shopkeeper.flow.telling import as_json

    try:
        return find_person(house, who, now=now)
    except (SeveralMatch, NobodyMatches) as error:
        if not json:
            raise
        name = "candidates" if isinstance(error, SeveralMatch) else "nearest"
        print(as_json({name: error.people}))  # noqa: T201
        raise SystemExit(error.exit_code) from None
