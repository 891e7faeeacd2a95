"""Where things stand in a content file, so that an error can name line and column."""

from __future__ import annotations

import re
import tomllib

from collections.abc import Callable, Mapping

from shopkeeper.vocabulary import BadInput


MOST_SIGNS = 64_000  # of a content file
_FENCE = "+++"
_ESCAPE = re.compile(r"\\(?:u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)|.", re.DOTALL)
_OPENING = re.compile(r"""\s*(?P<quotes>\"{3}|'{3}|\"|')(?:\r?\n)?""")
_PLACE = re.compile(r"\(at line (\d+), column (\d+)\)")
_TOML_END = re.compile(r"\s*\(at .*\)$")
# Long stretches of blanks make the lexer of a template quadratic.
_BLANKS = re.compile(r"\s{400}")

# Index in a part to (line, column) of the file, both from 1.
Place = Callable[[int], tuple[int, int]]


class Source:
    """A content file: its front matter, its body, and where each begins."""

    def __init__(self, text: str, name: str) -> None:
        self.name = name
        text = text.removeprefix("\ufeff").replace("\r\n", "\n")
        if len(text) > MOST_SIGNS or _BLANKS.search(text):
            msg = f"is too long: {MOST_SIGNS} characters, 400 blanks in a row at most"
            raise self.error(msg)
        if "\x00" in text:
            msg = "holds a NUL character: save it as a text file in UTF-8"
            raise self.error(msg)
        self._text = text
        lines = text.split("\n")
        fences = [at for at, line in enumerate(lines) if line.rstrip() == _FENCE]
        if not fences or fences[0] != 0:
            msg = 'begins with a line +++, then key = "…", purpose, channels, then +++'
            raise self.error(msg, 1)
        if len(fences) < 2:  # noqa: PLR2004 one opens, one closes
            msg = "has no second line +++ that ends the front matter"
            raise self.error(msg, 1)
        self.front = "\n".join(lines[1 : fences[1]])
        self.body = "\n".join(lines[fences[1] + 1 :])
        self._body_at = len(text) - len(self.body)
        blank = len(self.body) - len(self.body.lstrip("\n"))
        self.body = self.body.strip("\n")
        self._body_at += blank

    def error(self, because: str, line: int | None = None, column: int = 1) -> BadInput:
        """Make an error that names the place."""
        where = "" if line is None else f", line {line}, column {column}"
        return BadInput(f"{self.name}{where}: {because}")

    def read_front(self) -> Mapping[str, object]:
        """Return the front matter's fields."""
        try:
            return tomllib.loads(self.front)
        except tomllib.TOMLDecodeError as problem:
            found = _PLACE.search(str(problem))
            line, column = (int(found[1]), int(found[2])) if found else (1, 1)
            because = _TOML_END.sub("", str(problem))
            msg = f"not TOML: {because}"
            raise self.error(msg, line + 1, column) from None
        except (RecursionError, ValueError):
            msg = "the front matter cannot be read as TOML"
            raise self.error(msg, 2) from None

    def line_of(self, key: str) -> int:
        """Return the line on which *key* is set, else the first."""
        found = self._key(key)
        return 1 if found is None else self._place(found.start(1))[0]

    def in_body(self, index: int) -> tuple[int, int]:
        """Return line and column of an index of the body."""
        return self._place(self._body_at + self._within(index, len(self.body)))

    def in_field(self, key: str) -> Place:
        """Return what finds line and column of an index of a text field."""
        found = self._key(key)
        opening = _OPENING.match(self._text, found.end()) if found else None
        if opening is None:
            return lambda _: (self.line_of(key), 1)
        raw_at, escaped = opening.end(), '"' in opening["quotes"]

        def place(index: int) -> tuple[int, int]:
            at = raw_at
            for number, sign in enumerate(_ESCAPE.finditer(self._text, raw_at)):
                at = sign.start()
                if number >= index:
                    break
            return self._place(at if escaped else raw_at + max(index, 0))

        return place

    def _key(self, key: str) -> re.Match[str] | None:
        pattern = rf"""^[ \t]*(["']?{re.escape(key)}["']?)[ \t]*="""
        front = self._text[: self._body_at]
        return re.compile(pattern, re.MULTILINE).search(front)

    def _within(self, index: int, length: int) -> int:
        return length if index < 0 else min(index, length)

    def _place(self, index: int) -> tuple[int, int]:
        before = self._text[:index]
        return before.count("\n") + 1, index - (before.rfind("\n") + 1) + 1
