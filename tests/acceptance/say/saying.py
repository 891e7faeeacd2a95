"""Say all contents to all their people, as the command does."""

from __future__ import annotations

from datetime import UTC
from pathlib import Path

from shopkeeper.bootstrap import (
    find_variant,
    read_json_lines,
    read_text,
    write_json_lines,
)
from shopkeeper.flow.say_files import Contents, Lines, say_files
from shopkeeper.say import read_content
from shopkeeper.vocabulary import Predicates, Shop
from tests.acceptance.say.attacks import NOW


def say_all(folder: Path) -> list[Path]:
    """Say each content to its people, as the command does."""
    predicates = Predicates()
    facts = Lines(name="facts.jsonl", rows=read_json_lines(folder / "facts.jsonl"))
    owned: dict[str, list[tuple[int, dict[str, object]]]] = {}
    for number, row in facts.rows:
        owned.setdefault(str(row["person"]), []).append((number, dict(row)))
    written = []
    for people in sorted((folder / "people").glob("*.jsonl")):
        path = folder / "content" / f"{people.stem}.md"
        content = read_content(read_text(path), name=str(path), predicates=predicates)
        rows = read_json_lines(people)
        # Only what could be theirs: the whole file each time would take hours.
        mine = [
            fact
            for _, row in rows
            for prefix in ("", "other-", "nobody-", "ME-")
            for fact in owned.get(f"{prefix}{row['person']}", [])
        ]
        spoken = say_files(
            Contents(content, predicates, find_variant(path)),
            people=Lines(name=str(people), rows=rows),
            facts=Lines(name="facts.jsonl", rows=mine),
            predicates=predicates,
            shop=Shop(name="our shop"),
            zone=UTC,
            now=NOW,
        )
        written.append(folder / f"{people.stem}.messages.jsonl")
        write_json_lines(written[-1], spoken.messages)
    return written
