"""What comes back and what is answered: from the mailbox to what goes out."""

from __future__ import annotations

import dataclasses

from datetime import timedelta
from email.utils import format_datetime

import pytest

from shopkeeper import bootstrap
from shopkeeper.flow.rounds import work_round
from tests.builders.shop import NOW, SmallShop
from tests.unit.listen.mail_in.forms import feedback, person, postfix


ADA, BEA, CY, DOT, EVE = (
    f"{name}@far.example" for name in ("ada", "bea", "cy", "dot", "eve")
)
DAY = timedelta(days=1)


def mbox(*mails: str) -> str:
    """Put mails into a box, dated this morning."""
    when = format_datetime(NOW - timedelta(hours=2))
    return "".join(
        f"From x Mon Nov  2 08:00:00 2026\nMessage-ID: <in{number}@far.example>\n"
        + mail.replace("Tue, 10 Mar 2026 10:00:05 +0000", when, 1).replace(
            "\nFrom ", "\n>From "
        )
        + "\n\n"
        for number, mail in enumerate(mails)
    )


def boxed(shop: SmallShop, *mails: str, holds: str = "messages") -> SmallShop:
    """Give the shop a mailbox."""
    people = "email,first_name\n" + "".join(
        f"{one},{one.partition('@')[0].title()}\n" for one in (ADA, BEA, CY, DOT, EVE)
    )
    shop.has("crm", "people", people)
    shop.write("mail/in.mbox", mbox(*mails))
    shop.sources.append(
        f'\n[[sources]]\nname = "post"\ndepartment = "desk"\nread = "mail/in.mbox"\n'
        f'holds = "{holds}"\n'
    )
    return shop.plans("hello", again="7 days").opens()


def mails() -> list[str]:
    """Write one of each kind."""
    told = "Feedback-Type: abuse\nVersion: 1\nUser-Agent: x\nOriginal-Rcpt-To: {}\n"
    return [
        postfix(ADA, "failed", "5.1.1", "550 5.1.1 user unknown"),
        postfix(BEA, "failed", "5.2.2", "552 5.2.2 mailbox full"),
        feedback(told.format(CY), from_="fbl@far.example", to=CY),
        person("Automatic reply: hello", "I am away. Do not call me. Urgent: Bea.",
               from_=f"Dot <{DOT}>", Auto_Submitted="auto-replied"),
        person("Re: hello", "Do you have the green one?", from_=f"Eve <{EVE}>"),
    ]  # fmt: skip


@pytest.mark.parametrize("holds", ["messages", "outcomes"])
def test_hard_bounces_and_complaints_end_it_and_nothing_else_does(
    tmp_path, holds: str
) -> None:
    """One box may hold them all, whatever the shop says that it holds."""
    shop = boxed(SmallShop(tmp_path), *mails(), holds=holds)
    shop.work()
    reached = {one.address for one in shop.sent()}
    assert reached == {BEA, DOT}  # with Eve, people are talking
    assert shop.person(ADA)["suppressed"] == ["email"]
    assert shop.person(CY)["suppressed"] == ["email"]
    states = {one["purpose"]: one["state"] for one in shop.person(CY)["consents"]}
    assert states == {"marketing": "revoked"}
    for one in (BEA, DOT, EVE):
        assert shop.person(one)["suppressed"] == []


def test_a_reply_is_a_word_and_stops_the_machine_while_people_talk(tmp_path) -> None:
    """A robot's answer is neither: she said nothing."""
    shop = boxed(SmallShop(tmp_path), *mails())
    shop.work()
    with shop.looked_at() as house:
        words = house.warehouse.read("words").to_pylist()
        spoken = house.warehouse.read("spoken").to_pylist()
    assert len(words) == 1
    assert len(spoken) == 1
    shop.work(NOW + 4 * DAY)  # 72 hours after her word
    assert EVE in {one.address for one in shop.sent()}


def test_an_address_that_is_gone_stays_gone_when_the_box_is_emptied(tmp_path) -> None:
    """The mailbox is cleaned up; a new list brings the address again."""
    shop = boxed(SmallShop(tmp_path), *mails())
    shop.work(send=False)
    shop.write("mail/in.mbox", mbox(mails()[-1]))
    shop.write("exports/crm.csv", f"email,first_name\n{ADA},Adah\n{BEA},Bea\n")
    shop.work(NOW + 10 * DAY)
    reached = {one.address for one in shop.sent()}
    assert BEA in reached
    assert not {ADA, CY} & reached


def test_a_subject_is_her_word_where_she_wrote_nothing_else(tmp_path) -> None:
    """Half of all wishes to be left alone are a subject: "unsubscribe"."""
    shop = boxed(
        SmallShop(tmp_path), person("unsubscribe", "", from_=f"Eve <{EVE}>"), mails()[1]
    )
    shop.work()
    assert shop.person(EVE)["suppressed"] != []
    assert EVE not in {one.address for one in shop.sent()}


def test_where_the_shop_signs_only_its_own_mark_counts(tmp_path) -> None:
    """500 forged reports, and one true one: the true one's own address is closed."""
    shop = boxed(SmallShop(tmp_path), mails()[4])
    shop.work()
    true = next(one for one in shop.sent() if one.address == BEA).message.message_id
    marked = f"bounces+{true}.mnada74wjxpqzk3b@corner.example"
    digits = str.maketrans("0123456789", "abcdefghij")
    forged = [
        postfix((ADA, CY, DOT, EVE)[n % 4], "failed", "5.1.1", "550 user unknown")
        # No message of ours, or the right one under a mark that nobody made.
        .replace(
            "To: bounces@",
            f"To: bounces+{true if n % 2 else 'm' + '0' * 26}."
            f"{str(n).translate(digits):a>16}@",
            1,
        )
        for n in range(500)
    ]
    real = postfix("elsewhere@far.example", "failed", "5.1.1", "550 user unknown")
    real = real.replace("To: bounces@corner.example", f"To: {marked}", 1)
    shop.write("mail/in.mbox", mbox(mails()[4], real, *forged))
    later = NOW + DAY
    with bootstrap.shop_at(shop.folder) as house:
        signed = dataclasses.replace(
            house, returned=lambda address: true if address == marked else None
        )
        work_round(
            signed,
            lambda source: bootstrap.table_readers(shop.folder, source),
            now=later,
        )
    assert shop.person(BEA, now=later)["suppressed"] == ["email"]
    for one in (ADA, CY, DOT, EVE):
        assert shop.person(one, now=later)["suppressed"] == []
    with shop.looked_at() as house:
        closed = {one.address_hash for one in house.consents.suppressions()}
    assert len(closed) == 1
