"""Slash names, which may carry a prefix because they clash between apps of one workspace."""

from __future__ import annotations

import re
from dataclasses import dataclass

PREFIX = r"^[a-z0-9_-]{0,16}$"
_SHOWN = re.compile(r"(?<!\\)`/(?=\w)")  # an escaped mark is somebody else's


@dataclass(frozen=True, slots=True)
class CommandNames:
    """Koko's own names (`/quiz`) and what they are called in Slack (`/acme-quiz`)."""

    prefix: str = ""

    def slash(self, name: str) -> str:
        """`quiz` → `/acme-quiz`."""
        return f"/{self.prefix}{name}"

    def line(self, command: str, text: str) -> str:
        """What was typed, as Koko calls it: `/acme-koko` with `ask now` → `/koko ask now`."""
        return f"/{command.removeprefix('/').removeprefix(self.prefix)} {text}".rstrip()

    def shown(self, markdown: str) -> str:
        """A card's text, with each command in code marks called what it is called here."""
        return _SHOWN.sub(f"`/{self.prefix}", markdown)
