"""Of a flag in somebody's list only the "no" counts; a register counts as it is."""

from __future__ import annotations

from shopkeeper.flow.finding import find_person
from shopkeeper.flow.house import House
from shopkeeper.flow.knowing import gather
from shopkeeper.flow.reaching import recipients_of
from shopkeeper.vocabulary import Channel, ConsentState, Purpose
from tests.unit.decisions.conftest import NOW, Shop


LIST = """\
first_name,last_name,email,newsletter
Ann,Lee,ann@lee.example,yes
Ben,Okoro,ben@okoro.example,no
Cleo,Marsh,cleo@marsh.example,yes
"""
REGISTER = """\
email,purpose,state,at
ann@lee.example,marketing,granted,2026-05-10
cleo@marsh.example,marketing,perhaps,2026-05-11
"""
SOURCES = """
[[sources]]
name = "newsletter"
department = "marketing"
read = "list.csv"
holds = "people"
columns = {newsletter = {is = "opt_in"}}
"""
BOOK = """
[[sources]]
name = "register"
department = "privacy office"
read = "register.csv"
holds = "consents"
"""


def marketing(house: House, who: str) -> ConsentState:
    """Return what her mailbox allows, as a message is asked."""
    person = find_person(house, who, now=NOW)
    known = gather(house, now=NOW, only=[person])[person]
    mailbox = recipients_of(house, known, now=NOW)[Channel.EMAIL]
    return mailbox.consents.get(Purpose.MARKETING, ConsentState.UNKNOWN)


def test_a_tick_in_a_list_is_no_consent_and_a_no_is_a_no(shop: Shop) -> None:
    """Nobody knows who ticked it, when, and under which words."""
    shop.write({"list.csv": LIST}, SOURCES)
    shop.work()
    with shop.open() as house:
        assert marketing(house, "ann lee") is ConsentState.UNKNOWN
        assert marketing(house, "ben okoro") is ConsentState.DENIED


def test_a_register_is_taken_at_its_word_and_its_riddles_are_set_aside(
    shop: Shop,
) -> None:
    """What it does not say plainly is shown, and taken for a no until then."""
    shop.write({"list.csv": LIST, "register.csv": REGISTER}, SOURCES + BOOK)
    shop.work()
    with shop.open() as house:
        assert marketing(house, "ann lee") is ConsentState.GRANTED
        assert marketing(house, "cleo marsh") is ConsentState.DENIED
        (riddle,) = house.records.quarantined()
        assert riddle.raw.startswith("perhaps")


def test_a_no_at_an_address_counts_for_everybody_there(shop: Shop) -> None:
    """Who opens a shared mailbox nobody knows."""
    family = LIST.replace("ben@okoro.example", "ann@lee.example")
    shop.write({"list.csv": family, "register.csv": REGISTER}, SOURCES + BOOK)
    shop.work()
    with shop.open() as house:
        assert find_person(house, "ann lee", now=NOW) != find_person(
            house, "ben okoro", now=NOW
        )
        assert marketing(house, "ann lee") is ConsentState.DENIED
