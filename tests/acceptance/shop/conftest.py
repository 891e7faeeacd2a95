"""A shop with several departments, small enough to look at."""

from __future__ import annotations

import shutil

from datetime import date, timedelta

import pytest

from tests.builders.shop import SmallShop


CRM = """customer_no,first_name,last_name,email,phone
C1,Ann,Lee,ann@post.example,+447700900101
C2,Bea,Moss,bea@post.example,+447700900102
C3,Cleo,Park,cleo@post.example,+447700900103
C4,Dora,Quill,dora@post.example,+447700900104
C5,Edie,Rose,edie@post.example,+447700900105
C6,Ann,Stone,ann.stone@post.example,+447700900106
"""
FIRST = date(2026, 6, 4)
ORDERS = "order_id,customer_no,email,item,ordered_at,quantity\n" + "".join(
    f"O{week:02d},C1,ann@post.example,Assam tea,"
    f"{FIRST + timedelta(weeks=week)}T09:00:00Z,1\n"
    for week in range(22)
)
DESK = """email,at,sender,channel,message
bea@post.example,2026-10-01T09:00:00+00:00,customer,email,We have just moved house.
cleo@post.example,2026-10-20T09:00:00+00:00,customer,email,My kettle arrived broken \
and I am very disappointed.
"""
CONSENTS = """email,purpose,state,at
ann@post.example,marketing,granted,2026-09-01T09:00:00+00:00
bea@post.example,marketing,granted,2026-09-01T09:00:00+00:00
dora@post.example,relationship,denied,2026-09-01T09:00:00+00:00
"""
LETTER = """{% say %}Hello {{ person.called }},{% or %}Hello,{% endsay %}

{% say about: "event.moved" %}Now that you have moved: good luck with the boxes.\
{% or %}It is good to know you.{% endsay %}

{% say %}You often take {{ usual.item }} home.{% or %}{% endsay %}
"""


@pytest.fixture(scope="session")
def opened(tmp_path_factory) -> SmallShop:
    """Open the shop once: four departments, its one plan signed and started."""
    made = SmallShop(tmp_path_factory.mktemp("opened") / "corner")
    made.has("crm", "people", CRM).has("orders", "orders", ORDERS)
    made.has("desk", "messages", DESK).has("register", "consents", CONSENTS)
    return made.plans("letter", LETTER, again="60 days").opens()


@pytest.fixture
def shop(opened, tmp_path) -> SmallShop:
    """Return a shop of one's own, as it was opened."""
    folder = shutil.copytree(opened.folder, tmp_path / "corner")
    return SmallShop(folder, sources=list(opened.sources))
