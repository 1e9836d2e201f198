"""What the model judge said, and how often each workspace has asked it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "opinions",
        sa.Column("question_hash", sa.Text, nullable=False),
        sa.Column("answer", sa.Text, nullable=False),
        sa.Column("model", sa.Text, nullable=False),
        sa.Column("opinion", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("answer", "question_hash", "model", name="pk_opinions"),
    )
    op.create_index("ix_opinions_at", "opinions", ["at"])
    op.create_table(
        "model_calls",
        sa.Column("workspace", sa.Text, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("calls", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("workspace", "day", name="pk_model_calls"),
    )
