"""Where a letter finds a person: from the rows that say it to the lines of an envelope.

An address is no identifier, and joins nobody: many people live behind one door. It is
read where her rows have it, and asked anew before anything is printed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from shopkeeper.flow.house import House
from shopkeeper.flow.knowing import KnownPerson
from shopkeeper.flow.rows import SourceRows
from shopkeeper.recognise.columns import Meaning, is_sent_to
from shopkeeper.remember.fit_to_greet import greeting_of
from shopkeeper.say.letter_forms import form_of
from shopkeeper.say.postal import (
    NO_NAME,
    Home,
    Unusable,
    home_of,
    lines_of,
    street_of,
)
from shopkeeper.vocabulary import Channel, ChannelSettings, Holds


_MOVED = "event.moved"
_ENCODE = msgspec.json.Encoder().encode
_DECODE = msgspec.json.Decoder(Home).decode
_LIVES = (Holds.PEOPLE, Holds.ORDERS)


def homes_in(house: House, rows: SourceRows) -> list[str | None]:
    """
    Read the postal address in each row, as text to be kept; None where there is none.

    Where an order was sent is no home of hers: it may be a gift.
    """
    nothing: list[str | None] = [None] * len(rows)
    if rows.source.holds not in _LIVES:
        return nothing
    cells = {
        one: [" ".join((cell or "").split()) for cell in _column(rows, one)]
        for one in (
            Meaning.HOUSE_NUMBER, Meaning.UNIT, Meaning.POSTCODE, Meaning.CITY,
            Meaning.REGION, Meaning.COUNTRY,
        )
    }  # fmt: skip
    streets = _column(rows, Meaning.STREET)
    wholes = _column(rows, Meaning.ADDRESS)
    boxes = _column(rows, Meaning.PO_BOX)
    names = _names(rows)
    happened = rows.happened_us.to_pylist()
    found: list[str | None] = []
    for at, moment in enumerate(rows.times()):
        street, whole = _clean(streets[at] or boxes[at]), _clean(wholes[at])
        if not street and not whole:
            found.append(None)
            continue
        country = _country(house, cells[Meaning.COUNTRY][at])
        alone = not street and not cells[Meaning.CITY][at]
        lines = street_of(
            street or whole, "" if whole and not street
            else cells[Meaning.HOUSE_NUMBER][at],
            cells[Meaning.UNIT][at], country or house.shop.country,
        ) if not alone else "\n".join(
            part.strip() for part in whole.replace(",", "\n").split("\n")
        )  # fmt: skip
        home = Home(
            who=names[at], street=lines, postcode=cells[Meaning.POSTCODE][at],
            town=cells[Meaning.CITY][at], region=cells[Meaning.REGION][at],
            country=country, at=moment, dated=happened[at] is not None, whole=alone,
        )  # fmt: skip
        found.append(_ENCODE(home).decode())
    return found


def newest(homes: Iterable[str]) -> list[str]:
    """Keep of what many rows say of one address the newest word."""
    best: dict[tuple[object, ...], Home] = {}
    for text in homes:
        home = _DECODE(text)
        key = (home.who, home.street, home.postcode, home.town, home.region,
               home.country)  # fmt: skip
        if key not in best or best[key].at < home.at:
            best[key] = home
    return [_ENCODE(one).decode() for one in best.values()]


def letters_go_to(house: House, person: KnownPerson) -> str | Unusable:
    """Return the lines of the envelope of a letter to her, or why there are none."""
    moved = max(
        (one.learned_at for one in person.facts if one.about == _MOVED), default=None
    )
    home = home_of([_DECODE(one) for one in person.homes], moved_at=moved)
    if isinstance(home, Unusable):
        return home
    who = next(
        (one for one in (home.who, *person.names) if one and _is_whole(one)), None
    )
    if who is None:
        return Unusable(because=NO_NAME)
    shop = house.shop
    settings = shop.channels.get(Channel.POST, ChannelSettings())
    abroad = home.country not in ("", shop.country)
    lines = lines_of(
        home, who, shop_country=shop.country,
        names={code: name for name, code in house.country_names.items()}
        if abroad
        else {},
        form=form_of(settings.form, shop.country),
    )  # fmt: skip
    return lines if isinstance(lines, Unusable) else "\n".join(lines)


def _column(rows: SourceRows, meaning: Meaning) -> Sequence[str | None]:
    """Return the cells of the surest column that says where she lives."""
    found = [one for one in rows.mapping.all(meaning) if not is_sent_to(one)]
    if not found:
        return [None] * len(rows)
    best = max(found, key=lambda one: (one.sure, -one.index))
    cells: list[str | None] = rows.data.column(best.index).to_pylist()
    return cells


def _names(rows: SourceRows) -> list[str]:
    full = rows.cells(Meaning.FULL_NAME)
    given = rows.cells(Meaning.GIVEN_NAME, Meaning.CALLED)
    family = rows.cells(Meaning.FAMILY_NAME)
    return [
        " ".join((whole or " ".join(one for one in (first, last) if one)).split())
        for whole, first, last in zip(full, given, family, strict=True)
    ]


def _is_whole(name: str) -> bool:
    """Tell whether an envelope may bear it: a person's, and not a first name alone."""
    return len(name.split()) > 1 and not greeting_of(name).unfit


def _clean(cell: str | None) -> str:
    lines = (" ".join(line.split()) for line in (cell or "").splitlines())
    return "\n".join(line for line in lines if line)


def _country(house: House, written: str) -> str:
    """Return the code of a country as written; one that nobody knows stays so."""
    if not written:
        return ""
    if len(written) == 2 and written.isalpha():  # noqa: PLR2004 ISO 3166
        return "GB" if written.upper() == "UK" else written.upper()
    return house.country_names.get(written.casefold(), written)
