"""`export` and `forget`: what one person may ask of us."""

from __future__ import annotations

from pathlib import Path
from typing import Any


def export(
    who: str,
    *,
    out: Path | None = None,
    by: str | None = None,
    shop: Path = Path(),
    now: str | None = None,
) -> None:
    """
    Give one person everything that is kept of her, as JSON.

    Args:
        who: Her id, an address, a number, a record id or a name.
        out: Write it to this file, which is not there yet, readable by you alone; else
            it is printed.
        by: Staff id or name of who asks; it is kept in the audit.
        shop: The shop's folder.
        now: The moment; else the shop's own, else the clock.
    """
    from shopkeeper import bootstrap
    from shopkeeper.cli import showing
    from shopkeeper.cli.finding import found_person
    from shopkeeper.flow.exporting import export_json
    from shopkeeper.flow.noting import author_of
    from shopkeeper.flow.telling import as_json
    from shopkeeper.vocabulary import BadInput

    if out is not None and out.exists():
        msg = f"{out} is there already, perhaps of somebody else: name another."
        raise BadInput(msg)
    with bootstrap.shop_at(shop) as house:
        moment = bootstrap.moment_or_clock(now, house.shop)
        person = found_person(house, who, now=moment, json=False)
        found = as_json(export_json(house, person, now=moment))
        actor = author_of(house.shop, by)
        house.audit.note("exported", person, actor=actor, at=moment, person=person)
    if out is None:
        print(found)  # noqa: T201
        return
    bootstrap.write_private(out, found + "\n")
    showing.tell(f"{out} holds everything that is kept of {person}: hand it to her.")


def forget(
    who: str,
    *,
    by: str | None = None,
    names: bool = False,
    dry_run: bool = False,
    returned: bool = False,
    out: Path | None = None,
    shop: Path = Path(),
    json: bool = False,
    now: str | None = None,
) -> None:
    """
    Forget one person, everywhere, for good; and print a receipt.

    What is the shop's own stays the shop's to delete: the receipt names the file and
    row. Rows of hers are not taken in again, whichever file they come in.

    At a terminal it asks first; elsewhere the command is the yes.

    Args:
        who: Her id, an address, a number, a record id or a name.
        by: Staff id or name of who does it; it is kept in the audit.
        names: Take her name out of other people's words, too; addresses always are.
        dry_run: Say what would be forgotten, and change nothing.
        returned: She gave us this address or number anew: open it again for her.
        out: Write the receipt to this file as JSON, too.
        shop: The shop's folder.
        json: Print the receipt as JSON.
        now: The moment; else the shop's own, else the clock.
    """
    from shopkeeper import bootstrap
    from shopkeeper.cli import showing
    from shopkeeper.flow import forgetting
    from shopkeeper.flow.finding import NobodyMatches
    from shopkeeper.flow.telling import as_json

    with bootstrap.shop_in_hand(shop, progress=showing.progress()) as (house, hands):
        moment = bootstrap.moment_or_clock(now, house.shop)
        if returned:
            _let_in(forgetting.let_in_again(house, hands, who, by=by, now=moment))
            return
        try:
            person = _find(house, who, moment, json=json)
        except NobodyMatches:
            if not forgetting.was_forgotten(house, who):
                raise
            receipt = forgetting.again(house, hands, now=moment, opened=_opened(shop))
        else:
            if not _agreed(house, person, moment, names=names, dry_run=dry_run):
                return
            receipt = forgetting.forget(
                house, hands, person, by=by, now=moment, names=names,
                opened=_opened(shop),
            )  # fmt: skip
        found = forgetting.receipt_json(receipt)
    showing.end_of_progress()
    if out is not None:
        bootstrap.write_private(out, as_json(found) + "\n")
    if json:
        print(as_json(found))  # noqa: T201
    else:
        show_receipt(found)
    if not found["done"]:
        raise SystemExit(1)


def _find(house: Any, who: str, moment: Any, *, json: bool) -> str:
    from shopkeeper.cli.finding import found_person
    from shopkeeper.flow.finding import SeveralMatch, find_person

    try:
        return find_person(house, who, now=moment)
    except SeveralMatch:
        return found_person(house, who, now=moment, json=json)


