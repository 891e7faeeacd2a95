"""The ladder: our one addition to Liquid.

`{% say %}…{% or %}…{% endsay %}`: the first rung that may be said is said. What a
rung prints or relies on becomes its claim by construction: the span is where the
buffer stood before and after it.
"""

from __future__ import annotations

from typing import TextIO

from liquid import Environment, Mode, RenderContext
from liquid.ast import Node
from liquid.builtin.expressions import tokenize
from liquid.builtin.output import Output, OutputNode
from liquid.builtin.tags.echo_tag import EchoTag
from liquid.exceptions import LiquidSyntaxError
from liquid.parser import get_parser
from liquid.stream import TokenStream
from liquid.tag import Tag
from liquid.token import (
    TOKEN_COLON,
    TOKEN_CONTENT,
    TOKEN_EOF,
    TOKEN_EXPRESSION,
    TOKEN_ILLEGAL,
    TOKEN_OUTPUT,
    TOKEN_STRING,
    TOKEN_WORD,
    Token,
)

from shopkeeper.say.filters import IMPERSONAL
from shopkeeper.say.printing import Personal
from shopkeeper.say.speech import MOST_SIGNS, speech_of


MOST_ROUNDS = 100  # of all loops around a place, multiplied

# What a content may do. Parts of other files, tables and counters are not for letters.
TAGS = (
    "say", "if", "unless", "case", "for", "assign", "capture", "comment", "#", "doc",
    "echo", "liquid",
)  # fmt: skip
_ENDS = frozenset({"or", "endsay"})


class Rung:
    """
    One way to put a ladder's words.

    Attributes:
        token: Where it begins.
        about: Predicates it relies on without printing them, each with its place.
        nodes: Its words.
        needs: Every predicate it prints, loops over or relies on; from analysis.
    """

    __slots__ = ("about", "needs", "nodes", "relies_on", "token")

    def __init__(
        self, token: Token, about: list[tuple[str, Token]], nodes: list[Node]
    ) -> None:
        self.token = token
        self.about = about
        self.nodes = nodes
        self.relies_on = tuple(dict.fromkeys(name for name, _ in about))
        self.needs: tuple[str, ...] = ()


class LadderNode(Node):
    """A ladder in the parse tree; `index` is its place in its part."""

    __slots__ = ("index", "rungs")

    def __init__(self, token: Token, rungs: list[Rung]) -> None:
        super().__init__(token)
        self.rungs = rungs
        self.index = 0
        self.blank = False

    def render_to_output(self, context: RenderContext, buffer: TextIO) -> int:
        """Say the chosen rung and note its claim."""
        speech = speech_of(context)
        if speech.slots is not None:
            return buffer.write(speech.slots.ladder(self, context))
        rung = self.rungs[speech.chosen[self.index]]
        start = buffer.tell()
        speech.begin(rung.relies_on)
        for node in rung.nodes:
            node.render(context, buffer)
        end = buffer.tell()
        speech.end(start, end)
        return end - start


class SayTag(Tag):
    """Reads a ladder."""

    name = "say"
    end = "endsay"

    def parse(self, stream: TokenStream) -> Node:
        """Parse from `say` to `endsay`."""
        first = stream.current
        rungs: list[Rung] = []
        while True:
            token = next(stream)
            about: list[tuple[str, Token]] = []
            if stream.current.kind == TOKEN_EXPRESSION:
                about = _about(next(stream))
            block = get_parser(self.env).parse_block(stream, _ENDS)
            rungs.append(Rung(token, about, block.nodes))
            if stream.current.kind == TOKEN_EOF:
                msg = "this ladder has no {% endsay %}"
                raise LiquidSyntaxError(msg, token=first)
            if stream.current.is_tag("endsay"):
                return LadderNode(first, rungs)


def _about(expression: Token) -> list[tuple[str, Token]]:
    """Read `about: "a, b"`."""
    tokens = list(tokenize(expression.value, expression))
    shape = [token.kind for token in tokens]
    if shape != [TOKEN_WORD, TOKEN_COLON, TOKEN_STRING] or tokens[0].value != "about":
        msg = 'beside `say` and `or` stands nothing but about: "event.moved, job.title"'
        raise LiquidSyntaxError(msg, token=expression)
    names = [name.strip() for name in tokens[2].value.split(",")]
    if not all(names):
        msg = '`about` names predicates: about: "event.moved, job.title"'
        raise LiquidSyntaxError(msg, token=tokens[2])
    return [(name, tokens[2]) for name in names]


class _UnknownTag(Tag):
    """Says what to do about a tag that is none of ours."""

    name = TOKEN_ILLEGAL
    block = False

    def parse(self, stream: TokenStream) -> Node:
        name = stream.current.value
        if name in {"or", "endsay"}:
            msg = (
                f"{{% {name} %}} stands outside a ladder: it belongs after {{% say %}}"
            )
        elif name.startswith("end") or name in {"else", "elsif", "when"}:
            msg = f"{{% {name} %}} closes or continues nothing here"
        else:
            msg = f"there is no tag `{name}` in a content; there are {', '.join(TAGS)}"
        raise LiquidSyntaxError(msg, token=stream.current)


class SpokenNode(OutputNode):
    """An output; `personal` is set where it prints what is known about her."""

    __slots__ = ("personal",)

    def __init__(self, token: Token, expression: object) -> None:
        super().__init__(token, expression)  # type: ignore[arg-type]
        self.personal: Personal | None = None

    def render_to_output(self, context: RenderContext, buffer: TextIO) -> int:
        """Print, and note the fact that was printed."""
        if self.personal is None:
            return super().render_to_output(context, buffer)
        return buffer.write(self.personal.say(context))


class SpokenOutput(Output):
    """`{{ … }}`."""

    node_class = SpokenNode


class SpokenEcho(EchoTag):
    """`{% echo … %}`."""

    node_class = SpokenNode  # type: ignore[assignment]


class _LimitedEnvironment(Environment):
    """Liquid without what a letter does not need and a hostile writer could use."""

    block_nesting_limit = 20
    context_depth_limit = 20
    loop_iteration_limit = MOST_ROUNDS
    output_stream_limit = 4 * MOST_SIGNS


def ladder_environment() -> Environment:
    """Make the Liquid that contents are written in."""
    environment = _LimitedEnvironment(tolerance=Mode.STRICT, strict_filters=True)
    for tag in (SayTag, SpokenOutput, SpokenEcho):
        environment.add_tag(tag)
    environment.add_tag(_UnknownTag)
    keep = {*TAGS, TOKEN_CONTENT, TOKEN_OUTPUT, TOKEN_ILLEGAL}
    environment.tags = {
        name: tag for name, tag in environment.tags.items() if name in keep
    }
    environment.filters = {name: made[0] for name, made in IMPERSONAL.items()}
    return environment
