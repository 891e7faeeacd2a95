"""What she bought for somebody else tells nothing of her own taste."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from numpy.typing import NDArray


GIFT = "gift"
"""The column that tells whether a line was bought for somebody else."""

_OFTEN_DAYS = 3  # who sends to an address on so many days may well live there


def gifts_of(
    persons: Sequence[str | None],
    days: Sequence[object],
    to: Sequence[str | None],
    home: Sequence[str | None],
    marked: NDArray[np.bool_],
) -> NDArray[np.bool_]:
    """
    Tell which lines (n,) were bought for somebody else.

    A line is, if it says so or went to another address than the one it names as
    hers. Where no line of hers names one, hers is where most of her things went,
    and every address to which they went on three days or more: people move.

    Args:
        persons: Who bought.
        days: On which day.
        to: The address it went to; None where nothing is known.
        home: Her own; None where nothing is known.
        marked: Does the line itself say that it is a gift?
    """
    sent: dict[str, dict[str, set[object]]] = {}
    named: set[str] = set()
    for person, day, there, here in zip(persons, days, to, home, strict=True):
        if person and here:
            named.add(person)
        if person and there:
            sent.setdefault(person, {}).setdefault(there, set()).add(day)
    hers = {
        person: _homes(addresses)
        for person, addresses in sent.items()
        if person not in named
    }
    away = [
        bool(person and there)
        and (there != here if here else there not in hers.get(person or "", (there,)))
        for person, there, here in zip(persons, to, home, strict=True)
    ]
    found: NDArray[np.bool_] = marked | np.array(away, dtype=bool)
    return found


def of_her_own(purchases: pa.Table) -> pa.Table:
    """Return the lines that were not bought for somebody else."""
    if GIFT not in purchases.column_names:
        return purchases
    gifts = pc.fill_null(purchases[GIFT], fill_value=False)
    return purchases.filter(pc.invert(gifts))


def _homes(addresses: Mapping[str, AbstractSet[object]]) -> frozenset[str]:
    many = {where: len(days) for where, days in addresses.items()}
    first = max(many, key=lambda where: (many[where], where))
    often = [where for where, days in many.items() if days >= _OFTEN_DAYS]
    return frozenset([first, *often])
