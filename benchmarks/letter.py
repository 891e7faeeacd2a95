"""One fixed letter: with claims and the gate, beside bare Liquid on the same letter."""

# ruff: noqa: E501 the lines of a letter are as long as they are

from __future__ import annotations

import time

from datetime import UTC, date, datetime, timedelta

import liquid
import numpy as np

from figures import Figure, Table, alternate

from shopkeeper.remember.sayable import sayable
from shopkeeper.say import ShopVariables, compose, read_content
from shopkeeper.vocabulary import Channel, Fact, Predicates, Recipient, Standing


SEED = 5
NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
SHOP = ShopVariables(name="Harbour Books", today=date(2026, 11, 2))

SUBJECT = "Something for the shelf, from Harbour Books"
FRONT = f"""+++
key = "the-usual"
purpose = "service"
channels = ["email"]
subject = "{SUBJECT}"
+++
"""
# About 180 words, five ladders, two filters and a loop over several facts.
LETTER = """{% say %}Dear {{ person.called }},{% or %}Good morning,{% endsay %}

the days grow shorter, and the lamps in the shop are lit by four. We have put two more
chairs beside the stove, and nobody minds if you read a chapter before you decide.

{% say about: "event.moved" %}How are you getting on in your new house? If the old address
still stands on a parcel of ours, tell us, and we shall put it right the same day.
{% or %}If you are anywhere near the harbour this week, come in and get warm.
{% endsay %}
{% say %}On the table by the door there is more of what you like:
{% for x in all.usual.item limit: 3 %}  {{ forloop.index }}. {{ x | capitalize }}
{% endfor %}{% or %}On the table by the door there are new things to look at.
{% endsay %}
{% say %}By our reckoning your shelf may want filling around
{{ usual.due_on | date: "%-d %B" }}; shall we put something by for you? There is no hurry,
and no need to answer.
{% or %}If there is something we should put by for you, a line is enough.
{% endsay %}
{% say %}And we have not forgotten what we said: {{ promise.open }}. It is on our list, and
you will hear from us without asking.
{% or %}If we owe you an answer, tell us; it will be the first thing we do.
{% endsay %}

Thank you for coming to us, and for telling us what was good and what was not. If you
would rather have fewer letters, or none, one word in reply is enough, and it counts at once.

With kind regards
Priya and Tom at {{ shop.name }}
{{ today }}
"""
BARE = """{% if called %}Dear {{ called }},{% else %}Good morning,{% endif %}

the days grow shorter, and the lamps in the shop are lit by four. We have put two more
chairs beside the stove, and nobody minds if you read a chapter before you decide.

{% if moved %}How are you getting on in your new house? If the old address
still stands on a parcel of ours, tell us, and we shall put it right the same day.
{% else %}If you are anywhere near the harbour this week, come in and get warm.
{% endif %}
{% if items %}On the table by the door there is more of what you like:
{% for x in items limit: 3 %}  {{ forloop.index }}. {{ x | capitalize }}
{% endfor %}{% else %}On the table by the door there are new things to look at.
{% endif %}
{% if due %}By our reckoning your shelf may want filling around
{{ due | date: "%-d %B" }}; shall we put something by for you? There is no hurry,
and no need to answer.
{% else %}If there is something we should put by for you, a line is enough.
{% endif %}
{% if promise %}And we have not forgotten what we said: {{ promise }}. It is on our list, and
you will hear from us without asking.
{% else %}If we owe you an answer, tell us; it will be the first thing we do.
{% endif %}

Thank you for coming to us, and for telling us what was good and what was not. If you
would rather have fewer letters, or none, one word in reply is enough, and it counts at once.

With kind regards
Priya and Tom at {{ shop.name }}
{{ today }}
"""
ITEMS = ("tide tables", "sea charts", "harbour walks", "a book of knots", "cloud lore")


