"""Letters as PDF: each by itself, and all of a batch in one file.

What a person says or is called goes to typst as data, never as source: no word of hers
can be markup. Every PDF is PDF/A-2u: fonts are embedded, every sign can be read back,
and a sign that no font here has is an error, not a box on somebody's letter.
"""

from __future__ import annotations

import json
import re

from collections.abc import Sequence
from datetime import datetime
from functools import cached_property
from importlib import resources
from pathlib import Path
from typing import Any

import msgspec

from shopkeeper.say.letter import Letter, Letterhead
from shopkeeper.vocabulary import BadInput


EXTRA = "Letters need the extra `post`: pip install 'shopkeeper[post]'."
_STANDARD = "a-2u"
_FONT = "Libertinus Serif"  # comes with typst
_NO_GLYPH = re.compile(r"the text `\"(.*?)\"` could not be displayed", re.DOTALL)


class SetLetter(msgspec.Struct, frozen=True, kw_only=True):
    """A letter that was set: its data, how many pages it takes, and its PDF."""

    letter: Letter
    pages: int
    pdf: bytes = b""


class Press:
    """
    Sets letters.

    Args:
        head: What all of them have in common.
        sides: Printed on one side of a sheet, or on two.
        font: Name of the font, or None: the one that is always there.
        fonts: Folder with fonts, or None.
        template: A shop's own instead of ours, or None.
    """

    def __init__(
        self,
        head: Letterhead,
        *,
        sides: int = 1,
        font: str | None = None,
        fonts: Path | None = None,
        template: Path | None = None,
    ) -> None:
        self._head = head
        self._sides = sides
        self._font = font
        self._fonts = fonts
        self._own = template

    @property
    def head(self) -> Letterhead:
        """What all letters have in common."""
        return self._head

    def one(self, letter: Letter, *, at: datetime) -> SetLetter:
        """
        Set a letter by itself.

        Raises:
            BadInput: If a sign of it cannot be printed with the fonts that are here,
                or a shop's own template has a mistake.
        """
        alone = self._data([SetLetter(letter=letter, pages=0)])
        try:
            pages = int(
                json.loads(
                    self._typst.query(
                        self._source, "<pages>", field="value", one=True,
                        sys_inputs=alone, ignore_system_fonts=True,
                        font_paths=self._known_fonts,
                    )
                )
            )  # fmt: skip
        except RuntimeError as error:
            raise _trouble(letter.id, error) from None
        found = SetLetter(letter=letter, pages=pages)
        pdf = self._compile([found], letter.id, at)
        return msgspec.structs.replace(found, pdf=pdf)

    def bind(self, letters: Sequence[SetLetter], *, at: datetime) -> bytes:
        """Set all letters of a batch in one file, one behind the other."""
        return self._compile(letters, "the batch", at)

    def first_pages(self, letters: Sequence[SetLetter]) -> list[int]:
        """Say on which page of the bound file each letter begins, from 1."""
        found, page = [], 1
        for one in letters:
            found.append(page)
            page += one.pages
            if self._sides == 2 and page % 2 == 0:  # noqa: PLR2004 the back of a sheet
                page += 1
        return found

    def _compile(self, letters: Sequence[SetLetter], name: str, at: datetime) -> bytes:
        try:
            made = self._typst.Compiler(
                font_paths=self._known_fonts, ignore_system_fonts=True
            ).compile(
                input=self._source, format="pdf", sys_inputs=self._data(letters),
                pdf_standards=_STANDARD, timestamp=int(at.timestamp()),
            )  # fmt: skip
        except RuntimeError as error:
            raise _trouble(name, error) from None
        return bytes(made)

    def _data(self, letters: Sequence[SetLetter]) -> dict[str, str]:
        form = self._head.form
        paper = msgspec.to_builtins(form) | {"size": form.paper}
        firsts = self.first_pages(letters)
        told = {
            "paper": paper,
            "title": "Letters" if len(letters) > 1 else "Letter",
            "sender": self._head.sender,
            "language": self._head.language.partition("-")[0].lower(),
            "sides": self._sides,
            "fonts": [one for one in (self._font, _FONT) if one],
            "letters": [
                msgspec.to_builtins(one.letter) | {"pages": one.pages, "first": first}
                for one, first in zip(letters, firsts, strict=True)
            ],
        }
        return {"letters": json.dumps(told, ensure_ascii=False)}

    @cached_property
    def _typst(self) -> Any:
        try:
            import typst  # noqa: PLC0415
        except ModuleNotFoundError:
            raise BadInput(EXTRA) from None
        return typst

    @cached_property
    def _known_fonts(self) -> Any:
        folders = [] if self._fonts is None else [str(self._fonts)]
        found = self._typst.Fonts(include_system_fonts=False, font_paths=folders)
        if self._font is not None and self._font not in found.families():
            where = self._fonts or "typst"
            known = ", ".join(sorted(found.families()))
            msg = f"There is no font {self._font!r} in {where}; there are {known}."
            raise BadInput(msg)
        return found

    @cached_property
    def _source(self) -> bytes:
        if self._own is not None:
            return self._own.read_bytes()
        ours = resources.files("shopkeeper.adapters.typst") / "letter.typ"
        return ours.read_bytes()


def _trouble(name: str, error: RuntimeError) -> BadInput:
    """Say what is wrong, without the words of a letter."""
    words = str(error)
    missing = _NO_GLYPH.search(words)
    if missing:
        sign = missing[1]
        msg = (
            f"{name}: no font here has the sign {sign!r}: put one that has it into a "
            "folder, and name that in `fonts` under [channels.post]."
        )
        return BadInput(msg)
    first = words.splitlines()[0] if words else type(error).__name__
    return BadInput(f"{name} cannot be set: {first}")
