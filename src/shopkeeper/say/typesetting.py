"""What is the same for everybody is set once; what is hers is put into its places.

A part is rendered by Liquid once for each set of the shop's variables, with marks where
a ladder or a fact will stand. Saying it to somebody is then joining texts. Where a part
does something that this cannot foresee (it assigns a variable, or loops around a loop
over facts), `set_part` says so, and `compose` lets Liquid render it for each person:
that plain way stays, and both are compared on generated contents
(`tests/generative/test_typesetting.py`).
"""

from __future__ import annotations

import re

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar, cast

from liquid import BoundTemplate, RenderContext
from liquid.ast import Node
from liquid.builtin.tags.assign_tag import AssignNode
from liquid.builtin.tags.capture_tag import CaptureNode
from liquid.builtin.tags.for_tag import ForNode
from msgspec import Struct

from shopkeeper.say.ladder import LadderNode, Rung
from shopkeeper.say.printing import Personal, PersonalList, PersonalLoop
from shopkeeper.say.speech import Sheet, Speaking, Speech
from shopkeeper.vocabulary import Fact


_MARK = re.compile("\x00([0-9]+)\x00")
_T = TypeVar("_T")
_MOST_LENGTHS = 64  # of the loops in a rung that are kept; others are set anew


class _Place(Struct, frozen=True, eq=False):
    """The place of a loop's fact: the *at*-th of those it goes through."""

    loop: PersonalLoop
    at: int


class _Slot(Struct, frozen=True, eq=False):
    """What stands at a mark: a variable, and where its fact comes from."""

    personal: Personal
    place: _Place | None

    def say(self, speech: Speech) -> str:
        personal, place = self.personal, self.place
        if place is None:
            if isinstance(personal, PersonalList):
                return personal.say_all(speech)
            return personal.say_fact(speech, speech.sayable[personal.about][0])
        facts = speech.sayable[place.loop.about][: place.loop.most]
        at = -1 - place.at if place.loop.reversed else place.at
        return personal.say_fact(speech, facts[at])


_Pieces = tuple["str | _Slot", ...]


class SetRung:
    """The words of a rung, its places free, for each number of facts of its loops."""

    def __init__(
        self, rung: Rung, template: BoundTemplate, variables: Mapping[str, object]
    ) -> None:
        self.relies_on = rung.relies_on
        self._nodes = rung.nodes
        self._template = template
        self._variables = variables
        self.loops = tuple(_loops(rung.nodes))
        self._by_lengths: dict[tuple[int, ...], _Pieces] = {}

    def set_now(self, context: RenderContext) -> None:
        """Set the words where they stand, inside of impersonal loops and all."""
        self._by_lengths[()] = self._set(context)

    def say(self, speech: Speech, out: list[str], at: int) -> int:
        """Say it to somebody, from position *at*; return the position after it."""
        speech.begin(self.relies_on)
        start = at
        for piece in self._pieces(speech):
            text = piece if type(piece) is str else cast("_Slot", piece).say(speech)
            out.append(text)
            at += len(text)
        speech.end(start, at)
        return at

    def _pieces(self, speech: Speech) -> _Pieces:
        if not self.loops:
            return self._by_lengths[()]
        lengths = tuple(
            len(speech.sayable[loop.about][: loop.most]) for loop in self.loops
        )
        pieces = self._by_lengths.get(lengths)
        if pieces is None:
            marks = _Marks(self.loops, lengths)
            nobody = _nobody(speech.language, marks)
            pieces = self._set(Speaking(self._template, nobody, self._variables))
            if len(self._by_lengths) < _MOST_LENGTHS:
                self._by_lengths[lengths] = pieces
        return pieces

    def _set(self, context: RenderContext) -> _Pieces:
        marks = cast("_Marks", cast("Speaking", context).speech.slots)
        sheet = Sheet()
        for node in self._nodes:
            node.render(context, sheet)
        return tuple(_split(sheet.getvalue(), marks.slots))


