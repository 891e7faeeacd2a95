"""Adapters that run relational expressions in DuckDB over Parquet."""
