"""Who comes in, what she sees of it, and what a browser may do with a page."""

import gzip
import re

import pytest

from shopkeeper.web.console.frame import ROOMS
from tests.builders.console import AtTheConsole, plain


PAGES = [path for _, path in ROOMS] + ["/stop", "/loops", "/plans/hello"]
NAMES = ("Okafor", "Brandt", "Adeyemi", "jenny@post.example")
_WRONG = "not the one"
_MOST_BYTES = 150 * 1024


@pytest.mark.parametrize("path", PAGES)
def test_whoever_has_not_logged_in_is_led_to_the_door(server, path):
    """And back to where she wanted to go, behind it."""
    answer = AtTheConsole(server).get(path)
    assert (answer.status, answer.headers["location"]) == (303, f"/login?to={path}")


def test_a_wrong_password_is_said_in_words_on_the_door_itself(server):
    """Not as JSON, and without a hint whether there is such an account."""
    answer = AtTheConsole(server).send(
        "/login", who="tilda", password=_WRONG, to="/today"
    )
    assert answer.status == 403
    assert "Name and password do not belong together" in plain(answer.text)
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    "to", ["https://evil.example", "//evil.example", "/\\evil", "x"]
)
def test_the_door_leads_nowhere_but_into_the_house(server, to):
    """Whatever somebody wrote into the link to it."""
    page = AtTheConsole(server).get(f"/login?to={to}").text
    assert re.search(r'name="to" value="([^"]*)"', page)[1] == "/today"


@pytest.mark.parametrize("path", PAGES)
def test_no_page_names_a_person_to_who_may_not_see_people(anil, path):
    """Writers, analysts and developers are told of no person."""
    answer = anil.get(path)
    assert answer.status in (200, 403)
    assert not [name for name in NAMES if name in answer.text]


def test_rooms_that_are_not_hers_are_not_offered(anil, tilda):
    """A link that leads to a refusal is no kindness."""
    offered = re.findall(r'<a href="(/\w+)"', anil.get("/today").text)
    assert "/people" not in offered
    assert "/messages" not in offered
    assert "/plans" in offered
    assert "/people" in re.findall(r'<a href="(/\w+)"', tilda.get("/today").text)


@pytest.mark.parametrize("path", [*PAGES, "/people?q=okafor"])
def test_a_page_runs_no_script_of_others_and_is_kept_nowhere(rosa, path):
    """Strict headers on every page; nothing inline that they would forbid."""
    answer = rosa.get(path)
    assert answer.status == 200, plain(answer.text)
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert answer.headers["cache-control"] == "no-store"
    assert not re.search(r"<script(?![^>]* src=)|<style|\sstyle=|\son\w+=", answer.text)


def test_a_page_with_all_it_loads_is_light(rosa):
    """At most 150 KB over the wire."""
    page = rosa.get(rosa.person("jenny okafor"))
    loads = re.findall(r'(?:src|href)="(/static/[^"]+)"', page.text)
    sizes = [len(gzip.compress(rosa.get(one).text.encode())) for one in loads]
    assert len(page.text.encode()) + sum(sizes) < _MOST_BYTES


def test_logging_out_ends_it(server, console):
    """The cookie opens nothing any more."""
    del console
    from shopkeeper import bootstrap  # noqa: PLC0415 only here

    one = AtTheConsole(server)
    word = bootstrap.set_password(server.folder, "sam", None)[1]
    one.cookie = (
        one.send("/login", who="sam", password=word, to="")
        .headers["set-cookie"]
        .partition(";")[0]
    )
    assert one.get("/today").status == 200
    assert one.post("/logout").status == 303
    assert one.get("/today").status == 303
