"""A loop: heard, reflected, confirmed, acted on, told back.

The moves are the table `LOOP_MOVES`. What opens a loop is contracts.md, section 4:
a question, an idea, a complaint. It closes when something was done and she was told,
or when she says that it is settled; what she says later opens it again.
"""

from __future__ import annotations

import re

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from shopkeeper.listen.becoming import OpenLoop
from shopkeeper.listen.reading import read
from shopkeeper.listen.workdays import add_working_days
from shopkeeper.vocabulary import (
    LOOP_CLOSED,
    LOOP_MOVES,
    Calendar,
    Heard,
    Loop,
    LoopKind,
    LoopState,
    NotAllowed,
    Speaker,
    Utterance,
    hash_of,
)


# Working days in which somebody who asked may expect a word: our own default.
DAYS: Mapping[LoopKind, int] = {
    LoopKind.COMPLAINT: 1,
    LoopKind.QUESTION: 2,
    LoopKind.IDEA: 5,
}
ANSWERED = "answered in the same thread"
CAME_BACK = "she came back to it"
CONTENT = "she is content with it"
GONE = "the records no longer say so"
SAID_AGAIN = "the records say so again"
_SETTLED = re.compile(
    r"\b(?:sorted|settled|resolved|solved|never ?mind|all good|all fine|works now"
    r"|(?:that|which) (?:answers|helps|does it|is fine|is clear)|that's (?:fine|clear)"
    r"|no longer need|forget (?:it|about it))\b"
)
_THANKS = re.compile(r"\b(?:thanks|thank you|thankyou|cheers|much appreciated)\b")
_NOT_YET = re.compile(
    r"\b(?:not|never(?! ?mind)|still|yet|but|however|hardly|nobody|nothing)\b|n't\b"
)
_WANTS = frozenset({"question", "complaint", "problem", "need"})


def open_loop(
    heard: OpenLoop,
    *,
    person: str,
    thread: str | None,
    owner: str,
    calendar: Calendar,
    time_zone: str,
) -> Loop:
    """
    Open a loop for what was heard.

    Args:
        heard: What asks for an answer.
        person: Own person id of the utterance's record.
        thread: The thread of the utterance, where known.
        owner: Who answers; empty: anybody.
        calendar: The shop's working days.
        time_zone: The shop's, in which the day it is due is counted.
    """
    kind = LoopKind(heard.kind)
    said_on = heard.since.astimezone(ZoneInfo(time_zone)).date()
    return Loop(
        id=hash_of("loop", kind, heard.utterance, str(heard.start), str(heard.end)),
        person=person, kind=kind, what=heard.what, utterance=heard.utterance,
        start=heard.start, end=heard.end, thread=thread,
        since=heard.since.astimezone(UTC), owner=owner,
        due=add_working_days(said_on, DAYS[kind], calendar),
        state=LoopState.HEARD, at=heard.since.astimezone(UTC), because="heard",
    )  # fmt: skip


def is_open(loop: Loop) -> bool:
    """Say whether she still waits for us."""
    return loop.state not in LOOP_CLOSED


def advance(
    loop: Loop, to: LoopState, *, by: str | None, because: str, at: datetime
) -> Loop:
    """
    Move a loop on.

    Args:
        loop: As it stands.
        to: Its next state.
        by: Staff id of who moves it; None where words do.
        because: Why, for people.
        at: When. UTC.

    Raises:
        NotAllowed: If the table has no such move; with what is possible.
    """
    if to not in LOOP_MOVES[loop.state]:
        possible = ", ".join(sorted(LOOP_MOVES[loop.state]))
        msg = (
            f"The loop {loop.id} cannot become {to}: it is {loop.state}, and from "
            f"there it can become {possible}."
        )
        raise NotAllowed(msg)
    return replace(loop, state=to, by=by, because=because, at=at.astimezone(UTC))


def content_of(said: Utterance, heard: Heard) -> LoopState | None:
    """
    Read whether she is content: she asks nothing, and nothing troubles her.

    Returns:
        `settled` where she says that it is, `told_back` where she only thanks; None
        where she wants something more.
    """
    kinds = {one.kind for one in heard.facts if one.polarity == "asserted"}
    if said.speaker is not Speaker.CUSTOMER or heard.reply_wanted or kinds & _WANTS:
        return None
    own = " ".join(one.low for one in read(said).sentences)
    if _NOT_YET.search(own):
        return None
    if _SETTLED.search(own):
        return LoopState.SETTLED
    thanks = "thanks" in kinds or _THANKS.search(own)
    return LoopState.TOLD_BACK if thanks else None


def follow(
    loop: Loop,
    said: Sequence[Utterance],
    *,
    now: datetime,
    content: Mapping[str, LoopState] | None = None,
) -> list[Loop]:
    """
    Follow what was said in a loop's thread since it got to where it stands.

    Args:
        loop: As it stands.
        said: What was said by and to her, in any order.
        now: What is said after it counts later.
        content: Of utterances in which she is content, what `content_of` read.

    Returns:
        Each state it went through since, in order; empty where nothing moved it.
        Followed again from the last one, there is nothing more.
    """
    if loop.thread is None or loop.state is LoopState.WITHDRAWN:
        return []
    moved: list[Loop] = []
    for one in sorted(said, key=_when):
        at = one.said_at
        if one.thread != loop.thread or at is None or at > now or at <= loop.at:
            continue
        for to, because in _moves(loop, one, (content or {}).get(one.id)):
            loop = advance(loop, to, by=None, because=because, at=at)
            moved.append(loop)
    return moved


def _moves(
    loop: Loop, later: Utterance, content: LoopState | None
) -> Iterable[tuple[LoopState, str]]:
    """Say what a later utterance of the thread does to a loop."""
    where = f" ({later.id})"
    if later.speaker is Speaker.AGENT:
        if is_open(loop):
            if loop.state is not LoopState.ACTED:
                yield LoopState.ACTED, ANSWERED + where
            yield LoopState.TOLD_BACK, ANSWERED + where
    elif later.speaker is Speaker.CUSTOMER and content is not None:
        says_so = content is LoopState.SETTLED and is_open(loop)
        if says_so or loop.state in (LoopState.ACTED, LoopState.TOLD_BACK):
            yield LoopState.SETTLED, CONTENT + where
    elif later.speaker is Speaker.CUSTOMER and not is_open(loop):
        yield LoopState.HEARD, CAME_BACK + where


def _when(one: Utterance) -> tuple[datetime, str]:
    return one.said_at or datetime.min.replace(tzinfo=UTC), one.id
