"""What becomes, in a shop, of what was heard.

Source: contracts.md, section 4, "In a shop, what is heard becomes".
"""

from __future__ import annotations

import re

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from msgspec import Struct

from shopkeeper.listen import fact_words as w
from shopkeeper.listen.fact_values import head_noun
from shopkeeper.listen.life_events import event_word
from shopkeeper.listen.life_times import is_still_to_come
from shopkeeper.listen.our_guess import is_our_guess
from shopkeeper.listen.proof import proof_of
from shopkeeper.listen.somebody_else import is_about_another
from shopkeeper.listen.stop_reasons import narrowed, reason_of
from shopkeeper.listen.text import plain
from shopkeeper.listen.workdays import add_months
from shopkeeper.vocabulary import (
    Evidence,
    Fact,
    FactValue,
    Heard,
    HeardFact,
    HeardPromise,
    Identifier,
    IdentifierKind,
    LoopKind,
    Promise,
    PromiseState,
    Speaker,
    Standing,
    Suppression,
    Utterance,
    fact_id,
)


class OpenLoop(Struct, frozen=True, kw_only=True):
    """
    Something she said that asks for an answer.

    Attributes:
        kind: `question`, `idea` or `complaint`.
        what: Her words.
        since: When she said it. UTC.
        utterance: Record id of the utterance.
        start: First code point of the span. Included.
        end: Excluded.
        owner: The department it waits for, where known.
    """

    kind: str
    what: str
    since: datetime
    utterance: str
    start: int
    end: int
    owner: str | None = None


class TimelineEntry(Struct, frozen=True, kw_only=True):
    """Something worth knowing of a moment, and of no other: a feeling, thanks."""

    kind: str
    what: str
    at: datetime
    utterance: str
    start: int
    end: int


class Understood(Struct, frozen=True, kw_only=True):
    """
    What an utterance gives the shop.

    Attributes:
        facts: Present facts about her.
        blames_us: Ids of those `problem.current` facts in which she blames us.
        identifiers: Ways to reach her, none of them verified.
        suppressions: What she no longer wants, in force at once.
        open_loops: What waits for an answer.
        promises: Ours to her and hers to us.
        timeline: Feelings and thanks.
        asks_human: Why a human should look, one sentence each.
    """

    facts: tuple[Fact, ...]
    blames_us: tuple[str, ...]
    identifiers: tuple[Identifier, ...]
    suppressions: tuple[Suppression, ...]
    open_loops: tuple[OpenLoop, ...]
    promises: tuple[Promise, ...]
    timeline: tuple[TimelineEntry, ...]
    asks_human: tuple[str, ...]


# Source: contracts.md, section 2, start values of confidence.
_START = {Standing.TOLD: 0.98, Standing.RECORDED: 0.95, Standing.IMPRESSION: 0.7}

# Told by her or not, nobody wants to read these in a letter that sells.
_SENSITIVE_EVENTS = {"bereaved", "ill"}
_LOOPS = frozenset(LoopKind)
_NAME = re.compile(
    r"(?:(?:Dr|Mr|Mrs|Ms|Miss|Mx|Prof)\.? )?[^\W\d_][\w'-]*(?: [^\W\d_][\w'-]*)?"
)

# "Don't call me Maggie" says how not to; "call me Monday" is about a telephone.
_NO_NAME = re.compile(
    r"(?i)\b(?:don.?t|not|never|can.?t|cannot|stop|hate[sd]?|dislikes?|didn.?t)\b.*"
    r"\bcall|"
    r"\bcall \w+ (?:on )?(?:mon|tues|wednes|thurs|fri|satur|sun)day\b"
)


