"""What the shop tells of a person, of a message, and of how a plan went."""

from __future__ import annotations

from datetime import timedelta

import pytest

from shopkeeper import bootstrap
from tests.acceptance.shop.conftest import DESK, LETTER
from tests.builders.shop import NOW, SmallShop


DAY = timedelta(days=1)
# contracts.md, section 5; what stands behind the bar is more than it asks for.
PERSON = {
    "person_id": None, "called": None, "told_apart_by": None,
    "called_by": {"fact", "says"},
    "identifiers": {"kind", "value", "verified", "sources"},
    "records": {"record_id", "source", "department"},
    "facts": {
        "id", "about", "value", "standing", "confidence", "confidence_now", "source",
        "author", "learned_at", "span", "sensitive", "may_be_said",
    } | {"evidence", "words", "thread", "answers", "freshness", "trust", "counts"},
    "conflicts": None,
    "settled": {"about", "facts", "chosen", "because"},
    "unknown": {"about", "why_it_matters"}
    | {"question", "worth", "pays", "would_change"},
    "ask": {"about", "question", "because", "worth", "pays"},
    "moment": {"stage", "needs", "evidence"} | {"because"},
    "promises": {
        "id", "what", "owner", "made_by", "deadline", "state", "utterance",
    } | {"by", "because"},
    "open_loops": {
        "id", "kind", "what", "since", "utterance", "span", "thread", "owner", "due",
        "state",
    },
    "consents": {
        "purpose", "topic", "channel", "state", "at", "expires", "text", "version",
        "proof",
    },
    "suppressed": None,
    # More than the contract asks for: the sentence that proves each stop.
    "stops": {
        "scope", "because", "at", "until", "record_id", "span", "words", "thread",
    },
    "touches": {"message_id", "decision_id", "channel", "at", "state", "because"},
    "next": {"option", "channel", "because"},
}  # fmt: skip
WHO = [
    "ann@post.example",
    "+447700900101",
    "C1",
    "crm:C1",
    "orders:O03",
    "Ann Lee",
    "ann  LEE",
]


def test_person_has_exactly_the_contracted_fields(shop):
    """Each list with an entry, so that its fields are seen."""
    said = "bea@post.example,2026-10-28T09:00:00+00:00,customer,email,Call me Bee.\n"
    said += "bea@post.example,2026-10-28T09:00:00+00:00,agent,email,I will send you "
    stop = "cleo@post.example,2026-10-28T09:00:00+00:00,customer,email,No calls please."
    shop.write("exports/desk.csv", f"{DESK}{said}the list by Friday.\n{stop}\n")
    shop.work()
    everything = [
        shop.person(one) for one in ("ann@post.example", "bea@post.example", "C3")
    ]
    for name, fields in PERSON.items():
        found = [one[name] for one in everything]
        if fields is None:
            continue
        entries = [e for v in found for e in (v if isinstance(v, list) else [v])]
        entries = [e for e in entries if e is not None]
        assert entries, name
        assert {frozenset(one) for one in entries} == {frozenset(fields)}, name
    assert {frozenset(one) for one in everything} == {frozenset(PERSON)}


@pytest.mark.parametrize("who", WHO)
def test_she_is_found_by_whatever_one_knows_of_her(shop, who):
    """Address, number, record or name."""
    shop.work()
    assert shop.person(who)["called"] == "Ann"
    assert shop.person(who)["person_id"] == shop.person("C1")["person_id"]


def test_she_is_found_by_the_name_she_asked_for(shop):
    """And by no list's: nobody else has it."""
    shop.work(send=False)
    shop.command("correct", "C1", "person.called", "Nancy")
    assert shop.person("nancy")["person_id"] == shop.person("C1")["person_id"]


def test_the_first_letters_of_an_id_name_it(shop):
    """A fact's and a message's, where nothing else begins so."""
    shop.work()
    fact = shop.person("C1")["facts"][0]["id"]
    assert shop.command("why", fact[:12], "--json").json()["fact"]["id"] == fact
    letter = shop.sent()[0].message.message_id
    found = shop.command("why", letter[:12], "--json").json()
    assert found["message"]["message_id"] == letter
    assert shop.command("why", "f0").code == 1


def test_several_who_match_are_told_apart(shop):
    """Exit 1, and what tells them apart."""
    shop.work()
    ran = shop.command("person", "Ann", "--json")
    assert ran.code == 1
    candidates = ran.json()["candidates"]
    fields = {"person_id", "called", "told_apart_by"}
    assert [set(one) for one in candidates] == [fields, fields]
    assert {one["told_apart_by"] for one in candidates} == {"Ann Lee", "Ann Stone"}
    plain = shop.command("person", "Ann")
    assert (plain.code, plain.err.count("\n")) == (1, 1)
    assert "Ann Stone" in plain.err


def test_nobody_who_matches_gives_the_nearest_three(shop):
    """Exit 1, the nearest first."""
    shop.work()
    ran = shop.command("person", "edie.rsoe", "--json")
    assert ran.code == 1
    nearest = ran.json()["nearest"]
    assert len(nearest) == 3
    assert nearest[0]["called"] == "Edie"


