"""A person is a page: what presses first, each line leading to its row or sentence."""

from __future__ import annotations

import re

from html.parser import HTMLParser

import pytest

from tests.builders.shop import SmallShop


CRM = """customer_no,first_name,last_name,email,job_title,town
C1,Robert,Lee,bob@post.example,Baker,Leith
C2,Ada,Stone,ada@post.example,,Leith
C3,GUEST,Moss,cleo@post.example,,Leith
"""
WEB = """customer_no,first_name,last_name,email,job_title
W1,Robert,Lee,bob@post.example,Nurse
"""
DESK = """email,at,sender,author,message
bob@post.example,2026-10-29T09:00:00+00:00,customer,,My kettle arrived broken and I \
am very disappointed.
bob@post.example,2026-10-01T09:00:00+00:00,customer,,Please call me Bob <b>now</b>.
bob@post.example,2026-09-01T09:00:00+00:00,customer,,I have cancer.
"""
NOTES = """email,at,author,note
bob@post.example,2026-07-20T09:00:00+00:00,zoe,In a hurry and short with me. \
Likes rowing.
"""


@pytest.fixture(name="shop", scope="module")
def _shop(tmp_path_factory) -> SmallShop:
    made = SmallShop(tmp_path_factory.mktemp("page") / "corner")
    made.has("crm", "people", CRM).has("web", "people", WEB)
    made.has("desk", "messages", DESK).has("notes", "notes", NOTES)
    made.plans("letter", "Hello,").opens().work()
    return made


@pytest.fixture(name="page", scope="module")
def _page(shop) -> str:
    path = shop.folder / "bob.html"
    ran = shop.command("person", "bob@post.example", "--html", str(path))
    assert ran.code == 0, ran.err
    text: str = path.read_text("utf-8")
    return text


class _Words(HTMLParser):
    """Collects what a reader sees, and where its links lead."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.seen: list[str] = []
        self.links: list[str] = []
        self.places: set[str] = set()
        self.feed(text.partition("<body>")[2])

    def handle_starttag(self, tag, attrs) -> None:
        known = dict(attrs)
        if tag == "a":
            self.links.append(known["href"])
        if "id" in known:
            self.places.add(known["id"])

    def handle_data(self, data) -> None:
        self.seen.append(data)

    @property
    def text(self) -> str:
        return " ".join("".join(self.seen).split())


def test_every_link_leads_to_a_row_or_a_sentence_on_the_page(page):
    """One click; none leads nowhere."""
    found = _Words(page)
    rows = [link for link in found.links if link.startswith("#row-")]
    assert len(rows) >= 4
    assert {link.removeprefix("#") for link in found.links} <= found.places


def test_her_name_is_as_she_likes_it_and_who_said_so_stands_beside(page):
    """Never cut from her full name; her word, and when."""
    found = _Words(page)
    assert "<h1><bdi>Bob</bdi></h1>" in page
    assert "called Bob, as she told us, 5 weeks ago" in found.text


def test_the_problem_stands_above_what_else_is_known(page):
    """C3: above the job, the interest and the mood."""
    text = _Words(page).text
    problem = text.index("A problem:")
    assert problem < text.index("rowing")
    assert problem < text.index("Baker")
    assert "What would put this right for you?" in text


def test_two_answers_stand_side_by_side_until_she_settles_it(page):
    """Baker or Nurse: a line on the left, and nobody is right yet."""
    text = _Words(page).text
    assert re.search(r"Works as (Baker or Nurse|Nurse or Baker)", text)
    assert "it is open until she does" in text
    assert 'class="fact conflict"' in page


def test_what_is_sensitive_is_nowhere_on_it(page):
    """Not as a fact, not in a row, not on the timeline."""
    assert "cancer" not in page
    assert "kept apart" in page


def test_words_of_hers_cannot_become_markup(page):
    """Whatever she writes is shown, and nothing of it runs."""
    assert "<b>now" not in page


def test_an_impression_is_ours_and_is_said_to_fade(shop, page):
    """In italics, with its author, and not to be said."""
    found = shop.person("bob@post.example")
    views = [one for one in found["facts"] if one["standing"] == "impression"]
    assert views
    assert not any(one["may_be_said"] for one in views)
    assert 'class="impression"' in page
    assert "impression of zoe" in _Words(page).text


def test_a_fact_is_walked_back_to_its_row_in_one_step(shop):
    """`why` takes a fact, too: the row, who keeps it, how far it is trusted."""
    found = shop.person("bob@post.example")
    fact = next(one for one in found["facts"] if one["value"] == "Nurse")
    ran = shop.command("why", fact["id"], "--json")
    assert ran.code == 0, ran.err
    one = ran.json()
    assert one["fact"]["trust"] == {"value": 1.0, "confirmed": 0, "denied": 0}
    (evidence,) = one["evidence"]
    assert evidence["record_id"] == "web:W1"
    assert evidence["fields"]["job_title"] == "Nurse"
    plain = shop.command("why", fact["id"])
    assert "job_title: Nurse" in plain.out


def test_a_fact_of_words_is_walked_back_to_them_and_not_to_the_whole_letter(shop):
    """What else the letter holds is not asked for."""
    found = shop.person("bob@post.example")
    fact = next(one for one in found["facts"] if one["value"] == "Bob")
    (evidence,) = shop.command("why", fact["id"], "--json").json()["evidence"]
    assert "Bob" in evidence["words"]
    assert evidence["fields"] is None


def test_an_unknown_fact_is_answered_with_how_to_find_one(shop):
    """Exit 1, in one line."""
    ran = shop.command("why", "fnothing")
    assert (ran.code, ran.err.count("\n")) == (1, 1)
    assert "person WHO" in ran.err


def test_the_terminal_says_it_as_one_would_to_a_colleague(shop):
    """The name, who said so, two answers, one question, one next step."""
    out = shop.command("person", "bob@post.example").out
    assert out.startswith("Bob")
    assert "called Bob, as she told us, 5 weeks ago" in out
    assert "\n| Works as " in out
    assert "“What would put this right for you?”" in out
    assert "\nNext: " in out
    assert "cancer" not in out


def test_who_is_hardly_known_is_a_page_that_says_so(shop):
    """Empty pages say why they are empty."""
    path = shop.folder / "ada.html"
    assert shop.command("person", "C2", "--html", str(path)).code == 0
    text = _Words(path.read_text("utf-8")).text
    assert "Nothing but her name yet." in text
    assert "She has said neither yes nor no." in text


def test_what_is_no_name_is_not_shown_as_hers(shop):
    """A list says "GUEST": it stays visible to whoever asks, and counts for nothing."""
    found = shop.person("C3")
    assert not any(one["counts"] for one in found["facts"])
    path = shop.folder / "cleo.html"
    assert shop.command("person", "C3", "--html", str(path)).code == 0
    top = path.read_text("utf-8").partition('id="behind"')[0]
    assert "Likes to be called" not in top
