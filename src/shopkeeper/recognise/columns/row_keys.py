"""Which column names the row itself, so that a second reading adds nothing."""

from __future__ import annotations

from shopkeeper.recognise.columns.meanings import ColumnProfile, Meaning, TableMapping
from shopkeeper.vocabulary import Holds


_ALWAYS = (Meaning.ROW_KEY,)
_BY_HOLDS = {
    Holds.PEOPLE: (
        Meaning.CUSTOMER_NUMBER,
        Meaning.PERSON,
        Meaning.USER_ID,
        Meaning.CARD_NUMBER,
    ),
    Holds.ORDERS: (Meaning.BASKET,),
    Holds.EVENTS: (Meaning.MESSAGE_ID,),
    Holds.MESSAGES: (Meaning.MESSAGE_ID,),
    Holds.NOTES: (Meaning.MESSAGE_ID,),
}


def key_candidates(mapping: TableMapping) -> tuple[ColumnProfile, ...]:
    """
    Return the columns that may be the rows' keys, the likeliest first.

    A pinned `row_key` comes alone: it is the key whatever it holds. All others are
    keys only if every row of the whole table fills them, each with another value.
    """
    pinned = [one for one in mapping.all(Meaning.ROW_KEY) if one.sure == 1.0]
    if pinned:
        return (pinned[0],)
    meanings = (*_ALWAYS, *_BY_HOLDS.get(mapping.holds, ()))
    return tuple(
        column
        for meaning in meanings
        for column in mapping.all(meaning)
        if column.filled == 1.0
    )
