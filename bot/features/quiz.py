"""`/quiz`: a private run of questions on one card that changes in place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.bank.choose import draw
from bot.chat.card import Card
from bot.chat.events import ButtonPressed, CommandInvoked, FormSubmitted
from bot.chat.form import Form
from bot.chat.refs import Person
from bot.domain.attempt import Attempt, seed
from bot.domain.challenge import short_id
from bot.domain.question import Difficulty, Question
from bot.domain.quiz import Quiz
from bot.errors import UserError
from bot.features.asked import question_of
from bot.features.later import Later
from bot.features.marking import Marking
from bot.features.pool import Pool
from bot.features.wasted import wasted
from bot.store.port import Store, Transaction
from bot.views import quiz as view
from bot.views.answer import answer_form, answer_text

DEFAULT_COUNT = 5
MAX_COUNT = 20


@dataclass(frozen=True, slots=True)
class Quizzing:
    """Every answer moves the quiz on by one; a button of an earlier card shows where it stands now."""

    store: Store
    pool: Pool
    marking: Marking
    now: Callable[[], datetime]

    async def start(self, event: CommandInvoked | ButtonPressed) -> Card | Later:
        """Go on with an unfinished quiz, or begin one."""
        options = event.options if isinstance(event, CommandInvoked) else {}
        async with self.store.begin() as tx:
            await tx.people.met(event.person)
            unfinished = await tx.quizzes.unfinished(event.person)
            quiz = await self._pass_over_open(tx, unfinished or await self._begin(tx, event, options))
            return await self._card(tx, quiz, unasked=unfinished is not None and bool(options))

    async def choose(self, pressed: ButtonPressed) -> Card | Later:
        """A single choice was tapped: `quiz:position:option`."""
        return await self._answer(pressed, lambda question, option: option)

    async def skip(self, pressed: ButtonPressed) -> Card | Later:
        """*I don't know*: no score, and the answer to learn from."""
        return await self._answer(pressed, lambda question, _: "")

    async def ask(self, event: ButtonPressed | FormSubmitted) -> Form:
        """The form for the current question."""
        async with self.store.read() as tx:
            quiz, position, _ = await self._quiz(tx, event)
            if position != quiz.position or quiz.finished:
                raise UserError("That question is answered. *Next* on the card goes on.")
            question = await self._question(tx, quiz, position)
            if question.id in await self._open(tx, quiz.person):
                raise UserError("That question is open in a channel now. *I don't know* passes over it.")
            last = await tx.attempts.latest(quiz.id, quiz.person)
        return answer_form(
            question,
            action="quiz.write",
            value=f"{quiz.id}:{position}",
            seed=seed(quiz.id, quiz.person),
            before=last.text if last and last.number == position else "",
        )

    async def check(self, submitted: FormSubmitted) -> Mapping[str, str]:
        """What is wrong with the form's values, or would only waste the try."""
        wrong = (await self.ask(submitted)).problems(submitted.values)
        if wrong:
            return wrong
        async with self.store.read() as tx:
            quiz, position, _ = await self._quiz(tx, submitted)
            return wasted(await self._question(tx, quiz, position), submitted.values)

    async def submit(self, submitted: FormSubmitted) -> Card | Later:
        return await self._answer(submitted, lambda question, _: answer_text(question, submitted.values))

    async def next(self, pressed: ButtonPressed) -> Card | Later:
        """Where the quiz stands: the current question, or the result."""
        async with self.store.begin() as tx:
            quiz, _, _ = await self._quiz(tx, pressed)
            return await self._card(tx, await self._pass_over_open(tx, quiz))

    async def stop(self, pressed: ButtonPressed) -> Card | Later:
        """End it here, with the result of what was answered."""
        async with self.store.begin() as tx:
            quiz, position, _ = await self._quiz(tx, pressed)
            if position != quiz.position:
                return await self._card(tx, quiz)
            await tx.quizzes.advance(quiz, len(quiz.questions))
            return await self._result(tx, quiz)

    async def _begin(
        self, tx: Transaction, event: CommandInvoked | ButtonPressed, options: Mapping[str, str | int]
    ) -> Quiz:
        topic, level = str(options.get("topic", "")), str(options.get("difficulty", ""))
        easiest, hardest = (
            (Difficulty(level), Difficulty(level)) if level else (Difficulty.EASY, Difficulty.HARD)
        )
        fitting = self.pool.fitting([self.pool.topic(topic)] if topic else (), easiest, hardest)
        person = event.person
        id = short_id(f"quiz:{person.adapter}:{event.id}")
        drawn = draw(
            fitting,
            int(options.get("count", DEFAULT_COUNT)),
            id,
            missed=await tx.attempts.missed(person, MAX_COUNT),
            exclude=await self._open(tx, person),
        )
        if not drawn:
            raise UserError(
                "No question fits that, apart from those open in a channel now. Try fewer limits."
            )
        hashes = {self.pool.bank.hash_of(question.id): question for question in drawn}
        await tx.questions.keep(hashes)
        quiz = Quiz(id, person, event.place, tuple(hashes), self.now())
        await tx.quizzes.add(quiz)
        return quiz

    async def _answer(
        self, event: ButtonPressed | FormSubmitted, read: Callable[[Question, str], str]
    ) -> Card | Later:
        async with self.store.begin() as tx:
            quiz, position, rest = await self._quiz(tx, event)
            quiz = await self._pass_over_open(tx, quiz)
            if position != quiz.position or quiz.finished:
                return await self._card(tx, quiz)
            question = await self._question(tx, quiz, position)
            attempt = Attempt(
                id=short_id(f"{event.person.adapter}:{event.id}"),
                within=quiz.id,
                number=position,
                person=event.person,
                text=read(question, rest),
                at=event.at,
            )
            if await tx.attempts.add(attempt):
                await tx.quizzes.advance(quiz, position + 1)
            elif not await tx.attempts.get(attempt.id):  # another process has kept another answer meanwhile
                quiz, _, _ = await self._quiz(tx, event)
                return await self._card(tx, await self._pass_over_open(tx, quiz))
            # Else it was handed back, and is told again after a crash.
        return Later(lambda: self._show(quiz, question, attempt))

    async def _show(self, quiz: Quiz, question: Question, attempt: Attempt) -> Card:
        marked = await self.marking.mark(attempt)
        if marked.handed_back:
            return view.handed_back(quiz, question, marked)
        return view.verdict(quiz.answered(attempt.number), question, marked)

    async def _card(self, tx: Transaction, quiz: Quiz, *, unasked: bool = False) -> Card | Later:
        if quiz.finished:
            return await self._result(tx, quiz)
        question = await self._question(tx, quiz, quiz.position)
        if self.pool.album.has(question):
            return self._question_card(quiz, question, unasked=unasked)
        return Later(lambda: self._drawn(quiz, question, unasked=unasked))

    async def _drawn(self, quiz: Quiz, question: Question, *, unasked: bool) -> Card:
        """The card of a question whose file has changed since it was drawn."""
        await self.pool.album.draw([question])
        return self._question_card(quiz, question, unasked=unasked)

    def _question_card(self, quiz: Quiz, question: Question, *, unasked: bool) -> Card:
        png = self.pool.album.png(question)
        return view.question(quiz, question, seed(quiz.id, quiz.person), png, unasked=unasked)

    async def _pass_over_open(self, tx: Transaction, quiz: Quiz) -> Quiz:
        """The quiz at the next question that no channel is asked now: a verdict would give it away."""
        taken = await self._open(tx, quiz.person)
        while not quiz.finished and (await self._question(tx, quiz, quiz.position)).id in taken:
            await tx.quizzes.advance(quiz, quiz.position + 1)
            quiz = quiz.answered(quiz.position)
        return quiz

    async def _open(self, tx: Transaction, person: Person) -> set[str]:
        return await tx.challenges.open_questions(person.adapter, person.workspace, self.now())

    async def _result(self, tx: Transaction, quiz: Quiz) -> Card:
        questions = [await self._question(tx, quiz, position) for position in range(len(quiz.questions))]
        return view.result(questions, await tx.attempts.of(quiz.id))

    async def _question(self, tx: Transaction, quiz: Quiz, position: int) -> Question:
        return await question_of(tx, self.pool.bank, quiz.questions[position])

    async def _quiz(self, tx: Transaction, event: ButtonPressed | FormSubmitted) -> tuple[Quiz, int, str]:
        """The presser's own quiz, the position a button stood at, and the rest of its value."""
        id, _, rest = event.value.partition(":")
        position, _, option = rest.partition(":")
        quiz = await tx.quizzes.get(id)
        if quiz is None or quiz.person != event.person or not position.isdecimal():
            raise UserError("That quiz is not going on any more. `/quiz` begins another.")
        return quiz, int(position[:4]), option
