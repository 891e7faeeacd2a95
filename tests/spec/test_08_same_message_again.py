"""Embarrassment 8, the same message twice, or thirty times.

Threads: mautic#2215, #3669, #6505, #7226, #8802, #9880, #11763, #13070, #7881.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest

from shopkeeper import bootstrap
from shopkeeper.flow.sending import send_due
from shopkeeper.say.ports import Carrier
from shopkeeper.vocabulary import Channel, Touch, TouchState
from tests.builders.shop import NOW, SmallShop, photograph, started, work


HOUR, DAY = timedelta(hours=1), timedelta(days=1)
FIVE = ("Ann", "Bea", "Cleo", "Dora", "Edie")
CRM = "customer_no,first_name,email\n" + "".join(
    f"C{n},{name},{name.lower()}@post.example\n" for n, name in enumerate(FIVE, start=1)
)


class PowerCut(Exception):
    """The machine stops while a message is on its way."""


class Failing:
    """A carrier whose machine stops behind the message of that number."""

    def __init__(self, carrier: Carrier, at: int) -> None:
        self._carrier, self._left = carrier, at

    def carry(self, touch: Touch) -> str:
        """Carry it, and stop the machine when its number comes."""
        where = self._carrier.carry(touch)
        self._left -= 1
        if not self._left:
            raise PowerCut
        return where


@pytest.fixture
def crm(shop: SmallShop) -> SmallShop:
    """Return a shop of five people with a letter that comes every 60 days."""
    return shop.has("crm", "people", CRM).plans("hello", again="60 days").opens()


def each_once(shop: SmallShop, people: int = 5) -> None:
    """Demand one letter an address, in the books and in the folder."""
    assert Counter(one.address for one in shop.sent()).most_common(1)[0][1] == 1
    to = [mail["To"] for mail in shop.mails()]
    assert len(to) == len(set(to)) == people


def test_the_mail_merge_of_the_town_sends_the_same_thing_twice(both_ways):
    """Three departments, one reminder each."""
    assert both_ways.of_the_merge().counts["doubles"] > 0


def test_ours_sends_nothing_twice_to_the_town(both_ways):
    """Nor after the round is worked again, and sent again."""
    assert both_ways.of_ours().counts["doubles"] == 0
    before = photograph(both_ways.shop.folder / "out")
    again = both_ways.shop.work(now=both_ways.town.now)
    assert (again.counts["decisions"], again.sent.sent) == (0, 0)
    assert photograph(both_ways.shop.folder / "out") == before


def test_thirty_runs_send_each_message_once(crm):
    """mautic#2215, #8802: the campaign was triggered again, and wrote again."""
    sent = [crm.work(now=NOW + n * timedelta(minutes=1)).sent.sent for n in range(30)]
    assert sent == [5] + [0] * 29
    each_once(crm)


def test_a_run_each_day_sends_it_once_until_it_is_time_again(crm):
    """Not again before 60 days have passed, and then once."""
    sent = [crm.work(now=NOW + day * DAY).sent.sent for day in (0, 1, 2, 10, 28)]
    assert sent == [5, 0, 0, 0, 0]


def test_what_was_decided_and_not_yet_sent_is_not_decided_again(crm):
    """Three rounds without --send, then one sending."""
    for day in range(3):
        crm.work(now=NOW + day * DAY, send=False)
    with bootstrap.shop_at(crm.folder) as house:
        assert send_due(house, now=NOW + 3 * DAY).sent == 5
    each_once(crm)


@pytest.mark.parametrize("at", [1, 3, 5])
def test_a_power_cut_while_sending_repeats_nothing(crm, at):
    """mautic#9880: what may have gone is not sent again, and is shown as in doubt."""
    crm.work(send=False)
    with bootstrap.shop_at(crm.folder) as house:
        carrier = Failing(house.carriers[Channel.EMAIL], at)
        failing = replace(house, carriers={Channel.EMAIL: carrier})
        with pytest.raises(PowerCut):
            send_due(failing, now=NOW)
    crm.work(now=NOW + HOUR)
    crm.work(now=NOW + DAY)
    each_once(crm)
    states = Counter(one.state for one in crm.touches())
    assert states[TouchState.IN_DOUBT] == 1
    assert states[TouchState.SENT] == 4


def test_two_runs_at_once_send_each_message_once(crm):
    """mautic#6505: overlapping cron jobs; here the second is told to wait."""
    words = ("run", str(crm.folder), "--send", "--now", NOW.isoformat())
    both = [started(words) for _ in range(2)]
    ends = [(one.communicate()[1], one.returncode) for one in both]
    assert {code for _, code in ends} <= {0, 2}
    assert 0 in {code for _, code in ends}
    each_once(crm)


def test_a_row_that_is_in_two_segments_is_written_to_once(shop):
    """mautic#3669: two plans of one letter, one person in both audiences."""
    orders = "order_id,customer_no,email,item,ordered_at\n" + "".join(
        f"O{n}{m},C{n},{who.lower()}@post.example,Tea,2026-0{m}-0{n}T09:00:00Z\n"
        for n, who in enumerate(FIVE, start=1)
        for m in (7, 8, 9)
    )
    shop.has("orders", "orders", orders)
    shop.plans("regulars", audience="usual.last_item", again="60 days")
    shop.plans("everybody", again="60 days").opens()
    shop.work()
    each_once(shop)


def test_a_person_with_two_addresses_gets_one_letter(shop):
    """mautic#7226: two rows of one person, joined by her number, are one person."""
    crm = "customer_no,first_name,email\nC1,Ann,ann@post.example\n"
    crm += "C1,Ann,ann@work.example\nC2,Bea,bea@post.example\nC3,Cy,cy@post.example\n"
    shop.has("crm", "people", crm).plans("hello", again="60 days").opens()
    for day in range(4):
        shop.work(now=NOW + day * DAY)
    letters = Counter(one.address.partition("@")[0] for one in shop.sent())
    assert letters == {"ann": 1, "bea": 1, "cy": 1}


def test_a_mailbox_of_two_people_gets_one_letter(shop):
    """mautic#13070: the address is there twice; whoever opens it reads it once."""
    crm = CRM + "C8,Fay,ann@post.example\nC9,Gus,ann@post.example\n"
    shop.has("crm", "people", crm).plans("hello", again="60 days").opens()
    for day in range(4):
        shop.work(now=NOW + day * DAY)
    each_once(shop)


def test_the_same_people_imported_again_are_not_written_to_again(crm):
    """mautic#11763: the list was imported twice, under another file name."""
    crm.work()
    crm.write("exports/crm.csv", CRM.replace("\n", "\r\n"))
    crm.has("copy", "people", CRM).opens(start=False)
    crm.work(now=NOW + DAY)
    each_once(crm)


def test_a_lost_warehouse_makes_nobody_a_stranger(crm):
    """What was sent is in the ledger: what is rebuilt does not write again."""
    crm.work()
    for path in sorted(crm.folder.glob(".shopkeeper/warehouse/**/*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    crm.work(now=NOW + DAY)
    work(crm.folder, now=NOW + 2 * DAY)
    each_once(crm)
