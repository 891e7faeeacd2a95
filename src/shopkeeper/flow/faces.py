"""Everybody in one place in memory, so that a name half remembered is enough.

Words are cut into pieces of three letters; who shares the most pieces with what was
typed is looked at more closely. So a letter too many, two swapped or one left out still
find her, and a hundred thousand people are searched in milliseconds.
"""

from __future__ import annotations

import unicodedata

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

import numpy as np

from msgspec import Struct
from rapidfuzz import fuzz

from shopkeeper.flow.finding import called, face_from
from shopkeeper.flow.house import House
from shopkeeper.flow.knowing import Aliases, KnownPerson, current_ids, gather_some
from shopkeeper.recognise import told_apart_by
from shopkeeper.vocabulary import IdentifierKind, Verdict


_LOOKED_AT = 300  # candidates that are compared letter by letter
_ALIKE = 62.0  # of 100: less is no hit
_MAILBOX = 12.0  # a name in a mailbox counts so much less than one on a record
_SHORT = 4  # digits or letters of a number that may stand for the whole
_REACHED = (
    IdentifierKind.EMAIL,
    IdentifierKind.PHONE,
    IdentifierKind.CUSTOMER_NUMBER,
    IdentifierKind.CARD_NUMBER,
    IdentifierKind.USER_ID,
)


class Hit(Struct, frozen=True, kw_only=True):
    """
    Somebody a search found.

    Attributes:
        person: Her current id.
        name: As records have it.
        called: As she may be called, or None.
        apart: What tells her from others in the list; may be empty.
        places: Towns on her records.
        exact: Was it letter for letter?
    """

    person: str
    name: str
    called: str | None
    apart: str
    places: tuple[str, ...]
    exact: bool


class Faces:
    """
    Everybody by name, address and number, for one generation of the books.

    Args:
        house: The shop, with a generation in hand.
    """

    def __init__(self, house: House) -> None:
        current = current_ids(house)
        self.aliases = Aliases(current)
        self.names: dict[str, tuple[str, ...]] = {}
        self._of_name: dict[str, list[str]] = {}
        self._exact: dict[str, dict[str, None]] = {}
        self._joins: dict[str, list[int]] = {}
        self._current = dict.fromkeys(current.values())
        self._texts: list[str] = []
        self._whose: list[str] = []
        self._less: list[float] = []
        self._take_names(house)
        for fact in house.facts.about("person.called"):
            if fact.person in current:
                self._take(fold(str(fact.value)), current[fact.person])
        self._take_addresses(house, current)
        for one in house.identity.decisions():
            if one.verdict is Verdict.JOIN:
                self._joins.setdefault(one.left, []).append(one.sequence)
        self._grams = _index(self._texts)
        self._sizes = np.array([max(1, len(_pieces(text))) for text in self._texts])

    def _take(self, text: str, person: str, behind: float = 0.0) -> None:
        self._texts.append(text)
        self._whose.append(person)
        self._less.append(behind)

    def _take_names(self, house: House) -> None:
        table = house.warehouse.read("traits")
        rows = [] if table is None else table.select(["person", "names"]).to_pylist()
        for row in rows:
            person = row["person"]
            self.names[person] = tuple(row["names"])
            for name in dict.fromkeys(fold(one) for one in row["names"]):
                self._of_name.setdefault(name, []).append(person)
                self._take(name, person)

    def _take_addresses(self, house: House, current: Mapping[str, str]) -> None:
        for entry in house.identity.identifiers(list(current)):
            one, person = entry.identifier, current[entry.person]
            if one.kind not in _REACHED:
                continue
            for text in {one.value, one.as_written}:
                self._exact.setdefault(_squeezed(text), {})[person] = None
            if one.kind is IdentifierKind.EMAIL:
                self._take(fold(one.value.partition("@")[0]), person, _MAILBOX)

    def __contains__(self, person: str) -> bool:
        return self.aliases.current(person) in self._current

    def __len__(self) -> int:
        return len(self._current)

    def joins_of(self, owns: Iterable[str]) -> list[int]:
        """Return the numbers of the joins that made these own ids one person."""
        return sorted(one for own in owns for one in self._joins.get(own, ()))

    def namesakes(self, person: str) -> list[str]:
        """Return who else has a name of hers, whole."""
        found = dict.fromkeys(
            other
            for name in self.names.get(person, ())
            for other in self._of_name.get(fold(name), ())
        )
        return [one for one in found if one != person]

    def find(self, text: str, *, most: int = 12) -> list[tuple[str, bool]]:
        """
        Return who is meant, the likeliest first, each with whether it is exact.

        Args:
            text: An id, an address, a number, or a name as far as one knows it.
            most: So many at most.
        """
        wanted = self.aliases.current(text.strip())
        if wanted in self._current:
            return [(wanted, True)]
        squeezed, folded = _squeezed(text), fold(text)
        if not folded:
            return []
        exact = list(self._exact.get(squeezed, ())) or self._of_name.get(folded, [])
        found = dict.fromkeys(exact, True)
        digits = "".join(letter for letter in squeezed if letter.isdigit())
        if not exact and len(digits) >= _SHORT and len(digits) >= len(squeezed) - 2:
            for key, people in self._exact.items():
                if digits in key:
                    found |= dict.fromkeys(people, False)
                if len(found) >= most:
                    break
        for person in self._alike(folded):
            found.setdefault(person, False)
        return list(found.items())[:most]

    def _alike(self, folded: str) -> Iterator[str]:
        rows = [self._grams[one] for one in _pieces(folded) if one in self._grams]
        if not rows:
            return
        shared = np.bincount(np.concatenate(rows), minlength=len(self._texts))
        mine = max(1, len(_pieces(folded)))
        score = shared * (2.0 / (mine + self._sizes)) + shared / mine
        count = min(_LOOKED_AT, len(score))
        best = np.argpartition(-score, count - 1)[:count]
        ranked = sorted(
            (
                (
                    self._closeness(folded, self._texts[at]) - self._less[at],
                    self._whose[at],
                )
                for at in best
                if shared[at]
            ),
            key=lambda one: (-one[0], one[1]),
        )
        seen: dict[str, None] = {}
        for closeness, person in ranked:
            if closeness >= _ALIKE and person not in seen:
                seen[person] = None
                yield person

    @staticmethod
    def _closeness(wanted: str, text: str) -> float:
        """Compare word by word: a part of a name is as good as the whole."""
        words = text.split()
        parts = [
            max((fuzz.ratio(one, other) for other in words), default=0.0)
            for one in wanted.split()
        ]
        begins = 6.0 if text.startswith(wanted) else 0.0
        whole = fuzz.ratio(wanted, text) / 20.0
        return (
            min(parts, default=0.0) * 0.5
            + sum(parts) / len(parts) * 0.5
            + (begins + whole)
        )


