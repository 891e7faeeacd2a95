"""Who is one person, and what keeps two people two."""

from __future__ import annotations

import pytest

from msgspec.structs import replace

from shopkeeper.recognise.cluster import Words
from shopkeeper.vocabulary import IDENTITY, IdentifierKind, IdentityRule
from tests.unit.recognise.people import ident, node, persons_of


def one(*keys: str) -> frozenset[str]:
    """Return a person of these nodes."""
    return frozenset(keys)


def test_one_mailbox_with_one_name_and_a_nameless_record_is_one_person():
    """A guest order that has only the mailbox is hers."""
    found = persons_of(
        node("a", email="neil@oak.example", full="Neil Rose"),
        node("b", email="neil@oak.example"),
    )
    assert found == {one("a", "b")}


def test_a_chain_of_exact_identifiers_joins():
    """Phone to mailbox to mailbox."""
    found = persons_of(
        node("a", phone="07120361140", full="Neil Rose"),
        node("b", phone="07120361140", email="neil@oak.example", full="Neil Rose"),
        node("c", email="neil@oak.example", full="Neil"),
    )
    assert found == {one("a", "b", "c")}


def test_one_mailbox_with_two_first_names_is_a_households():
    """Spouses stay two, each of them whole, and a nameless record is nobody's."""
    found = persons_of(
        node("a1", email="thewalkers@oak.example", full="Terry Walker"),
        node("a2", email="thewalkers@oak.example", full="Terry Walker"),
        node("b", email="thewalkers@oak.example", full="Bethan Walker"),
        node("c", email="thewalkers@oak.example"),
    )
    assert found == {one("a1", "a2"), one("b"), one("c")}


def test_an_initial_that_fits_two_joins_neither():
    """J. Marshall on the mailbox of John and Jane."""
    found = persons_of(
        node("a", email="m@oak.example", full="John Marshall"),
        node("b", email="m@oak.example", full="Jane Marshall"),
        node("c", email="m@oak.example", full="J. Marshall"),
    )
    assert found == {one("a"), one("b"), one("c")}


def test_a_nameless_record_between_two_people_joins_them_not():
    """Neil's mailbox and Kim's phone in one nameless row: the surer link alone."""
    found = persons_of(
        node("a", email="neil@oak.example", full="Neil Rose"),
        node("b", email="neil@oak.example", phone="07120361140"),
        node("c", phone="07120361140", full="Kim Rose"),
    )
    assert found == {one("a", "b"), one("c")}


@pytest.mark.parametrize("kind", ["user_id", "customer_number", "card_number"])
def test_two_verified_ids_veto_whatever_links_them(kind):
    """Mailbox, phone, name and birth date notwithstanding."""
    same = {
        "email": "ann@oak.example", "phone": "07120361140", "full": "Ann Oak",
        "born": "1980-02-03", "postcode": "AB12CD",
    }  # fmt: skip
    ids = [ident(kind, value, verified=True) for value in ("u1", "u2")]
    found = persons_of(node("a", ids[0], **same), node("b", ids[1], **same))
    assert found == {one("a"), one("b")}
    unverified = [ident(kind, value) for value in ("u1", "u2")]
    found = persons_of(
        node("a", unverified[0], **same), node("b", unverified[1], **same)
    )
    assert found == {one("a", "b")}  # evidence against, no veto


def test_who_might_be_either_of_two_accounts_is_neither():
    """Two verified accounts agree in all else with a record that has none."""
    same = {
        "email": "ann@oak.example", "full": "Ann Oak", "born": "1980-02-03",
        "postcode": "AB12CD",
    }  # fmt: skip
    found = persons_of(
        node("a", ident("user_id", "u1", verified=True), **same),
        node("b", ident("user_id", "u2", verified=True), **same),
        node("c", **same),
    )
    assert found == {one("a"), one("b"), one("c")}


def test_a_shared_tablet_joins_nobody():
    """Two mailboxes on one device are two people; the visitor between is nobody's."""
    found = persons_of(
        node("a", device="tablet-77", email="ann@oak.example"),
        node("b", device="tablet-77", email="kim@oak.example"),
        node("c", device="tablet-77"),
    )
    assert found == {one("a"), one("b"), one("c")}


def test_a_visitor_on_the_device_of_one_person_is_she():
    """Before she gave her mailbox."""
    found = persons_of(
        node("a", device="phone-77", email="ann@oak.example"),
        node("b", device="phone-77"),
    )
    assert found == {one("a", "b")}


def test_father_and_son_stay_two():
    """By birth date, or by Jr and Sr, though name, phone and house are one."""
    home = {"phone": "07120361140", "postcode": "AB12CD", "full": "Jay Parsons"}
    found = persons_of(
        node("a", born="1947-03-14", **home), node("b", born="1980-07-14", **home)
    )
    assert found == {one("a"), one("b")}
    found = persons_of(
        node("a", suffix="Sr", **home),
        node("b", suffix="Jr", **home),
        node("c", **home),
    )
    assert found == {one("a"), one("b"), one("c")}


def test_namesakes_who_share_nothing_stay_two():
    """A name is no identifier."""
    found = persons_of(node("a", full="Ann Oak"), node("b", full="Ann Oak"))
    assert found == {one("a"), one("b")}
    found = persons_of(
        node("a", full="Ann Oak", town="leith"), node("b", full="Ann Oak", town="leith")
    )
    assert found == {one("a"), one("b")}


