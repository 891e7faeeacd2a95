"""`shop.toml`: everything a shop states about itself.

Source: contracts.md, section 1.
"""

from __future__ import annotations

import re

from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path

from shopkeeper.adapters.files.channel_values import (
    dkim_name,
    header_text,
    https_address,
    letter_form,
    not_negative,
    return_path,
    second_person,
    sending_address,
    sides,
)
from shopkeeper.adapters.files.toml_table import TomlTable, nearest, read_toml
from shopkeeper.adapters.files.toml_values import (
    amount,
    choice,
    choices,
    clock,
    duration,
    duration_or_none,
    flag,
    holiday_calendar,
    long_text,
    moment,
    share,
    text,
    weekdays,
    zone,
)
from shopkeeper.vocabulary import (
    BUILT_IN,
    IDENTITY,
    OWN_SOURCES,
    AccessRole,
    Attention,
    BadInput,
    Calendar,
    Channel,
    ChannelSettings,
    ColumnPin,
    Holds,
    IdentifierKind,
    IdentityRule,
    Predicate,
    Predicates,
    Purpose,
    Quiet,
    Shop,
    Side,
    Source,
    Staff,
    Standing,
    ValueType,
)


# The keys of contracts.md, section 1, and no others.
SECTIONS = (
    "shop", "stores", "calendar", "attention", "quiet", "people", "sources",
    "predicates", "channels", "rounds", "identity", "sending",
    "audit",
)  # fmt: skip
SHOP_KEYS = ("name", "country", "language", "currency", "time_zone", "now")
STORES_KEYS = ("ledger", "warehouse")
CALENDAR_KEYS = ("working_days", "opens", "closes", "holidays")
ATTENTION_KEYS = ("most", "per", "weights", "service_counts", "service_blocked")
IDENTITY_KEYS = ("people", "values", "priority")
QUIET_KEYS = ("from", "to", "weekend", "otherwise")
PEOPLE_KEYS = ("id", "name", "email", "department", "roles", "minutes_per_day")
SOURCE_KEYS = (
    "name", "department", "owner", "read", "query", "holds", "time_zone", "purpose",
    "columns",
)  # fmt: skip
PIN_KEYS = ("is", "verified", "one_per_person")
PREDICATE_KEYS = (
    "about", "value", "many", "side", "says", "at_least", "half_life",
)  # fmt: skip
CHANNEL_KEYS = (
    "send", "from", "reply_to", "return_path", "unsubscribe", "her_page", "dkim",
    "dkim_key", "secret", "tasks", "form", "sides", "font", "fonts", "per_hour",
)  # fmt: skip
SENDING_KEYS = ("second_person", "soft_bounces", "soft_within")
ROUNDS_KEYS = ("every", "explore")
AUDIT_KEYS = ("anchor",)

_DEFAULT = Shop(name="…")
_FACT = "fact"
# What we count, hear or promise ourselves: no column of anybody's says it.
_OURS = ("usual.", "promise.", "journey.", "impression.", "sensitive.")
_OWN_NAME = re.compile(r"[a-z][a-z0-9_]*\.([a-z0-9_]+|\*)")


def read_shop(folder: Path) -> Shop:
    """
    Read the settings of the shop in *folder*, defaults filled in.

    `demo` is not in the file: whoever knows of the shop's mark sets it.

    Raises:
        BadInput: If the folder is no shop, or `shop.toml` has a mistake;
            naming file, line and what to do.
    """
    path = folder / "shop.toml"
    if folder.is_file():
        msg = f"{folder} is a file: name the folder of the shop, {folder.parent}"
        raise BadInput(msg)
    if not path.is_file():
        msg = f"{folder} is no shop: make one with `shopkeeper init {folder}`"
        raise BadInput(msg)
    table, _ = read_toml(path)
    return shop_from(table)


