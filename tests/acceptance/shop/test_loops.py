"""What she waits for stays visible until she has her answer."""

from __future__ import annotations

import shutil

from datetime import UTC, datetime, timedelta

import pytest

from shopkeeper import bootstrap
from shopkeeper.flow.finding import find_person
from shopkeeper.flow.knowing import gather
from tests.builders.shop import NOW, SmallShop


DAY = timedelta(days=1)
PEOPLE = """customer_no,first_name,last_name,email,phone
C1,Ann,Lee,ann@post.example,+447700900101
C2,Bea,Moss,bea@post.example,+447700900102
C3,Cleo,Park,cleo@post.example,+447700900103
"""
HEAD = "email,at,sender,channel,thread,author,message\n"
TALK = f"""{HEAD}\
ann@post.example,2026-10-28T09:00:00+00:00,customer,email,t1,,When do you open on \
Sundays?
bea@post.example,2026-10-29T09:00:00+00:00,customer,email,t2,,My kettle arrived \
broken and I am very disappointed with your service.
cleo@post.example,2026-10-29T10:00:00+00:00,customer,email,t3,,It would be lovely \
if you sold stamps.
"""
ANSWER = (
    "ann@post.example,2026-10-30T09:00:00+00:00,agent,email,t1,tilda,Ten to four.\n"
)


@pytest.fixture(scope="session")
def told(tmp_path_factory) -> SmallShop:
    """Open a shop to which three people have said something."""
    made = SmallShop(tmp_path_factory.mktemp("told") / "corner")
    made.has("crm", "people", PEOPLE)
    made.has("desk", "messages", TALK, 'owner = "tilda"').plans("letter", "Hello,")
    made.opens()
    made.work()
    return made


@pytest.fixture
def shop(told, tmp_path) -> SmallShop:
    """Return one of one's own."""
    folder = shutil.copytree(told.folder, tmp_path / "corner")
    return SmallShop(folder, sources=list(told.sources))


def hears(shop: SmallShop, *more: str, at: datetime = NOW, text: str = TALK) -> None:
    """Let the desk's file grow, and work a round."""
    shop.write("exports/desk.csv", text + "".join(more))
    shop.work(now=at)


def mirror(shop: SmallShop, now: datetime = NOW) -> dict:
    """Return `mirror --json`."""
    ran = shop.command("mirror", "--json", now=now)
    assert ran.code == 0, ran.err
    found: dict = ran.json()
    return found


def waiting(shop: SmallShop, now: datetime = NOW) -> list[tuple[str, str]]:
    """Return kind and state of what is waited for, longest first."""
    return [(one["kind"], one["state"]) for one in mirror(shop, now)["open_loops"]]


def loop_of(shop: SmallShop, who: str, now: datetime = NOW) -> dict:
    """Return the one thing that she waits for."""
    (one,) = shop.person(who, now)["open_loops"]
    found: dict = one
    return found


ALL = [("question", "heard"), ("complaint", "heard"), ("idea", "heard")]


def test_a_question_a_complaint_and_an_idea_are_waited_for(shop):
    """With her words, their place, an owner and a day, in mirror and in person."""
    assert waiting(shop) == ALL
    loop = loop_of(shop, "ann@post.example")
    start, end = loop["span"]
    said = "When do you open on Sundays?"
    assert said[start:end] == loop["what"]
    assert (loop["utterance"], loop["thread"]) == ("desk:1", "t1")
    assert (loop["owner"], loop["due"]) == ("tilda", "2026-10-30")
    assert loop_of(shop, "bea@post.example")["due"] == "2026-10-30"
    assert loop_of(shop, "cleo@post.example")["due"] == "2026-11-05"
    (first, *_) = mirror(shop)["open_loops"]
    contracted = {"person_id", "kind", "since", "utterance", "owner"}
    assert contracted <= set(first)
    assert first["person_id"] == shop.person("ann@post.example")["person_id"]


def test_the_same_round_again_changes_nothing(shop):
    """Neither do rounds of other days."""
    before = mirror(shop)["open_loops"]
    for at in (NOW, NOW + DAY, NOW):
        shop.work(now=at)
    assert mirror(shop)["open_loops"] == before
    with shop.looked_at() as house:
        assert {len(house.loops.steps(one.id)) for one in house.loops.all()} == {1}


