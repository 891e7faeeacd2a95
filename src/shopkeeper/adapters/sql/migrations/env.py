"""Runs the ledger's migrations on the connection it is handed."""

from alembic import context

from shopkeeper.adapters.sql.schema import metadata


connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
