"""Numbers, money and plurals as a reader of a language writes them.

What states the value is kept apart from what a filter adds: `3` of "3 books", `12.50`
of "£12.50". Source: contracts.md, section 4, `said`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from shopkeeper.say.tongues import Tongue, tongue_of
from shopkeeper.vocabulary import FactValue


# Value, language and currency in; the words of the value, and all words, out.
Shape = Callable[[FactValue, str, str], tuple[str, str]]

_SIGNS = {
    "GBP": "£", "EUR": "€", "USD": "$", "JPY": "¥", "CNY": "¥", "INR": "₹", "KRW": "₩",
    "PLN": "zł", "CZK": "Kč", "SEK": "kr", "NOK": "kr", "DKK": "kr.", "ILS": "₪",
    "TRY": "₺", "UAH": "₴", "VND": "₫", "NGN": "₦", "BRL": "R$",
}  # fmt: skip
# Currencies that have no hundredths.
_WHOLE = frozenset({"JPY", "KRW", "VND", "CLP", "ISK", "HUF"})
_MOST_DECIMALS = 6
_SPACE = "\N{NO-BREAK SPACE}"


def plain_number(value: FactValue, language: str) -> str:
    """
    Write a number as it is, with the decimal mark of *language* and no exponent.

    Example:
        >>> plain_number(1234567.5, "en"), plain_number(4.50, "de")
        ('1234567.5', '4,5')
    """
    if not isinstance(value, float):
        return str(value)
    text = f"{value:.{_MOST_DECIMALS}f}".rstrip("0").rstrip(".")
    tongue = tongue_of(language)
    return text if tongue is None else text.replace(".", tongue.decimal)


def number(value: FactValue, language: str, currency: str) -> tuple[str, str]:
    """Write a number with its thousands apart."""
    del currency
    whole, mark, decimals = plain_number(value, "en").partition(".")
    said = _grouped(whole, tongue_of(language))
    said += f"{_decimal(language)}{decimals}" if mark else ""
    return said, said


# ISO 4217, those in use.
CURRENCIES = frozenset(
    """
    AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BRL BSD BTN
    BWP BYN BZD CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB
    EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR
    ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD
    MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR
    PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE
    SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU
    UZS VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG
    """.split()  # noqa: SIM905 a hundred and fifty of them
)


def money(code: str | None) -> Shape:
    """
    Return what writes an amount of money.

    Args:
        code: ISO 4217, or None for the shop's own.

    Example:
        >>> money("GBP")(1234.5, "en", "EUR")
        ('1,234.50', '£1,234.50')
    """

    def written(value: FactValue, language: str, currency: str) -> tuple[str, str]:
        unit = code or currency
        whole, _, cents = plain_number(value, "en").lstrip("-").partition(".")
        # Never rounded: what is printed must be what the fact says.
        cents = cents if unit in _WHOLE else cents.ljust(2, "0")
        tongue = tongue_of(language)
        minus = "-" if float(value) < 0 else ""
        said = f"{minus}{_grouped(whole, tongue)}"
        said += f"{_decimal(language)}{cents}" if cents else ""
        sign = _SIGNS.get(unit, unit)
        if tongue is None or not tongue.sign_first or unit not in _SIGNS:
            return said, f"{said}{_SPACE}{sign}"
        beside = (
            f"{sign}{_SPACE}" if sign[-1].isalpha() or language[:2] == "nl" else sign
        )
        return said, f"{beside}{said}"

    return written


def plural(forms: Sequence[str]) -> Shape:
    """
    Return what writes a number and the form of a word that goes with it.

    Args:
        forms: One, then the others, in the order of CLDR: for English one and other,
            for Polish one, few and many. Where a language has more forms than these,
            the last one stands for the rest.

    Example:
        >>> plural(["book", "books"])(1, "en", "GBP"), plural(["książka", "książki",
        ...     "książek"])(22, "pl", "PLN")[1]
        (('1', '1\\xa0book'), '22\\xa0książki')
    """

    def written(value: FactValue, language: str, currency: str) -> tuple[str, str]:
        said, _ = number(value, language, currency)
        tongue = tongue_of(language)
        at = len(forms) - 1
        if tongue is not None and float(value) == int(value):
            at = min(tongue.form(abs(int(value))), at)
        return said, f"{said}{_SPACE}{forms[at]}"

    return written


def _grouped(whole: str, tongue: Tongue | None) -> str:
    if tongue is None:
        return whole
    return f"{int(whole):,}".replace(",", tongue.group)


def _decimal(language: str) -> str:
    tongue = tongue_of(language)
    return "." if tongue is None else tongue.decimal
