"""`run`, `send`, `status`, `stop`: the shop as a whole."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any


if TYPE_CHECKING:
    from shopkeeper.flow.sending import Sent


def run(
    shop: Path = Path(),
    *,
    send: bool = False,
    now: str | None = None,
    seed: int = 0,
    json: bool = False,
) -> None:
    """
    Take in what arrived, recognise, remember and decide for everyone.

    Without --send nothing leaves. The same round worked again changes nothing.

    Args:
        shop: The shop's folder.
        send: Also send what is due, to where the channels point.
        now: The moment; else the shop's own, else the clock.
        seed: Of the dice.
        json: Print what was done as JSON.
    """
    from shopkeeper import bootstrap
    from shopkeeper.cli import showing
    from shopkeeper.flow.rounds import work_round
    from shopkeeper.flow.sending import send_due
    from shopkeeper.flow.telling import as_json

    with bootstrap.shop_at(shop, seed=seed, progress=showing.progress()) as house:
        moment = bootstrap.moment_or_clock(now, house.shop)
        done = work_round(
            house, lambda source: bootstrap.table_readers(shop, source), now=moment
        )
        sent = send_due(house, now=moment) if send else None
        stopped = house.plan_book.stopped()
    showing.end_of_progress()
    counts: dict[str, Any] = {"round": done.key, "seed": seed, **done.counts}
    if sent is not None:
        counts |= {"sent": sent.sent, "send_held": sent.held, "failed": sent.failed}
        counts["send_waits"] = sum(one.count for one in sent.waits.values())
    if json:
        print(as_json(counts))  # noqa: T201
        return

    def so_many(name: str, word: str, many: str | None = None) -> str:
        return showing.counted(counts[name], word, grouped=True, many=many)

    showing.tell(
        f"{so_many('rows', 'row')} ({counts['new_rows']:,} new, "
        f"{counts['quarantined']:,} set aside), "
        f"{so_many('people', 'person', 'people')}, "
        f"{so_many('decisions', 'decision')}, {so_many('messages', 'message')}, "
        f"{counts['touches'] - counts['messages']:,} held or declined, "
        f"{counts['handovers']:,} for a human (seed {seed})."
    )
    if counts["withdrawn"]:
        showing.tell(
            f"{counts['withdrawn']:,} older messages that still waited were withdrawn "
            "for a newer one to the same person."
        )
    if counts["consents_unread"]:
        showing.tell(
            f"! {counts['consents_unread']:,} rows of consents were not understood: "
            "each was taken for a no. `shopkeeper quarantine` lists them."
        )
    if counts["reports_unused"]:
        showing.tell(
            f"! {counts['reports_unused']:,} bounces or complaints say nothing of "
            "whose they are, or bear no mark of ours: nothing was made of them. "
            "`shopkeeper quarantine` lists them."
        )
    if counts["words_not_read"]:
        showing.tell(
            f"! Not in English, so not read but for stops, which hold: "
            f"{counts['words_not_read']:,} of all messages. Let somebody read them."
        )
    if stopped:
        showing.tell("! Everything is stopped: `shopkeeper stop --take-back` goes on.")
    if sent is None:
        showing.tell("Nothing was sent: that takes --send.")
    else:
        _show_sent(sent)


def send(shop: Path = Path(), *, to: str | None = None, now: str | None = None) -> None:
    """
    Send what is due, each message at most once.

    Args:
        shop: The shop's folder.
        to: Staff id: send one waiting mail or letter of each step to this member of
            staff as a preview, and nothing to anybody else.
        now: The moment; else the shop's own, else the clock.
    """
    from shopkeeper import bootstrap
    from shopkeeper.cli import showing
    from shopkeeper.flow.sending import send_due
    from shopkeeper.flow.showing_staff import send_previews

    with bootstrap.shop_at(shop, progress=showing.progress(), beside=True) as house:
        moment = bootstrap.moment_or_clock(now, house.shop)
        if to is not None:
            shown = send_previews(house, to, now=moment)
        else:
            ticking = now is None and house.shop.now is None
            sent = send_due(
                house, now=moment, tick=bootstrap.read_clock if ticking else None
            )
    showing.end_of_progress()
    if to is None:
        _show_sent(sent)
        return
    for touch, carried in shown:
        showing.tell(f"{touch.plan}/{touch.step}: {carried.state}, {carried.because}")
    showing.tell(f"{len(shown)} previews for {to}; nothing for anybody else.")


def _show_sent(sent: Sent) -> None:
    from shopkeeper.cli import showing

    showing.tell(f"{sent.sent} sent, {sent.held} held, {sent.failed} failed.")
    if sent.handed_over:
        showing.tell(
            f"{sent.handed_over} letters handed over in print batches. They count as "
            "sent, and are printed once."
        )
    if sent.again:
        showing.tell(f"{sent.again} are tried again later.")
    if sent.in_doubt:
        showing.tell(
            f"! {sent.in_doubt} may have arrived, and nobody can know: they count as "
            "sent and are not sent again."
        )
    for because, some in sent.waits.items():
        wait = "1 waits" if some.count == 1 else f"{some.count:,} wait"
        showing.tell(
            f"{wait} until {some.until:%d %B %H:%M} UTC, and goes then: {because}."
            if some.count == 1
            else f"{wait}, the first until {some.until:%d %B %H:%M} UTC, and go then: "
            f"{because}."
        )
    for channel, because in sent.resting.items():
        named = because if because.startswith(channel) else f"{channel}: {because}"
        showing.tell(f"! {named}. What waits for it is kept.")
    for plan, count in sent.waiting.items():
        showing.tell(
            f"! {plan} would reach {count:,} people: a second person has to look "
            f"first, with `shopkeeper plan approve {plan}`."
        )


def stop(
    shop: Path = Path(),
    *,
    by: str = "operator",
    take_back: bool = False,
    now: str | None = None,
) -> None:
    """
    Stop everything, at once: from now on nothing is sent.

    Args:
        shop: The shop's folder.
        by: Who stops it; kept in the audit log.
        take_back: Go on again instead.
        now: The moment; else the shop's own, else the clock.
    """
    from shopkeeper import bootstrap
    from shopkeeper.cli import showing
    from shopkeeper.flow.leaving import stop_everything

    with bootstrap.shop_at(shop, beside=True) as house:
        moment = bootstrap.moment_or_clock(now, house.shop)
        if take_back:
            house.plan_book.go_on(by=by, at=moment)
        else:
            stop_everything(house, by=by, now=moment, pause=bootstrap.pause_a_little)
        done = "took the stop back" if take_back else "stopped everything"
        house.audit.note(done, house.shop.name, actor=by, at=moment)
    showing.tell(
        "What was held goes on with the next round."
        if take_back
        else "Everything is stopped. Go on with `shopkeeper stop --take-back`."
    )


def status(shop: Path = Path(), *, json: bool = False, now: str | None = None) -> None:
    """
    Say where things stand: rounds, queue, held, doubts, quarantine, plans, results.

    Args:
        shop: The shop's folder.
        json: Print it as JSON.
        now: The moment; else the shop's own, else the clock.
    """
    from shopkeeper import bootstrap
    from shopkeeper.flow.measuring import measured, measured_json
    from shopkeeper.flow.standing import status_json
    from shopkeeper.flow.telling import as_json
    from shopkeeper.measure import sentence

    with bootstrap.shop_at(shop, writable=False) as house:
        moment = bootstrap.moment_or_clock(now, house.shop)
        found = status_json(house, now=moment)
        found["results"] = measured_json(house, now=moment)
        sentences = [
            f"{one.plan}/{one.step}: {sentence(one)}"
            for one in measured(house, now=moment)
        ] + [
            f"{one['plan']}/{one['step']}: {one['wording']}"
            for one in found["results"]
            if one["wording"]
        ]
    if json:
        print(as_json(found))  # noqa: T201
        return
    _show_status(found, sentences)


def _show_status(found: dict[str, Any], sentences: list[str]) -> None:
    from shopkeeper.cli import showing

    console = showing.out()
    last = found["last_round"]
    console.print(f"[bold]{found['shop']}[/bold], {found['now']}")
    console.print(
        "No round was worked yet: `shopkeeper run`."
        if last is None
        else f"Last round {last['at']}: {last['counts'].get('people', 0):,} people. "
        f"Next: {found['next_round']}."
    )
    console.print(
        f"Rows: {sum(found['rows'].values()):,} in "
        f"{showing.counted(len(found['rows']), 'source')}."
    )
    if found["queue"]:
        queue = ", ".join(
            f"{n} {state.replace('_', ' ')}" for state, n in found["queue"].items()
        )
        console.print(f"Messages: {queue}.")
    for because, count in list(found["held"].items())[:8]:
        console.print(f"  {count:>5}  {because}", markup=False)
    if found["desk"]:
        desk = ", ".join(f"{n} {state}" for state, n in found["desk"].items())
        console.print(f"Desk: {desk}.")
    for channel, how in found["agreed"]["channels"].items():
        named = how if how.startswith(channel) else f"{channel}: {how}"
        console.print(f"Channel {named}.", markup=False)
    pairs = showing.counted(found["doubts"], "doubtful pair")
    wait = "waits" if found["doubts"] == 1 else "wait"
    rows = showing.counted(len(found["quarantine"]), "row")
    are = "is" if len(found["quarantine"]) == 1 else "are"
    console.print(f"{pairs} {wait} for a human; {rows} {are} set aside.")
    for plan in found["plans"]:
        why = plan["because"] or "runs"
        console.print(f"Plan {plan['plan']}: {plan['state']}; {why}", markup=False)
    for line in sentences:
        console.print(line, markup=False)
    for warning in found["warnings"]:
        console.print(f"! {warning}", markup=False)