def shop_from(table: TomlTable) -> Shop:
    """
    Read the settings of a shop from the outermost table of its file.

    Raises:
        BadInput: As `read_shop`.
    """
    table.refuse_unknown(SECTIONS)
    if "shop" not in table.data:
        msg = 'the file has no [shop]: begin it with [shop] and name = "…"'
        raise table.error(msg)
    shop, stores = table.table("shop"), table.table("stores")
    rounds = table.table("rounds")
    shop.refuse_unknown(SHOP_KEYS)
    stores.refuse_unknown(STORES_KEYS)
    rounds.refuse_unknown(ROUNDS_KEYS)
    sending = table.table("sending")
    sending.refuse_unknown(SENDING_KEYS)
    audit = table.table("audit")
    audit.refuse_unknown(AUDIT_KEYS)
    time_zone = shop.read("time_zone", zone, _DEFAULT.time_zone)
    own = _predicates(table.tables("predicates"))
    sources = _sources(table.tables("sources"))
    _demand_predicates(table.tables("sources"), sources, Predicates(own))
    return Shop(
        name=shop.need("name", text),
        country=shop.read("country", _code("[A-Z]{2}", "GB"), _DEFAULT.country),
        language=shop.read(
            "language", _code("[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", "en"), _DEFAULT.language
        ),
        currency=shop.read("currency", _code("[A-Z]{3}", "GBP"), _DEFAULT.currency),
        time_zone=time_zone,
        now=shop.need("now", moment(time_zone)) if "now" in shop.data else None,
        ledger=stores.read("ledger", _ledger, _DEFAULT.ledger),
        warehouse=stores.read("warehouse", _warehouse, _DEFAULT.warehouse),
        calendar=_calendar(table.table("calendar")),
        attention=_attention(table.table("attention")),
        identity=_identity(table.table("identity")),
        quiet=_quiet(table.table("quiet")),
        people=_people(table.tables("people")),
        sources=sources,
        predicates=own,
        channels=_channels(table.table("channels")),
        rounds_every=rounds.read("every", duration, _DEFAULT.rounds_every),
        explore=rounds.read("explore", share, _DEFAULT.explore),
        alone_after=sending.read("second_person", second_person, None),
        soft_bounces=sending.read("soft_bounces", not_negative, _DEFAULT.soft_bounces),
        soft_within=sending.read("soft_within", duration, _DEFAULT.soft_within),
        anchor=audit.read("anchor", text, None),
    )


def _code(pattern: str, example: str) -> Callable[[object], str]:
    def read(value: object) -> str:
        if not isinstance(value, str) or not re.fullmatch(pattern, value):
            msg = f'must be a code such as "{example}", not {value!r}'
            raise ValueError(msg)
        return value

    return read


def _ledger(value: object) -> str:
    address = text(value)
    if not address.startswith(("sqlite:///", "postgresql+psycopg://")):
        msg = f"must begin with sqlite:/// or postgresql+psycopg://, not {value!r}"
        raise ValueError(msg)
    return address


def _warehouse(value: object) -> str:
    address = text(value)
    engine, _, folder = address.partition(":")
    if engine not in {"duckdb", "spark"} or not folder:
        msg = f"must be duckdb:<folder> or spark:<folder>, not {value!r}"
        raise ValueError(msg)
    return address


def _calendar(table: TomlTable) -> Calendar:
    table.refuse_unknown(CALENDAR_KEYS)
    default = _DEFAULT.calendar
    opens = table.read("opens", clock, default.opens)
    closes = table.read("closes", clock, default.closes)
    if opens >= closes:
        key = "closes" if "closes" in table.data else "opens"
        msg = f"the shop opens at {opens:%H:%M}, so it must close later than that day"
        raise table.error(msg, key)
    return Calendar(
        working_days=table.read("working_days", weekdays, default.working_days),
        opens=opens,
        closes=closes,
        holidays=table.read("holidays", holiday_calendar, default.holidays),
    )


def _attention(table: TomlTable) -> Attention:
    table.refuse_unknown(ATTENTION_KEYS)
    default = _DEFAULT.attention
    weights = table.table("weights")
    weights.refuse_unknown([channel.value for channel in Channel])
    return Attention(
        most=table.read("most", amount, default.most),
        per=table.read("per", duration, default.per),
        weights={Channel(key): weights.need(key, amount) for key in weights.data},
        service_counts=table.read("service_counts", flag, default.service_counts),
        service_blocked=table.read("service_blocked", flag, default.service_blocked),
    )


def _identity(table: TomlTable) -> Mapping[IdentifierKind, IdentityRule]:
    table.refuse_unknown([kind.value for kind in IdentifierKind])
    rules = dict(IDENTITY)
    for key in table.data:
        one, kind = table.table(key), IdentifierKind(key)
        one.refuse_unknown(IDENTITY_KEYS)
        default = IDENTITY[kind]
        rules[kind] = IdentityRule(
            people=one.read("people", _counted, default.people),
            values=one.read("values", _counted, default.values),
            priority=one.read("priority", _whole, default.priority),
        )
    return rules


def _counted(value: object) -> int:
    number = _whole(value)
    if number < 1:
        msg = f"must be 1 or more, not {number}"
        raise ValueError(msg)
    return number


