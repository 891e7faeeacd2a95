"""`preferences`: how she wants to be written to; show it, and change it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any


def preferences(  # noqa: PLR0913 each by its name
    who: str,
    *,
    grant: list[str] | None = None,
    refuse: list[str] | None = None,
    pause: str | None = None,
    resume: bool = False,
    frequency: str | None = None,
    called: str | None = None,
    register: str | None = None,
    text: str | None = None,
    version: str | None = None,
    expires: str | None = None,
    proof: str | None = None,
    by: str | None = None,
    shop: Path = Path(),
    json: bool = False,
    now: str | None = None,
) -> None:
    """
    Show how she wants to be written to, or write down what she changes.

    A "no" needs her word alone; a "yes", and the end of an earlier "no", needs --proof.

    Args:
        who: Her id, an address, a number, a record id or a name.
        grant: A purpose (relationship, marketing), a channel (email, sms, post …) or
            topic:NAME she wants; may be given several times.
        refuse: The same, of what she does not want; all: nothing at all, ever.
        pause: Leave her alone until this day.
        resume: End the pause, or a wish for no messages at all.
        frequency: usual, fewer, or so many messages in the shop's period.
        called: How she wants to be called.
        register: How she wants to be addressed: informal or formal.
        text: The words she agreed to.
        version: The version of those words.
        expires: The day from which a yes is unknown again.
        proof: Where it is kept that she said so: a call, a form, a letter.
        by: Staff id or name of who takes it down; else she did it herself.
        shop: The shop's folder.
        json: Print as JSON.
        now: The moment; else the shop's own, else the clock.
    """
    from shopkeeper import bootstrap
    from shopkeeper.cli.finding import found_person
    from shopkeeper.flow import preferring
    from shopkeeper.flow.telling import as_json

    changes = any(
        one not in (None, False)
        for one in (grant, refuse, pause, resume, frequency, called, register)
    )
    with bootstrap.shop_at(shop, writable=changes) as house:
        moment = bootstrap.moment_or_clock(now, house.shop)

        def day(given: str | None, option: str) -> datetime | None:
            if given is None:
                return None
            return bootstrap.moment_or_clock(given, house.shop, option=option)

        person = found_person(house, who, now=moment, json=json)
        if changes:
            everything, refused = _all_of(grant or [], refuse or [])
            purposes, channels, topics = _sorted(grant or [], refused)
            wish = preferring.Change(
                nothing=everything,
                purposes=purposes, channels=channels, topics=topics,
                pause_until=day(pause, "--pause"), resume=resume, frequency=frequency,
                called=called, register=register, text=text, version=version,
                expires=day(expires, "--expires"),
                proof=proof, by=by,
            )  # fmt: skip
            found = preferring.change(house, person, wish, now=moment)
        else:
            found = preferring.preferences_of(house, person, now=moment)
    if json:
        print(as_json(preferring.preferences_json(found)))  # noqa: T201
        return
    _show(found)


def _all_of(grant: list[str], refuse: list[str]) -> tuple[bool, list[str]]:
    """Tell whether she wants nothing at all, and what else she refuses."""
    from shopkeeper.vocabulary import BadInput

    def is_all(name: str) -> bool:
        return name.strip().casefold() in ("all", "everything")

    if any(is_all(one) for one in grant):
        msg = (
            "--grant all: she agrees to each purpose by itself; --resume ends a wish "
            "for no messages at all."
        )
        raise BadInput(msg)
    others = [one for one in refuse if not is_all(one)]
    return len(others) < len(refuse), others


def _sorted(grant: list[str], refuse: list[str]) -> tuple[Any, Any, Any]:
    """Tell purposes, channels and topics apart."""
    from shopkeeper.vocabulary import BadInput, Channel, Purpose

    purposes: dict[Any, bool] = {}
    channels: dict[Any, bool] = {}
    topics: dict[Any, bool] = {}
    for yes, names in ((True, grant), (False, refuse)):
        for name in names:
            word = name.strip().casefold()
            found: dict[Any, bool] = topics
            key: Any = name.strip()[len("topic:") :]
            if word in set(Purpose):
                found, key = purposes, Purpose(word)
            elif word in set(Channel):
                found, key = channels, Channel(word)
            elif word.startswith("topic:"):
                pass
            else:
                there = ", ".join([*Purpose, *Channel])
                there += "" if yes else ", all"
                msg = f"{name!r} is nothing to allow: {there}, or topic:NAME."
                raise BadInput(msg)
            if found.get(key, yes) is not yes:
                msg = f"{name!r} is granted and refused at once: say one of them."
                raise BadInput(msg)
            found[key] = yes
    return purposes, channels, topics


def _show(found: Any) -> None:
    from shopkeeper.cli import showing

    console = showing.out()

    def line(name: str, words: str) -> None:
        console.print(f"  {name:<14}{words}", markup=False)

    console.print(f"{found.called or 'She'}, {found.person}", markup=False)
    for title, group in (
        ("Purposes", found.purposes),
        ("Channels", found.channels),
        ("Topics", found.topics),
    ):
        if group:
            console.print(title)
        for name, one in group.items():
            word = {True: "yes", False: "no", None: "not said"}[one.wanted]
            since = f", {one.since:%Y-%m-%d}" if one.since else ""
            line(name, f"{word}{since}: {one.because}")
    console.print("How")
    until = found.paused_until
    line("pause", f"until {until:%Y-%m-%d}" if until else "none")
    line("frequency", found.frequency)
    line("called", found.called or "not known for sure")
    line("addressed", found.register or "she never said")
