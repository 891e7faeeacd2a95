"""Dates, amounts and rules are compared by what they mean."""

from __future__ import annotations

import re

import pytest

from shopkeeper.say.tone import (
    Answer,
    Context,
    HouseRules,
    Open,
    Rule,
    check_letter,
    packaged_rules,
    rulebook_of,
)
from shopkeeper.say.tone.amounts import amounts_in
from shopkeeper.say.tone.literals import literals_of
from shopkeeper.say.tone.moments import agree, moments_in
from shopkeeper.say.tone.rulebook import _whole_words


@pytest.mark.parametrize(
    ("due", "told"),
    [
        ("Thursday 14 May", "not later than the 14th"),
        ("14 May", "by the fourteenth of May"),
        ("4 pm today", "with you by 4"),
        ("30 June", "by the end of June"),
        ("within 7 days", "within a week"),
        ("15:30", "half past three"),
        ("2026-05-14", "on Thursday"),
    ],
)
def test_the_same_day_in_other_words(due: str, told: str) -> None:
    """In any wording, says the check."""
    assert agree(moments_in(due.lower()), moments_in(told.lower())) is True


@pytest.mark.parametrize(
    ("due", "told"),
    [("14 May", "by 15 May"), ("Friday", "on Monday"), ("4 pm", "at five")],
)
def test_another_day_is_another_day(due: str, told: str) -> None:
    """A week late is not on time."""
    assert agree(moments_in(due.lower()), moments_in(told.lower())) is False


def test_no_day_is_neither() -> None:
    """What is not said is not wrong."""
    assert agree(moments_in("14 may"), moments_in("before long")) is None


@pytest.mark.parametrize(
    ("words", "value"),
    [("sixty pounds", 60), ("£1,250.00", 1250), ("12,50 euros", 12.5), ("40p", 0.4),
     ("a fiver", 5), ("two hundred and ten euros", 210)],
)  # fmt: skip
def test_amounts_in_words_are_amounts(words: str, value: float) -> None:
    """As people write them."""
    assert [one.value for one in amounts_in(words)] == [pytest.approx(value)]


@pytest.mark.parametrize(
    ("name", "full", "greeting", "answer"),
    [
        ("Bee", "Beatrix Ito", "Hi Bee,", Answer.PASS),
        ("Bee's mum", "Ana Ito", "Dear Bee's mum,", Answer.PASS),
        ("Mrs Szabo", "Ilona Szabó", "Dear Mrs Szabó,", Answer.PASS),
        ("Mrs Szabo", "Ilona Szabó", "Dear Mrs Ilona Szabo,", Answer.FAIL),
        ("Wren", "Renata Holloway", "Dear Wren Holloway,", Answer.FAIL),
        ("Wren", "Renata Holloway", "Hi WREN,", Answer.FAIL),
        ("Wren", "Renata Holloway", "Hi none,", Answer.FAIL),
        (None, "GHOSTRIDER 567", "Good evening,", Answer.PASS),
        (None, "GHOSTRIDER 567", "Dear customer,", Answer.PASS),
        (None, "Gabor Nemeth", "Dear Gabi,", Answer.FAIL),
        (None, "Gabor Nemeth", "Hey GhostRider567,", Answer.FAIL),
        (None, "Gabor Nemeth", "Hi {{ first_name }},", Answer.FAIL),
    ],
)
def test_greetings(name: str | None, full: str, greeting: str, answer: Answer) -> None:
    """No more of her name than she likes, and none made out of a record."""
    found = check_letter(
        f"{greeting}\n\nThe book is here.", Context(preferred_name=name, full_name=full)
    )

    assert found.checks["greets_by_name"].answer is answer


