"""One interaction and its answers: the first within three seconds, more within fifteen minutes.

https://docs.discord.com/developers/interactions/receiving-and-responding
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from discord.http import Route

from adapters.discord.client import BETWEEN, TRIES, Connection
from adapters.discord.faults import ACKNOWLEDGED, code
from adapters.discord.parse import EPHEMERAL, Kind, Origin
from adapters.discord.posts import body_of
from adapters.discord.render import Message
from bot.errors import ChatError, PlatformDown

FIRST_SECONDS = 2.9
"""How long a first answer is tried; after three Discord tells the member that nobody answered."""


class Answer(IntEnum):
    """Kinds of a first answer."""

    MESSAGE = 4
    LATER = 5
    UPDATE_LATER = 6
    UPDATE = 7
    CHOICES = 8
    FORM = 9


@dataclass
class Exchange:
    """Raises what `Connection.once` raises. `began` is when the interaction arrived, by the loop's clock."""

    connection: Connection
    origin: Origin
    began: float
    is_acknowledged: bool = False

    def left(self, seconds: float) -> float:
        """Seconds until so many have gone by since it arrived."""
        return max(0.0, self.began + seconds - asyncio.get_running_loop().time())

    async def show(self, shown: Message, *, hidden: bool) -> None:
        """As a message of its own."""
        await self._first(Answer.MESSAGE, _flagged(shown.body, hidden), shown.files)

    async def replace(self, shown: Message) -> None:
        """In place of the message that it was done on."""
        await self._first(Answer.UPDATE, shown.body, shown.files)

    async def open(self, modal: Mapping[str, Any]) -> None:
        await self._first(Answer.FORM, modal, {})

    async def offer(self, choices: list[dict[str, Any]]) -> None:
        await self._first(Answer.CHOICES, {"choices": choices}, {})

    async def promise(self, *, update: bool, hidden: bool) -> None:
        """Say that it has arrived, and that more is to come."""
        if update:
            await self._first(Answer.UPDATE_LATER, None, {})
        else:
            await self._first(Answer.LATER, {"flags": EPHEMERAL} if hidden else {}, {})

    async def fulfil(self, shown: Message) -> None:
        """What was promised."""
        await self.connection.patient(self._webhook("PATCH", "/messages/@original"), **_body(shown))

    async def follow(self, shown: Message, *, hidden: bool) -> None:
        """As another message, after the first answer.

        Nobody can look a hidden one up, so it is not tried twice where the first may be there.
        """
        body = body_of(_flagged(shown.body, hidden), shown.files)
        await self.connection.once(self._webhook("POST", ""), **body)

    async def remove(self) -> None:
        """Take away the message that it was done on."""
        if not self.is_acknowledged:
            await self.promise(update=True, hidden=True)
        await self.connection.patient(self._webhook("DELETE", "/messages/@original"))

    async def be_silent(self) -> None:
        """Take the first answer away, or give none that anybody sees."""
        if not self.is_acknowledged:
            update = self.origin.kind is Kind.COMPONENT or self.origin.replaceable
            await self.promise(update=update, hidden=True)
            if update:
                return
        await self.connection.patient(self._webhook("DELETE", "/messages/@original"))

    async def _first(self, kind: Answer, data: Mapping[str, Any] | None, files: Mapping[str, bytes]) -> None:
        """Until it has arrived: an interaction takes one first answer, so that of two tries one counts."""
        body = {"type": int(kind)} | ({"data": data} if data is not None else {})
        route = Route(
            "POST",
            "/interactions/{webhook_id}/{webhook_token}/callback",
            webhook_id=self.origin.id,
            webhook_token=self.origin.token,
        )
        try:
            async with asyncio.timeout(max(0.5, self.left(FIRST_SECONDS))):
                await self._try(route, body_of(body, files))
        except TimeoutError as error:
            raise PlatformDown("Discord took no answer in time") from error
        self.is_acknowledged = True

    async def _try(self, route: Route, body: dict[str, Any]) -> None:
        for tries in range(TRIES):
            try:
                await self.connection.once(route, **body)
                return
            except PlatformDown as error:
                if tries == TRIES - 1 or error.retry_after is not None:
                    raise
                await asyncio.sleep(BETWEEN)
            except ChatError as error:
                if code(error) == ACKNOWLEDGED:
                    self.is_acknowledged = True
                    if tries:
                        return  # by the try before, whose answer was lost
                raise

    def _webhook(self, method: str, more: str) -> Route:
        return Route(
            method,
            f"/webhooks/{{webhook_id}}/{{webhook_token}}{more}",
            webhook_id=self.origin.application,
            webhook_token=self.origin.token,
        )


def _body(shown: Message) -> dict[str, Any]:
    return body_of(shown.body, shown.files)


def _flagged(body: Mapping[str, Any], hidden: bool) -> dict[str, Any]:
    return {**body, "flags": body.get("flags", 0) | (EPHEMERAL if hidden else 0)}
