"""How she wants to be written to: what stands, and what she changes, with its proof.

The data of her own page; from the command line and the API the same functions. A "no"
needs nothing but her word. A "yes", and the end of an earlier "no", needs a proof of it
and leaves it in the books: nobody is signed up again by somebody else.
"""

from __future__ import annotations

import re

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

import msgspec

from msgspec import Struct

from shopkeeper.flow.answering import answer_of, give_answers
from shopkeeper.flow.house import House
from shopkeeper.flow.knowing import KIND_OF, KnownPerson, gather
from shopkeeper.flow.planning import staff_of
from shopkeeper.flow.reaching import at_most, consent_states, topic_states
from shopkeeper.flow.stopping import everywhere
from shopkeeper.remember.answers import Verdict
from shopkeeper.remember.fit_to_greet import greeting_of
from shopkeeper.say import read_content
from shopkeeper.vocabulary import (
    BadInput,
    Channel,
    Consent,
    ConsentState,
    Fact,
    NotAllowed,
    Purpose,
    Standing,
    Suppression,
)


CALLED, REGISTER = "person.called", "person.register"
REGISTERS = ("informal", "formal")
USUAL, FEWER = "usual", "fewer"
_TEMPLATE = re.compile(r"\{\{|\}\}|\{%|%\}|\*\||\|\*|%%|\[\[|\]\]|[<>{}]")
_NUMBER = re.compile("[0-9]{1,4}")
_REFUSED = (ConsentState.DENIED, ConsentState.REVOKED)


class Wanted(Struct, frozen=True, kw_only=True):
    """
    How one thing stands: a purpose, a channel or a topic.

    Attributes:
        wanted: True, False, or None where she never said.
        since: When she said so, or None.
        because: Her statement, in words for people.
    """

    wanted: bool | None
    since: datetime | None = None
    because: str = ""


class Preferences(Struct, frozen=True, kw_only=True):
    """
    How she wants to be written to.

    Attributes:
        person: Current person id.
        called: What she likes to be called, or None where nobody is sure.
        register: `informal` or `formal`, or None where she never said.
        purposes: What she agreed to, by purpose.
        channels: By channel on which we could reach her, or which she refused.
        topics: The shop's own topics.
        paused_until: No messages before this, or None. UTC.
        frequency: `usual`, `fewer`, or so many touches in the shop's period.
        consents: Each statement with text, version, time, proof and expiry.
    """

    person: str
    called: str | None
    register: str | None
    purposes: Mapping[str, Wanted]
    channels: Mapping[str, Wanted]
    topics: Mapping[str, Wanted]
    paused_until: datetime | None
    frequency: str
    consents: tuple[Consent, ...]


class Change(Struct, frozen=True, kw_only=True):
    """
    What she changes; what is not named stays.

    Attributes:
        purposes: Purpose to yes or no.
        channels: Channel to yes or no.
        topics: Topic to yes or no.
        pause_until: Leave her alone until then. UTC.
        nothing: She wants no messages at all.
        resume: End the pause, or a wish for no messages at all.
        frequency: `usual`, `fewer`, or a whole number of touches.
        called: How she wants to be called.
        register: `informal` or `formal`: how she wants to be addressed.
        text: The words she agreed to.
        version: Their version.
        expires: After this a yes is unknown again. UTC.
        proof: Where it is kept that she said so: a call, a form, a letter.
        by: Staff id of who takes it down; None where she does it herself.
    """

    purposes: Mapping[Purpose, bool] = {}
    channels: Mapping[Channel, bool] = {}
    topics: Mapping[str, bool] = {}
    pause_until: datetime | None = None
    nothing: bool = False
    resume: bool = False
    frequency: str | None = None
    called: str | None = None
    register: str | None = None
    text: str | None = None
    version: str | None = None
    expires: datetime | None = None
    proof: str | None = None
    by: str | None = None

    @property
    def widens(self) -> bool:
        """Does it allow anything that was not allowed, or may not have been?"""
        said = (*self.purposes.values(), *self.channels.values(), *self.topics.values())
        return self.resume or self.frequency == USUAL or any(said)


def preferences_of(house: House, person: str, *, now: datetime) -> Preferences:
    """Return how she wants to be written to, as it stands."""
    return preferences_known(
        house, gather(house, now=now, only=[person])[person], now=now
    )


def preferences_known(
    house: House, known: KnownPerson, *, now: datetime
) -> Preferences:
    """Return how somebody who was gathered wants to be written to."""
    pauses = [
        one
        for one in known.suppressions
        if one.scope.startswith("pause:") and one.until is not None
    ]
    return Preferences(
        person=known.id,
        called=_told(known, CALLED, now=now),
        register=_told(known, REGISTER, now=now),
        purposes={
            str(purpose): _purpose(known, purpose, now=now) for purpose in Purpose
        },
        channels={
            str(channel): found
            for channel in Channel
            if (found := _channel(known, channel)) is not None
        },
        topics=_topics(house, known, now=now),
        paused_until=max((one.until for one in pauses if one.until), default=None),
        frequency=_frequency(known),
        consents=known.consents,
    )


