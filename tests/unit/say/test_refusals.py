"""What a content may not do is refused when it is read, with line and column."""

from __future__ import annotations

import re

import pytest

from shopkeeper.say import read_content
from shopkeeper.vocabulary import BadInput, Predicate, Predicates, ValueType
from tests.unit.say.contents import content, content_text


VAGUE = "{% or %}Hello{% endsay %}"
EACH = "{% for x in all.usual.item %}{{ x }}"


@pytest.mark.parametrize(
    "body",
    [
        "Hello {{ person.called }}",
        'Hello {{ person["called"] }}',
        'Hello {{ ["person"]["called"] }}',
        "{% echo person.called %}",
        "{% liquid\necho person.called\n%}",
        "{% capture x %}{{ person.called }}{% endcapture %}{{ x }}",
        "{% assign x = person.called %}{{ x }}",
        '{{ "Dear " | append: person.called }}',
        "{{ shop.name | default: person.called }}",
        "{{ person[shop.name] }}",
        "{{ person }}",
        "{{ all.usual.item }}",
        "{{ all.usual.item | join: ', ' }}",
        "{% for x in all.usual.item %}{{ x }}{% endfor %}",
        "{% for x in usual.item %}{{ x }}{% endfor %}",
        "{% for x in all %}{{ x }}{% endfor %}",
        "{% tablerow x in all.usual.item %}{{ x }}{% endtablerow %}",
        "{% cycle person.called %}",
        "{% include 'x' %}",
        "{% render 'x', name: person.called %}",
        "{% say %}Hello {{ person.called }}{% endsay %}",
        "{% say %}a{% or %}Hello {{ person.called }}{% endsay %}",
        '{% say %}a{% or about: "event.moved" %}b{% endsay %}',
        '{% say about: "event.moved" %}b{% endsay %}',
        "{% say %}a{% or %}" + EACH + "{% endfor %}{% endsay %}",
        "{% or %}",
        "{% say %}Hello",
        "{% say %}{% say %}a{% or %}b{% endsay %}" + VAGUE,
        "{% capture x %}{% say %}a{% or %}b{% endsay %}{% endcapture %}",
    ],
)
def test_a_personal_variable_stands_on_a_rung_that_is_not_the_last(body):
    """Whatever way it is printed, and ladders neither nest nor hide."""
    with pytest.raises(BadInput, match=r"tea\.md, line \d+, column \d+: "):
        content(body)


@pytest.mark.parametrize(
    "inside",
    [
        "{% if person.called %}a{% endif %}",
        '{% if shop.country == "GB" and person.called == "Ann" %}a{% endif %}',
        "{% unless person.called %}a{% endunless %}",
        '{% case person.called %}{% when "Ann" %}a{% endcase %}',
        "{% case shop.name %}{% when person.called %}a{% endcase %}",
        '{% if shop.country == "x" %}{% elsif person.called %}a{% endif %}',
        '{{ "a" if person.called }}',
        "{% assign x = person.called %}{% if x %}a{% endif %}",
        "{% capture x %}{{ person.called }}{% endcapture %}{% if x %}a{% endif %}",
        EACH + "{% if x == 'tea' %}a{% endif %}{% endfor %}",
        EACH + "{% if forloop.length > 2 %}a{% endif %}{% endfor %}",
        EACH + "{% else %}none{% endfor %}",
        "{% for x in all.usual.item %}*{% endfor %}",
        "{% for x in all.usual.item %}{{ x.size }}{% endfor %}",
        "{% for x in all.usual.item offset: 1 %}{{ x }}{% endfor %}",
        "{% for i in (1..person.called) %}a{% endfor %}",
        "{% for x in all.usual.item %}{{ forloop.length }}{{ x }}{% endfor %}",
        "{{ person.called.size }}",
        "{{ all.usual.item | where: 'x' }}",
        "{{ usual.item | map: 'x' }}",
    ],
)
def test_nothing_branches_on_what_is_known_about_her(inside):
    """Neither directly nor by way of assign, capture, loops or filters."""
    with pytest.raises(BadInput, match=r"line 7, column \d+: "):
        content("{% say %}{{ person.called }}" + inside + VAGUE)


@pytest.mark.parametrize(
    "filtered",
    [
        "person.called | truncate: 3",
        "person.called | truncatewords: 1",
        "person.called | slice: 0, 2",
        "person.called | replace: 'n', 'm'",
        "person.called | replace_first: 'n', 'm'",
        "person.called | remove: 'n'",
        "person.called | split: 'n' | first",
        "person.called | pluralize",
        "person.called | size",
        "person.called | first",
        "person.called | last",
        "person.called | url_encode",
        "person.called | base64_encode",
        "person.called | md5",
        "person.called | append: usual.item",
        "person.called | append: shop.name",
        "person.called | date: '%B'",
        "usual.due_on | date: '%Y'",
        "usual.due_on | date: '%H:%M'",
        "usual.due_on | date: 'before %d %B'",
        "usual.due_on | date: shop.name",
        "usual.due_on | upcase | date: '%d %B'",
        "usual.due_on | date",
        "person.called | upcase: 1",
        "person.called | nosuch",
    ],
)
def test_a_filter_that_leaves_no_words_of_the_value_is_refused(filtered):
    """The claim's `said` must hold the words of the value."""
    with pytest.raises(BadInput, match=r"line 7, column \d+: "):
        content("{% say %}{{ " + filtered + " }}" + VAGUE)


