"""Embarrassment 6, too many messages: the cap does not cap.

Threads: mautic#1784, #6729; posthog PR #39686 (a cap per workflow only);
Klaviyo's Smart Sending page (a cap per channel).
"""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest

from shopkeeper.vocabulary import HandoverState, TouchState
from tests.builders.shop import NOW, STAFF, SmallShop


DAY = timedelta(days=1)
CRM = "customer_no,first_name,email,phone\n" + "".join(
    f"C{n},{name},{name.lower()}@post.example,+4477009001{n:02d}\n"
    for n, name in enumerate(("Ann", "Bea", "Cleo", "Dora", "Edie"), start=1)
)
CAP = '\n[attention]\nmost = 2\nper = "30 days"\n'
CHANNELS = '\n[channels.sms]\nsend = "file:out"\n'


def per_person(shop: SmallShop) -> Counter[str]:
    """Count what went out to each."""
    return Counter(one.person for one in shop.sent())


def by_text(shop: SmallShop, key: str, **step: str) -> None:
    """Give the shop a plan that writes by text message."""
    shop.plans(key, **step)
    text = (shop.folder / f"content/{key}.md").read_text()
    text = text.replace('["email"]', '["sms"]').replace(
        'subject = "A word from us"', ""
    )
    shop.write(f"content/{key}.md", text)
    paper = (shop.folder / f"plans/{key}.toml").read_text()
    shop.write(f"plans/{key}.toml", paper.replace('["email"]', '["sms"]'))


def test_the_mail_merge_of_the_town_writes_to_some_people_again_and_again(both_ways):
    """Each department keeps its own count, and nobody adds them up."""
    assert both_ways.of_the_merge().counts["doubles"] > 0
    assert max(Counter(one.address for one in both_ways.merge).values()) > 1


def test_ours_writes_to_nobody_twice_in_a_round(both_ways):
    """One decision for each person, over all departments and plans."""
    assert both_ways.of_ours().counts["doubles"] == 0
    assert max(Counter(one.address for one in both_ways.ours).values()) == 1
    assert max(Counter(one.person for one in both_ways.touches).values()) == 1


def test_the_cap_counts_all_plans_together(tmp_path):
    """posthog PR #39686: three plans with a turn each day share two letters."""
    shop = SmallShop(tmp_path, settings=CAP).has("crm", "people", CRM)
    for key in ("hello", "news", "tips"):
        shop.plans(key)
    shop.opens()
    for day in range(6):
        shop.work(now=NOW + day * DAY)
    assert set(per_person(shop).values()) == {2}
    held = [one for one in shop.touches() if "attention is used up" in one.because]
    assert held
    assert all(one.state is not TouchState.SENT for one in held)


def test_the_cap_counts_all_channels_together(tmp_path):
    """Klaviyo's cap is per channel: letters and texts have one budget here."""
    shop = SmallShop(tmp_path, settings=CAP + CHANNELS).has("crm", "people", CRM)
    shop.plans("letter", again="2 days")
    by_text(shop, "text", again="2 days")
    shop.opens()
    for day in range(6):
        shop.work(now=NOW + day * DAY)
    assert set(per_person(shop).values()) == {2}
    assert len({one.channel for one in shop.sent()}) == 2


def test_the_cap_opens_again_when_its_days_are_over(tmp_path):
    """It is a budget, not a wall."""
    shop = SmallShop(tmp_path, settings=CAP).has("crm", "people", CRM)
    shop.plans("hello", review_by="2027-01-15").opens()
    for day in (0, 1, 2, 31, 32, 33):
        shop.work(now=NOW + day * DAY)
    assert set(per_person(shop).values()) == {4}


