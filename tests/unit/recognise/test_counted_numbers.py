"""A small number is a customer's where customers are counted, else a filler."""

from tests.unit.recognise.test_cluster import ident, node, one, persons_of


def test_a_customer_number_among_its_neighbours_joins_her_orders():
    """1, 2, 3 … are how a small shop counts."""
    people = [
        node(f"p{n}", ident("customer_number", str(n), source="s"), full=f"{name} Oak")
        for n, name in enumerate(("Ann", "Bea", "Cleo", "Dora"), start=1)
    ]
    orders = [
        node(f"o{n}", ident("customer_number", str(n), source="s")) for n in (1, 3)
    ]

    found = persons_of(*people, *orders)
    assert one("p1", "o1") in found
    assert one("p3", "o3") in found


def test_the_same_number_alone_is_still_held_for_a_filler():
    """A 3 where nobody is 2 or 4 may stand for "none"."""
    ann = node("a", ident("customer_number", "3", source="s"), full="Ann Oak")
    order = node("o", ident("customer_number", "3", source="s"))

    assert persons_of(ann, order) == {one("a"), one("o")}
