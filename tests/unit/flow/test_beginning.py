"""What `init` guesses about whose numbers a file writes down."""

from __future__ import annotations

from pathlib import Path

import pytest

from shopkeeper.adapters.files.reading import open_tables
from shopkeeper.flow.beginning import Found, guess_shop, guess_source, link_numbers


CRM = "customer_id,first_name,email\n" + "".join(
    f"{n},Ann,a{n}@post.example\n" for n in range(1, 31)
)


@pytest.fixture(name="guessed")
def _guessed(tmp_path):
    def guessed(**files: str) -> dict[str, Found]:
        found, tables, taken = [], {}, set()
        for name, text in files.items():
            path = tmp_path / f"{name}.csv"
            path.write_text(text, encoding="utf-8")
            opened = open_tables(path)
            one = guess_source(str(path), name, "", opened, taken)
            found.append(one)
            tables[one.source.name] = opened
        return {one.source.name: one for one in link_numbers(found, tables)}

    return guessed


def orders(column: str, numbers) -> str:
    rows = "".join(f"o{n},{n},tea,2026-05-{n % 27 + 1:02d}\n" for n in numbers)
    return f"order_id,{column},product,date\n{rows}"


def test_orders_that_count_by_the_list_of_people_are_pinned_to_it(guessed):
    """One column name, and nearly all numbers stand in the list."""
    found = guessed(crm=CRM, orders=orders("customer_id", range(1, 21)))

    (pin,) = found["orders"].source.columns.values()
    assert ("customer_number", "crm") == (pin.is_, pin.of)
    assert {} == dict(found["crm"].source.columns)


def test_bare_numbers_under_another_name_are_nobodys(guessed):
    """Number 7 of the till is not number 7 of the webshop."""
    found = guessed(crm=CRM, orders=orders("client_no", range(1, 21)))

    assert {} == dict(found["orders"].source.columns)


def test_numbers_of_other_people_are_not_pinned(guessed):
    """A list that has half of them is not where they come from."""
    found = guessed(crm=CRM, orders=orders("customer_id", range(20, 50)))

    assert {} == dict(found["orders"].source.columns)


def test_the_country_is_that_of_most_phones(tmp_path: Path):
    """And the zone most people there live in."""
    path = tmp_path / "kunden.csv"
    rows = "".join(f"K{n},Eva,+49 30 1234{n:04d}\n" for n in range(20))
    path.write_text("Kundennr,Vorname,Telefon\n" + rows, encoding="utf-8")
    opened = open_tables(path)
    one = guess_source(str(path), "kunden", "", opened, set())

    shop = guess_shop("Laden", [one], {one.source.name: opened})
    assert ("DE", "Europe/Berlin", "EUR") == (
        shop.country, shop.time_zone, shop.currency,
    )  # fmt: skip
