"""`quarantine`: what could not be read, shown and tried again."""

from __future__ import annotations

from pathlib import Path


def show(shop: Path = Path(), *, json: bool = False) -> None:
    """
    List what could not be read, with the reason.

    Args:
        shop: The shop's folder.
        json: Print it as JSON, one row a line, to be corrected and replayed.
    """
    import msgspec

    from shopkeeper import bootstrap

    with bootstrap.shop_at(shop, writable=False) as house:
        rows = house.records.quarantined()
    for row in rows:
        if json:
            print(msgspec.json.encode(row).decode())  # noqa: T201
        else:
            where = f"{row.number}  {row.source}, {row.place}"
            print(f"{where}: {row.because}")  # noqa: T201


def replay(shop: Path = Path(), *, fixed: Path | None = None) -> None:
    """
    Try events that came over HTTP and could not be read again.

    Rows of files are read again from their file by `shopkeeper run`.

    Args:
        shop: The shop's folder.
        fixed: JSON lines with `number` and the corrected `raw`; else as they came.
    """
    from shopkeeper import bootstrap
    from shopkeeper.cli import showing

    done = bootstrap.replay_quarantine(shop, fixed)
    for number, because in done.still:
        showing.tell(f"{number}: {because}")
    showing.tell(
        f"{done.stored} kept, {done.duplicate} were known, {len(done.still)} stay."
    )
