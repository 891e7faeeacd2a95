"""A shop made out of files: what they hold, who keeps them, where they are."""

from __future__ import annotations

import re

from collections import Counter
from collections.abc import Mapping, Sequence

import phonenumbers

from msgspec import Struct
from msgspec.structs import replace

from shopkeeper.recognise.columns import (
    ColumnProfile,
    Meaning,
    TableMapping,
    describe,
    profile,
)
from shopkeeper.recognise.ports import RowSource
from shopkeeper.vocabulary import (
    AccessRole,
    Channel,
    ChannelSettings,
    ColumnPin,
    Holds,
    Shop,
    Source,
    Staff,
)


# Words in a file's name that tell whose it is; the first that fits counts.
_DEPARTMENTS: tuple[tuple[str, str], ...] = (
    ("newsletter|mailing|campaign|marketing|mailchimp|subscri", "marketing"),
    ("web|shop|online|e-?com|order|checkout|retail", "e-commerce"),
    ("till|pos|store|loyalty|card|receipt", "shop floor"),
    ("ticket|help|support|desk|chat|mail|zendesk", "help desk"),
    ("note|rep|sales|crm|lead|account|call", "sales"),
    ("consent|gdpr|privacy|opt", "privacy office"),
    ("outcome|result|event|track|visit", "analysis"),
)
# Countries as people write them, with their code and the zone most live in.
_COUNTRIES: Mapping[str, tuple[str, str]] = {
    "united kingdom": ("GB", "Europe/London"), "uk": ("GB", "Europe/London"),
    "gb": ("GB", "Europe/London"), "england": ("GB", "Europe/London"),
    "scotland": ("GB", "Europe/London"), "ireland": ("IE", "Europe/Dublin"),
    "eire": ("IE", "Europe/Dublin"), "ie": ("IE", "Europe/Dublin"),
    "germany": ("DE", "Europe/Berlin"), "deutschland": ("DE", "Europe/Berlin"),
    "de": ("DE", "Europe/Berlin"), "france": ("FR", "Europe/Paris"),
    "fr": ("FR", "Europe/Paris"), "austria": ("AT", "Europe/Vienna"),
    "at": ("AT", "Europe/Vienna"), "switzerland": ("CH", "Europe/Zurich"),
    "ch": ("CH", "Europe/Zurich"), "netherlands": ("NL", "Europe/Amsterdam"),
    "nl": ("NL", "Europe/Amsterdam"), "belgium": ("BE", "Europe/Brussels"),
    "be": ("BE", "Europe/Brussels"), "spain": ("ES", "Europe/Madrid"),
    "es": ("ES", "Europe/Madrid"), "italy": ("IT", "Europe/Rome"),
    "it": ("IT", "Europe/Rome"), "portugal": ("PT", "Europe/Lisbon"),
    "sweden": ("SE", "Europe/Stockholm"), "norway": ("NO", "Europe/Oslo"),
    "denmark": ("DK", "Europe/Copenhagen"), "poland": ("PL", "Europe/Warsaw"),
    "usa": ("US", "America/New_York"), "us": ("US", "America/New_York"),
    "united states": ("US", "America/New_York"), "canada": ("CA", "America/Toronto"),
    "australia": ("AU", "Australia/Sydney"), "au": ("AU", "Australia/Sydney"),
    "india": ("IN", "Asia/Kolkata"), "japan": ("JP", "Asia/Tokyo"),
}  # fmt: skip
_CURRENCIES: Mapping[str, str] = {
    "GB": "GBP", "US": "USD", "CH": "CHF", "SE": "SEK", "NO": "NOK", "DK": "DKK",
    "PL": "PLN", "CA": "CAD", "AU": "AUD", "IN": "INR", "JP": "JPY",
}  # fmt: skip
_USUAL = ("GB", "Europe/London")
_NUMBERS = frozenset(
    {Meaning.CUSTOMER_NUMBER, Meaning.PERSON, Meaning.USER_ID, Meaning.CARD_NUMBER}
)
_NEARLY_ALL = 0.95
_ENOUGH_NUMBERS = 5
_MOST_NUMBERS = 200_000

SAMPLE_CONTENT = """\
+++
key = "thank-you"
purpose = "relationship"
channels = ["email"]
subject = "Thank you"
+++
{% say %}Hello {{ person.called }},{% or %}Hello,{% endsay %}

{% say %}Thank you for coming back for {{ usual.item }}.{% or %}Thank you for being \
with us.{% endsay %}

{{ shop.name }}
"""

SAMPLE_PLAN = """\
key = "thank-you"
owner = "owner"
sponsor = "sponsor"
intent = "thank those who come back"
sells = false
brand_promise = "we know who comes through our door"
starts = {starts}
ends = {ends}
review_by = {review}
holdout = 0.1

[[steps]]
key = "first"
content = "thank-you"
channels = ["email"]
audience = "stage in (regular, returned)"
need = "usual.item"
measure = {{outcome = "purchase", within = "30 days", better = "more"}}
fallback = "silence"
needs_specific = true
again_after = "300 days"
"""


class Found(Struct, frozen=True, kw_only=True):
    """
    What was guessed about one file.

    Attributes:
        source: How `shop.toml` will name it.
        mapping: What its columns were taken for.
        rows: How many rows its first table showed when sampled.
    """

    source: Source
    mapping: TableMapping
    rows: int


