"""How well mail in is read: figures by server, and of what was held out by totals only.

    python -m tests.unit.listen.mail_in.figures [--wrong]

`--wrong` shows what was read wrongly, of the cases that are looked at.
"""

from __future__ import annotations

import sys

from collections import Counter
from collections.abc import Iterable
from email import message_from_bytes

from shopkeeper.listen.mail_in import MailIn, read_mail_in
from tests.unit.listen.mail_in import held_out, people, rare_servers, servers
from tests.unit.listen.mail_in.forms import Case


HARD, COMPLAINT = "hard_bounce", "complaint"


def seen() -> list[Case]:
    """Return the cases that were looked at while the reader was written."""
    return [*servers.cases(), *rare_servers.cases(), *people.cases()]


def read(case: Case) -> MailIn:
    """Read a case as it would arrive."""
    return read_mail_in(message_from_bytes(case.raw.encode("utf-8")))


class Figures:
    """Counts over some cases."""

    def __init__(self, cases: Iterable[Case]) -> None:
        self.pairs: Counter[tuple[str, str]] = Counter()
        self.wrong: list[tuple[Case, MailIn]] = []
        self.whose_wrong = 0
        for case in cases:
            found = read(case)
            self.pairs[case.kind, str(found.kind)] += 1
            if case.kind != found.kind:
                self.wrong.append((case, found))
            elif case.address and found.about[0].address != case.address:
                self.whose_wrong += 1
                self.wrong.append((case, found))

    def recall(self, kind: str) -> float:
        """Return the share of *kind* that was read as such; 1 where there is none."""
        there = [n for (true, _), n in self.pairs.items() if true == kind]
        return self.pairs[kind, kind] / sum(there) if there else 1.0

    def precision(self, kind: str) -> float:
        """Return the share of what was read as *kind* that is; 1 where nothing was."""
        said = [n for (_, found), n in self.pairs.items() if found == kind]
        return self.pairs[kind, kind] / sum(said) if said else 1.0

    def says(self) -> str:
        """Return the figures in a line."""
        kinds = sorted({true for true, _ in self.pairs})
        rest = ", ".join(
            f"{kind} {self.pairs[kind, kind]}/"
            f"{sum(n for (true, _), n in self.pairs.items() if true == kind)}"
            for kind in kinds
        )
        return (
            f"{sum(self.pairs.values())} mails; hard recall {self.recall(HARD):.3f}, "
            f"precision {self.precision(HARD):.3f}; complaints recall "
            f"{self.recall(COMPLAINT):.3f}, precision {self.precision(COMPLAINT):.3f}; "
            f"addresses wrong {self.whose_wrong}; right: {rest}"
        )


def main() -> None:
    """Print the figures."""
    looked_at = seen()
    families = list(dict.fromkeys(case.family for case in looked_at))
    for family in families:
        some = Figures(one for one in looked_at if one.family == family)
        print(f"{family:20} {sum(some.pairs.values()):4} wrong {len(some.wrong)}")
    print("looked at:", Figures(looked_at).says())
    print("held out:", Figures(held_out.cases()).says())
    print("all:", Figures([*looked_at, *held_out.cases()]).says())
    if "--wrong" in sys.argv:
        for case, found in Figures(looked_at).wrong:
            print("-" * 70, case.family, case.kind, case.address, "!=", found, sep="\n")
            print(case.raw[:1500])


if __name__ == "__main__":
    main()
