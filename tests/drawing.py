"""Pages drawn by a browser, at the widths of a desk and of a telephone."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from markupsafe import Markup
from playwright.async_api import Browser

from tests.browser import launched

WIDTHS = {"desk": 760, "phone": 390}


def tag(name: str, inner: str | Markup, classes: str = "") -> Markup:
    """An element; what is no markup yet is escaped."""
    return Markup('<{0} class="{1}">{2}</{0}>').format(name, classes, inner)


def page(title: str, style: str, inner: Markup) -> Markup:
    """A whole page."""
    head = Markup("<!doctype html><meta charset=utf-8><title>{}</title><style>{}</style>")
    return head.format(title, Markup(style)) + inner


async def draw(pages: Mapping[str, Markup], folder: Path) -> None:
    """One picture of each page for each width, `name-width.png`."""
    folder.mkdir(parents=True, exist_ok=True)
    async with launched() as browser:
        for name, drawn in pages.items():
            await _draw(browser, name, drawn, folder)


async def _draw(browser: Browser, name: str, drawn: Markup, folder: Path) -> None:
    for width, pixels in WIDTHS.items():
        tab = await browser.new_page(viewport={"width": pixels, "height": 100}, device_scale_factor=2)
        await tab.set_content(drawn)
        await tab.screenshot(path=folder / f"{name}-{width}.png", full_page=True)
        await tab.close()
