"""One record at a time: recognised, written down with its reason, seen by the next."""

from __future__ import annotations

import pyarrow as pa
import pytest

from shopkeeper import bootstrap
from shopkeeper.flow.arriving import arrive
from shopkeeper.recognise import build_index
from shopkeeper.vocabulary import BadInput, Verdict
from tests.builders.shop import NOW


COLUMNS = ("first_name", "last_name", "birth_date", "email")


def row(*cells: str) -> dict[str, str]:
    """Return a record with the columns of the index."""
    return dict(zip(COLUMNS, cells, strict=True))


ANN = row("Ann", "Oak", "1980-02-03", "ann@oak.example")
TOM = row("Tom", "Elm", "1971-05-06", "tom@elm.example")


@pytest.fixture
def house(shop):
    """Return the house of a shop, open for writing."""
    with bootstrap.shop_at(shop.folder) as found:
        yield found


def index_of(house, *rows):
    """Return an index of people who have own ids in the ledger."""
    names = {f"known:{number}": "crm" for number in range(len(rows))}
    own = house.identity.enrol(names, at=NOW)
    table = [
        {"record_id": own[name], **one} for name, one in zip(names, rows, strict=True)
    ]
    return build_index(pa.Table.from_pylist(table))


def test_who_comes_again_is_joined_with_the_reason_in_the_ledger(house):
    """The decision names both own ids, says why, and was there before the answer."""
    index = index_of(house, ANN, TOM)
    before = len(house.identity.decisions())
    (came,) = arrive(house, index, {"1": ANN}, source="web", now=NOW)
    (decision,) = house.identity.decisions()[before:]
    assert decision.verdict is Verdict.JOIN
    assert decision.right == came.own
    assert decision.left == came.match.record_id
    assert "same e-mail" in decision.because
    assert decision.by == "rule:linking"


def test_somebody_new_is_somebody_new_and_the_next_call_knows_her(house):
    """Nothing is decided for the first; the second joins her."""
    index = index_of(house, ANN, TOM)
    una = row("Una", "Yew", "1990-09-09", "una@yew.example")
    (first,) = arrive(house, index, {"1": una}, source="web", now=NOW)
    assert first.match.person_id == first.own
    second, third = arrive(house, index, {"2": una, "3": TOM}, source="web", now=NOW)
    assert third.match.person_id not in {first.own, third.own}
    assert second.match.person_id == first.own


def test_what_cannot_be_written_is_not_known(house):
    """A column the index does not have: nothing in the ledger, nothing in the index."""
    index = index_of(house, ANN)
    before = len(house.identity.profiles())
    with pytest.raises(BadInput):
        arrive(house, index, {"1": ANN, "2": {"hat": "8"}}, source="web", now=NOW)
    assert len(house.identity.profiles()) == before
    assert index.people().num_rows == 1


def test_the_same_key_twice_is_refused_and_changes_nothing(house):
    """A record that was here before is in the ledger already."""
    index = index_of(house, ANN)
    arrive(house, index, {"1": ANN}, source="web", now=NOW)
    decided = len(house.identity.decisions())
    with pytest.raises(BadInput, match="in the index already"):
        arrive(house, index, {"1": ANN}, source="web", now=NOW)
    assert len(house.identity.decisions()) == decided
