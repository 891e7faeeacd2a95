"""What is looked up of a name or a postcode more often than its letters."""

from __future__ import annotations

import numpy as np

from shopkeeper.recognise.linking.arrays import Array, Growing
from shopkeeper.recognise.linking.lexicon import Lexicon
from shopkeeper.recognise.nicknames import FORMAL


_SOUNDS = {
    **dict.fromkeys("bfpvw", "1"), **dict.fromkeys("cgjkqsxz", "2"),
    **dict.fromkeys("dt", "3"), "l": "4", **dict.fromkeys("mn", "5"), "r": "6",
}  # fmt: skip
_IN_TOWN = 3  # letters of a postcode that tell streets within its district
_LONG_SOUND = 3


def sound(name: str) -> str:
    """
    Return how a name sounds, roughly (after Russell's Soundex, 1918).

    Example:
        >>> sound("smith") == sound("smyth")
        True
    """
    if not name:
        return ""
    last, code = _SOUNDS.get(name[0], ""), []
    for letter in name[1:]:
        digit = _SOUNDS.get(letter, "")
        if digit and digit != last:
            code.append(digit)
        if letter not in "hw":
            last = digit
    return name[0] + "".join(code[:_LONG_SOUND])


class Sounds:
    """
    How each name of a lexicon sounds, as numbers; grows with it.

    Args:
        names: The lexicon of names.
        postcodes: That of postcodes.
    """

    def __init__(self, names: Lexicon, postcodes: Lexicon) -> None:
        self._names = names
        self._postcodes = postcodes
        self._known: dict[str, int] = {}
        self._sound = Growing(np.int32)
        self._formal = Growing(np.int32)
        self._initial = Growing(np.int32)
        self._length = Growing(np.int32)
        self._district = Growing(np.int32)

    def refresh(self) -> None:
        """Take in the values that came since."""
        towns = self._postcodes.since(len(self._district))
        if towns:
            self._district.add(
                np.array([self._number(f"/{one[:-_IN_TOWN] or one}") for one in towns])
            )
        names = self._names.since(len(self._sound))
        if names:
            self._sound.add(np.array([self._number(sound(one)) for one in names]))
            formal = [sound(min(FORMAL.get(one, (one,)))) for one in names]
            self._formal.add(np.array([self._number(one) for one in formal]))
            self._initial.add(np.array([ord(one[0]) for one in names]))
            self._length.add(np.array([len(one) for one in names]))

    def cut(self, names: int, postcodes: int) -> None:
        """Forget all but the first *names* names and *postcodes* postcodes."""
        for column in (self._sound, self._formal, self._initial, self._length):
            column.cut(min(names, len(column)))
        self._district.cut(min(postcodes, len(self._district)))

    def sound(self, codes: Array) -> Array:
        """Return a number for how names sound, (n,); -1 for no name."""
        return _looked_up(self._sound, codes)

    def formal(self, codes: Array) -> Array:
        """Return the sound of the name that a short form stands for, (n,)."""
        return _looked_up(self._formal, codes)

    def initial(self, codes: Array) -> Array:
        """Return the first letters of names as numbers, (n,)."""
        return _looked_up(self._initial, codes)

    def length(self, codes: Array) -> Array:
        """Return how many letters names have, (n,); -1 for no name."""
        return _looked_up(self._length, codes)

    def district(self, codes: Array) -> Array:
        """Return a number for the district of postcodes, (n,)."""
        return _looked_up(self._district, codes)

    def _number(self, text: str) -> int:
        return self._known.setdefault(text, len(self._known))


def _looked_up(column: Growing, codes: Array) -> Array:
    facts = column.all
    if not len(facts):
        return np.full(len(codes), -1, np.int32)
    return np.where(codes >= 0, facts[codes], -1)
