"""Which of the shop's topics she means, where she wants no more of something.

"Stop emailing me about Rooibos" is a word about Rooibos where the shop has that topic:
it is closed, and her e-mail stays open. Where it has none, nobody can tell what
else she means, and the wider reading holds: no e-mail at all. It says so.
"""

from __future__ import annotations

import re

from collections.abc import Sequence
from functools import cached_property

import msgspec

from shopkeeper.flow.house import House
from shopkeeper.listen import Understood
from shopkeeper.listen.singular import singular
from shopkeeper.say import read_content
from shopkeeper.vocabulary import Channel, Suppression


_TOPIC = "topic:"
_CHANNELS = frozenset(str(channel) for channel in Channel)
_WORD = re.compile(r"[^\W_]+(?:['\u2019-][^\W_]+)*")
# Between these and the topic she names what the mails are about, and nothing else.
_ABOUT = r"\b(?:about|on|regarding|concerning|re|of)\s+(?:[\w'\u2019-]+\s+){0,2}"


class OurTopics:
    """The topics that the shop's contents name, read when they are first asked for."""

    def __init__(self, house: House) -> None:
        self._house = house

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Their names, each once."""
        topics = {
            read_content(
                text, name=f"content/{name}.md", predicates=self._house.predicates
            ).topic
            for name, text in self._house.contents.items()
        }
        return tuple(sorted(one for one in topics if one is not None))


def in_our_words(topics: OurTopics, understood: Understood, text: str) -> Understood:
    """
    Say topics as the shop calls them, and close no channel for the sake of one topic.

    Args:
        topics: Of the shop.
        understood: What became of what was said.
        text: What was said.
    """
    wanted = understood.suppressions
    if not any(one.scope.startswith(_TOPIC) for one in wanted):
        return understood
    found: list[Suppression] = []
    for one in wanted:
        sentence = text[one.start : one.end]
        here = [
            other.scope.removeprefix(_TOPIC)
            for other in wanted
            if (other.start, other.end) == (one.start, one.end)
            and other.scope.startswith(_TOPIC)
        ]
        if one.scope.startswith(_TOPIC):
            word = one.scope.removeprefix(_TOPIC)
            topic = _ours(word, topics.names) or _as_written(word, sentence).casefold()
            because = one.because.replace(word, topic, 1)
            found.append(
                msgspec.structs.replace(one, scope=f"{_TOPIC}{topic}", because=because)
            )
        elif here and one.scope in _CHANNELS:
            found += _channel(one, here, topics.names, sentence)
        else:
            found.append(one)
    return msgspec.structs.replace(understood, suppressions=tuple(found))


def _channel(
    one: Suppression, words: Sequence[str], ours: Sequence[str], sentence: str
) -> list[Suppression]:
    """Return the channel's stop, said why, or nothing where a topic is meant."""
    about = [
        word
        for word in words
        if re.search(
            _ABOUT + re.escape(_as_written(word, sentence)), sentence, re.IGNORECASE
        )
    ]
    if not about:
        return [one]
    if all(_ours(word, ours) for word in about):
        return []
    shown = ", ".join(f"“{_as_written(word, sentence)}”" for word in about)
    because = (
        f"{one.because.rstrip('.')}; she names {shown}, and no topic of ours is "
        f"called so: so nothing goes by {one.scope} until somebody asks her."
    )
    return [msgspec.structs.replace(one, because=because)]


def _as_written(word: str, sentence: str) -> str:
    """Return a topic as she wrote it; listening keeps its singular."""
    for found in _WORD.findall(sentence):
        if word in (found.casefold(), singular(found.casefold())):
            return str(found)
    return word


def _ours(word: str, ours: Sequence[str]) -> str | None:
    """Return the one topic of the shop that *word* is, or is a word of."""
    fitting = [
        topic
        for topic in ours
        if word in (topic.casefold(), singular(topic.casefold()))
        or any(
            word in (part.casefold(), singular(part.casefold()))
            for part in _WORD.findall(topic.replace("-", " "))
        )
    ]
    return fitting[0] if len(fitting) == 1 else None
