"""All that is one person's in the books, found row by row before it is erased."""

from __future__ import annotations

import re

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from typing import Any

import pyarrow as pa

from shopkeeper.flow.door import numbers_of
from shopkeeper.flow.her_door import code_file
from shopkeeper.flow.house import House
from shopkeeper.flow.intake import map_columns
from shopkeeper.flow.knowing import addresses_of, current_ids
from shopkeeper.flow.recognising import (
    namespaces,
    of_a_click,
    signature_of_profile,
)
from shopkeeper.flow.rows import SourceRows
from shopkeeper.flow.segment import VISITOR
from shopkeeper.flow.told_us import ANSWER, NOTE, REFLECTION, WRITTEN
from shopkeeper.flow.wire_door import lists_beside
from shopkeeper.flow.wires import is_fed_by_wire
from shopkeeper.recognise import RowReader, reader_of
from shopkeeper.recognise.columns import Meaning, sample_rows
from shopkeeper.recognise.nodes import Key, Node, key_of
from shopkeeper.recognise.prints import (
    MASK,
    Print,
    addresses_in,
    blanked_print,
    cells_print,
    key_print,
    likely_prints,
    masked,
    print_of,
    sure_prints,
)
from shopkeeper.vocabulary import Holds, IdentifierKind, Source


_DIRECTLY = (NOTE, ANSWER, REFLECTION, WRITTEN)
_OWN = 4  # sequence, row_key, received_us, happened_us
_REACHED_BY = (IdentifierKind.EMAIL, IdentifierKind.PHONE)
# What of a row is looked for at the end, where nobody else's row says the same.
_TELLING = (
    Meaning.EMAIL, Meaning.PHONE, Meaning.FULL_NAME, Meaning.ADDRESS, Meaning.STREET,
    Meaning.TEXT, Meaning.SUBJECT, Meaning.CUSTOMER_NUMBER, Meaning.CARD_NUMBER,
    Meaning.NATIONAL_ID, Meaning.USER_ID, Meaning.DEVICE,
)  # fmt: skip
_SHORTEST = 8  # letters of a value that is looked for
_LONGEST = 60
_PLAIN_RUN = re.compile(r"[^\"\\\x00-\x1f\x7f]{12,60}")


@dataclass(kw_only=True)
class Hers:
    """
    What is one person's.

    Attributes:
        owns: All ids that are hers, the current one first.
        rows: Sequences of the received rows that are hers.
        record_ids: What is read of them leads to these.
        prints: What would tell her again.
        addresses: Where she was reached and nobody else is, normalised.
        messages: Ids of messages to her, and of what her page sent her.
        set_aside: Place and text of unread rows that are hers.
        rewritten: Rows of others by sequence: column to cell without her address.
        taken: What was taken out of them, as it was written.
        others: Their record ids.
        mentions: Record ids of rows of others in which her name stands.
        values: What is looked for when all is done.
        heard_of_others: Addresses of hers that were taken for a speaker's.
    """

    owns: list[str]
    rows: list[int] = field(default_factory=list)
    record_ids: set[str] = field(default_factory=set)
    prints: set[Print] = field(default_factory=set)
    addresses: list[str] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)
    set_aside: list[tuple[str, str]] = field(default_factory=list)
    rewritten: dict[int, dict[str, str]] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)
    others: list[str] = field(default_factory=list)
    mentions: list[str] = field(default_factory=list)
    values: list[str] = field(default_factory=list)
    heard_of_others: list[tuple[str, str, str]] = field(default_factory=list)


@dataclass(kw_only=True)
class _Search:
    """Who she is, while her rows are looked for."""

    owns: frozenset[str]
    profiles: Mapping[str, str]
    whose: Mapping[str, str]
    shared: set[Key]
    known: set[Print]
    names: set[str] = field(default_factory=set)
    telling: set[str] = field(default_factory=set)
    stretches: set[str] = field(default_factory=set)
    said_by_others: set[str] = field(default_factory=set)


