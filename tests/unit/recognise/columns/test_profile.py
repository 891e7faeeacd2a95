"""Meanings of columns are guessed from names and values, and nothing is dropped."""

from __future__ import annotations

import pytest

from shopkeeper.recognise.columns import (
    Meaning,
    describe,
    key_candidates,
    profile,
)
from shopkeeper.vocabulary import BadInput, ColumnPin, Holds


def meanings(names: str, *rows: str, **options: object) -> dict[str, str]:
    """Profile a small table written as comma-separated lines."""
    mapping = profile(names.split(","), [row.split(",") for row in rows], **options)  # type: ignore[arg-type]
    return {column.name: column.meaning.value for column in mapping.columns}


def test_the_canonical_order_fields_mean_themselves() -> None:
    """The contract's own names need no guessing."""
    names = "person,at,item,category,basket,quantity,price"
    found = meanings(names, "p1,2020-01-02,tea,drinks,b1,2,3.50")
    assert found == {name: name for name in names.split(",")}


@pytest.mark.parametrize(
    ("names", "row", "expected"),
    [
        (
            "Kundennr;Vorname;Nachname;Geburtsdatum;Straße;PLZ;Ort;E-Mail;Telefonnummer",
            "17;Ute;Maß;03.04.1970;Am Tor 3;20095;Hamburg;ute@b.example;040 123456",
            (
                "customer_number given_name family_name birth_date street"
                " postcode city email phone"
            ),
        ),
        (
            "Bestellnummer;Bestelldatum;Artikel;Menge;Einzelpreis",
            "B7;24.12.2019;Tee;2;3,50",
            "basket at item quantity price",
        ),
        (
            "N° client;Prénom;Nom de famille;Date de naissance;Code postal;Ville",
            "17;Zoé;Petit;13/04/1970;75001;Paris",
            "customer_number given_name family_name birth_date postcode city",
        ),
        (
            "Fecha pedido;Número pedido;Producto;Cantidad;Precio;Correo electrónico",
            "24/12/2019;P7;té;2;3,50;ana@b.example",
            "at basket item quantity price email",
        ),
        (
            "Klantnummer;Voornaam;Achternaam;Geboortedatum;Woonplaats;Mobiel",
            "17;Anouk;Vos;24-12-1970;Utrecht;06 12345678",
            "customer_number given_name family_name birth_date city phone",
        ),
    ],
)
def test_other_languages_usual_names_are_known(
    names: str, row: str, expected: str
) -> None:
    """German, French, Spanish and Dutch departments need no configuration."""
    mapping = profile(names.split(";"), [row.split(";")] * 3)
    assert [one.meaning for one in mapping.columns] == expected.split()


def test_values_tell_what_a_name_does_not() -> None:
    """An address in a column called anything is an e-mail address."""
    found = meanings("x1,blob", "ann@b.example,q", "jo@b.example,w")
    assert found == {"x1": "email", "blob": "unknown"}


def test_values_overrule_a_name_that_misleads() -> None:
    """A customer column full of addresses holds e-mail; one of names, names."""
    assert meanings("customer", "ann@b.example", "jo@b.example") == {
        "customer": "email"
    }
    assert meanings("customer", "Ann Lee", "Jo May") == {"customer": "full_name"}


def test_a_state_is_a_consent_or_a_place_by_its_values() -> None:
    """The same name means what its cells say."""
    granted = meanings("email,state,at", "a@b.example,granted,2020-01-02")
    placed = meanings("email,state,city", "a@b.example,WA,Anytown")
    assert (granted["state"], placed["state"]) == ("state", "region")


def test_somebody_elses_columns_are_not_hers() -> None:
    """A spouse's name and an employer's street never name the person herself."""
    found = meanings(
        "first_name,spouse_first_name,employer_name,employer_city",
        "Ann,Tom,Tea Ltd,Leith",
    )
    assert list(found.values()) == ["given_name", "of_another", "company", "of_another"]


def test_a_code_and_a_text_are_the_item_and_its_name() -> None:
    """`stock_code` beside `desc` is the item, `desc` is how people call it."""
    found = meanings(
        "t,customer_id,stock_code,desc,quantity,price",
        "2009-12-01T07:45:00,13085,85048,GLASS BALL 20 LIGHTS,12,6.95",
    )
    assert (found["stock_code"], found["desc"]) == ("item", "item_name")
    assert (found["t"], found["customer_id"]) == ("at", "customer_number")


