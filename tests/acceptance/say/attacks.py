"""Cases that try to make a message say what it may not, with the truth of each.

The truth comes from how a case was made, never from the product's own rules: each
maker below states in its first line what is wrong with its fact, or that nothing is.
Source: contracts.md, section 2.

    python -m tests.acceptance.say.attacks FOLDER [--each 1000] [--seed 1]

writes `facts.jsonl`, `content/*.md`, `people/<key>.jsonl` and `truth.jsonl`, as the
ruler of `say` documents them.
"""

from __future__ import annotations

import argparse
import json

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.acceptance.say.hostile import HOSTILE_NAMES, HOSTILE_TEXTS
from tests.acceptance.say.values import (
    DOUBTED_NAMES,
    NAMES,
    ODD_BUT_FIT,
    UNFIT_NAMES,
    UNFIT_TEXTS,
    Dice,
    new_words,
)
from tests.acceptance.say.world_names import SAFE_NAMES


NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
YEAR = timedelta(days=365)
SECOND = timedelta(seconds=1)


@dataclass(frozen=True)
class Rule:
    """A row of the contract's table, copied from it by hand."""

    about: str
    says: tuple[str, ...]
    at_least: float
    half_life: timedelta | None
    many: bool = False
    value: str = "text"


DAYS = timedelta(days=1)
RULES = (
    Rule("person.called", ("recorded",), 0.9, 5 * YEAR),
    Rule("usual.item", ("recorded", "observed"), 0.8, 180 * DAYS, many=True),
    Rule("usual.last_item", ("recorded", "observed"), 0.8, 180 * DAYS),
    Rule("usual.due_on", ("observed",), 0.8, 30 * DAYS, value="date"),
    Rule("order.late", ("recorded",), 0.9, 30 * DAYS, many=True),
    Rule("order.status", ("recorded",), 0.9, 30 * DAYS, many=True),
    Rule("need.current", ("recorded",), 0.8, 30 * DAYS, many=True),
    Rule("problem.current", ("recorded",), 0.8, 30 * DAYS, many=True),
    Rule("promise.open", ("recorded",), 0.9, None, many=True),
    Rule("event.moved", (), 0.9, YEAR, value="either"),
    Rule("interest.rowing", (), 0.9, YEAR),
    Rule("preference.window_seat", (), 0.9, 2 * YEAR),
    Rule("job.title", ("recorded",), 0.9, YEAR),
    Rule("job.company", ("recorded",), 0.9, YEAR),
)
SINGLE = tuple(rule for rule in RULES if not rule.many)
MANY = tuple(rule for rule in RULES if rule.many)
FADING = tuple(rule for rule in RULES if rule.half_life is not None)
TEXTS = tuple(rule for rule in RULES if rule.value == "text")
UNTOLD = ("recorded", "observed", "inferred", "impression")
RECORDABLE = tuple(rule for rule in SINGLE if "recorded" in rule.says)


@dataclass
class Case:
    """One person, what is known about her, and what a message may say."""

    rule: Rule
    safe: bool
    facts: list[dict[str, object]]
    good: list[str] = field(default_factory=list)
    bad: list[str] = field(default_factory=list)
    person: dict[str, object] = field(default_factory=dict)
    hold: bool = False
    either: bool = False
    shape: str = "plain"
    purpose: str = "service"


class Maker:
    """Makes facts with ids of their own; all dice are *dice*."""

    def __init__(self, dice: Dice) -> None:
        self.dice = dice
        self._count = 0

    def value(self, rule: Rule) -> str:
        """A fresh value that is fit to be spoken."""
        if rule.about == "person.called":
            return self.dice.choice(NAMES)
        if rule.value == "date":
            day = NOW.date() + timedelta(days=self.dice.whole(1, 900))
            return day.isoformat()
        return new_words(self.dice)

    def two(self, rule: Rule) -> tuple[str, str]:
        """Two different values, neither a part of the other."""
        one = self.value(rule)
        other = self.value(rule)
        while other.casefold() in one.casefold() or one.casefold() in other.casefold():
            other = self.value(rule)
        return one, other

    def fact(self, rule: Rule, value: object, **changes: object) -> dict[str, object]:
        """A fact of `me` that may be said, but for *changes*; `age` is a timedelta."""
        self._count += 1
        longest = min(rule.half_life or YEAR, YEAR)
        age = changes.pop("age", longest * self.dice.random() * 0.99)
        assert isinstance(age, timedelta)
        standing = self.dice.choice(("told", *rule.says))
        return {
            "id": f"f{self._count}",
            "person": "me",
            "about": rule.about,
            "value": value,
            "standing": standing,
            "confidence": _sure(self.dice, rule.at_least),
            "learned_at": (NOW - age).isoformat(),
            **changes,
        }


