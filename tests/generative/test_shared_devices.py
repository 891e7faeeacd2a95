"""One person's data never shows up with another, whatever device links them (B1)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import pytest

from shopkeeper.recognise import Node, resolve
from shopkeeper.recognise.nodes import keys_of
from shopkeeper.town.crowd_names import FEMALE, SURNAMES
from shopkeeper.vocabulary import IdentifierKind
from tests.builders import utc
from tests.unit.recognise.people import ident, node


NOW = utc("2026-03-02 10:00")
FIRST = [name.partition("/")[0] for names in FEMALE.values() for name in names.split()]
SHARED, FORGED = 0.2, 0.01


def devices(people: int, seed: int) -> tuple[list[Node], dict[str, set[int]]]:
    """
    Make visitors with accounts, some of them on one sofa, some of them forging.

    Returns:
        The nodes, and the canaries each shows: the number of the person whose fact it
        is. A forged event shows the forger's and names the account of another.
    """
    dice = np.random.default_rng(seed)
    nodes: list[Node] = []
    canaries: dict[str, set[int]] = {}

    def show(whose: int | None, *ids, full: str = "") -> None:
        key = f"n{len(nodes):06}"
        nodes.append(node(key, *ids, full=full, age=len(nodes)))
        canaries[key] = set() if whose is None else {whose}

    for one in range(people):
        user = ident("user_id", f"u-{one}", verified=True)
        email = ident("email", f"person{one}@oak.example")
        own = ident("device", f"browser-{one}-x")
        first, family = FIRST[dice.integers(len(FIRST))], SURNAMES[one % len(SURNAMES)]
        show(one, user, email, full=f"{first} {family}")
        show(one, user, own)
        if dice.random() < SHARED:
            sofa = ident("device", f"sofa-{one // 2}-x")
            show(one, user, sofa)
            show(None, sofa)  # who is it now? nobody can say
        if dice.random() < FORGED:
            victim = int((one + 1 + dice.integers(people - 1)) % people)
            claimed = ident("user_id", f"u-{victim}")  # not signed
            show(one, claimed, email, own)
    return nodes, canaries


def foreign(groups: Iterable[set[str]], canaries: Mapping[str, set[int]]) -> int:
    """Count the canaries that show up with somebody else."""
    found = 0
    for group in groups:
        shown = [one for key in group for one in canaries[key]]
        found += len(set(shown)) - 1 if shown else 0
    return found


def ours(nodes: list[Node]) -> list[set[str]]:
    """Return the persons as we make them."""
    groups: dict[str, set[str]] = {}
    for own, person in resolve(nodes, [], now=NOW).persons.items():
        groups.setdefault(person, set()).add(own)
    return list(groups.values())


def last_login_wins(nodes: list[Node]) -> list[set[str]]:
    """Return the persons as a plain graph of shared values makes them."""
    root: dict[str, str] = {}

    def of(one: str) -> str:
        while root.setdefault(one, one) != one:
            one = root[one]
        return one

    for one in nodes:
        for key in keys_of(one):
            root[of(one.key)] = of(repr(key))
    groups: dict[str, set[str]] = {}
    for one in nodes:
        groups.setdefault(of(one.key), set()).add(one.key)
    return list(groups.values())


def check(people: int, seed: int) -> None:
    """Hold both against the canaries."""
    nodes, canaries = devices(people, seed)
    assert foreign(ours(nodes), canaries) == 0
    assert foreign(last_login_wins(nodes), canaries) > 0
    both = {
        key[2] for one in nodes for key in keys_of(one)
        if key[0] is IdentifierKind.DEVICE
    }  # fmt: skip
    assert len(both) > people  # sofas, too


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_no_canary_sings_on_another_perch(seed):
    """A fifth on shared devices, one in a hundred forging; the control leaks."""
    check(400, seed)


@pytest.mark.slow
def test_no_canary_of_ten_thousand_sings_on_another_perch():
    """As reliability.md asks for it."""
    check(10_000, 7)
