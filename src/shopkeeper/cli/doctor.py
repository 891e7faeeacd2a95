"""`doctor`: is the shop well, and what is to be done where it is not."""

from __future__ import annotations

from pathlib import Path


def doctor(
    shop: Path = Path(),
    *,
    head: tuple[str, ...] = (),
    json: bool = False,
    now: str | None = None,
) -> None:
    """
    Look the shop over: disk, ledger, clock, keys, audit, queue, people.

    It changes nothing, and runs beside a server. The exit code is 1 where something is
    broken, and 0 where all is well or only worth a look.

    Args:
        shop: The shop's folder.
        head: Where the audit's chain stood, as `audit head` printed it; it must still
            be in the chain. May be given several times.
        json: Print what was found as JSON.
        now: The moment; else the clock.
    """
    import sys

    import msgspec

    from shopkeeper import bootstrap
    from shopkeeper.cli import showing
    from shopkeeper.flow.anchoring import head_of
    from shopkeeper.flow.examining import Health, worst
    from shopkeeper.flow.telling import as_json
    from shopkeeper.vocabulary import Shop

    heads = [head_of(one) for one in head]
    moment = None if now is None else bootstrap.moment_or_clock(now, Shop(name="…"))
    findings = bootstrap.examine(shop, now=moment, heads=heads)
    if json:
        whole = {"health": worst(findings), "found": msgspec.to_builtins(findings)}
        print(as_json(whole))  # noqa: T201
    else:
        console = showing.out()
        for one in findings:
            line = f"{one.health:<7} {one.about:<11} {one.says}"
            console.print(line, markup=False, soft_wrap=True, highlight=False)
            if one.do:
                console.print(
                    f"{'':19} do: {one.do}", markup=False, soft_wrap=True,
                    highlight=False,
                )  # fmt: skip
    if worst(findings) is Health.BROKEN:
        sys.exit(1)
