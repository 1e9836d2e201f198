"""The page as README shows it: `python -m tests.browsing.pictures FOLDER`.

Clock, questions and what the browser takes for chance are fixed, so that the same code draws the same.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from playwright.async_api import Browser, Page, ViewportSize, expect

from bot.bank.files import Bank
from tests.bots import MONDAY
from tests.browser import launched
from tests.browsing.visits import SCREENS, koko
from tests.fakes import FixedClock
from tests.questions.bank import whole_bank

DESK, PHONE = ViewportSize(width=1280, height=900), SCREENS["phone"]
OPEN = "foundations/pre-training-vs-post-training"
QUIZ = ("drift/psi-vs-chi-square", "machine-learning/bias-variance", "evaluation/pass-at-k")
ANSWER = """\
Pre-training predicts the next token. It reads a huge crawl of the web. Post-training uses SFT, then RLHF. \
It makes the model follow instructions and stay safe. It takes far less data, chosen by hand."""
CHANCE = "let drawn = 1000000; crypto.getRandomValues = (numbers) => numbers.map(() => ++drawn);"


async def draw_all(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    async with launched() as browser:
        async with _page(browser, PHONE, OPEN) as page:
            await page.screenshot(path=folder / "page-390.png")
        async with _page(browser, DESK, OPEN) as page:
            await _says(page, ANSWER, "streak 1")
            await page.get_by_role("button", name="See why").click()
            await _sees(page, "Graded by its rubric")
            await page.screenshot(path=folder / "page-1280.png")
        async with _page(browser, PHONE, OPEN, *QUIZ, scheme="dark") as page:
            await _says(page, "/quiz 3", "1 of 3")
            await expect(page.get_by_role("heading", name="PSI or chi-square?")).to_be_visible()
            await page.screenshot(path=folder / "quiz-dark.png")
        async with _page(browser, DESK, OPEN, *QUIZ) as page:
            await _says(page, "/quiz 3", "1 of 3")
            await _says(page, "/koko setup", "Next posts")
            await page.screenshot(path=folder / "setup.png")


@asynccontextmanager
async def _page(
    browser: Browser, screen: ViewportSize, *questions: str, scheme: Literal["light", "dark"] = "light"
) -> AsyncIterator[Page]:
    """A newcomer's, of a Koko that knows these questions."""
    bank = Bank(tuple(question for question in whole_bank().questions if question.id in questions))
    with TemporaryDirectory() as folder:
        async with koko(Path(folder), bank, FixedClock(MONDAY)) as address:
            page = await browser.new_page(
                viewport=screen,
                color_scheme=scheme,
                reduced_motion="reduce",
                timezone_id="UTC",
                locale="en-US",
            )
            await page.clock.set_fixed_time(MONDAY)
            await page.add_init_script(CHANCE)
            await page.goto(address)
            await expect(page.get_by_role("button", name="Answer", exact=True)).to_be_visible()
            yield page
            await page.close()


async def _says(page: Page, text: str, seen: str) -> None:
    await page.locator("#text").fill(text)
    await page.keyboard.press("Enter")
    await _sees(page, seen)


async def _sees(page: Page, words: str) -> None:
    await expect(page.locator("main").get_by_text(words).last).to_be_visible()


if __name__ == "__main__":
    asyncio.run(draw_all(Path(sys.argv[1])))
