"""Finding people, and saying of two whether they are one."""

from __future__ import annotations

from typing import Any

from shopkeeper.flow.faces import Hit, search
from shopkeeper.flow.settling import open_doubts, settle, side_by_side
from shopkeeper.vocabulary import BadInput
from shopkeeper.web.console.frame import (
    back_to,
    deed_way,
    in_house,
    look,
    page_way,
    query_of,
    show,
)
from shopkeeper.web.pages.forms import read_form
from shopkeeper.web.problems import Reply
from shopkeeper.web.ways import Asked, Way


_MOST = 200  # letters of a search
_PAIRS = 5  # on a page


def ways() -> list[Way]:
    """List the routes."""
    return [
        page_way("/people", _find, "Find people."),
        page_way("/doubts", _doubts, "Pairs that may be one person."),
        deed_way("/doubts", _settle, "Say of two whether they are one."),
    ]


async def _find(asked: Asked) -> Reply:
    text = query_of(asked).get("q", "")[:_MOST].strip()

    def read(seen: Any) -> tuple[list[Hit], int]:
        hits = search(seen.house, seen.faces, text, now=seen.now) if text else []
        return hits, len(seen.faces)

    hits, count = await look(asked, read)
    return await show(
        asked, "people.html", "/people", hits=hits, count=count, text=text
    )


async def _doubts(asked: Asked) -> Reply:
    first = query_of(asked).get("from", "0")
    start = int(first) if first.isdigit() and len(first) < 9 else 0  # noqa: PLR2004
    waiting, _ = await asked.room.serving.looker.look_long(
        "doubts", lambda seen: open_doubts(seen.house), lasting=True
    )
    shown = waiting[start : start + _PAIRS]

    def read(seen: Any) -> list[Any]:
        ends = [(one.left, one.right) for one in shown]
        return side_by_side(seen.house, ends, now=seen.now, aliases=seen.faces.aliases)

    pairs = list(zip(shown, await look(asked, read), strict=True)) if shown else []
    return await show(
        asked, "doubts.html", "/doubts", pairs=pairs, count=len(waiting), start=start,
        after=start + _PAIRS if start + _PAIRS < len(waiting) else None,
    )  # fmt: skip


async def _settle(asked: Asked) -> Reply:
    form, by = read_form(asked), in_house(asked).staff
    left, right, says = form.get("left"), form.get("right"), form.get("says")
    if says not in ("same", "apart") or not left or not right:
        msg = "Say of two whether they are one person or two."
        raise BadInput(msg)
    await asked.room.serving.staff.act_widely(
        lambda house, now: settle(
            house, left, right, same=says == "same", by=by, now=now
        )
    )
    return back_to("/doubts", says)
