"""What we promised stays visible until it is done; what she promised is hers."""

from __future__ import annotations

import shutil

from datetime import UTC, datetime, timedelta

import pytest

from tests.builders.shop import NOW, SmallShop


DAY = timedelta(days=1)
PEOPLE = """customer_no,first_name,last_name,email
C1,Ann,Roy,ann@post.example
C2,Bea,Moss,bea@post.example
"""
HEAD = "email,at,sender,channel,thread,author,message\n"
OURS = (
    "ann@post.example,2026-10-27T09:00:00+00:00,agent,email,t1,Tilda Croy,"
    "I will send you the part for order K4711 by Friday.\n"
)
HERS = (
    "bea@post.example,2026-10-27T10:00:00+00:00,customer,email,t2,,"
    "I will pay the bill by Friday.\n"
)
ORDERS = "order_id,customer_no,email,item,ordered_at,status\n"
FRIDAY = datetime(2026, 10, 30, 20, tzinfo=UTC)
SATURDAY = datetime(2026, 10, 31, 10, tzinfo=UTC)


@pytest.fixture(scope="session")
def told(tmp_path_factory) -> SmallShop:
    """Open a shop in which something was promised, by us and by her."""
    made = SmallShop(tmp_path_factory.mktemp("told") / "corner")
    made.has("crm", "people", PEOPLE)
    made.has("orders", "orders", f"{ORDERS}K4711,C1,ann@post.example,Kettle,"
             "2026-10-20T09:00:00Z,ordered\n")  # fmt: skip
    made.has("desk", "messages", HEAD + OURS + HERS).plans("letter", "Hello,")
    made.opens()
    made.work(now=FRIDAY)
    return made


@pytest.fixture
def shop(told, tmp_path) -> SmallShop:
    """Return one of one's own."""
    folder = shutil.copytree(told.folder, tmp_path / "corner")
    return SmallShop(folder, sources=list(told.sources))


def mirror(shop: SmallShop, now: datetime) -> dict:
    """Return the promises in `mirror --json`."""
    ran = shop.command("mirror", "--json", now=now)
    assert ran.code == 0, ran.err
    found: dict = ran.json()["promises"]
    return found


def ours(shop: SmallShop, now: datetime) -> dict:
    """Return what we promised Ann, as `person --json` has it."""
    (one,) = shop.person("ann@post.example", now)["promises"]
    found: dict = one
    return found


def may_be_said(shop: SmallShop, now: datetime) -> bool:
    """Say whether the promise may still be said to her as open."""
    facts = shop.person("ann@post.example", now)["facts"]
    (one,) = [one for one in facts if one["about"] == "promise.open"]
    return bool(one["may_be_said"])


def asked(shop: SmallShop, now: datetime) -> list[dict]:
    """Return the questions of whether it worked out, on the desk."""
    desk = shop.command("desk", "--json", now=now).json()
    return [one for one in desk if "Did it work out?" in one["reason"]]


def say(shop: SmallShop, word: str, *more: str, now: datetime = SATURDAY):
    """Let Tilda say what became of it."""
    name = ours(shop, now)["id"]
    return shop.command("promise", word, name, *more, "--by", "tilda", now=now)


def test_it_is_open_on_its_day_and_broken_on_the_next(shop):
    """Friday is included, to its end in the shop's time; the state is noted."""
    assert (ours(shop, FRIDAY)["state"], asked(shop, FRIDAY)) == ("open", [])
    shop.work(now=SATURDAY)
    assert ours(shop, SATURDAY)["state"] == "broken"
    found = mirror(shop, SATURDAY)
    counts = {name: found[name] for name in ("made", "kept", "broken", "repaired")}
    assert counts == {"made": 1, "kept": 0, "broken": 1, "repaired": 0}
    (late,) = found["overdue"]
    assert (late["made_by"], late["deadline"]) == ("Tilda Croy", "2026-10-30")


