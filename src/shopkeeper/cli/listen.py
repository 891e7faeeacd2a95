"""`shopkeeper listen`: utterances in; promises, stops and facts out."""

from __future__ import annotations

import sys

from pathlib import Path

from cyclopts import App


listen = App(
    name="listen",
    help="Hear promises, wishes to be left alone, and facts in what was said.",
)


@listen.default
def hear(
    utterances: Path,
    /,
    *,
    out: Path,
    shop: Path | None = None,
    model: Path | None = None,
    now: str | None = None,
) -> None:
    """
    Hear what was said: promises, wishes to be left alone, facts.

    Args:
        utterances: JSON lines: id, text; optional channel, speaker, said_at,
            time_zone, about, author.
        out: Where it goes: JSON lines, one an id, in order.
        shop: Folder of a shop, for its calendar and time zone.
        model: What `listen train` learned; lines gain labels.
        now: Accepted as everywhere; what was said is dated by its own `said_at`.
    """
    from shopkeeper import bootstrap
    from shopkeeper.flow.listen_files import heard_lines, utterances_of
    from shopkeeper.vocabulary import BadInput, Shop

    if out.suffix not in {".jsonl", ".ndjson"}:
        msg = f"--out {out}: what is heard is JSON lines: name a file ending in .jsonl"
        raise BadInput(msg)
    settings = Shop(name="alone") if shop is None else bootstrap.read_shop(shop)
    if now is not None:
        bootstrap.moment_or_clock(now, settings)
    rows = bootstrap.read_json_lines(utterances)
    said = utterances_of(str(utterances), rows, time_zone=settings.time_zone)
    lines = heard_lines(rows, said, settings.calendar)
    count = bootstrap.write_json_lines(out, lines)
    print(f"listen: {count} utterances heard", file=sys.stderr)  # noqa: T201
