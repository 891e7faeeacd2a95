"""How it was decided who is who, on a page, in plain words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from shopkeeper.cli.page import Html, count, el, share, value, wide
from shopkeeper.flow.recognise_learned import Agreement, Learned


_FIELDS = 24
_NAME = 40


def how(learned: Learned) -> Iterator[Html]:
    """Say how it was decided, and what that cannot know."""
    odds = learned.join_at / (1.0 - learned.join_at)
    yield el(
        "p",
        "All that two records say was weighed together: how often such things differ "
        "in records of one person, how often strangers agree, how rare the very value "
        "is, and whether it may be two people of one household. Nobody "
        "labelled anything: it was learned from "
        f"{count(learned.from_records, 'record')}.",
    )
    yield el(
        "p",
        "Before anything was looked at, it was taken that of all pairs of records "
        f"{share(learned.prior)} are one person's, and {share(learned.households)} two "
        "people's of one household.",
    )
    yield el(
        "p",
        f"Records become one person from {odds:.0f} to one on ({learned.join_at:.2f}), "
        "with all that speaks against it heard, between all her records. From "
        f"{learned.doubt_at:.2f} on a pair is a doubt for a human.",
    )
    yield from _agreements(learned.agreements)
    yield el(
        "div",
        el("h3", "What it cannot know"),
        el(
            "p",
            "It knows these files and nothing else. Who moved, married and changed "
            "her number between two records is two persons here; twins with one "
            "initial may be one. Where one source was copied from another, agreeing "
            "proves less than is assumed. How sure it is, is an estimate that no "
            "human has checked: settle some doubts and look at some joins before "
            "you build on it.",
        ),
        class_="card conflict",
    )


def _agreements(agreements: Sequence[Agreement]) -> Iterator[Html]:
    shown = agreements[:_FIELDS]
    if not shown:
        return
    one = next((one for one in shown if one.learned), shown[0])
    yield el(
        "p",
        "Read a line of the table so: where two records of one person both have ",
        "a ", value(one.field, _NAME), f", it is the same in {share(one.same)} and "
        f"another in {share(one.other)}; of two strangers it is the same in "
        f"{share(one.strangers)}.",
    )  # fmt: skip
    rows = [
        el(
            "tr",
            el(
                "th", value(each.field, _NAME),
                *([] if each.learned else [el("span", "not learned", class_="from")]),
                scope="row",
            ),
            *(
                el("td", share(part), class_="number")
                for part in (each.same, each.partly, each.other, each.strangers)
            ),
        )
        for each in shown
    ]  # fmt: skip
    heads = ("the same", "alike, or in part", "another", "strangers: the same")
    caption = (
        "In records of one person; not learned is what was believed beforehand, "
        "because the files have too little of it"
    )
    yield wide(
        el(
            "table",
            el("caption", caption),
            el(
                "thead",
                el(
                    "tr", el("td", el("span", "Field", class_="hidden")),
                    *(el("th", one, scope="col", class_="number") for one in heads),
                ),
            ),
            el("tbody", *rows),
        ),
        "What was learned",
    )  # fmt: skip
    if len(agreements) > len(shown):
        rest = count(len(agreements) - len(shown), "more column")
        yield el("p", f"… and {rest}.", class_="soft")
