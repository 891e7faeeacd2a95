"""Her reply to what was said back: an answer where it is certain, else for a human."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime

from shopkeeper.flow.answering import answer_of, give_answers
from shopkeeper.flow.hearing import Asking
from shopkeeper.flow.house import House
from shopkeeper.flow.moving_loops import move_loops
from shopkeeper.flow.told_us import Reflected, reflections
from shopkeeper.listen import Reply, ReplyKind, reply_in
from shopkeeper.remember.answers import Answer, Verdict
from shopkeeper.vocabulary import BadInput, LoopState, Speaker, Utterance


_READ_IT = (
    "She answers what was said back to her, and it takes a human to read how: "
    "confirm or correct it with her."
)
_MINUTES = 5.0


def read_replies(
    house: House,
    said: Iterable[tuple[str, Utterance]],
    now_of: Mapping[str, str],
    *,
    now: datetime,
) -> list[Asking]:
    """
    Take her first word in a thread after a reflection as an answer where it is one.

    Only a reply in the very thread of what was said back counts, and only one that
    is nothing but a yes, or names how the one thing that was said is. Everything
    else that says no goes to a human; what speaks of something else is no answer.

    Args:
        house: The shop; sure answers are written down in it.
        said: Own person id and utterance, all there are.
        now_of: Own person id to current person id.
        now: The moment.

    Returns:
        What a human has to read.
    """
    reflected = reflections(house, now=now)
    if not reflected:
        return []
    heard = sorted(said, key=lambda one: (one[1].said_at or _NEVER, one[1].id))
    asked = []
    for one in reflected:
        person = now_of.get(one.person, one.person)
        reply = next(
            (
                (own, spoken)
                for own, spoken in heard
                if now_of.get(own, own) == person and _answers(spoken, one)
            ),
            None,
        )
        if reply is None:
            continue
        own, spoken = reply
        understood = reply_in(spoken)
        answers = _sure(house, one, understood, spoken)
        give_answers(house, answers, channel=spoken.channel)
        if understood.kind is ReplyKind.YES:
            move_loops(
                house,
                [other for other, now_is in now_of.items() if now_is == person],
                one.utterances,
                LoopState.CONFIRMED,
                by=None,
                because=f"she says that it was understood ({spoken.id})",
                at=spoken.said_at or now,
            )
        elif not answers and understood.kind is not ReplyKind.NONE:
            asked.append(
                Asking(
                    person=own, utterance=spoken.id, because=_READ_IT,
                    at=spoken.said_at or now, due=None, minutes=_MINUTES,
                )
            )  # fmt: skip
    return asked


_NEVER = datetime.max.replace(tzinfo=UTC)


def _answers(spoken: Utterance, one: Reflected) -> bool:
    return (
        spoken.speaker is Speaker.CUSTOMER
        and spoken.said_at is not None
        and spoken.said_at > one.at
        and spoken.thread is not None
        and spoken.thread in one.threads
        and not spoken.id.startswith("answer:")
    )


def _sure(
    house: House, one: Reflected, reply: Reply, spoken: Utterance
) -> Sequence[Answer]:
    """Return the answers that a reply surely is; none where a human has to read it."""
    facts = [
        fact
        for fact in house.facts.find(one.facts).values()
        if fact.about != "promise.open"
    ]
    at = spoken.said_at
    if not facts or at is None:
        return []
    try:
        if reply.kind is ReplyKind.YES:
            return [
                answer_of(
                    house, one.person, fact, Verdict.CONFIRMED, at=at, heard=spoken
                )
                for fact in facts
            ]
        if reply.kind is ReplyKind.RATHER and len(facts) == 1:
            return [
                answer_of(
                    house, one.person, facts[0], Verdict.CORRECTED, words=reply.words,
                    at=at,
                    heard=spoken,
                )
            ]  # fmt: skip
    except BadInput:
        return []  # her words are no value of this kind: a human reads them
    return []
