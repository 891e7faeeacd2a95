"""The one question worth asking about what we do not know."""

from __future__ import annotations

from collections.abc import Mapping


# A name, or a family of names ending in a dot.
_QUESTIONS: Mapping[str, str] = {
    "person.called": "What would you like us to call you?",
    "problem.current": "Is there anything we should put right?",
    "need.current": "What would help you most just now?",
    "usual.due_on": "When do you think you will need it again?",
    "usual.item": "What do you like to have in the house?",
    "consent.marketing": "May we write to you about offers? Either answer is fine.",
    "consent.relationship": "Would you like to hear from us now and then?",
    "preference.": "How would you like us to do things for you?",
    "interest.": "What do you enjoy, if you care to say?",
    "event.": "Has anything changed that we should take into account?",
    "job.": "What do you use it for at work?",
}

PUT_RIGHT = "What would put this right for you?"


def question_about(name: str) -> str:
    """
    Return words to ask about a predicate, a family (`preference.*`) or a consent.

    Example:
        >>> question_about("preference.*")
        'How would you like us to do things for you?'
    """
    family = name.partition(".")[0] + "."
    words = name.replace(".*", "").replace("_", " ").replace(".", ", ")
    return _QUESTIONS.get(
        name, _QUESTIONS.get(family, f"What should we know about this: {words}?")
    )
