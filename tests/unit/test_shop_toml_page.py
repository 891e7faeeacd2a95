"""The page on `shop.toml` names each key that the reader knows, and no other."""

from __future__ import annotations

import re
import tomllib

from pathlib import Path

import pytest

from shopkeeper.adapters.files import shop_toml
from shopkeeper.adapters.files.shop_toml import shop_from
from shopkeeper.adapters.files.toml_table import parse_toml
from shopkeeper.vocabulary import Channel


PAGE = Path(__file__).parents[2] / "docs" / "reference" / "shop-toml.md"
KEYS = {
    "[shop]": shop_toml.SHOP_KEYS,
    "[stores]": shop_toml.STORES_KEYS,
    "[calendar]": shop_toml.CALENDAR_KEYS,
    "[attention]": shop_toml.ATTENTION_KEYS,
    "[identity]": shop_toml.IDENTITY_KEYS,
    "[quiet]": shop_toml.QUIET_KEYS,
    "[[people]]": shop_toml.PEOPLE_KEYS,
    "[[sources]]": shop_toml.SOURCE_KEYS,
    "[sources.columns]": shop_toml.PIN_KEYS,
    "[[predicates]]": shop_toml.PREDICATE_KEYS,
    "[channels]": shop_toml.CHANNEL_KEYS,
    "[rounds]": shop_toml.ROUNDS_KEYS,
    "[sending]": shop_toml.SENDING_KEYS,
    "[audit]": shop_toml.AUDIT_KEYS,
}
SHOP = '[shop]\nname = "X"\n'
# What has no default is given where it must be there.
NEEDED = {
    "[[people]]": 'id = "x"\nname = "X"\n',
    "[[sources]]": 'name = "x"\nholds = "people"\n',
    "[[predicates]]": 'about = "a.b"\nvalue = "text"\n',
}


def sections() -> dict[str, str]:
    """Return the page's parts by the table they are about."""
    parts = re.split(
        r"^##+ `(.+?)`$", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE
    )
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def rows() -> list[tuple[str, str, str]]:
    """Return table, key and default of each row."""
    found = []
    for name, text in sections().items():
        for line in text.splitlines():
            cells = [one.strip() for one in line.split("|")]
            if len(cells) == 6 and cells[1].startswith("`"):
                found.append((name, cells[1].strip("`"), cells[4]))
    return found


def test_every_table_and_key_is_there_and_none_else():
    """A key that is read and not described is found by nobody."""
    assert {one.strip("[]").partition(".")[0] for one in sections()} == set(
        shop_toml.SECTIONS
    )
    told: dict[str, list[str]] = {}
    for name, key, _ in rows():
        told.setdefault(name, []).append(key)
    assert {name: sorted(keys) for name, keys in told.items()} == {
        name: sorted(keys) for name, keys in KEYS.items()
    }


def test_every_channel_is_named():
    """They are a closed set."""
    told = sections()["[channels]"].replace("`[channels.email]`", "`email`")
    assert [one for one in Channel if f"`{one}`" not in told] == []


@pytest.mark.parametrize(("table", "key", "default"), rows(), ids=str)
def test_the_default_is_what_it_says(table, key, default):
    """Written into the file, it changes nothing."""
    literal = re.fullmatch(r"`(.+)`", default)
    if literal is None or table in ("[sources.columns]", "[identity]"):
        return
    if literal[1] == '""':  # an empty text is left out
        return
    head = table.replace("[channels]", "[channels.email]")
    begin = "" if table == "[shop]" else f"{head}\n{NEEDED.get(table, '')}"
    plain = shop_from(parse_toml(SHOP + begin, where="shop.toml"))
    told = f"{SHOP}{begin}{key} = {literal[1]}\n"
    assert shop_from(parse_toml(told, where="shop.toml")) == plain


def test_every_example_is_read():
    """As it stands on the page."""
    blocks = re.findall(
        r"^```toml\n(.*?)^```", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL
    )
    assert len(blocks) > 8
    for block in blocks:
        text = block if "[shop]" in block else SHOP + block
        assert shop_from(parse_toml(text, where="shop.toml")).name
        assert tomllib.loads(block)