def becomes(
    heard: Heard,
    utterance: Utterance,
    *,
    person: str,
    source: str,
    record_id: str,
    received_at: datetime,
    department: str | None = None,
) -> Understood:
    """
    Turn what was heard into facts, wishes, promises and open loops about her.

    Only what was asserted becomes a present fact. `erase` suppresses everything at
    once and asks a human: nothing is deleted by hearing alone.

    Args:
        heard: What `hear` found.
        utterance: What it was found in.
        person: Whose it is.
        source: The source it came from.
        record_id: Its record id.
        received_at: When the shop took it in; counts where nobody knows when it was
            said.
        department: The department that keeps the source.
    """
    at = (utterance.said_at or received_at).astimezone(UTC)
    maker = _Maker(utterance, person, source, record_id, at, department)
    facts = [fact for one in heard.facts for fact in maker.facts(one)]
    facts += [fact for one in heard.promises for fact in maker.promise_facts(one)]
    unique = {fact.id: fact for fact in facts}
    blamed = [
        fact.id
        for one in heard.facts
        if one.kind == "complaint"
        for fact in maker.facts(one)
    ]
    return Understood(
        facts=tuple(unique.values()),
        blames_us=tuple(dict.fromkeys(blamed)),
        identifiers=tuple(
            found for one in heard.facts if (found := maker.identifier(one))
        ),
        suppressions=tuple(maker.suppressions(heard.stops)),
        open_loops=tuple(maker.loops(heard.facts)),
        promises=tuple(maker.promise(one) for one in heard.promises),
        timeline=tuple(maker.timeline(heard.facts)),
        asks_human=tuple(maker.asks_human(heard)),
    )


