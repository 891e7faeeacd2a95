"""`shop.toml` is read as contracted, and its mistakes are named by line."""

from __future__ import annotations

import re
import tomllib

from datetime import time, timedelta
from pathlib import Path

import pytest

from hypothesis import given, settings
from hypothesis import strategies as st

from shopkeeper.adapters.files.shop_toml import SECTIONS, read_shop, shop_from
from shopkeeper.adapters.files.shop_toml_text import write_shop_toml
from shopkeeper.adapters.files.toml_lines import KeyPath, key_lines
from shopkeeper.adapters.files.toml_table import parse_toml
from shopkeeper.vocabulary import (
    IDENTITY,
    AccessRole,
    BadInput,
    Channel,
    ChannelSettings,
    ColumnPin,
    Holds,
    IdentifierKind,
    IdentityRule,
    Predicate,
    Purpose,
    Shop,
    Side,
    Source,
    Staff,
    Standing,
    ValueType,
)
from tests.builders import utc


CONTRACTED = """
[shop]
name = "Harbour Books"
country = "GB"
language = "en"
currency = "GBP"
time_zone = "Europe/London"
# now = "2026-11-02T09:00:00+00:00"        # a shop told at a fixed time

[stores]
ledger = "sqlite:///.shopkeeper/ledger.sqlite3"    # or postgresql+psycopg://…
warehouse = "duckdb:.shopkeeper/warehouse"

[calendar]
working_days = ["Mon", "Tue", "Wed", "Thu", "Fri"]
opens = "09:00"
closes = "17:00"
holidays = "GB-SCT"

[attention]
most = 4
per = "30 days"
weights = {email = 1, sms = 1, push = 1, post = 1, phone = 1, web = 0}
service_counts = true
service_blocked = false

[quiet]
from = "20:00"
to = "09:00"
weekend = false

[[people]]
id = "priya"
name = "Priya Nair"
email = "priya@harbour.example"
department = "sales"
roles = ["front_line", "content"]
minutes_per_day = 60

[[sources]]
name = "webshop"
department = "e-commerce"
owner = "priya@harbour.example"
read = "exports/orders-*.csv"
holds = "orders"
# time_zone = "Europe/Dublin"
columns = {Kundennr = {is = "customer_number", verified = true, one_per_person = true}}

[[predicates]]
about = "interest.rowing"
value = "text"
many = false
side = "private"
says = ["told"]
at_least = 0.9
half_life = "1 year"

[channels.email]
send = "file:out"
from = "Harbour Books <hello@harbour.example>"

[rounds]
every = "1 day"
"""


def shop_of(folder: Path, text: str) -> Shop:
    """Read a shop whose `shop.toml` is *text*."""
    (folder / "shop.toml").write_text(text, encoding="utf-8")
    return read_shop(folder)


def complaint(folder: Path, text: str) -> str:
    """Return what is said about a `shop.toml` with a mistake."""
    with pytest.raises(BadInput) as caught:
        shop_of(folder, text)
    return str(caught.value)


def test_the_contracted_example_is_read_whole(tmp_path: Path) -> None:
    """Each section of contracts.md, section 1, arrives as a value."""
    shop = shop_of(tmp_path, CONTRACTED)
    assert (shop.name, shop.time_zone, shop.now) == (
        "Harbour Books", "Europe/London", None,
    )  # fmt: skip
    assert shop.calendar.holidays == "GB-SCT"
    assert shop.calendar.working_days == (0, 1, 2, 3, 4)
    assert shop.attention.per == timedelta(days=30)
    assert shop.attention.weight(Channel.WEB) == 0
    assert shop.quiet.from_ == time(20)
    assert shop.people[0].roles == (AccessRole.FRONT_LINE, AccessRole.CONTENT)
    assert shop.sources[0].columns["Kundennr"] == ColumnPin(
        is_="customer_number", verified=True, one_per_person=True
    )
    assert shop.predicates[0].half_life == timedelta(days=365)
    assert shop.channels[Channel.EMAIL].from_ == "Harbour Books <hello@harbour.example>"


