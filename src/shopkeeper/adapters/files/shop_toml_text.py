"""Writing a `shop.toml` that a newcomer can read and change."""

from __future__ import annotations

import json
import re

from collections.abc import Iterator, Mapping
from datetime import time

from shopkeeper.adapters.files.toml_values import write_duration, write_weekdays
from shopkeeper.vocabulary import (
    IDENTITY,
    ChannelSettings,
    Predicate,
    Shop,
    Source,
    Staff,
)


_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
Value = str | bool | float | list[str]

_EXPLORE = Shop(name="…").explore


def write_shop_toml(shop: Shop, *, notes: Mapping[str, str] | None = None) -> str:
    """
    Write settings with a comment for each section.

    Args:
        shop: What to write. `demo` is a mark of the folder, and not written.
        notes: Name of a source to what was guessed about it, over as many
            lines as it takes; it becomes a comment above the source's columns.

    Returns:
        The text; `read_shop` reads the same shop from it.
    """
    parts = [
        *_basics(shop), *_times(shop), *_lists(shop, notes or {}), *_channels(shop),
        "\n# How often everyone is looked at.\n[rounds]\n"
        + _line("every", write_duration(shop.rounds_every))
        + _line("explore", shop.explore if shop.explore != _EXPLORE else None),
        *_audit(shop),
    ]  # fmt: skip
    return "".join(parts).replace("\n\n\n", "\n\n")


def write_value(value: Value) -> str:
    """
    Write a value as TOML has it.

    Example:
        >>> print(write_value(["Mon", "Tue"]), write_value(True), write_value(2.0))
        ["Mon", "Tue"] true 2
    """
    if isinstance(value, list):
        return f"[{', '.join(write_value(one) for one in value)}]"
    if isinstance(value, str):
        # JSON escapes what TOML must have escaped, the delete character excepted.
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, bool):
        return str(value).lower()
    return str(int(value)) if value == int(value) else repr(value)


def _line(key: str, value: Value | None) -> str:
    return "" if value is None else f"{write_key(key)} = {write_value(value)}\n"


def write_key(key: str) -> str:
    """
    Write a key, in quotes where TOML wants them.

    Example:
        >>> print(write_key("a"), write_key("Kunde Nr."))
        a "Kunde Nr."
    """
    return key if _BARE_KEY.fullmatch(key) else write_value(key)


def _clock(at: time) -> str:
    return at.isoformat("minutes" if not at.second else "seconds")


def _basics(shop: Shop) -> Iterator[str]:
    yield "# Who the shop is, and on whose clock.\n[shop]\n"
    for key in ("name", "country", "language", "currency", "time_zone"):
        yield _line(key, getattr(shop, key))
    if shop.now is None:
        yield '# now = "2026-11-02T09:00:00+00:00"   # a shop told at a fixed time\n'
    else:
        yield _line("now", shop.now.isoformat())
    yield "\n# What must never be lost (ledger), and what can be made again from it.\n"
    yield "[stores]\n"
    yield _line("ledger", shop.ledger) + _line("warehouse", shop.warehouse)


def _times(shop: Shop) -> Iterator[str]:
    yield "\n# When the shop works; holidays by name, or none.\n[calendar]\n"
    yield _line("working_days", write_weekdays(shop.calendar.working_days))
    yield _line("opens", _clock(shop.calendar.opens))
    yield _line("closes", _clock(shop.calendar.closes))
    yield _line("holidays", shop.calendar.holidays)
    attention = shop.attention
    yield "\n# How often anybody may hear from us, all channels and people together.\n"
    yield "[attention]\n" + _line("most", attention.most)
    yield _line("per", write_duration(attention.per))
    if attention.weights:
        weights = (
            f"{c.value} = {write_value(w)}" for c, w in attention.weights.items()
        )
        yield f"weights = {{{', '.join(weights)}}}\n"
    yield _line("service_counts", attention.service_counts)
    yield _line("service_blocked", attention.service_blocked)
    for kind, rule in shop.identity.items():
        if rule != IDENTITY[kind]:
            yield f"\n[identity.{kind}]\n" + _line("people", rule.people)
            if rule.values is not None:
                yield _line("values", rule.values)
            yield _line("priority", rule.priority)
    yield "\n# Hours in which nobody is disturbed, where she is.\n[quiet]\n"
    yield _line("from", _clock(shop.quiet.from_)) + _line("to", _clock(shop.quiet.to))
    yield _line("weekend", shop.quiet.weekend)
    if shop.quiet.otherwise is not None:
        yield _line("otherwise", _clock(shop.quiet.otherwise))


