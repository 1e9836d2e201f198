from __future__ import annotations

from playwright.async_api import Browser

from tests.browser import ONE_BROWSER, axe_violations

pytestmark = ONE_BROWSER


async def test_a_page_without_a_language_is_a_violation(chromium: Browser) -> None:
    page = await chromium.new_page()
    await page.set_content("<html><title>Koko</title><main><h1>Koko</h1></main></html>")

    violations = await axe_violations(page)

    assert [violation.split(":")[0] for violation in violations] == ["html-has-lang"]


async def test_a_sound_page_has_no_violations(chromium: Browser) -> None:
    page = await chromium.new_page()
    await page.set_content('<html lang="en"><title>Koko</title><main><h1>Koko</h1></main></html>')

    assert await axe_violations(page) == []