def test_the_contract_itself_is_read() -> None:
    """The example in the contracts' own page, where the page is at hand."""
    page = Path(__file__).parents[3].parent / "shared" / "contracts.md"
    if not page.exists():
        pytest.skip("the contracts are not beside this checkout")
    text = page.read_text("utf-8").partition("```toml\n")[2].partition("```")[0]
    table = parse_toml(text, where="contracts.md")
    # Each named by its issue.
    assert set(table.data) | {"identity", "sending", "audit"} == set(SECTIONS)
    assert shop_from(table).sources[0].owner == "priya@harbour.example"


def test_a_name_is_enough_for_a_shop(tmp_path: Path) -> None:
    """All else has a default, the vocabulary's own."""
    assert shop_of(tmp_path, '[shop]\nname = "Quay"\n') == Shop(name="Quay")


def test_limits_of_identifiers_are_set_kind_by_kind(tmp_path: Path) -> None:
    """What is not said keeps its safe default."""
    text = '[shop]\nname = "Q"\n[identity.email]\npeople = 2\nvalues = 3\n'
    rules = shop_of(tmp_path, text).identity
    usual = IDENTITY[IdentifierKind.EMAIL].priority
    assert rules[IdentifierKind.EMAIL] == IdentityRule(
        people=2, values=3, priority=usual
    )
    assert rules[IdentifierKind.DEVICE] == IDENTITY[IdentifierKind.DEVICE]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("[identity.mail]", "unknown key `identity.mail`"),
        ("[identity.email]\npeople = 0", "must be 1 or more, not 0"),
        ("[identity.email]\nvalues = 1.5", "must be a whole number, not 1.5"),
        ("[identity.email]\nmost = 1", "unknown key `identity.email.most`"),
    ],
)
def test_a_limit_that_is_none_is_refused(tmp_path: Path, line, says) -> None:
    """With the key and what it must be."""
    with pytest.raises(BadInput, match=says):
        shop_of(tmp_path, f'[shop]\nname = "Q"\n{line}\n')


def test_a_fixed_time_without_offset_is_on_the_shops_clock(tmp_path: Path) -> None:
    """contracts.md, section 0, Time; in July London is an hour ahead."""
    text = '[shop]\nname = "Q"\ntime_zone = "Europe/London"\nnow = "2026-07-02T09:00"\n'
    assert shop_of(tmp_path, text).now == utc("2026-07-02 08:00")


def test_a_fixed_time_keeps_its_offset(tmp_path: Path) -> None:
    """A time with an offset is that moment, quoted or not."""
    for written in ('"2026-07-02T09:00:00+02:00"', "2026-07-02T09:00:00+02:00"):
        text = f'[shop]\nname = "Q"\nnow = {written}\n'
        assert shop_of(tmp_path, text).now == utc("2026-07-02 07:00")


