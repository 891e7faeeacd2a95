"""Joins ports to adapters. The only module that may import adapters."""

from __future__ import annotations

from shopkeeper.adapters.files.plan_toml import (
    find_plan,
    read_plan,
    read_plans,
    write_signature,
)
from shopkeeper.adapters.files.shop_toml import read_shop
from shopkeeper.adapters.files.shop_toml_text import write_shop_toml
from shopkeeper.adapters.files.tables import read_tables, write_table


__all__ = [
    "find_plan",
    "read_plan",
    "read_plans",
    "read_shop",
    "read_tables",
    "write_shop_toml",
    "write_signature",
    "write_table",
]
