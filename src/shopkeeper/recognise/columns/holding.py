"""What the rows of a table are about, and what columns mean beside each other."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from shopkeeper.recognise.columns.meanings import (
    PERSON_KEYS,
    ColumnProfile,
    Meaning,
)
from shopkeeper.recognise.columns.naming import hints, tokens
from shopkeeper.recognise.columns.registers import settle_registers
from shopkeeper.recognise.columns.shapes import Looks
from shopkeeper.recognise.columns.wordlists import word_set
from shopkeeper.vocabulary import Holds


_BOUGHT = {
    Meaning.ITEM,
    Meaning.ITEM_NAME,
    Meaning.BASKET,
    Meaning.QUANTITY,
    Meaning.PRICE,
    Meaning.AMOUNT,
}
_NOTE_WORDS = word_set(
    "note notes remark remarks notiz notizen nota notas notitie notities memo "
    "rep observation bemerkung bemerkungen opmerking opmerkingen"
)


_WHO_SHE_IS = {
    Meaning.FULL_NAME,
    Meaning.GIVEN_NAME,
    Meaning.FAMILY_NAME,
    Meaning.BIRTH_DATE,
    Meaning.EMAIL,
    Meaning.PHONE,
    Meaning.NATIONAL_ID,
}


def guess_holds(columns: Sequence[ColumnProfile]) -> tuple[Holds, str]:
    """Guess what the rows are about from what the columns mean, and say why."""
    found = {column.meaning for column in columns}
    timed, bought = Meaning.AT in found, bool(found & _BOUGHT)
    texts = Meaning.TEXT in found and not bought and not _is_list(columns)
    note = texts and (Meaning.IMPRESSION in found or _is_note(columns))
    told = texts and bool(found & _SAID)
    consent = Meaning.STATE in found and bool(found & _ALLOWED)
    outcome = Meaning.OUTCOME in found and timed and Meaning.TEXT not in found
    tracked = Meaning.BASKET not in found or Meaning.DEVICE in found
    event = Meaning.EVENT in found and timed and tracked
    bare = timed and not found & _WHO_SHE_IS
    register = {Meaning.STATE, Meaning.PURPOSE} <= found
    rules = (
        (register, Holds.CONSENTS, "there is a purpose and what she decided"),
        (outcome, Holds.OUTCOMES, "there is an outcome and a time"),
        (consent, Holds.CONSENTS, "there is the state of a consent"),
        (note, Holds.NOTES, "there is a note, or who wrote it"),
        (told, Holds.MESSAGES, "there is a text, and when it was said"),
        (event, Holds.EVENTS, "there is an event and a time"),
        (timed and bought, Holds.ORDERS, "there is a time and something bought"),
        (bare, Holds.ORDERS, "there is a time and nothing about who she is"),
        (True, Holds.PEOPLE, "each row seems to be about a person"),
    )
    return next((holds, because) for true, holds, because in rules if true)


_SAID = {Meaning.AT, Meaning.SPEAKER, Meaning.SUBJECT, Meaning.THREAD}
_ALLOWED = {
    Meaning.PURPOSE,
    Meaning.AT,
    Meaning.TOPIC,
    Meaning.CHANNEL,
    *PERSON_KEYS,
}


def _is_note(columns: Sequence[ColumnProfile]) -> bool:
    """A note is named so, or has an author and no one who speaks."""
    found = {column.meaning for column in columns}
    texts = [column for column in columns if column.meaning is Meaning.TEXT]
    named = any(set(tokens(column.name)) & _NOTE_WORDS for column in texts)
    return named or (Meaning.AUTHOR in found and not found & _SPOKEN)


_NAMED = {Meaning.FULL_NAME, Meaning.GIVEN_NAME, Meaning.FAMILY_NAME}
_REACHED = (
    {Meaning.EMAIL},
    {Meaning.PHONE},
    {Meaning.CUSTOMER_NUMBER, Meaning.PERSON, Meaning.CARD_NUMBER, Meaning.USER_ID},
)
# What lists of people say of her, and notes about her seldom do.
_LASTING = (
    {Meaning.BIRTH_DATE, Meaning.BIRTH_YEAR, Meaning.BIRTH_DAY},
    {Meaning.OPT_IN, Meaning.OPT_OUT},
    {Meaning.LANGUAGE},
)
_LIVING = (
    {Meaning.ADDRESS, Meaning.STREET, Meaning.POSTCODE, Meaning.CITY},
    {Meaning.COMPANY, Meaning.JOB_TITLE},
)


def _is_list(columns: Sequence[ColumnProfile]) -> bool:
    """
    Tell whether a text is a remark in a list of people.

    A note is about one person, of one time, by an author, and says little else; a
    list says who she is, when she was born, where she lives, whether she may be
    written to.
    """
    found = {column.meaning for column in columns}
    if not found & _NAMED or found & _SPOKEN:
        return False
    lasting = sum(bool(found & kind) for kind in _LASTING)
    about = lasting + sum(bool(found & kind) for kind in _LIVING)
    reached = sum(bool(found & kind) for kind in _REACHED)
    signs = {Meaning.AT, Meaning.AUTHOR, Meaning.IMPRESSION} & found
    if not signs:
        return about + reached > 0
    noted = {Meaning.AT, Meaning.AUTHOR} <= signs
    return lasting > 1 if noted else about > 1


_SPOKEN = {Meaning.SPEAKER, Meaning.THREAD, Meaning.SUBJECT}


def settle_table(
    columns: list[ColumnProfile], looks: Sequence[Looks], holds: Holds | None
) -> list[ColumnProfile]:
    """
    Correct single guesses by what stands beside them.

    Args:
        columns: What each column alone was taken for.
        looks: What the cells of each column look like, in the same order.
        holds: What the rows are about, where the shop says so.
    """
    columns = settle_registers(columns, looks, holds)
    columns = _settle_names(columns, looks)
    columns = _settle_items(columns)
    columns = _settle_dates(columns, holds)
    return _settle_keys(columns, holds)


def _settle_names(
    columns: list[ColumnProfile], looks: Sequence[Looks]
) -> list[ColumnProfile]:
    """A `name` beside an address is a person's, unless it must name what is sold."""
    found = {column.meaning for column in columns}
    items = [column for column in columns if column.meaning is Meaning.ITEM]
    named = items and not any(_has_digits(column) for column in items)
    sold = found & (_BOUGHT - {Meaning.ITEM_NAME}) and not named
    reached = found & {Meaning.EMAIL, Meaning.PHONE, Meaning.BIRTH_DATE}
    if named:  # what is sold has a name, so this one is the buyer's
        reached |= found & {Meaning.CUSTOMER_NUMBER, Meaning.PERSON}
    if sold or not reached or found & _NAMED:
        return columns
    because = "a name beside an address; its values look like persons' names"
    return [
        replace(column, meaning=Meaning.FULL_NAME, sure=0.6, because=because)
        if column.meaning is Meaning.ITEM_NAME
        and column.sure < 1.0
        and _may_name_a_person(column.name)
        and looks[column.index].letters > _MOST
        and looks[column.index].words < _WORDS_OF_A_NAME
        else column
        for column in columns
    ]


