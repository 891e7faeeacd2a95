"""Joins ports to adapters. The only module that may import adapters."""

from __future__ import annotations

from shopkeeper.adapters.files.tables import read_tables, write_table


__all__ = ["read_tables", "write_table"]
