"""How she wants to be written to: said once, kept, and taken back only by herself."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.builders.shop import NOW, SmallShop


ANN = "ann@post.example"
DAY = timedelta(days=1)
ROWS = f"email,first_name\n{ANN},Ann\nbea@post.example,Bea\n"


@pytest.fixture
def shop(tmp_path) -> SmallShop:
    """Open a shop with a plan that writes to everybody each day."""
    shop = SmallShop(tmp_path).has("crm", "people", ROWS)
    shop.settings = "\n[attention]\nmost = 3\nper = '30 days'\n"
    shop.plans("hello", again="1 day").opens()
    shop.work(send=False)
    return shop


def prefers(shop: SmallShop, *words: str, now=NOW) -> dict:
    """Change and return her preferences."""
    ran = shop.command("preferences", ANN, "--json", *words, now=now)
    assert ran.code == 0, ran.err
    return ran.json()


def reached(shop: SmallShop) -> set[str]:
    """Return whom something was sent to."""
    return {one.address for one in shop.sent()}


def test_they_are_shown_before_anything_was_said(shop: SmallShop) -> None:
    """Not known is no yes and no no."""
    found = prefers(shop)
    assert found["called"] == "Ann"
    assert {one["wanted"] for one in found["purposes"].values()} == {None}
    assert found["channels"]["email"]["wanted"] is None
    assert (found["paused_until"], found["frequency"]) == (None, "usual")
    assert "not said" in shop.command("preferences", ANN).out


def test_a_no_needs_her_word_alone_and_holds_at_once(shop: SmallShop) -> None:
    """What lies in the outbox already does not go, either."""
    found = prefers(shop, "--refuse", "email")
    assert found["channels"]["email"]["wanted"] is False
    shop.work()
    assert reached(shop) == {"bea@post.example"}


def test_a_yes_takes_a_proof_and_is_kept_with_words_version_and_end(
    shop: SmallShop,
) -> None:
    """A rep may sign a willing customer up again, and nobody without her."""
    ran = shop.command("preferences", ANN, "--grant", "marketing")
    assert ran.code != 0
    assert "--proof" in ran.err
    found = prefers(
        shop, "--grant", "marketing", "--proof", "call of 2 November", "--by", "tilda",
        "--text", "News about tea", "--version", "3", "--expires", "2027-11-02",
    )  # fmt: skip
    (one,) = found["consents"]
    assert (one["state"], one["text"], one["version"], one["proof"]) == (
        "granted", "News about tea", "3", "call of 2 November",
    )  # fmt: skip
    assert one["expires"].startswith("2027-11-02")
    assert found["purposes"]["marketing"]["wanted"] is True
    later = prefers(shop, now=NOW + 400 * DAY)
    assert later["purposes"]["marketing"]["wanted"] is None


def test_only_she_lifts_her_no_and_an_old_list_does_not(shop: SmallShop) -> None:
    """Her stop is heard in each round again, and stays lifted."""
    shop.has(
        "desk", "messages",
        f"email,at,sender,message\n{ANN},2026-11-02T09:00:00+00:00,customer,"
        '"Please do not e-mail me any more."\n',
    ).opens(start=False)  # fmt: skip
    shop.work()
    assert "email" in shop.person(ANN)["suppressed"]
    shop.has(
        "signups", "consents",
        f"email,purpose,state,at,channel\n{ANN},marketing,granted,2026-11-03,email\n",
    ).opens(start=False)  # fmt: skip
    shop.work(NOW + DAY)
    assert ANN not in reached(shop)
    word = ("--grant", "email", "--proof", "she wrote a letter")
    assert (
        prefers(shop, *word, now=NOW + 4 * DAY)["channels"]["email"]["wanted"] is None
    )
    shop.work(NOW + 5 * DAY)
    assert ANN in reached(shop)
    assert shop.person(ANN, now=NOW + 5 * DAY)["suppressed"] == []


def test_a_pause_is_kept_and_ends_by_itself_or_by_her(shop: SmallShop) -> None:
    """And not by anybody else."""
    assert prefers(shop, "--pause", "2026-11-20")["paused_until"].startswith(
        "2026-11-20"
    )
    shop.work(NOW + DAY)
    assert ANN not in reached(shop)
    assert shop.command("preferences", ANN, "--resume").code != 0
    found = prefers(shop, "--resume", "--proof", "counter", now=NOW + 2 * DAY)
    assert found["paused_until"] is None
    shop.work(NOW + 3 * DAY)
    assert ANN in reached(shop)


def test_how_often_is_hers_to_say(shop: SmallShop) -> None:
    """A number is a number, over all channels."""
    assert prefers(shop, "--frequency", "1")["frequency"] == "1"
    for days in range(5):
        shop.work(NOW + days * DAY)
    sent = [one.address for one in shop.sent()]
    assert (sent.count(ANN), sent.count("bea@post.example")) == (1, 3)
    back = prefers(shop, "--frequency", "usual", "--proof", "x", now=NOW + 6 * DAY)
    assert back["frequency"] == "usual"


def test_a_topic_goes_and_comes_back(shop: SmallShop) -> None:
    """Below a purpose there are the shop's own topics."""
    text = (shop.folder / "content/hello.md").read_text()
    shop.write(
        "content/hello.md", text.replace("purpose =", 'topic = "tea"\npurpose =')
    )
    shop.opens()
    assert prefers(shop)["topics"]["tea"]["wanted"] is None
    assert prefers(shop, "--refuse", "topic:tea")["topics"]["tea"]["wanted"] is False
    shop.work(NOW + DAY)
    assert ANN not in reached(shop)
    word = ("--grant", "topic:tea", "--proof", "her mail of today")
    assert prefers(shop, *word, now=NOW + DAY)["topics"]["tea"]["wanted"] is True
    shop.work(NOW + 2 * DAY)
    assert ANN in reached(shop)


