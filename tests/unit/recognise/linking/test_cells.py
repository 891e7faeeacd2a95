"""However a cell is written, it is compared in one way."""

from __future__ import annotations

import pytest

from shopkeeper.recognise.columns import DateForm, DateStyle
from shopkeeper.recognise.linking.cells import (
    PhoneReader,
    address_parts,
    birth_number,
    emails_in,
    family_word,
    full_name,
    given_words,
    house_word,
    mark_value,
    plain_text,
    postcode_word,
    street_parts,
    suffix_code,
    unit_word,
)
from shopkeeper.recognise.names import Name
from shopkeeper.recognise.normalise import normalise
from shopkeeper.vocabulary import IdentifierKind


BLOB = "x" * 100_000


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Jenny O'Hara", Name(("jenny",), "ohara")),
        ("O'Hara, Jenny", Name(("jenny",), "ohara")),
        ("O\u2019HARA,Jenny", Name(("jenny",), "ohara")),
        ("OAK, ANN MARIE", Name(("ann", "marie"), "oak")),
        ("J. R. Oak", Name(("j", "r"), "oak")),
        ("Dr. Ann Oak", Name(("ann",), "oak")),
        ("Revd Prof. Ann Oak", Name(("ann",), "oak")),
        ("Sir Francis Bacon, 3rd Baronet", Name(("francis",), "bacon")),
        ("Earl Wilson", Name(("earl",), "wilson")),
        ("van der Berg, Jan", Name(("jan",), "van der berg")),
        ("Al Oak Jr.", Name(("al",), "oak", "jr")),
        ("Al Oak, Sr", Name(("al",), "oak", "sr")),
        ("Oak, Al III", Name(("al",), "oak", "iii")),
        ("José Muñoz", Name(("jose",), "munoz")),
        ('Robert "Bob" Oak', Name(("robert", "bob"), "oak")),
        ("Ann", Name(("ann",))),
        ("John and Mary Smith", Name((), "smith")),
        ("Mr and Mrs Smith", Name((), "smith")),
    ],
)
def test_a_whole_name_is_cut_into_its_parts(text, name):
    """Comma or not, titles, suffixes, accents; two people have no given name."""
    assert full_name(text) == name


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Ann", ("ann",)), ("ANN-MARIE", ("ann", "marie")), ("J.", ("j",)),
        ("M", ("m",)), ("Dr Ann", ("ann",)), ("Al Jr", ("al", "#jr")),
        ("Earl", ("earl",)), ("Cash", ("cash",)), ("Sir", ()), ("N/A", ()),
        ("test", ()), ("Ann & Bob", ()), ("Ann and Bob", ()), ("", ()),
    ],
)  # fmt: skip
def test_given_names_are_words_without_titles(text, words):
    """A placeholder, a title, or two people in one cell are no given name."""
    assert given_words(text) == words


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("O'Hara", "ohara"), ("OAK-ASH", "oak ash"), ("van der Berg", "van der berg"),
        ("Oak Jr.", "oak#jr"), ("Oak III", "oak#iii"), ("Duke", "duke"),
        ("Müller", "muller"), ("unknown", ""),
    ],
)  # fmt: skip
def test_a_family_name_brings_its_suffix(text, word):
    """Behind a `#`, so that the word itself is the name."""
    assert family_word(text) == word


@pytest.mark.parametrize(
    ("text", "code"),
    [("Jr.", "jr"), ("junior", "jr"), ("Sr", "sr"), ("2nd", "ii"), ("III", "iii"),
     ("Esq", ""), ("", "")],
)  # fmt: skip
def test_a_suffix_has_one_code(text, code):
    """Whoever wrote it; what tells no generation is none."""
    assert suffix_code(text) == code


@pytest.mark.parametrize(
    ("text", "style", "number"),
    [
        ("1980-04-03", DateStyle.ISO, 19800403),
        ("1980-04-03 00:00:00", DateStyle.ISO, 19800403),
        ("03/04/1980", DateStyle.DAY_FIRST, 19800403),
        ("03.04.80", DateStyle.DAY_FIRST, 19800403),
        ("04/03/1980", DateStyle.MONTH_FIRST, 19800403),
        ("19800403", DateStyle.EIGHT_YMD, 19800403),
        ("03041980", DateStyle.EIGHT_DMY, 19800403),
        ("04031980", DateStyle.EIGHT_MDY, 19800403),
        ("3 Apr 1980", DateStyle.NAMED, 19800403),
        ("1980", DateStyle.DAY_FIRST, 19800000),
        ("1980-00-00", DateStyle.ISO, 19800000),
        ("1765-01-81", DateStyle.ISO, 17650181),
        ("1980-02-31 00:00:00", DateStyle.ISO, 19800231),
        ("1980-31-02", DateStyle.YEAR_DAY_MONTH, 19800231),
        ("31/02/1980", DateStyle.DAY_FIRST, 19800231),
        ("02/31/1980", DateStyle.MONTH_FIRST, 19800231),
    ],
)
def test_a_birth_date_is_read_in_its_writers_order(text, style, number):
    """Days that no calendar has stay: most of the date is still said."""
    assert birth_number(text, DateForm(style=style)) == number


