"""The tables: what Koko remembers, and the indexes that keep it quick.

Rows name people, places and messages by the string that their references spell. Attempts belong to
a challenge or to a quiz, so `within` is no foreign key.
"""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    Interval,
    MetaData,
    Table,
    Time,
    UniqueConstraint,
    literal,
)
from sqlalchemy.sql.elements import ColumnElement

from bot.chat.events import EVENTS
from bot.chat.outbox import ACTIONS
from bot.chat.refs import MessageRef, Person, Place
from bot.domain.attempt import Standing
from bot.domain.channel import Answers
from bot.domain.grade import GRADES
from bot.domain.question import QUESTIONS, Difficulty
from bot.domain.schedule import DaysOff, ScheduleKind
from bot.grading.model.opinion import OPINIONS
from bot.store.columns import Foreign, Json, Spelled, UTCDateTime, Words

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)

PLACE = Spelled(Place.parse)
PERSON = Spelled(Person.parse)
MESSAGE = Spelled(MessageRef.parse)
DAYS_OFF = Json(TypeAdapter(DaysOff), repeats=True)

# SQLite numbers only an INTEGER by itself, whatever its size; on Postgres that would end at 2^31.
NUMBER = BigInteger().with_variant(Integer(), "sqlite")


def _partial(name: str, where: ColumnElement[bool], *columns: Column[Any], unique: bool = False) -> Index:
    return Index(name, *columns, unique=unique, sqlite_where=where, postgresql_where=where)


people = Table(
    "people",
    metadata,
    Column("person", PERSON, primary_key=True),
    Column("name", Words, nullable=False, default=""),
    Column("hidden", Boolean, nullable=False, default=False),
)

channels = Table(
    "channels",
    metadata,
    Column("place", PLACE, primary_key=True),
    Column("zone", Words, nullable=False),
    Column("answers", Spelled(Answers), nullable=False),
    Column("open_for", Interval, nullable=False),
    Column("off", DAYS_OFF, nullable=False),
    Column("paused", Boolean, nullable=False),
    Column("set_up_by", PERSON),
)

schedules = Table(
    "schedules",
    metadata,
    Column("id", Words, primary_key=True),
    Column("adapter", Words, nullable=False),
    Column("place", PLACE, nullable=False, index=True),
    Column("kind", Spelled(ScheduleKind), nullable=False),
    Column("zone", Words, nullable=False),
    Column("at", Time, nullable=False),
    Column("weekdays", Json(TypeAdapter(frozenset[int]), repeats=True), nullable=False),
    Column("off", DAYS_OFF, nullable=False),
    Column("topics", Json(TypeAdapter(frozenset[str]), repeats=True), nullable=False),
    Column("easiest", Spelled(Difficulty), nullable=False),
    Column("hardest", Spelled(Difficulty), nullable=False),
    Column("track", Words),
    Column("track_since", UTCDateTime),
    Column("interview", Date),
    Column("next_day", Date),
    Column("next_run_at", UTCDateTime),
    Column("last_day", Date),
)
Index(None, schedules.c.kind, schedules.c.next_run_at)

skips = Table(
    "skips",
    metadata,
    Column("schedule", Words, primary_key=True),
    Column("day", Date, primary_key=True),
    Column("reason", Words, nullable=False),
    Column("key", Words, nullable=False),
    UniqueConstraint("schedule", "key"),
)

questions = Table(
    "questions",
    metadata,
    Column("hash", Words, primary_key=True),
    Column("id", Words, nullable=False),
    Column("question", Json(QUESTIONS, repeats=True), nullable=False),
)

challenges = Table(
    "challenges",
    metadata,
    Column("id", Words, primary_key=True),
    Column("adapter", Words, nullable=False),
    Column("workspace", Words, nullable=False),
    Column("place", PLACE, nullable=False),
    Column("question", Words, nullable=False),
    # Deferred, so that within a transaction either may be kept first.
    Column(
        "question_hash",
        Words,
        ForeignKey("questions.hash", deferrable=True, initially="DEFERRED"),
        nullable=False,
    ),
    Column("day", Date, nullable=False),
    Column("opened_at", UTCDateTime, nullable=False),
    Column("closes_at", UTCDateTime, nullable=False),
    Column("answers", Spelled(Answers), nullable=False),
    Column("schedule", Words),
    Column("message", MESSAGE),
    Column("thread", PLACE, index=True),
    Column("revealed_at", UTCDateTime),
    Column("lost", Boolean, nullable=False, default=False),
    UniqueConstraint("schedule", "day"),
)
Index(None, challenges.c.place, challenges.c.opened_at)
_partial("ix_challenges_unrevealed", challenges.c.revealed_at.is_(None), challenges.c.closes_at)
Index(None, challenges.c.adapter, challenges.c.workspace, challenges.c.closes_at)

