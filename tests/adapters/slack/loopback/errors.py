"""What Slack says no with: a code that programs read, and here also the rule that was broken."""

from __future__ import annotations

from typing import Any


class SlackError(Exception):
    """`code` is Slack's own, `rule` a sentence on what the platform wants; `fields` go into the answer."""

    def __init__(self, code: str, rule: str, *, status: int = 200, **fields: Any) -> None:
        super().__init__(f"{code}: {rule}")
        self.code = code
        self.rule = rule
        self.status = status
        self.fields = fields


class ClientSaysNo(Exception):
    """Slack's own client would not let a member do this, so nothing reaches the app."""
