"""The ruler: how wrong is a heap of messages, by the town's truth?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from msgspec import Struct

from shopkeeper.town.model import NOW
from shopkeeper.town.truth import Truth


KINDS: tuple[str, ...] = (
    "after_a_no", "wrong_name", "false_claim", "two_as_one", "doubles"
)  # fmt: skip
"""What is counted, named as in `demo.json` (contracts.md, section 5)."""


class Sent(Struct, frozen=True, kw_only=True):
    """
    One message that would go out, whoever made it.

    Attributes:
        occasion: What it is about; two of one occasion to one person are a double.
        silo: The department or product that sends it.
        purpose: `service`, `relationship` or `marketing`.
        channel: As in contracts.md, section 0.
        address: Where it goes.
        called: The name after the greeting; None: it greets without a name;
            empty: it left the place of a name empty ("Hi ,").
        claims: What it says about her: predicate and value.
        built_from: Record ids of the rows that the name and the claims came from.
        person: Whom it is meant for in truth, where the maker is asked to say;
            else its reader is found by the address.
        text: What she reads, for showing.
    """

    occasion: str
    silo: str
    purpose: str
    address: str
    channel: str = "email"
    called: str | None = None
    claims: tuple[tuple[str, str], ...] = ()
    built_from: tuple[str, ...] = ()
    person: str | None = None
    text: str = ""


class Finding(Struct, frozen=True, kw_only=True):
    """
    One thing wrong with one message.

    Attributes:
        message: Place of the message in the heap, from 0.
        kind: One of `KINDS`.
        person: Her who reads it, or None where nobody does.
        because: One line for people.
        could_have_known: True where another row of the town said otherwise.
    """

    message: int
    kind: str
    person: str | None
    because: str
    could_have_known: bool = False


class Judgement(Struct, frozen=True, kw_only=True):
    """
    What was wrong with a heap of messages.

    Attributes:
        messages: How many there were.
        findings: What was wrong, in the order of the messages.
    """

    messages: int
    findings: tuple[Finding, ...]

    @property
    def counts(self) -> dict[str, int]:
        """Messages with each kind of fault; one message counts once a kind."""
        found = Counter(
            kind for _, kind in {(f.message, f.kind) for f in self.findings}
        )
        return {kind: found[kind] for kind in KINDS}

    @property
    def per_thousand(self) -> dict[str, float]:
        """The same per 1,000 messages; nought where there were none."""
        if not self.messages:
            return dict.fromkeys(KINDS, 0.0)
        return {k: round(1000 * n / self.messages, 1) for k, n in self.counts.items()}


def judge(messages: Sequence[Sent], truth: Truth) -> Judgement:
    """
    Hold every message against the truth, whoever made it.

    Args:
        messages: All messages of one round; doubles are looked for among them.
        truth: Of the town.

    Returns:
        What was wrong. `counts` has the five figures of the demonstration.
    """
    findings: list[Finding] = []
    met: set[tuple[str, str]] = set()
    for place, message in enumerate(messages):
        reader = reader_of(message, truth)
        faults = [
            *_names(message, reader, truth),
            *_built(message, reader, truth),
        ]
        if reader is not None:
            faults += [
                *_noes(message, reader, truth),
                *_claims(message, reader, truth),
            ]
            if (message.occasion, reader) in met:
                because = f"Another message for {message.occasion} reached her already."
                faults.append(("doubles", because, False))
            met.add((message.occasion, reader))
        findings += [
            Finding(
                message=place,
                kind=kind,
                person=reader,
                because=because,
                could_have_known=known,
            )
            for kind, because, known in faults
        ]
    return Judgement(messages=len(messages), findings=tuple(findings))


def reader_of(message: Sent, truth: Truth) -> str | None:
    """
    Say who opens a message.

    Of several people at one address it is the one the message was built for, then
    the one it calls by name, then the first. Nobody opens test@test.com.
    """
    readers = truth.readers(message.address)
    if message.person is not None:
        return message.person
    built_for = [p for r in message.built_from for p in [truth.person_of(r)] if p]
    called = message.called
    by_name = [r for r in readers if called and truth.called_ok(r, called)]
    meant = [p for p in built_for if p in readers]
    return next(iter((*meant, *by_name, *readers)), None)


_Fault = tuple[str, str, bool]


def _noes(message: Sent, reader: str, truth: Truth) -> list[_Fault]:
    if truth.said_no(reader, message.purpose, NOW, message.channel):
        because = f"She had said no to {message.purpose} by {message.channel}."
        return [("after_a_no", because, True)]
    return []


def _names(message: Sent, reader: str | None, truth: Truth) -> list[_Fault]:
    called = message.called
    if called is None:
        return []
    if not called.strip():
        return [("wrong_name", "It greets an empty place.", True)]
    readers = {*truth.readers(message.address), *([reader] if reader else [])}
    if not readers or _pleases(called, readers, truth):
        return []
    known = reader is not None and truth.contradicted(reader, "person.called", called)
    return [("wrong_name", f"Nobody there is called {called}.", known)]


def _pleases(called: str, readers: set[str], truth: Truth) -> bool:
    """Is it a reader's name, or are they the names of several readers together?"""
    if any(truth.called_ok(person, called) for person in readers):
        return True
    together = [part for part in called.replace(" and ", " & ").split(" & ") if part]
    return len(together) > 1 and all(
        any(truth.called_ok(person, part) for person in readers) for part in together
    )


def _claims(message: Sent, reader: str, truth: Truth) -> list[_Fault]:
    return [
        (
            "false_claim",
            f"{about} is not {value}.",
            truth.contradicted(reader, about, value),
        )
        for about, value in message.claims
        if about != "person.called" and not truth.is_true(reader, about, value)
    ]


def _built(message: Sent, reader: str | None, truth: Truth) -> list[_Fault]:
    """Two people in one message, or one person's data at another's address."""
    if reader is None:
        return []
    behind = {p for r in message.built_from for p in [truth.person_of(r)] if p}
    readers = truth.readers(message.address)
    astray = bool(readers) and reader not in readers
    if not astray and behind <= {reader}:
        return []
    because = "It is made of what two people did."
    if len(behind) < 2:  # noqa: PLR2004 two people are two
        because = "It tells one person about another."
    return [("two_as_one", because, True)]
