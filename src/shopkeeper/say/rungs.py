"""The ladders of a content as they were written, for people who look at a preview."""

from __future__ import annotations

import re

from collections.abc import Iterable, Iterator

from liquid.ast import Node
from msgspec import Struct

from shopkeeper.say.content import Content, Part
from shopkeeper.say.ladder import LadderNode


_TAG = re.compile(r"\{%-?\s*(?:say|or|endsay)\b[^%]*-?%\}")
_LONGEST = 200


class WrittenRung(Struct, frozen=True, kw_only=True):
    """A rung as its writer wrote it, and the predicates it prints or relies on."""

    words: str
    needs: tuple[str, ...]


class WrittenLadder(Struct, frozen=True, kw_only=True):
    """
    A ladder of a content.

    Attributes:
        part: `subject`, `preheader` or `body`.
        line: Of the content file, from 1.
        rungs: Most specific first.
    """

    part: str
    line: int
    rungs: tuple[WrittenRung, ...]


def written_ladders(
    content: Content, *, mail: bool = True
) -> tuple[WrittenLadder, ...]:
    """
    Return the ladders in the order of a message's `rungs`.

    Args:
        content: As it was read.
        mail: With those of subject and preheader; other channels have none.
    """
    return tuple(
        ladder
        for part in content.parts
        if mail or part.name == "body"
        for ladder in _in_part(part)
    )


def _in_part(part: Part) -> Iterator[WrittenLadder]:
    for node in _ladders(part.template.nodes):
        source = node.token.source
        starts = [rung.token.start_index for rung in node.rungs]
        yield WrittenLadder(
            part=part.name,
            line=part.place(node.token.start_index)[0],
            rungs=tuple(
                WrittenRung(words=_words(source, start), needs=rung.needs)
                for rung, start in zip(node.rungs, starts, strict=True)
            ),
        )


def _words(source: str, start: int) -> str:
    """Return what stands between the tag at or around *start* and the next one."""
    tags = [one for one in _TAG.finditer(source) if one.end() > start]
    if len(tags) < 2:  # noqa: PLR2004 one opens, one closes
        return ""
    words = " ".join(source[tags[0].end() : tags[1].start()].split())
    return words if len(words) <= _LONGEST else words[: _LONGEST - 1] + "…"


def _ladders(nodes: Iterable[Node]) -> Iterator[LadderNode]:
    for node in nodes:
        if isinstance(node, LadderNode):
            yield node
        else:
            # None of the nodes that are allowed looks at the context here.
            yield from _ladders(node.children(None))  # type: ignore[arg-type]
