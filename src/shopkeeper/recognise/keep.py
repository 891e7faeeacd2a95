"""What persons are called: by their smallest record id, or as they were called."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence


def name_persons(
    groups: Iterable[Sequence[str]],
    previous: Mapping[str, str] | None = None,
    elsewhere: Collection[str] = (),
) -> dict[str, str]:
    """
    Name each person.

    Args:
        groups: The record ids of each person.
        previous: Record id to person id, as they were named before.
        elsewhere: Ids of persons who are not in *groups*.

    Returns:
        Record id to person id. A new person is called by her smallest record id, in
        text order (`a10` comes before `a9`). Of an earlier person the id stays with
        the group that has the record it is named after, else with the one that has
        most of her records, else with the smallest; where two became one the
        smaller id stays. No two persons ever share one.
    """
    known = previous or {}
    ordered = sorted(sorted(group) for group in groups)
    wins: dict[int, list[str]] = {}
    for name, number in _heirs(ordered, known).items():
        wins.setdefault(number, []).append(name)
    taken = {min(names) for names in wins.values()}
    named: dict[str, str] = {}
    for number, group in enumerate(ordered):
        if number in wins:
            name = min(wins[number])
        else:
            free = (one for one in group if one not in taken and one not in elsewhere)
            name = next(free, "") or _fresh(group[0], taken, elsewhere)
            taken.add(name)
        named.update(dict.fromkeys(group, name))
    return named


def _heirs(
    groups: Sequence[Sequence[str]], previous: Mapping[str, str]
) -> dict[str, int]:
    claims: dict[str, Counter[int]] = {}
    home: dict[str, int] = {}
    for number, group in enumerate(groups):
        for record in group:
            home[record] = number
            if record in previous:
                claims.setdefault(previous[record], Counter())[number] += 1
    heirs = {}
    for name, counted in claims.items():
        if home.get(name, -1) in counted:
            heirs[name] = home[name]
        else:
            heirs[name] = min(counted, key=lambda number: (-counted[number], number))
    return heirs


def _fresh(name: str, taken: set[str], elsewhere: Collection[str]) -> str:
    number = 2
    while f"{name}~{number}" in taken or f"{name}~{number}" in elsewhere:
        number += 1
    return f"{name}~{number}"
