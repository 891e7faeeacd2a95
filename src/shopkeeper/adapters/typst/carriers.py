"""Letters as PDF in a folder: what would have left, for everybody to look at."""

from __future__ import annotations

import os

from pathlib import Path

from shopkeeper.adapters.typst.press import Press
from shopkeeper.say.letter import as_letter
from shopkeeper.vocabulary import Touch


class LetterCarrier:
    """
    A `Carrier` that writes each letter into *folder*, ready to be printed.

    Args:
        folder: Made when first written to.
        press: Sets them.
    """

    def __init__(self, folder: Path, press: Press) -> None:
        self._folder = folder
        self._press = press

    def carry(self, touch: Touch) -> str:
        """
        Write the letter, and return the file's name.

        Raises:
            BadInput: If it cannot be set.
        """
        letter = as_letter(touch, self._press.head, at=touch.at)
        data = self._press.one(letter, at=touch.at).pdf
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._folder / f"{letter.id}.pdf"
        fresh = path.with_suffix(".part")
        fresh.write_bytes(data)
        os.replace(fresh, path)  # noqa: PTH105 as atomic as it gets
        return f"{self._folder.name}/{path.name}"