def test_each_message_says_why(shop):
    """Its claims lead to rows that exist and words that say it."""
    shop.work()
    letters = shop.sent()
    assert letters
    seen = set()
    for letter in letters:
        found = shop.command("why", letter.message.message_id, "--json").json()
        assert set(found) == {"message", "claims", "decision"}
        assert len(found["claims"]) == len(letter.message.claims)
        for claim in found["claims"]:
            words = found["message"][claim["part"]][claim["start"] : claim["end"]]
            assert claim["said"] or "moved" in words
            assert all(said in words for said in claim["said"])
            assert claim["evidence"]
            for one in claim["evidence"]:
                seen.add(_demand(shop, one))
    assert seen == {"crm", "orders", "desk"}


def _demand(shop: SmallShop, evidence: dict[str, object]) -> str:
    """Demand that the row exists, and that the span stands in its words."""
    source, _, key = str(evidence["record_id"]).partition(":")
    assert evidence["source"] == evidence["department"] == source
    with shop.looked_at() as house:
        table = house.records.present(source)
    row = next(one for one in table.to_pylist() if one["row_key"] == key)
    if evidence["span"] is not None:
        start, end = evidence["span"]
        assert row["f:message"][start:end] == "We have just moved house"
    return source


def test_each_decision_can_be_replayed(shop):
    """Options with values and reasons, the exact chance, and what would change it."""
    shop.work()
    for letter in shop.sent():
        found = shop.command("why", letter.message.message_id, "--json").json()
        decision = found["decision"]
        assert set(decision) == {
            "decision_id", "at", "policy", "seed", "options", "chosen", "propensity",
            "because", "would_change",
        }  # fmt: skip
        inside = [one for one in decision["options"] if one["out_because"] is None]
        assert decision["chosen"] in {one["option"] for one in inside}
        assert {"silence", "human"} <= {one["option"] for one in decision["options"]}
        best = 1 - 0.05 + 0.05 / len(inside)
        assert decision["propensity"] == pytest.approx(best)


def test_each_mail_reads_back_with_one_recipient(shop):
    """And is nobody else's letter."""
    shop.work()
    letters = {one.message.message_id: one for one in shop.sent()}
    assert len(shop.mails()) == len(letters) == 4
    for mail in shop.mails():
        (recipient,) = mail["To"].addresses
        letter = letters[mail["Message-ID"].strip("<>").partition("@")[0]]
        assert recipient.addr_spec == letter.address
        body = mail.get_content().replace("\r\n", "\n")
        assert body.strip() == (letter.message.body or "").strip()
        assert not set(mail.keys()) & {"Cc", "Bcc", "Reply-To"}


def test_an_unknown_message_is_answered_with_some_there_are(shop):
    """Exit 1: nothing matches."""
    shop.work()
    ran = shop.command("why", "mxyz", "--json")
    assert (ran.code, ran.err.count("\n")) == (1, 1)
    assert any(one.message.message_id in ran.err for one in shop.sent())


def many(tmp_path, people: int = 120) -> SmallShop:
    """Return a shop of many people, four in ten left alone to compare with."""
    crm = "customer_no,first_name,email\n" + "".join(
        f"C{n:03d},Ann,p{n:03d}@post.example\n" for n in range(people)
    )
    shop = SmallShop(tmp_path / "many").has("crm", "people", crm)
    return shop.plans("letter", LETTER, holdout=0.4, again="10 days").opens()


def test_the_holdout_never_gets_a_message(tmp_path):
    """In no round; her arm is hers for good."""
    shop = many(tmp_path)
    for day in (0, 1, 2, 11, 12):
        shop.work(now=NOW + day * DAY)
    with shop.looked_at() as house:
        arms = house.decisions.arms("letter")
    left_alone = {person for person, arm in arms.items() if arm == "holdout"}
    assert 30 <= len(left_alone) <= 66
    written_to = {one.person for one in shop.sent()}
    assert not written_to & left_alone
    assert len(written_to | left_alone) == 120
    assert all(
        "holdout" in one.because for one in shop.touches() if one.person in left_alone
    )


def test_status_tells_whether_it_helped(tmp_path):
    """What was bought by those written to, beside those left alone."""
    shop = many(tmp_path)
    shop.work()
    with shop.looked_at() as house:
        arms = house.decisions.arms("letter")
    with bootstrap.shop_at(shop.folder, writable=False) as house:
        mine = {
            one.person: one.identifier.value
            for one in house.identity.identifiers(list(arms))
            if one.identifier.kind == "email"
        }
    buyers = [mine[one] for one, arm in sorted(arms.items()) if arm == "treated"]
    orders = "order_id,email,item,ordered_at,quantity\n" + "".join(
        f"O{n},{who},Tea,2026-11-10T09:00:00Z,1\n" for n, who in enumerate(buyers)
    )
    shop.has("orders", "orders", orders).opens(start=False)
    later = NOW + 60 * DAY
    shop.work(now=later)
    (result,) = shop.command("status", "--json", now=later).json()["results"]
    by_arm = {one["arm"]: one for one in result["arms"]}
    assert by_arm["treated"]["n"] == len(buyers)
    assert by_arm["treated"]["mean"] == 1.0
    assert by_arm["holdout"]["mean"] == 0.0
    assert by_arm["treated"]["verdict"] == "better"
    assert by_arm["treated"]["low"] > 0


def test_too_few_to_tell_is_said_so(shop):
    """Four people and no day over: "cannot tell" is a result."""
    shop.work()
    (result,) = shop.command("status", "--json").json()["results"]
    assert {one["verdict"] for one in result["arms"]} == {"cannot tell", None}
    assert all(one["n"] is None for one in result["arms"])
