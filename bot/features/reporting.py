"""`/koko report`: somebody says that a question is wrong, and the admin hears of it in private."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.bank.files import Bank
from bot.chat.card import Card, card, clip, escape
from bot.chat.events import ButtonPressed, CommandInvoked, FormSubmitted
from bot.chat.form import Form, TextInput
from bot.domain.challenge import short_id
from bot.errors import UserError
from bot.features.notice import tell
from bot.logs import get_logger
from bot.store.port import Report, Store
from bot.views.words import name

log = get_logger(__name__)

MAX_QUESTION = 80  # characters of an id
MAX_REPORT = 1000
MAX_TOLD = 2000


@dataclass(frozen=True, slots=True)
class Reporting:
    """A report is about a question, whichever challenge or quiz it was met in."""

    store: Store
    bank: Bank
    now: Callable[[], datetime]

    async def ask(self, event: CommandInvoked | ButtonPressed | FormSubmitted) -> Form:
        """The form; from a command it is about the thread's question, or the channel's latest."""
        question = event.value if not isinstance(event, CommandInvoked) else await self._latest(event)
        known = self.bank.get(question)
        return Form(
            action="report",
            value=question[:MAX_QUESTION],
            title="Report a question",
            text=f"About *{known.title}*." if known else "",
            inputs=(
                TextInput(id="text", label="What is wrong with it?", multiline=True, max_length=MAX_REPORT),
            ),
        )

    async def check(self, submitted: FormSubmitted) -> Mapping[str, str]:
        """What is wrong with the form's values."""
        return (await self.ask(submitted)).problems(submitted.values)

    async def submit(self, submitted: FormSubmitted) -> Card:
        now, question, person = self.now(), submitted.value[:MAX_QUESTION], submitted.person
        version = self.bank.hash_of(question) if self.bank.get(question) else ""
        id, text = short_id(f"{person.adapter}:{submitted.id}"), submitted.values["text"].strip()
        async with self.store.begin() as tx:
            person = await tx.people.met(person)
            await tx.reports.add(Report(id, question, version, person, text, now))
            channel = await tx.channels.get(submitted.place.parent)
            about = f"{name(person)} on {escape(question)}:"
            told = card("A question was reported", about, clip(escape(text), MAX_TOLD))
            is_told = await tell(tx, channel, f"report:{id}", told, now, person)
        log.info("question_reported", report=id)
        return card("", f"Thank you. It is {'with whoever looks after this channel' if is_told else 'kept'}.")

    async def _latest(self, event: CommandInvoked) -> str:
        async with self.store.read() as tx:
            challenge = await tx.challenges.in_thread(event.place) or await tx.challenges.latest(
                event.place.parent
            )
        if challenge is None:
            raise UserError("No question was asked here yet. In a quiz, the verdict has a button for this.")
        return challenge.question
