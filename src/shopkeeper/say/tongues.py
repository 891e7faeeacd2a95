"""What languages do with days, numbers, lists and plurals; no more than a letter needs.

Source: Unicode CLDR 48 for month names beside a day, number marks, plural rules and the
place of a currency sign. A language that is not here says days and numbers in
international figures, and a list with commas alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from msgspec import Struct


class Tongue(Struct, frozen=True, kw_only=True):
    """
    How one language writes.

    Attributes:
        months: As they stand beside a day, January first.
        weekdays: Monday first.
        both: The word between the last two of a list.
        either: The word between two of which one holds.
        decimal: Mark before decimals.
        group: Mark between thousands.
        sign_first: Does the currency sign stand before the amount?
        forms: How many plural forms it has.
        form: Index of the form that a whole number takes.
    """

    months: tuple[str, ...]
    weekdays: tuple[str, ...]
    both: str
    either: str
    decimal: str = ","
    group: str = "."
    sign_first: bool = False
    forms: int = 2
    form: Callable[[int], int]


def _one_is_one(number: int) -> int:
    return 0 if number == 1 else 1


def _nought_is_one(number: int) -> int:
    return 0 if number in {0, 1} else 1


def _west_slavic(number: int) -> int:
    return 0 if number == 1 else 1 if number in {2, 3, 4} else 2


def _polish(number: int) -> int:
    return 0 if number == 1 else _few_or_many(number)


def _few_or_many(number: int) -> int:
    few = number % 10 in {2, 3, 4} and number % 100 not in {12, 13, 14}
    return 1 if few else 2


_NARROW = "\N{NARROW NO-BREAK SPACE}"
_WIDE = "\N{NO-BREAK SPACE}"


def _tongue(
    months: str, weekdays: str, both: str, either: str, **more: object
) -> Tongue:
    more.setdefault("form", _one_is_one)
    return Tongue(
        months=tuple(months.split()),
        weekdays=tuple(weekdays.split()),
        both=both,
        either=either,
        **more,  # type: ignore[arg-type]
    )


TONGUES: Mapping[str, Tongue] = {
    "en": _tongue(
        "January February March April May June July August September October November "
        "December",
        "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
        "and", "or", decimal=".", group=",", sign_first=True,
    ),
    "de": _tongue(
        "Januar Februar März April Mai Juni Juli August September Oktober November "
        "Dezember",
        "Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag",
        "und", "oder",
    ),
    "fr": _tongue(
        "janvier février mars avril mai juin juillet août septembre octobre novembre "
        "décembre",
        "lundi mardi mercredi jeudi vendredi samedi dimanche",
        "et", "ou", group=_NARROW, form=_nought_is_one,
    ),
    "es": _tongue(
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre "
        "noviembre diciembre",
        "lunes martes miércoles jueves viernes sábado domingo",
        "y", "o",
    ),
    "it": _tongue(
        "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre "
        "novembre dicembre",
        "lunedì martedì mercoledì giovedì venerdì sabato domenica",
        "e", "o",
    ),
    "pt": _tongue(
        "janeiro fevereiro março abril maio junho julho agosto setembro outubro "
        "novembro dezembro",
        "segunda-feira terça-feira quarta-feira quinta-feira sexta-feira sábado "
        "domingo",
        "e", "ou", form=_nought_is_one,
    ),
    "nl": _tongue(
        "januari februari maart april mei juni juli augustus september oktober "
        "november december",
        "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
        "en", "of", sign_first=True,
    ),
    "da": _tongue(
        "januar februar marts april maj juni juli august september oktober november "
        "december",
        "mandag tirsdag onsdag torsdag fredag lørdag søndag",
        "og", "eller",
    ),
    "nb": _tongue(
        "januar februar mars april mai juni juli august september oktober november "
        "desember",
        "mandag tirsdag onsdag torsdag fredag lørdag søndag",
        "og", "eller", group=_WIDE,
    ),
    "sv": _tongue(
        "januari februari mars april maj juni juli augusti september oktober november "
        "december",
        "måndag tisdag onsdag torsdag fredag lördag söndag",
        "och", "eller", group=_WIDE,
    ),
    "fi": _tongue(
        "tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta "
        "elokuuta syyskuuta lokakuuta marraskuuta joulukuuta",
        "maanantai tiistai keskiviikko torstai perjantai lauantai sunnuntai",
        "ja", "tai", group=_WIDE,
    ),
    "pl": _tongue(
        "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września "
        "października listopada grudnia",
        "poniedziałek wtorek środa czwartek piątek sobota niedziela",
        "i", "lub", group=_WIDE, forms=3, form=_polish,
    ),
    "cs": _tongue(
        "ledna února března dubna května června července srpna září října listopadu "
        "prosince",
        "pondělí úterý středa čtvrtek pátek sobota neděle",
        "a", "nebo", group=_WIDE, forms=3, form=_west_slavic,
    ),
}  # fmt: skip

_ALSO = {"no": "nb", "nn": "nb"}


def tongue_of(language: str) -> Tongue | None:
    """
    Return what is known of a language, its region left aside.

    Example:
        >>> tongue_of("de-AT").both
        'und'
        >>> tongue_of("eo") is None
        True
    """
    word = language.replace("_", "-").partition("-")[0].casefold()
    return TONGUES.get(_ALSO.get(word, word))
