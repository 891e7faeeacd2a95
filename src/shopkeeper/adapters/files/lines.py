"""JSON lines: read with the place of every mistake, written whole or not at all.

Source: contracts.md, section 0, Files.
"""

from __future__ import annotations

import contextlib
import json
import os
import tempfile

from collections.abc import Iterable, Mapping
from pathlib import Path

import msgspec

from shopkeeper.vocabulary import BadInput


def read_text(path: Path) -> str:
    """
    Read a text file in UTF-8.

    Raises:
        BadInput: If it is not there or is no such text.
    """
    try:
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        msg = f"{path} is not in UTF-8: save it so"
        raise BadInput(msg) from None
    except OSError as problem:
        msg = f"{path} cannot be read: {problem.strerror}"
        raise BadInput(msg) from None


def read_json_lines(path: Path) -> list[tuple[int, dict[str, object]]]:
    """
    Read a file with one JSON object a line.

    Returns:
        Line number from 1, and the object; empty lines are left out.

    Raises:
        BadInput: Naming file and line.
    """
    try:
        data = path.read_bytes()
    except OSError as problem:
        msg = f"{path} cannot be read: {problem.strerror}"
        raise BadInput(msg) from None
    decode = msgspec.json.Decoder().decode
    rows: list[tuple[int, dict[str, object]]] = []
    for number, line in enumerate(data.removeprefix(b"\xef\xbb\xbf").split(b"\n"), 1):
        if not line.strip():
            continue
        try:
            row = decode(line)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            row = _decode_slowly(line, f"{path}, line {number}")
        if not isinstance(row, dict):
            msg = f"{path}, line {number}: each line is an object such as {{…}}"
            raise BadInput(msg)
        rows.append((number, row))
    return rows


def _decode_slowly(line: bytes, place: str) -> object:
    """Read what the fast decoder refuses: half characters, which some writers make."""
    try:
        return json.loads(line, parse_constant=_refuse)
    except (ValueError, RecursionError) as problem:
        msg = f"{place} is not JSON: {problem}; each line is an object such as {{…}}"
        raise BadInput(msg) from None


def _refuse(word: str) -> None:
    msg = f"{word} is no JSON"
    raise ValueError(msg)


def write_text(path: Path, text: str) -> None:
    """
    Write a text file in UTF-8.

    Raises:
        BadInput: If it cannot be written.
    """
    try:
        path.write_text(text, encoding="utf-8")
    except (OSError, UnicodeEncodeError) as problem:
        msg = f"{path} cannot be written: {problem}"
        raise BadInput(msg) from None


def write_json_lines(path: Path, rows: Iterable[Mapping[str, object]]) -> int:
    """
    Write one JSON object a line; the file is there whole or not at all.

    Returns:
        How many lines were written.

    Raises:
        BadInput: If the folder cannot be written to.
    """
    encode = msgspec.json.Encoder().encode_into
    count = 0
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as problem:
        msg = f"{path} cannot be written: {problem.strerror}"
        raise BadInput(msg) from None
    try:
        with os.fdopen(handle, "wb") as lines:
            line = bytearray()
            for row in rows:
                encode(row, line)
                line += b"\n"
                lines.write(line)
                count += 1
        Path(name).chmod(0o666 & ~_umask())
        Path(name).replace(path)
    except BaseException as problem:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        if isinstance(problem, UnicodeEncodeError):
            msg = f"{path} cannot be written: a text holds half a character"
            raise BadInput(msg) from None
        if isinstance(problem, OSError):
            msg = f"{path} cannot be written: {problem.strerror}"
            raise BadInput(msg) from None
        raise
    return count


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
