"""A channel that keeps failing rests, one that has had its share waits: both say so."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from itertools import pairwise

import pytest

from shopkeeper import bootstrap
from shopkeeper.flow.resting import LONGEST, OPENS_AFTER, rest_of
from shopkeeper.flow.sending import Sent, send_due
from shopkeeper.vocabulary import Channel
from tests.builders.shop import NOW, command
from tests.faults.sink import sink
from tests.faults.stage import Stage, set_stage


MINUTE = timedelta(minutes=1)


@pytest.fixture(name="shop")
def _shop(tmp_path) -> Stage:
    return set_stage(tmp_path / "shop", 30)


def send(shop: Stage, after: timedelta = timedelta(0)) -> Sent:
    """Send what is due so long after the letters were decided."""
    with bootstrap.shop_at(shop.folder) as house:
        return send_due(house, now=NOW + after)


def status(shop: Stage, after: timedelta = timedelta(0)) -> str:
    """Return what `status` says of the channel."""
    when = (NOW + after).isoformat()
    told = command("status", "--json", "--shop", str(shop.folder), "--now", when)
    return str(told.json()["agreed"]["channels"]["email"])


def points_at(shop: Stage, port: int, more: str = "") -> None:
    """Say where mail goes, and have two people agree to it."""
    shop.settings(port=port)
    if more:
        path = shop.folder / "shop.toml"
        path.write_text(path.read_text().replace("tasks = 1\n", f"tasks = 1\n{more}\n"))
    shop.agree()


def test_a_server_that_takes_and_never_answers_costs_eight_doubts_and_no_more(shop):
    """Each lost answer is somebody who may have her mail: it stops, and says so."""
    with sink(lost=1.0) as out:
        points_at(shop, out.port)
        sent = send(shop)
        assert sent.in_doubt == OPENS_AFTER
        assert len(out.arrived) == OPENS_AFTER
        assert "no answer comes behind the last byte, 8 times" in sent.resting["email"]
        assert status(shop).startswith("rests: no answer comes")

        send(shop, 4 * MINUTE)  # it rests, whoever comes
        assert len(out.arrived) == OPENS_AFTER

        trial = send(shop, 6 * MINUTE)  # one is the trial, and it rests anew
        assert trial.in_doubt == 1
        assert len(out.arrived) == OPENS_AFTER + 1
        assert "from 02 November 10:12 UTC" in status(shop, 6 * MINUTE)


def test_after_a_trial_that_goes_the_others_follow_in_the_same_run(shop):
    """Nobody has to close it by hand; nobody gets two."""
    with sink(later=2.0) as out:
        points_at(shop, out.port)
        send(shop)
        assert status(shop).startswith("rests: it breaks off, or asks to come again")
        out.later = 0.0
        done = send(shop, 10 * MINUTE)
        assert done.sent == len(shop.states())
        assert done.resting == {}
        assert status(shop, 10 * MINUTE) == "reaches people"
    assert out.doubles() == 0
    assert len(out.arrived) == len(shop.states())


def test_it_rests_longer_the_longer_it_fails_but_never_above_two_hours(shop):
    """The troubles are in the ledger: a restart forgets none of them."""
    with sink(later=2.0) as out:
        points_at(shop, out.port)
        tried, before = [], 0
        for minutes in range(0, 600, 5):
            send(shop, minutes * MINUTE)
            if out.refused > before:
                tried.append(minutes)
            before = out.refused
    pauses = [later - first for first, later in pairwise(tried)]
    assert pauses == sorted(pauses)
    assert max(pauses) == LONGEST / MINUTE
    assert len(tried) < 12


def test_a_server_that_is_away_for_one_run_is_no_channel_that_keeps_failing(shop):
    """Thirty letters that met nobody are one trouble, not thirty."""
    points_at(shop, 1)
    send(shop)
    with bootstrap.shop_at(shop.folder, writable=False) as house:
        assert rest_of(house, Channel.EMAIL) is None
        assert len(house.outbox.troubles(Channel.EMAIL)) == 1


def test_addresses_that_nobody_has_are_not_the_channels_fault(shop):
    """Each is refused by itself; the others go."""
    with sink() as out:
        points_at(shop, out.port)
        known = iter(range(10**6))

        async def refuses_most(server, session, envelope, to, options):
            del server, session, options
            if next(known) % 15 != 14:
                return "550 5.1.1 user unknown"
            envelope.rcpt_tos.append(to)
            return "250 OK"

        out.handle_RCPT = refuses_most
        done = send(shop)
    assert done.sent in (1, 2)
    assert done.failed == len(shop.states()) - done.sent
    assert done.resting == {}


def test_an_hour_takes_its_share_and_no_more_and_the_rest_follows(shop):
    """Nothing is held for it or dropped; it goes when there is room."""
    with sink() as out:
        points_at(shop, out.port, "per_hour = 12")
        first = send(shop)
        assert first.sent == 12
        assert first.held == 0
        assert "its 12 messages of this hour have gone" in first.resting["email"]
        assert send(shop, 59 * MINUTE).sent == 0
        assert send(shop, 61 * MINUTE).sent == 12
        assert send(shop, 122 * MINUTE).sent == len(shop.states()) - 24
    assert Counter(out.copies().values()) == {1: len(shop.states())}


@pytest.mark.parametrize(
    ("says", "where", "closed"),
    [
        ("550 5.1.1 <x@people.example>: user unknown", "to", True),
        ("550 no such user here", "to", True),
        ("550 5.1.10 RESOLVER.ADR.RecipientNotFound", "dot", True),
        ("550 5.7.1 not accepted by our policy", "to", False),
        ("550 5.7.1 user unknown to you, by policy", "to", False),
        ("552 5.2.2 mailbox full", "to", False),
        ("550 rejected", "dot", False),  # what was written, it may be
        ("550 5.1.8 sender address rejected: user unknown", "from", False),
    ],
)
def test_an_address_refused_at_the_door_is_closed_as_one_that_bounced(
    tmp_path, says, where, closed
):
    """Who says it before a report is written says the same: nobody is there."""
    shop = set_stage(tmp_path / "shop", 2)
    first = min(shop.states())
    with sink() as out:
        points_at(shop, out.port)

        async def from_(server, session, envelope, sender, options):
            del server, session, options
            if where == "from":
                return says
            envelope.mail_from = sender
            return "250 OK"

        async def to_(server, session, envelope, to, options):
            del server, session, options
            if where == "to" and to == first:
                return says
            envelope.rcpt_tos.append(to)
            return "250 OK"

        async def dot(server, session, envelope):
            del server, session
            return says if envelope.rcpt_tos == [first] else "250 OK"

        out.handle_MAIL, out.handle_RCPT = from_, to_
        if where == "dot":
            out.handle_DATA = dot
        send(shop)
    with bootstrap.shop_at(shop.folder, writable=False) as house:
        found = [
            (one.scope, one.person, one.because)
            for one in house.consents.suppressions()
            if one.address_hash == house.consents.hash_of_address(first)
        ]
        others = len(house.consents.suppressions()) - len(found)
    nobody = "what goes to this address comes back: nobody is there"
    assert found == ([("email", "", nobody)] if closed else [])
    assert others == 0
