"""The ruler measures right: handmade messages, and the mail merge of the town."""

from __future__ import annotations

import pytest

from shopkeeper import town
from shopkeeper.town import KINDS, Sent, judge, mail_merge


def clean_reader(harbour: town.Town) -> town.Person:
    """Return somebody with a mailbox of her own who never said no."""
    truth = harbour.truth
    return next(
        p
        for p in harbour.people
        if p.customer_no
        and not p.traits
        and truth.readers(p.emails[0]) == (p.id,)
        and not truth.said_no(p.id, "marketing", harbour.now)
        and any(h.person == p.id and h.ends is None for h in truth.habits)
    )


def letter(harbour: town.Town, **changes: object) -> Sent:
    """Return a faultless letter, with *changes*."""
    reader = clean_reader(harbour)
    habit = next(
        h
        for h in harbour.truth.habits
        if h.person == reader.id
        and harbour.truth.is_true(reader.id, "usual.item", h.item)
    )
    parts: dict[str, object] = {
        "occasion": "running-low",
        "silo": "us",
        "purpose": "marketing",
        "address": reader.emails[0],
        "called": reader.given,
        "claims": (("usual.item", habit.item),),
        "built_from": (f"webshop_accounts:{reader.customer_no}",),
    }
    return Sent(**(parts | changes))  # type: ignore[arg-type]


def kinds(harbour: town.Town, *letters: Sent) -> dict[str, int]:
    """Return the faults that were found, without the noughts."""
    counts = judge(letters, harbour.truth).counts
    return {kind: number for kind, number in counts.items() if number}


def test_a_faultless_letter_is_found_faultless(harbour: town.Town) -> None:
    """And so is one that says nothing about her at all."""
    assert kinds(harbour, letter(harbour)) == {}
    vague = letter(harbour, called=None, claims=(), built_from=())
    assert kinds(harbour, vague) == {}


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"called": "Zebedee"}, "wrong_name"),
        ({"called": ""}, "wrong_name"),
        ({"called": "  "}, "wrong_name"),
        ({"claims": (("usual.item", "The Wrong Thing"),)}, "false_claim"),
        ({"claims": (("event.moved", "moved"),)}, "false_claim"),
        ({"claims": (("order.late", "The Salt Map"),)}, "false_claim"),
    ],
)
def test_one_fault_is_counted_as_that_fault(
    harbour: town.Town, changes: dict[str, object], fault: str
) -> None:
    """Nothing else is."""
    assert kinds(harbour, letter(harbour, **changes)) == {fault: 1}


def test_an_empty_place_is_a_fault_even_where_nobody_reads(
    harbour: town.Town,
) -> None:
    """A wrong name is not: there is nobody to mind."""
    nobody = {"address": "test@test.com", "claims": (), "built_from": ()}
    assert kinds(harbour, letter(harbour, called="", **nobody)) == {"wrong_name": 1}
    assert kinds(harbour, letter(harbour, called="Zebedee", **nobody)) == {}


def test_a_message_after_a_no_is_counted(harbour: town.Town) -> None:
    """Offers after an unsubscribing; service is not touched by it."""
    truth = harbour.truth
    person = next(
        p
        for p in harbour.people
        if "unsubscribed" in p.traits
        and truth.said_no(p.id, "marketing", harbour.now)
        and not truth.said_no(p.id, "service", harbour.now)
    )
    offer = letter(
        harbour, address=person.emails[0], called=None, claims=(), built_from=()
    )
    assert kinds(harbour, offer) == {"after_a_no": 1}
    service = letter(
        harbour,
        address=person.emails[0],
        called=None,
        claims=(),
        built_from=(),
        purpose="service",
    )
    assert kinds(harbour, service) == {}


def test_two_messages_of_one_occasion_to_one_person_are_a_double(
    harbour: town.Town,
) -> None:
    """Also at her other address; another occasion is none."""
    person = next(p for p in harbour.people if "two_addresses" in p.traits)
    plain = {"called": None, "claims": (), "built_from": (), "purpose": "service"}
    first = letter(harbour, address=person.emails[0], **plain)
    second = letter(harbour, address=person.emails[1].upper(), **plain)
    assert kinds(harbour, first, second) == {"doubles": 1}
    other = letter(harbour, address=person.emails[1], occasion="thank-you", **plain)
    assert kinds(harbour, first, other) == {}


def test_a_message_made_of_two_people_is_counted(harbour: town.Town) -> None:
    """Also one person's data at another one's address."""
    reader = clean_reader(harbour)
    other = next(
        p
        for p in harbour.people
        if p.customer_no and p.household != reader.household and not p.traits
    )
    own = f"webshop_accounts:{reader.customer_no}"
    foreign = f"webshop_accounts:{other.customer_no}"
    mixed = letter(harbour, built_from=(own, foreign))
    assert kinds(harbour, mixed) == {"two_as_one": 1}
    told = letter(harbour, built_from=(foreign,))
    assert kinds(harbour, told) == {"two_as_one": 1}
    astray = letter(harbour, person=reader.id, address=other.emails[0], called=None)
    assert kinds(harbour, astray) == {"two_as_one": 1}


def test_a_couple_may_be_greeted_together(harbour: town.Town) -> None:
    """At the mailbox they share; not with a stranger's name."""
    one = next(p for p in harbour.people if "shared_first" in p.traits)
    two = next(
        p
        for p in harbour.people
        if "shared_second" in p.traits and p.household == one.household
    )
    plain = {"claims": (), "built_from": (), "purpose": "service"}
    both = letter(
        harbour, address=one.emails[0], called=f"{one.given} & {two.given}", **plain
    )
    assert kinds(harbour, both) == {}
    strange = letter(
        harbour, address=one.emails[0], called=f"{one.given} & Zebedee", **plain
    )
    assert kinds(harbour, strange) == {"wrong_name": 1}


def test_a_false_claim_says_whether_it_could_have_been_known(
    harbour: town.Town,
) -> None:
    """A wrong name that another silo knows better could have been."""
    truth = harbour.truth
    for error in truth.recorded_errors:
        if error.about != "person.called":
            continue
        person = truth.people[error.person]
        wrong = letter(
            harbour,
            address=person.emails[0],
            called=error.recorded,
            claims=(),
            built_from=(),
            purpose="service",
        )
        found = [f for f in judge([wrong], truth).findings if f.kind == "wrong_name"]
        assert [f.could_have_known for f in found] == [error.contradicted]


def test_the_mail_merge_commits_each_embarrassment(harbour: town.Town) -> None:
    """Pains 1, 2, 3, 8 and 9, on the town's own data."""
    judged = judge(mail_merge(harbour), harbour.truth)
    assert all(judged.counts[kind] > 0 for kind in KINDS)
    assert set(judged.per_thousand) == set(KINDS)


def test_the_mail_merge_is_no_straw_man(harbour: town.Town) -> None:
    """It honours each silo's own opt-outs and drops equal addresses."""
    sent = mail_merge(harbour)
    offers = [(m.silo, m.address.casefold()) for m in sent if m.purpose == "marketing"]
    assert len(offers) == len(set(offers))
    gone = {
        str(row[0]).casefold()
        for row in harbour.file("newsletter_list").rows
        if row[3] == "unsubscribed"
    }
    assert not gone & {m.address for m in sent if m.silo == "newsletter"}
    unwilling = {
        f"webshop_accounts:{row[0]}"
        for row in harbour.file("webshop_accounts").rows
        if row[9] == "N"
    }
    used = {r for m in sent if m.purpose == "marketing" for r in m.built_from}
    assert not unwilling & used
    assert all("@" in m.address for m in sent)
