"""A life cycle's picture, drawn from its table (style.md, habit 10)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import TypeVar


State = TypeVar("State", bound=StrEnum)


def diagram(moves: Mapping[State, Collection[State]], begins: Collection[State]) -> str:
    """
    Draw a table of moves as a Mermaid state diagram.

    Args:
        moves: State to the states that may follow it.
        begins: States in which a life begins.

    Returns:
        Lines of Mermaid, states in the order of the table; a state that
        nothing follows ends.
    """
    lines = ["stateDiagram-v2"]
    lines += [f"    [*] --> {state.value}" for state in moves if state in begins]
    for state, following in moves.items():
        lines += [
            f"    {state.value} --> {after.value}"
            for after in moves
            if after in following
        ]
        if not following:
            lines.append(f"    {state.value} --> [*]")
    return "\n".join(lines) + "\n"
