"""`demo --on FILE`: the walk over a file of one's own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from shopkeeper.cli import showing


def demo_on(file: Path, *, into: Path | None, seed: int, now: str | None) -> None:
    """
    Walk through a file of purchases, as a dry run.

    Args:
        file: The purchases.
        into: The folder; a name from the file where not given.
        seed: Of the dice.
        now: The moment; the end of the file's last day where not given.
    """
    from shopkeeper import bootstrap

    folder = into or Path(f"{file.stem.replace('_', '-')}-shop")
    story = bootstrap.walk_own_file(
        file, folder, seed=seed, progress=showing.progress(), now=now
    )
    showing.end_of_progress()
    _tell(story, file, folder)


def _tell(story: Any, file: Path, folder: Path) -> None:
    console = showing.out()
    figures = story.figures

    def say(text: str = "") -> None:
        console.print(text, markup=False)

    console.rule(f"What {file.name} holds", align="left")
    console.print(
        showing.table(("column", "taken for", "how sure", "why"), story.mapping)
    )
    say(
        f"{figures['records']:,} rows, {figures['people']:,} people, as of the file's "
        f"own last day ({figures['as_of'][:10]})."
    )
    for line in story.cannot:
        say(f"! {line}")
    console.print()
    console.rule("Who they are", align="left")
    stages = ", ".join(f"{count:,} {stage}" for stage, count in story.stages.items())
    say(f"{stages}; {story.due:,} are due within seven days.")
    for line in story.people:
        say(f"    {line}")
    _tell_test(figures, console)
    console.print()
    console.rule("What would be written", align="left")
    say(
        f"Had everybody agreed, {figures['would_write']:,} would be written to. As the "
        f"data stand: {figures['may_write'] or 'nobody'}. Nobody in this file has "
        "agreed, and no consent is made up: this is a dry run."
    )
    for found in story.messages:
        showing.letter(found, console, rows=3)
    _tell_next(story, folder, console)


def _tell_test(figures: Any, console: Any) -> None:
    usual, due = figures["usual"], figures["due"]
    console.print()
    console.rule(
        "Was the usual right? The last part of the calendar, held out", align="left"
    )
    names = {
        "recall_at_10": "the usual",
        "most_bought_by_her": "most bought by her",
        "most_bought_by_all": "most bought by all",
    }
    rows = [
        (text, "cannot tell" if usual[name] is None else f"{usual[name]:.3f}")
        for name, text in names.items()
    ]
    console.print(showing.table(("of her next basket, in ten guesses", "recall"), rows))
    auc = "cannot tell" if due["auc"] is None else f"{due['auc']:.3f}"
    console.print(
        f"Who buys in the two weeks after: AUC {auc} (0.5 would be a coin).",
        markup=False,
    )


def _tell_next(story: Any, folder: Path, console: Any) -> None:
    figures, typed = story.figures, showing.command()
    console.print()
    console.rule("Next", align="left")
    for command, sample in (("person", "people_sample"), ("why", "messages_sample")):
        for name in figures[sample][:1]:
            console.print(f"{typed} {command} {name} --shop {folder}", markup=False)
    console.print(f"{typed} status {folder}", markup=False)
    console.print(
        f"(seed {figures['seed']}; every figure above is in {folder / 'demo.json'})",
        markup=False,
    )
