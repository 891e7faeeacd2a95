"""A shop's own facts: a predicate, a column pinned by its name, and it can be said."""

from __future__ import annotations

import pytest

from tests.builders.shop import SmallShop


ANN, BEA = "ann@post.example", "bea@post.example"
ROWS = (
    "email,first_name,credit,member_since,club\n"
    f'{ANN},Ann,"1,234.50",14/03/2024,Rowing\n{BEA},Bea,,,\n'
)
DECLARED = """
[[predicates]]
about = "account.credit"
value = "number"
says = ["recorded"]

[[predicates]]
about = "member.since"
value = "date"
says = ["recorded"]
"""
PINS = (
    'columns = {credit = {is = "account.credit"}, '
    'member_since = {is = "member.since"}, club = {is = "interest.club"}}'
)
BODY = (
    "{% say %}You have {{ account.credit | money }} with us.{% or %}Hello.{% endsay %}"
    "{% say %} Since {{ member.since }}.{% or %}{% endsay %}"
)


def test_a_column_pinned_as_a_fact_is_said_and_asked(tmp_path) -> None:
    """Number, day and words, each by its type; what may not be said is not."""
    shop = SmallShop(tmp_path, settings=DECLARED).has("crm", "people", ROWS, PINS)
    shop.plans("credit", BODY, audience="account.credit >= 5").opens()
    shop.work()
    (sent,) = shop.sent()
    assert sent.address == ANN
    assert sent.message.body is not None
    assert "You have £1,234.50 with us. Since 14 March 2024." in sent.message.body
    facts = {one["about"]: one for one in shop.person(ANN)["facts"]}
    assert facts["account.credit"]["value"] == 1234.5
    assert facts["account.credit"]["standing"] == "recorded"
    assert facts["member.since"]["value"] == "2024-03-14"
    assert facts["interest.club"]["value"] == "Rowing"
    assert not facts["interest.club"]["may_be_said"]  # a list is not her own word
    assert "account.credit" not in {one["about"] for one in shop.person(BEA)["facts"]}


@pytest.mark.parametrize(
    ("pin", "says"),
    [
        ("acount.credit", 'add [[predicates]] with about = "acount.credit"'),
        ("acount.credit", "did you mean `account.credit`?"),
        ("usual.item", "no column can say `usual.item`"),
        ("sensitive.health", "no column can say `sensitive.health`"),
        ("fact", 'must name what the fact is about, such as "account.credit"'),
        ("credit", "unknown: did you mean"),
    ],
)
def test_a_pin_to_a_fact_that_cannot_be_says_what_to_do(tmp_path, pin, says) -> None:
    """With the line, as every mistake in `shop.toml`."""
    shop = SmallShop(tmp_path, settings=DECLARED).has(
        "crm", "people", ROWS, f'columns = {{credit = {{is = "{pin}"}}}}'
    )
    shop.write("shop.toml", shop.head + shop.settings + "".join(shop.sources))
    ran = shop.command("status")
    assert ran.code == 2
    assert "shop.toml, line " in ran.err
    assert says in ran.err
