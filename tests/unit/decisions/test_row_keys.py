"""Which column names the rows of a source is decided once; the latest row counts."""

from __future__ import annotations

from shopkeeper.flow.finding import find_person
from shopkeeper.flow.telling import person_json
from tests.unit.decisions.conftest import NOW, Shop


HEAD = "order_no,first_name,last_name,email,item,ordered_on\n"
ANN = "1001,Ann,Lee,ann@lee.example,Earl Grey tea,2026-09-02\n"
BEN = "1002,Ben,Okoro,ben@okoro.example,Assam tea,2026-09-03\n"
SOURCE = """
[[sources]]
name = "webshop"
department = "e-commerce"
read = "orders*.csv"
holds = "orders"
"""


def items(shop: Shop, who: str) -> dict[str, str]:
    """Return record id to item of what she had last, by her facts."""
    with shop.open() as house:
        found = person_json(house, find_person(house, who, now=NOW), now=NOW)
    return {
        fact["evidence"][0]: fact["value"]
        for fact in found["facts"]
        if fact["about"] == "usual.last_item"
    }


def test_a_column_of_unique_ids_names_the_rows_and_the_latest_row_is_present(
    shop: Shop,
) -> None:
    """A corrected row replaces the one it corrects."""
    shop.write({"orders.csv": HEAD + ANN + BEN}, SOURCE)
    shop.work()
    assert items(shop, "ann lee") == {"webshop:1001": "Earl Grey tea"}
    shop.write({"orders.csv": HEAD + ANN.replace("Earl Grey", "Mint") + BEN}, SOURCE)
    done = shop.work(1)
    assert (done.counts["rows"], done.counts["new_rows"]) == (2, 1)
    assert items(shop, "ann lee") == {"webshop:1001": "Mint tea"}


def test_what_was_decided_holds_when_a_later_file_would_say_otherwise(
    shop: Shop,
) -> None:
    """A repeated order number is another state of that order, not a new row."""
    shop.write({"orders.csv": HEAD + ANN + BEN}, SOURCE)
    shop.work()
    again = BEN.replace("Assam", "Green")
    shop.write({"orders.csv": HEAD + ANN + BEN + again}, SOURCE)
    done = shop.work(1)
    assert done.counts["rows"] == 2
    assert items(shop, "ben okoro") == {"webshop:1002": "Green tea"}


def test_without_such_a_column_the_row_number_names_the_row(shop: Shop) -> None:
    """Two equal orders on one day are two rows."""
    lines = HEAD + ANN + ANN
    shop.write({"orders.csv": lines}, SOURCE)
    assert shop.work().counts["rows"] == 2
    assert set(items(shop, "ann lee")) <= {"webshop:1", "webshop:2"}


def test_a_pinned_key_names_the_rows_and_a_changed_export_is_told(shop: Shop) -> None:
    """In the status, with what to do."""
    pin = 'columns = {order_no = {is = "row_key"}}\n'
    shop.write({"orders.csv": HEAD + ANN + BEN}, SOURCE + pin)
    shop.work()
    shop.write({"orders.csv": HEAD + ANN + BEN.replace("Assam", "Mint")}, SOURCE + pin)
    shop.work(1)
    with shop.open() as house:
        assert house.records.changed() == {"webshop": 1}
        assert house.records.key_column("webshop") == "order_no"
