"""What every page keeps to: escaped, whole, within its policy, led on after a deed."""

from __future__ import annotations

import re

from types import SimpleNamespace

import pytest

from jinja2 import UndefinedError

from shopkeeper.web.pages.files import FILES, address_of
from shopkeeper.web.pages.forms import Form, read_form
from shopkeeper.web.pages.rendering import environment, refused_page, see_other
from shopkeeper.web.problems import Problem


ROOM = SimpleNamespace(
    serving=SimpleNamespace(shop=SimpleNamespace(name='<b>"Corner" & Sons'))
)
FORM = {b"content-type": b"application/x-www-form-urlencoded; charset=utf-8"}


def sent(body: bytes, headers=FORM) -> Form:
    """Read a form."""
    return read_form(SimpleNamespace(body=body, headers=headers))


def test_what_stands_in_a_page_is_escaped() -> None:
    """A shop may be called what it likes."""
    reply = refused_page(ROOM, {}, Problem(404, "<script>alert(1)</script>"), "n1")

    assert reply.status == 404
    assert b"&lt;b&gt;&#34;Corner&#34; &amp; Sons" in reply.body
    assert b"<script" not in reply.body


def test_a_value_that_was_not_given_is_an_error_and_no_gap() -> None:
    """A page with a hole in it would say something else than was meant."""
    with pytest.raises(UndefinedError):
        environment().get_template("refused.html").render(shop="Corner")


def test_a_page_may_run_nothing_of_its_own_text() -> None:
    """Strict CSP: no inline script, no inline style, nothing of others."""
    headers = dict(refused_page(ROOM, {}, Problem(404, ""), "").headers)

    policy = headers[b"content-security-policy"].decode()
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers[b"cache-control"] == b"no-store"
    assert headers[b"referrer-policy"] == b"same-origin"


def test_no_template_holds_a_script_or_a_style_of_its_own() -> None:
    """The policy would forbid them; a template that has one is broken."""
    env = environment()
    for name in env.list_templates():
        source, *_ = env.loader.get_source(env, name)
        assert not re.search(r"<style|\sstyle=|\son\w+=|\|\s*safe", source), name
        assert not re.search(r"<script(?![^>]*\ssrc=)", source), name


def test_a_file_has_its_content_in_its_address() -> None:
    """So it may be kept for ever, and changes where it changes."""
    for name in FILES:
        stem, _, ending = name.rpartition(".")
        pattern = rf"/static/{re.escape(stem)}-[0-9a-f]{{12}}\.{ending}"
        assert re.fullmatch(pattern, address_of(name))
    with pytest.raises(KeyError):
        address_of("../who.toml")


@pytest.mark.parametrize("path", ["//evil.test", "https://evil.test", "/\\evil", ""])
def test_nobody_is_led_to_another_server(path: str) -> None:
    """Open redirects begin with a path that is none."""
    with pytest.raises(ValueError, match="Not a path"):
        see_other(path)


def test_a_form_is_read_as_browsers_write_it() -> None:
    """The last of several, trimmed; every tick; nothing where nothing is."""
    form = sent(b"a=1&a=%20J%C3%BCrgen+K%20&empty=&t=x&t=y&l=1%0D%0A2")

    assert form.get("a") == "Jürgen K"
    assert form.every("t") == ["x", "y"]
    assert ("empty" in form, form.get("empty"), form.get("no")) == (True, "", "")
    assert form.get("l") == "1\n2"


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        (b"a=1", {b"content-type": b"text/plain"}, 415),
        (b"a=1", {}, 415),
        (b"a=%FF", FORM, 400),
        (b"a=\xff", FORM, 400),
        (b"a=%00", FORM, 400),
        (b"&".join([b"a=1"] * 300), FORM, 400),
    ],
)
def test_what_is_no_form_of_ours_is_refused(body, headers, status) -> None:
    """Each with what to do."""
    with pytest.raises(Problem) as refused:
        sent(body, headers)
    assert refused.value.status == status


def test_a_field_has_a_length() -> None:
    """A name is no book."""
    with pytest.raises(Problem):
        sent(b"a=" + b"x" * 11).get("a", most=10)
