"""What the Slack adapter needs around it in a test: a Slack, settings, a bot that does as told."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiohttp import web
from pydantic import SecretStr

from adapters.slack.adapter import SlackAdapter
from adapters.slack.manifest import EVENTS_PATH
from adapters.slack.settings import Mode, SlackSettings
from adapters.slack.ways import Pace
from bot.chat.adapter import Host, Vault
from tests.adapters.local.house import LoopbackRoutes
from tests.adapters.slack.loopback.slack import LoopbackSlack
from tests.adapters.slack.loopback.state import Json
from tests.adapters.working import running, utc_now
from tests.contract.platform import ScriptedApp
from tests.fakes import NoVault


def settings(slack: LoopbackSlack, mode: Mode = Mode.SOCKET, **others: Any) -> SlackSettings:
    """For one workspace."""
    return SlackSettings(
        mode=mode,
        bot_token=SecretStr(slack.bot_token),
        app_token=SecretStr(slack.app_token),
        signing_secret=SecretStr(slack.signing_secret),
        api_url=slack.api_url,
        **{"post_interval": 0.0, **others},
    )


@dataclass(frozen=True)
class Living:
    """The adapter at work, with a bot behind it; `url` is where Slack reaches it over HTTP."""

    slack: LoopbackSlack
    adapter: SlackAdapter
    app: ScriptedApp
    url: str


@asynccontextmanager
async def living(
    slack: LoopbackSlack,
    app: ScriptedApp,
    chosen: SlackSettings | None = None,
    *,
    folder: Path = Path(),
    vault: Vault | None = None,
    pace: Pace | None = None,
) -> AsyncIterator[Living]:
    """The adapter between a bot and Slack, until the end of the block."""
    async with (
        housed(slack, chosen, folder=folder, vault=vault, pace=pace) as (adapter, url),
        running(adapter, app),
        _told(slack, url, chosen),
    ):
        yield Living(slack, adapter, app, url)


@asynccontextmanager
async def housed(
    slack: LoopbackSlack,
    chosen: SlackSettings | None = None,
    *,
    folder: Path = Path(),
    vault: Vault | None = None,
    pace: Pace | None = None,
) -> AsyncIterator[tuple[SlackAdapter, str]]:
    """The adapter before it runs, and where it can be reached."""
    routes = LoopbackRoutes()
    host = Host(routes, folder, utc_now, vault or NoVault())
    adapter = SlackAdapter(chosen or settings(slack), host, pace)
    await routes.runner.setup()
    await web.TCPSite(routes.runner, "127.0.0.1", 0).start()
    try:
        yield adapter, f"http://127.0.0.1:{routes.address[1]}"
    finally:
        await routes.runner.cleanup()


@asynccontextmanager
async def _told(slack: LoopbackSlack, url: str, chosen: SlackSettings | None) -> AsyncIterator[None]:
    """Slack knows where to send what happens, where no socket is opened."""
    if chosen is None or chosen.mode is Mode.SOCKET:
        yield
        return
    assert await slack.delivers_to(f"{url}{EVENTS_PATH}").verify()
    yield


def words(blocks: Sequence[Json]) -> str:
    """What the eye reads of a message's blocks or of a view's, but the buttons."""
    return " ".join(" ".join(_words(blocks)).split())


def marks(blocks: Sequence[Json]) -> Iterator[str]:
    """What is more than words: links, marks, and styles, but for the bold names of fields."""
    for element in _elements(blocks):
        kind = element.get("type")
        if kind in ("link", "emoji", "mrkdwn", "markdown", "date", "color"):
            yield str(kind)
        if kind == "text" and not element["text"].rstrip().endswith(":"):
            yield from (element.get("style") or {}).keys()


def _words(blocks: Sequence[Json]) -> Iterator[str]:
    for element in _elements(blocks):
        match element:
            case {"type": "button"} | {"type": "input"}:
                continue
            case {"type": "image", "alt_text": str(alt)}:
                yield alt
            case {"text": str(text)}:
                yield text


def _elements(blocks: Sequence[Json]) -> Iterator[Json]:
    """Every object in them, outside of buttons, in reading order."""
    for block in blocks:
        yield block
        if block.get("type") in ("button", "input"):
            continue
        for part in (block.get("text"), *block.get("elements", []), *block.get("fields", [])):
            if isinstance(part, dict):
                yield from _elements([part])
        for row in block.get("rows", []):
            for cell in row:
                yield from _elements([cell])
