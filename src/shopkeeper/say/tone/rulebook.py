"""Rules in the manner of Vale: what each looks for, what it says, which check it is of.

A rule is data: a table of a `rules/*.toml` here, or of a shop's own `tone/*.toml`. Its
patterns are regular expressions over one sentence in small letters with plain
apostrophes; a blank stands for any blanks, and a pattern begins and ends at words.
"""

from __future__ import annotations

import pkgutil
import re
import tomllib

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from shopkeeper.say.tone.literals import literals_of
from shopkeeper.vocabulary import BadInput


CHECKS = (
    "greets_by_name", "register", "apologises_for_the_effect", "blames_nobody_but_us",
    "says_what_was_done", "says_how_to_verify", "says_what_happens_next", "no_pressure",
    "thanks_and_is_signed", "plain_voice", "nothing_left_out",
)  # fmt: skip
PACKAGED = (
    "register",
    "blame",
    "pressure",
    "plain",
    "apology",
    "proof",
    "thanks",
    "kinds",
    "signs",
)
KEYS = (
    "key",
    "check",
    "looks_for",
    "unless",
    "says",
    "is",
    "register",
    "channels",
    "off",
)
KINDS = ("fault", "sign", "good")
REGISTERS = ("informal", "formal")
CHANNELS = ("mail", "letter", "chat", "sms")


