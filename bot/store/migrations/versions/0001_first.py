"""The tables of the first Koko."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

MOMENT = sa.DateTime(timezone=True)
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _partial(where: str) -> dict[str, Any]:
    return {"sqlite_where": sa.text(where), "postgresql_where": sa.text(where)}


def upgrade() -> None:
    op.create_table(
        "attempts",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("within", sa.Text, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("source", sa.Text),
        sa.Column("hinted", sa.Boolean, nullable=False),
        sa.Column("standing", sa.Text, nullable=False),
        sa.Column("grade", sa.Text),
        sa.Column("score", sa.Float),
        sa.Column("question_hash", sa.Text),
        sa.PrimaryKeyConstraint("id", name="pk_attempts"),
        sa.UniqueConstraint("source", name="uq_attempts_source"),
    )
    op.create_index("ix_attempts_person_at", "attempts", ["person", "at"])
    op.create_index("ix_attempts_ungraded", "attempts", ["at"], **_partial("grade IS NULL"))
    op.create_index(
        "uq_attempts_number",
        "attempts",
        ["within", "person", "number"],
        unique=True,
        **_partial("standing != 'withdrawn'"),
    )
    op.create_table(
        "channels",
        sa.Column("place", sa.Text, nullable=False),
        sa.Column("zone", sa.Text, nullable=False),
        sa.Column("answers", sa.Text, nullable=False),
        sa.Column("open_for", sa.Interval, nullable=False),
        sa.Column("off", sa.Text, nullable=False),
        sa.Column("paused", sa.Boolean, nullable=False),
        sa.Column("set_up_by", sa.Text),
        sa.PrimaryKeyConstraint("place", name="pk_channels"),
    )
    op.create_table(
        "hints",
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("challenge", sa.Text, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("person", "challenge", name="pk_hints"),
    )
    op.create_table(
        "inbox",
        sa.Column("number", NUMBER, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("person", sa.Text),
        sa.Column("event", sa.Text),
        sa.Column("accepted_at", MOMENT, nullable=False),
        sa.Column("free_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_inbox"),
        sa.UniqueConstraint("key", name="uq_inbox_key"),
    )
    op.create_index("ix_inbox_left", "inbox", ["free_at"], **_partial("event IS NOT NULL"))
    op.create_table(
        "outbox",
        sa.Column("number", NUMBER, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("adapter", sa.Text, nullable=False),
        sa.Column("lane", sa.Text, nullable=False),
        sa.Column("action", sa.Text),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("challenge", sa.Text),
        sa.Column("person", sa.Text),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("free_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_outbox"),
        sa.UniqueConstraint("key", name="uq_outbox_key"),
    )
    op.create_index(
        "ix_outbox_free", "outbox", ["adapter", "free_at", "number"], **_partial("action IS NOT NULL")
    )
    op.create_index("ix_outbox_lane", "outbox", ["lane", "number"], **_partial("action IS NOT NULL"))
    op.create_table(
        "people",
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("hidden", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("person", name="pk_people"),
    )
    op.create_table(
        "points",
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("place", sa.Text),
        sa.Column("points", sa.Integer, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_points"),
    )
    op.create_index("ix_points_of_person", "points", ["person", "place", "at", "points"])
    op.create_index("ix_points_of_place", "points", ["place", "at", "person", "points"])
    op.create_table(
        "questions",
        sa.Column("hash", sa.Text, nullable=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("question", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("hash", name="pk_questions"),
    )
    op.create_table(
        "quizzes",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("place", sa.Text, nullable=False),
        sa.Column("questions", sa.Text, nullable=False),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("finished", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_quizzes"),
    )
    op.create_index("ix_quizzes_person", "quizzes", ["person"])
    op.create_table(
        "reports",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("question_hash", sa.Text, nullable=False),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_reports"),
    )
    op.create_index("ix_reports_person", "reports", ["person"])
    op.create_table(
        "schedules",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("adapter", sa.Text, nullable=False),
        sa.Column("place", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("zone", sa.Text, nullable=False),
        sa.Column("at", sa.Time, nullable=False),
        sa.Column("weekdays", sa.Text, nullable=False),
        sa.Column("off", sa.Text, nullable=False),
        sa.Column("topics", sa.Text, nullable=False),
        sa.Column("easiest", sa.Text, nullable=False),
        sa.Column("hardest", sa.Text, nullable=False),
        sa.Column("next_day", sa.Date),
        sa.Column("next_run_at", MOMENT),
        sa.Column("last_day", sa.Date),
        sa.PrimaryKeyConstraint("id", name="pk_schedules"),
    )
    op.create_index("ix_schedules_kind_next_run_at", "schedules", ["kind", "next_run_at"])
    op.create_index("ix_schedules_place", "schedules", ["place"])
    op.create_table(
        "skips",
        sa.Column("schedule", sa.Text, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("schedule", "day", name="pk_skips"),
        sa.UniqueConstraint("schedule", "key", name="uq_skips_schedule_key"),
    )
    op.create_table(
        "challenges",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("adapter", sa.Text, nullable=False),
        sa.Column("workspace", sa.Text, nullable=False),
        sa.Column("place", sa.Text, nullable=False),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("question_hash", sa.Text, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("closes_at", MOMENT, nullable=False),
        sa.Column("answers", sa.Text, nullable=False),
        sa.Column("schedule", sa.Text),
        sa.Column("message", sa.Text),
        sa.Column("thread", sa.Text),
        sa.Column("revealed_at", MOMENT),
        sa.Column("lost", sa.Boolean, nullable=False),
        sa.ForeignKeyConstraint(
            ["question_hash"],
            ["questions.hash"],
            name="fk_challenges_question_hash",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name="pk_challenges"),
        sa.UniqueConstraint("schedule", "day", name="uq_challenges_schedule_day"),
    )
    op.create_index(
        "ix_challenges_adapter_workspace_closes_at", "challenges", ["adapter", "workspace", "closes_at"]
    )
    op.create_index("ix_challenges_place_opened_at", "challenges", ["place", "opened_at"])
    op.create_index("ix_challenges_thread", "challenges", ["thread"])
    op.create_index(
        "ix_challenges_unrevealed", "challenges", ["closes_at"], **_partial("revealed_at IS NULL")
    )
