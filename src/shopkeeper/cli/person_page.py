"""What `person --html` writes: one person, what she needs, and what we know."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from shopkeeper.cli.page import Html, count, el, section, table, together, value
from shopkeeper.cli.person_behind import Behind, behind_section, how_sure
from shopkeeper.cli.person_time import timeline_section
from shopkeeper.flow.person_words import (
    NEEDS,
    PRIVATE,
    WHERE,
    WHO,
    Said,
    because_in_words,
    next_in_words,
    not_known,
    sections,
    shows_words,
    whose,
)


_LONG = 160
_STATES = {
    "open": "open",
    "kept": "kept",
    "broken": "not kept, as far as we know",
    "repaired": "made good later",
}
_STAGES = {
    "prospect": "Not a customer yet",
    "new": "New here",
    "regular": "A regular",
    "drifting": "Perhaps drifting",
    "leaving": "Leaving, it seems",
    "left": "Gone, it seems",
    "returned": "Back again",
}


def person_page(
    found: Mapping[str, Any],
    *,
    on_record: str,
    timeline: Sequence[Mapping[str, Any]] = (),
    evidence: Sequence[Mapping[str, Any]] = (),
) -> Html:
    """
    Write the page.

    Args:
        found: As `person --json` has it.
        on_record: Her name as records have it: for staff to find her by, not to
            greet her with.
        timeline: What happened, newest first; as `timeline_json` has it.
        evidence: The rows and sentences behind her facts; as `evidence_json` has it.
    """
    behind = Behind(evidence)
    places = sections(found)
    main = el(
        "div",
        _next(found),
        el(
            "div",
            el(
                "div",
                _card(WHO, _facts(_beyond_her_name(places[WHO], found), behind),
                      "Nothing but her name yet."),
                _card(WHERE, [_stage(found), *_facts(places[WHERE], behind)]),
            ),
            _card(NEEDS, [*_facts(places[NEEDS], behind), *_not_known(found)]),
            class_="two",
        ),
        timeline_section(timeline),
    )  # fmt: skip
    side = el(
        "aside",
        *_private(places[PRIVATE], behind),
        _card("She waits for", _loops(found["open_loops"]), "Nothing of ours."),
        _card("Promises", _promises(found["promises"]), "None, by us or by her."),
        _card("What she allows", _consents(found)),
        _records(found),
    )
    return together(
        [
            _top(found, on_record, behind),
            el("div", main, side, class_="sides"),
            behind_section(behind),
            section("sure", "How sure, for those who ask", how_sure(found)),
            el("footer", el("p", "Shopkeeper · ", value(found["person_id"]),
                            class_="soft")),
        ]
    )  # fmt: skip


def _top(found: Mapping[str, Any], on_record: str, behind: Behind) -> Html:
    by, apart = found["called_by"], found["told_apart_by"]
    called = found["called"]
    if called and by:
        fact = next((one for one in found["facts"] if one["id"] == by["fact"]), None)
        name = [
            value(on_record), " · called ", value(called), ", as ",
            value(by["says"], _LONG), *behind.link(fact), ".",
        ]  # fmt: skip
    else:
        name = ["By our records: ask what she likes to be called."]
    told = ["Not to be mixed up with her namesakes: ", value(apart, _LONG), "."]
    return el(
        "header",
        el("h1", value(called or on_record)),
        el("p", *name, *([el("br"), *told] if apart else []), class_="soft lead"),
    )


def _next(found: Mapping[str, Any]) -> Html:
    """Say one next step, and in one sentence why."""
    needs, following = found["moment"]["needs"], found["next"]
    opens = []
    if needs:
        opens.append(el("p", _sentence(value(needs[0]["what"], _LONG)), class_="lead"))
    return el(
        "section",
        el("h2", "Next: ", value(next_in_words(following))),
        *opens,
        el(
            "p",
            _sentence(value(because_in_words(following["because"]), _LONG)),
            class_="soft",
        ),
        class_="card next",
    )


def _or_ask(found: Mapping[str, Any]) -> list[Html]:
    """Offer the question that is worth a human's minute as something to do."""
    ask = found["ask"]
    if ask is None or not ask["pays"]:
        return []
    note = f'shopkeeper note {found["person_id"]} "…"'
    return [
        el("p", "Or, with a minute for her: ask ", el("q", ask["question"]),
           el("span", "Write down what she says: ", el("code", note), class_="from"))
    ]  # fmt: skip


def _sentence(words: Html) -> Html:
    start = "<bdi>"
    at = len(start)
    return Html(words[:at] + words[at : at + 1].upper() + words[at + 1 :] + ".")


def _card(title: str, inside: Iterator[Html] | Sequence[Html], empty: str = "") -> Html:
    parts = list(inside)
    if not parts:
        parts = [el("p", empty, class_="soft")]
    return el("section", el("h2", title), *parts, class_="card")


def _stage(found: Mapping[str, Any]) -> Html:
    moment = found["moment"]
    return el(
        "div",
        el("span", _STAGES.get(moment["stage"], moment["stage"]), class_="recorded"),
        el("span", value(moment["because"], _LONG), class_="from"),
        class_="fact",
    )


