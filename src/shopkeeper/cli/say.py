"""`shopkeeper say`: a content, people and facts in; messages with claims out."""

from __future__ import annotations

import sys

from pathlib import Path


def say(
    content: Path,
    /,
    *,
    people: Path,
    facts: Path,
    out: Path,
    shop: Path | None = None,
    now: str | None = None,
) -> None:
    """
    Say a content to people, using only facts that may be said.

    Args:
        content: The content file, `<key>.md`; `<key>.<language>.md` lie beside it.
        people: JSON lines: person, channel, address and so on.
        facts: JSON lines: id, person, about, value, standing, confidence, learned_at.
        out: Where the messages go: JSON lines, one a person, in order.
        shop: Folder of a shop, for its name, country, language and time zone.
        now: The moment of the messages; else the shop's, else the clock.
    """
    from zoneinfo import ZoneInfo

    from shopkeeper import bootstrap
    from shopkeeper.flow.say_files import Contents, Lines, say_files
    from shopkeeper.say import read_content
    from shopkeeper.vocabulary import BadInput, Predicates, Shop

    if out.suffix not in {".jsonl", ".ndjson"}:
        msg = f"--out {out}: messages are JSON lines, so name a file ending in .jsonl"
        raise BadInput(msg)
    settings = Shop(name="our shop") if shop is None else bootstrap.read_shop(shop)
    zone = ZoneInfo(settings.time_zone)
    predicates = Predicates(settings.predicates)
    everyone = bootstrap.read_json_lines(people)
    if not everyone:
        msg = f"{people} is empty: write one person a line, with channel and address"
        raise BadInput(msg)
    read = read_content(
        bootstrap.read_text(content), name=str(content), predicates=predicates
    )
    spoken = say_files(
        Contents(read, predicates, bootstrap.find_variant(content)),
        people=Lines(name=str(people), rows=everyone),
        facts=Lines(name=str(facts), rows=bootstrap.read_json_lines(facts)),
        predicates=predicates,
        shop=settings,
        zone=zone,
        now=bootstrap.moment_or_clock(now, settings),
    )
    bootstrap.write_json_lines(out, spoken.messages)
    print(spoken.summary(), file=sys.stderr)  # noqa: T201
