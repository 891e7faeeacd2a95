"""A plan may ask that its messages are kind before they go by themselves."""

from __future__ import annotations

import pytest

from shopkeeper.vocabulary import TouchState
from tests.builders.shop import HEAD, SmallShop


CRM = """\
customer_no,first_name,last_name,email
C1,Ann,Lee,ann@post.example
"""
KIND = """\
{% say %}Hello {{ person.called }},{% or %}Hello,{% endsay %}

The kettle you brought back is mended, and you can fetch it whenever it suits you.

Thank you for your patience.

Mara Stein
"""
PRESSING = KIND.replace(
    "Thank you for your patience.",
    "You must act now: this is your last chance. Thank you for your patience.",
)


def a_shop(folder, body: str, *, needs: bool, head: str = HEAD) -> SmallShop:
    """Tell a shop with a letter for everybody."""
    shop = SmallShop(folder / "corner", head=head)
    shop.has("crm", "people", CRM)
    more = {"needs_check": "true"} if needs else {}
    return shop.plans("letter", body, again="60 days", **more)


def stands(shop: SmallShop) -> tuple[TouchState, str]:
    """Work a round and return where her letter stands, and why."""
    shop.work()
    (touch,) = shop.touches()
    return touch.state, touch.because


def test_a_pressing_message_is_held_in_the_words_of_the_check(tmp_path):
    """The words it found, and what one could do about them."""
    state, because = stands(a_shop(tmp_path, PRESSING, needs=True).opens())
    assert state is TouchState.HELD
    assert because.startswith("the reply check: no_pressure at “")
    assert "act now" in because


def test_a_kind_one_goes(tmp_path):
    """What has no fault is not kept."""
    assert stands(a_shop(tmp_path, KIND, needs=True).opens())[0] is TouchState.SENT


def test_a_plan_that_does_not_ask_for_it_is_not_held(tmp_path):
    """It advises, in `preview`; that is all it does by itself."""
    shop = a_shop(tmp_path, PRESSING, needs=False).opens()
    assert stands(shop)[0] is TouchState.SENT
    shown = shop.command("preview", "letter", "--for", "ann@post.example").out
    assert "last chance" in shown


def test_a_shops_own_rules_count(tmp_path):
    """What the shop added to `tone/` holds, too."""
    shop = a_shop(tmp_path, KIND, needs=True)
    shop.write(
        "tone/house.toml",
        '[[rules]]\nkey = "house.kettle"\ncheck = "plain_voice"\n'
        "looks_for = ['kettle']\nsays = \"We say boiler.\"\n",
    )
    state, because = stands(shop.opens())
    assert state is TouchState.HELD
    assert "plain_voice at “kettle”: We say boiler." in because


def test_what_the_check_cannot_read_does_not_pass_for_kind(tmp_path):
    """It reads English."""
    german = HEAD.replace('country = "GB"', 'country = "DE"\nlanguage = "de"')
    shop = a_shop(tmp_path, "Guten Tag,\n\nbis bald.", needs=True, head=german)
    state, because = stands(shop.opens())
    assert state is TouchState.HELD
    assert "reads no de" in because


def test_a_persons_own_letter_is_never_held(tmp_path):
    """What she wrote is written down as she wrote it; `check` says what it finds."""
    shop = a_shop(tmp_path, PRESSING, needs=True).opens()
    shop.work()
    own = shop.write("own.txt", PRESSING.splitlines()[2] + " You must act now.")
    ran = shop.command("note", "ann@post.example", own.read_text(), "--by", "tilda",
                       "--yes")  # fmt: skip
    assert ran.code == 0, ran.err
    assert shop.touches()[0].state is TouchState.HELD  # the machine's still is


def test_a_plan_signed_before_there_was_this_key_stays_signed(tmp_path):
    """Not to ask is what every plan did; to ask is another plan."""
    shop = a_shop(tmp_path, KIND, needs=False).opens()
    path = shop.folder / "plans" / "letter.toml"
    text, last = path.read_text(), 'fallback = "silence"'
    path.write_text(text.replace(last, f"needs_check = false\n{last}"))
    assert shop.command("plan", "check", "letter").code == 0
    path.write_text(text.replace(last, f"needs_check = true\n{last}"))
    assert shop.command("plan", "check", "letter").code == 1


@pytest.mark.parametrize("value", ['"yes"', "1"])
def test_it_is_true_or_false(tmp_path, value):
    """Anything else is named, with its line."""
    shop = a_shop(tmp_path, KIND, needs=False)
    path = shop.folder / "plans" / "letter.toml"
    path.write_text(path.read_text().replace('fallback = "silence"',
                    f'needs_check = {value}\nfallback = "silence"'))  # fmt: skip
    shop.opens(start=False)
    ran = shop.command("plan", "check", "letter")
    assert ran.code == 2
    assert "needs_check" in ran.err
