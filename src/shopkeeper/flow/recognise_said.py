"""What one record says, field by field, as it was compared."""

from __future__ import annotations

from shopkeeper.recognise.linking import fields
from shopkeeper.recognise.linking.explain import SHOWN
from shopkeeper.recognise.linking.records import Records, Texts


def said_in(records: Records, texts: Texts, row: int) -> dict[str, str]:
    """Return each field with what a record says there, as compared; empty: nothing."""
    emails, phones = records.emails[row], records.phones[row]
    said = {field: show(records, texts, row) for field, show in SHOWN.items()}
    # All of it, where what is compared shows the first.
    said[fields.BORN] = _day(int(records.born[row]))
    said[fields.EMAIL] = ", ".join(texts.emails.texts(emails[emails >= 0]))
    said[fields.PHONE] = ", ".join(texts.phones.texts(phones[phones >= 0]))
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
