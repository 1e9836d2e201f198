"""What people wrote, as they typed it: Slack delivers links, mentions and `&<>` in a spelling of its own.

https://docs.slack.dev/messaging/formatting-message-text
"""

from __future__ import annotations

import re

_SPELLED = re.compile(r"<(?P<inside>[^<>\n]+)>|&(?P<name>amp|lt|gt);")
_ENTITY = re.compile(r"&(amp|lt|gt);")
_CHARACTERS = {"amp": "&", "lt": "<", "gt": ">"}
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:(//)?", re.IGNORECASE)
_ADDRESSED = re.compile(r"\s*<(?:@|!subteam\^|!(?=channel|here|everyone))(?P<whom>\w+)")
_FENCED = re.compile(r"```(?P<code>.*?)```", re.DOTALL)
_LANGUAGE = re.compile(r"(?:py|python|python3)?[ \t]*\n")


def to_markdown(text: str, bot_user: str | None = None) -> str:
    """The text of a message as it was typed, with each fence of code on lines of its own.

    `bot_user` is the id by which Slack calls Koko.
    """

    def typed(found: re.Match[str]) -> str:
        if found["name"]:
            return _CHARACTERS[found["name"]]
        return _unescaped(_inside(found["inside"], bot_user))

    return _fenced(_SPELLED.sub(typed, text))


def addressee(text: str) -> str | None:
    """The id of the user or group with which a delivered text begins, or "channel", "here", "everyone"."""
    found = _ADDRESSED.match(text)
    return found["whom"] if found else None


def _inside(inside: str, bot_user: str | None) -> str:
    """What was typed for `<…>`."""
    target, _, label = inside.partition("|")
    match target[:1]:
        case "@":
            return "@Koko" if target[1:] == bot_user else f"@{label or target[1:]}"
        case "#":
            return f"#{label or target[1:]}"
        case "!" if target.startswith("!date^"):
            return label
        case "!":
            return label or f"@{target[1:].removeprefix('subteam^')}"
        case _:
            return label if label and label == _SCHEME.sub("", target, count=1) else target


def _unescaped(text: str) -> str:
    return _ENTITY.sub(lambda found: _CHARACTERS[found[1]], text)


def _fenced(text: str) -> str:
    """Slack's own editor leaves out the line ends at a fence, and without them it is no fence."""
    parts: list[str] = []
    end = 0
    for found in _FENCED.finditer(text):
        before, code = text[end : found.start()], found["code"].replace("\u00a0", " ")
        parts += [before, "" if not (parts or before) or before.endswith("\n") else "\n", "```"]
        parts += ["" if _LANGUAGE.match(code) else "\n", code, "" if code.endswith("\n") else "\n", "```"]
        end = found.end()
        if end < len(text) and text[end] != "\n":
            parts.append("\n")
    return "".join([*parts, text[end:]])
