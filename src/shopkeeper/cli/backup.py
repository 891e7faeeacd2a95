"""`backup` and `restore`: the shop's books and papers in one file, and back."""

from __future__ import annotations

from pathlib import Path


def backup(
    out: Path | None = None,
    *,
    keys: bool = False,
    by: str | None = None,
    shop: Path = Path(),
    now: str | None = None,
) -> None:
    """
    Keep a copy of the ledger, the settings, contents, plans and tone in one file.

    Not in it: what can be made again (the warehouse), your own source files, and the
    keys unless asked for. Keep `.shopkeeper/keys` and `.shopkeeper/forgotten` apart.

    Args:
        out: Where to; else a dated file in the shop's folder `backups`.
        keys: Put the shop's keys in, too: then the file alone opens everything.
        by: Staff id or name of who does it; it is kept in the audit.
        shop: The shop's folder.
        now: The moment; else the shop's own, else the clock.
    """
    from shopkeeper import bootstrap
    from shopkeeper.cli import showing

    path, size = bootstrap.back_up(shop, out, with_keys=keys, by=by, now=now)
    print(path)  # noqa: T201
    showing.tell(
        f"{size:,} bytes. The keys are "
        + ("in it: keep it where nobody else comes." if keys else "not in it.")
    )


def restore(
    path: Path,
    *,
    replace: bool = False,
    without_forgotten: bool = False,
    by: str | None = None,
    shop: Path = Path(),
    now: str | None = None,
) -> None:
    """
    Bring a copy back; everybody who was forgotten since is forgotten again.

    Nothing is sent until somebody says `stop --take-back`: what waited may have gone.

    Args:
        path: What `backup` wrote.
        replace: Put it in the place of the books that are here.
        without_forgotten: Restore without the newest list of the forgotten.
        by: Staff id or name of who does it; it is kept in the audit.
        shop: The shop's folder; made where it is not there.
        now: The moment; else the shop's own, else the clock.
    """
    from shopkeeper import bootstrap
    from shopkeeper.cli import showing

    made_at, done = bootstrap.restore(
        path, shop, replace=replace, without_forgotten=without_forgotten, by=by, now=now
    )
    showing.tell(
        f"Restored as of {made_at:%Y-%m-%d %H:%M} UTC; "
        f"{showing.counted(done.forgotten, 'person')} forgotten again, "
        f"{showing.counted(done.held, 'message')} held, {done.refusals} refusals and "
        f"{done.went} messages that went carried over."
    )
    if without_forgotten:
        showing.tell("! Without the newest list: who was forgotten since may be back.")
    showing.tell(
        "Everything is stopped. Work a round with `shopkeeper run`, look, and go on "
        "with `shopkeeper stop --take-back`."
    )
