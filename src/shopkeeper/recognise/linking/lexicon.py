"""Each different value once, under a number."""

from __future__ import annotations

from collections.abc import Sequence

from shopkeeper.recognise.linking.arrays import Array


NONE = -1
"""The code of a value that is not there."""


class Lexicon:
    """
    Different texts of one kind, numbered from 0 in the order they came.

    Codes stay as they are for ever, so that records can be added one by one.
    """

    def __init__(self) -> None:
        self._texts: list[str] = []
        self._codes: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self._texts)

    def code(self, text: str) -> int:
        """Return the code of *text*, a new one if it was not seen; `NONE` if empty."""
        if not text:
            return NONE
        known = self._codes.get(text)
        if known is None:
            known = self._codes[text] = len(self._texts)
            self._texts.append(text)
        return known

    def text(self, code: int) -> str:
        """Return what *code* stands for; empty for `NONE`."""
        return self._texts[code] if code >= 0 else ""

    def texts(self, codes: Array) -> list[str]:
        """Return what *codes* (int, any length) stand for; none may be `NONE`."""
        texts = self._texts
        return [texts[code] for code in codes.tolist()]

    def since(self, start: int) -> Sequence[str]:
        """Return the texts from code *start* on."""
        return self._texts[start:]

    def cut(self, count: int) -> None:
        """Forget all but the first *count* texts."""
        for text in self._texts[count:]:
            del self._codes[text]
        del self._texts[count:]
