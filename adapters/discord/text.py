"""What people wrote, as they typed it: Discord delivers mentions and emoji of a server's own by number.

https://docs.discord.com/developers/reference#message-formatting
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

NO_NAMES: Mapping[str, str] = MappingProxyType({})

_SPELLED = re.compile(
    r"<(?:(?P<kind>@[!&]?|#)(?P<id>\d{1,20})"
    r"|a?:(?P<emoji>\w{1,32}):\d{1,20}"
    r"|/(?P<command>[^<>:\n]{1,100}):\d{1,20})>"
)
_ADDRESSED = re.compile(r"\s*(?:<@[!&]?(?P<id>\d{1,20})>|@(?P<all>everyone|here)\b)")
_FENCED = re.compile(r"```(?P<code>.*?)```", re.DOTALL)
_LANGUAGE = re.compile(r"[\w+#.-]*[ \t]*\n")


def to_markdown(content: str, names: Mapping[str, str] = NO_NAMES) -> str:
    """The content of a message as it was typed, with each fence of code on lines of its own.

    `names` are what people, roles and channels are called by id, as the message tells them.
    """
    parts: list[str] = []
    end = 0
    for found in _FENCED.finditer(content):
        parts += [_typed(content[end : found.start()], names), _on_its_own(content, found)]
        end = found.end()
    return "".join([*parts, _typed(content[end:], names)])


def addressee(content: str) -> str | None:
    """The id of the person or role with which a content begins, or "everyone" or "here"."""
    found = _ADDRESSED.match(content)
    return found["id"] or found["all"] if found else None


def _typed(text: str, names: Mapping[str, str]) -> str:
    def spelled(found: re.Match[str]) -> str:
        if found["emoji"]:
            return f":{found['emoji']}:"
        if found["command"]:
            return f"/{found['command']}"
        return f"{found['kind'][0]}{names.get(found['id'], found['id'])}"

    return _SPELLED.sub(spelled, text)


def _on_its_own(content: str, found: re.Match[str]) -> str:
    """Discord shows a fence in the middle of a line as one, and elsewhere it is none."""
    code = found["code"]
    before = "" if content[: found.start()].endswith("\n") or not found.start() else "\n"
    after = "\n" if content[found.end() : found.end() + 1].strip("\n") else ""
    opening = "" if _LANGUAGE.match(code) else "\n"
    closing = "" if code.endswith("\n") else "\n"
    return f"{before}```{opening}{code}{closing}```{after}"
