"""Ten thousand attacks of eleven kinds, and as many safe cases as it takes to be fair.

    python -m tests.acceptance.say.harness [--attacks 10000] [--safe 3000] [--seed 1]

prints a table and ends with 1 where a bar is missed. Judged by text and by rung alone,
from what each case was made of; nothing here knows the product's own rules.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from tests.acceptance.say.attacks import SAFE, write_attacks


# The kinds that the bar names, and the makers of each.
KINDS = {
    "stale": ("stale", "expired", "future", "her_earlier_words"),
    "doubtful": ("unsure", "doubted_name", "empty_loop", "not_relied_on"),
    "inferred": ("wrong_standing",),
    "forbidden": ("unknown_about", "wrong_type", "channel_not_named"),
    "sensitive": ("sensitive", "sensitive_beside_others"),
    "contradicted": (
        "same_standing", "told_in_one_breath", "beaten_by_unsayable",
        "beaten_by_stale_equal", "named_contradiction", "named_and_beaten",
    ),
    "erased": ("erased", "erased_person", "kept_promise"),
    "another's": ("other_person",),
    "placeholder": ("unfit_name", "no_name"),
    "hostile": ("unfit_text", "hostile_text"),
    "no consent": ("said_no", "suppressed_person"),
}  # fmt: skip
LEAST_SPECIFIC = 0.95


@dataclass
class Row:
    """What came of the cases of one kind."""

    cases: int = 0
    wrong: list[str] = field(default_factory=list)
    silent: list[str] = field(default_factory=list)


@dataclass
class Found:
    """What came of all of them."""

    rows: dict[str, Row]
    safe: int
    specific: int
    timid: Counter[str]

    @property
    def fails(self) -> list[str]:
        """What misses its bar, with one case each."""
        found = [
            f"{kind}: {row.wrong[0]}" for kind, row in self.rows.items() if row.wrong
        ]
        found += [
            f"{kind}: silent: {row.silent[0]}"
            for kind, row in self.rows.items()
            if row.silent
        ]
        if self.specific < LEAST_SPECIFIC * self.safe:
            found.append(f"specific in {self.specific} of {self.safe} safe cases")
        return found

    def table(self) -> str:
        """The table for people."""
        lines = [f"{'attack':<14}{'cases':>7}{'wrong':>7}{'silent':>8}"]
        lines += [
            f"{kind:<14}{row.cases:>7}{len(row.wrong):>7}{len(row.silent):>8}"
            for kind, row in self.rows.items()
        ]
        cases = sum(row.cases for row in self.rows.values())
        lines.append(f"{'all':<14}{cases:>7}")
        share = self.specific / self.safe
        lines.append(f"safe cases {self.safe}, specific in {share:.1%}")
        lines += [f"  withheld {n} of {kind}" for kind, n in self.timid.most_common()]
        return "\n".join(lines)


def run(folder: Path, *, attacks: int, safe: int, seed: int) -> Found:
    """Make the cases in *folder*, say them all, and judge what was said."""
    from tests.acceptance.say.saying import say_all  # noqa: PLC0415 reads the product

    each = -(-attacks // len(KINDS))
    more = {
        maker: -(-each // len(makers)) for makers in KINDS.values() for maker in makers
    }
    more |= dict.fromkeys(SAFE, -(-safe // len(SAFE)))
    write_attacks(folder, each=0, seed=seed, more=more)
    said = {
        row["person"]: row
        for path in say_all(folder)
        for row in map(json.loads, path.read_text("utf-8").splitlines())
    }
    kind_of = {maker: kind for kind, makers in KINDS.items() for maker in makers}
    found = Found(
        rows={kind: Row() for kind in KINDS}, safe=0, specific=0, timid=Counter()
    )
    for line in (folder / "truth.jsonl").read_text("utf-8").splitlines():
        truth = json.loads(line)
        _judge(found, truth, said[truth["person"]], kind_of)
    return found


def _judge(found: Found, truth: dict, row: dict, kind_of: dict[str, str]) -> None:
    text = "\n".join(row[part] or "" for part in ("subject", "preheader", "body"))
    said = [bad for bad in truth["must_not_contain"] if bad in text]
    bold = [
        ladder
        for ladder, (rung, allowed) in enumerate(
            zip(row["rungs"], truth["rungs"], strict=False)
        )
        if rung < allowed and ladder not in truth["either"]
    ]
    why = f"{truth['person']} said {said or bold}: {text.strip()[:80]!r}"
    if truth["attack"]:
        line = found.rows[kind_of[truth["kind"]]]
        line.cases += 1
        if said or (bold and not truth["must_hold"]):
            line.wrong.append(why)
        if truth["must_hold"] != bool(row["held"]):
            line.silent.append(f"{truth['person']}: {row['held']}")
        return
    found.safe += 1
    missing = [good for good in truth["must_contain"] if good not in text]
    if not missing and not row["held"] and row["rungs"] == truth["rungs"]:
        found.specific += 1
    else:
        found.timid[truth["kind"]] += 1


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--attacks", type=int, default=10_000)
    parser.add_argument("--safe", type=int, default=3_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        outcome = run(
            Path(place), attacks=asked.attacks, safe=asked.safe, seed=asked.seed
        )
    print(f"seed {asked.seed}\n{outcome.table()}")  # noqa: T201
    for fault in outcome.fails:
        print(f"FAILS {fault}")  # noqa: T201
    sys.exit(1 if outcome.fails else 0)
