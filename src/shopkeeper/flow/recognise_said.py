"""What one record says, field by field, as it was compared."""

from __future__ import annotations

from shopkeeper.recognise.linking import fields
from shopkeeper.recognise.linking.records import SUFFIXES, Records, Texts


def said_in(records: Records, texts: Texts, row: int) -> dict[str, str]:
    """Return each field with what a record says there, as compared; empty: nothing."""
    names, given = texts.names, records.given[row]
    second = given[1:]
    place = (
        texts.units.text(records.unit[row]), texts.houses.text(records.house[row]),
        texts.streets.text(records.street[row]),
        texts.postcodes.text(records.postcode[row]),
        texts.cities.text(records.city[row]),
    )  # fmt: skip
    emails, phones = records.emails[row], records.phones[row]
    said = {
        fields.GIVEN: names.text(given[0]),
        fields.SECOND: " ".join(names.texts(second[second >= 0])),
        fields.FAMILY: names.text(records.family[row]),
        fields.SUFFIX: SUFFIXES[records.suffix[row]],
        fields.BORN: _day(int(records.born[row])),
        fields.PLACE: " ".join(part for part in place if part),
        fields.EMAIL: ", ".join(texts.emails.texts(emails[emails >= 0])),
        fields.PHONE: ", ".join(texts.phones.texts(phones[phones >= 0])),
    }
    for key, codes in records.marks.items():
        said[fields.mark(*key)] = texts.mark(key).text(codes[row])
    for name, codes in records.traits.items():
        said[fields.trait(name)] = texts.trait(name).text(codes[row])
    return said


def in_words(field: str) -> str:
    """
    Name a field, and whose numbers they are.

    Example:
        >>> in_words("mark:customer_number:crm")
        'customer number of crm'
    """
    namespace = field.split(":", 2)[2] if fields.is_mark(field) else ""
    return fields.in_words(field) + (f" of {namespace}" if namespace else "")


def _day(born: int) -> str:
    year, month, day = born // 10_000, born // 100 % 100, born % 100
    if not born:
        return ""
    if not month:
        return f"{year:04}"
    return f"{year:04}-{month:02}" + (f"-{day:02}" if day else "")
