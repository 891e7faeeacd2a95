"""What stands on her page: what we know, why we wrote, what we owe, in her words.

What may be said to her stands here with where it is from. What we only use, or keep
apart, is counted and lies in her copy: it is hers as well, but no greeting. Of a
message its own claims are told, out of the recorded decision, never a reason made up
later (CJEU C-203/22: what was applied to her, and what would have changed it).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from msgspec import Struct
from msgspec.structs import replace

from shopkeeper.flow.house import House
from shopkeeper.flow.knowing import Aliases, KnownPerson, gathered
from shopkeeper.flow.preferring import CALLED, Preferences, preferences_known
from shopkeeper.flow.spoken import spoken_by_id, words_of
from shopkeeper.flow.telling import departments
from shopkeeper.flow.told_us import ANSWER, WRITTEN
from shopkeeper.flow.touching import settled
from shopkeeper.flow.waiting import front_line, staff_named
from shopkeeper.remember.fit_to_speak import fit
from shopkeeper.remember.precedence import present
from shopkeeper.remember.sayable import UNSURE
from shopkeeper.say import read_content
from shopkeeper.say.reflection import asked_sentence, day_to_her
from shopkeeper.vocabulary import (
    BadInput,
    Consent,
    Decision,
    Fact,
    Loop,
    LoopKind,
    LoopState,
    Promise,
    PromiseState,
    Purpose,
    SigningRole,
    Speaker,
    Staff,
    Standing,
    Touch,
    TouchState,
    Utterance,
    ValueType,
    written_day,
)


WENT = (TouchState.SENT, TouchState.HANDED_OVER, TouchState.IN_DOUBT)
_MOST_MESSAGES = 12
_MOST_LOOPS = 20
_SENTENCES = {
    "person.called": "You like to be called {}.",
    "usual.item": "You usually buy {}.",
    "usual.last_item": "The last time you bought {}.",
    "usual.due_on": "You may need your usual again around {}.",
    "order.late": "Your order is late: {}.",
    "order.status": "Your order: {}.",
    "need.current": "You need something from us: {}.",
    "problem.current": "Something is not as it should be: {}.",
    "job.title": "Your work: {}.",
    "job.company": "You work for {}.",
}
_FAMILIES = {
    "interest": "You take an interest in {}.",
    "preference": "This is how you like it: {}.",
}
_EVENTS = {
    "moved": "You have moved", "new_baby": "You have a new baby",
    "wedding": "There is a wedding", "new_job": "You have a new job",
    "retired": "You have retired", "school": "School is on your mind",
    "exam": "There is an exam", "journey": "There is a journey",
    "feast": "There is something to celebrate",
}  # fmt: skip
_BY_CHANNEL = {
    "email": "by mail", "sms": "by text message", "post": "by post",
    "push": "on your phone's screen", "phone": "by phone", "web": "on our website",
}  # fmt: skip
_LOOPS = {
    LoopState.HEARD: "We have it.",
    LoopState.REFLECTED: "We have it, and told you how we understood it.",
    LoopState.CONFIRMED: "We have it, and understood it right.",
    LoopState.ACTED: "Something was done about it; you still hear from us.",
    LoopState.TOLD_BACK: "It was answered.",
    LoopState.SETTLED: "It is settled.",
}
_KINDS = {
    LoopKind.QUESTION: "You asked",
    LoopKind.IDEA: "You had an idea",
    LoopKind.COMPLAINT: "You complained",
}
_WHY = {
    Purpose.SERVICE: "It is about your orders and what you asked of us.",
    Purpose.RELATIONSHIP: "It sells nothing.",
    Purpose.MARKETING: "It is an offer.",
}


class Known(Struct, frozen=True, kw_only=True):
    """
    One thing we know, as she reads it.

    Attributes:
        id: Of the fact.
        before: The sentence up to the value.
        value: What is known; empty where the sentence says it all.
        after: The rest of the sentence.
        words: Her own words behind it, or empty.
        source: Where it is from, in a line.
        told: Has she told us herself?
        asks: The question where we are not sure that we understood her; else empty.
        corrected: May it be put in other words?
        is_day: Is it a day?
    """

    id: str
    before: str
    value: str
    after: str
    words: str
    source: str
    told: bool
    asks: str
    corrected: bool
    is_day: bool = False


class Choice(Struct, frozen=True, kw_only=True):
    """Values that do not go together: she says which one is right."""

    before: str
    after: str
    sides: tuple[Known, ...]


class Wrote(Struct, frozen=True, kw_only=True):
    """
    A message she got, and why.

    Attributes:
        id: Of the message.
        subject: Or what stands for it.
        day: When it went.
        how: By which channel, in words.
        body: As it was sent.
        because: Why, in sentences.
        would_change: What would have kept it back.
        chosen: Who chose and who wrote it.
        sells: Is it an offer?
        topic: What no more of it would end, in words.
    """

    id: str
    subject: str
    day: str
    how: str
    body: str
    because: tuple[str, ...]
    would_change: str
    chosen: str
    sells: bool
    topic: str


class Owed(Struct, frozen=True, kw_only=True):
    """A promise of ours, and what became of it."""

    what: str
    until: str
    state: str
    broken: bool
    source: str


class Asked(Struct, frozen=True, kw_only=True):
    """Something she asked or complained of, and how far the answer is."""

    kind: str
    what: str
    day: str
    state: str
    is_open: bool
    who: str
    until: str
    late: bool


class Agreed(Struct, frozen=True, kw_only=True):
    """A statement of hers, in words."""

    says: str
    day: str
    text: str
    version: str
    until: str


class HerPage(Struct, frozen=True, kw_only=True):
    """
    All that stands on her page.

    Attributes:
        person: Her current id.
        called: As she likes to be called; empty where nobody is sure.
        known: What we know, what we ask about first.
        choices: What does not go together.
        unsaid: So many more things stand in her copy.
        wrote: What she got, the newest first.
        likes: How she wants to be written to.
        agreed: Her statements, the newest first.
        owed: What we promised.
        asked: What she asked, the newest first.
        human: Who looks after her here, or None.
        language: As she reads.
    """

    person: str
    called: str
    known: tuple[Known, ...]
    choices: tuple[Choice, ...]
    unsaid: int
    wrote: tuple[Wrote, ...]
    likes: Preferences
    agreed: tuple[Agreed, ...]
    owed: tuple[Owed, ...]
    asked: tuple[Asked, ...]
    human: Staff | None
    language: str | None


def her_page(
    house: House, person: str, *, now: datetime, aliases: Aliases | None = None
) -> HerPage:
    """
    Return what stands on the page of a person: read anew, and nothing written.

    Args:
        house: The shop.
        person: Her current id.
        now: The moment.
        aliases: Who is whom, where that is at hand: then no work grows with how many
            people there are.

    Raises:
        NotFound: If there is nobody of that id any more.
    """
    known = gathered(house, person, aliases, now=now)
    look = _Look(house, known, now=now)
    choices, shown = _choices(look)
    facts = tuple(_known(look, shown))
    unsaid = sum(
        fact.learned_at <= now
        and fact.id not in {one.id for one in facts}
        and fact.id not in shown
        for fact in known.facts
    )
    called = look.may.facts.get(CALLED, ())
    return HerPage(
        person=known.id,
        called=str(called[0].value) if called else "",
        known=facts,
        choices=choices,
        unsaid=unsaid,
        wrote=tuple(_wrote(look)),
        likes=preferences_known(house, known, now=now),
        agreed=tuple(_agreed(look, known.consents)),
        owed=tuple(_owed(look)),
        asked=tuple(_asked(look)),
        human=human_of(house),
        language=known.language,
    )


def human_of(house: House) -> Staff | None:
    """Return who of the staff is there for people who write on their page."""
    named = staff_named(house.shop, front_line(house.shop))
    return named or next(iter(house.shop.people), None)


class _Look:
    """What is read once for a page."""

    def __init__(self, house: House, known: KnownPerson, *, now: datetime) -> None:
        self.house, self.known, self.now = house, known, now
        self.may = settled(house, known, now=now)
        self.kept_by = departments(house)
        self.loops = house.loops.of_persons(known.own)
        ids = [e.record_id for fact in known.facts for e in fact.evidence]
        ids += [one.utterance for one in self.loops]
        ids += [one.utterance for one in known.promises]
        self.said: Mapping[str, Utterance] = spoken_by_id(house, ids)
        self.zone = ZoneInfo(known.time_zone or house.shop.time_zone)

    def day(self, when: datetime) -> str:
        """Write a day as it is where she is."""
        return written_day(min(when, self.now).astimezone(self.zone).date())

    def staff(self, name: str | None) -> str:
        """Name somebody of ours; empty for nobody."""
        found = staff_named(self.house.shop, name)
        return "" if found is None else found.name


# --- what we know -------------------------------------------------------------


def _known(look: _Look, left_out: Iterable[str]) -> Iterator[Known]:
    why = {one.fact.id: one.because for one in look.may.left_out}
    gone = set(left_out)
    asked = [
        fact
        for fact in look.known.facts
        if why.get(fact.id) == UNSURE and fact.standing is Standing.TOLD
    ]
    sure = [fact for group in look.may.facts.values() for fact in group]
    for fact in asked:
        words = _her_words(look, fact)
        question = asked_sentence(fact.about, "", fact.id) if words else None
        made = known_as(look, fact)
        if made is not None and question is not None and fact.id not in gone:
            asks = question.text.partition("”. ")[2]
            yield replace(made, words=words, asks=asks)
    for fact in _order(sure):
        made = known_as(look, fact)
        if made is not None and fact.id not in gone:
            yield made


def _order(facts: Sequence[Fact]) -> list[Fact]:
    """Put how she is called first, then what she told us, then the rest."""

    def place(one: Fact) -> tuple[bool, int, str, float]:
        newest = -one.learned_at.timestamp()
        return one.about != CALLED, -one.standing.rank, one.about, newest

    return sorted(facts, key=place)


def known_as(look: _Look, fact: Fact) -> Known | None:
    """Put a fact into a sentence to her; None where there is no plain one."""
    predicate = look.house.predicates.find(fact.about)
    if predicate is None or fact.about == "promise.open":
        return None  # what was promised stands by itself
    told = fact.standing is Standing.TOLD
    spoken = fit(fact.value, predicate, told=told).spoken
    pattern = _pattern(look, fact.about)
    words = _her_words(look, fact)
    if pattern is None or (spoken is None and "{}" in pattern):
        return None
    before, _, after = pattern.partition("{}")
    value = "" if "{}" not in pattern else _value(spoken)
    return Known(
        id=fact.id, before=before, value=value, after=after,
        words="" if words.strip() == value else words, source=_source(look, fact),
        told=told, asks="", corrected="{}" in pattern,
        is_day=predicate.value is ValueType.DATE,
    )  # fmt: skip


def _pattern(look: _Look, about: str) -> str | None:
    if about in _SENTENCES:
        return _SENTENCES[about]
    family, _, word = about.partition(".")
    if family == "event":
        return f"{_EVENTS[word]}." if word in _EVENTS else None
    if family in _FAMILIES:
        return _FAMILIES[family]
    own = next((one for one in look.house.shop.predicates if one.name == about), None)
    return None if own is None else f"{word.replace('_', ' ').capitalize()}: {{}}."


def _value(spoken: object) -> str:
    text = str(spoken).rstrip(".")
    try:
        return written_day(date.fromisoformat(text))
    except ValueError:
        return text


def _her_words(look: _Look, fact: Fact) -> str:
    """Return her own words behind a fact; never a colleague's about her."""
    hers = {
        key: one for key, one in look.said.items() if one.speaker is Speaker.CUSTOMER
    }
    found = (words_of(one, hers) for one in fact.evidence)
    return next((words for words in found if words), "")


