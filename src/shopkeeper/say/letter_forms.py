"""Where things stand on a letter, so that they show in the window of its envelope.

Sources: DIN 5008, forms A and B (address field 45 mm high at 27 or 45 mm, of which
17.7 mm are for the sender's line and notes; folds at 87 and 192 or 105 and 210 mm,
punch mark at 148.5 mm). United Kingdom: DL, window 90 x 35 mm, 20 mm from the left and
18 mm from the bottom, A4 in thirds. United States: No. 10, window 4.5 x 1.125 inches,
0.875 from the left and 0.5 from the bottom, Letter in thirds. Where a sheet has play in
its envelope, the address stands where it shows however the sheet lies.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from msgspec import Struct


class LetterForm(Struct, frozen=True, kw_only=True):
    """
    A form of letter. All lengths are millimetres from the top left of the sheet.

    Attributes:
        name: As `shop.toml` has it.
        paper: As typst calls it.
        left: Left edge of the words.
        right: Width of the right margin.
        top: Upper edge of the words on the second page and later.
        words: Where they begin on the first.
        window: Left edge and first line of the address, and its width.
        pitch: From one line of the address to the next.
        lines: So many lines of an address show.
        sender_line: Where the sender stands in the window, or None: it does not.
        head: Where the sender stands on the sheet.
        folds: Where to fold it.
        punch: Where to punch it, or None.
    """

    name: str
    paper: str = "a4"
    left: float = 25.0
    right: float = 20.0
    top: float = 20.0
    words: float
    window: tuple[float, float, float]
    pitch: float = 4.2
    lines: int = 6
    sender_line: float | None = None
    head: tuple[float, float]
    folds: tuple[float, float]
    punch: float | None = 148.5


FORMS: Mapping[str, LetterForm] = MappingProxyType(
    {
        "DIN 5008 A": LetterForm(
            name="DIN 5008 A", words=82.0, window=(25.0, 45.5, 75.0),
            sender_line=39.7, head=(125.0, 32.0), folds=(87.0, 192.0),
        ),
        "DIN 5008 B": LetterForm(
            name="DIN 5008 B", words=100.0, window=(25.0, 63.5, 75.0),
            sender_line=57.7, head=(125.0, 50.0), folds=(105.0, 210.0),
        ),
        "UK": LetterForm(
            name="UK", words=102.0, window=(25.0, 58.0, 74.0), pitch=3.9,
            head=(125.0, 20.0), folds=(99.0, 198.0),
        ),
        "US": LetterForm(
            name="US", paper="us-letter", left=25.4, right=25.4, words=96.0,
            window=(25.4, 55.5, 80.0), lines=5, head=(125.0, 16.0),
            folds=(93.1, 186.3), punch=None,
        ),
    }
)  # fmt: skip
_USUAL = {"GB": "UK", "IE": "UK", "US": "US", "CA": "US"}


def form_of(name: str | None, country: str) -> LetterForm:
    """
    Return the form of this name, or the one that is usual in a country.

    Example:
        >>> form_of(None, "IE").name, form_of("US", "DE").name, form_of(None, "AT").name
        ('UK', 'US', 'DIN 5008 B')
    """
    return FORMS[name or _USUAL.get(country, "DIN 5008 B")]
