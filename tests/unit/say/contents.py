"""Content files for tests."""

from __future__ import annotations

from shopkeeper.say import Content, read_content
from shopkeeper.vocabulary import Predicates


FRONT = """+++
key = "tea"
purpose = "service"
channels = ["email", "sms"]
subject = "{subject}"
+++
"""


def content_text(body: str, *, subject: str = "Tea") -> str:
    """Write a content file with *body* below its front matter of six lines."""
    return FRONT.replace("{subject}", subject) + body


def content(body: str, *, subject: str = "Tea", language: str | None = None) -> Content:
    """Read a content with *body*."""
    return read_content(
        content_text(body, subject=subject),
        name="tea.md",
        predicates=Predicates(),
        language=language,
    )
