"""What `check --html` writes: each letter, with its findings at the words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from shopkeeper.cli.check_words import ASKS, FAULTS, Place, places_of
from shopkeeper.cli.page import Html, bar, count, el, section, together, value
from shopkeeper.flow.check_files import Checked


_LONGEST = 20_000
_QUALITIES = {
    "human": "a person speaks to a person",
    "heart": "stands where she stands",
    "honesty": "tells what she would want to know",
    "hospitality": "a good host",
    "harmony": "one voice over time",
}


def check_page(checked: Sequence[Checked]) -> Html:
    """Write the page: letters with something to look at first."""
    faulty = [one for one in checked if one.found.failed]
    left = [one for one in checked if one.because]
    fine = [one for one in checked if not one.found.failed and not one.because]
    rest = f", {len(left)} not checked" if left else ""
    top = el(
        "header",
        el("p", "Shopkeeper · the reply check", class_="soft"),
        el("h1", "What she will read"),
        el(
            "p",
            f"{count(len(checked), 'letter')}, {len(faulty)} with something to look "
            f"at{rest}. The check reads words, not hearts; it advises, and the one who "
            "signs decides.",
            class_="lead"),
    )  # fmt: skip
    return together([top, *(_letter(one) for one in [*faulty, *left, *fine])])


def _letter(one: Checked) -> Html:
    return section(f"letter-{one.letter.id}", one.letter.id, [_inside(one)])


def _inside(one: Checked) -> Html:
    places = places_of(
        {"check": at.check, "start": at.start, "end": at.end, "says": at.says}
        for at in one.found.advice
    )
    letter = el("div", *_marked(one, places), class_="words letter")
    if one.because:
        why = el("p", f"Not checked: {one.because}.", class_="conflict")
        beside = el("div", why)
    else:
        beside = el("div", *_beside(one, places))
    return el("div", el("article", letter, class_="card"), beside, class_="checked")


def _beside(one: Checked, places: Sequence[Place]) -> Iterator[Html]:
    missing = [one for one in places if one.end <= one.start]
    at_words = [one for one in places if one.end > one.start]
    for title, these in (("What is missing", missing), ("At the words", at_words)):
        if these:
            yield el("h4", title)
            yield el("ol", *(_advice(one, places) for one in these), class_="advice")
    if not places:
        yield el("p", "Nothing to look at.", class_="for")
    yield from _answers(one)
    yield from _five(one)


def _advice(place: Place, places: Sequence[Place]) -> Html:
    says = (
        el("p", el("strong", FAULTS[check]), " ", el("span", words))
        for check, words in place.says
    )
    mark = el("b", _number(place, places) or "+", class_="at")
    return el("li", mark, el("div", *says))


def _number(place: Place, places: Sequence[Place]) -> str:
    """Return the number that stands at the words; what is missing has none."""
    with_words = [other for other in places if other.end > other.start]
    return f"{with_words.index(place) + 1}" if place in with_words else ""


def _answers(one: Checked) -> Iterator[Html]:
    by = {name: found.answer.value for name, found in one.found.checks.items()}
    passed = [ASKS[name] for name, answer in by.items() if answer == "pass"]
    unasked = [ASKS[name] for name, answer in by.items() if answer == "na"]
    if passed:
        yield el("p", el("span", "✓ ", class_="for"), "; ".join(passed), ".",
                 class_="soft")  # fmt: skip
    if unasked:
        yield el(
            "p", "Not asked, as the context says nothing of it: ", "; ".join(unasked),
            ".", class_="soft",
        )  # fmt: skip


def _five(one: Checked) -> Iterator[Html]:
    rows = [
        el(
            "tr",
            el("th", name, scope="row", title=_QUALITIES[name]),
            el("td", bar(score)),
            el("td", f"{score:.2f}", class_="number"),
        )
        for name, score in one.found.five_h.items()
        if score is not None
    ]
    if rows:
        caption = el("caption", "To compare two letters by; alone they mean nothing")
        yield el("table", caption, el("tbody", *rows), class_="bars five")


def _marked(one: Checked, places: Sequence[Place]) -> Iterator[Html | str]:
    """Return the letter, what was found underlined and numbered as beside it."""
    text = one.letter.text[:_LONGEST]
    at = 0
    for place in places:
        if place.end <= place.start or place.start < at or place.end > len(text):
            continue
        yield value(text[at : place.start], _LONGEST, lines=True)
        yield el("mark", value(text[place.start : place.end], _LONGEST, lines=True),
                 title=" ".join(says for _, says in place.says))  # fmt: skip
        yield el("sup", _number(place, places))
        at = place.end
    yield value(text[at:], _LONGEST, lines=True)
