"""What every book of the ledger promises. Each adapter runs every test here."""

from datetime import date, timedelta

import msgspec
import pytest

from shopkeeper.recognise.books import KnownIdentifier
from shopkeeper.say.ports import Guard
from shopkeeper.vocabulary import (
    Channel,
    Claim,
    Consent,
    ConsentState,
    Decision,
    Evidence,
    Fact,
    Handover,
    HandoverState,
    Heard,
    HeardPromise,
    Identifier,
    IdentifierKind,
    IdentityDecision,
    Message,
    Outcome,
    PlanState,
    Purpose,
    Standing,
    Suppression,
    Touch,
    TouchState,
    Verdict,
    fact_id,
)
from shopkeeper.vocabulary.touches import Brief
from tests.builders import utc


NOW = utc("2026-03-02 09:00")
LATER = utc("2026-03-02 10:00")


def accept(books, rows, at=NOW, source="till"):
    """Take in rows of (key, first, town)."""
    books.records.open_source(source, department="shop", owner="", holds="people")
    return books.records.accept(
        source,
        ["first", "town"],
        [row[0] for row in rows],
        [list(row[1:]) for row in rows],
        [None] * len(rows),
        received_at=at,
    )


def a_fact(value="Jenny", person="p1", about="person.called"):
    evidence = (Evidence(source="till", record_id="till:1"),)
    return Fact(
        id=fact_id(evidence, about, value), person=person, about=about, value=value,
        standing=Standing.RECORDED, confidence=0.95, learned_at=NOW, evidence=evidence,
    )  # fmt: skip


def a_touch(name="m1", person="p1", address="jenny@leith.example", **change):
    message = Message(
        message_id=name, person=person, subject="Tea", preheader=None,
        body="Hello Jenny,", rungs=(0,),
        claims=(Claim(part="body", start=6, end=11, facts=("f1",), said=("Jenny",)),),
    )  # fmt: skip
    touch = Touch(
        message=message, decision_id=f"d-{name}", person=person, round="r1",
        decided_at=NOW, channel=Channel.EMAIL, address=address,
        purpose=Purpose.MARKETING, plan="tea", step="first", content="tea",
        state=TouchState.APPROVED, because="chosen", at=NOW,
    )  # fmt: skip
    return msgspec.structs.replace(touch, **change)


def test_a_row_received_twice_is_kept_once(books):
    """Source, row key and content name a row."""
    first = accept(books, [("1", "Jenny", "Leith"), ("2", "Bob", "")])
    again = accept(books, [("1", "Jenny", "Leith"), ("2", "Bob", "")])

    assert (2, 0) == (first.new, first.known)
    assert (0, 2) == (again.new, again.known)
    assert {"till": 2} == books.records.counts()


def test_a_changed_row_is_the_present_one_and_may_change_back(books):
    """The latest received is what the source says today."""
    accept(books, [("1", "Jenny", "Leith"), ("2", "Bob", "")])
    accept(books, [("1", "Jenny", "Portobello")], at=LATER)
    assert "Portobello" == books.records.one("till:1").fields["town"]
    assert {"till": 1} == books.records.changed()

    accept(books, [("1", "Jenny", "Leith")], at=LATER)

    table = books.records.present("till")
    rows = sorted(table.select(["row_key", "f:first", "f:town"]).to_pylist(), key=str)
    assert [
        {"row_key": "1", "f:first": "Jenny", "f:town": "Leith"},
        {"row_key": "2", "f:first": "Bob", "f:town": None},
    ] == sorted(rows, key=lambda row: row["row_key"])


def test_rows_of_an_unknown_source_are_refused(books):
    """A typing error in a name must not make a source."""
    with pytest.raises(ValueError, match="never opened"):
        books.records.accept("tll", ["a"], ["1"], [["x"]], [None], received_at=NOW)


