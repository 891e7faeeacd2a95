"""A hostile template is refused or stopped at once, and eats no memory."""

from __future__ import annotations

import time
import tracemalloc

from datetime import date

import pytest

from shopkeeper.say import ShopVariables, compose
from shopkeeper.vocabulary import BadInput, Channel, Recipient
from tests.unit.say.contents import content


ANN = Recipient(person="ann", channel=Channel.SMS, address="+44 20 7946 0000")
DOUBLE = (
    "{% assign x = 'aaaaaaaaaa' %}" + "{% assign x = x | append: x %}" * 40 + "{{ x }}"
)
GROW = (
    "{% for i in (1..100) %}{% assign x = x | append: x | append: 'aa' %}{% endfor %}"
)
LOOP = "{% for i in (1..99) %}"
HOSTILE = [
    "{{ 'a' | replace: '', 'bbbbbbbbbb'" + " | replace: '', 'bbbbbbbbbb'" * 9 + " }}",
    "{{ 'a' | replace: 'a', 'aaaaaaaaaa'" + " | replace: 'a', 'aaaaaaaaaa'" * 9 + " }}",
    DOUBLE,
    "{% assign x = 'a' %}" + GROW,
    "{% for i in (1..1000000000) %}a{% endfor %}",
    "{% for i in (1..99999999999999999999) %}a{% endfor %}",
    "{% for i in (1..3) offset: 1000000000 %}a{% endfor %}" * 50,
    LOOP * 5 + "a" + "{% endfor %}" * 5,
    (LOOP + "a" * 400 + "{% endfor %}") * 100,
    (LOOP + "{% endfor %}") * 1500,
    "{% assign x = (1..1000000000) %}{{ x }}",
    "{{ (1..1000000000) | join: 'a' }}",
    "{{ 99999999 | times: 99999999 | times: 99999999 }}",
    "{% assign x = 9 %}" + LOOP + "{% assign x = x | times: x %}{% endfor %}",
    "{% if a %}" * 1000 + "{% endif %}" * 1000,
    "{% say %}" * 1000,
    "{% comment %}" * 3000,
    "{% raw %}" * 3000,
    "{% doc %}" * 3000,
    "{{" * 20000,
    "{%" * 20000,
    "{{ " + " " * 60000,
    "{% if " + " " * 60000,
    "{% if x" + " \n\t" * 20000 + "%}",
    "{% include 'tea' %}",
    "{% render 'tea' %}",
    "{% include '../../../../etc/passwd' %}",
    "{% extends 'x' %}",
    "{% macro x %}{% call x %}{% endmacro %}",
    "{{ ''.__class__.__mro__ }}",
    "{{ shop.__class__ }}",
    "{{ shop.name.__class__.__init__.__globals__ }}",
    "{{ self }}",
    "{{ env }}",
    "{{ config.items }}",
    "{{ request.application.__globals__ }}",
    "{{ 'now' | date: '%s' }}",
    "{{ now }}",
    "{% capture x %}" + "a" * 1000 + "{% endcapture %}" + LOOP
    + "{% capture x %}{{ x }}{{ x }}{% endcapture %}{% endfor %}",
    "{% tablerow i in (1..1000000000) %}a{% endtablerow %}",
    "{% cycle 'a', 'b' %}" * 10,
    "{% increment x %}" * 10,
    "{% liquid\n" + "if a\n" * 500 + "%}",
    "{{ 'a' | append: " + "'" + "b" * 60000 + "' }}",
    "a" * 100_000,
]  # fmt: skip


@pytest.mark.parametrize("body", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_template_ends_within_a_second_and_little_memory(body):
    """Refused when read, stopped while it is said, or harmless."""
    tracemalloc.start()
    began = time.process_time()
    outcome = said_or_refused(body)
    took, (_, peak) = time.process_time() - began, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(outcome) <= 50_000
    assert took < 3.0  # tracing makes it several times slower
    assert peak < 20e6


def test_a_hostile_template_says_where_it_is_stopped():
    """One sentence with file, line and column."""
    assert "tea.md, line 7, column" in said_or_refused(DOUBLE)


def said_or_refused(body: str) -> str:
    try:
        message = compose(
            content(body),
            recipient=ANN,
            sayable={},
            shop_variables=ShopVariables(today=date(2026, 11, 2)),
            message_id="m",
        )
    except BadInput as refused:
        return str(refused)
    return message.body or ""
