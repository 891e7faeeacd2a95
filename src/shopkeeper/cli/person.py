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
    from shopkeeper.cli.showing import by_the_shops_clock
    from shopkeeper.flow.asking import name_of
    from shopkeeper.flow.telling import as_json, person_json

    with bootstrap.shop_at(shop, writable=False) as house:
        moment = bootstrap.moment_or_clock(now, house.shop)
        one = found_person(house, who, now=moment, json=json)
        found = person_json(house, one, now=moment)
        on_record = name_of(house, one, now=moment)
        shown = by_the_shops_clock(found, house.shop.time_zone)
        if html is not None:
            _write_page(house, html, shown, on_record, moment)
    if json:
        print(as_json(found))  # noqa: T201
    elif html is None:
        from shopkeeper.cli.person_text import show_person

        show_person(shown, on_record)


def _write_page(
    house: Any, path: Path, found: dict[str, Any], on_record: str, moment: Any
) -> None:
    from shopkeeper.cli.page import write_page
    from shopkeeper.cli.person_page import person_page
    from shopkeeper.cli.showing import by_the_shops_clock
    from shopkeeper.flow.behind import evidence_json
    from shopkeeper.flow.timeline import timeline_json

    open_ids = [one["id"] for one in found["facts"] if not one["sensitive"]]
    facts = house.facts.find(open_ids)
    zone = house.shop.time_zone
    behind = evidence_json(house, [facts[key] for key in open_ids if key in facts])
    page = person_page(
        found,
        on_record=on_record,
        timeline=by_the_shops_clock(
            timeline_json(house, found["person_id"], now=moment), zone
        ),
        evidence=by_the_shops_clock(behind, zone),
    )
    write_page(path, found["called"] or on_record, page)


def why(
    what: str, *, shop: Path = Path(), json: bool = False, now: str | None = None
) -> None:
    """
    Say why a message was written, or what a fact stands on.

    Args:
        what: Id of a message or a fact (its first letters do); `person` lists those
            of a person.
        shop: The shop's folder.
        json: Print it as JSON.
        now: Not needed: the answer is what was recorded then.
    """
    from shopkeeper import bootstrap
    from shopkeeper.cli.person_text import show_fact
    from shopkeeper.flow.behind import fact_why_json
    from shopkeeper.flow.explaining import why_json
    from shopkeeper.flow.telling import as_json

    del now
    is_fact = what.startswith("f")  # vocabulary.ids: a message's begins with m
    with bootstrap.shop_at(shop, writable=False) as house:
        found = fact_why_json(house, what) if is_fact else why_json(house, what)
    if json:
        print(as_json(found))  # noqa: T201
    elif is_fact:
        show_fact(found)
    else:
        show_why(found)


def show_why(found: dict[str, Any]) -> None:
    """Print a message with the evidence under each phrase."""
    from shopkeeper.cli import showing

    console = showing.out()
    message = found["message"]
    console.print(
        f"{message['state'].replace('_', ' ')}: {message['because']}", markup=False
    )
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