def test_what_cannot_be_read_is_kept_with_its_reason(books):
    """Nothing is dropped silently, and nothing is kept twice."""
    books.records.open_source("till", department="", owner="", holds="people")
    bad = [("till.csv row 7", "a;b;c", "three cells where there are two columns")]

    assert 1 == books.records.quarantine("till", bad, at=NOW)
    assert 0 == books.records.quarantine("till", bad, at=LATER)
    assert ["a;b;c"] == [row.raw for row in books.records.quarantined()]


def test_a_profile_keeps_its_person(books):
    """Person ids are given once, in order, and never again."""
    first = books.identity.enrol({"s1": "till", "s2": "crm"}, at=NOW)
    again = books.identity.enrol({"s3": "crm", "s1": "till"}, at=LATER)

    assert first["s1"] == again["s1"]
    assert 3 == len({*first.values(), *again.values()})
    seniority = books.identity.seniority()
    assert seniority[first["s1"]] < seniority[first["s2"]] < seniority[again["s3"]]
    some = books.identity.seniority([first["s2"], "nobody"])
    assert some == {first["s2"]: seniority[first["s2"]]}


def test_identity_decisions_are_numbered_in_order(books):
    """Undoing is another decision, which names the one it takes back."""
    join = IdentityDecision(
        verdict=Verdict.JOIN, left="p1", right="p2", because="same card",
        by="rule:identifier", at=NOW,
    )  # fmt: skip
    part = msgspec.structs.replace(join, verdict=Verdict.PART, undoes=1, by="human:mo")

    assert 1 == books.identity.decide([join])
    assert 2 == books.identity.decide([part])
    assert [1, 2] == [one.sequence for one in books.identity.decisions()]
    assert 1 == books.identity.decisions()[1].undoes
    assert [books.identity.decision(n) for n in (1, 2)] == books.identity.decisions()
    assert books.identity.decision(0) is None
    assert books.identity.decision(3) is None
    assert [books.identity.is_taken_back(n) for n in (1, 2, 3)] == [True, False, False]


def test_an_identifier_is_noted_once_for_each_source(books):
    """Two sources that agree are two witnesses."""
    one = Identifier(
        kind=IdentifierKind.EMAIL,
        namespace="",
        value="j@x.example",
        as_written="J@x.example",
    )
    known = [
        KnownIdentifier(person="p1", source=source, identifier=one)
        for source in ("till", "crm", "crm")
    ]

    assert 2 == books.identity.identify(known)
    assert 0 == books.identity.identify(known)
    assert 2 == len(books.identity.identifiers(["p1"]))
    assert [] == books.identity.identifiers(["p2"])


def test_facts_come_go_and_come_back(books):
    """A fact is appended once; whether it holds follows the records."""
    jenny, bob = a_fact("Jenny"), a_fact("Bob", person="p2")

    assert (2, 0) == books.facts.settle([jenny, bob], at=NOW)
    assert (0, 0) == books.facts.settle([jenny, bob], at=NOW)
    assert (0, 1) == books.facts.settle([bob], at=LATER)
    assert [bob] == books.facts.present()
    assert {jenny.id: jenny} == books.facts.find([jenny.id])
    assert (1, 0) == books.facts.settle([jenny, bob], at=LATER)
    assert [jenny] == books.facts.of_persons(["p1"])


def test_a_fact_added_holds_until_it_is_settled_anew(books):
    """What a note says counts at once; the next round decides what it says."""
    jenny, bob = a_fact("Jenny"), a_fact("Bob", person="p2")
    books.facts.settle([bob], at=NOW)

    assert 1 == books.facts.add([jenny], at=NOW)
    assert 0 == books.facts.add([jenny], at=LATER)
    assert {jenny.id, bob.id} == {one.id for one in books.facts.present()}
    assert (0, 1) == books.facts.settle([bob], at=LATER)
    assert [bob] == books.facts.present()
    assert 1 == books.facts.add([jenny], at=LATER)


