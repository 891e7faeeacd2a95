"""Are marks of another mail tool left in a content, which nobody here would fill?

`*|FNAME|*`, `%%name%%`, `[[first]]`, `{first}`: in the tool they come from they become
her name. Here they are words, and go out as they stand. Whoever looks at a content, or
signs it, is shown them, at the words.
"""

from __future__ import annotations

import re

from collections.abc import Iterable, Iterator

from liquid.ast import Node
from liquid.builtin.content import ContentNode

from shopkeeper.say.content import Content
from shopkeeper.say.hidden import HiddenClaim, hidden_claims
from shopkeeper.say.ladder import LadderNode


_TAG = re.compile(
    r"\*\|[^|\n]{1,60}\|\*"  # Mailchimp
    r"|%%[^%\n]{1,60}%%"  # Salesforce
    r"|%[A-Za-z][A-Za-z_]{2,40}%"
    r"|\[\[[^\[\]\n]{1,60}\]\]"
    r"|\[(?:(?:first|last|full|sur|your|customer)[ _-]?)?name\]"
    r"|<%.{1,60}?%>"
    r"|[$#]\{[^{}\n]{1,60}\}"
    r"|(?<![{$#])\{[A-Za-z_][\w .|-]{0,40}\}(?!\})"
    r"|\{\{[^{}\n]{1,60}\}\}",  # in a `raw` block
    re.IGNORECASE,
)


class ForeignTag(HiddenClaim, frozen=True, kw_only=True):
    """A mark of another tool; as a hidden claim it has a place and an advice."""

    def advice(self) -> str:
        """Say in a sentence what to do about it."""
        return (
            f"“{self.words}” {self.says}, and goes out as it stands: write "
            "{% say %}Hello {{ person.called }},{% or %}Hello,{% endsay %}, or drop it"
        )


def words_to_look_at(
    content: Content, *, language: str = "en"
) -> tuple[HiddenClaim, ...]:
    """
    Return what somebody should look at before signing, in the order of the file.

    Args:
        content: As it was read.
        language: The shop's, for a content without one of its own.
    """
    found = [*hidden_claims(content, language=language), *foreign_tags(content)]
    return tuple(sorted(found, key=lambda one: (one.line, one.column)))


def foreign_tags(content: Content) -> Iterator[ForeignTag]:
    """Find what another tool would have filled, on whatever rung it stands."""
    for part in content.parts:
        for node in _words(part.template.nodes):
            for tag in _TAG.finditer(node.text):
                line, column = part.place(node.token.start_index + tag.start())
                yield ForeignTag(
                    part=part.name, line=line, column=column, words=tag.group(),
                    says="is a mark of another tool, which nothing here fills",
                )  # fmt: skip


def _words(nodes: Iterable[Node]) -> Iterator[ContentNode]:
    for node in nodes:
        if isinstance(node, ContentNode):
            yield node
        elif isinstance(node, LadderNode):
            for rung in node.rungs:
                yield from _words(rung.nodes)
        else:
            # None of the nodes that are allowed looks at the context here.
            yield from _words(node.children(None))  # type: ignore[arg-type]
