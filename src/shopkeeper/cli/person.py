"""`person` and `why`: one person, one message."""

from __future__ import annotations

from pathlib import Path
from typing import Any


def person(
    who: str,
    *,
    shop: Path = Path(),
    json: bool = False,
    html: Path | None = None,
    now: str | None = None,
) -> None:
    """
    Say what is known of one person, and on whose word.

    Args:
        who: Her id, an address, a number, a record id or a name.
        shop: The shop's folder.
        json: Print it as JSON.
        html: Write a page about her here: for people who would rather look.
        now: The moment; else the shop's own, else the clock.
    """
    from shopkeeper import bootstrap
    from shopkeeper.cli.finding import found_person
    from shopkeeper.flow.asking import name_of
    from shopkeeper.flow.telling import as_json, person_json

    with bootstrap.shop_at(shop, writable=False) as house:
        moment = bootstrap.moment_or_clock(now, house.shop)
        one = found_person(house, who, now=moment, json=json)
        found = person_json(house, one, now=moment)
        on_record = name_of(house, one, now=moment)
    if html is not None:
        from shopkeeper.cli.page import write_page
        from shopkeeper.cli.person_page import person_page

        write_page(
            html, found["called"] or on_record, person_page(found, on_record=on_record)
        )
    if json:
        print(as_json(found))  # noqa: T201
    elif html is None:
        show_person(found)


def why(
    message: str, *, shop: Path = Path(), json: bool = False, now: str | None = None
) -> None:
    """
    Say why a message was written: its words, what carries them, and the decision.

    Args:
        message: The message's id; `person` lists those of a person.
        shop: The shop's folder.
        json: Print it as JSON.
        now: Not needed: the answer is what was recorded then.
    """
    from shopkeeper import bootstrap
    from shopkeeper.flow.explaining import why_json
    from shopkeeper.flow.telling import as_json

    del now
    with bootstrap.shop_at(shop, writable=False) as house:
        found = why_json(house, message)
    if json:
        print(as_json(found))  # noqa: T201
    else:
        show_why(found)


def show_person(found: dict[str, Any]) -> None:
    """Print a person as one would speak of her."""
    from shopkeeper.cli import showing

    console = showing.out()
    console.print(f"[bold]{found['called'] or 'Name not certain'}[/bold]", end="")
    apart = f", {found['told_apart_by']}" if found["told_apart_by"] else ""
    console.print(f"{apart}  ({found['person_id']})", markup=False)
    moment = found["moment"]
    console.print(f"Where she is: {moment['stage']}; {moment['because']}", markup=False)
    for need in moment["needs"]:
        console.print(f"She needs: {need['what']}", markup=False)
    records = found["records"]
    sources = sorted({one["source"] for one in records})
    console.print(f"{len(records)} rows in {', '.join(sources) or 'no source'}.")
    console.print()
    conflicts = {key for ids in found["conflicts"] for key in ids}
    for fact in sorted(
        found["facts"], key=lambda one: (one["about"], -one["confidence"])
    ):
        mark = "|" if fact["id"] in conflicts else " "
        said = "may be said" if fact["may_be_said"] else "not said"
        console.print(
            f"{mark} {fact['about']}: {fact['value']}  "
            f"({fact['standing']}, {fact['confidence']:.2f}, {said}; "
            f"{fact['source']}, {fact['learned_at'][:10]})",
            markup=False,
        )
    for one in found["promises"]:
        who = "We promised" if one["owner"] == "us" else "She promised"
        due = f" by {one['deadline']}" if one["deadline"] else ""
        console.print(
            f"{who}: {one['what']}{due} ({one['state']})  {one['id']}", markup=False
        )
    for one in found["open_loops"]:
        console.print(
            f"She waits for an answer to her {one['kind']}: {one['what']} "
            f"(since {one['since'][:10]}, by {one['due']}, "
            f"{one['owner'] or 'anybody'}; {one['state']})  {one['id']}",
            markup=False,
        )
    for one in found["unknown"]:
        console.print(
            f"Not known: {one['about']}. {one['why_it_matters']}", markup=False
        )
    for one in found["consents"]:
        where = f" by {one['channel']}" if one["channel"] else ""
        console.print(
            f"Consent to {one['purpose']}{where}: {one['state']} on {one['at'][:10]}",
            markup=False,
        )
    if found["suppressed"]:
        console.print(f"Nothing goes: {', '.join(found['suppressed'])}", markup=False)
    for one in found["stops"]:
        words = f"“{showing.short(one['words'], 60)}”, " if one["words"] else ""
        until = f", until {one['until'][:10]}" if one["until"] else ""
        console.print(
            f"  {one['scope']}: {words}{one['at'][:10]}{until}  "
            f"({one['record_id'] or 'by her address'})",
            markup=False,
        )
    console.print()
    for one in found["touches"]:
        console.print(
            f"{one['at'][:16]} {one['channel'] or 'human'} {one['state']}: "
            f"{one['because']}  {one['message_id'] or ''}",
            markup=False,
        )
    console.print(
        f"Next: {found['next']['option']}; {found['next']['because']}", markup=False
    )


def show_why(found: dict[str, Any]) -> None:
    """Print a message with the evidence under each phrase."""
    from shopkeeper.cli import showing

    console = showing.out()
    message = found["message"]
    console.print(f"{message['state']}: {message['because']}", markup=False)
    if message["subject"]:
        console.print(f"Subject: {message['subject']}", markup=False)
    console.print(message["body"] or "(no words)", markup=False)
    console.print()
    for claim in found["claims"]:
        text = message[claim["part"]][claim["start"] : claim["end"]]
        console.print(f"  “{' '.join(text.split())}”", markup=False)
        for one in claim["evidence"]:
            console.print(
                f"      {one['record_id']}, kept by {one['department'] or 'nobody'}; "
                f"{one['freshness']}",
                markup=False,
            )
    decision = found["decision"]
    console.print()
    console.print(
        f"Chosen: {decision['chosen']}, because {decision['because']}", markup=False
    )
    console.print(
        f"By {decision['policy']}, seed {decision['seed']}, with probability "
        f"{decision['propensity']:.3f}",
        markup=False,
    )
    for one in decision["options"]:
        out = f"out: {one['out_because']}" if one["out_because"] else "in"
        console.print(f"  {one['option']}: {one['value']:+.2f}, {out}", markup=False)
    for line in decision["would_change"]:
        console.print(f"Would have changed it: {line}", markup=False)