def test_a_folder_without_shop_toml_is_told_how_to_make_one(tmp_path: Path) -> None:
    """The sentence holds the command to paste."""
    with pytest.raises(BadInput, match=r"is no shop: make one with `shopkeeper init"):
        read_shop(tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("[calendar]", "[calender]", "unknown key `calender`: .*`calendar`"),
        ("holidays =", "holiday =", "unknown key `calendar.holiday`: .*holidays`"),
        ('name = "w', 'nam = "w', r"unknown key `sources.nam`: .*`sources.name`"),
        ('department = "s', 'dept = "s', "unknown key `people.dept`: .*department`"),
        ("half_life", "halflife", "unknown key `predicates.halflife`: .*half_life`"),
        ("one_per_person", "one_person", "sources.columns.Kundennr.one_person`: .*per"),
        ("{email = 1", "{mail = 1", "unknown key `attention.weights.mail`: .*email`"),
        ("[channels.email]", "[channels.e-mail]", "channels.e-mail`: .*channels.email"),
        ("every =", "evry =", "unknown key `rounds.evry`: .*`rounds.every`"),
        ("ledger =", "leger =", "unknown key `stores.leger`: .*`stores.ledger`"),
        ("currency =", "currncy =", "unknown key `shop.currncy`: .*`shop.currency`"),
        ("weekend =", "weekends =", "unknown key `quiet.weekends`: .*weekend`"),
        ('"Europe/London"', '"London"', "no IANA time zone: .*`Europe/London`"),
        ('"Europe/London"', '"Europe/Lndon"', "time zone: .*`Europe/London`"),
        ('"09:00"\ncloses', '"25:00"\ncloses', "`calendar.opens` must be a time of"),
        ('to = "09:00"', "to = 9", "`quiet.to` must be a time of day"),
        ('"GB-SCT"', '"GB-SCO"', "`calendar.holidays` is 'GB-SCO'.*`GB-SCT`"),
        ('"17:00"', '"08:00"', "must close later"),
        ('"Mon", ', '"Mo", ', "`calendar.working_days` is 'Mo', no day: .*`Mon`"),
        ('per = "30 days"', 'per = "a month"', "`attention.per` must be a length of"),
        ('per = "30 days"', 'per = "0 days"', "`attention.per` must be a length of"),
        ("most = 4", "most = -4", "`attention.most` must be from zero"),
        ("most = 4", f"most = 1{'0' * 400}", "`attention.most` must be from zero"),
        ("most = 4", "most = nan", "`attention.most` must be from zero"),
        ("most = 4", "most = true", "`attention.most` must be a number"),
        ("sms = 1", 'sms = "1"', "`attention.weights.sms` must be a number"),
        ("weekend = false", 'weekend = "no"', "must be true or false"),
        ('"front_line",', '"frontline",', "'frontline', unknown: .*`front_line`"),
        ('holds = "orders"', 'holds = "order"', "'order', unknown: .*`orders`"),
        ('holds = "orders"', "", r"\[sources\] has no `holds`"),
        ('id = "priya"', "", r"\[people\] has no `id`"),
        ('name = "Harbour Books"\n', "", r"\[shop\] has no `name`"),
        ('name = "webshop"', 'name = "web:shop"', "must have no colon"),
        ('name = "webshop"', 'name = " "', "`sources.name` is empty"),
        ('value = "text"', 'value = "words"', "`predicates.value` is 'words'"),
        ('says = ["told"]', 'says = ["impression"]', "impressions are never said"),
        ("interest.rowing", "impression.mood", "of which nothing may be said"),
        ("interest.rowing", "person.called", "stands twice"),
        ("interest.rowing", "Interest", "must be a name such as"),
        ("at_least = 0.9", "at_least = 90", "must be from 0 to 1"),
        ('"file:out"', '"out"', "`channels.email.send` must be"),
        ('country = "GB"', 'country = "England"', "`shop.country` must be a code"),
        ('"sqlite:///.', '"mysql:///.', "`stores.ledger` must begin with"),
        ('"duckdb:.', '"duck:.', "`stores.warehouse` must be duckdb:"),
        ("# now =", "now = 2026-11-02 #", "`shop.now` must be a moment such as"),
        ('read = "exports/orders-*.csv"', 'query = "select 1"', "needs the database"),
        ('"customer_number"', '"customer_no"', "columns.Kundennr.is` is 'customer_no'"),
        ("[shop]", "[shop", "not TOML"),
        ("most = 4", "most = 4\nmost = 5", "not TOML"),
        ('Harbour Books"\nc', 'Harbour\x00Books"\nc', "not TOML"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_its_line(
    tmp_path: Path, old: str, new: str, says: str
) -> None:
    """Each wrong key and value is found where it stands."""
    assert CONTRACTED.count(old) >= 1
    at = CONTRACTED.index(old)
    line = CONTRACTED.count("\n", 0, at) + 1
    told = complaint(tmp_path, CONTRACTED.replace(old, new, 1))
    assert re.search(says, told), told
    stated = re.match(r".*shop\.toml, line (\d+)", told)
    assert stated, told
    # What is missing is named at its table, what is doubled where it ends.
    table_above = CONTRACTED[:at].rfind("\n[")
    earliest = CONTRACTED.count("\n", 0, table_above + 1) + 1
    assert min(earliest, line) <= int(stated[1]) <= line + 1
    if "unknown" in told:
        assert int(stated[1]) == line


def test_a_column_pinned_as_key_names_the_rows(tmp_path: Path) -> None:
    """contracts.md, section 0: `key` is the row's own key."""
    text = CONTRACTED.replace('"customer_number"', '"key"')
    pins = shop_of(tmp_path, text).sources[0].columns
    assert pins["Kundennr"].is_ == "row_key"


def test_the_same_id_twice_is_named_with_both_lines(tmp_path: Path) -> None:
    """Two of staff, or two sources, may not share a name."""
    priya = '[[people]]\nid="a"\nname="A"\n'
    told = complaint(tmp_path, f'[shop]\nname="Q"\n{priya}{priya}')
    assert "line 7: the id 'a' stands twice (first in line 4)" in told
    source = '[[sources]]\nname="a"\nholds="notes"\n'
    told = complaint(tmp_path, f'[shop]\nname="Q"\n{source}{source}')
    assert "line 7: the name 'a' stands twice (first in line 4)" in told


def test_an_empty_file_is_told_how_to_begin(tmp_path: Path) -> None:
    """An empty `shop.toml` is a beginning, not a crash."""
    assert "line 1: the file has no [shop]" in complaint(tmp_path, "")


def test_a_file_in_another_encoding_is_named_with_the_line(tmp_path: Path) -> None:
    """TOML is UTF-8; an old editor's umlaut is not."""
    (tmp_path / "shop.toml").write_bytes(b'[shop]\nname = "B\xfccher"\n')
    with pytest.raises(BadInput, match=r"line 2: this is not UTF-8"):
        read_shop(tmp_path)


def test_a_byte_order_mark_and_windows_lines_are_no_matter(tmp_path: Path) -> None:
    """A file saved by a Windows editor reads the same, lines too."""
    text = CONTRACTED.replace("\n", "\r\n")
    (tmp_path / "shop.toml").write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert read_shop(tmp_path) == shop_of(tmp_path, CONTRACTED)
    (tmp_path / "shop.toml").write_bytes(text.replace("[quiet]", "[silent]").encode())
    line = CONTRACTED[: CONTRACTED.index("[quiet]")].count("\n") + 1
    with pytest.raises(BadInput, match=rf"line {line}: unknown key `silent`"):
        read_shop(tmp_path)


def test_an_own_predicate_is_like_its_family_where_the_shop_is_silent(
    tmp_path: Path,
) -> None:
    """`interest.rowing` fades as interests do, unless told otherwise."""
    text = '[shop]\nname="Q"\n[[predicates]]\nabout="interest.rowing"\nvalue="text"\n'
    own = shop_of(tmp_path, text).predicates[0]
    assert own.half_life == timedelta(days=365)
    assert own.side is Side.PRIVATE
    never = shop_of(tmp_path, text + 'half_life = "none"\n').predicates[0]
    assert never.half_life is None


words = st.text(
    st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=12
).filter(lambda word: bool(word.strip()))
names = words.filter(lambda word: ":" not in word and word == word.strip())
minutes_of_day = st.integers(0, 1439).map(lambda m: time(m // 60, m % 60))
pins = st.builds(
    ColumnPin,
    is_=st.sampled_from(["customer_number", "email"]),
    verified=st.booleans(),
    one_per_person=st.booleans(),
)
sources = st.builds(
    Source,
    name=names,
    holds=st.sampled_from(Holds),
    department=st.just("") | words,
    owner=st.just("") | words,
    read=words,
    query=st.none() | words,
    time_zone=st.none() | st.just("Europe/Dublin"),
    purpose=st.none() | st.sampled_from(Purpose),
    columns=st.dictionaries(words, pins, max_size=2),
)
staff = st.builds(
    Staff,
    id=words,
    name=words,
    email=st.none() | st.just("a@b.example"),
    department=st.none() | words,
    roles=st.lists(st.sampled_from(AccessRole), unique=True).map(tuple),
    minutes_per_day=st.floats(0, 480),
)
predicates = st.builds(
    Predicate,
    name=st.sampled_from(["interest.rowing", "club.seat", "club.*"]),
    value=st.sampled_from(ValueType),
    many=st.booleans(),
    side=st.sampled_from(Side),
    says=st.frozensets(st.sampled_from([Standing.TOLD, Standing.RECORDED])),
    at_least=st.floats(0, 1),
    half_life=st.none() | st.integers(1, 9999).map(lambda d: timedelta(days=d)),
)
shops = st.builds(
    Shop,
    name=words,
    now=st.none() | st.just(utc("2026-11-02 09:00")),
    people=st.lists(staff, max_size=2, unique_by=lambda s: s.id).map(tuple),
    sources=st.lists(sources, max_size=2, unique_by=lambda s: s.name).map(tuple),
    predicates=st.lists(predicates, max_size=2, unique_by=lambda p: p.name).map(tuple),
    channels=st.dictionaries(
        st.sampled_from(Channel),
        st.builds(
            ChannelSettings,
            send=st.sampled_from(["file:out", "smtp://mail.example:587"]),
            from_=st.none() | words,
            reply_to=st.none() | words,
            return_path=st.none() | st.just("bounces@shop.example"),
            unsubscribe=st.none() | st.just("https://shop.example/u/"),
            her_page=st.none() | st.just("https://shop.example/you/"),
            secret=st.none() | words,
            tasks=st.integers(1, 99),
        ),
    ),
    alone_after=st.none() | st.integers(24, 999).map(lambda h: timedelta(hours=h)),
    anchor=st.none() | words,
    rounds_every=st.integers(1, 10**6).map(lambda m: timedelta(minutes=m)),
    demo=st.just(False),  # noqa: FBT003 a value, not an argument's meaning
)


@settings(deadline=None)
@given(shop=shops, note=st.text(max_size=40))
def test_a_written_shop_reads_back_as_itself(
    tmp_path_factory: pytest.TempPathFactory, shop: Shop, note: str
) -> None:
    """Nothing is lost or bent on the way to the file and back."""
    folder = tmp_path_factory.mktemp("shop")
    notes = {source.name: note for source in shop.sources}
    assert shop_of(folder, write_shop_toml(shop, notes=notes)) == shop


def test_a_written_shop_explains_each_section() -> None:
    """Each table has a comment above it, and the guesses stand with their source."""
    shop = Shop(name="Q", sources=(Source(name="till", holds=Holds.ORDERS),))
    text = write_shop_toml(shop, notes={"till": "Datum: event time\nKdNr: customer"})
    assert "# Datum: event time\n# KdNr: customer\n" in text
    lines = text.splitlines()
    for number, line in enumerate(lines):
        if line.startswith("["):
            assert lines[number - 1].startswith("#"), line


def paths_of(value: object, path: KeyPath = ()) -> set[KeyPath]:
    """Return the path of every key and element in a parsed document."""
    if isinstance(value, dict):
        below: list[tuple[str | int, object]] = list(value.items())
    elif isinstance(value, list):
        below = list(enumerate(value))
    else:
        return {path}
    return {path}.union(*(paths_of(one, (*path, key)) for key, one in below))


AWKWARD = r'''
"a b".'c.d' = """one # no comment
[no.table]
two \""" """""
e = [ 1, # [
  { f = '\', g.h = "]" }, [ QQQx'yQQQ ],
]
when = 1979-05-27 07:32:00
[[t]]
[t.u."v\u0041"]
w = 0x1F
[[t]]
[[t.n]]
x = []
[[t.n]]
x = {}
# the end'''.replace("QQQ", "'" * 3)


def test_every_key_of_an_awkward_file_has_its_line() -> None:
    """Strings, comments and nested arrays do not lead the scanner astray."""
    lines = key_lines(AWKWARD)
    assert set(lines) | {()} >= paths_of(tomllib.loads(AWKWARD))
    assert lines[("a b", "c.d")] == 2
    assert lines[("e", 1, "g", "h")] == 6
    assert lines[("when",)] == 8
    assert lines[("t", 0, "u", "vA", "w")] == 11
    assert lines[("t", 1, "n", 1, "x")] == 16


@settings(deadline=None)
@given(data=st.data())
def test_whatever_is_scribbled_into_it_the_answer_is_one_sentence(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    """Characters taken out and put in, lines swapped: a shop, or what to do."""
    text = CONTRACTED
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(text)))
        end = start + data.draw(st.integers(0, 6))
        scribble = data.draw(st.text("[]{}\"'=.,#\n 0-aé\x00", max_size=4))
        text = text[:start] + scribble + text[end:]
    try:
        said = shop_of(tmp_path_factory.mktemp("shop"), text).name
    except BadInput as error:
        said = str(error)
    assert said.strip()
    assert "\n" not in said
