"""Forgetting a person: everywhere, for good, and with a receipt that names nobody.

The order is what makes it safe to be killed at any moment. First it is written down,
as ids that tell nothing, that she is to be forgotten; then what can be rebuilt and the
files of messages go; then, in one transaction, everything in the ledger goes and the
keyed hashes come that refuse her return; then the log is emptied and all is searched.
Whoever opens the shop next does again what was not ended.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from shopkeeper.flow.belongings import Hers, hers_of
from shopkeeper.flow.counting_on import Counted, counts_of
from shopkeeper.flow.door import Door
from shopkeeper.flow.hearing import keep_what_was_heard, spoken_now
from shopkeeper.flow.house import House
from shopkeeper.flow.intake import map_columns
from shopkeeper.flow.knowing import KIND_OF, current_ids
from shopkeeper.flow.planning import staff_of
from shopkeeper.flow.telling import as_json, iso
from shopkeeper.recognise import identifiers_in
from shopkeeper.recognise.nodes import key_of
from shopkeeper.recognise.ports import RowSource
from shopkeeper.recognise.prints import Print, print_of
from shopkeeper.remember.ports import Eraser, Journal, Traces
from shopkeeper.vocabulary import IdentifierKind, Source, Suppression, hash_of


FORGOTTEN = "forgotten"
OPERATOR = "operator"
BACKED_UP = "backed up"
"""Action of the audit's entry about a backup; its subject is where it was written."""

Opened = Callable[[Source], Iterable[tuple[str, RowSource]]]
"""Opens the tables of a source, each with the path of its file."""

# What is learned of everybody together, and is made anew from the rows that are left.
_MODELS = (
    "trust in sources",
    "how sure the usual and the due are",
    "weights of recognising",
)


@dataclass(frozen=True, kw_only=True)
class Hands:
    """
    What forgetting does its work with, as `bootstrap` joined it.

    Attributes:
        eraser: Of the ledger.
        traces: Files of messages, and the search at the end.
        journal: What has to be finished, and the list that outlives the ledger.
    """

    eraser: Eraser
    traces: Traces
    journal: Journal


class Receipt(Struct, frozen=True, kw_only=True):
    """
    What was done, in numbers and ids; nothing in it tells who she was.

    Attributes:
        id: Of the receipt; the audit has it, too.
        person_id: The id that was hers. Nothing leads from it to her any more.
        at: When. UTC.
        by: Who of ours did it.
        erased: Table to number of rows that were deleted or emptied.
        rebuilt: Rows left out of the warehouse.
        files: Files of messages that were removed.
        hashes: Keyed hashes that refuse her return and keep her addresses closed.
        stays: What stays, and why.
        sources: Rows of the shop's own files that still hold her: file and rows.
        others: Rows of other people out of which an address of hers was taken.
        mentions: Rows of other people in which her name stands: look at them.
        models: What is learned anew in the next round.
        backups: Earlier backups, which still hold her: where and when.
        searched: How many values were looked for, in how many bytes.
        left: Files in which one was found, with how many.
        pending: Why it is not finished yet; empty where it is.
        already: Had she been forgotten before?
    """

    id: str
    person_id: str
    at: datetime
    by: str
    erased: Mapping[str, int] = {}
    rebuilt: int = 0
    files: tuple[str, ...] = ()
    hashes: int = 0
    stays: tuple[str, ...] = ()
    sources: tuple[Mapping[str, Any], ...] = ()
    others: tuple[str, ...] = ()
    mentions: tuple[str, ...] = ()
    models: tuple[str, ...] = ()
    backups: tuple[Mapping[str, Any], ...] = ()
    searched: Mapping[str, int] = {}
    left: Mapping[str, int] = {}
    pending: str = ""
    already: bool = False


