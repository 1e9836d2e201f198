"""Cards as messages made of components, and what their buttons say when they are pressed.

https://docs.discord.com/developers/components/reference
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise
from typing import Any

from adapters.discord.markdown import (
    discord_markdown,
    literal,
    marked,
    preformatted,
    sent,
    size,
    small,
    table,
)
from bot.chat.card import (
    FENCE,
    Block,
    Button,
    Buttons,
    Card,
    Code,
    Fields,
    File,
    Image,
    Style,
    Table,
    Text,
    clip,
)
from bot.chat.plain import plain

COMPONENTS_V2 = 1 << 15  # flag of a message; once it is set, no edit takes it away
MAX_TEXT = 4000  # Discord: all text of a message with components
MAX_COMPONENTS = 40  # Discord: in a message, those within others counted
MAX_ATTACHMENTS = 10  # Discord: of a message, as are the pictures of a gallery
MAX_LABEL = 80  # Discord: of a button
MAX_ROW = 5  # Discord: buttons of an action row
MAX_ALT = 1024  # Discord: description of an attachment
KEPT = 4  # attachments of a card with too many parts that are not packed into one
ROW, BUTTON, TEXT, GALLERY, FILE = 1, 2, 10, 12, 13
WHOLE, PACKED = "whole-text.txt", "more.zip"

_STYLES = {Style.PRIMARY: 1, Style.PLAIN: 2, Style.DANGER: 4}
NEW_LINE, _GAP = "\n", "\n\n"
_OWN_LINE = ("- ", "1. ", "> ", FENCE)
_NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9_.-]+")

Component = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Message:
    """The JSON body of a message, without its place; `files` are to be uploaded with it, in this order."""

    body: dict[str, Any]
    files: Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Words:
    """A block of text as Discord shows it, and how less of its source would be shown."""

    text: str
    source: str
    render: Callable[[str], str]

    @classmethod
    def of(cls, source: str, render: Callable[[str], str]) -> Words:
        return cls(render(source), source, render)

    def within(self, limit: int) -> Words:
        """At most `limit` characters of it, or one."""
        length, cut = len(self.source), self
        while (over := size(cut.text) - limit) > 0 and length > 1:
            length = max(1, min(length - 1, length - over))
            cut = self.of(clip(self.source, length), self.render)
        return cut


@dataclass(frozen=True, slots=True)
class _Held:
    """A file, shown as a picture if it has words for those who can't see it."""

    name: str
    data: bytes
    alt: str = ""


_Part = Words | _Held | Buttons


def message(card: Card, mark: int = 0) -> Message:
    """`mark` (up to 2³¹ - 1) becomes the `id` of the first component, by which the message can be known.

    Marks and escapes take room, so that a very large card can have more text than Discord takes: it is
    cut where it is longest, and all of it is in an attached file. Where it has more parts than Discord
    takes, they are gathered: texts, pictures, files, buttons.
    """
    parts = [part for part in _parts(card) if not isinstance(part, Words) or part.text.strip()]
    if _length(parts) > MAX_TEXT:
        parts = [*_within_limit(parts), _Held(WHOLE, plain(card, buttons=False).encode())]
    held = [part for part in parts if isinstance(part, _Held)]
    if len(held) > MAX_ATTACHMENTS or _count(_components(parts, [])) > MAX_COMPONENTS:
        parts = list(_gathered(parts))
    attached: list[_Held] = []
    components = _components(parts, attached) or [text_display("…")]
    if mark:
        components[0]["id"] = mark
    body = {
        "flags": COMPONENTS_V2,
        "components": components,
        "allowed_mentions": {"parse": []},
        "attachments": [_attachment(number, file) for number, file in enumerate(attached)],
    }
    return Message(body, {file.name: file.data for file in attached})


def pressed(custom_id: str) -> tuple[str, str]:
    """Action and value of a button: "answer|c|1" → ("answer", "c|1")."""
    action, _, value = custom_id.partition("|")
    return action, value


def line(text: str, limit: int) -> str:
    """Plain words where Discord takes at least one character and at most `limit`."""
    return Words.of(text, sent).within(limit).text.strip() or "…"


def text_display(content: str) -> Component:
    return {"type": TEXT, "content": content}


def _parts(card: Card) -> Iterator[_Part]:
    yield Words.of(card.title, _heading)
    for block in card.blocks:
        yield _part(block)
    yield Words.of(card.footer, small)


def _heading(title: str) -> str:
    words = literal(" ".join(title.split()))
    return f"## {words}" if words.strip() else ""


