"""What was understood of her words, said back to her: each sentence is carried.

Plain sentences, no content file and no ladder: what cannot be shown is left out, and
what may not be said is not in here to begin with. A person reads it before it goes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from msgspec import Struct

from shopkeeper.vocabulary import Claim, FactValue, Message, hash_of


class Part(StrEnum):
    """What a sentence of a reflection is about."""

    UNDERSTOOD = "understood"
    ASKED = "asked"
    PROMISED = "promised"
    STOPPED = "stopped"
    WAITING = "waiting"


class Sentence(Struct, frozen=True, kw_only=True):
    """
    One sentence, and what carries it.

    Attributes:
        part: What kind of sentence it is.
        text: The sentence.
        facts: Ids of the facts that carry it; empty for a wish or a question of hers,
            which `record_id` and the span carry.
        asked: Ids of facts that we are not sure of, and ask about in her own words.
        said: The words in it that state a fact's value.
        record_id: The utterance it leads back to.
        start: First code point of the words there. Included; None with `end` where a
            row carries it.
        end: Excluded.
    """

    part: Part
    text: str
    facts: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    said: tuple[str, ...] = ()
    record_id: str = ""
    start: int | None = None
    end: int | None = None


class Greeting(Struct, frozen=True, kw_only=True):
    """How she is greeted, and the facts that carry it."""

    called: str
    facts: tuple[str, ...]


_FACTS = {
    "need.current": "You need: {}.",
    "problem.current": "Something is not as it should be: {}.",
    "person.called": "You like to be called {}.",
    "job.title": "Your work: {}.",
    "job.company": "You work for {}.",
}
_FAMILIES = {
    "interest": "You take an interest in: {}.",
    "preference": "This is how you like it: {}.",
}
# An event is named, and her own words about it are not put into our mouth.
_EVENTS = {
    "event.moved": "You have moved.",
    "event.new_baby": "You have a new baby.",
    "event.wedding": "There is a wedding.",
    "event.new_job": "You have a new job.",
    "event.retired": "You have retired.",
    "event.school": "School is on your mind.",
    "event.exam": "There is an exam.",
    "event.journey": "There is a journey.",
    "event.feast": "There is something to celebrate.",
}
_ASKED = {
    "need.current": "Is this something you need from us?",
    "problem.current": "Is this still so?",
    "person.called": "Is this how you like to be called?",
}
_ASKED_FAMILIES = {
    "event": "May we keep this in mind?",
    "interest": "Is this something you enjoy?",
    "preference": "Is this how you like it?",
}
_CHANNELS = {
    "email": "no more e-mail",
    "sms": "no more text messages",
    "phone": "no more calls",
    "post": "no more post",
    "push": "no more messages on your phone's screen",
    "web": "nothing more on the website",
    "chat": "no more chat messages",
    "counter": "nothing more at the counter",
    "marketing": "no more offers",
}
ERASE = (
    "You asked us to delete what we know about you. From now on nothing is sent to "
    "you. A person will confirm with you before anything is deleted."
)
_HEADS = {
    Part.UNDERSTOOD: "This is what I understood:",
    Part.ASKED: "Where I am not sure that I understood you:",
    Part.PROMISED: "What we promised you:",
    Part.STOPPED: "What we no longer do:",
    Part.WAITING: "What waits for an answer:",
}
_WAITING = {
    "question": "You asked us something. A person answers it.",
    "idea": "You had an idea for us. A person reads it and tells you what comes of it.",
    "complaint": "You were not content with us. A person looks into it and tells you.",
}
SUBJECT = "This is what I understood"
_ASKS = (
    "Is something not right? Say so in your own words, and it is put right: your word "
    "counts for more than anything we have on file."
)


def fact_sentence(
    about: str, value: FactValue, fact: str, *, by: str = ""
) -> Sentence | None:
    """
    Say a fact to her, or None where there is no plain way to.

    Args:
        about: Its predicate.
        value: Fit to be spoken.
        fact: Its id.
        by: For a promise of ours: by when, in words.

    Example:
        >>> fact_sentence("need.current", "thirty copies", "f1").text
        'You need: thirty copies.'
        >>> fact_sentence("event.moved", "we moved", "f2").said
        ()
    """
    if about == "promise.open":
        return Sentence(
            part=Part.PROMISED,
            text=f"“{value}”{by}.",
            facts=(fact,),
            said=(str(value),),
        )
    if about in _EVENTS:
        return Sentence(part=Part.UNDERSTOOD, text=_EVENTS[about], facts=(fact,))
    pattern = _FACTS.get(about) or _FAMILIES.get(about.partition(".")[0])
    if pattern is None:
        return None
    words = str(value).rstrip(".!")
    return Sentence(
        part=Part.UNDERSTOOD, text=pattern.format(words), facts=(fact,), said=(words,)
    )


def stop_sentence(scope: str, *, until: str = "", erase: bool = False) -> str:
    """
    Tell her that a wish of hers holds.

    Args:
        scope: What is stopped.
        until: The day on which it ends, in words, where it ends by itself.
        erase: Does she want to be forgotten?

    Example:
        >>> stop_sentence("email")
        'You asked for no more e-mail. It holds.'
    """
    if erase:
        return ERASE
    holds = f"It holds until {until}." if until else "It holds."
    if scope == "all":
        return f"You asked us not to contact you any more. {holds}"
    if scope == "frequency":
        return "You asked to hear from us less often. You will."
    if scope.startswith("topic:"):
        return f"You asked for no more about {scope.removeprefix('topic:')}. {holds}"
    if scope.startswith("pause:"):
        return f"You asked to be left in peace until {until}. Nothing is sent before."
    return f"You asked for {_CHANNELS.get(scope, f'no more {scope}')}. {holds}"


def asked_sentence(about: str, words: str, fact: str) -> Sentence | None:
    """
    Ask her about something that we may have heard wrong, in her own words.

    It says nothing of her that she did not write: it is a quotation and a question.

    Args:
        about: What we took it for.
        words: Hers, fit to be spoken.
        fact: Id of the fact that her yes would confirm.

    Example:
        >>> asked_sentence("need.current", "I need thirty copies", "f1").text
        'You wrote “I need thirty copies”. Is this something you need from us?'
    """
    asks = _ASKED.get(about) or _ASKED_FAMILIES.get(about.partition(".")[0])
    if asks is None:
        return None
    return Sentence(part=Part.ASKED, text=f"You wrote “{words}”. {asks}", asked=(fact,))


def waiting_sentence(kind: str) -> str:
    """Tell her that something she said waits for an answer, and is not forgotten."""
    return _WAITING[kind]


def day_to_her(when: date | datetime, zone: str) -> str:
    """
    Write a day as one says it to somebody.

    Example:
        >>> day_to_her(date(2026, 11, 6), "UTC")
        'Friday 6 November'
    """
    clock = ""
    if isinstance(when, datetime):
        there = when.astimezone(ZoneInfo(zone))
        when, clock = there.date(), f" at {there:%H:%M}"
    return f"{when:%A} {when.day} {when:%B}{clock}"


def reflection(
    sentences: Iterable[Sentence],
    *,
    person: str,
    greeting: Greeting | None,
    signed: Sequence[str],
) -> Message:
    """
    Put sentences into a message, with the claims that carry them.

    Args:
        sentences: What is said, in order within each part.
        person: Whom it is for.
        greeting: How she likes to be called; None: greeted without a name.
        signed: Lines below it: who understood so.

    Returns:
        The message; without a body where nothing is to be said.
    """
    everything = list(sentences)
    name = hash_of("reflection", person, *(one.text for one in everything))
    if not everything:
        return Message(
            message_id=f"m{name}",
            person=person,
            subject=None,
            preheader=None,
            body=None,
        )
    body = ""
    claims: list[Claim] = []
    if greeting is None:
        body = "Hello,\n"
    else:
        start = len("Hello ")
        end = start + len(greeting.called)
        claims.append(
            Claim(
                part="body", start=start, end=end, facts=greeting.facts,
                said=(greeting.called,),
            )
        )  # fmt: skip
        body = f"Hello {greeting.called},\n"
    body += "\nthank you for telling us.\n"
    for part in Part:
        of_it = [one for one in everything if one.part is part]
        if of_it:
            body += f"\n{_HEADS[part]}\n"
        for one in of_it:
            start = len(body) + len("- ")
            body += f"- {one.text}\n"
            if one.facts:
                claims.append(
                    Claim(
                        part="body", start=start, end=start + len(one.text),
                        facts=one.facts, said=one.said,
                    )
                )  # fmt: skip
    body += f"\n{_ASKS}\n\n" + "\n".join(signed) + "\n"
    return Message(
        message_id=f"m{name}", person=person, subject=SUBJECT, preheader=None,
        body=body, claims=tuple(claims),
    )  # fmt: skip
