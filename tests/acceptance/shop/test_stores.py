"""What this version cannot do is said, not done in another way."""

from __future__ import annotations

from tests.builders.shop import SmallShop


def test_a_warehouse_of_another_engine_is_refused(tmp_path):
    """A shop that asks for Spark must not get DuckDB without a word."""
    shop = SmallShop(tmp_path / "corner").opens(start=False)
    toml = shop.folder / "shop.toml"
    text = toml.read_text(encoding="utf-8")
    toml.write_text(
        f'{text}\n[stores]\nwarehouse = "spark:.shopkeeper/warehouse"\n',
        encoding="utf-8",
    )

    ran = shop.command("run")
    assert 2 == ran.code
    assert "this version has no other" in ran.err


def test_a_database_as_a_source_is_refused_with_what_to_do(tmp_path):
    """Not "there is no such file"."""
    shop = SmallShop(tmp_path / "corner").opens(start=False)
    toml = shop.folder / "shop.toml"
    text = toml.read_text(encoding="utf-8")
    toml.write_text(
        f'{text}\n[[sources]]\nname = "crm"\nholds = "people"\n'
        'read = "postgresql://db/crm"\nquery = "select 1"\n',
        encoding="utf-8",
    )

    ran = shop.command("run")
    assert 2 == ran.code
    assert "export the query to a file" in ran.err
