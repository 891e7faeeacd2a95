"""Does a plain sentence say something about her that no fact carries?

"We noticed that you…", "as you told us", "again", "your usual": words outside of a
ladder, or on a rung that stands on nothing, go to everybody. Whoever signs a content is
shown them, at the words. It is advice: what is true of all readers may well be said.
"""

from __future__ import annotations

import re

from collections.abc import Iterable, Iterator
from functools import cache

from liquid.ast import Node
from liquid.builtin.content import ContentNode
from msgspec import Struct

from shopkeeper.say.content import Content, Part
from shopkeeper.say.hidden_words import PATTERNS
from shopkeeper.say.ladder import LadderNode
from shopkeeper.say.tongues import tongue_of


# Looking back, and classes of characters, in a pattern.
_FIXED = re.compile(r"(\(\?<!.*?\)|\[[^\]]*\])")
_CURLY = str.maketrans("\u2018\u2019\u02bc", "'''")


class HiddenClaim(Struct, frozen=True, kw_only=True):
    """
    Words that claim something about the reader, with no fact behind.

    Attributes:
        part: `subject`, `preheader` or `body`.
        line: Of the content file, from 1.
        column: From 1.
        words: The words.
        says: What they claim.
    """

    part: str
    line: int
    column: int
    words: str
    says: str

    def advice(self) -> str:
        """Say in a sentence what to do about it."""
        return (
            f"“{self.words}” {self.says}, to everybody and with no fact behind: put it "
            'on a rung that prints the fact or names it with about: "…", or drop it'
        )


def hidden_claims(content: Content, *, language: str = "en") -> tuple[HiddenClaim, ...]:
    """
    Find what the plain words of a content claim, in the order of the file.

    Args:
        content: As it was read.
        language: The shop's, for a content without one of its own.
    """
    tongue = (
        (content.language or language).replace("_", "-").partition("-")[0].casefold()
    )
    rules = _rules(tongue if tongue in PATTERNS else "en")
    if tongue not in PATTERNS and tongue_of(tongue) is not None:
        return ()  # words of English would only be found by chance
    found = [
        HiddenClaim(part=part.name, line=line, column=column, words=words, says=says)
        for part in content.parts
        for line, column, words, says in _in_part(part, rules)
    ]
    return tuple(found)


def claims_in(text: str, language: str = "en") -> list[tuple[int, int, str]]:
    """
    Find the stretches of a plain text that claim something about its reader.

    Example:
        >>> claims_in("As you told us, the door sticks.")
        [(0, 14, 'says that she told us something, or asked for it')]
    """
    return _matches(text, _rules(language if language in PATTERNS else "en"))


def _in_part(
    part: Part, rules: Iterable[tuple[re.Pattern[str], str]]
) -> Iterator[tuple[int, int, str, str]]:
    rules = tuple(rules)
    for node in _plain_words(part.template.nodes):
        for start, end, says in _matches(node.text, rules):
            line, column = part.place(node.token.start_index + start)
            yield line, column, " ".join(node.text[start:end].split()), says


def _matches(
    text: str, rules: Iterable[tuple[re.Pattern[str], str]]
) -> list[tuple[int, int, str]]:
    """Return stretches in order; of two that overlap the longer one."""
    folded = text.translate(_CURLY)
    found = [
        (match.start() + _led(match.group()), match.end(), says)
        for rule, says in rules
        for match in rule.finditer(folded)
    ]
    kept: list[tuple[int, int, str]] = []
    for one in sorted(found, key=lambda one: (one[0] - one[1], one[0])):
        if all(one[1] <= other[0] or one[0] >= other[1] for other in kept):
            kept.append(one)
    return sorted(kept)


def _led(words: str) -> int:
    """Return how many signs of the clause before lead a match."""
    return len(words) - len(words.lstrip(" .!?;:,\n\u2013\u2014-"))


def _plain_words(nodes: Iterable[Node]) -> Iterator[ContentNode]:
    """Go through the words that stand on no fact."""
    for node in nodes:
        if isinstance(node, ContentNode):
            yield node
        elif isinstance(node, LadderNode):
            for rung in node.rungs:
                if not rung.needs:
                    yield from _plain_words(rung.nodes)
        else:
            # None of the nodes that are allowed looks at the context here.
            yield from _plain_words(node.children(None))  # type: ignore[arg-type]


@cache
def _rules(language: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((_compiled(pattern), says) for pattern, says in PATTERNS[language])


def _compiled(pattern: str) -> re.Pattern[str]:
    """Let each blank be any run of blanks, except where a width must be fixed."""
    straight = pattern.translate(_CURLY)
    pieces = _FIXED.split(straight)
    loose = [
        piece if at % 2 else piece.replace(" ?", r"\s*").replace(" ", r"\s+")
        for at, piece in enumerate(pieces)
    ]
    return re.compile("".join(loose), re.IGNORECASE | re.MULTILINE)
