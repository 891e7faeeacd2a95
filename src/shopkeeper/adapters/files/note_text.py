"""Reads notes people type into a text file, one entry after the other."""

from __future__ import annotations

import re

from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from shopkeeper.adapters.files.held_rows import HeldRows
from shopkeeper.adapters.files.opening import alphabet_of, check_file, refuse
from shopkeeper.recognise.columns import DateForm, learn_form
from shopkeeper.recognise.columns.dates import read_moment


COLUMNS = ("at", "author", "name", "heading", "email", "phone", "text")
_DATE = re.compile(
    r"^[\s#>*\[(\-\u2013\u2014=]*"
    r"((?:[^\W\d]{2,10}[.,]*\s+)?"
    r"(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}"
    r"|\d{1,2}(?:st|nd|rd|th|\.)?\s+(?:de\s+)?[^\W\d]{3,10}\.?,?\s+(?:de\s+)?\d{4}"
    r"|[^\W\d]{3,10}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4})"
    r"(?:(?:T|,?\s+)\d{1,2}[:h]\d{2}(?::\d{2})?(?:\s*[ap]m)?)?)"
    r"(.*)$",
    re.IGNORECASE,
)
_EMAIL = re.compile(r"[^\s@<>,;:()]{1,64}@[^\s@<>,;:()]{1,250}\.[^\W\d_]{2,24}")
_PHONE = re.compile(r"(?<![\d/.-])\+?\(?0?\d[\d ()-]{7,18}\d(?![\d/.-])")
_EDGES = " \t-\u2013\u2014:;,|)]=#*."
_ENDS = " \t-\u2013\u2014:;,|=#*."
_NAMES = re.compile(r"(?:[^\W\d_]['\u2019.\w-]*)(?:\s+[^\W\d_]['\u2019.\w-]*){0,4}")
_PARTS = re.compile(r"\s*[/|,;\u2013\u2014]\s*|\s+-\s+")
_ON = re.compile(
    r"([^\W\d_][\w.-]*)\s+(?:on|about|re|met|\u00fcber|ueber|sur|sobre|over)\s+(.+)",
    re.IGNORECASE,
)
_BY = re.compile(r"\b(?:by|von|par|por|door)\s+([^\W\d_][\w.-]*)\s*$", re.IGNORECASE)


class Entry(Struct, frozen=True, kw_only=True):
    """One entry: the words of its head, without the date, and what follows."""

    at: str
    heading: str
    text: str


def read_notes(path: Path) -> HeldRows:
    """
    Read the entries of a text file.

    Entries begin at lines that begin with a date; in a file without such lines they
    are parted by blank ones.

    Raises:
        BadInput: It is missing, empty or no text.
    """
    check_file(path)
    alphabet = alphabet_of(path)
    with path.open(encoding=alphabet.encoding, errors="replace") as file:
        entries = split_entries(file.read())
    if not entries:
        refuse(path, "holds no note; write at least one")
    rows = [_row_of(entry) for entry in entries]
    return HeldRows(
        name=path.stem,
        kind="text",
        columns=COLUMNS,
        rows=rows,
        numbers=range(1, len(rows) + 1),
    )


def split_entries(text: str) -> list[Entry]:
    """
    Part a text into entries, by dated heads if it has any, else by blank lines.

    Example:
        >>> split_entries("2026-03-01 Ann Lee: called.\\n2026-03-02: rain")[0].heading
        'Ann Lee'
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    heads = _heads(lines)
    if not heads:
        return [
            Entry(at="", heading="", text=block.strip())
            for block in re.split(r"\n[ \t]*\n", "\n".join(lines))
            if block.strip()
        ]
    return list(_dated(lines, heads))


def _heads(lines: list[str]) -> dict[int, tuple[str, str]]:
    found = {
        place: (match[1].strip(), match[2])
        for place, line in enumerate(lines)
        if len(line) < 10_000 and (match := _DATE.match(line))  # noqa: PLR2004
    }
    learned = learn_form([at for at, _ in found.values()], day_first=True)
    form = learned[0] if learned else None
    return {
        place: head for place, head in found.items() if form and _is_day(head[0], form)
    }


def _is_day(text: str, form: DateForm) -> bool:
    return read_moment(text, form) is not None


def _dated(lines: list[str], heads: dict[int, tuple[str, str]]) -> Iterator[Entry]:
    places = sorted(heads)
    before = "\n".join(lines[: places[0]]).strip()
    if before:
        yield Entry(at="", heading="", text=before)
    for place, end in zip(places, [*places[1:], len(lines)], strict=True):
        at, rest = heads[place]
        below = "\n".join(lines[place + 1 : end]).strip()
        heading, colon, words = rest.lstrip(_EDGES).rstrip(_ENDS).partition(":")
        if not colon and not below:
            heading, words = "", rest.strip(" \t-\u2013\u2014:|)]")
        elif not colon:
            heading, words = rest, ""
        text = "\n".join(part for part in (words.strip(), below) if part)
        yield Entry(at=at, heading=heading.strip(_ENDS), text=text)


def _row_of(entry: Entry) -> list[str]:
    whole = f"{entry.heading}\n{entry.text}"
    email, phone = _EMAIL.search(whole), _PHONE.search(whole)
    author, name = _people_of(entry.heading)
    return [
        entry.at,
        author,
        name,
        entry.heading,
        email[0] if email else "",
        phone[0].strip() if phone else "",
        entry.text or entry.heading,
    ]


def _people_of(heading: str) -> tuple[str, str]:
    """Find who wrote and about whom: `priya on Ann Lee`, `Ann Lee (by jo)`."""
    plain = re.sub(r"[(\[<].*?[)\]>]", " ", heading).strip(_EDGES)
    if on := _ON.fullmatch(plain):
        return on[1], on[2] if _NAMES.fullmatch(on[2]) else ""
    author = ""
    inside = re.search(r"[(\[]([^)\]]*)", heading)
    if by := _BY.search(plain) or (inside and _BY.search(inside[1])):
        author = by[1]
        plain = plain.replace(by[0], " ").strip(_EDGES)
    parts = [part.strip(_EDGES) for part in _PARTS.split(plain)]
    names = [part for part in parts if _NAMES.fullmatch(part)]
    if len(names) > 1 and not author and len(names[0].split()) == 1:
        author, names = names[0], names[1:]
    return author, names[0] if names else ""