def test_a_source_is_known_once_it_was_opened(books):
    """Nothing was written down yet is no error."""
    assert not books.records.knows("note")
    books.records.open_source("note", department="", owner="", holds="notes")
    assert books.records.knows("note")


def test_a_fact_read_again_with_other_confidence_is_brought_up_to_date(books):
    """The id stays, because its evidence did."""
    jenny = a_fact()
    books.facts.settle([jenny], at=NOW)
    surer = msgspec.structs.replace(jenny, confidence=0.99)

    assert (0, 0) == books.facts.settle([surer], at=LATER)
    assert [0.99] == [fact.confidence for fact in books.facts.present()]


def test_a_given_fact_outlives_the_records(books):
    """What she told us is not withdrawn because no file repeats it."""
    told = a_fact("Jenny")
    books.facts.give(told, at=NOW)

    books.facts.settle([], at=LATER)
    assert [told] == books.facts.present()

    books.facts.withdraw(told.id, because="she said it is wrong", at=LATER)
    assert [] == books.facts.present()


def test_an_amended_fact_is_another_reading_of_the_same(books):
    """It holds or not as before; what is not there is not made."""
    jenny, bob = a_fact("Jenny"), a_fact("Bob", person="p2")
    books.facts.settle([jenny], at=NOW)
    ended = msgspec.structs.replace(jenny, kept_at=LATER)
    books.facts.amend([ended, bob])

    assert [ended] == books.facts.present()
    books.facts.settle([], at=LATER)
    books.facts.amend([jenny])
    assert [] == books.facts.present()


def test_a_decision_is_made_once(books):
    """A round worked again throws no new dice."""
    decision = Decision(
        id="d1", round="r1", person="p1", slot="next", at=NOW, policy="plain-1",
        seed=1, options=(), chosen="silence", propensity=1.0, because="nothing to say",
    )  # fmt: skip
    other = msgspec.structs.replace(decision, chosen="human")

    assert 1 == books.decisions.record([decision])
    assert 0 == books.decisions.record([other])
    assert "silence" == books.decisions.decision("d1").chosen
    assert {"p1": decision} == books.decisions.of_round("r1")
    assert [decision] == books.decisions.of_persons(["p1"])
    assert books.decisions.decision("d2") is None


def test_an_arm_is_fixed_at_first_eligibility(books):
    """Later hashes or salts do not move anybody."""
    books.decisions.fix_arms("tea", {"p1": "holdout"}, at=NOW)
    books.decisions.fix_arms("tea", {"p1": "treated", "p2": "treated"}, at=LATER)

    assert {"p1": "holdout", "p2": "treated"} == books.decisions.arms("tea")


def test_consents_and_suppressions_are_appended_once(books):
    """Withdrawing is another statement; the same row read again is not."""
    granted = Consent(
        person="p1", purpose=Purpose.MARKETING, state=ConsentState.GRANTED, at=NOW
    )
    revoked = msgspec.structs.replace(granted, state=ConsentState.REVOKED, at=LATER)
    stop = Suppression(person="p1", scope="all", because="she said stop", at=NOW)

    assert 2 == books.consents.state([granted, revoked])
    assert 0 == books.consents.state([revoked])
    assert [granted, revoked] == books.consents.consents()
    assert 1 == books.consents.suppress([stop])
    assert 0 == books.consents.suppress([stop])
    assert [stop] == books.consents.suppressions()


def test_what_she_takes_back_gets_an_end_and_stays_in_the_book(books):
    """Nothing is deleted, and hearing the old wish again does not bring it back."""
    stop = Suppression(person="p1", scope="email", because="she said stop", at=NOW)
    other = Suppression(person="p2", scope="email", because="she said stop", at=NOW)
    books.consents.suppress([stop, other])
    later = NOW + timedelta(days=1)
    assert 1 == books.consents.lift([stop], at=later)
    assert 0 == books.consents.lift([stop], at=later + timedelta(days=1))
    assert 0 == books.consents.suppress([stop, other])
    ends = {one.person: one.until for one in books.consents.suppressions()}
    assert {"p1": later, "p2": None} == ends


