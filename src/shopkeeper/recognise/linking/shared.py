"""Mailboxes, phones and numbers that several people have.

How many different people are behind a value is learned from the names beside it: a
mailbox with two first names is a family's; one with more than a few joins nobody.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from shopkeeper.recognise.linking import fields
from shopkeeper.recognise.linking.arrays import Array
from shopkeeper.recognise.linking.records import Records, Texts
from shopkeeper.recognise.linking.similar import Name, given_levels


MOST_PEOPLE = 5
"""A value beside more different given names than this joins nobody."""


@dataclass(slots=True)
class Shared:
    """
    Values on several people.

    Attributes:
        boxes: Field to the codes of values on two and more people, sorted.
        stopped: Field to the codes of values that join nobody, sorted.
        people: Field to code to how many different given names stand beside it.
    """

    boxes: dict[str, Array] = field(default_factory=dict)
    stopped: dict[str, Array] = field(default_factory=dict)
    people: dict[str, dict[int, int]] = field(default_factory=dict)

    def without_stopped(self, records: Records) -> Records:
        """Return *records* without the values that join nobody."""
        if not any(len(codes) for codes in self.stopped.values()):
            return records
        every = records.cut(len(records))
        for name in (fields.EMAIL, fields.PHONE):
            column = _COLUMN[name]
            setattr(every, column, self._cleared(name, getattr(every, column)))
        for key, codes in every.marks.items():
            every.marks[key] = self._cleared(fields.mark(*key), codes)
        return every

    def _cleared(self, name: str, codes: Array) -> Array:
        stopped = self.stopped.get(name)
        if stopped is None or not len(stopped):
            return codes
        return np.where(np.isin(codes, stopped), -1, codes).astype(np.int32)


_COLUMN = {fields.EMAIL: "emails", fields.PHONE: "phones"}


def shared_values(records: Records, texts: Texts) -> Shared:
    """Find the values that stand beside several different given names."""
    found = Shared()
    names = names_of(records, texts)
    columns = [
        (fields.EMAIL, records.emails), (fields.PHONE, records.phones),
        *((fields.mark(*key), codes[:, None]) for key, codes in records.marks.items()),
    ]  # fmt: skip
    for name, codes in columns:
        beside = np.repeat(names, codes.shape[1])
        flat = codes.ravel()
        known = (flat >= 0) & (beside >= 0)
        packed = np.sort((flat[known].astype(np.int64) << 32) | beside[known])
        packed = packed[np.diff(packed, prepend=-1) != 0]
        values, counts = np.unique(packed >> 32, return_counts=True)
        several = np.flatnonzero(counts > 1)
        starts = np.cumsum(counts) - counts
        for place in several.tolist():
            codes_beside = packed[starts[place] : starts[place] + counts[place]]
            counts[place] = how_many(texts.names.texts(codes_beside & 0xFFFFFFFF))
        several = np.flatnonzero(counts > 1)
        found.boxes[name] = values[several]
        found.stopped[name] = values[counts > MOST_PEOPLE]
        pairs = zip(values[several].tolist(), counts[several].tolist(), strict=True)
        found.people[name] = dict(pairs)
    return found


def names_of(records: Records, texts: Texts) -> Array:
    """Return the code of the given name of each record, (n,); -1 for an initial."""
    texts.sounds.refresh()
    first = records.given[:, 0]
    return np.where(texts.sounds.length(first) > 1, first, -1)


def how_many(names: Sequence[str]) -> int:
    """
    Count different given names; short forms and slips of the pen are one.

    Example:
        >>> how_many(["john", "joan", "johnny"])
        2
    """
    different: list[list[str]] = []
    for name in names:
        alike = [
            group
            for group in different
            if (given_levels([name] * len(group), group) >= Name.SHORT).any()
        ]
        together = [name, *(one for group in alike for one in group)]
        different = [*(g for g in different if g not in alike), together]
    return len(different)
