"""Who is told to be a child is heard; minutes, orders and daughters are not."""

from __future__ import annotations

import pytest

from shopkeeper.listen import child_age
from shopkeeper.vocabulary import Speaker


HERS = {
    "Hi, I'm 15 and I love your comics.": 15,
    "I am fifteen years old.": 15,
    "I'm in year 9 and saving up": 13,
    "It's my 16th birthday on Friday!": 15,
    "we celebrate my 18th birthday": 17,
    "I\u2019m only 12, can I still order?": 12,
    "I'm a minor": 8,
    "Ich bin 14 Jahre alt.": 14,
    "J'ai 12 ans et j'adore": 12,
    "My son is 13, he signed up by himself": 13,
    "He is 14, it's his account.": 14,
    "I'm a 16-year-old from Leith": 16,
}
NOT = (
    "I'm 15 minutes late.", "A gift for my daughter, who is 9.",
    "I am 12 weeks pregnant", "our 16th birthday as a firm", "I'm 17% happier", "",
    "My number is 15.", "I'm at 12 High Street", "Order 12 arrived, she is 10.",
    "I am 45 years old.", "I'm a 10 minute walk away",
    "My daughter is 14 and I paid with my card.", "I'm 16km away",
)  # fmt: skip


@pytest.mark.parametrize(("text", "age"), HERS.items())
def test_an_age_that_is_told_is_heard(text, age):
    """Her own word, or a parent's of who did it."""
    assert child_age(text, Speaker.CUSTOMER) == age


@pytest.mark.parametrize("text", NOT)
def test_what_is_no_age_of_hers_is_none(text):
    """Numbers of other things, and other people's ages."""
    assert child_age(text, Speaker.CUSTOMER) is None


def test_a_note_of_ours_counts_where_it_speaks_of_the_customer():
    """And what an agent says of himself does not."""
    assert child_age("Customer is 16, mother rang.", Speaker.REP_NOTE) == 16
    assert child_age("Customer ordered 12.", Speaker.REP_NOTE) is None
    assert child_age("I'm 16 and on work experience here.", Speaker.AGENT) is None
