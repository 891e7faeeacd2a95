"""`demo --serve`: the made-up town in the console, with somebody to log in as."""

from __future__ import annotations

import json

from datetime import timedelta
from pathlib import Path
from typing import Any


_DAYS = 7


def open_in_console(folder: Path, *, port: int) -> None:
    """
    Serve a demonstration's shop, and say how to come in.

    Passwords are made anew each time, and shown this once.
    """
    from shopkeeper import bootstrap
    from shopkeeper.cli import app, showing
    from shopkeeper.vocabulary import AccessRole

    shop = bootstrap.read_shop(folder)
    say = showing.out().print
    say()
    showing.out().rule("The console", align="left")
    for role, what in (
        (AccessRole.FRONT_LINE, "looks after people"),
        (AccessRole.OWNER, "answers for the plans"),
    ):
        person = next((one for one in shop.people if role in one.roles), None)
        if person is not None:
            name, password = bootstrap.set_password(folder, person.id, None)
            say(
                f"Log in as {name}, who {what}, with {password}",
                markup=False, soft_wrap=True,
            )  # fmt: skip
    if port:
        _tell_link(folder, port, say)
        say(f"The console: http://127.0.0.1:{port}/", markup=False)
    say("Control-C ends it.")
    app(["serve", str(folder), "--port", str(port), "--no-send"])


def _tell_link(folder: Path, port: int, say: Any) -> None:
    """Make a link to somebody's own page."""
    from shopkeeper import bootstrap

    figures = json.loads((folder / "demo.json").read_text("utf-8"))
    with bootstrap.shop_at(folder, writable=False) as house:
        person = _somebody(house, figures)
        if person is None:
            return
        lasts = timedelta(days=_DAYS)
        token, _ = bootstrap.new_page_link(folder, house, person, by=None, lasts=lasts)
    say(
        f"One customer's own page: http://127.0.0.1:{port}/you/{token}",
        markup=False, soft_wrap=True,
    )  # fmt: skip
    say(
        f"    It asks for a code that goes to her mailbox: here, into {folder / 'out'}",
        markup=False, soft_wrap=True,
    )  # fmt: skip


def _somebody(house: Any, figures: dict[str, Any]) -> str | None:
    """Return who the walk told of, as long as she is there."""
    from shopkeeper.flow.knowing import current_ids

    current = current_ids(house)
    there = (current.get(one) for one in figures.get("people_sample", ()))
    return next((one for one in there if one is not None), None)
