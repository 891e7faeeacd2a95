"""What `check --html` writes: each letter, with its findings at the words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from shopkeeper.cli.page import Html, bar, count, el, section, together, value
from shopkeeper.flow.check_files import Checked


_NAMES = {
    "greets_by_name": "greets her by name",
    "register": "speaks in her manner",
    "apologises_for_the_effect": "is sorry for what it did to her",
    "blames_nobody_but_us": "blames nobody but us",
    "says_what_was_done": "says what was done",
    "says_how_to_verify": "says where she can see it",
    "says_what_happens_next": "says what comes, and when",
    "no_pressure": "presses her to nothing",
    "thanks_and_is_signed": "thanks, and is signed by somebody she can reach",
    "plain_voice": "speaks plainly",
    "nothing_left_out": "leaves nothing out",
}
_LONGEST = 20_000
_SIGN = {"pass": "✓", "fail": "✗", "na": "·"}


def check_page(checked: Sequence[Checked]) -> Html:
    """Write the page: letters with something to look at first."""
    faulty = [one for one in checked if one.found.failed]
    fine = [one for one in checked if not one.found.failed]
    letters = count(len(checked), "letter")
    top = el(
        "header",
        el("p", "Shopkeeper · the reply check", class_="soft"),
        el("h1", "What she will read"),
        el(
            "p",
            f"{letters}, {len(faulty)} with something to look at. The check reads "
            "words, not hearts; it advises, and the one who signs decides.",
            class_="lead"),
    )  # fmt: skip
    return together([top, *(_letter(one) for one in [*faulty, *fine])])


def _letter(one: Checked) -> Html:
    return section(f"letter-{one.letter.id}", one.letter.id, _inside(one))


def _inside(one: Checked) -> Iterator[Html]:
    yield el("p", *_marked(one), style="white-space: pre-wrap")
    if one.found.advice:
        yield el(
            "ul",
            *(
                el("li", el("b", _NAMES[advice.check]), ": ", advice.says)
                for advice in one.found.advice
            ),
        )
    yield el(
        "p",
        *(
            f"{_SIGN[found.answer.value]} {_NAMES[name]}   "
            for name, found in one.found.checks.items()
        ),
        class_="soft",
    )
    yield el(
        "p",
        *(
            together([f"{name} ", bar(score), f" {score:.2f}   "])
            for name, score in one.found.five_h.items()
            if score is not None
        ),
        class_="soft",
    )


def _marked(one: Checked) -> Iterator[Html | str]:
    """Return the letter with what was found underlined; the advice is its title."""
    text = one.letter.text[:_LONGEST]
    at = 0
    for advice in one.found.advice:
        if advice.end <= advice.start or advice.start < at or advice.end > len(text):
            continue
        yield value(text[at : advice.start], _LONGEST)
        yield el("mark", value(text[advice.start : advice.end], _LONGEST),
                 title=advice.says)  # fmt: skip
        at = advice.end
    yield value(text[at:], _LONGEST)
