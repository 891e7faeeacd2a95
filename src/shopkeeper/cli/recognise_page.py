"""What `recognise --html` writes: who is who, how surely, and how it was decided."""

from __future__ import annotations

from collections.abc import Iterator

from shopkeeper.cli.page import (
    Html,
    bar,
    count,
    does,
    el,
    listed,
    section,
    share,
    together,
    value,
    wide,
)
from shopkeeper.cli.recognise_how import how
from shopkeeper.cli.recognise_pairs import called, pair, person
from shopkeeper.flow.recognise_report import Report, Step
from shopkeeper.flow.recognise_sources import Crossing, SourceFigures, TableFigures


_SOURCES = 24
_COLUMNS = 150
_UNKNOWN = 12
_NAME, _SHORT = 40, 24


def page_of(report: Report, *, seed: int, version: str) -> Html:
    """
    Write the page.

    Args:
        report: The figures.
        seed: As the command was given it.
        version: Of the shopkeeper.
    """
    return together(
        [
            _top(report),
            section("sources", "How complete the sources are", _sources(report)),
            section("joined", "What was joined", _joined(report)),
            section("doubts", "What is in doubt", _doubts(report)),
            section("largest", "Who has the most records", _largest(report)),
            section("shared", "What several people share", _shared(report)),
            section("how", "How it was decided", how(report.learned)),
            _foot(seed, version),
        ]
    )


def _top(report: Report) -> Html:
    persons = count(report.persons, "person")
    links = (
        ("sources", "Sources"), ("joined", "Joined"), ("doubts", "Doubts"),
        ("largest", "Most records"), ("shared", "Shared values"), ("how", "How"),
    )  # fmt: skip
    doubts = (
        f"{count(report.doubts, 'pair')} of records may be one person or two"
        if report.doubts
        else "no pair of records is in doubt"
    )
    have = does(report.joined, "has", "have")
    lead = (
        f"They come from {count(report.files, 'file')}; {report.joined:,} of these "
        f"persons {have} several records, and {doubts}."
    )
    return el(
        "header",
        el("p", "Shopkeeper · who is who", class_="soft"),
        el("h1", f"{persons} in {count(report.records, 'record')}"),
        el("p", lead, class_="lead"),
        el(
            "nav", *(el("a", word, href=f"#{name}") for name, word in links),
            aria_label="On this page",
        ),
        _next(report),
    )  # fmt: skip


def _next(report: Report) -> Html:
    unknown = [one for table in report.tables for one in table.unknown]
    if report.doubts:
        title = "Next: look at the doubts"
        says = (
            "They stay two persons until a human says otherwise. "
            "Of each pair you see what speaks for and against."
        )
        link = el("a", "See the likeliest", href="#doubts")
    elif unknown:
        title = "Next: look at the columns nobody understood"
        says = "A clearer name, or a note of what they mean, may tell people apart."
        link = el("a", "See the columns", href="#sources")
    else:
        title = "Next: look at the least sure joins"
        says = "If they are right, the surer ones are."
        link = el("a", "See them", href="#joined")
    return el("div", el("h2", title), el("p", says), el("p", link), class_="card next")


def _sources(report: Report) -> Iterator[Html]:
    yield el(
        "p",
        "A share counts what can be used: “n/a”, a mailbox that nobody reads, or a "
        "value that joins nobody counts as missing.",
    )
    shown = report.sources[:_SOURCES]
    several = len(report.sources) > 1
    yield el("div", *(_source(one, several=several) for one in shown), class_="grid")
    if len(report.sources) > len(shown):
        rest = count(len(report.sources) - len(shown), "more source")
        yield el("p", f"… and {rest}.", class_="soft")
    yield el("h3", "What the columns were taken for")
    yield el("div", *(_columns(one) for one in report.tables), class_="card")


def _source(one: SourceFigures, *, several: bool) -> Html:
    says = f"{count(one.records, 'record')} of {count(one.persons, 'person')}."
    if several:
        known = share(one.elsewhere, one.persons)
        says += f" {known[:1].upper()}{known[1:]} of them are in another source, too."
    rows = [
        el(
            "tr",
            el("th", value(filled.kind, _NAME), scope="row"),
            el("td", bar(filled.records, one.records)),
            el("td", share(filled.records, one.records), class_="number"),
        )
        for filled in one.filled
    ]
    table = el(
        "table",
        el("caption", "Records that have a usable …"),
        el("tbody", *rows),
        class_="bars",
    )
    return el(
        "article", el("h3", value(one.name, _NAME)), el("p", says),
        *([table] if rows else []), class_="card",
    )  # fmt: skip


def _columns(table: TableFigures) -> Html:
    unknown = [value(name, _NAME) for name in table.unknown[:_UNKNOWN]]
    more = len(table.unknown) - len(unknown)
    if more:
        unknown.append(Html(f"{more:,} more"))
    says: list[str] = [
        el("b", value(table.name, _NAME)),
        f": {count(table.records, 'row')}, {count(len(table.columns), 'column')}. ",
    ]
    if unknown:
        counts = does(len(unknown), "it counts", "they count")
        says += ["Nobody understood ", listed(unknown), f"; {counts} for little."]
    else:
        says.append("Each was understood.")
    rows = [
        el(
            "tr",
            el("th", value(one.name, _NAME), scope="row"),
            el("td", one.meaning.replace("_", " ")),
            el("td", "compared" if one.compared else el("i", "not compared")),
            el("td", value(one.because), class_="soft"),
        )
        for one in table.columns[:_COLUMNS]
    ]
    heads = ("column", "taken for", "used", "because")
    found = el(
        "table",
        el("caption", "What its columns were taken for"),
        el("thead", el("tr", *(el("th", head, scope="col") for head in heads))),
        el("tbody", *rows),
    )
    rest = len(table.columns) - len(rows)
    parts = [el("summary", "Column by column"), wide(found, "Columns")]
    if rest:
        parts.append(el("p", f"… and {count(rest, 'more column')}.", class_="soft"))
    return el("div", el("span", *says), el("details", *parts), class_="fact")


