"""Plain words that claim something about the reader are found, at the words."""

from __future__ import annotations

import pytest

from shopkeeper.say.foreign_tags import words_to_look_at
from shopkeeper.say.hidden import claims_in, hidden_claims
from tests.unit.say.contents import content
from tests.unit.say.hidden_letters import GOOD, HIDDEN, OTHER_TONGUES


@pytest.mark.parametrize("text", HIDDEN)
def test_a_claim_in_plain_words_is_found(text):
    """What we noticed, what she told us, again, her usual, welcome back."""
    assert claims_in(text)


@pytest.mark.parametrize("text", GOOD)
def test_words_about_us_and_conditions_are_left_alone(text):
    """A lint that cries at every letter is turned off."""
    assert claims_in(text) == []


@pytest.mark.parametrize(("language", "text"), OTHER_TONGUES)
def test_other_languages_are_read_too(language, text):
    """Each with words of its own."""
    assert claims_in(text, language)


def test_the_finding_stands_at_the_words_with_line_and_column():
    """Also across the end of a line, and in the subject."""
    found = hidden_claims(
        content("Good morning,\nas you\ntold us, tea.", subject="Welcome back")
    )
    assert [(one.part, one.line, one.column, one.words) for one in found] == [
        ("subject", 5, 12, "Welcome back"), ("body", 8, 1, "as you told us"),
    ]  # fmt: skip
    assert "put it on a rung" in found[0].advice()


def test_what_a_fact_carries_is_no_finding():
    """On a rung that prints or names a fact; the last rung is plain words again."""
    body = '{% say about: "event.moved" %}As you told us, you moved.{% or %}'
    assert hidden_claims(content(body + "Good morning.{% endsay %}")) == ()
    bare = hidden_claims(content(body + "As you told us, hello.{% endsay %}"))
    assert [one.words for one in bare] == ["As you told us"]


def test_a_content_is_read_in_its_own_language():
    """German rules for German; no rules for a language without any."""
    words = "Wie Sie uns erzählt haben: welcome back."
    assert [one.words for one in hidden_claims(content(words, language="de"))] == [
        "Wie Sie uns erzählt"
    ]
    assert hidden_claims(content(words, language="pl")) == ()


@pytest.mark.parametrize(
    "tag",
    [
        "*|FNAME|*", "%%name%%", "[[first]]", "{first}", "{first_name}", "${name}",
        "[First Name]", "<%= name %>", "%FIRSTNAME%", "#{name}",
    ],
)  # fmt: skip
def test_a_mark_of_another_tool_is_found_on_whatever_rung(tag):
    """It would go out as it stands; the usual way out of a tool leaves some."""
    on_a_rung = f"{{% say %}}{{{{ person.called }}}} {tag}{{% or %}}Hi{{% endsay %}}"
    found = words_to_look_at(content(f"Dear {tag},\n\n{on_a_rung}"))
    assert [(one.line, one.column, one.words) for one in found] == [
        (7, 6, tag), (9, 30, tag),
    ]  # fmt: skip
    assert "goes out as it stands" in found[0].advice()


@pytest.mark.parametrize(
    "words", ["100 % wool, 50% off", "Open [10 to 4]", "a {1} b", "(first)", "C++ | D"]
)
def test_brackets_and_percents_of_people_are_left_alone(words):
    """A lint that cries at every letter is turned off."""
    assert words_to_look_at(content(f"{words}.")) == ()
