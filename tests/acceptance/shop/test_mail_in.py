"""What comes back and what is answered: from the mailbox to what goes out."""

from __future__ import annotations

import dataclasses

from datetime import timedelta
from email.utils import format_datetime

import pytest

from shopkeeper import bootstrap
from shopkeeper.flow.rounds import work_round
from shopkeeper.say.tokens import unsubscribe_token
from tests.builders.shop import NOW, SmallShop, command
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


@pytest.mark.parametrize(
    ("from_", "answers", "hers"),
    [
        ("Robert Vance <{to}>", "Bea", True),
        ("teaqueen77 <{to}>", "Bea", True),
        ("Robert Vance <{to}>", "Ada", False),  # to another's: a person of his own
        ("Robert Vance <robert@far.example>", "Bea", False),
    ],
)
def test_a_reply_is_hers_to_whom_we_wrote_whatever_name_stands_before_it(
    tmp_path, from_, answers, hers
) -> None:
    """A display name is what a mail program was told years ago, by whomever."""
    people = f"email,first_name,last_name\n{ADA},Ada,Moss\n{BEA},Bea,Moss\n"
    shop = boxed(SmallShop(tmp_path), mails()[3])
    shop.write("exports/crm.csv", people)
    shop.work()
    sent = {one.address: one.message.message_id for one in shop.sent()}
    name = sent[BEA if answers == "Bea" else ADA]
    reply = person(
        "Re: A word from us", "Do you have the green one?", from_=from_.format(to=BEA),
        In_Reply_To=f"<{name}@corner.example>",
    )  # fmt: skip
    shop.write("mail/in.mbox", mbox(mails()[3], reply))
    later = NOW + DAY
    before = shop.person(BEA)
    shop.work(later, send=False)
    with shop.looked_at() as house:
        spoken = house.warehouse.read("spoken").to_pylist()
        people_now = set(house.warehouse.read("whose")["person"].to_pylist())
    (whose,) = {one["person"] for one in spoken if "green" in str(one)}
    assert (whose == before["person_id"]) is hers
    if hers:
        found = shop.person(BEA, now=later)
        assert found["called"] == before["called"]
        assert len(people_now) == 3  # with Dot, who is away


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


@pytest.mark.parametrize(
    ("about", "to", "closed"),
    [
        ("List-Unsubscribe: <https://corner.example/u/{token}>", "redacted@x.example",
         True),
        ("Message-ID: <{name}@corner.example>", BEA, True),
        ("Message-ID: <{name}@corner.example>", BEA.title(), True),
        ("Message-ID: <{name}@corner.example>", ADA, False),  # went to another
        ("Message-ID: <{name}@corner.example>", "redacted@x.example", False),
        ("Message-ID: <m00000000000000000000000000@corner.example>", BEA, False),
        ("List-Unsubscribe: <https://corner.example/u/{name}-aaaaaaaaaaaaaaaa>", ADA,
         False),
        ("Subject: hello", BEA, False),
    ],
)  # fmt: skip
def test_a_complaint_counts_by_the_link_to_leave_or_by_name_and_address(
    tmp_path, about, to, closed
) -> None:
    """Providers cut our return address out of what they forward (RFC 5965, 3.2)."""
    shop = boxed(SmallShop(tmp_path), mails()[4])
    shop.work()
    name = next(one for one in shop.sent() if one.address == BEA).message.message_id
    with bootstrap.shop_at(shop.folder) as house:
        token = unsubscribe_token(house.token, name)
    told = "Feedback-Type: abuse\nVersion: 1\nUser-Agent: x\n"
    complaint = feedback(told, from_="fbl@far.example", to=to)
    given_back = about.format(name=name, token=token)
    was = "Message-ID: <m0123456789abcdefghjkmnpqrs@corner.example>"
    assert was in complaint
    complaint = complaint.replace(was, given_back)
    shop.write("mail/in.mbox", mbox(mails()[4], complaint))
    later = NOW + DAY
    with bootstrap.shop_at(shop.folder) as house:
        work_round(
            dataclasses.replace(house, returned=lambda _: None),
            lambda source: bootstrap.table_readers(shop.folder, source),
            now=later,
        )
        waits = house.records.quarantined()
    assert shop.person(BEA, now=later)["suppressed"] == (["email"] if closed else [])
    assert shop.person(ADA, now=later)["suppressed"] == []
    assert bool(waits) is not closed


