"""A reply is hers to whom we wrote, whatever name her mail program puts before it.

A display name is what a program was told years ago: a nickname, a husband's, a firm's.
A reply to a message of ours from the very address that it went to is no word of a third
person, so its name says nothing of who is whom.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pyarrow as pa

from shopkeeper.flow.coming_back import is_mail
from shopkeeper.flow.house import House
from shopkeeper.flow.rows import SourceRows
from shopkeeper.listen.mail_in import MailKind
from shopkeeper.recognise.columns import Meaning


def replies_in(house: House, everything: Sequence[SourceRows]) -> dict[str, str]:
    """
    Return whose each reply is: record id to the person whom we wrote to.

    Args:
        house: The shop.
        everything: Rows of all sources.
    """
    told = [
        (one[0], one[2], one[3].strip().casefold())
        for rows in everything
        if is_mail(rows)
        for one in zip(
            rows.record_ids, rows.cells(Meaning.OUTCOME),
            rows.cells(Meaning.MESSAGE_ID), rows.cells(Meaning.EMAIL), strict=True,
        )
        if one[1] == MailKind.REPLY and one[2] and one[3]
    ]  # fmt: skip
    if not told:
        return {}
    went = {one.message.message_id: one for one in house.outbox.all() if one.address}
    return {
        record: went[name].person
        for record, name, address in told
        if name in went and went[name].address.casefold() == address
    }


def without_names(rows: SourceRows, replies: Mapping[str, str]) -> SourceRows:
    """Return rows in which no reply has a name."""
    names = rows.mapping.first(Meaning.FULL_NAME) if is_mail(rows) else None
    if names is None or not any(record in replies for record in rows.record_ids):
        return rows
    cells = [
        None if record in replies else cell
        for record, cell in zip(
            rows.record_ids, rows.data.column(names.index).to_pylist(), strict=True
        )
    ]
    column = pa.chunked_array([pa.array(cells, pa.string())])
    field = rows.data.schema.field(names.index)
    return replace(
        rows,
        data=rows.data.set_column(names.index, field.with_type(pa.string()), column),
    )
