"""A "no" that comes between deciding and sending is heard before it goes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from shopkeeper import bootstrap
from shopkeeper.flow.sending import send_due
from shopkeeper.vocabulary import (
    Channel,
    Consent,
    ConsentState,
    Purpose,
    Suppression,
    TouchState,
)
from tests.acceptance.shop.conftest import CONSENTS, DESK
from tests.builders.shop import NOW, SmallShop


HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ANN = "ann@post.example"


def sent_to(shop: SmallShop) -> set[str]:
    """Return the addresses that something went to."""
    return {one.address for one in shop.sent()}


def why_not(shop: SmallShop, address: str) -> str:
    """Say where the touch for an address stands, and why."""
    (one,) = [one for one in shop.touches() if one.address == address]
    assert one.state in (TouchState.HELD, TouchState.DECLINED)
    return one.because


def test_stop_stops_at_once_what_was_decided(shop):
    """Nothing leaves after `stop`, until it is taken back."""
    shop.work(send=False)
    assert shop.command("stop", "--by", "tilda").code == 0
    assert shop.command("send").code == 0
    shop.command("run", "--send")
    assert not shop.sent()
    assert not list(shop.folder.glob("out/*"))
    status = shop.command("status", "--json").json()
    assert status["stopped"] is True
    assert any("Everything is stopped" in one for one in status["warnings"])


def test_a_stop_taken_back_lets_the_next_round_write(shop):
    """What was held goes on with the next round."""
    shop.work(send=False)
    shop.command("stop")
    shop.command("send")
    shop.command("stop", "--take-back")
    shop.work(now=NOW + DAY)
    assert ANN in sent_to(shop)


def test_a_stop_while_sending_holds_the_rest(shop):
    """It is asked in the very statement that commits a message."""
    shop.work(send=False)
    with bootstrap.shop_at(shop.folder) as house:
        due = house.outbox.due(now=NOW)
        assert len(due) > 2
        name = due[0].message.message_id
        house.outbox.advance(name, to=TouchState.ATTEMPTING, because="", at=NOW)
        house.plan_book.stop_all(by="tilda", at=NOW)
        went = house.outbox.advance(name, to=TouchState.COMMITTING, because="", at=NOW)
        assert not went
        assert send_due(house, now=NOW).sent == 0


def test_a_wish_heard_in_her_words_stops_before_anything_is_sent(shop):
    """She wrote it this morning; the letter was decided yesterday."""
    shop.work(send=False)
    said = f"{ANN},2026-11-02T12:00:00+00:00,customer,email,Stop writing to me.\n"
    shop.write("exports/desk.csv", DESK + said)
    shop.command("run", "--send", now=NOW + 4 * HOUR)
    assert ANN not in sent_to(shop)
    assert sent_to(shop)
    assert shop.person(ANN, now=NOW + 4 * HOUR)["suppressed"] == ["all"]


@pytest.mark.parametrize(
    ("words", "scope"),
    [
        ("Please take me off your list.", "all"),
        ("STOP", "all"),
        ("Please do not e-mail me any more.", "email"),
        ("Delete everything you hold on me.", "all"),
    ],
)
def test_however_she_says_it_nothing_is_sent(shop, words, scope):
    """Her wish stands in her words, in whatever words."""
    said = f'{ANN},2026-10-02T12:00:00+00:00,customer,email,"{words}"\n'
    shop.write("exports/desk.csv", DESK + said)
    shop.work()
    assert ANN not in sent_to(shop)
    assert sent_to(shop)
    assert scope in shop.person(ANN)["suppressed"]


def test_who_asks_to_be_forgotten_is_asked_again_by_a_human(shop):
    """Nothing is deleted by hearing alone: it lies on the desk, with a day."""
    said = f"{ANN},2026-10-02T12:00:00+00:00,customer,email,Delete all my data.\n"
    shop.write("exports/desk.csv", DESK + said)
    shop.work()
    shop.work(now=NOW + DAY)
    person = shop.person(ANN)
    lines = shop.command("desk", "--json").json()
    (asked,) = [one for one in lines if one["person_id"] == person["person_id"]]
    assert "asks that her data be deleted" in asked["reason"]
    assert asked["due"] == "2026-11-01T12:00:00+00:00"
    assert person["facts"]
    assert ANN not in sent_to(shop)


def test_our_own_words_stop_nobody(shop):
    """An agent who writes "stop" has not said it for her."""
    said = f"{ANN},2026-10-02T12:00:00+00:00,agent,email,Stop writing to me.\n"
    shop.write("exports/desk.csv", DESK + said)
    shop.work()
    assert ANN in sent_to(shop)


def test_unsubscribed_between_deciding_and_sending_holds_it(shop):
    """A suppression of her address, by whatever way it came."""
    shop.work(send=False)
    with bootstrap.shop_at(shop.folder) as house:
        digest = house.consents.hash_of_address(ANN)
        house.consents.suppress(
            [
                Suppression(
                    person="",
                    scope="email",
                    at=NOW,
                    because="one-click unsubscribe",
                    address_hash=digest,
                )
            ]
        )
        send_due(house, now=NOW + HOUR)
    assert ANN not in sent_to(shop)
    assert "no messages" in why_not(shop, ANN)
    assert sent_to(shop)


def test_a_consent_taken_back_between_deciding_and_sending_holds_it(shop):
    """By the register, in the run that sends."""
    shop.work(send=False)
    shop.write(
        "exports/register.csv",
        CONSENTS + f"{ANN},relationship,revoked,2026-11-02T11:00:00+00:00\n",
    )
    shop.command("run", "--send", now=NOW + 4 * HOUR)
    assert ANN not in sent_to(shop)
    assert "took back her consent" in why_not(shop, ANN)


def test_a_consent_taken_back_in_the_ledger_holds_what_is_due(shop):
    """By her page or a colleague: `send` alone asks again."""
    shop.work(send=False)
    person = shop.person(ANN)["person_id"]
    with bootstrap.shop_at(shop.folder) as house:
        house.consents.state(
            [
                Consent(
                    person=person,
                    purpose=Purpose.RELATIONSHIP,
                    state=ConsentState.REVOKED,
                    at=NOW + HOUR / 2,
                    channel=Channel.EMAIL,
                )
            ]
        )
        send_due(house, now=NOW + HOUR)
    assert ANN not in sent_to(shop)
    assert sent_to(shop)


def test_a_no_at_a_shared_mailbox_is_everybodys_there(shop):
    """Who opens a shared mailbox nobody knows."""
    crm = (shop.folder / "exports/crm.csv").read_text()
    shop.write("exports/crm.csv", f"{crm}C7,Fay,Lee,dora@post.example,\n")
    shop.work()
    assert "dora@post.example" not in sent_to(shop)
    assert sent_to(shop)


def test_a_word_with_her_since_holds_the_machine_back(shop):
    """She wrote at noon: people talk first, for 72 hours."""
    shop.work(send=False)
    said = f"{ANN},2026-11-02T12:00:00+00:00,customer,email,Hello! Lovely weather.\n"
    shop.write("exports/desk.csv", DESK + said)
    shop.command("run", "--send", now=NOW + 4 * HOUR)
    assert ANN not in sent_to(shop)
    assert "talking with her" in why_not(shop, ANN)


def test_marketing_waits_for_a_yes(shop):
    """Unknown is no yes; granted is one; denied is none."""
    shop.plans("sale", purpose="marketing", again="60 days").opens()
    (shop.folder / "plans/letter.toml").unlink()
    shop.work()
    assert sent_to(shop) == {ANN, "bea@post.example"}


def test_a_changed_address_is_not_written_to_under_the_old_one(shop):
    """The letter was decided for a mailbox that is no longer hers."""
    shop.work(send=False)
    crm = (shop.folder / "exports/crm.csv").read_text()
    shop.write("exports/crm.csv", crm.replace("edie@post", "edie.rose@new"))
    shop.command("run", "--send", now=NOW + HOUR)
    assert "edie@post.example" not in sent_to(shop)


def test_nothing_is_sent_without_send(shop):
    """`run` alone writes nothing to out/."""
    shop.work(send=False)
    assert not list(shop.folder.glob("out/*"))
    assert not shop.sent()


def test_quiet_hours_hold_until_morning(shop):
    """Decided at ten in the evening, sent after nine."""
    night = datetime(2026, 11, 2, 22, 0, tzinfo=UTC)
    shop.work(now=night)
    assert not shop.sent()
    with bootstrap.shop_at(shop.folder) as house:
        assert send_due(house, now=night + 4 * HOUR).sent == 0
        assert send_due(house, now=datetime(2026, 11, 3, 9, 30, tzinfo=UTC)).sent == 4
