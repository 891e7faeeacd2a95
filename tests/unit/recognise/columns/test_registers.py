"""A no that somebody wrote down is never read as a place or as a list of people."""

from __future__ import annotations

import pytest

from shopkeeper.recognise.columns import Meaning, TableMapping, profile
from shopkeeper.vocabulary import ColumnPin, Holds


def table(names: str, *rows: str, **options: object) -> TableMapping:
    """Profile a small table written as comma-separated lines."""
    return profile(names.split(","), [row.split(",") for row in rows], **options)  # type: ignore[arg-type]


def meaning(mapping: TableMapping, name: str) -> Meaning:
    """Return what the column called *name* was taken for."""
    return next(one.meaning for one in mapping.columns if one.name == name)


@pytest.mark.parametrize(
    "cells",
    [
        ("opted out", "do not contact", "no", "Opt out"),
        ("XX", "NO", "ZZ", "QQ"),
        ("not any more", "gone", "please stop it", "gone"),
        ("granted", "subscribed", "Abgemeldet", "ja"),
    ],
)
@pytest.mark.parametrize(
    "name",
    [
        "state", "status", "consent", "decision", "permission", "opt_in",
        "Einwilligung", "consent status",
    ],
)  # fmt: skip
def test_beside_a_purpose_a_state_is_one_whatever_its_words(
    name: str, cells: tuple[str, ...]
) -> None:
    """All rows may be a no in words of the shop's own: it is a register."""
    rows = [
        f"p{at}@b.example,marketing,{cell},2020-01-02" for at, cell in enumerate(cells)
    ]
    found = table(f"email,purpose,{name},date", *rows)
    assert found.holds is Holds.CONSENTS
    assert meaning(found, name) is Meaning.STATE
    assert meaning(found, "date") is Meaning.AT


@pytest.mark.parametrize(
    "cell",
    [
        "granted", "denied", "revoked", "opted out", "opt-out", "OPTED_OUT", "no",
        "unsubscribed", "subscribed", "yes", "ja", "nein", "Abgemeldet",
        "do not e-mail", "don't write", "bounced",
    ],
)  # fmt: skip
def test_a_log_of_permissions_needs_no_purpose(cell: str) -> None:
    """An address, a state and a time are a newsletter's log."""
    rows = [f"p{at}@b.example,{cell},2020-01-0{at}" for at in (1, 2, 3)]
    found = table("email,state,at", *rows, "q@b.example,see letter,2020-01-04")
    assert found.holds is Holds.CONSENTS
    assert meaning(found, "state") is Meaning.STATE


def test_a_log_may_call_it_a_status() -> None:
    """Words of nothing but permission tell a status that is one."""
    found = table("email,status,at", "a@b.example,Opted out,2020-01-02")
    paid = table("email,status,at", "a@b.example,accepted,2020-01-02")
    assert (meaning(found, "status"), found.holds) == ("state", "consents")
    assert meaning(paid, "status") is Meaning.STATUS


@pytest.mark.parametrize(
    ("name", "yes", "no", "expected"),
    [
        ("Mailings", "Y", "N", Meaning.OPT_IN),
        ("newsletter", "yes", "no", Meaning.OPT_IN),
        ("Newsletter", "opted in", "opted out", Meaning.OPT_IN),
        ("Status", "subscribed", "unsubscribed", Meaning.OPT_IN),
        ("consent", "yes", "no", Meaning.OPT_IN),
        ("opt_out", "yes", "no", Meaning.OPT_OUT),
    ],
)
def test_a_tick_beside_names_is_a_tick_in_a_list_of_people(
    name: str, yes: str, no: str, expected: Meaning
) -> None:
    """Names, and neither purpose nor time: nobody keeps a register so."""
    found = table(
        f"First name,Last name,E-mail,{name}",
        f"Ann,Lee,a@b.example,{yes}",
        f"Jo,May,c@b.example,{no}",
    )
    assert found.holds is Holds.PEOPLE
    assert meaning(found, name) is expected


def test_an_opt_out_is_not_turned_round_beside_a_purpose() -> None:
    """A yes to "opt out" is a no; as a state it would read as a yes."""
    found = table("email,purpose,opt_out,at", "a@b.example,marketing,yes,2020-01-02")
    assert meaning(found, "opt_out") is Meaning.OPT_OUT


def test_the_purpose_of_a_loan_leaves_her_state_a_place() -> None:
    """A purpose we do not know, beside her town, makes no register."""
    found = table(
        "name,city,state,purpose", "Ann Lee,Salem,OR,car", "Jo May,Reno,NV,roof"
    )
    assert (meaning(found, "state"), found.holds) == ("region", "people")


def test_people_of_one_state_live_there() -> None:
    """`IN` is Indiana unless somebody is out."""
    home = table("email,state,city", "a@b.example,IN,Gary", "c@b.example,IN,Gary")
    said = table(
        "email,state,at", "a@b.example,in,2020-01-02", "c@b.example,out,2020-01-03"
    )
    assert (meaning(home, "state"), meaning(said, "state")) == ("region", "state")


def test_a_shop_that_says_consents_gets_its_state_read() -> None:
    """Where the shop declares a register, the words need not be known."""
    found = table(
        "email,state,at", "a@b.example,weg damit,2020-01-02", holds=Holds.CONSENTS
    )
    assert meaning(found, "state") is Meaning.STATE


def test_a_pinned_region_stays_one_beside_a_purpose() -> None:
    """What the shop declared is taken as it is."""
    found = table(
        "email,purpose,state,at",
        "a@b.example,marketing,WA,2020-01-02",
        pins={"state": ColumnPin(is_="region")},
    )
    assert meaning(found, "state") is Meaning.REGION