def _source(look: _Look, fact: Fact) -> str:
    day = look.day(fact.learned_at)
    ours = next(
        (kept for one in fact.evidence if (kept := look.kept_by.get(one.source))), ""
    )
    if fact.standing is Standing.TOLD:
        return _told_where(look, fact, day, ours)
    count = len({one.record_id for one in fact.evidence})
    if fact.standing is Standing.INFERRED:
        return f"We take it to be so from what you buy and do, since {day}."
    if fact.standing is Standing.RECORDED:
        whose = f"our {ours}" if ours else "our books"
        return f"It stands in the records of {whose}, as of {day}."
    if count > 1:
        return f"We saw it in {count} of your orders and visits, the last on {day}."
    return f"We saw it in what you bought or did on {day}."


def _told_where(look: _Look, fact: Fact, day: str, ours: str) -> str:
    if fact.evidence and fact.evidence[0].source in (ANSWER, WRITTEN):
        return f"You told us here, on {day}."
    if _her_words(look, fact):
        return f"You wrote this to {'our ' + ours if ours else 'us'} on {day}."
    who = look.staff(fact.author)
    if who or not ours:
        return f"You told {who or 'us'} on {day}."
    return f"You told us on {day}; our {ours} wrote it down."


def _choices(look: _Look) -> tuple[tuple[Choice, ...], set[str]]:
    """Return what she is to settle, and the ids of all facts in it."""
    found = present(look.known.facts, predicates=look.house.predicates, now=look.now)
    by_id = {fact.id: fact for fact in look.known.facts}
    choices, shown = [], set()
    for ids in found.conflicts:
        sides = [by_id[key] for key in ids]
        predicate = look.house.predicates.find(sides[0].about)
        said = {Standing.TOLD, *(predicate.says if predicate else ())}
        if predicate is None or predicate.never or predicate.sensitive:
            continue
        chosen = found.current.get(sides[0].about)
        if chosen is not None and chosen.standing is Standing.TOLD:
            continue  # her own word settled it
        made: dict[str, Known] = {}
        for fact in sides:
            side = known_as(look, fact) if fact.standing in said else None
            if side is not None and not fact.sensitive:
                made.setdefault(side.value.casefold(), side)
        if len(made) > 1:
            first = next(iter(made.values()))
            shown |= set(ids)
            choices.append(
                Choice(
                    before=first.before, after=first.after, sides=tuple(made.values())
                )
            )
    return tuple(choices), shown


