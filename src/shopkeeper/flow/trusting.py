"""How far each source is trusted, as the last round counted it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pyarrow as pa

from shopkeeper.flow.house import House
from shopkeeper.remember.trust import Trust
from shopkeeper.vocabulary import Fact, Standing


TRUST = "trust"  # the warehouse's table; it holds counts, and nobody's data
UNJUDGED = Trust()


def trust_table(trust: Mapping[tuple[str, str], Trust]) -> pa.Table:
    """Return counts by source and predicate, as the warehouse keeps them."""
    rows = sorted(trust.items())
    return pa.table(
        {
            "source": pa.array([key[0] for key, _ in rows], pa.string()),
            "about": pa.array([key[1] for key, _ in rows], pa.string()),
            "confirmed": pa.array([one.confirmed for _, one in rows], pa.int64()),
            "denied": pa.array([one.denied for _, one in rows], pa.int64()),
        }
    )


def read_trust(house: House) -> dict[tuple[str, str], Trust]:
    """Return by source and predicate what the last round counted."""
    table = house.warehouse.read(TRUST)
    return {
        (row["source"], row["about"]): Trust(
            confirmed=row["confirmed"], denied=row["denied"]
        )
        for row in ([] if table is None else table.to_pylist())
    }


def trust_json(one: Trust) -> dict[str, Any]:
    """Return trust as a number with its counts."""
    return {
        "value": round(one.value, 6), "confirmed": one.confirmed, "denied": one.denied,
    }  # fmt: skip


def trust_in(
    fact: Fact, trust: Mapping[tuple[str, str], Trust]
) -> dict[str, Any] | None:
    """Return how far the source of a recorded fact is trusted in what it is about."""
    if fact.standing is not Standing.RECORDED or not fact.source:
        return None
    return trust_json(trust.get((fact.source, fact.about), UNJUDGED))