def test_how_she_is_called_is_her_word(shop: SmallShop) -> None:
    """It outranks every list, at once."""
    assert prefers(shop, "--called", "Annie", "--by", "tilda")["called"] == "Annie"
    shop.work(NOW + 4 * DAY)  # people were talking with her
    bodies = [one.message.body for one in shop.sent() if one.address == ANN]
    assert "Hello Annie," in (bodies[-1] or "")


def test_how_she_is_addressed_is_her_word_and_used_only(shop: SmallShop) -> None:
    """A fact with who took it down; it is never told to her."""
    found = prefers(shop, "--register", "formal", "--by", "tilda")
    assert found["register"] == "formal"
    (fact,) = [
        one for one in shop.person(ANN)["facts"] if one["about"] == "person.register"
    ]
    assert (fact["standing"], fact["author"]) == ("told", "tilda")
    assert not fact["may_be_said"]
    assert prefers(shop, "--register", "informal")["register"] == "informal"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--register", "royal"), "no form of address"),
        (("--frequency", "often"), "no frequency"),
        (("--pause", "2026-01-01"), "passed"),
        (("--refuse", "carrier pigeon"), "nothing to allow"),
        (("--grant", "email", "--refuse", "email", "--proof", "x"), "at once"),
    ],
)
def test_what_says_nothing_is_refused_in_a_sentence(
    shop: SmallShop, words: tuple[str, ...], says: str
) -> None:
    """With what to write instead."""
    ran = shop.command("preferences", ANN, *words)
    assert ran.code == 2
    assert says in ran.err


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--pause", "yesterday"), "--pause yesterday: write a day such as 2026-12-24"),
        (("--pause", "2026-01-01"), "The pause would end at 2026-01-01 00:00"),
        (
            ("--called", "{{x}}"),
            "is no name to call her by (it is a mark of a template",
        ),
        (("--called", ""), "is no name to call her by (it is empty)"),
        (("--called", "info@x.example"), "its name is a mailbox"),
        (("--grant", "all", "--proof", "x"), "--resume ends a wish for no messages"),
        (("--refuse", "spam"), "is nothing to allow"),
        (("--refuse", "spam"), "counter, all, or topic:NAME"),
    ],
)
def test_what_cannot_be_is_said_of_the_very_option(shop: SmallShop, words, says):
    """And nothing is changed by it."""
    ran = shop.command("preferences", ANN, *words)
    assert ran.code == 2
    assert says in ran.err
    assert shop.person(ANN)["suppressed"] == []


def test_what_is_next_is_not_what_she_has_just_refused(shop: SmallShop) -> None:
    """Decided an hour ago, refused now: `person` must not announce it still."""
    before = shop.person(ANN)["next"]
    assert before["channel"] == "email"
    prefers(shop, "--refuse", "email")
    after = shop.person(ANN)["next"]
    assert after["channel"] is None
    shown = shop.command("person", ANN).out
    assert "by email" not in shown.partition("Next")[2].partition("\n")[0]


def test_she_may_refuse_everything_at_once_and_take_it_back(shop: SmallShop) -> None:
    """In one word, as she says it."""
    found = prefers(shop, "--refuse", "all")
    assert found["channels"]["email"]["wanted"] is False
    assert shop.person(ANN)["suppressed"] == ["all"]
    shop.work()
    assert reached(shop) == {"bea@post.example"}
    again = prefers(shop, "--resume", "--proof", "call of 2 November")
    assert again["channels"]["email"]["wanted"] is None
