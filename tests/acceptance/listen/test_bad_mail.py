"""Mail as it comes: forwarded, marked up, nested, broken. Read, kept, never a crash."""

from __future__ import annotations

import time

from email.message import EmailMessage
from pathlib import Path

import pytest

from shopkeeper.adapters.files.mail import read_mail
from shopkeeper.listen import hear
from shopkeeper.vocabulary import Heard, Utterance
from tests.builders.shop import SmallShop


def mail(body: str = "", *, html: str = "") -> EmailMessage:
    """Write a mail of hers."""
    message = EmailMessage()
    message["From"] = "Ann Lee <ann@post.example>"
    message["To"] = "hello@corner.example"
    message["Date"] = "Tue, 10 Mar 2026 10:00:00 +0000"
    if body or not html:
        message.set_content(body)
    if html and body:
        message.add_alternative(html, subtype="html")
    elif html:
        message.set_content(html, subtype="html", cte="base64")
    return message


def boxed(path: Path, *messages: EmailMessage | bytes) -> Path:
    """Put mails into an mbox."""
    with path.open("wb") as box:
        for one in messages:
            data = one if isinstance(one, bytes) else one.as_bytes()
            data = data.replace(b"\nFrom ", b"\n>From ")
            box.write(b"From a@b Tue Mar 10 10:00:00 2026\n" + data + b"\n\n")
    return path


def words_of(path: Path, *messages: EmailMessage | bytes) -> list[str]:
    """Return the texts that are read of mails."""
    rows = read_mail(boxed(path / "box.mbox", *messages))
    return [row[rows.columns.index("text")] for row in rows.sample()]


def heard(text: str) -> Heard:
    """Hear a mail of hers."""
    return hear(Utterance(id="1", text=text))


def test_of_html_mail_the_words_are_read_and_nothing_unseen(tmp_path: Path) -> None:
    """Style, script, title and comments are not said; paragraphs are lines."""
    html = (
        "<html><head><title>Stop all</title><style>p{a:b}</style></head><body>"
        "<!-- please delete my data --><p>Please stop <b>calling</b> me.</p>"
        "<script>if (1 < 2) stop()</script><div>Caf&eacute; at 5 &lt; 6</div>"
    )
    (text,) = words_of(tmp_path, mail(html=html))
    assert text == "Please stop calling me.\nCafé at 5 < 6"
    assert heard(text).stops == ("phone",)


def test_quoted_html_is_not_her_word(tmp_path: Path) -> None:
    """A `blockquote` without "wrote:" is our old mail all the same."""
    html = (
        "<p>Thanks, all fine.</p><blockquote type='cite'><p>Please stop emailing"
        " me.</p><blockquote>We will ring you by Friday.</blockquote></blockquote>"
        "<p>Bye</p>"
    )
    (text,) = words_of(tmp_path, mail(html=html))
    assert text.splitlines() == [
        "Thanks, all fine.", "> Please stop emailing me.",
        "> > We will ring you by Friday.", "Bye",
    ]  # fmt: skip
    assert heard(text).stops == ("none",)
    assert heard(text).promises == ()


def test_an_empty_plain_part_does_not_hide_the_html_part(tmp_path: Path) -> None:
    """Some senders write only one of the two that they send."""
    (text,) = words_of(tmp_path, mail(" \n", html="<p>Please stop calling me.</p>"))
    assert text == "Please stop calling me."


def test_attachments_are_not_said(tmp_path: Path) -> None:
    """Not five megabytes of them, nor text in a file."""
    message = mail("See attached.")
    message.add_attachment(
        b"\0" * 5_000_000, maintype="application", subtype="pdf", filename="a.pdf"
    )
    message.add_attachment("Please stop calling me.", filename="a.txt")
    only = EmailMessage()
    only.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="b")
    assert words_of(tmp_path, message, only) == ["See attached.", ""]


def test_a_chain_attached_twenty_deep_is_kept_and_its_outside_is_heard(
    tmp_path: Path,
) -> None:
    """What was forwarded is somebody else's word; without another, it is quoted."""
    inner = mail("Please stop calling me.")
    for depth in range(20):
        outer = mail(f"Have a look, {depth}.")
        outer.add_attachment(inner)
        inner = outer
    bare = EmailMessage()
    bare.add_attachment(mail("Please stop calling me."))
    chain, forwarded = words_of(tmp_path, inner, bare)
    assert chain == "Have a look, 19."
    assert forwarded == "> Please stop calling me."
    assert heard(forwarded).stops == ("none",)