def test_who_promised_it_is_asked_kindly_and_once(shop):
    """One item a promise, not one a day, with the lines that answer it."""
    for day in range(5):
        shop.work(now=SATURDAY + day * DAY)
    (item,) = asked(shop, SATURDAY + 5 * DAY)
    assert item["for"] == "tilda"
    assert item["reason"] == (
        "You told Ann Roy on 27 October 2026: “send you the part for order K4711”, "
        "by 30 October 2026. Did it work out?"
    )
    assert item["due"] == "2026-11-02T17:00:00+00:00"  # Monday, as the shop closes
    lines = "\n".join(item["brief"]["lines"])
    for word in ("kept", "until", "repaired", "broken"):
        assert f"shopkeeper promise {word} {ours(shop, SATURDAY)['id']}" in lines
    mine = shop.command("desk", "--json", "--for", "tilda", now=SATURDAY).json()
    assert item["id"] in {one["id"] for one in mine}
    others = shop.command("desk", "--json", "--for", "mara", now=SATURDAY).json()
    assert item["id"] not in {one["id"] for one in others}


def test_a_question_to_a_colleague_is_no_word_with_her(shop):
    """She lies on no desk by it, and it costs her no attention."""
    shop.work(now=SATURDAY)
    assert asked(shop, SATURDAY)
    touches = shop.person("ann@post.example", SATURDAY)["touches"]
    assert not [one for one in touches if "Did it work out?" in one["because"]]


def test_hers_is_kept_apart_and_never_nagged_about(shop):
    """Whatever its day."""
    late = NOW + 20 * DAY
    shop.work(now=late)
    (one,) = shop.person("bea@post.example", late)["promises"]
    assert (one["owner"], one["state"]) == ("hers", "open")
    assert not [i for i in asked(shop, late) if "bill" in i["reason"]]
    assert mirror(shop, late)["made"] == 1


def test_kept_by_the_word_of_who_made_it(shop):
    """It is not said as open any more, at once; the question is answered with it."""
    shop.work(now=SATURDAY)
    assert may_be_said(shop, SATURDAY)
    ran = say(shop, "kept", "--proof", "sent on Thursday")
    assert ran.code == 0, ran.err
    assert (ours(shop, SATURDAY)["state"], may_be_said(shop, SATURDAY)) == (
        "kept", False,
    )  # fmt: skip
    assert {one["state"] for one in asked(shop, SATURDAY)} == {"done"}
    for day in (1, 2):
        shop.work(now=SATURDAY + day * DAY)
        assert ours(shop, SATURDAY + day * DAY)["state"] == "kept"
        assert not may_be_said(shop, SATURDAY + day * DAY)
    assert mirror(shop, NOW)["kept"] == 1
    assert mirror(shop, NOW)["overdue"] == []


def test_what_cannot_be_kept_is_not_said_as_open_and_not_asked_again(shop):
    """It stays broken, until somebody makes it good."""
    shop.work(now=SATURDAY)
    assert say(shop, "broken", "--proof", "sold out for good").code == 0
    shop.work(now=NOW)
    assert (ours(shop, NOW)["state"], may_be_said(shop, NOW)) == ("broken", False)
    assert mirror(shop, NOW)["overdue"] == []
    assert {one["state"] for one in asked(shop, NOW)} == {"done"}

    assert say(shop, "repaired", "--proof", "gave her another", now=NOW).code == 0
    shop.work(now=NOW + DAY)
    assert ours(shop, NOW + DAY)["state"] == "repaired"


def test_a_new_day_is_asked_about_when_it_is_past_too(shop):
    """And once."""
    shop.work(now=SATURDAY)
    name = ours(shop, SATURDAY)["id"]
    words = ("promise", "until", name, "2026-11-04", "--by", "tilda")
    assert shop.command(*words, now=SATURDAY).code == 0
    shop.work(now=NOW)
    assert [one["state"] for one in asked(shop, NOW)] == ["done"]
    assert ours(shop, NOW)["deadline"] == "2026-11-04"
    for day in (3, 4):
        shop.work(now=NOW + day * DAY)
    later = asked(shop, NOW + 4 * DAY)
    assert sorted(one["state"] for one in later) == ["done", "waiting"]