def hers_of(house: House, person: str, *, names: bool = False) -> Hers:
    """
    Find all that is one person's, in every source and every earlier content.

    Args:
        house: The shop.
        person: Her current id.
        names: Is her name to be taken out of other people's words, too?
    """
    owns = owns_of(house, person)
    hers = Hers(owns=owns)
    look = _begin(house, owns, hers)
    every = every_row(house)
    for rows in every:
        house.progress(f"looking through {rows.source.name}", 0, 0)
        _take_rows(house, rows, look, hers)
    gone = set(hers.rows)
    # Words that somebody else has said, too, are nothing of hers alone.
    look.stretches = {
        one
        for one in map(_plain, look.telling)
        if " " in one and any(letter.isalpha() for letter in one)
    }
    for rows in every:
        _leave_others(house, rows, gone, look, hers, names=names)
    _set_aside(house, look, hers)
    touches = house.outbox.of_persons(owns)
    codes = [code_file(own) for own in owns]
    hers.messages = sorted([*codes, *(one.message.message_id for one in touches)])
    staff = {one for who in house.shop.people for one in (who.name, who.email or "")}
    telling = look.telling - staff
    if hers.mentions and not names:
        telling -= look.names  # it stands in words of others, which are left alone
    hers.values = sorted({_plain(one) for one in telling} - look.said_by_others - {""})
    return hers


def owns_of(house: House, person: str) -> list[str]:
    """Return all ids that are hers, the current one first."""
    current = current_ids(house)
    owns = [own for own, now in current.items() if now == person]
    return sorted(owns, key=lambda own: (own != person, own))


def _begin(house: House, owns: Sequence[str], hers: Hers) -> _Search:
    mine = house.identity.identifiers(owns)
    others = [own for own in house.identity.seniority() if own not in set(owns)]
    keys = {key_of(one.identifier) for one in mine}
    theirs = house.identity.identifiers(others)
    shared = keys & {key_of(one.identifier) for one in theirs}
    alone = [one for one in mine if key_of(one.identifier) not in shared]
    hers.prints |= {print_of(key_of(one.identifier)) for one in alone}
    # Heard in words, it may be written in another way than in a column of its own.
    hers.heard_of_others = [
        (one.person, str(one.identifier.kind), one.identifier.value)
        for one in theirs
        if one.identifier.kind in _REACHED_BY
        and any(
            found in hers.prints
            for _, _, found in addresses_in(
                one.identifier.as_written, country=house.shop.country
            )
        )
    ]
    hers.addresses = sorted(set(addresses_of(alone)))
    table = house.warehouse.read("whose")
    whose = (
        {}
        if table is None
        else dict(
            zip(table["record_id"].to_pylist(), table["own"].to_pylist(), strict=True)
        )
    )
    look = _Search(
        owns=frozenset(owns),
        profiles={
            str(name): str(own) for name, own in house.identity.profiles().items()
        },
        whose=whose,
        shared=shared,
        known=set(hers.prints),
    )
    look.telling |= {
        text
        for one in alone
        for text in (one.identifier.value, one.identifier.as_written)
        if len(text) >= _SHORTEST
    }
    return look


@dataclass(frozen=True, kw_only=True)
class Every(SourceRows):
    """All rows of a source, earlier contents included."""

    sequences: list[int]
    keys: list[str]
    namespace: str = ""

    def each(self) -> Iterator[tuple[str, str, list[str | None]]]:
        """Yield row key, record id and cells of each row."""
        return zip(self.keys, self.record_ids, _cells(self.data), strict=True)


def every_row(house: House) -> list[Every]:
    """Return all rows of all sources ever received, what they count by with them."""
    every = [_history(house, name) for name in sorted(house.records.counts())]
    share = namespaces(every)
    return [
        replace(rows, namespace=share.get(rows.source.name, rows.source.name))
        for rows in every
    ]


def _history(house: House, name: str) -> Every:
    sources = {source.name: source for source in house.shop.sources}
    # A source that is in `shop.toml` no more is in the ledger still.
    source = sources.get(name, Source(name=name, holds=Holds.NOTES))
    table = house.records.history(name)
    data = table.select(table.column_names[_OWN:])
    names = [column.removeprefix("f:") for column in data.column_names]
    keys = table["row_key"].to_pylist()
    return Every(
        source=source,
        mapping=map_columns(source, house.shop, names, sample_rows(data)),
        data=data,
        record_ids=[f"{name}:{key}" for key in keys],
        received_us=table["received_us"],
        happened_us=table["happened_us"],
        sequences=table["sequence"].to_pylist(),
        keys=keys,
    )


