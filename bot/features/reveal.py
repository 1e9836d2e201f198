"""The close: the card loses its buttons, and the thread gets the model answer and the scores."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.bank.files import Bank
from bot.chat.outbox import Edit, Post, Send
from bot.chat.refs import Person
from bot.domain.attempt import Attempt, Standing, challenge_points
from bot.domain.challenge import Challenge, coverage
from bot.domain.channel import Answers
from bot.domain.question import Question
from bot.features.asked import question_of
from bot.features.marking import Marking
from bot.logs import get_logger
from bot.pictures.album import Album
from bot.store.port import Store, Transaction
from bot.views import challenge as challenge_view
from bot.views import reveal as view

log = get_logger(__name__)

BATCH = 100
POST_IN = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Reveal:
    """Closes what is due; what was answered in time is graded first."""

    store: Store
    bank: Bank
    album: Album
    marking: Marking
    now: Callable[[], datetime]

    async def post_due(self) -> None:
        while True:
            async with self.store.read() as tx:
                due = await tx.challenges.closing(self.now(), BATCH)
            if not any([await self._closes(challenge) for challenge in due]):
                return

    async def _closes(self, challenge: Challenge) -> bool:
        """Whether it could. No other waits for one that, say, was kept by a version with other files."""
        try:
            await self._close(challenge)
        except Exception:
            log.exception("reveal_failed", challenge=challenge.id)
            return False
        return True

    async def _close(self, challenge: Challenge) -> None:
        await self.marking.mark_all_of(challenge)
        async with self.store.read() as tx:
            question = await question_of(tx, self.bank, challenge.question_hash)
        await self.album.draw([question])
        async with self.store.begin() as tx:
            if not await tx.challenges.reveal(challenge.id, self.now()):
                return
            best = await self._best(tx, challenge, question)
            await tx.outbox.add(self._posts(challenge, question, best))
        log.info("challenge_revealed", challenge=challenge.id, place=str(challenge.place))

    async def _best(
        self, tx: Transaction, challenge: Challenge, question: Question
    ) -> list[tuple[Attempt, int]]:
        """Each member's better try with its points, the best first; hidden members are left out."""
        tries = [
            (attempt, challenge_points(attempt.grade, question.difficulty, hinted=attempt.hinted))
            for attempt in await tx.attempts.of(challenge.id)
            if attempt.standing is Standing.COUNTS and attempt.grade and attempt.grade.score is not None
        ]
        hidden = await tx.people.hidden({attempt.person for attempt, _ in tries})
        best: dict[Person, tuple[Attempt, int]] = {}
        for attempt, points in sorted(tries, key=lambda pair: (-pair[1], pair[0].at)):
            if attempt.person not in hidden:
                best.setdefault(attempt.person, (attempt, points))
        return list(best.values())

    def _posts(
        self, challenge: Challenge, question: Question, best: Sequence[tuple[Attempt, int]]
    ) -> list[Post]:
        now = self.now()
        grades = [attempt.grade for attempt, _ in best if attempt.grade]
        scores = [
            (attempt.person, attempt.grade.fifths or 0, points) for attempt, points in best if attempt.grade
        ]
        opens = challenge.answers is Answers.SEALED and challenge.thread is not None
        revealed = view.reveal(question, coverage(grades), scores, len(grades), opens_thread=opens)
        where = challenge.thread or challenge.place
        posts = [
            Post(
                key=f"reveal:{challenge.id}",
                action=Send(where, revealed),
                due_at=now,
                expires_at=now + POST_IN,
            )
        ]
        if challenge.message:
            png = self.album.png(question)
            closed = Edit(challenge.message, challenge_view.closed(challenge, question, len(grades), png))
            posts.insert(
                0, Post(key=f"closed:{challenge.id}", action=closed, due_at=now, expires_at=now + POST_IN)
            )
        return posts
