"""What `person` prints: one person as one would speak of her to a colleague."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.console import Console

from shopkeeper.cli import showing
from shopkeeper.flow.person_words import (
    NEEDS,
    PRIVATE,
    WHERE,
    WHO,
    Said,
    next_in_words,
    not_known,
    sections,
    shows_words,
    whose,
    written,
)


_MOST = 6  # touches that are shown; JSON and the page have all
_CELLS = 14  # of a row


def show_person(found: Mapping[str, Any], on_record: str) -> None:
    """
    Print a person.

    Args:
        found: As `person --json` has it.
        on_record: Her name as records have it.
    """
    console = showing.out()
    _top(found, on_record, console)
    places = sections(found)
    _part(WHO, places[WHO], console)
    _part(PRIVATE, places[PRIVATE], console)
    _part(WHERE, places[WHERE], console)
    _part(NEEDS, places[NEEDS], console)
    for need in found["moment"]["needs"][:1]:
        _line(console, f"  Most pressing: {need['what']}")
    _unknown(found, console)
    _owed(found, console)
    _allowed(found, console)
    _touches(found, console)
    _line(console, "")
    following = found["next"]
    _line(console, f"Next: {next_in_words(following)}")
    _line(console, f"  {following['because']}  ({following['option']})")
    if found["ask"] is not None and found["ask"]["pays"]:
        _line(console, f"Or ask her: “{found['ask']['question']}”")
        _line(console, f'  and write it down: shopkeeper note {found["person_id"]} "…"')


def show_fact(found: Mapping[str, Any]) -> None:
    """Print a fact and each row or sentence that it stands on."""
    console = showing.out()
    fact = found["fact"]
    if fact["sensitive"]:
        _line(console, "Something sensitive, kept apart: --json has it.")
        return
    _line(console, f"{fact['about']}: {written(fact['value'], fact['about'])}")
    sure = f"{fact['standing']}, {fact['confidence']:.2f} sure when it was learned"
    _line(console, f"  {sure}, {fact['learned_at'][:10]}")
    trust = fact["trust"]
    if trust is not None:
        counts = f"customers confirmed {trust['confirmed']}, denied {trust['denied']}"
        _line(console, f"  {fact['source']} is trusted {trust['value']:.2f} ({counts})")
    for one in found["evidence"]:
        kept = one["department"] or "nobody in particular"
        _line(console, "")
        _line(console, f"{one['record_id']}, kept by {kept}")
        if one["words"]:
            _line(console, f"  “{one['words']}”")
        for name, cell in list((one["fields"] or {}).items())[:_CELLS]:
            _line(console, f"  {name}: {showing.short(cell, 70)}")


def _top(found: Mapping[str, Any], on_record: str, console: Console) -> None:
    called, by = found["called"], found["called_by"]
    console.print(f"[bold]{_plain(called or on_record)}[/bold]", end="")
    apart = f", {found['told_apart_by']}" if found["told_apart_by"] else ""
    _line(console, f"{apart}  ({found['person_id']})")
    if called and by:
        _line(console, f"{on_record}; called {called}, as {by['says']}")
    else:
        _line(console, "By our records: ask what she likes to be called.")
    moment = found["moment"]
    _line(console, f"{moment['stage'].capitalize()}: {moment['because']}")
    sources = sorted({one["source"] for one in found["records"]})
    rows = showing.counted(len(found["records"]), "row")
    _line(console, f"{rows} in {', '.join(sources) or 'no source'}")


def _plain(text: str) -> str:
    from rich.markup import escape

    return escape(text)


def _part(title: str, said: list[Said], console: Console) -> None:
    if not said:
        return
    console.print(f"\n[bold]{title}[/bold]")
    for one in said:
        first = one.facts[0]
        bar = "|" if one.against else " "
        rivals = ""
        if one.against:
            word = " or " if one.open else ", not "
            rivals = word + word.join(other.value for other in one.against)
        may = "" if first["may_be_said"] else " · not to be said"
        _line(
            console, f"{bar} {one.says[:1].upper()}{one.says[1:]} {one.value}{rivals}"
        )
        quoted = f"“{showing.short(first['words'], 60)}” · " if shows_words(one) else ""
        where = f"{whose(first)} · {first['freshness']}{may}"
        _line(console, f"{bar}     {quoted}{where}  {first['id']}", style="dim")
        for other in one.against:
            fact = other.facts[0]
            told = f"{other.value}: {whose(fact)} · {fact['freshness']}"
            _line(console, f"{bar}     {told}  {fact['id']}", style="dim")
        if one.against:
            _line(console, f"{bar}     {one.because}", style="dim")


def _unknown(found: Mapping[str, Any], console: Console) -> None:
    ask = found["ask"]
    if ask is None:
        return
    console.print("\n[bold]What we do not know[/bold]")
    _line(console, f"  Best question to ask: “{ask['question']}”")
    _line(console, f"      {ask['because']}", style="dim")
    unknown, unsure = not_known(found)
    if unknown:
        _line(console, f"  We do not know {', nor '.join(unknown)}.")
    if unsure:
        _line(console, f"  We are not sure {', nor '.join(unsure)}.")


def _owed(found: Mapping[str, Any], console: Console) -> None:
    if not found["promises"] and not found["open_loops"]:
        return
    console.print("\n[bold]What is owed[/bold]")
    for one in found["promises"]:
        who = "We promised" if one["owner"] == "us" else "She promised"
        due = f" by {one['deadline']}" if one["deadline"] else ""
        _line(console, f"  {who}: {one['what']}{due} ({one['state']})  {one['id']}")
    for one in found["open_loops"]:
        _line(
            console,
            f"  She waits for an answer to her {one['kind']}: {one['what']} "
            f"(since {one['since'][:10]}, by {one['due']}, "
            f"{one['owner'] or 'anybody'}; {one['state']})  {one['id']}",
        )


def _allowed(found: Mapping[str, Any], console: Console) -> None:
    console.print("\n[bold]What she allows[/bold]")
    if not found["consents"] and not found["suppressed"]:
        _line(console, "  She has said neither yes nor no.")
    for one in found["consents"]:
        where = f" by {one['channel']}" if one["channel"] else ""
        _line(
            console,
            f"  Consent to {one['purpose']}{where}: {one['state']} on {one['at'][:10]}",
        )
    if found["suppressed"]:
        _line(console, f"  Nothing goes: {', '.join(found['suppressed'])}")
    for one in found["stops"]:
        words = f"“{showing.short(one['words'], 60)}”, " if one["words"] else ""
        until = f", until {one['until'][:10]}" if one["until"] else ""
        proof = one["record_id"] or "by her address"
        _line(console, f"    {one['scope']}: {words}{one['at'][:10]}{until}  ({proof})")


def _touches(found: Mapping[str, Any], console: Console) -> None:
    touches = sorted(found["touches"], key=lambda one: one["at"])
    if not touches:
        return
    console.print("\n[bold]What went to her, and what did not[/bold]")
    if len(touches) > _MOST:
        _line(console, f"  … and {len(touches) - _MOST} before")
    for one in touches[-_MOST:]:
        _line(
            console,
            f"  {one['at'][:16]} {one['channel'] or 'human'} "
            f"{one['state'].replace('_', ' ')}: {one['because']}  "
            f"{one['message_id'] or ''}",
        )


def _line(console: Console, words: str, style: str = "") -> None:
    console.print(words, markup=False, style=style or None)