# --- why we wrote -------------------------------------------------------------


def _wrote(look: _Look) -> Iterator[Wrote]:
    went = [
        one
        for one in look.house.outbox.of_persons(look.known.own)
        if one.state in WENT and one.message.body is not None
    ]
    decided = {one.id: one for one in look.house.decisions.of_persons(look.known.own)}
    by_id = {fact.id: fact for fact in look.known.facts}
    for touch in sorted(went, key=lambda one: one.at, reverse=True)[:_MOST_MESSAGES]:
        message = touch.message
        day = look.day(touch.at)
        how = _BY_CHANNEL.get(str(touch.channel), f"by {touch.channel}")
        if touch.state is TouchState.IN_DOUBT:
            how += "; we do not know whether it reached you"
        yield Wrote(
            id=message.message_id,
            subject=message.subject or "A message without a subject",
            day=day, how=how, body=message.body or "",
            because=tuple(_because(look, touch, by_id)),
            would_change=_would_change(touch),
            chosen=_chosen_by(look, touch, decided.get(touch.decision_id)),
            sells=touch.purpose is Purpose.MARKETING,
            topic=_topic(look, touch),
        )  # fmt: skip


def _because(look: _Look, touch: Touch, by_id: Mapping[str, Fact]) -> Iterator[str]:
    """Say what it says of her and where that is from; then what it was for."""
    for claim in touch.message.claims:
        text = {
            "subject": touch.message.subject, "preheader": touch.message.preheader,
        }.get(claim.part, touch.message.body) or ""  # fmt: skip
        phrase = " ".join(text[claim.start : claim.end].split())
        lines = [_source(look, by_id[key]) for key in claim.facts if key in by_id]
        if phrase and lines:
            yield f"“{phrase}”: {' '.join(dict.fromkeys(lines))}"
        elif phrase:
            yield f"“{phrase}”: we knew it then; it does not hold any more."
    yield _WHY[touch.purpose]