def change(house: House, person: str, wish: Change, *, now: datetime) -> Preferences:
    """
    Write down what she changes; it holds at once.

    Raises:
        BadInput: Of a word that says nothing, or a day that has passed.
        NotAllowed: Something is to be allowed, and there is no proof of it.
    """
    by = None if wish.by is None else staff_of(house.shop, wish.by).id
    _check(wish, now=now)
    known = gather(house, now=now, only=[person])[person]
    proof = (wish.proof or "").strip() or None
    with house.together():
        house.consents.lift(_lifted(known, wish), at=now)
        house.consents.state(_statements(known, wish, proof, now=now))
        house.consents.suppress(everywhere(house, _stops(house, known, wish, now=now)))
        if wish.called is not None:
            _tell(house, known, CALLED, wish.called, by=by, now=now)
        if wish.register is not None:
            _tell(house, known, REGISTER, wish.register, by=by, now=now)
        house.audit.note(
            "preferences", "", actor=by or "she herself", at=now, person=known.id,
            detail=msgspec.json.encode(wish).decode(),
        )  # fmt: skip
    return preferences_of(house, person, now=now)


def preferences_json(found: Preferences) -> dict[str, Any]:
    """Return what `preferences --json` prints, and her page's data."""
    plain: dict[str, Any] = msgspec.to_builtins(found)
    plain["person_id"] = plain.pop("person")
    for one in plain["consents"]:
        one.pop("person")
    return plain


# --- what stands --------------------------------------------------------------


def _told(known: KnownPerson, about: str, *, now: datetime) -> str | None:
    told = [
        one
        for one in known.facts
        if one.about == about and one.learned_at <= now and not one.erased
    ]
    best = max(told, key=lambda one: (-one.standing.rank, one.learned_at), default=None)
    return None if best is None else str(best.value)


def _purpose(known: KnownPerson, purpose: Purpose, *, now: datetime) -> Wanted:
    state = consent_states(known, None, now=now).get(purpose, ConsentState.UNKNOWN)
    about = [
        one
        for one in known.consents
        if one.purpose is purpose and one.topic is None and one.at <= now
    ]
    last = about[-1] if about else None
    return Wanted(
        wanted=None if state is ConsentState.UNKNOWN else state not in _REFUSED,
        since=last.at if last else None,
        because=_words(last) if last else "she never said",
    )


def _words(one: Consent) -> str:
    where = f" on {one.channel}" if one.channel else ""
    proof = f"; proof: {one.proof}" if one.proof else ""
    until = f"; until {one.expires.date()}" if one.expires else ""
    return f"{one.state}{where}{until}{proof}"


def _channel(known: KnownPerson, channel: Channel) -> Wanted | None:
    stop = next(
        (one for one in known.suppressions if one.scope in ("all", "erase", channel)),
        None,
    )
    kind = KIND_OF.get(channel)
    reached = any(one.identifier.kind is kind for one in known.identifiers)
    if stop is not None and (reached or stop.scope == channel):
        return Wanted(wanted=False, since=stop.at, because=stop.because)
    if kind is None or not reached:
        return None
    return Wanted(wanted=None, because="nothing was said against it")


def _topics(house: House, known: KnownPerson, *, now: datetime) -> dict[str, Wanted]:
    states = topic_states(known, now=now)
    names = set(states)
    for name, text in house.contents.items():
        content = read_content(
            text, name=f"content/{name}.md", predicates=house.predicates
        )
        if content.topic is not None:
            names.add(content.topic)
    found = {}
    for name in sorted(names):
        at, state = states.get(name, (None, ConsentState.UNKNOWN))
        wanted = None if state is ConsentState.UNKNOWN else state not in _REFUSED
        found[name] = Wanted(
            wanted=wanted, since=at, because=str(state) if at else "she never said"
        )
    return found


def _frequency(known: KnownPerson) -> str:
    most = at_most(known.suppressions)
    if most is not None:
        return str(most)
    fewer = any(one.scope == "frequency" for one in known.suppressions)
    return FEWER if fewer else USUAL


# --- what she changes ---------------------------------------------------------


