"""Brings a ledger's tables to this version of the schema."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import inspect, text

from shopkeeper.adapters.sql.database import Database
from shopkeeper.vocabulary import BadInput


HEAD = "0005"
_SCRIPTS = Path(__file__).parent / "migrations"


def migrate(database: Database) -> None:
    """
    Make or upgrade the tables, all or nothing.

    Raises:
        BadInput: If the ledger was written by a later version of this program.
    """
    if version_of(database) == HEAD:
        return
    # Imported here: Alembic takes a third of a second, and is seldom needed.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415
    from alembic.util.exc import CommandError  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS))
    config.set_main_option("path_separator", "os")
    try:
        with database.transaction() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    except CommandError as error:
        msg = (
            f"The ledger is of version {version_of(database)}, which this program "
            f"does not know ({error}): install the shopkeeper that wrote it."
        )
        raise BadInput(msg) from None


def version_of(database: Database) -> str | None:
    """Return the version of the ledger's tables, None where there are none."""
    if not inspect(database.connection).has_table("alembic_version"):
        return None
    found = database.connection.execute(text("SELECT version_num FROM alembic_version"))
    return found.scalar()