def _would_change(touch: Touch) -> str:
    if touch.purpose is Purpose.SERVICE:
        return "Had you asked for no mail at all, we would not have sent it."
    if touch.purpose is Purpose.MARKETING:
        return (
            "Had you said no to offers, or to this topic, or asked for less, we would "
            "not have sent it."
        )
    return "Had you asked us to write less, or not at all, we would not have sent it."


def _chosen_by(look: _Look, touch: Touch, decision: Decision | None) -> str:
    plan = look.house.plans.get(touch.plan)
    writers = (
        []
        if plan is None
        else [
            look.staff(one.person)
            for one in plan.signatures
            if one.role is SigningRole.CONTENT
        ]
    )
    writer = next((one for one in writers if one), "")
    owner = "" if plan is None else look.staff(plan.owner)
    chose = "A computer chose it"
    if decision is None:
        chose = "Somebody of ours chose it"
    wrote = f"; {writer} wrote it" if writer else ""
    answers = f", and {owner} answers for it" if owner and owner != writer else ""
    return f"{chose}{wrote}{answers}."


def _topic(look: _Look, touch: Touch) -> str:
    text = look.house.contents.get(touch.content)
    if text is None:
        return ""
    try:
        content = read_content(
            text, name=f"content/{touch.content}.md", predicates=look.house.predicates
        )
    except BadInput:
        return ""
    return content.topic or ""


