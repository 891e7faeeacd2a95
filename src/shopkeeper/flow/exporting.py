"""Everything that is kept of one person, in one file: what she may ask for.

GDPR, articles 15 and 20. What is exported is found as what is erased is
(`belongings`), so that nothing is left out of the one that is in the other.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from shopkeeper.flow.belongings import Hers, hers_of, rows_with
from shopkeeper.flow.explaining import message_json
from shopkeeper.flow.house import House
from shopkeeper.flow.measuring import outcomes_of
from shopkeeper.flow.spoken import spoken_of
from shopkeeper.flow.telling import departments, iso, loop_json, person_json
from shopkeeper.vocabulary import Touch, Verdict


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_OF_HER = frozenset({Verdict.JOIN, Verdict.PART})


def export_json(house: House, person: str, *, now: datetime) -> dict[str, Any]:
    """
    Return everything that is kept of one person.

    Args:
        house: The shop.
        person: Her current id.
        now: The moment.

    Returns:
        What `person --json` has, and below it all that it stands on: every row as it
        was received, earlier contents included; what was said; facts that hold no
        more; messages with their words, claims, address and decision; what was joined
        and why; who of ours did what.
    """
    hers = hers_of(house, person)
    owns = set(hers.owns)
    touches = house.outbox.of_persons(hers.owns)
    decided = house.decisions.of_persons(hers.owns)
    about = person_json(house, person, now=now)
    holding = {fact["id"] for fact in about["facts"]}
    return {
        "exported_at": iso(now),
        "shop": house.shop.name,
        **about,
        "rows": _rows_json(house, hers),
        "set_aside": [
            {"place": place, "raw": raw} for place, raw in sorted(hers.set_aside)
        ],
        "said": [_plain(one) for one in spoken_of(house, hers.owns, now=now)],
        "earlier_facts": [
            _plain(fact)
            for fact in house.facts.ever_of(hers.owns)
            if fact.id not in holding
        ],
        "statements": [
            _plain(one) for one in house.consents.consents() if one.person in owns
        ],
        "stops": [
            _plain(one) for one in house.consents.suppressions() if one.person in owns
        ],
        "messages": [_touch_json(one) for one in touches],
        "decisions": [_plain(one) for one in decided],
        "waits_for": [loop_json(one) for one in house.loops.of_persons(hers.owns)],
        "promised": [_plain(one) for one in house.promises.of_persons(hers.owns)],
        "desk": [_plain(one) for one in house.desk.all() if one.person in owns],
        "outcomes": [_plain(one) for one in outcomes_of(house) if one.person in owns],
        "joined": [
            {
                "left": one.left, "right": one.right, "verdict": str(one.verdict),
                "because": one.because, "by": one.by, "at": iso(one.at),
            }
            for one in house.identity.decisions()
            # What was doubted of her and another is the other's, too.
            if one.verdict in _OF_HER and {one.left, one.right} <= owns
        ],
        "done_by_us": [
            {
                "at": iso(one.at), "by": one.actor, "what": one.action,
                "detail": one.detail,
            }
            for one in house.audit.entries()
            if one.person in owns
        ],
    }  # fmt: skip


def _rows_json(house: House, hers: Hers) -> list[dict[str, Any]]:
    kept_by = departments(house)
    found = []
    for row in rows_with(house, set(hers.rows)):
        fields = {name: cell for name, cell in row["fields"].items() if cell}
        found.append(
            {
                "record_id": row["record_id"], "source": row["source"],
                "department": kept_by.get(row["source"]),
                "received_at": _moment(row["received_us"]),
                "happened_at": _moment(row["happened_us"]), "fields": fields,
            }
        )  # fmt: skip
    return found


def _touch_json(touch: Touch) -> dict[str, Any]:
    return message_json(touch.message) | {
        "decision_id": touch.decision_id, "decided_at": iso(touch.decided_at),
        "channel": str(touch.channel), "address": touch.address,
        "purpose": str(touch.purpose), "plan": touch.plan, "step": touch.step,
        "state": str(touch.state), "because": touch.because, "at": iso(touch.at),
    }  # fmt: skip


def _plain(value: object) -> Mapping[str, Any]:
    found: Mapping[str, Any] = msgspec.to_builtins(value)
    return found


def _moment(us: int | None) -> str | None:
    return None if us is None else iso(_EPOCH + timedelta(microseconds=us))
