"""What does an answer rest on, what was left out, and what can nobody tell from it?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from shopkeeper.remember.gifts import GIFT
from shopkeeper.remember.history import History, as_date
from shopkeeper.remember.lines import day_of, known_by


# From here on a share is worth a word; said as it is, so nothing hangs on it.
_MOST = 0.5
_SOME = 0.2
_HARDLY = 0.1
_ENOUGH_ITEMS = 4
_FEW_UNREAD = 0.01
_FEW_PEOPLE = 10  # who came again


@dataclass(frozen=True)
class Grounds:
    """
    What an answer rests on.

    Attributes:
        later: Lines after the day asked about; no answer hangs on them.
        lines: How many others the file has.
        purchases: How many of them, each once a person, item and day.
        left_out: Why a line is no purchase, and how many are not.
        days: From the first day with a purchase to the last, both included.
        notes: What one should know before one believes it, in sentences.
        cannot_tell: What this history does not say at all, in sentences.
    """

    later: int
    lines: int
    purchases: int
    left_out: Mapping[str, int]
    days: int
    notes: tuple[str, ...]
    cannot_tell: tuple[str, ...]


def grounds_of(
    lines: pa.Table,
    history: History,
    *,
    as_of: date | datetime,
    without_time: int = 0,
    such_as: str = "",
    learned_days: int = 0,
) -> Grounds:
    """
    Say what a history rests on.

    Args:
        lines: `person, at` and, where known, `item, quantity`: all that were read.
        history: What was made of them.
        as_of: A day, which is included, or a moment; what was asked about.
        without_time: Lines whose time could not be read; *lines* lacks them.
        such_as: What one of them has in place of a time.
        learned_days: Length of the earlier window that was learned from.
    """
    known = known_by(lines["at"], as_of, history.time_zone)
    later = lines.num_rows
    lines = lines.filter(known)
    later -= lines.num_rows
    left_out = _left_out(lines, history)
    counted = lines.num_rows - sum(left_out.values())
    if without_time:
        left_out = {_unread(such_as): without_time, **left_out}
    if counted > history.table.num_rows:
        again = counted - history.table.num_rows
        left_out["again of the same person, item and day"] = again
    first, last = _ends(history)
    return Grounds(
        later=later,
        lines=lines.num_rows + without_time,
        purchases=history.table.num_rows,
        left_out=left_out,
        days=0 if history.is_empty else last - first + 1,
        notes=(
            *_unread_share(without_time, lines.num_rows + without_time),
            *_notes(lines, history),
        ),
        cannot_tell=tuple(_cannot_tell(history, learned_days)),
    )


def _unread(such_as: str) -> str:
    example = f", such as {such_as!r}" if such_as else ""
    return f"without a time that could be read{example}"


def _unread_share(without_time: int, lines: int) -> Iterator[str]:
    if without_time > _FEW_UNREAD * lines:
        yield (
            f"{without_time / lines:.0%} of the lines have a time in another form than "
            "the rest, or none: write all in one, best as 2026-10-31, and ask again"
        )


def in_words(grounds: Grounds) -> list[str]:
    """Say it in lines for people, the most important last."""
    said = [f"rests on {grounds.purchases} purchases in {grounds.lines} lines"]
    left_out = {"after the day asked about": grounds.later} if grounds.later else {}
    left_out |= grounds.left_out
    said += [f"left out: {count} {why}" for why, count in left_out.items()]
    said += grounds.notes
    return said + [f"cannot tell {one}" for one in grounds.cannot_tell]


def _left_out(lines: pa.Table, history: History) -> dict[str, int]:
    """Count the lines that are no purchase, each under the first reason it has."""
    rest = np.ones(lines.num_rows, dtype=bool)
    found: dict[str, int] = {}

    def take(why: str, which: pa.ChunkedArray) -> None:
        hit = rest & pc.fill_null(which, fill_value=False).to_numpy()
        rest[hit] = False
        if hit.any():
            found[why] = int(hit.sum())

    take("without a person", pc.equal(pc.fill_null(lines["person"], ""), ""))
    if history.has_items and "item" in lines.column_names:
        take("without an item", pc.equal(pc.fill_null(lines["item"], ""), ""))
    if "quantity" in lines.column_names:
        take("brought back (quantity below 0)", pc.less(lines["quantity"], 0))
        take("with a quantity of 0", pc.equal(lines["quantity"], 0))
    return found


def _ends(history: History) -> tuple[int, int]:
    if history.is_empty:
        return 0, 0
    return int(history.day.min()), int(history.day.max())


def _notes(lines: pa.Table, history: History) -> Iterator[str]:
    if history.is_empty:
        return
    first, last = _ends(history)
    old = int((history.day < 0).sum())
    if old:
        yield (
            f"{old} purchases are dated before 1970, the first {as_date(first)}: is "
            "that so?"
        )
    if history.until - last > last - first + 1:
        yield (
            f"nothing was bought since {as_date(last)}: the day asked about is far "
            "from what is known"
        )
    busiest = np.bincount(history.person).max() / len(history.person)
    if busiest > _MOST and len(history.persons) > 1:
        yield f"{busiest:.0%} of the purchases are one person's"
    if GIFT in lines.column_names and (gifts := pc.sum(lines[GIFT]).as_py()):
        yield (
            f"{gifts} lines were bought for somebody else (they say so, or went to "
            "another address): she came, but they tell nothing of her taste"
        )
    sooner = _brought_back_unbought(lines, history)
    if sooner:
        yield f"{sooner} things were brought back that nobody is known to have bought"
    if history.has_items:
        yield from _renamed(history)


def _brought_back_unbought(lines: pa.Table, history: History) -> int:
    """Count pairs whose first return lies before their first purchase, or has none."""
    if "quantity" not in lines.column_names or "item" not in lines.column_names:
        return 0
    back = lines.filter(pc.less(lines["quantity"], 0))
    back = pa.table(
        {
            "person": pc.cast(back["person"], pa.string()),
            "item": pc.cast(back["item"], pa.string()),
            "day": day_of(back["at"], history.time_zone),
        }
    )
    back = back.drop_null().group_by(["person", "item"]).aggregate([("day", "min")])
    person, item = (
        pc.fill_null(pc.index_in(back[name], value_set=pa.array(named)), -1).to_numpy()
        for name, named in (("person", history.persons), ("item", history.items))
    )
    width = len(history.items)
    bought = history.person * width + history.item  # ascending, then by day
    key = person.astype(np.int64) * width + item
    where = np.minimum(np.searchsorted(bought, key), len(bought) - 1)
    known = (person >= 0) & (item >= 0) & (bought[where] == key)
    known &= history.day[where] <= back["day_min"].to_numpy()
    return len(key) - int(known.sum())


def _renamed(history: History) -> Iterator[str]:
    """Find the day that hardly any item was bought both before and after."""
    count = len(history.items)
    if count < _ENOUGH_ITEMS:
        return
    first = np.full(count, history.until + 1)
    last = np.full(count, -(2**62))
    np.minimum.at(first, history.item, history.day)
    np.maximum.at(last, history.item, history.day)
    size = np.bincount(history.item, minlength=count).astype(np.float64)
    days = np.unique(first)
    over = _sums_until(last, size, days - 1)  # bought before the day for good
    begun = size.sum() - _sums_until(first, size, days - 1)  # not before the day
    across = size.sum() - over - begun
    fits = (over > _SOME * size.sum()) & (begun > _SOME * size.sum())
    fits &= across < _HARDLY * size.sum()
    if fits.any():
        day = int(days[fits][np.argmin(across[fits])])
        stop, begin = int((last < day).sum()), int((first >= day).sum())
        yield (
            f"{stop} items were never bought again from {as_date(day)} on and {begin} "
            "were never bought before it: if they were renamed, give both the same "
            "name, or a code that stays; what was usual before counts for nothing now"
        )


def _sums_until(when: np.ndarray, size: np.ndarray, days: np.ndarray) -> np.ndarray:
    """Sum of *size* of those whose day is not after each of *days*."""
    order = np.argsort(when, kind="stable")
    sums = np.concatenate([[0.0], np.cumsum(size[order])])
    return sums[np.searchsorted(when[order], days, side="right")]


def _cannot_tell(history: History, learned_days: int) -> Iterator[str]:
    if history.is_empty:
        yield f"anything: nobody bought anything by {as_date(history.until)}"
        return
    first, last = _ends(history)
    width = last - first + 1
    visits = np.unique(history.person * width + (history.day - first))
    came = np.bincount(visits // width)
    if first == last:
        yield (
            "who comes back and how often: the history is of one day; what is said "
            "of it is what is usual elsewhere"
        )
    elif came.max() < 2:  # noqa: PLR2004 once is not again
        yield (
            "who comes back and how often: nobody has come on two days; what is said "
            "of it is what is usual elsewhere"
        )
    elif not learned_days:
        yield (
            "how well this would have held before: there is no earlier part to try "
            "it on"
        )
    again = int((came > 1).sum())
    if 0 < again < _FEW_PEOPLE:
        yield (
            f"how people in this shop keep their habits: only {again} came on two days "
            f"or more, and it takes {_FEW_PEOPLE}; each probability leans on what is "
            "usual elsewhere"
        )
    if came.max() < 3:  # noqa: PLR2004 two gaps: contracts.md, section 4
        yield "what is due: nobody has come on three days"
