"""What letters of other writers taught: the same thing, said as others say it."""

from __future__ import annotations

import pytest

from shopkeeper.say.tone import Answer, Context, Open, check_letter
from shopkeeper.say.tone.amounts import amounts_in
from shopkeeper.say.tone.ear import clauses_of
from shopkeeper.say.tone.moments import moments_in


def _answer(text: str, check: str, **known: object) -> Answer:
    return check_letter(text, Context(**known)).checks[check].answer  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("words", "hour", "minute"),
    [("sent at 14:02.", 2, 2), ("by 2:15 pm", 2, 15), ("at 5, as said", 5, 0)],
)
def test_a_clock_behind_at_or_by(words: str, hour: int, minute: int) -> None:
    found = moments_in(words)[0]
    assert (found.hour, found.minute) == (hour, minute)


def test_money_of_other_countries() -> None:
    assert amounts_in("₦95,000 altogether")[0].value == 95_000


@pytest.mark.parametrize(
    ("sorry", "answer"),
    [
        ("Your brother died before you could hear his voice. I am deeply sorry.", Answer.PASS),
        ("You waited for nothing, soz.", Answer.PASS),
        ("I am sorry for those evenings.", Answer.PASS),
        ("Sorry this answer's so late.", Answer.FAIL),
        ("Sorry if this has bothered you.", Answer.FAIL),
        ("I am sorry you feel let down.", Answer.FAIL),
    ],
)  # fmt: skip
def test_the_effect_may_stand_beside_the_sorry(sorry: str, answer: Answer) -> None:
    told = _answer(
        f"Dear Ann,\n\n{sorry}\n\nThank you.\n\nTom Reed",
        "apologises_for_the_effect",
        preferred_name="Ann", suffered="call not put through",
    )  # fmt: skip
    assert told is answer


@pytest.mark.parametrize(
    ("told", "answer"),
    [
        ("You owe us nothing for it.", Answer.PASS),
        ("It comes without one cent to pay.", Answer.PASS),
        ("This one's on me, nowt to pay.", Answer.PASS),
        ("For the price, consult the terms on our website.", Answer.FAIL),
    ],
)
def test_free_in_many_words(told: str, answer: Answer) -> None:
    text = f"Dear Ann,\n\n{told}\n\nThank you.\n\nTom Reed"
    terms = {"price": "no charge"}
    assert (
        _answer(text, "nothing_left_out", preferred_name="Ann", terms=terms) is answer
    )


@pytest.mark.parametrize(
    ("told", "answer"),
    [
        ("The deposit of £300 was released on 15 May.", Answer.PASS),
        ("The deposit of £350 was released on 15 May.", Answer.FAIL),
        ("A refund has been made.", Answer.FAIL),
    ],
)
def test_the_amount_stands_beside_the_act(told: str, answer: Answer) -> None:
    text = f"Dear Ann,\n\nWe held £300 of yours for six weeks. {told}\n\nThank you.\n\nTom Reed"
    done = ("deposit of £300 released on 15 May",)
    assert (
        _answer(
            text,
            "says_what_was_done",
            preferred_name="Ann",
            done=done,
            suffered="deposit of £300 held for six weeks",
        )
        is answer
    )


def test_a_day_without_the_thing_is_not_told() -> None:
    what = Open("new thermostat", "10 November")
    for told, answer in (
        ("You'll hear by 10 November.", Answer.FAIL),
        ("The new thermostat comes by 10 November.", Answer.PASS),
    ):
        text = f"Dear Ann,\n\n{told}\n\nThank you.\n\nTom Reed"
        found = _answer(
            text, "says_what_happens_next", preferred_name="Ann", open=(what,)
        )
        assert found is answer


@pytest.mark.parametrize(
    ("name", "answer"),
    [("Ada Abbot", Answer.PASS), ("ParcelBot", Answer.FAIL), ("Donor Stewardship", Answer.FAIL),
     ("Dr Ansgar Pohl", Answer.PASS)],
)  # fmt: skip
def test_who_signs(name: str, answer: Answer) -> None:
    text = f"Dear Dr Ito,\n\nThe book was sent on 4 May.\n\nThank you.\n\n{name}"
    assert _answer(text, "thanks_and_is_signed", preferred_name="Dr Ito") is answer


def test_a_greeting_without_a_name_may_go_on() -> None:
    text = "Hello, your meter was read on 5 March and stands at 41. Thank you. Kofi, 555 0129"
    assert _answer(text, "greets_by_name", channel="sms") is Answer.PASS


def test_a_sentence_is_cut_where_another_thing_is_told() -> None:
    assert clauses_of("Sent on 4 May, see the slip inside.") == [(0, 13), (15, 35)]
    assert clauses_of("Sent, all of it, today.") == []
