"""A given name is doubted by a whole name beside it, and never made of one."""

from __future__ import annotations

from tests.builders.shop import SmallShop


NAMES = ("ann", "ruth", "cleo")
CRM = """customer_no,first_name,full_name,email
C1,Ann,Ann Lee,ann@post.example
C2,Tom,Ruth Moss,ruth@post.example
C3,,Cleo Park,cleo@post.example
"""


def test_a_list_is_believed_where_no_other_name_speaks_against_it(tmp_path):
    """Ann is Ann Lee; who is Ruth elsewhere is not called Tom; nobody is cut out."""
    shop = SmallShop(tmp_path / "corner").has("crm", "people", CRM).opens(start=False)
    shop.work()

    called = {who: shop.person(f"{who}@post.example")["called"] for who in NAMES}
    assert {"ann": "Ann", "ruth": None, "cleo": None} == called
