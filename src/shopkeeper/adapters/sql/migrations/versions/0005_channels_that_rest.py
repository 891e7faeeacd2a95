"""Note how a channel fares, so that one that keeps failing rests."""

import sqlalchemy as sa

from alembic import op


revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "channel_results",
        sa.Column(
            "sequence",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("went", sa.Integer(), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("at_us", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_channel_results")),
    )
    op.create_index(
        op.f("ix_channel_results_channel"), "channel_results", ["channel"]
    )
    op.create_index(
        op.f("ix_outbox_channel"), "outbox", ["channel", "state_us"]
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_outbox_channel"), table_name="outbox")
    op.drop_table("channel_results")
