"""Days, numbers and what was done, as the console's pages say them."""

from __future__ import annotations

import re

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import pass_context
from jinja2.runtime import Context


DONE = {
    "taken": "It is yours now. Everybody sees that you have it.",
    "returned": "It is back on the desk, for anybody.",
    "finished": "Done, in your name and your words.",
    "noted": "Your note is kept. What follows from it holds at once.",
    "noted-before": "This note was there already: nothing has changed.",
    "answered": "Kept, as her word. It counts above every system from now on.",
    "answered-before": "That was kept before: nothing has changed.",
    "undone": "The join is taken back: the two stay two for good. "
    "Facts are sorted out anew with the next round.",
    "same": "They are one person, on your word.",
    "apart": "They are two people, on your word, for good.",
    "promised": "Noted, in your name.",
    "told": "Noted: she has her answer.",
    "arrived": "Noted: it arrived.",
    "not-arrived": "Noted: it did not arrive. It is not sent again by itself.",
    "signed": "Signed, as the plan and its words stand now.",
    "started": "The plan is started. Messages wait for the next round.",
    "plan-stopped": "The plan is stopped.",
    "approved": "You have looked, and they may go.",
    "stopped": "Everything is stopped: nothing leaves, whatever was about to.",
    "goes-on": "It goes on. What was held is decided anew with the next round.",
}
"""What was done, by the word in an address."""

STAGES = {
    "prospect": "not a customer yet",
    "new": "new here",
    "regular": "a regular",
    "drifting": "perhaps drifting",
    "leaving": "leaving, it seems",
    "left": "gone, it seems",
    "returned": "back again",
}
STATES = {
    "approved": "will go",
    "attempting": "on its way",
    "committing": "on its way",
    "sent": "went",
    "failed": "did not arrive",
    "in_doubt": "in doubt",
    "held": "held",
    "declined": "not sent",
}
LOOPS = {
    "complaint": ("complaint", "complaints"),
    "question": ("question", "questions"),
    "idea": ("idea", "ideas"),
}


def moment(value: Any, zone: str) -> date | datetime | None:
    """Read a moment or a day as the pages get it, on the shop's clock."""
    if isinstance(value, str):
        try:
            value = (
                date.fromisoformat(value)
                if len(value) == len("2026-11-02")
                else datetime.fromisoformat(value)
            )
        except ValueError:
            return None
    if isinstance(value, datetime):
        return value.astimezone(ZoneInfo(zone))
    return value if isinstance(value, date) else None


@pass_context
def _day(context: Context, value: Any) -> str:
    """Write a day: `19 Nov`, with its year where that is another."""
    at = moment(value, context["zone"])
    if at is None:
        return ""
    this = moment(context["now"], context["zone"])
    year = "" if this is not None and this.year == at.year else f" {at.year}"
    return f"{at.day} {at:%b}{year}"


@pass_context
def _clock(context: Context, value: Any) -> str:
    """Write a moment: `19 Nov, 16:30`."""
    at = moment(value, context["zone"])
    return f"{_day(context, value)}, {at:%H:%M}" if isinstance(at, datetime) else ""


@pass_context
def _since(context: Context, value: Any) -> str:
    """Say how long ago something was: `3 days`."""
    at = moment(value, context["zone"])
    this = moment(context["now"], context["zone"])
    if at is None or this is None:
        return ""
    if isinstance(at, datetime):
        at = at.date()
    today = this.date() if isinstance(this, datetime) else this
    days = abs((today - at).days)
    if days == 0:
        return "today"
    if days < 60:  # noqa: PLR2004 as one says it
        return f"{days} day{'' if days == 1 else 's'}"
    if days < 730:  # noqa: PLR2004 likewise
        return f"{round(days / 30.4)} months"
    return f"{days // 365} years"


def _month(value: str) -> str:
    """Write the month of a day: `November 2026`."""
    first = date.fromisoformat(f"{value[:7]}-01")
    return f"{first:%B %Y}"


def _sentence(value: Any) -> str:
    """Begin with a capital and end with a stop."""
    text = " ".join(str(value).split())
    if not text:
        return ""
    end = "" if text[-1] in ".!?…”" else "."
    return text[0].upper() + text[1:] + end


def _capital(value: Any) -> str:
    text = str(value)
    return text[:1].upper() + text[1:]


def _short(value: Any, most: int = 160) -> str:
    text = " ".join(str(value).split())
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _counted(count: int, one: str, many: str | None = None) -> str:
    """Count in words: `1 person`, `3 people`."""
    return f"{count:,} {one if count == 1 else (many or one + 's')}"


_COMMAND = re.compile(
    r"[:;,]?\s*(?:[(]\s*)?(?:(?:sign |look first, )?with |go on with )?"
    r"(?:`shopkeeper[^`]*`|shopkeeper \w+ WHO \"…\")\s*(?:[)])?"
)


def plainly(value: Any) -> str:
    """
    Leave out which command would do it: here a button does.

    Example:
        >>> plainly("Sponsor has not signed: sign with `shopkeeper plan sign x`.")
        'Sponsor has not signed.'
    """
    return " ".join(_COMMAND.sub("", str(value)).replace(" .", ".").split())


def _words(value: Any) -> str:
    return str(value).replace("_", " ").replace("-", " ")


def filters() -> dict[str, Callable[..., str]]:
    """List the filters of the console's templates."""
    return {
        "day": _day,
        "clock": _clock,
        "since": _since,
        "month": _month,
        "sentence": _sentence,
        "cap": _capital,
        "short": _short,
        "counted": _counted,
        "inwords": _words,
        "plainly": plainly,
    }


def greeting(now: datetime, zone: str) -> str:
    """Greet by the hour."""
    hour = now.astimezone(ZoneInfo(zone)).hour
    for until, words in ((12, "Good morning"), (18, "Good afternoon")):
        if hour < until:
            return words
    return "Good evening"
