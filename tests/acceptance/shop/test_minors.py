"""Who is, or may be, a minor gets service messages and nothing else.

Source: reliability.md, D11.
"""

from __future__ import annotations

import pytest

from tests.builders.shop import NOW, SmallShop


BIRTHS = (
    ("1980-04-03", False), ("2008-11-02", False), ("2008-11-03", True),
    ("2015-01-31", True), ("1999-12-31", False), ("2012-06-15", True),
)  # fmt: skip


@pytest.mark.parametrize(("purpose", "service"), [("relationship", 0), ("service", 1)])
def test_only_service_goes_to_who_may_be_under_eighteen(tmp_path, purpose, service):
    """By birth dates on her records; on her birthday she is of age."""
    rows = "customer_no,first_name,email,birth_date\n" + "".join(
        f"C{n},Ann{'abcdefghijklmnopqrstuvwx'[n]},c{n}@post.example,{born}\n"
        for n, (born, _) in enumerate(BIRTHS * 4)
    )
    shop = SmallShop(tmp_path)
    shop.has("crm", "people", rows).plans("hello", purpose=purpose).opens().work()
    sent = {one.address for one in shop.sent()}
    for n, (_, minor) in enumerate(BIRTHS * 4):
        assert (f"c{n}@post.example" in sent) == (not minor or bool(service)), n
    assert NOW.year == 2026


def test_nobody_writes_to_who_has_died(tmp_path):
    """Neither service nor anything else, whichever cell says so."""
    rows = "customer_no,first_name,family_name,email\n"
    rows += "C1,Mary,O'Brien (deceased),c1@post.example\n"
    rows += "C2,Ann,Decker,c2@post.example\n"
    shop = SmallShop(tmp_path)
    shop.has("crm", "people", rows).plans("hello", purpose="service").opens().work()
    assert {one.address for one in shop.sent()} == {"c2@post.example"}
    assert "died" in str(shop.person("C1")["next"])


SIGNS = 6


def _sign(n: int, *, young: bool) -> dict[str, str]:
    """One of six signs of age, of somebody under eighteen or not."""
    age = (8 + n % 10) if young else (18 + n % 50)
    kind = n % SIGNS
    return {
        0: {"birth_date": f"{2026 - age}-01-15"},
        1: {"birth_year": str(2026 - age - 1 if not young else 2026 - age)},
        2: {"age": str(age)},
        3: {"age_group": "13-17" if young else "25-34"},
        4: {"said": f"Hello, I am {age} years old and need a hand."},
        5: {"note": f"Customer is {age}, rang about the opening hours."},
    }[kind]


def test_two_hundred_people_by_six_kinds_of_signs(tmp_path):
    """The young get nothing that is not service; the grown ones of each kind do."""
    people = [(n, n % 2 == 0, _sign(n // 2, young=n % 2 == 0)) for n in range(204)]
    letters = "abcdefghijklmnopqrstuvwxyz"
    columns = ("birth_date", "birth_year", "age", "age_group")
    head = ("customer_no", "first_name", "email", "updated_at", *columns)
    rows = ",".join(head) + "\n"
    desk = "email,at,sender,channel,message\n"
    for n, _, sign in people:
        name = "Ann" + letters[n // 26] + letters[n % 26]
        told = ",".join(sign.get(one, "") for one in columns)
        rows += f"C{n},{name},c{n}@post.example,2026-10-01T09:00:00+00:00,{told}\n"
        words = sign.get("said") or sign.get("note")
        if words:
            who = "customer" if "said" in sign else "agent"
            desk += f"c{n}@post.example,2026-10-28T10:00:00+00:00,{who},email,"
            desk += f'"{words}"\n'
    shop = SmallShop(tmp_path)
    shop.has("crm", "people", rows).has("desk", "messages", desk)
    shop.plans("hello", purpose="relationship").opens().work()
    sent = {one.address for one in shop.sent()}
    reached = {(n // 2 % SIGNS, young) for n, young, _ in people
               if f"c{n}@post.example" in sent}  # fmt: skip
    assert not {kind for kind, young in reached if young}
    assert {kind for kind, young in reached if not young} == set(range(SIGNS))
