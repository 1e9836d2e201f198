"""How what the bot answers reaches the one who asked, or everybody, or the message that was pressed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from adapters.discord.exchange import Exchange
from adapters.discord.faults import ACKNOWLEDGED, UNKNOWN_MESSAGE, code, is_expired
from adapters.discord.forms import Forms
from adapters.discord.parse import Done, Kind, Origin
from adapters.discord.people import People
from adapters.discord.posts import Posts
from adapters.discord.render import message
from bot.chat.adapter import Reply
from bot.chat.card import Card, card, escape
from bot.chat.events import FormSubmitted, MessageEdited, MessageSent
from bot.chat.form import Form
from bot.chat.refs import MessageRef
from bot.errors import ChatError, PlatformDown
from bot.logs import get_logger

log = get_logger(__name__)

Responding = asyncio.Task[Card | Form | None]

TOO_LATE = "That took too long, and Discord would not open the form any more. Please press once more."
NOT_OPENED = "Discord did not open the form. Please try once more."
UNSURE = "Discord may have lost my answer to you. If you see none, please try once more."


@dataclass(frozen=True, slots=True)
class Answers:
    """Shows what `App.respond` gave. Raises ChatError where nothing of it could be shown.

    An interaction that can't be answered any more (Discord was slow, or Koko) is answered past it: in private
    what was private, in its channel what was public.
    """

    people: People
    posts: Posts
    forms: Forms
    now: Callable[[], datetime]

    async def give(self, exchange: Exchange, event: Done, reply: Reply, responding: Responding) -> None:
        """The answer to what somebody did, acknowledged in time however long it takes."""
        if reply is Reply.FORM:
            await self._give_form(exchange, responding)
            return
        before = self.forms.given_back(event) if isinstance(event, FormSubmitted) else None
        replaces = exchange.origin.replaceable and (
            reply is Reply.UPDATE or (reply is Reply.PRIVATE and before is not None)
        )
        pace = exchange.connection.pace
        await asyncio.wait([responding], timeout=min(pace.soon, exchange.left(pace.form)))
        if not responding.done():
            await self._promise(exchange, update=replaces, public=reply is Reply.PUBLIC)
        response = await responding
        if isinstance(event, FormSubmitted):
            self.forms.done(event)
        if not isinstance(response, Card):
            await exchange.be_silent()
        elif before and before.message and reply is Reply.UPDATE:
            await self._update_from_afar(exchange, before.message, response)
        elif replaces:
            await self._update(exchange, response)
        elif reply is Reply.PUBLIC:
            await self._say(exchange, event, response)
        else:
            await self.tell(exchange, response)

    async def tell(self, exchange: Exchange, said: Card, *, if_first: bool = False) -> None:
        """To the person alone; in a place that they have to themselves, as any message.

        With `if_first` not where the same has been answered when it was told before, or to another process.
        """
        origin, shown = exchange.origin, message(said)
        hidden = not origin.in_private
        try:
            if not exchange.is_acknowledged:
                await exchange.show(shown, hidden=hidden)
            else:
                await exchange.fulfil(shown)
        except ChatError as error:
            if if_first and code(error) == ACKNOWLEDGED:
                return
            if exchange.is_acknowledged and not is_expired(error) and not isinstance(error, PlatformDown):
                await exchange.follow(shown, hidden=hidden)
            elif is_expired(error):
                await self._write(origin, said)
            else:
                log.warning("answer_not_shown", reason=str(error))
                await self._write(origin, _sorry(error))

    async def tell_about(self, said: Card, event: MessageSent | MessageEdited) -> None:
        """In private, about a message.

        Discord hides an answer from others only where it answers an interaction, and a message is none. A
        card with buttons is a verdict, whose details hang on the line in the thread as well. A sentence,
        such as why something was not taken, is found nowhere else, so it is sent to its reader.
        """
        if event.place.thread is None:
            await self.posts.say(event.place, said, f"answer:{event.id}", self.now())
        elif not said.buttons:
            direct = await self.people.direct(event.person)
            await self.posts.say(direct, said, f"answer:{event.id}", self.now())

    async def open(self, exchange: Exchange, modal: Mapping[str, Any]) -> None:
        """A form, or else a sentence in private that says why not."""
        try:
            await exchange.open(modal)
        except ChatError as error:
            if exchange.is_acknowledged:
                return  # another delivery of it has opened the form
            log.warning("form_not_opened", reason=str(error))
            sentence = TOO_LATE if is_expired(error) else NOT_OPENED
            await self._write(exchange.origin, card("", sentence))

    async def _give_form(self, exchange: Exchange, responding: Responding) -> None:
        await asyncio.wait([responding], timeout=exchange.left(exchange.connection.pace.form))
        if not responding.done():
            await self.tell(exchange, card("", TOO_LATE))
            await responding
            return
        match responding.result():
            case Form() as form:
                await self._open_first(exchange, form)
            case Card() as said:
                await self.tell(exchange, said)
            case None:
                await exchange.be_silent()

    async def _open_first(self, exchange: Exchange, form: Form) -> None:
        if exchange.origin.kind is Kind.FORM:  # Discord opens no form from a form
            await self.tell(exchange, card("", NOT_OPENED))
            return
        await self.open(exchange, self.forms.opens(exchange.origin, form))

    async def _promise(self, exchange: Exchange, *, update: bool, public: bool) -> None:
        try:
            await exchange.promise(update=update, hidden=not public and not exchange.origin.in_private)
        except ChatError as error:
            log.warning("not_acknowledged", reason=str(error))

    async def _update(self, exchange: Exchange, now: Card) -> None:
        shown = message(now, exchange.origin.mark)
        try:
            if not exchange.is_acknowledged:
                await exchange.replace(shown)
            else:
                await exchange.fulfil(shown)
        except ChatError as error:
            if code(error) == UNKNOWN_MESSAGE:
                log.info("shown_anew", reason=str(error))
                await self._show_anew(exchange, now)
            elif is_expired(error) or code(error) == ACKNOWLEDGED or isinstance(error, PlatformDown):
                await self._edit(exchange.origin, now)
            else:
                log.warning("answer_not_shown", reason=str(error))
                await self._write(exchange.origin, _sorry(error))

    async def _update_from_afar(self, exchange: Exchange, opener: MessageRef, now: Card) -> None:
        """The message from which a form was opened before it was given back."""
        try:
            await self.posts.edit(opener, now)
        except ChatError as error:
            log.warning("answer_not_shown", reason=str(error))
            await self.tell(exchange, _sorry(error))
        else:
            await exchange.remove()

    async def _show_anew(self, exchange: Exchange, now: Card) -> None:
        hidden = not exchange.origin.in_private
        if exchange.is_acknowledged:
            await exchange.follow(message(now), hidden=hidden)
        else:
            await exchange.show(message(now), hidden=hidden)

    async def _edit(self, origin: Origin, now: Card) -> None:
        """Past the interaction, which only messages can be edited by that others see too."""
        if origin.message is None:
            await self._write(origin, now)
            return
        try:
            await self.posts.edit(origin.message, now)
        except PlatformDown:
            await self._write(origin, card("", UNSURE))

    async def _say(self, exchange: Exchange, event: Done, said: Card) -> None:
        shown = message(said)
        try:
            if not exchange.is_acknowledged:
                await exchange.show(shown, hidden=False)
            else:
                await exchange.fulfil(shown)
        except ChatError as error:
            log.warning("answer_not_shown", reason=str(error))
            if is_expired(error) or code(error) == ACKNOWLEDGED:
                await self._say_past_it(exchange.origin, event, said)
            else:
                await self._write(exchange.origin, card("", UNSURE))

    async def _say_past_it(self, origin: Origin, event: Done, said: Card) -> None:
        try:
            await self.posts.say(event.place, said, event.id, self.now())
        except ChatError as error:
            await self._write(origin, _sorry(error))

    async def _write(self, origin: Origin, said: Card) -> None:
        """To the person's own place, where no interaction takes an answer any more."""
        place = origin.place if origin.in_private else await self.people.direct(origin.person)
        await self.posts.say(place, said, f"answer:{origin.id}", self.now())


def _sorry(error: ChatError) -> Card:
    """Why something is not shown."""
    return card("", UNSURE if isinstance(error, PlatformDown) else escape(str(error)))