def _joined(report: Report) -> Iterator[Html]:
    if not report.joined:
        yield el("p", "Nobody has two records: no two say enough of one person.")
    most = max((one.persons for one in report.steps), default=0)
    rows = [
        el(
            "tr",
            el("th", _step(one), scope="row"),
            el("td", bar(one.persons, most)),
            el("td", f"{one.persons:,}", class_="number"),
        )
        for one in report.steps
    ]
    if rows:
        yield el(
            "table",
            el("caption", "How many persons have how many records"),
            el("tbody", *rows),
            class_="bars steps",
        )
    if len(report.crossing.sources) > 1:
        yield from _crossing(report.crossing)
    for title, says, pairs in (
        ("The least sure joins", "If these are right, the surer ones are.",
         report.least_sure),
        ("Joins in the middle", "Half of all joins are surer than these.",
         report.usual),
        ("The surest joins", "Hardly anything could speak louder.", report.surest),
    ):  # fmt: skip
        if pairs:
            yield el("h3", title)
            yield el("p", says, class_="soft")
            yield from (pair(one, called(one)) for one in pairs)


def _step(one: Step) -> str:
    if one.last is None:
        return f"{one.first} records and more"
    if one.first == one.last:
        return count(one.first, "record")
    return f"{one.first} to {one.last} records"


def _crossing(crossing: Crossing) -> Iterator[Html]:
    names = [value(name, _SHORT) for name in crossing.sources]
    yield el("h3", "Whom several sources know")
    stand = does(crossing.several, "stands", "stand")
    several = count(crossing.several, "person")
    yield el("p", f"{several} {stand} in more than one source.")
    heads = [el("th", name, scope="col", class_="number") for name in names]
    rows = [
        el(
            "tr", el("th", name, scope="row"),
            *(el("td", f"{one:,}", class_="number") for one in line),
        )
        for name, line in zip(names, crossing.persons, strict=True)
    ]  # fmt: skip
    caption = "Persons known to both; where a source meets itself, all of its persons"
    corner = el("td", el("span", "Source", class_="hidden"))
    yield wide(
        el(
            "table",
            el("caption", caption),
            el("thead", el("tr", corner, *heads)),
            el("tbody", *rows),
        ),
        "Whom several sources know",
    )
    if crossing.left_out:
        rest = count(crossing.left_out, "smaller source")
        yield el("p", f"{rest} left out.", class_="soft")


def _doubts(report: Report) -> Iterator[Html]:
    if not report.doubts:
        yield el(
            "p", "Nothing: every two records are plainly one person or plainly two."
        )
        return
    shown = len(report.doubtful)
    which = (
        "All of them are" if shown == report.doubts else f"The {shown} likeliest are"
    )
    yield el(
        "p",
        f"{count(report.doubts, 'pair')} of records may be one person or two. {which} "
        "here, at most two of any one person; --doubts writes them all. What was "
        "compared is in small letters, and one click away is what the files have.",
    )
    for one in report.doubtful:
        yield pair(one, together([called(one), ": one person or two?"]))


def _largest(report: Report) -> Iterator[Html]:
    if not report.largest:
        yield el("p", "Nobody has more than one.")
        return
    yield el(
        "p",
        "Where something went wrong, it shows here first: two people under one roof, "
        "or a number that many write down.",
    )
    yield from (person(one) for one in report.largest)


def _shared(report: Report) -> Iterator[Html]:
    kinds = [f"{number:,} of {kind}" for kind, number in report.households.items()]
    if kinds:
        every = sum(report.households.values())
        yield el(
            "p",
            f"{count(every, 'value')} {does(every, 'stands', 'stand')} beside a few "
            "given names, as a family's "
            "mailbox does (", listed(value(one) for one in kinds), "). Such "
            "a value tells a household rather than a person.",
        )  # fmt: skip
    else:
        yield el("p", "No mailbox, phone or number is a family's.")
    most = report.learned.most_people
    if not report.stopped:
        yield el("p", f"None stands beside more than {most} given names.")
        return
    values = count(report.stopped_in_all, "value")
    stand = does(report.stopped_in_all, "stands", "stand")
    yield el(
        "p",
        f"{values} {stand} beside more than {most} given names, as a shop's own number "
        "does. Such a value joins nobody at all.",
    )
    rows = [
        el(
            "tr",
            el("th", value(one.field, _NAME), scope="row"),
            el("td", value(one.value, _NAME)),
            el("td", f"{one.people:,}", class_="number"),
        )
        for one in report.stopped
    ]
    heads = [el("th", one, scope="col") for one in ("kind", "value, masked")]
    heads.append(el("th", "given names", scope="col", class_="number"))
    yield el(
        "table",
        el("caption", f"The {len(rows)} beside the most given names"),
        el("thead", el("tr", *heads)),
        el("tbody", *rows),
        class_="steps",
    )


def _foot(seed: int, version: str) -> Html:
    return el(
        "footer",
        el(
            "p",
            "This page shows records of real people. Keep it as carefully as the "
            "files, and delete it when it has served.",
        ),
        el(
            "p",
            f"Shopkeeper {version}, seed {seed}. The same files give the same page.",
            class_="soft",
        ),
    )
