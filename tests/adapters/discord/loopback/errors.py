"""What Discord says no with: a number that programs read, and here also the rule that was broken."""

from __future__ import annotations

from typing import Any


class DiscordError(Exception):
    """`code` and `message` are Discord's own, `rule` a sentence on what the platform wants."""

    def __init__(self, status: int, code: int, message: str, rule: str, **fields: Any) -> None:
        super().__init__(f"{code} {message}: {rule}")
        self.status = status
        self.code = code
        self.message = message
        self.rule = rule
        self.fields = fields


class ClientSaysNo(Exception):
    """Discord's own client would not let a member do this, so nothing reaches the app."""


def invalid(where: str, rule: str) -> DiscordError:
    """A body that breaks a rule; `where` is the way to the field, with dots."""
    errors: dict[str, Any] = {"_errors": [{"code": "BASE_TYPE_BAD", "message": rule}]}
    for part in reversed(where.split(".")):
        errors = {part: errors}
    return DiscordError(400, 50035, "Invalid Form Body", f"{where}: {rule}", errors=errors)


def unknown(code: int, what: str, rule: str) -> DiscordError:
    return DiscordError(404, code, f"Unknown {what}", rule)


def missing_access(rule: str) -> DiscordError:
    return DiscordError(403, 50001, "Missing Access", rule)


def missing_permissions(rule: str) -> DiscordError:
    return DiscordError(403, 50013, "Missing Permissions", rule)
