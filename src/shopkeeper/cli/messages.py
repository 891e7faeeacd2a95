"""`messages export` and `suppression import`: beside a mail tool that is there."""

from __future__ import annotations

from pathlib import Path


def export(
    *,
    channel: str,
    out: Path,
    by: str = "operator",
    shop: Path = Path(),
    now: str | None = None,
) -> None:
    """
    Hand what is due on a channel over to another tool, as a table; each only once.

    What became of it comes back as a source that holds outcomes, by message_id.

    Args:
        channel: email, sms, push, …
        out: The table to write: .csv, .parquet, .jsonl or .xlsx. Not there yet.
        by: Who does it; kept in the audit log.
        shop: The shop's folder.
        now: The moment; else the shop's own, else the clock.
    """
    from shopkeeper import bootstrap
    from shopkeeper.cli import showing
    from shopkeeper.flow.exchanging import EXPORTED, export_messages
    from shopkeeper.vocabulary import BadInput

    if out.exists():
        msg = f"{out} is there already, perhaps with messages in it: name another."
        raise BadInput(msg)
    with bootstrap.shop_at(shop) as house:
        moment = bootstrap.moment_or_clock(now, house.shop)
        which = bootstrap.channel_of(channel)
        # The file is tried before anything is marked, and is complete once it is.
        bootstrap.write_rows(out, EXPORTED, [])
        found = export_messages(house, which, by=by, now=moment)
        bootstrap.write_rows(out, EXPORTED, found.rows)
    showing.tell(
        f"{len(found.rows):,} messages handed over in {out}, {found.held:,} held. "
        "They count as sent, and are not sent by us."
    )
    for plan, count in found.waiting.items():
        showing.tell(
            f"! {plan} reaches {count:,} people: a second person has to look first, "
            f"with `shopkeeper plan approve {plan}`."
        )


def import_(file: Path, *, shop: Path = Path(), now: str | None = None) -> None:
    """
    Believe a list of addresses that nothing may go to. The same again changes nothing.

    A column `scope` may say `marketing` or a channel; else all stops, and it says so.
    No list ever lifts a stop.

    Args:
        file: A table with a column of addresses (email, phone).
        shop: The shop's folder.
        now: The moment; else the shop's own, else the clock.
    """
    from shopkeeper import bootstrap
    from shopkeeper.cli import showing
    from shopkeeper.flow.exchanging import import_suppressions

    rows = bootstrap.rows_of(file)
    with bootstrap.shop_at(shop, beside=True) as house:
        moment = bootstrap.moment_or_clock(now, house.shop)
        found = import_suppressions(house, rows, source=file.name, now=moment)
    rows_ = showing.counted(found.unread, "row", grouped=True)
    addresses = showing.counted(found.new, "address", grouped=True, many="addresses")
    already = "was" if found.known == 1 else "were"
    showing.tell(
        f"{addresses} stopped, {found.known:,} {already} already, "
        f"{rows_} without an address."
    )
    if found.bad:
        few = ", ".join(repr(one) for one in found.bad[:3])
        more = f" and {len(found.bad) - 3:,} more" if len(found.bad) > 3 else ""  # noqa: PLR2004
        showing.tell(f"! No address, so nothing was stopped for it: {few}{more}.")
    for scope, count in found.scopes.items():
        told = showing.counted(count, "row", grouped=True)
        showing.tell(
            f"! {told} with the scope {scope!r}, which is none of ours: all is stopped."
        )