def _beyond_her_name(said: Sequence[Said], found: Mapping[str, Any]) -> list[Said]:
    """Leave out the name that the page opens with, unless there are two answers."""
    top = found["called_by"]
    return [
        one
        for one in said
        if one.against or top is None or one.facts[0]["about"] != "person.called"
    ]


def _source(fact: Mapping[str, Any] | None) -> str:
    return "" if fact is None else f"{whose(fact)} · {fact['freshness']}"


def _facts(said: Sequence[Said], behind: Behind) -> Iterator[Html]:
    for one in said:
        yield _fact(one, behind)


def _fact(one: Said, behind: Behind) -> Html:
    first = one.facts[0]
    kind = "fact" + (" fading" if one.fading else "")
    kind += " conflict" if one.against else ""
    others: list[str] = []
    for other in one.against:
        others += [
            " or " if one.open else ", not ",
            el("span", value(other.value, _LONG), class_=other.ink),
        ]
    rivals = [
        el("span", value(other.value), ": ",
           value(_source(other.facts[0]), _LONG), *behind.link(other.facts[0]),
           class_="from")
        for other in one.against
    ]  # fmt: skip
    words = [el("q", value(first["words"], _LONG)), " · "] if shows_words(one) else []
    shown = value(one.value, _LONG)
    return el(
        "div",
        _capital(one.says), " ",
        el("q" if one.quoted else "span", shown, class_=one.ink),
        *others,
        el("span", *words, value(_source(first), _LONG), *behind.link(first),
           class_="from"),
        *rivals,
        *([el("span", value(one.because, _LONG), ".", class_="from")]
          if one.against else []),
        class_=kind,
    )  # fmt: skip


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _not_known(found: Mapping[str, Any]) -> Iterator[Html]:
    ask = found["ask"]
    if not ask:
        return
    lines: list[Html | str] = []
    unknown, unsure = not_known(found)
    for begins, them in (("We do not know ", unknown), ("We are not sure ", unsure)):
        if them:
            lines += [begins, el("b", them[0]),
                      *(f", nor {one}" for one in them[1:]), ". "]  # fmt: skip
    yield el(
        "div",
        *lines,
        "Best question to ask: ",
        el("q", ask["question"]),
        el("span", value(_capital(ask["because"]), 300), class_="from"),
        class_="fact soft",
    )


def _private(said: Sequence[Said], behind: Behind) -> list[Html]:
    """Show her private side apart from her work, and only as she told it."""
    if not said:
        return []
    note = el("p", "As she told it to us, and apart from her work.", class_="soft")
    return [_card(PRIVATE, [*_facts(said, behind), note])]


def _loops(loops: list[dict[str, Any]]) -> Iterator[Html]:
    for one in loops:
        yield el(
            "div",
            f"{one['kind'].capitalize()}: ", el("q", value(one["what"], _LONG)),
            el("span", f"since {one['since'][:10]}, by {one['due']} · answered by ",
               value(one["owner"] or "anybody"),
               f" · {one['state'].replace('_', ' ')} · ", value(one["id"]),
               class_="from"),
            class_="fact conflict",
        )  # fmt: skip


def _promises(promises: list[dict[str, Any]]) -> Iterator[Html]:
    for one in promises:
        mark = " conflict" if one["state"] == "broken" else ""
        who = "We: " if one["owner"] == "us" else "She: "
        by_when = (one["deadline"] or "no day named")[:10]
        yield el(
            "div",
            who, el("q", value(one["what"], _LONG)),
            el("span", value(one["made_by"] or "nobody named"),
               f" · by {by_when} · {_STATES[one['state']]} · ", value(one["id"]),
               class_="from"),
            class_=f"fact{mark}",
        )  # fmt: skip


def _consents(found: Mapping[str, Any]) -> Iterator[Html]:
    latest: dict[tuple[Any, ...], Mapping[str, Any]] = {}
    for one in sorted(found["consents"], key=lambda one: one["at"]):
        latest[one["purpose"], one["topic"], one["channel"]] = one
    rows = []
    for (purpose, topic, channel), one in latest.items():
        what = purpose + (f", {topic}" if topic else "")
        what += f", by {channel}" if channel else ""
        rows += [
            el("dt", value(_capital(what))),
            el("dd", one["state"], el("span", one["at"][:10], class_="from")),
        ]
    if rows:
        yield el("dl", *rows)
    else:
        yield el("p", "She has said neither yes nor no.", class_="soft")
    for one in found["stops"]:
        words = [el("q", value(one["words"], _LONG))] if one["words"] else []
        yield el(
            "div",
            "Nothing goes: ", value(one["scope"]),
            el("span", *words, f" · {one['at'][:10]}", class_="from"),
            class_="fact conflict",
        )  # fmt: skip


def _records(found: Mapping[str, Any]) -> Html:
    by_source: dict[str, int] = {}
    for one in found["records"]:
        by_source[one["source"]] = by_source.get(one["source"], 0) + 1
    rows = [
        el("tr", el("th", value(source.replace("_", " ")), scope="row"),
           el("td", f"{number:,}", class_="number"))
        for source, number in sorted(by_source.items())
    ]  # fmt: skip
    total = count(len(found["records"]), "record")
    return el(
        "section",
        el("h2", f"{total} {'is' if len(found['records']) == 1 else 'are'} her"),
        *([table("Where they are kept", ("List", "Rows"), rows)] if rows else []),
        class_="card",
    )  # fmt: skip
