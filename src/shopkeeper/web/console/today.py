"""Today, the desk, and what was heard and not answered."""

from __future__ import annotations

from typing import Any

from shopkeeper.flow.desk import move_handover
from shopkeeper.flow.promising import move_loop, say_of_promise
from shopkeeper.flow.standing import plans_json
from shopkeeper.flow.today import Today, loops_waiting, today_of
from shopkeeper.vocabulary import (
    AccessRole,
    BadInput,
    HandoverState,
    LoopState,
    PromiseState,
)
from shopkeeper.web.console.frame import (
    back_to,
    deed_way,
    in_house,
    may,
    me,
    named_in_path,
    page_way,
    show,
)
from shopkeeper.web.console.words import greeting
from shopkeeper.web.pages.forms import Form, read_form
from shopkeeper.web.problems import Reply
from shopkeeper.web.ways import Asked, Way


_DESK = {
    "take": (HandoverState.TAKEN, "taken"),
    "return": (HandoverState.RETURNED, "returned"),
    "done": (HandoverState.DONE, "finished"),
}
_PROMISE = {
    "kept": PromiseState.KEPT,
    "broken": PromiseState.BROKEN,
    "repaired": PromiseState.REPAIRED,
}


def ways() -> list[Way]:
    """List the routes."""
    return [
        page_way("/today", _today, "What matters today."),
        page_way("/desk", _desk, "Everything that waits for a human."),
        page_way("/loops", _loops, "What was heard and not answered."),
        deed_way("/desk/{id}", _move, "Take, return or finish what is on the desk."),
        deed_way("/promises/{id}", _promise, "Say what became of a promise."),
        deed_way("/loops/{id}", _loop, "Say that she has her answer."),
    ]


async def _today(asked: Asked) -> Reply:
    who, serving = in_house(asked).staff, asked.room.serving
    whole = AccessRole.FRONT_LINE not in me(asked).roles  # whoever answers for it all

    def read(seen: Any) -> Today:
        return today_of(seen.house, seen.faces, who, now=seen.now, all_desk=whole)

    day, at = await serving.looker.look_long(f"today of {who}", read)
    plans = await serving.looker.look(lambda seen: plans_json(seen.house, now=seen.now))
    return await show(
        asked, "today.html", "/today", day=day, at=at, plans=plans,
        hello=greeting(serving.now(), serving.shop.time_zone),
        people=may(asked, "GET /people"),
    )  # fmt: skip


async def _desk(asked: Asked) -> Reply:
    who, serving = in_house(asked).staff, asked.room.serving
    day, at = await serving.looker.look_long(
        "the whole desk",
        lambda seen: today_of(seen.house, seen.faces, who, now=seen.now, all_desk=True),
    )
    return await show(asked, "desk.html", "/desk", day=day, at=at)


async def _loops(asked: Asked) -> Reply:
    found, _ = await asked.room.serving.looker.look_long(
        "loops", lambda seen: loops_waiting(seen.house, seen.faces, now=seen.now)
    )
    return await show(asked, "loops.html", "/today", loops=found)


async def _move(asked: Asked) -> Reply:
    form, name = read_form(asked), named_in_path(asked)
    by = in_house(asked).staff
    to, done = _DESK.get(form.get("to"), (None, ""))
    if to is None:
        msg = "Say whether to take it, to return it, or that it is done."
        raise BadInput(msg)
    proof = form.get("proof", most=2_000) or None
    await asked.room.serving.staff.act(
        lambda house, now: move_handover(house, name, to, by=by, proof=proof, now=now)
    )
    return back_to(_back(form), done)


async def _promise(asked: Asked) -> Reply:
    form, name = read_form(asked), named_in_path(asked)
    by, because = in_house(asked).staff, form.get("because", most=2_000)
    to = _PROMISE.get(form.get("to"))
    if to is None:
        msg = "Say whether it was kept, broken or made good."
        raise BadInput(msg)
    await asked.room.serving.staff.act(
        lambda house, now: say_of_promise(
            house, name, to, by=by, because=because, now=now
        )
    )
    return back_to(_back(form), "promised")


async def _loop(asked: Asked) -> Reply:
    form, name = read_form(asked), named_in_path(asked)
    by, because = in_house(asked).staff, form.get("because", most=2_000)
    await asked.room.serving.staff.act(
        lambda house, now: move_loop(
            house, name, LoopState.TOLD_BACK, by=by, because=because, now=now
        )
    )
    return back_to(_back(form), "told")


def _back(form: Form) -> str:
    """Return to the page the form stood on; to nowhere but a room of the console."""
    path = form.get("back", most=300)
    rooms = ("/today", "/desk", "/loops", "/people/")
    good = path.isascii() and path.isprintable() and "?" not in path
    return path if good and path.startswith(rooms) else "/today"
