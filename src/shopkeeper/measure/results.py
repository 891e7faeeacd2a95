"""Did a step help, compared with not having done it? Or can nobody tell yet?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any, Literal

from msgspec import Struct

from shopkeeper.measure.intervals import Interval, interval, sample_ratio_p
from shopkeeper.measure.joining import HOLDOUT, TREATED, Joined, Unit
from shopkeeper.measure.sums import Sums, sums_of
from shopkeeper.vocabulary import Plan, Step


Judgement = Literal["better", "worse", "cannot tell"]

# Source: design.md, section 10: cells under ten people are hidden.
SMALLEST_CELL = 10
# An always-valid p-value below this says that the arms were not drawn as planned.
_RATIO_ALARM = 0.01


class ArmResult(Struct, frozen=True, kw_only=True):
    """
    One arm of a step. None hides a cell under ten people, or one that would
    tell such a cell by subtraction.

    Attributes:
        arm: `treated` or `holdout`.
        n: People whose window has closed.
        mean: Share of them with the outcome, 0..1.
        opt_outs: How many of them opted out.
        complaints: How many of them complained.
        silent: Of how many nothing at all was heard.
    """

    arm: str
    n: int | None
    mean: float | None
    opt_outs: int | None
    complaints: int | None
    silent: int | None


class StepResult(Struct, frozen=True, kw_only=True):
    """
    What a step did, compared with the holdout.

    Attributes:
        plan: Plan key.
        step: Step key.
        outcome: What was counted.
        within: For how long after the first eligible decision.
        better: `more` or `less`.
        target: As the plan states it, relative to the holdout, or None.
        treated: Whom the plan meant to reach, held touches included.
        holdout: Whom it left alone.
        effect: With bounds that hold at any look; None where an arm is hidden.
        verdict: By the bounds alone.
        ratio_p: Was the holdout drawn as planned? None where an arm is hidden.
        still_open: People whose window has not closed; None hides under ten.
        left_out: People whose joined ids had different arms; likewise.
    """

    plan: str
    step: str
    outcome: str
    within: timedelta
    better: str
    target: str | None
    treated: ArmResult
    holdout: ArmResult
    effect: Interval | None
    verdict: Judgement
    ratio_p: float | None
    still_open: int | None
    left_out: int | None


def results(joined: Joined, plans: Iterable[Plan]) -> tuple[StepResult, ...]:
    """Judge each step of each plan, in order."""
    return tuple(judge(joined, plan, step) for plan in plans for step in plan.steps)


def judge(joined: Joined, plan: Plan, step: Step) -> StepResult:
    """
    Compare the arms of a step.

    Args:
        joined: From `join_outcomes`.
        plan: The plan.
        step: One of its steps.

    Returns:
        The result; `cannot tell` unless the interval excludes no effect.
    """
    mine = [u for u in joined.units if (u.plan, u.step) == (plan.key, step.key)]
    over = [unit for unit in mine if unit.is_over]
    treated, holdout = _of(over, TREATED), _of(over, HOLDOUT)
    both_shown = min(len(treated), len(holdout)) >= SMALLEST_CELL
    effect = interval(_yes(treated), _yes(holdout)) if both_shown else None
    return StepResult(
        plan=plan.key,
        step=step.key,
        outcome=step.measure.outcome,
        within=step.measure.within,
        better=step.measure.better,
        target=step.measure.target,
        treated=_arm_result(TREATED, treated),
        holdout=_arm_result(HOLDOUT, holdout),
        effect=effect,
        verdict=_verdict(effect, step.measure.better),
        ratio_p=_ratio_p(mine, plan.holdout) if both_shown else None,
        still_open=_shown(len(mine) - len(over)),
        left_out=_shown(joined.left_out.get(plan.key, 0)),
    )


def result_json(result: StepResult) -> dict[str, Any]:
    """
    Give a result as contracts.md, section 4, `measure`, names its fields.

    Beside them: the plan, step and outcome; opt-outs, complaints and silence of
    each arm; who is still open or left out; and the sentence for people.
    """
    ratio_ok = None if result.ratio_p is None else result.ratio_p >= _RATIO_ALARM
    effect = result.effect
    treated = {
        "effect": effect.effect if effect else None,
        "low": effect.low if effect else None,
        "high": effect.high if effect else None,
        "verdict": result.verdict,
    }
    compared_with = dict.fromkeys(treated)
    return {
        "plan": result.plan,
        "step": result.step,
        "outcome": result.outcome,
        "within_days": result.within / timedelta(days=1),
        "better": result.better,
        "target": result.target,
        "arms": [
            _arm_json(result.treated) | treated,
            _arm_json(result.holdout) | compared_with,
        ],
        "sample_ratio": {"p": result.ratio_p, "ok": ratio_ok},
        "still_open": result.still_open,
        "left_out": result.left_out,
        "says": sentence(result),
    }


def sentence(result: StepResult) -> str:
    """Say a result in plain words, for somebody who has no time for tables."""
    treated, holdout = result.treated, result.holdout
    if (
        result.effect is None
        or treated.n is None
        or holdout.n is None
        or treated.mean is None
        or holdout.mean is None
    ):
        return (
            f"cannot tell yet: fewer than {SMALLEST_CELL} people on one side whose "
            f"{_days(result.within)} are over"
        )
    says = {
        "better": "it helped",
        "worse": "it did harm",
        "cannot tell": "cannot tell yet",
    }
    low, high = (_points(bound) for bound in (result.effect.low, result.effect.high))
    return (
        f"{says[result.verdict]}: {treated.n} meant to be reached, {holdout.n} left "
        f"alone; {result.outcome.replace('_', ' ')} within {_days(result.within)} "
        f"{treated.mean:.0%} against {holdout.mean:.0%}, anything from "
        f"{low} to {high} points is possible"
    ).replace("%", " %")


def _of(units: Sequence[Unit], arm: str) -> list[Unit]:
    return [unit for unit in units if unit.arm == arm]


def _yes(units: Iterable[Unit]) -> Sums:
    return sums_of(float(unit.happened) for unit in units)


def _ratio_p(units: Sequence[Unit], share: float) -> float:
    """Test the draw on everybody who has an arm, whether her window is over or not."""
    treated, holdout = _yes(_of(units, TREATED)), _yes(_of(units, HOLDOUT))
    return sample_ratio_p(treated, holdout, share)


def _arm_result(arm: str, units: Sequence[Unit]) -> ArmResult:
    n = len(units)
    if n < SMALLEST_CELL:
        return ArmResult(
            arm=arm, n=None, mean=None, opt_outs=None, complaints=None, silent=None
        )
    return ArmResult(
        arm=arm,
        n=n,
        mean=_yes(units).mean,
        opt_outs=_shown(sum(unit.opted_out for unit in units), of=n),
        complaints=_shown(sum(unit.complained for unit in units), of=n),
        silent=_shown(sum(unit.silent for unit in units), of=n),
    )


def _shown(count: int, *, of: int | None = None) -> int | None:
    """
    Hide a count of 1 to 9 people, and one that leaves 1 to 9 of its whole.

    None at all is told: it is about nobody.
    """
    rest = 0 if of is None else of - count
    small = range(1, SMALLEST_CELL)
    return None if count in small or rest in small else count


def _verdict(effect: Interval | None, better: str) -> Judgement:
    if effect is None or effect.low <= 0 <= effect.high:
        return "cannot tell"
    more = effect.low > 0
    return "better" if more == (better == "more") else "worse"


def _arm_json(arm: ArmResult) -> dict[str, Any]:
    return {
        "arm": arm.arm, "n": arm.n, "mean": arm.mean, "opt_outs": arm.opt_outs,
        "complaints": arm.complaints, "silent": arm.silent,
    }  # fmt: skip


def _points(share: float) -> str:
    return f"{100 * share:+.0f}"


def _days(within: timedelta) -> str:
    days = within / timedelta(days=1)
    return "1 day" if days == 1 else f"{days:g} days"