def test_a_finished_round_does_not_begin_again(books):
    """The same round worked again changes nothing."""
    assert books.rounds.begin("r1", at=NOW, seed=1)
    assert books.rounds.begin("r1", at=NOW, seed=1)
    assert books.rounds.last() is None

    books.rounds.finish("r1", summary={"people": 3})

    assert not books.rounds.begin("r1", at=NOW, seed=1)
    assert ("r1", NOW, {"people": 3}) == books.rounds.last()


def test_a_touch_is_put_once_and_moves_along_the_table(books):
    """At most once: no move leads back from committing to attempting."""
    assert 1 == books.outbox.put([a_touch()])
    assert 0 == books.outbox.put([a_touch()])

    def move(to):
        return books.outbox.advance("m1", to=to, because="test", at=LATER)

    assert not move(TouchState.SENT)
    assert move(TouchState.ATTEMPTING)
    assert move(TouchState.COMMITTING)
    assert not move(TouchState.ATTEMPTING)
    assert move(TouchState.IN_DOUBT)
    assert TouchState.IN_DOUBT == books.outbox.touch("m1").state
    assert not books.outbox.advance("m9", to=TouchState.SENT, because="", at=NOW)


def test_two_people_at_one_address_get_one_touch_of_a_step(books):
    """A family's mailbox is not written to twice in one round."""
    same = a_touch("m2", person="p2", address=" Jenny@Leith.example ")

    assert 1 == books.outbox.put([a_touch(), same])
    declined = msgspec.structs.replace(same, state=TouchState.DECLINED)
    assert 1 == books.outbox.put([declined])


def test_a_touch_is_due_from_its_moment_on(books):
    """Not before, and oldest first."""
    books.outbox.put(
        [
            a_touch("m2", person="p2", address="b@x.example", until=LATER),
            a_touch("m1", until=NOW),
            a_touch("m3", person="p3", address="c@x.example", state=TouchState.HELD),
        ]
    )

    assert ["m1"] == [t.message.message_id for t in books.outbox.due(now=NOW)]
    assert ["m1", "m2"] == [t.message.message_id for t in books.outbox.due(now=LATER)]
    assert 3 == len(books.outbox.all())


@pytest.mark.parametrize("scope", ["all", "email", "marketing", "pause:P3M", "erase"])
def test_nothing_commits_after_a_stop_of_hers(books, scope):
    """The check and the move are one statement, by person and by address."""
    books.outbox.put([a_touch(), a_touch("m2", person="p2", address="b@x.example")])
    for name in ("m1", "m2"):
        books.outbox.advance(name, to=TouchState.ATTEMPTING, because="", at=NOW)
    address_hash = books.consents.hash_of_address("B@x.example")
    books.consents.suppress(
        [
            Suppression(person="p1", scope=scope, because="stop", at=NOW),
            Suppression(
                person="",
                scope=scope,
                because="stop",
                at=NOW,
                address_hash=address_hash,
            ),
        ]
    )

    for name in ("m1", "m2"):
        moved = books.outbox.advance(
            name, to=TouchState.COMMITTING, because="", at=LATER
        )
        assert not moved


@pytest.mark.parametrize("scope", ["sms", "topic:quiz", "frequency"])
def test_a_stop_of_something_else_does_not_hold_a_mail(books, scope):
    """Strict is right, stricter than she asked is not."""
    books.outbox.put([a_touch()])
    books.consents.suppress(
        [Suppression(person="p1", scope=scope, because="stop", at=NOW)]
    )
    books.outbox.advance("m1", to=TouchState.ATTEMPTING, because="", at=NOW)

    assert books.outbox.advance("m1", to=TouchState.COMMITTING, because="", at=NOW)


