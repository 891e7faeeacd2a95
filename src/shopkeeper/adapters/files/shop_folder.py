"""The folder of a shop: what lies where, made and cleared with care."""

from __future__ import annotations

import glob
import shutil

from collections.abc import Mapping
from pathlib import Path

from shopkeeper.adapters.files.keys import keys_from_seed, write_keys
from shopkeeper.adapters.files.owner import owning
from shopkeeper.vocabulary import BadInput, Source


# What a demonstration consists of: all that is removed when it is made again.
_DEMO_PARTS = (
    "exports", "content", "plans", "out", "shop.toml", "demo.json", ".shopkeeper",
)  # fmt: skip
STATE = ".shopkeeper"  # created, never edited by hand (contracts.md, design section 4)


def prepare_state(state: Path) -> None:
    """
    Make the folder of what is created and never edited by hand.

    Raises:
        BadInput: If it cannot be written to.
    """
    try:
        state.mkdir(parents=True, exist_ok=True)
        ignore = state / ".gitignore"
        if not ignore.exists():
            ignore.write_text("*\n", encoding="utf-8")
        probe = state / "probe"
        probe.touch()
        probe.unlink()
    except OSError as error:
        msg = (
            f"{state} cannot be written to ({error.strerror}): make the folder "
            "writable, or choose another."
        )
        raise BadInput(msg) from None


def make_demo_state(folder: Path, seed: int) -> None:
    """Mark *folder* as a demonstration whose keys follow from *seed*."""
    state = folder / STATE
    prepare_state(state)
    (state / "demo").write_text(f"{seed}\n", encoding="utf-8")
    if not (state / "keys").exists():
        write_keys(state / "keys", keys_from_seed(seed))


def is_demo(folder: Path) -> bool:
    """Say whether *folder* is a demonstration of ours."""
    return (folder / STATE / "demo").exists()


def clear_demo(folder: Path, seed: int) -> None:
    """
    Make room for a demonstration: an empty folder, or one that we made before.

    Args:
        folder: Where it is to be.
        seed: Its keys follow from it.

    Raises:
        BadInput: If something else is in it.
    """
    if folder.exists() and not folder.is_dir():
        msg = f"{folder} is a file: name a folder with --into."
        raise BadInput(msg)
    if folder.exists() and any(folder.iterdir()):
        if not is_demo(folder):
            msg = f"{folder} is not empty and not a demonstration: name another --into."
            raise BadInput(msg)
        with owning(folder / STATE / "owner"):
            for name in _DEMO_PARTS:
                part = folder / name
                if part.is_dir():
                    shutil.rmtree(part)
                else:
                    part.unlink(missing_ok=True)
    # Marked first, so that one that was broken off can be made again.
    make_demo_state(folder, seed)


def refuse_shop(folder: Path) -> None:
    """
    Refuse a folder that is a shop already, or that cannot be one.

    Raises:
        BadInput: With what to do.
    """
    if (folder / "shop.toml").exists():
        msg = f"{folder} is a shop already: edit its shop.toml, or choose another."
        raise BadInput(msg)
    if folder.exists() and not folder.is_dir():
        msg = f"{folder} is a file: name a folder for the shop."
        raise BadInput(msg)


def read_path(folder: Path, file: Path) -> str:
    """Say how `shop.toml` in *folder* names *file*: relative where it lies inside."""
    whole, home = file.resolve(), folder.resolve()
    inside = whole.is_relative_to(home)
    text = str(whole.relative_to(home)) if inside else str(whole)
    return glob.escape(text)


def write_papers(folder: Path, papers: Mapping[str, str]) -> None:
    """
    Write text files under *folder*, those that are there left alone.

    Raises:
        BadInput: If the folder cannot be written to.
    """
    written = []
    try:
        for name, text in papers.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if not path.exists():
                written.append(path)
                path.write_text(text, encoding="utf-8")
    except OSError as error:
        for path in written:
            path.unlink(missing_ok=True)
        msg = (
            f"{folder} cannot be written to ({error.strerror}): make the folder "
            "writable, or choose another."
        )
        raise BadInput(msg) from None


def files_of(folder: Path, source: Source) -> list[Path]:
    """
    List the files a source reads, in order of name.

    Raises:
        BadInput: If there is none, or it is a database.
    """
    pattern = source.read or ""
    if "://" in pattern or source.query is not None:
        msg = (
            f"{folder / 'shop.toml'}: the source {source.name!r} reads a database, "
            "which this version cannot: export the query to a file and read that."
        )
        raise BadInput(msg)
    if Path(pattern).is_absolute():
        root = Path(pattern).anchor
        found = sorted(Path(root).glob(str(Path(pattern).relative_to(root))))
    else:
        found = sorted(folder.glob(pattern))
    if not found:
        msg = (
            f"{folder / 'shop.toml'}: the source {source.name!r} reads {pattern!r}, "
            "and there is no such file: put it there, or correct `read`."
        )
        raise BadInput(msg)
    return found
