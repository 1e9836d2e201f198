"""What Discord's errors mean here."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import aiohttp
from discord.errors import DiscordException, HTTPException, RateLimited

from bot.errors import ChatError, NotAllowed, PlaceGone, PlatformDown

# https://docs.discord.com/developers/topics/opcodes-and-status-codes#json
UNKNOWN_CHANNEL = 10003
UNKNOWN_GUILD = 10004
UNKNOWN_MEMBER = 10007
UNKNOWN_MESSAGE = 10008
UNKNOWN_USER = 10013
UNKNOWN_WEBHOOK = 10015
UNKNOWN_INTERACTION = 10062
ACKNOWLEDGED = 40060
NO_ACCESS = 50001
NO_PERMISSION = 50013
BAD_WEBHOOK_TOKEN = 50027
ARCHIVED = 50083
HAS_THREAD = 160004

EXPIRED = {UNKNOWN_INTERACTION, UNKNOWN_WEBHOOK, BAD_WEBHOOK_TOKEN}
"""An interaction that takes no more answers: three seconds went by without one, or fifteen minutes."""

NO_CHANNEL = "The channel was deleted."
NOT_HERE = "I was removed from this server. docs/discord.md has the link that brings me back."
NOT_SEEN = (
    "I lack “View Channel” in this channel, so I can't see it. "
    "Channel settings → Permissions → add Koko → allow it."
)
NO_DIRECT = "This member takes no messages from me."
LOCKED = "The thread is locked. A moderator can unlock it, or give me “Manage Threads”."

_GONE = {
    UNKNOWN_CHANNEL: NO_CHANNEL,
    UNKNOWN_GUILD: NOT_HERE,
    UNKNOWN_MEMBER: "This member left the server.",
    UNKNOWN_USER: "There is no such member.",
    NO_ACCESS: NOT_SEEN,
    50007: NO_DIRECT,
    50278: NO_DIRECT,  # no server in common any more
}
_DOWN = {
    20016,  # slow mode, from which bots with *Bypass Slowmode* are exempt
    20028,  # so many messages in a channel at once
    40003,  # so many direct conversations at once
    40062,
    40333,  # inside of Discord
    130000,  # overloaded
}
_FORBIDDEN = {
    30010: "The message has all the reactions that Discord allows.",
    40067: "A post in this forum needs a tag that only moderators may set.",
    50008: "This is a channel for voice, and I can't write there.",
    50024: "Discord does not allow that in a channel of this kind.",
    UNKNOWN_MESSAGE: "The message was deleted.",
    NO_PERMISSION: "I lack a permission in this channel.",
    ARCHIVED: "The thread is archived.",
    160005: LOCKED,
    160006: "The server has as many open threads as Discord allows; archive one.",
    160007: "The channel has as many announcement threads as Discord allows; archive one.",
    200000: "AutoMod of this server does not let my message through; exempt Koko in its rules.",
    200001: "AutoMod of this server does not let the title through; exempt Koko in its rules.",
    240000: "Discord takes a link in my message for a harmful one.",
}


@contextmanager
def translated() -> Iterator[None]:
    """Raises `PlaceGone`, `NotAllowed` or `PlatformDown` for what discord.py and aiohttp raise."""
    try:
        yield
    except RateLimited as error:
        raise PlatformDown("Discord asks for patience", retry_after=error.retry_after) from error
    except HTTPException as error:
        raise meaning(error) from error
    except DiscordException as error:
        raise PlatformDown(f"Discord could not be reached ({type(error).__name__})") from error
    except (aiohttp.ClientError, OSError) as error:  # a TimeoutError is an OSError
        raise PlatformDown(f"Discord could not be reached ({type(error).__name__})") from error


def code(error: BaseException | None) -> int:
    """Discord's number for it, also of an error that was translated; 0 where there is none."""
    cause = error.__cause__ if isinstance(error, ChatError) else error
    return cause.code if isinstance(cause, HTTPException) else 0


def is_expired(error: ChatError) -> bool:
    """Whether the interaction that was answered takes no answers any more."""
    return code(error) in EXPIRED


def meaning(error: HTTPException) -> ChatError:
    """The error in Koko's words; its message is a sentence that a member can be shown."""
    if error.code in _GONE:
        return PlaceGone(_GONE[error.code])
    if error.status == 429 or error.status >= 500 or error.code in _DOWN:
        return PlatformDown(f"Discord answered {error.code or error.status}", retry_after=_patience(error))
    if error.status == 401 and error.code not in EXPIRED:
        return PlatformDown("Discord refuses the bot's token")  # a wrong setting, and no channel's fault
    return NotAllowed(_FORBIDDEN.get(error.code, f"Discord answered {error.code or error.status}."))


def _patience(error: HTTPException) -> float | None:
    asked = error.response.headers.get("Retry-After", "")
    try:
        return float(asked)
    except ValueError:
        return None
