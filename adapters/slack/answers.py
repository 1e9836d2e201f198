"""How what the bot answers reaches the one who asked, or everybody, or the message that was pressed."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Protocol

from adapters.slack.client import Client
from adapters.slack.faults import code, may_be_done
from adapters.slack.modal import modal
from adapters.slack.parse import Origin
from adapters.slack.people import People, is_direct
from adapters.slack.posts import Posts
from bot.chat.adapter import Reply
from bot.chat.card import Card, File, Text, card, escape
from bot.chat.form import Form
from bot.chat.refs import Person, Place
from bot.errors import ChatError, NotAllowed, PlaceGone, PlatformDown
from bot.logs import get_logger

log = get_logger(__name__)


class Answered(Protocol):
    """What somebody did in a place, and is answered: an event, or what could not become one."""

    @property
    def id(self) -> str: ...
    @property
    def person(self) -> Person: ...
    @property
    def place(self) -> Place: ...


TOO_LATE = "That took too long, and Slack would not open the form any more. Please press once more."
NOT_OPENED = "Slack did not open the form. Please try once more."
NOT_SHOWN = "Slack did not take my answer. Please try once more in a minute."
UNSURE = "Slack may have lost my answer to you. If you see none, please try once more."
NO_FILE = "Slack did not take the file. Please ask for it once more."
FILE_ELSEWHERE = "The file is in your messages with me."

TRIGGER_SECONDS = 3.0
"""How long Slack lets a form be opened after what somebody did."""


@dataclass(frozen=True, slots=True)
class Answers:
    """Shows what `App.respond` gave. Raises ChatError where nothing of it could be shown."""

    client: Client
    people: People
    posts: Posts
    now: Callable[[], datetime]

    async def show(self, reply: Reply, response: Card | Form, event: Answered, origin: Origin) -> None:
        """`origin` is where `event` came from."""
        match reply, response:
            case _, Form():
                await self._open(response, event, origin)
            case Reply.PUBLIC, Card():
                await self._say(response, event, origin)
            case Reply.UPDATE, Card():
                await self._update(response, event, origin)
            case _, Card():
                await self.tell(response, event, origin)

    async def publish(self, person: Person, page: Card) -> None:
        """As the person's own page."""
        async with self.client.patient(person.workspace) as web:
            await web.views_publish(user_id=person.user, view=self.posts.renderer.home(page))

    async def tell(self, said: Card, to: Answered, origin: Origin) -> None:
        """To the person alone: as a message in their own place, and elsewhere one that only they see.

        Nobody can look that one up, so where it may be there it is not repeated: a sentence says so.
        """
        said = await self._without_files(said, to)
        failed: ChatError | None = None
        for way in self._ways(to, origin):
            try:
                await way(said)
                return
            except ChatError as error:
                log.info("answered_elsewhere", reason=str(error))
                failed = error
                if may_be_done(error.__cause__):
                    said = card("", UNSURE)
        if failed:
            raise failed

    def _ways(self, to: Answered, origin: Origin) -> Sequence[Callable[[Card], Awaitable[None]]]:
        """The first is the right one."""
        place = to.place
        answer = [partial(self._answer, to, origin, replace=False)] if origin.response_url else []
        if is_direct(place):
            return [partial(self._write, to), *answer]
        whisper = partial(self._whisper, to)
        return [whisper, *answer, whisper] if place.thread else [*answer, whisper, whisper]

    async def _without_files(self, said: Card, to: Answered) -> Card:
        """The card, when its files are in the person's own place."""
        if not any(isinstance(block, File) for block in said.blocks):
            return said
        try:
            await self.posts.uploads.share(await self.people.direct(to.person), said)
        except ChatError as error:
            log.warning("files_not_shared", reason=str(error))
            blocks = (Text(NO_FILE) if isinstance(block, File) else block for block in said.blocks)
            return replace(said, blocks=tuple(blocks))
        return said if is_direct(to.place) else replace(said, footer=FILE_ELSEWHERE)

    async def _write(self, to: Answered, said: Card) -> None:
        await self.posts.say(to.place, said, to.id, self.now())

    async def _whisper(self, to: Answered, said: Card) -> None:
        content = await self.posts.answer(said, to.place.workspace)
        async with self.client.patient(to.place.workspace) as web:
            await web.chat_postEphemeral(
                channel=to.place.channel, user=to.person.user, thread_ts=to.place.thread, **content
            )

    async def _answer(self, to: Answered, origin: Origin, said: Card, *, replace: bool) -> None:
        content = await self.posts.answer(said, to.place.workspace)
        body = {"response_type": "ephemeral", "replace_original": replace, **content}
        await self.client.connection.tell(origin.response_url, body)

    async def _update(self, now: Card, to: Answered, origin: Origin) -> None:
        try:
            if origin.from_home:
                await self.publish(to.person, now)
            elif origin.message:
                await self.posts.update(origin.message, now)
            elif origin.response_url:
                await self._answer(to, origin, now, replace=True)
            else:
                await self.tell(now, to, origin)
        except PlatformDown as error:
            await self._excuse(error, to, origin)
        except (PlaceGone, NotAllowed) as error:
            log.info("shown_anew", reason=str(error))
            await self.tell(now, to, origin)

    async def _say(self, said: Card, to: Answered, origin: Origin) -> None:
        try:
            message = await self.posts.say(to.place, said, to.id, self.now())
        except ChatError as error:
            await self._excuse(error, to, origin)
        else:
            await self.posts.hand_over(message, said)

    async def _excuse(self, error: ChatError, to: Answered, origin: Origin) -> None:
        log.warning("answer_not_shown", reason=str(error))
        why = NOT_SHOWN if isinstance(error, PlatformDown) else escape(str(error))
        await self.tell(card("", why), to, origin)

    async def _open(self, form: Form, to: Answered, origin: Origin) -> None:
        view = modal(self.posts.renderer.names, form, origin.carried(to.place))
        try:
            async with self.client.patient(to.place.workspace) as web, asyncio.timeout(TRIGGER_SECONDS):
                await web.views_open(trigger_id=origin.trigger, view=view)
        except ChatError as error:
            match code(error.__cause__):
                case "exchanged_trigger_id":
                    return  # an earlier try, or another delivery, has opened it
                case "expired_trigger_id":
                    why = TOO_LATE
                case _:
                    why = TOO_LATE if isinstance(error.__cause__, TimeoutError) else NOT_OPENED
            log.warning("form_not_opened", reason=str(error))
            await self.tell(card("", why), to, origin)