def test_an_order_of_that_number_keeps_it(shop):
    """The record of another number, or another deed, does not."""
    row = "K4711,C1,ann@post.example,Kettle,2026-10-20T09:00:00Z"
    shop.work(now=SATURDAY)
    shop.write("exports/orders.csv", f"{ORDERS}{row},cancelled\n")
    shop.work(now=NOW)
    assert ours(shop, NOW)["state"] == "broken"

    shop.write("exports/orders.csv", f"{ORDERS}{row},shipped\n")
    shop.work(now=NOW + DAY)
    kept = ours(shop, NOW + DAY)
    assert (kept["state"], kept["by"]) == ("kept", None)
    assert "orders:K4711 is shipped" in kept["because"]
    assert not may_be_said(shop, NOW + DAY)
    assert [one["state"] for one in asked(shop, NOW + DAY)] == ["expired"]


def test_a_word_of_hers_keeps_it(shop):
    """She thanks for the very thing."""
    thanks = (
        "ann@post.example,2026-10-31T09:00:00+00:00,customer,email,t1,,"
        "The part for order K4711 has arrived: thank you!\n"
    )
    shop.write("exports/desk.csv", HEAD + OURS + HERS + thanks)
    shop.work(now=NOW)
    assert ours(shop, NOW)["state"] == "kept"


def test_the_same_round_again_changes_nothing(shop):
    """Neither states nor questions."""

    def everything() -> tuple:
        with shop.looked_at() as house:
            return house.promises.all(), house.promises.steps(), house.desk.all()

    shop.work(now=SATURDAY)
    before = everything()
    shop.work(now=SATURDAY)
    assert everything() == before


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("kept", "nothing", "--by", "tilda", "--proof", "x"), "There is no promise"),
        (("kept", "IT", "--by", "nobody", "--proof", "x"), "no member of staff"),
        (("kept", "IT", "--by", "tilda"), "--proof is missing"),
        (("repaired", "IT", "--by", "tilda", "--proof", "x"), "can become"),
        (("until", "IT", "soon", "--by", "tilda"), "is no day"),
        (("kept", "IT", "--proof", "x"), "--by"),
    ],
)
def test_what_cannot_be_is_one_sentence(shop, words, says):
    """Wrong ids, nobody's name, no reason, a move that the table lacks, no day."""
    name = ours(shop, FRIDAY)["id"]
    filled = [name if one == "IT" else one for one in words]
    ran = shop.command("promise", *filled, now=FRIDAY)
    assert ran.code in (1, 2)
    assert ran.err.count("\n") == 1
    assert says in ran.err
    assert ours(shop, FRIDAY)["state"] == "open"


def test_the_desk_asks_for_an_answer_and_not_for_a_tick(shop):
    """Completed is no answer to "did it work out?"."""
    shop.work(now=SATURDAY)
    (item,) = asked(shop, SATURDAY)
    shop.command("desk", "--take", item["id"], "--by", "tilda", now=SATURDAY)
    done = ("--complete", item["id"], "--by", "tilda", "--proof", "yes")
    ran = shop.command("desk", *done, now=SATURDAY)
    assert ran.code == 2
    assert "shopkeeper promise kept" in ran.err
    assert say(shop, "kept", "--proof", "yes").code == 0
    assert [one["state"] for one in asked(shop, SATURDAY)] == ["done"]


def test_a_promise_of_long_ago_is_asked_of_nobody(shop):
    """It stands in the mirror; who comes with years of mail is not flooded."""
    late = SATURDAY + 60 * DAY
    shop.opens(now=datetime(2026, 9, 1, 9, tzinfo=UTC), start=False)
    shop.work(now=late)
    assert asked(shop, late) == []
    assert len(mirror(shop, late)["overdue"]) == 1
