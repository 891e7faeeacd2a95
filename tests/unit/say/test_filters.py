"""Days, money, plurals and lists in the language of the letter, and their claims."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from shopkeeper.say import ShopVariables, compose, read_content
from shopkeeper.say.tongues import TONGUES
from shopkeeper.vocabulary import (
    BadInput,
    Channel,
    Fact,
    Message,
    Predicate,
    Predicates,
    Recipient,
    Standing,
    ValueType,
)
from tests.unit.say.contents import content_text


PREDICATES = Predicates([Predicate(name="account.credit", value=ValueType.NUMBER)])


def say(printed: str, language: str | None = None, **known: object) -> Message:
    text = content_text("{% say %}" + printed + "{% or %}-{% endsay %}")
    sayable = {
        about.replace("_", ".", 1): [_fact(about.replace("_", ".", 1), at, value)
        for at, value in enumerate(values if isinstance(values, list) else [values])]
        for about, values in known.items()
    }  # fmt: skip
    return compose(
        read_content(text, name="t.md", predicates=PREDICATES, language=language),
        recipient=Recipient(person="ann", channel=Channel.SMS, address="+44"),
        sayable=sayable,
        shop_variables=ShopVariables(today=date(2026, 11, 2), currency="GBP"),
        message_id="m1",
    )


def _fact(about: str, at: int, value: object) -> Fact:
    return Fact(
        id=f"{about}#{at}", person="ann", about=about, value=value,
        standing=Standing.TOLD, confidence=0.98,
        learned_at=datetime(2026, 10, 1, tzinfo=UTC),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("printed", "language", "value", "body", "said"),
    [
        ("money", "en", 1234.5, "£1,234.50", "1,234.50"),
        ("money", "de", 1234.5, "1.234,50\xa0£", "1.234,50"),
        ("money: 'EUR'", "nl", 12, "€\xa012,00", "12,00"),
        ("money: 'JPY'", "en", 1200, "¥1,200", "1,200"),
        ("money", "en", 0.125, "£0.125", "0.125"),
        ("money", "en", -3, "£-3.00", "-3.00"),
        ("money: 'CHF'", "eo", 5, "5.00\xa0CHF", "5.00"),
        ("number", "fr", 1234567, "1\u202f234\u202f567", "1\u202f234\u202f567"),
        ("plural: 'book', 'books'", "en", 1, "1\xa0book", "1"),
        ("plural: 'book', 'books'", "en", 0, "0\xa0books", "0"),
        ("plural: 'livre', 'livres'", "fr", 0, "0\xa0livre", "0"),
        ("plural: 'a', 'b', 'c'", "pl", 22, "22\xa0b", "22"),
        ("plural: 'a', 'b', 'c'", "pl", 12, "12\xa0c", "12"),
        ("plural: 'a', 'b', 'c'", "cs", 5, "5\xa0c", "5"),
        ("plural: 'a', 'b'", "cs", 5, "5\xa0b", "5"),
    ],
)
def test_numbers_are_written_as_her_language_does(printed, language, value, body, said):
    """And the claim holds what states the value, without sign and noun."""
    message = say(
        "{{ account.credit | " + printed + " }}", language, account_credit=value
    )
    assert message.body == body
    assert message.claims[0].said == (said,)


def test_a_number_without_a_filter_has_no_exponent():
    """`1e+06` is nothing that a person would write."""
    assert say("{{ account.credit }}", account_credit=1234567.0).body == "1234567"
    assert say("{{ account.credit }}", "de", account_credit=0.1 + 0.2).body == "0,3"


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (None, "tea, milk and rope"), ("de", "tea, milk und rope"),
        ("fr", "tea, milk et rope"), ("eo", "tea, milk, rope"),
    ],
)  # fmt: skip
def test_a_list_is_said_as_one_says_it(language, words):
    """Each fact of it is claimed; its limit and an "or" are kept."""
    items = ["tea", "milk", "rope"]
    message = say("{{ all.usual.item | list }}", language, usual_item=items)
    assert message.body == words
    assert message.claims[0].facts == ("usual.item#0", "usual.item#1", "usual.item#2")
    assert message.claims[0].said == ("tea", "milk", "rope")
    two = say("{{ all.usual.item | list: 2, 'or' | upcase }}", usual_item=items)
    assert two.body == "TEA or MILK"
    assert two.claims[0].said == ("TEA", "MILK")
    assert say("{{ all.usual.item | list }}", usual_item="tea").body == "tea"
    assert say("{{ all.usual.item | list }}").rungs == (1,)


@pytest.mark.parametrize(
    ("form", "language", "words"),
    [
        ("%A, %-d. %B", "de", "Dienstag, 1. Dezember"), ("%-d %B", "fr", "1 décembre"),
        ("%-d de %B de %Y", "es", "1 de diciembre de 2026"),
        ("%-d %B", "pl", "1 grudnia"), ("%-d %b", "en", "1 Dec"),
        ("%-d %B", "eo", "2026-12-01"), ("%d.%m.", "eo", "01.12."),
    ],
)  # fmt: skip
def test_names_of_months_are_of_the_language_of_the_letter(form, language, words):
    """A letter in German has no December in it; an unknown language gets figures."""
    printed = "{{ usual.due_on | date: '" + form + "' }}"
    assert say(printed, language, usual_due_on="2026-12-01").body == words


def test_every_language_has_twelve_months_and_seven_days():
    """A list one too short would say a wrong month."""
    for tongue in TONGUES.values():
        assert (len(tongue.months), len(tongue.weekdays)) == (12, 7)
        assert {tongue.form(number) for number in range(200)} == set(
            range(tongue.forms)
        )


@pytest.mark.parametrize(
    "printed",
    [
        "{{ usual.item | money }}", "{{ usual.item | plural: 'a', 'b' }}",
        "{{ account.credit | upcase | money }}", "{{ account.credit | plural }}",
        "{{ account.credit | plural: 'a' }}", "{{ account.credit | money: 1 }}",
        "{{ usual.item | list }}", "{{ all.usual.item | list: 0 }}",
        "{{ all.usual.item | list: 'nor' }}", "{{ all.usual.item | upcase | list }}",
        "{{ shop.name | money }}", "{{ account.credit | pluralize: 'a', 'b' }}",
        "{{ account.credit | round }}", "{{ all.usual.itm | list }}",
    ],
)  # fmt: skip
def test_a_filter_that_does_not_fit_is_refused_when_read(printed):
    """With line and column, as everything else."""
    with pytest.raises(BadInput, match=r"t\.md, line 7, column \d+: "):
        say(printed)


def test_a_list_outside_of_a_ladder_is_refused():
    """It says as much as each of its facts."""
    with pytest.raises(BadInput, match="outside a ladder"):
        read_content(
            content_text("{{ all.usual.item | list }}"), name="t.md",
            predicates=PREDICATES,
        )  # fmt: skip
