"""The demonstration: what it promises of itself, by its own figures."""

from __future__ import annotations

import json

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.builders.shop import Ran, SmallShop, command, photograph


KEYS = {"after_a_no", "wrong_name", "false_claim", "two_as_one", "doubles"}
FIRST = date(2026, 3, 2)


@pytest.fixture(scope="session")
def walked(tmp_path_factory) -> tuple[Path, Ran, dict[str, Any]]:
    """Walk through the town once: folder, what was printed, figures."""
    folder = tmp_path_factory.mktemp("demo") / "harbour-books"
    ran = command("demo", "--into", str(folder), "--seed", "1")
    assert ran.code == 0, ran.err
    return folder, ran, json.loads((folder / "demo.json").read_text())


def test_the_town_is_as_large_and_as_wrong_as_promised(walked):
    """At least 400 people and one silo of each kind; the ruler finds faults."""
    _, _, figures = walked
    assert figures["people"] >= 400
    assert figures["silos"] >= 6
    assert figures["messages"] >= 60
    assert set(figures["mail_merge"]) == set(figures["shopkeeper"]) == KEYS
    assert all(count > 0 for count in figures["mail_merge"].values())


def test_ours_errs_only_where_nobody_could_have_known(walked):
    """0 after a no, 0 doubles, 0 claims without a fact, 0 that a record contradicts."""
    _, _, figures = walked
    ours, claims = figures["shopkeeper"], figures["claims"]
    assert (ours["after_a_no"], ours["doubles"], ours["two_as_one"]) == (0, 0, 0)
    assert ours["wrong_name"] == 0
    assert (claims["not_carried"], claims["could_have_known"]) == (0, 0)
    assert 0 < claims["false"] < claims["all"] / 20


@pytest.mark.slow
def test_a_wrong_name_is_counted_among_what_is_false(tmp_path):
    """In this town the only list that knows some first names has them wrong."""
    folder = tmp_path / "harbour-books"
    ran = command("demo", "--into", str(folder), "--seed", "3")
    assert ran.code == 0, ran.err
    figures = json.loads((folder / "demo.json").read_text())
    ours, claims = figures["shopkeeper"], figures["claims"]
    assert ours["wrong_name"] > 0
    assert claims["false"] >= ours["wrong_name"] + ours["false_claim"]
    assert claims["could_have_known"] == 0


def test_vagueness_is_no_way_to_win(walked):
    """Of the ladders whose facts are true and known, 60 % at least are specific."""
    _, _, figures = walked
    rungs = figures["rungs"]
    assert rungs["specific_of_those"] >= 0.6 * rungs["could_be_specific"] > 0


def test_its_samples_can_be_asked_about(walked):
    """`why` and `person` answer for what it names."""
    folder, _, figures = walked
    shop = SmallShop(folder)
    for message in figures["messages_sample"][:3]:
        assert shop.command("why", message, "--json", now=None).code == 0
    for person in figures["people_sample"][:3]:
        found = shop.command("person", person, "--json", now=None)
        assert found.json()["person_id"] == person


def test_it_tells_a_story_and_what_to_do_next(walked):
    """Three commands to paste, and no traceback or markup in it."""
    _, ran, _ = walked
    assert ran.out.count("shopkeeper ") >= 3
    assert "Traceback" not in ran.out + ran.err
    assert "[bold]" not in ran.out


def test_two_walks_give_the_same_bytes(walked, tmp_path):
    """Of demo.json; and another walk in the same folder is the same again."""
    folder, _, _ = walked
    other = tmp_path / "elsewhere"
    assert command("demo", "--into", str(other), "--seed", "1").code == 0
    assert (other / "demo.json").read_bytes() == (folder / "demo.json").read_bytes()


def test_it_sends_nothing(walked):
    """What would leave is looked at, not sent."""
    folder, _, _ = walked
    assert not list(folder.glob("out/*"))


def test_a_folder_it_did_not_make_is_left_alone(tmp_path):
    """Refused, with nothing touched."""
    (tmp_path / "thesis.txt").write_text("years of work\n")
    ran = command("demo", "--into", str(tmp_path))
    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert photograph(tmp_path) == {"thesis.txt": b"years of work\n"}


@pytest.fixture(scope="session")
def own(tmp_path_factory) -> tuple[Path, Ran, dict[str, Any]]:
    """Walk through a file of purchases: who buys tea each week, coffee each month."""
    folder = tmp_path_factory.mktemp("own")
    lines = [
        f"I{week:02d}{who:02d},{1 + who},{item},{name},{2},"
        f"{FIRST + timedelta(days=7 * week + who % 5)} 10:00:00,3.5,United Kingdom"
        for week in range(30)
        for who in range(40)
        for item, name in (("T1", "ASSAM TEA"), ("C1", "COFFEE BEANS"))
        if (item == "T1" and week % (1 + who % 4) == 0)
        or (item == "C1" and week % 5 == who % 5)
    ]  # fmt: skip
    file = folder / "orders.csv"
    head = (
        "Invoice,Customer ID,StockCode,Description,Quantity,InvoiceDate,Price,Country"
    )
    file.write_text("\n".join([head, *lines]) + "\n")
    ran = command("demo", "--on", str(file), "--into", str(folder / "shop"))
    assert ran.code == 0, ran.err
    return folder / "shop", ran, json.loads((folder / "shop/demo.json").read_text())


def test_nobody_in_a_file_of_ones_own_has_consented(own):
    """A dry run: whom it would write to, and that it may write to nobody."""
    folder, ran, figures = own
    assert figures["would_write"] > 0
    assert figures["may_write"] == 0
    assert "nobody" in ran.out.casefold()
    with SmallShop(folder).looked_at() as house:
        assert not house.consents.consents()
        assert not [one for one in house.outbox.all() if one.state == "sent"]


def test_a_file_of_ones_own_is_understood_and_tested(own):
    """Its mapping, its people, and how often the usual was right."""
    _, _, figures = own
    assert figures["people"] == 40
    assert "joins" not in figures
    assert "mail_merge" not in figures
    mapping = json.dumps(figures["mapping"])
    assert all(name in mapping for name in ("Customer ID", "StockCode", "InvoiceDate"))
    usual = figures["usual"]
    assert set(usual) >= {"recall_at_10", "most_bought_by_her", "most_bought_by_all"}
    assert 0 <= usual["recall_at_10"] <= 1
