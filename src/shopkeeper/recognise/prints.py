"""What would tell a forgotten person again, if a row of hers came back.

A print is a tuple of plain texts. It is never kept: only its keyed hash is, so that
nobody without the shop's keys can ask whose it is (design.md, section 2).
"""

from __future__ import annotations

import re

from collections.abc import Callable, Collection, Iterable, Iterator

from shopkeeper.recognise.names import Name
from shopkeeper.recognise.nodes import Key, Node, keys_of
from shopkeeper.recognise.normalise import joining_value, normalise
from shopkeeper.vocabulary import IdentifierKind


Print = tuple[str, ...]

MASK = "_"
"""Stands for each letter of what was taken out of somebody else's words: a gap."""

_SHORTEST = 6  # letters of an address or a number
_ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")
_PHONE = re.compile(r"(?<![\w+])\+?\(?\d(?:[\s().\-/]{0,3}\d){6,14}(?!\w)")


def print_of(key: Key) -> Print:
    """Return the print of an identifier; to be had by anybody who names it."""
    kind, namespace, value = key
    return "id", str(kind), namespace, value


def sure_prints(node: Node, *, shared: Collection[Key] = ()) -> list[Print]:
    """
    Return what tells the person of a row for certain: identifiers of hers alone.

    Args:
        node: What the row says of her.
        shared: Identifiers that somebody else has, too.
    """
    return [print_of(key) for key in keys_of(node) if key not in shared]


def likely_prints(node: Node) -> list[Print]:
    """
    Return what tells her where nothing speaks against it.

    Her name with her day of birth, with her house, or with an identifier that she
    shares. A row that names somebody else's identifier is somebody else's, whatever
    its name: father and son live in one house.
    """
    name = _plain(node.name)
    if not name:
        return []
    found: list[Print] = []
    if node.birth_date is not None:
        found.append(("born", *name, node.birth_date.isoformat()))
    if node.address and (node.postcode or node.town):
        found.append(("home", *name, node.address, node.postcode or node.town))
    found += [("named", *name, *print_of(key)[1:]) for key in keys_of(node)]
    return found


def number_print(department: str, column: str, value: str) -> Print:
    """Return what tells her in a department that counts people by one column."""
    return "number", department, column, value


def key_print(source: str, row_key: str) -> Print:
    """Return what tells a row with a key of its own, whatever it says by now."""
    return "row", source, row_key


def cells_print(source: str, cells: Iterable[str | None]) -> Print:
    """Return what tells a row by all that it says, wherever in its file it stands."""
    said = ((one or "").strip() for one in cells)
    return "cells", source, *sorted(one for one in said if one)


def blanked_print(source: str, cells: Iterable[str | None]) -> Print:
    """Return what tells somebody else's row as it was before her address left it."""
    return "blanked", *cells_print(source, cells)[1:]


def _plain(name: Name) -> tuple[str, ...]:
    """Return given and family name; nothing where one of them is not known."""
    if not name.family or not name.given or len(name.given[0]) == 1:
        return ()
    return " ".join(sorted((name.given[0], *name.family.split()))), name.suffix


def addresses_in(text: str, *, country: str) -> Iterator[tuple[int, int, Print]]:
    """Yield each address and phone number in words: start, end, and its print."""
    kinds = [(IdentifierKind.PHONE, _PHONE)]
    if "@" in text:
        kinds.append((IdentifierKind.EMAIL, _ADDRESS))
    for kind, pattern in kinds:
        for found in pattern.finditer(text):
            start, end = found.span()
            written = found[0]
            if kind is IdentifierKind.EMAIL:  # "write to ann@lee.example."
                written = written.rstrip(".-'").lstrip("'")
                start = start + found[0].index(written)
                end = start + len(written)
            yield start, end, _print_of_text(kind, written, country)


def _print_of_text(kind: IdentifierKind, text: str, country: str) -> Print:
    value = normalise(kind, text, country=country).value
    return print_of((kind, "", joining_value(kind, value)))


def masked(
    text: str, *, country: str, is_hers: Callable[[Print], bool]
) -> tuple[str, list[str]]:
    """
    Take addresses and numbers out of words, letter for letter.

    Returns:
        The words, as long as before, so that what points into them still does; and
        what was taken out, as it was written.
    """
    taken: list[str] = []
    if len(text) < _SHORTEST:
        return text, taken
    for start, end, one in addresses_in(text, country=country):
        if is_hers(one):
            taken.append(text[start:end])
            text = text[:start] + MASK * (end - start) + text[end:]
    return text, taken