def _cells(data: pa.Table) -> Iterator[list[str | None]]:
    columns = [data.column(at).to_pylist() for at in range(data.num_columns)]
    return map(list, zip(*columns, strict=True))


def _take_rows(house: House, rows: Every, look: _Search, hers: Hers) -> None:
    name = rows.source.name
    country = house.shop.country
    reader = reader_of(rows.mapping, source=rows.namespace, country=country)
    own_reader = reader_of(rows.mapping, source=name, country=country)
    claims = _claims(house, rows)
    latest = dict(zip(rows.keys, rows.sequences, strict=True))
    keyed = bool(house.records.key_column(name))
    place = rows.data.column_names.index("f:person") if name in _DIRECTLY else -1
    for sequence, key, record, cells in zip(
        rows.sequences, rows.keys, rows.record_ids, _cells(rows.data), strict=True
    ):
        present = latest[key] == sequence
        if name in _DIRECTLY:
            mine = cells[place] in look.owns
        elif present and record in look.whose:
            mine = look.whose[record] in look.owns
        else:
            node = reader.node(record, cells)
            if rows.source.holds is Holds.OUTCOMES:
                node = of_a_click(node)
            mine = _is_hers(node, look, name)
        if not mine:
            if _is_claimed(claims, record, cells, look):
                # About her, by a browser that is nobody's: it is told by its key.
                hers.rows.append(sequence)
                hers.record_ids.add(record)
                hers.prints.add(key_print(name, key))
            continue
        hers.rows.append(sequence)
        hers.record_ids.add(record)
        if name not in _DIRECTLY:
            _learn(rows, reader, own_reader, key, cells, look, hers, keyed=keyed)


def _claims(house: House, rows: Every) -> tuple[list[int], list[RowReader]]:
    """Say how to read what visitors' pages claim: places of columns, and readers."""
    names = [name.removeprefix("f:") for name in rows.data.column_names]
    places = [at for at, name in enumerate(names) if name.startswith(VISITOR)]
    if not places or not is_fed_by_wire(rows.source):
        return [], []
    mapping = map_columns(
        rows.source,
        house.shop,
        [names[at].removeprefix(VISITOR) for at in places],
        sample_rows(rows.data.select(places)),
    )
    lists = lists_beside(house.shop, rows.source.name)
    return places, [
        reader_of(mapping, source=name, country=house.shop.country)
        for name in dict.fromkeys((rows.namespace, rows.source.name, *lists))
    ]


def _is_claimed(
    claims: tuple[list[int], list[RowReader]],
    record: str,
    cells: Sequence[str | None],
    look: _Search,
) -> bool:
    """Say whether a page claimed that it was she: then it is about her."""
    places, readers = claims
    said = [cells[at] for at in places]
    return any(said) and any(
        one in look.known
        for reader in readers
        for one in sure_prints(reader.node(record, said), shared=look.shared)
    )


def _is_hers(node: Node, look: _Search, source: str) -> bool:
    """Say whose an earlier content is: as it was recognised, else by what it says."""
    owner = look.profiles.get(signature_of_profile(source, node))
    if owner is not None:
        return owner in look.owns
    return any(one in look.known for one in sure_prints(node, shared=look.shared))


def _learn(
    rows: Every,
    reader: RowReader,
    own_reader: RowReader,
    key: str,
    cells: Sequence[str | None],
    look: _Search,
    hers: Hers,
    *,
    keyed: bool,
) -> None:
    """Keep what would tell this row again, and what is looked for at the end."""
    name, person = rows.source.name, rows.mapping.person
    node = reader.node(key, cells)
    sure = sure_prints(node, shared=look.shared)
    sure += sure_prints(own_reader.node(key, cells), shared=look.shared)
    if person is not None and rows.source.holds is Holds.PEOPLE:
        sure += numbers_of(rows.source, person.name, cells[person.index])
    hers.prints.update(sure, likely_prints(node))
    if keyed:
        hers.prints.add(key_print(name, key))
    if not sure:
        hers.prints.add(cells_print(name, cells))
    for meaning in _TELLING:
        for column in rows.mapping.all(meaning):
            cell = (cells[column.index] or "").strip()
            if len(cell) >= _SHORTEST:
                look.telling.add(cell)
            if meaning is Meaning.FULL_NAME and " " in cell:
                look.names.add(cell)
    given, family = (
        rows.mapping.first(one) for one in (Meaning.GIVEN_NAME, Meaning.FAMILY_NAME)
    )
    if given is not None and family is not None:
        both = [(cells[one.index] or "").strip() for one in (given, family)]
        if all(both):
            look.names.add(" ".join(both))


