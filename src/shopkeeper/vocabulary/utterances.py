"""What was said, and what was heard in it."""

from __future__ import annotations

from datetime import date, datetime

from msgspec import Struct

from shopkeeper.vocabulary.closed_sets import PromiseState, Speaker


class Utterance(Struct, frozen=True, kw_only=True):
    """
    Something said by, to or about a person.

    Attributes:
        id: Its record id, or the id in the file.
        text: The words, verbatim.
        speaker: `customer`, `agent` (us, to her) or `rep_note` (us, about her).
        channel: Any word.
        said_at: When, with offset; None where nobody knows.
        time_zone: IANA name in which relative times are meant.
        thread: What it belongs to, where known.
        author: Who of ours wrote it.
    """

    id: str
    text: str
    speaker: Speaker = Speaker.CUSTOMER
    channel: str | None = None
    said_at: datetime | None = None
    time_zone: str = "UTC"
    thread: str | None = None
    author: str | None = None


class HeardPromise(Struct, frozen=True, kw_only=True):
    """
    An open promise in an utterance (data/listen/RULES.md, part a).

    `what` is verbatim text[start:end]; `owner` is `us` or `hers`; `deadline`
    is a civil day, a moment with offset, or None.
    """

    what: str
    start: int
    end: int
    owner: str
    deadline: date | datetime | None
    conditional: bool
    confidence: float


class HeardFact(Struct, frozen=True, kw_only=True):
    """A fact in an utterance (data/listen/RULES.md, part c)."""

    kind: str
    span: str
    start: int
    end: int
    polarity: str
    value: str | int
    side: str
    speaker: str
    sensitive: bool
    confidence: float


class Quoted(Struct, frozen=True, kw_only=True):
    """A stretch of quoted earlier mail, footer or signature: [start, end)."""

    start: int
    end: int


class Heard(Struct, frozen=True, kw_only=True):
    """
    What was heard in one utterance; contracts.md, section 4, listen.

    `stops` holds scopes, or exactly `("none",)`.
    """

    id: str
    promises: tuple[HeardPromise, ...]
    stops: tuple[str, ...]
    facts: tuple[HeardFact, ...]
    reply_wanted: bool
    quoted: tuple[Quoted, ...]


class Promise(Struct, frozen=True, kw_only=True):
    """
    Something promised, and what became of it.

    Attributes:
        id: The id of its `promise.open` fact, or a hash of its evidence.
        person: To whom (ours) or by whom (hers).
        what: Verbatim words of the utterance.
        owner: `us` or `hers`.
        made_by: Author of the utterance, where known.
        deadline: Latest bound, inclusive; None where open.
        state: `open`, `kept`, `broken` or `repaired`.
        utterance: Record id of the utterance.
        made_at: When it was made; None where nobody knows. UTC.
        at: Since when it is in this state; None while it is as it was made. UTC.
        by: Staff id of who said so; None where words or time did.
        because: Why it stands there, for people.
        renewed: Was the last thing said of it that there is a new day?
        conditional: Does it hang on something else? Then time alone breaks nothing.
    """

    id: str
    person: str
    what: str
    owner: str
    made_by: str | None
    deadline: date | datetime | None
    state: PromiseState
    utterance: str
    made_at: datetime | None = None
    at: datetime | None = None
    by: str | None = None
    because: str = ""
    conditional: bool = False
    renewed: bool = False