def _check(wish: Change, *, now: datetime) -> None:
    if wish == Change(proof=wish.proof, by=wish.by, text=wish.text,
                      version=wish.version, expires=wish.expires):  # fmt: skip
        msg = "Nothing is to change: --help says what can be."
        raise BadInput(msg)
    if wish.widens and not (wish.proof or "").strip():
        msg = (
            "To allow something again takes a proof that she said so: --proof "
            '"call of 3 March, she asked for it", or where the form is kept.'
        )
        raise NotAllowed(msg)
    for moment, name in ((wish.pause_until, "pause"), (wish.expires, "expires")):
        if moment is not None and moment <= now:
            msg = f"The {name} would end at {moment:%Y-%m-%d %H:%M}, which has passed."
            raise BadInput(msg)
    if wish.nothing and (wish.widens or wish.pause_until is not None):
        msg = "No messages at all, and something beside it: say one of them."
        raise BadInput(msg)
    _check_address(wish)
    if wish.pause_until is not None and wish.resume:
        msg = "A pause and its end at once: say one of them."
        raise BadInput(msg)
    known = (None, USUAL, FEWER)
    if wish.frequency not in known and not _NUMBER.fullmatch(wish.frequency or ""):
        msg = f"{wish.frequency!r} is no frequency: usual, fewer, or a whole number."
        raise BadInput(msg)
    if any(not topic.strip() for topic in wish.topics):
        msg = "A topic has a name: as in the front matter of the contents."
        raise BadInput(msg)


def _check_address(wish: Change) -> None:
    """Refuse a name or a manner by which nobody could address her."""
    if wish.register not in (None, *REGISTERS):
        msg = f"{wish.register!r} is no form of address: informal or formal."
        raise BadInput(msg)
    if wish.called is not None:
        unfit = greeting_of(wish.called.strip(), told=True).unfit
        if not wish.called.strip():
            unfit = "it is empty"
        if _TEMPLATE.search(wish.called):
            unfit = "it is a mark of a template"
        if unfit:
            msg = (
                f"{wish.called!r} is no name to call her by ({unfit}): write it as she "
                "said it, or leave it out."
            )
            raise BadInput(msg)


def _lifted(known: KnownPerson, wish: Change) -> Iterator[Suppression]:
    """Yield what holds no more: hers alone, and what came back from her address."""
    scopes = {str(channel) for channel, yes in wish.channels.items() if yes}
    scopes |= {f"topic:{topic}" for topic, yes in wish.topics.items() if yes}
    if wish.purposes.get(Purpose.MARKETING):
        scopes.add("marketing")
    for one in known.suppressions:
        if one.person and one.person not in known.own:
            continue  # somebody else's, at an address that they share
        general = one.scope == "all" or one.scope.startswith("pause:")
        often = one.scope == "frequency" or one.scope.startswith("frequency:")
        if (
            one.scope in scopes
            or (wish.resume and general)
            or (wish.frequency is not None and often)
        ):
            yield one


def _statements(
    known: KnownPerson, wish: Change, proof: str | None, *, now: datetime
) -> Iterator[Consent]:
    def said(purpose: Purpose, *, yes: bool, topic: str | None = None) -> Consent:
        return Consent(
            person=known.id, purpose=purpose, topic=topic, at=now,
            state=ConsentState.GRANTED if yes else ConsentState.REVOKED,
            expires=wish.expires if yes else None, text=wish.text if yes else None,
            version=wish.version if yes else None, proof=proof,
        )  # fmt: skip

    for purpose, yes in wish.purposes.items():
        yield said(purpose, yes=yes)
    for topic, yes in wish.topics.items():
        yield said(Purpose.MARKETING, yes=yes, topic=topic.strip())


def _stops(
    house: House, known: KnownPerson, wish: Change, *, now: datetime
) -> Iterator[Suppression]:
    def stop(scope: str, until: datetime | None = None) -> Suppression:
        name = "she herself" if wish.by is None else staff_of(house.shop, wish.by).name
        because = f"she said so ({name}{', ' + wish.proof if wish.proof else ''})"
        return Suppression(
            person=known.id, scope=scope, because=because, at=now, until=until
        )

    if wish.nothing:
        yield stop("all")
    for channel, yes in wish.channels.items():
        if not yes:
            yield stop(str(channel))
    for topic, yes in wish.topics.items():
        if not yes:
            yield stop(f"topic:{topic.strip()}")
    if wish.pause_until is not None:
        yield stop(f"pause:{wish.pause_until.date().isoformat()}", wish.pause_until)
    if wish.frequency == FEWER:
        yield stop("frequency")
    elif wish.frequency not in (None, USUAL):
        yield stop(f"frequency:{int(wish.frequency or 0)}")


def _tell(
    house: House,
    known: KnownPerson,
    about: str,
    words: str,
    *,
    by: str | None,
    now: datetime,
) -> None:
    """Keep how she wants to be addressed: her word, which outranks every list."""
    old = next((one for one in known.facts if one.about == about), None)
    fact = old or Fact(
        id="", person=known.id, about=about, value="", standing=Standing.IMPRESSION,
        confidence=0.0, learned_at=now,
    )  # fmt: skip
    answer = answer_of(
        house, known.id, fact, Verdict.CORRECTED, words=words, by=by, at=now
    )
    give_answers(house, [answer])