def forget(
    house: House,
    hands: Hands,
    person: str,
    *,
    by: str | None,
    now: datetime,
    opened: Opened,
    names: bool = False,
    through: str = OPERATOR,
) -> Receipt:
    """
    Forget one person.

    Args:
        house: The shop.
        hands: What it is done with.
        person: Her current id.
        by: Who of ours does it.
        now: The moment.
        opened: Opens the shop's own files, to say where they still hold her.
        names: Take her name out of other people's words, too.
        through: Who it was, where nobody of ours is named.
    """
    actor = through if by is None else staff_of(house.shop, by).id
    hers = hers_of(house, person, names=names)
    counted = counts_of(house, person, hers.owns, now=now)
    hands.journal.begin(
        {
            "owns": hers.owns,
            "rows": [str(one) for one in hers.rows],
            "messages": hers.messages,
        }
    )
    house.progress("forgetting", 0, 0)
    rebuilt = house.warehouse.forget({*hers.owns, *hers.record_ids}, set(hers.taken))
    files = hands.traces.remove(hers.messages)
    words = spoken_now(house, set(hers.others)) if hers.others else {}
    receipt = Receipt(
        id=hash_of("forgotten", person, now.isoformat()), person_id=person, at=now,
        by=actor, rebuilt=rebuilt, files=tuple(files), others=tuple(hers.others),
        mentions=tuple(hers.mentions), models=_MODELS,
        backups=tuple(backups_of(house)),
    )  # fmt: skip
    with house.together():
        erased = _erase(house, hands, hers, counted, now=now)
        if words:
            keep_what_was_heard(house, words, spoken_now(house, set(words)))
        hashes = house.forgotten.keep(hers.prints, at=now)
        closed = _close(house, hers.addresses, now=now)
        house.audit.note(FORGOTTEN, person, actor=actor, at=now, detail=as_json(erased))
    receipt = _with(
        receipt, erased=erased, hashes=len(hashes),
        stays=tuple(_stays(erased, len(hashes), closed, counted)),
    )  # fmt: skip
    finished = _finish(house, hands, now=now)
    found = search(hands, hers.values)
    if found:  # an old page that no rule of ours reached: write the whole file anew
        finished = hands.eraser.settle(whole=True) and finished
        found = search(hands, hers.values)
    if finished:
        hands.journal.end()
    return _with(
        receipt,
        sources=tuple(rows_in_files(house, opened)),
        searched={"values": len(hers.values), "bytes": hands.traces.amount()},
        left=found,
        pending="" if finished else _WAITS,
    )


_WAITS = (
    "somebody reads an older state of the ledger: its log is emptied by the next "
    "command that writes, when they are done"
)


def _with(receipt: Receipt, **values: Any) -> Receipt:
    return replace(receipt, **values)


def _erase(
    house: House, hands: Hands, hers: Hers, counted: Counted, *, now: datetime
) -> dict[str, int]:
    erased = dict(
        hands.eraser.erase(
            hers.owns,
            rows=hers.rows,
            record_ids=hers.record_ids,
            set_aside=hers.set_aside,
            heard_of_others=hers.heard_of_others,
            open_plans=counted.open_plans,
            at=now,
        )
    )
    house.outcomes.note(counted.outcomes)
    hands.eraser.rewrite(hers.rewritten)
    hands.eraser.blank(hers.taken)
    return erased


def _close(house: House, addresses: Sequence[str], *, now: datetime) -> int:
    """Let nothing go to her addresses any more, by keyed hash alone."""
    return house.consents.suppress(
        Suppression(
            person="", scope="all", because=FORGOTTEN, at=now,
            address_hash=house.consents.hash_of_address(address),
        )
        for address in addresses
    )  # fmt: skip


def _finish(house: House, hands: Hands, *, now: datetime) -> bool:
    hands.journal.remember(house.forgotten.hashes(), at=now)
    return hands.eraser.settle()


def finish_receipt(
    house: House, hands: Hands, receipt: Receipt, *, now: datetime
) -> Receipt:
    """Empty the log of what was forgotten, if nobody reads an older state any more."""
    if not receipt.pending or not _finish(house, hands, now=now):
        return receipt
    hands.journal.end()
    return _with(receipt, pending="")


def search(hands: Hands, values: Sequence[str]) -> dict[str, int]:
    """Look for her values in every byte that the shop keeps."""
    if not values:
        return {}
    tables = hands.eraser.search(values)
    rows = {f"ledger, {name}": count for name, count in tables.items()}
    return {**hands.traces.search(values), **rows}


def finish_what_was_begun(house: House, hands: Hands, *, now: datetime) -> int:
    """
    Do again what a process that died had begun.

    Returns:
        How many people were forgotten only now.
    """
    begun = hands.journal.pending()
    if not begun:
        return 0
    done = 0
    for work in begun:
        owns = list(work["owns"])
        here = house.identity.seniority()
        if any(own in here for own in owns):
            current = current_ids(house)
            person = next(current[own] for own in owns if own in current)
            forget(house, hands, person, by=None, now=now, opened=lambda _source: ())
            done += 1
        else:
            house.warehouse.forget(set(owns))
            hands.traces.remove(list(work["messages"]))
    if _finish(house, hands, now=now):
        hands.journal.end()
    return done


def was_forgotten(house: House, who: str) -> bool:
    """
    Say whether somebody was forgotten, named by an id, an address or a number.

    Nobody is found by a name: of that nothing is kept that could be asked for.
    """
    wanted = who.strip()
    if any(
        one.action == FORGOTTEN and one.subject == wanted
        for one in house.audit.entries()
    ):
        return True
    return any(house.forgotten.knows(_prints_of(house, wanted)))


def _prints_of(house: House, named: str) -> list[Print]:
    prints = [
        print_of(key_of(one))
        for kind in IdentifierKind
        for namespace in ("", *(source.name for source in house.shop.sources))
        for one in identifiers_in(
            kind, named, namespace=namespace, country=house.shop.country
        )
    ]
    return list(dict.fromkeys(prints))


