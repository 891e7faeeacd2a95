"""How commands write pages: one file, no script, and whatever is said is escaped."""

from __future__ import annotations

import re
import unicodedata

from collections.abc import Iterable
from html import escape
from pathlib import Path

from shopkeeper.cli.page_style import STYLE
from shopkeeper.cli.showing import counted


LONGEST = 90
"""Letters of a value that are shown, at most."""

_ALLOWED = "\u200c\u200d"  # joiners, which Persian and Hindi are written with
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_PILES = re.compile(r"(?<=[\u0300-\u036f]{3})[\u0300-\u036f]+")
_VOID = frozenset({"br", "col", "meta"})
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


class Html(str):
    """Text that is markup already. Any other text is escaped where it is put."""

    __slots__ = ()


def el(name: str, *inside: str, **attributes: str) -> Html:
    """
    Make an element.

    Args:
        name: Its tag.
        inside: Elements, and plain text, which is escaped.
        attributes: `class_` is `class`, and `_` is `-`.

    Example:
        >>> el("p", "1 < 2, ", el("b", "really"), class_="soft")
        '<p class="soft">1 &lt; 2, <b>really</b></p>'
    """
    known = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(text)}"'
        for key, text in attributes.items()
    )
    if name in _VOID:
        return Html(f"<{name}{known}>")
    return Html(f"<{name}{known}>{together(inside)}</{name}>")


def together(parts: Iterable[str]) -> Html:
    """Return elements one after the other; plain text among them is escaped."""
    return Html(
        "".join(
            one if isinstance(one, Html) else escape(one, quote=False) for one in parts
        )
    )


def value(text: str, most: int = LONGEST, *, lines: bool = False) -> Html:
    """
    Show a value of somebody's data, whatever it is.

    It is cut, has no letters that nobody sees or that turn the line around, turns
    nothing beside it, and piles no accents onto the lines above.

    Args:
        text: Whatever it is.
        most: So many letters of it.
        lines: Keep the ends of its lines, as in a letter.

    Example:
        >>> value("<b>Ann" + chr(0x202E), most=6)
        '<bdi>&lt;b&gt;An…</bdi>'
    """
    cut = _PILES.sub("", text[: 4 * most])[: most + 1]
    seen = "".join(
        letter if lines and letter == "\n" else _visible(letter) for letter in cut
    )
    return el("bdi", seen if len(seen) <= most else f"{seen[: most - 1]}…")


def _visible(letter: str) -> str:
    if letter in "\t\n\r":
        return " "
    unseen = unicodedata.category(letter) in _UNSEEN and letter not in _ALLOWED
    return "\N{REPLACEMENT CHARACTER}" if unseen else letter


def count(number: int, thing: str) -> str:
    """
    Say how many.

    Example:
        >>> count(1, "record"), count(1200, "record")
        ('1 record', '1,200 records')
    """
    return counted(number, thing, grouped=True)


def does(number: int, one: str, several: str) -> str:
    """Return the verb for one, or for several."""
    return one if number == 1 else several


def share(part: float, whole: float = 1.0) -> str:
    """
    Say what part of the whole it is; never "100 %" of what is not all.

    Example:
        >>> share(999, 1000), share(1, 3), share(2, 100_000)
        ('over 99\\u202f%', '33\\u202f%', '1 in 50,000')
    """
    if not part:
        return "none"
    found = part / whole
    if found >= 1.0:
        return "all"
    if found > 0.99:  # noqa: PLR2004
        return "over 99\N{NARROW NO-BREAK SPACE}%"
    if found < 0.01:  # noqa: PLR2004
        return f"1 in {1 / found:,.0f}"
    return f"{100 * found:.0f}\N{NARROW NO-BREAK SPACE}%"


def bar(part: float, whole: float = 1.0) -> Html:
    """Draw a share; the number beside it says the same."""
    width = f"{100 * part / whole if whole else 0:.2f}%"
    drawn = [el("span", style=f"inline-size:{width}")] if part else []
    return el("span", *drawn, class_="bar", aria_hidden="true")


def listed(names: Iterable[Html]) -> Html:
    """Write names as one says them: a, b and c."""
    every = list(names)
    if len(every) < 2:  # noqa: PLR2004
        return together(every)
    return together([Html(", ".join(every[:-1])), " and ", every[-1]])


def section(name: str, title: str, inside: Iterable[Html]) -> Html:
    """Make a part of a page with its heading; *name* is what links to it say."""
    return el(
        "section", el("h2", title, id=f"{name}-title"), *inside,
        id=name, aria_labelledby=f"{name}-title",
    )  # fmt: skip


def table(
    caption: str, head: Iterable[str], rows: Iterable[Html], *, few: int | None = None
) -> Html:
    """
    Make a table of rows that are made, which may be wider than the page.

    Args:
        caption: What it shows.
        head: Heads of its columns.
        rows: Made with `el`.
        few: The column that a small screen leaves out; its cells are `few`, too.
    """
    cells = [
        el("th", word, scope="col", class_="few")
        if at == few
        else el("th", word, scope="col")
        for at, word in enumerate(head)
    ]
    made = el(
        "table", el("caption", caption), el("thead", el("tr", *cells)),
        el("tbody", *rows),
    )  # fmt: skip
    return wide(made, caption)


def wide(table: Html, label: str) -> Html:
    """Let a table that is wider than the page be moved sideways, also by keys."""
    return el(
        "div", table, class_="wide", role="region", tabindex="0", aria_label=label
    )


def write_page(path: Path, title: str, body: Html) -> None:
    """
    Write a page, whole or not at all.

    Args:
        path: Where to.
        title: What the window says.
        body: What stands in its `main`.

    Raises:
        BadInput: The place cannot be written to.
    """
    from shopkeeper.vocabulary.errors import BadInput

    head = together(
        [
            el("meta", charset="utf-8"),
            # Should anything ever slip through: nothing on this page may run or load.
            el("meta", http_equiv="Content-Security-Policy", content=_POLICY),
            el("meta", name_="viewport", content="width=device-width, initial-scale=1"),
            el("meta", name_="color-scheme", content="light dark"),
            el("title", title),
            el("style", Html(STYLE)),
        ]
    )
    page = el("html", el("head", head), el("body", el("main", body)), lang="en")
    half = path.with_name(f".{path.name}.half")
    try:
        half.write_text(f"<!doctype html>\n{page}\n", encoding="utf-8")
        half.replace(path)
    except OSError as problem:
        half.unlink(missing_ok=True)
        message = f"{path} cannot be written: {problem.strerror}; choose another."
        raise BadInput(message) from None
