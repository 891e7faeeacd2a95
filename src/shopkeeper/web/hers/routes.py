"""The routes of her page. Only a POST by a form of the page itself changes anything."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from shopkeeper.vocabulary import Channel, NotFound
from shopkeeper.web.hers.deeds import (
    copy,
    how_she_likes_it,
    leaves,
    no_more,
    of_a_fact,
    writes,
)
from shopkeeper.web.hers.door import (
    ask_for_code,
    at_the_door,
    come_in,
    go_out,
    inside,
)
from shopkeeper.web.pages.forms import MOST_FORM
from shopkeeper.web.pages.rendering import HTML, page, refused_page
from shopkeeper.web.people import query
from shopkeeper.web.problems import Problem, Reply
from shopkeeper.web.ways import Asked, Way


_DEEDS: tuple[tuple[str, Callable[[Asked], Awaitable[Reply]], str], ...] = (
    ("code", ask_for_code, "Send a code to an address of hers."),
    ("in", come_in, "Let this browser in by its code."),
    ("out", go_out, "Let this browser out."),
    ("fact", of_a_fact, "Confirm, correct, deny or forget one thing."),
    ("like", how_she_likes_it, "Topics, channels, pause, frequency, name."),
    ("no-more", no_more, "End what a message was for."),
    ("write", writes, "Ask, propose or complain."),
    ("copy", copy, "Everything that is kept of her."),
    ("leave", leaves, "Ask once more; then forget her, with a receipt."),
)
_DID = {
    "right": "Thank you. We keep it as your own word.",
    "not-me": "Thank you for telling us. We do not use or say that any more.",
    "forget": "It is forgotten: not used, not said, not shown.",
    "correct": "Thank you. Your word counts for more than anything we have on file.",
    "liked": "It is kept, and holds from now on.",
    "same": "Nothing was changed: it stood like that before.",
    "no-more": "No more of these. It holds from now on.",
    "written": "Thank you. A person has it now, and you see here how far it is.",
}
_CHANNELS = {
    Channel.EMAIL: "by mail", Channel.SMS: "by text message",
    Channel.PHONE: "by phone", Channel.POST: "by post",
    Channel.PUSH: "on the phone's screen", Channel.WEB: "on our website",
}  # fmt: skip
_PURPOSES = {
    "relationship": "A friendly word now and then",
    "marketing": "Offers and news",
}


def ways() -> list[Way]:
    """List the routes."""
    return [
        Way(
            method="GET", path="/you/{token}", does=_look, media=HTML,
            refuses_as=refused_page, summary="Her page, or the door to it.",
        ),
        *(
            Way(
                method="POST", path=f"/you/{{token}}/{name}", does=does, media=HTML,
                refuses_as=refused_page, form=True, most=MOST_FORM, summary=summary,
            )
            for name, does, summary in _DEEDS
        ),
    ]  # fmt: skip


async def _look(asked: Asked) -> Reply:
    here = await inside(asked)
    if here is None:
        return await at_the_door(asked)
    serving = asked.room.serving
    try:
        found = await serving.hers.page(here.link)
    except NotFound as error:
        raise Problem(404, str(error)) from None
    attention = serving.shop.attention
    return page(
        asked, "hers/page.html", her=found, path=here.path, csrf=here.session.token,
        did=_DID.get(query(asked).get("did", ""), ""), channels=_CHANNELS,
        purposes=_PURPOSES, most=f"{attention.most:g}", days=attention.per.days,
    )  # fmt: skip
