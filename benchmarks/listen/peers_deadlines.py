"""Deadlines as dateparser and recognizers-text read them: JSON lines in, JSON out.

python peers_deadlines.py dateparser|recognizers IN OUT   in an environment of its own

IN: `id`, `text` (the sentence of the promise), `said_at`. OUT: id to a day or null: the
latest that the library finds in the sentence, as a rival would take it. `hearing.py`
installs the libraries aside and runs this.
"""

from __future__ import annotations

import importlib
import json
import sys

from datetime import UTC, datetime
from pathlib import Path


def by_dateparser(text: str, said_at: datetime) -> str | None:
    """Take the latest moment that `search_dates` finds."""
    search_dates = importlib.import_module("dateparser.search").search_dates
    found = search_dates(
        text,
        languages=["en"],
        settings={
            "RELATIVE_BASE": said_at.replace(tzinfo=None),
            "PREFER_DATES_FROM": "future",
        },
    )
    return max(when for _, when in found).date().isoformat() if found else None


def by_recognizers(text: str, said_at: datetime) -> str | None:
    """Take the latest day of the resolutions that lie ahead."""
    recognize_datetime = importlib.import_module(
        "recognizers_date_time"
    ).recognize_datetime
    days = []
    for found in recognize_datetime(
        text, "en-us", reference=said_at.replace(tzinfo=None)
    ):
        values = (found.resolution or {}).get("values") or []
        for value in values:
            day = value.get("end") or value.get("value") or value.get("start") or ""
            if len(day) >= len("2026-01-01") and day[4] == "-":
                days.append(day[:10])
    ahead = [day for day in days if day >= said_at.date().isoformat()]
    return min(ahead) if ahead else None


def main() -> None:
    """Read every line; what a library stumbles over is not read by it."""
    name, source, out = sys.argv[1:]
    read = {"dateparser": by_dateparser, "recognizers": by_recognizers}[name]
    read("by friday", datetime(2026, 3, 10, tzinfo=UTC))  # not there: said at once
    found: dict[str, str | None] = {}
    for line in Path(source).read_text(encoding="utf-8").splitlines():
        one = json.loads(line)
        try:
            said_at = datetime.fromisoformat(one["said_at"])
            found[one["id"]] = read(one["text"], said_at)
        except Exception as problem:  # noqa: BLE001  # its own, of any kind
            print(f"{one['id']}: {type(problem).__name__}", file=sys.stderr)
            found[one["id"]] = None
    Path(out).write_text(json.dumps(found), encoding="utf-8")


if __name__ == "__main__":
    main()
