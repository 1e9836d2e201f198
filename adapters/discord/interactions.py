"""Commands, buttons, forms and completions: acknowledged in time, answered after."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from adapters.discord.client import Connection, Payload
from adapters.discord.exchange import Exchange
from adapters.discord.forms import AGAIN, GONE
from adapters.discord.intake import Intake
from adapters.discord.parse import Kind, Origin, origin
from adapters.discord.people import People
from adapters.discord.render import pressed
from bot.chat.card import card
from bot.chat.events import FormSubmitted
from bot.errors import ChatError, UserError
from bot.logs import get_logger

log = get_logger(__name__)

MOST_CHOICES, MAX_CHOICE = 25, 100  # Discord: of an autocompletion, and characters of each
NOT_TAKEN = "I could not take that just now. Please try once more in a minute."


@dataclass(frozen=True, slots=True)
class Interactions:
    """Takes each interaction that the gateway tells."""

    connection: Connection
    people: People
    intake: Intake

    def told(self, body: Payload) -> None:
        """An INTERACTION_CREATE."""
        self.intake.begin(self._handle(body))

    async def _handle(self, body: Payload) -> None:
        back = origin(body)
        exchange = Exchange(self.connection, back, asyncio.get_running_loop().time())
        try:
            await self._take(body, back, exchange)
        except UserError as error:
            why = str(error)
        except ChatError as error:
            log.warning("not_taken", reason=str(error))
            why = NOT_TAKEN
        except Exception:
            log.exception("not_taken")
            why = NOT_TAKEN
        else:
            return
        if back.kind is not Kind.COMPLETION:  # which takes no message; who types goes on without
            await self.intake.answers.tell(exchange, card("", why), if_first=True)

    async def _take(self, body: Payload, back: Origin, exchange: Exchange) -> None:
        """Raises what `accept` raises."""
        parser, answers = self.intake.parser, self.intake.answers
        if back.kind is Kind.COMPLETION:
            offered = await parser.app.complete(parser.completion(body, back))
            await exchange.offer(_choices(offered))
            return
        if back.kind is Kind.COMPONENT and await self._is_form_again(body, exchange):
            return
        event = parser.interaction(body, back)
        if event is None:
            return
        self.people.met(body, back.person)
        async with self.intake.turn((back.person.workspace, back.person.user)):
            if isinstance(event, FormSubmitted):
                if wrong := await parser.app.problems(event):
                    await answers.tell(exchange, answers.forms.complains(event, wrong), if_first=True)
                    return
                event = answers.forms.from_where_it_was_opened(event)
            reply = await parser.app.accept(event)
        if reply:
            responding = asyncio.create_task(parser.app.respond(event))
            self.intake.begin(answers.give(exchange, event, reply, responding))
        else:
            self.intake.begin(self._leave(exchange))

    async def _is_form_again(self, body: Payload, exchange: Exchange) -> bool:
        """A button of the adapter's own."""
        action, name = pressed(body["data"]["custom_id"])
        if action != AGAIN:
            return False
        shown = self.intake.answers.forms.reopens(exchange.origin, name)
        if shown:
            await self.intake.answers.open(exchange, shown)
        else:
            await self.intake.answers.tell(exchange, card("", GONE), if_first=True)
        return True

    async def _leave(self, exchange: Exchange) -> None:
        """Nobody listens; or it was told twice, or another process has it: then it is answered there."""
        await asyncio.sleep(exchange.left(self.connection.pace.elsewhere))
        try:
            await exchange.be_silent()
        except ChatError as error:
            log.debug("answered_elsewhere", reason=str(error))


def _choices(offered: Sequence[str]) -> list[dict[str, str]]:
    return [{"name": each[:MAX_CHOICE], "value": each[:MAX_CHOICE]} for each in offered if each][
        :MOST_CHOICES
    ]
