"""Results, the mirror, and the settings: to look at."""

from __future__ import annotations

from typing import Any

from shopkeeper.flow.measuring import measured_json
from shopkeeper.flow.mirror import mirror_json
from shopkeeper.flow.person_words import without
from shopkeeper.flow.standing import plans_json
from shopkeeper.web.console.frame import may, page_way, show
from shopkeeper.web.console.picture import effect_picture, silo_map
from shopkeeper.web.problems import Reply
from shopkeeper.web.ways import Asked, Way


def ways() -> list[Way]:
    """List the routes."""
    return [
        page_way("/results", _results, "What runs, and whether it helped."),
        page_way("/mirror", _mirror, "Our own house, as she would see it."),
        page_way("/settings", _settings, "Sources, keys, roles and predicates."),
    ]


async def _results(asked: Asked) -> Reply:
    def read(seen: Any) -> Any:
        return (
            measured_json(seen.house, now=seen.now),
            plans_json(seen.house, now=seen.now),
            seen.house.plans,
        )

    (steps, plans, papers), at = await asked.room.serving.looker.look_long(
        "results", read, lasting=True
    )
    return await show(
        asked, "results.html", "/results", at=at, plans=plans, papers=papers,
        steps=[(one, effect_picture(one["arms"][0])) for one in steps],
    )  # fmt: skip


async def _mirror(asked: Asked) -> Reply:
    found, at = await asked.room.serving.looker.look_long(
        "mirror", lambda seen: mirror_json(seen.house, now=seen.now), lasting=True
    )
    return await show(
        asked, "mirror.html", "/mirror", found=found, at=at,
        silos=silo_map(found["silos"]), about=without, people=may(asked, "GET /people"),
        names={one.id: one.name for one in asked.room.serving.shop.people},
    )  # fmt: skip


async def _settings(asked: Asked) -> Reply:
    serving = asked.room.serving

    def read(seen: Any) -> Any:
        house = seen.house
        return house.records.counts(), len(house.records.quarantined())

    counts, aside = await serving.looker.look(read)
    return await show(
        asked, "settings.html", "/settings", shop_settings=serving.shop,
        keys=serving.ring.all(), counts=counts, aside=aside,
        accounts={one.id: one.at for one in serving.door.book.all()},
        predicates=serving.shop.predicates,
    )  # fmt: skip
