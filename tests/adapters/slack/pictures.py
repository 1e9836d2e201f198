"""Koko's cards as Slack shows them, drawn here: `python -m tests.adapters.slack.pictures FOLDER`.

Nothing of Slack is asked; sizes and colours are read off its clients, light, on a desk and on a telephone.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from markupsafe import Markup, escape
from playwright.async_api import Browser, async_playwright

from tests.adapters.slack.scenes import Scene, scenes
from tests.browser import OFFLINE

Json = Mapping[str, Any]
WIDTHS = {"desk": 760, "phone": 390}
STYLE = (Path(__file__).parent / "pictures.css").read_text()
BULLETS = "•◦▪"


def page(scene: Scene) -> Markup:
    """A whole page."""
    match scene.shown:
        case {"type": "modal"}:
            inner = _modal(scene.shown)
        case {"type": "home"}:
            inner = _tag("main", _blocks(scene.shown["blocks"], scene.pictures), "home")
        case _:
            inner = _message(scene)
    head = Markup("<!doctype html><meta charset=utf-8><title>{}</title><style>{}</style>")
    return head.format(scene.name, Markup(STYLE)) + inner


def _message(scene: Scene) -> Markup:
    who = Markup("<b>Koko</b><span class=app>APP</span><time>{}</time>").format(scene.at)
    private = _tag("p", "Only visible to you", "private") if scene.private else Markup()
    said = _tag("div", who, "who") + _blocks(scene.shown["blocks"], scene.pictures)
    return private + _tag("main", _tag("div", "K", "face") + _tag("div", said, "said"), "message")


def _modal(view: Json) -> Markup:
    buttons = _tag("span", view["close"]["text"], "button") + _tag(
        "span", view["submit"]["text"], "button primary"
    )
    return _tag(
        "main",
        _tag("header", view["title"]["text"]) + _blocks(view["blocks"], {}) + _tag("footer", buttons),
        "modal",
    )


def _blocks(blocks: Iterable[Json], pictures: Mapping[str, bytes]) -> Markup:
    return Markup().join(_tag("div", _block(block, pictures), f"block {block['type']}") for block in blocks)


def _block(block: Json, pictures: Mapping[str, bytes]) -> Markup:
    match block["type"]:
        case "header":
            return _tag("h2", block["text"]["text"])
        case "rich_text":
            return Markup().join(map(_rich, block["elements"]))
        case "context":
            return Markup().join(_tag("p", element["text"]) for element in block["elements"])
        case "actions":
            return Markup().join(
                _tag("span", button["text"]["text"], f"button {button.get('style', '')}")
                for button in block["elements"]
            )
        case "image":
            data = b64encode(pictures[block["slack_file"]["id"]]).decode()
            return Markup('<img src="data:image/png;base64,{}" alt="{}">').format(data, block["alt_text"])
        case "input":
            optional = Markup(" <i>(optional)</i>") if block["optional"] else Markup()
            return _tag("label", escape(block["label"]["text"]) + optional) + _input(block["element"])
    raise ValueError(block["type"])


def _rich(element: Json) -> Markup:
    match element["type"]:
        case "rich_text_list":
            return _list(element)
        case "rich_text_preformatted":
            return _tag("pre", _parts(element["elements"]))
        case "rich_text_quote":
            return _tag("blockquote", _parts(element["elements"]))
    return _tag("div", _parts(element["elements"]), "section")


def _list(element: Json) -> Markup:
    indent, offset = element.get("indent", 0), element.get("offset", 0)
    bullet = BULLETS[indent % len(BULLETS)]
    ordered = element["style"] == "ordered"
    rows = (
        Markup('<li style="margin-left:{}px"><i>{}</i><span>{}</span></li>').format(
            28 * indent, f"{offset + number}." if ordered else bullet, _parts(item["elements"])
        )
        for number, item in enumerate(element["elements"], start=1)
    )
    return _tag("ul", Markup().join(rows))


def _parts(parts: Sequence[Json]) -> Markup:
    return Markup().join(
        _tag(
            "span",
            part.get("text") or part.get("url") or "#practice",
            " ".join([part["type"], *part.get("style", {})]),
        )
        for part in parts
    )


def _input(element: Json) -> Markup:
    match element["type"]:
        case "plain_text_input":
            words = element.get("initial_value", "")
            hint = element.get("placeholder", {}).get("text", "")
            size = "box tall" if element["multiline"] else "box"
            return _tag("div", words or hint, size if words else f"{size} hint")
        case "radio_buttons" | "checkboxes" as kind:
            chosen = _chosen(element)
            return Markup().join(
                _tag("div", option["text"]["text"], f"{kind}{' on' if option in chosen else ''}")
                for option in element["options"]
            )
    labels = ", ".join(option["text"]["text"] for option in _chosen(element))
    return _tag("div", labels or "Select an option", "box menu" if labels else "box menu hint")


def _chosen(element: Json) -> list[Json]:
    one = [element["initial_option"]] if "initial_option" in element else []
    return [*one, *element.get("initial_options", [])]


def _tag(name: str, inner: str | Markup, classes: str = "") -> Markup:
    return Markup('<{0} class="{1}">{2}</{0}>').format(name, classes, inner)


async def draw(browser: Browser, scene: Scene, folder: Path) -> None:
    """One picture for each width."""
    for name, width in WIDTHS.items():
        tab = await browser.new_page(viewport={"width": width, "height": 100}, device_scale_factor=2)
        await tab.set_content(page(scene))
        await tab.screenshot(path=folder / f"{scene.name}-{name}.png", full_page=True)
        await tab.close()


async def draw_all(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    flags = [*OFFLINE, "--no-sandbox"] if os.geteuid() == 0 else OFFLINE
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=shutil.which("chromium"), args=flags)
        for scene in await scenes():
            await draw(browser, scene, folder)
        await browser.close()


if __name__ == "__main__":
    asyncio.run(draw_all(Path(sys.argv[1])))
