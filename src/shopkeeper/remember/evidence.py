"""Which rows of the history a statement about somebody stands on."""

from __future__ import annotations

import numpy as np

from shopkeeper.remember.history import History, Ints


MOST_ROWS = 5
"""Evidence is the newest rows, at most this many."""


def newest_rows(history: History, person: Ints, item: Ints | None) -> list[list[int]]:
    """
    Find the newest purchases of persons, or of pairs of person and item.

    Args:
        history: Where to look.
        person: Numbers of the persons (n,).
        item: Numbers of the items (n,), or None for whatever they bought.

    Returns:
        For each the row numbers in *history*, newest first, one for each of
        the last `MOST_ROWS` days.
    """
    if item is not None:
        width = len(history.items)
        keys = history.person * width + history.item
        asked = person * width + item
        start = np.searchsorted(keys, asked)
        end = np.searchsorted(keys, asked, side="right")
        # Rows of a pair stand in the order of their days.
        return [
            list(range(int(last) - 1, max(int(last) - 1 - MOST_ROWS, int(one) - 1), -1))
            for one, last in zip(start, end, strict=True)
        ]
    order = np.lexsort((-history.item, history.day, history.person))
    who, day = history.person[order], history.day[order]
    first_of_day = np.ones(len(order), dtype=bool)
    first_of_day[:-1] = (who[:-1] != who[1:]) | (day[:-1] != day[1:])
    order, who = order[first_of_day], who[first_of_day]
    start = np.searchsorted(who, person)
    end = np.searchsorted(who, person, side="right")
    return [
        order[max(int(one), int(last) - MOST_ROWS) : int(last)][::-1].tolist()
        for one, last in zip(start, end, strict=True)
    ]