def test_a_report_without_our_mark_is_no_consent_that_was_not_understood(tmp_path):
    """The summary says which of the two it was: nothing was taken for a no."""
    shop = boxed(SmallShop(tmp_path), mails()[0], mails()[3])
    shop.head = shop.head.replace(
        'send = "file:out"\n',
        'send = "file:out"\nreturn_path = "bounces@corner.example"\n',
    )
    shop.opens()
    counts = shop.work(send=False).counts
    assert counts["reports_unused"] == 1
    assert counts["consents_unread"] == 0
    assert counts["quarantined"] == 1
    later = (NOW + DAY).isoformat()
    shop.write("mail/in.mbox", mbox(*mails(), postfix(DOT, "failed", "5.1.1", "gone")))
    told = command("run", str(shop.folder), "--now", later).err
    assert "bounces or complaints say nothing of whose they are" in told
    assert "rows of consents were not understood" not in told


def soft(*days: float, to: str = BEA, how: str = "soft_bounce") -> str:
    """Write outcomes of a mail tool: that it came back for now, on these days."""
    return "".join(
        f"{to},{how},{(NOW - timedelta(days=day)).isoformat()}\n" for day in days
    )


def told(tmp_path, rows: str, settings: str = "") -> SmallShop:
    """Tell a shop what came back, and work a round."""
    shop = SmallShop(tmp_path / "corner", settings=settings)
    shop.has("crm", "people", f"email,first_name\n{ADA},Ada\n{BEA},Bea\n")
    shop.has("tool", "outcomes", "email,outcome,at\n" + rows)
    shop.plans("hello", again="7 days").opens()
    shop.work()
    return shop


@pytest.mark.parametrize(
    ("rows", "closed"),
    [
        (soft(12, 9, 6, 3, 1), True),
        (soft(12, 9, 6, 3), False),  # four
        (soft(20, 16, 12, 6, 1), False),  # five, over nineteen days
        (soft(3, 3, 3, 3, 3, 3), False),  # one day: a server that repeats itself
        (soft(12, 9, 6) + soft(5, how="delivered") + soft(3, 1), False),
        (soft(30, 28, 26, 24, 22), True),  # gone is gone
    ],
)
def test_what_comes_back_for_now_again_and_again_is_gone(tmp_path, rows, closed):
    """Five messages within fourteen days, unless one arrived between."""
    shop = told(tmp_path, rows)
    assert shop.person(BEA)["suppressed"] == (["email"] if closed else [])
    assert shop.person(ADA)["suppressed"] == []
    assert (BEA in {one.address for one in shop.sent()}) is not closed
    if closed:
        with shop.looked_at() as house:
            (stop,) = house.consents.suppressions()
        assert "came back 5 times within 14 days" in stop.because


@pytest.mark.parametrize(
    ("settings", "closed"),
    [
        ("soft_bounces = 3\n", True),
        ("soft_bounces = 0\n", False),
        ('soft_bounces = 5\nsoft_within = "30 days"\n', True),
        ("", False),
    ],
)
def test_how_many_and_within_how_long_is_the_shops_to_say(tmp_path, settings, closed):
    """Zero: none ever do."""
    rows = soft(20, 16, 12, 6, 1)
    shop = told(tmp_path, rows, f"\n[sending]\n{settings}" if settings else "")
    assert bool(shop.person(BEA)["suppressed"]) is closed