def _let_in(opened: bool) -> None:  # noqa: FBT001 the one thing it says
    from shopkeeper.cli import showing

    if not opened:
        showing.tell("Nobody of that address or number was forgotten here.")
        raise SystemExit(1)
    showing.tell("Opened again. Her earlier rows stay refused; new ones come in.")


def _opened(shop: Path) -> Any:
    from shopkeeper import bootstrap

    return lambda source: bootstrap.tables_with_paths(shop, source)


def _agreed(
    house: Any, person: str, moment: Any, *, names: bool, dry_run: bool
) -> bool:
    """Show what would go; ask where somebody sits at a terminal."""
    import sys

    from shopkeeper.cli import showing
    from shopkeeper.flow.belongings import hers_of
    from shopkeeper.flow.finding import face_of

    at_terminal = sys.stdin.isatty() and sys.stderr.isatty()
    if not dry_run and not at_terminal:
        return True
    hers = hers_of(house, person, names=names)
    face = face_of(house, person, now=moment)
    named = ", ".join(one for one in (face["called"], face["told_apart_by"]) if one)
    showing.end_of_progress()
    showing.tell(
        f"{person} ({named or 'no name that is sure'}): "
        f"{showing.counted(len(hers.rows), 'row', grouped=True)}, "
        f"{showing.counted(len(hers.messages), 'message', grouped=True)}; an address "
        f"of hers stands in {len(hers.others)} rows of others, her name in "
        f"{len(hers.mentions)}."
    )
    if dry_run:
        showing.tell("Nothing was changed. Without --dry-run all of it goes for good.")
        return False
    if showing.agreed("Forget her for good? It cannot be taken back."):
        return True
    showing.tell("Nothing was changed.")
    return False


def show_receipt(found: dict[str, Any]) -> None:
    """Print a receipt for people."""
    from shopkeeper.cli import showing

    console = showing.out()

    def line(text: str) -> None:
        console.print(text, markup=False)

    if found["already"]:
        line("She was forgotten before; nothing of hers is here.")
    else:
        line(f"Receipt {found['receipt']}: {found['person_id']} is forgotten.")
        for name, count in found["erased"].items():
            line(f"  {count:>6,}  {name.replace('_', ' ')}")
        gone = len(found["files_removed"])
        line(
            f"  {found['left_out_of_warehouse']:>6,}  rows of the warehouse\n"
            f"  {gone:>6,}  files of messages"
        )
    searched = found["searched"]
    if found["found"]:
        line("! Something of hers is still there:")
        for name, count in found["found"].items():
            line(f"    {name}: {count}")
    elif searched.get("values"):
        line(
            f"Looked for {searched['values']:,} values of hers in "
            f"{searched['bytes']:,} bytes: none is there."
        )
    if found["stays"]:
        line("What stays, and why:")
    for one in found["stays"]:
        line(f"  - {one}")
    _show_what_is_yours(found, line)
    if found["pending"]:
        line(f"! Not finished: {found['pending']}.")


def _show_what_is_yours(found: dict[str, Any], line: Any) -> None:
    if found["source_rows"]:
        line("Yours to delete: these rows of your own files still hold her. They are")
        line("not taken in again, but they are there until you take them out:")
    for one in found["source_rows"]:
        rows = ", ".join(str(row) for row in one["rows"][:_ROWS_SHOWN])
        more = len(one["rows"]) - _ROWS_SHOWN
        line(f"  {one['file']}: row {rows}" + (f" and {more} more" if more > 0 else ""))
    others = found["taken_out_of_rows_of_others"]
    if others:
        line(f"Her address was taken out of other people's rows: {', '.join(others)}")
    named = found["named_in_rows_of_others"]
    if named:
        line("Her name stands in other people's words; look whether it is hers, and")
        line(f"say --names to take it out, too: {', '.join(named[:_ROWS_SHOWN])}")
    if found["backups_that_hold_her"]:
        line("Earlier backups hold her; `restore` forgets her again, but delete them")
        line("when you need them no more:")
    for one in found["backups_that_hold_her"]:
        line(f"  {one['path']} ({one['at'][:10]})")
    if found["learned_anew"]:
        line(f"Learned anew in the next round: {', '.join(found['learned_anew'])}.")


_ROWS_SHOWN = 12
