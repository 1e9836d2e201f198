"""The whole bot behind the page, and a browser before it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from aiohttp import web
from playwright.async_api import Page, ViewportSize, expect

from adapters.local import create
from bot.bank.files import Bank
from bot.chat.adapter import Host
from bot.compose import Parts, build
from bot.grading.rubric import RubricJudge
from bot.http import Server
from bot.store.sql import SqlStore
from bot.store.vault import Secrets
from tests.bank import OPEN_ONLY
from tests.bots import MONDAY
from tests.browser import axe_violations
from tests.fakes import StubRunner

PICTURES = Path(__file__).parents[2] / "screenshots"
SCREENS = {"desk": ViewportSize(width=1280, height=800), "phone": ViewportSize(width=390, height=844)}

expect.set_options(timeout=15_000)


@asynccontextmanager
async def koko(
    folder: Path, bank: Bank = OPEN_ONLY, now: Callable[[], datetime] | None = None, port: int = 0
) -> AsyncIterator[str]:
    """The bot on its local platform, by a clock that goes unless one is given; the address of its page.

    On this port, or on a free one; in a folder where it ran before it goes on.
    """
    now = now or _from_monday()
    database = folder / "koko.db"
    is_new, store = not database.exists(), SqlStore(f"sqlite:///{database}")
    if is_new:
        await store.create_tables()
    server = Server("127.0.0.1", port)
    parts = Parts(
        store=store,
        bank=bank,
        judge=RubricJudge(),
        runner=StubRunner(),
        adapters=[create(Host(server, folder, now, Secrets(store, [], now).of("local")))],
        server=server,
        now=now,
        catch_up=timedelta(hours=6),
        tick_seconds=1,
    )
    stop, ready = asyncio.Event(), asyncio.Event()
    bot = build(parts)
    await bot.draw_pictures()
    running = asyncio.create_task(bot.run(stop, ready.set))
    try:
        await ready.wait()
        yield "http://{}:{}".format(*server.address)
    finally:
        stop.set()
        await running
        await store.close()


@asynccontextmanager
async def starting(port: int) -> AsyncIterator[asyncio.Event]:
    """What answers there while Koko starts: not yet. The event is set when somebody has asked for news."""
    asked = asyncio.Event()
    app = web.Application()

    async def not_yet(request: web.Request) -> web.Response:
        asked.set()
        return web.Response(status=503)

    app.router.add_get("/api/events", not_yet)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    try:
        yield asked
    finally:
        await runner.cleanup()


def _from_monday() -> Callable[[], datetime]:
    start = time.monotonic()
    return lambda: MONDAY + timedelta(seconds=time.monotonic() - start)


@dataclass
class Visit:
    """Somebody at the page; `screen` is "desk" or "phone", `errors` what the console complained of."""

    page: Page
    screen: str
    errors: list[str] = field(default_factory=list)

    async def types(self, text: str) -> None:
        """Write in the message box, and send."""
        await self.page.locator("#text").fill(text)
        await self.page.keyboard.press("Enter")

    async def sees(self, words: str) -> None:
        await expect(self.page.locator("main").get_by_text(words).last).to_be_visible()

    async def is_sound(self, name: str) -> None:
        """Nothing bars anybody from it, in light or dark; and a picture of it is taken."""
        for scheme in ("dark", "light"):
            await self.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            assert await axe_violations(self.page) == []
        await self.page.screenshot(path=PICTURES / f"{name}-{self.screen}.png")
        width = await self.page.evaluate("document.documentElement.scrollWidth")
        assert width <= SCREENS[self.screen]["width"], "the page scrolls sideways"
        assert self.errors == []


Visits = Callable[[str], AbstractAsyncContextManager[Visit]]
