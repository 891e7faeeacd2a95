"""The mirror: about structure, never about who is better, always with a next step."""

from __future__ import annotations

import pytest

from tests.builders.shop import SmallShop


# contracts.md, section 5; what stands behind the bar is more than it asks for.
MIRROR = {
    "silos": {"about", "department", "people", "unseen_by"},
    "only_in_heads": {"author", "people"},
    "contradictions": {"person_id", "about", "values"} | {"called"},
    "promises": {"made", "kept", "broken", "repaired", "overdue"},
    "open_loops": {"person_id", "kind", "since", "utterance", "owner"}
    | {"called", "loop_id", "what", "span", "thread", "state", "due", "late"},
    "trust": {"source", "department", "about", "trust", "confirmed", "denied"},
    "next_steps": None,
}
WEB = """email,first_name,last_name
ann@post.example,Ann,Roy
bea@post.example,Bea,Moss
"""
CRM = """email,first_name,last_name,job_title
ann@post.example,Annabel,Roy,Baker
bea@post.example,Bea,Moss,
"""
DESK = """email,at,sender,author,message
bea@post.example,2026-10-20T09:00:00+00:00,customer,,I have cancer. When do you open?
bea@post.example,2026-10-21T09:00:00+00:00,customer,,Please call me Bea.
"""
NOTES = """email,at,author,note
ann@post.example,2026-10-20T09:00:00+00:00,zoe,Likes rowing.
bea@post.example,2026-10-20T09:00:00+00:00,abel,Likes tea.
"""


@pytest.fixture(name="shop", scope="module")
def _shop(tmp_path_factory) -> SmallShop:
    """Return a shop of four departments that do not look at each other's files."""
    made = SmallShop(tmp_path_factory.mktemp("mirror") / "corner")
    made.has("web", "people", WEB).has("crm", "people", CRM)
    made.has("desk", "messages", DESK).has("notes", "notes", NOTES)
    made.plans("letter", "Hello,").opens().work()
    return made


@pytest.fixture(name="found", scope="module")
def _found(shop) -> dict:
    """Return `mirror --json`, the folder given as the command's own argument."""
    ran = shop.command("mirror", "--json")
    assert ran.code == 0, ran.err
    found: dict = ran.json()
    return found


def test_the_mirror_has_exactly_the_contracted_fields(found):
    """Each list with an entry, so that its fields are seen."""
    assert set(found) == set(MIRROR)
    for name, fields in MIRROR.items():
        entries = found[name] if isinstance(found[name], list) else [found[name]]
        assert entries, name
        if fields is not None:
            assert {frozenset(one) for one in entries} == {frozenset(fields)}, name


def test_what_one_department_keeps_to_itself(found):
    """Only the CRM knows her job; the names are known to two."""
    silos = {(one["about"], one["department"]): one for one in found["silos"]}
    assert silos["job.title", "crm"]["people"] == 1
    assert silos["job.title", "crm"]["unseen_by"] == ["desk", "notes", "web"]
    assert not [about for about, _ in silos if about == "person.called"]


def test_two_answers_stand_side_by_side_with_who_gives_them(found):
    """Ann by the one, Annabel by the other."""
    (one,) = found["contradictions"]
    assert one["about"] == "person.called"
    assert one["values"] == [
        {"value": "Annabel", "department": "crm"},
        {"value": "Ann", "department": "web"},
    ]


def test_heads_stand_in_the_order_of_the_alphabet_and_not_of_numbers(found):
    """Nobody is ranked."""
    assert [one["author"] for one in found["only_in_heads"]] == ["abel", "zoe"]


def test_what_is_sensitive_is_in_no_mirror(shop, found):
    """Neither as a kind nor as a word."""
    shown = repr({**found, "open_loops": []}).casefold()
    assert "cancer" not in shown
    page = shop.folder / "mirror.html"
    assert shop.command("mirror", "--html", str(page)).code == 0
    assert "cancer" not in page.read_text().casefold()


def test_every_finding_comes_with_a_next_step(found):
    """In words that somebody can act on."""
    steps = " ".join(found["next_steps"])
    for word in ("Answer Bea Moss", "abel", "the name she goes by", "Let "):
        assert word in steps, steps


def test_a_shop_with_nothing_open_is_told_so(tmp_path):
    """An empty mirror is a result, too."""
    made = SmallShop(tmp_path / "corner").has("web", "people", WEB)
    made.plans("letter", "Hello,").opens().work()
    found = made.command("mirror", "--json").json()
    assert found["promises"] == {
        "made": 0, "kept": 0, "broken": 0, "repaired": 0, "overdue": [],
    }  # fmt: skip
    assert found["open_loops"] == found["silos"] == []
    assert "Nothing is open" in found["next_steps"][0]


def test_a_list_is_trusted_by_her_word_alone_with_its_counts(found):
    """Bea bears both lists out; that they differ about Ann costs neither a thing."""
    assert [
        (one["source"], one["about"], one["trust"], one["confirmed"], one["denied"])
        for one in found["trust"]
    ] == [("crm", "person.called", 1.0, 1, 0), ("web", "person.called", 1.0, 1, 0)]
