"""The few rules that are flow's own: what it joins up between verbs."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from msgspec.structs import replace

from shopkeeper.flow.deciding import by_address, to_housemates
from shopkeeper.flow.hearing import Asking, asked_handovers
from shopkeeper.flow.judging import count_rungs, plain_reason
from shopkeeper.flow.knowing import KnownPerson
from shopkeeper.flow.rounds import floored_us
from shopkeeper.flow.touching import certain_there
from shopkeeper.recognise.books import KnownIdentifier
from shopkeeper.vocabulary import (
    Channel,
    Fact,
    Identifier,
    IdentifierKind,
    Message,
    Purpose,
    Standing,
    Touch,
    TouchState,
)
from tests.unit.say.contents import content


NOW = datetime(2026, 11, 2, 10, tzinfo=UTC)
DAY = timedelta(days=1)
HOME = "home@post.example"


def person(name: str, *, address: str = HOME, mates=()) -> KnownPerson:
    """Return somebody of a name who is reached at an address."""
    identifier = Identifier(
        kind=IdentifierKind.EMAIL, namespace="", value=address, as_written=address
    )
    known = KnownIdentifier(person=name, source="crm", identifier=identifier)
    return KnownPerson(
        id=name, own=(name,), identifiers=(known,), names=(name,), housemates=mates
    )


def called(name: str) -> dict[str, list[Fact]]:
    """Return what may be said of somebody: her name, and her usual."""
    return {
        about: [
            Fact(
                id=about, person="p", about=about, value=value, confidence=0.95,
                standing=Standing.RECORDED, learned_at=NOW, evidence=(),
            )
        ]
        for about, value in (("person.called", name), ("usual.item", "tea"))
    }  # fmt: skip


def touch(who: str, *, address: str = HOME, state=TouchState.SENT) -> Touch:
    """Return a touch of somebody."""
    message = Message(
        message_id=f"m{who}", person=who, subject=None, preheader=None, body="Hello"
    )
    return Touch(
        message=message, decision_id="d", person=who, round="r", decided_at=NOW,
        channel=Channel.EMAIL, address=address, purpose=Purpose.MARKETING, plan="p",
        step="s", content="c", state=state, because="", at=NOW,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("mate", "is_said"),
    [
        ("Iain", False),
        ("Iain Erskine", False),
        ("Derek Erskine", True),
        ("DEREK", True),
        ("Ghost567", True),
        ("N/A", True),
    ],
)
def test_a_name_is_said_only_where_every_name_at_the_address_is_hers(mate, is_said):
    """A handle and a placeholder are nobody's name, and speak against nothing."""
    derek = person("Derek", mates=(person(mate),))
    said = certain_there(called("Derek"), derek, HOME)
    assert ("person.called" in said) is is_said
    assert "usual.item" in said


def test_a_housemate_at_another_address_does_not_count():
    """Who shares her telephone does not open her mail."""
    derek = person("Derek", mates=(person("Iain", address="iain@post.example"),))
    assert "person.called" in certain_there(called("Derek"), derek, HOME)


def test_what_went_to_her_address_for_others_is_counted_once():
    """Her own is not among it, nor what never went."""
    written = by_address(
        [
            touch("Ann"),
            touch("Bob"),
            touch("Cy", state=TouchState.DECLINED),
            touch("Di", address="di@post.example"),
        ]
    )
    assert [one.person for one in to_housemates(person("Ann"), written)] == ["Bob"]


@pytest.mark.parametrize(
    ("at", "same"),
    [
        ("2026-11-02T00:00", True),
        ("2026-11-02T23:59", True),
        ("2026-11-03T00:00", False),
    ],
)
def test_a_round_is_the_stretch_that_a_moment_is_in(at, same):
    """The first moment of a stretch is in it, the first of the next is not."""
    other = datetime.fromisoformat(at).replace(tzinfo=UTC)
    assert (floored_us(other, DAY) == floored_us(NOW, DAY)) is same


def test_old_news_is_nothing_for_the_desk_but_a_wish_to_be_forgotten_is():
    """A month is what the law gives for that, and long enough for the rest."""

    def asking(utterance: str, days: int, due: datetime | None) -> Asking:
        return Asking(
            person="own", utterance=utterance, because="Look.", at=NOW - days * DAY,
            due=due,
        )  # fmt: skip

    asked = [asking("u1", 5, None), asking("u2", 40, None), asking("u3", 40, NOW)]
    found = asked_handovers(asked, {"own": "her"}, now=NOW)
    assert [one.brief.facts for one in found] == [("u1",), ("u3",)]
    assert {one.person for one in found} == {"her"}
    assert len({one.id for one in found}) == 2


def test_reasons_are_counted_without_what_differs_from_person_to_person():
    """Days, hours and particulars aside."""
    assert plain_reason("she had this step on 2 November 2026") == "she had this step"
    assert plain_reason("people are talking (72 hours)") == "people are talking"


def test_an_sms_has_no_rung_of_a_subject():
    """Its first rung is its body's: it was counted against the subject's ladder."""
    both = content(
        "{% say %}Your {{ usual.item }}.{% or %}Your usual.{% endsay %}",
        subject="{% say %}{{ person.called }}{% or %}Tea{% endsay %}",
    )
    written = touch("ann")
    sms = replace(written.message, body="Your tea.", rungs=(0,))
    email = replace(sms, subject="Tea", rungs=(1, 0))
    knows_tea = {"usual.item"}

    for message, vague in ((sms, 0), (email, 1)):
        one = replace(written, message=message)
        assert count_rungs({"c": both}, [one], lambda _: knows_tea) == {
            "specific": 1, "vague": vague, "could_be_specific": 1,
            "specific_of_those": 1,
        }  # fmt: skip
