"""Find what took a join back without reading every decision."""

from alembic import op


revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        op.f("ix_identity_decisions_undoes"),
        "identity_decisions",
        ["undoes"],
        unique=False,
    )


def downgrade() -> None:
    op.drop_index(
        op.f("ix_identity_decisions_undoes"), table_name="identity_decisions"
    )
