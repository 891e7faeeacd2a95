"""Adapters that keep the ledger in a SQL database, by SQLAlchemy Core."""