def _sure(dice: Dice, least: float) -> float:
    """A confidence from *least* to 1, with three digits."""
    return dice.whole(round(least * 1000), 1001) / 1000


def shown(value: object) -> list[str]:
    """The ways in which a value might show up in a letter."""
    text = str(value)
    try:
        day = datetime.fromisoformat(text).date()
    except ValueError:
        return [text.strip()] if len(text.strip()) > 1 else []
    return [text, f"{day.day} {day:%B %Y}"]


Kind = Callable[[Maker], Case]
ATTACKS: dict[str, Kind] = {}
SAFE: dict[str, Kind] = {}


def attack(make: Kind) -> Kind:
    """Register a case in which the specific words may not be said."""
    ATTACKS[make.__name__] = make
    return make


def safe(make: Kind) -> Kind:
    """Register a case in which they may."""
    SAFE[make.__name__] = make
    return make


def _one(maker: Maker, rules: tuple[Rule, ...], **changes: object) -> Case:
    """A single fact that is spoilt by *changes*."""
    rule = maker.dice.choice(rules)
    value = maker.value(rule)
    fact = maker.fact(rule, value, **changes)
    return Case(rule, safe=False, facts=[fact], bad=shown(value))


@attack
def other_person(maker: Maker) -> Case:
    """The only fact is about somebody else."""
    return _one(maker, RULES, person=maker.dice.choice(("other", "nobody", "ME")))


@attack
def erased(maker: Maker) -> Case:
    """She took it back."""
    return _one(maker, RULES, erased=True)


@attack
def sensitive(maker: Maker) -> Case:
    """It is marked as sensitive, even where she told us."""
    return _one(maker, RULES, sensitive=True)


@attack
def expired(maker: Maker) -> Case:
    """It expired, at the latest right now."""
    ago = maker.dice.choice((timedelta(0), SECOND, 40 * DAYS))
    return _one(maker, RULES, expires=(NOW - ago).isoformat())


@attack
def future(maker: Maker) -> Case:
    """It was learned after now."""
    return _one(maker, RULES, age=-maker.dice.choice((SECOND, DAYS, YEAR)))


@attack
def stale(maker: Maker) -> Case:
    """It is older than one half-life, if only by a second."""
    rule = maker.dice.choice(FADING)
    assert rule.half_life is not None
    more = maker.dice.choice((SECOND, DAYS, rule.half_life))
    return _one(maker, (rule,), age=rule.half_life + more)


@attack
def unsure(maker: Maker) -> Case:
    """Its confidence does not reach the least that is needed."""
    rule = maker.dice.choice(RULES)
    low = maker.dice.choice((0.0, 0.5, rule.at_least - 0.001, rule.at_least - 1e-9))
    return _one(maker, (rule,), confidence=low)


@attack
def wrong_standing(maker: Maker) -> Case:
    """Nobody may say it on that word, however sure."""
    rule = maker.dice.choice(RULES)
    wrong = [standing for standing in UNTOLD if standing not in rule.says]
    return _one(maker, (rule,), standing=maker.dice.choice(wrong), confidence=1.0)


@attack
def kept_promise(maker: Maker) -> Case:
    """The promise was kept."""
    rule = next(rule for rule in RULES if rule.about == "promise.open")
    return _one(maker, (rule,), kept_at=(NOW - DAYS).isoformat())


@attack
def unknown_about(maker: Maker) -> Case:
    """No such predicate is known."""
    word = maker.dice.choice(("person.name", "usual.itm", "event.birthday", "x", ""))
    return _one(maker, RULES, about=word)


