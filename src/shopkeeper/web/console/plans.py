"""Plans: how far each is, who has signed, start, stop, and a second person's look."""

from __future__ import annotations

from typing import Any

from shopkeeper.flow.agreeing import approve, waiting_for_a_word
from shopkeeper.flow.planning import (
    drafts_of,
    hidden_claims_of,
    plan_of,
    readiness_of,
    start_plan,
    stop_plan,
)
from shopkeeper.flow.standing import plans_json
from shopkeeper.plan import readiness_json
from shopkeeper.vocabulary import BadInput, PlanState, SigningRole
from shopkeeper.web.console.frame import (
    back_to,
    deed_way,
    in_house,
    look,
    me,
    named_in_path,
    page_way,
    show,
)
from shopkeeper.web.console.messages import reaching
from shopkeeper.web.pages.forms import read_form
from shopkeeper.web.problems import Reply
from shopkeeper.web.ways import Asked, Way


def ways() -> list[Way]:
    """List the routes."""
    return [
        page_way("/plans", _plans, "All plans, and how far each is."),
        page_way("/plans/{key}", _plan, "One plan."),
        deed_way("/plans/{key}", _move, "Sign, start or stop a plan."),
        deed_way("/plans/{key}/approve", _approve, "Let a plan reach people."),
    ]


async def _plans(asked: Asked) -> Reply:
    def read(seen: Any) -> Any:
        return [
            one | {"plan": seen.house.plans[one["plan"]], "key": one["plan"]}
            for one in plans_json(seen.house, now=seen.now)
        ]

    return await show(asked, "plans.html", "/plans", plans=await look(asked, read),
                      names=_names(asked))  # fmt: skip


def _names(asked: Asked) -> dict[str, str]:
    return {one.id: one.name for one in asked.room.serving.shop.people}


async def _plan(asked: Asked) -> Reply:
    key, staff = named_in_path(asked, "key"), me(asked)

    def read(seen: Any) -> Any:
        drafts = drafts_of(seen.house)
        plan = plan_of(drafts, key)
        (standing,) = (
            one for one in plans_json(seen.house, now=seen.now) if one["plan"] == key
        )
        words = dict(waiting_for_a_word(seen.house, now=seen.now))
        return (
            plan,
            standing,
            readiness_json(readiness_of(drafts, key, now=seen.now)),
            hidden_claims_of(drafts, key),
            words.get(key, 0),
        )

    plan, standing, ready, hidden, people = await look(asked, read)
    valid = {one["role"] for one in ready["signatures"] if one["valid"]}
    roles = [
        one
        for one in SigningRole
        if one.value in {role.value for role in staff.roles} and one.value not in valid
    ]
    reach = await reaching(asked, key) if people else None
    return await show(
        asked, "plan.html", "/plans", plan=plan, key_name=key, standing=standing,
        ready=ready, hidden=hidden, people=people, reach=reach, signing=roles,
        started=standing["state"] == PlanState.STARTED, mine=plan.owner == staff.id,
        names=_names(asked),
        roles=list(SigningRole), valid=valid,
    )  # fmt: skip


async def _move(asked: Asked) -> Reply:
    form, by = read_form(asked), in_house(asked).staff
    key, serving, does = named_in_path(asked, "key"), asked.room.serving, form.get("do")
    if does == "sign":
        await serving.staff.sign(key, role=form.get("role"), by=by)
        return back_to(f"/plans/{key}", "signed")
    if does == "start":
        await serving.staff.act_widely(
            lambda house, now: start_plan(house, key, by=by, now=now)
        )
        return back_to(f"/plans/{key}", "started")
    if does == "stop":
        await serving.staff.act_widely(
            lambda house, now: stop_plan(house, key, by=by, now=now)
        )
        return back_to(f"/plans/{key}", "plan-stopped")
    msg = "Say whether to sign, to start or to stop it."
    raise BadInput(msg)


async def _approve(asked: Asked) -> Reply:
    form, by = read_form(asked), in_house(asked).staff
    key, people = named_in_path(asked, "key"), form.get("people", most=12)
    if not people.isdigit():
        msg = "Say how many people you were shown."
        raise BadInput(msg)
    await asked.room.serving.staff.act(
        lambda house, now: approve(house, key, by=by, people=int(people), now=now)
    )
    return back_to(f"/plans/{key}", "approved")
