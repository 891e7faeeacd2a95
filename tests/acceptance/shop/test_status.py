"""Where things stand is what holds now, not all that ever was."""

from __future__ import annotations

from datetime import timedelta

from tests.builders.shop import NOW


def test_only_what_the_last_round_held_is_counted_as_held(shop):
    """Who is kept back every day is kept back once in today's figures."""
    for day in range(3):
        shop.work(now=NOW + timedelta(days=day))

    found = shop.command("status", "--json", now=NOW + timedelta(days=2)).json()
    assert sum(found["held"].values()) <= 6
    assert found["queue"]["sent"] == 4


def test_results_say_what_is_personalised_and_not_personal(shop):
    """Two of four get each other's words but for a name, and the results say so."""
    shop.work()

    found = shop.command("status", "--json").json()["results"]
    told = shop.command("status").out

    (said,) = {one["wording"] for one in found}
    assert said == (
        "2 of 4 messages that say something of her differ from others in tokens alone: "
        "personalised, not personal"
    )
    assert said in " ".join(told.split())
