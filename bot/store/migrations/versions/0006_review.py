"""Which grades a person should look at."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.add_column("attempts", sa.Column("review", sa.Boolean))
    attempts = sa.table("attempts", sa.column("grade", sa.Text), sa.column("review", sa.Boolean))
    # Within somebody's words the quotes would be escaped.
    marked = attempts.c.grade.contains('"review":true', autoescape=True)
    op.execute(attempts.update().where(marked).values(review=True))
    where = attempts.c.review.is_(True)
    op.create_index("ix_attempts_review", "attempts", ["at"], sqlite_where=where, postgresql_where=where)
