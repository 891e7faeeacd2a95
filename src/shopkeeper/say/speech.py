"""One part of one message while it is being said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import StringIO

from liquid import BoundTemplate, RenderContext
from liquid.exceptions import OutputStreamLimitError

from shopkeeper.vocabulary import Claim, Fact


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


class Speech:
    """
    What may be said in a part, what is chosen, and what was claimed so far.

    Args:
        part: `subject`, `preheader` or `body`.
        sayable: Predicate to the facts that may be said, best first.
        chosen: Rung of each ladder of the part.
        language: The language the content is written in.
    """

    def __init__(
        self,
        part: str,
        *,
        sayable: Mapping[str, Sequence[Fact]],
        chosen: Sequence[int],
        language: str,
    ) -> None:
        self.part = part
        self.sayable = sayable
        self.chosen = chosen
        self.language = language
        self.claims: list[Claim] = []
        self._facts: dict[str, None] = {}
        self._said: dict[str, None] = {}

    def begin(self, about: Sequence[str]) -> None:
        """Open a rung that relies on the best fact of each predicate in *about*."""
        self._facts = dict.fromkeys(self.sayable[name][0].id for name in about)
        self._said = {}

    def note(self, fact: Fact, said: str) -> None:
        """Note that the words *said* state the value of *fact*."""
        self._facts[fact.id] = None
        self._said[said] = None

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
