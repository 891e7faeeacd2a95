"""Each page holds its own person's letter, as it was written, and nobody else's."""

from __future__ import annotations

import re

from datetime import UTC, datetime

import msgspec
import pytest

from shopkeeper.adapters.typst.press import Press, SetLetter
from shopkeeper.say.letter import Letterhead, as_letter
from shopkeeper.say.letter_forms import FORMS
from shopkeeper.vocabulary import BadInput, Channel, Purpose
from tests.contract.test_ledger_books import a_touch
from tests.faults.names import HOSTILE


pytest.importorskip("typst", reason="the extra `post` is not installed")
from tests.adapters.typst.reading import (
    bare,
    lines_at_the_edge,
    pages_of,
    pieces,
)


AT = datetime(2026, 11, 2, 10, tzinfo=UTC)
SENDER = ("Corner Shop", "3 Shore", "Edinburgh EH6 6QW")
PEOPLE = 1_000
MARK = re.compile(r"\d{4}x")


def press(form: str = "UK", **more: object) -> Press:
    """Return a press for a form of letter."""
    head = Letterhead(sender=SENDER, form=FORMS[form], time_zone="Europe/London")
    return Press(head, **more)


def letter(body: str, to: str = "Ann Lee\n12 Shore\nEDINBURGH\nEH6 6QW", **more):
    """Return a letter of these words to this address."""
    touch = a_touch(more.pop("name", "m1"))
    message = msgspec.structs.replace(touch.message, claims=(), body=body)
    touch = msgspec.structs.replace(
        touch, message=message, address=to, channel=Channel.POST,
        purpose=more.pop("purpose", touch.purpose),
    )  # fmt: skip
    head = more.pop("head", press().head)
    return as_letter(touch, head, at=AT, **more)


def person(number: int) -> tuple[str, list[str]]:
    """Return a person's address and her words; every seventh has two pages of them."""
    own = f"Person{number:04}x"
    words = [f"Dear {own},", f"the tea {own} likes is here, at {number:04}p a tin."]
    long = 60 if number % 7 == 0 else 1
    return f"{own} Lee\n{number} Shore\nTown{number:04}x\nEH{number:04}x", words * long


