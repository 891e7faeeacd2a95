"""Embarrassment 2, a wrong value is worse than none: "Hey GhostRider567".

Threads: mautic#6947; chatwoot#10833; knadh/listmonk#594, #912;
Briskine/briskine#488.
"""

from __future__ import annotations

import pytest

from msgspec.structs import replace

from shopkeeper.flow.judging import claims_not_carried
from shopkeeper.flow.knowing import gather


WRONG = [
    "GhostRider567", "ann.lee@post.example", "@annlee", "test", "Mr", "Dr.", "12345",
    "Customer", "Ann & Bob", "Lee GmbH", "(b. 1961)", "Ann (moved)", "<b>Ann</b>",
    "{{ contact.first }}", "unknown", "first_name", "http://ann.example",
    "Ann\u202enna",
]  # fmt: skip
OTHERS = "".join(f"C{n},Bea,bea{n}@post.example\n" for n in range(2, 8))


def letters(shop) -> dict[str, str]:
    """Return body by address of what went out."""
    return {one.address: one.message.body for one in shop.sent()}


def test_the_mail_merge_of_the_town_says_wrong_names_and_wrong_things(both_ways):
    """Names it took for granted, and claims of somebody else."""
    counts = both_ways.of_the_merge().counts
    assert counts["wrong_name"] > 0
    assert counts["false_claim"] > 0
    assert counts["two_as_one"] > 0


def test_ours_says_no_name_that_is_not_hers(both_ways):
    """By the town's truth, on the same lists."""
    assert both_ways.of_ours().counts["wrong_name"] == 0


def test_ours_says_nothing_that_another_record_contradicts(both_ways):
    """What no source knew may be wrong; what one knew may not."""
    judged = both_ways.of_ours()
    assert not [one for one in judged.findings if one.could_have_known]
    assert judged.counts["two_as_one"] == 0


def test_each_claim_of_ours_stands_on_facts_that_carry_it(both_ways):
    """The words that state a value stand where the claim says."""
    keys = [k for one in both_ways.touches for c in one.message.claims for k in c.facts]
    with both_ways.shop.looked_at() as house:
        facts = house.facts.find(keys)
        people = gather(house, now=both_ways.town.now)
    assert keys
    assert claims_not_carried(both_ways.touches, facts, people) == 0
    assert not claims_not_carried([], {}, {})
    # Taken away, the facts are missed: the count can fail.
    assert claims_not_carried(both_ways.touches, {}, people) > 0


def test_a_claim_about_somebody_else_or_outside_of_its_words_is_counted(both_ways):
    """Each of the three conditions is counted when it alone is broken."""
    touch = next(one for one in both_ways.touches if one.message.claims)
    message = touch.message
    claim = message.claims[0]
    with both_ways.shop.looked_at() as house:
        facts = house.facts.find([key for one in message.claims for key in one.facts])
        people = gather(house, now=both_ways.town.now)
    theirs = {key: replace(fact, person="p-other") for key, fact in facts.items()}
    assert claims_not_carried([touch], theirs, people) == len(message.claims)
    past = replace(claim, end=10_000)
    unsaid = replace(claim, said=("nobody said this",))
    for broken in (past, unsaid):
        claims = (broken, *message.claims[1:])
        letter = replace(touch, message=replace(message, claims=claims))
        assert claims_not_carried([letter], facts, people) == 1


@pytest.mark.parametrize("name", WRONG, ids=ascii)
def test_what_is_no_name_is_not_said_as_one(shop, name):
    """Handles, placeholders, titles, companies, two people, codes."""
    rows = f'customer_no,first_name,email\nC1,"{name}",ann@post.example\n{OTHERS}'
    shop.has("crm", "people", rows).plans("hello").opens().work()
    assert letters(shop)["ann@post.example"].splitlines()[0] == "Hello,"
    assert letters(shop)["bea2@post.example"].splitlines()[0] == "Hello Bea,"


@pytest.mark.parametrize("name", ["(deceased)", "Ann (deceased)"])
def test_nobody_writes_to_who_has_died(shop, name):
    """Neither by name nor without one."""
    rows = f'customer_no,first_name,email\nC1,"{name}",ann@post.example\n{OTHERS}'
    shop.has("crm", "people", rows).plans("hello").opens().work()
    assert "ann@post.example" not in letters(shop)
    assert letters(shop)["bea2@post.example"].splitlines()[0] == "Hello Bea,"


def test_the_handle_does_not_win_over_the_real_name(shop):
    """mautic#6947: "they filled their real name"."""
    game = "user_id,first_name,email\nU1,GhostRider567,ann@post.example\n"
    game += "U2,Bo,bo@post.example\nU3,Cy,cy@post.example\n"
    crm = f"customer_no,first_name,email\nC1,Ann,ann@post.example\n{OTHERS}"
    shop.has("game", "people", game).has("crm", "people", crm)
    shop.plans("hello").opens().work()
    assert letters(shop)["ann@post.example"].splitlines()[0] == "Hello Ann,"


def test_a_surname_or_a_full_name_is_not_cut_into_a_first_name(shop):
    """knadh/listmonk#594, #912: using the surname "is not appropriate"."""
    rows = 'customer_no,name,email\nC1,"Lee, Ann",ann@post.example\n'
    rows += "C2,Bo Lind,bo@post.example\nC3,Cy Marsh,cy@post.example\n"
    shop.has("crm", "people", rows).plans("hello").opens().work()
    assert {body.splitlines()[0] for body in letters(shop).values()} == {"Hello,"}


def test_two_lists_that_differ_on_her_name_make_the_letter_vague(shop):
    """Nothing settles which is right: neither is said, and both stay visible."""
    one = f"customer_no,first_name,email\nC1,Ann,ann@post.example\n{OTHERS}"
    two = "user_id,first_name,email\nU1,Anna-Lena,ann@post.example\n"
    two += "U2,Bo,bo@post.example\nU3,Cy,cy@post.example\n"
    shop.has("crm", "people", one + "C9,Kit,kit@post.example\n")
    shop.has("web", "people", two).plans("hello").opens().work()
    for address, body in letters(shop).items():
        if address == "ann@post.example":
            assert body.splitlines()[0] == "Hello,"
    assert letters(shop)["kit@post.example"].splitlines()[0] == "Hello Kit,"


def test_two_people_at_one_mailbox_are_greeted_without_a_name(shop):
    """One of the two rows may be wrong, and nobody knows who opens the letter."""
    shop.has("crm", "people", f"customer_no,first_name,email\n{OTHERS}"
             "C1,Derek,iain@post.example\n")  # fmt: skip
    shop.has("club", "people", "member_no,first_name,email\nM1,Iain,iain@post.example\n"
             "M2,Di,di@post.example\nM3,Ed,ed@post.example\n")  # fmt: skip
    shop.plans("hello").opens().work()
    assert letters(shop)["iain@post.example"].splitlines()[0] == "Hello,"
    assert letters(shop)["di@post.example"].splitlines()[0] == "Hello Di,"
