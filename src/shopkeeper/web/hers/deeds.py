"""What she does on her page, each by a form, through the same flows as everywhere."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from shopkeeper.flow.forgetting import receipt_json
from shopkeeper.flow.preferring import FEWER, USUAL, Change, Preferences, Wanted
from shopkeeper.flow.telling import as_json
from shopkeeper.remember.answers import Verdict
from shopkeeper.vocabulary import (
    BadInput,
    Channel,
    LoopKind,
    NotAllowed,
    NotFound,
    Purpose,
)
from shopkeeper.web.hers.door import Inside, deed, gone
from shopkeeper.web.hers.reading import readable
from shopkeeper.web.pages.forms import Form
from shopkeeper.web.pages.rendering import page, see_other
from shopkeeper.web.problems import Problem, Reply
from shopkeeper.web.ways import Asked


VERDICTS = {
    "right": Verdict.CONFIRMED,
    "not-me": Verdict.NOT_HERS,
    "forget": Verdict.FORGET,
    "correct": Verdict.CORRECTED,
}
_GONE_MEANWHILE = "That was changed or taken away meanwhile: look at the page anew."
_MOST_OFTEN = 31
_PAUSES = {"week": 7, "month": 30, "quarter": 91}
_TOLD = (
    "What you said could not be kept like that: say it in a few plain words, or write "
    "to us."
)
_SAID_HERE = "You may write to me, as I set it on my own page."


async def of_a_fact(asked: Asked) -> Reply:
    """Keep what she says of one thing that we know."""
    here, form = await deed(asked)
    verdict = VERDICTS.get(form.get("do"))
    if verdict is None:
        raise Problem(400, "Press one of the buttons: nothing was changed.")
    hers = asked.room.serving.hers
    try:
        await hers.answer(
            here.link, form.get("fact", most=100), verdict,
            form.get("words", most=500) if verdict is Verdict.CORRECTED else "",
        )  # fmt: skip
    except NotFound:
        raise Problem(404, _GONE_MEANWHILE) from None
    except BadInput:
        raise Problem(400, _TOLD) from None
    return _back(here, form.get("do"), "know")


async def how_she_likes_it(asked: Asked) -> Reply:
    """Keep how she wants to be written to."""
    here, form = await deed(asked)
    serving = asked.room.serving
    before = await serving.preferences(here.link.person)
    try:
        wish = _wish(form, before, serving.now(), ZoneInfo(serving.shop.time_zone))
    except ValueError:
        raise Problem(400, "One of these is nothing we can keep: try again.") from None
    if wish is None:
        return _back(here, "same", "quiet")
    try:
        await serving.prefer(here.link.person, wish)
    except (BadInput, NotAllowed) as error:
        raise Problem(400, str(error)) from None
    except NotFound:
        raise Problem(404, _GONE_MEANWHILE) from None
    return _back(here, "liked", "quiet")


async def no_more(asked: Asked) -> Reply:
    """End what a message was for."""
    here, form = await deed(asked)
    try:
        await asked.room.serving.hers.no_more_like(
            here.link, form.get("message", most=100)
        )
    except NotFound:
        raise Problem(404, _GONE_MEANWHILE) from None
    return _back(here, "no-more", "wrote")


async def writes(asked: Asked) -> Reply:
    """Keep what she writes to us."""
    here, form = await deed(asked)
    kinds = {str(one): one for one in LoopKind}
    kind = kinds.get(form.get("kind"))
    if kind is None:
        raise Problem(400, "Say whether it is a question, an idea or a complaint.")
    try:
        await asked.room.serving.hers.write_in(here.link, kind, form.get("text"))
    except BadInput as error:
        raise Problem(400, str(error)) from None
    return _back(here, "written", "human")


async def copy(asked: Asked) -> Reply:
    """Give her everything that is kept of her: to read, or as JSON to take away."""
    here, form = await deed(asked)
    serving = asked.room.serving
    try:
        found = await serving.export(here.link.person, by=None, through="her own page")
    except NotFound:
        raise Problem(404, _GONE_MEANWHILE) from None
    if form.get("as") == "json":
        headers = (
            (b"content-type", b"application/json"),
            (b"content-disposition", b'attachment; filename="my-copy.json"'),
            (b"cache-control", b"no-store"),
            (b"x-content-type-options", b"nosniff"),
        )
        return Reply(200, as_json(found).encode(), headers)
    return page(
        asked, "hers/copy.html", path=here.path, parts=readable(found),
        csrf=here.session.token,
    )  # fmt: skip


async def leaves(asked: Asked) -> Reply:
    """Ask her once more, then forget her, and say goodbye."""
    here, form = await deed(asked)
    if form.get("sure") != "yes":
        return page(asked, "hers/leave.html", path=here.path, csrf=here.session.token)
    serving = asked.room.serving
    try:
        receipt = await serving.forget(
            here.link.person, by=None, through="her own page",
            names=form.get("names") == "yes",
        )  # fmt: skip
    except NotFound:
        raise Problem(404, _GONE_MEANWHILE) from None
    await serving.hers.note_left(receipt)
    return page(
        asked, "hers/farewell.html", receipt=receipt_json(receipt), more=(gone(),)
    )


def _back(here: Inside, did: str, place: str) -> Reply:
    return see_other(f"{here.path}?did={did}#{place}")


def _wish(
    form: Form, before: Preferences, now: datetime, zone: ZoneInfo
) -> Change | None:
    """Return what of the form is another than it was; None: nothing."""
    part = form.get("part")
    wish: Change | None = None
    if part == "called":
        called = " ".join(form.get("called", most=60).split())
        wish = Change(called=called) if called and called != before.called else None
    elif part == "pause":
        wish = _pause(form, now, zone)
    elif part == "often":
        wish = _often(form, before)
    elif part == "what":
        wish = _what(form, before)
    else:
        msg = "no such part"
        raise ValueError(msg)
    if wish is None or not wish.widens:
        return wish
    day = now.astimezone(zone).date().isoformat()
    return Change(
        purposes=wish.purposes, channels=wish.channels, topics=wish.topics,
        resume=wish.resume, frequency=wish.frequency, text=_SAID_HERE,
        version=f"her page, {day}",
        proof=f"her own page, {day}, opened by a code sent to her address",
    )  # fmt: skip


def _pause(form: Form, now: datetime, zone: ZoneInfo) -> Change:
    how = form.get("pause")
    if how == "end":
        return Change(resume=True)
    today = now.astimezone(zone).date()
    if how == "until":
        until = date.fromisoformat(form.get("until", most=10))
    else:
        until = today + timedelta(days=_PAUSES.get(how) or _no_such())
    if until <= today:
        _no_such()
    return Change(pause_until=datetime.combine(until, time(0), zone))


def _often(form: Form, before: Preferences) -> Change | None:
    often = form.get("often", most=4)
    if often not in (USUAL, FEWER) and not (
        often.isdigit() and int(often) <= _MOST_OFTEN
    ):
        _no_such()
    return Change(frequency=often) if often != before.frequency else None


def _what(form: Form, before: Preferences) -> Change | None:
    """Read the ticks: of each that was shown, is it ticked?"""
    ticked = set(form.every("yes"))
    shown = set(form.every("shown"))

    def changed(kind: str, name: str, stands: Wanted) -> bool:
        mark = f"{kind}:{name}"
        return mark in shown and (mark in ticked) != _is_on(kind, stands)

    purposes = {
        Purpose(name): f"purpose:{name}" in ticked
        for name, one in before.purposes.items()
        if changed("purpose", name, one)
    }
    channels = {
        Channel(name): f"channel:{name}" in ticked
        for name, one in before.channels.items()
        if changed("channel", name, one)
    }
    topics = {
        name: f"topic:{name}" in ticked
        for name, one in before.topics.items()
        if changed("topic", name, one)
    }
    if not (purposes or channels or topics):
        return None
    return Change(purposes=purposes, channels=channels, topics=topics)


def _is_on(kind: str, stands: Wanted) -> bool:
    """Say how a tick stands: a channel is on until she says no, the rest by her yes."""
    wanted = stands.wanted
    return wanted is not False if kind == "channel" else wanted is True


def _no_such() -> int:
    msg = "no such choice"
    raise ValueError(msg)