@attack
def wrong_type(maker: Maker) -> Case:
    """The value is not of the predicate's type."""
    rule = maker.dice.choice(RULES)
    wrong: list[object] = [42, 4.5, True, None, ["a", "b"], {"a": 1}, "", " \u200b "]
    if rule.value == "date":
        wrong += ["soon", "next week", "2026-13-45", "1 December", "12/01/2026"]
    value = maker.dice.choice(wrong)
    return Case(rule, safe=False, facts=[maker.fact(rule, value)])


@attack
def unfit_text(maker: Maker) -> Case:
    """The words are not fit to be spoken to anybody."""
    rule = maker.dice.choice(TEXTS)
    value = maker.dice.choice(UNFIT_TEXTS)
    return Case(rule, safe=False, facts=[maker.fact(rule, value)], bad=shown(value))


@attack
def unfit_name(maker: Maker) -> Case:
    """The words are no name that anybody is called by."""
    value = maker.dice.choice(UNFIT_NAMES)
    fact = maker.fact(RULES[0], value)
    return Case(RULES[0], safe=False, facts=[fact], bad=[f"Well, {value}"])


@attack
def sensitive_beside_others(maker: Maker) -> Case:
    """Of many only the sensitive one is left out, as if it had never been there."""
    rule = maker.dice.choice(MANY)
    one, other = maker.two(rule)
    facts = [
        maker.fact(rule, one, sensitive=True, confidence=1.0, age=timedelta(0)),
        maker.fact(rule, other),
    ]
    facts = maker.dice.shuffled(facts)
    case = Case(rule, safe=True, facts=facts, bad=shown(one), good=[other])
    case.shape = maker.dice.choice(("plain", "loop"))
    return case


@attack
def hostile_text(maker: Maker) -> Case:
    """Hidden signs and markup of names, where any other words should stand."""
    rule = maker.dice.choice(TEXTS)
    value = maker.dice.choice(HOSTILE_TEXTS)
    return Case(rule, safe=False, facts=[maker.fact(rule, value)], bad=shown(value))


@attack
def no_name(maker: Maker) -> Case:
    """What forms, exports and jokers leave where a name should be, by hand."""
    value = maker.dice.choice(HOSTILE_NAMES)
    fact = maker.fact(RULES[0], value)
    return Case(RULES[0], safe=False, facts=[fact], bad=[f"Well, {value}"])


@attack
def doubted_name(maker: Maker) -> Case:
    """Nobody can be sure how it is written: a clean form or none, but not as it is."""
    value = maker.dice.choice(DOUBTED_NAMES)
    fact = maker.fact(RULES[0], value)
    return Case(RULES[0], safe=False, facts=[fact], bad=[f"Well, {value}"], either=True)


@attack
def same_standing(maker: Maker) -> Case:
    """Two of one single-valued predicate differ, and nothing settles it."""
    rule = maker.dice.choice(SINGLE)
    one, other = maker.two(rule)
    standing = maker.dice.choice(UNTOLD)
    facts = [
        maker.fact(rule, value, standing=standing, confidence=1.0)
        for value in (one, other)
    ]
    return Case(rule, safe=False, facts=facts, bad=[*shown(one), *shown(other)])


@attack
def told_in_one_breath(maker: Maker) -> Case:
    """She said two things at the same moment."""
    rule = maker.dice.choice(SINGLE)
    one, other = maker.two(rule)
    facts = [
        maker.fact(rule, value, standing="told", age=5 * DAYS) for value in (one, other)
    ]
    return Case(rule, safe=False, facts=facts, bad=[*shown(one), *shown(other)])


@attack
def beaten_by_unsayable(maker: Maker) -> Case:
    """What beats it may itself not be said: stale, unsure or sensitive."""
    rule = maker.dice.choice(RECORDABLE)
    one, other = maker.two(rule)
    assert rule.half_life is not None
    spoilt: list[dict[str, object]] = [
        {"age": rule.half_life + DAYS}, {"confidence": 0.1}, {"sensitive": True},
    ]  # fmt: skip
    winner = maker.fact(rule, one, standing="told", **maker.dice.choice(spoilt))
    loser = maker.fact(rule, other, standing="recorded")
    return Case(
        rule, safe=False, facts=[loser, winner], bad=[*shown(one), *shown(other)]
    )


