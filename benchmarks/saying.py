"""Messages with claims, beside the same words rendered by bare python-liquid."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import liquid
import numpy as np

from figures import Figure, Table, alternate

from shopkeeper.remember.sayable import sayable
from shopkeeper.say import ShopVariables, compose, read_content
from shopkeeper.vocabulary import Channel, Fact, Predicates, Recipient, Standing


SEED = 12
NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
SHOP = ShopVariables(name="Harbour Books", today=date(2026, 11, 2))

CONTENT = """+++
key = "running-low"
purpose = "service"
channels = ["email"]
subject = "{% say %}{{ person.called }}, your order{% or %}Your order{% endsay %}"
+++
{% say %}Hello {{ person.called }},{% or %}Hello,{% endsay %}

{% say about: "event.moved" %}now that you have moved, tell us where to.
{% or %}here is a word from {{ shop.name }}.
{% endsay %}
{% say %}Your {{ usual.item }} may be running low; shall we put one by?
{% or %}{{ usual.last_item }}: did you like it?
{% or %}We have put some new books by the door.
{% endsay %}
{% say %}We still owe you this: {{ promise.open }}.{% or %}{% endsay %}

{{ shop.name }}, {{ today }}
"""

SUBJECT = "{{ called }}, your order"
BODY = """Hello {{ called }},

now that you have moved, tell us where to.
Your {{ item }} may be running low; shall we put one by?
We still owe you this: {{ promise }}.

{{ shop.name }}, {{ today }}
"""
ITEMS = ("Tide tables", "Sea charts", "Harbour walks", "Knots")


@dataclass(frozen=True)
class Reader:
    """Somebody to write to, with what is known about her."""

    recipient: Recipient
    facts: tuple[Fact, ...]


def measure(*, runs: int, people: int = 5_000) -> Table:
    """
    Write to the same people: with ladders and claims, and by bare templates.

    Args:
        runs: How often.
        people: How many messages in a run.
    """
    readers, predicates = some_readers(people), Predicates()
    content = read_content(CONTENT, name="running-low.md", predicates=predicates)
    known = [
        sayable(
            one.facts, person=one.recipient.person, predicates=predicates, now=NOW
        ).facts
        for one in readers
    ]
    environment = liquid.Environment()
    templates = [environment.from_string(text) for text in (SUBJECT, BODY)]

    def settle_and_compose() -> None:
        for one in readers:
            person = one.recipient.person
            settled = sayable(one.facts, person=person, predicates=predicates, now=NOW)
            compose(
                content, recipient=one.recipient, sayable=settled.facts,
                shop_variables=SHOP, message_id=person,
            )  # fmt: skip

    def only_compose() -> None:
        for one, facts in zip(readers, known, strict=True):
            compose(
                content, recipient=one.recipient, sayable=facts,
                shop_variables=SHOP, message_id=one.recipient.person,
            )  # fmt: skip

    def bare() -> None:
        for one in readers:
            values = {fact.about.partition(".")[2]: fact.value for fact in one.facts}
            for template in templates:
                template.render(
                    called=values.get("called"), item=values.get("item"),
                    promise=values.get("open"), today="2 November 2026",
                    shop={"name": SHOP.name},
                )  # fmt: skip

    taken = alternate(runs, whole=settle_and_compose, compose=only_compose, bare=bare)
    peer = "bare python-liquid, no ladders"

    def figure(name: str, work: str, *, against: str = "") -> Figure:
        return Figure(
            name=name, unit="messages", count=people, cpu=taken[work], peer=against
        )

    return Table(
        title="say: messages of four ladders and a subject",
        says=(
            f"{people:,} people, seed {SEED}, four facts each at most: what may be "
            "said is settled, each ladder takes its rung, each phrase gets its claim. "
            "The peer renders the most specific words with the same values, checks "
            "nothing and claims nothing."
        ),
        figures=[
            figure("facts settled, then said", "whole", against=peer),
            figure("said, facts settled before", "compose", against=peer),
            figure(peer, "bare"),
        ],
    )


def some_readers(count: int) -> list[Reader]:
    """Make people of whom everything, something or nothing is known."""
    dice = np.random.default_rng(SEED)
    return [_reader(f"p{number}", dice) for number in range(count)]


def _reader(person: str, dice: np.random.Generator) -> Reader:
    values = {
        "person.called": ("Jenny", Standing.TOLD),
        "event.moved": ("Leith", Standing.TOLD),
        "usual.item": (ITEMS[dice.integers(len(ITEMS))], Standing.OBSERVED),
        "promise.open": ("a call about the torn spine", Standing.RECORDED),
    }
    facts = tuple(
        Fact(
            id=f"{person}-{about}",
            person=person,
            about=about,
            value=value,
            standing=standing,
            confidence=float(dice.uniform(0.75, 1)),
            learned_at=NOW - timedelta(days=int(dice.integers(0, 200))),
        )
        for about, (value, standing) in values.items()
        if dice.random() < 0.8
    )
    address = f"{person}@example.org"
    recipient = Recipient(person=person, channel=Channel.EMAIL, address=address)
    return Reader(recipient, facts)
