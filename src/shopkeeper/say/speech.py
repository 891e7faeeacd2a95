"""One part of one message while it is being said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import StringIO
from typing import Protocol

from liquid import BoundTemplate, RenderContext
from liquid.exceptions import OutputStreamLimitError

from shopkeeper.vocabulary import Claim, Fact, NotAllowed


MOST_SIGNS = 50_000  # of one part; the longest letter is a tenth of it


class Sheet(StringIO):
    """What is written on: its position counts code points, and its room ends."""

    room = MOST_SIGNS

    def write(self, text: str) -> int:
        """Write *text*, unless the part becomes too long to be a message."""
        self.room -= len(text)
        if self.room < 0:
            msg = f"the text grows over {MOST_SIGNS} characters"
            raise OutputStreamLimitError(msg, token=None)
        return super().write(text)


class Slots(Protocol):
    """Keeps places free for facts while the words around them are set."""

    def keep(self, personal: object, context: RenderContext) -> str:
        """Return a mark for what *personal* will print."""

    def ladder(self, node: object, context: RenderContext) -> str:
        """Return a mark for a ladder, having set each of its rungs."""

    def places(self, loop: object) -> Sequence[object]:
        """Return stand-ins for the facts that a loop will go through."""


class Speech:
    """
    What may be said in a part, what is chosen, and what was claimed so far.

    Args:
        part: `subject`, `preheader` or `body`.
        sayable: Predicate to the facts that may be said, best first.
        chosen: Rung of each ladder of the part.
        language: The language the content is written in.
        person: Whom every fact must be about; others stop the message.
        currency: The shop's, ISO 4217.
        slots: What keeps places free instead of saying facts, while words are set
            that are the same for everybody; None while a message is said.
    """

    def __init__(
        self,
        part: str,
        *,
        sayable: Mapping[str, Sequence[Fact]],
        chosen: Sequence[int],
        language: str,
        person: str,
        currency: str = "GBP",
        slots: Slots | None = None,
    ) -> None:
        self.part = part
        self.person = person
        self.currency = currency
        self.slots = slots
        self.sayable = sayable
        self.chosen = chosen
        self.language = language
        self.claims: list[Claim] = []
        self._facts: dict[str, None] = {}
        self._said: dict[str, None] = {}

    def begin(self, about: Sequence[str]) -> None:
        """Open a rung that relies on the best fact of each predicate in *about*."""
        self._facts = {}
        self._said = {}
        for name in about:
            self._rely(self.sayable[name][0])

    def note(self, fact: Fact, said: str) -> None:
        """Note that the words *said* state the value of *fact*."""
        self._rely(fact)
        self._said[said] = None

    def _rely(self, fact: Fact) -> None:
        if fact.person != self.person:
            msg = f"The fact {fact.id} is not about {self.person}: nothing is said."
            raise NotAllowed(msg)
        self._facts[fact.id] = None

    def end(self, start: int, end: int) -> None:
        """Close the rung, whose words stand in [start, end)."""
        if self._facts and start < end:
            claim = Claim(
                part=self.part,
                start=start,
                end=end,
                facts=tuple(self._facts),
                said=tuple(self._said),
            )
            self.claims.append(claim)


class Speaking(RenderContext):
    """A render context that knows the speech it is part of."""

    __slots__ = ("speech",)

    def __init__(
        self, template: BoundTemplate, speech: Speech, variables: Mapping[str, object]
    ) -> None:
        super().__init__(template, globals=variables)
        self.speech = speech


def speech_of(context: RenderContext) -> Speech:
    """Return the speech that a context is part of."""
    assert isinstance(context, Speaking)  # noqa: S101 only our own contexts render
    return context.speech
