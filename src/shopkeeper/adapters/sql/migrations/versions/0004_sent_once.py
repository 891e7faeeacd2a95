"""Say at the touch itself where it stands, who sends it, and who agreed to it."""

import json

import sqlalchemy as sa

from alembic import op


revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    for column in (
        sa.Column("purpose", sa.Text(), nullable=False, server_default=""),
        sa.Column("state", sa.Text(), nullable=False, server_default=""),
        sa.Column("because", sa.Text(), nullable=False, server_default=""),
        sa.Column("state_us", sa.BigInteger(), nullable=False, server_default="0"),
        sa.Column("until_us", sa.BigInteger(), nullable=True),
        sa.Column("claim", sa.BigInteger(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False, server_default="0"),
    ):
        op.add_column("outbox", column)
    _say_where_each_stands()
    # Of two touches of one step and round for one person, the first stays as it is;
    # a later one, which no version of ours wrote, would be of another round.
    op.create_index(
        "uq_outbox_step_person", "outbox", ["plan", "step", "round", "person"],
        unique=True,
    )
    _index("outbox", "address_hash")
    _index("outbox", "state")
    op.create_index(op.f("ix_outbox_plan"), "outbox", ["plan", "state"], unique=False)
    op.create_table(
        "senders",
        sa.Column("sequence", _SERIAL, autoincrement=True, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("until_us", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_senders")),
    )
    op.create_table(
        "openings",
        sa.Column("sequence", _SERIAL, autoincrement=True, nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("settings", sa.Text(), nullable=False),
        sa.Column("opens", sa.Integer(), nullable=False),
        sa.Column("by_staff", sa.Text(), nullable=False),
        sa.Column("at_us", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_openings")),
    )
    _index("openings", "channel")
    op.create_table(
        "approvals",
        sa.Column("sequence", _SERIAL, autoincrement=True, nullable=False),
        sa.Column("plan", sa.Text(), nullable=False),
        sa.Column("up_to", sa.BigInteger(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("by_staff", sa.Text(), nullable=False),
        sa.Column("at_us", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_approvals")),
    )
    _index("approvals", "plan")


def downgrade() -> None:
    for name in ("approvals", "openings", "senders"):
        op.drop_table(name)
    op.drop_index("uq_outbox_step_person", "outbox")
    for name in ("address_hash", "state", "plan"):
        op.drop_index(op.f(f"ix_outbox_{name}"), "outbox")
    for name in (
        "tries", "claim", "until_us", "state_us", "because", "state", "purpose",
    ):
        op.drop_column("outbox", name)


def _say_where_each_stands() -> None:
    ledger = op.get_bind()
    last = {}
    for message_id, state, because, at_us, until_us in ledger.execute(
        sa.text(
            "SELECT message_id, state, because, at_us, until_us"
            " FROM outbox_states ORDER BY sequence"
        )
    ):
        last[message_id] = (state, because, at_us, until_us)
    for message_id, body in ledger.execute(
        sa.text("SELECT message_id, body FROM outbox")
    ).all():
        state, because, at_us, until_us = last[message_id]
        ledger.execute(
            sa.text(
                "UPDATE outbox SET purpose = :purpose, state = :state,"
                " because = :because, state_us = :at_us, until_us = :until_us"
                " WHERE message_id = :message_id"
            ),
            {
                "purpose": json.loads(body)["purpose"], "state": state,
                "because": because, "at_us": at_us, "until_us": until_us,
                "message_id": message_id,
            },
        )


def _index(table: str, column: str) -> None:
    op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False)