def let_in_again(
    house: House, hands: Hands, named: str, *, by: str | None, now: datetime
) -> bool:
    """
    Open an address or number that somebody who was forgotten gave us anew.

    Only her own new word does (reliability.md, D6): nothing else of hers is known
    again, and her old rows stay refused.

    Args:
        house: The shop.
        hands: What it is done with.
        named: The address or number, as she gave it.
        by: Who of ours took it down.
        now: The moment.

    Returns:
        False where nobody of that address was forgotten.
    """
    actor = OPERATOR if by is None else staff_of(house.shop, by).id
    values = {
        one.value
        for kind in KIND_OF.values()
        for one in identifiers_in(kind, named, country=house.shop.country)
    }
    with house.together():
        opened = house.forgotten.drop(_prints_of(house, named.strip()))
        if opened:
            hands.eraser.reopen([house.consents.hash_of_address(one) for one in values])
            house.audit.note("let in again", "", actor=actor, at=now)
    return bool(opened)


def again(house: House, hands: Hands, *, now: datetime, opened: Opened) -> Receipt:
    """Say of somebody forgotten before what is still the shop's to delete."""
    finished = _finish(house, hands, now=now)
    return Receipt(
        id=hash_of("again", now.isoformat()), person_id="", at=now, by=OPERATOR,
        sources=tuple(rows_in_files(house, opened)), already=True,
        backups=tuple(backups_of(house)), pending="" if finished else _WAITS,
    )  # fmt: skip


def rows_in_files(house: House, opened: Opened) -> list[Mapping[str, Any]]:
    """Say in which rows of the shop's own files people stand who were forgotten."""
    door = Door(house)
    found: list[Mapping[str, Any]] = []
    for source in house.shop.sources:
        key = house.records.key_column(source.name) if _known(house, source) else None
        for path, table in opened(source):
            mapping = map_columns(source, house.shop, table.columns, table.sample())
            own = key if key in table.columns else None
            refuses = door.of_table(source, mapping, keyed=bool(own))
            place = table.columns.index(own) if own else None
            both = (
                pair
                for batch in table.batches()
                for pair in zip(batch.keys, batch.rows, strict=True)
            )
            rows = [
                # A mail has a name of its own, which may tell whose it is.
                str(count) if table.kind == "mbox" else number
                for count, (number, cells) in enumerate(both, start=1)
                if refuses(number if place is None else cells[place], cells)
                or door.masked_row(cells) != cells
            ]
            if rows:
                found.append({"source": source.name, "file": path, "rows": rows})
    return found


def _known(house: House, source: Source) -> bool:
    return house.records.knows(source.name)


def backups_of(house: House) -> list[Mapping[str, Any]]:
    """Return where earlier backups were written, newest last, each place once."""
    found = {
        one.subject: {"path": one.subject, "at": iso(one.at)}
        for one in house.audit.entries()
        if one.action == BACKED_UP
    }
    return list(found.values())


def _stays(
    erased: Mapping[str, int], hashes: int, closed: int, counted: Counted
) -> list[str]:
    found = [
        (
            f"{hashes} keyed hashes of what would tell her again, so that the next "
            "file does not bring her back; without the shop's keys nobody can ask them"
        )
    ]
    if closed:
        found.append(f"{closed} keyed hashes of addresses that stay closed for ever")
    if erased.get("decisions") or erased.get("outbox"):
        found.append(
            f"{erased.get('decisions', 0)} decisions and {erased.get('outbox', 0)} "
            "touches without words, reasons, facts or address: results are counted "
            "by them"
        )
    if counted.outcomes:
        found.append(f"{len(counted.outcomes)} marks of what counts in results")
    found.append("entries of the audit, unreadable without her key, which is destroyed")
    return found


def receipt_json(one: Receipt) -> dict[str, Any]:
    """Return a receipt as it is printed and kept."""
    return {
        "receipt": one.id, "person_id": one.person_id, "at": iso(one.at), "by": one.by,
        "done": not one.pending and not one.left, "already": one.already,
        "pending": one.pending, "erased": dict(one.erased),
        "left_out_of_warehouse": one.rebuilt, "files_removed": list(one.files),
        "stays": list(one.stays), "hashes": one.hashes,
        "source_rows": [dict(row) for row in one.sources],
        "taken_out_of_rows_of_others": list(one.others),
        "named_in_rows_of_others": list(one.mentions),
        "learned_anew": list(one.models),
        "backups_that_hold_her": [dict(row) for row in one.backups],
        "searched": dict(one.searched), "found": dict(one.left),
    }  # fmt: skip


__all__ = [
    "BACKED_UP",
    "FORGOTTEN",
    "Hands",
    "Opened",
    "Receipt",
    "backups_of",
    "finish_receipt",
    "finish_what_was_begun",
    "forget",
    "receipt_json",
    "rows_in_files",
    "search",
]