@pytest.mark.parametrize("outlook", [False, True])
def test_a_chain_written_twenty_deep_is_her_top_line(*, outlook: bool) -> None:
    """With `>` and "wrote:", or with a head of its own each time."""
    text = "Please stop calling me."
    for depth in range(20):
        if outlook:
            text = (
                f"Well, {depth}.\n\n---------- Forwarded message ---------\n"
                f"From: P{depth} <p@x.example>\nSubject: Fwd\n\n{text}"
            )
        else:
            text = "\n".join("> " + line for line in text.split("\n"))
            text = f"Well, {depth}.\n\nOn Mon, 2 Mar 2026, A <a@x> wrote:\n{text}"
    found = heard(text)
    assert found.stops == ("none",)
    assert [text[one.start : one.end] for one in found.quoted][-1].endswith("me.")
    assert heard("Please stop calling me.\n\n" + text).stops == ("phone",)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"From: a\0@x\nSubject: \0\nDate: x\n\nstop\0calling me\n",
        b"From: a@x\nDate: Mon, 2 Jan 1950 10:00:00 +0000\n\nhi\n",
        b"From: a@x\nDate: Fri, 31 Dec 9999 23:59:59 -1200\n\nhi\n",
        b"From: a@x\nDate: 99 Foo 99999999999999999999 99:99 +999999\n\nhi\n",
        b'Content-Type: text/plain; charset="\xff\xfeno"\n\nh\xff\xfe\n',
        b"Content-Transfer-Encoding: base64\n\n!!!!not base64\n",
        b"Content-Type: text/plain; charset=utf-7\n\n+2AA-stop\n",
        b"Content-Type: text/plain; charset=idna\n\nxn--\xff\n",
        b"Content-Type: text/plain; charset=hex\n\nstop\n",
        b"Content-Type: text/plain; charset=punycode\n\n" + b"a" * 50_000 + b"-zz",
        b"Content-Type: text/plain\n\n\xed\xa0\x80\n",
        b"Subject: =?bogus?b?abc?= =?utf-8?b?!!!?=\n\nhi\n",
        b"Subject: " + b"x" * 2_000_000 + b"\n\nhi\n",
        b"From: " + b"(" * 20_000 + b"\n\nhi\n",
        b"From: " + b"<" * 20_000 + b'\nTo: "' + b"\\" * 20_000 + b"\n\nhi\n",
        b'Content-Type: multipart/mixed; boundary="b"\n\n' + b"--b\n" * 20_000,
        b"Content-Type: message/rfc822\n\n" * 500 + b"hi",
        b"".join(
            b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (n, n)
            for n in range(1_500)
        ),
        mail(html="<style " * 300_000).as_bytes(),
        mail(html="<" * 3_000_000).as_bytes(),
        mail(html="<!--" * 500_000).as_bytes(),
        mail(html="<blockquote>" * 100_000 + "x").as_bytes(),
        mail(html="&#0;&#xD800;&amp;" * 100_000).as_bytes(),
        mail("Please stop calling me. We moved.\n" * 300_000).as_bytes(),
    ],
    ids=range(25),
)
def test_a_broken_mail_is_read_or_set_aside_and_the_next_one_is_read(
    tmp_path: Path, raw: bytes
) -> None:
    """In seconds, in words that can be written down again."""
    start = time.process_time()
    rows = read_mail(boxed(tmp_path / "box.mbox", raw, mail("Bye")))
    assert time.process_time() - start < 5
    assert len(rows.sample()) + len(rows.bad) == 2
    assert rows.sample()[-1][rows.columns.index("text")] == "Bye"
    assert all(bad.reason for bad in rows.bad)
    for row in rows.sample():
        "".join(row).encode("utf-8")
        assert len(row[rows.columns.index("text")]) <= 1 << 22


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Auto-Submitted", "auto-replied; owner-email=ann@post.example"),
        ("Auto-Submitted", "Auto-Generated"),
        ("Precedence", "auto_reply"),
    ],
)
def test_what_a_robot_answers_is_kept_and_is_not_her_word(
    tmp_path: Path, name: str, value: str
) -> None:
    """She is away; it is not she who promises, asks or wants to be left alone."""
    robot = mail("I am away. Please do not call me, I will pay you on 5 May.")
    robot[name] = value
    person = mail("Please do not call me.")
    person["Auto-Submitted"] = "no"
    away, hers = words_of(tmp_path, robot, person)
    assert away.startswith("> I am away.")
    assert heard(away).stops == ("none",)
    assert heard(away).promises == ()
    assert heard(hers).stops == ("phone",)


def between(sender: str, to: str, body: str) -> EmailMessage:
    """Write a mail from one to another."""
    message = EmailMessage()
    message["From"], message["To"] = sender, to
    message["Date"] = "Tue, 10 Mar 2026 10:00:00 +0000"
    message["Message-ID"] = f"<{abs(hash((sender, to, body)))}@x.example>"
    message.set_content(body)
    return message


def test_a_box_of_mail_is_of_those_at_the_other_end(tmp_path: Path) -> None:
    """Ours is the address that most come to or from: it is no customer."""
    shop = "hello@corner.example"
    path = boxed(
        tmp_path / "box.mbox",
        between("Ann Lee <ann@post.example>", shop, "Please stop calling me."),
        between("bea@post.example", shop, "Do you have it in blue?"),
        between(shop, "Bea Moss <bea@post.example>", "We will ring you by Friday."),
    )
    read = read_mail(path)
    rows = [dict(zip(read.columns, row, strict=True)) for row in read.sample()]
    assert [(row["email"], row["name"], row["sender"]) for row in rows] == [
        ("ann@post.example", "Ann Lee", "customer"),
        ("bea@post.example", "", "customer"),
        ("bea@post.example", "Bea Moss", "agent"),
    ]


def test_in_a_shop_one_persons_stop_in_a_box_is_hers_alone(tmp_path: Path) -> None:
    """Nobody else is silenced by it, and our own promise is ours."""
    hello = "hello@corner.example"
    shop = SmallShop(tmp_path / "corner")
    shop.has("crm", "people", "email,name\nx@y.example,Xi Yu\n").opens()
    shop.write("exports/desk.mbox", "")
    boxed(
        shop.folder / "exports/desk.mbox",
        between("Ann Lee <ann@post.example>", hello, "Please stop contacting me."),
        between("bea@post.example", hello, "Do you have it in blue?"),
        between(hello, "bea@post.example", "We will ring you by Friday."),
    )
    with (shop.folder / "shop.toml").open("a", encoding="utf-8") as settings:
        settings.write(
            '\n[[sources]]\nname = "desk"\ndepartment = "desk"\n'
            'read = "exports/desk.mbox"\nholds = "messages"\n'
        )
    shop.work()
    assert shop.person("ann@post.example")["suppressed"] == ["all"]
    bea = shop.person("bea@post.example")
    assert bea["suppressed"] == []
    assert [one["owner"] for one in bea["promises"]] == ["us"]
    assert shop.command("person", hello).code != 0
