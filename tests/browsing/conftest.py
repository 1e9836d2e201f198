"""A browser before the page."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from playwright.async_api import Browser

from tests.browsing.visits import SCREENS, Visit, Visits


@pytest.fixture(params=SCREENS)
def visit(request: pytest.FixtureRequest, chromium: Browser) -> Visits:
    """Opens an address on a large or a small screen, as somebody who has never been there."""

    @asynccontextmanager
    async def visiting(address: str) -> AsyncIterator[Visit]:
        page = await chromium.new_page(viewport=SCREENS[request.param], reduced_motion="reduce")
        there = Visit(page, request.param)
        page.on("console", lambda line: there.errors.append(line.text) if line.type == "error" else None)
        page.on("pageerror", lambda error: there.errors.append(str(error)))
        await page.goto(address)
        try:
            yield there
        finally:
            await page.close()

    return visiting
