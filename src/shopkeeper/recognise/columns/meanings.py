"""What a column can mean, and what was made of a table's columns."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct

from shopkeeper.recognise.columns.dates import DateForm
from shopkeeper.recognise.columns.numerals import NumberForm
from shopkeeper.vocabulary import Holds


class Meaning(StrEnum):
    """What the cells of a column say. A closed set; pins use these words."""

    # Who: values that tell persons apart.
    PERSON = "person"
    EMAIL = "email"
    PHONE = "phone"
    CUSTOMER_NUMBER = "customer_number"
    CARD_NUMBER = "card_number"
    USER_ID = "user_id"
    DEVICE = "device"
    PREVIOUS_ID = "previous_id"
    NATIONAL_ID = "national_id"
    # How she is called.
    FULL_NAME = "full_name"
    GIVEN_NAME = "given_name"
    MIDDLE_NAME = "middle_name"
    FAMILY_NAME = "family_name"
    CALLED = "called"
    TITLE = "title"
    SUFFIX = "suffix"
    # About her.
    GENDER = "gender"
    BIRTH_DATE = "birth_date"
    BIRTH_YEAR = "birth_year"
    BIRTH_MONTH = "birth_month"
    BIRTH_DAY = "birth_day"
    BIRTH_PLACE = "birth_place"
    AGE = "age"
    AGE_GROUP = "age_group"
    LANGUAGE = "language"
    TIME_ZONE = "time_zone"
    COMPANY = "company"
    JOB_TITLE = "job_title"
    OPT_IN = "opt_in"
    OPT_OUT = "opt_out"
    # Where she lives.
    ADDRESS = "address"
    STREET = "street"
    HOUSE_NUMBER = "house_number"
    UNIT = "unit"
    PO_BOX = "po_box"
    POSTCODE = "postcode"
    CITY = "city"
    REGION = "region"
    COUNTRY = "country"
    # Which row.
    ROW_KEY = "row_key"
    SILO = "silo"
    # When.
    AT = "at"
    EXPIRES = "expires"
    OTHER_DATE = "other_date"
    # What she bought.
    ITEM = "item"
    ITEM_NAME = "item_name"
    CATEGORY = "category"
    BASKET = "basket"
    QUANTITY = "quantity"
    PRICE = "price"
    AMOUNT = "amount"
    CURRENCY = "currency"
    STATUS = "status"
    # What was said.
    TEXT = "text"
    SUBJECT = "subject"
    SPEAKER = "speaker"
    AUTHOR = "author"
    THREAD = "thread"
    # What happened, and what she allowed.
    EVENT = "event"
    PROPERTY = "property"
    PURPOSE = "purpose"
    STATE = "state"
    TOPIC = "topic"
    CHANNEL = "channel"
    VERSION = "version"
    PROOF = "proof"
    OUTCOME = "outcome"
    VALUE = "value"
    MESSAGE_ID = "message_id"
    DECISION_ID = "decision_id"
    DEPARTMENT = "department"
    IMPRESSION = "impression"
    # Of somebody else in the same row: a spouse, a child, an employer.
    OF_ANOTHER = "of_another"
    # A fact of the shop's own, pinned by its predicate's name.
    FACT = "fact"
    # Kept and reported, never used.
    UNKNOWN = "unknown"


#: What the columns of mail mean: nobody has to guess, nor to say.
MAIL_COLUMNS: Mapping[str, Meaning] = {
    "message_id": Meaning.ROW_KEY,
    "email": Meaning.EMAIL,
    "name": Meaning.FULL_NAME,
    "sender": Meaning.SPEAKER,
    "at": Meaning.AT,
    "subject": Meaning.SUBJECT,
    "text": Meaning.TEXT,
    "thread": Meaning.THREAD,
    "auto_submitted": Meaning.UNKNOWN,
    "outcome": Meaning.OUTCOME,
    "answers": Meaning.MESSAGE_ID,
    "returned_to": Meaning.UNKNOWN,
}
#: Meanings whose cells are moments or days.
DATES = frozenset({Meaning.AT, Meaning.EXPIRES, Meaning.BIRTH_DATE, Meaning.OTHER_DATE})
#: Meanings whose cells are numbers to count with.
NUMBERS = frozenset(
    {
        Meaning.QUANTITY,
        Meaning.PRICE,
        Meaning.AMOUNT,
        Meaning.VALUE,
        Meaning.AGE,
        Meaning.IMPRESSION,
    }
)
#: Meanings that can tell whose row it is, the surest first.
PERSON_KEYS = (
    Meaning.CUSTOMER_NUMBER,
    Meaning.PERSON,
    Meaning.USER_ID,
    Meaning.CARD_NUMBER,
    Meaning.NATIONAL_ID,
    Meaning.EMAIL,
    Meaning.PHONE,
    Meaning.DEVICE,
)


class ColumnProfile(Struct, frozen=True, kw_only=True):
    """
    What one column was taken for.

    Attributes:
        name: As the file has it.
        index: Its place in the table, from 0.
        meaning: What its cells say.
        sure: How sure, 0..1; 1 where it was pinned.
        because: Why, in one line.
        filled: Share of the sampled rows that have a cell here.
        examples: Up to three different cells, for people to look at.
        dates: How its dates are written; None where it holds none.
        numbers: How its numbers are written; None where it holds none.
        verified: Pinned as verified.
        one_per_person: Pinned as "nobody has two".
        namespace: Pinned as the numbers of another source; of a fact what it is about;
            empty: the source's own.
    """

    name: str
    index: int
    meaning: Meaning
    sure: float
    because: str
    filled: float = 1.0
    examples: tuple[str, ...] = ()
    dates: DateForm | None = None
    numbers: NumberForm | None = None
    verified: bool = False
    one_per_person: bool = False
    namespace: str = ""


class TableMapping(Struct, frozen=True, kw_only=True):
    """
    What the columns of a table were taken for, in the table's order.

    Attributes:
        columns: One profile a column; none is left out.
        holds: What the rows are about.
        holds_because: Why, in one line.
    """

    columns: tuple[ColumnProfile, ...]
    holds: Holds
    holds_because: str

    def first(self, *meanings: Meaning) -> ColumnProfile | None:
        """Return the surest column of the first of *meanings* that is there."""
        for meaning in meanings:
            found = self.all(meaning)
            if found:
                return max(found, key=lambda one: (one.sure, -one.index))
        return None

    def all(self, meaning: Meaning) -> tuple[ColumnProfile, ...]:
        """Return the columns of *meaning*, in the table's order."""
        return tuple(one for one in self.columns if one.meaning is meaning)

    @property
    def unknown(self) -> tuple[ColumnProfile, ...]:
        """Return the columns nobody understood; they are kept."""
        return self.all(Meaning.UNKNOWN)

    @property
    def person(self) -> ColumnProfile | None:
        """Return the column that tells best whose row it is."""
        return self.first(*PERSON_KEYS)