_MOST = 0.8
_WORDS_OF_A_NAME = 4


def _has_digits(column: ColumnProfile) -> bool:
    return any(sign.isdigit() for text in column.examples for sign in text)


def _may_name_a_person(name: str) -> bool:
    return any(hint.meaning is Meaning.FULL_NAME for hint in hints(name))


def _settle_items(columns: list[ColumnProfile]) -> list[ColumnProfile]:
    """A code and a text side by side are the item and its name."""
    found = {column.meaning for column in columns}
    items = [column for column in columns if column.meaning is Meaning.ITEM]
    coded = [one for one in items if all(" " not in text for text in one.examples)]
    settled = []
    for column in columns:
        meaning, because = column.meaning, column.because
        if column in items and len(items) > 1 and coded and column not in coded:
            meaning, because = Meaning.ITEM_NAME, "the text beside an item's code"
        if meaning is Meaning.ITEM_NAME and not items:
            bare = tokens(column.name) in _DESCRIPTIONS
            if bare and not found & (_BOUGHT - {Meaning.ITEM_NAME}):
                meaning, because = Meaning.TEXT, "a description, and nothing is bought"
            else:
                meaning, because = Meaning.ITEM, "the only column that names an item"
        settled.append(
            column
            if column.sure == 1.0
            else replace(column, meaning=meaning, because=because)
        )
    return settled


_DESCRIPTIONS = {
    (word,)
    for word in ["desc", "description", "beschreibung", "descripcion", "omschrijving"]
}


def _settle_dates(
    columns: list[ColumnProfile], holds: Holds | None
) -> list[ColumnProfile]:
    """A table of deeds has a time; where no column is named so, its only date is."""
    if any(column.meaning is Meaning.AT for column in columns):
        return columns
    dates = [column for column in columns if column.meaning is Meaning.OTHER_DATE]
    found = {column.meaning for column in columns}
    deeds = holds not in {None, Holds.PEOPLE} or (holds is None and found & _DEEDS)
    listed = holds is None and found & _DEEDS == {Meaning.TEXT} and _is_list(columns)
    if not dates or not deeds or listed:
        return columns
    best = max(dates, key=lambda one: (one.sure, -one.index))
    because = f"the only date of the table; {best.because}"
    return [
        replace(column, meaning=Meaning.AT, because=because)
        if column is best
        else column
        for column in columns
    ]


_DEEDS = _BOUGHT | {Meaning.TEXT, Meaning.EVENT, Meaning.OUTCOME, Meaning.STATE}


def _settle_keys(
    columns: list[ColumnProfile], holds: Holds | None
) -> list[ColumnProfile]:
    """In a list of people a bare `id` is hers; elsewhere it is the row's."""
    found = {column.meaning for column in columns}
    people = holds is Holds.PEOPLE or (
        holds is None and guess_holds(columns)[0] is Holds.PEOPLE
    )
    if not people or found & {Meaning.CUSTOMER_NUMBER, Meaning.PERSON}:
        return columns
    because = "the id of a person in a list of people"
    return [
        replace(column, meaning=Meaning.CUSTOMER_NUMBER, because=because)
        if column.meaning is Meaning.ROW_KEY
        and column.sure < 1.0
        and tokens(column.name) == ("id",)
        else column
        for column in columns
    ]