def _leave_others(
    house: House,
    rows: Every,
    gone: set[int],
    look: _Search,
    hers: Hers,
    *,
    names: bool,
) -> None:
    """Take her address out of the rows of others, and see where her name stands."""
    reached = {one for one in hers.prints if one[:2] in _OF_ADDRESSES}
    country = house.shop.country
    columns = [name.removeprefix("f:") for name in rows.data.column_names]
    pattern = _any_of(look.names)
    for sequence, record, cells in zip(
        rows.sequences, rows.record_ids, _cells(rows.data), strict=True
    ):
        if sequence in gone:
            continue
        look.telling.difference_update(
            (one or "").strip() for one in cells if one is not None
        )
        both = zip(columns, cells, strict=True)
        written = {column: cell for column, cell in both if cell}
        for cell in written.values():
            look.said_by_others.update(one for one in look.stretches if one in cell)
        clean = {
            column: masked(cell, country=country, is_hers=reached.__contains__)
            for column, cell in written.items()
        }
        hers.taken.update(one for _, taken in clean.values() for one in taken)
        texts = {column: text for column, (text, _) in clean.items()}
        named = [one for one in texts.values() if pattern and pattern.search(one)]
        if named and pattern:
            hers.mentions.append(record)
            if names:
                hers.taken.update(
                    one for text in named for one in pattern.findall(text)
                )
                texts = {
                    column: pattern.sub(lambda one: MASK * len(one[0]), text)
                    for column, text in texts.items()
                }
        changed = {
            column: text for column, text in texts.items() if text != written[column]
        }
        if changed:
            hers.rewritten[sequence] = changed
            hers.others.append(record)
            if names:  # addresses are taken out at the door; a name is not known there
                hers.prints.add(blanked_print(rows.source.name, cells))
    hers.mentions = list(dict.fromkeys(hers.mentions))


_OF_ADDRESSES = {("id", str(kind)) for kind in _REACHED_BY}


def _any_of(names: Iterable[str]) -> re.Pattern[str] | None:
    longest = sorted(names, key=lambda one: (-len(one), one))
    if not longest:
        return None
    words = "|".join(r"\s+".join(map(re.escape, name.split())) for name in longest)
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)


def _set_aside(house: House, look: _Search, hers: Hers) -> None:
    """Find unread rows in which she stands: by an address, a name or words of hers."""
    values = {one.casefold() for one in look.telling if one}
    names = [one.casefold() for one in look.names]
    reached = {one for one in hers.prints if one[:2] in _OF_ADDRESSES}
    for one in house.records.quarantined():
        raw = one.raw.casefold()
        _, taken = masked(
            one.raw, country=house.shop.country, is_hers=reached.__contains__
        )
        named = any(all(word in raw for word in name.split()) for name in names)
        if taken or named or any(value in raw for value in values):
            hers.set_aside.append((one.place, one.raw))
            hers.prints.add(("bad", one.source, one.raw))


def _plain(text: str) -> str:
    """Return of a longer text a stretch that stands in files as it stands in it."""
    if len(text) <= _LONGEST and "\n" not in text:
        return text
    runs = _PLAIN_RUN.findall(text)
    return max(runs, key=len).strip() if runs else ""


def rows_with(house: House, sequences: AbstractSet[int]) -> Iterator[dict[str, Any]]:
    """Yield received rows by their numbers, source by source, oldest first."""
    for name in sorted(house.records.counts()):
        rows = _history(house, name)
        columns = [column.removeprefix("f:") for column in rows.data.column_names]
        for sequence, record, cells, received, happened in zip(
            rows.sequences,
            rows.record_ids,
            _cells(rows.data),
            rows.received_us.to_pylist(),
            rows.happened_us.to_pylist(),
            strict=True,
        ):
            if sequence in sequences:
                yield {
                    "record_id": record, "source": name, "received_us": received,
                    "happened_us": happened,
                    "fields": dict(zip(columns, cells, strict=True)),
                }  # fmt: skip
