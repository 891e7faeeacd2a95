"""The shop's own papers: its settings, its contents, its plans."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from shopkeeper.town.build import Town
from shopkeeper.town.model import ZONE, TownFile


class Papers(Struct, frozen=True, kw_only=True):
    """
    Text files of the shop's folder, by their path in it.

    Attributes:
        shop_toml: `shop.toml` (contracts.md, section 1).
        contents: `content/*.md` (section 2).
        plans: `plans/*.toml`, not yet signed (section 3).
        signers: For each signing role, the staff id of who holds it.
    """

    shop_toml: str
    contents: Mapping[str, str]
    plans: Mapping[str, str]
    signers: Mapping[str, str]

    @property
    def all(self) -> dict[str, str]:
        """Every paper by its path."""
        return {"shop.toml": self.shop_toml, **self.contents, **self.plans}


SIGNERS: dict[str, str] = {
    "sponsor": "mara",
    "content": "edith",
    "experience": "ines",
    "analysis": "anil",
    "development": "sam",
}

# id, name, department, roles, minutes a day for the desk
_STAFF: tuple[tuple[str, str, str, tuple[str, ...], int], ...] = (
    ("mara", "Mara Stein", "leadership", ("sponsor",), 0),
    ("rosa", "Rosa Imlach", "marketing", ("owner",), 0),
    ("edith", "Edith Gunn", "marketing", ("content",), 0),
    ("ines", "Ines Prado", "e-commerce", ("experience",), 0),
    ("anil", "Anil Deshpande", "analysis", ("analysis",), 0),
    ("sam", "Sam Flett", "e-commerce", ("development", "admin"), 0),
    ("tilda", "Tilda Croy", "help desk", ("front_line",), 120),
    ("mo", "Mo Kerr", "sales", ("front_line",), 60),
)

_KEEPERS: dict[str, str] = {
    "e-commerce": "sam", "shop floor": "mo", "marketing": "rosa", "help desk": "tilda",
    "sales": "mo", "privacy office": "mara", "analysis": "anil",
}  # fmt: skip

# What no guess can find out: what the till calls a name or a genre, and whose numbers
# a department writes down that are not its own.
_PINS: dict[str, str] = {
    "till_receipts": '{Member = {is = "full_name"}, Kind = {is = "category"}}',
    "loyalty_cards": (
        '{"Web customer no" = {is = "customer_number of webshop_accounts"}}'
    ),
    "webshop_orders": '{customer_no = {is = "customer_number of webshop_accounts"}}',
    "site_events": '{userId = {is = "customer_number of webshop_accounts"}}',
    "consent_register": (
        '{customer = {is = "customer_number of webshop_accounts"}, '
        'card = {is = "card_number of loyalty_cards"}}'
    ),
}

_HEAD = """\
# Harbour Books: a made-up bookshop in Leith, for demonstrations.

[shop]
name = "Harbour Books"
country = "GB"
language = "en"
currency = "GBP"
time_zone = "{zone}"
now = "{now}"

[stores]
ledger = "sqlite:///.shopkeeper/ledger.sqlite3"
warehouse = "duckdb:.shopkeeper/warehouse"

[calendar]
working_days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
opens = "09:00"
closes = "17:30"
holidays = "GB-SCT"

[attention]
most = 4
per = "30 days"
weights = {{email = 1, sms = 1, push = 1, post = 1, phone = 1, web = 0}}
service_counts = true
service_blocked = false

[quiet]
from = "20:00"
to = "09:00"
weekend = false

[channels.email]
send = "file:out"
from = "Harbour Books <hello@harbour.example>"

[rounds]
every = "1 day"
"""

RUNNING_LOW = """\
+++
key = "running-low"
purpose = "marketing"
channels = ["email"]
subject = '{% say %}{{ usual.item }}, before it runs out{% or %}Before it runs out{% endsay %}'
+++
{% say %}Hello {{ person.called }},{% or %}Hello,{% endsay %}

{% say about: "usual.due_on" %}You often take {{ usual.item }} home, and by your own rhythm \
a visit is about due. Shall we put some aside for you?{% or %}You often take \
{{ usual.item }} home. Shall we put some aside for you?{% or %}Is there something you \
would like us to put aside for you?{% endsay %}

One line in reply is enough.

Harbour Books
"""  # noqa: E501 a subject is one line

SORRY_LATE = """\
+++
key = "sorry-late"
purpose = "service"
channels = ["email"]
subject = '{% say %}{{ order.late }} is late, and we are sorry{% or %}About your order{% endsay %}'
+++
{% say %}Hello {{ person.called }},{% or %}Hello,{% endsay %}

{% say %}{{ order.late }} should have reached you by now and has not. We are sorry that \
you are kept waiting.{% or %}Something you ordered may have taken longer than it should. We \
are sorry.{% endsay %}

