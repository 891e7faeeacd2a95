"""`demo`: one walk through the whole house."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter

from shopkeeper.cli import showing


def demo(
    *,
    on: Annotated[Path | None, Parameter(name="--on")] = None,
    into: Path | None = None,
    seed: int = 1,
    now: str | None = None,
    serve: bool = False,
    port: int = 8420,
) -> None:
    """
    Walk through a made-up town, or through a purchase history of your own.

    It makes a shop in a folder, works one round over it, and tells what came of it.
    No network is used and nothing is sent.

    Args:
        on: A file of purchases; without it a town is made up.
        into: The folder; `harbour-books`, or a name from the file.
        seed: Of the town, the dice and the demonstration's keys.
        now: The moment it is told at; the town's own, or the file's last day.
        serve: Open the town in the console; one that is there already as it is.
        port: Where; 0 for any that is free.
    """
    if on is not None:
        if serve:
            from shopkeeper.vocabulary import BadInput

            msg = "--serve opens the made-up town: `shopkeeper serve` opens your own."
            raise BadInput(msg)
        from shopkeeper.cli.demo_on import demo_on

        demo_on(on, into=into, seed=seed, now=now)
        return
    from shopkeeper import bootstrap
    from shopkeeper.cli.demo_serve import open_in_console

    folder = into or Path("harbour-books")
    if serve and bootstrap.is_demo(folder):
        open_in_console(folder, port=port)
        return
    story = bootstrap.walk_made_up_town(
        folder, seed=seed, progress=showing.progress(), now=now
    )
    showing.end_of_progress()
    _tell(story.figures, story, folder)
    if serve:
        open_in_console(folder, port=port)


def _tell(figures: Mapping[str, Any], story: Any, folder: Path) -> None:
    console = showing.out()

    def say(text: str = "") -> None:
        console.print(text, markup=False)

    console.rule(
        "[bold]Harbour Books[/bold], a made-up bookshop in Leith", align="left"
    )
    say(
        f"{figures['silos']} departments keep {figures['records']:,} rows about their "
        f"customers, each in its own way. Together they are {figures['people']:,} "
        f"people; {figures['visitors']} more are a browser or a shared mailbox behind "
        "which nobody can be told."
    )
    joins = figures["joins"]
    say(
        f"Of all pairs of rows that are one person by the town's truth, "
        f"{joins['right'] / max(1, joins['right'] + joins['missed']):.0%} were put "
        f"together; {joins['wrong']:,} of {joins['right'] + joins['wrong']:,} pairs "
        "were put together wrongly."
    )
    _tell_person(story, console)
    _tell_messages(story, console)
    _tell_held(figures, console)
    _tell_table(figures, story, console)
    who = story.person["person_id"]
    sample = figures["messages_sample"][0]
    say()
    console.rule("Next", align="left")
    command = showing.command()
    say(f"{command} person {who} --shop {folder}")
    say(f"{command} why {sample} --shop {folder}")
    say(f"{command} run {folder} --send")
    say(f"{command} demo --into {folder} --serve    (opens it in the console)")
    say(f"(seed {figures['seed']}; every figure above is in {folder / 'demo.json'})")


def _tell_person(story: Any, console: Any) -> None:
    person = story.person
    console.print()
    console.rule(
        f"One of them: {person['called'] or 'somebody whose name is not certain'}",
        align="left",
    )
    for row in story.rows:
        cells = "  ".join(
            f"{name}: {showing.short(cell)}" for name, cell in row.cells[:7]
        )
        console.print(
            f"[bold]{row.source}[/bold] ({row.department}, {Path(row.read).name})"
        )
        console.print(f"    {showing.short(cells, 150)}", markup=False)
    console.print("One person, because: ", markup=False, end="")
    console.print("; ".join(story.joins[:4]) + ".", markup=False)
    moment = person["moment"]
    console.print(f"Where she is: {moment['stage']}; {moment['because']}", markup=False)
    for need in moment["needs"][:2]:
        console.print(f"What she needs now: {need['what']}.", markup=False)
    for fact in _best(person["facts"]):
        said = "may be said" if fact["may_be_said"] else "is not said"
        console.print(
            f"    {fact['about']}: {fact['value']} ({fact['standing']}, "
            f"{fact['confidence']:.2f}, {fact['source']}); {said}",
            markup=False,
        )
    if person["unknown"]:
        first = person["unknown"][0]
        console.print(
            f"Not known: {first['about']}. {first['why_it_matters']}", markup=False
        )


def _best(facts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    ranked = sorted(facts, key=lambda one: (not one["may_be_said"], -one["confidence"]))
    shown: dict[str, dict[str, Any]] = {}
    for fact in ranked:
        shown.setdefault(fact["about"], fact)
    return list(shown.values())[:6]


def _tell_messages(story: Any, console: Any) -> None:
    console.print()
    console.rule("Three messages, and what carries each phrase", align="left")
    for found in story.messages:
        showing.letter(found, console, rows=2)
        console.print(
            f"    chosen because {found['decision']['because']}", markup=False
        )


def _tell_held(figures: Mapping[str, Any], console: Any) -> None:
    console.print()
    console.rule(
        f"{figures['messages']} messages would go; "
        f"{sum(figures['held'].values())} would not",
        align="left",
    )
    shown = list(figures["held"].items())[:10]
    for because, count in shown:
        console.print(f"{count:>5}  {because}", markup=False)
    rest = sum(figures["held"].values()) - sum(count for _, count in shown)
    if rest:
        console.print(f"{rest:>5}  for other reasons", markup=False)


def _tell_table(figures: Mapping[str, Any], story: Any, console: Any) -> None:
    console.print()
    console.rule("The same data, a plain mail merge and Shopkeeper", align="left")
    words = {
        "after_a_no": "sent after a no",
        "wrong_name": "wrong or empty name",
        "false_claim": "something untrue about her",
        "two_as_one": "made of two people's data",
        "doubles": "the same person again",
    }
    merged, ours = figures["mail_merge"], figures["shopkeeper"]
    each = figures["per_thousand"]
    rows = [
        (
            text,
            f"{merged[kind]:,}",
            f"{each['mail_merge'][kind]:,.0f}",
            f"{ours[kind]:,}",
            f"{each['shopkeeper'][kind]:,.0f}",
        )
        for kind, text in words.items()
    ]
    untrue = figures["untrue_of_1000_claims"]
    rows.append(
        (
            "untrue, of 1,000 claims besides names",
            f"{untrue['mail_merge']:,.0f}",
            "",
            f"{untrue['shopkeeper']:,.0f}",
            "",
        )
    )
    console.print(
        showing.table(
            (
                "messages that were",
                f"mail merge ({figures['mail_merge_messages']})",
                "per 1,000",
                f"Shopkeeper ({figures['messages']})",
                "per 1,000",
            ),
            rows,
        )
    )
    _tell_claims(figures, story, console)


def _tell_claims(figures: Mapping[str, Any], story: Any, console: Any) -> None:
    for line in story.merged_wrong[:3]:
        console.print(f"The mail merge: {line}", markup=False)
    claims, rungs = figures["claims"], figures["rungs"]
    console.print(
        f"Shopkeeper made {claims['all']} claims; {claims['not_carried']} are not "
        f"carried by their facts. {claims['false']} turned out false: her own future, "
        "or a row that is wrong and that no source knew to be wrong; "
        f"{claims['could_have_known']} could have been known from another record.",
        markup=False,
    )
    for line in story.false[:2]:
        console.print(f"    {line}", markup=False)
    share = rungs["specific_of_those"] / max(1, rungs["could_be_specific"])
    console.print(
        f"Of {rungs['could_be_specific']} phrases that could truly be specific, "
        f"{share:.0%} are. The town and its truth are simulated.",
        markup=False,
    )
