"""A real browser for the tests of the page: Debian's Chromium, kept offline."""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
import pytest_asyncio
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page, async_playwright

OFFLINE = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
]


ONE_BROWSER = pytest.mark.asyncio(loop_scope="session")
"""For tests of the browser, which lives in one event loop for as long as the process does."""


@asynccontextmanager
async def launched() -> AsyncIterator[Browser]:
    """A browser, until the end of the block."""
    program = shutil.which("chromium")
    assert program, "the browser tests need Chromium: `make chromium` installs it or says how"
    # Chromium's own sandbox refuses to run as root.
    flags = [*OFFLINE, "--no-sandbox"] if os.geteuid() == 0 else OFFLINE
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=program, args=flags)
        yield browser
        await browser.close()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium() -> AsyncIterator[Browser]:
    """One for each test process; `await chromium.new_page(viewport=...)` opens a page without history."""
    async with launched() as browser:
        yield browser


VIOLATIONS = "axe.run({resultTypes: ['violations']}).then((found) => found.violations)"
"""To tell of all that is right as well takes three times as long."""


async def axe_violations(page: Page) -> list[str]:
    """What axe-core finds wrong with the page as it stands: each the rule's id, its help and the elements."""
    if not await page.evaluate("'axe' in window"):
        await page.evaluate(Axe().axe_script)
    return [
        f"{violation['id']}: {violation['help']}: {[node['target'] for node in violation['nodes']]}"
        for violation in await page.evaluate(VIOLATIONS)
    ]