Your reply reaches a person at our help desk.

Harbour Books
"""  # noqa: E501 a subject is one line

THANK_YOU = """\
+++
key = "thank-you"
purpose = "relationship"
channels = ["email"]
subject = 'Thank you'
+++
{% say %}Hello {{ person.called }},{% or %}Hello,{% endsay %}

{% say about: "event.moved" %}Now that you have moved: we hope that the shelves are up \
and the first evening with a book has come.{% or about: "event.retired" %}Now that you \
have retired: may the long novels be as good as you hoped.\
{% or about: "event.new_baby" %}With a new baby in the house: may there be \
a quiet hour for a book now and then.\
{% or %}It is good to know you read with us.{% endsay %}

{% say %}It is also good to see {{ usual.item }} go to somebody who comes back for it. \
{% or %}{% endsay %}This letter sells nothing. Thank you for coming to a small shop.

Harbour Books
"""

_PLANS: dict[str, str] = {
    "running-low": """\
key = "running-low"
owner = "rosa"
sponsor = "mara"
intent = "save her a trip, and sell what she would buy anyway"
sells = true
brand_promise = "we remember, so you need not"
starts = 2026-10-01
ends = 2027-01-31
review_by = 2026-12-01
holdout = 0.1

[[steps]]
key = "first"
content = "running-low"
channels = ["email"]
audience = "stage in (new, regular, drifting) and not (problem.current or order.late)"
need = "usual.due_on within 7 days"
measure = {outcome = "purchase", within = "30 days", better = "more", target = "+2 %"}
fallback = "silence"
needs_specific = false
again_after = "21 days"
""",
    "sorry-late": """\
key = "sorry-late"
owner = "rosa"
sponsor = "mara"
intent = "say sorry before she has to ask"
sells = false
brand_promise = "you hear it from us first"
starts = 2026-10-01
ends = 2027-01-31
review_by = 2026-12-01
holdout = 0.05

[[steps]]
key = "first"
content = "sorry-late"
channels = ["email"]
audience = "order.late"
need = "order.late"
measure = {outcome = "complaint", within = "14 days", better = "less", target = "-20 %"}
fallback = "human"
needs_specific = false
again_after = "14 days"
""",
    "thank-you": """\
key = "thank-you"
owner = "rosa"
sponsor = "mara"
intent = "thank those whose life has changed and who told us so"
sells = false
brand_promise = "we know who comes through our door"
starts = 2026-10-01
ends = 2027-01-31
review_by = 2026-12-01
holdout = 0.1

[[steps]]
key = "first"
content = "thank-you"
channels = ["email"]
audience = "stage not in (prospect, left) and not (problem.current or order.late)"
need = "event.moved within 180 days or event.retired within 180 days \
or event.new_baby within 180 days"
measure = {outcome = "visit", within = "30 days", better = "more", target = "+1 %"}
fallback = "silence"
needs_specific = true
again_after = "300 days"
""",
}


def contents_and_plans(town: Town) -> Papers:
    """
    Write the papers of Harbour Books for a town.

    Returns:
        Text by path: settings naming every silo, three contents, three plans.
    """
    contents = {
        "content/running-low.md": RUNNING_LOW,
        "content/sorry-late.md": SORRY_LATE,
        "content/thank-you.md": THANK_YOU,
    }
    return Papers(
        shop_toml=_shop_toml(town),
        contents=contents,
        plans={f"plans/{key}.toml": text for key, text in _PLANS.items()},
        signers=SIGNERS,
    )


def _shop_toml(town: Town) -> str:
    head = _HEAD.format(zone=ZONE, now=town.now.isoformat())
    parts = [head, *(_person(*row) for row in _STAFF)]
    parts += [_source(file) for file in town.files]
    return "\n".join(parts)


def _person(
    key: str, name: str, department: str, roles: tuple[str, ...], minutes: int
) -> str:
    held = ", ".join(f'"{role}"' for role in roles)
    return f"""\
[[people]]
id = "{key}"
name = "{name}"
email = "{key}@harbour.example"
department = "{department}"
roles = [{held}]
minutes_per_day = {minutes}
"""


def _source(file: TownFile) -> str:
    keeper = _KEEPERS[file.department]
    lines = [
        "[[sources]]",
        f'name = "{file.name}"',
        f'department = "{file.department}"',
        f'owner = "{keeper}@harbour.example"',
        f'read = "{file.path}"',
        f'holds = "{file.holds}"',
    ]
    if file.name == "newsletter_log":
        # The tool knows one kind of letter only, so its log has no such column.
        lines.append('purpose = "marketing"')
    if file.name in _PINS:
        lines.append(f"columns = {_PINS[file.name]}")
    return "\n".join(lines) + "\n"
