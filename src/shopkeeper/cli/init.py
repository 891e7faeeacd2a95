"""`init`: a shop is a folder."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter


def init(
    folder: Path,
    *,
    files: Annotated[
        tuple[Path, ...], Parameter(name="--from", consume_multiple=True)
    ] = (),
    now: str | None = None,
) -> None:
    """
    Make a shop in a folder.

    With --from it guesses what each file holds, its columns, whose it is and which
    zone it is told in, writes a commented `shop.toml`, one content and one plan to
    start from, and says what `run` would do.

    Args:
        folder: Where the shop is to be; made if it is not there.
        files: Files as departments keep them.
        now: The moment; else the clock.
    """
    from shopkeeper import bootstrap
    from shopkeeper.cli import showing
    from shopkeeper.flow.beginning import guess_source, link_numbers
    from shopkeeper.recognise.columns import describe
    from shopkeeper.vocabulary import Shop

    bootstrap.refuse_shop(folder)
    taken: set[str] = set()
    found, tables = [], {}
    for path in files:
        opened, holds = bootstrap.open_any(path)
        guess = guess_source(
            bootstrap.read_path(folder, path), path.stem, path.absolute().parent.name,
            opened, taken, holds=holds,
        )  # fmt: skip
        found.append(guess)
        tables[guess.source.name] = opened
    found = link_numbers(found, tables)
    moment = bootstrap.moment_or_clock(now, Shop(name="new"))
    bootstrap.write_new_shop(folder, found, tables, today=moment.date())
    console = showing.out()
    for guess in found:
        source = guess.source
        console.print(
            f"[bold]{source.name}[/bold] holds {source.holds} "
            f"({guess.mapping.holds_because}); department: {source.department}"
        )
        rows = describe(guess.mapping)
        console.print(showing.table(("column", "taken for", "how sure", "why"), rows))
        for column, pin in source.columns.items():
            console.print(
                f"Its {column} looks like the {pin.is_} of {pin.of}: pinned so in "
                "shop.toml; take the line out if it is not.",
                markup=False,
            )
    if not found:
        console.print(
            f"{folder / 'shop.toml'} has no sources yet: add a [[sources]] table for "
            "each file, or start again with --from FILES.",
            markup=False,
        )
        return
    console.print(
        f"`shopkeeper run {folder}` would take in {len(found)} sources, make people of "
        "their rows, and decide for each of them. It would write to nobody: the plan "
        "`thank-you` is not signed or started, and nothing is sent without --send.",
        markup=False,
    )
    console.print(
        f"Look at {folder / 'shop.toml'} first: what was guessed stands there, and a "
        "wrong guess can be pinned.",
        markup=False,
    )