def test_our_answer_in_the_thread_closes_it_and_hers_opens_it_again(shop):
    """And her thanks after the next one settle it."""
    hears(shop, ANSWER)
    assert waiting(shop) == ALL[1:]
    assert shop.person("ann@post.example")["open_loops"] == []

    back = (
        "ann@post.example,2026-10-31T09:00:00+00:00,customer,email,t1,,"
        "And in December as well?\n"
    )
    hears(shop, ANSWER, back)
    mine = shop.person("ann@post.example")["open_loops"]
    assert [one["utterance"] for one in mine] == ["desk:1", "desk:5"]

    rest = (
        "ann@post.example,2026-11-01T09:00:00+00:00,agent,email,t1,tilda,Yes.\n"
        "ann@post.example,2026-11-01T10:00:00+00:00,customer,email,t1,,"
        "Thank you very much!\n"
    )
    hears(shop, ANSWER, back, rest)
    assert shop.person("ann@post.example")["open_loops"] == []
    with shop.looked_at() as house:
        first = next(one for one in house.loops.all() if one.utterance == "desk:1")
        steps = [str(one.state) for one in house.loops.steps(first.id)]
    closed = ["acted", "told_back"]
    assert steps == ["heard", *closed, "heard", *closed, "settled"]


def test_an_answer_in_another_thread_or_to_somebody_else_closes_nothing(shop):
    """Two threads of one number in two sources are two."""
    other = ANSWER.replace(",t1,", ",t9,")
    hears(shop, other)
    assert waiting(shop) == ALL
    shop.has("chat", "messages", HEAD + ANSWER).opens()
    shop.work()
    assert waiting(shop) == ALL


def test_a_human_says_what_was_done_and_that_she_was_told(shop):
    """Acted on it stays visible; told back it is closed."""
    name = loop_of(shop, "bea@post.example")["id"]
    ran = shop.command(
        "loop", "acted", name, "--by", "tilda", "--because", "new kettle"
    )
    assert ran.code == 0, ran.err
    assert loop_of(shop, "bea@post.example")["state"] == "acted"
    assert any("Tell Bea" in one for one in mirror(shop)["next_steps"])

    words = ("--by", "tilda", "--because", "rang her")
    assert shop.command("loop", "told-back", name[:8], *words).code == 0
    assert shop.person("bea@post.example")["open_loops"] == []
    shop.work(now=NOW + DAY)
    assert shop.person("bea@post.example")["open_loops"] == []

    assert shop.command("loop", "again", name, *words).code == 0
    assert loop_of(shop, "bea@post.example")["state"] == "heard"


def test_she_says_that_it_is_settled(shop):
    """To a colleague, or in the thread itself, before anybody did anything."""
    name = loop_of(shop, "cleo@post.example")["id"]
    words = ("--by", "tilda", "--because", "she found some elsewhere")
    assert shop.command("loop", "settled", name, *words).code == 0
    hears(
        shop,
        "ann@post.example,2026-10-31T09:00:00+00:00,customer,email,t1,,"
        "Never mind; I found it on your door.\n",
    )
    assert waiting(shop) == [("complaint", "heard")]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("told-back", "nothing", "--by", "tilda", "--because", "x"), "There is no"),
        (("acted", "LOOP", "--by", "nobody", "--because", "x"), "no member of staff"),
        (("acted", "LOOP", "--by", "tilda"), "--because is missing"),
        (("again", "LOOP", "--by", "tilda", "--because", "x"), "can become"),
        (("acted", "LOOP", "--because", "x"), "--by"),
    ],
)
def test_what_cannot_be_is_one_sentence(shop, words, says):
    """Wrong ids, nobody's name, no reason, a move that the table lacks."""
    name = loop_of(shop, "ann@post.example")["id"]
    ran = shop.command("loop", *(name if one == "LOOP" else one for one in words))
    assert ran.code in (1, 2)
    assert ran.err.count("\n") == 1
    assert says in ran.err
    assert waiting(shop) == ALL


