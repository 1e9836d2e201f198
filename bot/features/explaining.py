"""*See why* and *Hint*: what is told to one member alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from bot.bank.files import Bank
from bot.chat.adapter import Capabilities
from bot.chat.card import Card, card
from bot.chat.events import ButtonPressed, ShortcutUsed
from bot.chat.refs import Place
from bot.domain.attempt import TRIES, Attempt
from bot.errors import UserError
from bot.features.asked import question_of
from bot.store.port import Store, Transaction
from bot.views import verdict

NOT_YOURS = "That is between me and whoever wrote it. Answer the question, and this shows you yours."

GONE = "I know of no answer there. It may have been taken back or erased."
NOT_ANSWERED = "You have not answered this question. Answer it, and this shows you why you got your score."


@dataclass(frozen=True, slots=True)
class Explaining:
    """Serves the author alone, whoever presses."""

    store: Store
    bank: Bank
    capabilities: Callable[[Place], Capabilities]
    now: Callable[[], datetime]

    async def why(self, pressed: ButtonPressed) -> Card:
        """The receipt of the presser's own answer to that question: `attempt:challenge`."""
        id, _, challenge = pressed.value.partition(":")
        async with self.store.read() as tx:
            return await self._receipt(tx, await tx.attempts.get(id), pressed, challenge)

    async def why_message(self, used: ShortcutUsed) -> Card:
        """The same, from the menu of an answer, or of whatever else belongs to a question."""
        async with self.store.read() as tx:
            attempt = await tx.attempts.from_message(used.message) or await self._own(tx, used)
            return await self._receipt(tx, attempt, used)

    async def hint(self, pressed: ButtonPressed) -> Card:
        """The hint; before the close it costs a tenth of what is answered after it."""
        async with self.store.begin() as tx:
            challenge = await tx.challenges.get(pressed.value)
            if challenge is None or not challenge.is_for(pressed.person):
                raise UserError("I don't know that question any more.")
            question = await question_of(tx, self.bank, challenge.question_hash)
            costs = challenge.is_open(self.now())
            if costs:
                await tx.attempts.hint(challenge.id, pressed.person, self.now())
        footer = "This costs you a tenth of your points for this question." if costs else ""
        return card("", f"**Hint**: {question.hint}", footer=footer)

    async def _own(self, tx: Transaction, used: ShortcutUsed) -> Attempt | None:
        """The user's last answer to the question on whose card, or in whose thread, the message is."""
        message = used.message
        thread = message.place if message.place.thread else replace(message.place, thread=message.id)
        challenge = await tx.challenges.in_thread(thread)
        tries = await tx.attempts.of(challenge.id, used.person) if challenge else []
        if challenge and not tries:
            raise UserError(NOT_ANSWERED)
        return tries[-1] if tries else None

    async def _receipt(
        self, tx: Transaction, attempt: Attempt | None, event: ButtonPressed | ShortcutUsed, within: str = ""
    ) -> Card:
        """`within` is the challenge, for when the attempt is erased."""
        challenge = await tx.challenges.get(attempt.within if attempt else within)
        if challenge is None:
            raise UserError(GONE)
        person = self.capabilities(event.place).at_home(event.person, challenge.place.workspace)
        if not challenge.is_for(person):
            raise UserError(GONE)
        tries = await tx.attempts.of(challenge.id, person)
        if attempt is None or attempt.person != person:
            if not tries:
                raise UserError(NOT_YOURS if attempt else GONE)
            attempt = tries[-1]
        question = await question_of(tx, self.bank, challenge.question_hash)
        revealed = challenge.revealed_at is not None
        here = person == event.person
        may_retry = not revealed and len(tries) < TRIES
        appeal = await tx.appeals.get(attempt.id)
        return verdict.receipt(
            attempt,
            question,
            challenge,
            may_retry=may_retry,
            revealed=revealed,
            appeal=appeal,
            here=here,
        )