def _whole(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        msg = f"must be a whole number, not {value!r}"
        raise ValueError(msg)  # noqa: TRY004 -- as the other readers
    return value


def _quiet(table: TomlTable) -> Quiet:
    table.refuse_unknown(QUIET_KEYS)
    default = _DEFAULT.quiet
    return Quiet(
        from_=table.read("from", clock, default.from_),
        to=table.read("to", clock, default.to),
        weekend=table.read("weekend", flag, default.weekend),
        otherwise=table.read("otherwise", clock, None),
    )


def _people(tables: tuple[TomlTable, ...]) -> tuple[Staff, ...]:
    seen: dict[str, str] = {}
    return tuple(_staff(table, seen) for table in tables)


def _staff(table: TomlTable, seen: dict[str, str]) -> Staff:
    table.refuse_unknown(PEOPLE_KEYS)
    staff = Staff(
        id=table.need("id", text),
        name=table.need("name", text),
        email=table.read("email", _mail_address, None),
        department=table.read("department", text, None),
        roles=table.read("roles", choices(AccessRole), ()),
        minutes_per_day=table.read("minutes_per_day", amount, 0.0),
    )
    _once(table, "id", staff.id, seen)
    return staff


def _mail_address(value: object) -> str | None:
    address = text(value)
    if not re.fullmatch(r"[^@\s]+@[^@\s]+", address):
        msg = f"must be an e-mail address, not {value!r}"
        raise ValueError(msg)
    return address


def _once(table: TomlTable, key: str, value: str, seen: dict[str, str]) -> None:
    if value in seen:
        msg = (
            f"the {key} {value!r} stands twice (first in {seen[value]}): "
            "give each its own"
        )
        raise table.error(msg, key)
    seen[value] = f"line {table.lines[(*table.path, key)]}"


def _sources(tables: tuple[TomlTable, ...]) -> tuple[Source, ...]:
    seen: dict[str, str] = {}
    sources = tuple(_source(table, seen) for table in tables)
    for table, source in zip(tables, sources, strict=True):
        if source.name in OWN_SOURCES:
            msg = f"the name {source.name!r} is the shop's own: give it another"
            raise table.error(msg, "name")
        for column, pin in source.columns.items():
            if pin.of and pin.is_ != _FACT and pin.of not in seen:
                near = nearest(pin.of, seen)
                msg = (
                    f"{column!r} is pinned as the numbers of {pin.of!r}, which is no "
                    f"source: did you mean `{near}`?"
                )
                raise table.error(msg, "columns")
    return sources


def _demand_predicates(
    tables: tuple[TomlTable, ...], sources: tuple[Source, ...], known: Predicates
) -> None:
    """Refuse columns that are pinned as a fact about which nothing is declared."""
    for table, source in zip(tables, sources, strict=True):
        for column, pin in source.columns.items():
            if pin.is_ != _FACT:
                continue
            found = known.find(pin.of)
            if pin.of.startswith(_OURS) or (found is not None and found.never):
                msg = f"{column!r}: no column can say `{pin.of}`; choose another name"
                raise table.table("columns").error(msg, column)
            if found is None:
                near = nearest(pin.of, [one.name for one in known])
                msg = (
                    f"{column!r} is pinned as `{pin.of}`, about which no fact can be: "
                    f'add [[predicates]] with about = "{pin.of}" and value = "number", '
                    f'"text" or "date"; or did you mean `{near}`?'
                )
                raise table.table("columns").error(msg, column)


def _source(table: TomlTable, seen: dict[str, str]) -> Source:
    table.refuse_unknown(SOURCE_KEYS)
    source = Source(
        name=table.need("name", _source_name),
        holds=table.need("holds", choice(Holds)),
        department=table.read("department", text, ""),
        owner=table.read("owner", text, ""),
        read=table.read("read", text, None),
        query=table.read("query", long_text, None),
        time_zone=table.read("time_zone", zone, None),
        purpose=table.read("purpose", choice(Purpose), None),
        columns=_pins(table.table("columns")),
    )
    _once(table, "name", source.name, seen)
    if source.query is not None and source.read is None:
        msg = "a `query` needs the database it asks: add read = an address"
        raise table.error(msg, "query")
    return source


def _source_name(value: object) -> str:
    # Records are named <source>:<row>, so a name can hold no colon.
    name = text(value)
    if name != name.strip() or ":" in name:
        msg = f"must have no colon and no blanks around it, not {value!r}"
        raise ValueError(msg)
    return name


def _pins(table: TomlTable) -> dict[str, ColumnPin]:
    pins = {}
    for column in table.data:
        pin = table.table(column)
        pin.refuse_unknown(PIN_KEYS)
        pins[column] = ColumnPin(
            is_=pin.need("is", _meaning)[0],
            of=pin.need("is", _meaning)[1],
            verified=pin.read("verified", flag, default=False),
            one_per_person=pin.read("one_per_person", flag, default=False),
        )
    return pins


def _meaning(value: object) -> tuple[str, str]:
    """Read "customer_number", "customer_number of webshop", or "account.credit"."""
    # Imported here: guessing needs numpy, and most shops pin nothing.
    from shopkeeper.recognise.columns import Meaning  # noqa: PLC0415

    # contracts.md, section 0, Ids: "a column pinned as key".
    if isinstance(value, str) and _OWN_NAME.fullmatch(value) and value[-1] != "*":
        return _FACT, value
    word, _, whose = str(value).partition(" of ")
    if word == _FACT:
        msg = 'must name what the fact is about, such as "account.credit"'
        raise ValueError(msg)
    meaning = choice(Meaning)("row_key" if word == "key" else word)
    return meaning.value, whose.strip()


def _predicates(tables: tuple[TomlTable, ...]) -> tuple[Predicate, ...]:
    seen = {predicate.name: "the built-in ones" for predicate in BUILT_IN}
    return tuple(_predicate(table, seen) for table in tables)


def _predicate(table: TomlTable, seen: dict[str, str]) -> Predicate:
    table.refuse_unknown(PREDICATE_KEYS)
    name = table.need("about", _predicate_name)
    _once(table, "about", name, seen)
    family = _family_of(name)
    if family is not None and family.never:
        msg = (
            f"`{name}` belongs to `{family.name}`, of which nothing may be said: "
            "choose a name outside it"
        )
        raise table.error(msg, "about")
    # One of a built-in family is like its family in what the shop leaves open.
    like = family or Predicate(name=name, value=ValueType.TEXT)
    return Predicate(
        name=name,
        value=table.need("value", choice(ValueType)),
        many=table.read("many", flag, like.many),
        side=table.read("side", choice(Side), like.side),
        says=frozenset(table.read("says", _may_be_said, tuple(like.says))),
        at_least=table.read("at_least", share, like.at_least),
        half_life=_half_life(table, like.half_life),
    )


def _predicate_name(value: object) -> str:
    if not isinstance(value, str) or not _OWN_NAME.fullmatch(value):
        msg = f'must be a name such as "interest.rowing", not {value!r}'
        raise ValueError(msg)
    return value


def _family_of(name: str) -> Predicate | None:
    family = name.partition(".")[0]
    return next((one for one in Predicates() if one.name == f"{family}.*"), None)


def _may_be_said(value: object) -> tuple[Standing, ...]:
    # Source: vision.md, E5: guesses and impressions are used, never said.
    standings = choices(Standing)(value)
    for standing in standings:
        if standing in {Standing.INFERRED, Standing.IMPRESSION}:
            msg = f"names {standing.value!r}: guesses and impressions are never said"
            raise ValueError(msg)
    return standings


def _half_life(table: TomlTable, default: timedelta | None) -> timedelta | None:
    return table.read("half_life", duration_or_none, default)


def _channels(table: TomlTable) -> dict[Channel, ChannelSettings]:
    table.refuse_unknown([channel.value for channel in Channel])
    return {Channel(key): _channel(table.table(key)) for key in table.data}


def _channel(table: TomlTable) -> ChannelSettings:
    table.refuse_unknown(CHANNEL_KEYS)
    default = ChannelSettings()
    settings = ChannelSettings(
        send=table.read("send", sending_address, default.send),
        from_=table.read("from", header_text, None),
        reply_to=table.read("reply_to", header_text, None),
        return_path=table.read("return_path", return_path, None),
        unsubscribe=table.read("unsubscribe", https_address, None),
        her_page=table.read("her_page", https_address, None),
        dkim=table.read("dkim", dkim_name, None),
        dkim_key=table.read("dkim_key", text, None),
        secret=table.read("secret", text, None),
        tasks=table.read("tasks", _counted, default.tasks),
        form=table.read("form", letter_form, None),
        sides=table.read("sides", sides, default.sides),
        font=table.read("font", text, None),
        fonts=table.read("fonts", text, None),
        per_hour=table.read("per_hour", _counted, default.per_hour),
    )
    if (settings.dkim is None) is not (settings.dkim_key is None):
        msg = "`dkim` and `dkim_key` go together: give both, or neither"
        raise table.error(msg, "dkim" if settings.dkim else "dkim_key")
    return settings
