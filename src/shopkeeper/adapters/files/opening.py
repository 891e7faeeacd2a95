"""Opens files that people keep: is it there, is it text, and in which alphabet?"""

from __future__ import annotations

import codecs

from pathlib import Path
from typing import NoReturn

from msgspec import Struct

from shopkeeper.vocabulary import BadInput


_CHUNK = 1 << 20
_LOOK = 4096
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class Alphabet(Struct, frozen=True):
    """
    How a file's bytes are letters.

    Attributes:
        encoding: Name for `open`.
        broken: Some bytes are none of its letters; open with `surrogateescape`.
    """

    encoding: str
    broken: bool = False

    @property
    def errors(self) -> str:
        """Return what `open` does with bytes that are no letters."""
        return "surrogateescape" if self.broken else "strict"


def refuse(path: Path, problem: str) -> NoReturn:
    """Raise the one sentence that names the file and says what to do."""
    message = f"{path}: {problem}"
    raise BadInput(message)


def check_file(path: Path) -> None:
    """
    See that *path* is a file with something in it that we may read.

    Raises:
        BadInput: It is missing, a folder, no ordinary file, forbidden or empty.
    """
    try:
        if not path.exists():
            refuse(path, "there is no such file; check the name and the folder")
        if path.is_dir():
            refuse(path, "is a folder; name the files in it, or a Maildir")
        if not path.is_file():
            refuse(path, "is no ordinary file; copy its content to a file first")
        with path.open("rb") as file:
            if not file.read(1):
                refuse(path, "is empty; export it again, with its rows")
    except PermissionError:
        refuse(path, "may not be read; give yourself permission to read it")
    except (OSError, ValueError) as error:
        refuse(path, f"cannot be opened ({error}); check the file")


def alphabet_of(path: Path) -> Alphabet:
    """
    Find out how a text file's bytes are letters, looking at all of them.

    A mark at its beginning tells; then UTF-8 if that reads it; then, where few bytes
    among many letters are wrong, UTF-8 with broken bytes; else Windows' Western
    letters, which most offices of the West still write.

    Raises:
        BadInput: It holds a NUL, so it is no text.
    """
    with path.open("rb") as file:
        start = file.read(_LOOK)
    for mark, encoding in _MARKS:
        if start.startswith(mark):
            return _checked(path, encoding)
    wide = _wide(start)
    if wide:
        return _checked(path, wide)
    return _eight_bit(path)


def _wide(start: bytes) -> str | None:
    """Tell UTF-16 without a mark by where its NULs stand."""
    even, odd = start[0::2].count(0), start[1::2].count(0)
    half = len(start) / 2
    if odd > 0.4 * half and even < 0.05 * half:
        return "utf-16-le"
    if even > 0.4 * half and odd < 0.05 * half:
        return "utf-16-be"
    return None


def _checked(path: Path, encoding: str) -> Alphabet:
    try:
        with path.open(encoding=encoding, newline="") as file:
            while chunk := file.read(_CHUNK):
                if "\0" in chunk:
                    _refuse_nul(path, None)
    except UnicodeError:
        if encoding == "utf-8-sig":
            return Alphabet(encoding, broken=True)
        refuse(path, f"is cut off or damaged {encoding} text; save it as UTF-8")
    return Alphabet(encoding)


def _eight_bit(path: Path) -> Alphabet:
    good = bad = lines = 0
    western = True
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            if b"\0" in chunk:
                _refuse_nul(path, lines + chunk[: chunk.index(b"\0")].count(b"\n") + 1)
            lines += chunk.count(b"\n")
            text = decoder.decode(chunk)
            if not text.isascii():
                wrong = sum("\udc80" <= one <= "\udcff" for one in text)
                bad += wrong
                good += sum(one > "\x7f" for one in text) - wrong
                western = western and not any(
                    byte in chunk for byte in b"\x81\x8d\x8f\x90\x9d"
                )
    bad += len(decoder.getstate()[0])
    if not bad:
        return Alphabet("utf-8")
    if good > 2 * bad:
        return Alphabet("utf-8", broken=True)
    return Alphabet("cp1252" if western else "latin-1")


def _refuse_nul(path: Path, line: int | None) -> NoReturn:
    where = "" if line is None else f" in line {line}"
    refuse(path, f"holds a NUL byte{where}, so it is no text; export it again as CSV")