def test_an_expired_pause_holds_nothing(books):
    """Until means until."""
    books.outbox.put([a_touch()])
    books.consents.suppress(
        [Suppression(person="p1", scope="pause:P1D", because="", at=NOW, until=NOW)]
    )
    books.outbox.advance("m1", to=TouchState.ATTEMPTING, because="", at=NOW)

    assert books.outbox.advance("m1", to=TouchState.COMMITTING, because="", at=LATER)


def test_the_stop_switch_stops_at_once_and_can_be_taken_back(books):
    """One switch, checked in the statement that commits."""
    books.outbox.put([a_touch()])
    books.outbox.advance("m1", to=TouchState.ATTEMPTING, because="", at=NOW)
    books.plans.stop_all(by="mo", at=NOW)
    assert books.plans.stopped()
    assert not books.outbox.advance("m1", to=TouchState.COMMITTING, because="", at=NOW)

    books.plans.go_on(by="mo", at=LATER)
    assert books.outbox.advance("m1", to=TouchState.COMMITTING, because="", at=LATER)


def test_a_message_for_somebody_else_cannot_enter_the_outbox(books):
    """The recipient is compared with the message's person."""
    with pytest.raises(ValueError, match="is for p1, not p2"):
        books.outbox.put(
            [a_touch(person="p1") and msgspec.structs.replace(a_touch(), person="p2")]
        )


def test_a_claim_that_nothing_carries_cannot_enter_the_outbox(books):
    """No facts, or a span outside of its part."""
    touch = a_touch()
    for change in ({"facts": ()}, {"end": 99}, {"part": "preheader"}):
        claim = msgspec.structs.replace(touch.message.claims[0], **change)
        message = msgspec.structs.replace(touch.message, claims=(claim,))
        with pytest.raises(ValueError, match="nothing carries"):
            books.outbox.put([msgspec.structs.replace(touch, message=message)])


def test_plans_remember_their_last_state(books):
    """Started and stopped is the ledger's, not the file's."""
    books.plans.note("tea", PlanState.STARTED, by="mo", at=NOW)
    books.plans.note("tea", PlanState.STOPPED, by="mo", at=LATER)

    assert {"tea": PlanState.STOPPED} == books.plans.states()
    assert not books.plans.stopped()


def test_the_desk_keeps_the_latest_state_of_each_handover(books):
    """Laying it again is no second task."""
    handover = Handover(
        id="d1", person="p1", reason="late order", minutes=10, for_="sales",
        state=HandoverState.WAITING, due=None,
        brief=Brief(title="Jenny", lines=("Nine days late.",), facts=("f1",)), at=NOW,
    )  # fmt: skip
    taken = msgspec.structs.replace(
        handover, state=HandoverState.TAKEN, by="mo", at=LATER
    )

    assert 1 == books.desk.lay([handover])
    books.desk.note(taken)
    assert 0 == books.desk.lay([handover])
    assert [taken] == books.desk.all()
    assert taken == books.desk.find("d1")
    assert books.desk.find("d2") is None


@pytest.mark.parametrize("deadline", [None, date(2026, 3, 4), LATER])
def test_what_was_heard_is_kept_under_its_content(books, deadline):
    """The same words are not heard twice; a day stays a day, a moment a moment."""
    promise = HeardPromise(
        what="ring you", start=5, end=13, owner="us", deadline=deadline,
        conditional=False, confidence=0.9,
    )  # fmt: skip
    heard = Heard(
        id="mail:1", promises=(promise,), stops=("none",), facts=(),
        reply_wanted=False, quoted=(),
    )  # fmt: skip
    books.heard.keep([("k1", heard)])
    books.heard.keep([("k1", msgspec.structs.replace(heard, stops=("all",)))])

    assert {"k1": heard} == books.heard.find(["k1", "k2"])


def test_outcomes_are_noted_once_in_order_of_time(books):
    """An outcome read again is not a second one."""
    late = Outcome(id="o1", person="p1", outcome="purchase", at=LATER, value=3.5)
    soon = Outcome(id="o2", person="p2", outcome="complaint", at=NOW)

    assert 2 == books.outcomes.note([late, soon])
    assert 0 == books.outcomes.note([late])
    assert [soon, late] == books.outcomes.all()