def test_each_page_of_a_thousand_letters_holds_its_own_person_and_nobody_else():
    """Read back from the bound file: her address, her words, and no other's."""
    made, whose = press(), []
    made_all: list[SetLetter] = []
    long = made.one(letter("\n\n".join(person(0)[1]), person(0)[0]), at=AT).pages
    assert long > 1
    for number in range(PEOPLE):
        to, words = person(number)
        one = letter("\n\n".join(words), to, name=f"m{number:04}x")
        pages = 1 if number % 7 else long
        whose += [number] * pages
        made_all.append(SetLetter(letter=one, pages=pages))
        if number % 100 == 0:  # what the press itself counts, of some
            assert made.one(one, at=AT).pages == pages
    pages = pages_of(made.bind(made_all, at=AT))

    assert len(pages) == len(whose) == PEOPLE + (long - 1) * (PEOPLE // 7 + 1)
    for at, (number, text) in enumerate(zip(whose, pages, strict=True)):
        first = at == 0 or whose[at - 1] != number
        assert set(MARK.findall(text)) == {f"{number:04}x"}, f"page {at + 1}"
        assert (f"Town{number:04}x" in text) is first


@pytest.mark.parametrize("where", ["name", "street", "words"])
def test_no_name_is_ever_read_as_markup(where):
    """What stands on paper is what was written, or there is no letter."""
    markup = [
        "#panic()", '#eval("1+1")', '#read("/etc/passwd")', "*bold*", "_thin_",
        "$ x $", "= Head", "- item", "+ item", "/ term: x", "`raw`", "```py x```",
        "<end-m1>", "@ref", "\\ ", "\\u{41}", "// gone", "/* gone */", "~", "--", "---",
        "...", "'quoted'", '"quoted"', "https://evil.example", "#set page(width: 1pt)",
        "]#panic()[", '"); #panic(', '#import "@preview/x:0.1.0"', "<pages>",
        "{{ 7*7 }}", "sys.inputs",
    ]  # fmt: skip
    made, refused = press(), 0
    for name in (*HOSTILE, *markup):
        to, body = "Ann Lee\n12 Shore\nEH6 6QW", "Good to know."
        if where == "name":
            to = f"{name}\n12 Shore\nEH6 6QW"
        elif where == "street":
            to = f"Ann Lee\n{name}\nEH6 6QW"
        else:
            body = f"Dear {name},\n\nGood to know."
        try:
            found = made.one(letter(body, to), at=AT)
        except BadInput:
            assert name not in markup
            refused += 1
            continue
        text = "".join(pages_of(found.pdf))
        assert bare(name.replace("\t", " ")) in bare(text), name
        assert "Goodtoknow." in bare(text)
    assert refused < len(HOSTILE) / 2


@pytest.mark.parametrize(
    ("form", "window", "folds", "sender"),
    [
        # The part of each window that shows however the sheet lies in its envelope.
        ("DIN 5008 A", (20, 44.7, 105, 72), [87.0, 148.5, 192.0], True),
        ("DIN 5008 B", (20, 62.7, 105, 90), [105.0, 148.5, 210.0], True),
        ("UK", (20, 57, 100, 81), [99.0, 148.5, 198.0], False),
        ("US", (22.2, 51.8, 108, 80.4), [93.1, 186.3], False),
    ],
)
def test_the_whole_address_shows_in_the_window_and_nothing_else(
    form, window, folds, sender
):
    """Every line of as long an address as there is room for; marks where to fold."""
    lines = [f"{word} 12345" for word in ("Ann", "Bea", "Cy", "Di", "Ed", "Flo")]
    lines = lines[: FORMS[form].lines]
    lines[1] = "W" * 30 + " long"  # wider than the window: it is made to fit
    made = press(form)
    one = letter("Good to know.\n\nCome by.", "\n".join(lines), head=made.head)
    pdf = made.one(one, at=AT).pdf

    left, top, right, bottom = window
    inside = [
        one for one in pieces(pdf)
        if left <= one.x <= right and top < one.y <= bottom
    ]  # fmt: skip
    assert bare("".join(one.words for one in inside)) == bare("".join(lines))
    assert lines_at_the_edge(pdf) == folds
    above = [one.y for one in pieces(pdf) if "·" in one.words]
    assert bool(above) is sender
    assert all(top - 6 < y < top for y in above)


def test_a_long_letter_goes_on_behind_without_address_and_with_its_numbers():
    """Nothing is cut off; the second page says which of how many it is."""
    words = [f"Sentence number {number} of a long letter." for number in range(60)]
    found = press().one(letter("\n\n".join(words)), at=AT)
    first, second = pages_of(found.pdf)

    assert found.pages == 2
    assert all(one in first + second for one in words)
    assert "1 / 2" in first
    assert "2 / 2" in second
    assert "EH6 6QW" in first
    assert "12 Shore" not in second
    assert lines_at_the_edge(found.pdf, page=1) == []


def test_on_two_sides_each_letter_begins_on_a_sheet_of_its_own():
    """The back of an odd last page stays white."""
    made = press(sides=2)
    short = made.one(letter("Short.", name="m1"), at=AT)
    long = made.one(letter("\n\n".join(["Long."] * 60), name="m2"), at=AT)
    batch = [
        short,
        long,
        msgspec.structs.replace(short, letter=letter("S.", name="m3")),
    ]
    pages = pages_of(made.bind(batch, at=AT))

    assert made.first_pages(batch) == [1, 3, 5]
    assert [bool(one.strip()) for one in pages] == [True, False, True, True, True]
    assert "1 / 2" in pages[2]
    assert "2 / 2" in pages[3]


def test_a_sign_that_no_font_has_is_said_and_not_printed_as_a_box():
    """The sign is named; nobody else's words are."""
    with pytest.raises(BadInput, match="no font here has the sign '王'"):
        press().one(letter("Dear 王小明,\n\nGood to know."), at=AT)


def test_a_font_that_is_not_there_is_said(tmp_path):
    """Else typst takes another, and says nothing."""
    with pytest.raises(BadInput, match="There is no font 'Nowhere Sans'"):
        press(font="Nowhere Sans", fonts=tmp_path).one(letter("Hello."), at=AT)


def test_a_shop_may_have_its_own_paper(tmp_path):
    """Its own template gets the same data; a mistake in it is named."""
    own = tmp_path / "letter.typ"
    own.write_text(
        "#let all = json(bytes(sys.inputs.letters))\n"
        "#for one in all.letters { page[Ours: #one.to.first() "
        "#context [#metadata(here().page())<pages>]] }",
        encoding="utf-8",
    )
    found = press(template=own).one(letter("Hello.", "#panic()\nx\ny"), at=AT)
    assert "Ours: #panic()" in pages_of(found.pdf)[0]

    own.write_text("#nothing()", encoding="utf-8")
    with pytest.raises(BadInput, match=r"cannot be set: .*nothing"):
        press(template=own).one(letter("Hello."), at=AT)


def test_the_same_letter_is_the_same_bytes():
    """So that what was printed can be made again."""
    one = letter("Good to know.")
    assert press().one(one, at=AT).pdf == press().one(one, at=AT).pdf


def test_she_can_say_that_she_wants_no_more_of_these():
    """On paper there is no button: it says whom to tell. Service is no such thing."""
    head = msgspec.structs.replace(press().head, reply_to="0131 555 0100")
    sells = letter("Hello.", purpose=Purpose.MARKETING, head=head)
    assert sells.leave == "No more of these: 0131 555 0100"
    assert letter("Hello.", purpose=Purpose.SERVICE, head=head).leave is None