def test_what_staff_said_to_her_uses_her_attention_up(tmp_path):
    """A human's touch is a touch: one budget over all people, ours included."""
    said = "email,at,sender,channel,message\n" + "".join(
        f"{who}@post.example,{day}T09:00:00+00:00,agent,email,Good to see you.\n"
        for who, days in (
            ("ann", ("2026-10-10", "2026-10-12")),
            ("bea", ("2026-10-10",)),
        )
        for day in days
    )
    shop = SmallShop(tmp_path, settings=CAP).has("crm", "people", CRM)
    shop.has("desk", "messages", said).plans("hello").opens()
    for day in range(4):
        shop.work(now=NOW + day * DAY)
    got = Counter(one.address for one in shop.sent())
    assert got["ann@post.example"] == 0
    assert got["bea@post.example"] == 1
    assert got["cleo@post.example"] == 2


def test_a_handover_done_uses_her_attention_up(tmp_path):
    """Tilda rang her: that was one of her two."""
    said = (
        "email,at,sender,channel,message\n"
        "ann@post.example,2026-10-20T09:00:00+00:00,customer,email,"
        "My kettle arrived broken and I am very disappointed.\n"
    )
    shop = SmallShop(tmp_path, settings=CAP).has("crm", "people", CRM)
    shop.has("desk", "messages", said).plans("hello").opens().work()
    with shop.looked_at() as house:
        (waiting,) = house.desk.all()
        assert waiting.state is HandoverState.WAITING
    shop.command("desk", "--take", waiting.id, "--by", "tilda")
    done = shop.command(
        "desk", "--complete", waiting.id, "--by", "tilda", "--proof", "rang her"
    )
    assert done.code == 0, done.err
    for day in range(1, 6):
        shop.work(now=NOW + day * DAY)
    got = Counter(one.address for one in shop.sent())
    assert got["ann@post.example"] == 1
    assert got["bea@post.example"] == 2


def test_her_share_of_a_mailbox_is_no_second_budget(tmp_path):
    """Two people at one mailbox: who opens it gets no more than anybody else."""
    crm = CRM + "C6,Fay,ann@post.example,\nC7,Gus,ann@post.example,\n"
    shop = SmallShop(tmp_path, settings=CAP).has("crm", "people", crm)
    shop.plans("hello").opens()
    for day in range(6):
        shop.work(now=NOW + day * DAY)
    assert max(Counter(one.address for one in shop.sent()).values()) == 2


def test_who_asked_for_fewer_gets_half(tmp_path):
    """A wish to hear less is not a wish to hear nothing."""
    said = (
        "email,at,sender,channel,message\n"
        "ann@post.example,2026-09-20T09:00:00+00:00,customer,email,"
        "Please write to me less often.\n"
    )
    shop = SmallShop(tmp_path, settings=CAP).has("crm", "people", CRM)
    shop.has("desk", "messages", said).plans("hello").opens()
    for day in range(5):
        shop.work(now=NOW + day * DAY)
    got = Counter(one.address for one in shop.sent())
    assert (got["ann@post.example"], got["bea@post.example"]) == (1, 2)


@pytest.mark.parametrize("blocked", [False, True])
def test_service_uses_the_budget_and_is_blocked_only_where_the_shop_says(
    tmp_path, blocked
):
    """What she needs to know goes out, and counts."""
    cap = f"{CAP}service_blocked = {str(blocked).lower()}\n"
    rows = "order_id,customer_no,email,item,ordered_at,status\n" + "".join(
        f"O{n},C{n},{who}@post.example,Kettle,2026-10-20T09:00:00Z,late\n"
        for n, who in enumerate(("ann", "bea", "cleo", "dora", "edie"), start=1)
    )
    nobody_free = STAFF.replace("minutes_per_day = 60", "minutes_per_day = 0")
    shop = SmallShop(tmp_path, settings=cap, staff=nobody_free)
    shop.has("orders", "orders", rows)
    shop.plans("parcel", purpose="service", need="order.late")
    shop.opens()
    for day in range(4):
        shop.work(now=NOW + day * DAY)
    assert set(per_person(shop).values()) == ({2} if blocked else {4})
