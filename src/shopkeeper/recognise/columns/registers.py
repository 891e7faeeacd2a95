"""Tells registers of consents from lists of people with a tick."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from shopkeeper.recognise.columns.meanings import ColumnProfile, Meaning
from shopkeeper.recognise.columns.naming import hints, tokens
from shopkeeper.recognise.columns.shapes import Looks
from shopkeeper.recognise.columns.wordlists import word_set
from shopkeeper.vocabulary import Holds


M = Meaning

PURPOSES = word_set("""
    service relationship marketing newsletter newsletters analytics profiling
    advertising promotions werbung publicité publicidad reclame pubblicità""")
_NAMES = {M.FULL_NAME, M.GIVEN_NAME, M.FAMILY_NAME}
_PLACES = {M.ADDRESS, M.STREET, M.POSTCODE, M.CITY}
_BOUGHT = {M.ITEM, M.ITEM_NAME, M.BASKET, M.QUANTITY, M.PRICE, M.AMOUNT}
# What only a register says of a "yes".
_OF_REGISTERS = {M.PURPOSE, M.AT, M.TOPIC, M.CHANNEL, M.EXPIRES, M.VERSION, M.PROOF}
# What a column of states may be taken for, before what stands beside it is seen.
_MISTAKEN = {
    M.UNKNOWN, M.REGION, M.STATUS, M.OPT_IN, M.DECISION_ID, M.CATEGORY, M.OUTCOME,
    M.EVENT, M.TEXT,
}  # fmt: skip
_NAMED = {M.STATE, M.STATUS, M.OPT_IN}
_LAST_WORDS = word_set("""
    state status consent decision permission permissions optin choice preference
    allowed agreed agreement einwilligung zustimmung erlaubnis stand consentement
    autorisation permiso consentimiento toestemming consenso permesso""")
_MOST = 0.5
_ALL = 0.95


def settle_registers(
    columns: list[ColumnProfile], looks: Sequence[Looks], holds: Holds | None
) -> list[ColumnProfile]:
    """
    Find the column of states where a table is a register of consents.

    Beside a purpose, a column named like a state is one, whatever words stand in
    it: who reads it takes an unknown word for a no, and a no must not be lost. A
    tick beside names, with no purpose and no time, is a tick in a list of people.

    Args:
        columns: What each column alone was taken for.
        looks: What the cells of each column look like, in the same order.
        holds: What the rows are about, where the shop says so.
    """
    states = [one for one in columns if one.meaning is M.STATE]
    if states:
        return _without_ticks(columns, looks, holds)
    best = None
    if holds is Holds.CONSENTS or (holds is None and _is_register(columns, looks)):
        best = _best(columns, looks)
    elif holds is None and _is_log(columns):
        best = _best_worded(columns, looks)
    if best is None:
        return columns
    because = "what she decided, in a register of consents"
    state = replace(
        best, meaning=M.STATE, sure=0.8, because=because, dates=None, numbers=None
    )
    return [state if one is best else one for one in columns]


def _without_ticks(
    columns: list[ColumnProfile], looks: Sequence[Looks], holds: Holds | None
) -> list[ColumnProfile]:
    found = {one.meaning for one in columns}
    listed = found & _NAMES and not found & _OF_REGISTERS
    if holds is not Holds.PEOPLE and not (holds is None and listed):
        return columns
    because = "a tick in a list of people"
    return [
        replace(one, meaning=M.OPT_IN, because=because)
        if one.meaning is M.STATE and one.sure < 1.0 and looks[one.index].flag >= _ALL
        else one
        for one in columns
    ]


def _is_register(columns: Sequence[ColumnProfile], looks: Sequence[Looks]) -> bool:
    """A purpose makes a register, but not the purpose of a visit or of a loan."""
    purposes = [one for one in columns if one.meaning is M.PURPOSE]
    if not purposes:
        return False
    known = any(
        one.sure == 1.0 or looks[one.index].among(PURPOSES) >= _MOST for one in purposes
    )
    found = {one.meaning for one in columns}
    worded = any(looks[one.index].allowing >= _MOST for one in _open(columns, looks))
    return known or not (found & _BOUGHT or (found & _PLACES and not worded))


def _is_log(columns: Sequence[ColumnProfile]) -> bool:
    """Tell whether a table says when, and of her nothing but where to write to."""
    found = {one.meaning for one in columns}
    reached = found & {M.EMAIL, M.PHONE, M.CUSTOMER_NUMBER, M.PERSON}
    about = found & (_NAMES | _PLACES | _BOUGHT | {M.BIRTH_DATE})
    return M.AT in found and bool(reached) and not about


def _best(
    columns: Sequence[ColumnProfile], looks: Sequence[Looks]
) -> ColumnProfile | None:
    named = [one for one in _open(columns, looks) if _is_named(one.name)]
    if not named:
        return _best_worded(columns, looks)
    return max(
        named,
        key=lambda one: (
            looks[one.index].allowing >= _MOST,
            M.STATUS not in {hint.meaning for hint in hints(one.name)},
            -one.index,
        ),
    )


def _best_worded(
    columns: Sequence[ColumnProfile], looks: Sequence[Looks]
) -> ColumnProfile | None:
    worded = [
        one for one in _open(columns, looks) if looks[one.index].permission >= _MOST
    ]
    return max(worded, key=lambda one: looks[one.index].permission, default=None)


def _open(
    columns: Sequence[ColumnProfile], looks: Sequence[Looks]
) -> list[ColumnProfile]:
    return [
        one
        for one in columns
        if one.meaning in _MISTAKEN
        and one.sure < 1.0
        and max(looks[one.index].email, looks[one.index].date) < _MOST
    ]


def _is_named(name: str) -> bool:
    said = {hint.meaning for hint in hints(name)}
    return bool(said & _NAMED or set(tokens(name)[-1:]) & _LAST_WORDS)
