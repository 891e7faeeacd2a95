"""The same content in other languages, beside it.

Source: contracts.md, section 2: `content/<key>.md` and `content/<key>.<language>.md`.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from shopkeeper.adapters.files.lines import read_text


def find_variant(content: Path) -> Callable[[str, str], tuple[str, str] | None]:
    """
    Return what finds a content in another language beside the file *content*.

    It takes key and language and returns file name and text, or None. The file is
    named after the key, or as *content* is where that differs.
    """

    def find(key: str, language: str) -> tuple[str, str] | None:
        for stem in dict.fromkeys((key, content.stem)):
            path = content.with_name(f"{stem}.{language}.md")
            if path.is_file() and path != content:
                return str(path), read_text(path)
        return None

    return find
