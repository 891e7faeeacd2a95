"""A message is in one language, dates and numbers included."""

from __future__ import annotations

import pytest

from shopkeeper.flow.deciding import Programme, read_all
from shopkeeper.flow.touching import content_for
from shopkeeper.vocabulary import BadInput, Predicates
from tests.unit.say.contents import content_text


TEXTS = {name: content_text("Hi") for name in ("tea", "tea.de", "tea.pt-BR")}
TEXTS["a.b"] = content_text("Hi").replace('key = "tea"', 'key = "a.b"')


def test_a_content_in_another_language_knows_that_it_is_one():
    """Its days and numbers are written so; a dot alone makes no language."""
    read = read_all(TEXTS, Predicates())
    assert {name: one.language for name, one in read.items()} == {
        "tea": None, "tea.de": "de", "tea.pt-BR": "pt-BR", "a.b": None,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("language", "name"),
    [
        ("de", "tea.de"),
        ("de-AT", "tea.de"),
        ("de_AT", "tea.de"),
        ("pt-BR", "tea.pt-BR"),
        ("pt_BR", "tea.pt-BR"),
        ("fr", "tea"),
        (None, "tea"),
        ("", "tea"),
    ],
)
def test_she_gets_the_content_in_her_language_or_the_plain_one(language, name):
    """A region's content first, then the language's; never half of each."""
    contents = read_all(TEXTS, Predicates())
    programme = Programme(steps=(), rules=None, contents=contents)  # type: ignore[arg-type]
    assert content_for(programme, "tea", language) is contents[name]


def test_a_translation_may_not_change_the_purpose():
    """Else a marketing letter would go where service was agreed to."""
    other = content_text("Hi").replace('"service"', '"marketing"')
    with pytest.raises(
        BadInput, match=r"content/tea\.de\.md: its purpose must be service"
    ):
        read_all({"tea": TEXTS["tea"], "tea.de": other}, Predicates())


@pytest.mark.parametrize(
    ("name", "key", "says"),
    [
        ("coffee", "tea", 'write key = "coffee", or call the file tea.md'),
        ("tea.de", "coffee", 'write key = "tea", or call the file coffee.md'),
        ("tea.german", "tea", "'german' is no language such as de or pt-BR"),
    ],
)
def test_a_content_is_called_as_its_file_and_in_a_language(name, key, says):
    """A plan finds it by the file: else it would sign one and send another."""
    other = content_text("Hi").replace('key = "tea"', f'key = "{key}"')
    with pytest.raises(BadInput) as refused:
        read_all({"tea": TEXTS["tea"], name: other}, Predicates())
    assert says in str(refused.value)
