"""A message as it was written: read once, checked once, said many times."""

from __future__ import annotations

import re

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from liquid import BoundTemplate, Environment
from liquid.exceptions import LiquidError

from shopkeeper.say.analysis import analyse
from shopkeeper.say.ladder import LadderNode, ladder_environment
from shopkeeper.say.names import nearest
from shopkeeper.say.personal import Refused
from shopkeeper.say.source import Place, Source
from shopkeeper.say.typesetting import SetPart
from shopkeeper.vocabulary import BadInput, Channel, Predicates, Purpose


_KEYS = ("key", "purpose", "channels", "subject", "preheader", "topic", "kind")
_SURVEY = "survey"
_KEY = re.compile(r"[\w][\w .-]*")
_SEVERAL_LINES = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]")


@dataclass(frozen=True)
class Part:
    """
    Subject, preheader or body of a content.

    Attributes:
        name: Which.
        template: Its parsed and checked Liquid.
        ladders: Of each ladder in source order, what each rung needs.
        place: Finds line and column of an index.
        typeset: Its words that are the same for everybody, by shop and language; None
            where they have to be rendered for each person.
    """

    name: str
    template: BoundTemplate
    ladders: tuple[tuple[frozenset[str], ...], ...]
    place: Place
    typeset: dict[object, SetPart | None] = field(
        default_factory=dict, compare=False, repr=False
    )


@dataclass(frozen=True)
class Content:
    """
    What a message says, and to whom it may say what.

    Attributes:
        key: Its name.
        purpose: Why it is written.
        channels: How it may go.
        topic: The shop's own topic below the purpose, or None.
        survey: Does it ask her what she thinks? Then `decide` spares her more.
        language: The language it is written in, or None for the shop's.
        subject: For e-mail; None where it goes by other channels only.
        preheader: Or None.
        body: The letter itself.
        name: File name, for errors.
    """

    key: str
    purpose: Purpose
    channels: tuple[Channel, ...]
    topic: str | None
    language: str | None
    subject: Part | None
    preheader: Part | None
    body: Part
    name: str
    survey: bool = False

    @property
    def parts(self) -> tuple[Part, ...]:
        """The parts that there are: subject, preheader, body."""
        return tuple(
            part
            for part in (self.subject, self.preheader, self.body)
            if part is not None
        )

    @property
    def needs(self) -> frozenset[str]:
        """Every predicate that some rung prints or relies on."""
        ladders = [ladder for part in self.parts for ladder in part.ladders]
        return frozenset().union(*(needs for ladder in ladders for needs in ladder))


def read_content(
    text: str, *, name: str, predicates: Predicates, language: str | None = None
) -> Content:
    """
    Read a content file: front matter between `+++`, then Liquid with ladders.

    Args:
        text: The file's text.
        name: The file's name, for errors.
        predicates: The shop's predicates: the variables there are.
        language: The language it is written in, where the file's name says so.

    Raises:
        BadInput: For whatever contracts.md, section 2, refuses, naming file, line,
            column and what to do.
    """
    source = Source(text, name)
    front = source.read_front()
    _check_keys(source, front)
    channels = _channels(source, front)
    if not source.body.strip():
        msg = "has no body below the front matter"
        raise source.error(msg, source.in_body(-1)[0])
    subject = _field_part(source, front, "subject", predicates)
    if subject is None and Channel.EMAIL in channels:
        msg = 'has no subject: an e-mail needs subject = "…"'
        raise source.error(msg, 1)
    if Channel.EMAIL in channels and not str(front["subject"]).strip():
        msg = "`subject` is empty: an e-mail needs words there"
        raise source.error(msg, source.line_of("subject"))
    return Content(
        key=_text(source, front, "key"),
        purpose=_purpose(source, front),
        channels=channels,
        topic=_text(source, front, "topic") if "topic" in front else None,
        language=language,
        subject=subject,
        preheader=_field_part(source, front, "preheader", predicates),
        body=_part(source, "body", source.body, source.in_body, predicates),
        name=name,
        survey=_is_survey(source, front),
    )