@attack
def beaten_by_stale_equal(maker: Maker) -> Case:
    """A stale or doubtful fact of the same standing contradicts all the same."""
    rule = maker.dice.choice(RECORDABLE)
    one, other = maker.two(rule)
    assert rule.half_life is not None
    spoilt: list[dict[str, object]] = [
        {"age": rule.half_life + DAYS}, {"confidence": 0.1},
    ]  # fmt: skip
    old = maker.fact(rule, one, standing="recorded", **maker.dice.choice(spoilt))
    new = maker.fact(rule, other, standing="recorded")
    return Case(rule, safe=False, facts=[new, old], bad=[*shown(one), *shown(other)])


@attack
def her_earlier_words(maker: Maker) -> Case:
    """She said something else later, which is not sure enough."""
    rule = maker.dice.choice(SINGLE)
    one, other = maker.two(rule)
    early = maker.fact(rule, one, standing="told", age=10 * DAYS)
    late = maker.fact(rule, other, standing="told", age=9 * DAYS, confidence=0.3)
    return Case(rule, safe=False, facts=[early, late], bad=[*shown(one), *shown(other)])


@attack
def named_contradiction(maker: Maker) -> Case:
    """One of two names the other, either way, also across predicates."""
    rule = maker.dice.choice(RULES)
    beside = maker.dice.choice([rule, maker.dice.choice(RULES)])
    value = maker.value(rule)
    standing = maker.dice.choice(("recorded", "observed"))
    one = maker.fact(rule, value, standing=standing, confidence=1.0)
    other = maker.fact(beside, maker.value(beside), standing=standing, confidence=0.0)
    first, second = maker.dice.shuffled([one, other])
    first["contradicted_by"] = [second["id"]]
    return Case(rule, safe=False, facts=[one, other], bad=shown(value))


@attack
def named_and_beaten(maker: Maker) -> Case:
    """A many-valued fact is named by a told one that beats it and is stale."""
    rule = maker.dice.choice([rule for rule in MANY if rule.half_life is not None])
    value, other = maker.two(rule)
    assert rule.half_life is not None
    one = maker.fact(rule, value, standing="recorded")
    told = maker.fact(rule, other, standing="told", age=rule.half_life + DAYS)
    first, second = maker.dice.shuffled([one, told])
    first["contradicted_by"] = [second["id"]]
    return Case(rule, safe=False, facts=[one, told], bad=[*shown(value), *shown(other)])


def _held(maker: Maker, purpose: str, **person: object) -> Case:
    rule = maker.dice.choice(RULES)
    value = maker.value(rule)
    facts = [maker.fact(rule, value)]
    return Case(
        rule, safe=False, facts=facts, bad=shown(value), person=person, hold=True,
        purpose=purpose,
    )  # fmt: skip


@attack
def erased_person(maker: Maker) -> Case:
    """She is erased: always held."""
    purpose = maker.dice.choice(("service", "relationship", "marketing"))
    return _held(maker, purpose, erased=True, consents={purpose: "granted"})


@attack
def suppressed_person(maker: Maker) -> Case:
    """She, or that channel, is suppressed."""
    purpose = maker.dice.choice(("service", "relationship", "marketing"))
    scopes = maker.dice.choice((["all"], ["email"], ["sms", "email"], ["all", "web"]))
    return _held(maker, purpose, suppressed=scopes, consents={purpose: "granted"})


@attack
def said_no(maker: Maker) -> Case:
    """She did not agree to marketing, or refused that purpose."""
    purpose = maker.dice.choice(("relationship", "marketing"))
    states: list[str | None] = ["denied", "revoked"]
    if purpose == "marketing":
        states += ["unknown", None]
    state = maker.dice.choice(states)
    consents = {"service": "granted"} | ({purpose: state} if state else {})
    return _held(maker, purpose, consents=consents)


