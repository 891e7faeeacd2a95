"""The true people of the town, and the shape of what its departments keep."""

from __future__ import annotations

from datetime import UTC, date, datetime

from msgspec import Struct


NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
"""The moment the town is told at: a Monday morning. Same in Edinburgh (GMT)."""

ZONE = "Europe/London"

Cell = str | int | float | datetime | None


class Home(Struct, frozen=True, kw_only=True):
    """Where somebody lives."""

    street: str
    postcode: str
    town: str = "Edinburgh"


class Person(Struct, frozen=True, kw_only=True):
    """
    Somebody who really lives in the town.

    Attributes:
        id: `p0001`; nothing in the silos carries it.
        given: True given name.
        family: True family name.
        title: Ms, Mr, Dr.
        goes_by: Short forms she accepts, the one she uses first.
        only_goes_by: True where she asked not to be called by her given name.
        role: `adult` or `child`.
        household: People of one household share it.
        born: Year.
        emails: Addresses she reads, the one in use first.
        phones: In national form, the one in use first.
        home: Where she lives now.
        old_home: Where she lived before, if she moved lately.
        moved_on: The day of the move.
        job: Her work, where anybody at the shop knows of it.
        company: Whom she works for.
        customer_no: Her webshop account, if she has one.
        card_no: Her loyalty card, if she has one.
        newsletter: The address the newsletter knows her by.
        traits: What the generator cast her for, sorted.
        died_on: The day she died.
    """

    id: str
    given: str
    family: str
    title: str
    goes_by: tuple[str, ...] = ()
    only_goes_by: bool = False
    role: str = "adult"
    household: str = ""
    born: int = 1980
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    home: Home
    old_home: Home | None = None
    moved_on: date | None = None
    job: str | None = None
    company: str | None = None
    customer_no: str | None = None
    card_no: str | None = None
    newsletter: str | None = None
    traits: tuple[str, ...] = ()
    died_on: date | None = None

    @property
    def full_name(self) -> str:
        """Given and family name."""
        return f"{self.given} {self.family}"

    @property
    def signs(self) -> str:
        """How she signs a mail."""
        return self.goes_by[0] if self.goes_by else self.given

    @property
    def forms(self) -> tuple[str, ...]:
        """The ways of addressing her that she would not mind."""
        names = self.goes_by if self.only_goes_by else (self.given, *self.goes_by)
        return (*names, f"{self.title} {self.family}")


class Habit(Struct, frozen=True, kw_only=True):
    """
    Something somebody buys again and again.

    Attributes:
        person: Whose habit.
        item: Name of the thing.
        every_days: Her mean gap, in days.
        starts: First day of it.
        ends: Day after which she buys it no more; None: still hers.
        at: `webshop` or `till`.
        rung_up_as: The name the till writes for it by mistake, or None.
    """

    person: str
    item: str
    every_days: float
    starts: date
    ends: date | None
    at: str
    rung_up_as: str | None = None


class Buy(Struct, frozen=True, kw_only=True):
    """
    Something really bought (or brought back, with a negative quantity).

    Attributes:
        person: Who bought; None: somebody without a card.
        at: When, UTC. After `NOW`: what she is going to do.
        item: What it really was.
        quantity: How many; negative: returned.
        where: `webshop` or `till`.
        written_as: What the row calls it: differs where the row is wrong.
        gift_for: Whom it was for, if not for herself.
        late: Promised for a day that has passed, and not there.
    """

    person: str | None
    at: datetime
    item: str
    quantity: int
    where: str
    written_as: str
    gift_for: str | None = None
    late: bool = False


class Consenting(Struct, frozen=True, kw_only=True):
    """One true statement about being written to, and the silo that heard it."""

    person: str
    purpose: str
    state: str
    at: datetime
    heard_by: str


class No(Struct, frozen=True, kw_only=True):
    """
    A wish to be left alone, said in her own words.

    Attributes:
        person: Who said it (or for whom it was said).
        scope: `all`, `marketing` or `email`.
        at: When. UTC.
    """

    person: str
    scope: str
    at: datetime


class Promise(Struct, frozen=True, kw_only=True):
    """Something the shop said it would do: `open`, `kept` or `broken`."""

    person: str
    what: str
    made_at: datetime
    due: date
    state: str


class Event(Struct, frozen=True, kw_only=True):
    """Something that really happened in a life; `word` as in `event.<word>`."""

    person: str
    word: str
    on: date


class Trouble(Struct, frozen=True, kw_only=True):
    """A problem she has now; `text` is how she put it."""

    person: str
    text: str
    since: datetime


class TownFile(Struct, frozen=True, kw_only=True):
    """
    One file as a department keeps it. Writing it is an adapter's business.

    Attributes:
        name: Name of the source in `shop.toml`.
        path: Where it lies in the shop's folder.
        holds: What its rows are about, as in `shop.toml`.
        department: Who keeps it.
        format: `csv`, `xlsx`, `jsonl`, `parquet` or `txt`.
        encoding: Of `text`; empty for xlsx and parquet.
        delimiter: Between cells of a csv, else empty.
        columns: Names, in order.
        rows: Cells, in order of `columns`; of a txt the person, day and words.
        keys: Row key of each row.
        text: The whole file where it is text, else None.
        sheet: Name of the sheet of an xlsx.
        title: Lines standing above the header of an xlsx.
    """

    name: str
    path: str
    holds: str
    department: str
    format: str
    encoding: str = ""
    delimiter: str = ""
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    keys: tuple[str, ...]
    text: str | None = None
    sheet: str = ""
    title: tuple[str, ...] = ()


class Statement(Struct, frozen=True, kw_only=True):
    """
    What one row says about one person, for finding contradictions.

    Attributes:
        record_id: The row.
        person: Whom it is about in truth.
        about: A predicate, or `name.full` for a whole name in one field.
        value: What it says.
        denies: True where the row says that the value does not hold.
    """

    record_id: str
    person: str
    about: str
    value: str
    denies: bool = False


class RecordedError(Struct, frozen=True, kw_only=True):
    """
    A row that is wrong, and whether any other row of the town says otherwise.

    Attributes:
        record_id: The wrong row.
        person: Whom it is about.
        about: The predicate it is wrong on.
        recorded: What stands there.
        really: What is true.
        contradicted: True where another row could have told.
    """

    record_id: str
    person: str
    about: str
    recorded: str
    really: str
    contradicted: bool
