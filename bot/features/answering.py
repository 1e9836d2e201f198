"""Answering the question of a channel: by the form or in its thread, changed, or taken back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import count

from bot.bank.files import Bank
from bot.chat.adapter import Capabilities
from bot.chat.card import Card, card
from bot.chat.events import ButtonPressed, FormSubmitted, MessageDeleted, MessageEdited, MessageSent
from bot.chat.form import Form
from bot.chat.refs import MessageRef, Person, Place
from bot.domain.attempt import MAX_ANSWER, TRIES, Attempt, Standing, is_attempt, seed
from bot.domain.challenge import Challenge, short_id, takes_form, takes_replies
from bot.domain.question import Question
from bot.errors import UserError
from bot.features.asked import question_of
from bot.features.later import Later, NotYet
from bot.features.marking import Marking
from bot.features.wasted import wasted
from bot.store.port import Store, Transaction
from bot.views import verdict
from bot.views.answer import answer_form, answer_text

BOTH_USED = "You have used both tries. *See why* shows how they did."


@dataclass(frozen=True, slots=True)
class Answering:
    """An answer is saved before anything else happens to it; its grade comes after, outside of locks."""

    store: Store
    bank: Bank
    marking: Marking
    capabilities: Callable[[Place], Capabilities]
    now: Callable[[], datetime]

    async def ask(self, event: ButtonPressed | FormSubmitted) -> Form:
        """The form for this member; raises UserError when their tries are used up."""
        async with self.store.read() as tx:
            challenge, question = await self._challenge(tx, event.value, event.person)
            tries = await tx.attempts.of(challenge.id, event.person)
            last = await tx.attempts.latest(challenge.id, event.person)
        self._permit_form(challenge, question, tries)
        return answer_form(
            question,
            action="answer",
            value=challenge.id,
            seed=seed(challenge.id, event.person),
            note=self._note(challenge, tries),
            before=last.text if last and last.may_be_mended else "",
        )

    async def check(self, submitted: FormSubmitted) -> Mapping[str, str]:
        """What is wrong with the form's values, or would only waste a try."""
        wrong = (await self.ask(submitted)).problems(submitted.values)
        if wrong:
            return wrong
        async with self.store.read() as tx:
            challenge, question = await self._challenge(tx, submitted.value, submitted.person)
            tries = await tx.attempts.of(challenge.id, submitted.person)
        before = [attempt.text for attempt in tries if attempt.id != _attempt_id(submitted)]
        return wasted(question, submitted.values, before)

    async def submit(self, submitted: FormSubmitted) -> Later:
        """Keep the answer of a form."""
        async with self.store.begin() as tx:
            challenge, question = await self._challenge(tx, submitted.value, submitted.person)
            tries = await tx.attempts.of(challenge.id, submitted.person)
            if all(attempt.id != _attempt_id(submitted) for attempt in tries):
                self._permit_form(challenge, question, tries)
            text = answer_text(question, submitted.values)
            attempt = await self._keep(tx, submitted, challenge, text, _free(tries), None)
        return Later(lambda: self._finish(attempt, challenge, question))

    async def expects(self, said: MessageSent | MessageEdited) -> bool:
        """Whether a message in a thread is an answer, so that all other talk is never written down."""
        async with self.store.read() as tx:
            if isinstance(said, MessageEdited) and await tx.attempts.from_message(said.message):
                return True
            try:
                return await self._answered_by(tx, said) is not None
            except NotYet:
                return True

    async def in_thread(self, said: MessageSent | MessageEdited) -> Card | Later | None:
        """Keep the answer that a message is."""
        _check_length(said.text)
        async with self.store.begin() as tx:
            known = await tx.attempts.from_message(said.message)
            if known and known.grade:
                return None
            challenge = await self._answered_by(tx, said) if not known else await self._of(tx, known)
            if challenge is None:
                return None
            question = await question_of(tx, self.bank, challenge.question_hash)
            attempt = known or await self._keep(tx, said, challenge, said.text, 1, said.message)
        return Later(lambda: self._finish(attempt, challenge, question, quiet=True))

    async def edited(self, said: MessageEdited) -> Card | Later | None:
        """Before the close an edit is graded anew; a message that becomes an answer is one."""
        async with self.store.begin() as tx:
            attempt = await tx.attempts.from_message(said.message)
            if attempt:
                challenge = await self._of(tx, attempt)
                if (
                    said.at >= challenge.closes_at
                    or attempt.standing is not Standing.COUNTS
                    or attempt.text == said.text
                    or attempt.person != said.person
                ):
                    return None
                _check_length(said.text)
                question = await question_of(tx, self.bank, challenge.question_hash)
                await tx.attempts.rewrite(attempt.id, said.text)
                attempt = await tx.attempts.get(attempt.id)
        if attempt is None:
            return await self.in_thread(said)
        kept = attempt
        return Later(lambda: self._finish(kept, challenge, question, quiet=True))

    async def is_answer(self, gone: MessageDeleted) -> bool:
        """Whether a message that is gone is one, or is about to be."""
        async with self.store.read() as tx:
            return (
                await tx.inbox.holds(gone.message) or await tx.attempts.from_message(gone.message) is not None
            )

    async def deleted(self, gone: MessageDeleted) -> None:
        """Before the close a deleted message is an answer taken back.

        Raises NotYet while what was written there is still to be handled.
        """
        async with self.store.begin() as tx:
            is_coming = await tx.inbox.holds(gone.message)
            attempt = await tx.attempts.from_message(gone.message)
            if attempt:
                await self._withdraw(tx, attempt, gone.at)
            elif is_coming:
                raise NotYet

    async def withdraw(self, pressed: ButtonPressed) -> Card:
        """*Not an answer*: the message was talk."""
        async with self.store.begin() as tx:
            attempt = await tx.attempts.get(pressed.value)
            if attempt is None or attempt.person != pressed.person or not attempt.source:
                raise UserError("I know of no answer of yours there.")
            if not await self._withdraw(tx, attempt, pressed.at):
                raise UserError("The question is closed, so the answer stays as it is.")
        return card("", "Taken back: that was talk. Your next reply, or the form, can be your answer.")

    async def _challenge(self, tx: Transaction, id: str, person: Person) -> tuple[Challenge, Question]:
        challenge = await tx.challenges.get(id)
        if challenge is None or not challenge.is_for(person):
            raise UserError("I don't know that question any more. `/quiz` has others.")
        return challenge, await question_of(tx, self.bank, challenge.question_hash)

    def _permit_form(self, challenge: Challenge, question: Question, tries: Sequence[Attempt]) -> None:
        """Raises UserError where the form can't be this member's next try."""
        if len(tries) >= TRIES:
            raise UserError(BOTH_USED)
        able = self.capabilities(challenge.place)
        if not tries and not takes_form(challenge.answers, question, reads_threads=able.reads_threads):
            raise UserError("Here people answer in the thread: write your answer there as a reply.")

    async def _answered_by(self, tx: Transaction, said: MessageSent | MessageEdited) -> Challenge | None:
        """The challenge whose answer this message is, None for talk.

        Raises NotYet while the thread may be that of a card on its way.
        """
        if not said.place.thread or not is_attempt(said.text, addressed=said.addressed):
            return None
        challenge = await tx.challenges.in_thread(said.place)
        if challenge is None:
            if await tx.challenges.awaited(said.place.parent):
                raise NotYet  # members may reply to a card before the platform has told us that it is there
            challenge = await tx.challenges.in_thread(said.place)  # told between the two questions
        if challenge is None or (challenge.revealed_at and said.at >= challenge.closes_at):
            return None  # what was said in time may be told after the reveal
        question = await question_of(tx, self.bank, challenge.question_hash)
        if not takes_replies(challenge.answers, question, reads_threads=True):
            return None
        return None if await tx.attempts.of(challenge.id, said.person) else challenge

    async def _of(self, tx: Transaction, attempt: Attempt) -> Challenge:
        challenge = await tx.challenges.get(attempt.within)
        if challenge is None:
            raise LookupError(f"attempt {attempt.id} belongs to no challenge")
        return challenge

    async def _keep(
        self,
        tx: Transaction,
        event: FormSubmitted | MessageSent | MessageEdited,
        challenge: Challenge,
        text: str,
        number: int,
        source: MessageRef | None,
    ) -> Attempt:
        """Save it under an id that the event always gives, so that handling it twice is harmless."""
        id = _attempt_id(event)
        known = await tx.attempts.get(id)
        if known:
            return known
        late = event.at >= challenge.closes_at
        attempt = Attempt(
            id=id,
            within=challenge.id,
            number=number,
            person=await tx.people.met(event.person),
            text=text,
            at=event.at,
            source=source,
            hinted=await tx.attempts.hinted(challenge.id, event.person),
            standing=Standing.PRACTICE if late else Standing.COUNTS,
        )
        if number > TRIES or not await tx.attempts.add(attempt):
            raise UserError(BOTH_USED)
        return attempt

    async def _finish(
        self, attempt: Attempt, challenge: Challenge, question: Question, *, quiet: bool = False
    ) -> Card | None:
        """Grade it and show the receipt; a counted answer in a thread gets its public line instead."""
        marked = await self.marking.mark(attempt)
        if quiet and marked.standing is Standing.COUNTS:
            return None
        revealed = challenge.revealed_at is not None
        may_retry = not revealed and marked.number < TRIES
        return verdict.receipt(marked, question, challenge, may_retry=may_retry, revealed=revealed)

    async def _withdraw(self, tx: Transaction, attempt: Attempt, at: datetime) -> bool:
        challenge = await self._of(tx, attempt)
        if at >= challenge.closes_at or attempt.standing is not Standing.COUNTS:
            return False
        await tx.attempts.stand(attempt.id, Standing.WITHDRAWN)
        question = await question_of(tx, self.bank, challenge.question_hash)
        await self.marking.settle_points(tx, challenge, question, attempt.person)
        return True

    def _note(self, challenge: Challenge, tries: list[Attempt]) -> str:
        if self.now() >= challenge.closes_at:
            return "*This question is closed: your answer is practice and earns no points.*"
        return "*Your second and last try; the better one counts.*" if tries else ""


def _attempt_id(event: FormSubmitted | MessageSent | MessageEdited) -> str:
    return short_id(f"{event.person.adapter}:{event.id}")


def _free(tries: Sequence[Attempt]) -> int:
    """The number of the next try: the first may have been taken back after the second."""
    taken = {attempt.number for attempt in tries}
    return next(number for number in count(1) if number not in taken)


def _check_length(text: str) -> None:
    if len(text) > MAX_ANSWER:
        raise UserError(
            f"An answer can have {MAX_ANSWER:,} characters; yours has {len(text):,}. It is not graded."
        )
