"""What people do on the platform becomes events for the bot, and its answers are shown to them."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager

from adapters.local.model import Channel, Member, Message, spot
from adapters.local.platform import BOT, Platform
from bot.chat.adapter import App, Reply
from bot.chat.card import Card
from bot.chat.commands import CommandSpec, parse_line
from bot.chat.events import (
    ButtonPressed,
    CommandInvoked,
    CompletionAsked,
    Event,
    FormSubmitted,
    MessageDeleted,
    MessageEdited,
    MessageSent,
    PlaceGained,
    PlaceLost,
)
from bot.chat.form import Form
from bot.chat.refs import Place
from bot.errors import ChatError, PlaceGone, PlatformDown
from bot.logs import get_logger

log = get_logger(__name__)

FAREWELL = 5.0  # seconds


class Inbound:
    """Each call returns when the bot has accepted the event; what it answers follows by itself.

    A `nonce` is the client's own name for one act, the same when it tries again. Calls raise
    UserError, PlaceGone, NotAllowed and PlatformDown, each with a sentence for the member.
    """

    def __init__(self, platform: Platform) -> None:
        self._platform = platform
        self._connected_to: App | None = None
        self._answers: set[asyncio.Task[Form | None]] = set()

    @asynccontextmanager
    async def connected(self, app: App) -> AsyncIterator[None]:
        """While inside, this bot is fed; on the way out it has a moment to answer what it accepted."""
        self._connected_to = app
        try:
            yield
        finally:
            self._connected_to = None
            if self._answers:
                await asyncio.wait(self._answers, timeout=FAREWELL)
            for answer in self._answers:
                answer.cancel()

    @property
    def is_connected(self) -> bool:
        return self._connected_to is not None

    @property
    def commands(self) -> Sequence[CommandSpec]:
        return self._app.commands

    async def say(self, member: Member, place: Place, text: str, nonce: str) -> Message:
        """Chatter in a channel is not the bot's affair; threads and direct rooms are."""
        message = await self._platform.say(member, *spot(place), text, nonce)
        if _concerns_bot(message):
            heard, addressed = await self._heard(message.text)
            event = MessageSent(
                id=f"said:{message.id}",
                at=message.created_at,
                person=member.person,
                message=message.ref,
                text=heard,
                addressed=addressed,
            )
            await self._deliver(event, member, message.place)
        return message

    async def edit(self, member: Member, message: Message, text: str) -> Message:
        edited = await self._platform.reword(member, message, text)
        if _concerns_bot(edited):
            heard, addressed = await self._heard(edited.text)
            event = MessageEdited(
                id=f"edited:{edited.id}:{edited.revision}",
                at=self._platform.now(),
                person=member.person,
                message=edited.ref,
                text=heard,
                addressed=addressed,
            )
            await self._deliver(event, member, edited.place)
        return edited

    async def delete(self, member: Member, message: Message) -> None:
        await self._platform.withdraw(member, message)
        if _concerns_bot(message):
            event = MessageDeleted(id=f"deleted:{message.id}", at=self._platform.now(), message=message.ref)
            await self._deliver(event, member, message.place)

    async def command(self, member: Member, place: Place, line: str, nonce: str) -> Form | None:
        """`line` as typed, with its slash."""
        spec, options = parse_line(self.commands, line)
        event = CommandInvoked(
            id=f"command:{member.id}:{nonce}",
            at=self._platform.now(),
            person=member.person,
            place=place,
            command=spec.name,
            options=options,
        )
        return await self._deliver(event, member, place)

    async def press(
        self, member: Member, message: Message, action: str, value: str, shown_in: Place, nonce: str
    ) -> Form | None:
        """A private answer goes where the member saw the button: a thread shows the message it hangs on."""
        offered = message.card.buttons if message.card else ()
        if not any((button.action, button.value) == (action, value) for button in offered):
            raise PlaceGone("That button is not there any more.")
        event = ButtonPressed(
            id=f"press:{member.id}:{nonce}",
            at=self._platform.now(),
            person=member.person,
            place=message.place,
            action=action,
            value=value,
            message=message.ref,
        )
        return await self._deliver(event, member, shown_in, message)

    async def submit(
        self,
        member: Member,
        place: Place,
        message: Message | None,
        action: str,
        value: str,
        values: Mapping[str, str],
        nonce: str,
    ) -> Mapping[str, str]:
        """What is wrong with the values, a sentence by input; where nothing is, it was accepted."""
        event = FormSubmitted(
            id=f"form:{member.id}:{nonce}",
            at=self._platform.now(),
            person=member.person,
            place=message.place if message else place,
            action=action,
            value=value,
            values=values,
            message=message.ref if message else None,
        )
        problems = await self._app.problems(event)
        if not problems:
            await self._deliver(event, member, place, message)
        return problems

    async def complete(
        self, member: Member, place: Place, command: CommandSpec, option: str, typed: str
    ) -> Sequence[str]:
        return await self._app.complete(
            CompletionAsked(
                id="",
                person=member.person,
                place=place,
                command=command.name,
                option=option,
                typed=typed,
            )
        )

    async def gained(self, channel: Channel, member: Member) -> None:
        event = PlaceGained(
            id=f"gained:{channel.id}:{channel.revision}",
            at=self._platform.now(),
            place=channel.place,
            person=member.person,
        )
        await self._deliver(event, member, channel.place)

    async def lost(self, channel: Channel, member: Member) -> None:
        event = PlaceLost(
            id=f"lost:{channel.id}:{channel.revision}",
            at=self._platform.now(),
            place=channel.place,
            reason="it was archived",
        )
        await self._deliver(event, member, channel.place)

    @property
    def _app(self) -> App:
        if self._connected_to is None:
            raise PlatformDown(f"{BOT} is not running.")
        return self._connected_to

    async def _heard(self, text: str) -> tuple[str, bool]:
        """What is said, and whether to somebody else; who calls the bot first says what follows."""
        names = sorted((BOT, *(member.name for member in await self._platform.members())), key=len)[::-1]
        called = re.match(rf"\s*@({'|'.join(map(re.escape, names))})(?!\w)[\s,:]*", text, re.IGNORECASE)
        if called and called[1].casefold() == BOT.casefold():
            return text[called.end() :], False
        return text, called is not None

    async def _deliver(
        self, event: Event, member: Member, shown_in: Place, message: Message | None = None
    ) -> Form | None:
        app = self._app
        reply = await app.accept(event)
        if reply is None:
            return None
        answer = self._answer(app, event, reply, member, shown_in, message)
        if reply is Reply.FORM:
            return await answer
        task = asyncio.create_task(answer)
        self._answers.add(task)
        task.add_done_callback(self._answers.discard)
        return None

    async def _answer(
        self, app: App, event: Event, reply: Reply, member: Member, shown_in: Place, message: Message | None
    ) -> Form | None:
        seen_by = None if reply is Reply.PUBLIC else member
        with self._platform.working(shown_in, seen_by):
            response = await app.respond(event)
        if not isinstance(response, Card):
            return response
        try:
            if reply is Reply.UPDATE and message:
                await self._platform.update(message.id, card=response)
            else:
                await self._platform.post(*spot(shown_in), response, private_to=seen_by)
        except ChatError as error:
            log.warning("answer_not_shown", event_id=event.id, reason=str(error))
        return None


def _concerns_bot(message: Message) -> bool:
    return bool(message.author and (message.thread or message.channel.startswith("@")))
