"""Koko's cards as Slack shows them, drawn here: `python -m tests.adapters.slack.pictures FOLDER`.

Nothing of Slack is asked; sizes and colours are read off its clients, light, on a desk and on a telephone.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from markupsafe import Markup, escape

from adapters.slack.modal import modal
from adapters.slack.names import CommandNames
from adapters.slack.render import Renderer
from bot.chat.card import Card
from bot.chat.form import Form
from tests.drawing import draw, tag
from tests.drawing import page as whole_page
from tests.scenes import Scene, scenes

Json = Mapping[str, Any]
NAMES = CommandNames()
RENDERER = Renderer(NAMES)
STYLE = (Path(__file__).parent / "pictures.css").read_text()
BULLETS = "•◦▪"


def page(scene: Scene) -> Markup:
    """A whole page."""
    return whole_page(scene.name, STYLE, _shown(scene))


def _shown(scene: Scene) -> Markup:
    match scene.shown:
        case Form() as form:
            return _modal(modal(NAMES, form, "{}"))
        case Card() as card if scene.is_home:
            return tag("main", _blocks(RENDERER.home(card)["blocks"]), "home")
        case card:
            return _message(scene, RENDERER.blocks(card))


def _message(scene: Scene, blocks: Iterable[Json]) -> Markup:
    who = Markup("<b>Koko</b><span class=app>APP</span><time>{}</time>").format(scene.at)
    private = tag("p", "Only visible to you", "private") if scene.private else Markup()
    said = tag("div", who, "who") + _blocks(blocks)
    return private + tag("main", tag("div", "K", "face") + tag("div", said, "said"), "message")


def _modal(view: Json) -> Markup:
    buttons = tag("span", view["close"]["text"], "button") + tag(
        "span", view["submit"]["text"], "button primary"
    )
    return tag(
        "main",
        tag("header", view["title"]["text"]) + _blocks(view["blocks"]) + tag("footer", buttons),
        "modal",
    )


def _blocks(blocks: Iterable[Json]) -> Markup:
    return Markup().join(tag("div", _block(block), f"block {block['type']}") for block in blocks)


def _block(block: Json) -> Markup:
    match block["type"]:
        case "header":
            return tag("h2", block["text"]["text"])
        case "rich_text":
            return Markup().join(map(_rich, block["elements"]))
        case "context":
            return Markup().join(tag("p", element["text"]) for element in block["elements"])
        case "actions":
            return Markup().join(
                tag("span", button["text"]["text"], f"button {button.get('style', '')}")
                for button in block["elements"]
            )
        case "input":
            optional = Markup(" <i>(optional)</i>") if block["optional"] else Markup()
            return tag("label", escape(block["label"]["text"]) + optional) + _input(block["element"])
    raise ValueError(block["type"])


def _rich(element: Json) -> Markup:
    match element["type"]:
        case "rich_text_list":
            return _list(element)
        case "rich_text_preformatted":
            return tag("pre", _parts(element["elements"]))
        case "rich_text_quote":
            return tag("blockquote", _parts(element["elements"]))
    return tag("div", _parts(element["elements"]), "section")


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
    return tag("ul", Markup().join(rows))


def _parts(parts: Sequence[Json]) -> Markup:
    return Markup().join(
        tag(
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
            return tag("div", words or hint, size if words else f"{size} hint")
        case "radio_buttons" | "checkboxes" as kind:
            chosen = _chosen(element)
            return Markup().join(
                tag("div", option["text"]["text"], f"{kind}{' on' if option in chosen else ''}")
                for option in element["options"]
            )
    labels = ", ".join(option["text"]["text"] for option in _chosen(element))
    return tag("div", labels or "Select an option", "box menu" if labels else "box menu hint")


def _chosen(element: Json) -> list[Json]:
    one = [element["initial_option"]] if "initial_option" in element else []
    return [*one, *element.get("initial_options", [])]


async def draw_all(folder: Path) -> None:
    await draw({scene.name: page(scene) for scene in await scenes()}, folder)


if __name__ == "__main__":
    asyncio.run(draw_all(Path(sys.argv[1])))
