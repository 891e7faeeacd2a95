"""What `person --html` writes: one person, what she waits for, and what we know."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from shopkeeper.cli.page import Html, count, el, section, table, together, value


_LONG = 160
_STATES = {
    "open": "open",
    "kept": "kept",
    "broken": "not kept, as far as we know",
    "repaired": "made good later",
}


def person_page(found: Mapping[str, Any], *, on_record: str) -> Html:
    """
    Write the page.

    Args:
        found: As `person --json` has it.
        on_record: Her name as records have it: for staff to find her by, not to
            greet her with.
    """
    return together(
        [
            _top(found, on_record),
            section("waits", "What she waits for", _loops(found["open_loops"])),
            section("promises", "What was promised", _promises(found["promises"])),
            section("facts", "What we know, and on whose word", _facts(found)),
            section("touches", "What went to her", _touches(found["touches"])),
        ]
    )


def _top(found: Mapping[str, Any], on_record: str) -> Html:
    moment, waits = found["moment"], len(found["open_loops"])
    needs = [el("li", value(one["what"], _LONG)) for one in moment["needs"]]
    sources = {one["source"] for one in found["records"]}
    apart = found["told_apart_by"]
    links = (
        ("waits", "She waits for"), ("promises", "Promises"), ("facts", "Facts"),
        ("touches", "Touches"),
    )  # fmt: skip
    return el(
        "header",
        el("p", "Shopkeeper · one person", class_="soft"),
        el("h1", value(found["called"] or on_record)),
        el(
            "p",
            "" if found["called"] else "By our records: ask what she likes to be "
            "called. ",
            *((value(apart, _LONG), ". ") if apart else ()),
            f"{count(len(found['records']), 'record')} in "
            f"{count(len(sources), 'source')}; {moment['stage']}: ",
            value(moment["because"], _LONG),
            ".",
            class_="lead",
        ),
        el(
            "nav", *(el("a", word, href=f"#{name}") for name, word in links),
            aria_label="On this page",
        ),
        el(
            "div",
            el("h2", f"She waits for {count(waits, 'answer')} of ours"
               if waits else "She waits for no answer of ours"),
            *([el("p", "What she needs now:"), el("ul", *needs)] if needs else []),
            el("p", "Next: ", value(found["next"]["option"]), "; ",
               value(found["next"]["because"], _LONG)),
            class_="card next",
        ),
    )  # fmt: skip


def _loops(loops: list[dict[str, Any]]) -> Iterator[Html]:
    if not loops:
        yield el("p", "Nothing she asked, proposed or complained of is without answer.")
        return
    for one in loops:
        yield el(
            "div",
            el("h3", one["kind"].capitalize()),
            el("p", el("q", value(one["what"], _LONG))),
            el(
                "p", f"Since {one['since'][:10]}, by {one['due']}; answered by ",
                value(one["owner"] or "anybody"),
                f"; {one['state'].replace('_', ' ')}.",
            ),
            el("span", value(one["utterance"]), " · ", value(one["id"]), class_="from"),
            class_="card",
        )  # fmt: skip


def _promises(promises: list[dict[str, Any]]) -> Iterator[Html]:
    if not promises:
        yield el("p", "Nothing was promised, by us or by her.")
        return
    for owner, title in (("us", "By us"), ("hers", "By her: hers to keep")):
        rows = [
            el(
                "tr",
                el(
                    "th", el("q", value(one["what"], _LONG)),
                    el("span", value(one["utterance"]), " · ", value(one["id"]),
                       class_="from"),
                    scope="row",
                ),
                el("td", (one["deadline"] or "no day named")[:16]),
                el("td", _STATES[one["state"]],
                   el("span", value(one["because"], _LONG), class_="from")),
            )
            for one in promises
            if one["owner"] == owner
        ]  # fmt: skip
        if rows:
            yield table(title, ("What", "By", "What became of it"), rows)


def _facts(found: Mapping[str, Any]) -> Iterator[Html]:
    shown = [one for one in found["facts"] if not one["sensitive"]]
    hidden = len(found["facts"]) - len(shown)
    conflicts = {key for ids in found["conflicts"] for key in ids}
    rows = [
        el(
            "tr",
            el("th", value(one["about"]), scope="row"),
            el("td", value(str(one["value"]), _LONG),
               class_="conflict" if one["id"] in conflicts else "value"),
            el("td", one["standing"], ", ", f"{one['confidence']:.2f}"),
            el("td", value(one["author"] or one["source"] or "us")),
            el("td", one["learned_at"][:10]),
            el("td", "yes" if one["may_be_said"] else "no"),
        )
        for one in sorted(shown, key=lambda one: (one["about"], -one["confidence"]))
    ]  # fmt: skip
    if rows:
        head = ("About", "Value", "Standing", "By", "Learned", "May be said")
        yield table("Facts", head, rows)
    else:
        yield el("p", "Nothing yet.")
    if hidden:
        yield el(
            "p", f"{count(hidden, 'sensitive fact')} not shown here.", class_="soft"
        )


def _touches(touches: list[dict[str, Any]]) -> Iterator[Html]:
    if not touches:
        yield el("p", "Nothing went to her yet.")
        return
    rows = [
        el(
            "tr",
            el("th", one["at"][:10], scope="row"),
            el("td", one["channel"] or "a human"),
            el("td", one["state"].replace("_", " ")),
            el("td", value(one["because"], _LONG)),
        )
        for one in touches
    ]  # fmt: skip
    yield table("Touches", ("When", "How", "State", "Why"), rows)
