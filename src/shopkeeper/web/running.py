"""How the server is: alive, ready, its numbers, its description, its quarantine."""

from __future__ import annotations

import msgspec

from shopkeeper.web.counting import MEDIA_TYPE
from shopkeeper.web.problems import Problem, Reply
from shopkeeper.web.shapes import (
    QuarantineRow,
    ReplayDone,
    ReplayOrder,
    Standing,
    StillAside,
)
from shopkeeper.web.ways import Asked, Way


_encode = msgspec.json.encode
_MOST_REPLAYED = 8 * 1024 * 1024


def ways() -> list[Way]:
    """List the routes."""
    return [
        Way(
            method="GET", path="/livez", does=_alive, gives=Standing,
            summary="Is the process there?",
        ),
        Way(
            method="GET", path="/readyz", does=_ready, gives=Standing,
            summary="Can it keep what comes?", statuses=(503,),
        ),
        Way(
            method="GET", path="/metrics", does=_metrics,
            summary="Its numbers, as OpenMetrics.", media=MEDIA_TYPE.decode(),
        ),
        Way(
            method="GET", path="/api/openapi.json", does=_document, gives=dict,
            summary="This description.",
        ),
        Way(
            method="GET", path="/api/quarantine", does=_quarantine,
            gives=list[QuarantineRow], summary="List what could not be read, and why.",
        ),
        Way(
            method="POST", path="/api/quarantine/replay", does=_replay,
            takes=ReplayOrder, gives=ReplayDone, statuses=(400, 413),
            most=_MOST_REPLAYED,
            summary="Try what could not be read again, as it is or corrected.",
        ),
    ]  # fmt: skip


async def _alive(asked: Asked) -> Reply:
    del asked
    return Reply(200, _encode(Standing("ok")))


async def _ready(asked: Asked) -> Reply:
    trouble = asked.room.serving.trouble
    if trouble is None:
        return Reply(200, _encode(Standing("ok")))
    says = f"What comes cannot be kept now ({trouble}): look at the disk and the log."
    raise Problem(503, says, retry_after_s=1)


async def _metrics(asked: Asked) -> Reply:
    serving = asked.room.serving
    text = asked.room.counts.as_text(
        waiting=serving.waiting, up=serving.trouble is None
    )
    return Reply(200, text, ((b"content-type", MEDIA_TYPE),))


async def _document(asked: Asked) -> Reply:
    return Reply(200, asked.room.document)


async def _quarantine(asked: Asked) -> Reply:
    rows = await asked.room.serving.quarantined()
    return Reply(
        200,
        _encode(
            [
                QuarantineRow(row.number, row.source, row.place, row.raw, row.because)
                for row in rows
            ]
        ),
    )


async def _replay(asked: Asked) -> Reply:
    try:
        order = msgspec.json.decode(asked.body or b"{}", type=ReplayOrder)
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        says = 'The body is not {} or {"fixed": [{"number": …, "raw": …}]}.'
        raise Problem(400, says) from None
    done = await asked.room.serving.replay({one.number: one.raw for one in order.fixed})
    events = asked.room.counts.events
    events["stored"] += done.stored
    events["duplicate"] += done.duplicate
    asked.room.counts.received += done.stored + done.duplicate
    still = [StillAside(number, because) for number, because in done.still]
    return Reply(200, _encode(ReplayDone(done.stored, done.duplicate, still)))
