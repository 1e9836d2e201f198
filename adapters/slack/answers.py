"""How what the bot answers reaches the one who asked, or everybody, or the message that was pressed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from adapters.slack.client import Client
from adapters.slack.faults import code
from adapters.slack.modal import modal
from adapters.slack.parse import Origin
from adapters.slack.people import People
from adapters.slack.posts import Posts
from bot.chat.adapter import Reply
from bot.chat.card import Card, File, card
from bot.chat.form import Form
from bot.chat.refs import Person, Place
from bot.errors import ChatError, NotAllowed, PlaceGone
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
        """To the person alone: as a message in their own place, and elsewhere one that only they see."""
        place = to.place
        if any(isinstance(block, File) for block in said.blocks):
            await self.posts.uploads.share(await self.people.direct(to.person), said)
        try:
            if _is_direct(place):
                await self.posts.say(place, said, to.id, self.now())
            elif origin.response_url and not place.thread:
                await self._answer(said, place, origin, replace=False)
            else:
                await self._whisper(said, to)
        except (PlaceGone, NotAllowed) as error:
            log.info("answered_elsewhere", reason=str(error))
            if origin.response_url and (_is_direct(place) or place.thread):
                await self._answer(said, place, origin, replace=False)
            else:
                await self._whisper(said, to)

    async def _whisper(self, said: Card, to: Answered) -> None:
        content = await self.posts.content(said, to.place.workspace)
        async with self.client.patient(to.place.workspace) as web:
            await web.chat_postEphemeral(
                channel=to.place.channel, user=to.person.user, thread_ts=to.place.thread, **content
            )

    async def _answer(self, said: Card, place: Place, origin: Origin, *, replace: bool) -> None:
        content = await self.posts.content(said, place.workspace)
        body = {"response_type": "ephemeral", "replace_original": replace, **content}
        await self.client.connection.tell(origin.response_url, body)

    async def _update(self, now: Card, to: Answered, origin: Origin) -> None:
        if origin.from_home:
            await self.publish(to.person, now)
        elif origin.message:
            await self.posts.edit(origin.message, now)
        elif origin.response_url:
            await self._answer(now, to.place, origin, replace=True)
        else:
            await self.tell(now, to, origin)

    async def _say(self, said: Card, to: Answered, origin: Origin) -> None:
        try:
            await self.posts.say(to.place, said, to.id, self.now())
        except ChatError as error:
            await self.tell(card("", str(error)), to, origin)

    async def _open(self, form: Form, to: Answered, origin: Origin) -> None:
        view = modal(self.posts.renderer.names, form, origin.carried(to.place))
        try:
            async with self.client.patient(to.place.workspace) as web:
                await web.views_open(trigger_id=origin.trigger, view=view)
        except ChatError as error:
            match code(error.__cause__):
                case "exchanged_trigger_id":
                    return  # an earlier try, or another delivery, has opened it
                case "expired_trigger_id":
                    why = TOO_LATE
                case _:
                    why = NOT_OPENED
            log.warning("form_not_opened", reason=str(error))
            await self.tell(card("", why), to, origin)


def _is_direct(place: Place) -> bool:
    """Slack's ids of places that one shares with the bot alone begin so."""
    return place.channel.startswith("D")