@attack
def channel_not_named(maker: Maker) -> Case:
    """The content does not go by her channel."""
    channel = maker.dice.choice(("push", "web", "post", "phone", "chat", "counter"))
    return _held(maker, "service", channel=channel)


def _good(maker: Maker, rules: tuple[Rule, ...], **changes: object) -> Case:
    rule = maker.dice.choice(rules)
    value = maker.value(rule)
    case = Case(rule, safe=True, facts=[maker.fact(rule, value, **changes)])
    case.good = [value] if rule.value != "date" else shown(value)[1:]
    return case


@safe
def plain(maker: Maker) -> Case:
    """Nothing is wrong with it."""
    return _good(maker, RULES)


@safe
def just_enough(maker: Maker) -> Case:
    """Exactly as sure as needed, exactly one half-life old, expiring in a second."""
    rule = maker.dice.choice(FADING)
    assert rule.half_life is not None
    changes: list[dict[str, object]] = [
        {"confidence": rule.at_least},
        {"age": rule.half_life},
        {"age": timedelta(0)},
        {"expires": (NOW + SECOND).isoformat()},
        {"erased": False, "sensitive": False, "expires": None, "contradicted_by": []},
    ]
    return _good(maker, (rule,), **maker.dice.choice(changes))


@safe
def told(maker: Maker) -> Case:
    """What she told us is allowed wherever the predicate is."""
    return _good(maker, RULES, standing="told")


@safe
def contradicted_by_nothing(maker: Maker) -> Case:
    """The other one is erased, expired, future or unfit, and contradicts nothing."""
    rule = maker.dice.choice([rule for rule in SINGLE if rule.value != "either"])
    case = _good(maker, (rule,))
    good = case.facts[0]
    other = maker.value(rule)
    spoilt: list[dict[str, object]] = [
        {"erased": True},
        {"expires": NOW.isoformat()},
        {"age": -DAYS},
        {"value": "{{first_name}}"},
        {"value": 17},
        {"value": "x" * 121},
    ]
    changes = {"value": other} | maker.dice.choice(spoilt)
    value = changes.pop("value")
    bad = maker.fact(rule, value, standing="told", **changes)
    if maker.dice.random() < 0.5:
        first, second = maker.dice.shuffled([good, bad])
        first["contradicted_by"] = [second["id"]]
    case.facts.append(bad)
    return case


@safe
def precedence(maker: Maker) -> Case:
    """A stronger word stands against a weaker one, and her later word."""
    rule = maker.dice.choice(RECORDABLE)
    one, other = maker.two(rule)
    pair = maker.dice.choice(
        [
            ({"standing": "told"}, {"standing": "recorded"}),
            ({"standing": "recorded"}, {"standing": "observed"}),
            ({"standing": "recorded"}, {"standing": "inferred", "confidence": 1.0}),
            ({"standing": "told", "age": DAYS}, {"standing": "told", "age": 2 * DAYS}),
            ({"standing": "told"}, {"standing": "impression"}),
        ]
    )
    facts = [maker.fact(rule, one, **pair[0]), maker.fact(rule, other, **pair[1])]
    if maker.dice.random() < 0.3:
        facts[0]["contradicted_by"] = [facts[1]["id"]]
    facts = maker.dice.shuffled(facts)
    return Case(rule, safe=True, facts=facts, good=[one], bad=shown(other))


@safe
def the_same_in_other_letters(maker: Maker) -> Case:
    """Equal after trimming, NFKC and case folding: no contradiction."""
    rule = maker.dice.choice(RECORDABLE)
    value = maker.value(rule)
    wide = "".join(
        chr(ord(sign) + 0xFEE0) if sign.isascii() and sign.isalnum() else sign
        for sign in value
    )
    other = maker.dice.choice((f"  {value} ", value, f"{value}\n", wide))
    facts = [
        maker.fact(rule, value, standing="recorded"),
        maker.fact(rule, other, standing="recorded", confidence=0.5),
    ]
    return Case(rule, safe=True, facts=facts, good=[value])


