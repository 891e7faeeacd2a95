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


TITLED = """customer_no,first_name,last_name,email
C1,Dr. Eva,Hartmann,eva@post.example
C2,J.,Ito,j@post.example
C3,Herr Jonas,Frey,jonas@post.example
C4,O,Lind,o@post.example
"""


def test_nobody_is_greeted_by_a_title_or_an_initial_of_a_list(tmp_path):
    """So lists speak ("Dear J."); whose whole name is one letter is called by it."""
    shop = SmallShop(tmp_path / "corner").has("crm", "people", TITLED)
    shop.opens(start=False).work()
    called = {
        who: shop.person(f"{who}@post.example")["called"]
        for who in ("eva", "j", "jonas", "o")
    }
    assert called == {"eva": "Eva", "j": None, "jonas": "Jonas", "o": "O"}


def test_she_is_found_by_her_full_name_whatever_stands_around_it(tmp_path):
    """As a colleague asks for her; who comes nearest is named, not numbered."""
    shop = SmallShop(tmp_path / "corner").has("crm", "people", TITLED)
    shop.opens(start=False).work()
    for who in ("Eva Hartmann", "Hartmann, Eva", "eva", "Dr. Eva Hartmann"):
        assert shop.command("person", who).code == 0, who
    near = shop.command("person", "J. Itto").err
    assert "J. Ito (p" in near
