"""When she is content, and when she only sounds like it."""

from __future__ import annotations

import pytest

from shopkeeper.listen import content_of, hear
from shopkeeper.vocabulary import LoopState
from tests.unit.listen.saying import said


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("Thanks, that's sorted!", LoopState.SETTLED),
        ("Never mind, I found it under the stairs.", LoopState.SETTLED),
        ("Great, thank you so much for the quick answer.", LoopState.TOLD_BACK),
        ("Thank you very much!", LoopState.TOLD_BACK),
        ("Thank you. But when do you open on Sundays?", None),
        ("It is still not sorted.", None),
        ("That never got resolved.", None),
        ("The lamp is broken.", None),
        ("On Tuesday at four.", None),
    ],
)
def test_she_is_content_where_she_asks_nothing_more(text, content):
    """Thanks alone is not "settled"; "but" is not content."""
    one = said(text)
    assert content is content_of(one, hear(one))


def test_our_own_thanks_are_not_hers():
    """We may be content, and she not."""
    one = said("Thank you, all sorted.", "agent")
    assert content_of(one, hear(one)) is None
