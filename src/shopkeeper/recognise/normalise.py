"""One way to write each identifier, so that equal ones look equal.

What cannot be read as its kind, and what is junk, still gets a value (nothing is
dropped) and says why it joins nobody.
"""

from __future__ import annotations

import re
import unicodedata

from functools import lru_cache

import phonenumbers

from email_validator import EmailNotValidError, validate_email
from msgspec import Struct

from shopkeeper.recognise.junk import junk_because
from shopkeeper.vocabulary import Identifier, IdentifierKind


# Plain ASCII addresses, nearly all there are: thirty times as fast as the full check.
COUNTRIES: frozenset[str] = frozenset(phonenumbers.SUPPORTED_REGIONS)
"""ISO 3166 codes of the countries whose phone numbers can be read."""

_PLAIN_ADDRESS = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@(?!xn--)(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}"
)
_LONGEST_LOCAL = 64  # octets: RFC 5321, section 4.5.3.1.1
_IN_BRACKETS = re.compile(r"^.*<([^<>]+)>\s*$", re.DOTALL)
_WHOLE_FLOAT = re.compile(r"(\d+)\.0+")
_SEPARATORS = re.compile(r"\s*[;,|\n]\s*|\s+/\s+|\s+(?:or|oder|ou|and|und)\s+")
_INVISIBLE = dict.fromkeys([0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0x00AD])
_LONGEST_PHONE = 15  # digits: ITU-T E.164
_GOOGLE = frozenset({"gmail.com", "googlemail.com"})


class Normalised(Struct, frozen=True):
    """
    An identifier's one way to be written.

    Attributes:
        value: For comparing and showing.
        joins_nobody: Why it tells nobody (junk, or not of its kind), or None.
    """

    value: str
    joins_nobody: str | None = None


@lru_cache(maxsize=200_000)
def normalise(kind: IdentifierKind, text: str, *, country: str = "GB") -> Normalised:
    """
    Write *text* the one way its kind is written.

    Args:
        kind: What it is meant to be.
        text: As the row has it.
        country: ISO 3166 code of the shop, for phone numbers without a country.

    Returns:
        Its value, and why it joins nobody, if so.

    Example:
        >>> normalise(IdentifierKind.EMAIL, " Jenny.OHara@Harbour.Example ").value
        'jenny.ohara@harbour.example'
        >>> normalise(IdentifierKind.PHONE, "07120 361140").value
        '+447120361140'
        >>> normalise(IdentifierKind.CUSTOMER_NUMBER, "123.0").value
        '123'
    """
    plain = unicodedata.normalize("NFKC", text).translate(_INVISIBLE).strip()
    if kind is IdentifierKind.EMAIL:
        found = _email(plain)
    elif kind is IdentifierKind.PHONE:
        found = _phone(plain, country)
    else:
        found = _number(kind, plain)
    return Normalised(found, junk_because(kind, found))


def identifiers_in(
    kind: IdentifierKind,
    text: str,
    *,
    namespace: str = "",
    country: str = "GB",
    verified: bool = False,
    one_per_person: bool = False,
) -> tuple[Identifier, ...]:
    """
    Read the identifiers of one cell: one, or several e-mail addresses or phones.

    Args:
        kind: What the cell holds.
        text: As the row has it.
        namespace: The source; not used for what is valid everywhere.
        country: ISO 3166 code of the shop.
        verified: Declared so for the column.
        one_per_person: Declared so for the column.

    Returns:
        Identifiers in the order written; junk among them, marked by
        `junk_because`. An empty cell has none.
    """
    alone = kind not in {IdentifierKind.EMAIL, IdentifierKind.PHONE}
    parts = [text] if alone else _SEPARATORS.split(text)
    found = dict.fromkeys(part.strip() for part in parts if part.strip())
    return tuple(
        Identifier(
            kind=kind,
            namespace=namespace_of(kind, namespace),
            value=normalise(kind, part, country=country).value,
            as_written=part,
            verified=verified,
            one_per_person=one_per_person,
        )
        for part in found
    )


def namespace_of(kind: IdentifierKind, source: str) -> str:
    """
    Return the namespace of a *kind* of identifier in *source*.

    E-mail addresses and phone numbers are the same everywhere (contracts.md,
    section 1), and so is the number a state gave a person.
    """
    everywhere = {
        IdentifierKind.EMAIL, IdentifierKind.PHONE, IdentifierKind.NATIONAL_ID,
    }  # fmt: skip
    return "" if kind in everywhere else source


@lru_cache(maxsize=200_000)
def joining_value(kind: IdentifierKind, value: str) -> str:
    """
    Return what *value* is compared by: for e-mail the mailbox behind an address.

    Google delivers `jenny.ohara+shop@googlemail.com` and `jennyohara@gmail.com` to
    one mailbox: it ignores dots and what follows a plus. Elsewhere both may differ,
    so elsewhere the address is the key.
    """
    if kind is not IdentifierKind.EMAIL:
        return value
    local, _, domain = value.rpartition("@")
    if domain not in _GOOGLE:
        return value
    return f"{local.partition('+')[0].replace('.', '')}@gmail.com"


def _email(text: str) -> str:
    bracketed = _IN_BRACKETS.match(text)
    address = (bracketed[1] if bracketed else text).strip()
    if address[:7].casefold() == "mailto:":
        address = address[7:].partition("?")[0]
    if _PLAIN_ADDRESS.fullmatch(address) and address.find("@") <= _LONGEST_LOCAL:
        return address.casefold()
    try:
        known = validate_email(
            address,
            check_deliverability=False,
            test_environment=True,
            allow_smtputf8=True,
            allow_quoted_local=True,
        )
    except EmailNotValidError:
        return address.casefold()
    return f"{known.local_part.casefold()}@{known.domain.casefold()}"


def _phone(text: str, country: str) -> str:
    digits = "".join(letter for letter in text if letter.isdigit())
    if len(digits) <= _LONGEST_PHONE and junk_because(IdentifierKind.PHONE, digits):
        return digits or text.casefold()  # 1234567 must not become +441234567
    try:
        number = phonenumbers.parse(_WHOLE_FLOAT.sub(r"\1", text), country)
    except phonenumbers.NumberParseException:
        return text.casefold()
    # Possible, not valid: numbers set aside for fiction are possible only.
    reason = phonenumbers.is_possible_number_with_reason(number)
    if reason == phonenumbers.ValidationResult.IS_POSSIBLE:
        value = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
        return f"{value};{number.extension}" if number.extension else value
    return digits or text.casefold()


def _number(kind: IdentifierKind, text: str) -> str:
    whole = _WHOLE_FLOAT.fullmatch(text)
    plain = whole[1] if whole else " ".join(text.split())
    if junk_because(kind, plain):
        return plain  # -1 must not become 1
    if kind in {IdentifierKind.CARD_NUMBER, IdentifierKind.NATIONAL_ID}:
        return re.sub(r"[\s.\-/]+", "", plain).upper()
    # Upper and lower case are one number to people and to most systems; user ids of
    # machines (`aB3` and `Ab3`) may be two, and so stay as they are.
    return plain if kind is IdentifierKind.USER_ID else plain.upper()