def test_full_agreement_joins_where_it_is_rare():
    """Name, birth date and house: one person. Twins: two."""
    home = {"born": "1980-02-03", "postcode": "AB12CD"}
    ann = [node(key, full="Ann Oak", **home) for key in ("a", "b")]
    assert persons_of(*ann, node("c", full="Kim Oak", **home)) == {
        one("a", "b"),
        one("c"),
    }


def test_a_name_and_birth_date_on_sixty_rows_are_filled_in_by_a_form():
    """Full agreement joins only where it is rare."""
    nodes = [
        node(f"n{number}", full="Ann Oak", born="1980-02-03", postcode="AB12CD")
        for number in range(60)
    ]
    assert len(persons_of(*nodes)) == 60


def test_customer_numbers_of_two_sources_join_nobody():
    """Number 4711 of the till is not number 4711 of the webshop."""
    found = persons_of(
        node("a", ident("customer_number", "4711", source="till")),
        node("b", ident("customer_number", "4711", source="web")),
    )
    assert found == {one("a"), one("b")}


def test_moved_and_married_is_one_person():
    """Another house and another family name, the same mailbox and phone."""
    found = persons_of(
        node("a", full="Joy Field", email="joy@oak.example", postcode="AB12CD"),
        node("b", full="Joy Thorpe", email="joy@oak.example", postcode="ZE10AA"),
    )
    assert found == {one("a", "b")}


def test_a_customer_of_many_rows_is_one_person():
    """A hundred orders, each to another house."""
    nodes = [
        node(f"o{number:03}", customer_number="4711", postcode=f"AB{number}")
        for number in range(100)
    ]
    assert len(persons_of(*nodes)) == 1


def test_a_human_join_is_stronger_than_all_and_a_part_holds_for_ever():
    """The two nodes are 0 and 1 in the book."""
    spouses = (
        node("a", email="w@oak.example", full="Terry Walker"),
        node("b", email="w@oak.example", full="Bethan Walker"),
    )
    joined = Words(joined=frozenset({(0, 1)}))
    assert persons_of(*spouses, words=joined) == {one("a", "b")}
    same = (node("a", email="w@oak.example"), node("b", email="w@oak.example"))
    parted = Words(parted=frozenset({(0, 1)}))
    assert persons_of(*same, words=parted) == {one("a"), one("b")}


def test_a_part_holds_across_what_links_both():
    """A third record that matches both goes to one of them and joins them not."""
    three = [node(key, email="w@oak.example", full="Ann Oak") for key in "abc"]
    parted = Words(parted=frozenset({(0, 1)}))
    found = persons_of(*three, words=parted)
    assert len(found) == 2
    assert not any({"a", "b"} <= person for person in found)


def limited(kind: str, **rule: int) -> dict[IdentifierKind, IdentityRule]:
    """Return the usual limits, but for one kind."""
    one = IdentifierKind(kind)
    return {**IDENTITY, one: replace(IDENTITY[one], **rule)}


def test_nobody_gets_more_values_than_a_person_may_have():
    """Three rows of one name, each with its own card: the mailbox would join all."""
    rows = [
        node(key, email="w@oak.example", card_number=f"40718{n}", full="Ann Oak")
        for n, key in enumerate("abc")
    ]
    assert persons_of(*rows) == {one("a", "b", "c")}
    few = limited("card_number", values=2)
    assert sorted(map(len, persons_of(*rows, limits=few))) == [1, 2]
    single = limited("card_number", values=1)
    assert persons_of(*rows, limits=single) == {one("a"), one("b"), one("c")}


def test_a_value_joins_no_more_people_than_its_kind_may():
    """Two names on one mailbox are a family's; where one is the most, nobody's."""
    rows = [
        node("a", email="w@oak.example", full="Ann Oak"),
        node("b", email="w@oak.example", full="Ann Oak"),
        node("c", email="w@oak.example", full="Tom Oak"),
    ]
    assert one("a", "b") in persons_of(*rows)
    assert len(persons_of(*rows, limits=limited("email", people=1))) == 3


def test_where_two_joins_exclude_each_other_the_higher_kind_wins():
    """A phone known to two accounts, one of which shares the mailbox."""
    rows = [
        node("a", ident("user_id", "u-ann", verified=True), email="w@oak.example"),
        node("b", ident("user_id", "u-tom", verified=True), phone="07120361140"),
        node("c", ident("user_id", "u-c"), email="w@oak.example", phone="07120361140"),
    ]  # fmt: skip
    # Nobody knows whose an unverified row is that two accounts claim.
    assert one("a", "c") not in persons_of(*rows)
    cards = [
        node("a", card_number="407180", email="w@oak.example"),
        node("b", card_number="407181", phone="07120361140"),
        node("c", email="w@oak.example", phone="07120361140"),
    ]
    mail = limited("card_number", values=1)
    assert persons_of(*cards, limits=mail) == {one("a", "c"), one("b")}
    phone = mail | {
        IdentifierKind.PHONE: IdentityRule(priority=90),
        IdentifierKind.EMAIL: IdentityRule(priority=1),
    }
    assert persons_of(*cards, limits=phone) == {one("b", "c"), one("a")}
