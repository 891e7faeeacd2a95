"""She confirms what we know, corrects it, denies it, or wants one thing forgotten."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct

from shopkeeper.flow.house import House
from shopkeeper.flow.knowing import KnownPerson, current_ids, gather
from shopkeeper.flow.moving_loops import move_loops
from shopkeeper.flow.planning import staff_of
from shopkeeper.flow.stopping import everywhere
from shopkeeper.flow.told_us import ANSWER, PRESSED, answer_id, keep_answer
from shopkeeper.listen import about_after, becomes, hear
from shopkeeper.remember.answers import Answer, Verdict, refused_by, told_in
from shopkeeper.remember.fit_to_speak import fit
from shopkeeper.vocabulary import (
    BadInput,
    Fact,
    LoopState,
    NotFound,
    Standing,
    Utterance,
    ValueType,
)


_WHY = {
    Verdict.CORRECTED: "she corrected it",
    Verdict.NOT_HERS: "she said that it is not so",
    Verdict.FORGET: "she wants it forgotten",
}
_SHORTEST = 5  # letters of an id that still name one fact


class Answered(Struct, frozen=True, kw_only=True):
    """
    What an answer of hers came to.

    Attributes:
        answer: As it is written down.
        told: The fact it makes, or None.
        withdrawn: Ids of the facts that hold no more.
        stopped: Scopes of wishes to be left alone in her words.
        new: Whether it was not there before.
    """

    answer: Answer
    told: Fact | None
    withdrawn: tuple[str, ...]
    stopped: tuple[str, ...]
    new: bool


def answer_of(
    house: House,
    person: str,
    fact: Fact,
    verdict: Verdict,
    *,
    words: str = "",
    by: str | None = None,
    at: datetime,
    heard: Utterance | None = None,
) -> Answer:
    """
    Put into an answer what she said of a fact.

    Args:
        house: The shop.
        person: Her current id.
        fact: Of hers.
        verdict: What she says of it.
        words: For a correction: how it is.
        by: Who of ours takes it down; None where she does it herself.
        at: When she said it.
        heard: The reply of hers in which it was read; None where it was said to us.

    Raises:
        BadInput: If the words are no value of this kind, or the fact is one that
            is not hers to confirm.
    """
    predicate = house.predicates.find(fact.about)
    if predicate is None:
        msg = f"{fact.about} is nothing that is known any more: leave it to `run`."
        raise BadInput(msg)
    new_about, new_value = "", ""
    if verdict is Verdict.CONFIRMED and predicate.never and not predicate.sensitive:
        msg = (
            f"{fact.about} is an impression of ours, which nobody reads to her: "
            "there is nothing to confirm."
        )
        raise BadInput(msg)
    if verdict is Verdict.CORRECTED:
        if fact.about == "promise.open":
            msg = (
                "A promise is not corrected by a word: write down what she says with "
                "`shopkeeper note`, and let whoever made it settle it with her."
            )
            raise BadInput(msg)
        new_about, new_value = _corrected(house, fact, words)
    said = words.strip() if verdict is Verdict.CORRECTED else PRESSED[verdict]
    if heard is not None and verdict is Verdict.CONFIRMED:
        said = heard.text
    return Answer(
        record_id=answer_id(person, verdict, fact.id, said, at=at),
        person=person,
        at=at,
        verdict=verdict,
        fact=fact.id,
        about=fact.about,
        value=fact.value,
        standing=fact.standing,
        words=said,
        new_about=new_about,
        new_value=new_value,
        heard_in="" if heard is None else heard.id,
        start=0 if heard is None else max(heard.text.find(said), 0),
        by=None if by is None else staff_of(house.shop, by).id,
        sensitive=fact.sensitive or _is_sensitive(house, said, at),
    )


def _corrected(house: House, fact: Fact, words: str) -> tuple[str, str]:
    value = " ".join(words.split())
    if not value:
        msg = 'Say how it is: shopkeeper correct WHO FACT "how it is".'
        raise BadInput(msg)
    about = about_after(fact.about, value)
    predicate = house.predicates.find(about)
    judged = None if predicate is None else fit(value, predicate)
    if judged is None or not judged.counts:
        because = "nothing is known by that name" if judged is None else judged.because
        is_day = predicate is not None and predicate.value is ValueType.DATE
        how = "as 2026-12-31" if is_day else "in a few plain words"
        msg = (
            f"{value!r} cannot be kept as {about}: {because}. Say it {how}, or say "
            "--not-hers."
        )
        raise BadInput(msg)
    return about, value


def _is_sensitive(house: House, words: str, at: datetime) -> bool:
    said = Utterance(id="", text=words, said_at=at, time_zone=house.shop.time_zone)
    return any(one.sensitive for one in hear(said, calendar=house.shop.calendar).facts)


def give_answers(
    house: House, wanted: Iterable[Answer], *, channel: str | None = None
) -> list[Answered]:
    """
    Write answers of hers down; what follows from them holds at once.

    The answer is appended, and so is what holds no more: nothing is overwritten. How
    far a source is trusted follows with the next round.
    """
    current = current_ids(house)
    with house.together():
        return [_give(house, one, current, channel=channel) for one in wanted]


def _give(
    house: House, one: Answer, current: dict[str, str], *, channel: str | None
) -> Answered:
    person = current.get(one.person, one.person)
    known = gather(house, now=one.at, only=[person], current=current)[person]
    new = keep_answer(house, one, channel=channel)
    if not new:
        return Answered(answer=one, told=None, withdrawn=(), stopped=(), new=False)
    told = told_in([one])
    refused = refused_by([one], house.predicates, current)
    gone = [fact.id for fact in known.facts if refused(fact)]
    for key in gone:
        house.facts.withdraw(key, because=_WHY[one.verdict], at=one.at)
    house.facts.add(told, at=one.at)
    stopped = _stop(house, one, person)
    if one.verdict in (Verdict.CONFIRMED, Verdict.CORRECTED):
        move_loops(
            house, known.own, _utterances_of(house, one.fact), LoopState.CONFIRMED,
            by=one.by, at=one.at,
            because=f"she answered it ({one.heard_in or one.record_id})",
        )  # fmt: skip
    house.audit.note(
        f"fact {one.verdict}", one.fact, actor=one.by or "she herself",
        at=one.at, person=person, detail=one.words,
    )  # fmt: skip
    return Answered(
        answer=one,
        told=told[0] if told else None,
        withdrawn=tuple(gone),
        stopped=stopped,
        new=True,
    )


def _utterances_of(house: House, fact: str) -> set[str]:
    found = house.facts.find([fact]).values()
    return {evidence.record_id for one in found for evidence in one.evidence}


def _stop(house: House, one: Answer, person: str) -> tuple[str, ...]:
    """Honour a wish to be left alone that stands in a correction."""
    if one.words in PRESSED.values():
        return ()
    said = Utterance(
        id=one.record_id, text=one.words, said_at=one.at,
        time_zone=house.shop.time_zone, author=one.by,
    )  # fmt: skip
    heard = hear(said, calendar=house.shop.calendar)
    wishes = becomes(
        heard, said, person=person, source=ANSWER, record_id=one.record_id,
        received_at=one.at,
    ).suppressions  # fmt: skip
    house.consents.suppress(everywhere(house, wishes))
    return tuple(wish.scope for wish in wishes)


def fact_named(house: House, person: str, name: str, *, now: datetime) -> Fact:
    """
    Find one fact of hers by its id, the beginning of it, or what it is about.

    Raises:
        NotFound: If there is none, or several are about it; with those there are.
    """
    known = gather(house, now=now, only=[person])[person]
    facts = [fact for fact in known.facts if fact.learned_at <= now]
    matches = [fact for fact in facts if fact.id == name]
    if not matches and len(name) >= _SHORTEST:
        matches = [fact for fact in facts if fact.id.startswith(name)]
    if not matches:
        matches = [fact for fact in facts if fact.about == name]
    if len(matches) == 1:
        return matches[0]
    raise NotFound(_which(name, matches or facts, several=bool(matches)))


def _which(name: str, facts: Sequence[Fact], *, several: bool) -> str:
    listed = "; ".join(
        f"{one.id} {one.about}: {one.value} (by {one.source or one.standing})"
        for one in facts[:6]
    )
    if several:
        return (
            f"Several facts of hers are about {name!r}: name one by its id: {listed}."
        )
    return f"No fact of hers is {name!r}. There are: {listed or 'none yet'}."


def said_of(known: KnownPerson) -> dict[str, Fact]:
    """Return what she told by answering: the id of what she answered to her word."""
    return {
        fact.answers: fact
        for fact in sorted(known.facts, key=lambda one: one.learned_at)
        if fact.answers and fact.standing is Standing.TOLD
    }


def answered_json(person: str, found: Sequence[Answered]) -> dict[str, Any]:
    """Return what `confirm --json` and `correct --json` print."""
    return {
        "person_id": person,
        "answers": [
            {
                "id": one.answer.record_id, "verdict": str(one.answer.verdict),
                "fact": one.answer.fact, "about": one.answer.about,
                "value": one.answer.value, "words": one.answer.words,
                "by": one.answer.by, "at": one.answer.at.isoformat(),
                "told": None
                if one.told is None
                else {
                    "id": one.told.id, "about": one.told.about,
                    "value": one.told.value, "standing": str(one.told.standing),
                    "answers": one.told.answers,
                },
                "withdrawn": list(one.withdrawn), "stopped": list(one.stopped),
                "new": one.new,
            }
            for one in found
        ],
    }  # fmt: skip