def _is_survey(source: Source, front: Mapping[str, object]) -> bool:
    if front.get("kind", _SURVEY) != _SURVEY:
        msg = f'`kind` is "{_SURVEY}", or left out: there is no other'
        raise source.error(msg, source.line_of("kind"))
    return "kind" in front


def _check_keys(source: Source, front: Mapping[str, object]) -> None:
    for key in front:
        if key not in _KEYS:
            msg = f"there is no field `{key}` in a content{nearest(key, _KEYS)}"
            raise source.error(msg, source.line_of(key))
    for key in _KEYS[:3]:
        if key not in front:
            msg = f"the front matter lacks `{key}`"
            raise source.error(msg, 1)
    if not _KEY.fullmatch(_text(source, front, "key")):
        msg = "`key` is a short name of letters, digits, - and _"
        raise source.error(msg, source.line_of("key"))


def _text(source: Source, front: Mapping[str, object], key: str) -> str:
    value = front[key]
    if not isinstance(value, str) or not value.strip():
        msg = f"`{key}` must be a text"
        raise source.error(msg, source.line_of(key))
    return value


def _purpose(source: Source, front: Mapping[str, object]) -> Purpose:
    value = front["purpose"]
    known = tuple(Purpose)
    if value not in known:
        msg = f"there is no purpose {value!r}{nearest(str(value), known)}"
        raise source.error(msg, source.line_of("purpose"))
    return Purpose(str(value))


def _channels(source: Source, front: Mapping[str, object]) -> tuple[Channel, ...]:
    value, line = front["channels"], source.line_of("channels")
    if not isinstance(value, list) or not value:
        msg = '`channels` is a list such as ["email", "sms"]'
        raise source.error(msg, line)
    known = tuple(Channel)
    for one in value:
        if one not in known:
            msg = f"there is no channel {one!r}{nearest(str(one), known)}"
            raise source.error(msg, line)
    return tuple(dict.fromkeys(Channel(one) for one in value))


def _field_part(
    source: Source, front: Mapping[str, object], key: str, predicates: Predicates
) -> Part | None:
    if key not in front:
        return None
    text = front[key]
    if not isinstance(text, str):
        msg = f"`{key}` must be a text"
        raise source.error(msg, source.line_of(key))
    if _SEVERAL_LINES.search(text):
        msg = f"`{key}` must be one line without control characters"
        raise source.error(msg, source.line_of(key))
    return _part(source, key, text, source.in_field(key), predicates)


def _part(
    source: Source, name: str, text: str, place: Place, predicates: Predicates
) -> Part:
    for opening, closing in (("{{", "}}"), ("{%", "%}")):
        # Each such opening would make the lexer look through all the rest.
        at = text.find(opening, text.rfind(closing) + 1)
        if at >= 0:
            msg = f"`{opening}` is never closed by `{closing}`"
            raise source.error(msg, *place(at))
    try:
        template = _environment().from_string(text)
        ladders = analyse(template, predicates)
    except Refused as refused:
        raise source.error(refused.because, *place(refused.at)) from None
    except LiquidError as problem:
        at = problem.token.start_index if problem.token else -1
        because = str(problem.message).rstrip(".")
        raise source.error(because, *place(at)) from None
    except RecursionError:
        msg = "is nested too deeply"
        raise source.error(msg, *place(0)) from None
    return Part(
        name=name,
        template=template,
        ladders=tuple(_needs(ladder) for ladder in ladders),
        place=place,
    )


def _needs(ladder: LadderNode) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(rung.needs) for rung in ladder.rungs)


@cache
def _environment() -> Environment:
    return ladder_environment()


def trouble(part: Part, name: str, problem: LiquidError) -> BadInput:
    """Make of a problem while speaking the error that names its place."""
    at = problem.token.start_index if problem.token else 0
    line, column = part.place(at)
    because = str(problem.message).rstrip(".")
    return BadInput(f"{name}, line {line}, column {column}: {because}")
