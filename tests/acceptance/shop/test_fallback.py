"""What a step does where it may say nothing specific, and asks for it."""

from __future__ import annotations

import pytest

from tests.builders.shop import SmallShop


CRM = "customer_no,full_name,email\nC1,Ann Lee,ann@post.example\n"
ONLY_HER_NAME = "{% say %}Hello {{ person.called }},{% or %}Hello,{% endsay %}"


@pytest.fixture(name="opened")
def _opened(tmp_path):
    def opened(fallback: str, **step: str) -> SmallShop:
        shop = SmallShop(tmp_path / "corner").has("crm", "people", CRM)
        shop.says("plain", "It is good to know you.", step.pop("plain", "relationship"))
        shop.plans(
            "named", ONLY_HER_NAME, fallback=fallback, needs_specific="true", **step
        )
        return shop.opens()

    return opened


def test_silence_leaves_her_alone(opened):
    """A full name is never cut for a greeting, so nothing specific may be said."""
    shop = opened("silence")
    shop.work()

    (touch,) = shop.touches()
    assert "nothing specific" in touch.because
    assert [] == shop.mails()


def test_another_content_is_said_instead(opened):
    """The plain words go, and the step is still the step's."""
    shop = opened("plain")
    shop.work()

    (touch,) = shop.sent()
    assert ("plain", "named") == (touch.content, touch.plan)
    assert "good to know you" in str(shop.mails()[0])


def test_a_fallback_of_another_purpose_needs_its_own_consent(opened):
    """Nothing that sells slips out as a service's second choice."""
    shop = opened("plain", plain="marketing")
    shop.work()

    (touch,) = shop.touches()
    assert "not agreed" in touch.because
    assert [] == shop.mails()


def test_a_human_gets_a_brief(opened):
    """The desk has what the message could not say."""
    shop = opened("human")
    shop.work()

    assert [] == shop.mails()
    assert 1 == len(shop.command("desk", "--json").json())