def test_a_letter_broken_at_a_width_reads_as_it_was_written() -> None:
    """Plain mails are broken at some column; no sentence ends there."""
    text = (
        "Hello,\n\nI have looked at the clock, and although it is a good old one, had\n"
        "you only wound it, it would still go.\n\nThank you.\n\nAda"
    )
    found = check_letter(text, Context()).checks["blames_nobody_but_us"]

    assert found.answer is Answer.FAIL
    assert "had\nyou" in text[found.spans[0][0] : found.spans[-1][1]]


def test_what_the_context_does_not_ask_is_not_judged() -> None:
    """Nothing known: six of eleven have nothing to ask."""
    found = check_letter("Hello,\n\nThank you.\n\nAda", Context())
    asked = [k for k, one in found.checks.items() if one.answer is not Answer.NA]

    assert asked == [
        "greets_by_name", "blames_nobody_but_us", "no_pressure",
        "thanks_and_is_signed", "plain_voice",
    ]  # fmt: skip
    assert found.five_h["harmony"] is None
    assert found.five_h["hospitality"] is None


def test_a_letter_that_claims_what_nobody_did_fails() -> None:
    """With nothing done, "all sorted" is a lie."""
    claim = check_letter("Hi Bo,\n\nWe have refunded it.\n\nAda", Context())
    none = check_letter("Hi Bo,\n\nNothing is refunded yet.\n\nAda", Context())

    assert claim.checks["says_what_was_done"].answer is Answer.FAIL
    assert none.checks["says_what_was_done"].answer is Answer.NA


def test_a_date_without_the_thing_is_no_next_step() -> None:
    """What, and by when."""
    context = Context(open=(Open("reprint of the album", "9 June"),))
    good = check_letter("Your album comes again by the 9th of June.", context)
    bad = check_letter("The album will come before long.", context)

    assert good.checks["says_what_happens_next"].answer is Answer.PASS
    assert bad.checks["says_what_happens_next"].answer is Answer.FAIL


def test_a_rule_of_the_house_is_heard_and_a_shipped_one_switched_off() -> None:
    """The shop's words beside ours."""
    own = Rule("house.guys", "register", "We say neighbours.", ("you guys",))
    house = HouseRules((own,), frozenset({"register.sure-slang"}))
    context = Context(register="formal")
    letter = "Dear all,\n\nThe lift works again, you guys."

    found = check_letter(letter, context, rules=rulebook_of(house))

    assert found.checks["register"].answer is Answer.FAIL
    assert [one.says for one in found.advice if one.check == "register"][-1:] == [
        "We say neighbours."
    ]


def test_no_rule_is_left_untried_that_would_match() -> None:
    """The letters a rule needs stand in whatever it matches."""
    samples = (
        "had you only looked", "please be advised that it was actioned",
        "it was the courier's fault", "hurry, only three left", "see for yourself",
        "i'm sorry if any trouble was caused", "thank you so much",
    )  # fmt: skip
    tried = 0
    for rule in packaged_rules():
        for pattern in rule.looks_for:
            whole = _whole_words(pattern)
            needs = literals_of(whole)
            for sample in samples:
                if re.search(whole, sample):
                    tried += 1
                    assert needs is None or any(one in sample for one in needs), pattern
    assert tried > 20


def test_every_shipped_rule_has_a_key_of_its_own() -> None:
    """Or a shop could not name it."""
    keys = [rule.key for rule in packaged_rules()]

    assert len(keys) == len(set(keys))


@pytest.mark.parametrize(
    "text", ["", "\n\n", "😀", "x" * 20_000, "a\x00b", "İ" * 50, "((((", "5/5/5/5"]
)
def test_any_text_has_an_answer(text: str) -> None:
    """No letter breaks the check."""
    context = Context(
        preferred_name="(", register="formal", suffered="x", done=("y 3 May",),
        open=(Open("z", "soon"),), terms={"price": "£3"},
    )  # fmt: skip

    found = check_letter(text, context)

    assert len(found.checks) == 11
    for one in found.checks.values():
        assert all(0 <= a < b <= len(text) for a, b in one.spans)
