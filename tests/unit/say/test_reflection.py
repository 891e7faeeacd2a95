"""Sentences said back to her: plain, carried, and nothing put into her mouth."""

from __future__ import annotations

from datetime import UTC, datetime

from shopkeeper.say.reflection import (
    ERASE,
    Greeting,
    Part,
    asked_sentence,
    fact_sentence,
    reflection,
    stop_sentence,
    waiting_sentence,
)
from shopkeeper.vocabulary import (
    BUILT_IN,
    EVENT_WORDS,
    Channel,
    LoopKind,
    Purpose,
    Touch,
    TouchState,
    demand_claims,
)


NOW = datetime(2026, 11, 2, 10, tzinfo=UTC)
SENTENCES = [
    fact_sentence("need.current", "thirty copies", "f1"),
    fact_sentence("promise.open", "ring you", "f2", by=", by Friday 6 November"),
    asked_sentence("interest.stamp", "I collect old stamps", "f3"),
]


def test_each_claim_lies_on_its_sentence_and_states_its_value() -> None:
    """The outbox would take it as it is."""
    message = reflection(
        [one for one in SENTENCES if one],
        person="ann",
        greeting=Greeting(called="Ann", facts=("f0",)),
        signed=["Tilda", "Corner Shop"],
    )
    assert message.body is not None
    said = {
        claim.facts: message.body[claim.start : claim.end] for claim in message.claims
    }
    assert said == {
        ("f0",): "Ann",
        ("f1",): "You need: thirty copies.",
        ("f2",): "“ring you”, by Friday 6 November.",
    }
    assert all(
        one in said[claim.facts] for claim in message.claims for one in claim.said
    )
    demand_claims(
        Touch(
            message=message, decision_id="d", person="ann", round="r", decided_at=NOW,
            channel=Channel.EMAIL, address="a@b.example", purpose=Purpose.SERVICE,
            plan="", step="", content="", state=TouchState.APPROVED, because="", at=NOW,
        )
    )  # fmt: skip


def test_what_we_are_not_sure_of_is_a_quotation_and_a_question() -> None:
    """It claims nothing of her."""
    asked = asked_sentence("need.current", "I need thirty copies", "f1")
    assert asked is not None
    assert (asked.facts, asked.asked) == ((), ("f1",))
    assert asked.text.endswith("?")


def test_with_nothing_to_say_there_are_no_words() -> None:
    """Not even a greeting."""
    message = reflection([], person="ann", greeting=None, signed=["Corner Shop"])
    assert (message.subject, message.body, message.claims) == (None, None, ())


def test_without_a_name_that_may_be_said_she_is_greeted_without() -> None:
    """Vague beats wrong."""
    one = fact_sentence("event.moved", "we moved", "f1")
    assert one is not None
    message = reflection([one], person="ann", greeting=None, signed=["Corner Shop"])
    assert (message.body or "").startswith("Hello,\n")
    assert "we moved" not in (message.body or "")


def test_nothing_that_may_never_be_said_has_a_sentence() -> None:
    """Nor have a death and an illness."""
    never = [one.name.replace("*", "x") for one in BUILT_IN if one.never]
    assert never
    for about in (*never, "event.bereaved", "event.ill"):
        assert fact_sentence(about, "x", "f1") is None
    spoken = EVENT_WORDS - {"bereaved", "ill"}
    assert all(fact_sentence(f"event.{word}", "x", "f") for word in spoken)


def test_every_wish_has_a_plain_sentence() -> None:
    """Each scope of the rules; to be forgotten waits for a person."""
    scopes = ["all", "marketing", "frequency", "topic:quiz", "pause:P3M", *Channel]
    texts = {stop_sentence(str(one), until="1 September") for one in scopes}
    assert len(texts) == len(scopes)
    assert all(text.startswith("You asked ") for text in texts)
    assert "1 September" in stop_sentence("pause:P3M", until="1 September")
    assert stop_sentence("all", erase=True) == ERASE
    assert "A person will confirm with you before anything is deleted" in ERASE


def test_whatever_waits_has_a_sentence() -> None:
    """A question, an idea, a complaint."""
    assert len({waiting_sentence(str(kind)) for kind in LoopKind}) == len(LoopKind)
    assert set(Part) == {"understood", "asked", "promised", "stopped", "waiting"}