@pytest.mark.parametrize(
    "name",
    [
        "journey.stage", "person.register", "impression.mood", "sensitive.health",
        "nosuch.thing", "event.birthday", "interest.", "person.name", "now", "x",
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "place", ["{% say %}{{ NAME }}", '{% say about: "NAME" %}a', "{{ NAME }}{% say %}a"]
)
def test_a_variable_that_is_unknown_or_never_said_is_refused(name, place):
    """Printed, relied on, or outside a ladder."""
    with pytest.raises(BadInput, match=r"line 7, column \d+: "):
        content(place.replace("NAME", name) + VAGUE)


def test_an_unknown_variable_is_told_its_nearest_neighbour():
    """So that a slip of the pen is found at once."""
    with pytest.raises(BadInput, match=re.escape("did you mean `usual.item`?")):
        content("{% say %}{{ usual.itm }}" + VAGUE)


def test_line_and_column_are_those_of_the_file():
    """The front matter counts, and columns begin at 1."""
    with pytest.raises(BadInput, match=r"line 9, column 8: `person.called` stands"):
        content("Hello\n\nand {{ person.called }}")
    with pytest.raises(BadInput, match=r"line 5, column 17: `usual.item` stands"):
        content("a", subject="x {{ usual.item }}")
    with pytest.raises(BadInput, match=r"line 5, column 42: `usual.item` stands"):
        content("a", subject=r"\"\u00e9\" {{ shop.name }} {{ usual.item }}")


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (('"service"', '"fun"'), 3),
        (('["email", "sms"]', '["fax"]'), 4),
        (('["email", "sms"]', "[]"), 4),
        (('["email", "sms"]', '"email"'), 4),
        (("subject =", "subjct ="), 5),
        (('key = "tea"', 'key = "tea'), 2),
        (('key = "tea"\n', ""), 1),
        (('subject = "Tea"\n', ""), 1),
        (('subject = "Tea"', 'subject = " "'), 5),
        (('subject = "Tea"', 'subject = "a\\nBcc: b"'), 5),
        (("+++\nkey", "key"), 1),
        (('"Tea"\n+++', '"Tea"\n'), 1),
    ],
)
def test_a_front_matter_with_a_mistake_names_its_line(change, line):
    """Unknown keys, purposes and channels are errors at the edge."""
    text = content_text("Hello").replace(*change)
    with pytest.raises(BadInput, match=rf"tea\.md, line {line}, column \d+: "):
        read_content(text, name="tea.md", predicates=Predicates())


@pytest.mark.parametrize(
    "body",
    [
        '{% if shop.country == "GB" %}Cheers{% else %}Hello{% endif %}',
        "{% assign x = shop.name | upcase %}{{ x }}",
        "{% capture x %}{{ shop.name }}{% endcapture %}{{ x }}",
        "{% for i in (1..3) %}{{ i }}{{ forloop.length }}{% endfor %}",
        '{{ today | date: "%Y" }} {{ today }}',
        "{% comment %}{{ person.called }}{% endcomment %}a",
        "{% raw %}{{ person.called }}{% endraw %}",
        "{% # {{ nothing }} %}a",
        '{% say %}{{ person["called"] | upcase | append: "!" }}' + VAGUE,
        '{% say %}{{ usual.due_on | date: "%A, %-d %B" }}' + VAGUE,
        '{% say %}{{ event.moved | date: "%B %Y" }}' + VAGUE,
        "{% say about: 'event.moved, job.title' %}a{% or about: \"job.title\" %}b"
        + VAGUE,
        "{% say %}"
        + EACH.replace("item", "item limit: 2")
        + "{% unless forloop.last %}, {% endunless %}{% endfor %}"
        + VAGUE,
        "{% liquid\nsay\necho person.called\nor\necho 'x'\nendsay\n%}",
        "{% if shop.name %}{% say %}{{ person.called }}{% or %}{% endsay %}{% endif %}",
        "{%- say -%} {{ interest.rowing }} {%- or -%} x {%- endsay -%}",
    ],
)
def test_what_the_contract_allows_is_read(body):
    """Plain Liquid on impersonal words, and every way to climb a ladder."""
    assert content(body).key == "tea"


@pytest.mark.parametrize(
    ("code", "hint"), [("XYZW", ""), ("euro", "did you mean EUR"), ("£", "such as EUR")]
)
def test_a_currency_that_is_none_is_refused(code, hint):
    """An amount in nothing would go to everybody."""
    own = Predicates([Predicate(name="account.credit", value=ValueType.NUMBER)])
    body = f"{{% say %}}{{{{ account.credit | money: '{code}' }}}}{VAGUE}"
    with pytest.raises(BadInput, match="is no currency") as refused:
        read_content(content_text(body), name="tea.md", predicates=own)
    assert hint in str(refused.value)
