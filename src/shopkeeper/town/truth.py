"""What is really so in the town, asked record by record and claim by claim."""

from __future__ import annotations

import unicodedata

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import cached_property

from msgspec import Struct

from shopkeeper.town.book import Behind, Slip
from shopkeeper.town.life import Life
from shopkeeper.town.model import (
    NOW,
    Buy,
    Habit,
    Person,
    Promise,
    RecordedError,
    Statement,
)


NEAR = timedelta(days=7)
"""A due day is right if she buys this close to it (design.md, section 3)."""

_SHORTEST = timedelta(days=28)  # a usual thing is bought again within this at least
_MIN_WORD = 4  # shorter words do not tell one trouble from another
_SINGLE = frozenset({"usual.last_item", "job.title", "job.company"})


class Joins(Struct, frozen=True, kw_only=True):
    """Pairs of records put together: rightly, wrongly, and those missed."""

    right: int
    wrong: int
    missed: int


def same(text: str) -> str:
    """
    Return *text* for comparing, as contracts.md section 2 compares values.

    Example:
        >>> same("  Assam LEAF tea ") == same("Assam Leaf Tea")
        True
    """
    return unicodedata.normalize("NFKC", text).strip().casefold()


class Truth:
    """
    Everything true about the town, for judging what anybody says about it.

    Args:
        people: Everybody.
        habits: What they buy again and again.
        buys: Everything bought, and everything they are going to buy.
        life: What happened beside the buying.
        behind: Who stands behind each row.
        aliases: Other names of rows (their numbers, where they have a key).
        statements: What rows say.
        slips: Rows that are wrong.
    """

    def __init__(
        self,
        *,
        people: Sequence[Person],
        habits: Sequence[Habit],
        buys: Sequence[Buy],
        life: Life,
        behind: Mapping[str, Behind],
        aliases: Mapping[str, str],
        statements: Sequence[Statement],
        slips: Sequence[Slip],
    ) -> None:
        self.people = {p.id: p for p in people}
        self.habits = tuple(habits)
        self.life = life
        self.statements = tuple(statements)
        self._behind = dict(behind)
        self._aliases = dict(aliases)
        self._slips = tuple(slips)
        self._buys: dict[str, list[Buy]] = defaultdict(list)
        for buy in buys:
            if buy.person is not None:
                self._buys[buy.person].append(buy)
        self._said: dict[str, list[Statement]] = defaultdict(list)
        for statement in statements:
            self._said[statement.person].append(statement)

    # Whose row is it?

    def canonical(self, record_id: str) -> str:
        """
        Return the id that the truth keeps for a row, by key or by number.

        Raises:
            KeyError: If no such row was written.
        """
        found = self._aliases.get(record_id, record_id)
        if found not in self._behind:
            raise KeyError(record_id)
        return found

    def person_of(self, record_id: str) -> str | None:
        """
        Return the person behind a row; None where it is nobody's.

        Raises:
            KeyError: If no such row was written.
        """
        return self._behind[self.canonical(record_id)].person

    def everyone_behind(self, record_id: str) -> frozenset[str]:
        """Return all people whom a row speaks for: two for "Ann & Bob"."""
        behind = self._behind[self.canonical(record_id)]
        return frozenset(filter(None, (behind.person, *behind.also)))

    @property
    def record_ids(self) -> tuple[str, ...]:
        """All rows of all silos."""
        return tuple(self._behind)

    def judge_joins(self, found: Mapping[str, str]) -> Joins:
        """
        Count pairs of rows, without listing them.

        Args:
            found: For each record id, the person somebody gave it to. Rows of
                nobody and rows of two people count in no pair.
        """
        both: Counter[tuple[str, str]] = Counter()
        for record_id, given in found.items():
            behind = self.everyone_behind(record_id)
            if len(behind) == 1:
                both[next(iter(behind)), given] += 1
        true: Counter[str] = Counter()
        put: Counter[str] = Counter()
        for (person, given), number in both.items():
            true[person] += number
            put[given] += number
        right = sum(map(_pairs, both.values()))
        return Joins(
            right=right,
            wrong=sum(map(_pairs, put.values())) - right,
            missed=sum(map(_pairs, true.values())) - right,
        )

    # Who reads it, and what may she be called?

    @cached_property
    def _readers(self) -> dict[str, tuple[str, ...]]:
        readers: dict[str, list[str]] = defaultdict(list)
        for person in self.people.values():
            mine = {same(a) for a in (*person.emails, person.newsletter or "") if a}
            for address in sorted(mine):
                readers[address].append(person.id)
        return {address: tuple(ids) for address, ids in readers.items()}

    def readers(self, address: str) -> tuple[str, ...]:
        """Return the people who read an address, in order of their ids."""
        return self._readers.get(same(address), ())

    def called_ok(self, person: str, text: str) -> bool:
        """
        Would she be content to be addressed like this?

        Case does not count: a name in capitals is bad manners, not a wrong name.
        """
        return same(text) in {same(form) for form in self.people[person].forms}

    # Did she say no?

    def said_no(
        self, person: str, purpose: str, at: datetime, channel: str = "email"
    ) -> bool:
        """
        Had she, by *at*, said no to this purpose, this channel or everything?

        Of ticks for one purpose the latest counts; a wish in her own words
        stands. Nobody is asked to tick anything for service: only a stop of the
        channel or of all stops it.
        """
        scopes = {
            no.scope for no in self.life.noes if no.person == person and no.at <= at
        }
        if scopes & {"all", channel}:
            return True
        if purpose == "marketing" and "marketing" in scopes:
            return True
        ticks = [
            c
            for c in self.life.consents
            if c.person == person and c.purpose == purpose and c.at <= at
        ]
        return bool(ticks) and max(ticks, key=lambda c: c.at).state != "granted"

    # Is it so?

    def is_true(self, person: str, about: str, value: str) -> bool:
        """
        Is this claim about her so, at the town's `NOW`?

        Args:
            person: A true person.
            about: The predicate.
            value: What is claimed, as a fact has it (dates in ISO form).

        Returns:
            By the rules of design.md section 3 for what she buys and when; by
            what happened, or by what she really said, for everything else.
        """
        who, family = self.people[person], about.partition(".")[0]
        known: dict[str, Callable[[], bool]] = {
            "person.called": lambda: self.called_ok(person, value),
            "usual.item": lambda: self._buys_again(person, value),
            "usual.last_item": lambda: same(value) in self._last_items(person),
            "usual.due_on": lambda: self._buys_about(person, value),
            "order.late": lambda: self._order_is(person, about, value),
            "order.status": lambda: self._order_is(person, about, value),
            "promise.open": lambda: self._is_owed(person, value),
            "problem.current": lambda: self._has_trouble(person, value),
            "job.title": lambda: same(value) == same(who.job or ""),
            "job.company": lambda: same(value) == same(who.company or ""),
        }
        if about in known:
            return known[about]()
        if family in {"event", "interest"}:
            return self._has_lived(person, about, value)
        return any(
            s.about == about and not s.denies and _speaks_of(value, s.value)
            for s in self._said[person]
        )

    def contradicted(self, person: str, about: str, value: str) -> bool:
        """
        Does some row of hers say otherwise?

        A claim that is false and contradicted could have been known to be false.
        """
        said = self._said[person]
        if any(s.denies and s.about == about and same(s.value) == same(value)
               for s in said):  # fmt: skip
            return True
        if about == "person.called":
            return any(not s.denies and _other_name(s, value) for s in said)
        return about in _SINGLE and any(
            not s.denies and s.about == about and same(s.value) != same(value)
            for s in said
        )

    @cached_property
    def recorded_errors(self) -> tuple[RecordedError, ...]:
        """All rows that are wrong about somebody, fixed when the town was made."""
        return tuple(
            RecordedError(
                record_id=slip.record_id,
                person=slip.person,
                about=slip.about,
                recorded=slip.recorded,
                really=slip.really,
                contradicted=self.contradicted(slip.person, slip.about, slip.recorded),
            )
            for slip in self._slips
        )

    def open_promises(self, person: str) -> list[Promise]:
        """Return what the shop still owes her, broken promises included."""
        return [
            p for p in self.life.promises if p.person == person and p.state != "kept"
        ]

    def late_items(self, person: str) -> frozenset[str]:
        """Return what she ordered and has not got in time."""
        return frozenset(same(b.item) for b in self._buys[person] if b.late)

    def bought(self, person: str) -> tuple[Buy, ...]:
        """Return what she has bought up to `NOW`, by time."""
        return tuple(b for b in self._buys[person] if b.at < NOW)

    def _buys_again(self, person: str, item: str) -> bool:
        """She buys it again within two of her own intervals."""
        gaps = [h.every_days for h in self.habits
                if h.person == person and same(h.item) == same(item)]  # fmt: skip
        window = max([_SHORTEST, *(timedelta(days=2 * gap) for gap in gaps)])
        return any(
            same(b.item) == same(item) and NOW <= b.at <= NOW + window
            for b in self._buys[person]
            if b.quantity > 0
        )

    def _last_items(self, person: str) -> frozenset[str]:
        past = [b for b in self._buys[person] if b.at < NOW and b.quantity > 0]
        if not past:
            return frozenset()
        last = past[-1].at.date()
        return frozenset(same(b.item) for b in past if b.at.date() == last)

    def _buys_about(self, person: str, value: str) -> bool:
        try:
            due = date.fromisoformat(value[:10])
        except ValueError:
            return False
        return any(
            abs(b.at.date() - due) <= NEAR for b in self._buys[person] if b.quantity > 0
        )

    def _order_is(self, person: str, about: str, value: str) -> bool:
        late = self.late_items(person)
        if about == "order.late":
            return any(item in same(value) for item in late)
        known = {"delivered", "dispatched", "delayed", "returned"}
        if any(item in same(value) for item in late):
            return not known & {same(value)} - {"delayed"}
        mine = {same(b.item) for b in self._buys[person]}
        return bool(mine) and (same(value) in known | mine)

    def _is_owed(self, person: str, value: str) -> bool:
        return any(_speaks_of(value, p.what) for p in self.open_promises(person))

    def _has_trouble(self, person: str, value: str) -> bool:
        """Return whether *value* names a trouble, a late thing or a broken promise."""
        troubles = [t.text for t in self.life.troubles if t.person == person]
        return (
            any(_speaks_of(value, text) for text in troubles)
            or any(item in same(value) for item in self.late_items(person))
            or self._is_owed(person, value)
        )

    def _has_lived(self, person: str, about: str, value: str) -> bool:
        family, _, word = about.partition(".")
        if family == "event":
            return any(e.word == word for e in self.life.events if e.person == person)
        mine = {same(i) for who, i in self.life.interests if who == person}
        return same(value) in mine or word in mine


def _pairs(number: int) -> int:
    return number * (number - 1) // 2


def _other_name(statement: Statement, value: str) -> bool:
    """Does a row know her by a name that is not *value*?"""
    if statement.about == "person.called":
        return same(statement.value) != same(value)
    if statement.about == "name.full":
        return same(value) not in same(statement.value).split()
    return False


def _speaks_of(value: str, text: str) -> bool:
    """Share the claim and the true words at least half of the claim's words?"""
    claimed, true = _words(value), _words(text)
    if not claimed:
        return same(value) in same(text)
    return 2 * len(claimed & true) >= len(claimed)


def _words(text: str) -> set[str]:
    letters = "".join(c if c.isalnum() else " " for c in same(text))
    return {word for word in letters.split() if len(word) >= _MIN_WORD}