def _lists(shop: Shop, notes: Mapping[str, str]) -> Iterator[str]:
    if shop.people:
        yield "\n# Staff: who signs plans and who works the desk.\n"
    for staff in shop.people:
        yield from _staff(staff)
    if shop.sources:
        yield "\n# Where records come from, and which department keeps them.\n"
    for source in shop.sources:
        yield from _source(source, notes.get(source.name, ""))
    if shop.predicates:
        yield "\n# What else facts can be about, beside the built-in list.\n"
    for predicate in shop.predicates:
        yield from _predicate(predicate)


def _staff(staff: Staff) -> Iterator[str]:
    yield "[[people]]\n"
    for key in ("id", "name", "email", "department"):
        yield _line(key, getattr(staff, key))
    yield _line("roles", [role.value for role in staff.roles])
    yield _line("minutes_per_day", staff.minutes_per_day) + "\n"


def _source(source: Source, note: str) -> Iterator[str]:
    yield "[[sources]]\n" + _line("name", source.name)
    yield _line("department", source.department or None)
    yield _line("owner", source.owner or None)
    yield _line("read", source.read) + _line("query", source.query)
    yield _line("holds", source.holds.value) + _line("time_zone", source.time_zone)
    yield _line("purpose", source.purpose.value if source.purpose else None)
    for line in note.splitlines():
        yield f"# {_in_a_comment(line)}".rstrip() + "\n"
    if source.columns:
        yield "[sources.columns]\n"
    for column, pin in source.columns.items():
        meaning = f"{pin.is_} of {pin.of}" if pin.of else pin.is_
        meaning = pin.of if pin.is_ == "fact" else meaning
        pinned = f"is = {write_value(meaning)}"
        pinned += ", verified = true" if pin.verified else ""
        pinned += ", one_per_person = true" if pin.one_per_person else ""
        yield f"{write_key(column)} = {{{pinned}}}\n"
    yield "\n"


def _in_a_comment(line: str) -> str:
    return "".join(letter if letter.isprintable() else " " for letter in line)


def _predicate(predicate: Predicate) -> Iterator[str]:
    yield "[[predicates]]\n" + _line("about", predicate.name)
    yield _line("value", predicate.value.value) + _line("many", predicate.many)
    yield _line("side", predicate.side.value)
    yield _line("says", sorted(standing.value for standing in predicate.says))
    yield _line("at_least", predicate.at_least)
    half_life = predicate.half_life
    yield _line("half_life", write_duration(half_life) if half_life else "none") + "\n"


def _channels(shop: Shop) -> Iterator[str]:
    if shop.channels:
        yield "\n# How each channel sends; file:out is the folder out/.\n"
    for channel, settings in shop.channels.items():
        yield f"[channels.{channel.value}]\n" + _line("send", settings.send)
        yield _line("from", settings.from_)
        for key in (
            "reply_to",
            "return_path",
            "unsubscribe",
            "her_page",
            "dkim",
            "dkim_key",
        ):
            yield _line(key, getattr(settings, key))
        yield _line("secret", settings.secret)
        if settings.tasks != ChannelSettings().tasks:
            yield _line("tasks", float(settings.tasks))
        for key in ("form", "font", "fonts"):
            yield _line(key, getattr(settings, key))
        if settings.sides != ChannelSettings().sides:
            yield _line("sides", settings.sides)
        yield _line("per_hour", settings.per_hour or None)
    default = Shop(name="…")
    same = (default.soft_bounces, default.soft_within)
    if shop.alone_after is None and (shop.soft_bounces, shop.soft_within) == same:
        return
    yield "\n[sending]\n"
    if shop.alone_after is not None:
        yield "# One person alone may let messages out, so long after saying it.\n"
        yield _line("second_person", f"after {write_duration(shop.alone_after)}")
    if (shop.soft_bounces, shop.soft_within) != same:
        yield _line("soft_bounces", shop.soft_bounces)
        yield _line("soft_within", write_duration(shop.soft_within))


def _audit(shop: Shop) -> Iterator[str]:
    if shop.anchor is not None:
        yield "\n# Outside of this folder: what `doctor` holds the audit against.\n"
        yield "[audit]\n" + _line("anchor", shop.anchor)