class _Maker:
    """Makes values that all lead back to one utterance."""

    def __init__(
        self,
        utterance: Utterance,
        person: str,
        source: str,
        record_id: str,
        at: datetime,
        department: str | None,
    ) -> None:
        self._utterance = utterance
        self._person = person
        self._source = source
        self._record_id = record_id
        self._at = at
        self._department = department

    def facts(self, one: HeardFact) -> Iterator[Fact]:
        if one.polarity != "asserted":
            return
        about = _about(one)
        if about is None or self._is_ahead(about, one):
            return
        if is_about_another(one, self._utterance.speaker):
            return
        if is_our_guess(one, self._utterance):
            return
        value: FactValue = one.value
        if about == "person.called":
            name = _NAME.search(str(one.value))
            if name is None or _NO_NAME.search(one.span):
                return
            value = name.group()
        yield self._fact(
            about,
            value,
            self._standing(one),
            one.confidence,
            one.start,
            one.end,
            sensitive=one.sensitive
            or about.removeprefix("event.") in _SENSITIVE_EVENTS,
        )

    def _is_ahead(self, about: str, one: HeardFact) -> bool:
        """Tell an event that she looks forward to; nobody may say it happened."""
        kind, _, word = about.partition(".")
        low = plain(self._utterance.text)
        return kind == "event" and is_still_to_come(
            word, low[one.start : one.end], low[: one.start], low[one.end :]
        )

    def _standing(self, one: HeardFact) -> Standing:
        if one.kind.startswith("impression"):
            return Standing.IMPRESSION
        by_us = (
            self._utterance.speaker is not Speaker.CUSTOMER or one.speaker == "staff"
        )
        return Standing.RECORDED if by_us else Standing.TOLD

    def _fact(
        self,
        about: str,
        value: FactValue,
        standing: Standing,
        heard: float,
        start: int,
        end: int,
        *,
        sensitive: bool = False,
    ) -> Fact:
        evidence = (
            Evidence(
                source=self._source, record_id=self._record_id, start=start, end=end
            ),
        )
        return Fact(
            id=fact_id(evidence, about, value),
            person=self._person,
            about=about,
            value=value,
            standing=standing,
            confidence=round(_START[standing] * heard, 4),
            learned_at=self._at,
            evidence=evidence,
            source=self._source,
            author=self._utterance.author,
            sensitive=sensitive,
        )

    def promise_facts(self, one: HeardPromise) -> Iterator[Fact]:
        """Make the `promise.open` of a promise of ours."""
        if one.owner != "us":
            return
        told = self._utterance.speaker is Speaker.CUSTOMER
        standing = Standing.TOLD if told else Standing.RECORDED
        yield self._fact(
            "promise.open", one.what, standing, one.confidence, one.start, one.end
        )

    def promise(self, one: HeardPromise) -> Promise:
        evidence = (
            Evidence(
                source=self._source,
                record_id=self._record_id,
                start=one.start,
                end=one.end,
            ),
        )
        return Promise(
            id=fact_id(evidence, "promise.open", one.what),
            person=self._person,
            what=one.what,
            owner=one.owner,
            made_by=self._utterance.author,
            deadline=one.deadline,
            state=PromiseState.OPEN,
            utterance=self._record_id,
            made_at=self._at,
            conditional=one.conditional,
        )

    def identifier(self, one: HeardFact) -> Identifier | None:
        """Read a new mail address or number; a street is nobody's identifier."""
        if one.kind != "contact_detail" or one.polarity != "asserted":
            return None
        written = str(one.value)
        mail = w.MAIL.search(written)
        if mail:
            return Identifier(
                kind=IdentifierKind.EMAIL,
                namespace="",
                value=mail.group().lower(),
                as_written=mail.group(),
            )
        phone = w.PHONE.fullmatch(written.strip())
        if phone is None:
            return None
        digits = "".join(c for c in written if c.isdigit())
        return Identifier(
            kind=IdentifierKind.PHONE,
            namespace="",
            value=("+" if written.strip().startswith("+") else "") + digits,
            as_written=written,
        )

    def suppressions(self, stops: tuple[str, ...]) -> Iterator[Suppression]:
        proofs = {
            scope: proof_of(self._utterance, scope)
            for scope in stops
            if scope != "none"
        }
        for scope, (start, end) in proofs.items():
            beside = [one for one in narrowed(stops) if proofs[one] == (start, end)]
            pause = next((one for one in beside if one.startswith("pause:")), "")
            named = [one for one in beside if one not in ("frequency", pause)]
            if scope.startswith("pause:") and named:
                continue  # "no mails for a month" is a pause of mails alone
            if "frequency" in beside and [scope] == named:
                continue  # "fewer mails" are not none
            yield Suppression(
                person=self._person,
                scope="all" if scope == "erase" else scope,
                because=reason_of(scope),
                at=self._at,
                until=self._until(pause if scope in named else scope),
                record_id=self._record_id,
                start=start,
                end=end,
            )

    def _until(self, scope: str) -> datetime | None:
        """Say when a pause ends: at the beginning of that day where she is."""
        kind, _, rest = scope.partition(":")
        if kind != "pause":
            return None
        zone = ZoneInfo(self._utterance.time_zone)
        length = re.fullmatch(r"P(\d+)([DWMY])", rest)
        if length:
            day = _after(self._at.astimezone(zone).date(), int(length[1]), length[2])
        else:
            day = date.fromisoformat(rest)
        return datetime.combine(day, time(), zone).astimezone(UTC)

    def loops(self, facts: tuple[HeardFact, ...]) -> Iterator[OpenLoop]:
        for one in facts:
            if one.kind in _LOOPS and self._waits_for_us(one):
                yield OpenLoop(
                    kind=one.kind,
                    what=one.span,
                    since=self._at,
                    utterance=self._record_id,
                    start=one.start,
                    end=one.end,
                    owner=self._department,
                )

    def _waits_for_us(self, one: HeardFact) -> bool:
        """Leave out what we asked her, "no complaints", and "I would complain if"."""
        ours = self._utterance.speaker is Speaker.AGENT or one.speaker == "staff"
        only_if = one.kind == "complaint" and one.polarity == "hypothetical"
        return not ours and not only_if and one.polarity != "negated"

    def timeline(self, facts: tuple[HeardFact, ...]) -> Iterator[TimelineEntry]:
        for one in facts:
            if one.kind in ("feeling", "thanks") and one.polarity == "asserted":
                yield TimelineEntry(
                    kind=one.kind,
                    what=one.span,
                    at=self._at,
                    utterance=self._record_id,
                    start=one.start,
                    end=one.end,
                )

    def asks_human(self, heard: Heard) -> Iterator[str]:
        if "erase" in heard.stops:
            yield (
                "She asks that her data be deleted: confirm it with her, then forget"
                " her; until then nothing is sent."
            )
        for one in heard.facts:
            if _about(one) == "event.bereaved" and one.polarity == "asserted":
                yield "She tells of a death: let a human answer."


_PREDICATES = {
    "need": "need.current",
    "problem": "problem.current",
    "complaint": "problem.current",
    "form_of_address": "person.called",
    "impression_interest": "impression.interest",
    "impression_mood": "impression.mood",
}


def _about(one: HeardFact) -> str | None:
    """Return the predicate of a heard fact, or None where it makes no fact."""
    if one.kind == "life_event":
        word = event_word(f"{one.span} {one.value}".lower())
        return f"event.{word}" if word else None
    if one.kind in ("interest", "preference"):
        noun = head_noun(str(one.value))
        return f"{one.kind}.{noun}" if noun else None
    return _PREDICATES.get(one.kind)


def _after(day: date, count: int, unit: str) -> date:
    if unit in ("D", "W"):
        return day + timedelta(days=count * (7 if unit == "W" else 1))
    return add_months(day, count * (12 if unit == "Y" else 1))
