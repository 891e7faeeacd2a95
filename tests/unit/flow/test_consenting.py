"""A register is read for its no before its yes."""

from __future__ import annotations

import pytest

from shopkeeper.vocabulary import ConsentState
from tests.builders.shop import NOW, SmallShop


CRM = "customer_no,first_name,email\nC1,Ann,ann@post.example\n"
HEAD = "email,purpose,state,at\n"
YES = "ann@post.example,marketing,granted,2025-01-01T09:00:00+00:00\n"


@pytest.fixture(name="states")
def _states(tmp_path):
    def states(rows: str) -> dict[str, str]:
        shop = SmallShop(tmp_path / "corner").has("crm", "people", CRM)
        shop.has("register", "consents", HEAD + rows)
        shop.plans("letter", purpose="marketing").opens()
        shop.work()
        sent = [str(touch.purpose) for touch in shop.sent()]
        found = shop.person("ann@post.example")["consents"]
        return {
            "sent": ",".join(sent),
            **{one["at"][:10]: one["state"] for one in found},
        }

    return states


def test_a_yes_goes(states):
    """What the others are compared with."""
    assert {"sent": "marketing", "2025-01-01": "granted"} == states(YES)


@pytest.mark.parametrize(
    "word",
    ["Opt out", "opted out", "do not contact", "nein", "Abgemeldet", "no thanks",
     "bounced", "complaint", "zzz-never-heard", "pending", ""],
)  # fmt: skip
def test_a_newer_word_that_is_no_yes_closes_what_was_open(states, word):
    """Whatever it means, it does not mean what she said before."""
    later = f"ann@post.example,marketing,{word},2026-01-01T09:00:00+00:00\n"

    found = states(YES + later)
    assert "" == found["sent"]
    assert found["2026-01-01"] != ConsentState.GRANTED


def test_a_no_to_a_purpose_nobody_knows_is_a_no_to_all(states):
    """Of a yes like that nothing is made."""
    odd = "ann@post.example,offers!,no,2026-01-01T09:00:00+00:00\n"

    assert "" == states(YES + odd)["sent"]


def test_a_yes_nobody_dated_does_not_lift_a_dated_no(states):
    """It may be the older of the two."""
    no = "ann@post.example,marketing,revoked,2025-06-01T09:00:00+00:00\n"

    assert "" == states(no + "ann@post.example,marketing,granted,\n")["sent"]


def test_rows_that_were_not_understood_are_told_at_once(tmp_path):
    """Not only to who asks for the status."""
    odd = "ann@post.example,marketing,zzz,2026-01-01T09:00:00+00:00\n"
    shop = SmallShop(tmp_path / "corner").has("register", "consents", HEAD + YES + odd)
    shop.opens(start=False)

    ran = shop.command("run", now=NOW)
    assert "1 set aside" in ran.err
    assert "taken for a no" in ran.err


@pytest.mark.parametrize(
    ("column", "word", "state"),
    [
        ("newsletter", "opted out", ["denied"]),
        ("newsletter", "Abgemeldet", ["denied"]),
        ("newsletter", "no", ["denied"]),
        ("newsletter", "yes", []),
        ("opt_out", "yes", ["denied"]),
        ("opt_out", "opted out", ["denied"]),
        ("opt_out", "no", []),
    ],
)
def test_of_a_flag_in_a_list_only_the_no_is_taken(tmp_path, column, word, state):
    """However the list puts it."""
    rows = f"customer_no,first_name,email,{column}\nC1,Ann,ann@post.example,{word}\n"
    others = "".join(f"C{n},Bea,b{n}@post.example,yes\n" for n in range(2, 6))
    shop = SmallShop(tmp_path / "corner").has("crm", "people", rows + others)
    shop.opens(start=False).work()

    consents = shop.person("ann@post.example")["consents"]
    assert state == [one["state"] for one in consents]
