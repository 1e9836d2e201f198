"""Appeals, and where an answer's public line stands."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("attempts", sa.Column("line", sa.Text))
    op.create_table(
        "appeals",
        sa.Column("attempt", sa.Text, nullable=False),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("place", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("missed", sa.Text, nullable=False),
        sa.Column("consent", sa.Boolean, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("granted", sa.Boolean),
        sa.Column("decided_by", sa.Text),
        sa.Column("decided_at", MOMENT),
        sa.Column("sentence", sa.Text, nullable=False),
        sa.Column("before", sa.Text),
        sa.PrimaryKeyConstraint("attempt", name="pk_appeals"),
    )
    op.create_index("ix_appeals_person", "appeals", ["person"])
    where = sa.text("decided_at IS NULL")
    op.create_index("ix_appeals_open", "appeals", ["place", "at"], sqlite_where=where, postgresql_where=where)
