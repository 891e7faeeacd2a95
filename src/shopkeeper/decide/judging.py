"""Value and mask many options of one person at once, each question asked once.

What the masks of `masks` say depends on little of an option: its channel, purpose and
plan. So they are asked once for each such group, by their plain functions, and each
option takes the answers of its group. What is not for her is the same for all who
hear the same reason, so that is kept from one person to the next. `plainly` asks for
each option anew: slower, and the judge of this one (tests/generative).
"""

from __future__ import annotations

import threading

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime

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


class Fate:
    """
    What came of one option.

    Attributes:
        option: With value, attention, and why it is out.
        out: Why it is out; None for one that is in, and for one that is not for her:
            of that its option says why.
        is_out: Is it out?
        minus: Its value below zero, so that the most worth comes first.
        line: What would put it back in, with its key; nothing for one that is in.
    """

    __slots__ = ("is_out", "line", "minus", "option", "out")

    def __init__(self, option: Option, out: Out | None) -> None:
        self.option = option
        self.out = out
        self.is_out = option.out_because is not None
        self.minus = -option.value
        self.line = f"{self.would_change}: {option.key}" if self.is_out else ""

    @property
    def would_change(self) -> str:
        """Say what would put an option back in that is out."""
        if self.out is not None:
            return self.out.would_change
        return masks.IF_NOT.format(self.option.out_because)


class Judged(Struct, frozen=True):
    """
    What came of each option, in their order.

    Attributes:
        candidates: As they were offered.
        fates: What came of each.
        alone: Places of those that are no machine's: a human's, silence.
        arms: Her arm of each plan for which she is counted.
    """

    candidates: Sequence[Candidate]
    fates: list[Fate]
    arms: Mapping[str, str]
    alone: Sequence[int] = ()

    @property
    def options(self) -> list[Option]:
        """Return the options, as they were judged."""
        return [one.option for one in self.fates]

    def would_change(self, at: int) -> str:
        """Say what would put an option back in that is out."""
        return self.fates[at].would_change


_READ = frozenset({Channel.EMAIL, Channel.SMS, Channel.PUSH})
_MOST_KEPT = 20_000
_MOST_WAYS = 256


_Name = tuple[Out | str | None, float, datetime | None, float]
"""Why it is out, its value, until when, and what it costs in attention."""


class _Kept:
    """What is the same of one option for everybody."""

    __slots__ = ("kind", "option", "place", "plain", "plan", "step")

    def __init__(self, option: Option, kind: int) -> None:
        self.option = option  # held, so that its place in memory stays its own
        self.place = id(option)
        self.kind = kind
        self.plan = option.plan or ""
        self.step = option.step
        # A human, silence, and what costs minutes: few, and each of its own kind.
        self.plain = not option.plan or bool(option.minutes) or is_human(option)


class _Memory:
    """
    What is kept of options and candidates between people, by their place in memory.

    Attributes:
        kept: Options that plans offer to many.
        kinds: Number of each channel and purpose.
        unmet: Kind of each candidate that is for nobody who hears its reason.
        held: Those candidates.
        runs: Rules and a civil day to the plans that do not run on it, with the rules.
        ways: Fates of options or unmet candidates, for people to whom the masks say
            the same.
        full: Is it to be emptied before the next person?
    """

    def __init__(self) -> None:
        self.kept: dict[int, _Kept] = {}
        self.kinds: dict[tuple[str | None, str | None], int] = {}
        self.unmet: dict[int, int] = {}
        self.held: list[Candidate] = []
        self.runs: dict[tuple[int, date], tuple[Rules, dict[str, Out | None]]] = {}
        self.ways: dict[tuple[object, ...], dict[int, Fate]] = {}
        self.full = False

    def keep(self, option: Option) -> _Kept:
        """Note an option."""
        self.full |= len(self.kept) > _MOST_KEPT
        name = (option.channel, option.purpose)
        number = self.kinds.setdefault(name, len(self.kinds))
        found = self.kept[id(option)] = _Kept(option, number)
        return found

    def kept_for(self, option: Option) -> _Kept:
        """Return what is kept of an option."""
        return self.kept.get(id(option)) or self.keep(option)

    def share(self, one: Candidate, kind: int) -> None:
        """Note a candidate that is for nobody who hears its reason."""
        self.full |= len(self.held) > _MOST_KEPT
        self.held.append(one)
        self.unmet[id(one)] = kind

    def runs_on(self, case: PersonCase, rules: Rules) -> dict[str, Out | None]:
        """Return what is known of plans on the day of a case."""
        day = masks.civil_day(case.moment.at, rules.time_zone)
        found = self.runs.get((id(rules), day))
        if found is None:
            if len(self.runs) > _MOST_WAYS:
                self.runs.clear()
                self.ways.clear()
            found = self.runs[id(rules), day] = (rules, {})
        return found[1]

    def way(self, name: tuple[object, ...]) -> dict[int, Fate]:
        """Return the fates of those to whom the masks say the same."""
        found = self.ways.get(name)
        if found is None:
            if len(self.ways) > _MOST_WAYS:
                self.ways.clear()
            found = self.ways[name] = {}
        return found

    def clear(self) -> None:
        """Drop what is kept."""
        for one in (self.kept, self.unmet, self.runs, self.ways, self.held):
            one.clear()
        self.full = False


