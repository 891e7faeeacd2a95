"""Guesses what the columns of a table mean, from names and values both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from shopkeeper.recognise.columns.fitting import fit
from shopkeeper.recognise.columns.holding import guess_holds, settle_table
from shopkeeper.recognise.columns.learning import learn_form
from shopkeeper.recognise.columns.meanings import (
    DATES,
    MAIL_COLUMNS,
    NUMBERS,
    ColumnProfile,
    Meaning,
    TableMapping,
)
from shopkeeper.recognise.columns.naming import Hint, hints, is_numbered
from shopkeeper.recognise.columns.numerals import learn_number_form
from shopkeeper.recognise.columns.shapes import Looks, looks_of
from shopkeeper.vocabulary import BadInput, ColumnPin, Holds


_LOOK_AT = 1000
_SURE_ENOUGH = 0.35
# Where habit alone says which number is the month, nobody is sure.
_BY_HABIT = 0.6
_US_ZONES = ("US/", "America/Indiana/", "America/Kentucky/", "America/North_Dakota/")
_US_CITIES = frozenset(
    f"America/{city}"
    for city in [
        "New_York",
        "Chicago",
        "Denver",
        "Los_Angeles",
        "Phoenix",
        "Detroit",
        "Boise",
        "Anchorage",
        "Juneau",
    ]
) | {"Pacific/Honolulu"}


def profile(
    names: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    holds: Holds | None = None,
    time_zone: str = "UTC",
    pins: Mapping[str, ColumnPin] | None = None,
) -> TableMapping:
    """
    Guess what the columns of a table mean.

    Args:
        names: Column names, in the table's order.
        rows: Sampled rows as text, from all over the table, in its order.
        holds: What the rows are about, where the shop says so.
        time_zone: IANA name; where months are written first, ties go that way.
        pins: Columns the shop declared; they are taken as they are.

    Returns:
        A profile of each column, none left out, and what the rows are about.

    Raises:
        BadInput: A pin names a meaning that is none, or a column that is not there.
    """
    own = pins or {}
    _check_pins(own, names)
    mail = tuple(names) == tuple(MAIL_COLUMNS)
    known = {name: ColumnPin(is_=of.value) for name, of in MAIL_COLUMNS.items()}
    pins = {**known, **own} if mail else own
    sample = rows[:: max(1, -(-len(rows) // _LOOK_AT))]
    months_first = time_zone.startswith(_US_ZONES) or time_zone in _US_CITIES
    cells = [
        [row[index] if index < len(row) else "" for row in sample]
        for index in range(len(names))
    ]
    looks = [looks_of(column) for column in cells]
    columns = [
        _column(
            name,
            index,
            cells[index],
            looks[index],
            pin=pins.get(name),
            day_first=not months_first,
        )
        for index, name in enumerate(names)
    ]
    columns = settle_table(columns, looks, holds)
    if mail:
        columns = [
            one if one.name in own else replace(one, because="every mail has it")
            for one in columns
        ]
    found, because = guess_holds(columns)
    if holds is not None:
        found, because = holds, "the shop says so"
    return TableMapping(columns=tuple(columns), holds=found, holds_because=because)


def _check_pins(pins: Mapping[str, ColumnPin], names: Sequence[str]) -> None:
    for name, pin in pins.items():
        if name not in names:
            message = (
                f"the pinned column {name!r} is not in the table; "
                f"it has {', '.join(names)}"
            )
            raise BadInput(message)
        if pin.is_ not in {one.value for one in Meaning}:
            message = (
                f"column {name!r} is pinned as {pin.is_!r}, which is no meaning; "
                f"take one of {', '.join(one.value for one in Meaning)}"
            )
            raise BadInput(message)


def _column(
    name: str,
    index: int,
    cells: list[str],
    looks: Looks,
    *,
    pin: ColumnPin | None,
    day_first: bool,
) -> ColumnProfile:
    filled = [text for cell in cells if (text := cell.strip())]
    base = ColumnProfile(
        name=name,
        index=index,
        meaning=Meaning.UNKNOWN,
        sure=0.0,
        because="neither its name nor its values say",
        filled=looks.filled,
        examples=tuple(dict.fromkeys(filled))[:3],
    )
    if pin is not None:
        return _pinned(base, pin, filled, day_first=day_first)
    candidates = [
        _judged(base, hint, looks, filled, day_first=day_first)
        for hint in (*hints(name), *_by_values(name, index, looks))
    ]
    best = max(candidates, key=lambda one: one.sure, default=base)
    if best.sure < _SURE_ENOUGH:
        return base
    by_habit = best.dates is not None and not best.dates.settled
    return replace(best, sure=min(best.sure, _BY_HABIT)) if by_habit else best


def _pinned(
    base: ColumnProfile, pin: ColumnPin, filled: list[str], *, day_first: bool
) -> ColumnProfile:
    meaning = Meaning(pin.is_)
    birth = meaning is Meaning.BIRTH_DATE
    learned = (
        learn_form(filled, day_first=day_first, birth=birth)
        if meaning in DATES or meaning is Meaning.FACT
        else None
    )
    return replace(
        base,
        meaning=meaning,
        sure=1.0,
        because="pinned in shop.toml",
        dates=learned[0] if learned else None,
        numbers=learn_number_form(filled)
        if meaning in NUMBERS or meaning is Meaning.FACT
        else None,
        verified=pin.verified,
        one_per_person=pin.one_per_person,
        namespace=pin.of,
    )


def _judged(
    base: ColumnProfile,
    hint: Hint,
    looks: Looks,
    filled: list[str],
    *,
    day_first: bool,
) -> ColumnProfile:
    """Weigh one hint by how well the cells bear it out."""
    if hint.meaning in DATES:
        birth = hint.meaning is Meaning.BIRTH_DATE
        learned = learn_form(filled, day_first=day_first, birth=birth)
        if learned is None:
            share = 0.6 if not filled else 0.0
            return replace(base, meaning=hint.meaning, sure=hint.strength * share)
        form, share = learned
        order = form.style.value + ("" if form.settled else ", by habit only")
        return replace(
            base,
            meaning=hint.meaning,
            sure=round(hint.strength * share, 3),
            because=f"{hint.because}; dates read as {order}",
            dates=form,
        )
    share = fit(hint.meaning, looks)
    doubt = "" if share >= 0.8 else f", its values fit {share:.0%}"  # noqa: PLR2004
    return replace(
        base,
        meaning=hint.meaning,
        sure=round(hint.strength * share, 3),
        because=hint.because + doubt,
        numbers=looks.number_form if hint.meaning in NUMBERS else None,
    )


def _by_values(name: str, index: int, looks: Looks) -> list[Hint]:
    """Return what the cells alone suggest."""
    says = "its values look so"
    found = [Hint(Meaning.EMAIL, 0.9 if looks.email > 0.5 else 0.0, says)]  # noqa: PLR2004
    if looks.date > 0.5:  # noqa: PLR2004
        # A birth date nobody named cannot be told from an event's by itself.
        meaning = Meaning.AT if is_numbered(name) else Meaning.OTHER_DATE
        found.append(Hint(meaning, 0.6, says))
    if looks.phone > 0.8 and looks.integer < 0.5 and looks.date < 0.1:  # noqa: PLR2004
        found.append(Hint(Meaning.PHONE, 0.6, says))
    if looks.words >= 6 and looks.distinct > 0.3 and looks.nested < 0.5:  # noqa: PLR2004
        found.append(Hint(Meaning.TEXT, 0.6, says))
    return found + (_by_values_only(index, looks) if is_numbered(name) else [])


def _by_values_only(index: int, looks: Looks) -> list[Hint]:
    """Return what the cells suggest in a file without a header."""
    says = "its values look so, and the file has no header"
    found = []
    whole = looks.integer > 0.95  # noqa: PLR2004
    if whole and looks.length == 8 and looks.smallest > 1e7:  # noqa: PLR2004
        found.append(Hint(Meaning.AT, 0.7, says))
    if looks.number > 0.9 and looks.integer < 0.7:  # noqa: PLR2004
        found.append(Hint(Meaning.PRICE, 0.55, says))
    if whole and looks.length < 3 and looks.distinct < 0.5:  # noqa: PLR2004
        found.append(Hint(Meaning.QUANTITY, 0.5, says))
    if index == 0 and looks.integer + looks.code > 0.9:  # noqa: PLR2004
        found.append(Hint(Meaning.CUSTOMER_NUMBER, 0.5, says))
    if looks.letters > 0.9 and 1.7 <= looks.words < 3.2 and looks.distinct > 0.5:  # noqa: PLR2004
        found.append(Hint(Meaning.FULL_NAME, 0.5, says))
    return found
