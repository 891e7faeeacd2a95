"""Values to attack with: fit ones, unfit ones, and those one may argue about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from numpy.random import default_rng


_T = TypeVar("_T")


class Dice:
    """Seeded dice that leave what they choose as it is."""

    def __init__(self, seed: int) -> None:
        self._generator = default_rng(seed)

    def random(self) -> float:
        """A number from 0 to 1."""
        return float(self._generator.random())

    def whole(self, low: int, high: int) -> int:
        """A whole number from *low* to below *high*."""
        return int(self._generator.integers(low, high))

    def choice(self, options: Sequence[_T]) -> _T:
        """One of *options*."""
        return options[self.whole(0, len(options))]

    def shuffled(self, items: Sequence[_T]) -> list[_T]:
        """All of *items* in another order."""
        return [items[at] for at in self._generator.permutation(len(items))]


NAMES = (
    "Jenny", "Tom", "Zoë", "José", "Anne-Marie", "Mary Jane", "McDonald", "de la Cruz",
    "O'Brien", "O\u2019Neill", "Priya", "Søren", "Łukasz", "Ivan", "美咲", "محمد",
    "Νίκος", "Олена", "Nguyễn", "DeShawn", "MacLeod", "Jean-Luc", "van Dyke", "Hope",
    "Will", "May", "Mrs Novak", "Dr Watson", "J. R.", "D'Angelo", "Xiadani", "Bo",
)  # fmt: skip

UNFIT_TEXTS = (
    "", "   ", "\u200b\u200d", "\ufeff", "x" * 121, "word " * 30, "two\nlines",
    "two\r\nlines", "two\u2028lines", "<b>tea</b>", "<script>alert(1)</script>",
    "tea <br/> milk", "&lt;b&gt;tea", "r&#111;pe", "{{ person.called }}", "{{7*7}}",
    "{% if x %}", "${7*7}", "#{7*7}", "<%= 7 %>", "*|FNAME|*", "%FNAME%", "[[name]]",
    "{name}", "tea\x00", "te\x07a", "te\x1ba", "\u202eaet", "tea\u200e", "\u2066tea",
    "t\u061cea", "Product:", "Note\uff1a", "tea\ud800", "**tea**", "[tea](http://x)",
    "t\tea", "\x1ftea", "</p>tea", "tea\x85milk", "\ufe5b\ufe5bname\ufe5c\ufe5c",
    "\uff1cb\uff1etea\uff1c/b\uff1e",
)  # fmt: skip

UNFIT_NAMES = (
    "N/A", "n/a", "null", "NULL", "None", "test", "Test", "TEST", "{{first_name}}",
    "undefined", "unknown", "Customer", "Dear Customer", "xxx", "XXXX", "aaa", "-", "?",
    "...", "asdf", "qwerty", "Firstname", "First Name", "first_name", "Guest",
    "Test Test", "test user", "nan", "tbd", "no name", "[First Name]", "#N/A",
    "jenny@mail.example", "jenny.smith", "Jenny.Smith", "jenny_smith", "info",
    "Info", "sales", "noreply", "no-reply", "j.smith", "@jenny", "jennyS@", "Mr",
    "Mr.", "MRS", "Dr.", "Dr. Prof.", "Herr", "Frau", "Mme", "Mr & Mrs", "Ms", "Sir",
    "Miss", "Prof", "Jenny2", "GhostRider567", "J3nny", "4711", "Jenny \u0663",
    "Jenny Ⅷ", "Jenny²", "Jenny (deceased)", "Jenny (DECEASED)", "deceased",
    "Jenny - deceased", "Estate of Jenny", "The late Jenny", "(deceased)",
    "Jenny Ltd", "Harbour Books Ltd.", "ACME GmbH", "Smith & Sons", "Acme Inc.",
    "Muster AG", "Jones PLC", "Rossi S.p.A.", "The Book Company", "Acme, Inc",
    "Jenny & Tom", "Jenny and Tom", "Jenny und Tom", "Jenny/Tom", "Jenny + Tom",
    "Jenny, Tom", "Mr and Mrs Smith", "Jenny et Luc", "Jenny y Luis", "Jenny; Tom",
    "Jenny or Tom", "Jenny AND Tom", "Jenny\nTom", "Jenny:", "<b>Jenny</b>",
    "\u202eynneJ", "Jen\x00ny", "%FIRSTNAME%", "*|FNAME|*", "${name}", "{name}",
)  # fmt: skip

# In capitals or without: a clean form may be said where it is certain, or nothing.
DOUBTED_NAMES = (
    "JENNY", "jenny", "MCDONALD", "mcdonald", "DE LA CRUZ", "ANNE-MARIE", "anne-marie",
    "O'BRIEN", "MACKENZIE", "SMITH", "priya", "ИВАН", "ZOË", "ghostrider", "JO ANN",
    "tom", "maria", "ÉMILE", "VAN DYKE", "jean-luc", "XIADANI", "LAWSON",
)  # fmt: skip

ODD_BUT_FIT = (
    ("person.called", "O'Brien"), ("person.called", "Zoe\u0308"),
    ("person.called", "  Jenny  "), ("person.called", "\tJenny\n"),
    ("person.called", "Jenny\u00a0"), ("person.called",
    "\u0639\u0644\u06cc\u200c\u0631\u0636\u0627"),
    ("usual.item", "C&A tea, 5 kg"), ("usual.item", "'; DROP TABLE people; --"),
    ("usual.item", "100% cotton shirt"), ("usual.item", "7*7"), ("usual.item", "5 €"),
    ("usual.item", "x" * 120), ("usual.item", "Vol. 2: The Return"),
    ("usual.item", "тетрадь"), ("usual.item", "お茶"), ("usual.item", "tea (green)"),
    ("usual.item", "__import__('os').system('id')".replace("__", "")),
    ("usual.item", "=cmd|' /C calc'!A0"), ("usual.item", "2026-05-01"),
    ("problem.current", "the parcel never came!"), ("job.title", "CEO"),
    ("job.title", "nurse"), ("job.company", "Smith & Sons Ltd."),
    ("interest.rowing", "rowing"), ("event.moved", "to Graz"),
    ("promise.open", "We call you by Friday, 5 p.m."),
)  # fmt: skip

_STARTS = "br kl st v z tr m pl gr sn w fl dr h j".split()  # noqa: SIM905
_VOWELS = "a e i o u ou ea".split()  # noqa: SIM905
_ENDS = "nd rk lt m sh v zz x ck p".split()  # noqa: SIM905


def new_words(dice: Dice) -> str:
    """Two made-up words that stand in no letter by chance."""
    words = [
        "".join(dice.choice(part) for part in (_STARTS, _VOWELS, _ENDS, _VOWELS, _ENDS))
        for _ in range(2)
    ]
    return " ".join(words)