def measure(*, runs: int, people: int = 3_000) -> Table:
    """
    Write the letter to the same people in both ways.

    Args:
        runs: How often.
        people: How many letters in a run.
    """
    readers, predicates = some_readers(people), Predicates()
    content = read_content(FRONT + LETTER, name="the-usual.md", predicates=predicates)
    environment = liquid.Environment()
    subject, body = (environment.from_string(text) for text in (SUBJECT, BARE))
    values = [bare_values(facts) for _, facts in readers]
    known = [settled(one, facts, predicates) for one, facts in readers]

    def with_gate() -> None:
        for one, facts in readers:
            say(content, one, settled(one, facts, predicates))

    def settled_before() -> None:
        for (one, _), facts in zip(readers, known, strict=True):
            say(content, one, facts)

    def bare() -> None:
        for one in values:
            subject.render(**one)
            body.render(**one)

    assert_same(content, body, readers[0], values[0], known[0])
    taken = alternate(runs, gate=with_gate, compose=settled_before, bare=bare)
    peer = "bare python-liquid, the same letter"

    def figure(name: str, work: str, *, against: str = "", bar: str = "") -> Figure:
        return Figure(
            name=name, unit="letters", count=people, cpu=taken[work], peer=against,
            bar=bar,
        )  # fmt: skip

    slowest = np.percentile(
        [one_letter(content, predicates, *reader) for reader in readers], [50, 99]
    )
    return Table(
        title="letter: about 180 words, five ladders, two filters, a loop",
        says=(
            f"{people:,} people, seed {SEED}, up to eight facts each: what may be said is "
            "settled for each of them by the table of predicates, then the letter is "
            "said with its claims. The peer has the same words and values, `if` for each "
            "ladder, checks nothing and claims nothing. One letter, gate and all, takes "
            f"{slowest[0]:.3f} ms in the middle and {slowest[1]:.3f} ms at the 99th "
            "percentile, in CPU time."
        ),
        figures=[
            figure("gate, words and claims", "gate", against=peer, bar="half, aim .8"),
            figure("words and claims, facts settled before", "compose", against=peer),
            figure(peer, "bare"),
        ],
    )


def settled(one: Recipient, facts: tuple[Fact, ...], predicates: Predicates):
    """Settle what may be said to one person."""
    return sayable(facts, person=one.person, predicates=predicates, now=NOW).facts


def say(content, one: Recipient, facts):
    """Say the letter to one person."""
    return compose(
        content, recipient=one, sayable=facts, shop_variables=SHOP,
        message_id=one.person,
    )  # fmt: skip


def one_letter(content, predicates: Predicates, one: Recipient, facts) -> float:
    """Say how many milliseconds one letter takes."""
    began = time.thread_time()
    say(content, one, settled(one, facts, predicates))
    return 1000 * (time.thread_time() - began)


def assert_same(content, body, reader, values, facts) -> None:
    """Demand that both write the same letter where everything may be said."""
    ours = say(content, reader[0], facts)
    theirs = body.render(**values)
    if (ours.body or "").strip() != theirs.strip() or set(ours.rungs) != {0}:
        msg = f"the letters differ:\n{ours.body}\n---\n{theirs}"
        raise AssertionError(msg)
    words = len(ours.body.split())
    if not 170 <= words <= 260 or len(ours.claims) != 5:
        msg = f"{words} words and {len(ours.claims)} claims"
        raise AssertionError(msg)


def bare_values(facts: tuple[Fact, ...]) -> dict[str, object]:
    """Return what the bare template prints, made ready before."""
    found: dict[str, object] = {
        "shop": {"name": SHOP.name}, "today": "2 November 2026", "items": [],
    }  # fmt: skip
    names = {
        "person.called": "called", "event.moved": "moved", "promise.open": "promise",
        "usual.due_on": "due",
    }  # fmt: skip
    for fact in facts:
        if fact.about == "usual.item":
            found["items"].append(fact.value)
        else:
            found[names[fact.about]] = fact.value
    return found


def some_readers(count: int) -> list[tuple[Recipient, tuple[Fact, ...]]]:
    """Make people; of the first everything may be said, of others much."""
    dice = np.random.default_rng(SEED)
    return [_reader(number, dice) for number in range(count)]


def _reader(number: int, dice: np.random.Generator):
    person = f"p{number}"
    values = [
        ("person.called", "Jenny", Standing.TOLD),
        ("event.moved", "to Leith", Standing.TOLD),
        ("usual.due_on", "2026-11-12", Standing.OBSERVED),
        ("promise.open", "a call about the torn spine", Standing.RECORDED),
        *(("usual.item", ITEMS[at], Standing.OBSERVED) for at in range(4)),
    ]
    sure = number == 0
    facts = tuple(
        Fact(
            id=f"{person}-{at}", person=person, about=about, value=value,
            standing=standing,
            confidence=0.98 if sure else float(dice.uniform(0.75, 1)),
            learned_at=NOW - timedelta(days=at + 1 if sure else int(dice.integers(0, 60))),
        )
        for at, (about, value, standing) in enumerate(values)
        if sure or dice.random() < 0.9
    )  # fmt: skip
    recipient = Recipient(
        person=person, channel=Channel.EMAIL, address=f"{person}@example.org"
    )
    return recipient, facts
