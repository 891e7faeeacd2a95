"""What prints a fact: its words by language and filters, and the claim it makes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import cast

from liquid import RenderContext
from liquid.builtin.expressions import LoopExpression

from shopkeeper.say.amounts import Shape, plain_number
from shopkeeper.say.dates import as_day, formatted_day, spoken_day
from shopkeeper.say.speech import Speech, speech_of
from shopkeeper.say.tongues import tongue_of
from shopkeeper.vocabulary import Fact


class Personal:
    """
    A personal variable with its filters.

    Attributes:
        about: The predicate; its best fact is printed.
        variable: Or the loop variable that holds the fact.
        dated: May the value be a day?
        form: Format of the day, or None.
        shape: How a number is written, or None.
        steps: Filters in order; True beside those that only add.
    """

    __slots__ = ("about", "dated", "form", "shape", "steps", "variable")

    def __init__(self, about: str, *, variable: str | None, dated: bool) -> None:
        self.about = about
        self.variable = variable
        self.dated = dated
        self.form: str | None = None
        self.shape: Shape | None = None
        self.steps: list[tuple[Callable[[str], str], bool]] = []

    def say(self, context: RenderContext) -> str:
        """Return the words of the value and note them."""
        speech = speech_of(context)
        if speech.slots is not None:
            return speech.slots.keep(self, context)
        if self.variable is None:
            return self.say_fact(speech, speech.sayable[self.about][0])
        return self.say_fact(speech, cast("Fact", context.scope[self.variable]))

    def say_fact(self, speech: Speech, fact: Fact) -> str:
        """Return the words of *fact* and note them."""
        value = fact.value
        if self.shape is not None:
            said, printed = self.shape(value, speech.language, speech.currency)
        elif isinstance(value, str) and not self.dated:
            said = printed = value
        else:
            said = printed = self._words(fact, speech.language)
        for step, adds in self.steps:
            printed = step(printed)
            if not adds:
                said = step(said)
        speech.note(fact, said)
        return printed

    def _words(self, fact: Fact, language: str) -> str:
        value = fact.value
        if not isinstance(value, str):
            return plain_number(value, language)
        day = as_day(value)
        if day is None:
            return value
        if self.form is not None:
            return formatted_day(day, self.form, language)
        return spoken_day(day, language)


class PersonalList(Personal):
    """
    `all.usual.item | list`: those that may be said, as one says them: a, b and c.

    Attributes:
        most: How many at most, or None.
        either: Is it "or" before the last one?
    """

    __slots__ = ("either", "most")

    def __init__(self, about: str, *, dated: bool) -> None:
        super().__init__(about, variable=None, dated=dated)
        self.most: int | None = None
        self.either = False

    def say(self, context: RenderContext) -> str:
        """Return the words of all values and note each."""
        speech = speech_of(context)
        if speech.slots is not None:
            return speech.slots.keep(self, context)
        return self.say_all(speech)

    def say_all(self, speech: Speech) -> str:
        """Return the words of all values and note each."""
        facts = speech.sayable[self.about][: self.most]
        words = [self.say_fact(speech, fact) for fact in facts]
        tongue = tongue_of(speech.language)
        if tongue is None or len(words) == 1:
            return ", ".join(words)
        last = tongue.either if self.either else tongue.both
        return f"{', '.join(words[:-1])} {last} {words[-1]}"


class PersonalLoop(LoopExpression):
    """`x in all.usual.item`: goes through the facts that may be said, best first."""

    __slots__ = ("about", "most")

    def __init__(self, loop: LoopExpression, about: str, most: int | None) -> None:
        super().__init__(
            loop.token,
            loop.identifier,
            loop.iterable,
            limit=loop.limit,
            offset=loop.offset,
            reversed_=loop.reversed,
            cols=loop.cols,
        )
        self.about = about
        self.most = most

    def evaluate(self, context: RenderContext) -> tuple[Iterator[object], int]:
        """Return the facts to go through, and how many they are."""
        speech = speech_of(context)
        if speech.slots is not None:
            places = speech.slots.places(self)
            return iter(places), len(places)
        facts = list(speech.sayable[self.about][: self.most])
        if self.reversed:
            facts.reverse()
        return iter(facts), len(facts)
