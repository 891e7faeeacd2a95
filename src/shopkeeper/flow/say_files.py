"""`say` by itself: people and facts from files, one message a person.

Source: contracts.md, section 4, `say`.
"""

from __future__ import annotations

import re

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from msgspec import Struct

from shopkeeper.decide.consent import may_contact
from shopkeeper.flow.say_rows import PERSON_FIELDS, Row, fact_of, recipient_of
from shopkeeper.remember.sayable import NO_CONFIDENCE, sayable
from shopkeeper.say import (
    Content,
    ShopVariables,
    channel_not_named,
    compose,
    held_message,
    read_content,
)
from shopkeeper.say.wording import label_of_all, shared_wordings
from shopkeeper.vocabulary import (
    BadInput,
    Fact,
    Message,
    Predicates,
    Recipient,
    Shop,
    hash_of,
)


NOT_HERE = "it is about nobody of the people file"
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8})*")

# Finds `<key>.<language>.md` beside the content: its file name and text, or None.
FindVariant = Callable[[str, str], tuple[str, str] | None]


class Lines(Struct, frozen=True, kw_only=True):
    """The rows of a file with their line numbers; `name` is the file's."""

    name: str
    rows: Sequence[tuple[int, Row]]

    def places(self) -> Iterator[tuple[str, Row]]:
        """Go through the rows, each with its place for errors."""
        for number, row in self.rows:
            yield f"{self.name}, line {number}", row


class Spoken(Struct, frozen=True, kw_only=True):
    """
    What came of saying a content to people.

    Attributes:
        messages: One row a person, as contracted, in order.
        held: Reason to number of messages.
        unused: Reason to number of facts that are not used.
        examples: Reason to the id of the first such fact.
        label: Says so where messages differ in tokens alone; empty where none do.
    """

    messages: tuple[dict[str, object], ...]
    held: Mapping[str, int]
    unused: Mapping[str, int]
    examples: Mapping[str, str]
    label: str = ""

    def summary(self) -> str:
        """Say in lines what was held and which facts are not used, and why."""
        lines = [
            f"held {number}: {because}" for because, number in sorted(self.held.items())
        ]
        lines += [
            f"not used {number}: {because} ({self.examples[because]!r} is one)"
            for because, number in sorted(self.unused.items())
        ]
        held = sum(self.held.values())
        lines += [self.label] if self.label else []
        lines.append(f"say: {len(self.messages)} messages, {held} of them held")
        return "\n".join(lines)


class Contents:
    """A content and the same in other languages, read when first needed."""

    def __init__(
        self, content: Content, predicates: Predicates, find: FindVariant
    ) -> None:
        self.plain = content
        self._predicates = predicates
        self._find = find
        self._read: dict[str, Content] = {}

    def for_language(self, language: str | None) -> Content:
        """Return the content in *language* (`de-AT`, then `de`), else the plain one."""
        if not language:
            return self.plain
        known = self._read.get(language)
        if known is None:
            known = self._read[language] = self._variant(language) or self.plain
        return known

    def _variant(self, language: str) -> Content | None:
        if not _LANGUAGE.fullmatch(language):
            return None
        whole = language.replace("_", "-")
        for tried in dict.fromkeys((language, whole, whole.partition("-")[0])):
            found = self._find(self.plain.key, tried)
            if found is None:
                continue
            name, text = found
            content = read_content(
                text, name=name, predicates=self._predicates, language=tried
            )
            if content.purpose is not self.plain.purpose:
                msg = f"{name}: its purpose must be {self.plain.purpose}, as in "
                raise BadInput(msg + self.plain.name)
            return content
        return None


