"""What the bot asks of its store, in the domain's words.

Never await a platform or a grader inside a transaction. Natural keys make everything repeatable:
what was there already is reported, not raised.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from bot.chat.events import Event
from bot.chat.outbox import Post
from bot.chat.refs import MessageRef, Person, Place
from bot.domain.appeal import Appeal, Decision
from bot.domain.attempt import Attempt, Standing
from bot.domain.challenge import Challenge
from bot.domain.channel import Channel
from bot.domain.grade import Grade
from bot.domain.health import Result
from bot.domain.question import Question
from bot.domain.quiz import Quiz
from bot.domain.schedule import Occurrence, Schedule, ScheduleKind, Skip
from bot.domain.standings import Tally
from bot.domain.streak import QuestionDay
from bot.grading.model.opinion import Asked, Opinion


class Store(Protocol):
    """Where everything is kept."""

    def begin(self) -> AbstractAsyncContextManager[Transaction]:
        """All that happens inside is kept together or, after an error, not at all."""

    def read(self) -> AbstractAsyncContextManager[Transaction]:
        """The same for reading only: it takes no write lock, and keeps nothing."""

    @property
    def is_shared(self) -> bool:
        """Whether other processes may be working on it too."""

    async def close(self) -> None: ...


class Transaction(Protocol):
    """One small protocol per table, within one transaction."""

    @property
    def channels(self) -> Channels: ...
    @property
    def schedules(self) -> Schedules: ...
    @property
    def questions(self) -> Questions: ...
    @property
    def challenges(self) -> Challenges: ...
    @property
    def attempts(self) -> Attempts: ...
    @property
    def appeals(self) -> Appeals: ...
    @property
    def quizzes(self) -> Quizzes: ...
    @property
    def points(self) -> Points: ...
    @property
    def people(self) -> People: ...
    @property
    def reports(self) -> Reports: ...
    @property
    def results(self) -> Results: ...
    @property
    def inbox(self) -> Inbox: ...
    @property
    def outbox(self) -> Posts: ...
    @property
    def secrets(self) -> Secrets: ...
    @property
    def opinions(self) -> Opinions: ...


class Channels(Protocol):
    async def get(self, place: Place) -> Channel | None: ...
    async def many(self, places: Collection[Place]) -> dict[Place, Channel]: ...
    async def of(self, person: Person, limit: int) -> list[Place]:
        """Where the person has answered, the last first, then where they saved the setup."""

    async def put(self, channel: Channel) -> None:
        """Keep a channel's settings, new or changed."""

    async def add(self, channel: Channel) -> bool:
        """Keep it if the channel is unknown; False where it was known."""

    async def remove(self, place: Place) -> None:
        """As if it had never been known."""

    async def lose(self, adapter: str, workspace: str) -> int:
        """Stop all that is scheduled in a workspace and drop what waits to be said there; how many
        channels were going. Those in which nothing has begun are as if they had never been known."""


class Schedules(Protocol):
    async def take_due(
        self, kind: ScheduleKind, adapters: Collection[str], now: datetime, limit: int
    ) -> Sequence[Schedule]:
        """The schedules of a kind, on these platforms, whose next run has come, the earliest first.

        On Postgres they stay locked until the transaction ends, and those of another process are passed over.
        """

    async def claim(self, moves: Sequence[tuple[Schedule, Occurrence | None]]) -> set[str]:
        """Move schedules from the run they were read with to the next one and note the day as dealt
        with (compare-and-set); the ids of those that nobody else had moved first."""

    async def of(self, place: Place) -> list[Schedule]: ...
    async def put(self, schedule: Schedule) -> None: ...
    async def delete(self, schedule_id: str) -> None: ...

    async def skip(self, schedule_id: str, day: date, reason: str, key: str) -> bool:
        """Note a day as skipped; False if the day was skipped already or `key` (an event's id) has
        skipped a day of this schedule before."""

    async def skips(self, schedule_ids: Collection[str], since: date) -> list[Skip]: ...


class Questions(Protocol):
    """Questions as they were when they were used, by hash."""

    async def keep(self, questions: Mapping[str, Question]) -> None:
        """Keep versions by their hash; those already kept stay as they are."""

    async def get(self, question_hash: str) -> Question | None: ...


