"""What a person types, as Slack's own composer sends it: escaped text, and the same as rich text.

Typed: `@ada`, `@here`, `#general`, addresses, `[label](https://…)`, `` `code` ``, fences, `*bold*`,
`_italic_`, `~struck~`, lists, quotes and a few emoji. The text has them as Slack writes them: `<@U…>`,
`<!here>`, `<#C…|name>`, `<https://…|label>`; a fence loses the line breaks at its ends; `&`, `<` and `>` of
the rest are escaped.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator, Mapping

from tests.adapters.slack.loopback.state import Json

EMOJI = {"👍": ("+1", "1f44d"), "🎉": ("tada", "1f389"), "🙂": ("slightly_smiling_face", "1f642")}
STYLES = {"*": "bold", "_": "italic", "~": "strike", "`": "code"}

_FENCE = re.compile(r"```\n?(.*?)\n?```\n?", re.DOTALL)
_BULLET = re.compile(r"[-*•] +(?=\S)")
_NUMBER = re.compile(r"(\d{1,3})\. +(?=\S)")
_INLINE = re.compile(
    r"`(?P<code>[^`\n]+)`"
    r"|(?<!\w)(?P<mark>[*_~])(?P<marked>(?=\S)[^*_~\n]+(?<=\S))(?P=mark)(?!\w)"
    r"|\[(?P<label>[^\]\n]+)\]\((?P<target>https?://[^)\s]+)\)"
    r"|(?P<url>https?://[^\s<>]+[^\s<>.,;:!?)])"
    r"|(?<![\w@/.])(?P<mail>[\w.+-]+@[\w-]+\.[a-z]{2,})\b"
    r"|(?<!\w)@(?P<who>[\w.-]*\w)"
    r"|(?<!\w)#(?P<where>[\w-]+)"
    rf"|(?P<emoji>{'|'.join(EMOJI)})"
)


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def composed(typed: str, people: Mapping[str, str], channels: Mapping[str, str]) -> tuple[str, list[Json]]:
    """The text and the blocks; `people` are ids by handle, `channels` by name."""
    texts: list[str] = []
    elements: list[Json] = []
    end = 0
    for fence in _FENCE.finditer(typed):
        _prose(typed[end : fence.start()], people, channels, texts, elements)
        texts.append(f"```{escaped(fence[1])}```")
        elements.append({"type": "rich_text_preformatted", "elements": [_text(fence[1])], "border": 0})
        end = fence.end()
        if end < len(typed):
            texts.append("\n")
    _prose(typed[end:], people, channels, texts, elements)
    blocks = [{"type": "rich_text", "block_id": secrets.token_urlsafe(4)[:5], "elements": elements}]
    return "".join(texts), blocks


def _prose(
    typed: str,
    people: Mapping[str, str],
    channels: Mapping[str, str],
    texts: list[str],
    elements: list[Json],
) -> None:
    for line in typed.splitlines(keepends=True):
        kind, lead, content = _kind(line)
        parts = list(_inline(content, people, channels))
        texts.append(lead + "".join(text for text, _ in parts))
        _add(elements, kind, [element for _, element in parts])


def _kind(line: str) -> tuple[str, str, str]:
    """What a line is, how its text begins, and the rest of it."""
    if bullet := _BULLET.match(line):
        return "bullet", "• ", line[bullet.end() :]
    if number := _NUMBER.match(line):
        return "ordered", f"{number[1]}. ", line[number.end() :]
    if line.startswith(">"):
        return "rich_text_quote", "&gt; ", line[1:].lstrip(" ")
    return "rich_text_section", "", line


def _add(elements: list[Json], kind: str, parts: list[Json]) -> None:
    """Lines of one kind that follow each other are one element."""
    last = elements[-1] if elements else {}
    if kind in ("bullet", "ordered"):
        item = {"type": "rich_text_section", "elements": _without_last_break(parts)}
        if last.get("style") == kind:
            last["elements"].append(item)
        else:
            elements.append(
                {"type": "rich_text_list", "elements": [item], "style": kind, "indent": 0, "border": 0}
            )
    elif last.get("type") == kind:
        last["elements"] = _joined([*last["elements"], *parts])
    else:
        elements.append({"type": kind, "elements": _joined(parts)})


def _inline(typed: str, people: Mapping[str, str], channels: Mapping[str, str]) -> Iterator[tuple[str, Json]]:
    end = 0
    for found in _INLINE.finditer(typed):
        token = _token(found, people, channels)
        if token:
            if found.start() > end:
                yield escaped(typed[end : found.start()]), _text(typed[end : found.start()])
            yield token
            end = found.end()
    if end < len(typed):
        yield escaped(typed[end:]), _text(typed[end:])


def _token(
    found: re.Match[str], people: Mapping[str, str], channels: Mapping[str, str]
) -> tuple[str, Json] | None:
    match found.lastgroup, found.groupdict():
        case _, {"code": str(code)}:
            return f"`{escaped(code)}`", _text(code, "code")
        case _, {"marked": str(marked), "mark": str(mark)}:
            return f"{mark}{escaped(marked)}{mark}", _text(marked, STYLES[mark])
        case _, {"label": str(label), "target": str(target)}:
            link = {"type": "link", "url": target, "text": label}
            return f"<{escaped(target)}|{escaped(label)}>", link
        case _, {"url": str(url)}:
            return f"<{escaped(url)}>", {"type": "link", "url": url}
        case _, {"mail": str(mail)}:
            return f"<mailto:{mail}|{mail}>", {"type": "link", "url": f"mailto:{mail}", "text": mail}
        case _, {"who": ("here" | "channel" | "everyone") as who}:
            return f"<!{who}>", {"type": "broadcast", "range": who}
        case _, {"who": str(who)} if who in people:
            return f"<@{people[who]}>", {"type": "user", "user_id": people[who]}
        case _, {"where": str(where)} if where in channels:
            return f"<#{channels[where]}|{where}>", {"type": "channel", "channel_id": channels[where]}
        case _, {"emoji": str(emoji)}:
            name, code = EMOJI[emoji]
            return f":{name}:", {"type": "emoji", "name": name, "unicode": code}
    return None


def _text(text: str, style: str = "") -> Json:
    return {"type": "text", "text": text, **({"style": {style: True}} if style else {})}


def _joined(parts: list[Json]) -> list[Json]:
    """Plain texts that follow each other are one."""
    joined: list[Json] = []
    for part in parts:
        if joined and part.keys() == joined[-1].keys() == {"type", "text"}:
            joined[-1] = _text(joined[-1]["text"] + part["text"])
        else:
            joined.append(part)
    return joined


def _without_last_break(parts: list[Json]) -> list[Json]:
    *before, last = _joined(parts)
    if last.get("text", "").endswith("\n"):
        last = {**last, "text": last["text"][:-1]}
    return [*before, last] if last.get("text", "x") else before
