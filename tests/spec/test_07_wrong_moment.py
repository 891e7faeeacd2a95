"""Embarrassment 7, the wrong moment: 3 a.m., the weekend, somebody else's clock.

Threads: mautic#539, #5318, #3174, #7327; chatwoot#9484, #12823.
"""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

from tests.builders.shop import NOW, SmallShop


HOUR = timedelta(hours=1)
WHERE = {
    "ann": ("GB", "", "Europe/London"),
    "bo": ("Japan", "", "Asia/Tokyo"),
    "cy": ("", "America/Los_Angeles", "America/Los_Angeles"),
    "di": ("Deutschland", "", "Europe/Berlin"),
}
ROWS = "email,first_name,country,time_zone\n" + "".join(
    f"{name}@post.example,{name.title()},{country},{zone}\n"
    for name, (country, zone, _) in WHERE.items()
)


def test_ours_writes_to_nobody_in_the_night_of_hers(tmp_path) -> None:
    """Whatever the hour at which the shop runs: by her own clock; all are reached."""
    shop = SmallShop(tmp_path).has("crm", "people", ROWS)
    shop.plans("hello", again="30 days").opens()
    for hours in range(0, 30, 3):
        shop.work(NOW + hours * HOUR)
    sent = {one.address.partition("@")[0]: one.at for one in shop.sent()}
    assert set(sent) == set(WHERE)
    for name, (_, _, zone) in WHERE.items():
        assert 9 <= sent[name].astimezone(ZoneInfo(zone)).hour < 20, name