def test_a_finished_handover_acts_on_what_it_stood_on(shop):
    """Its human did something; she still has to be told."""
    (kettle,) = [
        one
        for one in shop.command("desk", "--json").json()
        if "desk:2" in one["brief"]["facts"] and one["minutes"] > 10
    ]
    shop.command("desk", "--take", kettle["id"], "--by", "tilda")
    done = ("--by", "tilda", "--proof", "sent a new kettle")
    assert shop.command("desk", "--complete", kettle["id"], *done).code == 0
    assert loop_of(shop, "bea@post.example")["state"] == "acted"


def test_words_that_the_records_do_not_hold_any_more_are_withdrawn_and_come_back(shop):
    """A row was corrected, and corrected back."""
    hears(shop, text=TALK.replace("When do you open on Sundays?", "Good morning."))
    assert waiting(shop) == ALL[1:]
    hears(shop)
    assert waiting(shop) == ALL


def test_joined_people_carry_their_loops_and_an_undo_gives_them_back(shop):
    """Each loop follows the row it came from."""
    shop.command(
        "people", "settle", "ann@post.example", "bea@post.example", "--same",
        "--by", "tilda",
    )  # fmt: skip
    shop.work()
    both = shop.person("ann@post.example")["open_loops"]
    assert [one["kind"] for one in both] == ["question", "complaint"]
    with shop.looked_at() as house:
        (joined,) = [
            one.sequence
            for one in house.identity.decisions()
            if one.by.startswith("human")
        ]
    ran = shop.command("people", "undo", str(joined), "--by", "tilda")
    assert ran.code == 0, ran.err
    shop.work()
    assert loop_of(shop, "ann@post.example")["kind"] == "question"
    assert loop_of(shop, "bea@post.example")["kind"] == "complaint"


def test_a_source_without_an_owner_is_answered_by_the_front_line(shop):
    """Somebody has it, always."""
    shop.sources[:] = [one.replace('owner = "tilda"\n', "") for one in shop.sources]
    text = (shop.folder / "shop.toml").read_text().replace('owner = "tilda"\n', "")
    (shop.folder / "shop.toml").write_text(text)
    shop.work(now=NOW + DAY)
    assert loop_of(shop, "ann@post.example")["owner"] == "tilda"
    gone = text.replace('roles = ["front_line"]', 'roles = ["admin"]')
    (shop.folder / "shop.toml").write_text(gone)
    shop.work(now=NOW + 2 * DAY)
    assert loop_of(shop, "ann@post.example")["owner"] == ""


def test_what_she_said_later_is_not_waited_for_earlier(shop):
    """Looking back shows what was known then."""
    before = datetime(2026, 10, 28, 12, tzinfo=UTC)
    assert waiting(shop, before) == [("question", "heard")]


def test_every_row_of_a_loop_holds_whose_it_is(shop):
    """Erasing her will find them all."""
    with shop.looked_at() as house:
        person = find_person(house, "ann@post.example", now=NOW)
        own = gather(house, now=NOW, only=[person])[person].own
        (loop,) = house.loops.of_persons(own)
        assert {one.person for one in house.loops.steps(loop.id)} == {loop.person}
        assert loop.person in own


def test_the_mirror_is_also_words_and_a_page(shop):
    """Her words on it are escaped, whatever they are."""
    odd = TALK.replace("on Sundays?", "<script>alert(1)</script> on Sundays?")
    hears(shop, text=odd)
    shown = shop.command("mirror")
    assert (shown.code, "question of Ann" in shown.out) == (0, True)
    assert "She waits for an answer" in shop.command("person", "C1").out
    page, hers = shop.folder / "mirror.html", shop.folder / "ann.html"
    assert shop.command("mirror", "--html", str(page)).code == 0
    assert shop.command("person", "C1", "--html", str(hers)).code == 0
    for one in (page, hers):
        text = one.read_text()
        assert "When do you open" in text
        assert "<script" not in text


def test_looking_writes_nothing(shop):
    """A mirror changes nobody."""
    with bootstrap.shop_at(shop.folder, writable=False) as house:
        before = house.loops.all(), house.promises.all(), house.desk.all()
    mirror(shop)
    with bootstrap.shop_at(shop.folder, writable=False) as house:
        assert before == (house.loops.all(), house.promises.all(), house.desk.all())