def say_files(
    contents: Contents,
    *,
    people: Lines,
    facts: Lines,
    predicates: Predicates,
    shop: Shop,
    zone: tzinfo,
    now: datetime,
) -> Spoken:
    """
    Say a content to everybody of *people*, using *facts*.

    Args:
        contents: What to say.
        people: To whom, one message each, in order.
        facts: What is known, of many people; of these *predicates*.
        shop: Gives the impersonal variables.
        zone: The shop's; times without an offset are in it.
        now: The moment of the messages, with offset.

    Raises:
        BadInput: If a line cannot be read or a person stands twice.
    """
    recipients = _recipients(people)
    unused = _Unused()
    of_person: dict[str, list[Fact]] = {one.person: [] for one, _ in recipients}
    _hand_out(_facts(facts, zone), of_person, unused)
    messages: list[dict[str, object]] = []
    said: list[Message] = []
    held: Counter[str] = Counter()
    for recipient, extra in recipients:
        settled = sayable(
            of_person[recipient.person],
            person=recipient.person,
            predicates=predicates,
            now=now,
        )
        for one in settled.left_out:
            if not one.used:
                unused.leave(one.fact, one.because)
        variables = variables_for(shop, there=recipient.time_zone, shops=zone, now=now)
        message = _message(contents, recipient, settled.facts, variables, now)
        held.update([] if message.held is None else [message.held.because])
        said.append(message)
        messages.append({**extra, **message_row(message)})
    return Spoken(
        messages=tuple(messages),
        held=held,
        unused=unused.counts,
        examples=unused.examples,
        label=label_of_all(said, shared_wordings(said)),
    )


def variables_for(
    shop: Shop, *, there: str | None, shops: tzinfo, now: datetime
) -> ShopVariables:
    """
    Return the variables of a message that say nothing about her.

    Args:
        shop: Its settings.
        there: The time zone where she is, where known: today is a day of hers.
        shops: The shop's zone, for where it is not.
        now: The moment, with offset.
    """
    try:
        zone = shops if there is None else ZoneInfo(there)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        zone = shops  # nobody knows where that is
    return ShopVariables(
        name=shop.name,
        country=shop.country,
        language=shop.language,
        currency=shop.currency,
        today=now.astimezone(zone).date(),
    )


class _Unused:
    """Counts the facts that are not used, by reason."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.examples: dict[str, str] = {}

    def leave(self, fact: Fact, because: str) -> None:
        """Note that *fact* is not used, and why."""
        self.counts[because] += 1
        self.examples.setdefault(because, fact.id)


def _hand_out(
    facts: Iterable[Fact], of_person: Mapping[str, list[Fact]], unused: _Unused
) -> None:
    """Give each fact to the person it is about."""
    for fact in facts:
        mine = of_person.get(fact.person)
        if mine is None:
            unused.leave(fact, NOT_HERE)
            continue
        mine.append(fact)
        if not 0.0 <= fact.confidence <= 1.0:
            unused.leave(fact, NO_CONFIDENCE)


def message_row(message: Message) -> dict[str, object]:
    """Return a message as contracts.md, section 4, writes it."""
    held = message.held
    return {
        "message_id": message.message_id,
        "person": message.person,
        "subject": message.subject,
        "preheader": message.preheader,
        "body": message.body,
        "rungs": message.rungs,
        "claims": message.claims,
        "held": held and {"until": held.until, "because": held.because},
    }


def _message(
    contents: Contents,
    recipient: Recipient,
    facts: Mapping[str, Sequence[Fact]],
    variables: ShopVariables,
    now: datetime,
) -> Message:
    content = contents.for_language(recipient.language)
    message_id = "m" + hash_of(
        "message", contents.plain.key, recipient.person, now.isoformat()
    )
    held = may_contact(recipient, content.purpose) or channel_not_named(
        content, recipient
    )
    if held is not None:
        return held_message(message_id, recipient, held)
    return compose(
        content,
        recipient=recipient,
        sayable=facts,
        shop_variables=variables,
        message_id=message_id,
    )


def _recipients(people: Lines) -> list[tuple[Recipient, dict[str, object]]]:
    seen: dict[str, str] = {}
    recipients = []
    for place, row in people.places():
        recipient = recipient_of(row, place)
        if recipient.person in seen:
            msg = f"{place}: {recipient.person} stands twice; keep one of the lines"
            raise BadInput(msg)
        seen[recipient.person] = place
        extra = {name: row[name] for name in row if name not in PERSON_FIELDS}
        recipients.append((recipient, extra))
    return recipients


def _facts(facts: Lines, zone: tzinfo) -> Iterable[Fact]:
    seen: set[str] = set()
    for place, row in facts.places():
        fact = fact_of(row, place, zone)
        if fact.id in seen:
            msg = f"{place}: the fact id {fact.id} stands twice; each fact has its own"
            raise BadInput(msg)
        seen.add(fact.id)
        yield fact