class Challenges(Protocol):
    async def open(self, challenges: Sequence[Challenge]) -> set[str]:
        """Keep new challenges; the ids of those that were new (unique on schedule and day)."""

    async def get(self, challenge_id: str) -> Challenge | None: ...
    async def in_thread(self, thread: Place) -> Challenge | None: ...
    async def latest(self, place: Place) -> Challenge | None: ...
    async def open_in(self, place: Place, now: datetime) -> list[Challenge]:
        """What takes answers in a channel now, the first to close first."""

    async def threads(self, adapter: str, workspace: str, since: datetime) -> list[Challenge]:
        """Those of a workspace that have a thread and close, or have closed, after a moment."""

    async def awaited(self, place: Place) -> bool:
        """Whether a card is on its way to the channel, so that its thread is not known yet."""

    async def published(self, challenge_id: str, message: MessageRef, thread: Place | None) -> None: ...

    async def lost(self, challenge_id: str) -> None:
        """The card never reached the channel: the challenge counts for nothing and is never revealed."""

    async def closing(self, now: datetime, limit: int) -> list[Challenge]:
        """Published challenges past their close that are not revealed yet, the earliest first."""

    async def reveal(self, challenge_id: str, now: datetime) -> bool:
        """Mark as revealed; False if another was first."""

    async def seen(self, places: Collection[Place]) -> dict[Place, dict[str, datetime]]:
        """Per channel: when each question (by id) was last asked there."""

    async def open_questions(self, adapter: str, workspace: str, now: datetime) -> set[str]:
        """Ids of the questions open in a workspace."""

    async def days(
        self, place: Place, people: Collection[Person], now: datetime
    ) -> dict[Person, list[QuestionDay]]:
        """The channel's question days, newest first, as each person answered them. At most 400."""


class Attempts(Protocol):
    async def add(self, attempt: Attempt) -> bool:
        """False: there is one with this `within`, person and number, or from this message, already."""

    async def get(self, attempt_id: str) -> Attempt | None: ...
    async def from_message(self, message: MessageRef) -> Attempt | None: ...
    async def of(self, within: str, person: Person | None = None) -> list[Attempt]:
        """Attempts of a challenge or a quiz, of one person or of all, in order of time; not the withdrawn."""

    async def latest(self, within: str, person: Person) -> Attempt | None:
        """A person's last one there, be it withdrawn."""

    async def rewrite(self, attempt_id: str, text: str) -> None:
        """The answer reads differently now and has no grade."""

    async def graded(self, attempt_id: str, text: str, grade: Grade) -> bool:
        """Keep the grade of that text; False if the answer was changed or withdrawn meanwhile."""

    async def hold(self, within: str, person: Person) -> None:
        """Let nobody else change this person's attempts there until the transaction ends."""

    async def regrade(self, attempt_id: str, text: str, grade: Grade) -> bool:
        """Put another grade in a grade's place; False if the answer reads differently now, is being
        graded or was withdrawn."""

    async def told(self, attempt_id: str, line: MessageRef | None) -> None:
        """Remember where its public line stands."""

    async def stand(self, attempt_id: str, standing: Standing) -> None: ...

    async def ungraded(self, before: datetime, limit: int) -> list[Attempt]:
        """Attempts given before a moment that still have no grade."""

    async def by(self, person: Person) -> list[Attempt]:
        """All of a person's attempts, the newest first; the withdrawn too."""

    async def missed(self, person: Person, limit: int) -> list[str]:
        """Ids of questions whose latest attempt scored under 0.6, the longest ago first."""

    async def hint(self, challenge_id: str, person: Person, now: datetime) -> None:
        """Remember that the person has seen the challenge's hint."""

    async def hinted(self, challenge_id: str, person: Person) -> bool: ...


class Appeals(Protocol):
    async def add(self, appeal: Appeal) -> bool:
        """False: the attempt was appealed already."""

    async def get(self, attempt_id: str) -> Appeal | None: ...
    async def by(self, person: Person) -> list[Appeal]:
        """All of a person's appeals, the newest first."""

    async def decided_by(self, admin: Person) -> list[Decision]:
        """All that an admin decided, the newest first."""

    async def open_in(self, place: Place, limit: int) -> list[Appeal]:
        """What waits for a channel's admins, the oldest first; not where the answer was taken back."""

    async def in_doubt(self, place: Place, limit: int) -> list[Attempt]:
        """Answers of a channel's challenges whose grades a person should look at, and that nobody appealed
        or decided on, the oldest first."""

    async def decide(self, attempt_id: str, decision: Decision) -> bool:
        """Close an open appeal; False if it is decided already, or gone."""

    async def samples(self) -> list[Attempt]:
        """Attempts whose grade is a granted appeal's, and whose authors agreed to their being used as
        samples; the oldest decision first."""


