"""Embarrassment 1, "Hi ,": the name is missing, and the letter shows the hole.

Threads: mautic#2506, #2652, #3345; Shopify/liquid#104; chatwoot#13222;
glific#2110; EFForg/action-center-platform#459; wherebyus/general-tasks#1219;
mettle/sendportal-core#143; spatie/mailcoach-support#32.
"""

from __future__ import annotations

import re

import pytest

from tests.builders.shop import EVERYBODY


HOLE = re.compile(r"(?i)\b(hello|hi|dear)\s+[,!.]|,,|\{\{|\}\}|\b(null|none)\b")
NOBODY = ["", "   ", "\u200b", "\u00a0", "N/A", "null", "-", "?", "{{first_name}}"]


def greeting(body: str) -> str:
    """Return the first line of a letter."""
    return body.splitlines()[0]


def test_the_mail_merge_of_the_town_greets_an_empty_place(both_ways):
    """Lists with holes make letters with holes."""
    assert [one for one in both_ways.merge if one.called == ""]
    assert "Hi ," in " ".join(one.text for one in both_ways.merge)


def test_no_letter_of_ours_to_the_town_has_a_hole(both_ways):
    """The same lists: whole sentences, with a name or without."""
    assert not [one for one in both_ways.ours if one.called == ""]
    for touch in both_ways.touches:
        for words in (touch.message.subject, touch.message.body):
            assert words
            assert not HOLE.search(words)


@pytest.mark.parametrize("name", NOBODY, ids=ascii)
def test_a_missing_name_makes_a_whole_greeting_without_one(shop, name):
    """However a name is missing: the greeting is written to do without."""
    rows = f'customer_no,first_name,email\nC1,"{name}",ann@post.example\n'
    rows += "".join(f"C{n},Bea,bea{n}@post.example\n" for n in range(2, 6))
    shop.has("crm", "people", rows).plans("hello").opens().work()
    (ann,) = [one for one in shop.sent() if one.address == "ann@post.example"]
    assert greeting(ann.message.body) == "Hello,"
    bea = [one for one in shop.sent() if one.address != "ann@post.example"]
    assert {greeting(one.message.body) for one in bea} == {"Hello Bea,"}


def test_a_missing_name_does_not_hold_the_letter_back(shop):
    """chatwoot#13222: a missing name blocked the whole send."""
    rows = "customer_no,first_name,email\nC1,,ann@post.example\n"
    rows += "C2,Bo,bo@post.example\nC3,Cy,cy@post.example\n"
    worked = shop.has("crm", "people", rows).plans("hello").opens().work()
    assert (worked.sent.sent, worked.sent.failed) == (3, 0)


def test_a_name_missing_in_one_list_is_taken_from_another_of_hers(shop):
    """It is the person that has a name, not the row."""
    shop.has("web", "people", "customer_no,first_name,email\nC1,,ann@post.example\n"
             "C2,Bo,bo@post.example\nC3,Cy,cy@post.example\n")  # fmt: skip
    shop.has("club", "people", "member_no,first_name,email\nM1,Ann,ann@post.example\n"
             "M2,Di,di@post.example\nM3,Ed,ed@post.example\n")  # fmt: skip
    shop.plans("hello", audience=EVERYBODY).opens().work()
    (ann,) = [one for one in shop.sent() if one.address == "ann@post.example"]
    assert greeting(ann.message.body) == "Hello Ann,"
