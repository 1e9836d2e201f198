"""Secrets of adapters, sealed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "secrets",
        sa.Column("adapter", sa.Text, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("sealed", sa.Text, nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("adapter", "key", name="pk_secrets"),
    )
    where = sa.text("expires_at IS NOT NULL")
    op.create_index(
        "ix_secrets_expiring", "secrets", ["expires_at"], sqlite_where=where, postgresql_where=where
    )
