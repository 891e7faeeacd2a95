"""A letter that passes all; one thing less, or one sentence more, fails just that check."""

from __future__ import annotations

import json

from pathlib import Path

import msgspec
import pytest

from shopkeeper.say.tone import Answer, Context, Open, check_letter, waits_for


SHARED = Path(__file__).parents[5] / "shared/data/say/reference_letter.json"
OURS = """Dear Mags,

I'm sorry you stood in the rain at the bus stop for an hour with three bags, because our board had the old timetable on it. I had forgotten to change the sheet.

The new timetable was put up on 4 March, and I have sent £7.80 for the taxi back to your account. The sheet at the stop has today's date in red at the foot, and your bank will show the taxi as "Fell Buses".

The shelter gets its bench by Friday 14 March.

You asked about the season ticket: it costs £96, runs for a year, and ends by itself.

Thank you for the drawing of the puddle, it hangs over my desk.

All the best,
Aled Prosser
(write back here, it comes to me)"""
OUR_CONTEXT = Context(
    preferred_name="Mags",
    full_name="Margaret Whitcombe",
    register="informal",
    suffered="an hour in the rain at the bus stop, our board had the old timetable",
    done=("new timetable put up on 4 March", "£7.80 for the taxi refunded"),
    open=(Open("bench in the shelter", "Friday 14 March"),),
    terms={"price": "£96", "term": "one year", "renewal": "none, it ends by itself"},
)
BLAME = (
    "Had you told us about it sooner, this would not have happened.",
    "To be fair, you did leave it rather late.",
    "You should have called us earlier.",
    "It was really our supplier's fault.",
    "The delay was the carrier's doing.",
    "My colleague Tom forgot to do it.",
    "The system mixed up the dates.",
)
PRESSURE = (
    "Only three places are left, so book today!",
    "Hurry, this price ends tonight.",
    "Most of our customers have already booked theirs.",
    "While you are here, why not add our gold plan?",
    "You would regret missing it.",
    "Everyone in your street has signed up already.",
)
OFFICE = (
    "Please be advised that your request has been actioned in accordance with our procedures.",
    "Your case has been processed under reference SR-4471.",
    "The aforementioned sum was credited pursuant to clause 4.",
    "The customer is hereby notified that the matter is closed.",
    "We reserve all rights in this matter.",
)
CEREMONY = (
    "I venture to hope, Madam, that this finds your gracious favour.",
    "I have the honour to remain your most humble servant.",
    "May I be permitted to express my profoundest esteem.",
)
MORE = [
    (check, sentence)
    for check, sentences in (
        ("blames_nobody_but_us", BLAME), ("no_pressure", PRESSURE),
        ("plain_voice", OFFICE), ("register", CEREMONY),
    )
    for sentence in sentences
]  # fmt: skip
LESS = (
    ("greets_by_name", "Dear Mags,\n\n", ""),
    ("greets_by_name", "Dear Mags,", "Dear Margaret,"),
    ("greets_by_name", "Dear Mags,", "Dear Customer,"),
    ("greets_by_name", "Dear Mags,", "Dear {{ first_name }},"),
    ("apologises_for_the_effect", "I'm sorry you stood", "You stood"),
    ("apologises_for_the_effect", "I'm sorry you stood", "I'm sorry if you stood"),
    ("says_what_was_done", "The new timetable was put up on 4 March, and ", ""),
    ("says_what_was_done", "£7.80", "£8.70"),
    ("says_what_was_done", "was put up on 4 March", "will be put up soon"),
    ("says_what_happens_next", "by Friday 14 March", "before long"),
    ("says_what_happens_next", "Friday 14 March", "Friday 21 March"),
    ("nothing_left_out", "it costs £96, runs", "it runs"),
    ("nothing_left_out", ", and ends by itself", ""),
    ("thanks_and_is_signed", "Aled Prosser\n", "Customer Services\n"),
    (
        "thanks_and_is_signed",
        "Thank you for the drawing of the puddle, it hangs over my desk.\n\n",
        "",
    ),
    (
        "says_how_to_verify",
        (
            " The sheet at the stop has today's date in red at the foot, and your bank "
            'will show the taxi as "Fell Buses".'
        ),
        " You have my word on both.",
    ),
)