# --- what we owe, what she asked, what she agreed to ---------------------------


def _owed(look: _Look) -> Iterator[Owed]:
    for one in look.known.promises:
        said = look.said.get(one.utterance)
        noted = said is not None and said.speaker is Speaker.REP_NOTE
        if one.owner != "us" or not one.what.strip() or noted:
            continue  # what a colleague noted for himself was never said to her
        broken = one.state is PromiseState.BROKEN
        who = look.staff(one.made_by)
        made = (
            f"{who or 'We'} said so on {look.day(one.made_at)}." if one.made_at else ""
        )
        yield Owed(
            what=one.what.strip(),
            until="" if one.deadline is None else _deadline(look, one),
            state=_state_of(one), broken=broken, source=made,
        )  # fmt: skip


def _deadline(look: _Look, one: Promise) -> str:
    when = one.deadline
    return "" if when is None else day_to_her(when, str(look.zone))


def _state_of(one: Promise) -> str:
    return {
        PromiseState.OPEN: "It is open.",
        PromiseState.KEPT: "Done.",
        PromiseState.BROKEN: "We broke this.",
        PromiseState.REPAIRED: "It was late, and it was made good.",
    }[one.state]


def _asked(look: _Look) -> Iterator[Asked]:
    hers = [
        one
        for one in look.loops
        if one.state in _LOOPS and _is_hers(look, one) and one.since <= look.now
    ]
    newest = sorted(hers, key=lambda one: one.since, reverse=True)[:_MOST_LOOPS]
    for one in newest:
        waits = one.state not in (LoopState.TOLD_BACK, LoopState.SETTLED)
        yield Asked(
            kind=_KINDS[one.kind], what=" ".join(one.what.split()),
            day=look.day(one.since), state=_LOOPS[one.state], is_open=waits,
            who=look.staff(one.by or one.owner),
            until=day_to_her(one.due, str(look.zone)) if waits else "",
            late=waits and one.due < look.now.astimezone(look.zone).date(),
        )  # fmt: skip


def _is_hers(look: _Look, loop: Loop) -> bool:
    said = look.said.get(loop.utterance)
    return said is not None and said.speaker is Speaker.CUSTOMER


def _agreed(look: _Look, consents: Sequence[Consent]) -> Iterator[Agreed]:
    words = {"granted": "You said yes", "denied": "You said no",
             "revoked": "You took it back"}  # fmt: skip
    for one in reversed(consents):
        if one.at > look.now:
            continue
        about = f"news about {one.topic}" if one.topic else _purpose(one.purpose)
        where = f" {_BY_CHANNEL[str(one.channel)]}" if one.channel else ""
        yield Agreed(
            says=f"{words.get(str(one.state), str(one.state))}: {about}{where}",
            day=look.day(one.at), text=one.text or "", version=one.version or "",
            until="" if one.expires is None else written_day(one.expires.date()),
        )  # fmt: skip


def _purpose(purpose: Purpose) -> str:
    return {
        Purpose.SERVICE: "messages about your orders",
        Purpose.RELATIONSHIP: "a friendly word now and then",
        Purpose.MARKETING: "offers and news",
    }[purpose]