class SetPart:
    """A part whose words that are the same for everybody are set."""

    def __init__(
        self, pieces: tuple[str | tuple[int, tuple[SetRung, ...]], ...]
    ) -> None:
        self._pieces = pieces

    def say(self, speech: Speech) -> str:
        """Say it to somebody: the chosen rung of each ladder, with its claims."""
        out: list[str] = []
        at = 0
        for piece in self._pieces:
            if type(piece) is str:
                out.append(piece)
                at += len(piece)
            else:
                index, rungs = cast("tuple[int, tuple[SetRung, ...]]", piece)
                at = rungs[speech.chosen[index]].say(speech, out, at)
        return "".join(out)


class _Marks:
    """Keeps places free: each mark leads to a slot, or to a ladder."""

    def __init__(
        self, loops: Sequence[PersonalLoop] = (), lengths: Sequence[int] = ()
    ) -> None:
        self.slots: list[_Slot] = []
        self.ladders: list[tuple[int, tuple[SetRung, ...]]] = []
        self._lengths = list(zip(loops, lengths, strict=True))

    def keep(self, personal: object, context: RenderContext) -> str:
        assert isinstance(personal, Personal)  # noqa: S101 only these ask
        place = None
        if personal.variable is not None:
            place = cast("_Place", context.scope[personal.variable])
        self.slots.append(_Slot(personal, place))
        return f"\x00{len(self.slots) - 1}\x00"

    def ladder(self, node: object, context: RenderContext) -> str:
        assert isinstance(node, LadderNode)  # noqa: S101 only these ask
        speaking = cast("Speaking", context)
        rungs = []
        for rung in node.rungs:
            made = SetRung(rung, speaking.template, dict(speaking.globals))
            if not made.loops:
                # The slots of a rung are its own.
                outer, speaking.speech.slots = speaking.speech.slots, _Marks()
                made.set_now(context)
                speaking.speech.slots = outer
            rungs.append(made)
        self.ladders.append((node.index, tuple(rungs)))
        return f"\x00{len(self.ladders) - 1}\x00"

    def places(self, loop: object) -> Sequence[object]:
        assert isinstance(loop, PersonalLoop)  # noqa: S101 only these ask
        length = next(long for one, long in self._lengths if one is loop)
        return [_Place(loop, at) for at in range(length)]


def set_part(
    template: BoundTemplate, variables: Mapping[str, object], language: str
) -> SetPart | None:
    """
    Set a part's words that are the same for everybody.

    Returns:
        The part, or None where it has to be rendered for each person.
    """
    if not _can_be_set(template.nodes):
        return None
    marks = _Marks()
    context = Speaking(template, _nobody(language, marks), variables)
    sheet = Sheet()
    for node in template.nodes:
        node.render(context, sheet)
    text = sheet.getvalue()
    return SetPart(tuple(_split(text, marks.ladders)))


def _nobody(language: str, marks: _Marks) -> Speech:
    """Return a speech to nobody, whose places are kept free."""
    nothing: Mapping[str, Sequence[Fact]] = {}
    return Speech(
        "body", sayable=nothing, chosen=(), language=language, person="", slots=marks
    )


def _split(text: str, things: Sequence[_T]) -> Iterator[str | _T]:
    """Go through the texts between marks and the things that the marks lead to."""
    for at, piece in enumerate(_MARK.split(text)):
        if at % 2:
            yield things[int(piece)]
        elif piece:
            yield piece


def _can_be_set(nodes: Sequence[Node]) -> bool:
    """Tell whether what a part prints depends on nothing but its rungs and facts."""
    for node in nodes:
        if isinstance(node, (AssignNode, CaptureNode)):
            return False
        if isinstance(node, ForNode) and _holds_loops(_below(node)):
            return False
        if not _can_be_set(_below(node)):
            return False
    return True


def _holds_loops(nodes: Sequence[Node]) -> bool:
    return any(True for _ in _loops(nodes))


def _loops(nodes: Sequence[Node]) -> Iterator[PersonalLoop]:
    for node in nodes:
        if isinstance(node, ForNode) and isinstance(node.expression, PersonalLoop):
            yield node.expression
        yield from _loops(_below(node))


def _below(node: Node) -> list[Node]:
    if isinstance(node, LadderNode):
        return [one for rung in node.rungs for one in rung.nodes]
    # None of the nodes that are allowed looks at the context here.
    return list(node.children(None))  # type: ignore[arg-type]