def test_the_audit_keeps_order_and_verifies(books):
    """Who did what, oldest first."""
    books.audit.note("plan started", "tea", actor="mo", at=NOW)
    books.audit.note("handover taken", "d1", actor="mo", at=LATER, detail="by hand")

    assert ["plan started", "handover taken"] == [
        e.action for e in books.audit.entries()
    ]
    assert "by hand" == books.audit.entries()[1].detail
    assert books.audit.broken_at() is None


def test_what_names_the_rows_of_a_source_is_decided_once(books):
    """A second thought would make every row a new one."""
    books.records.open_source("till", department="", owner="", holds="orders")
    assert books.records.key_column("till") is None

    books.records.settle_key("till", "receipt")
    books.records.settle_key("till", "")

    assert "receipt" == books.records.key_column("till")


def test_a_new_profile_may_follow_an_old_one_under_the_same_person(books):
    """She moved: her row says something else, and she stays who she is."""
    before = books.identity.enrol({"s1": "till"}, at=NOW)["s1"]
    books.identity.adopt({"s2": (before, "till")})

    assert {"s2": before} == books.identity.enrol({"s2": "till"}, at=LATER)
    assert 1 == len(books.identity.seniority())


def test_people_without_an_address_share_no_place_in_the_outbox(books):
    """A dry run over a file without addresses keeps everybody's message."""
    held = [
        a_touch(name, person=name, address="", state=TouchState.HELD)
        for name in ("m1", "m2")
    ]

    assert 2 == books.outbox.put(held)


def test_a_channel_that_rests_is_passed_over_and_the_others_are_not(books):
    """Whatever waits for it stays where it is."""
    books.outbox.put([a_touch(), a_touch("m2", person="p2", channel=Channel.SMS,
                                         address="+447700900101")])  # fmt: skip
    found = books.outbox.claim(now=NOW, most=9, not_by=[Channel.EMAIL])
    assert ["m2"] == [one.message.message_id for one in found]
    assert ["m1"] == [one.message.message_id for one in books.outbox.due(now=NOW)]


def test_the_troubles_of_a_channel_are_those_since_it_last_worked(books):
    """Each channel has its own."""
    for went, because in ((False, "a"), (True, ""), (False, "b"), (False, "c")):
        books.outbox.note_result(Channel.EMAIL, went=went, because=because, at=NOW)
    books.outbox.note_result(Channel.SMS, went=False, because="d", at=LATER)
    assert [(NOW, "b"), (NOW, "c")] == books.outbox.troubles(Channel.EMAIL)
    assert [(LATER, "d")] == books.outbox.troubles(Channel.SMS)
    assert [] == books.outbox.troubles(Channel.POST)


def test_the_statement_that_commits_keeps_the_share_of_an_hour(books):
    """However many look at the same time, the last one that fits is the last."""
    names = ("m1", "m2", "m3")
    books.outbox.put(
        [a_touch(one, person=one, address=f"{one}@leith.example") for one in names]
    )
    guard, gone = Guard(per_hour=2), []
    for name in names:
        books.outbox.advance(name, to=TouchState.ATTEMPTING, because="", at=NOW)
        gone.append(
            books.outbox.advance(
                name, to=TouchState.COMMITTING, because="", at=NOW, guard=guard
            )
        )
    assert [True, True, False] == gone
    assert 2 == books.outbox.gone_since(Channel.EMAIL, NOW - timedelta(hours=1))
    assert 0 == books.outbox.gone_since(Channel.SMS, NOW - timedelta(hours=1))
    later = NOW + timedelta(hours=1, seconds=1)
    assert books.outbox.advance(
        "m3", to=TouchState.COMMITTING, because="", at=later, guard=guard
    )
