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
    from shopkeeper.flow.listen_files import heard_lines, utterances_of, with_labels
    from shopkeeper.listen.label_files import from_bytes
    from shopkeeper.vocabulary import BadInput, Shop

    if out.suffix not in {".jsonl", ".ndjson"}:
        msg = f"--out {out}: what is heard is JSON lines: name a file ending in .jsonl"
        raise BadInput(msg)
    settings = Shop(name="alone") if shop is None else bootstrap.read_shop(shop)
    if now is not None:
        bootstrap.moment_or_clock(now, settings)
    rows = bootstrap.read_json_lines(utterances)
    if not rows:
        msg = f"{utterances} is empty: write one utterance a line, with id and text"
        raise BadInput(msg)
    said = utterances_of(str(utterances), rows, time_zone=settings.time_zone)
    lines = heard_lines(rows, said, settings.calendar)
    if model is not None:
        vectors = bootstrap.sentence_vectors()
        learned = from_bytes(
            _read(model),
            name=str(model),
            vectors=vectors,
            encoder=lambda: bootstrap.sentence_encoder(vectors),
        )
        lines = with_labels(lines, said, learned)
    count = bootstrap.write_json_lines(out, lines)
    print(f"listen: {count} utterances heard", file=sys.stderr)  # noqa: T201


@listen.command
def train(
    labelled: Path,
    /,
    *,
    out: Path,
    light: bool = False,
    seed: int = 0,
    now: str | None = None,
) -> None:
    """
    Learn labels from examples, for `listen --model`.

    Args:
        labelled: A table with columns text and label; several labels joined by `|`.
        out: Where the model goes, one file.
        light: Learn the light tier only, even where the extra `listen` is installed:
            the model is then read everywhere, and fast.
        seed: Of the dice that choose which examples support the model, where there
            are more than 16,000.
        now: Accepted as everywhere; learning looks at no clock.
    """
    from shopkeeper import bootstrap
    from shopkeeper.flow.listen_files import examples_of
    from shopkeeper.listen.label_files import to_bytes
    from shopkeeper.listen.labels import train as learn
    from shopkeeper.vocabulary import Shop

    if now is not None:
        bootstrap.moment_or_clock(now, Shop(name="alone"))
    tables = bootstrap.read_tables(labelled)
    texts, truth = examples_of(str(labelled), tables[0].data if tables else None)
    vectors = bootstrap.sentence_vectors()
    encoder = None if light else bootstrap.sentence_encoder(vectors)
    model = learn(texts, truth, seed=seed, vectors=vectors, encoder=encoder)
    _write(out, to_bytes(model))
    tiers = f"light tier and {model.deep_name}" if model.deep else "light tier"
    print(  # noqa: T201
        f"listen: {len(model.names)} labels learned from {len(texts)} texts"
        f" ({tiers}, seed {seed})",
        file=sys.stderr,
    )


def _read(path: Path) -> bytes:
    from shopkeeper.vocabulary import BadInput

    try:
        return path.read_bytes()
    except OSError as problem:
        msg = f"{path} cannot be read: {problem.strerror}"
        raise BadInput(msg) from None


def _write(path: Path, data: bytes) -> None:
    """Write a file whole or not at all."""
    from shopkeeper.vocabulary import BadInput

    half = path.with_name(f".{path.name}.half")
    try:
        half.write_bytes(data)
        half.replace(path)
    except OSError as problem:
        half.unlink(missing_ok=True)
        msg = f"{path} cannot be written: {problem.strerror}"
        raise BadInput(msg) from None
