"""Pictures and files on their way to Slack: an address is asked for, filled, and then closed.

https://docs.slack.dev/messaging/working-with-files
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus

import aiohttp
import stamina
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.client import Client
from bot.chat.card import Card, File, Image, clip
from bot.chat.refs import Place
from bot.errors import PlatformDown

TRIES = 3
MAX_TITLE = 250


@dataclass(frozen=True, slots=True)
class Uploads:
    """Raises what `Client` raises."""

    client: Client
    now: Callable[[], datetime]

    async def pictures(self, workspace: str, card: Card) -> dict[Image, str]:
        """The id of each picture of a card; nobody sees one before a message shows it."""
        return {
            block: await self._picture(workspace, block) for block in card.blocks if isinstance(block, Image)
        }

    async def share(self, place: Place, card: Card) -> None:
        """Hand over the files of a card, all in one message."""
        files = [block for block in card.blocks if isinstance(block, File)]
        if not files:
            return
        began = self.now()
        async with self.client.patient(place.workspace) as web:
            filled: list[dict[str, str | None]] = [
                {"id": await self._fill(web, file.name, file.text.encode()), "title": file.name}
                for file in files
            ]
        ids = {str(file["id"]) for file in filled}
        async for attempt in stamina.retry_context(on=PlatformDown, attempts=TRIES, timeout=None):
            with attempt:
                if attempt.num > 1 and await self._are_shared(place, ids, began):
                    return
                async with self.client.patient(place.workspace) as web:
                    await web.files_completeUploadExternal(
                        files=filled, channel_id=place.channel, thread_ts=place.thread
                    )

    async def _picture(self, workspace: str, image: Image) -> str:
        """Its id. A second upload of one that did arrive is seen by nobody."""
        async for attempt in stamina.retry_context(on=PlatformDown, attempts=TRIES, timeout=None):
            with attempt:
                async with self.client.patient(workspace) as web:
                    id = await self._fill(web, "picture.png", image.png)
                    title = clip(image.alt, MAX_TITLE)
                    await web.files_completeUploadExternal(files=[{"id": id, "title": title}])
                    return id
        raise AssertionError("stamina raises at the end of its tries")

    async def _are_shared(self, place: Place, ids: Collection[str], since: datetime) -> bool:
        """Whether a message that shows one of these files has come since."""
        async for message in self.client.messages(place, since, ",".join(ids)):
            if any(file.get("id") in ids for file in message.get("files", ())):
                return True
        return False

    async def _fill(self, web: AsyncWebClient, name: str, content: bytes) -> str:
        """The file's id."""
        asked = await web.files_getUploadURLExternal(filename=name, length=len(content))
        session = self.client.connection.session
        failures = (aiohttp.ClientError, PlatformDown)
        async for attempt in stamina.retry_context(on=failures, attempts=TRIES, wait_max=1.0):
            with attempt:
                async with session.post(asked["upload_url"], data=content) as answer:
                    if answer.status != HTTPStatus.OK:  # aiohttp's own error names the address
                        raise PlatformDown(f"Slack answered {answer.status}")
        return str(asked["file_id"])
