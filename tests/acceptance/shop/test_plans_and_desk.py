"""Nothing leaves without a plan that runs; nobody but a human finishes a handover."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from shopkeeper import bootstrap
from shopkeeper.flow.sending import send_due
from shopkeeper.vocabulary import HandoverState
from tests.acceptance.shop.conftest import LETTER
from tests.builders.shop import NOW, SmallShop, content


HOUR, DAY = timedelta(hours=1), timedelta(days=1)
OTHER = content("letter", LETTER.replace("good", "very good"))


def nothing_leaves(shop: SmallShop, now: datetime = NOW) -> None:
    """Work rounds, send, and find the folder empty."""
    shop.work(now=now)
    shop.work(now=now + DAY)
    with bootstrap.shop_at(shop.folder) as house:
        send_due(house, now=now + DAY + HOUR)
    assert not shop.sent()
    assert not list(shop.folder.glob("out/*"))


def because(shop: SmallShop, now: datetime = NOW) -> str:
    """Say what `status` gives as the reason why the plan does not run."""
    (one,) = shop.command("status", "--json", now=now).json()["plans"]
    assert one["runs"] is False
    reason: str = one["because"]
    return reason


def test_a_signed_and_started_plan_writes(shop):
    """What the others are compared with."""
    shop.work()
    assert len(shop.sent()) == 4


def test_a_plan_nobody_signed_writes_to_nobody(shop):
    """Nor can it be started."""
    paper = shop.folder / "plans/letter.toml"
    paper.write_text(paper.read_text().partition("[[signatures]]")[0])
    started = shop.command("plan", "start", "letter", "--by", "rosa")
    assert (started.code, started.err.count("\n")) == (2, 1)
    assert "is not ready" in started.err
    nothing_leaves(shop)
    assert "not ready" in because(shop)


@pytest.mark.parametrize("role", ["sponsor", "content", "analysis"])
def test_a_plan_that_lacks_one_signature_writes_to_nobody(shop, role):
    """All five roles sign."""
    paper = shop.folder / "plans/letter.toml"
    head, *signatures = paper.read_text().split("[[signatures]]")
    kept = [one for one in signatures if f'role = "{role}"' not in one]
    assert len(kept) == len(signatures) - 1
    paper.write_text("[[signatures]]".join([head, *kept]))
    nothing_leaves(shop)


def test_a_plan_changed_behind_its_signatures_writes_to_nobody(shop):
    """A signature covers the plan as it stood."""
    paper = shop.folder / "plans/letter.toml"
    paper.write_text(paper.read_text().replace('"60 days"', '"1 day"'))
    nothing_leaves(shop)
    assert "does not stand" in because(shop)


def test_a_content_changed_behind_its_signatures_writes_to_nobody(shop):
    """And the content it names."""
    shop.write("content/letter.md", OTHER)
    nothing_leaves(shop)


def test_a_content_changed_after_deciding_holds_what_was_decided(shop):
    """What was signed is not what would go out of this shop now."""
    shop.work(send=False)
    shop.write("content/letter.md", OTHER)
    with bootstrap.shop_at(shop.folder) as house:
        sent = send_due(house, now=NOW + HOUR)
    assert (sent.sent, sent.held) == (0, 4)


def test_a_plan_never_started_writes_to_nobody(tmp_path, shop):
    """Ready is not started."""
    fresh = SmallShop(tmp_path / "fresh", sources=shop.sources)
    for path in shop.folder.glob("exports/*"):
        fresh.write(f"exports/{path.name}", path.read_text())
    fresh.write("content/letter.md", (shop.folder / "content/letter.md").read_text())
    fresh.write("plans/letter.toml", (shop.folder / "plans/letter.toml").read_text())
    fresh.opens(start=False)
    assert fresh.command("plan", "check", "letter").code == 0
    nothing_leaves(fresh)
    assert "is not started" in because(fresh)


def test_a_stopped_plan_writes_to_nobody(shop):
    """Anybody on staff may stop it, also between deciding and sending."""
    shop.work(send=False)
    assert shop.command("plan", "stop", "letter", "--by", "tilda").code == 0
    nothing_leaves(shop)
    assert "is stopped" in because(shop)


@pytest.mark.parametrize(
    ("now", "says"),
    [
        (datetime(2026, 9, 28, 10, tzinfo=UTC), "starts on 2026-10-01"),
        (datetime(2027, 2, 1, 10, tzinfo=UTC), "ended on 2027-01-31"),
        (datetime(2026, 12, 2, 10, tzinfo=UTC), "review was due"),
    ],
)
def test_outside_its_days_or_its_review_a_plan_writes_to_nobody(shop, now, says):
    """Not begun, over, or not looked at again in time."""
    shop.opens(now=datetime(2026, 9, 1, 9, tzinfo=UTC))
    nothing_leaves(shop, now)
    assert says in because(shop, now)


def test_only_the_owner_starts_a_plan(shop):
    """With a sentence for who does not own it."""
    ran = shop.command("plan", "start", "letter", "--by", "tilda")
    assert ran.code == 2
    assert "started by its owner, rosa" in ran.err


def test_only_who_holds_a_role_signs_for_it(shop):
    """Tilda is at the front line: she signs for nobody."""
    ran = shop.command("plan", "sign", "letter", "--role", "content", "--by", "tilda")
    assert (ran.code, ran.err.count("\n")) == (2, 1)


def waiting(shop: SmallShop) -> str:
    """Return the id of the one handover there is."""
    (one,) = shop.command("desk", "--json").json()
    name: str = one["id"]
    return name


def state(shop: SmallShop) -> tuple[str, str | None, str | None]:
    """Return how the one handover stands, who moved it, and what was done."""
    with shop.looked_at() as house:
        (one,) = house.desk.all()
    return one.state, one.by, one.proof


def test_a_problem_goes_to_a_human_and_not_into_a_letter(shop):
    """Cleo's kettle is broken: she gets no letter, and lies on the desk."""
    shop.work()
    assert "cleo@post.example" not in {one.address for one in shop.touches()}
    (one,) = shop.command("desk", "--json").json()
    assert "kettle" in one["reason"]
    assert set(one) == {
        "id", "person_id", "reason", "minutes", "for", "state", "due", "brief",
    }  # fmt: skip


