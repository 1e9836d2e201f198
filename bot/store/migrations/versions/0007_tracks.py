"""Which track a schedule follows."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.add_column("schedules", sa.Column("track", sa.Text))
    op.add_column("schedules", sa.Column("track_since", sa.DateTime(timezone=True)))
    op.add_column("schedules", sa.Column("interview", sa.Date))
