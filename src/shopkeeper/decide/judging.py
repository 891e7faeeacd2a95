"""Value and mask many options of one person at once, each question asked once.

What the masks of `masks` say depends on little of an option: its channel, purpose and
plan. So they are asked once for each such group, by their plain functions, and each
option takes the answers of its group. `plainly` asks for each option anew: slower, and
the judge of this one (tests/generative).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from shopkeeper.decide import masks
from shopkeeper.decide.cases import (
    HOLDOUT,
    SILENCE,
    Candidate,
    Out,
    PersonCase,
    Rules,
    is_human,
)
from shopkeeper.decide.worth import pressure, value
from shopkeeper.vocabulary import Channel, Option


Best = Callable[[Candidate, PersonCase, Rules], datetime | None]
"""Says when she usually reads, or None where now is right."""


class Judged(Struct, frozen=True):
    """
    What came of each option, in their order.

    Attributes:
        candidates: As they were offered.
        options: With value, attention, and why they are out.
        outs: Why each is out; None for one that is in, and for one that is not for
            her: of that its candidate says why.
        arms: Her arm of each plan for which she is counted.
    """

    candidates: Sequence[Candidate]
    options: list[Option]
    outs: list[Out | None]
    arms: Mapping[str, str]

    def would_change(self, at: int) -> str:
        """Say what would put an option back in that is out."""
        out = self.outs[at]
        if out is not None:
            return out.would_change
        return masks.IF_NOT.format(self.options[at].out_because)


_READ = frozenset({Channel.EMAIL, Channel.SMS, Channel.PUSH})
_MOST_MADE = 64
_MOST_KEPT = 20_000


_Fate = tuple[str | None, float, datetime | None, float]
"""Why it is out, its value, until when, and what it costs in attention."""


class _Kept:
    """What is the same of one option for everybody: its kind, and its variants."""

    __slots__ = ("kind", "made", "option", "plain", "plan")

    def __init__(self, option: Option, kind: int) -> None:
        self.option = option
        self.kind = kind
        self.plan = option.plan or ""
        # A human, silence, and what costs minutes: few, and each of its own kind.
        self.plain = not option.plan or bool(option.minutes) or is_human(option)
        self.made: dict[_Fate, Option] = {}


_kept: dict[int, _Kept] = {}
_kinds: dict[tuple[str | None, str | None], int] = {}


def _keep(option: Option) -> _Kept:
    """Note an option that plans offer to many, by its identity."""
    if len(_kept) > _MOST_KEPT:
        _kept.clear()
    name = (option.channel, option.purpose)
    found = _kept[id(option)] = _Kept(option, _kinds.setdefault(name, len(_kinds)))
    return found


class _Kind:
    """The answers of the masks for options of one channel and purpose."""

    __slots__ = ("gate", "reads", "rest", "until", "values", "weight")

    def __init__(self, one: Candidate, case: PersonCase, rules: Rules) -> None:
        self.weight = rules.attention.weight(one.option.channel or Channel.PHONE)
        self.reads = one.option.channel in _READ
        self.gate = _first(_GATE, one, case, rules)
        held = None if self.gate else masks.quiet_hold(one, case, rules)
        self.until = held.until if held else None
        self.values: dict[float, float] = {}
        self.rest: dict[bool, Out | None] = {}


_GATE = (masks.stopped, masks.reachable, masks.consented)
# Behind "not again", before "is it worth it": these look at the kind alone, and at
# whether the option is a survey or a last word; surveys are asked one by one.
_REST = (
    masks.nobody_is_talking,
    masks.she_still_listens,
    masks.has_attention,
    masks.not_quiet,
)


def _first(
    asked: Sequence[masks.Mask], one: Candidate, case: PersonCase, rules: Rules
) -> Out | None:
    return next((out for mask in asked if (out := mask(one, case, rules))), None)


def judge(
    candidates: Sequence[Candidate], case: PersonCase, rules: Rules, *, best: Best
) -> Judged:
    """
    Value and mask every option.

    Args:
        candidates: What is offered, silence and a human among them.
        case: She.
        rules: The shop's.
        best: When an option that is in would best be read.
    """
    return _Bench(case, rules, best).judge(candidates)


class _Bench:
    """Judges the options of one person; it remembers what it has asked."""

    def __init__(self, case: PersonCase, rules: Rules, best: Best) -> None:
        self._case = case
        self._rules = rules
        self._best = best
        self._kinds: dict[int, _Kind] = {}
        self._runs: dict[str, Out | None] = {}
        self._arms: dict[str, str] = {}
        self._pressing: dict[tuple[str, ...], float] = {}
        self._had = {(touch.plan, touch.step) for touch in case.touches}

    def judge(self, candidates: Sequence[Candidate]) -> Judged:
        options: list[Option] = []
        outs: list[Out | None] = []
        add, add_out, kept_of = options.append, outs.append, _kept.get
        kinds, runs, pressing = self._kinds, self._runs, self._pressing
        for one in candidates:
            option = one.option
            kept = kept_of(id(option))
            if kept is None or kept.option is not option:
                kept = _keep(option)
            if kept.plain:
                made, out = self._alone(one)
                add(made)
                add_out(out)
                continue
            kind = kinds.get(kept.kind) or self._kind(kept.kind, one)
            worth = kind.values.get(pressing.get(one.facts, _UNASKED))
            if worth is None:
                worth = self._worth(kind, one)
            plan = kept.plan
            out = kind.gate or (runs[plan] if plan in runs else self._run(plan, one))
            because = until = None
            if out is None and not one.met:
                because = one.because or masks.NOT_FOR_HER
            elif out is None:
                out = self._beyond(one, plan, kind, worth)
                until = None if out else self._until(kind, one)
            if out is not None:
                because, until = out.because, out.until
            name = (because, worth, until, kind.weight)
            add(kept.made.get(name) or _make(kept, name))
            add_out(out)
        return Judged(candidates, options, outs, self._arms)

    def _kind(self, number: int, one: Candidate) -> _Kind:
        found = self._kinds[number] = _Kind(one, self._case, self._rules)
        return found

    def _run(self, plan: str, one: Candidate) -> Out | None:
        found = self._runs[plan] = masks.plan_runs(one, self._case, self._rules)
        return found

    def _worth(self, kind: _Kind, one: Candidate) -> float:
        press = self._pressing.get(one.facts)
        if press is None:
            press = self._pressing[one.facts] = pressure(one, self._case)
        found = kind.values.get(press)
        if found is None:
            priced = replace(one, option=replace(one.option, attention=kind.weight))
            found = kind.values[press] = value(priced, self._case, self._rules)
        return found

    def _until(self, kind: _Kind, one: Candidate) -> datetime | None:
        if kind.until is None and kind.reads:
            return self._best(one, self._case, self._rules)
        return kind.until

    def _beyond(
        self, one: Candidate, plan: str, kind: _Kind, worth: float
    ) -> Out | None:
        """Ask the masks behind eligibility, in their order."""
        case, rules = self._case, self._rules
        if plan not in self._arms:
            self._arms[plan] = masks.arm_of(plan, case, rules)
        out = masks.held_out(plan) if self._arms[plan] == HOLDOUT else None
        if out is None and (plan, one.option.step) in self._had:
            out = masks.not_again(one, case, rules)
        if out is not None:
            return out
        if one.survey:
            out = _first((masks.survey_may_ask, *_REST), one, case, rules)
        else:
            if one.last_word not in kind.rest:
                kind.rest[one.last_word] = _first(_REST, one, case, rules)
            out = kind.rest[one.last_word]
        if out is not None or worth > 0:
            return out
        priced = replace(one, option=replace(one.option, attention=kind.weight))
        return masks.worth_it(priced, case, rules)

    def _alone(self, one: Candidate) -> tuple[Option, Out | None]:
        plan = one.option.plan
        if plan is not None and masks.is_eligible(one, self._case, self._rules):
            self._arms[plan] = masks.arm_of(plan, self._case, self._rules)
        return _plain(one, self._case, self._rules, self._best)


_UNASKED = -1.0


def _make(kept: _Kept, name: _Fate) -> Option:
    """Write down an option as it was judged; for others of the same fate, once."""
    if len(kept.made) >= _MOST_MADE:
        kept.made.clear()
    because, worth, until, weight = name
    found = kept.made[name] = replace(
        kept.option, attention=weight, value=worth, out_because=because, until=until
    )
    return found


def _plain(
    candidate: Candidate, case: PersonCase, rules: Rules, best: Best
) -> tuple[Option, Out | None]:
    """Judge one option by asking every mask."""
    priced = priced_for(candidate, rules)
    out = masks.mask(priced, case, rules)
    held = None if out else masks.quiet_hold(priced, case, rules)
    until = out.until if out else held.until if held else None
    if out is None and held is None:
        until = best(priced, case, rules)
    option = replace(
        priced.option, value=value(priced, case, rules),
        out_because=out.because if out else None, until=until,
    )  # fmt: skip
    return option, out


def plainly(
    candidates: Sequence[Candidate], case: PersonCase, rules: Rules, *, best: Best
) -> Judged:
    """Do as `judge` does, for each option anew: slow, and obviously right."""
    both = [_plain(one, case, rules, best) for one in candidates]
    return Judged(
        candidates,
        [option for option, _ in both],
        [out for _, out in both],
        {
            one.option.plan: masks.arm_of(one.option.plan, case, rules)
            for one in candidates
            if one.option.plan and masks.is_eligible(one, case, rules)
        },
    )


def priced_for(candidate: Candidate, rules: Rules) -> Candidate:
    """Fill in what an option costs, in attention and in minutes."""
    option = candidate.option
    if option.key == SILENCE:
        return candidate
    weight = rules.attention.weight(option.channel or Channel.PHONE)
    minutes = option.minutes
    if is_human(option) and minutes <= 0:
        minutes = rules.human_minutes
    return replace(candidate, option=replace(option, attention=weight, minutes=minutes))
