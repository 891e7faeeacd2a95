"""Words that are set once for everybody are those that Liquid renders for each."""

# ruff: noqa: E501 templates are as long as they are

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shopkeeper.say import ShopVariables, compose, read_content
from shopkeeper.say.compose import _set
from shopkeeper.vocabulary import (
    Channel,
    Fact,
    Predicate,
    Predicates,
    Recipient,
    Standing,
    ValueType,
)


PREDICATES = Predicates(
    [Predicate(name="account.credit", value=ValueType.NUMBER, at_least=0.9)]
)
SHOP = ShopVariables(name="Leaf & Kettle", today=date(2026, 11, 2), currency="EUR")
EACH = "{% for x in all.usual.item %}"
PERSONAL = (
    "{{ person.called }}",
    '{{ person.called | upcase | append: "\'s" }}',
    "{{ usual.item | prepend: 'the ' }}",
    "{{ usual.due_on }}",
    "{{ usual.due_on | date: '%A, %-d %B' }}",
    "{{ event.moved | strip }}",
    "{{ account.credit | money }}",
    "{{ account.credit | number }}",
    "{{ account.credit | plural: 'point', 'points' }}",
    "{{ account.credit }}",
    "{{ all.usual.item | list }}",
    "{{ all.usual.item | list: 2, 'or' | upcase }}",
    f"{EACH}{{{{ x }}}}{{% unless forloop.last %}}, {{% endunless %}}{{% endfor %}}",
    "{% for x in all.usual.item reversed limit: 2 %}{{ x }}{{ forloop.index }} {% endfor %}",
    f"{EACH}{{% for y in all.promise.open %}}{{{{ x }}}}-{{{{ y }}}} {{% endfor %}}{{% endfor %}}",
    "{% for i in (1..2) %}{{ i }}{{ person.called }}{% endfor %}",
    f"{{% for i in (1..2) %}}{EACH}{{{{ x }}}}{{{{ i }}}}{{% endfor %}}{{% endfor %}}",
    "{% if shop.country == 'GB' %}{{ usual.item }}{% else %}?{% endif %}",
    "{% liquid\necho person.called\n%}",
)
PLAIN = (
    " ", "\n\n", "🙂 words ", "{{ shop.name | escape }}", "{{ today }}",
    "{{ today | date: '%B' }}", "{% comment %}no{% endcomment %}", "\ue000 ",
    "{% for i in (1..3) %}{{ i }}{% endfor %}", "{% assign own = 'mine' %}{{ own }}",
    "{% capture kept %}[{{ shop.name }}]{% endcapture %}{{ kept }}",
    "{% if shop.language == 'en' %}hello{% endif %}",
    "{% case shop.country %}{% when 'GB' %}UK{% else %}EU{% endcase %}",
)  # fmt: skip
ABOUTS = ("", ' about: "event.moved"', ' about: "promise.open, usual.item"')

plain = st.lists(st.sampled_from(PLAIN), max_size=2).map("".join)
rung = st.tuples(
    st.sampled_from(ABOUTS),
    st.lists(st.sampled_from((*PERSONAL, *PLAIN)), min_size=1, max_size=3).map("".join),
)


@st.composite
def ladders(draw: st.DrawFn) -> str:
    """A ladder of one to three rungs, perhaps in a loop or a branch."""
    rungs = draw(st.lists(rung, min_size=1, max_size=3))
    inside = "".join(
        f"{{% {'or' if at else 'say'}{about} %}}{words}"
        for at, (about, words) in enumerate(rungs)
    )
    ladder = f"{inside}{{% or %}}{draw(plain)}{{% endsay %}}"
    around = draw(st.sampled_from(("", "", "loop", "branch")))
    if around == "loop":
        return f"{{% for n in (1..2) %}}{{{{ n }}}}{ladder}{{% endfor %}}"
    if around == "branch":
        return f"{{% if shop.country == 'GB' %}}{ladder}{{% endif %}}"
    return ladder


contents = st.lists(st.one_of(plain, ladders()), min_size=1, max_size=5).map("".join)
words = st.sampled_from(
    ["tea", "café crème", "🙂", "\x00", "\x000\x00", "{{ today }}", "x y"]
)
VALUES = {
    "person.called": st.lists(words, max_size=1),
    "usual.item": st.lists(words, max_size=4, unique=True),
    "promise.open": st.lists(words, max_size=2, unique=True),
    "usual.due_on": st.lists(st.just("2026-12-01"), max_size=1),
    "event.moved": st.lists(st.sampled_from(["to Graz", "2026-05-01"]), max_size=1),
    "account.credit": st.lists(st.sampled_from([1, 22, 1234.5, -3]), max_size=1),
}


@given(
    body=contents,
    values=st.fixed_dictionaries(VALUES),
    language=st.sampled_from([None, "de", "fr", "pl", "eo"]),
)
@settings(
    max_examples=400, deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)  # fmt: skip
def test_what_is_set_once_says_and_claims_what_liquid_does(body, values, language):
    """Words, rungs and claims, for whatever is known of her, in several languages."""
    front = '+++\nkey = "t"\npurpose = "service"\nchannels = ["sms"]\n+++\n.'
    content = read_content(
        front + body, name="t.md", predicates=PREDICATES, language=language
    )
    sayable = {
        about: [_fact(about, at, value) for at, value in enumerate(found)]
        for about, found in values.items()
        if found
    }
    said = [
        compose(
            content,
            recipient=Recipient(person="ann", channel=Channel.SMS, address="+44"),
            sayable=sayable,
            shop_variables=SHOP,
            message_id="m1",
            plainly=plainly,
        )
        for plainly in (True, False)
    ]
    assert said[0] == said[1]


@pytest.mark.parametrize("piece", [*PERSONAL[:14], *PERSONAL[15:16], *PERSONAL[17:]])
def test_usual_contents_are_set_and_not_rendered_each_time(piece):
    """The comparison above compares two things, not one with itself."""
    front = '+++\nkey = "t"\npurpose = "service"\nchannels = ["sms"]\n+++\n'
    body = f"{{% say %}}{piece}{{% or %}}.{{% endsay %}}"
    content = read_content(front + body, name="t.md", predicates=PREDICATES)
    assert _set(content.body, SHOP, "en") is not None


def _fact(about: str, at: int, value: object) -> Fact:
    return Fact(
        id=f"{about}#{at}", person="ann", about=about, value=value,
        standing=Standing.TOLD, confidence=0.98,
        learned_at=datetime(2026, 10, 1, tzinfo=UTC),
    )  # fmt: skip