class _Mine(threading.local):
    """Of each thread its own: a round is worked beside the answers to pages."""

    def __init__(self) -> None:
        self.memory = _Memory()
        self.turn = 0


_mine = _Mine()
_turns = [0]


def forget_fates() -> None:
    """Drop what is kept of options between people: a reason may name a fact of hers."""
    _turns[0] += 1  # each thread drops its own before it judges again
    _own_memory()


def _own_memory() -> _Memory:
    # Between two people alone: what is judged by goes by its place in memory.
    if _mine.turn != _turns[0] or _mine.memory.full:
        _mine.turn = _turns[0]
        _mine.memory.clear()
    return _mine.memory


class _Kind:
    """The answers of the masks for options of one channel and purpose."""

    __slots__ = ("gate", "reads", "rest", "until", "values", "weight")

    def __init__(
        self, one: Candidate, case: PersonCase, rules: Rules, shut: Out | None
    ) -> None:
        self.weight = rules.attention.weight(one.option.channel or Channel.PHONE)
        self.reads = one.option.channel in _READ
        self.gate = shut or masks.consented(one, case, rules)
        held = None if self.gate else masks.quiet_hold(one, case, rules)
        self.until = held.until if held else None
        self.values: dict[float, float] = {}
        self.rest: dict[bool, Out | None] = {}


# Before `consented`: these look at the channel alone.
_CHANNEL = (masks.stopped, masks.reachable)
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
    for mask in asked:
        out = mask(one, case, rules)
        if out is not None:
            return out
    return None


def judge(
    candidates: Sequence[Candidate], case: PersonCase, rules: Rules, *, best: Best
) -> Judged:
    """
    Value and mask every option.

    Args:
        candidates: What is offered, silence and a human among them.
        case: She.
        rules: The shop's.
        best: When an option that is in would best be read; it may look at the channel,
            the purpose and the need of a candidate.
    """
    return _Bench(case, rules, best).judge(candidates)


_ASK = Out(because="", would_change="")
"""Stands for an answer that was not asked for yet."""