def test_our_letter_passes_all() -> None:
    """What must not be flagged."""
    found = check_letter(OURS, OUR_CONTEXT)

    assert found.failed == ()
    assert {one.answer for one in found.checks.values()} == {Answer.PASS}


@pytest.mark.parametrize(("check", "old", "new"), LESS)
def test_one_thing_less_fails_just_that_check(check: str, old: str, new: str) -> None:
    """Each check is judged alone."""
    assert old in OURS

    assert check_letter(OURS.replace(old, new, 1), OUR_CONTEXT).failed == (check,)


@pytest.mark.parametrize("after", [1, 2, 4])
@pytest.mark.parametrize(("check", "sentence"), MORE)
def test_one_sentence_more_fails_just_that_check(
    check: str, sentence: str, after: int
) -> None:
    """Wherever it stands; and the finding is at its words."""
    parts = OURS.split("\n\n")
    parts[after] += f" {sentence}"
    text = "\n\n".join(parts)
    found = check_letter(text, OUR_CONTEXT)

    assert found.failed == (check,)
    start = text.index(sentence)
    assert all(
        start <= a < b <= start + len(sentence) for a, b in found.checks[check].spans
    )


def reference() -> tuple[str, Context]:
    """Return the letter that acceptance uses, where it lies beside the project."""
    if not SHARED.exists():
        pytest.skip(f"{SHARED} is not there: it comes with ../shared")
    row = json.loads(SHARED.read_text(encoding="utf-8"))
    return row["text"], msgspec.convert(row["context"], Context)


def test_the_reference_letter_passes_all() -> None:
    """The issue names it."""
    text, context = reference()

    assert check_letter(text, context).failed == ()


@pytest.mark.parametrize(
    ("check", "old", "new"),
    [
        ("greets_by_name", "Hi Wren,\n\n", ""),
        ("apologises_for_the_effect", "I am sorry that your", "Your"),
        ("says_what_was_done", "The right motor is in now, and ", ""),
        (
            "says_how_to_verify",
            (
                "You can check both for yourself: the motor's number stands on the "
                "yellow card inside the lid, and the refund will show on your "
                'statement as "Bobbin and Beck". It'
            ),
            "The refund",
        ),
        ("says_what_happens_next", " It will be there by Thursday 14 May.", ""),
        (
            "thanks_and_is_signed",
            "Thank you for telling me so plainly what went wrong, Wren.\n\n",
            "",
        ),
        ("thanks_and_is_signed", "Solveig Marsh\n", ""),
    ],
)
def test_the_reference_letter_with_one_thing_less(
    check: str, old: str, new: str
) -> None:
    """Greeting, apology, act, proof, next step, thanks, signature."""
    text, context = reference()
    assert old in text

    assert check_letter(text.replace(old, new, 1), context).failed == (check,)


@pytest.mark.parametrize(("check", "sentence"), MORE)
def test_the_reference_letter_with_one_sentence_more(check: str, sentence: str) -> None:
    """Blame, pressure, officialese, the wrong register."""
    text, context = reference()
    parts = text.split("\n\n")
    parts[2] += f" {sentence}"

    assert check_letter("\n\n".join(parts), context).failed == (check,)


def test_an_automatic_letter_waits_only_for_what_a_plan_requires() -> None:
    """A person's own letter is asked nothing: nobody calls this for her."""
    found = check_letter(OURS.replace("Dear Mags", "Dear Margaret"), OUR_CONTEXT)

    assert waits_for(found, {"no_pressure"}) is None
    assert "greets_by_name" in (waits_for(found, {"greets_by_name"}) or "")
