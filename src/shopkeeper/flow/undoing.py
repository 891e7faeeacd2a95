"""Taking a join back."""

from __future__ import annotations

from datetime import datetime

from shopkeeper.flow.house import House
from shopkeeper.flow.planning import staff_of
from shopkeeper.vocabulary import IdentityDecision, NotAllowed, NotFound, Verdict


def undo_join(house: House, sequence: int, *, by: str, now: datetime) -> None:
    """
    Append that a join is taken back; the machine never joins the two again.

    Raises:
        NotFound: If there is no such decision.
        NotAllowed: If it is no join, or was taken back before.
    """
    join = house.identity.decision(sequence)
    if join is None:
        msg = f"There is no decision {sequence}; `people doubts --every` lists them."
        raise NotFound(msg)
    if join.verdict is not Verdict.JOIN:
        msg = (
            f"Decision {sequence} is no join, but a {join.verdict}. `people settle "
            f"{join.left} {join.right} --same` or `--apart` says what they are."
        )
        raise NotAllowed(msg)
    if house.identity.is_taken_back(sequence):
        msg = f"Decision {sequence} was taken back before."
        raise NotAllowed(msg)
    human = staff_of(house.shop, by)
    with house.together():
        house.identity.decide(
            [
                IdentityDecision(
                    verdict=Verdict.PART,
                    left=join.left,
                    right=join.right,
                    because=f"{human.name} says they are two",
                    by=f"human:{human.id}",
                    at=now,
                    undoes=sequence,
                )
            ]
        )
        house.audit.note("join undone", str(sequence), actor=human.id, at=now)