def guess_source(
    path: str,
    stem: str,
    folder: str,
    tables: Sequence[RowSource],
    taken: set[str],
    *,
    holds: Holds | None = None,
) -> Found:
    """
    Guess what a file holds and who keeps it.

    Args:
        path: As `read` will say it.
        stem: The file's name without its ending.
        folder: Name of the folder it lies in.
        tables: Its tables; the first one decides.
        taken: Names of sources that are taken.
        holds: What its rows are about, where somebody says so.
    """
    first = tables[0]
    sample = first.sample()
    mapping = profile(first.columns, sample, holds=holds)
    name = re.sub(r"[^a-z0-9]+", "_", stem.casefold()).strip("_") or "source"
    while name in taken:
        name += "_2"
    taken.add(name)
    source = Source(
        name=name,
        holds=mapping.holds,
        department=_department(stem, folder),
        read=path,
    )
    return Found(source=source, mapping=mapping, rows=len(sample))


def link_numbers(
    found: Sequence[Found], tables: Mapping[str, Sequence[RowSource]]
) -> list[Found]:
    """
    Guess whose numbers a file writes down, where it counts by a list of people's.

    Numbers are a source's own (contracts.md, section 1): that two files have the same
    is written into `shop.toml`, where everybody sees it and can take it out. It is
    guessed where nearly all numbers of a file stand in one list of people, and the
    columns have one name, or the numbers letters.
    """
    lists = [
        (one, column, _values(tables[one.source.name], column.index))
        for one in found
        if one.source.holds is Holds.PEOPLE
        for column in _numbered(one.mapping)
    ]
    return [_linked(one, lists, tables) for one in found]


def _linked(
    one: Found,
    lists: Sequence[tuple[Found, ColumnProfile, set[str]]],
    tables: Mapping[str, Sequence[RowSource]],
) -> Found:
    pins = {}
    for column in _numbered(one.mapping):
        mine = _values(tables[one.source.name], column.index)
        for other, theirs, known in lists:
            if other is one or len(mine) < _ENOUGH_NUMBERS or column.name in pins:
                continue
            own_list = one.source.holds is Holds.PEOPLE
            named = theirs.name.casefold() == column.name.casefold() and not own_list
            lettered = all(re.search(r"[A-Za-z]", value) for value in mine)
            inside = len(mine & known) >= _NEARLY_ALL * len(mine)
            if inside and (named or lettered) and not (own_list and known <= mine):
                pins[column.name] = ColumnPin(
                    is_=theirs.meaning.value, of=other.source.name
                )
    if not pins:
        return one
    return replace(one, source=replace(one.source, columns=pins))


def _numbered(mapping: TableMapping) -> list[ColumnProfile]:
    return [column for column in mapping.columns if column.meaning in _NUMBERS]


def _values(tables: Sequence[RowSource], index: int) -> set[str]:
    values: set[str] = set()
    for batch in tables[0].batches():
        values.update(row[index].strip() for row in batch.rows)
        if len(values) > _MOST_NUMBERS:
            break
    return values - {""}


def guess_shop(
    name: str, found: Sequence[Found], tables: Mapping[str, Sequence[RowSource]]
) -> Shop:
    """
    Guess a shop around its files.

    Args:
        name: As people call it.
        found: What was guessed about each file.
        tables: Source name to its tables.
    """
    country, zone = _where(found, tables)
    return Shop(
        name=name,
        country=country,
        time_zone=zone,
        currency=_CURRENCIES.get(country, "EUR"),
        people=(
            Staff(
                id="owner",
                name="Name of the owner",
                department="marketing",
                roles=(AccessRole.OWNER, AccessRole.FRONT_LINE, AccessRole.ADMIN),
                minutes_per_day=60,
            ),
            Staff(
                id="sponsor",
                name="Name of the sponsor",
                department="leadership",
                roles=(
                    AccessRole.SPONSOR,
                    AccessRole.CONTENT,
                    AccessRole.EXPERIENCE,
                    AccessRole.ANALYSIS,
                    AccessRole.DEVELOPMENT,
                ),
            ),
        ),
        sources=tuple(one.source for one in found),
        channels={
            Channel.EMAIL: ChannelSettings(
                send="file:out", from_=f"{name} <hello@shop.example>"
            )
        },
    )


def notes_of(found: Sequence[Found]) -> dict[str, str]:
    """Return a comment for each source: what its columns were taken for."""
    return {
        one.source.name: "\n".join(
            [f"holds {one.mapping.holds}: {one.mapping.holds_because}"]
            + [
                f"{column}: {meaning}" + (f" ({sure})" if sure else "")
                for column, meaning, sure, _ in describe(one.mapping)
            ]
        )
        for one in found
    }


def _department(stem: str, folder: str) -> str:
    for text in (stem, folder):
        for pattern, department in _DEPARTMENTS:
            if re.search(pattern, text.casefold()):
                return department
    return "shop"


def _where(
    found: Sequence[Found], tables: Mapping[str, Sequence[RowSource]]
) -> tuple[str, str]:
    """Guess country and zone from what most rows say; else where this was written."""
    votes: Counter[tuple[str, str]] = Counter()
    for one in found:
        first = tables[one.source.name][0]
        sample = first.sample(500)
        for column in one.mapping.all(Meaning.COUNTRY):
            for row in sample:
                place = _COUNTRIES.get(row[column.index].strip().casefold())
                if place:
                    votes[place] += 1
        for column in one.mapping.all(Meaning.PHONE):
            for row in sample:
                code = _region(row[column.index])
                if code:
                    votes[code] += 1
    return votes.most_common(1)[0][0] if votes else _USUAL


def _region(written: str) -> tuple[str, str] | None:
    if not written.strip().startswith("+"):
        return None
    try:
        number = phonenumbers.parse(written, None)
    except phonenumbers.NumberParseException:
        return None
    region = phonenumbers.region_code_for_country_code(number.country_code or 0)
    return next((one for one in _COUNTRIES.values() if one[0] == region), None)