def test_the_only_name_of_an_item_is_the_item() -> None:
    """Without a code the description stands for the item."""
    found = meanings("customer_id,date,description,price", "1,2020-01-02,tea,3.5")
    assert found["description"] == "item"


def test_a_generic_word_behind_an_unknown_one_says_nothing() -> None:
    """A shop's own `store_id` is neither the row's key nor the person's."""
    found = meanings("email,store_id,tax_type", "a@b.example,7,x", "c@b.example,8,y")
    assert (found["store_id"], found["tax_type"]) == ("unknown", "unknown")


def test_an_items_description_is_the_item_even_without_a_price() -> None:
    """A bare description may be a text; one of an item never is."""
    found = meanings("Date,Member_number,itemDescription", "21-07-2015,1808,fruit")
    assert found["itemDescription"] == "item"


def test_no_column_is_dropped() -> None:
    """What nobody understood is kept, reported, and says so in the table."""
    mapping = profile(["email", "zxq"], [["a@b.example", "7?"]])
    assert [one.name for one in mapping.unknown] == ["zxq"]
    assert [row[:3] for row in describe(mapping)][1] == ("zxq", "unknown", "")


def test_a_pin_overrules_every_guess() -> None:
    """What the shop declared is taken as it is, verified included."""
    pins = {
        "mail": ColumnPin(is_="customer_number", verified=True, one_per_person=True)
    }
    mapping = profile(["mail"], [["a@b.example"]], pins=pins)
    column = mapping.columns[0]
    assert (column.meaning, column.sure) == (Meaning.CUSTOMER_NUMBER, 1.0)
    assert column.verified
    assert column.one_per_person


@pytest.mark.parametrize(
    ("pins", "says"),
    [
        ({"mail": ColumnPin(is_="e-mial")}, "no meaning"),
        ({"post": ColumnPin(is_="email")}, "not in the table"),
    ],
)
def test_a_pin_that_fits_nothing_is_refused(
    pins: dict[str, ColumnPin], says: str
) -> None:
    """A misspelt meaning or column is an error, not a silent guess."""
    with pytest.raises(BadInput, match=says):
        profile(["mail"], [["a@b.example"]], pins=pins)


@pytest.mark.parametrize(
    ("names", "row", "holds"),
    [
        ("first_name,last_name,email", "Ann,Lee,a@b.example", Holds.PEOPLE),
        ("customer_id,date,sku,qty", "1,2020-01-02,T7,2", Holds.ORDERS),
        ("event,timestamp,userId", "Viewed,2020-01-02,u1", Holds.EVENTS),
        ("id,email,subject,text,at", "1,a@b.example,Hi,My tea,2020-01-02", "messages"),
        ("author,email,note,at", "mo,a@b.example,likes tea,2020-01-02", Holds.NOTES),
        (
            "email,purpose,state,at",
            "a@b.example,marketing,denied,2020-01-02",
            "consents",
        ),
        ("outcome,at,message_id", "purchase,2020-01-02,m1", Holds.OUTCOMES),
    ],
)
def test_what_rows_are_about_is_guessed(names: str, row: str, holds: str) -> None:
    """One small table for each thing a source can hold."""
    assert profile(names.split(","), [row.split(",")]).holds == holds


def test_months_come_first_only_where_people_write_so() -> None:
    """An order nothing settles follows the shop's zone."""
    for zone, style in (
        ("America/Chicago", "month first"),
        ("Europe/Paris", "day first"),
    ):
        mapping = profile(["dob"], [["01/02/1980"], ["03/04/1975"]], time_zone=zone)
        form = mapping.columns[0].dates
        assert form is not None
        assert (form.style, form.settled) == (style, False)


def test_keys_are_ids_of_rows_and_not_of_people_in_orders() -> None:
    """A customer number may key a list of people, never a list of orders."""
    people = profile(["customer_id", "email"], [["1", "a@b.example"]])
    orders = profile(
        ["line_id", "customer_id", "date", "item"],
        [["L1", "1", "2020-01-02", "tea"], ["L2", "2", "2020-01-03", "tea"]],
    )
    assert [one.name for one in key_candidates(people)] == ["customer_id"]
    assert [one.name for one in key_candidates(orders)] == ["line_id"]
