"""Which line of a TOML file each key stands on.

The standard library reads TOML but forgets the lines. This scanner reads no
values: it walks over text that `tomllib` has already accepted and notes where
each key begins, so that an error about a value can name its line.
"""

from __future__ import annotations

import tomllib

from bisect import bisect_right


KeyPath = tuple[str | int, ...]

_QUOTES = "\"'"
_ENDS_OF_PLAIN_VALUES = ",]}#\n"


def key_lines(text: str) -> dict[KeyPath, int]:
    """
    Note the line, from 1, of each key, table and element.

    Args:
        text: TOML that `tomllib.loads` accepts, and has accepted.

    Returns:
        Paths of keys to lines. Elements of arrays are numbered from 0, those
        of `[[name]]` too.

    Example:
        >>> key_lines("[a]\\nb = 1\\n[[c]]\\nd.e = {f = 2}")[("c", 0, "d", "e", "f")]
        4
    """
    return _Scanner(text).scan()


class _Scanner:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.newlines = [i for i, letter in enumerate(text) if letter == "\n"]
        self.lines: dict[KeyPath, int] = {}
        self.counts: dict[KeyPath, int] = {}

    def scan(self) -> dict[KeyPath, int]:
        base: KeyPath = ()
        while True:
            self.skip_blank()
            if self.at >= len(self.text):
                return self.lines
            if self.text[self.at] == "[":
                base = self.header()
            else:
                self.pair(base)

    def line(self) -> int:
        return bisect_right(self.newlines, self.at - 1) + 1

    def skip_blank(self) -> None:
        while self.at < len(self.text):
            letter = self.text[self.at]
            if letter == "#":
                end = self.text.find("\n", self.at)
                self.at = len(self.text) if end < 0 else end
            elif letter in " \t\r\n":
                self.at += 1
            else:
                return

    def header(self) -> KeyPath:
        line = self.line()
        of_array = self.text.startswith("[[", self.at)
        self.at += 2 if of_array else 1
        parts = self.key()
        self.at += 2 if of_array else 1
        *parents, last = parts
        path = (*self.resolve(parents, line), last)
        self.lines.setdefault(path, line)
        if of_array:
            number = self.counts.get(path, 0)
            self.counts[path] = number + 1
            path = (*path, number)
            self.lines[path] = line
        return path

    def resolve(self, parts: list[str], line: int) -> KeyPath:
        path: KeyPath = ()
        for part in parts:
            path = (*path, part)
            self.lines.setdefault(path, line)
            if path in self.counts:
                path = (*path, self.counts[path] - 1)
        return path

    def pair(self, base: KeyPath) -> None:
        line = self.line()
        path = base
        for part in self.key():
            path = (*path, part)
            self.lines.setdefault(path, line)
        self.at += 1  # the equals sign
        self.value(path)

    def key(self) -> list[str]:
        parts = []
        while True:
            self.skip_blank()
            parts.append(self.part())
            self.skip_blank()
            if self.text[self.at] != ".":
                return parts
            self.at += 1

    def part(self) -> str:
        start = self.at
        if self.text[self.at] in _QUOTES:
            self.string()
            written = self.text[start : self.at]
            return str(tomllib.loads(f"key = {written}")["key"])
        while self.text[self.at].isalnum() or self.text[self.at] in "-_":
            self.at += 1
        return self.text[start : self.at]

    def value(self, path: KeyPath) -> None:
        self.skip_blank()
        letter = self.text[self.at]
        if letter in _QUOTES:
            self.string()
        elif letter == "[":
            self.array(path)
        elif letter == "{":
            self.inline_table(path)
        else:
            while (
                self.at < len(self.text)
                and self.text[self.at] not in _ENDS_OF_PLAIN_VALUES
            ):
                self.at += 1

    def string(self) -> None:
        quote = self.text[self.at]
        mark = quote * 3 if self.text.startswith(quote * 3, self.at) else quote
        self.at += len(mark)
        while self.at < len(self.text) and not self.text.startswith(mark, self.at):
            # A backslash hides the next letter in "…", and is itself in '…'.
            escaped = quote == '"' and self.text[self.at] == "\\"
            self.at += 2 if escaped else 1
        self.at += len(mark)
        if len(mark) > 1:
            # Up to two quotes may stand just inside the closing three.
            while self.text.startswith(quote, self.at):
                self.at += 1

    def array(self, path: KeyPath) -> None:
        self.at += 1
        number = 0
        while True:
            self.skip_blank()
            if self.text[self.at] == "]":
                break
            element = (*path, number)
            self.lines.setdefault(element, self.line())
            self.value(element)
            self.skip_comma()
            number += 1
        self.at += 1

    def inline_table(self, path: KeyPath) -> None:
        self.at += 1
        while True:
            self.skip_blank()
            if self.text[self.at] == "}":
                break
            self.pair(path)
            self.skip_comma()
        self.at += 1

    def skip_comma(self) -> None:
        self.skip_blank()
        if self.text[self.at] == ",":
            self.at += 1
