"""Two records side by side, and persons of many records, on a page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from shopkeeper.cli.page import Html, count, el, listed, together, value
from shopkeeper.flow.recognise_examples import Alike, Large, Line, Pair, RolledUp


_STRONGLY, _CLEARLY, _LITTLE = 8.0, 3.0, 0.5
_AS_GOOD_AS, _QUITE, _FAIRLY = 0.995, 0.95, 0.8
_MOST = 0.999
_ID, _SHORT, _WORDS = 40, 40, 200


def pair(shown: Pair, heading: Html) -> Html:
    """
    Show two records side by side.

    Args:
        shown: The two.
        heading: What stands above them.
    """
    # Between the values stand names of columns, which may be anything, too.
    words = [
        value(piece) if place % 2 else value(piece, _WORDS)
        for place, piece in enumerate(shown.says)
    ]
    lines = [_line(one) for one in shown.lines]
    tables = [_evidence(shown, lines), *_others(shown)]
    if shown.cells:
        opened = el("summary", "As the files have them")
        tables.append(el("details", opened, _as_written(shown)))
    return el(
        "article", el("h3", heading), el("p", *words), *tables, class_="card pair"
    )


def called(shown: Pair) -> Html:
    """Name both records of a pair, once if they have one name."""
    names = [value(one.title(), _SHORT) for one in dict.fromkeys(shown.names) if one]
    return listed(names) if names else Html("Two records without a name")


def chance(confidence: float) -> str:
    """
    Say how sure it is.

    Example:
        >>> chance(0.71), chance(0.97)
        ('about 7 in 10', 'quite sure')
    """
    if confidence >= _AS_GOOD_AS:
        return "as good as sure"
    if confidence >= _QUITE:
        return "quite sure"
    if confidence >= _FAIRLY:
        return "fairly sure"
    return f"about {max(round(10 * confidence), 1)} in 10"


def _evidence(shown: Pair, lines: Sequence[Html]) -> Html:
    columns = [el("col", class_=one) for one in ("what", "record", "record", "how")]
    heads = [
        el(
            "th", value(record, _ID), el("span", value(source, _ID), class_="from"),
            scope="col", role="columnheader",
        )
        for record, source in zip(shown.records, shown.sources, strict=True)
    ]  # fmt: skip
    corner = el("span", "What they say", class_="hidden")
    how = el("span", "What it speaks for", class_="hidden")
    head = _row(
        el("td", corner, class_="corner", role="columnheader"),
        *heads,
        el("td", how, class_="corner", role="columnheader"),
    )
    said = f"{chance(shown.confidence)} that it is one person ({_number(shown)})"
    said += "" if shown.same else ", too little to join"
    before = _whole("before looking, for it is rare that two are one", shown.prior)
    summed = _row(
        el("th", f"All together: {said}", scope="row", colspan="3", role="rowheader"),
        el("td", el("small", _signed(shown.score)), class_="speaks", role="cell"),
    )
    return el(
        "table",
        el("caption", "Two records, field by field", class_="hidden"),
        el("colgroup", *columns),
        el("thead", head, role="rowgroup"),
        el("tbody", *lines, before, role="rowgroup"),
        el("tfoot", summed, role="rowgroup"),
        role="table",
    )


def _number(shown: Pair) -> str:
    return f"{shown.confidence:.3f}" if shown.confidence < _MOST else f"over {_MOST}"


def _row(*cells: Html, class_: str = "") -> Html:
    return el("tr", *cells, role="row", **({"class_": class_} if class_ else {}))


def _line(line: Line) -> Html:
    if not line.a and not line.b:
        return _whole(line.field, line.weight)
    head = el("th", value(line.field, _SHORT), scope="row", role="rowheader")
    a, b = (
        el("td", value(one) if one else el("span", "not known", class_="guess"),
           role="cell")
        for one in (line.a, line.b)
    )  # fmt: skip
    return _row(head, a, b, _speaks(line.weight))


def _whole(words: str, weight: float | None) -> Html:
    head = el("th", value(words), scope="row", colspan="3", role="rowheader")
    return _row(head, _speaks(weight))


def _speaks(weight: float | None) -> Html:
    """Say what a weight speaks for; bold is strong, and the number is for experts."""
    if weight is None:
        said = el("span", "not compared", class_="none")
        return el("td", said, class_="speaks", role="cell")
    size = abs(weight)
    if size < _LITTLE:
        said = el("span", "says little", class_="none")
    else:
        kind = "for" if weight > 0 else "against"
        strength = "a little " if size < _CLEARLY else ""
        if size >= _STRONGLY:
            said = el("span", f"strongly {kind}", class_=f"{kind} strongly")
        else:
            said = el("span", f"{strength}{kind}", class_=kind)
    number = el("small", _signed(weight))
    return el("td", said, " ", number, class_="speaks", role="cell")


def _signed(weight: float) -> str:
    text = f"{weight:+.1f}".replace("-", "\N{MINUS SIGN}")
    return "0.0" if text.endswith("0.0") and abs(weight) < 1.0 else text


def _others(shown: Pair) -> Iterator[Html]:
    for record, others in zip(shown.records, shown.others or (), strict=False):
        if others.count:
            many = count(others.count, "other record")
            head = el("summary", f"{many} of the person of ", value(record, _ID))
            yield el("details", head, _rolled_up(others))


def _as_written(shown: Pair) -> Html:
    rows = [
        _row(
            el("th", value(one.column, _SHORT), scope="row", role="rowheader"),
            el("td", value(one.a), role="cell"),
            el("td", value(one.b), role="cell"),
            class_="as-written",
        )
        for one in shown.cells
    ]
    heads = [
        el("th", value(one, _ID), scope="col", role="columnheader")
        for one in shown.records
    ]
    corner = el("td", el("span", "Column", class_="hidden"), class_="corner",
                role="columnheader")  # fmt: skip
    found = el(
        "table",
        el("caption", "The cells of both rows that are not empty"),
        el("thead", _row(corner, *heads), role="rowgroup"),
        el("tbody", *rows, role="rowgroup"),
        role="table",
    )
    if not shown.more_cells:
        return found
    more = f"… and {count(shown.more_cells, 'more column')}."
    return together([found, el("p", more, class_="soft")])


def person(shown: Large) -> Html:
    """Show a person of many records, what is common rolled up."""
    name = value(shown.name.title(), _SHORT) if shown.name else Html("No name known")
    her = el(
        "p", f"{count(shown.records.count, 'record')}; in the people file she is ",
        value(shown.person, _ID), class_="soft",
    )  # fmt: skip
    return el("article", el("h3", name), her, _rolled_up(shown.records), class_="card")


def _rolled_up(records: RolledUp) -> Html:
    lines = [el("li", *_alike(one), class_="fact") for one in records.alike]
    if records.more:
        more = f"… and {count(records.more, 'more record')} of hers."
        lines.append(el("li", more, class_="fact soft"))
    return el("ul", *lines)


def _alike(one: Alike) -> Iterator[Html]:
    said = [value(piece) for piece in one.says]
    yield Html(" · ".join(said)) if said else el("span", "says nothing", class_="guess")
    places = listed(value(source, _ID) for source in one.sources[:5])
    ids = Html(", ".join(value(record, _ID) for record in one.records))
    rest = one.count - len(one.records)
    more = f" and {rest:,} more" if rest else ""
    yield el("span", places, ": ", ids, more, class_="from")
