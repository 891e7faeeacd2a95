"""What the bookshop sells: things bought again and again, and books bought once."""

from __future__ import annotations

from msgspec import Struct


class Item(Struct, frozen=True, kw_only=True):
    """
    One thing on the shelf.

    Attributes:
        sku: The shop's own number for it.
        name: As people call it.
        genre: The kind of thing.
        price_pence: Price with tax.
    """

    sku: str
    name: str
    genre: str
    price_pence: int


_AGAIN: tuple[tuple[str, str, int], ...] = (
    ("Harbour Blend Coffee Beans", "coffee", 850),
    ("Lighthouse Espresso Beans", "coffee", 925),
    ("Night Ferry Decaf Beans", "coffee", 895),
    ("Island Peaberry Beans", "coffee", 1100),
    ("Assam Leaf Tea", "tea", 640),
    ("Darjeeling Leaf Tea", "tea", 720),
    ("Lapsang Smoked Tea", "tea", 690),
    ("Peppermint Tea", "tea", 420),
    ("Dockside Crime Monthly", "magazine", 495),
    ("The Slow Traveller Magazine", "magazine", 650),
    ("Firth Poetry Review", "magazine", 700),
    ("Garden and Shore Magazine", "magazine", 520),
    ("Weekend Crossword Book", "puzzles", 399),
    ("Sudoku by the Sea", "puzzles", 399),
    ("Logic Puzzles Quarterly", "puzzles", 599),
    ("Puffin Rock Comic", "comics", 350),
    ("Captain Skerry Comic", "comics", 350),
    ("Manga Harbour Anthology", "comics", 799),
    ("Dotted Notebook A5", "stationery", 750),
    ("Lined Journal", "stationery", 900),
    ("Sketchbook A4", "stationery", 1050),
    ("Blue Black Ink", "stationery", 1200),
    ("Letter Paper and Envelopes", "stationery", 680),
    ("Pocket Diary Refill", "stationery", 480),
    ("Beeswax Reading Candle", "gifts", 1150),
    ("Oat and Ginger Shortbread", "gifts", 560),
    ("Bedtime Story Box", "children", 1400),
    ("Early Reader Parcel", "children", 1250),
    ("Audiobook Credit", "audio", 799),
    ("Book Club Choice", "book club", 1299),
)  # fmt: skip

_FIRST = (
    "Quiet", "Salt", "Winter", "Borrowed", "Northern", "Paper", "Seventh", "Hollow",
    "Amber", "Tidal", "Forgotten", "Clockmaker's",
)  # fmt: skip
_SECOND = (
    ("Harbour", "fiction"), ("Lantern", "crime"), ("Orchard", "fiction"),
    ("Map", "travel"), ("Widow", "crime"), ("Garden", "nature"), ("Letters", "history"),
    ("Kitchen", "cookery"), ("Shore", "nature"), ("Daughter", "fiction"),
    ("Detective", "crime"), ("Archive", "history"),
)  # fmt: skip

AGAIN: tuple[Item, ...] = tuple(
    Item(sku=f"HB-{100 + n}", name=name, genre=genre, price_pence=price)
    for n, (name, genre, price) in enumerate(_AGAIN)
)
"""Things that run out or appear again: what habits are made of."""

BOOKS: tuple[Item, ...] = tuple(
    Item(
        sku=f"HB-{500 + 12 * i + j}",
        name=f"The {first} {second}",
        genre=genre,
        price_pence=899 + 50 * ((i * 7 + j * 3) % 9),
    )
    for i, first in enumerate(_FIRST)
    for j, (second, genre) in enumerate(_SECOND)
)
"""Books: nobody in the town buys the same one twice for herself."""

BY_NAME: dict[str, Item] = {item.name: item for item in (*AGAIN, *BOOKS)}


def sibling(item: Item) -> Item:
    """Return the next thing of the same kind: the wrong button on the till."""
    kin = [other for other in AGAIN if other.genre == item.genre]
    return kin[(kin.index(item) + 1) % len(kin)]
