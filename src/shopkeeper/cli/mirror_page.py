"""What `mirror --html` writes: our own house, as she would see it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from shopkeeper.cli.page import (
    Html,
    count,
    does,
    el,
    listed,
    section,
    table,
    together,
    value,
)


_LONG, _MOST = 160, 200  # letters of her words; rows of a table
_FIRST = 12  # rows that are seen without opening the rest
_KINDS = {"complaint": "Complaint", "question": "Question", "idea": "Idea"}
_STATES = {
    "heard": "heard",
    "reflected": "said back to her",
    "confirmed": "she confirmed it",
    "acted": "acted on, not told her yet",
}


def mirror_page(found: Mapping[str, Any], *, name: str, on: datetime) -> Html:
    """
    Write the page.

    Args:
        found: As `mirror --json` has it.
        name: Of the shop.
        on: The moment looked at.
    """
    return together(
        [
            _top(found, name, on),
            section("waiting", "Who waits for an answer", _loops(found["open_loops"])),
            section("promises", "What we promised", _promises(found["promises"])),
            section("heads", "What only one of us knows", _heads(found)),
            section("silos", "What only one department knows", _silos(found["silos"])),
            section("two", "Where we have two answers", _two(found["contradictions"])),
            section("trust", "How far our lists are borne out", _trust(found["trust"])),
            el(
                "footer",
                el(
                    "p",
                    "The mirror looks at how we are built, not at who is better: "
                    "nothing here is ranked by person, and her own promises to us are "
                    "not counted.",
                    class_="soft",
                ),
            ),
        ]
    )


def _top(found: Mapping[str, Any], name: str, on: datetime) -> Html:
    from shopkeeper.vocabulary import written_day

    waiting, overdue = len(found["open_loops"]), len(found["promises"]["overdue"])
    title = "No question or complaint is open"
    if waiting:
        title = f"{waiting:,} {does(waiting, 'waits', 'wait')} for our answer"
    lead = (
        f"{count(overdue, 'promise')} of ours {does(overdue, 'is', 'are')} past "
        f"{does(overdue, 'its', 'their')} day and not known to be kept."
    )
    if not overdue:
        lead = "No promise of ours is past its day."
    links = (
        ("waiting", "Answers"), ("promises", "Promises"), ("heads", "In one head"),
        ("silos", "In one department"), ("two", "Two answers"),
        ("trust", "Trust"),
    )  # fmt: skip
    steps = [el("li", value(step, 400)) for step in found["next_steps"]]
    return el(
        "header",
        el("p", "Shopkeeper · the mirror of ", value(name), f" · {written_day(on)}",
           class_="soft"),
        el("h1", title),
        el("p", lead, class_="lead"),
        el(
            "nav", *(el("a", word, href=f"#{one}") for one, word in links),
            aria_label="On this page",
        ),
        el("div", el("h2", "What would help most"), el("ol", *steps, class_="steps"),
           class_="card next"),
    )  # fmt: skip


def _loops(loops: list[dict[str, Any]]) -> Iterator[Html]:
    if not loops:
        yield el(
            "p",
            "Every question, idea and complaint we heard has its answer. What "
            "somebody needs or has trouble with stands on her own page.",
        )
        return
    yield el(
        "p",
        "In her words, complaints first, then questions and ideas; of each, longest "
        "waiting first. It closes when she was answered in the same thread, when "
        "somebody says so, or when she says that it is settled.",
    )
    loops = sorted(loops, key=lambda one: list(_KINDS).index(one["kind"]))
    head = ("What", "Her words", "Who answers", "Waits since", "By")
    rows = [
        el(
            "tr",
            el("th", _KINDS[one["kind"]], scope="row"),
            el(
                "td", el("q", value(one["what"], _LONG)),
                el("span", value(one["called"]), f" · {_STATES[one['state']]} · ",
                   value(one["loop_id"]), class_="from"),
            ),
            el("td", value(one["owner"] or "anybody")),
            el("td", one["since"][:10]),
            el("td", one["due"], " (late)" if one["late"] else "",
               class_="against" if one["late"] else "when"),
        )
        for one in loops[:_MOST]
    ]  # fmt: skip
    yield table("Who waits for an answer", head, rows[:_FIRST])
    if len(rows) > _FIRST:
        more = f"Show {len(rows) - _FIRST:,} more"
        rest = table("The others who wait", head, rows[_FIRST:])
        yield el("details", el("summary", more), rest)
    yield from _rest(len(loops))


def _promises(promises: Mapping[str, Any]) -> Iterator[Html]:
    words = (
        ("kept", "kept"), ("repaired", "made good later"),
        ("broken", "not kept, as far as we know"),
    )  # fmt: skip
    still_open = promises["made"] - sum(promises[key] for key, _ in words)
    told = [f"{promises[key]:,} {word}" for key, word in words]
    yield el(
        "p",
        f"{count(promises['made'], 'promise')} of ours to them: {', '.join(told)}, "
        f"{still_open:,} still open.",
        class_="lead",
    )
    overdue = promises["overdue"]
    if not overdue:
        return
    yield el("h3", "Past their day: did it work out?")
    head = ("What we promised", "To", "By", "Whom we ask")
    rows = [
        el(
            "tr",
            el(
                "th", el("q", value(one["what"], _LONG)),
                el("span", value(one["utterance"]), " · ", value(one["promise_id"]),
                   class_="from"),
                scope="row",
            ),
            el("td", value(one["called"])),
            el("td", one["deadline"][:10]),
            el("td", value(one["asked"] or "anybody")),
        )
        for one in overdue[:_MOST]
    ]  # fmt: skip
    yield table("Promises past their day", head, rows)
    yield from _rest(len(overdue))


def _heads(found: Mapping[str, Any]) -> Iterator[Html]:
    if not found["only_in_heads"]:
        yield el("p", "Nobody alone knows somebody: all notes are shared.")
        return
    yield el(
        "p",
        "When they are away, these customers are strangers to us. A line after a call "
        "is enough: ",
        el("code", 'shopkeeper note WHO "…"'),
        ".",
    )
    rows = [
        el(
            "tr", el("th", value(one["author"]), scope="row"),
            el("td", count(one["people"], "customer")),
        )
        for one in found["only_in_heads"]
    ]  # fmt: skip
    yield table("In order of the alphabet", ("Who has written", "Alone of"), rows)


def _silos(silos: list[dict[str, Any]]) -> Iterator[Html]:
    if not silos:
        yield el("p", "What one department knows, another one knows, too.")
        return
    rows = [
        el(
            "tr",
            el("th", value(one["about"]), scope="row"),
            el("td", value(one["department"])),
            el("td", count(one["people"], "customer")),
            el("td", listed([value(name) for name in one["unseen_by"]])),
        )
        for one in silos[:_MOST]
    ]  # fmt: skip
    head = ("About", "Known to", "Of", "Not seen by")
    yield table("What we know of customers, and where it stays", head, rows)


def _two(contradictions: list[dict[str, Any]]) -> Iterator[Html]:
    if not contradictions:
        yield el("p", "No two departments tell different stories of anybody.")
        return
    rows = [
        el(
            "tr",
            el("th", value(one["about"]), scope="row"),
            el("td", value(one["called"]),
               el("span", value(one["person_id"]), class_="from")),
            el(
                "td",
                *(
                    el("span", value(str(side["value"])), ", says ",
                       value(side["department"] or "nobody"), class_="fact from")
                    for side in one["values"]
                ),
            ),
        )
        for one in contradictions[:_MOST]
    ]  # fmt: skip
    yield table("Nobody but she can settle these", ("About", "Who", "Answers"), rows)
    yield from _rest(len(contradictions))


def _trust(trust: list[dict[str, Any]]) -> Iterator[Html]:
    if not trust:
        yield el("p", "Nobody has yet said in her own words what a list of ours has.")
        return
    yield el(
        "p",
        "Only her own word judges a list: two lists that differ are not one truth and "
        "one error. Each begins at 1, and forty doubts are forgiven it at the start.",
    )
    rows = [
        el(
            "tr",
            el("th", value(one["source"]),
               el("span", value(one["department"] or "nobody"), class_="from"),
               scope="row"),
            el("td", value(one["about"])),
            el("td", f"{one['confirmed']:,}", class_="number"),
            el("td", f"{one['denied']:,}", class_="number"),
            el("td", f"{one['trust']:.2f}", class_="number"),
        )
        for one in trust[:_MOST]
    ]  # fmt: skip
    head = ("List", "About", "Borne out", "Not so", "Trust")
    yield table("In order of the alphabet", head, rows)
    yield from _rest(len(trust))


def _rest(number: int) -> Iterator[Html]:
    if number > _MOST:
        yield el("p", f"… and {number - _MOST:,} more: see --json.", class_="soft")
