"""What a content may not do is found when it is read, not when it is sent.

Everything is an allow-list: a tag, an expression or a filter that is not known here
is refused. Source: contracts.md, section 2, "Refused when read".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from liquid import BoundTemplate, Token
from liquid.ast import BlockNode, ConditionalBlockNode, Node
from liquid.builtin.content import ContentNode
from liquid.builtin.expressions import (
    FilteredExpression,
    LoopExpression,
    Path,
)
from liquid.builtin.expressions.primitive import IntegerLiteral, RangeLiteral
from liquid.builtin.tags.assign_tag import AssignNode
from liquid.builtin.tags.capture_tag import CaptureNode
from liquid.builtin.tags.case_tag import CaseNode, MultiExpressionBlockNode
from liquid.builtin.tags.comment_tag import CommentNode
from liquid.builtin.tags.doc_tag import DocNode
from liquid.builtin.tags.for_tag import ForNode
from liquid.builtin.tags.if_tag import IfNode
from liquid.builtin.tags.inline_comment_tag import InlineCommentNode
from liquid.builtin.tags.liquid_tag import LiquidNode
from liquid.builtin.tags.unless_tag import UnlessNode
from liquid.expression import Expression

from shopkeeper.say.ladder import (
    MOST_ROUNDS,
    LadderNode,
    Rung,
    SpokenNode,
)
from shopkeeper.say.names import (
    IMPERSONAL_NAMES,
    known_variables,
    nearest,
    reserved_heads,
)
from shopkeeper.say.personal import Refused, check_filters, is_list, personal_of
from shopkeeper.say.printing import PersonalLoop
from shopkeeper.vocabulary import Predicate, Predicates


_BRANCHES = (
    IfNode,
    UnlessNode,
    CaseNode,
    ConditionalBlockNode,
    MultiExpressionBlockNode,
)
_SILENT = (ContentNode, CommentNode, DocNode, InlineCommentNode)
_LOOP_WORDS = frozenset({"first", "last", "index", "index0"})
_LOOP_CONDITIONS = frozenset({"first", "last"})
_COUNTS = frozenset({"length", "rindex", "rindex0"})


def analyse(template: BoundTemplate, predicates: Predicates) -> tuple[LadderNode, ...]:
    """
    Check a parsed part and prepare its ladders.

    Returns:
        Its ladders in source order, each rung with what it needs.

    Raises:
        Refused: At the first place that may not stand so.
    """
    analyst = _Analyst(predicates)
    analyst.walk(template.nodes)
    return tuple(analyst.ladders)


class _Analyst:
    """Walks a part from top to bottom and knows where it stands."""

    def __init__(self, predicates: Predicates) -> None:
        self._predicates = predicates
        self._reserved = reserved_heads(predicates)
        self.ladders: list[LadderNode] = []
        self._own: set[str] = set()
        # Loop variables, innermost last: name, and the predicate looped over.
        self._loops: list[tuple[str, str | None]] = []
        self._rung: Rung | None = None
        self._is_last = False
        self._needs: dict[str, None] = {}
        self._capturing = False
        self._printed: set[str] = set()

    def walk(self, nodes: Iterable[Node]) -> None:
        """Check *nodes* in order."""
        for node in nodes:
            self._node(node)

    def _node(self, node: Node) -> None:
        if isinstance(node, _SILENT):
            return
        if isinstance(node, LadderNode):
            self._ladder(node)
        elif isinstance(node, SpokenNode):
            self._output(node)
        elif isinstance(node, ForNode):
            self._for(node)
        elif isinstance(node, AssignNode):
            self._assign(node)
        elif isinstance(node, CaptureNode):
            self._capture(node)
        elif isinstance(node, (BlockNode, LiquidNode)):
            self.walk(_children(node))
        elif isinstance(node, _BRANCHES):
            for expression in node.expressions():
                self._impersonal(expression, "branch")
            self.walk(_children(node))
        else:
            raise Refused(node.token, f"`{node.token.value}` has no place in a content")

    def _ladder(self, node: LadderNode) -> None:
        if self._rung is not None:
            raise Refused(node.token, "ladders do not nest: end the first one before")
        if self._capturing:
            raise Refused(node.token, "a ladder cannot stand inside `capture`")
        node.index = len(self.ladders)
        self.ladders.append(node)
        for rung in node.rungs:
            self._rung, self._needs = rung, {}
            self._is_last = rung is node.rungs[-1]
            for name, token in rung.about:
                if self._is_last:
                    msg = (
                        "the last rung stands on nothing: drop its `about`, or add "
                        "{% or %} with words that need no fact"
                    )
                    raise Refused(token, msg)
                self._sayable(name, token)
                self._needs[name] = None
            self.walk(rung.nodes)
            rung.needs = tuple(self._needs)
        self._rung = None

    def _output(self, node: SpokenNode) -> None:
        expression = node.expression
        left = expression.left if isinstance(expression, FilteredExpression) else None
        name = self._listed(expression)
        if name is None and isinstance(left, Path):
            name = self._personal_name(left)
        if name is None or not isinstance(expression, FilteredExpression):
            self._impersonal(expression, "print")
            return
        about, variable = name
        token = expression.left.token
        self._may_be_personal(about, token)
        if self._capturing:
            msg = (
                f"`{about}` is known about her: print it, do not put it into `capture`"
            )
            raise Refused(token, msg)
        predicate = self._sayable(about, token)
        self._needs[about] = None
        if variable is not None:
            self._printed.add(variable)
        node.personal = personal_of(expression, about, variable, predicate)

    def _listed(self, expression: Expression) -> tuple[str, str | None] | None:
        """Return the predicate of `all.usual.item | list`, None for anything else."""
        if not isinstance(expression, FilteredExpression) or not is_list(expression):
            return None
        if not isinstance(expression.left, Path):
            return None
        name = _name_of(expression.left)
        if not name.startswith("all."):
            msg = f"`list` prints all that may be said: {{{{ all.{name} | list }}}}"
            raise Refused(expression.left.token, msg)
        return name.removeprefix("all."), None

    def _for(self, node: ForNode) -> None:
        loop = node.expression
        self._own_name(loop.identifier, loop.token)
        over = self._looped_over(loop.iterable)
        if over is None:
            self._plain_loop(loop)
        else:
            self._personal_loop(node, over)
        self._loops.append((loop.identifier, over))
        self._printed.discard(loop.identifier)
        self.walk(_children(node))
        if over is not None and loop.identifier not in self._printed:
            msg = f"the loop never prints `{loop.identifier}`, so it may not rely on it"
            raise Refused(loop.token, msg)
        self._loops.pop()

    def _plain_loop(self, loop: LoopExpression) -> None:
        bounds = loop.iterable
        if not isinstance(bounds, RangeLiteral):
            msg = "a loop goes over all.<predicate>, as all.usual.item, or over (1..3)"
            raise Refused(loop.token, msg)
        parts = (bounds.start, bounds.stop, loop.limit, loop.offset)
        if not all(part is None or isinstance(part, IntegerLiteral) for part in parts):
            raise Refused(loop.token, "the bounds of a loop are plain whole numbers")
        low, high = bounds.start, bounds.stop
        if (
            isinstance(low, IntegerLiteral)
            and isinstance(high, IntegerLiteral)
            and high.value - low.value >= MOST_ROUNDS
        ):
            msg = f"a loop goes round {MOST_ROUNDS} times at most"
            raise Refused(loop.token, msg)

    def _personal_loop(self, node: ForNode, over: str) -> None:
        loop = node.expression
        self._may_be_personal(f"all.{over}", loop.iterable.token)
        self._sayable(over, loop.iterable.token)
        if self._capturing:
            msg = "a loop over what is known about her cannot stand inside `capture`"
            raise Refused(loop.token, msg)
        if loop.offset is not None or loop.cols is not None:
            msg = (
                "a loop over what is known about her takes `limit` and `reversed` only"
            )
            raise Refused(loop.token, msg)
        if node.default is not None:
            msg = "a loop over nothing says nothing: put other words after {% or %}"
            raise Refused(node.token, msg)
        most: int | None = None
        if loop.limit is not None:
            if not isinstance(loop.limit, IntegerLiteral) or loop.limit.value < 1:
                raise Refused(loop.token, "`limit` is a whole number from 1")
            most = loop.limit.value
        self._needs[over] = None
        node.expression = PersonalLoop(loop, over, most)

    def _looped_over(self, iterable: Expression) -> str | None:
        if not isinstance(iterable, Path):
            return None
        name = _name_of(iterable)
        if not name.startswith("all."):
            personal = self._personal_name(iterable)
            if personal is not None:
                msg = f"loop over `all.{personal[0]}`, which holds all that may be said"
                raise Refused(iterable.token, msg)
            return None
        return name.removeprefix("all.")

    def _assign(self, node: AssignNode) -> None:
        self._own_name(str(node.name), node.token)
        self._impersonal(node.expression, "assign")
        self._own.add(str(node.name))

    def _capture(self, node: CaptureNode) -> None:
        self._own_name(str(node.name), node.token)
        was, self._capturing = self._capturing, True
        self.walk(_children(node))
        self._capturing = was
        self._own.add(str(node.name))

    def _own_name(self, name: str, token: Token) -> None:
        taken = {loop for loop, _ in self._loops} | self._reserved
        if name in taken:
            raise Refused(token, f"`{name}` is taken: choose another name")

    def _impersonal(self, expression: Expression, doing: str) -> None:
        """Refuse *expression* if it holds anything personal, unknown or too strong."""
        for part in _parts(expression):
            if isinstance(part, Path):
                self._impersonal_path(part, doing)
            elif isinstance(part, RangeLiteral):
                raise Refused(part.token, "a range stands only in a `for`")
            elif isinstance(part, FilteredExpression):
                check_filters(part)

    def _impersonal_path(self, path: Path, doing: str) -> None:
        personal = self._personal_name(path)
        if personal is None:
            self._forloop(path, doing)
            return
        about = personal[0]
        reasons = {
            "branch": f"branching on `{about}` says it: use {{% say %}}…{{% or %}}",
            "assign": f"`{about}` is known about her: print it, do not assign it",
        }
        plain = f"`{about}` can be printed by itself, not inside another expression"
        raise Refused(path.token, reasons.get(doing, plain))

    def _forloop(self, path: Path, doing: str) -> None:
        """Allow of `forloop` only what tells nothing about her."""
        if path.path[0] != "forloop":
            return
        over = self._loops[-1][1]
        word = str(path.path[1])
        allowed = _LOOP_CONDITIONS if doing == "branch" else _LOOP_WORDS
        if over is not None and (word not in allowed or doing == "assign"):
            msg = f"`forloop.{word}` counts what is known about her; first and last may"
            raise Refused(path.token, f"{msg} be asked for, index printed")

    def _personal_name(self, path: Path) -> tuple[str, str | None] | None:
        """Return predicate and loop variable of a personal path, None if impersonal."""
        name = _name_of(path)
        for variable, over in reversed(self._loops):
            if name == variable:
                return None if over is None else (over, variable)
        if name in IMPERSONAL_NAMES or name in self._own:
            return None
        if path.path[0] == "forloop" and self._loops:
            words = _LOOP_WORDS | _COUNTS
            if len(path.path) > 1 and path.path[1] in words and len(path.path) == 2:  # noqa: PLR2004
                return None
        if path.path[0] == "all":
            about = name.removeprefix("all.")
            if self._predicates.find(about) is not None:
                msg = (
                    f"`{name}` is looped over: {{% for x in {name} %}}{{{{ x }}}}, or "
                    f"listed: {{{{ {name} | list }}}}"
                )
                raise Refused(path.token, msg)
        if self._predicates.find(name) is None:
            self._unknown(name, path.token)
        return name, None

    def _unknown(self, name: str, token: Token) -> None:
        known = known_variables(self._predicates)
        raise Refused(token, f"there is no variable `{name}`{nearest(name, known)}")

    def _sayable(self, about: str, token: Token) -> Predicate:
        predicate = self._predicates.find(about)
        if predicate is None:
            known = known_variables(self._predicates)[len(IMPERSONAL_NAMES) :]
            msg = f"there is no predicate `{about}`{nearest(about, known)}"
            raise Refused(token, msg)
        if predicate.never or predicate.sensitive:
            raise Refused(token, f"`{about}` may be used, and may never be said")
        return predicate

    def _may_be_personal(self, about: str, token: Token) -> None:
        if self._rung is None:
            msg = f"`{about}` stands outside a ladder: {{% say %}}…{{% or %}}…"
            raise Refused(token, f"{msg}{{% endsay %}}")
        if self._is_last:
            msg = (
                f"the last rung stands on nothing, and this one prints `{about}`: add "
            )
            raise Refused(token, f"{msg}{{% or %}} with words that need no fact")


def _name_of(path: Path) -> str:
    if not all(isinstance(part, str) for part in path.path):
        msg = f"write `{path}` plainly, as in person.called, without an index"
        raise Refused(path.token, msg)
    return ".".join(str(part) for part in path.path)


def _parts(expression: Expression) -> Iterator[Expression]:
    yield expression
    for child in expression.children():
        yield from _parts(child)


def _children(node: Node) -> Iterable[Node]:
    if isinstance(node, BlockNode):
        return node.nodes
    # None of the nodes that are allowed looks at the context here.
    return node.children(None)  # type: ignore[arg-type]
