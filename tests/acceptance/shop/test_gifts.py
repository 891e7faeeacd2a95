"""What she sends to others is in her history, and is not her usual."""

from __future__ import annotations

from datetime import timedelta

from tests.acceptance.shop.conftest import CRM, FIRST
from tests.builders.shop import SmallShop


ANN = "ann@post.example"


def _orders() -> str:
    """Tea for herself every week; in between, every fortnight, a doll for a niece."""
    head = "order_id,email,item,ordered_at,billing_address,shipping_address\n"
    tea = (
        f"O{week:02},{ANN},Assam tea,{FIRST + timedelta(weeks=week)}T09:00:00Z,"
        "1 High St,1 high st.\n"
        for week in range(22)
    )
    dolls = (
        f"D{week:02},{ANN},Rag doll,{FIRST + timedelta(weeks=week, days=3)}T09:00Z,"
        "1 High St,9 Far Lane\n"
        for week in range(1, 22, 2)
    )
    return head + "".join(tea) + "".join(dolls)


def test_gifts_are_in_her_timeline_and_not_in_her_usual(tmp_path):
    """
    The doll is the last thing she bought; her last and her usual are the tea.
    """
    shop = SmallShop(tmp_path / "corner").has("crm", "people", CRM)
    shop = shop.has("orders", "orders", _orders()).opens(start=False)
    shop.work(send=False)

    ann = shop.person(ANN)

    usual = {
        (fact["about"], fact["value"])
        for fact in ann["facts"]
        if fact["about"] in {"usual.item", "usual.last_item"}
    }
    assert usual == {("usual.item", "Assam tea"), ("usual.last_item", "Assam tea")}
    page = tmp_path / "ann.html"
    assert shop.command("person", ANN, "--html", str(page)).code == 0
    told = page.read_text("utf-8")
    assert "Bought Rag doll, for somebody else" in told
    assert "Bought Assam tea" in told
    assert "Bought Assam tea, for somebody else" not in told
