"""A content with other words on its rungs, as a draft that a human reads.

Nothing of a person comes near the writer, and nothing here is near sending.
"""

from __future__ import annotations

from msgspec import Struct

from shopkeeper.say import read_content
from shopkeeper.say.ports import Writer
from shopkeeper.say.rephrasing import Rephrased, passages_of, rephrase
from shopkeeper.vocabulary import Predicates


class Draft(Struct, frozen=True, kw_only=True):
    """
    A content with other words.

    Attributes:
        text: The whole file, as it would stand in `content/`.
        rungs: What became of each rung, in order.
    """

    text: str
    rungs: tuple[Rephrased, ...]


def draft_of(
    text: str,
    *,
    name: str,
    predicates: Predicates,
    writer: Writer,
    language: str | None,
    shop_language: str,
) -> Draft:
    """
    Ask a writer for other words for every rung of a body, and put in what is allowed.

    Args:
        text: The content file.
        name: Its name, for errors.
        predicates: The shop's.
        writer: Whom to ask.
        language: Of the content, where its file's name says so.
        shop_language: Of the shop, for a content without one.

    Raises:
        BadInput: If the content cannot be read, or the writer not be reached.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    content = read_content(text, name=name, predicates=predicates, language=language)
    tongue = content.language or shop_language
    made = [rephrase(one, writer, language=tongue) for one in passages_of(content)]
    body = content.body.template.nodes[0].token.source
    at = text.rindex(body)
    new = body
    for one in reversed(made):
        new = new[: one.passage.start] + one.words + new[one.passage.end :]
    drafted = text[:at] + new + text[at + len(body) :]
    # The draft is a content like any other: it passes the same gate.
    read_content(drafted, name=name, predicates=predicates, language=language)
    return Draft(text=drafted, rungs=tuple(made))