def _part(block: Block) -> _Part:
    match block:
        case Text(text):
            return Words.of(text, discord_markdown)
        case Code(text, language):
            return Words.of(text, partial(preformatted, language=language))
        case Fields(fields):
            shown = "\n".join(_field(name, value) for name, value in fields)
            return Words(shown, plain(Card(blocks=(block,))), preformatted)
        case Table(header, rows):
            return Words(table(header, rows), plain(Card(blocks=(block,))), preformatted)
        case Image(png, alt):
            return _Held("picture.png", png, line(alt, MAX_ALT))
        case File(name, text):
            return _Held(name, text.encode())
        case Buttons():
            return block


def _field(name: str, value: str) -> str:
    label, shown = marked("**", literal(f"{' '.join(name.split())}:")), discord_markdown(value)
    return f"{label}{NEW_LINE if shown.startswith(_OWN_LINE) else ' '}{shown}"


def _length(parts: Sequence[_Part]) -> int:
    """The room that all text takes, with what is put between."""
    return sum(size(part.text) + len(_GAP) for part in parts if isinstance(part, Words)) - len(_GAP)


def _within_limit(parts: Sequence[_Part]) -> list[_Part]:
    cut = list(parts)
    while (over := _length(cut) - MAX_TEXT) > 0:
        longest = max((part for part in cut if isinstance(part, Words)), key=lambda words: size(words.text))
        cut[cut.index(longest)] = longest.within(size(longest.text) - over)
    return cut


def _gathered(parts: Sequence[_Part]) -> Iterator[_Part]:
    """What is shown together takes fewer components; what is too much to attach is packed into one file."""
    held = sorted((part for part in parts if isinstance(part, _Held)), key=lambda file: not file.alt)
    yield from (part for part in parts if isinstance(part, Words))
    yield from held[:KEPT]
    if held[KEPT:]:
        yield _Held(PACKED, _packed(held[KEPT:]))
    if buttons := [button for part in parts if isinstance(part, Buttons) for button in part.buttons]:
        yield Buttons(tuple(buttons))


def _packed(held: Sequence[_Held]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, file in enumerate(held, start=1):
            archive.writestr(zipfile.ZipInfo(f"{number}-{file.name}"), file.data)
    return packed.getvalue()


def _components(parts: Sequence[_Part], attached: list[_Held]) -> list[Component]:
    """Neighbours of one kind share a component; `attached` gets the files as they are called in it."""
    components: list[Component] = []
    for part in parts:
        last: Component = components[-1] if components else {"type": None}
        match part:
            case Words(text) if last["type"] == TEXT:
                before = last["content"]
                last["content"] = f"{before}{_gap(before, text)}{text}"
            case Words(text):
                components.append(text_display(text))
            case _Held(alt=alt):
                url = f"attachment://{_attach(part, attached)}"
                item = {"media": {"url": url}, "description": alt}
                if alt and last["type"] == GALLERY:
                    last["items"].append(item)
                elif alt:
                    components.append({"type": GALLERY, "items": [item]})
                else:
                    components.append({"type": FILE, "file": {"url": url}})
            case Buttons(buttons):
                components += ({"type": ROW, "components": list(map(_button, row))} for row in _rows(buttons))
    return components


def _rows(buttons: Sequence[Button]) -> Iterator[Sequence[Button]]:
    """As few rows as Discord takes, of much the same length: a full one is two on a telephone."""
    count = -(-len(buttons) // MAX_ROW)
    ends = [-(-len(buttons) * number // count) for number in range(count + 1)]
    return (buttons[start:end] for start, end in pairwise(ends))


def _gap(before: str, after: str) -> str:
    """Discord sets headings and code off by itself, and small lines are seen to be others."""
    is_title = before.startswith("## ") and NEW_LINE not in before
    is_set_off = is_title or before.endswith(FENCE) or after.startswith((FENCE, "-# "))
    return NEW_LINE if is_set_off else _GAP


def _attach(file: _Held, attached: list[_Held]) -> str:
    """The name that the file gets, one that Discord leaves as it is and no other has."""
    stem, dot, suffix = (_NOT_IN_NAMES.sub("_", file.name).strip(".") or "_").rpartition(".")
    taken = {other.name for other in attached}
    names = (f"{stem}{number}{dot}{suffix}" for number in ("", *range(2, len(taken) + 3)))
    name = next(name for name in names if name not in taken)
    attached.append(replace(file, name=name))
    return name


def _attachment(number: int, file: _Held) -> Component:
    about = {"description": file.alt} if file.alt else {}
    return {"id": str(number), "filename": file.name, **about}


def _count(components: Sequence[Component]) -> int:
    return sum(1 + len(component.get("components", ())) for component in components)


def _button(button: Button) -> Component:
    return {
        "type": BUTTON,
        "style": _STYLES[button.style],
        "label": line(button.label, MAX_LABEL),
        "custom_id": f"{button.action}|{button.value}",
    }
