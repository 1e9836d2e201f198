"""Pictures and files on their way to Slack: an address is asked for, filled, and then closed.

https://docs.slack.dev/messaging/working-with-files
"""

from __future__ import annotations

from dataclasses import dataclass

import aiohttp
import stamina
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.client import Client
from bot.chat.card import Card, File, Image, clip
from bot.chat.refs import Place

TRIES = 3
MAX_TITLE = 250


@dataclass(frozen=True, slots=True)
class Uploads:
    """Raises what `Client` raises."""

    client: Client

    async def pictures(self, workspace: str, card: Card) -> dict[Image, str]:
        """The id of each picture of a card; nobody sees one before a message shows it."""
        ids: dict[Image, str] = {}
        for image in (block for block in card.blocks if isinstance(block, Image)):
            async with self.client.patient(workspace) as web:
                ids[image] = await self._fill(web, "picture.png", image.png)
                title = clip(image.alt, MAX_TITLE)
                await web.files_completeUploadExternal(files=[{"id": ids[image], "title": title}])
        return ids

    async def share(self, place: Place, card: Card) -> None:
        """Hand over the files of a card, all in one message."""
        files = [block for block in card.blocks if isinstance(block, File)]
        if not files:
            return
        async with self.client.patient(place.workspace) as web:
            filled: list[dict[str, str | None]] = [
                {"id": await self._fill(web, file.name, file.text.encode()), "title": file.name}
                for file in files
            ]
            await web.files_completeUploadExternal(
                files=filled, channel_id=place.channel, thread_ts=place.thread
            )

    async def _fill(self, web: AsyncWebClient, name: str, content: bytes) -> str:
        """The file's id."""
        asked = await web.files_getUploadURLExternal(filename=name, length=len(content))
        session = self.client.connection.session
        async for attempt in stamina.retry_context(on=aiohttp.ClientError, attempts=TRIES, wait_max=1.0):
            with attempt:
                async with session.post(asked["upload_url"], data=content) as answer:
                    answer.raise_for_status()
        return str(asked["file_id"])