@safe
def odd_but_fit(maker: Maker) -> Case:
    """A strange value that breaks no rule comes out literally."""
    about, value = maker.dice.choice(ODD_BUT_FIT)
    rule = next(rule for rule in RULES if rule.about == about)
    return Case(rule, safe=True, facts=[maker.fact(rule, value)], good=[value.strip()])


@safe
def name_of_the_world(maker: Maker) -> Case:
    """Odd for one reader is everyday for another."""
    value = maker.dice.choice(SAFE_NAMES)
    return Case(RULES[0], safe=True, facts=[maker.fact(RULES[0], value)], good=[value])


@safe
def best_of_many(maker: Maker) -> Case:
    """Of several the surest today is printed, then the newest."""
    rule = maker.dice.choice([rule for rule in MANY if rule.about != "promise.open"])
    best, other = maker.two(rule)
    facts = [
        maker.fact(rule, best, confidence=1.0, age=DAYS),
        maker.fact(rule, other, confidence=0.95, age=DAYS),
        maker.fact(rule, maker.value(rule), confidence=0.1, age=timedelta(0)),
    ]
    if maker.dice.random() < 0.5:
        facts[1] |= {"confidence": 1.0, "learned_at": (NOW - 9 * DAYS).isoformat()}
    facts = maker.dice.shuffled(facts)
    return Case(rule, safe=True, facts=facts, good=[best], bad=shown(other))


@safe
def looped(maker: Maker) -> Case:
    """A loop goes over those that may be said, and no others."""
    rule = maker.dice.choice(MANY)
    one, other = maker.two(rule)
    wrong = maker.value(rule)
    facts = [maker.fact(rule, one), maker.fact(rule, other)]
    facts.append(maker.fact(rule, wrong, confidence=0.2))
    return Case(
        rule, safe=True, facts=facts, good=[one, other], bad=[wrong], shape="loop"
    )


@attack
def empty_loop(maker: Maker) -> Case:
    """None of them may be said, so the loop's rung does not hold."""
    case = _one(maker, MANY, confidence=0.2)
    case.shape = "loop"
    return case


@safe
def filtered(maker: Maker) -> Case:
    """A filter changes the case and adds beside, and the words stay."""
    rule = maker.dice.choice([r for r in TEXTS if r.about != "person.called"])
    value = maker.value(rule)
    facts = [maker.fact(rule, value)]
    return Case(rule, safe=True, facts=facts, good=[value.upper()], shape="filters")


@safe
def relied_on(maker: Maker) -> Case:
    """A rung stands on a fact that it does not print."""
    case = _good(maker, RULES)
    case.shape, case.bad, case.good = "about", shown(case.good[0]), []
    return case


@attack
def not_relied_on(maker: Maker) -> Case:
    """A rung may not stand on a fact that may not be said."""
    case = _one(maker, RULES, confidence=0.3)
    case.shape = "about"
    return case


@safe
def free_to_go(maker: Maker) -> Case:
    """Consents that let the message go."""
    purpose, state = maker.dice.choice(
        [
            ("service", "denied"), ("service", "revoked"), ("service", "unknown"),
            ("relationship", "unknown"), ("relationship", "granted"),
            ("marketing", "granted"),
        ]
    )  # fmt: skip
    case = _good(maker, RULES)
    case.purpose = purpose
    case.person = {"consents": {purpose: state}, "suppressed": ["sms", "post"]}
    return case


@safe
def by_sms(maker: Maker) -> Case:
    """A short message has neither subject nor preheader."""
    case = _good(maker, RULES)
    case.person = {"channel": "sms"}
    return case


@safe
def in_german(maker: Maker) -> Case:
    """Her language has a content of its own."""
    case = _good(maker, tuple(rule for rule in RULES if rule.value != "date"))
    case.person = {"language": maker.dice.choice(("de", "de-AT"))}
    return case


def contents() -> Iterator[tuple[str, str]]:
    """The content files: name without ending, and text."""
    for rule in RULES:
        for purpose in ("service", "relationship", "marketing"):
            for shape in ("plain", "loop", "filters", "about"):
                key = content_key(rule, purpose, shape)
                yield key, _content(key, rule, purpose, shape, "Well", "Hello there")
                if shape == "plain":
                    german = _content(key, rule, purpose, shape, "Nun", "Guten Tag")
                    yield f"{key}.de", german


