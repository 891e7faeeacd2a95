"""Keeps cells from acting as formulas when a spreadsheet opens our CSV.

Source: OWASP, CSV Injection: a cell that begins with one of `= + - @`, tab or a
line's end may be run. An apostrophe before it makes it text. Full-width forms count,
too, and blanks before it do not help. Reading takes the apostrophe away again, so
that what we wrote comes back as it was.
"""

from __future__ import annotations

import re
import unicodedata

from pathlib import Path


_TRIGGERS = ("=", "+", "-", "@")
_EDGES = ("\t", "\r", "\n")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")
_GUARDED = re.compile(rb"'['\s]*(?:[=+@-]|[\t\r\n]|[\xc2-\xf4])")
_CHUNK = 1 << 20


def guard(cell: str) -> str:
    """
    Make a cell safe to open in a spreadsheet.

    Example:
        >>> guard("=1+1"), guard("-3.5"), guard("+44 20 7946 0000")
        ("'=1+1", '-3.5', "'+44 20 7946 0000")
    """
    return "'" + cell if _would_run(cell.lstrip("'")) else cell


def unguard(cell: str) -> str:
    """
    Take away what `guard` put before a cell.

    Example:
        >>> unguard("'=1+1"), unguard("'tis the season")
        ('=1+1', "'tis the season")
    """
    if cell.startswith("'") and _would_run(cell.lstrip("'")):
        return cell[1:]
    return cell


def may_hold_guards(path: Path) -> bool:
    """Tell whether a file has an apostrophe that may be a guard, anywhere."""
    tail = b""
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            if _GUARDED.search(tail + chunk):
                return True
            tail = chunk[-64:]
    return False


def _would_run(cell: str) -> bool:
    if not cell:
        return False
    if cell.startswith(_EDGES):
        return True
    plain = unicodedata.normalize("NFKC", cell).strip()
    return plain.startswith(_TRIGGERS) and not _NUMBER.fullmatch(cell)
