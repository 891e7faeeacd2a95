"""`confirm` and `correct`: her word on what we know of her."""

from __future__ import annotations

from pathlib import Path
from typing import Any


def confirm(
    who: str,
    *facts: str,
    by: str | None = None,
    shop: Path = Path(),
    json: bool = False,
    now: str | None = None,
) -> None:
    """
    She says that it is right: it becomes her own word, and its source is trusted more.

    Args:
        who: Her id, an address, a number, a record id or a name.
        facts: Ids of facts (the first letters do), or what they are about.
        by: Staff id or name of who takes it down; else she did it herself.
        shop: The shop's folder.
        json: Print what came of it as JSON.
        now: The moment; else the shop's own, else the clock.
    """
    _answer(who, facts, "confirmed", by=by, shop=shop, json=json, now=now)


def correct(
    who: str,
    fact: str,
    words: str | None = None,
    *,
    not_hers: bool = False,
    forget: bool = False,
    by: str | None = None,
    shop: Path = Path(),
    json: bool = False,
    now: str | None = None,
) -> None:
    """
    She says how it is: her word outranks all, and says what it corrects.

    Args:
        who: Her id, an address, a number, a record id or a name.
        fact: Id of a fact (its first letters do), or what it is about.
        words: How it is, in her words.
        not_hers: It is not so, and she says no more; a list that says it is trusted
            less.
        forget: True or not, it is to be forgotten: never used or shown again.
        by: Staff id or name of who takes it down; else she did it herself.
        shop: The shop's folder.
        json: Print what came of it as JSON.
        now: The moment; else the shop's own, else the clock.
    """
    from shopkeeper.vocabulary import BadInput

    if (words is not None) + not_hers + forget != 1:
        msg = 'Say how it is ("her words"), or --not-hers, or --forget: one of them.'
        raise BadInput(msg)
    verdict = "not_hers" if not_hers else "forget" if forget else "corrected"
    _answer(
        who, (fact,), verdict, words=words or "", by=by, shop=shop, json=json, now=now
    )


def _answer(
    who: str,
    facts: tuple[str, ...],
    verdict: str,
    *,
    words: str = "",
    by: str | None,
    shop: Path,
    json: bool,
    now: str | None,
) -> None:
    from shopkeeper import bootstrap
    from shopkeeper.cli import showing
    from shopkeeper.cli.finding import found_person
    from shopkeeper.flow import answering
    from shopkeeper.flow.telling import as_json
    from shopkeeper.remember.answers import Verdict
    from shopkeeper.vocabulary import BadInput

    if not facts:
        msg = "Say which fact: `shopkeeper person WHO --json` has their ids."
        raise BadInput(msg)
    with bootstrap.shop_at(shop) as house:
        moment = bootstrap.moment_or_clock(now, house.shop)
        person = found_person(house, who, now=moment, json=json)
        answers = [
            answering.answer_of(
                house,
                person,
                answering.fact_named(house, person, name, now=moment),
                Verdict(verdict),
                words=words,
                by=by,
                at=moment,
            )
            for name in facts
        ]
        found = answering.answered_json(person, answering.give_answers(house, answers))
    if json:
        print(as_json(found))  # noqa: T201
        return
    for one in found["answers"]:
        showing.tell(_line(one))


def _line(one: dict[str, Any]) -> str:
    was = f"{one['about']}: {one['value']}"
    if one["verdict"] == "confirmed":
        return f"She says that it is right: {was}."
    if one["verdict"] == "corrected":
        told = one["told"]
        stop = " She also said stop: it holds." if one["stopped"] else ""
        return (
            f"Now by her own word: {told['about']}: {told['value']} (was {was}).{stop}"
        )
    if one["verdict"] == "forget":
        return f"Forgotten: {one['about']}. It is not used or shown any more."
    return f"It is not so, she says: {was}. It is not used or said any more."