def search(
    house: House, faces: Faces, text: str, *, now: datetime, most: int = 12
) -> list[Hit]:
    """
    Return who may be meant, told apart from each other.

    Args:
        house: The shop.
        faces: Everybody.
        text: What somebody typed.
        now: The moment.
        most: So many at most.
    """
    found = faces.find(text, most=most)
    known = gather_some(house, [one for one, _ in found], faces.aliases, now=now)
    people = [(known[one], exact) for one, exact in found if one in known]
    return [
        Hit(
            person=one.id, name=_name(one), called=called(house, one, now=now),
            apart=_apart(one, [other for other, _ in people]),
            places=one.places[:2], exact=exact,
        )
        for one, exact in people
    ]  # fmt: skip


def apart_in(house: House, faces: Faces, person: KnownPerson, *, now: datetime) -> str:
    """Say what tells her from those of the same name; empty where nobody has it."""
    others = faces.namesakes(person.id)[:50]
    if not others:
        return ""
    known = gather_some(house, others, faces.aliases, now=now)
    return told_apart_by(face_from(person), [face_from(one) for one in known.values()])


def _name(person: KnownPerson) -> str:
    return person.names[0] if person.names else ""


def _apart(person: KnownPerson, others: Sequence[KnownPerson]) -> str:
    mine = {fold(name) for name in person.names}
    same = [
        one
        for one in others
        if one.id != person.id and mine & {fold(name) for name in one.names}
    ]
    return told_apart_by(face_from(person), [face_from(one) for one in same])


def fold(text: str) -> str:
    """Fold a text as a search compares it: no case, no accents, single spaces."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    letters = (one for one in plain if not unicodedata.combining(one))
    return " ".join("".join(letters).replace(",", " ").replace(".", " ").split())


def _squeezed(text: str) -> str:
    return "".join(text.casefold().split())


def _pieces(text: str) -> set[str]:
    """
    Cut into threes, word by word, each begun with a mark of its own.

    Example:
        >>> sorted(_pieces("jo"))
        ['^^j', '^jo', 'jo$']
    """
    found = set()
    for word in text.split():
        padded = f"^^{word}$"
        found |= {padded[at : at + 3] for at in range(len(padded) - 2)}
    return found


def _index(texts: Iterable[str]) -> Mapping[str, np.ndarray]:
    places: dict[str, list[int]] = {}
    for at, text in enumerate(texts):
        for piece in _pieces(text):
            places.setdefault(piece, []).append(at)
    return {piece: np.array(ats, np.int32) for piece, ats in places.items()}