class _Bench:
    """Judges the options of one person; it remembers what it has asked."""

    def __init__(self, case: PersonCase, rules: Rules, best: Best) -> None:
        self._case = case
        self._rules = rules
        self._best = best
        self._memory = _own_memory()
        self._kinds: dict[int, _Kind] = {}
        self._channels: dict[Channel | None, Out | None] = {}
        self._runs = self._memory.runs_on(case, rules)
        self._shut: dict[str, Out | None] = {}
        self._arms: dict[str, str] = {}
        self._pressing: dict[tuple[str, ...], float] = {}
        self._had = {(touch.plan, touch.step) for touch in case.touches}

    def judge(self, candidates: Sequence[Candidate]) -> Judged:
        fates: list[Fate] = []
        memory = self._memory
        add, unmet_of = fates.append, memory.unmet.get
        unmet: dict[int, dict[int, Fate]] = {}
        met: dict[tuple[int, tuple[str, ...], bool], tuple[bool, dict[int, Fate]]] = {}
        alone: list[int] = []
        shut_of, had = self._shut.get, self._had
        for one in candidates:
            place = id(one)
            number = unmet_of(place)
            if number is not None:  # for nobody who hears its reason
                made = unmet.get(number)
                if made is None:
                    made = unmet[number] = self._unmet(number, one)
                add(made.get(place) or self._note(made, place, one))
                continue
            option = one.option
            kept = memory.kept.get(id(option)) or memory.keep(option)
            if kept.plain:
                alone.append(len(fates))
                add(self._alone(one))
                continue
            if one.survey or not one.met:
                add(self._by_itself(one, kept))
                continue
            group = (kept.kind, one.facts, one.last_word)
            known = met.get(group)
            if known is None:
                known = met[group] = self._met(kept, one)
            gated, made = known
            if not gated and (
                (shut_of(kept.plan, _ASK) and self._closes(kept.plan, one))
                or (had and (kept.plan, kept.step) in had)
            ):
                add(self._by_itself(one, kept))
                continue
            add(made.get(kept.place) or self._note(made, kept.place, one))
        return Judged(candidates, fates, self._arms, alone)

    def _note(self, made: dict[int, Fate], place: int, one: Candidate) -> Fate:
        found = made[place] = self._by_itself(one, self._memory.kept_for(one.option))
        return found

    def _by_itself(self, one: Candidate, kept: _Kept) -> Fate:
        """Judge one option, by what was asked for others of its kind."""
        if not one.met and not one.facts:
            self._memory.share(one, kept.kind)
        return _fate(kept.option, self._name(one, kept))

    def _unmet(self, number: int, one: Candidate) -> dict[int, Fate]:
        """Return the fates of unmet candidates of a kind, for people such as her."""
        kind = self._kind(number, one)
        worth = self._worth(kind, one)
        return self._memory.way((id(self._runs), number, kind.gate, worth, kind.weight))

    def _met(self, kept: _Kept, one: Candidate) -> tuple[bool, dict[int, Fate]]:
        """Return the fates of such candidates, and whether no plan is looked at."""
        kind = self._kind(kept.kind, one)
        name = self._behind(one, kind) if kind.gate is None else self._gated(kind, one)
        return kind.gate is not None, self._memory.way((kept.kind, *name))

    def _kind(self, number: int, one: Candidate) -> _Kind:
        found = self._kinds.get(number)
        if found is None:
            channel = one.option.channel
            if channel not in self._channels:
                shut = _first(_CHANNEL, one, self._case, self._rules)
                self._channels[channel] = shut
            shut = self._channels[channel]
            found = self._kinds[number] = _Kind(one, self._case, self._rules, shut)
        return found

    def _run(self, plan: str, one: Candidate) -> Out | None:
        if plan not in self._runs:
            self._runs[plan] = masks.plan_runs(one, self._case, self._rules)
        return self._runs[plan]

    def _worth(self, kind: _Kind, one: Candidate) -> float:
        press = self._pressing.get(one.facts)
        if press is None:
            press = self._pressing[one.facts] = pressure(one, self._case)
        found = kind.values.get(press)
        if found is None:
            found = kind.values[press] = value(
                one, self._case, self._rules, attention=kind.weight, pressing=press
            )
        return found

    def _name(self, one: Candidate, kept: _Kept) -> _Name:
        """Name the fate of one option of a plan."""
        kind, plan = self._kind(kept.kind, one), kept.plan
        if not one.met:
            reason = kind.gate or self._run(plan, one)
            if reason is None:
                because = one.because or masks.NOT_FOR_HER
                return because, self._worth(kind, one), None, kind.weight
            return reason, self._worth(kind, one), reason.until, kind.weight
        if kind.gate is not None:
            return self._gated(kind, one)
        out = self._closes(plan, one)
        if out is None and (plan, kept.step) in self._had:
            out = masks.not_again(one, self._case, self._rules)
        if out is not None:
            return out, self._worth(kind, one), out.until, kind.weight
        return self._behind(one, kind)

    def _gated(self, kind: _Kind, one: Candidate) -> _Name:
        until = kind.gate.until if kind.gate else None
        return kind.gate, self._worth(kind, one), until, kind.weight

    def _closes(self, plan: str, one: Candidate) -> Out | None:
        """Ask the masks that look at the plan alone, and note her arm."""
        if plan not in self._shut:
            out = self._run(plan, one)
            if out is None:
                arm = self._arms[plan] = masks.arm_of(plan, self._case, self._rules)
                out = masks.held_out(plan) if arm == HOLDOUT else None
            self._shut[plan] = out
        return self._shut[plan]

    def _behind(self, one: Candidate, kind: _Kind) -> _Name:
        """Ask the masks behind, in their order; then when it is best read."""
        case, rules, worth = self._case, self._rules, self._worth(kind, one)
        if one.survey:
            out = _first((masks.survey_may_ask, *_REST), one, case, rules)
        else:
            if one.last_word not in kind.rest:
                kind.rest[one.last_word] = _first(_REST, one, case, rules)
            out = kind.rest[one.last_word]
        if out is None and worth <= 0:
            priced = replace(one, option=replace(one.option, attention=kind.weight))
            out = masks.worth_it(priced, case, rules)
        if out is not None:
            return out, worth, out.until, kind.weight
        until = kind.until
        if until is None and kind.reads:
            until = self._best(one, case, rules)
        return None, worth, until, kind.weight

    def _alone(self, one: Candidate) -> Fate:
        plan = one.option.plan
        if plan is not None and masks.is_eligible(one, self._case, self._rules):
            self._arms[plan] = masks.arm_of(plan, self._case, self._rules)
        return Fate(*_plain(one, self._case, self._rules, self._best))


def _fate(option: Option, name: _Name) -> Fate:
    """Write down an option as it was judged."""
    reason, worth, until, weight = name
    out = reason if isinstance(reason, Out) else None
    because = reason if out is None else out.because
    judged = replace(
        option, attention=weight, value=worth, until=until, out_because=because
    )
    return Fate(judged, out)


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
        [Fate(option, out) for option, out in both],
        {
            one.option.plan: masks.arm_of(one.option.plan, case, rules)
            for one in candidates
            if one.option.plan and masks.is_eligible(one, case, rules)
        },
        range(len(both)),
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
