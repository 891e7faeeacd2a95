"""Keep open loops and promises with every step of theirs."""

import sqlalchemy as sa

from alembic import op


revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "loops",
        sa.Column("sequence", _SERIAL, autoincrement=True, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_loops")),
        sa.UniqueConstraint("id", name=op.f("uq_loops_id")),
    )
    _index("loops", "person")
    op.create_table(
        "loop_states",
        sa.Column("sequence", _SERIAL, autoincrement=True, nullable=False),
        sa.Column("loop", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("by_staff", sa.Text(), nullable=True),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("at_us", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_loop_states")),
    )
    _index("loop_states", "loop")
    _index("loop_states", "person")
    op.create_table(
        "promises",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("made_us", sa.BigInteger(), nullable=True),
        sa.Column("holds", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promises")),
    )
    _index("promises", "person")
    op.create_table(
        "promise_states",
        sa.Column("sequence", _SERIAL, autoincrement=True, nullable=False),
        sa.Column("promise", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("by_staff", sa.Text(), nullable=True),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("at_us", sa.BigInteger(), nullable=False),
        sa.Column("deadline", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_promise_states")),
    )
    _index("promise_states", "promise")
    _index("promise_states", "person")


def downgrade() -> None:
    for name in ("promise_states", "promises", "loop_states", "loops"):
        op.drop_table(name)


def _index(table: str, column: str) -> None:
    op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False)
