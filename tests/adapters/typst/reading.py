"""Read letters back from their PDF, page by page and word by word."""

from __future__ import annotations

import io
import re

from typing import NamedTuple

import pypdf


MM = 72 / 25.4


class Printed(NamedTuple):
    """A piece of text and where its base line begins: millimetres from the top left."""

    x: float
    y: float
    words: str


def pages_of(pdf: bytes) -> list[str]:
    """Return the words of each page."""
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]


def bare(text: str) -> str:
    """Return a text without blanks and what nobody sees, as lines are broken anew."""
    return re.sub(r"[\s\u200b-\u200f\u2060\u00ad\u061c\ufeff]+", "", text)


def pieces(pdf: bytes, page: int = 0) -> list[Printed]:
    """Return what stands where on a page."""
    sheet = pypdf.PdfReader(io.BytesIO(pdf)).pages[page]
    height = float(sheet.mediabox.height)
    found: list[Printed] = []

    def visit(text, current, matrix, *_):
        if text.strip():
            x = matrix[4] * current[0] + matrix[5] * current[2] + current[4]
            y = matrix[4] * current[1] + matrix[5] * current[3] + current[5]
            found.append(Printed(x / MM, (height - y) / MM, text.strip()))

    sheet.extract_text(visitor_text=visit)
    return found


def lines_at_the_edge(pdf: bytes, page: int = 0) -> list[float]:
    """Return at which heights a line stands at the left edge, in millimetres."""
    sheet = pypdf.PdfReader(io.BytesIO(pdf)).pages[page]
    height = float(sheet.mediabox.height)
    found: list[float] = []

    def visit(operator, operands, current, _):
        if operator == b"m" and current[4] / MM < 10:
            x, y = map(float, operands)
            found.append((height - (x * current[1] + y * current[3] + current[5])) / MM)

    sheet.extract_text(visitor_operand_before=visit)
    return sorted({round(one, 1) for one in found})
