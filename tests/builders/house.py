"""A whole house in memory, told row by row: rounds of it take milliseconds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from shopkeeper.adapters.memory.engine import MemoryEngine
from shopkeeper.adapters.memory.warehouse import MemoryWarehouse
from shopkeeper.flow.house import House
from shopkeeper.vocabulary import (
    AccessRole,
    ColumnPin,
    Holds,
    Predicates,
    Shop,
    Source,
    Staff,
)
from tests.builders.ledger import books_in_memory


TILDA = Staff(id="tilda", name="Tilda Croy", roles=(AccessRole.FRONT_LINE,))


def house_in_memory(
    sources: Mapping[str, str],
    *,
    columns: Mapping[str, Mapping[str, ColumnPin]] | None = None,
) -> House:
    """
    Build a house with some sources and no rows.

    Args:
        sources: Name of each, and what it holds.
        columns: Pins of a source's columns.
    """
    pins = columns or {}
    shop = Shop(
        name="Corner Shop",
        time_zone="Europe/London",
        people=(TILDA,),
        sources=tuple(
            Source(
                name=name, holds=Holds(holds), department=name,
                columns=pins.get(name, {}),
            )
            for name, holds in sources.items()
        ),
    )  # fmt: skip
    books = books_in_memory()
    house = House(
        shop=shop,
        predicates=Predicates(()),
        contents={},
        plans={},
        records=books.records,
        identity=books.identity,
        heard=books.heard,
        loops=books.loops,
        promises=books.promises,
        facts=books.facts,
        decisions=books.decisions,
        consents=books.consents,
        rounds=books.rounds,
        outbox=books.outbox,
        desk=books.desk,
        plan_book=books.plans,
        audit=books.audit,
        outcomes=books.outcomes,
        engine=MemoryEngine(),
        warehouse=MemoryWarehouse(),
    )
    for name, holds in sources.items():
        house.records.open_source(name, department=name, owner="", holds=holds)
    return house


def arrive(
    house: House,
    source: str,
    rows: Sequence[Mapping[str, str]],
    *,
    key: str,
    at: datetime,
    when: str = "",
) -> None:
    """
    Take rows in.

    Args:
        house: Whose.
        source: Where they are from.
        rows: Column to cell; all with the same columns.
        key: The column that names a row.
        at: When they are received.
        when: The column with the row's own time.
    """
    names = list(rows[0])
    zero = datetime(1970, 1, 1, tzinfo=at.tzinfo)

    def moment(row: Mapping[str, str]) -> int | None:
        known = datetime.fromisoformat(row[when]) if when else None
        return None if known is None else int((known - zero).total_seconds()) * 10**6

    house.records.settle_key(source, key)
    house.records.accept(
        source,
        names,
        [row[key] for row in rows],
        [[row[name] for name in names] for row in rows],
        [moment(row) for row in rows],
        received_at=at,
    )