@dataclass(frozen=True, slots=True)
class Rule:
    """
    One rule.

    Attributes:
        key: Its name, by which a shop can change or switch it off.
        check: The check it speaks to.
        says: The advice.
        looks_for: Patterns; one is enough.
        unless: Patterns that excuse it, in the same sentence.
        kind: A `fault` fails the check; `good` shows that it is met; a `sign` is one
            sign among others for the ear.
        register: Only where this is hers, or None.
        channels: Only there; empty for everywhere.
    """

    key: str
    check: str
    says: str
    looks_for: tuple[str, ...]
    unless: tuple[str, ...] = ()
    kind: str = "fault"
    register: str | None = None
    channels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule that found something: `[start, end)` in the sentence."""

    rule: Rule
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Pattern:
    source: str
    needs: frozenset[str] | None
    compiled: re.Pattern[str]
    rule: Rule
    unless: re.Pattern[str] | None


class Rulebook:
    """
    Rules, ready to be asked; equal rulebooks answer alike.

    Args:
        rules: All of them.
        own: Keys of those that a house added.
    """

    def __init__(self, rules: Iterable[Rule], own: Iterable[str] = ()) -> None:
        self.rules = tuple(rules)
        self.own = frozenset(own)
        self._words: dict[str, list[tuple[Rule, re.Pattern[str] | None]]] = {}
        patterns: list[_Pattern] = []
        for rule in self.rules:
            for pattern in _patterns(rule):
                if _PLAIN_WORD.fullmatch(pattern.source):
                    found = self._words.setdefault(pattern.source, [])
                    found.append((rule, pattern.unless))
                else:
                    patterns.append(pattern)
        self._patterns = tuple(patterns)
        self._always: list[int] = []
        self._by_three: dict[str, list[int]] = {}
        for number, one in enumerate(patterns):
            if one.needs is None or min(map(len, one.needs)) < _THREE:
                self._always.append(number)
                continue
            for three in {text[:_THREE] for text in one.needs}:
                self._by_three.setdefault(three, []).append(number)
        self._known: dict[str, tuple[Hit, ...]] = {}
        self._keys: dict[str, frozenset[str]] = {}
        self._faults: dict[str, tuple[Hit, ...]] = {}

    def hits(self, low: str) -> tuple[Hit, ...]:
        """
        Return what the rules find in one sentence, the first place of each rule.

        What was asked is kept, for most sentences of a round are the same.
        """
        known = self._known.get(low)
        if known is None:
            if len(self._known) >= _MOST_KEPT:
                self._known.clear()
            known = self._known[low] = tuple(self._find(low))
        return known

    def keys(self, low: str) -> frozenset[str]:
        """Return the keys of the rules that find something in one sentence."""
        known = self._keys.get(low)
        if known is None:
            if len(self._keys) >= _MOST_KEPT:
                self._keys.clear()
            known = self._keys[low] = frozenset(hit.rule.key for hit in self.hits(low))
        return known

    def faults(self, low: str) -> tuple[Hit, ...]:
        """Return what rules by themselves call a fault in one sentence."""
        known = self._faults.get(low)
        if known is None:
            if len(self._faults) >= _MOST_KEPT:
                self._faults.clear()
            known = self._faults[low] = tuple(
                hit for hit in self.hits(low) if hit.rule.kind == "fault"
            )
        return known

    def _find(self, low: str) -> Iterator[Hit]:
        found = set()
        for match in _ANY_WORD.finditer(low):
            for rule, unless in self._words.get(match[0], ()):
                if rule.key not in found and not (unless and unless.search(low)):
                    found.add(rule.key)
                    yield Hit(rule, match.start(), match.end())
        tried = set(self._always)
        for at in range(len(low) - _THREE + 1):
            tried.update(self._by_three.get(low[at : at + _THREE], ()))
        for number in sorted(tried):
            one = self._patterns[number]
            if one.rule.key in found:
                continue
            if one.needs is not None and not any(text in low for text in one.needs):
                continue
            place = one.compiled.search(low)
            if place and not (one.unless is not None and one.unless.search(low)):
                found.add(one.rule.key)
                yield Hit(one.rule, place.start(), place.end())


_MOST_KEPT = 8192
_THREE = 3
_PLAIN_WORD = re.compile(r"[a-z]+")
_ANY_WORD = re.compile(r"[^\W_]+")


def _patterns(rule: Rule) -> Iterator[_Pattern]:
    unless = (
        re.compile("|".join(_whole_words(one) for one in rule.unless))
        if rule.unless
        else None
    )
    for one in rule.looks_for:
        yield _Pattern(
            one,
            literals_of(_whole_words(one)),
            re.compile(_whole_words(one)),
            rule,
            unless,
        )


def _whole_words(pattern: str) -> str:
    pattern = pattern.replace(" ?", r"\s*").replace(" ", r"\s+")
    before = r"(?<![^\W_])" if re.match(r"[\w(\[]", pattern) else ""
    after = r"(?![^\W_])" if re.search(r"[\w)\]?]$", pattern) else ""
    return f"{before}(?:{pattern}){after}"


def rule_of(data: Mapping[str, object], *, where: str) -> Rule:
    """
    Read a rule.

    Args:
        data: A table of the file.
        where: File and line, for errors.

    Raises:
        BadInput: If it is no rule; saying what to do.
    """
    key = _text(data, "key", where)
    check = _one_of(data, "check", CHECKS, where)
    looks_for = _texts(data, "looks_for", where)
    if not looks_for:
        msg = f"{where}: the rule {key!r} looks for nothing: give looks_for a pattern"
        raise BadInput(msg)
    unless = _texts(data, "unless", where)
    for pattern in (*looks_for, *unless):
        try:
            re.compile(_whole_words(pattern))
        except re.error as problem:
            msg = f"{where}: {pattern!r} is no pattern: {problem}"
            raise BadInput(msg) from None
    return Rule(
        key=key,
        check=check,
        says=_text(data, "says", where),
        looks_for=looks_for,
        unless=unless,
        kind=_one_of(data, "is", KINDS, where) if "is" in data else "fault",
        register=_one_of(data, "register", REGISTERS, where)
        if "register" in data
        else None,
        channels=tuple(
            _known(one, "channels", CHANNELS, where)
            for one in _texts(data, "channels", where)
        ),
    )


def _text(data: Mapping[str, object], key: str, where: str) -> str:
    value = data.get(key)
    if not isinstance(value, str) or not value.strip():
        msg = f'{where}: `{key}` is a text, such as {key} = "…"'
        raise BadInput(msg)
    return value


def _texts(data: Mapping[str, object], key: str, where: str) -> tuple[str, ...]:
    value = data.get(key, [])
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        msg = f'{where}: `{key}` is a list of texts, such as {key} = ["…"]'
        raise BadInput(msg)
    return tuple(value)


def _one_of(
    data: Mapping[str, object], key: str, words: Sequence[str], where: str
) -> str:
    return _known(_text(data, key, where), key, words, where)


def _known(value: str, key: str, words: Sequence[str], where: str) -> str:
    if value not in words:
        msg = f"{where}: `{key}` is one of {', '.join(words)}, not {value!r}"
        raise BadInput(msg)
    return value


@dataclass(frozen=True, slots=True)
class HouseRules:
    """
    What a shop changes in the rules that are shipped.

    Attributes:
        rules: Its own, and those it changed.
        off: Keys of rules that are switched off.
    """

    rules: tuple[Rule, ...] = ()
    off: frozenset[str] = field(default_factory=frozenset)


def packaged_rules() -> tuple[Rule, ...]:
    """Return the rules that are shipped."""
    return tuple(
        rule_of(data, where=f"{name}.toml")
        for name in PACKAGED
        for data in tomllib.loads(packaged_text(name))["rules"]
    )


def packaged_text(name: str) -> str:
    """Return the text of a file of rules that is shipped."""
    data = pkgutil.get_data("shopkeeper.say.tone", f"rules/{name}.toml")
    return (data or b"").decode()


@lru_cache(maxsize=1)
def packaged_rulebook() -> Rulebook:
    """Return the rulebook of a shop that changed nothing."""
    return Rulebook(packaged_rules())


def rulebook_of(house: HouseRules) -> Rulebook:
    """Return the rules that are shipped as a shop has changed them."""
    own = {rule.key: rule for rule in house.rules}
    rules = [own.pop(rule.key, rule) for rule in packaged_rules()]
    return Rulebook(
        (rule for rule in [*rules, *own.values()] if rule.key not in house.off),
        own=own,  # what is left of them: those that change no shipped one
    )


def changed(rule: Rule, data: Mapping[str, object], *, where: str) -> Rule:
    """Return a rule with what a shop's table says differently of it."""
    as_data: dict[str, object] = {
        "key": rule.key, "check": rule.check, "says": rule.says,
        "looks_for": list(rule.looks_for), "unless": list(rule.unless),
        "is": rule.kind, "channels": list(rule.channels),
    }  # fmt: skip
    if rule.register is not None:
        as_data["register"] = rule.register
    return replace(rule_of({**as_data, **data}, where=where))