class Quizzes(Protocol):
    async def add(self, quiz: Quiz) -> bool: ...
    async def get(self, quiz_id: str) -> Quiz | None: ...
    async def unfinished(self, person: Person) -> Quiz | None: ...
    async def advance(self, quiz: Quiz, to: int) -> bool:
        """Move from the position it was read with; False if another was first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Earned:
    """Points for one thing. `key` is natural: "challenge:<id>:<person>", "quiz:<person>:<question>:2026-W48".

    `place` is the challenge's channel, None for a quiz.
    """

    key: str
    person: Person
    place: Place | None
    points: int
    at: datetime


class Points(Protocol):
    async def put(self, earned: Earned) -> None:
        """Set what a key earned, new or changed."""

    async def once(self, earned: Earned) -> bool:
        """Set it only if the key has earned nothing before."""

    async def remove(self, key: str) -> None: ...

    async def tally(self, place: Place, since: datetime, until: datetime) -> list[Tally]:
        """Points in [since, until) of the members who answered a challenge of this channel then:
        those challenges, and their quizzes. Hidden members are left out."""

    async def others(self, place: Place, person: Person) -> bool:
        """Whether anybody else has earned points in a channel."""

    async def total(self, person: Person, since: datetime, until: datetime) -> int: ...


class People(Protocol):
    async def met(self, person: Person) -> Person:
        """Remember what the person is called now; nothing where they come without a name. The person
        as they are called."""

    async def hide(self, person: Person, hidden: bool) -> None: ...
    async def hidden(self, people: Collection[Person]) -> set[Person]: ...
    async def forget(self, person: Person) -> None:
        """Erase attempts, grades, appeals, hints, quizzes, points, reports, name and every waiting text of a
        person, in the inbox and the outbox too."""


@dataclass(frozen=True, slots=True)
class Report:
    """Somebody says that a question is wrong."""

    id: str
    question: str
    question_hash: str
    person: Person
    text: str
    at: datetime


class Reports(Protocol):
    async def add(self, report: Report) -> bool: ...
    async def by(self, person: Person) -> list[Report]: ...


class Results(Protocol):
    """What questions did since a moment, over all channels, with nobody's name or words: first tries
    that have a score, in order of time; by a question's id, how often it was reported and lost an appeal."""

    async def of_all(self, since: datetime) -> list[Result]: ...
    async def reported(self, since: datetime) -> dict[str, int]: ...
    async def appeals_won(self, since: datetime) -> dict[str, int]: ...


class Inbox(Protocol):
    """Events that were accepted. Their texts are dropped when they are handled, their ids after a week."""

    async def add(self, event: Event, now: datetime) -> bool:
        """False: it was there already. It is this caller's to handle for two minutes."""

    async def handled(self, event: Event) -> None: ...
    async def defer(self, event: Event, until: datetime) -> None:
        """Nobody's until then."""

    async def holds(self, message: MessageRef) -> bool:
        """Whether what was written there, or is written now, is still to be handled."""

    async def take_left(self, now: datetime, limit: int) -> list[Event]:
        """Accepted events that nobody is handling any more, lent for two minutes. None that can't be read."""

    async def release(self) -> None:
        """Everything that is not handled is nobody's: this process is the only one, and just started."""

    async def sweep(self, before: datetime) -> int: ...


class Posts(Protocol):
    """The outbox's rows. Their content is dropped when they are out, their keys after a week."""

    async def add(self, posts: Sequence[Post]) -> None:
        """Write posts down; those whose key is known are left as they are."""

    async def take(self, adapter: str, now: datetime, limit: int) -> list[Post]:
        """Due posts, the first of each lane and workspaces by turns, lent to this caller for a minute;
        `tries` counts up. Lines behind a line share its post when there are many."""

    async def done(self, keys: Collection[str]) -> None: ...
    async def postpone(self, keys: Collection[str], until: datetime) -> None: ...

    async def release(self) -> None:
        """What was lent is nobody's: this process is the only one, and just started."""

    async def sweep(self, before: datetime) -> int: ...


class Secrets(Protocol):
    """Secrets of adapters as they were sealed (`bot.store.vault`); what has expired is not there."""

    async def get(self, adapter: str, key: str, now: datetime) -> str | None: ...
    async def put(self, adapter: str, key: str, sealed: str, expires_at: datetime | None) -> None: ...
    async def add(
        self, adapter: str, key: str, sealed: str, expires_at: datetime | None, now: datetime
    ) -> bool:
        """Keep it if there is none; False where there is."""

    async def take(self, adapter: str, key: str, now: datetime) -> str | None:
        """Get and remove: one of several that ask at once gets it."""

    async def keys(self, adapter: str, prefix: str, now: datetime) -> list[str]: ...

    async def all(self, now: datetime) -> Sequence[tuple[str, str, str]]:
        """Adapter, key and what is sealed, of every one."""

    async def swap(self, adapter: str, key: str, before: str, after: str) -> bool:
        """Seal it anew; False if it was changed meanwhile."""

    async def sweep(self, now: datetime) -> int: ...


class Opinions(Protocol):
    """What the model judge said, and how often each workspace has asked it."""

    async def get(self, asked: Asked) -> Opinion | None: ...
    async def keep(self, asked: Asked, opinion: Opinion, at: datetime) -> None:
        """The first that was kept stays."""

    async def claim(self, workspace: str, day: date, limit: int) -> bool:
        """Count one call of that day; False, and nothing counted, where there were `limit` already."""

    async def sweep(self, before: datetime) -> int: ...
