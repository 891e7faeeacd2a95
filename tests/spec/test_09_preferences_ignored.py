"""Embarrassment 9, preferences ignored: too blunt, lost, never to be had back.

Threads: mautic#10575, #14162, #2358, #7296; #323 (a rep cannot sign up again who asks
for it); #2320 (a rep may write to somebody who opted out).
"""

from __future__ import annotations

from datetime import timedelta

from tests.builders.shop import NOW, SmallShop


ANN = "ann@post.example"
DAY = timedelta(days=1)


def test_ours_signs_her_up_again_by_her_word_and_by_nothing_else(tmp_path) -> None:
    """Not by a list, not by a rep alone; and by a rep, where she said so."""
    shop = SmallShop(tmp_path).has("crm", "people", f"email,first_name\n{ANN},Ann\n")
    shop.plans("hello", again="1 day").opens()
    shop.work(send=False)
    assert shop.command("preferences", ANN, "--refuse", "email").code == 0
    shop.has(
        "bought list", "consents",
        f"email,purpose,state,at\n{ANN},marketing,granted,2026-11-02\n",
    ).opens(start=False)  # fmt: skip
    shop.work(NOW + DAY)
    assert shop.sent() == []
    by_rep = ("preferences", ANN, "--grant", "email", "--by", "tilda")
    assert shop.command(*by_rep).code != 0
    later = NOW + 2 * DAY
    assert shop.command(*by_rep, "--proof", "she rang", now=later).code == 0
    shop.work(later)
    assert [one.address for one in shop.sent()] == [ANN]