attempts = Table(
    "attempts",
    metadata,
    Column("id", Words, primary_key=True),
    Column("within", Words, nullable=False),
    Column("number", Integer, nullable=False),
    Column("person", PERSON, nullable=False),
    Column("text", Words, nullable=False),
    Column("at", UTCDateTime, nullable=False),
    Column("source", MESSAGE, unique=True),
    Column("hinted", Boolean, nullable=False),
    Column("standing", Spelled(Standing), nullable=False),
    Column("grade", Json(GRADES)),
    # What queries need of the grade: its score, the hash of the question it was graded against, and (last
    # of all, where it came later) whether a person should look at it.
    Column("score", Float),
    Column("question_hash", Words),
    Column("line", MESSAGE),
    Column("review", Boolean),
)
# Literal in every statement, or no planner would see that the partial index answers it.
STANDS = attempts.c.standing != literal(Standing.WITHDRAWN, attempts.c.standing.type, literal_execute=True)
# A withdrawn attempt gives its number free.
_partial("uq_attempts_number", STANDS, attempts.c.within, attempts.c.person, attempts.c.number, unique=True)
Index(None, attempts.c.person, attempts.c.at)
_partial("ix_attempts_ungraded", attempts.c.grade.is_(None), attempts.c.at)
_partial("ix_attempts_review", attempts.c.review.is_(True), attempts.c.at)

hints = Table(
    "hints",
    metadata,
    Column("person", PERSON, primary_key=True),
    Column("challenge", Words, primary_key=True),
    Column("at", UTCDateTime, nullable=False),
)

quizzes = Table(
    "quizzes",
    metadata,
    Column("id", Words, primary_key=True),
    Column("person", PERSON, nullable=False, index=True),
    Column("place", PLACE, nullable=False),
    Column("questions", Json(TypeAdapter(tuple[str, ...])), nullable=False),
    Column("started_at", UTCDateTime, nullable=False),
    Column("position", Integer, nullable=False),
    Column("finished", Boolean, nullable=False),
)

points = Table(
    "points",
    metadata,
    Column("key", Words, primary_key=True),
    Column("person", PERSON, nullable=False),
    Column("place", PLACE),
    Column("points", Integer, nullable=False),
    Column("at", UTCDateTime, nullable=False),
)
# Both answer a board from the index alone: who answered in a channel, and what they earned in quizzes.
Index("ix_points_of_place", points.c.place, points.c.at, points.c.person, points.c.points)
Index("ix_points_of_person", points.c.person, points.c.place, points.c.at, points.c.points)

reports = Table(
    "reports",
    metadata,
    Column("id", Words, primary_key=True),
    Column("question", Words, nullable=False),
    Column("question_hash", Words, nullable=False),
    Column("person", PERSON, nullable=False, index=True),
    Column("text", Words, nullable=False),
    Column("at", UTCDateTime, nullable=False),
)

appeals = Table(
    "appeals",
    metadata,
    Column("attempt", Words, primary_key=True),
    Column("person", PERSON, nullable=False, index=True),
    Column("place", PLACE, nullable=False),
    Column("reason", Words, nullable=False),
    Column("missed", Json(TypeAdapter(tuple[str, ...])), nullable=False),
    Column("consent", Boolean, nullable=False),
    Column("at", UTCDateTime, nullable=False),
    Column("granted", Boolean),
    Column("decided_by", PERSON),
    Column("decided_at", UTCDateTime),
    Column("sentence", Words, nullable=False),
    # The grade that was decided on, which a granted appeal replaced.
    Column("before", Json(GRADES)),
)
_partial("ix_appeals_open", appeals.c.decided_at.is_(None), appeals.c.place, appeals.c.at)

inbox = Table(
    "inbox",
    metadata,
    Column("number", NUMBER, primary_key=True),
    Column("key", Words, nullable=False, unique=True),
    Column("person", PERSON),
    Column("event", Foreign(EVENTS)),
    Column("accepted_at", UTCDateTime, nullable=False),
    Column("free_at", UTCDateTime, nullable=False),
)
_partial("ix_inbox_left", inbox.c.event.is_not(None), inbox.c.free_at)

outbox = Table(
    "outbox",
    metadata,
    Column("number", NUMBER, primary_key=True),
    Column("key", Words, nullable=False, unique=True),
    Column("adapter", Words, nullable=False),
    Column("lane", Words, nullable=False),
    Column("action", Foreign(ACTIONS)),
    Column("due_at", UTCDateTime, nullable=False),
    Column("expires_at", UTCDateTime, nullable=False),
    Column("challenge", Words),
    # Whose words or name it holds, so that they can be forgotten while it waits.
    Column("person", PERSON),
    Column("tries", Integer, nullable=False),
    # The key of the message that it shared when it was sent, if it did.
    Column("shared", Words),
    # When it may be taken: as `due_at` says at first, then when a loan or a postponement ends.
    Column("free_at", UTCDateTime, nullable=False),
)
_partial("ix_outbox_lane", outbox.c.action.is_not(None), outbox.c.lane, outbox.c.number)
_partial("ix_outbox_free", outbox.c.action.is_not(None), outbox.c.adapter, outbox.c.free_at, outbox.c.number)

secrets = Table(
    "secrets",
    metadata,
    Column("adapter", Words, primary_key=True),
    Column("key", Words, primary_key=True),
    Column("sealed", Words, nullable=False),
    Column("expires_at", UTCDateTime),
)
_partial("ix_secrets_expiring", secrets.c.expires_at.is_not(None), secrets.c.expires_at)

opinions = Table(
    "opinions",
    metadata,
    # A fingerprint of the answer, by which `forget` finds what was said of it.
    Column("answer", Words, primary_key=True),
    Column("question_hash", Words, primary_key=True),
    Column("model", Words, primary_key=True),
    Column("opinion", Json(OPINIONS), nullable=False),
    Column("at", UTCDateTime, nullable=False, index=True),
)

model_calls = Table(
    "model_calls",
    metadata,
    Column("workspace", Words, primary_key=True),
    Column("day", Date, primary_key=True),
    Column("calls", Integer, nullable=False),
)
