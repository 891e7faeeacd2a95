"""Lists of people stay lists of people, whatever else they say."""

from __future__ import annotations

import pytest

from shopkeeper.recognise.columns import Meaning, describe, profile
from shopkeeper.vocabulary import Holds


@pytest.mark.parametrize("born", ["Birthday", "Birth date", "Geburtstag", "dob"])
@pytest.mark.parametrize("more", ["", ";Member since", ";Created", ";Rep;Created"])
def test_a_remark_makes_no_notes_of_a_list_of_people(born: str, more: str) -> None:
    """Numbers, names, birthdays and ticks weigh more than a remark."""
    names = f"Customer number;First name;Last name;E-mail;{born};Newsletter;Remarks"
    extra = {"": "", ";Rep;Created": ";mo;2020-01-02"}.get(more, ";2020-01-02")
    rows = [
        f"17;Ann;Lee;a@b.example;1975-04-23;yes;likes the window table and tea{extra}",
        f"18;Jo;May;c@b.example;1980-11-02;no;rang in March about her lamp{extra}",
    ]
    found = profile((names + more).split(";"), [row.split(";") for row in rows])
    assert found.holds is Holds.PEOPLE
    meanings = {one.name: one.meaning for one in found.columns}
    assert meanings[born] is Meaning.BIRTH_DATE
    assert meanings["Newsletter"] is Meaning.OPT_IN
    assert meanings["Remarks"] is Meaning.TEXT


def test_a_birthday_of_one_number_is_the_day_of_a_month() -> None:
    """The contract's own `birth_day` and a department's `birthday` of numbers."""
    for name in ("birth_day", "Birthday"):
        found = profile([name], [["3"], ["28"]])
        assert found.columns[0].meaning is Meaning.BIRTH_DAY


@pytest.mark.parametrize(
    "names",
    [
        "author,name,email,note,at",
        "rep,date,name,company,city,notes",
        "name,date,interest,notes",
    ],
)
def test_who_wrote_it_and_when_make_a_note(names: str) -> None:
    """One person, a time and an author: a note, even with her firm and town."""
    cells = {
        "author": "mo", "rep": "mo", "name": "Ann Lee", "email": "a@b.example",
        "note": "likes tea with milk", "notes": "likes tea with milk",
        "at": "2020-01-02", "date": "2020-01-02", "company": "Tea Ltd",
        "city": "Leith", "interest": "5",
    }  # fmt: skip
    found = profile(names.split(","), [[cells[name] for name in names.split(",")]])
    assert found.holds is Holds.NOTES


def test_a_name_beside_an_address_is_a_persons() -> None:
    """Given names alone are names too, where nothing is bought."""
    for rows in ([["Ann", "a@b.example"]], [["Ann Lee", "a@b.example"]]):
        found = profile(["name", "mail"], rows)
        assert [one.meaning for one in found.columns] == ["full_name", "email"]
        assert found.holds is Holds.PEOPLE


def test_a_name_beside_what_she_bought_is_a_persons_or_the_items() -> None:
    """Beside a code it is the item's name; beside an item's own name, hers."""
    coded = profile(["mail", "sku", "name"], [["a@b.example", "T-7", "tea"]])
    named = profile(["mail", "name", "product"], [["a@b.example", "Ann", "tea"]])
    assert coded.columns[2].meaning is Meaning.ITEM_NAME
    assert [one.meaning for one in named.columns[1:]] == ["full_name", "item"]


def test_an_order_by_habit_alone_is_never_sure() -> None:
    """`01/02` may be either; `01/01` is the same day both ways."""
    for cell, expected in (("01/02/1980", "likely"), ("01/01/1980", "sure")):
        assert describe(profile(["dob"], [[cell]]))[0][2] == expected
    settled = profile(["dob"], [["01/02/1980"], ["13/02/1980"]])
    assert describe(settled)[0][2] == "sure"
