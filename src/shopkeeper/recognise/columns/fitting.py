"""How well the cells of a column bear out what its name suggests."""

from __future__ import annotations

from collections.abc import Callable

from shopkeeper.recognise.columns.meanings import Meaning
from shopkeeper.recognise.columns.registers import PURPOSES
from shopkeeper.recognise.columns.shapes import Looks
from shopkeeper.recognise.columns.wordlists import word_set


M = Meaning

TITLES = word_set("""
    mr mrs ms miss mx dr prof sir madam rev mr. mrs. ms. dr. prof. herr frau hr
    hr. fr. herrn m m. mme mme. mlle monsieur madame sr sr. sra sra. don doña
    dhr dhr. mevr mevr. sig sig. lady lord""")
SUFFIXES = word_set(
    "jr sr jr. sr. i ii iii iv v phd md esq esq. ph.d. fils père sen. jun."
)
CHANNELS = word_set("""
    email e-mail mail sms text push web post letter phone call telephone chat
    counter whatsapp store shop app brief telefon telefono courrier""")
SPEAKERS = word_set("""
    customer agent rep_note rep client staff us them inbound outbound in out
    incoming outgoing kunde mitarbeiter note""")


def _identifier(looks: Looks) -> float:
    if looks.count > 50 and looks.distinct * looks.count <= 2:  # noqa: PLR2004
        return 0.2
    return looks.identifier * (1.0 if looks.integer + looks.code > 0.3 else 0.6)  # noqa: PLR2004


def _login(looks: Looks) -> float:
    return max(looks.identifier, 0.3 * looks.email)


def _person(looks: Looks) -> float:
    if looks.email > 0.5 or looks.date > 0.5:  # noqa: PLR2004
        return 0.2
    few = looks.count > 50 and looks.distinct * looks.count <= 20  # noqa: PLR2004
    return 0.3 if few else 1.0


def _name(looks: Looks) -> float:
    return looks.letters * (1.0 if looks.words < 3.2 else 0.5)  # noqa: PLR2004


def _full_name(looks: Looks) -> float:
    return looks.letters * (1.0 if looks.words >= 1.5 else 0.6)  # noqa: PLR2004


def _within(low: float, high: float) -> Callable[[Looks], float]:
    def fit(looks: Looks) -> float:
        inside = low <= looks.smallest and looks.largest <= high
        return looks.integer * (1.0 if inside else 0.4)

    return fit


def _few(looks: Looks) -> float:
    few = looks.distinct < 0.5 or looks.count < 30  # noqa: PLR2004
    return 0.95 if few and looks.words < 5 else 0.4  # noqa: PLR2004


def _text(looks: Looks) -> float:
    if looks.email + looks.number + looks.flag + looks.date > 0.6:  # noqa: PLR2004
        return 0.1
    return 1.0 if looks.words >= 2 else 0.8  # noqa: PLR2004


def _thing(looks: Looks) -> float:
    if looks.email > 0.3 or looks.date > 0.5:  # noqa: PLR2004
        return 0.1
    return 0.5 if looks.words > 15 else 1.0  # noqa: PLR2004


def _wordy(looks: Looks) -> float:
    return 1.0 - max(looks.email, looks.date, 0.7 * looks.number)


def _vocabulary(words: frozenset[str], otherwise: float) -> Callable[[Looks], float]:
    def fit(looks: Looks) -> float:
        return max(otherwise, 1.0 if looks.among(words) >= 0.5 else 0.0)  # noqa: PLR2004

    return fit


def _region(looks: Looks) -> float:
    return 0.1 if looks.allowing >= 0.5 else looks.letters  # noqa: PLR2004


def _consent_state(looks: Looks) -> float:
    return 1.0 if looks.allowing >= 0.5 else 0.1  # noqa: PLR2004


def _flag(looks: Looks) -> float:
    return max(looks.flag, looks.permission, 0.5 * looks.date)


def _row_key(looks: Looks) -> float:
    return looks.identifier * (1.0 if looks.distinct > 0.999 else 0.3)  # noqa: PLR2004


