"""The shop's contents as they lie in its folder."""

from __future__ import annotations

from pathlib import Path

from shopkeeper.vocabulary import BadInput


def read_contents(folder: Path) -> dict[str, str]:
    """
    Read every content file of a folder.

    Args:
        folder: Holds `<key>.md` and `<key>.<language>.md`; may be missing.

    Returns:
        Text by file name without `.md`.

    Raises:
        BadInput: If a file is not UTF-8.
    """
    found = {}
    for path in sorted(folder.glob("*.md")):
        try:
            found[path.name.removesuffix(".md")] = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            msg = f"{path} is not UTF-8: save it as UTF-8."
            raise BadInput(msg) from None
    return found
