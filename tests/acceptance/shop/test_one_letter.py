"""Two letters to one person never wait for the same moment: attention is one budget."""

from __future__ import annotations

from datetime import timedelta

from shopkeeper.vocabulary import TouchState
from tests.acceptance.shop.conftest import CRM, ORDERS
from tests.builders.shop import NOW, SmallShop


ANN = "ann@post.example"
DAY = timedelta(days=1)
ROWS = f"email,first_name,country\n{ANN},Ann,GB\n"


def shop_of(tmp_path, *plans: str, **second: str) -> SmallShop:
    """Open a shop with a plan each for everybody; of the last say more."""
    shop = SmallShop(tmp_path).has("crm", "people", ROWS)
    for name in plans:
        shop.plans(name, again="60 days", **(second if name == plans[-1] else {}))
    return shop.opens()


def waiting(shop: SmallShop) -> list[str]:
    """Return the plans of what is to go."""
    return [one.plan for one in shop.touches() if one.state is TouchState.APPROVED]


def test_a_newer_letter_takes_the_place_of_one_that_still_waits(tmp_path) -> None:
    """Nobody sent for two days: she gets one, and the other says what became of it."""
    shop = shop_of(tmp_path, "asks", "thanks")
    shop.work(send=False)
    (first,) = waiting(shop)
    done = shop.work(NOW + DAY, send=False)
    (second,) = waiting(shop)
    assert first != second
    assert done.counts["withdrawn"] == 1
    (gone,) = [one for one in shop.touches() if one.plan == first]
    assert gone.state is TouchState.DECLINED
    assert gone.because == (
        "withdrawn: a letter decided later goes in its place "
        f"({second}/first, by email)"
    )
    sent = shop.work(NOW + 2 * DAY).sent
    assert sent is not None
    assert sent.sent == 1
    assert [one.plan for one in shop.sent()] == [second]  # they do not take turns
    shown = shop.command("person", ANN, now=NOW + 2 * DAY).out
    assert "a letter decided later goes in its place" in shown


def test_what_presses_more_stays_and_the_newer_is_put_off(tmp_path) -> None:
    """The better letter is not thrown away because it was thought of first."""
    shop = SmallShop(tmp_path).has("crm", "people", CRM.partition("\nC2")[0] + "\n")
    shop.has("orders", "orders", ORDERS)  # the same every week
    shop.plans("due", need="usual.due_on within 7 days", again="60 days")
    shop.plans("small-talk", need="not event.moved", again="60 days").opens()
    shop.work(send=False)
    assert waiting(shop) == ["due"]
    shop.work(NOW + DAY, send=False)
    assert waiting(shop) == ["due"]
    (put_off,) = [one for one in shop.touches() if one.plan == "small-talk"]
    assert put_off.because == (
        "another letter to her waits to go, and is worth as much (due/first, by email)"
    )
    assert put_off.until is not None


def test_service_is_beside_it(tmp_path) -> None:
    """That her parcel is late waits for nothing, and takes nothing away."""
    shop = shop_of(tmp_path, "asks", "late", purpose="service")
    shop.work(send=False)
    shop.work(NOW + DAY, send=False)
    assert sorted(waiting(shop)) == ["asks", "late"]