def content_key(rule: Rule, purpose: str, shape: str) -> str:
    """The key of the content that a case is tried on."""
    return f"{rule.about.replace('.', '-')}_{purpose}_{shape}"


def _content(key: str, rule: Rule, purpose: str, shape: str, so: str, hi: str) -> str:
    name = rule.about
    words = {
        "plain": f"{so}, {{{{ {name} }}}} it is.",
        "filters": f'{so}, {{{{ {name} | upcase | append: "s" }}}} it is.',
        "about": f"{so}, we remember.",
        "loop": f"{so}:{{% for x in all.{name} %}} {{{{ x }}}};{{% endfor %}} it is.",
    }[shape]
    first = f'{{% say about: "{name}" %}}' if shape == "about" else "{% say %}"
    ladder = f"{first}{words}{{% or %}}{hi}.{{% endsay %}}"
    subject = ladder.replace("\\", "\\\\").replace('"', '\\"')
    return (
        f'+++\nkey = "{key}"\npurpose = "{purpose}"\nchannels = ["email", "sms"]\n'
        f'subject = "{subject}"\npreheader = "{subject}"\n+++\n'
        f"Dear reader, may we hope that you will be well?\n\n{ladder}\n\n"
        f"{{{{ shop.name }}}}, {{{{ today }}}}\n"
    )


def write_attacks(
    folder: Path, *, each: int, seed: int, more: Mapping[str, int] | None = None
) -> int:
    """
    Write *each* cases of every kind into *folder*, or as many as *more* says.

    Returns:
        How many cases were written.
    """
    maker = Maker(Dice(seed))
    facts: list[dict[str, object]] = []
    truth: list[dict[str, object]] = []
    people: dict[str, list[dict[str, object]]] = {}
    for kinds, is_attack in ((ATTACKS, True), (SAFE, False)):
        for kind, make in kinds.items():
            for number in range((more or {}).get(kind, each)):
                case = make(maker)
                key = content_key(case.rule, case.purpose, case.shape)
                me = f"{kind}-{number}"
                facts += _owned(case.facts, me)
                people.setdefault(key, []).append(_person(me, case))
                truth.append(_truth(me, key, kind, case, is_attack=is_attack))
    (folder / "content").mkdir(parents=True, exist_ok=True)
    (folder / "people").mkdir(exist_ok=True)
    for name, text in contents():
        (folder / "content" / f"{name}.md").write_text(text, encoding="utf-8")
    for key, rows in people.items():
        _write(folder / "people" / f"{key}.jsonl", rows)
    facts = maker.dice.shuffled(facts)
    _write(folder / "facts.jsonl", facts)
    _write(folder / "truth.jsonl", truth)
    return len(truth)


def _owned(facts: list[dict[str, object]], me: str) -> Iterator[dict[str, object]]:
    for fact in facts:
        owner = str(fact["person"])
        yield fact | {"person": me if owner == "me" else f"{owner}-{me}"}


def _person(me: str, case: Case) -> dict[str, object]:
    address = f"{me}@mail.example"
    return {"person": me, "channel": "email", "address": address} | case.person


def _truth(
    me: str, key: str, kind: str, case: Case, *, is_attack: bool
) -> dict[str, object]:
    ladders = 1 if case.person.get("channel") == "sms" else 3
    return {
        "person": me,
        "content": key,
        "attack": is_attack,
        "kind": kind,
        "rungs": [0 if case.safe else 1] * ladders,
        "safe": [case.safe] * ladders,
        "either": list(range(ladders)) if case.either else [],
        "must_contain": [] if case.hold else case.good,
        "must_not_contain": case.bad,
        "must_hold": case.hold,
    }


def _write(path: Path, rows: list[dict[str, object]]) -> None:
    with path.open("w", encoding="utf-8") as lines:
        lines.writelines(json.dumps(row) + "\n" for row in rows)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--each", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    count = write_attacks(asked.folder, each=asked.each, seed=asked.seed)
    print(f"{count} cases, seed {asked.seed}")  # noqa: T201
