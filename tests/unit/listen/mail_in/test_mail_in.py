"""Mail in is read as what it is: who is gone, who complained, who is only away."""

from __future__ import annotations

from email import message_from_string

import pytest

from shopkeeper.listen.mail_in import MailKind, read_mail_in
from shopkeeper.listen.mail_in.verdicts import verdict_of
from tests.unit.listen.mail_in import held_out
from tests.unit.listen.mail_in.figures import COMPLAINT, HARD, Figures, seen
from tests.unit.listen.mail_in.forms import OURS, feedback, plain, postfix


@pytest.fixture(scope="module")
def all_of_them() -> Figures:
    """Read every case once."""
    return Figures([*seen(), *held_out.cases()])


def test_there_are_three_hundred_mails_and_a_third_was_never_looked_at() -> None:
    """A figure on few mails, all of them known, says nothing."""
    known, unknown = len(seen()), len(list(held_out.cases()))
    assert known + unknown >= 300
    assert unknown >= (known + unknown) / 4


def test_hard_bounces_are_found_and_nobody_is_silenced_by_mistake(
    all_of_them: Figures,
) -> None:
    """The bar of the issue: recall .95, precision .98, every complaint."""
    assert all_of_them.recall(HARD) >= 0.95
    assert all_of_them.precision(HARD) >= 0.98
    assert all_of_them.recall(COMPLAINT) == 1.0
    assert all_of_them.precision(COMPLAINT) == 1.0


def test_what_was_held_out_is_read_nearly_as_well() -> None:
    """Else the figure above is what was learned by heart."""
    found = Figures(held_out.cases())
    assert found.recall(HARD) >= 0.9
    assert found.precision(HARD) >= 0.98
    assert found.whose_wrong == 0


def test_no_word_of_a_person_is_taken_for_a_report_or_a_robot(
    all_of_them: Figures,
) -> None:
    """She wrote it herself: it is heard, and nothing is suppressed by it."""
    assert all_of_them.recall("reply") == 1.0


def test_a_reader_that_takes_every_failure_for_good_would_be_seen(
    all_of_them: Figures,
) -> None:
    """The control: a full mailbox is in the cases, often enough to count."""
    wrong = sum(
        n for (true, _), n in all_of_them.pairs.items() if true == "soft_bounce"
    )
    right = sum(n for (true, _), n in all_of_them.pairs.items() if true == HARD)
    assert right / (right + wrong) < 0.98


def test_a_report_names_our_message_and_bears_our_mark() -> None:
    """Which message came back, and an address that whoever has the key can check."""
    message = "m0123456789abcdefghjkmnpqrs"
    mark = f"bounces+{message}.mnada74wjxpqzk3b@corner.example"
    raw = postfix("ann@far.example", "failed", "5.1.1", "550 user unknown")
    found = read_mail_in(message_from_string(raw.replace(
        "To: bounces@corner.example", f"To: {mark}", 1)))  # fmt: skip
    assert found.message_id == message
    assert found.returned_to == (mark,)
    told = "Feedback-Type: abuse\nVersion: 1\nUser-Agent: x\n"
    raw = feedback(told, from_="fbl@far.example", to="ann@far.example")
    raw = raw.replace(
        "Return-Path: <bounces@", f"Return-Path: <{mark}>\nX-Y: <bounces@"
    )
    found = read_mail_in(message_from_string(raw))
    assert (found.kind, found.returned_to) == (MailKind.COMPLAINT, (mark,))


def test_an_answer_names_the_message_it_answers() -> None:
    """So that she is known to have answered, and on which thread."""
    raw = plain(
        "ann@far.example", "Re: Your tea", "Yes please.", Return_Path="<ann@far.example>",
        In_Reply_To="<m0123456789abcdefghjkmnpqrs@corner.example>",
    )  # fmt: skip
    found = read_mail_in(message_from_string(raw))
    assert (found.kind, found.message_id) == (
        MailKind.REPLY, "m0123456789abcdefghjkmnpqrs",
    )  # fmt: skip


def test_what_we_wrote_is_never_taken_for_what_the_server_says() -> None:
    """The letter that came back speaks of unknown users and full mailboxes."""
    for says, hard in (("Mailbox full", False), ("User unknown", True)):
        raw = plain(
            "MAILER-DAEMON@far.example", "Returned mail",
            f"<ann@far.example>: {says}\n\n--- Original message ---\n"
            + OURS.format(to="ann@far.example"),
        )  # fmt: skip
        kind = read_mail_in(message_from_string(raw)).kind
        assert (kind is MailKind.HARD_BOUNCE) is hard


@pytest.mark.parametrize(
    ("words", "hard"),
    [
        ("550 5.1.1 user unknown", True),
        ("450 4.1.1 user unknown", False),
        ("550 5.2.2 mailbox full", False),
        ("550 5.1.8 sender address rejected: domain not found", False),
        ("550 5.7.1 blocked, see http://192.5.1.1/", False),
        ("", False),
    ],
)
def test_words_go_before_codes_and_temporary_before_both(
    words: str,
    hard: bool,  # noqa: FBT001 as parametrize hands it over
) -> None:
    """One server's 550 is a full mailbox, another's a closed account."""
    assert verdict_of(words).hard is hard


@pytest.mark.parametrize(
    "raw",
    [
        "", "\n\n", "From: \0\n\n\0", "Subject: failure notice\n\n",
        "Content-Type: multipart/report; boundary=x\n\n--x--",
        (
            "Content-Type: multipart/report; report-type=delivery-status; boundary=x"
            "\n\n--x\nContent-Type: message/delivery-status\n\nAction: failed\n\n--x--"
        ),
        "Content-Type: message/delivery-status\n\nFinal-Recipient: rfc822;\n",
        "Content-Type: message/feedback-report\n\n",
        "Content-Type: message/disposition-notification\n\n\xff",
        "Auto-Submitted: =?x?q?y?=\nFrom: <<<<>>>>\n\nhi",
        "From: MAILER-DAEMON@x\nReturn-Path: <>\nContent-Type: text/html\nSubject: "
         "failure notice\n\n"
        + "<style " * 9000,
        "From: MAILER-DAEMON@x\nReturn-Path: <>\nSubject: failure notice\n\n"
        + "user not " * 8000,
    ],
    ids=range(12),
)  # fmt: skip
def test_broken_and_hostile_mail_is_something_and_no_crash(raw: str) -> None:
    """And it takes no longer than a moment; nothing hard is made of nothing."""
    found = read_mail_in(message_from_string(raw))
    assert found.kind in MailKind
    assert found.kind is not MailKind.COMPLAINT or "feedback" in raw
