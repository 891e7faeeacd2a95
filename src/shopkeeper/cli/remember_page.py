"""What `remember --html` writes: a file of purchases, looked at as people."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from shopkeeper.cli.drawing import strip
from shopkeeper.cli.page import (
    Html,
    bar,
    count,
    does,
    el,
    listed,
    section,
    share,
    table,
    together,
    value,
)
from shopkeeper.flow.remember_report import SHOWN_DAYS, Report, Visitor
from shopkeeper.vocabulary import written_day


_BANDS = {
    "regular": "come regularly",
    "drifting": "stay away longer than is usual for them",
    "quiet": "have gone quiet",
    "early": "came too seldom to tell",
}
_SURE = 0.95


def remember_page(report: Report, *, name: str) -> Html:
    """
    Write the page.

    Args:
        report: What it shows.
        name: Of the file.
    """
    if not report.people:
        return together([_top(report, name), el("p", "Nobody had bought by then.")])
    return together(
        [
            _top(report, name),
            section("regulars", "Who the regulars are", _regulars(report)),
            section("usual", "What is usual", _usual(report)),
            section("due", _due_title(report), _due(report)),
            section("drifting", "Who is drifting", _drifting(report)),
            section("rests", "What this rests on", _rests(report)),
        ]
    )


def _top(report: Report, name: str) -> Html:
    bands = report.bands
    told = [
        el("b", f"{bands[key]:,}") + Html(f" {words}")
        for key, words in _BANDS.items()
        if bands[key]
    ]
    since = f" since {written_day(report.since)}" if report.since else ""
    lead = f"Of {count(report.people, 'customer')}{since}, "
    links = (("regulars", "Regulars"), ("usual", "Usual"), ("due", "Due"),
             ("drifting", "Drifting"))  # fmt: skip
    return el(
        "header",
        el("p", "Shopkeeper · ", value(name), f" · up to {written_day(report.until)}",
           class_="soft"),
        el("h1", "What they buy, and who is still there"),
        *([el("p", lead, listed([Html(one) for one in told]), ".", class_="lead")]
          if told else []),
        el("nav", *(el("a", word, href=f"#{key}") for key, word in links),
           aria_label="On this page"),
    )  # fmt: skip


def _regulars(report: Report) -> Iterator[Html]:
    if not report.regulars:
        yield el("p", "Nobody has come often enough yet to be called one.")
        return
    yield el(
        "p",
        "Those who will come most often, if all goes on as it does. Each stroke is a "
        f"day with a purchase; the field at the right is the {report.within} days "
        "after.",
    )
    yield el("ul", *(_line(one, report, _comes(one)) for one in report.regulars),
             class_="lines")  # fmt: skip


def _line(one: Visitor, report: Report, sentence: str) -> Html:
    rows = [el("div", sentence)]
    if one.usual:
        rows.append(el("span", "the usual: ", listed(map(value, one.usual)),
                       class_="from"))  # fmt: skip
    likely = [(thing, chance) for thing, chance in one.due if chance >= 1 / 2]
    if likely:
        told = [
            together([value(thing), f" ({out_of_ten(chance)})"])
            for thing, chance in likely
        ]
        words = f"within {report.within} days: "
        rows.append(el("span", words, listed(told), class_="from"))
    span = _span(report)
    return el(
        "li",
        el("b", value(one.name, 30)),
        el("div",
           strip(one.visits, span=span, ahead=report.within, says=sentence), *rows),
    )  # fmt: skip


def _span(report: Report) -> int:
    if report.since is None:
        return SHOWN_DAYS
    return max(min((report.until - report.since).days, SHOWN_DAYS), report.within)


def _comes(one: Visitor) -> str:
    often = "nearly every day" if one.gap <= 1 else f"about every {round(one.gap)} days"
    return f"Bought on {one.days:,} days, {often}, last {_ago(one.silent)}"


def _ago(days: int) -> str:
    from datetime import timedelta

    from shopkeeper.vocabulary import ago

    return ago(timedelta(days=days))


def out_of_ten(chance: float) -> str:
    """
    Say a probability as people weigh it.

    Example:
        >>> out_of_ten(0.87), out_of_ten(0.97), out_of_ten(0.03)
        ('9 in 10', 'nearly sure', 'hardly')
    """
    if chance >= _SURE:
        return "nearly sure"
    tenths = round(10 * chance)
    return f"{tenths} in 10" if tenths else "hardly"


def _usual(report: Report) -> Iterator[Html]:
    if not report.things:
        yield el("p", "The file does not say what was bought, only when.")
        return
    if not report.usual:
        yield el("p", "Nobody has come on three days yet: nothing is usual.")
        return
    most = report.usual[0][1]
    yield el(
        "p",
        "How many have a thing among the three they buy most faithfully, of "
        f"{count(report.with_usual, 'customer')} who came on "
        "three days or more. A bestseller need not be anybody's usual.",
    )
    yield el(
        "ul",
        *(
            el("li", el("span", value(item, 60)),
               el("div", bar(people, most),
                  el("span", f"of {count(people, 'customer')}", class_="from")))
            for item, people in report.usual
        ),
        class_="lines items",
    )  # fmt: skip


def _due_title(report: Report) -> str:
    fortnight = report.within == 14  # noqa: PLR2004 a fortnight
    return f"What is due this {'fortnight' if fortnight else 'time'}"


def _due(report: Report) -> Iterator[Html]:
    if not report.due_pairs:
        yield el("p", "Nothing was bought on three days or more by one person: too "
                 "early to say.")  # fmt: skip
        return
    what = "of the things people buy again" if report.things else "people who come"
    verb = "will be wanted" if report.things else "will come"
    yield el(
        "p",
        f"Of {report.due_pairs:,} {what}, about {report.due_expected:,.0f} {verb} in "
        f"the {report.within} days after {written_day(report.until)}. Which of them, "
        "nobody knows for sure; so each has its chance, and no date.",
        class_="lead",
    )
    bands = [(low, number) for low, number in report.likely if number]
    most = max(number for _, number in bands)
    high = dict(pairwise([low for low, _ in reversed(report.likely)]))
    yield el(
        "ul",
        *(
            el("li", el("span", _band(low, high.get(low, 1.0))),
               el("div", bar(number, most),
                  el("span", f"{number:,}, {share(number, report.due_pairs)}",
                     class_="from")))
            for low, number in bands
        ),
        class_="lines items",
    )  # fmt: skip
    yield el("h3", "The surest, one of each customer")
    yield el(
        "ul",
        *(
            el("li", el("b", value(person, 30)),
               el("div", value(thing, 60) if thing else "comes",
                  el("span", out_of_ten(chance), class_="from")))
            for person, thing, chance in report.due
        ),
        class_="lines",
    )  # fmt: skip


def _band(low: float, high: float) -> str:
    if low == 0:
        return "less than 1 in 10"
    return f"{round(10 * low)} to {round(10 * high)} in 10"


def _drifting(report: Report) -> Iterator[Html]:
    if not report.drifting:
        yield el("p", "Nobody who came often stays away longer than is usual for her.")
        return
    number = report.bands["drifting"]
    yield el(
        "p",
        f"{count(number, 'customer')} {does(number, 'stays', 'stay')} away longer than "
        "their rhythm lets one expect in four of five cases. Here are the most "
        "faithful of them. That is no farewell yet: a kind word is worth more now than "
        "an offer later.",
    )
    yield el("ul", *(_line(one, report, _stays_away(one)) for one in report.drifting),
             class_="lines")  # fmt: skip


def _stays_away(one: Visitor) -> str:
    often = "nearly every day" if one.gap <= 1 else f"about every {round(one.gap)} days"
    rare = round(100 * one.rare)
    return (
        f"Came {often}, {one.days:,} times; silent for {count(one.silent, 'day')}. "
        f"By her rhythm {rare} in a hundred gaps {does(rare, 'is', 'are')} as long"
    )


def _capital(line: str) -> str:
    return f"{line[:1].upper()}{line[1:]}."


def _rests(report: Report) -> Iterator[Html]:
    things = f", {count(report.things, 'thing')}" if report.things else ""
    left = (
        f" {count(report.without_time, 'line')} had no day that could be read, and "
        f"{does(report.without_time, 'was', 'were')} left out."
        if report.without_time
        else ""
    )
    yield el(
        "p",
        f"{count(report.purchases, 'purchase')}: a person, a thing and a day count "
        f"once{things}. What came back is no purchase. Nothing after "
        f"{written_day(report.until)} was looked at.{left}",
    )
    yield el("ul", *(el("li", value(_capital(line), 300)) for line in report.rests_on))
    rows = [
        el("tr", *(el("td", value(cell)) for cell in row)) for row in report.mapping
    ]
    head = ("Table", "Column", "Taken for", "How sure", "Why")
    yield el(
        "details", el("summary", "What each column was taken for"),
        table("Columns", head, rows),
    )  # fmt: skip
