"""The tree of errors.

BotError
├── UserError      shown to the person who asked; not a fault
├── ConfigError    stops the start and names the setting; exit status 2
└── ChatError      raised by adapters, `from` the platform's own error
    ├── PlaceGone      archived, deleted, or the bot was removed
    ├── NotAllowed     a permission or scope is missing, and named
    └── PlatformDown   try again later
"""

from __future__ import annotations

MAX_REASON = 300  # characters


class BotError(Exception):
    """Something Koko can say in a sentence."""


class UserError(BotError):
    """What somebody asked for can't be done; the message is shown to them as it is."""


class ConfigError(BotError):
    """The program can't start as it is set up; the message names the setting and the remedy."""


class ChatError(BotError):
    """A chat platform did not do what it was asked.

    The message is a plain sentence or two, without Markdown: logs, `/healthz` and `koko check` show it as it
    is, and whoever puts it on a card escapes it. Names of buttons and permissions stand in “quotes”. Of a
    message that fits on no card only the beginning is kept.
    """

    def __init__(self, message: str) -> None:
        super().__init__(message[:MAX_REASON])


class PlaceGone(ChatError):
    """The place is archived or deleted, or the bot is no longer in it; trying again is useless."""


class NotAllowed(ChatError):
    """The platform refused for want of a permission or scope, which the message names."""


class PlatformDown(ChatError):
    """The platform failed, timed out or asked for patience; the same call may go through later.

    `retry_after` is in seconds, None where the platform did not say.
    """

    def __init__(self, message: str, *, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after
