"""What is said, in which words, and what claims it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from shopkeeper.say import ShopVariables, compose
from shopkeeper.vocabulary import (
    BadInput,
    Channel,
    Fact,
    Message,
    NotAllowed,
    Recipient,
    Standing,
)
from tests.unit.say.contents import content


VARIABLES = ShopVariables(today=date(2026, 11, 2))


def fact(about: str, value: str, *, person: str = "ann", number: int = 1) -> Fact:
    return Fact(
        id=f"{about}#{number}",
        person=person,
        about=about,
        value=value,
        standing=Standing.TOLD,
        confidence=0.98,
        learned_at=datetime(2026, 10, 1, tzinfo=UTC),
    )


def say(body: str, *facts: Fact, channel: str = "email", **more: str) -> Message:
    sayable: dict[str, list[Fact]] = {}
    for one in facts:
        sayable.setdefault(one.about, []).append(one)
    return compose(
        content(body, **more),
        recipient=Recipient(person="ann", channel=Channel(channel), address="a@b"),
        sayable=sayable,
        shop_variables=VARIABLES,
        message_id="m1",
    )


def test_each_ladder_takes_its_first_rung_and_claims_its_span():
    """Code points of the part, also beyond the basic plane."""
    body = "🙂 Hope: {% say %}Hello {{ person.called }},{% or %}Hello,{% endsay %}"
    message = say(body, fact("person.called", "Hope"))
    assert message.body == "🙂 Hope: Hello Hope,"
    (claim,) = message.claims
    assert (claim.part, claim.start, claim.end) == ("body", 8, 19)
    assert (claim.facts, claim.said) == (("person.called#1",), ("Hope",))
    assert message.rungs == (0,)


def test_a_rung_needs_everything_it_prints_and_relies_on():
    """One missing fact, and the ladder steps down."""
    body = (
        '{% say about: "event.moved" %}{{ person.called }} moved{% or %}'
        "{{ person.called }}{% or %}Hello{% endsay %}"
    )
    called, moved = fact("person.called", "Ann"), fact("event.moved", "to Graz")
    assert say(body, called, moved).rungs == (0,)
    assert say(body, called).rungs == (1,)
    assert say(body, moved).rungs == (2,)
    assert say(body, called, moved).claims[0].facts == (
        "event.moved#1", "person.called#1",
    )  # fmt: skip


def test_days_are_said_as_people_read_them():
    """In words, by a format, or in figures where the letter is not English."""
    due = fact("usual.due_on", "2026-12-01")
    rungs = "{% say %}{{ usual.due_on }}{% or %}soon{% endsay %}, today {{ today }}"
    assert say(rungs, due).body == "1 December 2026, today 2 November 2026"
    assert say(rungs, due, language="de").body == "1.12.2026, today 2.11.2026"
    formed = rungs.replace("due_on }}", "due_on | date: '%A, %-d %B' }}")
    assert say(formed, due).claims[0].said == ("Tuesday, 1 December",)


def test_what_a_filter_adds_is_not_said():
    """Possessive, currency sign and plural stand beside the value."""
    body = '{% say %}{{ person.called | upcase | append: "\'s" }}{% or %}x{% endsay %}'
    message = say(body, fact("person.called", "McDonald"))
    assert message.body == "MCDONALD's"
    assert message.claims[0].said == ("MCDONALD",)


def test_a_loop_claims_each_fact_it_prints():
    """Within its limit, best first, and commas between."""
    body = (
        "{% say %}{% for x in all.usual.item limit: 2 %}{{ x }}"
        "{% unless forloop.last %}, {% endunless %}{% endfor %}{% or %}-{% endsay %}"
    )
    items = [
        fact("usual.item", word, number=at) for at, word in enumerate(("a b", "c", "d"))
    ]
    message = say(body, *items)
    assert message.body == "a b, c"
    assert message.claims[0].facts == ("usual.item#0", "usual.item#1")
    assert say(body).rungs == (1,)


def test_words_of_hers_are_never_read_as_a_template():
    """They come out literally, even those a rule should have stopped."""
    body = "{% say %}{{ usual.item }}{% or %}x{% endsay %}"
    hostile = "{{ shop.name }}{% endsay %}<b>"
    assert say(body, fact("usual.item", hostile)).body == hostile


def test_only_mail_has_a_subject():
    """And only there are its ladders climbed."""
    subject = "{% say %}{{ person.called }}{% or %}Tea{% endsay %}"
    ann = fact("person.called", "Ann")
    mail = say("Hello", ann, subject=subject)
    assert (mail.subject, mail.rungs) == ("Ann", (0,))
    short = say("Hello", ann, subject=subject, channel="sms")
    assert (short.subject, short.preheader, short.rungs) == (None, None, ())


def test_a_fact_of_another_person_is_never_sent():
    """The recipient is compared with every claim's person."""
    body = "{% say %}{{ person.called }}{% or %}x{% endsay %}"
    with pytest.raises(NotAllowed, match="not about ann"):
        say(body, fact("person.called", "Bob", person="bob"))


def test_a_message_without_words_is_held():
    """An empty letter helps nobody."""
    held = say("{% say %}{{ usual.item }}{% or %}{% endsay %}").held
    assert held is not None
    assert held.because == "there is nothing to say to her"


def test_a_text_that_grows_too_long_is_stopped():
    """With the place where it grew."""
    row = "a" * 700
    with pytest.raises(BadInput, match=r"tea\.md, line 7, column \d+: "):
        say("{% for i in (1..99) %}" + row + "{% endfor %}")


def test_a_paragraph_of_which_nothing_is_said_leaves_no_gap():
    """One blank line between two paragraphs, none before the first; claims move."""
    none = "{% say %}You like {{ usual.item }}.{% or %}{% endsay %}"
    body = (
        f"{none}\n\n{{% say %}}Hello {{{{ person.called }}}},{{% or %}}Hello,"
        f"{{% endsay %}}\n\n{none}\n\n  \n{none}\n\nBye {none}\n\n\nAda"
    )
    message = say(body, fact("person.called", "Hope"))
    assert message.body == "Hello Hope,\n\nBye \n\nAda"
    (claim,) = message.claims
    assert message.body[claim.start : claim.end] == "Hello Hope,"
    both = say(body, fact("person.called", "Hope"), fact("usual.item", "tea")).body
    assert both is not None
    assert both.count("You like tea.") == 4
    assert "\n\n\n" not in both
