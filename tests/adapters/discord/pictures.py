"""Koko's cards as Discord shows them, drawn here: `python -m tests.adapters.discord.pictures FOLDER`.

Nothing of Discord is asked; sizes and colours are read off its clients, dark, on a desk and on a telephone.
"""

from __future__ import annotations

import asyncio
import sys
from base64 import b64encode
from collections.abc import Iterable, Mapping
from itertools import groupby
from pathlib import Path

from markupsafe import Markup, escape

from adapters.discord.modal import modal
from adapters.discord.render import message
from bot.chat.form import Form
from tests.adapters.discord.reading import Json, Line, Span, lines
from tests.drawing import draw, tag
from tests.drawing import page as whole_page
from tests.scenes import Scene, scenes

STYLE = (Path(__file__).parent / "pictures.css").read_text()
NOWHERE = ("home",)  # Discord has no page of one's own
BULLETS = "•◦▪"

Files = Mapping[str, bytes]


def page(scene: Scene) -> Markup:
    """A whole page."""
    inner = _modal(modal(scene.shown)) if isinstance(scene.shown, Form) else _message(scene)
    return whole_page(scene.name, STYLE, inner)


def _message(scene: Scene) -> Markup:
    assert not isinstance(scene.shown, Form)
    sent = message(scene.shown)
    who = Markup("<b>Koko</b><span class=app>APP</span><time>{}</time>").format(scene.at)
    said = tag("div", who, "who") + _parts(sent.body["components"], sent.files)
    if scene.private:
        dismiss = Markup("Only you can see this • <a>Dismiss message</a>")
        said += tag("p", dismiss, "private")
    return tag("main", tag("div", "K", "face") + tag("div", said, "said"), "message")


def _parts(components: Iterable[Json], files: Files) -> Markup:
    return Markup().join(tag("div", _part(one, files), "part") for one in components)


def _part(one: Json, files: Files) -> Markup:
    match one["type"]:
        case 1:
            return tag("div", Markup().join(map(_button, one["components"])), "row")
        case 10:
            return _text(one["content"])
        case 12:
            return Markup().join(_picture(item, files) for item in one["items"])
        case 13:
            return tag("div", one["file"]["url"].removeprefix("attachment://"), "file")
        case 17:
            return tag("div", _parts(one["components"], files), "container")
        case 18:
            return _label(one)
    raise ValueError(one["type"])


def _button(button: Json) -> Markup:
    return tag("span", button["label"], f"button s{button['style']}")


def _picture(item: Json, files: Files) -> Markup:
    data = b64encode(files[item["media"]["url"].removeprefix("attachment://")]).decode()
    return Markup('<img src="data:image/png;base64,{}" alt="{}">').format(data, item["description"])


def _text(content: str) -> Markup:
    shown = Markup()
    for kind, several in groupby(lines(content), key=lambda line: line.kind):
        inner = Markup().join(map(_line, several))
        shown += tag("div", inner, "quote") if kind == "quote" else inner
    return shown


def _line(line: Line) -> Markup:
    words = Markup().join(map(_span, line.spans))
    match line.kind:
        case "code":
            return tag("pre", line.words)
        case "item":
            mark = BULLETS[line.depth % len(BULLETS)] if line.mark == "- " else line.mark
            row = '<div class="item" style="margin-left:{}px"><i>{}</i><span>{}</span></div>'
            return Markup(row).format(4 + 22 * line.depth, mark, words)
        case kind if kind.startswith("heading"):
            return tag("div", words, f"heading h{kind[-1]}")
        case kind:
            return tag("div", words, f"line {kind}")


def _span(span: Span) -> Markup:
    return tag("span", "#practice" if "mention" in span.marks else span.text, " ".join(span.marks))


def _modal(data: Json) -> Markup:
    buttons = tag("span", "Cancel", "button") + tag("span", "Submit", "button s1")
    inner = tag("header", data["title"]) + _parts(data["components"], {}) + tag("footer", buttons)
    return tag("main", inner, "modal")


def _label(one: Json) -> Markup:
    component = one["component"]
    star = Markup(" <i>*</i>") if component["required"] else Markup()
    about = tag("div", one["description"], "about") if "description" in one else Markup()
    return tag("label", escape(one["label"]) + star) + about + _input(component)


def _input(component: Json) -> Markup:
    match component["type"]:
        case 4:
            words = component.get("value", "")
            size = "box tall" if component["style"] == 2 else "box"
            return tag("div", words or component.get("placeholder", ""), size if words else f"{size} hint")
        case 3:
            chosen = ", ".join(option["label"] for option in component["options"] if "default" in option)
            return tag("div", chosen or "Make a selection", "box menu" if chosen else "box menu hint")
        case kind:
            look = "radio" if kind == 21 else "check"
            return Markup().join(
                tag("div", option["label"], f"{look}{' on' if 'default' in option else ''}")
                for option in component["options"]
            )


async def draw_all(folder: Path) -> None:
    await draw({scene.name: page(scene) for scene in await scenes() if scene.name not in NOWHERE}, folder)


if __name__ == "__main__":
    asyncio.run(draw_all(Path(sys.argv[1])))
