"""Finds a value in raw bytes, in whichever form it may have been written down."""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import json
import quopri
import zipfile

from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import quote

import pyarrow as pa
import pyarrow.parquet as pq


def forms(value: str) -> set[bytes]:
    """Return what *value* may look like: plain, escaped, encoded, hashed bare."""
    plain = value.encode()
    found = {
        plain, value.encode("utf-16-le"), value.encode("utf-16-be"),
        json.dumps(value)[1:-1].encode(), quote(value).encode(),
        quote(value, safe="").encode(), quopri.encodestring(plain).strip(),
        plain.hex().encode(), hashlib.sha256(plain).digest(),
        hashlib.sha256(plain).hexdigest().encode(),
        hashlib.sha256(value.casefold().encode()).hexdigest().encode(),
        hashlib.blake2b(plain, digest_size=16).digest(),
    }  # fmt: skip
    # Base64 of a longer text holds it in one of three ways, but for its ends.
    for shift in range(3):
        coded = base64.b64encode(b"\0" * shift + plain)
        found.add(coded[4 if shift else 0 : len(coded) // 4 * 4 - 4])
    return {one.lower() for one in found if len(one) >= 6}


def hits(folder: Path, values: Iterable[str], *spared: str) -> list[str]:
    """Return `file: value` for each value that stands anywhere under *folder*."""
    looked = {value: forms(value) for value in values}
    return [
        f"{name}: {value}"
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in spared
        for name, data in _contents(str(path.relative_to(folder)), path.read_bytes())
        for value, written in looked.items()
        if any(form in data for form in written)
    ]


def _contents(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield the bytes, and what is packed in them."""
    yield name, data.lower()
    if data[:2] == b"\x1f\x8b":
        yield from _contents(f"{name}!", gzip.decompress(data))
    if data[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            for inside in packed.namelist():
                yield from _contents(f"{name}!{inside}", packed.read(inside))
    if data[:4] == b"PAR1":
        table = pq.read_table(pa.BufferReader(data))
        yield f"{name}!", repr(table.to_pydict()).encode().lower()
        footer = pq.read_metadata(pa.BufferReader(data))
        yield f"{name}!footer", repr(footer.metadata).encode().lower()