def test_a_named_human_takes_and_completes(shop):
    """With her own words of what she did."""
    shop.work()
    name = waiting(shop)
    assert shop.command("desk", "--take", name, "--by", "tilda").code == 0
    assert state(shop) == ("taken", "tilda", None)
    words = ("--by", "tilda", "--proof", "sent a new kettle")
    assert shop.command("desk", "--complete", name, *words).code == 0
    assert state(shop) == ("done", "tilda", "sent a new kettle")


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("--by", "nobody"),
        ("--by", ""),
        ("--by", "machine", "--proof", "done"),
        ("--by", "tilda"),
        ("--by", "tilda", "--proof", "   "),
        ("--by", "mara", "--proof", "done"),
    ],
)
def test_nothing_else_completes(shop, words):
    """No name, a name of nobody, no words of what was done, another's handover."""
    shop.work()
    name = waiting(shop)
    shop.command("desk", "--take", name, "--by", "tilda")
    ran = shop.command("desk", "--complete", name, *words)
    assert (ran.code, ran.err.count("\n")) == (2, 1), ran.err
    assert state(shop)[0] == HandoverState.TAKEN


def test_the_first_letters_of_an_id_do(shop):
    """As in `why`; too few, or those of nothing, say what lies there."""
    shop.work()
    name = waiting(shop)
    assert shop.command("desk", "--take", name[:12], "--by", "tilda").code == 0
    few = shop.command("desk", "--take", name[:1], "--by", "tilda")
    assert few.code == 1
    wrong = shop.command("desk", "--take", "dxxxxxxx", "--by", "tilda")
    assert wrong.code == 1
    assert f"there is {name} (" in wrong.err


def test_what_nobody_took_cannot_be_completed(shop):
    """From waiting there is one way: taken."""
    shop.work()
    words = ("--by", "tilda", "--proof", "done")
    assert shop.command("desk", "--complete", waiting(shop), *words).code == 2
    assert state(shop)[0] == HandoverState.WAITING


def test_rounds_complete_nothing(shop):
    """However often they are worked."""
    for day in range(4):
        shop.work(now=NOW + day * DAY)
    assert state(shop)[0] == HandoverState.WAITING


def test_what_a_human_has_taken_no_machine_touches(shop):
    """Until it is closed, whatever the plan says."""
    shop.plans("parcel", purpose="service", again="1 day").opens()
    shop.work()
    shop.command("desk", "--take", waiting(shop), "--by", "tilda")
    for day in range(1, 4):
        shop.work(now=NOW + day * DAY)
    late = [one for one in shop.sent() if one.decided_at > NOW]
    assert late
    assert "cleo@post.example" not in {one.address for one in late}


def test_an_unknown_handover_is_named_with_what_there_is(shop):
    """Exit 1: nothing matches."""
    shop.work()
    ran = shop.command("desk", "--take", "dxyz", "--by", "tilda")
    assert (ran.code, ran.err.count("\n")) == (1, 1)
    assert waiting(shop) in ran.err


def test_signing_the_same_again_says_that_nothing_has_changed(shop):
    """The first signature stands, with its day."""
    plan = shop.folder / "plans" / "letter.toml"
    before = plan.read_text()
    again = shop.command("plan", "sign", "letter", "--role", "content", "--by", "mara")
    assert again.code == 0, again.err
    assert "was signed by mara as content on" in again.err
    assert "nothing has changed" in again.err
    assert plan.read_text() == before
