"""Who is, or may be, a minor gets service messages and nothing else.

Source: reliability.md, D11.
"""

from __future__ import annotations

import pytest

from tests.builders.shop import NOW, SmallShop


BIRTHS = (
    ("1980-04-03", False), ("2008-11-02", False), ("2008-11-03", True),
    ("2015-01-31", True), ("1999-12-31", False), ("2012-06-15", True),
)  # fmt: skip


@pytest.mark.parametrize(("purpose", "service"), [("relationship", 0), ("service", 1)])
def test_only_service_goes_to_who_may_be_under_eighteen(tmp_path, purpose, service):
    """By birth dates on her records; on her birthday she is of age."""
    rows = "customer_no,first_name,email,birth_date\n" + "".join(
        f"C{n},Ann{'abcdefghijklmnopqrstuvwx'[n]},c{n}@post.example,{born}\n"
        for n, (born, _) in enumerate(BIRTHS * 4)
    )
    shop = SmallShop(tmp_path)
    shop.has("crm", "people", rows).plans("hello", purpose=purpose).opens().work()
    sent = {one.address for one in shop.sent()}
    for n, (_, minor) in enumerate(BIRTHS * 4):
        assert (f"c{n}@post.example" in sent) == (not minor or bool(service)), n
    assert NOW.year == 2026
