"""Grades kept answers, settles their points and says so in public; repeatable after any crash."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import inf
from time import monotonic

from bot.bank.files import Bank
from bot.chat.outbox import Edit, Post, React, Send
from bot.chat.refs import MessageRef, Person
from bot.domain.attempt import TRIES, Attempt, Standing, challenge_points, quiz_points
from bot.domain.challenge import Challenge
from bot.domain.grade import Grade
from bot.domain.question import Question
from bot.domain.streak import streak
from bot.features.asked import question_of
from bot.grading.grader import Grader
from bot.logs import get_logger
from bot.store.port import Earned, Store, Transaction
from bot.views import verdict

log = get_logger(__name__)

LINE = "verdict:"
"""What the keys of public lines begin with; an attempt's id follows."""
REACTION_IN = timedelta(hours=1)
LINE_IN = timedelta(hours=6)
LEFT_AFTER = timedelta(minutes=2)  # longer than any engine may take
LEFT_AT_ONCE = 100
AT_ONCE = 8
"""How many of what was left are graded side by side: a judge may take seconds for each."""
LEFT_FOR = 30.0  # seconds; then the clock's other jobs have their turn, and the rest the next tick


@dataclass(frozen=True, slots=True)
class Marking:
    """Where every answer goes after it was saved, whoever saved it; `seconds` go by whatever the clock is set
    to."""

    store: Store
    bank: Bank
    grader: Grader
    now: Callable[[], datetime]
    seconds: Callable[[], float] = monotonic

    async def mark(self, attempt: Attempt) -> Attempt:
        """Grade it and keep the grade with all that follows from it; returns the attempt as graded.

        An attempt that was changed, withdrawn or graded meanwhile is left alone. A form's program that does
        not compile is handed back; a reply in a thread is mended by an edit.
        """
        async with self.store.read() as tx:
            challenge = await tx.challenges.get(attempt.within)
            question = await self._question(tx, attempt, challenge)
        workspace = f"{attempt.person.adapter}:{attempt.person.workspace}"
        grade = await self.grader.grade(question, attempt.text, attempt.seed, workspace)
        graded = replace(attempt, grade=grade)
        async with self.store.begin() as tx:
            if not await tx.attempts.graded(attempt.id, attempt.text, grade):
                return await tx.attempts.get(attempt.id) or graded
            if not (grade.compiles or attempt.source) and await self._hand_back(tx, attempt):
                graded = replace(graded, standing=Standing.WITHDRAWN)
            elif challenge:
                await self._settle(tx, challenge, question, graded)
            else:
                await self._earn_quiz(tx, question, graded, grade)
        log.info("answer_graded", attempt=attempt.id, by=grade.by, guards=list(grade.guards))
        return graded

    async def mark_left(self) -> None:
        """Grade what was saved and never graded: a crash came between, or an engine was down.

        What half a minute is not enough for is left for the next time.
        """
        until = self.seconds() + LEFT_FOR
        async with self.store.read() as tx:
            left = await tx.attempts.ungraded(self.now() - LEFT_AFTER, LEFT_AT_ONCE)
        await self._mark_each(left, until)

    async def mark_all_of(self, challenge: Challenge) -> None:
        """Grade what is left of one challenge, before it is revealed."""
        async with self.store.read() as tx:
            attempts = await tx.attempts.of(challenge.id)
        await self._mark_each([attempt for attempt in attempts if attempt.grade is None])

    async def _mark_each(self, attempts: Sequence[Attempt], until: float = inf) -> None:
        """Members side by side, each one's tries in their order: a second is told only if it is better."""
        by_member: dict[tuple[str, Person], list[Attempt]] = {}
        for attempt in attempts:
            by_member.setdefault((attempt.within, attempt.person), []).append(attempt)
        free = asyncio.Semaphore(AT_ONCE)

        async def mark_tries(tries: list[Attempt]) -> None:
            async with free:
                for attempt in tries:
                    if self.seconds() < until:
                        await self._mark_or_log(attempt)

        async with asyncio.TaskGroup() as group:
            for tries in by_member.values():
                group.create_task(mark_tries(tries))

    async def _mark_or_log(self, attempt: Attempt) -> None:
        try:
            await self.mark(attempt)
        except Exception:  # a grader's own mistake: nobody else's answer, or reveal, waits for it
            log.exception("grading_failed", attempt=attempt.id)

    async def settle_points(
        self, tx: Transaction, challenge: Challenge, question: Question, person: Person
    ) -> None:
        """The better of the tries counts; none left, no points."""
        tries = await tx.attempts.of(challenge.id, person)
        counted = [
            (challenge_points(attempt.grade, question.difficulty, hinted=attempt.hinted), attempt.at)
            for attempt in tries
            if attempt.grade and attempt.standing is Standing.COUNTS
        ]
        key = f"challenge:{challenge.id}:{person}"
        if not counted:
            await tx.points.remove(key)
            return
        points, at = max(counted, key=lambda pair: pair[0])
        await tx.points.put(Earned(key=key, person=person, place=challenge.place, points=points, at=at))

    async def correct(
        self, tx: Transaction, challenge: Challenge, question: Question, attempt: Attempt
    ) -> None:
        """What follows when an admin changed a counted attempt's grade: points, reaction and public line.

        The line is edited where it stands alone in its message, and else said anew.
        """
        if attempt.standing is not Standing.COUNTS:
            return
        await self.settle_points(tx, challenge, question, attempt.person)
        await tx.outbox.add(await self._said(tx, challenge, attempt, corrected=True))

    async def _question(self, tx: Transaction, attempt: Attempt, challenge: Challenge | None) -> Question:
        if challenge:
            return await question_of(tx, self.bank, challenge.question_hash)
        quiz = await tx.quizzes.get(attempt.within)
        if quiz is None:
            raise LookupError(f"attempt {attempt.id} belongs to nothing")
        return await question_of(tx, self.bank, quiz.questions[attempt.number])

    async def _hand_back(self, tx: Transaction, attempt: Attempt) -> bool:
        """It used no try; False in a quiz that has gone on meanwhile."""
        quiz = await tx.quizzes.get(attempt.within)
        if quiz and (
            quiz.position != attempt.number + 1 or not await tx.quizzes.advance(quiz, attempt.number)
        ):
            return False
        await tx.attempts.stand(attempt.id, Standing.WITHDRAWN)
        return True

    async def _settle(
        self, tx: Transaction, challenge: Challenge, question: Question, attempt: Attempt
    ) -> None:
        if attempt.standing is not Standing.COUNTS:
            return
        await self.settle_points(tx, challenge, question, attempt.person)
        await tx.outbox.add(await self._said(tx, challenge, attempt))

    async def _said(
        self, tx: Transaction, challenge: Challenge, attempt: Attempt, *, corrected: bool = False
    ) -> list[Post]:
        now, grade = self.now(), attempt.grade
        key = f"{attempt.id}:{now.isoformat()}"  # not the text, which an edit may bring back
        posts: list[Post] = []
        if attempt.source and grade:
            react = React(attempt.source, verdict.reaction(grade))
            posts.append(Post(key=f"reaction:{key}", action=react, due_at=now, expires_at=now + REACTION_IN))
        hidden = await tx.people.hidden([attempt.person])
        there = attempt.line if corrected else None
        if challenge.thread and not hidden and (there or await self._is_news(tx, attempt)):
            days = await tx.challenges.days(challenge.place, [attempt.person], now)
            line = verdict.line(attempt, streak(days.get(attempt.person, [])))
            say = Edit(there, line) if there else Send(challenge.thread, line, line=True)
            posts.append(
                Post(
                    key=f"{LINE}{key}",
                    action=say,
                    due_at=now,
                    expires_at=now + LINE_IN,
                    about=attempt.person,
                )
            )
        return posts

    async def _is_news(self, tx: Transaction, attempt: Attempt) -> bool:
        """A second try is told only when it is better than the first."""
        if attempt.number < TRIES:
            return True
        tries = await tx.attempts.of(attempt.within, attempt.person)
        first = next((other.grade for other in tries if other.number < TRIES), None)
        return _score(attempt.grade) > _score(first)

    async def _earn_quiz(self, tx: Transaction, question: Question, attempt: Attempt, grade: Grade) -> None:
        year, week, _ = attempt.at.isocalendar()
        key = f"quiz:{attempt.person}:{question.id}:{year}-W{week:02}"
        points = quiz_points(grade)
        await tx.points.once(Earned(key=key, person=attempt.person, place=None, points=points, at=attempt.at))


async def noted(tx: Transaction, keys: Sequence[str], message: MessageRef) -> None:
    """A post is out: remember where an answer's public line stands, if it is one that shares its message
    with no other's."""
    lines = [key.removeprefix(LINE).partition(":")[0] for key in keys if key.startswith(LINE)]
    for attempt in lines:
        await tx.attempts.told(attempt, message if len(lines) == 1 else None)


def _score(grade: Grade | None) -> float:
    return grade.score or 0 if grade else -1
