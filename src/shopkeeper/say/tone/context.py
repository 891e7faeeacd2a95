"""What is true around a letter, and what was found in it.

Source: contracts.md, section 4, `check`, and the page REPLY_CHECK beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from msgspec import Struct


class Answer(StrEnum):
    """What a check answers."""

    PASS = "pass"  # noqa: S105 no secret
    FAIL = "fail"
    NA = "na"


Span = tuple[int, int]


class Open(Struct, frozen=True):
    """A thing that is still to come: `what`, and `by` when."""

    what: str
    by: str


class Context(Struct, frozen=True, kw_only=True):
    """
    What is true around a letter.

    Attributes:
        preferred_name: What she likes to be called, title included; None if unknown.
        full_name: The record's.
        register: "informal", "formal" or None.
        suffered: What she went through because of us.
        done: Every act that matters to her.
        open: What is to come.
        terms: Any of price, term, renewal, data_use.
        channel: mail, letter, chat or sms.
        stage: Of her journey with us.
        situation: What it is about, in words.
        said_before: What we told her earlier.
        not_told: Which of these nobody stated: what hangs on them is not asked.
    """

    preferred_name: str | None = None
    full_name: str = ""
    register: str | None = None
    suffered: str | None = None
    done: tuple[str, ...] = ()
    open: tuple[Open, ...] = ()
    terms: Mapping[str, str] | None = None
    language: str = "en"
    channel: str = "mail"
    stage: str | None = None
    situation: str | None = None
    said_before: tuple[str, ...] = ()
    not_told: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Finding:
    """
    What one check found.

    Attributes:
        answer: pass, fail or na.
        spans: Where a fault shows; none where something is missing.
        says: What one could do about it.
    """

    answer: Answer
    spans: tuple[Span, ...] = ()
    says: tuple[str, ...] = ()


PASSED = Finding(Answer.PASS)
NOT_ASKED = Finding(Answer.NA)


def failed(says: str, *spans: Span) -> Finding:
    """Return a fault with one advice for all its places."""
    return Finding(Answer.FAIL, tuple(spans), (says,) * max(1, len(spans)))
