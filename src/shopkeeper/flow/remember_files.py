"""`remember` by itself: a file of purchases in, lists and probabilities out.

Source: contracts.md, section 4, `remember`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from shopkeeper.flow.purchase_files import Purchases
from shopkeeper.remember import alive, bgnbd, due, new, paretonbd, regulars
from shopkeeper.remember.gifts import of_her_own
from shopkeeper.remember.goods import is_a_thing
from shopkeeper.remember.grounds import Grounds, grounds_of, in_words
from shopkeeper.remember.history import Bools, History, as_date, read_history
from shopkeeper.remember.logistic import Logistic
from shopkeeper.remember.ports import Engine
from shopkeeper.remember.seasons import NO_FEASTS, Feasts, feasts_of
from shopkeeper.vocabulary import BadInput


Progress = Callable[[str], None]


@dataclass(frozen=True, kw_only=True)
class Question:
    """
    What is asked of a file of purchases.

    Attributes:
        as_of: A day, which is included, or a moment; nothing after it is used.
        top: How long the lists are.
        within_days: Window of `due`.
        days: Window of `alive`.
        by: `item` or `category`: what `due` is about.
        holidays: Whose feasts move through the year: a name of the `holidays`
            package, such as `GB-SCT`, or `none`.
    """

    as_of: date | datetime
    top: int = 10
    within_days: int = 14
    days: int = 90
    by: str = "item"
    holidays: str = "none"


@dataclass(frozen=True, kw_only=True)
class Remembered:
    """
    What came of it.

    Attributes:
        tables: By name of the file, without its ending.
        fit: The models, as `fit.json` holds them.
        rests_on: What they rest on, and what cannot be told, in lines for people.
        summary: One line for people.
        history: What it was made of, for whoever wants to draw it.
    """

    tables: Mapping[str, pa.Table]
    fit: Mapping[str, object]
    rests_on: Sequence[str]
    summary: str
    history: History


def remember_files(
    purchases: Purchases,
    question: Question,
    *,
    engine: Engine,
    name: str,
    progress: Progress,
) -> Remembered:
    """
    Answer the question.

    Raises:
        BadInput: If it asks for categories that the file does not have, or for a
            calendar that nobody knows.
    """
    if question.by not in {"item", "category"}:
        msg = f"--by {question.by}: write `item` or `category`."
        raise BadInput(msg)
    progress("reading the history")
    history = _history(purchases, question, engine, "item")
    hers = of_her_own(purchases.table)
    gifts = purchases.table.num_rows - hers.num_rows
    own = replace(purchases, table=hers) if gifts else purchases
    taste = _history(own, question, engine, "item") if gifts else history
    tables: dict[str, pa.Table] = {}
    models: list[dict[str, object]] = []
    if history.has_items:
        progress("ranking regulars")
        things = _things(taste, purchases.table)
        tables["regulars"], learned = _regulars(taste, question.top, things)
        models.append(_model("next basket", "pair", learned, regulars.NAMES))
        progress("looking for new things")
        tables["new"], learned = _new(taste, history, question.top, things)
        models.append(_model("new", "pair", learned, new.NAMES))
    progress("asking what is due")
    tables["due"], learned = _due(own, question, taste, name)
    models.append(
        _model("due", "pair", learned, due.NAMES[: len(learned.coefficients)])
    )
    progress("asking who is still there")
    coming = alive.learn_alive(history, question.days)
    living = alive.say_alive(coming, history, question.days)
    if question.within_days <= question.days:
        tables["due"] = _no_more_than_there(tables["due"], history, living)
    tables["alive"] = pa.table(
        {
            "person": _names(history.persons, living.shoppers.person),
            "alive": living.probability,
            "expected": living.expected,
        }
    )
    models[:0] = _lifetimes(coming)
    models.append(_model("alive", "person", coming.correction, alive.NAMES))
    models.append(_counted(coming))
    grounds = grounds_of(
        purchases.table,
        history,
        as_of=question.as_of,
        without_time=purchases.without_time,
        such_as=purchases.such_as,
        learned_days=coming.window,
    )
    return Remembered(
        tables=tables,
        fit={"models": models, "rests_on": _rests_on(grounds)},
        rests_on=in_words(grounds),
        summary=_summary(history, tables),
        history=history,
    )


def item_names(purchases: pa.Table, until: date) -> dict[str, str]:
    """Return what each thing was called last, where the file has a code and a name."""
    if "item_name" not in purchases.column_names:
        return {}
    known = purchases.select(["item", "item_name", "at"]).drop_null()
    known = known.filter(pc.less_equal(pc.cast(known["at"], pa.date32()), until))
    last = known.sort_by("at").group_by("item", use_threads=False)
    found = last.aggregate([("item_name", "last")])
    return {
        code: name.strip()
        for code, name in zip(
            found["item"].to_pylist(), found["item_name_last"].to_pylist(), strict=True
        )
        if name.strip()
    }


def _history(
    purchases: Purchases, question: Question, engine: Engine, thing: str
) -> History:
    return read_history(
        purchases.table,
        engine=engine,
        as_of=question.as_of,
        time_zone=purchases.time_zone,
        thing=thing,
        feasts=_feasts(purchases.table, question.holidays),
    )


def _feasts(lines: pa.Table, calendar: str) -> Feasts:
    """Return when the feasts are, from the first line to the year after the last."""
    days = pc.min_max(pc.cast(lines["at"], pa.date32(), safe=False)).as_py()
    if calendar == "none" or days["min"] is None:
        return NO_FEASTS
    first, last = ((day - date(1970, 1, 1)).days for day in days.values())
    try:
        # Nobody's holidays are known for ever: 2100 will do.
        return feasts_of(calendar, max(first, 0), min(max(last, 0) + 366, 47_482))
    except KeyError:
        msg = (
            f"--holidays {calendar}: no calendar of the `holidays` package; write a "
            "country, or a country and its part, such as GB or GB-SCT."
        )
        raise BadInput(msg) from None


def _regulars(history: History, top: int, things: Bools) -> tuple[pa.Table, Logistic]:
    model = regulars.learn_regulars(history)
    habits, rank, score = regulars.list_regulars(history, model, top=top, things=things)
    because = [
        _bought(days, last, visits)
        for days, last, visits in zip(
            habits.days, habits.last, habits.visits, strict=True
        )
    ]
    table = pa.table(
        {
            "person": _names(history.persons, habits.person),
            "item": _names(history.items, habits.item),
            "rank": rank,
            "score": score,
            "because": pa.array(because, pa.string()),
        }
    )
    return table, model


def _bought(days: int, last: int, visits: int) -> str:
    """Say what a place in the list stands on; little, where she is hardly known."""
    said = f"bought on {_days(days)}, last on {as_date(last)}"
    if visits >= due.ENOUGH_DAYS:
        return said
    return f"{said}; she came on {_days(visits)}, so by what others buy again"


def _days(days: int) -> str:
    return f"{days} day" if days == 1 else f"{days} days"


def _new(
    history: History, whole: History, top: int, things: Bools
) -> tuple[pa.Table, Logistic]:
    model = new.learn_new(history)
    more = new.suggest_new(history, model, top=top + int((~things).sum()))
    found = _never_bought(more, history, whole, things, top)
    because = [
        f"goes with {history.items[near]}"
        if near >= 0
        else "what others take up now; too little is known of her"
        for near in found.near
    ]
    table = pa.table(
        {
            "person": _names(history.persons, found.person),
            "item": _names(history.items, found.item),
            "rank": found.rank,
            "score": found.score,
            "because": pa.array(because, pa.string()),
        }
    )
    return table, model


def _never_bought(
    found: new.Suggestions, history: History, whole: History, things: Bools, top: int
) -> new.Suggestions:
    """Leave out what is no thing, and what she bought for somebody else."""
    kept = things[found.item]
    if whole is not history:
        kept &= ~_bought_for_others(found, history, whole)
    kept[kept] = regulars.ranks(found.person[kept]) <= top
    return new.Suggestions(
        person=found.person[kept],
        item=found.item[kept],
        rank=regulars.ranks(found.person[kept]),
        score=found.score[kept],
        near=found.near[kept],
    )


def _bought_for_others(
    found: new.Suggestions, history: History, whole: History
) -> Bools:
    bought = set(
        zip(
            _names(whole.persons, whole.person).to_pylist(),
            _names(whole.items, whole.item).to_pylist(),
            strict=True,
        )
    )
    named = zip(
        _names(history.persons, found.person).to_pylist(),
        _names(history.items, found.item).to_pylist(),
        strict=True,
    )
    return np.array([one in bought for one in named], dtype=bool)


def _things(history: History, lines: pa.Table) -> Bools:
    """Tell which items (n_items,) are things, and not postage or a discount."""
    names = item_names(lines, as_date(history.until))
    return np.array([is_a_thing(names.get(one, one)) for one in history.items], bool)


def _due(
    purchases: Purchases, question: Question, history: History, name: str
) -> tuple[pa.Table, Logistic]:
    by = question.by
    if by == "category":
        history = _history(purchases, question, history.engine, by)
        if not history.has_items:
            msg = f"{name}: no column holds a category; leave out --by category."
            raise BadInput(msg)
    found = due.due_within(
        history, question.within_days, by_person=not history.has_items
    )
    columns = {"person": _names(history.persons, found.asked.person)}
    if history.has_items:
        columns[by] = _names(history.items, found.asked.item)
    return pa.table({**columns, "probability": found.probability}), found.model


def _no_more_than_there(
    due: pa.Table, history: History, living: alive.Alive
) -> pa.Table:
    """Who buys a thing within fourteen days comes within ninety."""
    there = np.ones(len(history.persons))
    there[living.shoppers.person] = living.probability
    persons = pa.array(history.persons, pa.string())
    whose = pc.index_in(due["person"], value_set=persons).to_numpy()
    said = np.minimum(due["probability"].to_numpy(), there[whose])
    return due.set_column(
        due.column_names.index("probability"), "probability", pa.array(said)
    )


def _model(
    name: str, unit: str, model: Logistic, names: Sequence[str]
) -> dict[str, object]:
    # Rounded, so that the number of threads that added them up cannot be seen.
    weights = (round(float(one), 6) for one in model.coefficients / model.scale)
    return {
        "name": name,
        "rows": model.cases,
        "unit": unit,
        "parameters": dict(zip(names, weights, strict=True)),
        "log_likelihood": round(model.log_likelihood, 3),
    }


def _lifetimes(coming: alive.Learned) -> list[dict[str, object]]:
    """BG/NBD, always; and Pareto/NBD where the number of purchases is its."""
    fit, pareto = coming.fit, coming.pareto
    found: list[tuple[str, bgnbd.BgNbd | paretonbd.ParetoNbd]] = [("bg/nbd", fit)]
    if pareto is not None:
        found.append(("pareto/nbd", pareto))
    return [
        {
            "name": name,
            "rows": one.rows,
            "unit": "weeks",
            "parameters": {
                key: value
                for key, value in vars(one).items()
                if key not in {"log_likelihood", "rows"}
            },
            "log_likelihood": one.log_likelihood,
        }
        for name, one in found
    ]


def _counted(coming: alive.Learned) -> dict[str, object]:
    model = coming.counted
    weights = (round(float(one), 6) for one in model.coefficients)
    return {
        "name": "expected",
        "rows": model.cases,
        "unit": "person",
        "parameters": dict(zip(alive.NAMES, weights, strict=True)),
        "log_likelihood": round(model.log_likelihood, 3),
        "dispersion": round(model.dispersion, 6),
        "window_days": coming.window,
        "on_top_of": "bg/nbd" if coming.pareto is None else "pareto/nbd",
    }


def _rests_on(grounds: Grounds) -> dict[str, object]:
    """Without what lies after the day: a changed future changes no byte."""
    return {name: value for name, value in vars(grounds).items() if name != "later"}


def _summary(history: History, tables: Mapping[str, pa.Table]) -> str:
    what = (
        f"{len(history.items)} items, " if history.has_items else "no items, "
    ) + f"{history.table.num_rows} purchases"
    return (
        f"remember: {len(history.persons)} people, {what} up to "
        f"{as_date(history.until)}; {tables['due'].num_rows} due probabilities"
    )


def _names(names: Sequence[str], numbers: np.ndarray) -> pa.Array:
    return pa.array(names, pa.string()).take(pa.array(numbers, pa.int64()))
