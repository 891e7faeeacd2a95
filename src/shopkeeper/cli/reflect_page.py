"""The reflection as a page: her words, and what we made of them, side by side."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from shopkeeper.cli.page import Html, el, together, value, write_page


_HEADS = {
    "understood": "What I understood",
    "asked": "Where I am not sure",
    "promised": "What we promised you",
    "stopped": "What we no longer do",
    "waiting": "What waits for an answer",
}
_LONGEST_WORDS = 240


def write_reflection(
    path: Path, shown: dict[str, Any], *, called: str | None, shop: str
) -> None:
    """
    Write a reflection as a page.

    Args:
        path: Where to.
        shown: As `reflect --json` has it.
        called: How she may be called, or None.
        shop: The shop's name.
    """
    sentences = shown["sentences"]
    parts = [
        _part(head, [one for one in sentences if one["part"] == part], shown)
        for part, head in _HEADS.items()
        if any(one["part"] == part for one in sentences)
    ]
    hello = together(["Hello ", value(called), "."]) if called else Html("Hello.")
    lead = (
        "Thank you for telling us. This is what we made of it. Is something not right? "
        "Say so in your own words, and it is put right: your word counts for more than "
        "anything we have on file."
        if sentences
        else "There is nothing new that we could say back to you."
    )
    body = el(
        "div",
        el("p", shop, class_="soft"),
        el("h1", hello),
        el("p", lead, class_="lead"),
        *parts,
        el("footer", *_signed(shown, shop)),
        class_="hers",
    )
    write_page(path, f"What we understood · {shop}", body)


def _part(head: str, sentences: list[dict[str, Any]], shown: dict[str, Any]) -> Html:
    said = {one["record_id"]: one for one in shown["utterances"]}
    return el("section", el("h2", head), *(_row(one, said) for one in sentences))


def _row(one: dict[str, Any], said: dict[str, dict[str, Any]]) -> Html:
    utterance = said.get(one["record_id"], {})
    when = _day(utterance.get("at"))
    if utterance.get("speaker") == "customer":
        where = f"You wrote this{when}"
    elif utterance.get("speaker") == "agent":
        where = f"We wrote this to you{when}"
    else:
        where = f"You told us{when}, and we wrote it down"
    words: list[str] = [where]
    asked = one["part"] == "asked"  # it is a quotation already
    if one["words"] and not asked:
        words += [": ", el("q", value(one["words"], _LONGEST_WORDS))]
    return el(
        "div",
        el("span", value(one["text"], _LONGEST_WORDS), class_="" if asked else "told"),
        el("span", *words, class_="from"),
        class_="fact",
    )


def _day(moment: str | None) -> str:
    from datetime import datetime

    from shopkeeper.vocabulary import written_day

    if moment is None:
        return ""
    at = datetime.fromisoformat(moment)
    return f" on {written_day(at)}"


def _signed(shown: dict[str, Any], shop: str) -> list[Html]:
    lines = [
        line
        for line in (shown["message"]["body"] or "").rstrip().rpartition("\n\n")[2:]
        if line
    ]
    names = lines[0].split("\n") if lines else [shop]
    return [el("p", value(name)) for name in names]