def _job(looks: Looks) -> float:
    return 0.1 if looks.among(TITLES) >= 0.5 else looks.letters  # noqa: PLR2004


def _gender(looks: Looks) -> float:
    return 1.0 if 0 < len(looks.vocabulary) <= 8 else 0.2  # noqa: PLR2004


def _has_digits(looks: Looks) -> float:
    digits = 1.0 - looks.letters
    return max(digits, 0.3) if looks.length <= 12 else 0.3  # noqa: PLR2004


def _phone(looks: Looks) -> float:
    return looks.phone if looks.phone > 0.4 else 0.5 * looks.phone  # noqa: PLR2004


def _device(looks: Looks) -> float:
    return looks.identifier


def _quantity(looks: Looks) -> float:
    return looks.number * (0.6 + 0.4 * looks.integer)


def _always(looks: Looks) -> float:
    del looks
    return 0.95


#: How well cells fit a meaning, 0..1; meanings not named here take anything.
FITS: dict[M, Callable[[Looks], float]] = {
    M.EMAIL: lambda looks: looks.email,
    M.PHONE: _phone,
    M.PERSON: _person,
    M.CUSTOMER_NUMBER: _identifier,
    M.CARD_NUMBER: _identifier,
    M.NATIONAL_ID: _identifier,
    M.USER_ID: _login,
    M.DEVICE: _device,
    M.PREVIOUS_ID: _device,
    M.FULL_NAME: _full_name,
    M.GIVEN_NAME: _name,
    M.MIDDLE_NAME: _name,
    M.FAMILY_NAME: _name,
    M.CALLED: _name,
    M.TITLE: _vocabulary(TITLES, 0.2),
    M.SUFFIX: _vocabulary(SUFFIXES, 0.3),
    M.GENDER: _gender,
    M.BIRTH_YEAR: _within(1500, 2200),
    M.BIRTH_MONTH: _within(1, 12),
    M.BIRTH_DAY: _within(1, 31),
    M.AGE: _within(0, 125),
    M.AGE_GROUP: lambda looks: max(_few(looks), looks.flag),
    M.JOB_TITLE: _job,
    M.OPT_IN: _flag,
    M.OPT_OUT: _flag,
    M.STREET: _wordy,
    M.ADDRESS: _wordy,
    M.CITY: _wordy,
    M.COUNTRY: _wordy,
    M.COMPANY: _wordy,
    M.BIRTH_PLACE: _wordy,
    M.REGION: _region,
    M.HOUSE_NUMBER: _has_digits,
    M.POSTCODE: _has_digits,
    M.ROW_KEY: _row_key,
    M.ITEM: _thing,
    M.ITEM_NAME: _wordy,
    M.CATEGORY: _few,
    M.BASKET: lambda looks: looks.identifier,
    M.QUANTITY: _quantity,
    M.PRICE: lambda looks: looks.number,
    M.AMOUNT: lambda looks: looks.number,
    M.VALUE: lambda looks: looks.number,
    M.CURRENCY: lambda looks: 1.0 if looks.length <= 4 else 0.3,  # noqa: PLR2004
    M.TEXT: _text,
    M.SUBJECT: _wordy,
    M.SPEAKER: _vocabulary(SPEAKERS, 0.2),
    M.AUTHOR: lambda looks: 1.0 - looks.date,
    M.EVENT: _few,
    M.OUTCOME: _few,
    M.STATUS: lambda looks: (
        _few(looks) * (1.0 - 0.7 * max(looks.flag, looks.permission))
    ),
    M.STATE: _consent_state,
    M.PURPOSE: _vocabulary(PURPOSES, 0.6),
    M.CHANNEL: _vocabulary(CHANNELS, 0.5),
    M.DEPARTMENT: _few,
    M.MESSAGE_ID: lambda looks: looks.identifier,
    M.DECISION_ID: lambda looks: looks.identifier,
}


def fit(meaning: M, looks: Looks) -> float:
    """Return how well the cells fit *meaning*, 0..1; an empty column fits half."""
    if not looks.count:
        return 0.6
    return FITS.get(meaning, _always)(looks)