@pytest.mark.parametrize(
    "text", ["", "n/a", "unknown", "0000-00-00", "1900-01-01", "1970-01-01", "April"]
)
def test_a_filled_in_birth_date_says_nothing(text):
    """Forms fill in the first day of their own calendar."""
    assert birth_number(text, None) == 0


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ann@Oak.Example", ("ann@oak.example",)),
        ("ann@oak.example; bob@oak.example", ("ann@oak.example", "bob@oak.example")),
        ("ann@oak.example,ANN@oak.example", ("ann@oak.example",)),
        ("Ann Oak <ann@oak.example>", ("ann@oak.example",)),
        ("j.o.hara+shop@gmail.com", ("johara@gmail.com",)),
        ("johara@googlemail.com", ("johara@gmail.com",)),
        ("info@oak.example", ()), ("none@none.com", ()), ("n/a", ()), ("ann@oak", ()),
        (BLOB, ()),
    ],
)  # fmt: skip
def test_a_cell_holds_the_mailboxes_of_people(text, found):
    """One or several, as the provider sees them; a role's or none is nobody's."""
    assert emails_in(text) == found


WRITTEN = [
    "07120 361140", "07120361140", "7120361140", "7120361140.0", "+44 7120 361140",
    "+447120361140", "0044 7120 361140", "00447120361140", "+44 (0)7120 361140",
    "tel:+447120361140", "(07120) 361-140",
]  # fmt: skip


@pytest.mark.parametrize("text", WRITTEN)
def test_ways_to_write_a_phone_are_one_number(text):
    """With a country, without one, with blanks, as a spreadsheet left it."""
    assert PhoneReader("GB")(text) == ("+447120361140",)


def test_a_phone_reads_alike_whatever_was_read_before():
    """What is remembered of numbers that begin alike changes none of them."""
    reader = PhoneReader("GB")
    others = [text.replace("36114", "36998") for text in WRITTEN]
    for text in (*others, *reversed(WRITTEN), *others):
        plain = normalise(IdentifierKind.PHONE, text, country="GB").value
        assert reader(text) == (plain,)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("07120 361140 / 07120 361141", ("+447120361140", "+447120361141")),
        ("07120 361140 or 020 7946 0018", ("+447120361140", "+442079460018")),
        ("07120361140;07120 361140", ("+447120361140",)),
        ("+1 212 555 0182", ("+12125550182",)),
        ("0000000", ()), ("12345", ()), ("call me", ()), ("01234 567890", ()),
        ("07712345678", ()),
        (BLOB, ()), ("7" * 100_000, ()),
    ],
)  # fmt: skip
def test_a_cell_holds_the_phones_of_people(text, found):
    """One or several; digits in a row are nobody's."""
    assert PhoneReader("GB")(text) == found


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("14 Mill Road", ("14", "mill road", "")),
        ("14, Mill Rd.", ("14", "mill road", "")),
        ("Mill Road 14", ("14", "mill road", "")),
        ("14A MILL ROAD", ("14a", "mill road", "")),
        ("Flat 2, 14 Mill Road", ("14", "mill road", "2")),
        ("14 Mill Road, Apt 2", ("14", "mill road", "2")),
        ("Apt B 3 Oak St", ("3", "oak street", "b")),
        ("12 5th Ave", ("12", "5th avenue", "")),
        ("5th Avenue 12", ("12", "5th avenue", "")),
        ("4 N Main St", ("4", "north main street", "")),
        ("PO Box 123", ("123", "po box", "")),
        ("P.O. Box 123", ("123", "po box", "")),
        ("The Mill", ("", "the mill", "")), ("", ("", "", "")),
    ],
)  # fmt: skip
def test_an_address_line_is_house_street_and_unit(text, parts):
    """In either order, long or short words."""
    assert street_parts(text) == parts


def test_small_cells_have_one_form():
    """Blanks, case, punctuation and the word for a flat make no difference."""
    assert {unit_word(text) for text in ("Flat 2", "2", "apt. 2")} == {"2"}
    assert house_word("14 A") == house_word("14a") == "14a"
    assert postcode_word("ls1 4ab") == postcode_word("LS1-4AB") == "LS14AB"
    assert postcode_word("00000") == ""
    assert plain_text(" West  Yorks. ") == "west yorks"
    assert plain_text("N/A") == plain_text("unknown") == ""


@pytest.mark.parametrize(
    ("text", "value"),
    [("17", "17"), ("17.0", "17"), (" k-77a ", "K-77A"), ("null", ""), ("000000", ""),
     ("123456", ""), ("-1", "")],
)  # fmt: skip
def test_a_customer_number_that_is_a_filler_says_nothing(text, value):
    """And a real one is the same however a spreadsheet left it."""
    assert mark_value(IdentifierKind.CUSTOMER_NUMBER, text) == value


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("34 Church Close, Leith, EH6 7EP",
         ("34", "church close", "", "EH67EP", "leith")),
        ("Flat 2, 14 Mill Road, Leeds LS1 4AB",
         ("14", "mill road", "2", "LS14AB", "leeds")),
        ("Hauptstr. 5, 10115 Berlin", ("5", "hauptstr", "", "10115", "berlin")),
        ("12 5th Ave, Salem, OR 97301", ("12", "5th avenue", "", "97301", "salem")),
        ("Flat 4, Mill Road, Leeds", ("", "mill road", "4", "", "leeds")),
        ("14 Mill Road", ("14", "mill road", "", "", "")),
        ("n/a", ("", "", "", "", "")),
    ],
)  # fmt: skip
def test_a_whole_address_on_one_line_is_cut(text, parts):
    """Its postcode meets another department's column of postcodes."""
    assert address_parts(text) == parts
