"""A day that people read is the day on the shop's clocks."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from shopkeeper.cli.showing import by_the_shops_clock
from tests.builders.shop import SmallShop


NOW = datetime(2026, 9, 20, 9, tzinfo=UTC)


def test_what_she_did_on_a_summers_day_is_shown_on_that_day(tmp_path) -> None:
    """Midnight in London in summer is the evening before in UTC."""
    shop = SmallShop(tmp_path / "corner")
    shop.has("crm", "people", "email,called\nann@post.example,Annie\n")
    said = (
        "ann@post.example,2026-09-05T00:30:00+01:00,customer,"
        "Please stop calling me. Do you have it in blue?\n"
    )
    shop.has("desk", "messages", "email,at,sender,message\n" + said).opens()
    shop.work(now=NOW, send=False)
    shown = shop.command("person", "ann@post.example", now=NOW).out
    assert "2026-09-05" in shown
    assert "2026-09-04" not in shown
    page = tmp_path / "ann.html"
    shop.command("person", "ann@post.example", "--html", str(page), now=NOW)
    text = page.read_text(encoding="utf-8")
    assert "2026-09-04" not in text


@pytest.mark.parametrize(
    ("found", "shown"),
    [
        (["2026-09-04T23:00:00+00:00"], ["2026-09-05T00:00:00+01:00"]),
        ({"at": "2026-09-04", "n": 3}, {"at": "2026-09-04", "n": 3}),
        (None, None),
        ("9999-12-31T23:59:00+00:00 is late", "9999-12-31T23:59:00+00:00 is late"),
        ("9999-99-99T23:59:00+00:00", "9999-99-99T23:59:00+00:00"),
    ],
)
def test_moments_are_moved_and_all_else_stands(found, shown) -> None:
    """Days without an hour, words and what is no day of the calendar."""
    assert by_the_shops_clock(found, "Europe/London") == shown
