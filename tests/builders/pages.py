"""A shop whose website asks what to say to whom: customers, orders, a page's slots."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from tests.builders.shop import EVERYBODY, NOW, SIGNERS, SmallShop, plan, work
from tests.builders.shop import sign_and_start as signed_and_started


HEAD = f"""\
[shop]
name = "Corner Shop"
country = "GB"
time_zone = "Europe/London"
now = "{NOW.isoformat()}"

# Hardly a throw of the dice: what is expected of an answer is what comes.
[rounds]
explore = 0.0001

[[sources]]
name = "website"
holds = "events"
department = "shop"
"""
SLOTS = {
    "hero": (
        "relationship",
        (
            "{% say %}Hello {{ person.called }}, good to see you."
            "{% or %}Good to see you.{% endsay %}"
        ),
        {},
    ),
    "due": (
        "service",
        (
            "{% say %}Your {{ usual.item }} may be running low."
            "{% or %}Is anything running low?{% endsay %}"
        ),
        {"need": "usual.due_on within 7 days"},
    ),
    "offer": ("marketing", "A tenth off today.", {}),
    "greeting": (
        "relationship",
        "{% say %}Welcome back, {{ person.called }}.{% or %}Welcome.{% endsay %}",
        {"needs_specific": "true"},
    ),
}
PEOPLE = ("jenny", "Jenny"), ("omar", "Omar"), ("nameless", "")


def page_content(key: str, purpose: str, body: str) -> str:
    """Write a content for pages."""
    return (
        f'+++\nkey = "{key}"\npurpose = "{purpose}"\nchannels = ["web"]\n+++\n{body}\n'
    )


def page_shop(folder: Path, *, holdout: float = 0.0) -> SmallShop:
    """Make it: a list of people, their orders, four slots; a round worked."""
    folder.mkdir(exist_ok=True)
    shop = SmallShop(folder, head=HEAD)
    rows = "".join(f"{user},{name},{user}@corner.example\n" for user, name in PEOPLE)
    shop.has(
        "crm", "people", "userId,first_name,email\n" + rows,
        'columns = {userId = {is = "user_id"}}',
    )  # fmt: skip
    # Every four weeks the same coffee, the last time four weeks ago: due now.
    orders = "".join(
        f"o{number},jenny@corner.example,"
        f"{(NOW - timedelta(days=28 * (8 - number))).date()},Dark roast\n"
        for number in range(8)
    )
    shop.has("till", "orders", "order_id,email,date,product\n" + orders)
    shop.sources[0] = shop.sources[0].replace(
        'department = "crm"', 'department = "shop"'
    )
    for key, (purpose, body, step) in SLOTS.items():
        shop.write(f"content/{key}.md", page_content(key, purpose, body))
        told = {"content": key, "audience": EVERYBODY, "need": EVERYBODY} | step
        text = plan(key, holdout=holdout, **told)
        shop.write(f"plans/{key}.toml", text.replace('["email"]', '["web"]'))
    shop.opens(start=False)
    signed_and_started(folder, SIGNERS, now=NOW)
    work(folder, now=NOW, send=False)
    return shop
